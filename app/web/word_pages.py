"""The Word file as pages, read from the file itself: the two can never say different things.

Each chapter is a page; one with clauses has a page for each of its volets.
"""

import re
import zipfile
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from itertools import zip_longest

from lxml import etree
from markupsafe import Markup, escape

from app.documents.word.context import LASTING
from app.domain.text import file_slug
from app.formats.xml_parts import W

_TAGS = {
    "Title": "h2",
    "Heading1": "h2",
    "AnnexHeading": "h2",
    "PlainHeading": "h2",
    "Heading2": "h3",
    "Heading3": "h4",
}
_HEAD_CELL = Markup('<th scope="col">{}</th>')
_CELL = Markup('<td data-label="{}">{}</td>')
_ROW_NAME = Markup('<th scope="row">{}</th>')
_FICHE = 2
"""Columns of a table whose rows have titles: what each is about, and what is said."""
_GROUP = Markup('<th class="group" colspan="{}" scope="colgroup">{}</th>')
_NOTE = Markup('<li id="note-{0}" value="{0}">{1} {2}</li>')
_BACK = Markup(
    '<a href="#appel-{0}">Retour<span class="visually-hidden"> à l’appel de la note {0}</span></a>'
)
_RAISED = Markup("<sup>{}</sup>")
_WEB_LINK = Markup('<a href="{}" rel="noreferrer">{}</a>')
_STRONG, _END_STRONG = Markup("<strong>"), Markup("</strong>")
_TO_FILL, _END_SPAN = Markup('<span class="to-fill">'), Markup("</span>")
_EMPHASIS, _END_EMPHASIS = Markup("<em>"), Markup("</em>")
_BREAK, _SPACE = Markup("<br>"), Markup(" ")
_WEB_FIELD = re.compile(' HYPERLINK "([^"]+)" ')
_CONTENTS = {"TOC1", "TOC2"}
_CHAPTERS, _VOLET, _CLAUSE = {"Heading1", "AnnexHeading", "PlainHeading"}, "Heading2", "Heading3"
_HEADINGS = {*_CHAPTERS, _VOLET}
_EDIT = Markup(
    '<p class="edit screen-only"><a href="{}">Modifier<span class="visually-hidden"> {}</span></a></p>'
)
COVER = "couverture"


