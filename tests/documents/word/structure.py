"""What Word, LibreOffice or a screen reader would stumble over in a draft, as a list of sentences."""

import posixpath
import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from tests.documents.word.reading import R, W, parts, text_of

LEVELS = {"Heading1": 1, "AnnexHeading": 1, "PlainHeading": 1, "Heading2": 2, "Heading3": 3}
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


def faults(content: bytes) -> list[str]:
    """Every fault of a .docx; an empty list when it is sound."""
    package = parts(content)
    trees = {name: etree.fromstring(xml) for name, xml in package.items() if name.endswith((".xml", ".rels"))}
    body = trees["word/document.xml"]
    return [
        *_relations(package, trees),
        *_content_types(package, trees),
        *_marks(trees),
        *_cells(trees),
        *_styles(trees),
        *_headings(body),
        *_tables(body),
        *_bold_twice(trees),
        *_raised_letters(trees),
        *_empty_paragraphs(body),
        *_controls(body),
        *_language(trees),
        *_properties(trees),
        *_notes(trees),
        *_comments(package, trees),
        *_questions_at_opening(trees),
    ]


def _relations(package: dict[str, bytes], trees: dict[str, etree._Element]) -> Iterator[str]:
    for name in [name for name in trees if name.endswith(".rels")]:
        folder = posixpath.dirname(posixpath.dirname(name))
        known = set()
        for relation in trees[name]:
            known.add(relation.get("Id"))
            if relation.get("TargetMode") == "External":
                yield f"{name}: external relation {relation.get('Target')}"
                continue
            target = relation.get("Target")
            path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            if posixpath.normpath(path) not in package:
                yield f"{name}: {target} does not exist"
        owner = trees.get(posixpath.join(folder, posixpath.basename(name).removesuffix(".rels")))
        if owner is not None:
            used = {value for node in owner.iter() for key, value in node.attrib.items() if key.startswith(R)}
            yield from (f"{name}: {missing} is used and not defined" for missing in used - known)


def _content_types(package: dict[str, bytes], trees: dict[str, etree._Element]) -> Iterator[str]:
    types = trees["[Content_Types].xml"]
    overrides = {node.get("PartName", "").lstrip("/") for node in types}
    extensions = {node.get("Extension") for node in types}
    for name in package:
        if name not in overrides and name.rpartition(".")[2] not in extensions:
            yield f"{name}: no content type"
    yield from (f"{name}: declared and missing" for name in overrides - set(package) - {""})
    if next(iter(package)) != "[Content_Types].xml":
        yield "[Content_Types].xml does not come first"


def _marks(trees: dict[str, etree._Element]) -> Iterator[str]:
    body = trees["word/document.xml"]
    starts = [node.get(f"{W}id") for node in body.iter(f"{W}bookmarkStart")]
    ends = [node.get(f"{W}id") for node in body.iter(f"{W}bookmarkEnd")]
    names = [node.get(f"{W}name") for node in body.iter(f"{W}bookmarkStart")]
    if sorted(starts) != sorted(ends):
        yield "bookmarks do not go in pairs"
    for what, ids in (
        ("bookmark id", starts),
        ("bookmark name", names),
        ("drawing id", [n.get("id") for tree in trees.values() for n in tree.iter(f"{WP}docPr")]),
        ("control id", [n.get(f"{W}val") for n in body.iter(f"{W}id") if n.getparent().tag == f"{W}sdtPr"]),
    ):
        yield from (
            f"{what} {one!r} is used {count} times" for one, count in Counter(ids).items() if count > 1
        )
    for name in names:
        if not re.fullmatch(r"[A-Za-z_]\w{0,39}", name, re.ASCII):
            yield f"bookmark name {name!r}"
    for tree in trees.values():
        for link in tree.iter(f"{W}hyperlink"):
            if link.get(f"{W}anchor") not in names:
                yield f"link to nowhere: {link.get(f'{W}anchor')}"
            if not text_of(link).strip():
                yield "link without text"


def _cells(trees: dict[str, etree._Element]) -> Iterator[str]:
    for name, tree in trees.items():
        for cell in tree.iter(f"{W}tc"):
            if cell[-1].tag != f"{W}p":
                yield f"{name}: a cell ends with {cell[-1].tag}"


