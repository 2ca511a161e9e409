"""Two versions of a contract as one Word file with tracked changes, made from the model by the writer.

Both versions are written by the same parts. What they share is passed on as it is; in the rest, blocks are
matched by the ids of the model, then words. What the application writes by itself is no change: numbers, the
day and the number of the version, the contents, the reasons why a clause is there; remarks are left out.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from lxml import etree

from app.documents import RenderOptions
from app.documents.word.context import RenderContext
from app.documents.word.document import pack, write_parts
from app.documents.word.ooxml import Style, Xml, paragraph, strong
from app.documents.word.redline.marks import Marks, is_changed
from app.documents.word.redline.merge import Merger
from app.documents.word.redline.revisions import PARAGRAPH_PROPERTIES, accept_all, reject_all, texts
from app.documents.word.redline.stretches import Stretch, parse, serialize, stretches, without_remarks
from app.documents.word.redline.words import plain
from app.domain.diff.edit_script import Budget
from app.domain.draft import Draft, DraftSection, keep_shown_numbers
from app.domain.french import typeset
from app.domain.problems import UserError

OPERATIONS = 4_000_000
"""Elementary steps of comparison for one redline, of which one comparison takes a part."""

SAME = "Ces deux versions disent la même chose : aucun mot ne change."
TRACKED = (
    "Les mots ajoutés et les mots retirés sont suivis : Word (onglet « Révision ») et LibreOffice les "
    "acceptent ou les refusent un à un. Tout refuser rend le texte d’avant, tout accepter celui d’après."
)
NOT_COMPARED = (
    "Ne sont pas comparés : la mise en forme, la pagination, le sommaire, les numéros, la date et le numéro "
    "de version, les motifs de présence des engagements et les remarques de l’assistant."
)
MOVED = typeset("Passage déplacé : il est marqué comme ajouté ici, et comme retiré là où il se trouvait.")
REQUOTED = "Le texte national cité a changé avec le catalogue : version {}, puis version {}."


class RedlineRefused(UserError):
    """Two versions that cannot be compared in one file. The message is one French sentence."""


OTHER_OUTLINE = (
    "Ces deux versions ne suivent pas le même plan du contrat (« {} », puis « {} ») : leurs chapitres ne "
    "se correspondent pas. Comparez-les par la liste des changements."
)
NOT_EXACT = (
    "Le fichier des modifications suivies n’est pas sûr pour ces deux versions, et n’a pas été fait. "
    "Comparez-les par la liste des changements."
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Who compares what. `said`: which versions, in a sentence on the cover; `on`: the day of the marks.

    `former_departures`: where the perimeter of the version before departs from the official lists.
    """

    author: str
    on: date
    said: str
    former_departures: Sequence[str] = ()


def redline(
    before: Draft,
    after: Draft,
    options: RenderOptions,
    comparison: Comparison,
    template: Path | None = None,
) -> bytes:
    """Return the Word file of the version after, with what differs from the one before as tracked changes.

    Raises RedlineRefused where the outline is another one, or the result would not give both versions back;
    TemplateRefused.
    """
    if before.outline.id != after.outline.id:
        raise RedlineRefused(typeset(OTHER_OUTLINE.format(before.outline.title, after.outline.title)))
    before, after = _numbered_alike(before, after)
    # What comes back of a redline is not compared with one version: it holds two.
    options = replace(options, data=False, contract="")
    former = replace(options, departures=comparison.former_departures)
    old, new = write_parts(before, former, template), write_parts(after, options, template)
    new.ctx.comments.clear()
    merger = Merger(Marks(comparison.author, comparison.on), Budget(OPERATIONS), _quoted(before, after))
    merged = {place: list(_merged(merger, getattr(old, place), getattr(new, place))) for place in _PLACES}
    _remark(new.ctx, merger.moved, MOVED)
    catalogues = (before.catalogue.version, after.catalogue.version)
    _remark(new.ctx, merger.requoted, typeset(REQUOTED.format(*catalogues)))
    changed = any(is_changed(one) for some in merged.values() for held in some for one in held.blocks)
    line = _cover_line(comparison.said, changed=changed)
    head, front, body, signed = ([held.encoded() for held in merged[place]] for place in _PLACES)
    return pack(replace(new, head=[*head, line], front=front, body=body, signed=signed))


