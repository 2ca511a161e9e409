"""Who wrote the comments of a .rtf: LibreOffice gives those on the same words the author of the next one."""

import re
from collections.abc import Mapping
from io import BytesIO
from zipfile import ZipFile

from lxml import etree

from app.formats.xml_parts import W

_COMMENT = re.compile(rb"\\atnauthor ([^{}]*)\}.{0,400}?\\atndate (-?\d+)", re.DOTALL)
_ESCAPED = re.compile(r"\\'([0-9a-fA-F]{2})|\\u(-?\d+) ?(?:\\'[0-9a-fA-F]{2}|\?)?")
_PART = "word/comments.xml"


def restore_authors(docx: bytes, rtf: bytes) -> bytes:
    """Return what LibreOffice made of a .rtf, its comments with the authors that they have there."""
    authors = _authors(rtf)
    made = BytesIO()
    with ZipFile(BytesIO(docx)) as source, ZipFile(made, "w") as target:
        for member in source.infolist():
            content = source.read(member)
            target.writestr(member, _signed(content, authors) if member.filename == _PART else content)
    return made.getvalue() if authors else docx


def _authors(rtf: bytes) -> Mapping[str, str]:
    """Return the author of each minute in which one person alone commented."""
    found: dict[str, set[str]] = {}
    for author, date in _COMMENT.findall(rtf):
        found.setdefault(_minute(int(date)), set()).add(_plain(author))
    return {minute: names.pop() for minute, names in found.items() if len(names) == 1}


def _minute(date: int) -> str:
    """Return the minute that a number of Word says (DTTM), as a .docx writes it."""
    minute, hour, day = date & 63, date >> 6 & 31, date >> 11 & 31
    return f"{1900 + (date >> 20 & 511):04}-{date >> 16 & 15:02}-{day:02}T{hour:02}:{minute:02}"


def _plain(author: bytes) -> str:
    def character(found: re.Match[str]) -> str:
        if found[1]:
            return bytes([int(found[1], 16)]).decode("cp1252", "replace")
        return chr(int(found[2]) & 0xFFFF)

    return _ESCAPED.sub(character, author.decode("cp1252", "replace")).strip()


def _signed(comments: bytes, authors: Mapping[str, str]) -> bytes:
    root = etree.fromstring(comments, etree.XMLParser(resolve_entities=False, no_network=True))
    for one in root.iter(f"{W}comment"):
        author = authors.get(one.get(f"{W}date", "")[:16])
        if author:
            one.set(f"{W}author", author)
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True))
