"""The territory: its perimeter, what is known of it, its priority neighbourhoods, each of them in a part."""

from collections.abc import Iterator

from app.documents.word.context import RenderContext, local_bookmark
from app.documents.word.ooxml import NOTHING, Column, Style, Xml, joined, link, paragraph, table
from app.documents.word.parts import open_place
from app.documents.word.parts.citation import excerpt
from app.domain.french import NBSP, count_noun, typeset
from app.domain.outlines import quartier_place
from app.domain.profile import Quartier, Territory
from app.domain.text import cut_at_word

KINDS = {
    "epci": "établissement public de coopération intercommunale",
    "ept": "établissement public territorial",
    "commune": "commune",
}
QPV_COLUMNS = (Column("Code", 1700), Column("Nom du quartier", 4538), Column("Commune(s)", 3400))
# A short table is not cut by the end of a page.
FEW = 15


def territory(ctx: RenderContext) -> Xml:
    """Perimeter, situation, and the table of the quartiers prioritaires."""
    place = ctx.draft.territory
    return joined(
        (
            ctx.chapter("Le territoire"),
            ctx.section("Périmètre"),
            *_perimeter(place),
            *_departures(ctx),
            *_situation(ctx),
            ctx.section("Quartiers prioritaires de la politique de la ville"),
            _quartiers(place),
        )
    )


def _perimeter(place: Territory) -> Iterator[Xml]:
    code = f", code{NBSP}{place.code}" if place.code else ""
    kind = KINDS.get(place.kind, place.kind)
    yield paragraph(Style.NORMAL, f"Territoire du contrat{NBSP}: {place.name} ({kind}{code}).")
    if not place.communes:
        yield open_place("communes", "Communes du territoire")
        return
    names = ", ".join(f"{commune.name} ({commune.code})" for commune in place.communes)
    yield paragraph(Style.NORMAL, f"{count_noun(len(place.communes), 'commune')}{NBSP}: {names}.")


def _departures(ctx: RenderContext) -> Iterator[Xml]:
    if ctx.options.departures:
        yield paragraph(
            Style.GUIDANCE, f"Écarts du périmètre avec la liste officielle{NBSP}:", keep_next=True
        )
        yield from (paragraph(Style.BULLET, sentence) for sentence in ctx.options.departures)


def _situation(ctx: RenderContext) -> Iterator[Xml]:
    facts = list(ctx.draft.facts.values())
    known = [fact for fact in facts if fact.value is not None]
    unknown = [fact for fact in facts if fact.value is None]
    if facts:
        yield ctx.section("Situation")
    if known:
        yield paragraph(Style.GUIDANCE, typeset("Faits retenus pour choisir les engagements nationaux :"))
        yield from (paragraph(Style.BULLET, _sentence(fact.sentence)) for fact in known)
    if unknown:
        yield paragraph(Style.GUIDANCE, f"À préciser par les signataires{NBSP}:")
        yield from (paragraph(Style.BULLET, _sentence(fact.sentence)) for fact in unknown)


def _sentence(text: str) -> str:
    return typeset(text[:1].upper() + text[1:])


def _quartiers(place: Territory) -> Xml:
    if not place.quartiers:
        return open_place(
            "quartiers",
            "Quartiers prioritaires",
            "Code, nom et commune de chaque quartier prioritaire du territoire.",
        )
    names = {commune.code: commune.name for commune in place.communes}
    count = count_noun(len(place.quartiers), "quartier prioritaire", "quartiers prioritaires")
    caption = f"{count} dans le périmètre du contrat"
    rows = [(quartier.code, quartier.name, _communes(quartier, names)) for quartier in place.quartiers]
    listed = table(QPV_COLUMNS, rows, description=caption, together=len(rows) <= FEW)
    return joined((paragraph(Style.CAPTION, caption), listed))


def _communes(quartier: Quartier, names: dict[str, str]) -> str:
    known = [f"{names[code]} ({code})" if code in names else code for code in quartier.communes]
    return ", ".join(known) or "à préciser"


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
