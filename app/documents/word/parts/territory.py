"""The territory: its perimeter, what is known of it, its priority neighbourhoods, each of them in a part."""

from collections.abc import Iterable, Iterator

from app.documents.word.context import RenderContext
from app.documents.word.ooxml import (
    NOTHING,
    Column,
    Style,
    Xml,
    joined,
    paragraph,
    strong,
    table,
)
from app.documents.word.parts import guidance, open_place
from app.documents.word.parts.orientations import action_number
from app.domain.conditions import Fact
from app.domain.fields import ADAPTATION, FIGURE, PORTRAIT, Kind, by_id
from app.domain.french import NBSP, count_noun, date_or_words, typeset
from app.domain.outlines import quartier_place
from app.domain.profile import Quartier
from app.domain.quartiers import QuartierPart, quartier_parts
from app.domain.text import cut_at_word

KINDS = {
    "epci": "établissement public de coopération intercommunale",
    "ept": "établissement public territorial",
    "commune": "commune",
}
QPV_COLUMNS = (Column("Code", 1700), Column("Nom du quartier", 4538), Column("Commune(s)", 3400))
# A short table is not cut by the end of a page; one of actions, on two lines each, sooner.
FEW, FEW_ACTIONS = 15, 5


def territory(ctx: RenderContext) -> Xml:
    """Perimeter, situation, and the table of the quartiers prioritaires."""
    return joined(
        (
            ctx.chapter("Le territoire"),
            ctx.section("Périmètre"),
            *_perimeter(ctx),
            *_departures(ctx),
            *_situation(ctx),
            *_quartiers(ctx),
        )
    )


def _perimeter(ctx: RenderContext) -> Iterator[Xml]:
    place = ctx.draft.territory
    code = f", code{NBSP}{place.code}" if place.code else ""
    kind = KINDS.get(place.kind, place.kind)
    yield paragraph(Style.NORMAL, f"Territoire du contrat{NBSP}: {place.name} ({kind}{code}).")
    if not place.communes:
        yield open_place(ctx, "communes", "Communes du territoire")
        return
    names = ", ".join(f"{commune.name} ({commune.code})" for commune in place.communes)
    yield paragraph(Style.NORMAL, f"{count_noun(len(place.communes), 'commune')}{NBSP}: {names}.")


def _departures(ctx: RenderContext) -> Iterator[Xml]:
    if ctx.options.departures and not ctx.signing:
        yield paragraph(
            Style.GUIDANCE, f"Écarts du périmètre avec la liste officielle{NBSP}:", keep_next=True
        )
        yield from (paragraph(Style.BULLET, sentence) for sentence in ctx.options.departures)


def _situation(ctx: RenderContext) -> Iterator[Xml]:
    facts = list(ctx.draft.facts.values())
    known = [fact for fact in facts if fact.value is not None]
    unknown = [fact for fact in facts if fact.value is None and not ctx.signing]
    if known or unknown:
        yield ctx.section("Situation")
    if known:
        yield _said("Faits retenus pour choisir les engagements nationaux", known)
    if unknown:
        yield _said("À préciser par les signataires", unknown)


def _said(what: str, facts: Iterable[Fact]) -> Xml:
    sentences = " ; ".join(fact.sentence for fact in facts)
    return paragraph(Style.NORMAL, strong(f"{what}{NBSP}: "), typeset(f"{sentences}."))


def _quartiers(ctx: RenderContext) -> Iterator[Xml]:
    place = ctx.draft.territory
    if place.quartiers or not ctx.signing:
        yield ctx.section("Quartiers prioritaires de la politique de la ville")
    if not place.quartiers:
        asked = "Code, nom et commune de chaque quartier prioritaire du territoire."
        yield open_place(ctx, "quartiers", "Quartiers prioritaires", asked)
        return
    names = {commune.code: commune.name for commune in place.communes}
    count = count_noun(len(place.quartiers), "quartier prioritaire", "quartiers prioritaires")
    caption = f"{count} dans le périmètre du contrat"
    unknown = "–" if ctx.signing else "à préciser"
    rows = [
        (quartier.code, quartier.name, _communes(quartier, names) or unknown) for quartier in place.quartiers
    ]
    yield paragraph(Style.CAPTION, caption)
    yield table(QPV_COLUMNS, rows, description=caption, together=len(rows) <= FEW)


