"""A Word file made elsewhere as paragraphs, its contents, headers and footers set aside."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from lxml import etree

from app.domain.takeover.original import Block, Cell, Original, SetAside, SetAsideKind
from app.formats import ArchiveLimits, FileRefused, FileTooHeavy, read_archive
from app.formats.foreign.lines import BULLET
from app.formats.returned.document import Reader
from app.formats.returned.package import Package
from app.formats.returned.paragraphs import Paragraph, View
from app.formats.xml_parts import COMPATIBILITY, W, XmlLimits, parse_xml

_LIMITS = ArchiveLimits(total=200_000_000, members=2_000)
_XML = XmlLimits(elements=2_000_000, attributes=5_000_000, depth=200)
_LARGEST_PART = 60_000_000
MOST_CHARACTERS = 3_000_000
"""200 pages of 15,000: five times the fullest page of a contract."""

_READ = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes|styles)\.xml")
_CONTENTS_STYLE = re.compile(r"(?:toc|tm|table des mati[eè]res|contents) ?\d", re.IGNORECASE)
_HEADING_STYLE = re.compile(r"(?:heading|titre) ?(\d)", re.IGNORECASE)
_TITLE_STYLES = {"title", "titre"}
_LONGEST_HEADING = 160
_BOLD_LEVEL = 7
_MOST_LEVEL = 6
_MOST_BASES = 10
_BOXES = {"F0FE": "☑", "F0FD": "☒", "F0FC": "✓", "F0A8": "☐", "F06F": "☐", "F071": "☐", "F052": "☑"}
"""Signs of Wingdings."""
_FALLBACK = f"{COMPATIBILITY}Fallback"
_MOST_COLUMNS = 63
"""Those of a table of Word."""

TRUNCATED = "Ce fichier Word est incomplet ou abîmé : ouvrez-le et enregistrez-le de nouveau."
NOT_WORD = "Ce fichier n’est pas un document Word : enregistrez-le en .docx."
TOO_MUCH_TEXT = "il contient trop de texte"


def read_word(content: bytes, name: str) -> Original:
    """Return what a .docx says. Raises FileRefused, or FileTooHeavy over a limit."""
    parts = _parts(content)
    document = parts.pop("word/document.xml")
    set_aside = [*_take_contents(document), *_headers(parts)]
    for picture in document.iter(f"{W}pict"):
        picture.tag = f"{W}drawing"  # the text boxes of older versions are read like those of today
    _spread_cells(document)
    _write_boxes(document)
    package = Package(document, parts)
    reader = Reader(package)
    paragraphs = reader.document().paragraphs
    notes = _notes(reader, package)
    styles = _Styles(package.part("styles"))
    spans = _merged_rows(document)
    blocks: list[Block] = []
    length = 0
    for paragraph in paragraphs:
        if styles.is_contents(paragraph.style):
            set_aside.append(SetAside(SetAsideKind.CONTENTS, 0, _text(paragraph).strip()))
            continue
        for each in (
            paragraph,
            *(replace(box, cell=paragraph.cell) for box in paragraph.boxes),
            *(note for key in paragraph.notes for note in notes.pop(key, ())),
        ):
            for block in _blocks(each, styles, spans):
                length += len(block.text)
                blocks.append(replace(block, number=len(blocks) + 1))
        if length > MOST_CHARACTERS:
            raise FileTooHeavy(TOO_MUCH_TEXT)
    return Original(name, tuple(blocks), tuple(one for one in set_aside if one.text))


def _parts(content: bytes) -> dict[str, etree._Element]:
    try:
        members = read_archive(content, _LIMITS)
    except FileTooHeavy:
        raise
    except FileRefused as error:
        raise FileRefused(str(error) if "mot de passe" in str(error) else TRUNCATED) from error
    if "word/document.xml" not in members:
        raise FileRefused(NOT_WORD)
    parts = {name: part for name, part in members.items() if _READ.fullmatch(name)}
    if any(len(part) > _LARGEST_PART for part in parts.values()):
        raise FileTooHeavy(TOO_MUCH_TEXT)
    return {name: parse_xml(part, _XML) for name, part in parts.items()}


def _take_contents(document: etree._Element) -> Iterator[SetAside]:
    """Take the contents away; what else stands in a ready-made part, a cover, is read."""
    for control in list(document.iter(f"{W}sdt")):
        gallery = control.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
        part = control.find(f"{W}sdtPr/{W}docPartObj")
        if part is None or control.getparent() is None:
            continue
        if gallery is not None and gallery.get(f"{W}val") == "Table of Contents":
            for paragraph in control.iter(f"{W}p"):
                yield SetAside(SetAsideKind.CONTENTS, 0, _all_text(paragraph))
            control.getparent().remove(control)
        else:
            part.getparent().remove(part)


def _spread_cells(document: etree._Element) -> None:
    """Put an empty cell for each further column that a cell spans: columns are counted alike in all rows."""
    for span in list(document.iter(f"{W}gridSpan")):
        number = span.get(f"{W}val", "1")
        cell = span.getparent().getparent() if span.getparent() is not None else None
        if cell is not None and cell.tag == f"{W}tc" and number.isdecimal():
            for _ in range(min(int(number), _MOST_COLUMNS) - 1):
                cell.addnext(etree.Element(f"{W}tc"))
            span.getparent().remove(span)


def _write_boxes(document: etree._Element) -> None:
    """Write the boxes to tick that are signs of a font as letters."""
    for sign in document.iter(f"{W}sym"):
        if box := _BOXES.get(sign.get(f"{W}char", "").upper()):
            sign.tag, sign.text = f"{W}t", box


def _merged_rows(document: etree._Element) -> Mapping[tuple[int, int, int], int]:
    """Return how many rows each cell spans that spans several, by its table, row and column.

    Tables are counted as the reader counts them: from 1, in the order of the document.
    """
    spans: dict[tuple[int, int, int], int] = {}
    shown = (one for one in document.iter(f"{W}tbl") if next(one.iterancestors(_FALLBACK), None) is None)
    for number, table in enumerate(shown, start=1):
        first: dict[int, int] = {}
        for rank, row in enumerate(_own(table, "tr")):
            for column, cell in enumerate(_own(row, "tc")):
                merge = cell.find(f"{W}tcPr/{W}vMerge")
                if merge is None or merge.get(f"{W}val") == "restart":
                    first[column] = rank
                elif column in first:
                    spans[number, first[column], column] = rank - first[column] + 1
    return spans


def _own(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield the rows of a table, or the cells of a row, without those of a table within it."""
    for child in parent:
        if child.tag == f"{W}{name}":
            yield child
        elif isinstance(child.tag, str) and child.tag not in {f"{W}tr", f"{W}tc"}:
            yield from _own(child, name)


