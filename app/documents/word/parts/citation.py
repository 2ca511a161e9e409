"""How a clause is quoted, named in few words, and traced to its source."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from app.documents.word.parts.remarks import LOST
from app.domain.catalogue import Commitment, Convention, Target
from app.domain.flags import is_past
from app.domain.french import NBSP, format_number, typeset, without_lines
from app.domain.text import cut_at_word

LAST_YEAR = 9_999


def verbatim(commitment: Commitment) -> str:
    """Return the national text; « […] » stands for a beginning that the source has lost."""
    return f"{LOST} {commitment.text}" if commitment.lacuna else commitment.text


def excerpt(commitment: Commitment, longest: int = 110) -> str:
    """Return the first words of a clause, to recognise it in a list."""
    return _cut_once(verbatim(commitment), longest)


# Only for the national texts: there are few of them, and each draft shows the same ones again.
_cut_once = lru_cache(maxsize=2048)(cut_at_word)


def short_convention(convention: Convention, longest: int = 200) -> str:
    """Return the first signatory of a convention and its date, in `longest` characters."""
    parties = convention.parties or (convention.title,)
    signed = f"{' et autres' if len(parties) > 1 else ''}, {convention.date_text}"
    return f"{cut_at_word(parties[0], longest - len(signed))}{signed}"


def full_source(convention: Convention) -> str:
    """Return the convention and its date; the lines of our file are in the file of sources."""
    return f"{convention.title}, convention du {convention.date_text}"


def say_in_contract(text: str, commitment: Commitment) -> str:
    """Return a reason or a remark without the lines of our file that its condition cites.

    What the signatories typed in it stays as it is.
    """
    conditions = (commitment.when, *(part.when for part in commitment.parts))
    for because in (typeset(condition.because) for condition in conditions if condition):
        text = text.replace(because, without_lines(because))
    return text


def target_value(target: Target) -> str:
    """« 25 % », « 400 agents », « multiplié par 2 », « divisé par 2 »."""
    if target.unit == "×":
        grows = target.value >= 1
        return (
            f"multiplié par {format_number(target.value)}"
            if grows
            else f"divisé par {format_number(1 / target.value)}"
        )
    return f"{format_number(target.value)}{NBSP}{target.unit}".strip()


def baseline(target: Target) -> str:
    """Where the text says that the objective starts: « (départ : 13 %) », or nothing."""
    return f"(départ{NBSP}: {target.baseline})" if target.baseline else ""


def by_year(targets: Iterable[Target]) -> list[Target]:
    """Return the objectives of a clause in the order of their years, those without one last."""
    return sorted(targets, key=lambda target: target.horizon or LAST_YEAR)


def target_state(target: Target, on: date) -> str:
    """Whether the year that the text gives is over, or the period of its convention where it gives none."""
    if target.horizon is None:
        if target.term is None:
            return "sans échéance dans le texte"
        ended = "achevée" if target.term < on.year else "en cours"
        return f"sans échéance dans le texte, période {ended} ({target.term})"
    return "échéance passée" if is_past(target, on) else "échéance à venir"
