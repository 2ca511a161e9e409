"""What is kept in a contract and not printed: the list, and one click to bring each back."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Self

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField

from app.domain.catalogue import Scope
from app.domain.draft import Draft
from app.domain.limits import MAX_RECORDS
from app.domain.outlines import QUARTIER_PLACE
from app.domain.profile import Profile
from app.domain.reuse import add_signing_partner, keep_as_local, take_back
from app.domain.unprinted import Reason, Unprinted, UnprintedKind, unprinted
from app.store import SavedProfile
from app.web.chapters import field_name
from app.web.contract_catalogue import draft_of
from app.web.profile_form import ProfileForm
from app.web.saving import save_form
from app.web.services import profiles


@dataclass(frozen=True, slots=True)
class Remedy:
    """One click. `value` is what its button sends, `said` what the next page says of it."""

    value: str
    label: str
    said: str
    change: Callable[[], Profile]


@dataclass(frozen=True, slots=True)
class Kept:
    """Something kept, what brings it back, and the page where it is written: its address and words."""

    text: Unprinted
    remedies: tuple[Remedy, ...]
    page: tuple[str, str] | None


def kept_in(draft: Draft, profile_id: int) -> tuple[Kept, ...]:
    """Everything of a contract that is kept and not printed, in its order."""
    return tuple(
        Kept(text, tuple(_remedies(draft, text)), _page(draft, text, profile_id)) for text in unprinted(draft)
    )


def _remedies(draft: Draft, text: Unprinted) -> Iterator[Remedy]:
    if text.by_choice:
        said = f"« {text.name} » est de nouveau au contrat"
        back = partial(take_back, draft.profile, text.subject)
        label = "Reprendre l’engagement au contrat"
        if text.reason is Reason.HISTORICAL:
            label = "Reprendre l’engagement dans le corps du contrat"
        yield Remedy(f"reprendre {text.id}", label, said, back)
    for partner in text.carriers:
        said = f"« {partner.title} » signe le contrat"
        signed = partial(add_signing_partner, draft, partner.id)
        yield Remedy(
            f"signer-{partner.id} {text.id}", f"Ajouter aux signataires : {partner.title}", said, signed
        )
    room = len(draft.profile.local_commitments) < MAX_RECORDS
    if text.kind is UnprintedKind.COMMITMENT and text.reason is not Reason.NOT_LEFT_OUT and room:
        said = f"« {text.name} » est gardé comme engagement local"
        local = partial(keep_as_local, draft, text.subject)
        yield Remedy(f"local {text.id}", "Garder comme engagement local", said, local)


def _page(draft: Draft, text: Unprinted, profile_id: int) -> tuple[str, str] | None:
    """Where it is written, or what would have a place for it."""
    address = partial(url_for, profile_id=profile_id)
    match text.kind:
        case UnprintedKind.FACTS:
            return address("territory.edit"), "Revoir le territoire"
        case UnprintedKind.LOCAL:
            return address("local_commitments.edit", local_id=text.subject), "Ouvrir l’engagement local"
        case UnprintedKind.PORTRAIT:
            return address("portraits.edit", code=text.subject), "Ouvrir ce portrait"
        case UnprintedKind.TEXT:
            return _page_of_text(draft, text, profile_id)
    adaptable = {leaf.commitment.id for leaf in draft.catalogue.leaves} - {
        entry.commitment.id for entry in draft.national if entry.commitment.scope is Scope.NATIONAL
    }
    if text.kind is UnprintedKind.COMMITMENT and text.subject in adaptable:
        return address("adaptation.edit", commitment_id=text.subject), "Ouvrir l’engagement"
    return None


def _page_of_text(draft: Draft, text: Unprinted, profile_id: int) -> tuple[str, str]:
    if text.subject.startswith(QUARTIER_PLACE) and draft.outline.by_quartier:
        anchor = field_name(text.subject)
        return url_for("chapters.edit", profile_id=profile_id, _anchor=anchor), "Reprendre ce texte"
    return url_for("chapters.outline", profile_id=profile_id), "Changer de plan"


NO_LONGER_KEPT = (
    "Ce texte n’est plus dans cette liste : le contrat a changé depuis que la page a été ouverte. "
    "Rien n’a été enregistré ; voici la liste d’aujourd’hui."
)


class RemedyForm(ProfileForm):
    """The button that was pressed: it says what is done to which text, in whatever version."""

    remedy = SelectField("Textes gardés, non imprimés", invalid_choice_message=NO_LONGER_KEPT)

    by_value: dict[str, Remedy]

    @classmethod
    def about(cls, saved: SavedProfile, kept: Sequence[Kept]) -> Self:
        """Return the form with what can be done for each of these."""
        form = cls.of(saved)
        form.by_value = {remedy.value: remedy for one in kept for remedy in one.remedies}
        form.remedy.choices = {value: remedy.label for value, remedy in form.by_value.items()}
        return form

    @property
    def chosen(self) -> Remedy:
        """What the button does. Call on an accepted form only."""
        return self.by_value[self.remedy.data]


blueprint = Blueprint("unprinted", __name__)


@blueprint.route("/profils/<profile_id:profile_id>/non-imprimes", methods=["GET", "POST"])
def show(profile_id: int) -> ResponseReturnValue:
    """List what was typed and is in no part of the document; bring one text back at each click."""
    saved = profiles().get(profile_id)
    kept = kept_in(draft_of(saved), saved.id)
    form = RemedyForm.about(saved, kept)
    if form.accepted() and save_form(form, saved, form.chosen.change(), said=form.chosen.said):
        return redirect(url_for("unprinted.show", profile_id=profile_id), 303)
    return render_template("unprinted/show.html", form=form, saved=saved, kept=kept), form.status
