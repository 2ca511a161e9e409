"""A returned file without its macros: they are never run, and never kept."""

import re
from io import BytesIO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

_MACROS = re.compile(r"(?i)(?:^|/)(?:_rels/)?(?:vbaProject\w*\.bin|vbaData\.xml)(?:\.rels)?$")
_RELATION = re.compile(rb"<Relationship\b[^>]*vba[^>]*/>", re.IGNORECASE)
_TYPE = re.compile(rb'<(?:Override|Default)\b[^>]*(?:vba|Extension="bin")[^>]*/>', re.IGNORECASE)
_MACRO_ENABLED = b"application/vnd.ms-word.document.macroEnabled.main+xml"
_PLAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def without_macros(content: bytes) -> bytes:
    """Return a Word file without its macros, and any other as it is. It was opened within limits before."""
    try:
        with ZipFile(BytesIO(content)) as source:
            if not any(map(_MACROS.search, source.namelist())):
                return content
            return _written_without(source)
    except BadZipFile:
        return content


def _written_without(source: ZipFile) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as target:
        for member in source.infolist():
            if _MACROS.search(member.filename):
                continue
            part = source.read(member)
            if member.filename == "[Content_Types].xml":
                part = _TYPE.sub(b"", part).replace(_MACRO_ENABLED, _PLAIN)
            elif member.filename.endswith(".rels"):
                part = _RELATION.sub(b"", part)
            target.writestr(member.filename, part)
    return made.getvalue()
