"""The amendment (avenant), by articles: its object, what stays, what is changed, added and taken away."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import count, groupby

from app.documents import Amended
from app.documents.word.context import RenderContext
from app.documents.word.ooxml import (
    Column,
    Inline,
    Style,
    Xml,
    joined,
    paragraph,
    prose_runs,
    removed,
    run,
    strong,
    table,
)
from app.documents.word.parts import open_place
from app.documents.word.parts.chapters import visas
from app.documents.word.parts.territory import FEW
from app.domain.actions import actions_of
from app.domain.diff import Change, together
from app.domain.diff.edit_script import Budget
from app.domain.diff.labels import AMENDED_LABELS, BETWEEN_BODIES, CARRIERS, Subject, TextKind
from app.domain.diff.statements import signatory_id
from app.domain.diff.text import Edit
from app.domain.french import NBSP, count_noun, format_date, join_names, quoted, typeset
from app.domain.markup import is_plain

COLUMNS = (Column("Rubrique", 1838), Column("Texte du contrat", 3900), Column("Texte de l’avenant", 3900))
TITLES = {
    Subject.CONTRACT: "Contrat",
    Subject.TERRITORY: "Territoire",
    Subject.SIGNATORIES: "Signataires",
    Subject.ORIENTATIONS: "Orientations et objectifs",
    Subject.NATIONAL: "Engagements nationaux",
    Subject.COMMITMENTS: "Déclinaison des engagements nationaux",
    Subject.LOCAL: "Engagements propres au contrat",
    Subject.QUARTIERS: "Portraits des quartiers",
    Subject.TEXTS: "Textes du contrat",
}
_OF_COMMITMENTS = {Subject.NATIONAL, Subject.COMMITMENTS, Subject.LOCAL}
_NUMBERED = re.compile(r"^Engagement(\s+local)?\s+\d+\s+—\s+")
_KNOWN_BY = {"words", "text", "name"}
"""Fields without which there is no clause, no local commitment, no signatory."""

LONGEST_TOGETHER = 1_000
"""Characters of the column of a table that the end of a page does not cut."""

CHANGED = "Dispositions modifiées"
NEWCOMERS = "Signent désormais le contrat :"
MARKED = (
    "Les mots retirés sont barrés ; les mots ajoutés sont en gras. Un texte mis en forme (liste, gras, lien) "
    "est donné en entier, avant et après."
)
NOTHING, TAKEN_AWAY = "(rien)", "(supprimé)"

REASONS = "Motifs de l’avenant"
ASKED = "Ce qui a changé sur le territoire, bilan à mi-parcours, demandes des signataires."


def purpose(ctx: RenderContext) -> Xml:
    """Return the legal bases, the subject of the amendment and the reasons to write."""
    amends = _amends(ctx)
    return joined(
        (
            ctx.article("Objet"),
            *visas(ctx, amending=True),
            paragraph(
                Style.NORMAL, typeset(f"Le présent avenant modifie le contrat de ville {_known_as(amends)}.")
            ),
            open_place(ctx, "motifs-avenant", REASONS, ASKED),
        )
    )


def kept(ctx: RenderContext) -> Xml:
    """Return what stays in force: how many national commitments, and which actions, by their numbers."""
    amends = _amends(ctx)
    untouched = count_noun(amends.untouched, "engagement national", "engagements nationaux")
    said = f"Les dispositions qui ne sont pas reprises ci-après restent en vigueur, dont {untouched}."
    about = {change.id for change in amends.changes}
    same = [one.label for one in actions_of(ctx.draft) if one.id not in about]
    listed: tuple[Xml, ...] = ()
    if same:
        actions = "L’action de l’engagement" if len(same) == 1 else "Les actions des engagements"
        verb = "reste inchangée" if len(same) == 1 else "restent inchangées"
        listed = (paragraph(Style.NORMAL, typeset(f"{actions} {join_names(same)} {verb}.")),)
    return joined((ctx.article("Dispositions maintenues"), paragraph(Style.NORMAL, typeset(said)), *listed))


def changed(ctx: RenderContext) -> Xml:
    """Each statement that changed, before and after, in an article for each part of the contract."""
    amends = _amends(ctx)
    if not amends.changes:
        article = ctx.article("Dispositions modifiées")
        return joined((article, paragraph(Style.NORMAL, "Aucune disposition n’est modifiée.")))
    budget = Budget()
    pieces = (
        piece
        for subject, changes in groupby(amends.changes, key=lambda change: change.subject)
        for piece in (
            ctx.article(f"{CHANGED}{NBSP}: {TITLES[subject]}"),
            *(_newcomers(ctx) if subject is Subject.SIGNATORIES else ()),
            paragraph(Style.NORMAL, typeset(MARKED)),
            *_points(ctx, tuple(together(changes)), budget),
        )
    )
    return joined(pieces)


def _newcomers(ctx: RenderContext) -> Iterator[Xml]:
    """Yield who signs from now on and did not before, each with its representative."""
    new = {
        change.id
        for change in _amends(ctx).changes
        if change.subject is Subject.SIGNATORIES and change.field == "name" and not change.before
    }
    joined_now = [one for one in ctx.draft.profile.signatories if signatory_id(one) in new]
    if joined_now:
        yield paragraph(Style.NORMAL, typeset(NEWCOMERS), keep_next=True)
    for one in joined_now:
        represented = ", ".join(filter(None, (one.representative, one.title)))
        said = f"{one.name}, représenté par {represented}" if represented else one.name
        yield paragraph(Style.BULLET, typeset(said))


def _points(ctx: RenderContext, things: Sequence[tuple[Change, ...]], budget: Budget) -> Iterator[Xml]:
    """Yield a point for each thing that changed; one for the clauses that the same bodies join or leave.

    A signatory that joins a contract would make as many points as it has clauses, each of which says only
    that it carries one more.
    """
    numbers = (f"{ctx.article_number}.{rank}" for rank in count(1))
    by_bodies: dict[tuple[Bodies, Bodies], list[Change]] = {}
    for about in things:
        if [change.field for change in about] == [CARRIERS]:
            by_bodies.setdefault(_come_and_gone(about[0]), []).append(about[0])
    for (come, gone), clauses in by_bodies.items():
        yield _carried(ctx, next(numbers), clauses, come, gone)
    for about in things:
        if [change.field for change in about] != [CARRIERS]:
            yield _point(ctx, next(numbers), about, budget)


Bodies = tuple[str, ...]
"""Those who carry a clause, as the contract names them."""


def _come_and_gone(change: Change) -> tuple[Bodies, Bodies]:
    before, after = (text.split(BETWEEN_BODIES) if text else [] for text in (change.before, change.after))
    return tuple(one for one in after if one not in before), tuple(one for one in before if one not in after)


def _carried(ctx: RenderContext, number: str, clauses: Sequence[Change], come: Bodies, gone: Bodies) -> Xml:
    """Return the point of the clauses that these bodies join and leave, with their numbers."""
    numbers = _numbers(ctx)
    known = [str(number) for number in sorted(numbers[one.id] for one in clauses if one.id in numbers)]
    one = len(clauses) == 1
    are, carried, not_any_more = ("est", "porté", "n’est plus") if one else ("sont", "portés", "ne sont plus")
    said = [f"{are} aussi {carried} par : {join_names(come)}"] if come else []
    said += [f"{not_any_more} {carried} par : {join_names(gone)}"] if gone else []
    thing = f"l’engagement{NBSP}{', '.join(known)}" if one else f"{len(clauses)} engagements"
    caption = paragraph(Style.CAPTION, typeset(f"{number} : {thing} {' ; '.join(said)}"), keep_next=not one)
    listed = () if one else (paragraph(Style.NORMAL, f"Engagements{NBSP}{', '.join(known)}."),)
    return joined((caption, *listed))


def _numbers(ctx: RenderContext) -> Mapping[str, int]:
    """Return the number that a document of the contract gave each commitment."""
    return {**ctx.draft.profile.numbers, **ctx.engagements, **ctx.local_engagements}


def _point(ctx: RenderContext, number: str, about: tuple[Change, ...], budget: Budget) -> Xml:
    """Return what changed in one thing, under the number of its point and its name."""
    rows = [(AMENDED_LABELS.get(change.field, change.label), *_texts(change, budget)) for change in about]
    described = f"Modifications{NBSP}: {_named(about[0]) or 'contrat'}"
    body = table(COLUMNS, rows, description=described, together=_is_short(about))
    said = f"{number}{NBSP}: {_object(ctx, about[0])} {_verb(about)}"
    return joined((paragraph(Style.CAPTION, said), body))


def _named(change: Change) -> str:
    name, place = change.name, change.place
    return name if not place or place == name else f"{name} ({place})"


def _object(ctx: RenderContext, change: Change) -> str:
    """Return what the point is about, with the number that a document gave a commitment."""
    number = _numbers(ctx).get(change.id)
    of_number = f"{NBSP}{number}" if number else ""
    kind = {Subject.LOCAL: f"l’engagement local{of_number}"}.get(change.subject, f"l’engagement{of_number}")
    if change.subject not in _OF_COMMITMENTS:
        kind = "le signataire" if change.subject is Subject.SIGNATORIES and change.name else "le texte"
    # A name that begins with the number would say it twice.
    name = _NUMBERED.sub("", change.name) if number else change.name
    where = f" ({change.place})" if change.name and change.place not in {"", change.name} else ""
    return f"{kind} {quoted(name or change.place or TITLES[change.subject])}{where}"


def _verb(about: tuple[Change, ...]) -> str:
    """Return whether it comes, goes or changes: the text by which it is known says so."""
    known_by = next((change for change in about if change.field in _KNOWN_BY), None)
    if known_by is not None and not known_by.before:
        return "est ajouté"
    if known_by is not None and not known_by.after:
        return "est retiré"
    return "est modifié comme suit"


def _is_short(about: tuple[Change, ...]) -> bool:
    """Whether the table fits in half a page: a longer one, kept whole, would leave a page half empty."""
    said = sum(max(len(change.before), len(change.after)) for change in about)
    return len(about) <= FEW and said < LONGEST_TOGETHER


def _texts(change: Change, budget: Budget) -> tuple[Inline, Inline]:
    """Return the text of the contract, and that of the amendment; what differs between two texts is marked.

    Texts with a notation, such as lists, are shown whole: MARKED says so.
    """
    if change.kind is TextKind.LIST:
        return _lists(change.before.split("\n"), change.after.split("\n"))
    if is_plain(change.before) and is_plain(change.after):
        return _marked(change, budget)
    if not change.after and is_plain(change.before):
        return removed(change.before), TAKEN_AWAY
    if not change.before and is_plain(change.after):
        return NOTHING, strong(change.after)
    if change.kind is TextKind.PROSE:
        return prose_runs(change.before) or NOTHING, prose_runs(change.after) or TAKEN_AWAY
    return change.before or NOTHING, change.after or TAKEN_AWAY


def _marked(change: Change, budget: Budget) -> tuple[Xml, Xml]:
    """Return both texts, with the words that go struck out, and those that come in bold."""
    words = change.words(budget)
    before = (
        run(piece.text) if piece.edit is Edit.KEPT else removed(piece.text)
        for piece in words
        if piece.edit is not Edit.ADDED
    )
    after = (
        run(piece.text) if piece.edit is Edit.KEPT else strong(piece.text)
        for piece in words
        if piece.edit is not Edit.REMOVED
    )
    return joined(before), joined(after)


def _lists(before: list[str], after: list[str]) -> tuple[str, str]:
    """Return what a long list loses and gains: the rest of it stays, and need not be read twice."""
    gone, new = Counter(before) - Counter(after), Counter(after) - Counter(before)
    if not gone and not new:
        return _list("Dans cet ordre", before), _list("Dans cet ordre", after)
    return _list("Retiré", [*gone.elements()]), _list("Ajouté", [*new.elements()])


def _list(said: str, names: list[str]) -> str:
    return "\n".join((f"{said}{NBSP}:", *filter(None, names))) if any(names) else "(sans changement)"


def _known_as(amends: Amended) -> str:
    label = f", {quoted(amends.label)}" if amends.label else ""
    if amends.signed:
        return f"{amends.signed} (version {amends.version}{label})"
    return f"dans sa version {amends.version} du {format_date(amends.on)}{label}"


def _amends(ctx: RenderContext) -> Amended:
    assert ctx.options.amends is not None  # noqa: S101 — these parts are only written for an amendment
    return ctx.options.amends