def _headers(parts: dict[str, etree._Element]) -> Iterator[SetAside]:
    for name, root in parts.items():
        for kind in (SetAsideKind.HEADER, SetAsideKind.FOOTER):
            if name.startswith(f"word/{kind}"):
                texts = (_all_text(paragraph) for paragraph in root.iter(f"{W}p"))
                yield from (SetAside(kind, 0, text) for text in texts)


def _all_text(element: etree._Element) -> str:
    return "".join(one.text or "" for one in element.iter(f"{W}t")).strip()


def _notes(reader: Reader, package: Package) -> dict[str, list[Paragraph]]:
    """Return the paragraphs of each note at the foot of a page."""
    root = package.part("footnotes")
    if root is None:
        return {}
    return {note.get(f"{W}id", ""): list(reader.paragraphs(note)) for note in root.iter(f"{W}footnote")}


class _Styles:
    """What the styles of a file are for, by their ids: their names, or those that they are based on."""

    def __init__(self, root: etree._Element | None) -> None:
        styles = () if root is None else root.iter(f"{W}style")
        self._styles = {style.get(f"{W}styleId", ""): style for style in styles}

    def level(self, style_id: str) -> int:
        """Return the level of a heading, 0 for other styles."""
        for style in self._bases(style_id):
            name = _value(style, "name").lower()
            if name in _TITLE_STYLES:
                return 1
            if found := _HEADING_STYLE.fullmatch(name):
                return int(found[1])
            outline = style.find(f"{W}pPr/{W}outlineLvl")
            if outline is not None and (level := outline.get(f"{W}val", "")).isdecimal():
                return int(level) + 1 if int(level) <= _MOST_LEVEL else 0
        return 0

    def is_contents(self, style_id: str) -> bool:
        """Return whether it is that of the lines of the contents."""
        return any(_CONTENTS_STYLE.fullmatch(_value(style, "name")) for style in self._bases(style_id))

    def is_bold(self, style_id: str) -> bool:
        """Return whether the text of a style is bold."""
        for style in self._bases(style_id):
            bold = style.find(f"{W}rPr/{W}b")
            if bold is not None:
                return bold.get(f"{W}val", "true") not in {"0", "false", "off"}
        return False

    def _bases(self, style_id: str) -> Iterator[etree._Element]:
        for _ in range(_MOST_BASES):
            style = self._styles.get(style_id)
            if style is None:
                return
            yield style
            style_id = _value(style, "basedOn")


def _value(style: etree._Element, name: str) -> str:
    found = style.find(f"{W}{name}")
    return "" if found is None else str(found.get(f"{W}val", ""))


def _text(paragraph: Paragraph) -> str:
    return paragraph.text(View.FINAL)


def _blocks(
    paragraph: Paragraph, styles: _Styles, spans: Mapping[tuple[int, int, int], int]
) -> Iterator[Block]:
    """Yield the lines of a paragraph: a line break ends what is said as a paragraph does."""
    text = _text(paragraph)
    strong = len(text) if styles.is_bold(paragraph.style) else _strong(paragraph)
    level = styles.level(paragraph.style)
    cell = paragraph.cell
    place = None
    if cell is not None:
        rows = spans.get((cell.table, cell.row, cell.column), 1)
        place = Cell(cell.table, cell.row, cell.column, rows)
    at = 0
    for line in text.split("\n"):
        said = line.strip()
        bold = min(max(strong - at - (len(line) - len(line.lstrip())), 0), len(said))
        at += len(line) + 1
        if said:
            bullet = BULLET.match(said)
            if bullet:
                said, bold = said[bullet.end() :], max(bold - bullet.end(), 0)
            own = level or (_BOLD_LEVEL if place is None and _is_heading(said, bold, paragraph) else 0)
            is_item = bool(paragraph.item or bullet)
            yield Block(0, 0, said, 0 if place or bullet else own, bold, is_item, place)


def _is_heading(text: str, bold: int, paragraph: Paragraph) -> bool:
    whole = bold >= len(text.rstrip()) and not text.endswith((":", ".", ","))
    return whole and len(text) <= _LONGEST_HEADING and not paragraph.item


def _strong(paragraph: Paragraph) -> int:
    length = 0
    for piece in paragraph.pieces:
        if piece.mark.revision in View.FINAL.value and piece.text:
            if not piece.look.bold and piece.text.strip():
                break
            length += len(piece.text)
    return length
