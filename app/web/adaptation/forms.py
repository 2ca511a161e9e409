"""The form of a local adaptation: of a national commitment, or of one of this contract alone."""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any, Self

from flask import request
from wtforms import RadioField
from wtforms.validators import ValidationError

from app.domain.limits import MAX_ASSOCIATES, associates_refusal
from app.domain.profile import NO_ADAPTATION, Adaptation, Profile, State
from app.domain.profile_reader import MAX_MEANS
from app.domain.text import MAX_NAME
from app.domain.typed_values import out_of_order, read_deadline, read_year, show_deadline
from app.store import SavedProfile
from app.web.adaptation.means import (
    MeansRow,
    add_means_fields,
    is_of_means,
    lines_moved,
    means_rows,
    means_values,
    read_means,
)
from app.web.fields import NOT_A_CHOICE, Checkboxes, CleanLine, CleanTextArea, NotTooLong, in_known_order
from app.web.profile_form import ProfileForm, base_versions

YES, NO = "oui", "non"
STATES = {
    State.TO_DO.value: "À faire",
    State.DRAFTED.value: "Rédigée",
    State.AGREED.value: "Convenue avec les signataires",
}
YEAR_EXAMPLE = "une année est attendue. Exemple\u00a0: 2028."
OUTSIDE = "{} ({}, hors du contrat)"
STILL_TICKED = (
    "Ce quartier a quitté le territoire. Enregistrez de nouveau pour le garder coché, ou décochez-le."
)
NO_SUCH_DATE = "cette date n’existe pas ou n’est pas plausible. Exemple\u00a0:"
OUT_OF_ORDER = "l’échéance est avant le début. Exemple : début 01/01/2027, échéance 31/12/2028."
_FORMS = 256


class AdaptationFields(ProfileForm):
    """What the official says of a commitment: the action, who, when, how it is measured, with what."""

    local_action = CleanTextArea("Action locale", [NotTooLong()])
    state = RadioField("Où en est cette action ?", choices=STATES, invalid_choice_message=NOT_A_CHOICE)
    quartiers = Checkboxes("Quartiers concernés", invalid_choice_message=NOT_A_CHOICE)
    lead = CleanLine("Pilote", [NotTooLong()])
    associated = CleanTextArea("Partenaires associés", [NotTooLong()])
    start = CleanLine("Début", [NotTooLong()])
    deadline = CleanLine("Échéance", [NotTooLong()])
    indicator = CleanTextArea("Indicateur", [NotTooLong()])
    indicator_baseline = CleanLine("Valeur de départ", [NotTooLong()])
    indicator_target = CleanLine("Cible", [NotTooLong()])
    indicator_year = CleanLine("Année de la cible", [NotTooLong()])
    indicator_source = CleanLine("Source de l’indicateur", [NotTooLong()])
    indicator_by_sex = Checkboxes(
        "Suivi par sexe",
        choices={YES: "L’indicateur compte à part les femmes et les hommes"},
        invalid_choice_message=NOT_A_CHOICE,
    )
    resources = CleanTextArea("Moyens, en mots", [NotTooLong()])
    means_are_one = False

    @classmethod
    def of(cls, saved: SavedProfile, **kwargs: Any) -> Self:
        """The form for a profile: its quartiers, those that its action names, those ticked on the page."""
        form = super().of(saved, **kwargs)
        territory = saved.profile.territory
        known = dict(territory.quartier_labels)
        known |= {code: territory.quartier_label(code) for code in cls.adaptation_of(saved.profile).quartiers}
        ticked = set(request.form.getlist("quartiers"))
        for contract in base_versions(saved):
            labels = contract.profile.territory.quartier_labels
            gone = (code for code in labels if code in ticked and code not in known)
            known |= {code: OUTSIDE.format(labels[code], code) for code in gone}
        form.quartiers.choices = known
        return form

    @classmethod
    def adaptation_of(cls, profile: Profile) -> Adaptation:
        """The adaptation that this form is about. Each form says it."""
        raise NotImplementedError

    @classmethod
    def values(cls, profile: Profile) -> dict[str, Any]:
        """What the fields show for it."""
        adaptation = cls.adaptation_of(profile)
        return {
            "local_action": adaptation.local_action,
            "state": adaptation.state.value,
            "quartiers": list(adaptation.quartiers),
            "lead": adaptation.lead,
            "associated": "\n".join(adaptation.associated),
            "start": show_deadline(adaptation.start),
            "deadline": show_deadline(adaptation.deadline),
            "indicator": adaptation.indicator,
            "indicator_baseline": adaptation.indicator_baseline,
            "indicator_target": adaptation.indicator_target,
            "indicator_year": adaptation.indicator_year,
            "indicator_source": adaptation.indicator_source,
            "indicator_by_sex": [YES] if adaptation.indicator_by_sex else [],
            "resources": adaptation.resources,
            **means_values(adaptation),
        }

    def validate_start(self, field: CleanLine) -> None:
        """Refuse what is not a date, and a start after the end."""
        refuse_wrong_date(field, "01/01/2027")
        self._refuse_disorder(field)

    def validate_deadline(self, field: CleanLine) -> None:
        """Refuse 30/02/2028, year 1 and year 9999, and an end before the start."""
        refuse_wrong_date(field, "31/12/2028")
        self._refuse_disorder(field)

    def validate_associated(self, field: CleanTextArea) -> None:
        """Refuse a name that is too long, one partner a line, and more partners than an action may have."""
        for rank, line in enumerate(field.data.split("\n"), start=1):
            if len(line) > MAX_NAME:
                raise ValidationError(f"{field.label.text}, ligne {rank} : {MAX_NAME} caractères au plus.")
        number, saved = len(_lines(field.data)), len(_lines(field.object_data or ""))
        if number > max(MAX_ASSOCIATES, saved):
            raise ValidationError(associates_refusal(number))

    def validate_indicator_year(self, field: CleanLine) -> None:
        """Refuse what names no plausible year."""
        try:
            read_year(field.data)
        except ValueError:
            raise ValidationError(f"{field.label.text} : {YEAR_EXAMPLE}") from None

    @property
    def means_rows(self) -> list[MeansRow]:
        """The lines of the budget: those that were filled or asked for, then a few to fill."""
        return means_rows(self, more=self.wants_more_lines, beside=self.conflict)

    @property
    def wants_more_lines(self) -> bool:
        """Whether the form was sent for the sake of more lines: it comes back as it was typed."""
        return self.is_submitted() and "more" in request.form

    @property
    def may_have_more_lines(self) -> bool:
        """Whether the page may still offer another line."""
        return len(self.means_rows) < MAX_MEANS

    def accepted(self) -> bool:
        """Whether the form was sent to be saved, and is right."""
        return not self.wants_more_lines and super().accepted()

    def without_place(self, present: SavedProfile) -> Iterator[str]:
        """Name the quartiers that were ticked here and have left the contract meanwhile."""
        labels = present.profile.territory.quartier_labels
        known = {*labels, *self.adaptation_of(present.profile).quartiers}
        for code in self.quartiers.data or ():
            if code not in known:
                yield f"{self.quartiers.label.text}\u00a0: {self.quartiers.choices[code]}. {STILL_TICKED}"

    def show_conflict(
        self, theirs: ProfileForm | None, version: int, base: ProfileForm | None = None
    ) -> None:
        """Compare the budget as one list when a line was taken away: it moves those below it."""
        self.means_are_one = theirs is not None and lines_moved(base, theirs, self)
        super().show_conflict(theirs, version, base)

    def unit_of(self, field: Any) -> str:
        """What a field is compared with: alone, or with the whole budget."""
        return "means" if self.means_are_one and is_of_means(field) else super().unit_of(field)

    def adaptation(self, present: Adaptation) -> Adaptation:
        """The present adaptation with what was typed. Call on an accepted form only."""
        return replace(
            present,
            local_action=self.local_action.data,
            state=State(self.state.data),
            quartiers=in_known_order(self.quartiers.data or (), present.quartiers),
            lead=self.lead.data,
            associated=_lines(self.associated.data),
            start=read_deadline(self.start.data),
            deadline=read_deadline(self.deadline.data),
            indicator=self.indicator.data,
            indicator_baseline=self.indicator_baseline.data,
            indicator_target=self.indicator_target.data,
            indicator_year=self.indicator_year.data,
            indicator_source=self.indicator_source.data,
            indicator_by_sex=YES in (self.indicator_by_sex.data or ()),
            resources=self.resources.data,
            means=tuple(read_means(self)),
        )

    def _refuse_disorder(self, field: CleanLine) -> None:
        try:
            start, end = read_deadline(self.start.data), read_deadline(self.deadline.data)
        except ValueError:
            return  # said already, by the field that is wrong
        if out_of_order(start, end):
            raise ValidationError(f"{field.label.text} : {OUT_OF_ORDER}")