_PLACES = ("head", "front", "body", "signed")


@dataclass(frozen=True, slots=True)
class _Merged:
    """A stretch of the result: what both versions hold, as it is, else blocks."""

    content: bytes = b""
    blocks: Sequence[etree._Element] = ()

    def encoded(self) -> bytes:
        """Return a piece of the document."""
        return self.content or serialize(self.blocks)


def _merged(merger: Merger, before: Sequence[bytes], after: Sequence[bytes]) -> Iterator[_Merged]:
    """Yield the stretches of both. Raises RedlineRefused for one that does not give both versions back."""
    budget = Budget(OPERATIONS)
    for stretch in stretches(without_remarks(before), without_remarks(after), budget):
        if stretch.kept:
            yield _Merged(stretch.after)
            continue
        yield _Merged(blocks=_checked(merger, stretch))


def _checked(merger: Merger, stretch: Stretch) -> list[etree._Element]:
    """Return the blocks or rows of a stretch, once they gave both versions back."""
    old, new = (parse(content, of_rows=stretch.of_rows) for content in (stretch.before, stretch.after))
    said = [_said(old), _said(new)]
    merged = merger.merge_rows(old, new) if stretch.of_rows else merger.merge(old, new)
    holder = parse(b"", of_rows=stretch.of_rows)
    holder.extend(merged)
    body = holder.getparent() if stretch.of_rows else holder
    if said != [_said(_resolved(body, resolve)) for resolve in (reject_all, accept_all)]:
        raise RedlineRefused(typeset(NOT_EXACT))
    return merged


def _said(root: etree._Element) -> list[str]:
    return [plain(text) for text in texts(root)]


def _resolved(root: etree._Element, resolve: Callable[[etree._Element], None]) -> etree._Element:
    copy = deepcopy(root)
    resolve(copy)
    return copy


def _remark(ctx: RenderContext, paragraphs: Iterable[etree._Element], said: str) -> None:
    """Put a comment in the margin of each paragraph."""
    for about in paragraphs:
        start, end = ctx.commented(Xml(_HERE), (said,)).split(_HERE)
        properties = about.find(PARAGRAPH_PROPERTIES)
        first = 0 if properties is None else 1
        about[first:first] = _inline(start)
        about.extend(_inline(end))


_HERE = "\ue000"
"""Stands for what a comment is about."""


def _inline(xml: str) -> list[etree._Element]:
    return list(parse(f"<w:p>{xml}</w:p>".encode())[0])


def _cover_line(said: str, *, changed: bool) -> bytes:
    more = typeset(f" {TRACKED if changed else SAME} {NOT_COMPARED}")
    return paragraph(Style.COVER_NOTE, strong(typeset(said)), more, space=BELOW_NOTE).encode()


BELOW_NOTE = (160, 0)
"""The space around the line of the cover that says what is compared, in twentieths of a point."""


def _numbered_alike(before: Draft, after: Draft) -> tuple[Draft, Draft]:
    """Return both versions with the same numbers, and the reasons of the version after."""
    former = keep_shown_numbers(before.profile, {**before.numbers, **before.local_numbers})
    shown = {**after.numbers, **after.local_numbers}
    known = keep_shown_numbers(replace(after.profile, numbers=former.numbers), shown)
    last = max(former.last_number, after.profile.last_number, known.last_number)
    numbered = (
        replace(one, profile=replace(one.profile, numbers=known.numbers, last_number=last))
        for one in (before, after)
    )
    old, new = numbered
    reasons = {entry.commitment.id: entry.because for entry in new.entries()}
    return replace(old, sections=tuple(_with_reasons(section, reasons) for section in old.sections)), new


def _with_reasons(section: DraftSection, reasons: dict[str, str]) -> DraftSection:
    entries = tuple(
        replace(entry, because=reasons.get(entry.commitment.id, entry.because)) for entry in section.entries
    )
    return replace(section, entries=entries)


def _quoted(before: Draft, after: Draft) -> list[str]:
    """Return the clauses whose text may have changed: none in one catalogue."""
    if before.catalogue.hash == after.catalogue.hash:
        return []
    return [
        entry.commitment.id for one in (after.entries(), after.historical, after.national) for entry in one
    ]
