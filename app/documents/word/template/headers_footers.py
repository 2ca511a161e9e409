"""Headers and footers: the named places in them, which receive the territory and the day of the project."""

from lxml import etree

from app.documents.word.template.placeholders import make_mark
from app.documents.word.template.xml import W

PLACES = ("territoire", "projet")
"""The named places of a header or footer: content controls with one of these tags."""


def mark_letterhead(root: etree._Element) -> bool:
    """Put a mark where each value goes; return whether there is any."""
    marked = [_open_place(control, _place_of(control)) for control in list(root.iter(f"{W}sdt"))]
    return any(marked)


def _place_of(control: etree._Element) -> str | None:
    tag = control.find(f"{W}sdtPr/{W}tag")
    name = tag.get(f"{W}val") if tag is not None else None
    return name if name in PLACES else None


def _open_place(control: etree._Element, place: str | None) -> bool:
    """Leave one text in the control: the mark where the value will go."""
    texts = list(control.iter(f"{W}t"))
    if place is None or not texts:
        return False
    for text in texts:
        text.text = ""
    texts[0].append(make_mark(place))
    return True
