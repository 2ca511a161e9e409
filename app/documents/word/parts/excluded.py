"""The annexe of what was left out: under each reason, the clauses to which it applies."""

from collections.abc import Iterator

from app.documents.word.context import RenderContext
from app.documents.word.ooxml import Style, Xml, joined, paragraph
from app.documents.word.parts.citation import short_convention, verbatim
from app.domain.draft import Exclusion
from app.domain.french import NBSP, format_lines, typeset
from app.domain.text import cut_at_word

TITLE = "Engagements non retenus"
INTRO = typeset(
    "Ces engagements des conventions nationales ne figurent pas dans le projet. Ils sont rappelés par leurs "
    "premiers mots, sous le motif qui les écarte ; ceux que les rédacteurs ont écartés le sont en entier."
)
EMPTY = "Aucun engagement n’a été écarté."
ONE_LINE = 85


def excluded_annex(ctx: RenderContext) -> Xml:
    """Up to two hundred clauses concern other signatories: a line or two is enough to find each."""
    by_reason: dict[str, list[Exclusion]] = {}
    for out in ctx.draft.excluded:
        by_reason.setdefault(_reason(out), []).append(out)
    intro = paragraph(Style.NORMAL, INTRO if by_reason else EMPTY)
    groups = (piece for reason, outs in by_reason.items() for piece in _group(reason, outs))
    return joined((ctx.annex(TITLE), intro, *groups))


def _reason(out: Exclusion) -> str:
    return f"Choix des rédacteurs{NBSP}: {out.reason}" if out.by_choice else out.reason


def _group(reason: str, outs: list[Exclusion]) -> Iterator[Xml]:
    yield paragraph(Style.CAPTION, reason)
    for out in outs:
        source = f"{short_convention(out.convention, ONE_LINE)}, {format_lines(out.commitment.lines)}"
        yield paragraph(Style.BULLET, f"{source}{NBSP}: «{NBSP}{_words(out)}{NBSP}»")


def _words(out: Exclusion) -> str:
    return verbatim(out.commitment) if out.by_choice else cut_at_word(verbatim(out.commitment), ONE_LINE)