add_means_fields(AdaptationFields)


class AdaptationForm(AdaptationFields):
    """The form of a national commitment, which can also be left out."""

    included = RadioField(
        "Cet engagement figure-t-il au contrat ?",
        choices={YES: "Oui, il figure au contrat", NO: "Non, il est écarté"},
        invalid_choice_message=NOT_A_CHOICE,
    )
    reason_excluded = CleanTextArea("Motif, s’il est écarté", [NotTooLong()])

    commitment_id = ""

    @classmethod
    def adaptation_of(cls, profile: Profile) -> Adaptation:
        """The adaptation of the commitment of this form."""
        return profile.adaptations.get(cls.commitment_id, NO_ADAPTATION)

    @classmethod
    def values(cls, profile: Profile) -> dict[str, Any]:
        """What the fields show for the commitment of this form."""
        adaptation = cls.adaptation_of(profile)
        return {
            **super().values(profile),
            "included": YES if adaptation.included else NO,
            "reason_excluded": adaptation.reason_excluded,
        }

    def adaptation(self, present: Adaptation) -> Adaptation:
        """The present adaptation with what was typed. Call on an accepted form only."""
        return replace(
            super().adaptation(present),
            included=self.included.data == YES,
            reason_excluded=self.reason_excluded.data,
        )


@lru_cache(_FORMS)
def adaptation_form(commitment_id: str) -> type[AdaptationForm]:
    """The form for one commitment of a catalogue; kept, as WTForms reads all the fields of each new class."""
    return type("CommitmentAdaptationForm", (AdaptationForm,), {"commitment_id": commitment_id})


def refuse_wrong_date(field: CleanLine, example: str) -> None:
    """Refuse what is written in figures and is no plausible date. Raises ValidationError with the example."""
    try:
        read_deadline(field.data)
    except ValueError:
        raise ValidationError(f"{field.label.text} : {NO_SUCH_DATE} {example}.") from None


def _lines(text: str) -> tuple[str, ...]:
    """One name a line, each once."""
    return tuple(dict.fromkeys(line.strip() for line in text.split("\n") if line.strip()))
