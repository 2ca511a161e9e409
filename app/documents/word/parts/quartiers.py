"""One part for each quartier: the actions that take place there, and what its own project is."""

from collections.abc import Iterator

from app.documents.word.context import RenderContext, local_bookmark
from app.documents.word.ooxml import NOTHING, Style, Xml, joined, link, paragraph
from app.documents.word.parts.citation import excerpt
from app.documents.word.parts.places import open_place
from app.domain.french import NBSP
from app.domain.outlines import quartier_place
from app.domain.profile import Quartier
from app.domain.text import cut_at_word

ASKED = "Enjeux du quartier, projet partagé avec ses habitants, actions qui lui sont propres."
LISTED = f"Actions du contrat dans ce quartier{NBSP}:"
NOTHING_YET = "Aucune action du contrat n’est encore rattachée à ce quartier."


def quartiers(ctx: RenderContext) -> Xml:
    """Return the chapter of the quartiers, where the trame has one and the territory has quartiers."""
    listed = ctx.draft.territory.quartiers
    if not ctx.draft.outline.by_quartier or not listed:
        return NOTHING
    return joined((ctx.chapter("Les quartiers"), *(_quartier(ctx, quartier) for quartier in listed)))


def _quartier(ctx: RenderContext, quartier: Quartier) -> Xml:
    actions = tuple(_actions(ctx, quartier.code))
    return joined(
        (
            ctx.section(f"{quartier.name} ({quartier.code})"),
            open_place(
                quartier_place(quartier.code),
                "Projet du quartier",
                ASKED,
                ctx.draft.profile.texts.get(quartier_place(quartier.code), ""),
            ),
            paragraph(Style.GUIDANCE, LISTED if actions else NOTHING_YET),
            *actions,
        )
    )


def _actions(ctx: RenderContext, code: str) -> Iterator[Xml]:
    for section in ctx.draft.sections:
        for entry in section.entries:
            if code in entry.adaptation.quartiers:
                name = ctx.clause_link(entry.commitment.id)
                yield paragraph(Style.BULLET, name, f"{NBSP}: {excerpt(entry.commitment)}")
        for local in section.local:
            if code in local.adaptation.quartiers:
                rank = ctx.local_engagements[local.id]
                name = link(local_bookmark(rank), f"Engagement local{NBSP}{rank}")
                yield paragraph(Style.BULLET, name, f"{NBSP}: {cut_at_word(local.text, 110)}")
