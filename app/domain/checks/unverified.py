"""What the application says of a contract and nobody verified.

The edition to work on prints it, marked, for those who can answer. The edition to sign prints none of it: who
signs answers for every word, and « à vérifier » is a question, not a fact. It is listed beside that edition.
What was verified (a scheme that ended, a figure that its own text dates) stays there as a marked note.
"""

from collections.abc import Iterator

from app.domain.draft import Draft, Entry, FlagKind
from app.domain.flags import is_to_verify
from app.domain.french import NBSP, typeset
from app.domain.text import cut_at_word

LONGEST_EXCERPT = 60


def unverified(draft: Draft) -> tuple[str, ...]:
    """Return a sentence for each: the visas known by report, then our readings, by clause."""
    return tuple(map(typeset, (*_visas(draft), *_readings(draft), *_reasons(draft))))


def _visas(draft: Draft) -> Iterator[str]:
    for visa in draft.outline.visas:
        if visa.to_verify and visa.holds(draft.facts):
            yield f"Visa : {visa.text}. La référence est connue par ce qui en est rapporté."


def _readings(draft: Draft) -> Iterator[str]:
    for entry in draft.entries():
        number = draft.numbers[entry.commitment.id]
        for flag in entry.flags:
            if flag.kind is FlagKind.READING and is_to_verify(flag.message):
                yield f"Engagement{NBSP}{number}, {_excerpt(entry)} : {flag.message}"


def _reasons(draft: Draft) -> Iterator[str]:
    for entry in draft.national:
        if is_to_verify(entry.commitment.reading.reason):
            yield f"Engagement d’un acteur national, {_excerpt(entry)} : {entry.commitment.reading.reason}"


def _excerpt(entry: Entry) -> str:
    return f"« {cut_at_word(entry.commitment.text, LONGEST_EXCERPT)} »"