def _styles(trees: dict[str, etree._Element]) -> Iterator[str]:
    ids = [style.get(f"{W}styleId") for style in trees["word/styles.xml"].iter(f"{W}style")]
    yield from (f"style {one} defined {count} times" for one, count in Counter(ids).items() if count > 1)
    for name, tree in trees.items():
        for tag in ("pStyle", "rStyle", "tblStyle", "basedOn", "next", "link"):
            for node in tree.iter(f"{W}{tag}"):
                if node.get(f"{W}val") not in ids:
                    yield f"{name}: style {node.get(f'{W}val')} does not exist"
    numbers = {node.get(f"{W}numId") for node in trees["word/numbering.xml"].iter(f"{W}num")}
    for name, tree in trees.items():
        for node in tree.iter(f"{W}numId"):
            if node.get(f"{W}val") not in {*numbers, "0"}:
                yield f"{name}: list {node.get(f'{W}val')} does not exist"


def _headings(body: etree._Element) -> Iterator[str]:
    titles = [node for node in body.iter(f"{W}pStyle") if node.get(f"{W}val") == "Title"]
    if len(titles) != 1:
        yield f"{len(titles)} titles"
    previous = 0
    for node in body.iter(f"{W}pStyle"):
        level = LEVELS.get(node.get(f"{W}val"), 0)
        if level > previous + 1:
            yield f"heading of level {level} after level {previous}"
        previous = level or previous


def _tables(body: etree._Element) -> Iterator[str]:
    for table in body.iter(f"{W}tbl"):
        rows = table.findall(f"{W}tr")
        if rows[0].find(f"{W}trPr/{W}tblHeader") is None:
            yield "a table without a header row"
        if table.find(f"{W}tblPr/{W}tblDescription") is None:
            yield "a table without a description"
        columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
        # The title of a group of rows is the one cell that may be merged: it has its row alone.
        titles = [row for row in rows[1:] if _columns_of(row) == [columns]]
        if any(_columns_of(row) != [1] * columns for row in rows if row not in titles):
            yield "a row that does not fill its table, or has merged cells"
        if list(table.iter(f"{W}vMerge")) or list(table.iterdescendants(f"{W}tbl")):
            yield "cells merged over rows or a nested table"


def _columns_of(row: etree._Element) -> list[int]:
    """How many columns each cell of a row covers."""
    spans = (cell.find(f"{W}tcPr/{W}gridSpan") for cell in row.findall(f"{W}tc"))
    return [1 if span is None else int(span.get(f"{W}val")) for span in spans]


def _bold_twice(trees: dict[str, etree._Element]) -> Iterator[str]:
    """What a table, a paragraph and its words make bold twice: Word then shows it in regular type."""
    styles = {style.get(f"{W}styleId"): style for style in trees["word/styles.xml"].iter(f"{W}style")}
    body = trees["word/document.xml"]
    by_table = {}
    for table in body.iter(f"{W}tbl"):
        style = styles[table.find(f"{W}tblPr/{W}tblStyle").get(f"{W}val")]
        firsts = {part.get(f"{W}type"): _says_bold(part) for part in style.iter(f"{W}tblStylePr")}
        named = table.find(f"{W}tblPr/{W}tblLook").get(f"{W}firstColumn") == "1"
        for rank, row in enumerate(table.findall(f"{W}tr")):
            for place, cell in enumerate(row.iter(f"{W}tc")):
                column = firsts.get("firstCol") if named and place == 0 else None
                said = firsts.get("firstRow") if rank == 0 else None
                by_table |= {node: bool(column if said is None else said) for node in cell.iter(f"{W}p")}
    for paragraph in body.iter(f"{W}p"):
        own = _is_bold(styles, paragraph.find(f"{W}pPr/{W}pStyle"))
        for run in paragraph.iter(f"{W}r"):
            levels = (by_table.get(paragraph, False), own, _is_bold(styles, run.find(f"{W}rPr/{W}rStyle")))
            if sum(levels) > 1 and text_of(run).strip():
                yield f"bold twice: {text_of(run)[:40]!r}"


def _says_bold(style: etree._Element) -> bool | None:
    bold = style.find(f"{W}rPr/{W}b")
    return None if bold is None else bold.get(f"{W}val", "1") not in {"0", "false"}


def _is_bold(styles: dict[str, etree._Element], named: etree._Element | None) -> bool:
    while named is not None:
        style = styles[named.get(f"{W}val")]
        if (said := _says_bold(style)) is not None:
            return said
        named = style.find(f"{W}basedOn")
    return False


def _raised_letters(trees: dict[str, etree._Element]) -> Iterator[str]:
    """« 1ᵉʳ » in one run: its letters are displaced in a PDF, and missing elsewhere."""
    for name, tree in trees.items():
        yield from (f"{name}: {node.text!r}" for node in tree.iter(f"{W}t") if "ᵉ" in (node.text or ""))


