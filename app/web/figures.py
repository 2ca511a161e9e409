"""The figures of a contract: how far its volets are, its budget, its quartiers, who carries what."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.domain.indicators import indicators_of
from app.domain.profile import MeansKind, State
from app.domain.views import budget_of, execution_of, matrix_of, progress_of, quartiers_of
from app.web.contract_catalogue import draft_of
from app.web.services import profiles

KIND_SHADES = {MeansKind.COMMON_LAW: "agreed", MeansKind.SPECIFIC: "drafted"}
"""The shade of each kind of means, among those of the bars."""

MANY = 30
"""Indicators that are shown open; more are folded."""

blueprint = Blueprint("figures", __name__)


@blueprint.get("/profils/<profile_id:profile_id>/chiffres")
def show(profile_id: int) -> ResponseReturnValue:
    """Show each figure as a table, with a bar for each of its lines."""
    saved = profiles().get(profile_id)
    draft = draft_of(saved)
    progress, quartiers = progress_of(draft), quartiers_of(draft)
    return render_template(
        "figures/show.html",
        saved=saved,
        draft=draft,
        progress=progress,
        most=max((one.total for one in progress), default=0),
        execution=execution_of(draft),
        budget=budget_of(draft),
        kinds=tuple(MeansKind),
        kind_shades=KIND_SHADES,
        stages=(State.AGREED, State.DRAFTED, State.TO_DO),
        indicators=indicators_of(draft),
        many=MANY,
        matrix=matrix_of(draft),
        quartiers=quartiers,
        most_in_quartier=max((one.written for one in quartiers), default=0),
    )
