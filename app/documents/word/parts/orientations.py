"""The orientations of the contract: challenge, objectives, what is expected, the actions that serve each."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from app.documents.word.context import RenderContext, bare_link, local_bookmark
from app.documents.word.ooxml import Inline, Style, Xml, link, paragraph, prose_place, strong, text_place
from app.domain.field_text import show
from app.domain.fields import OBJECTIVE, ORIENTATION, Field, Kind, Place
from app.domain.french import NBSP, typeset
from app.domain.orientations import Objective, Orientation, orientation_numbers
from app.domain.text import is_blank
from app.domain.views import ServingAction, serving_actions, shown_orientations

WHERE_FIGURES_STAND = typeset(
    "Les objectifs chiffrés du territoire sont ceux de ce chapitre ; la fiche de chaque action "
    "donne les siens."
)
SERVING = f"Actions qui y contribuent{NBSP}: "


def orientations(ctx: RenderContext) -> Iterator[Xml]:
    """Yield the chapter: of an extract, only the objectives that its actions serve. Nothing without any."""
    shown = shown_orientations(ctx.draft)
    if not shown:
        return
    numbers = orientation_numbers(ctx.draft.profile.orientations)
    serving = serving_actions(ctx.draft)
    yield ctx.chapter("Orientations et objectifs")
    if not ctx.draft.is_extract:
        yield paragraph(Style.NORMAL, WHERE_FIGURES_STAND)
    for orientation in shown:
        yield ctx.section(f"Orientation{NBSP}{numbers[orientation.id]}{NBSP}: {orientation.title}")
        yield from _places(ctx, orientation, ORIENTATION, f"orientation{NBSP}{numbers[orientation.id]}")
        for objective in orientation.objectives:
            title = f"Objectif{NBSP}{numbers[objective.id]} — {objective.title}"
            yield paragraph(Style.HEADING_3, ctx.bookmarked(_bookmark(numbers[objective.id]), title))
            yield from _places(ctx, objective, OBJECTIVE, f"objectif{NBSP}{numbers[objective.id]}")
            yield from _actions(ctx, serving.get(objective.id, ()))


def _places(
    ctx: RenderContext, said: Orientation | Objective, described: Sequence[Field], name: str
) -> Iterator[Xml]:
    """Yield a place for each field; those of a few words that stand side by side share a line.

    `name` is what the names of the controls tell: « objectif 1.2 ». In the edition to sign, for each field
    that says something.
    """
    asked = [field for field in described if field.place is Place.LINE]
    if ctx.signing:
        asked = [field for field in asked if not is_blank(show(field, getattr(said, field.id)))]
    for together, fields in groupby(asked, key=lambda field: field.side_by_side):
        if together:
            yield _line(said, tuple(fields), name)
        else:
            yield from (_place(said, field, name) for field in fields)


def _place(said: Orientation | Objective, field: Field, name: str) -> Xml:
    text = show(field, getattr(said, field.id))
    if field.kind is Kind.PROSE:
        tag, alias = f"{said.id}.{field.tag}", f"{field.label}, {name}"
        return prose_place(tag, field.label, text, together=True, alias=alias)
    return _line(said, (field,), name)


def _line(said: Orientation | Objective, fields: Sequence[Field], name: str) -> Xml:
    pieces: list[Inline] = []
    for field in fields:
        label, text = field.short or field.label, show(field, getattr(said, field.id))
        place = text_place(f"{said.id}.{field.tag}", f"{field.label}, {name}", text)
        pieces += [strong(f"{label}{NBSP}: "), place, f"{NBSP}{NBSP} "]
    return paragraph(Style.PLACE_TO_FILL, *pieces[:-1], keep_lines=True)


def _actions(ctx: RenderContext, actions: Sequence[ServingAction]) -> Iterator[Xml]:
    """Yield the numbers of the actions, on one line: their table follows."""
    if actions:
        links = (action_number(ctx, action.commitment) for action in actions)
        pieces = [piece for one in links for piece in (", ", one)]
        yield paragraph(Style.PLACE_TO_FILL, strong(SERVING), *pieces[1:], keep_lines=True)


def objective_link(number: str) -> Xml:
    """Return a link to an objective of this document by its number."""
    return link(_bookmark(number), f"Objectif{NBSP}{number}")


def _bookmark(number: str) -> str:
    return f"objectif_du_contrat_{number.replace('.', '_')}"


def action_link(ctx: RenderContext, commitment: str) -> Xml:
    """Return a link to an action by its number: « Engagement 12 », « Engagement local 2 »."""
    if commitment in ctx.local_engagements:
        number = ctx.local_engagements[commitment]
        return link(local_bookmark(number), f"Engagement local{NBSP}{number}")
    return ctx.clause_link(commitment)


def action_number(ctx: RenderContext, commitment: str) -> Xml:
    """Return a link to an action that shows its number alone: « 12 », « local 2 »."""
    if commitment in ctx.local_engagements:
        number = ctx.local_engagements[commitment]
        return link(local_bookmark(number), f"local{NBSP}{number}", tip=f"Engagement local{NBSP}{number}")
    return bare_link(ctx.engagements[commitment])