def _communes(quartier: Quartier, names: dict[str, str]) -> str:
    return ", ".join(f"{names[code]} ({code})" if code in names else code for code in quartier.communes)


PROJECT = "Projet du quartier"
ASKED = "Projet partagé avec les habitants du quartier."
ACTIONS = f"Actions du contrat dans le quartier{NBSP}: {{}}"
FIGURES = f"Portrait du quartier{NBSP}: {{}}"
NOTHING_YET = "Aucune action du contrat n’est encore rattachée à ce quartier."
NOT_WRITTEN = f"Quartiers pour lesquels rien n’est encore écrit{NBSP}: {{}}."
FIGURE_COLUMNS = tuple(
    Column(field.label, width) for field, width in zip(FIGURE, (3638, 2300, 1400, 2300), strict=True)
)
ACTION_COLUMNS = (
    Column("N°", 850),
    Column("Action", 3188),
    *(
        Column(by_id(ADAPTATION)[known].label, width)
        for known, width in (("lead", 1800), ("deadline", 1500), ("indicator", 2300))
    ),
)
LONGEST_ACTION, LONGEST_CELL = 62, 40
"""Characters of an action, and of its lead and its indicator: a quartier with many actions fits on a page."""


def quartiers(ctx: RenderContext) -> Xml:
    """Return the chapter of the quartiers of which something is said, where the trame has one."""
    if not ctx.draft.outline.by_quartier or not ctx.draft.territory.quartiers:
        return NOTHING
    parts = quartier_parts(ctx.draft)
    shown = [part for part in parts if part.actions or part.is_written]
    if ctx.signing and not shown:
        return NOTHING
    empty = [] if ctx.signing else [part.label for part in parts if part not in shown]
    unwritten = paragraph(Style.GUIDANCE, NOT_WRITTEN.format(", ".join(empty))) if empty else NOTHING
    return joined((ctx.chapter("Les quartiers"), unwritten, *(_quartier(ctx, part) for part in shown)))


def _quartier(ctx: RenderContext, part: QuartierPart) -> Xml:
    place = quartier_place(part.quartier.code)
    texts = (
        open_place(
            ctx,
            f"{place}.{field.tag}",
            field.label,
            typed=getattr(part.portrait, field.id),
            alias=f"{field.label}, {part.quartier.code}",
        )
        for field in PORTRAIT
        if field.kind is Kind.PROSE
    )
    return joined(
        (
            ctx.section(ctx.draft.territory.quartier_title(part.quartier.code)),
            _figures(part),
            *texts,
            open_place(ctx, place, PROJECT, ASKED, part.project, alias=f"{PROJECT}, {part.quartier.code}"),
            _actions(ctx, part),
        )
    )


def _figures(part: QuartierPart) -> Xml:
    if not part.portrait.figures:
        return NOTHING
    rows = [tuple(getattr(figure, field.id) for field in FIGURE) for figure in part.portrait.figures]
    caption = FIGURES.format(part.label)
    listed = table(FIGURE_COLUMNS, rows, description=caption, together=len(rows) <= FEW)
    return joined((paragraph(Style.CAPTION, caption), listed))


def _actions(ctx: RenderContext, part: QuartierPart) -> Xml:
    if not part.actions:
        return guidance(ctx, NOTHING_YET)
    rows = [
        (
            action_number(ctx, action.id),
            cut_at_word(action.words, LONGEST_ACTION),
            cut_at_word(action.adaptation.lead, LONGEST_CELL),
            date_or_words(action.adaptation.deadline),
            cut_at_word(action.adaptation.indicator, LONGEST_CELL),
        )
        for action in part.actions
    ]
    caption = ACTIONS.format(part.label)
    listed = table(ACTION_COLUMNS, rows, description=caption, together=len(rows) <= FEW_ACTIONS)
    return joined((paragraph(Style.CAPTION, caption), listed))
