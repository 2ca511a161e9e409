"""The commitments of a contract as a list: found, filtered, and several decided upon at once."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict
from wtforms import SelectField
from wtforms.validators import ValidationError

from app.access import Action, may
from app.domain.adaptations import adaptation_of, change_adaptations
from app.domain.commitment_list import VIEWS, Filter, Row, View, group_rows, is_in_view
from app.domain.draft import Draft
from app.domain.fields import ADAPTATION, by_id
from app.domain.french import count_noun
from app.domain.names import signings
from app.domain.profile import Adaptation, ClausePlace, State
from app.domain.typed_values import show_deadline
from app.domain.views import leads_of
from app.store import SavedProfile
from app.web.contract_catalogue import draft_of
from app.web.described_fields import choices_of
from app.web.forms import NOT_A_CHOICE, CleanLine, NotTooLong
from app.web.person import present_person, rows_for
from app.web.profile_form import ProfileForm, base_versions
from app.web.saving import save_form
from app.web.services import actor, profiles
from app.web.signature import has_signed_version

STATES = choices_of(by_id(ADAPTATION)["state"])
PARAMETERS = {
    "words": "q",
    "section": "volet",
    "state": "etat",
    "lead": "pilote",
    "quartier": "quartier",
    "carrier": "porteur",
}
"""What each part of a filter is called in an address, beside `vue`."""
FEW = 8
"""How many commitments that could not be saved are named: a notice travels in a cookie."""
LONGEST_WORDS = 200
blueprint = Blueprint("commitments", __name__)


def filter_of(query: MultiDict[str, str], draft: Draft, rows: Iterable[Row]) -> Filter:
    """Return what a query asks for; what is in none of the lists is as if it was not asked."""
    known = {
        "section": {section.section.id for section in draft.sections} | {row.section for row in rows},
        "state": set(STATES),
        "lead": {row.adaptation.lead for row in rows},
        "quartier": set(draft.territory.quartier_labels),
        "carrier": {partner.id for partner in draft.partners},
    }
    asked = {name: query.get(PARAMETERS[name], "") for name in known}
    kept = {name: text for name, text in asked.items() if text in known[name]}
    view = query.get("vue", "")
    words = query.get(PARAMETERS["words"], "").strip()[:LONGEST_WORDS]
    return Filter(View(view) if view in set(View) else View.ALL, words, **kept)


def query_of(asked: Filter) -> dict[str, Any]:
    """Return the query of an address that asks for the same."""
    said = {"vue": asked.view.value} | {PARAMETERS[name]: getattr(asked, name) for name in PARAMETERS}
    return {name: text for name, text in said.items() if text}


def address_of(profile_id: int, row: Row, query: Mapping[str, Any]) -> str:
    """Return the address of the page of a commitment, which keeps the filter."""
    if row.is_local:
        return url_for("local_commitments.edit", profile_id=profile_id, local_id=row.id)
    return url_for("adaptation.edit", profile_id=profile_id, commitment_id=row.id, **query)


class SeveralForm(ProfileForm):
    """What is done with the ticked commitments: the button says it, else the field that is filled."""

    reason = CleanLine("Motif", [NotTooLong()])
    lead = CleanLine("Pilote", [NotTooLong()])
    state = SelectField(
        "État", choices={"": "Choisir", **STATES}, default="", invalid_choice_message=NOT_A_CHOICE
    )
    wording: ClassVar[Mapping[str, str]] = {
        "keep": "gardé",
        "leave_out": "écarté",
        "historical": "placé en annexe",
        "lead": "donné à ce pilote",
        "state": "mis à cet état",
    }

    @property
    def action(self) -> str:
        """What is to be done: that of the button; when Enter was pressed, that of the one field filled."""
        asked = request.form.get("faire", "")
        if asked in self.wording:
            return asked
        filled = {"leave_out": self.reason.data, "lead": self.lead.data, "state": self.state.data}
        found = [name for name, text in filled.items() if text]
        return found[0] if len(found) == 1 else ""

    def validate_reason(self, field: Any) -> None:
        """Ask for the reason: the annexe of the contract gives it."""
        if self.action == "leave_out" and not field.data:
            raise ValidationError("Motif : dites pourquoi ces engagements sont écartés ; l’annexe le cite.")

    def validate_lead(self, field: Any) -> None:
        """Ask for the name of who leads."""
        if self.action == "lead" and not field.data:
            raise ValidationError("Pilote : indiquez qui pilote ces engagements. Exemple : la Ville.")

    def validate_state(self, field: Any) -> None:
        """Ask for a state that the contract may have."""
        if self.action == "state" and not field.data:
            raise ValidationError("État : choisissez celui de ces engagements.")

    def change(self, said: Adaptation) -> Adaptation:
        """Return an adaptation with what is decided. Call on an accepted form only."""
        changes: Mapping[str, Callable[[], Adaptation]] = {
            "keep": lambda: replace(said, included=True, place=ClausePlace.BODY),
            "leave_out": lambda: replace(said, included=False, reason_excluded=self.reason.data),
            "historical": lambda: replace(said, included=True, place=ClausePlace.HISTORICAL),
            "lead": lambda: replace(said, lead=self.lead.data),
            "state": lambda: replace(said, state=State(self.state.data)),
        }
        return changes[self.action]()


ONLY_NATIONAL = {"keep", "leave_out", "historical"}
"""What is not decided of a commitment of the contract alone: it is removed, on its own page."""


@blueprint.route("/profils/<profile_id:profile_id>/engagements", methods=["GET", "POST"])
def show(profile_id: int) -> ResponseReturnValue:
    """Show the list; do the same thing with all that are ticked."""
    saved = profiles().get(profile_id)
    form = SeveralForm.of(saved)
    if not has_signed_version(saved.id):
        choices = {value: words for value, words in STATES.items() if not State(value).is_carried_out}
        form.state.choices = {"": "Choisir", **choices}
    draft = draft_of(saved)
    person = present_person(saved, draft)
    rows = rows_for(saved, draft, person)
    asked = filter_of(request.args, draft, rows)
    address = url_for("commitments.show", profile_id=saved.id, **query_of(asked))
    ticked = _ticked(saved, rows, asked) if form.is_submitted() else ()
    if form.accepted() and _is_whole(form, ticked) and _save(form, saved, ticked):
        return redirect(address, 303)
    shown = asked.rows(rows)
    page = render_template(
        "commitments/list.html",
        form=form,
        saved=saved,
        draft=draft,
        person=person,
        address=address,
        asked=asked,
        query=query_of(asked),
        groups=group_rows(shown, draft, asked.view),
        shown=len(shown),
        page=url_for("commitments.show", profile_id=saved.id),
        address_of=partial(address_of, saved.id, query=query_of(asked)),
        short_deadline=show_deadline,
        titles=[(one.section.id, one.section.title) for one in draft.sections],
        carriers=[(partner.id, partner.title) for partner in draft.partners],
        views=[(view, words, sum(is_in_view(row, view) for row in rows)) for view, words in VIEWS.items()],
        states=STATES,
        leads=[(lead, lead) for lead in leads_of(draft)],
        quartiers=draft.territory.quartier_labels,
        signings=signings(draft),
        ticked={row.id for row in ticked},
        whole=set(request.form.getlist("groupe")),
        edits=may(actor(), Action.EDIT, saved.id),
        is_folded=request.args.get("plie") == "1",
        following=next((row.id for row in rows if not row.is_written and not row.is_local), None),
    )
    return page, form.status


def _ticked(saved: SavedProfile, present: Iterable[Row], asked: Filter) -> tuple[Row, ...]:
    """Return the rows that were ticked, alone or by the box of their group, on the page that was sent.

    The box of a group stands for the rows that the page showed, not for those that have come since.
    """
    alone, whole = set(request.form.getlist("engagement")), set(request.form.getlist("groupe"))
    before = next(iter(base_versions(saved)), saved)
    draft = draft_of(before)
    rows = rows_for(before, draft, present_person(before, draft))
    groups = group_rows(asked.rows(rows), draft, asked.view)
    meant = alone | {row.id for group in groups if group.id in whole for row in group.rows}
    return tuple(row for row in present if row.id in meant)


def _is_whole(form: SeveralForm, ticked: Iterable[Row]) -> bool:
    """Whether something is to be done, with something; else the form says what lacks."""
    if not ticked:
        form.refusals = ["Cochez au moins un engagement, ou la case d’un groupe entier."]
    elif not form.action:
        form.refusals = ["Dites ce qu’il faut faire des engagements cochés, par le bouton qui convient."]
    form.status = 422 if form.refusals else form.status
    return not form.refusals


def _save(form: SeveralForm, saved: SavedProfile, ticked: Iterable[Row]) -> bool:
    """Save what can be, and say what could not: what somebody else has changed since the page opened."""
    local = [row for row in ticked if row.is_local and form.action in ONLY_NATIONAL]
    moved = [row for row in ticked if row not in local and _has_moved(row, saved)]
    kept = [row for row in ticked if row not in local and row not in moved]
    changed = change_adaptations(saved.profile, {row.id for row in kept}, form.change)
    wording = form.wording[form.action]
    said = count_noun(len(kept), f"engagement {wording}", _plural(wording))
    if kept and not save_form(form, saved, changed, said=said):
        return False
    if moved:
        _say_left("Non enregistré, car modifié entre-temps par quelqu’un d’autre", moved)
    if local:
        _say_left("Propre à ce contrat, donc à retirer depuis sa page", local)
    return True


def _plural(wording: str) -> str:
    first, _, rest = wording.partition(" ")
    return f"engagements {first}s {rest}".rstrip()


def _has_moved(row: Row, saved: SavedProfile) -> bool:
    """Whether what is said of a commitment is not what the page showed."""
    shown = next(iter(base_versions(saved)), saved).profile
    return adaptation_of(shown, row.id) != row.adaptation


def _say_left(why: str, rows: list[Row]) -> None:
    named = ", ".join(row.label for row in rows[:FEW])
    others = f" et {count_noun(len(rows) - FEW, 'autre')}" if len(rows) > FEW else ""
    flash(f"{why}\u00a0: {count_noun(len(rows), 'engagement')} ({named}{others}).", "warning")
