"""The contract that a takeover makes of what was accepted."""

from typing import Any

from app.domain.french import typeset
from app.domain.profile_json import ProfileRefused, read_new_profile, territory_document
from app.domain.takeover import USUAL_SECTION, profile_of
from app.domain.takeover.review import taken_pieces
from app.domain.text import MAX_NAME
from app.store import SavedProfile
from app.territories.takeover_lists import territory_named
from app.web.saving import create_from
from app.web.services import catalogue, profiles, reference
from app.web.takeover.forms import MakeForm, named_territory
from app.web.takeover.review import Review

UNKNOWN = (
    "Territoire : « {} » n’est ni une intercommunalité ni une commune connue ici. Écrivez son nom en entier, "
    "ou son code SIREN ou INSEE."
)


def make_contract(form: MakeForm, review: Review) -> SavedProfile | None:
    """Return the new contract, or None when it could not be made and the form says why.

    Its first version is named after the file.
    """
    pieces = taken_pieces(review.pieces, review.remainders)
    document = profile_of(pieces, review.takeover.name, catalogue().latest_outline.id, USUAL_SECTION)
    document["name"] = form.name.data
    if not _put_territory(form, review, document):
        return None
    try:
        profile = read_new_profile(document, catalogue())
    except ProfileRefused as refused:
        form.status = 422
        form.refusals = [typeset(f"{one.path} : {one.message}") for one in refused.problems]
        return None
    saved = create_from(form, profile)
    if saved is not None:
        profiles().versions.name(saved.id, 1, f"Contrat repris de {review.takeover.name}"[:MAX_NAME])
    return saved


def _put_territory(form: MakeForm, review: Review, document: dict[str, Any]) -> bool:
    """Whether the document has the territory that was typed: the one accepted, or one known here."""
    typed = form.territory.data
    if typed == named_territory(review):
        return True
    found = territory_named(typed, reference())
    if found is None:
        form.territory.errors = [typeset(UNKNOWN.format(typed))]
        form.status = 422
        return False
    document["territory"] = territory_document(found) | {"quartiers": document["territory"]["quartiers"]}
    return True
