"""The Word file as a page, read from the file itself: the two can never say different things."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from itertools import zip_longest

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from lxml import etree
from markupsafe import Markup, escape

from app.documents.word import RenderOptions, write_draft
from app.formats.xml_parts import W
from app.territories import departures_of
from app.web.contract_catalogue import draft_of
from app.web.services import profiles, reference, services
from app.web.signature import signature_note

_TAGS = {
    "Title": "h1",
    "Heading1": "h2",
    "AnnexHeading": "h2",
    "PlainHeading": "h2",
    "Heading2": "h3",
    "Heading3": "h4",
}
_HEAD_CELL = Markup('<th scope="col">{}</th>')
_CELL = Markup('<td data-label="{}">{}</td>')
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


@dataclass(frozen=True, slots=True)
class Preview:
    """The title, the contents, the body and the notes, ready for a page."""

    contents: Markup
    body: Markup
    notes: Markup


def preview_of(content: bytes) -> Preview:
    """Return a .docx of this application as a page; its comments stand in the margin."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        names = set(archive.namelist())
        parts = {name: etree.fromstring(archive.read(f"word/{name}.xml")) for name in _parts(names)}
    reader = _Reader(parts)
    body = reader.body()
    return Preview(reader.contents(), body, reader.notes())


def _parts(names: set[str]) -> list[str]:
    return [name for name in ("document", "footnotes", "comments") if f"word/{name}.xml" in names]


@dataclass
class _Reader:
    """Reads the parts once; remembers the comments that a paragraph calls."""

    parts: dict[str, etree._Element]
    called: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.comments = {one.get(f"{W}id"): one for one in self._of("comments", "comment")}
        lines = (one for one in self._of("document", "p") if _style(one) in _CONTENTS)
        # The contents know the number of each heading, which Word counts and the text does not hold.
        self.headings = {line.find(f".//{W}hyperlink").get(f"{W}anchor"): _text(line) for line in lines}

    def _of(self, part: str, tag: str) -> Iterator[etree._Element]:
        root = self.parts.get(part)
        return iter(()) if root is None else root.iter(f"{W}{tag}")

    def contents(self) -> Markup:
        """Return the list of the headings, each with its link."""
        line = Markup('<li><a href="#{}">{}</a></li>')
        return Markup().join(line.format(anchor, text) for anchor, text in self.headings.items())

    def body(self) -> Markup:
        """Return the blocks of the document, contents left out."""
        return Markup().join(self._blocks(self.parts["document"][0]))

    def notes(self) -> Markup:
        """Return the footnotes, numbered as they are called."""
        pieces = []
        for note in self._of("footnotes", "footnote"):
            if note.get(f"{W}type") is None:
                number = note.get(f"{W}id")
                text = Markup().join(self._inline(paragraph) for paragraph in note.iter(f"{W}p"))
                pieces.append(_NOTE.format(number, text, _BACK.format(number)))
        return Markup().join(pieces)

    def _blocks(self, parent: etree._Element) -> Iterator[Markup]:
        items: list[Markup] = []
        for block in _children(parent):
            if block.tag == f"{W}p" and _style(block) == "ListBullet":
                items.append(Markup("<li>{}</li>").format(self._inline(block)))
                continue
            if items:
                yield Markup("<ul>{}</ul>").format(Markup().join(items))
                items = []
            yield self._block(block)
            yield from self._margin()
        if items:
            yield Markup("<ul>{}</ul>").format(Markup().join(items))

    def _block(self, block: etree._Element) -> Markup:
        if block.tag == f"{W}tbl":
            return self._table(block)
        style = _style(block)
        if style in _CONTENTS or style == "TOCHeading":
            return Markup()
        anchors = [one.get(f"{W}name") for one in block.iter(f"{W}bookmarkStart")]
        shown = next((escape(self.headings[name]) for name in anchors if name in self.headings), None)
        tag = _TAGS.get(style, "blockquote" if style == "Quote" else "p")
        name = Markup() if shown is None else Markup(' id="{}"').format(anchors[0])
        return Markup('<{0} class="word-{1}"{2}>{3}</{0}>').format(
            tag, style.lower(), name, shown if shown is not None else self._inline(block)
        )

    def _margin(self) -> Iterator[Markup]:
        """Yield the remarks that the last block called."""
        for identifier in self.called:
            text = _text(self.comments[identifier])
            yield Markup('<p class="margin-note" role="note"><strong>Remarque</strong> {}</p>').format(text)
        self.called.clear()

    def _table(self, table: etree._Element) -> Markup:
        said = table.find(f"{W}tblPr/{W}tblDescription")
        rows, titles = [], []
        for row in table.iter(f"{W}tr"):
            head = row.find(f"{W}trPr/{W}tblHeader") is not None
            cells = [Markup("<br>").join(map(self._inline, one.iter(f"{W}p"))) for one in row.iter(f"{W}tc")]
            if head:
                titles = [cell.striptags() for cell in cells]
                made = [_HEAD_CELL.format(cell) for cell in cells]
            else:
                made = [_CELL.format(title, cell) for title, cell in zip_longest(titles, cells, fillvalue="")]
            rows.append(Markup("<tr>{}</tr>").format(Markup().join(made)))
        caption = said.get(f"{W}val") if said is not None else ""
        inner = Markup().join(rows[1:])
        return Markup(
            '<div class="scroll" tabindex="0" role="region" aria-label="{0}"><table class="cards">'
            '<caption class="visually-hidden">{0}</caption><thead>{1}</thead><tbody>{2}</tbody></table></div>'
        ).format(caption, rows[0] if rows else "", inner)

    def _inline(self, parent: etree._Element) -> Markup:
        return Markup().join(self._pieces(parent))

    def _pieces(self, parent: etree._Element) -> Iterator[Markup]:
        address = ""
        for node in parent:
            if node.tag == f"{W}r":
                address = _web_address(node, address)
                yield self._linked(address, node) if address else self._run(node)
            elif node.tag == f"{W}hyperlink":
                link = Markup('<a href="#{}">{}</a>')
                yield link.format(node.get(f"{W}anchor"), self._inline(node))
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


def _children(parent: etree._Element) -> Iterator[etree._Element]:
    """Yield the blocks of a part, those in content controls included."""
    for node in parent:
        if node.tag in {f"{W}p", f"{W}tbl"}:
            yield node
        elif node.tag in {f"{W}sdt", f"{W}sdtContent"}:
            yield from _children(node)


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


blueprint = Blueprint("preview", __name__)


@blueprint.get("/profils/<profile_id:profile_id>/apercu")
def show(profile_id: int) -> ResponseReturnValue:
    """Show the whole draft as a page."""
    saved = profiles().get(profile_id)
    draft = draft_of(saved)
    departures = departures_of(draft.territory, reference())
    options = RenderOptions(
        on=services().today(),
        version=saved.version,
        departures=departures,
        signature_note=signature_note(saved),
    )
    return render_template("preview/show.html", saved=saved, preview=preview_of(write_draft(draft, options)))
