"""The cover; the contents: every heading of the first two levels, with a link and its page where known."""

from app.documents import Document
from app.documents.word.context import RenderContext
from app.documents.word.ooxml import (
    NOTHING,
    Style,
    Xml,
    contents_control,
    contents_field,
    joined,
    paragraph,
    run,
    strong,
    text_place,
)
from app.domain.french import NBSP, count_noun, format_date, typeset
from app.domain.outlines import PERIOD_PLACE


def cover(ctx: RenderContext) -> Xml:
    """Return the first page."""
    return joined(
        (
            paragraph(Style.TITLE, name_of(ctx)),
            paragraph(Style.SUBTITLE, ctx.draft.territory.name),
            _period(ctx),
            paragraph(Style.COVER_TEXT, strong(project(ctx))),
            _signature_note(ctx),
            *([] if ctx.options.amends else [paragraph(Style.COVER_NOTE, framework_notice(ctx))]),
        )
    )


def _period(ctx: RenderContext) -> Xml:
    """Return the period of the contract, where the trame asks for it: as typed, else the years of the trame.

    The chapter that names the place does not print it again.
    """
    places = (place for chapter in ctx.draft.outline.chapters for place in chapter.places)
    if all(place.id != PERIOD_PLACE for place in places):
        return NOTHING
    written = ctx.draft.profile.texts.get(PERIOD_PLACE, "")
    place = text_place(PERIOD_PLACE, "Période du contrat", written or str(ctx.draft.term))
    return paragraph(Style.COVER_TEXT, strong(f"Période{NBSP}: "), place)


def _signature_note(ctx: RenderContext) -> Xml:
    """Return what the contract is to the version that was signed; an amendment says it within."""
    note = ctx.options.signature_note
    return paragraph(Style.COVER_TEXT, note) if note and not ctx.options.amends else NOTHING


NAMES = {
    Document.CONTRACT: "Contrat de ville",
    Document.SYNTHESIS: "Synthèse du contrat de ville",
    Document.QUARTIER: "Fiche de quartier",
    Document.DECISIONS: "Relevé de décisions du comité de pilotage",
}


def name_of(ctx: RenderContext) -> str:
    """Return what the document is."""
    if ctx.options.amends:
        return "Avenant au contrat de ville"
    return "Fiche de partenaire" if ctx.draft.is_extract else NAMES[ctx.options.document]


def subject_of(ctx: RenderContext) -> str:
    """Return whom or what the document is about: a signatory, a quartier, else the territory."""
    territory = ctx.draft.territory
    if ctx.options.quartier:
        return territory.quartier_label(ctx.options.quartier)
    return ctx.options.signatory or territory.name


TITLE_SIZE = '<w:sz w:val="44"/><w:szCs w:val="44"/>'
SUBTITLE_SIZE = '<w:sz w:val="30"/><w:szCs w:val="30"/>'


def heading(ctx: RenderContext, *said: str) -> Xml:
    """Return the head of a document without a cover: what it is, whom it is about, then these paragraphs."""
    return joined(
        (
            paragraph(Style.TITLE, run(name_of(ctx), TITLE_SIZE), space=(0, 60)),
            paragraph(Style.SUBTITLE, run(subject_of(ctx), SUBTITLE_SIZE), space=(0, 120)),
            paragraph(Style.NORMAL, strong(project(ctx))),
            *(paragraph(Style.NORMAL, typeset(sentence)) for sentence in said),
        )
    )


def project(ctx: RenderContext) -> str:
    """« Projet — version 3 du 23 novembre 2026 », or « Projet du … » for a profile that was not saved.

    An amendment says on each page that it is one: « Projet d’avenant — version 3 du … ». A contract to sign
    is no project: « Version 3 du … ».
    """
    version = ctx.options.version
    if ctx.signing:
        name = "Document" if version is None else f"Version{NBSP}{version}"
        return f"{name} du {format_date(ctx.options.on)}"
    project = "Projet d’avenant" if ctx.options.amends else "Projet"
    name = project if version is None else f"{project} — version{NBSP}{version}"
    return f"{name} du {format_date(ctx.options.on)}"


def framework_notice(ctx: RenderContext) -> str:
    """Which texts are quoted, and that they are history."""
    draft = ctx.draft
    quoted = {
        entry.convention.id: entry.convention
        for entry in (*draft.entries(), *draft.historical, *draft.national)
    }
    this = "Ce contrat" if ctx.signing else "Ce projet"
    if not quoted:
        return f"{this} ne cite aucune convention nationale."
    years = sorted({convention.signed_on.year for convention in quoted.values()})
    period = f"en {years[0]}" if len(years) == 1 else f"de {years[0]} à {years[-1]}"
    signed = count_noun(
        len(quoted),
        "convention nationale de la politique de la ville, signée",
        "conventions nationales de la politique de la ville, signées",
    )
    return typeset(
        f"{this} cite {signed} {period} pour les contrats de ville {draft.catalogue.framework}. Ce qui en "
        "est cité est reproduit mot pour mot et appartient à l’histoire : les noms des ministères, des "
        "organismes et des dispositifs, ainsi que les échéances, sont ceux de leur époque."
    )


BELOW_FRONT = (560, 280)
"""The space around the heading of the contents where it begins no page."""


def _lines(ctx: RenderContext) -> Xml:
    return contents_field(ctx.headings, ctx.options.pages, counted=ctx.options.counted)


def contents(ctx: RenderContext) -> Xml:
    """Return the contents. Called once the rest is written, since it lists the headings of the rest.

    Below the signatories, or the title of a fiche, they begin no page.
    """
    heading = (
        paragraph(Style.CONTENTS_HEADING, "Sommaire", new_page=False, space=BELOW_FRONT)
        if ctx.has_front or ctx.draft.is_extract
        else paragraph(Style.CONTENTS_HEADING, "Sommaire")
    )
    return contents_control(joined((heading, _lines(ctx))))
