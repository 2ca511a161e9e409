"""The form of a commitment of one contract alone."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Self

from flask import request
from wtforms import SelectField

from app.domain.catalogue import Leaf
from app.domain.profile import NO_ADAPTATION, Adaptation, LocalCommitment, Profile
from app.domain.text import clean
from app.store import SavedProfile
from app.web.adaptation.forms import NO, AdaptationFields
from app.web.contract_catalogue import catalogue_of
from app.web.fields import NOT_A_CHOICE, CleanTextArea, Filled, NotTooLong

REMOVED = (
    "Cet engagement local a été retiré du contrat entre-temps. Enregistrez de nouveau pour l’y remettre."
)
CLAUSE_GONE = (
    "Cet engagement national a quitté le contrat entre-temps, avec un nouveau catalogue. Enregistrez "
    "cette page pour garder ses mots et votre saisie comme engagement local."
)
LEFT_OUT = "Vous écartiez cet engagement. Motif\u00a0: «\u00a0{}\u00a0»."
NO_TEXT = "Engagement : écrivez ce à quoi les signataires s’engagent."


class LocalCommitmentForm(AdaptationFields):
    """What is promised, in which volet, and the action."""

    text = CleanTextArea("Engagement (obligatoire)", [Filled(NO_TEXT), NotTooLong()])
    section = SelectField("Volet", invalid_choice_message=NOT_A_CHOICE)

    local_id = ""
    usual_section = ""

    @classmethod
    def of(cls, saved: SavedProfile, **kwargs: Any) -> Self:
        """The form with the volets of the contract's catalogue."""
        form = super().of(saved, **kwargs)
        form.section.choices = {section.id: section.title for section in catalogue_of(saved).sections}
        return form

    @classmethod
    def of_profile(cls, profile: Profile) -> LocalCommitment | None:
        """The commitment of this form in a profile, None for a new one."""
        return next((one for one in profile.local_commitments if one.id == cls.local_id), None)

    @classmethod
    def adaptation_of(cls, profile: Profile) -> Adaptation:
        """The adaptation of the commitment of this form."""
        known = cls.of_profile(profile)
        return known.adaptation if known else NO_ADAPTATION

    @classmethod
    def values(cls, profile: Profile) -> dict[str, Any]:
        """What the fields show for it."""
        known = cls.of_profile(profile)
        return {
            **super().values(profile),
            "text": known.text if known else "",
            "section": known.section if known else cls.usual_section,
        }

    def is_gone(self, present: SavedProfile) -> bool:
        """Whether the commitment of this form was removed."""
        return bool(self.local_id) and self.of_profile(present.profile) is None

    def without_place(self, present: SavedProfile) -> Iterator[str]:
        """Say that the commitment was removed, beside the quartiers that have left."""
        if self.is_gone(present):
            yield REMOVED
        yield from super().without_place(present)

    def take_over(self, leaf: Leaf, present: SavedProfile) -> None:
        """Begin with the words of a national commitment that the contract has no more."""
        self.status, self.conflict, self.version.data = 409, {}, str(present.version)
        self.text.data = "\n".join((*leaf.lead_in, leaf.commitment.text))
        self.section.data = leaf.commitment.section
        reason = clean(request.form.get("reason_excluded", "")).text
        left_out = [LEFT_OUT.format(reason)] if request.form.get("included") == NO else []
        self.misplaced = [CLAUSE_GONE, *left_out, *self.without_place(present)]

    def commitment(self, known: LocalCommitment) -> LocalCommitment:
        """A known commitment with what was typed. Call on an accepted form only."""
        return replace(
            known,
            section=self.section.data,
            text=self.text.data,
            adaptation=self.adaptation(known.adaptation),
        )


def local_form(local_id: str = "", usual_section: str = "") -> type[LocalCommitmentForm]:
    """The form for one commitment, or for a new one in a volet."""
    subject = {"local_id": local_id, "usual_section": usual_section}
    return type("OneLocalCommitmentForm", (LocalCommitmentForm,), subject)
