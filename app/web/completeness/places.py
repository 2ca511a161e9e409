"""Where each finding can be mended."""

from collections.abc import Iterator

from flask import url_for

from app.domain.draft import Draft, Finding
from app.web.chapters.forms import field_name

_PLACES = {
    "territory": ("territory.edit", "Compléter le territoire"),
    "partners": ("partners.edit", "Choisir les signataires"),
    "signatories": ("signatories.show", "Nommer les signataires"),
    "section": ("review.show", "Aller au volet"),
    "sections": ("review.show", "Adapter les engagements"),
    "text": ("chapters.edit", "Écrire ce texte"),
    "versions": ("versions.show", "Voir les versions"),
}


def places_to_mend(draft: Draft, profile_id: int) -> Iterator[tuple[Finding, str, str]]:
    """Each finding with the address where it can be mended and the words of the link."""
    for finding in draft.checks:
        yield finding, *place_of(finding, profile_id)


def place_of(finding: Finding, profile_id: int) -> tuple[str, str]:
    """The address and the words of the link."""
    kind, _, name = finding.place.partition(":")
    endpoint, words = _PLACES[kind]
    anchor = {"section": f"volet-{name}", "sections": "volets", "text": field_name(name)}.get(kind)
    return url_for(endpoint, profile_id=profile_id, _anchor=anchor), words
