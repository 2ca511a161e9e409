"""The steps of a contract, on each of its pages: where one stands, and how much is still missing."""

from dataclasses import dataclass

from flask import Flask, request

from app.store import SavedProfile
from app.web.contract_catalogue import draft_of


@dataclass(frozen=True, slots=True)
class Step:
    """A page of every contract, and the blueprints whose other pages belong to it."""

    endpoint: str
    label: str
    blueprints: tuple[str, ...]

    @property
    def is_current(self) -> bool:
        """Whether the page that is asked for is this step or belongs to it."""
        return request.blueprint in self.blueprints


STEPS = (
    Step("territory.edit", "Territoire", ("territory", "contract_quartiers")),
    Step("partners.edit", "Signataires", ("partners", "signatories")),
    Step(
        "review.show",
        "Engagements",
        ("review", "adaptation", "local_commitments", "workbook_import", "catalogue_update"),
    ),
    Step("chapters.edit", "Textes", ("chapters",)),
    Step("completeness.show", "Complétude", ("completeness", "unprinted")),
    Step("preview.show", "Aperçu", ("preview", "downloads")),
    Step("versions.show", "Versions", ("versions",)),
)


def register_navigation(app: Flask) -> None:
    """Give the templates the steps, and what the badge of one of them counts."""
    app.jinja_env.globals["contract_steps"] = STEPS
    app.add_template_global(missing_points)


def missing_points(saved: SavedProfile) -> int:
    """How many findings the completeness page shows. Assembling a contract takes a millisecond."""
    return len(draft_of(saved).checks)
