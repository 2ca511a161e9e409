"""Choosing who signs: the kinds of signatory, by the reason why they may."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.domain.catalogue import Catalogue, Scope
from app.domain.profile import Profile, Territory
from app.domain.rules import Partner, PartnerStatus
from app.store import SavedProfile
from app.territories import ProposedSignatory, proposed_signatories
from app.web.contract_catalogue import catalogue_of
from app.web.forms import NOT_A_CHOICE, Checkboxes, in_known_order
from app.web.profile_form import ProfileForm, base_versions
from app.web.saving import save_form
from app.web.services import profiles, reference

ABSENT = "{} (absent du catalogue du contrat)"
FEW = 3
"""Signatories of one kind that are named beside its box; more are folded."""

STILL_TICKED = "Enregistrez de nouveau pour le garder coché, ou décochez-le."


TITLES = {
    PartnerStatus.REQUIRED: "Requis par la loi",
    PartnerStatus.ALLOWED: "Permis par la loi",
    PartnerStatus.EXPECTED: "Attendus par une circulaire ou une convention",
    PartnerStatus.LOCAL: "Choix local",
}


class PartnersForm(ProfileForm):
    """One checkbox for each kind of signatory of the catalogue."""

    partners = Checkboxes("Signataires", invalid_choice_message=NOT_A_CHOICE)
    whole = Checkboxes(
        "Groupes entiers",
        choices={status.value: title for status, title in TITLES.items()},
        invalid_choice_message=NOT_A_CHOICE,
    )
    members: Mapping[str, tuple[str, ...]] = {}
    """The kinds of each group, by the id of the group."""

    @classmethod
    def of(cls, saved: SavedProfile, **kwargs: Any) -> Self:
        """Return the form with the kinds of signatory of the catalogue, and those chosen or sent besides."""
        form = super().of(saved, **kwargs)
        known = {partner.id: partner.title for partner in catalogue_of(saved).partners}
        former = {
            partner.id: partner.title
            for contract in base_versions(saved)
            for partner in catalogue_of(contract).partners
        }
        kept = (*saved.profile.partners, *(sent for sent in form.partners.data or () if sent in former))
        unknown = {partner: ABSENT.format(former.get(partner, partner)) for partner in kept}
        form.partners.choices = unknown | known
        form.partners.data = sorted(form.partners.data or ())
        form.members = {
            group.id: tuple(choice.partner.id for choice in group.choices)
            for group in groups(catalogue_of(saved))
        }
        return form

    @classmethod
    def values(cls, profile: Profile) -> dict[str, Any]:
        """Return the signatories of a profile, in the order of their ids: two forms are compared."""
        return {"partners": sorted(profile.partners)}

    def absent(self, present: SavedProfile) -> list[tuple[str, str]]:
        """Return the kinds that the catalogue does not have and that are ticked: id and title."""
        known = catalogue_of(present).partner_by_id
        ticked = set(self.partners.data or ()) - set(known)
        return [(partner, title) for partner, title in self.partners.choices.items() if partner in ticked]

    def without_place(self, present: SavedProfile) -> Iterator[str]:
        """Name the kinds that were ticked here and that the catalogue does not have any more."""
        for partner, title in self.absent(present):
            if partner not in present.profile.partners:
                yield f"{title}. {STILL_TICKED}"

    def chosen(self, present: Sequence[str]) -> tuple[str, ...]:
        """Return the ids that were ticked, alone or by the box of their group, each once.

        Those chosen before, in their order, then the others.
        """
        whole = (one for group in self.whole.data or () for one in self.members.get(group, ()))
        ticked = {*(self.partners.data or ()), *whole}
        return in_known_order((one for one in self.partners.choices if one in ticked), present)


@dataclass(frozen=True, slots=True)
class Choice:
    """A kind of signatory, and how many local commitments of the catalogue it carries."""

    partner: Partner
    commitments: int


@dataclass(frozen=True, slots=True)
class Group:
    """The kinds of signatory that have the same reason to sign."""

    id: str
    title: str
    choices: tuple[Choice, ...]


def groups(catalogue: Catalogue) -> Iterator[Group]:
    """Yield the four groups, the one that the law requires first; a group without anyone is left out."""
    carried = Counter(
        carrier
        for leaf in catalogue.leaves
        if leaf.commitment.scope is Scope.LOCAL
        for carrier in leaf.commitment.carriers
    )
    for status, title in TITLES.items():
        choices = tuple(
            Choice(partner, carried[partner.id]) for partner in catalogue.partners if partner.status is status
        )
        if choices:
            yield Group(status.value, title, choices)


def missing(catalogue: Catalogue, territory: Territory, chosen: tuple[str, ...]) -> tuple[Partner, ...]:
    """Who must sign for this territory and is not among those chosen."""
    return tuple(
        partner
        for partner in catalogue.partners
        if partner.required_in(territory) and partner.id not in chosen
    )


def by_partner(proposed: tuple[ProposedSignatory, ...]) -> dict[str, list[ProposedSignatory]]:
    """Return the signatories proposed by name, under the partner that they sign as."""
    named: dict[str, list[ProposedSignatory]] = {}
    for signatory in proposed:
        named.setdefault(signatory.partner, []).append(signatory)
    return named


blueprint = Blueprint("partners", __name__)


@blueprint.route("/profils/<profile_id:profile_id>/partenaires", methods=["GET", "POST"])
def edit(profile_id: int) -> ResponseReturnValue:
    """Choose the signatories. A missing one is said, and never prevents anything."""
    saved = profiles().get(profile_id)
    form, known = PartnersForm.of(saved), catalogue_of(saved)
    chosen = form.chosen(saved.profile.partners)
    if form.accepted() and save_form(form, saved, replace(saved.profile, partners=chosen)):
        return redirect(url_for("task_list.show", profile_id=saved.id), 303)
    page = render_template(
        "partners/form.html",
        form=form,
        saved=saved,
        few=FEW,
        groups=groups(known),
        missing=missing(known, saved.profile.territory, chosen),
        absent=form.absent(saved),
        proposed=by_partner(proposed_signatories(saved.profile.territory, reference())),
    )
    return page, form.status
