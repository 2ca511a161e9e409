"""Who wrote the comments of a .rtf: LibreOffice gives those on the same words the author of the next one."""

import re
from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from lxml import etree

from app.domain.text import clean
from app.formats import FileRefused, read_archive
from app.formats.returned.package import LIMITS, XML_LIMITS
from app.formats.xml_parts import W, parse_xml

# Bounded: whoever made the file may have closed no brace, or written a number of a million digits.
_SAID = re.compile(rb"\\atnauthor ([^{}]{0,200})\}|\\atndate (-?\d{1,10})(?!\d)")
_ESCAPED = re.compile(r"\\'([0-9a-fA-F]{2})|\\u(-?\d{1,5})(?!\d) ?(?:\\'[0-9a-fA-F]{2}|\?)?")
_PART = "word/comments.xml"


def restore_authors(docx: bytes, rtf: bytes) -> bytes:
    """Return what LibreOffice made of a .rtf, its comments with the authors that they have there.

    A file that cannot be read comes back as it is: its reader says what is wrong with it.
    """
    authors = _authors(rtf)
    if not authors:
        return docx
    try:
        members = read_archive(docx, LIMITS)
        comments = parse_xml(members.get(_PART, b""), XML_LIMITS)
    except FileRefused:
        return docx
    for one in comments.iter(f"{W}comment"):
        author = authors.get(one.get(f"{W}date", "")[:16])
        if author:
            one.set(f"{W}author", author)
    members[_PART] = etree.tostring(comments, encoding="UTF-8", xml_declaration=True, standalone=True)
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as target:
        for name, content in members.items():
            target.writestr(name, content)
    return made.getvalue()


def _authors(rtf: bytes) -> Mapping[str, str]:
    """Return the author of each minute in which one person alone commented."""
    found: dict[str, set[str]] = {}
    author = ""
    for one in _SAID.finditer(rtf):
        if one[2] is None:
            author = _plain(one[1])
        elif author:
            found.setdefault(_minute(int(one[2])), set()).add(author)
            author = ""
    return {minute: names.pop() for minute, names in found.items() if len(names) == 1}


def _minute(date: int) -> str:
    """Return the minute that a number of Word says (DTTM), as a .docx writes it."""
    minute, hour, day = date & 63, date >> 6 & 31, date >> 11 & 31
    return f"{1900 + (date >> 20 & 511):04}-{date >> 16 & 15:02}-{day:02}T{hour:02}:{minute:02}"


def _plain(author: bytes) -> str:
    """Return a name without its notation, nor what no XML may hold."""

    def character(found: re.Match[str]) -> str:
        if found[1]:
            return bytes([int(found[1], 16)]).decode("cp1252", "replace")
        return chr(int(found[2]) & 0xFFFF)

    text = _ESCAPED.sub(character, author.decode("cp1252", "replace"))
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")  # a pair is one sign
    return clean(whole).text.strip()