@dataclass(frozen=True, slots=True)
class Edit:
    """Where a piece of the document is changed; `about` is what a screen reader says after « Modifier »."""

    address: str
    about: str


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or a table, with the name of the control that holds it, if any."""

    node: etree._Element
    control: str = ""

    @property
    def style(self) -> str:
        """The id of the style of a paragraph; nothing for a table."""
        return _style(self.node) if self.node.tag == f"{W}p" else ""

    @property
    def is_clauses(self) -> bool:
        """Whether it is a table of several clauses, a row each."""
        marks = self.node.iter(f"{W}bookmarkStart") if self.node.tag == f"{W}tbl" else ()
        return any(str(mark.get(f"{W}name")).startswith(LASTING) for mark in marks)

    def names(self) -> Iterator[str]:
        """Yield what it is known by: its control, its bookmarks, the controls within it."""
        if self.control:
            yield self.control
        for node in self.node.iter(f"{W}bookmarkStart", f"{W}tag"):
            yield str(node.get(f"{W}name") or node.get(f"{W}val"))


@dataclass(frozen=True, slots=True)
class Page:
    """A chapter, or a volet of one. `slug` is its address; `chapter`: the heading of the one around it."""

    slug: str
    title: str
    blocks: tuple[Block, ...]
    chapter: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """The body of a page and the notes that it calls."""

    body: Markup
    notes: Markup


class WordPages:
    """The pages of a .docx of this application; its comments stand in the margin.

    `edits`: where what stands under the name of a control or a bookmark is changed.
    """

    def __init__(self, content: bytes, edits: Mapping[str, Edit] | None = None) -> None:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = set(archive.namelist())
            parts = {name: etree.fromstring(archive.read(f"word/{name}.xml")) for name in _parts(names)}
        self._reader = _Reader(parts, edits or {})
        self.pages = tuple(self._reader.pages())
        self._page_of = {name: page.slug for page in self.pages for name in _bookmarks(page)}

    def page(self, slug: str) -> Page | None:
        """Return the page of this address, if there is one."""
        return next((page for page in self.pages if page.slug == slug), None)

    def show(self, page: Page, address: Callable[[str], str]) -> Shown:
        """Return what a page shows. `address` gives that of another one, where its links lead."""

        def link(anchor: str) -> str:
            slug = self._page_of.get(anchor, page.slug)
            return f"#{anchor}" if slug == page.slug else f"{address(slug)}#{anchor}"

        self._reader.link = link
        self._reader.noted.clear()
        body = self._reader.body(page)
        return Shown(body, self._reader.notes())


def _bookmarks(page: Page) -> Iterator[str]:
    for block in page.blocks:
        for node in block.node.iter(f"{W}bookmarkStart"):
            yield str(node.get(f"{W}name"))


def _parts(names: set[str]) -> list[str]:
    return [name for name in ("document", "footnotes", "comments") if f"word/{name}.xml" in names]


@dataclass
class _Reader:
    """Reads the parts once; remembers the comments that a paragraph calls."""

    parts: dict[str, etree._Element]
    edits: Mapping[str, Edit]
    link: Callable[[str], str] = "#{}".format
    called: list[str] = field(default_factory=list)
    noted: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.comments = {one.get(f"{W}id"): one for one in self._of("comments", "comment")}
        lines = (one for one in self._of("document", "p") if _style(one) in _CONTENTS)
        # The contents know the number of each heading, which Word counts and the text does not hold.
        self.headings = {line.find(f".//{W}hyperlink").get(f"{W}anchor"): _text(line) for line in lines}

    def _of(self, part: str, tag: str) -> Iterator[etree._Element]:
        root = self.parts.get(part)
        return iter(()) if root is None else root.iter(f"{W}{tag}")

    def pages(self) -> Iterator[Page]:
        """Yield the pages in the order of the document, each address once."""
        met: Counter[str] = Counter()
        for chapter, heading, blocks in self._cut():
            title = _text(heading.node) if heading.style in _HEADINGS else "Couverture"
            slug = file_slug(title, COVER)
            met[slug] += 1
            number = f"-{met[slug]}" if met[slug] > 1 else ""
            yield Page(f"{slug}{number}", self._numbered(heading, title), tuple(blocks), chapter)

    def _cut(self) -> Iterator[tuple[str, Block, list[Block]]]:
        """Yield each page: the chapter around it, if any, the block that names it, its blocks."""
        blocks = [block for block in _children(self.parts["document"][0]) if not _is_contents(block)]
        for chapter in _cut_at(blocks, _CHAPTERS):
            volets = _cut_at(chapter, {_VOLET})
            if len(volets) == 1 or not any(_is_clause(one) for one in chapter):
                yield "", chapter[0], chapter
                continue
            title = self._numbered(chapter[0], _text(chapter[0].node))
            # What stands before the first volet, the heading of the chapter at least, is shown with it.
            yield title, volets[1][0], volets[0] + volets[1]
            for volet in volets[2:]:
                yield title, volet[0], volet

    def _numbered(self, block: Block, title: str) -> str:
        anchors = (node.get(f"{W}name") for node in block.node.iter(f"{W}bookmarkStart"))
        return next((self.headings[name] for name in anchors if name in self.headings), title)

    def body(self, page: Page) -> Markup:
        """Return the blocks of a page, under the heading of the chapter around it."""
        is_headed = not page.chapter or page.blocks[0].style in _CHAPTERS
        above = Markup() if is_headed else Markup('<h2 class="word-heading1">{}</h2>').format(page.chapter)
        return above + Markup().join(self._blocks(page.blocks))

    def notes(self) -> Markup:
        """Return the footnotes that the body has called, numbered as in the document."""
        pieces = []
        for note in self._of("footnotes", "footnote"):
            if (number := note.get(f"{W}id")) in self.noted:
                text = Markup().join(self._inline(paragraph) for paragraph in note.iter(f"{W}p"))
                pieces.append(_NOTE.format(number, text, _BACK.format(number)))
        return Markup().join(pieces)

    def _blocks(self, blocks: Sequence[Block]) -> Iterator[Markup]:
        items: list[Markup] = []
        given: set[str] = set()
        for one in blocks:
            block = one.node
            if one.style == "ListBullet":
                items.append(Markup("<li>{}</li>").format(self._inline(block)))
                continue
            if items:
                yield Markup("<ul>{}</ul>").format(Markup().join(items))
                items = []
            if one.is_clauses:
                yield self._table(block, given)
                continue
            link = self._link_to_edit(one, given)
            # Under a heading, above anything else.
            yield self._block(block) + link if one.style in _TAGS else link + self._block(block)
            yield from self._margin()
        if items:
            yield Markup("<ul>{}</ul>").format(Markup().join(items))

    def _block(self, block: etree._Element) -> Markup:
        if block.tag == f"{W}tbl":
            return self._table(block)
        style = _style(block)
        anchors = [one.get(f"{W}name") for one in block.iter(f"{W}bookmarkStart")]
        shown = next((escape(self.headings[name]) for name in anchors if name in self.headings), None)
        tag = _TAGS.get(style, "p")
        name = Markup() if shown is None else Markup(' id="{}"').format(anchors[0])
        return Markup('<{0} class="word-{1}"{2}>{3}</{0}>').format(
            tag, style.lower(), name, shown if shown is not None else self._inline(block)
        )

    def _link_to_edit(self, block: Block, given: set[str]) -> Markup:
        """Return the link to where a block is changed, unless it was given above."""
        edit = self._edit(block)
        if edit is None or edit.address in given:
            return Markup()
        given.add(edit.address)
        return _EDIT.format(edit.address, edit.about)

    def _edit(self, block: Block) -> Edit | None:
        """Return where a block is changed: the first that one of its names, or the start of one, says."""
        starts = (start for name in block.names() for start in _starts(name))
        return next((self.edits[start] for start in starts if start in self.edits), None)

    def _margin(self) -> Iterator[Markup]:
        """Yield the remarks that the last block called."""
        for identifier in self.called:
            text = _text(self.comments[identifier])
            yield Markup('<p class="margin-note" role="note"><strong>Remarque</strong> {}</p>').format(text)
        self.called.clear()

    def _table(self, table: etree._Element, given: set[str] | None = None) -> Markup:
        """Return a table; `given`: each of its rows leads to where it is changed, unless one above did."""
        said = table.find(f"{W}tblPr/{W}tblDescription")
        look = table.find(f"{W}tblPr/{W}tblLook")
        columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
        is_fiche = columns == _FICHE and look is not None and look.get(f"{W}firstColumn") == "1"
        rows, titles = [], []
        for row in table.iter(f"{W}tr"):
            head = row.find(f"{W}trPr/{W}tblHeader") is not None
            cells = list(map(self._cell, row.iter(f"{W}tc")))
            if head:
                titles = [cell.striptags() for cell in cells]
                made = [_HEAD_CELL.format(cell) for cell in cells]
            elif len(cells) == 1 < len(titles):
                made = [_GROUP.format(len(titles), cells[0])]
            else:
                link = Markup() if given is None else self._link_to_edit(Block(row), given)
                cells[-1] += Markup().join(self._margin()) + link
                made = (
                    [_ROW_NAME.format(cells[0]), _CELL.format("", cells[-1])]
                    if is_fiche
                    else [
                        _CELL.format(title, cell) for title, cell in zip_longest(titles, cells, fillvalue="")
                    ]
                )
            rows.append(Markup("<tr>{}</tr>").format(Markup().join(made)))
        kind = "cards fiche" if is_fiche else "cards"
        caption = said.get(f"{W}val") if said is not None else ""
        inner = Markup().join(rows[1:])
        return Markup(
            '<div class="scroll" tabindex="0" role="region" aria-label="{0}"><table class="{3}">'
            '<caption class="visually-hidden">{0}</caption><thead>{1}</thead><tbody>{2}</tbody></table></div>'
        ).format(caption, rows[0] if rows else "", inner, kind)

    def _cell(self, cell: etree._Element) -> Markup:
        """Return a cell: the words of its only paragraph, or its paragraphs."""
        blocks = list(_children(cell))
        if len(blocks) == 1:
            return self._inline(blocks[0].node)
        shown = Markup('<p class="word-{}">{}</p>')
        return Markup().join(shown.format(one.style.lower(), self._inline(one.node)) for one in blocks)

    def _inline(self, parent: etree._Element) -> Markup:
        return Markup().join(self._pieces(parent))

    def _pieces(self, parent: etree._Element) -> Iterator[Markup]:
        address = ""
        for node in parent:
            if node.tag == f"{W}r":
                address = _web_address(node, address)
                yield self._linked(address, node) if address else self._run(node)
            elif node.tag == f"{W}hyperlink":
                inner = self.link(str(node.get(f"{W}anchor")))
                yield Markup('<a href="{}">{}</a>').format(inner, self._inline(node))
            elif node.tag == f"{W}bookmarkStart":
                yield Markup('<span id="{}"></span>').format(node.get(f"{W}name"))
            elif node.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}p"}:
                yield self._inline(node)

    @staticmethod
    def _linked(address: str, run: etree._Element) -> Markup:
        text = _characters(run)
        return _WEB_LINK.format(address, text) if text else text

    def _run(self, run: etree._Element) -> Markup:
        called = run.find(f"{W}commentReference")
        if called is not None:
            self.called.append(called.get(f"{W}id"))
            return Markup()
        note = run.find(f"{W}footnoteReference")
        if note is not None:
            call = Markup('<sup><a id="appel-{0}" href="#note-{0}">{0}</a></sup>')
            self.noted.append(note.get(f"{W}id"))
            return call.format(note.get(f"{W}id"))
        return _looked(run, _characters(run))


def _web_address(node: etree._Element, known: str) -> str:
    """Where the field that is open at this run leads: one begins with its instruction, and has an end."""
    for part in node:
        if part.tag == f"{W}fldChar" and part.get(f"{W}fldCharType") == "end":
            return ""
        if part.tag == f"{W}instrText":
            instruction = _WEB_FIELD.fullmatch(part.text or "")
            return instruction[1] if instruction else known
    return known


def _children(parent: etree._Element, control: str = "") -> Iterator[Block]:
    """Yield the blocks of a part, those in content controls included."""
    for node in parent:
        if node.tag in {f"{W}p", f"{W}tbl"}:
            yield Block(node, control)
        elif node.tag in {f"{W}sdt", f"{W}sdtContent"}:
            tag = node.find(f"{W}sdtPr/{W}tag")
            yield from _children(node, control or ("" if tag is None else str(tag.get(f"{W}val"))))


def _is_clause(block: Block) -> bool:
    return block.style == _CLAUSE or block.is_clauses


def _starts(name: str) -> Iterator[str]:
    """Yield a name, then what comes before each of its dots, from the last."""
    while name:
        yield name
        name = name.rpartition(".")[0]


def _cut_at(blocks: Sequence[Block], styles: Collection[str]) -> list[list[Block]]:
    """Return the blocks in runs, each but the first beginning with one of these styles."""
    runs: list[list[Block]] = []
    for block in blocks:
        if block.style in styles or not runs:
            runs.append([])
        runs[-1].append(block)
    return runs


def _is_contents(block: Block) -> bool:
    return block.style in _CONTENTS or block.style == "TOCHeading"


def _style(paragraph: etree._Element) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else str(style.get(f"{W}val"))


def _looked(run: etree._Element, text: Markup) -> Markup:
    properties = run.find(f"{W}rPr") if text else None
    if properties is None:
        return text
    if properties.find(f"{W}vertAlign") is not None:
        text = _RAISED.format(text)
    look = properties.find(f"{W}rStyle")
    name = look.get(f"{W}val") if look is not None else ""
    if name == "Strong":
        return _STRONG + text + _END_STRONG
    if name == "PlaceholderText":
        return _TO_FILL + text + _END_SPAN
    return _EMPHASIS + text + _END_EMPHASIS if properties.find(f"{W}i") is not None else text


def _characters(run: etree._Element) -> Markup:
    pieces = []
    for node in run:
        if node.tag == f"{W}t":
            pieces.append(escape(node.text or ""))
        elif node.tag == f"{W}br":
            pieces.append(_BREAK)
        elif node.tag == f"{W}tab":
            pieces.append(_SPACE)
    return pieces[0] if len(pieces) == 1 else Markup().join(pieces)


def _text(element: etree._Element) -> str:
    """Return the words of an element, a space for each tab; page numbers are no words of a heading."""
    nodes = element.iter(f"{W}t", f"{W}tab")
    return " ".join("".join((node.text or "") if node.tag == f"{W}t" else " " for node in nodes).split(" "))
