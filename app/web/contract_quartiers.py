"""A contract that exists takes the quartiers of the official list, each accepted by a tick."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Self

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.domain.checks.outside import in_short
from app.domain.french import count_noun, typeset
from app.domain.profile import Profile, Quartier, Signatory
from app.domain.quartiers import with_figures
from app.domain.reuse import QuartierUpdates, labels_of_updates, quartier_updates, written_about
from app.store import SavedProfile
from app.territories import signatories_moved
from app.web.forms import NOT_A_CHOICE, Checkboxes
from app.web.profile_form import ProfileForm, base_versions
from app.web.saving import save_form
from app.web.services import profiles, reference

YES = "oui"
SETTLED = "Ce n’est plus à faire\u00a0: le contrat a changé entre-temps."
Offered = Mapping[str, Mapping[str, str]]
"""The boxes of the page, by the name of their question, then by code."""


class ContractQuartiersForm(ProfileForm):
    """One box for each quartier that the list adds, calls otherwise, or no longer has.

    What adds is ticked at first; what takes away is not.
    """

    added = Checkboxes("Quartiers à ajouter", invalid_choice_message=NOT_A_CHOICE)
    changed = Checkboxes("Quartiers à corriger", invalid_choice_message=NOT_A_CHOICE)
    gone = Checkboxes("Quartiers à retirer", invalid_choice_message=NOT_A_CHOICE)
    signatories = Checkboxes(
        "Signataires",
        choices={YES: "Accorder les communes signataires aux quartiers du contrat"},
        invalid_choice_message=NOT_A_CHOICE,
    )

    settled: tuple[str, ...] = ()

    @classmethod
    def of(cls, saved: SavedProfile, **kwargs: Any) -> Self:
        """Return the form for a contract, beside the list in use."""
        form, offered = super().of(saved, **kwargs), _offered(saved.profile)
        for name, choices in offered.items():
            form[name].choices = choices
        form.leave_out_settled([_offered(contract.profile) for contract in base_versions(saved)])
        return form

    def leave_out_settled(self, shown: Iterable[Offered]) -> None:
        """Untick what the page that was sent proposed and the contract has no use for any more."""
        for offered in shown:
            for name, choices in offered.items():
                field = self[name]
                settled = {sent for sent in field.data or () if sent in choices and sent not in field.choices}
                field.data = [sent for sent in field.data or () if sent not in settled]
                self.settled += tuple(choices[sent] for sent in choices if sent in settled)

    def without_place(self, present: SavedProfile) -> Iterator[str]:
        """Name what was ticked and is settled: it is in the contract already, or it left it."""
        for label in self.settled:
            yield typeset(f"{label}. {SETTLED}")

    @classmethod
    def values(cls, profile: Profile) -> dict[str, Any]:
        """Return what is ticked at first."""
        updates = updates_of(profile)
        return {
            "added": [quartier.code for quartier in updates.added],
            "changed": [new.code for _, new in updates.changed],
            "gone": [],
            "signatories": [YES],
        }

    def quartiers(self, profile: Profile) -> tuple[Quartier, ...]:
        """Return the quartiers of the contract with what was accepted. Call on an accepted form only."""
        return updates_of(profile).applied(
            profile.territory.quartiers, self.added.data or (), self.changed.data or (), self.gone.data or ()
        )


def updates_of(profile: Profile) -> QuartierUpdates:
    """Return what the list in use would change to a contract; nothing without a list."""
    lists = profiles().quartiers
    quartiers = profile.territory.quartiers
    if not lists.has_list():
        return quartier_updates(quartiers, quartiers)
    return quartier_updates(quartiers, lists.of_communes(one.code for one in profile.territory.communes))


def _offered(profile: Profile) -> Offered:
    updates = updates_of(profile)
    labels = labels_of_updates(profile, updates)
    return {
        "added": {quartier.code: f"{quartier.code} {labels[quartier.code]}" for quartier in updates.added},
        "changed": {new.code: _changed(profile, old, new) for old, new in updates.changed},
        "gone": {quartier.code: _gone(profile, quartier, labels[quartier.code]) for quartier in updates.gone},
    }


def _changed(profile: Profile, old: Quartier, new: Quartier) -> str:
    communes = {commune.code: commune.name for commune in profile.territory.communes}

    def said(quartier: Quartier) -> str:
        named = (communes.get(code, code) for code in quartier.communes)
        return f"{quartier.name} ({', '.join(named) or 'sans commune'})"

    return f"{new.code} : « {said(old)} » devient « {said(new)} »"


def _gone(profile: Profile, quartier: Quartier, label: str) -> str:
    """Return a quartier that left the list, and what is written about it: nothing of it is erased."""
    actions, others = written_about(profile, quartier.code)
    written = [count_noun(actions, "action le nomme", "actions le nomment")] if actions else []
    written += [f"son {what} est écrit" for what in others]
    return f"{quartier.code} {label}" + (f" : {', '.join(written)}" if written else "")


blueprint = Blueprint("contract_quartiers", __name__)


@blueprint.route("/profils/<profile_id:profile_id>/territoire/quartiers", methods=["GET", "POST"])
def edit(profile_id: int) -> ResponseReturnValue:
    """Show what the list would change, and take over what is ticked."""
    saved = profiles().get(profile_id)
    form = ContractQuartiersForm.of(saved)
    if form.accepted():
        updated = _updated(form, saved.profile)
        if save_form(form, saved, updated):
            _say_what_left(form.gone.data or (), saved.profile, updated)
            return redirect(url_for("territory.edit", profile_id=saved.id), 303)
    page = render_template(
        "contract_quartiers/form.html", form=form, saved=saved, lists=profiles().quartiers.lists()
    )
    return page, form.status


def _updated(form: ContractQuartiersForm, profile: Profile) -> Profile:
    territory = replace(profile.territory, quartiers=form.quartiers(profile))
    listed = profiles().quartiers.figures_of(form.added.data or ())
    updated = with_figures(replace(profile, territory=territory), listed)
    return replace(updated, signatories=_signatories(profile, updated)) if form.signatories.data else updated


def _signatories(before: Profile, after: Profile) -> tuple[Signatory, ...]:
    """Return the signatories that the quartiers propose; whoever something was typed about stays."""
    moved = signatories_moved(before.signatories, before.territory, after.territory, reference())
    known = {signatory.known_by for signatory in before.signatories}
    return (
        *(one for one in before.signatories if one in moved or _says_something(one)),
        *(one for one in moved if one.known_by not in known),
    )


def _says_something(signatory: Signatory) -> bool:
    return signatory != Signatory(signatory.partner, signatory.name)


def _say_what_left(gone: Iterable[str], before: Profile, after: Profile) -> None:
    """Name what the contract no longer has, and say what was written about it: it is kept."""
    for code in gone:
        actions, others = written_about(before, code)
        if actions or others:
            named = (
                [count_noun(actions, "action le nomme encore", "actions le nomment encore")]
                if actions
                else []
            )
            named += [f"son {what} est gardé" for what in others]
            label = before.territory.quartier_label(code)
            flash(typeset(f"{code} {label} est retiré du contrat : {', '.join(named)}."), "warning")
    left = [one.name for one in before.signatories if one not in after.signatories]
    if left:
        told = f"Communes qui ne sont plus signataires, faute de quartier prioritaire : {in_short(left)}."
        flash(typeset(told), "warning")
