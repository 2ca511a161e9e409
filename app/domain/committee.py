"""What a steering committee decided: the actions as they were before it, and as they are after it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.actions import Action, actions_of
from app.domain.draft import Draft
from app.domain.field_text import LabelOf, labels_of, show
from app.domain.fields import ADAPTATION, Field, Kind
from app.domain.french import NBSP
from app.domain.profile import NO_ADAPTATION, Adaptation
from app.domain.text import cut_at_word

DECIDED_APART = {"state", "included", "reason_excluded", "place"}
"""Fields that a decision says in words of its own."""

TEXT = "Texte de l’engagement"
NOTHING_LEFT = "(vide)"
LONGEST_VALUE = 80
"""Characters of what a field says now."""


@dataclass(frozen=True, slots=True)
class CommitteeDecision:
    """What was decided of one action. `before` and `after` are None where it was not in the contract.

    `changed` is what does not say the same, with what it says now; `reason`: why it was left out.
    """

    action: Action
    before: Adaptation | None
    after: Adaptation | None
    changed: tuple[str, ...] = ()
    reason: str = ""

    @property
    def is_agreement(self) -> bool:
        """Whether it is agreed now and was not before."""
        return _agreed(self.after) and not _agreed(self.before)

    @property
    def said(self) -> str:
        """« Convenue, après modification. Pilote : la Ville ; Échéance : 2028 »."""
        if self.after is None:
            return f"Écartée{NBSP}: {self.reason}" if self.reason else "Retirée du contrat"
        changed = f". {' ; '.join(self.changed)}" if self.changed else ""
        if self.is_agreement:
            return f"Convenue, après modification{changed}" if changed and self.before else "Convenue"
        if _agreed(self.before) and not _agreed(self.after):
            return f"Accord retiré, et modification{changed}" if changed else "Accord retiré"
        if self.before is None:
            return "Rédigée, reste à convenir"
        remains = "reste convenue" if _agreed(self.after) else "reste à convenir"
        return f"Modifiée, {remains}{changed}"


@dataclass(frozen=True, slots=True)
class CommitteeRecord:
    """The decisions of one day, in the order of the contract; what waits, and what was agreed before."""

    decided: tuple[CommitteeDecision, ...]
    waiting: tuple[Action, ...]
    settled: tuple[Action, ...]


def record_between(before: Draft | None, after: Draft) -> CommitteeRecord:
    """Return what changed of the actions of a contract; `before` is None where it did not exist yet."""
    former = {one.id: one for one in actions_of(before)} if before else {}
    present = tuple(actions_of(after))
    decided = (*_decided(former, present, labels_of(after.profile)), *_left(former, present, after))
    known = {one.action.id for one in decided}
    return CommitteeRecord(
        decided,
        tuple(one for one in present if not one.adaptation.state.is_agreed),
        tuple(one for one in present if one.adaptation.state.is_agreed and one.id not in known),
    )


def _decided(
    former: Mapping[str, Action], present: tuple[Action, ...], label_of: LabelOf
) -> Iterator[CommitteeDecision]:
    for action in present:
        known = former.get(action.id)
        before, after = known.adaptation if known else None, action.adaptation
        changed = _changed(known, action, label_of) if known else ()
        if known is None or changed or _agreed(before) != _agreed(after):
            yield CommitteeDecision(action, before, after, changed)


def _left(
    former: Mapping[str, Action], present: tuple[Action, ...], after: Draft
) -> Iterator[CommitteeDecision]:
    here = {one.id for one in present}
    reasons = {out.commitment.id: out.reason for out in after.excluded if out.by_choice}
    for known, action in former.items():
        if known not in here:
            yield CommitteeDecision(action, action.adaptation, None, reason=reasons.get(known, ""))


def _changed(before: Action, after: Action, label_of: LabelOf) -> tuple[str, ...]:
    """Return what the fields say that do not say the same, in the order of the form."""
    fields = (field for field in ADAPTATION if field.id not in DECIDED_APART)
    pairs = (
        (field, getattr(before.adaptation, field.id), getattr(after.adaptation, field.id)) for field in fields
    )
    said = tuple(_says(field, now, label_of) for field, then, now in pairs if now != then)
    is_other_text = before.is_local and before.text != after.text and not said
    return (TEXT,) if is_other_text else said


def _says(field: Field, value: Any, label_of: LabelOf) -> str:
    """Return « Pilote : la Ville »; the label alone of a long text."""
    if field.kind is Kind.PROSE:
        return field.label
    shown = cut_at_word(", ".join(show(field, value, label_of).split("\n")), LONGEST_VALUE)
    return f"{field.label}{NBSP}: {shown or NOTHING_LEFT}"


def _agreed(said: Adaptation | None) -> bool:
    return (said or NO_ADAPTATION).state.is_agreed
