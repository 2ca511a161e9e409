"""The quartiers of the official list that a contract takes over, each accepted by a tick."""

from typing import Any, Self

from app.domain.french import count_noun
from app.domain.profile import Profile, Quartier
from app.domain.quartier_updates import QuartierUpdates, labels_of_updates, quartier_updates, written_about
from app.store import SavedProfile
from app.web.fields import NOT_A_CHOICE, Checkboxes
from app.web.profile_form import ProfileForm
from app.web.services import profiles

YES = "oui"


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

    @classmethod
    def of(cls, saved: SavedProfile, **kwargs: Any) -> Self:
        """The form for a contract, beside the list in use."""
        form = super().of(saved, **kwargs)
        updates = updates_of(saved.profile)
        labels = labels_of_updates(saved.profile, updates)
        form.added.choices = {
            quartier.code: f"{quartier.code} {labels[quartier.code]}" for quartier in updates.added
        }
        form.changed.choices = {new.code: _changed(old, new) for old, new in updates.changed}
        form.gone.choices = {
            quartier.code: _gone(saved.profile, quartier, labels[quartier.code]) for quartier in updates.gone
        }
        return form

    @classmethod
    def values(cls, profile: Profile) -> dict[str, Any]:
        """What is ticked at first."""
        updates = updates_of(profile)
        return {
            "added": [quartier.code for quartier in updates.added],
            "changed": [new.code for _, new in updates.changed],
            "gone": [],
            "signatories": [YES],
        }

    def quartiers(self, profile: Profile) -> tuple[Quartier, ...]:
        """The quartiers of the contract with what was accepted. Call on an accepted form only."""
        return updates_of(profile).applied(
            profile.territory.quartiers, self.added.data or (), self.changed.data or (), self.gone.data or ()
        )


def updates_of(profile: Profile) -> QuartierUpdates:
    """What the list in use would change to a contract; nothing without a list."""
    lists = profiles().quartiers
    quartiers = profile.territory.quartiers
    if not lists.has_list():
        return quartier_updates(quartiers, quartiers)
    return quartier_updates(quartiers, lists.of_communes(one.code for one in profile.territory.communes))


def _changed(old: Quartier, new: Quartier) -> str:
    def said(quartier: Quartier) -> str:
        return f"{quartier.name} ({', '.join(quartier.communes) or 'sans commune'})"

    return f"{new.code} : « {said(old)} » devient « {said(new)} »"


def _gone(profile: Profile, quartier: Quartier, label: str) -> str:
    """A quartier that left the list, and what is written about it: nothing of it is erased."""
    actions, project = written_about(profile, quartier.code)
    written = [count_noun(actions, "action le nomme", "actions le nomment")] if actions else []
    written += ["son projet est écrit"] if project else []
    return f"{quartier.code} {label}" + (f" : {', '.join(written)}" if written else "")
