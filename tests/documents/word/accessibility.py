"""What would stop a reader with a screen reader, a keyboard or tired eyes, as a list of sentences.

Headings, tables, empty paragraphs, the language and the title are in `structure`: Word stumbles over them
too.
"""

import re
from collections.abc import Iterator

from lxml import etree

from tests.documents.word.reading import R, W, parts, text_of
from tests.documents.word.structure import LEVELS, WP

BODY_SIZE = 20
"""Half-points: 10 points."""
CONTRAST = 4.5
"""What WCAG 2 asks of text, level AA."""
DASHES = ("- ", "– ", "— ", "• ", "* ")


def barriers(content: bytes) -> list[str]:
    """Every barrier of a draft; an empty list when there is none."""
    trees = {name: etree.fromstring(xml) for name, xml in parts(content).items() if name.endswith(".xml")}
    body, styles = trees["word/document.xml"], trees["word/styles.xml"]
    return [
        *_text_size_and_side(styles, trees),
        *_contrasts(styles),
        *_outline(styles),
        *_lists(body),
        *_pictures(trees),
        *_contents(body),
        *_page_numbers(trees),
        *_headers(trees),
        *_colour_alone(body),
        *_captions(body),
    ]


def _text_size_and_side(styles: etree._Element, trees: dict[str, etree._Element]) -> Iterator[str]:
    size = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}sz")
    if int(size.get(f"{W}val")) < BODY_SIZE:
        yield f"the text has {size.get(f'{W}val')} half-points"
    yield from _small_styles(styles, trees["word/document.xml"])
    for name, tree in trees.items():
        sides = {node.get(f"{W}val") for node in tree.iter(f"{W}jc")}
        if sides - {"left", "start"}:
            yield f"{name}: text aligned on {sorted(sides)}"


def _small_styles(styles: etree._Element, document: etree._Element) -> Iterator[str]:
    """Styles of running text that are smaller than the text; a table and the contents are looked up."""
    running = (
        node for node in document.iter(f"{W}pStyle") if next(node.iterancestors(f"{W}tc"), None) is None
    )
    used = {node.get(f"{W}val") for node in running}
    for style in styles.iter(f"{W}style"):
        size, name = style.find(f"{W}rPr/{W}sz"), str(style.get(f"{W}styleId"))
        small = size is not None and int(size.get(f"{W}val")) < BODY_SIZE
        if small and name in used and not name.startswith("TOC"):
            yield f"{name} has {size.get(f'{W}val')} half-points"


def _contrasts(styles: etree._Element) -> Iterator[str]:
    paper = {"FFFFFF", *(node.get(f"{W}fill") for node in styles.iter(f"{W}shd"))}
    for style in styles.iter(f"{W}style"):
        color = style.find(f"{W}rPr/{W}color")
        for under in paper if color is not None else ():
            ratio = _contrast(color.get(f"{W}val"), under)
            if ratio < CONTRAST:
                yield f"{style.get(f'{W}styleId')}: contrast {ratio:.1f} on {under}"


def _contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    channels = [int(color[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _outline(styles: etree._Element) -> Iterator[str]:
    by_id = {style.get(f"{W}styleId"): style for style in styles.iter(f"{W}style")}
    for name, level in LEVELS.items():
        style = by_id[name]
        while style.find(f"{W}pPr/{W}outlineLvl") is None:
            style = by_id[style.find(f"{W}basedOn").get(f"{W}val")]
        if style.find(f"{W}pPr/{W}outlineLvl").get(f"{W}val") != str(level - 1):
            yield f"{name} is not of level {level}"


def _lists(body: etree._Element) -> Iterator[str]:
    """A list made of dashes says « tiret » and no count; what was typed in a control is its author's."""
    for paragraph in body.iter(f"{W}p"):
        first = next((node for node in paragraph.iter(f"{W}t")), None)
        typed = first is not None and any(True for _ in first.iterancestors(f"{W}sdt"))
        if not typed and text_of(paragraph).startswith(DASHES):
            yield f"a list made by hand: {text_of(paragraph)[:40]}"


def _pictures(trees: dict[str, etree._Element]) -> Iterator[str]:
    for name, tree in trees.items():
        for picture in tree.iter(f"{WP}docPr"):
            if not picture.get("descr") and not re.search("decorative", etree.tostring(picture).decode()):
                yield f"{name}: a picture without a text"


def _contents(body: etree._Element) -> Iterator[str]:
    if not any((node.text or "").strip().startswith("TOC") for node in body.iter(f"{W}instrText")):
        yield "no table of contents"
    listed = {node.get(f"{W}anchor") for node in body.iter(f"{W}hyperlink")}
    for mark in body.iter(f"{W}bookmarkStart"):
        if mark.get(f"{W}name").startswith("_Toc") and mark.get(f"{W}name") not in listed:
            yield f"{mark.get(f'{W}name')} is not in the contents"


def _page_numbers(trees: dict[str, etree._Element]) -> Iterator[str]:
    fields = {
        (node.text or "").strip()
        for name, tree in trees.items()
        if name.startswith("word/footer")
        for node in tree.iter(f"{W}instrText")
    }
    if not {"PAGE", "NUMPAGES"} <= fields:
        yield "no page number in the footer"


def _headers(trees: dict[str, etree._Element]) -> Iterator[str]:
    """Screen readers skip headers: nothing may be said there alone."""
    said = "".join(node.text or "" for node in trees["word/document.xml"].iter(f"{W}t"))
    used = {node.get(f"{R}id") for node in trees["word/document.xml"].iter(f"{W}headerReference")}
    for name, tree in trees.items():
        if used and name.startswith("word/header"):
            for place in tree.iter(f"{W}sdt"):
                if text_of(place).rstrip("…") not in said:
                    yield f"{name}: {text_of(place)!r} stands in the header alone"


def _colour_alone(body: etree._Element) -> Iterator[str]:
    """A remark is told by its words, not by its colour."""
    for paragraph in body.iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        remark = style is not None and style.get(f"{W}val") == "Remark"
        if remark and not text_of(paragraph).startswith(("Remarque", "À vérifier", "Volet sans")):
            yield f"a remark told by its colour: {text_of(paragraph)[:40]}"


def _captions(body: etree._Element) -> Iterator[str]:
    """A table is described, in other words than those of a title over it."""
    for table in body.iter(f"{W}tbl"):
        said = table.find(f"{W}tblPr/{W}tblDescription")
        before = table.getprevious()
        if said is None or not said.get(f"{W}val"):
            yield "a table without tblDescription"
        elif before is not None and text_of(before).strip(". ") == said.get(f"{W}val").strip(". "):
            yield f"a caption that repeats the description: {text_of(before)!r}"
