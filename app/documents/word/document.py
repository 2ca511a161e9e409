"""The contract from cover to signatures, and the .docx made of it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.documents import Document, Edition, RenderOptions
from app.documents.word.base import Base
from app.documents.word.context import RenderContext
from app.documents.word.ooxml import Piece, answerable, control_ids, number_controls, plain_letters, xml_text
from app.documents.word.package import Member, assemble, core_properties, custom_properties, member
from app.documents.word.parts.actions import all_actions
from app.documents.word.parts.amendment import changed, kept, purpose
from app.documents.word.parts.annexes import historical_annex, national_annex, recalled_annex, sources
from app.documents.word.parts.chapters import after_sections, annexed, governance, means, preamble
from app.documents.word.parts.concordance import concordance, excluded_annex
from app.documents.word.parts.cover import contents, cover, name_of, project
from app.documents.word.parts.decisions import decided_actions, decisions_head, waiting_actions
from app.documents.word.parts.essential import essential
from app.documents.word.parts.objectives import objectives, past_objectives
from app.documents.word.parts.orientations import orientations
from app.documents.word.parts.partner import awaited, brought, own_concordance, own_sources, partner_head
from app.documents.word.parts.quartier import (
    quartier_actions,
    quartier_amounts,
    quartier_head,
    said_of_quartier,
)
from app.documents.word.parts.review import review
from app.documents.word.parts.sections import sections
from app.documents.word.parts.signatories import signatories, signatures
from app.documents.word.parts.synthesis import (
    amounts,
    awaited_of_each,
    by_volet,
    priorities,
    synthesis_head,
)
from app.documents.word.parts.territory import quartiers, territory
from app.documents.word.template.library import prepare
from app.documents.word.template.placeholders import BODY, COVER, SIGNATURES, fit_tables
from app.documents.word.template.prepared import ADDED_COMMENTS, PreparedTemplate
from app.domain.draft import Draft
from app.domain.text import cut_at_word
from app.settings import resource

Part = Callable[[RenderContext], Piece | Iterable[Piece]]

TEMPLATE = "contrat.docx"
LONGEST_IN_HEADER = 66
# The order of the document: what comes before the contents, between these and the signatures, after them.
FRONT = (signatories,)
PARTS = (
    essential,
    preamble,
    territory,
    orientations,
    all_actions,
    sections,
    after_sections,
    quartiers,
    objectives,
    governance,
    means,
)
ANNEXES = (
    recalled_annex,
    annexed,
    historical_annex,
    national_annex,
    excluded_annex,
    past_objectives,
    concordance,
    sources,
)
# What the signatories have still to write together is not for one of them alone.
EXTRACT_PARTS = (sections, brought, awaited)
EXTRACT_ANNEXES = (recalled_annex, objectives, past_objectives, own_concordance, own_sources)
# An amendment says what changes, and names what stays by its numbers alone.
AMENDMENT_PARTS = (purpose, review, kept, changed)
SYNTHESIS_PARTS = (by_volet, priorities, amounts, awaited_of_each)
QUARTIER_PARTS = (said_of_quartier, quartier_actions, quartier_amounts)
DECISIONS_PARTS = (decided_actions, waiting_actions)


def write_draft(draft: Draft, options: RenderOptions, template: Path | None = None) -> bytes:
    """Write the Word file of a draft. The same draft, options and template give the same bytes.

    Raises TemplateRefused when the template cannot be used.
    """
    return pack(write_parts(draft, options, template))


@dataclass(frozen=True, slots=True)
class Written:
    """What a document holds, in pieces and encoded, before it is packed. A table may be in several pieces.

    `listed` are its contents.
    """

    prepared: PreparedTemplate
    ctx: RenderContext
    head: Sequence[bytes]
    front: Sequence[bytes]
    listed: Sequence[bytes]
    body: Sequence[bytes]
    signed: Sequence[bytes]


def write_parts(draft: Draft, options: RenderOptions, template: Path | None = None) -> Written:
    """Write the parts of the Word file of a draft. Raises TemplateRefused."""
    if options.edition is Edition.SIGNING:
        options = replace(options, comments=False)  # remarks are for those who write the contract
    prepared = prepare(template or resource("docx_templates") / TEMPLATE, comments=options.comments)
    room = (prepared.chapters, prepared.first_bookmark, prepared.first_comment)
    ctx = RenderContext(draft, options, *room)
    ctx.control_ids = control_ids(prepared.controls)
    layout = _layout(ctx)
    front = _encoded(prepared, ctx, *layout.front)
    ctx.begin_after_contents()
    body, signed = _encoded(prepared, ctx, *layout.body), _encoded(prepared, ctx, *layout.signed)
    # The contents list the headings of the rest: they are written last.
    listed = () if ctx.is_short else _encoded(prepared, ctx, contents)
    return Written(prepared, ctx, _encoded(prepared, ctx, layout.head), front, listed, body, signed)


def pack(written: Written) -> bytes:
    """Return the Word file."""
    body = [*written.front, *written.listed, *written.body]
    places = {COVER: written.head, BODY: body, SIGNATURES: written.signed}
    return _package(written.prepared, written.ctx, places)


def _encoded(prepared: PreparedTemplate, ctx: RenderContext, *parts: Part) -> list[bytes]:
    # Encoded at once: as text, a long draft would take twice the room until it is packed.
    pieces = (piece for part in parts for piece in _pieces(part(ctx)))
    return [fit_tables(_numbered(ctx, piece), prepared.width) for piece in pieces]


def _numbered(ctx: RenderContext, piece: Piece) -> bytes:
    """Return a piece encoded; what comes from a cache was numbered when it was filled."""
    return piece if isinstance(piece, bytes) else number_controls(piece, ctx.control_ids)


@dataclass(frozen=True, slots=True)
class _Layout:
    """The parts of a document: its head, what comes next, then the signatures and what follows them.

    `front` stands between the head and the contents.
    """

    head: Part
    body: Sequence[Part]
    signed: Sequence[Part] = ()
    front: Sequence[Part] = ()


_REPORTS = {
    Document.SYNTHESIS: _Layout(synthesis_head, SYNTHESIS_PARTS),
    Document.QUARTIER: _Layout(quartier_head, QUARTIER_PARTS),
    Document.DECISIONS: _Layout(decisions_head, DECISIONS_PARTS),
}


def _layout(ctx: RenderContext) -> _Layout:
    if ctx.options.amends:
        return _Layout(cover, AMENDMENT_PARTS, (signatures,))
    if ctx.draft.is_extract:
        return _Layout(partner_head, EXTRACT_PARTS, (signatures, *EXTRACT_ANNEXES))
    return _REPORTS.get(ctx.options.document) or _Layout(cover, PARTS, (signatures, *ANNEXES), FRONT)


def _pieces(content: Piece | Iterable[Piece]) -> Iterable[Piece]:
    return (content,) if isinstance(content, str | bytes) else content


def _package(prepared: PreparedTemplate, ctx: RenderContext, parts: Mapping[str, Sequence[bytes]]) -> bytes:
    # A header is one line: the territory's whole name is on the cover.
    territory = cut_at_word(ctx.draft.territory.name, LONGEST_IN_HEADER)
    base = Base(ctx)
    named = {"territoire": [xml_text(territory)], "projet": [xml_text(plain_letters(project(ctx)))]}
    named["document"] = [xml_text(name_of(ctx))]
    return assemble(
        (
            *prepared.members,
            *(member(part.name, *part.fill(named)) for part in prepared.letterhead),
            member("word/document.xml", *prepared.document.fill(parts)),
            *_comments(prepared, ctx),
            member("docProps/core.xml", core_properties(ctx)),
            member("docProps/custom.xml", custom_properties(ctx, base.hash)),
            *(member(name, content) for name, content in base.parts()),
        )
    )


def _comments(prepared: PreparedTemplate, ctx: RenderContext) -> Iterator[Member]:
    """Yield the comments, then what lets a reader answer them; those of the template in any case."""
    if prepared.comments:
        comments, answers = answerable(ctx.comments)
        yield member("word/comments.xml", *prepared.comments.fill({ADDED_COMMENTS: comments}))
        if ctx.options.comments:
            yield member("word/commentsExtended.xml", answers)
