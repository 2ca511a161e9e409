"""What the application has to say about a clause or a volet: in the margin, or in the text without one.

Nothing is said twice. A lacuna stands in the text in any case: a reader of the printed page must not miss it.
Without comments, a changed scheme is left to the table of concordance, a past year to the figures, an
unanswered question to « Pourquoi ici »; what nothing else says becomes a « Remarque ».
"""

from collections.abc import Iterator

from app.documents import RenderOptions
from app.domain.draft import DraftSection, Entry, FlagKind
from app.domain.french import typeset

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


def beside_the_quotation(entry: Entry) -> Iterator[str]:
    """Yield what a reader must know of the clause today: it stands under the quotation, marked."""
    yield from (flag.message for flag in entry.flags if flag.kind is FlagKind.READING)


def in_the_text(entry: Entry, options: RenderOptions) -> Iterator[str]:
    """Yield what stands under the clause."""
    for flag in entry.flags:
        alone = not options.comments and _is_about_a_passage(flag.kind, flag.words)
        if flag.kind is FlagKind.LACUNA or alone:
            yield flag.message
    if entry.commitment.remark:
        yield typeset(entry.commitment.remark)


def about_the_volet(volet: DraftSection) -> Iterator[str]:
    """Yield what a volet that is always there still lacks."""
    if volet.section.mandatory and not volet.has_local_action:
        yield from volet.warnings or (NO_ACTION,)


def _is_about_a_passage(kind: FlagKind, words: str) -> bool:
    return kind in _ABOUT_SOME_WORDS and bool(words)
