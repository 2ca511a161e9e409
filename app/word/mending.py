"""What LibreOffice writes and Word's own schema does not know, put right in a template."""

import re

# « start » is of a later edition than the rest of the file; the strict readers know left and right only.
_SIDE = re.compile(rb'(<w:(?:lvlJc|jc) w:val=")(start|end)(")')
_SIDES = {b"start": b"left", b"end": b"right"}
# The name of a character set beside its number: « utf-8 » is not in Word's list.
_CHARACTER_SET = re.compile(rb' w:characterSet="[^"]*"')
# The format of a list's number comes before its style.
_FORMAT = re.compile(rb'(<w:pStyle w:val="[^"]*"/>)(<w:numFmt w:val="[^"]*"/>)')


def mended(part: bytes) -> bytes:
    """The XML part in the words that every reader knows."""
    sides = _SIDE.sub(lambda found: found[1] + _SIDES[found[2]] + found[3], part)
    return _FORMAT.sub(rb"\2\1", _CHARACTER_SET.sub(b"", sides))