def _empty_paragraphs(body: etree._Element) -> Iterator[str]:
    for paragraph in body.iter(f"{W}p"):
        # A redline still holds what it takes away.
        if not text_of(paragraph).strip() and paragraph.find(f".//{W}delText") is None:
            yield "an empty paragraph"


def _controls(body: etree._Element) -> Iterator[str]:
    tags = [node.get(f"{W}val") for node in body.iter(f"{W}tag")]
    yield from (f"tag {one} used {count} times" for one, count in Counter(tags).items() if count > 1)
    for node in body.iter(f"{W}tag", f"{W}alias"):
        value = node.get(f"{W}val")
        if len(value.encode("utf-16-le")) > 2 * 64:
            yield f"Word refuses a control named {value!r}: more than 64 characters"


def _language(trees: dict[str, etree._Element]) -> Iterator[str]:
    styles = trees["word/styles.xml"]
    default = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    if default is None or default.get(f"{W}val") != "fr-FR":
        yield "the default language is not French"
    for name, tree in trees.items():
        for node in tree.iter(f"{W}lang"):
            if node.get(f"{W}val") not in {None, "fr-FR"}:
                yield f"{name}: language {node.get(f'{W}val')}"


def _properties(trees: dict[str, etree._Element]) -> Iterator[str]:
    core = {etree.QName(node).localname: node.text or "" for node in trees["docProps/core.xml"]}
    if not 0 < len(core.get("title", "").encode("utf-16-le")) <= 2 * 255:
        yield f"title of {len(core.get('title', ''))} characters"
    if core.get("creator") != "Assistant de rédaction" or core.get("language") != "fr-FR":
        yield f"author {core.get('creator')}, language {core.get('language')}"
    if any("python-docx" in value for value in core.values()):
        yield "python-docx in the properties"
    if any("thumbnail" in name for name in trees):
        yield "a picture of another document"


def _notes(trees: dict[str, etree._Element]) -> Iterator[str]:
    called = [node.get(f"{W}id") for node in trees["word/document.xml"].iter(f"{W}footnoteReference")]
    written = [
        node.get(f"{W}id")
        for node in trees["word/footnotes.xml"]
        if node.get(f"{W}type", "normal") == "normal"
    ]
    if called != written:
        yield "footnotes called and footnotes written differ"


def _comments(package: dict[str, bytes], trees: dict[str, etree._Element]) -> Iterator[str]:
    """Each comment has its words (a start, then an end), its mark after them, and a part that says it."""
    body = trees["word/document.xml"]
    order = {node: rank for rank, node in enumerate(body.iter())}
    places = {
        tag: {node.get(f"{W}id"): order[node] for node in body.iter(f"{W}{tag}")}
        for tag in ("commentRangeStart", "commentRangeEnd", "commentReference")
    }
    marks = [node.get(f"{W}id") for node in body.iter(f"{W}commentReference")]
    if "word/comments.xml" not in trees:
        if marks or b"comments" in package["[Content_Types].xml"]:
            yield "comments without their part"
        return
    written = [node.get(f"{W}id") for node in trees["word/comments.xml"]]
    yield from (f"comment {one} written {n} times" for one, n in Counter(written).items() if n > 1)
    if sorted(marks) != sorted(written) or any(set(found) != set(written) for found in places.values()):
        yield "comments written and comments placed differ"
        return
    for one in written:
        start, end, mark = (found[one] for found in places.values())
        if not start < end < mark:
            yield f"comment {one}: start, end and mark are not in this order"
    for node in trees["word/comments.xml"]:
        if not text_of(node).strip() or not node.get(f"{W}date") or not node.get(f"{W}initials"):
            yield f"comment {node.get(f'{W}id')} without words, date or initials"


def _questions_at_opening(trees: dict[str, etree._Element]) -> Iterator[str]:
    for name, tree in trees.items():
        if list(tree.iter(f"{W}updateFields", f"{W}altChunk", f"{W}attachedTemplate")):
            yield f"{name}: something that makes Word ask a question"
        if any(node.get(f"{W}dirty") for node in tree.iter()):
            yield f"{name}: a field marked dirty"
        kinds = Counter(node.get(f"{W}fldCharType") for node in tree.iter(f"{W}fldChar"))
        if len(set(kinds.values())) > 1:
            yield f"{name}: a field without its result"
