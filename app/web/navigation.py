"""Where a person is: what may stand in an address, and the part of a contract that a page belongs to."""

from dataclasses import dataclass

from flask import Flask, abort, request
from werkzeug.routing import BaseConverter

from app.domain.orientations import OBJECTIVE_ID, ORIENTATION_ID
from app.domain.profile import SIGNATORY_ID
from app.domain.unprinted import unprinted
from app.store import SavedProfile
from app.web.contract_catalogue import draft_of
from app.web.signature import signed_in_words, signed_state


class SignatoryIdConverter(BaseConverter):
    """The id of a named signatory."""

    regex = SIGNATORY_ID.pattern
    part_isolating = True


class OrientationIdConverter(BaseConverter):
    """The id of an orientation."""

    regex = ORIENTATION_ID.pattern
    part_isolating = True


class ObjectiveIdConverter(BaseConverter):
    """The id of an objective."""

    regex = OBJECTIVE_ID.pattern
    part_isolating = True


class ProfileIdConverter(BaseConverter):
    """The number of a saved profile.

    At most nine ASCII digits: a longer number overflows SQLite's driver and Python's own int(),
    and « ١٢ » is a number for Python's int converter. Anything else is an unknown page.
    """

    regex = "[1-9][0-9]{0,8}"
    part_isolating = True

    def to_python(self, value: str) -> int:
        """Return the number that the address carries."""
        return int(value)

    def to_url(self, value: int) -> str:
        """Return the number as it stands in an address."""
        return str(value)


def page_number() -> int:
    """Return the number in the query, 1 without one; 404 for what is none."""
    text = request.args.get("page", "1")
    if not (text.isascii() and text.isdigit() and len(text) <= 6) or int(text) < 1:  # noqa: PLR2004 — more pages than profiles
        abort(404)
    return int(text)


@dataclass(frozen=True, slots=True)
class Step:
    """A part of a contract: its page, and the blueprints whose other pages belong to it."""

    endpoint: str
    label: str
    blueprints: tuple[str, ...]

    @property
    def is_current(self) -> bool:
        """Whether the page that is asked for is this one or belongs to it."""
        return request.blueprint in self.blueprints


STEPS = (
    Step("territory.edit", "Territoire", ("territory", "contract_quartiers")),
    Step("partners.edit", "Signataires", ("partners", "signatories")),
    Step("orientations.show", "Orientations", ("orientations",)),
    Step(
        "commitments.show",
        "Engagements",
        (
            "commitments",
            "my_commitments",
            "adaptation",
            "local_commitments",
            "comments",
            "proposals",
            "historical",
            "workbook_import",
            "catalogue_update",
        ),
    ),
    Step("portraits.show", "Quartiers", ("portraits",)),
    Step("chapters.edit", "Textes", ("chapters",)),
    Step("completeness.show", "À vérifier", ("completeness", "unprinted")),
    Step("figures.show", "Chiffres", ("figures",)),
    Step("committee.show", "Comité de pilotage", ("committee",)),
    Step("preview.show", "Aperçu", ("preview",)),
    Step("downloads.choose", "Télécharger", ("downloads",)),
    Step("returns.show", "Retours des partenaires", ("returns",)),
    Step("versions.show", "Versions", ("versions", "signature")),
)


def register_navigation(app: Flask) -> None:
    """Give the templates the parts of a contract, and what is said on each of its pages."""
    app.jinja_env.globals["contract_steps"] = STEPS
    app.add_template_global(texts_gone_from_document)
    app.add_template_global(signed_state)
    app.add_template_filter(signed_in_words)


def texts_gone_from_document(saved: SavedProfile) -> int:
    """How many texts are kept and not printed because something else changed: nobody decided it."""
    return sum(kept.is_wanted for kept in unprinted(draft_of(saved)))
