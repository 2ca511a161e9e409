"""What LibreOffice writes and Word's own schema does not know, put right in a template."""

from lxml import etree

from app.documents.word.template.xml import W

# « start » is of a later edition than the rest of the file; the strict readers know left and right only.
_SIDES = {"start": "left", "end": "right"}


def fix_libreoffice(root: etree._Element) -> None:
    """Bring a part to the words that every reader knows."""
    for node in root.iter(f"{W}jc", f"{W}lvlJc"):
        side = _SIDES.get(node.get(f"{W}val", ""))
        if side:
            node.set(f"{W}val", side)
    # The name of a character set beside its number: « utf-8 » is not in Word's list.
    for node in root.iter(f"{W}charset"):
        node.attrib.pop(f"{W}characterSet", None)
    # The format of a list's number comes before its style.
    for level in root.iter(f"{W}lvl"):
        style, format_ = level.find(f"{W}pStyle"), level.find(f"{W}numFmt")
        if style is not None and format_ is not None and style.getnext() is format_:
            style.addprevious(format_)
