"""How the page of a draft is divided."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from app.domain.draft import DraftSection


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the outline with the volets of this draft that stand in it."""

    id: str
    title: str
    sections: tuple[DraftSection, ...]


def parts_of(sections: Iterable[DraftSection]) -> list[Part]:
    """The parts in the order of the document; the sections already follow it."""
    grouped = groupby(sections, key=lambda section: (section.part.id, section.part.title))
    return [Part(part_id, title, tuple(sections)) for (part_id, title), sections in grouped]
