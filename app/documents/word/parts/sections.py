"""The volets: those that are always there first, then the others under the parts of the outline."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from app.documents import Edition
from app.documents.word.context import RenderContext, bare_link
from app.documents.word.ooxml import Inline, Piece, Style, paragraph
from app.documents.word.parts import open_place
from app.documents.word.parts.citation import about_the_volet
from app.documents.word.parts.clause import clause, clause_table
from app.documents.word.parts.local_action import local_commitment
from app.domain.draft import DraftSection
from app.domain.french import NARROW, NBSP, typeset, without_lines
from app.domain.profile import NO_ADAPTATION

MANDATORY = "Volets toujours présents"

WITHOUT_ACTION = {
    Edition.WORKING: "engagements nationaux encore sans action",
    Edition.SIGNING: "autres engagements nationaux",
}
"""What the clauses of a volet for which nothing is written are called, after its title."""


def sections(ctx: RenderContext) -> Iterator[Piece]:
    """Yield a chapter for the volets that are always there, then one for each part of the outline.

    In pieces: joined, they would be copied again, and they are nearly the whole of the document.
    """
    for title, volets in groupby(ctx.sections, key=_chapter_of):
        yield from _chapter(ctx, title, tuple(volets))


def _chapter_of(volet: DraftSection) -> str:
    return MANDATORY if volet.section.mandatory else volet.part.title


def _chapter(ctx: RenderContext, title: str, volets: tuple[DraftSection, ...]) -> Iterator[Piece]:
    yield ctx.chapter(title)
    for volet in volets:
        yield ctx.section(volet.section.title)
        yield from _volet(ctx, volet)


def _volet(ctx: RenderContext, volet: DraftSection) -> Iterator[Piece]:
    """Yield what the volet rests on, the fiches of its actions, then the clauses without any in one table."""
    section = volet.section
    basis = typeset(without_lines(f"{section.legal_basis}. {section.summary}".strip()))
    lacking = () if ctx.draft.is_extract or ctx.signing else tuple(about_the_volet(volet))
    marginal = (*lacking, *filter(None, (section.to_verify,)))
    said = ctx.annotated(basis, ((typeset(said), "") for said in marginal))
    yield paragraph(Style.GUIDANCE, said, *_see_also(ctx, volet), keep_next=False)
    if not ctx.options.comments:
        yield from (paragraph(Style.REMARK, said) for said in lacking)
    written = tuple(entry for entry in volet.entries if entry.adaptation != NO_ADAPTATION)
    for after, entry in zip((None, *written), written, strict=False):
        yield from clause(ctx, entry, after)
    for one in volet.local:
        yield from local_commitment(ctx, one)
    others = tuple(entry for entry in volet.entries if entry.adaptation == NO_ADAPTATION)
    if others:
        title = f"{section.title}{NBSP}: {WITHOUT_ACTION[ctx.options.edition]}"
        if written or volet.local:
            yield paragraph(Style.HEADING_3, title)
        yield from clause_table(ctx, others, title)
    if not volet.entries and not volet.local:
        yield open_place(ctx, f"volet.{section.id}", "Engagements et actions du territoire")


def _see_also(ctx: RenderContext, volet: DraftSection) -> Iterator[Inline]:
    """Yield a sentence before the clauses: as a list after them, it took pages of its own."""
    named = {ctx.engagements[one] for one in volet.see_also if one in ctx.engagements}
    present = [number for number in ctx.volets if number in named]  # those of a volet stand together
    if present:
        yield from _pointers(ctx, present)


def _pointers(ctx: RenderContext, ranks: Sequence[int]) -> Iterator[Inline]:
    """Yield the sentence: « Voir aussi les engagements 3, 6 (Égalité…) ; 26 (Éducation) »."""
    separator = " Voir aussi les engagements " if len(ranks) > 1 else " Voir aussi l’engagement "
    for title, some in groupby(ranks, key=lambda rank: ctx.volets[rank]):
        for rank in some:
            yield separator
            yield bare_link(rank)
            separator = ", "
        yield f" ({title})"
        separator = f"{NARROW}; "
    yield "."
