"""Numbers of bookmarks, notes, comments and lists: those that are no numbers, and references to nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lxml import etree

from app.documents.word.template.parts import COMMENTS, ENDNOTES, FOOTNOTES, NUMBERING, SETTINGS, Template
from app.documents.word.template.xml import W, read_number, remove

_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"


@dataclass(frozen=True, slots=True)
class _Family:
    """Elements whose attribute is one number: that of a note, and that of each call of it."""

    names: tuple[str, ...]
    attribute: str


_FAMILIES = (
    (_Family(("bookmarkStart", "bookmarkEnd"), "id"),),
    (_Family(("footnote", "footnoteReference"), "id"),),
    (_Family(("endnote", "endnoteReference"), "id"),),
    (_Family(("comment", "commentReference", "commentRangeStart", "commentRangeEnd"), "id"),),
    (_Family(("num",), "numId"), _Family(("numId",), "val")),
    (_Family(("abstractNum",), "abstractNumId"), _Family(("abstractNumId",), "val")),
)
_REVISIONS = _Family(
    (
        "ins",
        "del",
        "moveFrom",
        "moveTo",
        "rPrChange",
        "pPrChange",
        "sectPrChange",
        "tblPrChange",
        "permStart",
    ),
    "id",
)


def number_ids(template: Template) -> None:
    """Give a number to each id that is none, the same wherever it is used, and drop calls of absent notes."""
    roots = list(template.roots())
    for families in _FAMILIES:
        _renumber([pair for family in families for pair in _attributes(roots, family)])
    for node, attribute in _attributes(roots, _REVISIONS):
        if read_number(node.get(attribute)) is None:
            node.set(attribute, "0")
    for rank, node in enumerate(node for root in roots for node in root.iter(_DRAWN)):
        node.set("id", str(rank + 1))
    for control in [node for root in roots for node in root.iter(f"{W}sdtPr")]:
        for node in control.findall(f"{W}id"):
            if read_number(node.get(f"{W}val")) is None:
                remove(node)
    _drop_dead_references(template)


def _attributes(roots: Iterable[etree._Element], family: _Family) -> Iterable[tuple[etree._Element, str]]:
    tags = tuple(f"{W}{name}" for name in family.names)
    return [(node, f"{W}{family.attribute}") for root in roots for node in root.iter(*tags)]


def _renumber(used: Iterable[tuple[etree._Element, str]]) -> None:
    used = list(used)
    numbers = [read_number(node.get(attribute)) for node, attribute in used]
    free = max((number for number in numbers if number is not None), default=0) + 1
    made: dict[str, int] = {}
    for (node, attribute), number in zip(used, numbers, strict=True):
        if number is None:
            node.set(attribute, str(made.setdefault(node.get(attribute, ""), free + len(made))))


def _drop_dead_references(template: Template) -> None:
    roots = list(template.roots())
    calls: Mapping[str, tuple[str, ...]] = {
        "footnote": ("footnoteReference",),
        "endnote": ("endnoteReference",),
        "comment": ("commentReference", "commentRangeStart", "commentRangeEnd"),
    }
    for kind, name in ((FOOTNOTES, "footnote"), (ENDNOTES, "endnote"), (COMMENTS, "comment")):
        present = set()
        if template.has(kind):
            present = {node.get(f"{W}id") for node in template.root(kind).iter(f"{W}{name}")}
        tags = tuple(f"{W}{call}" for call in calls[name])
        for node in [node for root in roots for node in root.iter(*tags)]:
            if node.get(f"{W}id") not in present:
                remove(node)
        # The settings name the separators of the notes.
        for settings in template.roots(SETTINGS):
            for node in settings.findall(f"{W}{name}Pr/{W}{name}"):
                if node.get(f"{W}id") not in present:
                    remove(node)
    if not template.has(NUMBERING):
        for node in [node for root in roots for node in root.iter(f"{W}numPr")]:
            remove(node)
