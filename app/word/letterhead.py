"""Headers and footers: the named places in them, which receive the territory and the day of the project."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PLACES = ("territoire", "projet")
"""The named places of a letterhead: content controls of its header or footer with one of these tags."""
_PLACE = re.compile("\ue000(\\w+)\ue001")


@dataclass(frozen=True, slots=True)
class Letterhead:
    """A header or footer with its named places."""

    name: str
    xml: str

    @property
    def places(self) -> tuple[str, ...]:
        """The named places that it has."""
        return tuple(dict.fromkeys(_PLACE.findall(self.xml)))

    def filled(self, values: Mapping[str, str]) -> str:
        """The part with its places filled; values are escaped already."""
        return _PLACE.sub(lambda found: values[found[1]], self.xml)


def letterheads(parts: Mapping[str, bytes]) -> Iterator[Letterhead]:
    """The headers and footers of a template that hold named places, ready to be filled."""
    for name, content in parts.items():
        if not re.fullmatch(r"word/(header|footer)\d*\.xml", name):
            continue
        root = etree.fromstring(content)
        controls = [(control, _place_of(control)) for control in root.iter(f"{W}sdt")]
        for control, place in controls:
            if place:
                _open_place(control, place)
        if any(place for _, place in controls):
            text = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True).decode()
            yield Letterhead(name, text)


def _place_of(control: etree._Element) -> str | None:
    tag = control.find(f"{W}sdtPr/{W}tag")
    name = tag.get(f"{W}val") if tag is not None else None
    return name if name in PLACES else None


def _open_place(control: etree._Element, place: str) -> None:
    """Leaves one text in the control: a token that no document can hold, where the value will go."""
    texts = list(control.iter(f"{W}t"))
    for rank, text in enumerate(texts):
        text.text = f"\ue000{place}\ue001" if rank == 0 else ""
