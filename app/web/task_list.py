"""The home of a contract, a task list: its parts, the state of each, and the next step."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.draft import Draft
from app.domain.french import count_noun
from app.domain.tasks import (
    STAGES,
    Part,
    next_task,
    next_to_draft,
    returns_said,
    tasks_of,
    to_check,
    to_review,
)
from app.domain.views import progress_of
from app.store import SavedProfile
from app.territories import departures_of
from app.web.contract_catalogue import draft_of
from app.web.discussions import followed, follows
from app.web.person import own_rows, present_person
from app.web.services import profiles, reference
from app.web.visits import since_last_visit

PAGES = {
    Part.TERRITORY: ("territory.edit", "Territoire et quartiers", "compléter le territoire"),
    Part.SIGNATORIES: ("signatories.show", "Signataires", "nommer les signataires"),
    Part.COMMITMENTS: ("commitments.show", "Engagements", "rédiger l’engagement suivant"),
    Part.TEXTS: ("chapters.edit", "Textes du contrat", "écrire les textes"),
    Part.ORIENTATIONS: ("orientations.show", "Orientations et objectifs", "écrire les orientations"),
    Part.QUARTIERS: ("portraits.show", "Portraits des quartiers", "décrire les quartiers"),
}
"""The page of each part, what it is called, and what is done there."""

FORMER_FILTERS = ("volet", "etat", "pilote")
"""What the page of all texts, which stood at this address, could be narrowed by."""


@dataclass(frozen=True, slots=True)
class NextStep:
    """What is done next, and where."""

    address: str
    words: str


blueprint = Blueprint("task_list", __name__)


@blueprint.get("/profils/<profile_id:profile_id>")
def show(profile_id: int) -> ResponseReturnValue:
    """Show the tasks; what was narrowed on the page of all texts is narrowed in the list."""
    saved = profiles().get(profile_id)
    narrowed: dict[str, Any] = {name: request.args[name] for name in FORMER_FILTERS if request.args.get(name)}
    if narrowed:
        if narrowed.get("pilote") == "sans-pilote":
            narrowed |= {"pilote": "", "vue": "sans-pilote"}
        return redirect(url_for("commitments.show", profile_id=saved.id, **narrowed), 301)
    draft = draft_of(saved)
    tasks = tasks_of(draft)
    return render_template(
        "task_list/show.html",
        saved=saved,
        draft=draft,
        tasks=[(*PAGES[task.part], task) for task in tasks],
        stages=STAGES,
        step=next_step(saved, draft),
        to_check=to_check(draft),
        since=since_last_visit(saved),
        own=_own(saved, draft),
        to_review=to_review(draft),
        comments=_comments(saved),
        returned=returns_said(*profiles().returns.counts(profile_id)),
        volets=progress_of(draft),
        departures=departures_of(draft.territory, reference()),
    )


def next_step(saved: SavedProfile, draft: Draft) -> NextStep | None:
    """Return the next step: the page of the first task that waits, or the next commitment to write."""
    task = next_task(tasks_of(draft))
    if task is None:
        return None
    endpoint, _, words = PAGES[task.part]
    if task.part is Part.SIGNATORIES and not draft.partners:
        return NextStep(url_for("partners.edit", profile_id=saved.id), "choisir les signataires")
    following = next_to_draft(draft)
    if task.part is Part.COMMITMENTS and following:
        return NextStep(url_for("adaptation.edit", profile_id=saved.id, commitment_id=following), words)
    return NextStep(url_for(endpoint, profile_id=saved.id), words)


def _comments(saved: SavedProfile) -> str | None:
    """Return what is said of the discussions that who asks may follow; None for who follows none."""
    if not follows(saved):
        return None
    opened = sum(not one.is_resolved for one in followed(saved))
    return count_noun(opened, "fil ouvert", "fils ouverts") if opened else "aucun fil ouvert"


def _own(saved: SavedProfile, draft: Draft) -> str:
    """Return what is said of the commitments of the person who is here."""
    person = present_person(saved, draft)
    if not person:
        return "ceux de votre organisme, et ceux que vous avez modifiés en dernier"
    rows = own_rows(saved, draft, person)
    to_write = sum(not row.is_written for row in rows)
    said = f"{len(rows)}, dont {to_write} à écrire" if to_write else str(len(rows) or "aucun")
    return f"{person.signing.name}\u00a0: {said}" if person.signing else said
