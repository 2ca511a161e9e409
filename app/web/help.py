"""The pages that explain the application, and the one that tells whether it is well."""

import re

from flask import Blueprint, abort, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from app.domain.catalogue import Scope
from app.domain.outlines import STRENGTHS
from app.formats import show_size
from app.settings import application_version
from app.store import SavedProfile, StoreUnavailable
from app.web.navigation import ProfileIdConverter
from app.web.partners import groups
from app.web.permissions import NEEDS
from app.web.services import actor, catalogue, profiles, reference

CONTRACT = (
    ("task_list.show", "Accueil du contrat : où en est chaque partie"),
    ("territory.edit", "Territoire"),
    ("contract_quartiers.edit", "Quartiers repris de la liste officielle"),
    ("partners.edit", "Signataires"),
    ("signatories.show", "Signataires par leur nom, représentants et délibérations"),
    ("orientations.show", "Orientations et objectifs"),
    ("commitments.show", "Engagements, en liste"),
    ("my_commitments.edit", "Mes engagements : au nom de qui vous travaillez"),
    ("historical.show", "Pour mémoire : engagements achevés, hors du corps du contrat"),
    ("portraits.show", "Quartiers du contrat, et leurs portraits"),
    ("chapters.outline", "Plan du contrat"),
    ("chapters.edit", "Textes des chapitres"),
    ("completeness.show", "À vérifier"),
    ("figures.show", "Chiffres : avancement, moyens, indicateurs, quartiers"),
    ("committee.show", "Comité de pilotage : une action à la fois"),
    ("unprinted.show", "Textes gardés, non imprimés"),
    ("preview.show", "Aperçu du document"),
    ("downloads.choose", "Télécharger : Word, PDF, ODT"),
    ("downloads.sources", "Dossier de sources du contrat (Excel)"),
    ("comments.all_of_contract", "Commentaires des engagements"),
    ("proposals.show", "Mes propositions, pour un partenaire qui a un compte"),
    ("returns.show", "Retours des partenaires : fichiers rendus"),
    ("returns.decide", "Retours des partenaires : à trancher, par engagement"),
    ("returns.unplaced", "Retours des partenaires : ce qui n’a pas trouvé sa place"),
    ("versions.show", "Versions, comparaison, projet d’avenant"),
    ("workbook_import.workbook", "Classeur Excel"),
    ("workbook_import.copy", "Copier d’un autre contrat"),
    ("profiles.rename", "Renommer"),
    ("profiles.duplicate", "Dupliquer"),
    ("profiles.delete", "Supprimer"),
)
"""Each page by its endpoint, with what the map calls it."""


blueprint = Blueprint("help", __name__)


@blueprint.get("/aide")
def guide() -> ResponseReturnValue:
    """How a contrat de ville is built, who signs it, and what the application does."""
    known = catalogue()
    asked = {
        section.id: [
            leaf
            for leaf in known.leaves
            if leaf.commitment.section == section.id and leaf.commitment.scope is Scope.LOCAL
        ]
        for section in known.sections
    }
    chapters = known.latest_outline.chapters
    return render_template(
        "help/guide.html",
        catalogue=known,
        groups=list(groups(known)),
        asked=asked,
        demanded=[(one, place) for one in chapters for place in one.places if place.requirements],
        strengths=STRENGTHS,
    )


@blueprint.get("/aide/glossaire")
def glossary() -> ResponseReturnValue:
    """Every acronym of the texts and of the pages, in full, with what became of what it names."""
    known = catalogue()
    schemes = {scheme.acronym: scheme for scheme in known.schemes.values() if scheme.acronym}
    return render_template("help/glossary.html", glossary=known.glossary, schemes=schemes)


@blueprint.get("/plan")
def site_map() -> ResponseReturnValue:
    """Every page that one can choose to open; those of a contract are links when `profil` names one."""
    return render_template("help/site_map.html", places=_places(), saved=_asked())


@blueprint.get("/donnees")
def sources() -> ResponseReturnValue:
    """Where the texts and the territories come from, and of which date."""
    known = catalogue()
    national = sum(leaf.commitment.scope is Scope.NATIONAL for leaf in known.leaves)
    return render_template("help/sources.html", catalogue=known, national=national, reference=reference())


@blueprint.get("/accessibilite")
def accessibility() -> ResponseReturnValue:
    """Show what was tested, what was not, and whom to tell."""
    return render_template("help/accessibility.html")


@blueprint.get("/sante")
def health() -> ResponseReturnValue:
    """Whether the database answers (200, else 503) and its disk has room, for a supervisor. No secret."""
    try:
        condition = profiles().storage.condition()
    except StoreUnavailable as unavailable:
        return jsonify(status="indisponible", base=unavailable.reason, application=application_version()), 503
    return jsonify(
        status="ok",
        base="lecture seule" if condition.read_only else "ok",
        disque="presque plein" if condition.is_nearly_full else "ok",
        taille=show_size(condition.size),
        catalogue=catalogue().version,
        application=application_version(),
    )


def _places() -> list[tuple[str, str]]:
    """Return the pages of a contract, those of accounts only where there are some."""
    with_accounts = not actor().is_alone
    return [one for one in CONTRACT if with_accounts or not NEEDS[one[0]].with_accounts]


def _asked() -> SavedProfile | None:
    number = request.args.get("profil", "")
    if not number:
        return None
    if not re.fullmatch(ProfileIdConverter.regex, number):
        abort(404)
    return profiles().get(int(number))
