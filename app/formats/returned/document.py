"""Reads the paragraphs of a Word file, those of its tables, controls and text boxes included."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from app.formats.returned.package import Package
from app.formats.returned.paragraphs import (
    NOT_MARKED,
    PLAIN,
    Cell,
    Look,
    Mark,
    Paragraph,
    Piece,
    Revision,
    View,
)
from app.formats.returned.styles import styles_of
from app.formats.xml_parts import COMPATIBILITY, WP, R, W


@dataclass(slots=True)
class Document:
    """The paragraphs of a file in their order, and how many changes of form it tracks."""

    paragraphs: list[Paragraph]
    formatting: int


_RUNS = {f"{W}ins": Revision.INSERTED, f"{W}moveTo": Revision.INSERTED}
_RUNS |= {f"{W}del": Revision.DELETED, f"{W}moveFrom": Revision.DELETED}
_FORMATTING = tuple(f"{W}{name}PrChange" for name in ("r", "p", "tbl", "sect", "tr", "tc"))
_SKIPPED = {f"{W}pPr", f"{W}rPr", f"{W}sdtPr", f"{W}sdtEndPr", f"{W}tblPr", f"{W}tblGrid", f"{W}trPr"}
_SKIPPED |= {f"{W}tcPr", f"{W}instrText", f"{W}sectPr", f"{COMPATIBILITY}Fallback", f"{W}pict"}


_RUN, _RUN_PROPERTIES, _CONTROL, _LINK = (f"{W}{name}" for name in ("r", "rPr", "sdt", "hyperlink"))
_TEXTS = {f"{W}t", f"{W}delText"}
_SIGNS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_BOOKMARK, _NOTE, _BOX = (f"{W}{name}" for name in ("bookmarkStart", "footnoteReference", "txbxContent"))
_COMMENT_START, _COMMENT_END = f"{W}commentRangeStart", f"{W}commentRangeEnd"
_COMMENTED = {_COMMENT_START, f"{W}commentReference"}
_DRAWN = {f"{W}drawing", f"{W}object"}
_NAME, _ID = f"{W}name", f"{W}id"


class Reader:
    """Reads the paragraphs of the parts of one package."""

    def __init__(self, package: Package) -> None:
        self._styles = styles_of(package)
        self._package = package
        self._tables = 0

    def document(self) -> Document:
        """Return the body."""
        root = self._package.document
        body = root.find(f"{W}body")
        return Document(
            [] if body is None else list(self.paragraphs(body)),
            sum(1 for _ in root.iter(*_FORMATTING)),
        )

    def paragraphs(
        self, parent: etree._Element, mark: Mark = NOT_MARKED, tag: str = "", cell: Cell | None = None
    ) -> Iterator[Paragraph]:
        """Yield the paragraphs of a part or of a block, those of its tables and controls included."""
        for child in parent:
            if not isinstance(child.tag, str) or child.tag in _SKIPPED:
                continue
            if child.tag == f"{W}p":
                made = self._paragraph(child, mark, tag, cell)
                if made.style not in self._styles.contents:
                    yield made
            elif child.tag == f"{W}tbl":
                self._tables += 1
                yield from self._rows(child, mark, self._tables)
            elif child.tag == f"{W}sdt":
                if child.find(f"{W}sdtPr/{W}docPartObj") is None:
                    yield from self.paragraphs(_content(child), mark, _tag(child) or tag, cell)
            elif child.tag in _RUNS:
                yield from self.paragraphs(child, mark.within(_RUNS[child.tag], child), tag, cell)
            else:
                yield from self.paragraphs(child, mark, tag, cell)

    def _rows(self, table: etree._Element, mark: Mark, number: int) -> Iterator[Paragraph]:
        for at, (row, tag) in enumerate(_inner(table, f"{W}tr")):
            marked = mark
            for change in (Revision.INSERTED, Revision.DELETED):
                found = row.find(f"{W}trPr/{W}{'ins' if change is Revision.INSERTED else 'del'}")
                marked = marked if found is None else marked.within(change, found)
            for column, (cell, inner) in enumerate(_inner(row, f"{W}tc")):
                place = Cell(number, at, column)
                yield from self.paragraphs(cell, marked, inner or tag, place)

    def _paragraph(self, element: etree._Element, mark: Mark, tag: str, cell: Cell | None) -> Paragraph:
        made = Paragraph(cell=cell)
        properties = element.find(f"{W}pPr")
        if properties is not None:
            style = properties.find(f"{W}pStyle")
            made.style = "" if style is None else style.get(f"{W}val", "")
            made.level = self._styles.levels.get(made.style, 0)
            made.item = self._styles.item(made.style, properties)
            for name, change in (("ins", Revision.INSERTED), ("del", Revision.DELETED)):
                found = properties.find(f"{W}rPr/{W}{name}")
                made.end = made.end if found is None else made.end.within(change, found)
        if tag:
            made.tags.append(tag)
        self._fill(made, element, mark, tag)
        return made

    def _fill(self, made: Paragraph, parent: etree._Element, mark: Mark, tag: str, link: str = "") -> None:  # noqa: C901, PLR0912 — one case for each element of a run
        for child in parent:
            name = child.tag
            if name == _RUN:
                self._fill(made, child, mark, tag, link)
            elif name in _SKIPPED or not isinstance(name, str):
                continue
            elif name in _TEXTS:
                made.pieces.append(Piece(child.text or "", mark, tag, self._look(parent, link)))
            elif name in _RUNS:
                self._fill(made, child, mark.within(_RUNS[name], child), tag, link)
            elif name == _LINK:
                self._fill(made, child, mark, tag, self._package.links.get(child.get(f"{R}id", ""), ""))
            elif name == _CONTROL:
                inner = _tag(child) or tag
                made.tags.append(inner)
                picked = child.find(f"{W}sdtPr/{W}date")
                if picked is not None:
                    made.dates[inner] = picked.get(f"{W}fullDate", "")[:10]
                self._fill(made, _content(child), mark, inner, link)
            elif name in _SIGNS:
                made.pieces.append(Piece(_SIGNS[name], mark, tag))
            elif name == _BOOKMARK:
                made.bookmarks.append(child.get(_NAME, ""))
            elif name in _COMMENTED:
                made.comments.append(child.get(_ID, ""))
                if name == _COMMENT_START:
                    made.ranges[child.get(_ID, "")] = [len(made.whole())]
            elif name == _COMMENT_END:
                made.ranges.get(child.get(_ID, ""), []).append(len(made.whole()))
            elif name == _NOTE:
                made.notes.append(child.get(_ID, ""))
            elif name in _DRAWN and next(child.iter(_BOX), None) is None:
                if mark.revision in View.FINAL.value:
                    made.pictures.append(_picture(child))
            elif name == _BOX:
                made.boxes += [replace(one, cell=None) for one in self.paragraphs(child, mark)]
            else:
                self._fill(made, child, mark, tag, link)

    def _look(self, run: etree._Element, link: str) -> Look:
        properties = run.find(_RUN_PROPERTIES)
        if properties is None:
            return Look(link=link) if link else PLAIN
        return Look(self._styles.is_bold(properties), self._styles.is_italic(properties), link)


def _picture(drawing: etree._Element) -> str:
    named = next(drawing.iter(f"{WP}docPr"), None)
    return "Image" if named is None else named.get("descr") or named.get("name") or "Image"


def _inner(parent: etree._Element, name: str) -> Iterator[tuple[etree._Element, str]]:
    """Yield the rows of a table, or the cells of a row, those in a control with its tag."""
    for child in parent:
        if child.tag == name:
            yield child, ""
        elif child.tag == f"{W}sdt":
            yield from ((one, _tag(child) or tag) for one, tag in _inner(_content(child), name))
        elif isinstance(child.tag, str) and child.tag in {*_RUNS, f"{W}customXml"}:
            yield from _inner(child, name)


def _content(control: etree._Element) -> etree._Element:
    found = control.find(f"{W}sdtContent")
    return control if found is None else found


def _tag(control: etree._Element) -> str:
    found = control.find(f"{W}sdtPr/{W}tag")
    tag = "" if found is None else found.get(f"{W}val", "")
    return "" if tag.startswith("goog_rdk") else tag
