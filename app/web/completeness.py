"""What the contract still lacks, why, and where to mend it; the same as JSON."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from flask import Blueprint, jsonify, render_template, url_for
from flask.typing import ResponseReturnValue

from app.domain.checks.remaining import LEVEL_TITLES
from app.domain.draft import Draft, Finding
from app.domain.export import draft_document
from app.domain.tasks import commitments_task
from app.domain.text import first_words
from app.domain.views import progress_of
from app.web.chapters import field_name
from app.web.contract_catalogue import draft_of
from app.web.services import profiles

LONGEST = 60
"""Characters of a clause that has no number: enough to know it by."""

_PLACES = {
    "territory": ("territory.edit", "Compléter le territoire"),
    "quartiers": ("contract_quartiers.edit", "Reprendre les quartiers de la liste officielle"),
    "partners": ("partners.edit", "Choisir les signataires"),
    "signatories": ("signatories.show", "Nommer les signataires"),
    "orientations": ("orientations.show", "Ouvrir les orientations"),
    "section": ("commitments.show", "Aller au volet"),
    "sections": ("commitments.show", "Rédiger les engagements"),
    "text": ("chapters.edit", "Écrire ce texte"),
    "local": ("local_commitments.edit", "Lui choisir un volet"),
    "historical": ("historical.show", "Décider de leur place"),
    "portraits": ("portraits.show", "Écrire les portraits"),
    "kept": ("unprinted.show", "Voir ces textes"),
    "versions": ("versions.show", "Voir les versions"),
}


@dataclass(frozen=True, slots=True)
class Link:
    """Where something is mended: the words that are seen, and those that only a screen reader says."""

    address: str
    words: str
    about: str


def places_to_mend(draft: Draft, profile_id: int) -> Iterator[tuple[Finding, tuple[Link, ...]]]:
    """Each finding with its links: the form of each commitment that it names, else where it is mended."""
    link_of = _Forms(draft, profile_id)
    for finding in draft.checks:
        links = tuple(link_of.commitment(one) for one in finding.commitments)
        if not finding.place.startswith("section") or not links:
            links = (place_of(finding, profile_id), *links)
        yield finding, links


def place_of(finding: Finding, profile_id: int) -> Link:
    """Return the page where a finding is mended as a whole."""
    kind, _, name = finding.place.partition(":")
    endpoint, words = _PLACES[kind]
    anchor = {"section": f"volet-{name}", "text": field_name(name)}.get(kind)
    local_id = name if kind == "local" else None  # url_for leaves out what is None
    address = url_for(endpoint, profile_id=profile_id, local_id=local_id, _anchor=anchor)
    return Link(address, words, finding.message)


class _Forms:
    """The forms of the commitments of a draft, each named as in the document."""

    def __init__(self, draft: Draft, profile_id: int) -> None:
        self._profile_id = profile_id
        self._leaves = draft.catalogue.leaf_by_id
        self._numbers = draft.numbers
        self._local_numbers = draft.local_numbers
        self._local_texts = {one.id: one.text for one in draft.profile.local_commitments}

    def commitment(self, identifier: str) -> Link:
        """Return the link to the form of one commitment."""
        if identifier in self._local_numbers:
            address = url_for("local_commitments.edit", profile_id=self._profile_id, local_id=identifier)
            number = self._local_numbers[identifier]
            return Link(address, f"Engagement local {number}", self._local_texts[identifier])
        address = url_for("adaptation.edit", profile_id=self._profile_id, commitment_id=identifier)
        text = self._leaves[identifier].commitment.text
        if identifier in self._numbers:
            return Link(address, f"Engagement {self._numbers[identifier]}", text)
        return Link(address, f"« {first_words(text, LONGEST)} »", "")


blueprint = Blueprint("completeness", __name__)
FEW_LINKS = 6
"""Links beside a finding; more are folded under it."""


@blueprint.get("/profils/<profile_id:profile_id>/completude")
def show(profile_id: int) -> ResponseReturnValue:
    """Show what is missing, the most serious first."""
    saved = profiles().get(profile_id)
    draft = draft_of(saved)
    findings = groupby(places_to_mend(draft, saved.id), key=lambda found: found[0].level)
    return render_template(
        "completeness/show.html",
        saved=saved,
        draft=draft,
        findings=[(level, LEVEL_TITLES[level], list(found)) for level, found in findings],
        few=FEW_LINKS,
        written=commitments_task(draft).said,
        empty=[one.section for one in progress_of(draft) if one.total and one.to_do == one.total],
    )


@blueprint.get("/profils/<profile_id:profile_id>/completude.json")
def checks(profile_id: int) -> ResponseReturnValue:
    """Send the findings as the interface gives them: the `checks` of the draft."""
    saved = profiles().get(profile_id)
    draft = draft_of(saved)
    return jsonify(checks=draft_document(draft)["checks"])
