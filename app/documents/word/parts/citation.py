"""How a clause is quoted, named in few words and traced to its source; what the application says beside it.

Nothing is said twice. A lacuna stands in the text in any case: a reader of the printed page must not miss it.
Without comments, a changed scheme is left to the table of concordance, a past year to the figures, an
unanswered question to « Pourquoi ici »; what nothing else says becomes a « Remarque ».
"""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache

from app.documents import Edition, RenderOptions
from app.domain.catalogue import NO_LINES, Commitment, Convention, Target
from app.domain.draft import DraftSection, Entry, FlagKind
from app.domain.flags import is_past, is_to_verify
from app.domain.french import NBSP, NO_SOURCE, format_number, typeset, without_lines
from app.domain.text import cut_at_word

LOST = "[…]"
"""Stands in a quotation for the beginning that the source has lost."""

LOST_WORDS = typeset(
    "Lacune de la source : compléter d’après l’original de la convention, ou garder la marque « […] »."
)
UNKNOWN = typeset(
    "Fait inconnu : l’engagement est gardé tant que la question n’a pas de réponse. Répondre à la page du "
    "territoire, puis refaire le projet."
)
PAST_YEAR = typeset(
    "Échéance passée : proposer une valeur et une année nouvelles dans les objectifs du territoire."
)
NO_ACTION = "Volet sans action locale pour l’instant."
_ABOUT_SOME_WORDS = (FlagKind.PART_NOT_APPLICABLE, FlagKind.UNKNOWN_FACT)


def about_the_quotation(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield what the margin says of the national text, and of which of its words; no words: of all of it."""
    for flag in entry.flags:
        if flag.kind is FlagKind.LACUNA:
            yield LOST_WORDS, LOST
        elif flag.kind is FlagKind.SCHEME or _is_about_a_passage(flag.kind, flag.words):
            yield flag.message, flag.words


def about_the_reason(entry: Entry) -> Iterator[str]:
    """Yield what the margin says of the reason why a clause is there: what is open or to be decided."""
    if any(flag.kind is FlagKind.UNKNOWN_FACT and not flag.words for flag in entry.flags):
        yield UNKNOWN
    yield from (flag.message for flag in entry.flags if flag.kind is FlagKind.TO_DECIDE)


def beside_the_quotation(entry: Entry, edition: Edition) -> Iterator[str]:
    """Yield what a reader must know of the clause today: it stands under the quotation, marked.

    A contract to sign holds what was verified alone, see `app.domain.checks.unverified`.
    """
    for flag in entry.flags:
        if flag.kind is FlagKind.READING and (edition is Edition.WORKING or not is_to_verify(flag.message)):
            yield flag.message


def in_the_text(entry: Entry, options: RenderOptions) -> Iterator[str]:
    """Yield what stands under the clause; in a contract to sign, only that the source has lost a text."""
    drafting = options.edition is Edition.WORKING
    for flag in entry.flags:
        alone = drafting and not options.comments and _is_about_a_passage(flag.kind, flag.words)
        if flag.kind is FlagKind.LACUNA or alone:
            yield flag.message
    if drafting and entry.commitment.remark:
        yield typeset(entry.commitment.remark)


def about_the_volet(volet: DraftSection) -> Iterator[str]:
    """Yield what a volet that is always there still lacks."""
    if volet.section.mandatory and not volet.has_local_action:
        yield from volet.warnings or (NO_ACTION,)


def _is_about_a_passage(kind: FlagKind, words: str) -> bool:
    return kind in _ABOUT_SOME_WORDS and bool(words)


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
    unread = f", {NO_SOURCE}" if convention.lines == NO_LINES else ""
    return f"{convention.title}, convention du {convention.date_text}{unread}"


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
