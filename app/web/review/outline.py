"""How the page of a draft is divided, and where each finding can be mended."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from flask import url_for

from app.domain.draft import Draft, DraftSection, Finding


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the outline with the volets of this draft that stand in it."""

    id: str
    title: str
    sections: tuple[DraftSection, ...]


def parts_of(draft: Draft) -> list[Part]:
    """The parts in the order of the document; the sections already follow it."""
    grouped = groupby(draft.sections, key=lambda section: (section.part.id, section.part.title))
    return [Part(part_id, title, tuple(sections)) for (part_id, title), sections in grouped]


def places_to_mend(draft: Draft, profile_id: int) -> Iterator[tuple[Finding, str, str]]:
    """Each finding with the address where it can be mended and the words of the link."""
    for finding in draft.checks:
        subject, _, rest = finding.place.partition(":")
        if subject == "partners":
            yield finding, url_for("partners.edit", profile_id=profile_id), "Choisir les signataires"
        elif subject == "section":
            yield finding, f"#volet-{rest}", "Aller au volet"
        else:
            yield finding, url_for("territory.edit", profile_id=profile_id), "Compléter le territoire"
