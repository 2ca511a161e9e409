"""Pictures of a template: known by their first bytes, never by their name. An SVG points to itself only."""

import base64
import binascii
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from app.documents.word.template.package import LARGEST
from app.documents.word.template.xml import (
    DAMAGED,
    LINKED_SVG,
    TOO_LARGE,
    TOO_LONG,
    UNKNOWN_PICTURE,
    PackageXml,
    Unusable,
)

_RASTER = {
    b"\x89PNG\r\n\x1a\n": "png",
    b"\xff\xd8\xff": "jpeg",
    b"GIF87a": "gif",
    b"GIF89a": "gif",
    b"BM": "bmp",
    b"II*\0": "tiff",
    b"MM\0*": "tiff",
}
_METAFILE = {b"\xd7\xcd\xc6\x9a": "wmf", b"\x01\0\x09\0": "wmf", b"\x02\0\x09\0": "wmf", b"\x01\0\0\0": "emf"}
_EMF_MARK = slice(40, 44)
_TYPES = {"emf": "image/x-emf", "wmf": "image/x-wmf", "svg": "image/svg+xml"}
_LOOKED_AT = 4_096
_GZIP = b"\x1f\x8b"
_INFLATE_GZIP = 31
_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_DATA = re.compile(r"data:[\w/+.-]{0,60};base64,", re.IGNORECASE)
_URL = re.compile(r"url\(\s*[\"']?([^\"')]*)", re.IGNORECASE)
_DOCTYPE = re.compile(rb"<!DOCTYPE[^\[>]{0,500}>")
_ACTIVE = ("script", "foreignObject", "iframe", "handler", "listener")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in a format that Word knows: its extension, its type, its bytes."""

    extension: str
    content_type: str
    content: bytes


def read_picture(content: bytes, reader: PackageXml) -> Picture:
    """Return the picture in these bytes. Raises Unusable for another format, or an SVG that fetches."""
    extension = _extension(content)
    if extension == "svg":
        content = _read_svg(content, reader)
    elif content.startswith(_GZIP):
        # Word compresses old metafiles; nothing tells that this is one but what is inside.
        content = _inflate(content)
        extension = _extension(content)
        extension = extension if extension in ("emf", "wmf") else ""
    # Some readers look for a drawing further than the first bytes.
    if not extension or (extension != "svg" and b"<svg" in content[:_LOOKED_AT].lower()):
        raise Unusable(UNKNOWN_PICTURE)
    return Picture(extension, _TYPES.get(extension, f"image/{extension}"), content)


def _extension(content: bytes) -> str:
    for mark, extension in _RASTER.items():
        if content.startswith(mark):
            return extension
    for mark, extension in _METAFILE.items():
        if content.startswith(mark) and (extension != "emf" or content[_EMF_MARK] == b" EMF"):
            return extension
    # Whatever its name says, LibreOffice reads as SVG what looks like one.
    return "svg" if content.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0").startswith(b"<") else ""


def _inflate(content: bytes) -> bytes:
    try:
        inflated = zlib.decompressobj(_INFLATE_GZIP).decompress(content, LARGEST + 1)
    except zlib.error:
        raise Unusable(DAMAGED) from None
    if len(inflated) > LARGEST:
        raise Unusable(TOO_LARGE)
    return inflated


def _read_svg(content: bytes, reader: PackageXml) -> bytes:
    try:
        root = reader.parse(_without_public_dtd(content))
    except Unusable as fault:
        raise (fault if fault.reason == TOO_LONG else Unusable(UNKNOWN_PICTURE)) from None
    if etree.QName(root).localname != "svg":
        raise Unusable(UNKNOWN_PICTURE)
    if any(map(_is_fetching, root.iter(etree.Element))):
        raise Unusable(LINKED_SVG)
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True))


def _without_public_dtd(content: bytes) -> bytes:
    """Drawing programs declare the public DTD of SVG; without an internal part it says nothing."""
    start = content.find(b"<!DOCTYPE")
    declared = _DOCTYPE.match(content, start) if start >= 0 else None
    return content[:start] + content[declared.end() :] if declared else content


def _is_fetching(element: etree._Element) -> bool:
    is_active = etree.QName(element).localname in _ACTIVE or element.get(_BASE) is not None
    # An animation may change where its parent points to.
    is_animated = element.get("attributeName", "").endswith("href")
    return is_active or is_animated or not all(map(_is_inside, _addresses(element)))


def _addresses(element: etree._Element) -> Iterator[str]:
    """Whatever the element points to, wherever it is written."""
    for name, value in element.attrib.items():
        if etree.QName(name).localname in ("href", "src"):
            yield value
        yield from _addresses_of_style(value)
    if etree.QName(element).localname == "style":
        yield from _addresses_of_style("".join(element.itertext()))


def _addresses_of_style(text: str) -> Iterator[str]:
    """Yield the addresses in CSS; the whole of a text that imports, or hides a word behind an escape."""
    if "@import" in text.lower() or ("\\" in text and "(" in text):
        yield text
    yield from _URL.findall(text)


def _is_inside(address: str) -> bool:
    """« # » and `data:` only, and of these a picture that points nowhere itself."""
    address = address.strip()
    data = _DATA.match(address)
    if not data:
        return not address or address.startswith("#")
    start = re.sub(r"\s", "", address[data.end() : data.end() + _LOOKED_AT])
    try:
        inner = base64.b64decode(start[: len(start) // 4 * 4])
    except (binascii.Error, ValueError):
        return False
    return b"<svg" not in inner.lower() and any(inner.startswith(mark) for mark in _RASTER)
