"""The pages that explain the application, and the one that tells whether it is well."""

from flask import Blueprint, jsonify, render_template
from flask.typing import ResponseReturnValue

from app.domain.catalogue import Scope
from app.domain.rules import Scheme
from app.domain.text import name_key, without_accents
from app.store import StoreUnavailable, condition_of
from app.web.parts import catalogue, profiles, reference

blueprint = Blueprint("about", __name__)


@blueprint.get("/aide")
def guide() -> ResponseReturnValue:
    """How a contrat de ville is built, what the application does, and the acronyms."""
    return render_template("about/guide.html", catalogue=catalogue(), acronyms=_acronyms())


@blueprint.get("/donnees")
def sources() -> ResponseReturnValue:
    """Where the texts and the territories come from, and of which date."""
    known = catalogue()
    national = sum(leaf.commitment.scope is Scope.NATIONAL for leaf in known.leaves)
    return render_template("about/sources.html", catalogue=known, national=national, reference=reference())


@blueprint.get("/accessibilite")
def accessibility() -> ResponseReturnValue:
    """What was tested, what was not, and whom to tell."""
    return render_template("about/accessibility.html")


@blueprint.get("/sante")
def health() -> ResponseReturnValue:
    """Whether the database answers (200, else 503) and its disk has room, for a supervisor. No secret."""
    try:
        condition = condition_of(profiles())
    except StoreUnavailable as unavailable:
        return jsonify(status="indisponible", base=unavailable.reason), 503
    return jsonify(
        status="ok",
        base="lecture seule" if condition.read_only else "ok",
        disque="presque plein" if condition.is_nearly_full else "ok",
        catalogue=catalogue().version,
    )


def _acronyms() -> list[Scheme]:
    """The schemes that have an acronym, in alphabetical order."""
    known = [scheme for scheme in catalogue().schemes.values() if scheme.acronym]
    return sorted(known, key=lambda scheme: without_accents(name_key(scheme.acronym or "")))
