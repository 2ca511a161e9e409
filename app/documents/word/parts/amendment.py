"""The amendment (avenant): what is changed, added and taken away; the rest of the contract stays as it is."""

from collections import Counter
from itertools import groupby

from app.documents import Amended
from app.documents.word.context import RenderContext
from app.documents.word.ooxml import Column, Inline, Style, Xml, joined, paragraph, prose_runs, table
from app.documents.word.parts import open_place
from app.documents.word.parts.chapters import visas
from app.documents.word.parts.territory import FEW
from app.domain.diff import Change, together
from app.domain.diff.labels import AMENDED_LABELS, Subject, TextKind
from app.domain.french import NBSP, count_noun, format_date, typeset

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
LONGEST_TOGETHER = 1_000
"""Characters of the column of a table that the end of a page does not cut."""

REASONS = "Motifs de l’avenant"
ASKED = "Ce qui a changé sur le territoire, bilan à mi-parcours, demandes des signataires."


def purpose(ctx: RenderContext) -> Xml:
    """Return the legal bases, the subject of the amendment, the reasons to write, and what stays as it is."""
    amends = _amends(ctx)
    kept = count_noun(amends.untouched, "engagement national", "engagements nationaux")
    return joined(
        (
            ctx.chapter("Objet de l’avenant"),
            *visas(ctx, amending=True),
            paragraph(
                Style.NORMAL, typeset(f"Le présent avenant modifie le contrat de ville {_known_as(amends)}.")
            ),
            open_place("motifs-avenant", REASONS, ASKED),
            paragraph(
                Style.NORMAL,
                typeset(
                    f"Les dispositions qui ne sont pas reprises ci-après restent en vigueur, dont {kept}."
                ),
            ),
        )
    )


def changed(ctx: RenderContext) -> Xml:
    """Each statement that changed, before and after, under the commitment or the part that it is about."""
    amends = _amends(ctx)
    chapter = ctx.chapter("Dispositions modifiées", new_page=False)
    if not amends.changes:
        return joined((chapter, paragraph(Style.NORMAL, "Aucune disposition n’est modifiée.")))
    pieces = (
        piece
        for subject, changes in groupby(amends.changes, key=lambda change: change.subject)
        for piece in (ctx.section(TITLES[subject]), *map(_table, together(changes)))
    )
    return joined((chapter, *pieces))


def _table(about: tuple[Change, ...]) -> Xml:
    """Return what changed in one thing, under its name if it has one."""
    name, place = about[0].name, about[0].place
    title = name if not place or place == name else f"{name} ({place})"
    rows = [(AMENDED_LABELS.get(change.field, change.label), *_texts(change)) for change in about]
    described = f"Modifications{NBSP}: {title or 'contrat'}"
    body = table(COLUMNS, rows, description=described, together=_is_short(about))
    return joined((paragraph(Style.CAPTION, title), body)) if title else body


def _is_short(about: tuple[Change, ...]) -> bool:
    """Whether the table fits in half a page: a longer one, kept whole, would leave a page half empty."""
    said = sum(max(len(change.before), len(change.after)) for change in about)
    return len(about) <= FEW and said < LONGEST_TOGETHER


def _texts(change: Change) -> tuple[Inline, Inline]:
    """Return the text of the contract, and that of the amendment."""
    if change.kind is TextKind.LIST:
        return _lists(change.before.split("\n"), change.after.split("\n"))
    if change.kind is TextKind.PROSE:
        return prose_runs(change.before) or "(rien)", prose_runs(change.after) or "(supprimé)"
    return change.before or "(rien)", change.after or "(supprimé)"


def _lists(before: list[str], after: list[str]) -> tuple[str, str]:
    """Return what a long list loses and gains: the rest of it stays, and need not be read twice."""
    gone, new = Counter(before) - Counter(after), Counter(after) - Counter(before)
    if not gone and not new:
        return _list("Dans cet ordre", before), _list("Dans cet ordre", after)
    return _list("Retiré", [*gone.elements()]), _list("Ajouté", [*new.elements()])


def _list(said: str, names: list[str]) -> str:
    return "\n".join((f"{said}{NBSP}:", *filter(None, names))) if any(names) else "(sans changement)"


def _known_as(amends: Amended) -> str:
    label = f", « {amends.label} »" if amends.label else ""
    if amends.signed:
        return f"{amends.signed} (version {amends.version}{label})"
    return f"dans sa version {amends.version} du {format_date(amends.on)}{label}"


def _amends(ctx: RenderContext) -> Amended:
    assert ctx.options.amends is not None  # noqa: S101 — these parts are only written for an amendment
    return ctx.options.amends
