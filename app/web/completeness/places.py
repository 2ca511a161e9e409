"""Where each finding can be mended."""

from collections.abc import Iterator

from flask import url_for

from app.domain.draft import Draft, Finding
from app.web.chapters.forms import field_name


def places_to_mend(draft: Draft, profile_id: int) -> Iterator[tuple[Finding, str, str]]:
    """Each finding with the address where it can be mended and the words of the link."""
    for finding in draft.checks:
        yield finding, *place_of(finding, profile_id)


def place_of(finding: Finding, profile_id: int) -> tuple[str, str]:
    """The address and the words of the link."""
    kind, _, name = finding.place.partition(":")
    if kind == "partners":
        return url_for("partners.edit", profile_id=profile_id), "Choisir les signataires"
    if kind == "signatories":
        return url_for("signatories.show", profile_id=profile_id), "Nommer les signataires"
    if kind == "section":
        return url_for("review.show", profile_id=profile_id, _anchor=f"volet-{name}"), "Aller au volet"
    if kind == "sections":
        return url_for("review.show", profile_id=profile_id, _anchor="volets"), "Adapter les engagements"
    if kind == "text":
        address = url_for("chapters.edit", profile_id=profile_id, _anchor=field_name(name))
        return address, "Écrire ce texte"
    return url_for("territory.edit", profile_id=profile_id), "Compléter le territoire"
