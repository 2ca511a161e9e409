"""« Mme X a aussi cette page ouverte »: said when a page is opened, and again by a script while it is.

Only between accounts, and only of the pages where people write: nothing is known of who reads.
"""

from contextlib import suppress

from flask import Blueprint, Flask, jsonify, request
from flask.typing import ResponseReturnValue

from app.access import Action, may
from app.store import SavedProfile, StoreUnavailable
from app.web.services import actor, profiles

WATCHED = frozenset(
    {
        "adaptation.edit",
        "chapters.edit",
        "local_commitments.edit",
        "orientations.edit",
        "orientations.edit_objective",
        "portraits.edit",
        "returns.decide",
        "returns.unplaced",
        "signatories.edit",
        "territory.edit",
    }
)
"""The pages where two people may write at once."""

LONGEST_PATH = 300
FEW = 3

blueprint = Blueprint("presence", __name__)


def register_presence(app: Flask) -> None:
    """Let the templates say who else has the page open."""
    app.add_template_global(also_here)
    app.add_template_global(is_watched)


@blueprint.get("/profils/<profile_id:profile_id>/presence")
def show(profile_id: int) -> ResponseReturnValue:
    """Say who else has a page of a contract open: the address is in the query."""
    page = request.args.get("page", "")
    known = page.startswith(f"/profils/{profile_id}/") and len(page) <= LONGEST_PATH
    return jsonify(said=_said(profile_id, page) if known else "")


def is_watched() -> bool:
    """Tell whether the page that is shown is one where two people may write at once."""
    return actor().is_signed_in and request.endpoint in WATCHED


def also_here(saved: SavedProfile) -> str:
    """Return who else has the page open that is shown, in a sentence; nothing where nobody else has it."""
    return _said(saved.id, request.path) if is_watched() else ""


def _said(contract: int, page: str) -> str:
    names: tuple[str, ...] = ()
    account = actor().account
    if account is not None and may(actor(), Action.READ, contract) and profiles().may_be_written:
        with suppress(StoreUnavailable):  # a page is shown, be it known or not who else is there
            names = profiles().presences.others(contract, page, account)
    return in_words(names)


def in_words(names: tuple[str, ...]) -> str:
    """Return the sentence that names them."""
    if not names:
        return ""
    shown = [*names[:FEW], *(["d’autres"] if len(names) > FEW else [])]
    listed = f"{', '.join(shown[:-1])} et {shown[-1]}" if len(shown) > 1 else shown[0]
    return f"{listed} {'ont' if len(shown) > 1 else 'a'} aussi cette page ouverte."
