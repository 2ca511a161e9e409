"""What LibreOffice leaves out of a tagged PDF: title in its metadata, order of tabs, ids of notes, contents.

It is appended as an incremental update (ISO 32000-1, 7.5.6): what is drawn stays byte for byte. Nothing here
claims that the file conforms to PDF/UA.
"""

import re
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

_TRAILER = re.compile(
    rb"trailer\n<</Size (\d+)/Root (\d+) 0 R\n(/Info \d+ 0 R\n/ID \[[^]]*\]).*?startxref\n(\d+)\n%%EOF\n$",
    re.S,
)
_OBJECT = re.compile(
    rb"\n(\d+) 0 obj\n<<(/Type/StructTreeRoot|/Type/StructElem\n/S/Note\n|/Type/Catalog)"
    rb"(.*?)>>\nendobj",
    re.S,
)
_TITLE = re.compile(rb"<</Title<FEFF([0-9A-F]*)>")
_TABS_MISSPELT, _TABS = b"/Tabs(S)\n", b"/Tabs /S\n"
"""LibreOffice 7.4 writes the order of tabs as a string; it must be a name. Both are as long as each other."""

_REMAPPED = b"/Quote/P\n"
"""A standard type that LibreOffice maps to another one, for it has the name of a style."""


def complete(pdf: bytes) -> bytes:
    """Return the PDF of LibreOffice with what it lacks; as it is, where it is built in another way."""
    end = _TRAILER.search(pdf, max(len(pdf) - 2_000, 0))
    title = _TITLE.search(pdf)
    if end is None or title is None:
        return pdf
    size = int(end[1])
    objects = dict(_changed(pdf, size))
    objects |= _contents(pdf, size + 1)
    objects[size] = _metadata(bytes.fromhex(title[1].decode()).decode("utf-16-be"))
    return pdf.replace(_TABS_MISSPELT, _TABS) + _update(objects, len(pdf), end)


def _changed(pdf: bytes, metadata: int) -> Iterator[tuple[int, bytes]]:
    """Yield the number and the body of each object that changes; the root of the structure comes after it."""
    notes: list[int] = []
    roots: list[tuple[int, bytes]] = []
    for number, kind, content in _OBJECT.findall(pdf):
        body = kind + content
        if kind == b"/Type/Catalog":
            yield int(number), body + b"/Metadata %d 0 R\n" % metadata
        elif kind == b"/Type/StructTreeRoot":
            roots.append((int(number), body.replace(_REMAPPED, b"")))
        else:
            notes.append(int(number))
            yield int(number), body + b"/ID(%s)\n" % _id(int(number))
    names = b" ".join(b"(%s)%d 0 R" % (_id(number), number) for number in sorted(notes))
    for number, body in roots:
        yield number, body + (b"/IDTree<</Names[%s]>>\n" % names if notes else b"")


_LINE = re.compile(
    rb"\n(\d+) 0 obj\n<<(/Type/StructElem\n/S/Contents#20\d\n)/P (\d+) 0 R\n(.*?)>>\nendobj", re.S
)
"""A line of the contents, by the style that LibreOffice knows it by."""


def _contents(pdf: bytes, first: int) -> dict[int, bytes]:
    """Return the objects by which the lines of the contents are a TOC, numbered from `first`.

    LibreOffice says so of a field of contents alone, and the pages of ours are counted without it. Nothing
    where the lines are not all in one element.
    """
    lines = _LINE.findall(pdf)
    parents = {int(parent) for _, _, parent, _ in lines}
    if len(parents) != 1:
        return {}
    (parent,) = parents
    found = re.search(rb"\n%d 0 obj\n<<(.*?/K\[)(.*?)\](.*?)>>\nendobj" % parent, pdf, re.S)
    if found is None:
        return {}
    numbers = [int(number) for number, *_ in lines]
    items = range(first + 1, first + 1 + len(numbers))
    held = [first if int(one) == numbers[0] else int(one) for one in re.findall(rb"(\d+) 0 R", found[2])]
    kept = _references(one for one in held if one not in numbers)
    objects = {
        parent: b"%s%s]%s" % (found[1], kept, found[3]),
        first: b"/Type/StructElem\n/S/TOC\n/P %d 0 R\n/K[%s]\n" % (parent, _references(items)),
    }
    for item, number, (_, kind, _, rest) in zip(items, numbers, lines, strict=True):
        objects[item] = b"/Type/StructElem\n/S/TOCI\n/P %d 0 R\n/K[%d 0 R ]\n" % (first, number)
        objects[number] = b"%s/P %d 0 R\n%s" % (kind, item, rest)
    return objects


def _references(numbers: Iterable[int]) -> bytes:
    return b"".join(b"%d 0 R " % number for number in numbers)


def _id(number: int) -> bytes:
    """Return the id of a note; as bytes, ids are in the order of the numbers."""
    return b"note%08d" % number


def _metadata(title: str) -> bytes:
    packet = (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title><rdf:Alt><rdf:li xml:lang="x-default">'
        f"{escape(title)}</rdf:li></rdf:Alt></dc:title><dc:language><rdf:Bag><rdf:li>fr-FR</rdf:li></rdf:Bag>"
        '</dc:language></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
    ).encode("utf-8", "replace")
    return b"/Type/Metadata/Subtype/XML/Length %d>>\nstream\n%s\nendstream" % (len(packet), packet)


def _update(objects: dict[int, bytes], start: int, end: re.Match[bytes]) -> bytes:
    """Return the section that replaces these objects, after a file of so many bytes that ends so."""
    pieces, table, place = [], [b"xref\n"], start
    for number, body in sorted(objects.items()):
        closing = b"" if b"\nstream\n" in body else b">>"
        piece = b"%d 0 obj\n<<%s%s\nendobj\n" % (number, body, closing)
        table.append(b"%d 1\n%010d 00000 n \n" % (number, place))
        pieces.append(piece)
        place += len(piece)
    trailer = b"trailer\n<</Size %d/Root %s 0 R\n%s\n/Prev %s>>\nstartxref\n%d\n%%%%EOF\n"
    table.append(trailer % (max(objects) + 1, end[2], end[3], end[4], place))
    return b"".join((*pieces, *table))
