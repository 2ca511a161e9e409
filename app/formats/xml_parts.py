"""XML from elsewhere, counted before anything builds a tree of it.

Expat reads it piece by piece and keeps nothing. A document type is refused wherever it stands: no office
program writes one, and entities come with it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.parsers import expat

from lxml import etree

from app.domain.french import format_number
from app.formats import FileRefused, FileTooHeavy

# The namespaces of Office, as lxml writes them before the name of an element.
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
WP15 = "{http://schemas.microsoft.com/office/word/2012/wordprocessingDrawing}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
DIAGRAM_DRAWING = "{http://schemas.microsoft.com/office/drawing/2008/diagram}"
DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}"
COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
OFFICE_DRAWING = "{urn:schemas-microsoft-com:office:office}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
VML = "{urn:schemas-microsoft-com:vml}"

DOCTYPE = "Ce fichier contient une déclaration DOCTYPE, qu’un fichier d’Office n’a jamais."
NOT_XML = "Ce fichier est abîmé : une de ses parties n’est pas du XML lisible ({reason})."
ENCODING = "Ce fichier est abîmé : une de ses parties n’est pas écrite en UTF-8."

_CHUNK = 1024 * 1024
"""Bytes: Expat reads a long tag again with each piece, so that small pieces of it cost a square."""

# Two parsers read the same bytes: in another encoding they might not read the same text.
_ENCODINGS = ("utf-8", "utf-16", "us-ascii", "ascii", "utf8")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")


@dataclass(frozen=True, slots=True)
class XmlLimits:
    """Most elements, attributes of all of them together, and elements within one another."""

    elements: int = 200_000
    attributes: int = 1_000_000
    depth: int = 200


def check_xml(content: bytes, limits: XmlLimits | None = None) -> None:
    """Read a part without keeping anything of it.

    Raises FileTooHeavy over a limit, FileRefused for a document type or what is not XML in UTF-8 or UTF-16.
    """
    counter = XmlReader(limits or XmlLimits())
    counter.read(content)


def parse_xml(content: bytes, limits: XmlLimits | None = None) -> etree._Element:
    """Return the root of a part that `check_xml` accepts. Raises what it raises."""
    check_xml(content, limits)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(_as_utf8(content), parser)
    except etree.XMLSyntaxError as error:
        raise FileRefused(NOT_XML.format(reason=f"ligne {error.lineno}")) from None


class XmlReader:
    """Reads a part element by element, within limits. Subclasses redefine `start`, `end` and `text`."""

    def __init__(self, limits: XmlLimits) -> None:
        self._limits = limits
        self._elements = self._attributes = self._depth = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the beginning of an element; names are « namespace name », the namespace may be absent."""

    def end(self, name: str) -> None:
        """Take the end of an element."""

    def text(self, text: str) -> None:
        """Take a piece of the text of an element."""

    def read(self, content: bytes) -> None:
        """Read a whole part. Raises FileTooHeavy and FileRefused as `check_xml` says."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self.text
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.XmlDeclHandler = _refuse_encoding
        try:
            # In pieces: other threads of the site get their turn between two of them.
            for piece in _pieces(content):
                parser.Parse(piece, False)
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise FileRefused(NOT_XML.format(reason=f"ligne {error.lineno}")) from None

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        self._attributes += len(attributes)
        self._depth += 1
        if self._elements > self._limits.elements:
            raise FileTooHeavy(
                f"une de ses parties a plus de {format_number(self._limits.elements)} éléments"
            )
        if self._attributes > self._limits.attributes:
            raise FileTooHeavy(
                f"une de ses parties a plus de {format_number(self._limits.attributes)} attributs"
            )
        if self._depth > self._limits.depth:
            raise FileTooHeavy("ses éléments sont imbriqués trop profondément")
        self.start(name, attributes)

    def _end(self, name: str) -> None:
        self._depth -= 1
        self.end(name)


def _pieces(content: bytes) -> Iterator[bytes]:
    for start in range(0, len(content), _CHUNK):
        yield content[start : start + _CHUNK]


def _refuse_doctype(*_declared: object) -> None:
    raise FileRefused(DOCTYPE)


def _refuse_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding is not None and encoding.lower() not in _ENCODINGS:
        raise FileRefused(ENCODING)


def _as_utf8(content: bytes) -> bytes:
    """Return the same part in UTF-8, which both parsers read alike."""
    if not content.startswith(_UTF_16):
        return content
    return _DECLARATION.sub("", content.decode("utf-16", "replace"), count=1).encode()
