"""Reads a .docx back, without python-docx: it does not see the text of content controls."""

import re
import zipfile
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO

from lxml import etree

from app.domain.markup import BlockKind, blocks, is_plain
from app.domain.text import is_blank

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def root(content: bytes, name: str = "word/document.xml") -> etree._Element:
    """The tree of a part, which the caller may change."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return etree.fromstring(archive.read(name))


_seen = lru_cache(maxsize=4)(root)
"""The tree of a part, to be read only: many tests ask for it once for each thing that they look for."""


_PROPERTIES = f"{W}rPr"
_VERTICAL = f"{W}vertAlign"
_RAISED = str.maketrans("er", "ᵉʳ")


def text_of(element: etree._Element) -> str:
    """What a reader sees: a line feed for each line break, a tab for each tab, « ᵉʳ » for a raised « er »."""
    return "".join(_characters(element))


def _characters(element: etree._Element) -> Iterator[str]:
    for node in element.iter(f"{W}t", f"{W}br", f"{W}tab"):
        run = node.getparent()
        if node.tag == f"{W}t":
            text = node.text or ""
            yield text.translate(_RAISED) if _is_raised(run) else text
        elif run.tag == f"{W}r":
            yield "\n" if node.tag == f"{W}br" else "\t"


def _is_raised(run: etree._Element) -> bool:
    return any(
        len(properties) and properties.find(_VERTICAL) is not None
        for properties in run.iterchildren(_PROPERTIES)
    )


def paragraphs(content: bytes) -> list[tuple[str, str]]:
    """The style and the text of every paragraph of the body."""
    return [
        (paragraph.find(f"{W}pPr/{W}pStyle").get(f"{W}val"), text_of(paragraph))
        for paragraph in _seen(content).iter(f"{W}p")
    ]


def headings(content: bytes, *styles: str) -> list[str]:
    """The texts of the paragraphs of these styles."""
    return [text for style, text in paragraphs(content) if style in styles]


def tables(content: bytes, described: str) -> list[etree._Element]:
    """The tables whose description begins so."""
    return [
        table
        for table in _seen(content).iter(f"{W}tbl")
        if table.find(f"{W}tblPr/{W}tblDescription").get(f"{W}val").startswith(described)
    ]


def rows(table: etree._Element) -> list[list[str]]:
    """What the cells of a table show, without its header row."""
    return [[text_of(cell) for cell in row.findall(f"{W}tc")] for row in table.findall(f"{W}tr")][1:]


@lru_cache(maxsize=4)
def controls(content: bytes) -> dict[str, etree._Element]:
    """The content controls of the body by tag."""
    return {
        control.find(f"{W}sdtPr/{W}tag").get(f"{W}val"): control
        for control in _seen(content).iter(f"{W}sdt")
        if control.find(f"{W}sdtPr/{W}tag") is not None
    }


def links(content: bytes, name: str = "word/document.xml") -> list[tuple[str, str]]:
    """Where each link of a part leads, and what it shows."""
    return [(link.get(f"{W}anchor"), text_of(link)) for link in _seen(content, name).iter(f"{W}hyperlink")]


def comments(content: bytes) -> list[tuple[str, str]]:
    """What each comment says, and the words that it is about, in the order of the file."""
    about = {}
    started: list[str] = []
    for node in _seen(content).iter(f"{W}commentRangeStart", f"{W}commentRangeEnd", f"{W}t"):
        if node.tag == f"{W}commentRangeStart":
            started.append(node.get(f"{W}id"))
        elif node.tag == f"{W}commentRangeEnd":
            started.remove(node.get(f"{W}id"))
        for identifier in started:
            about[identifier] = about.get(identifier, "") + (node.text or "")
    said = _seen(content, "word/comments.xml")
    return [(text_of(node), about[node.get(f"{W}id")]) for node in said]


SOURCES = re.compile(
    r"\blignes?\s\d|https?:|\bwww\.|\b[a-z0-9][a-z0-9-]*\.(?:fr|org|com|net|eu|gouv)\b|par le rédacteur",
    re.IGNORECASE,
)
"""What belongs to our sources and not to a contract: lines of a file, web addresses, names of sites."""


def sources_said(content: bytes) -> list[str]:
    """The texts of a Word file, wherever they stand, that name a source of ours."""
    found = []
    for name, part in parts(content).items():
        if name.startswith(("word/", "docProps/")) and name.endswith((".xml", ".rels")):
            tree = etree.fromstring(part)
            texts = [text_of(paragraph) for paragraph in tree.iter(f"{W}p")]
            texts += [node.text or "" for node in tree.iter(f"{W}instrText")]
            texts += [node.get("Target") for node in tree.iter("{*}Relationship") if node.get("TargetMode")]
            texts += [node.text or "" for node in tree.iter() if name.startswith("docProps/")]
            found += [text for text in texts if SOURCES.search(text)]
    return found


def control_text(content: bytes, tag: str) -> str:
    return text_of(controls(content)[tag].find(f"{W}sdtContent"))


def whole_text(content: bytes) -> str:
    return "\n".join(text for _, text in paragraphs(content))


def written(text: str) -> str:
    """A text as the notation shows it: no marks, its paragraphs one after the other, its items numbered."""
    if is_blank(text) or is_plain(text):
        return "" if is_blank(text) else text
    return "".join(
        (f"{block.number}.\t" if block.kind is BlockKind.NUMBER else "")
        + "\n".join("".join(span.text for span in line) for line in block.lines)
        for block in blocks(text)
    )
