"""What a contract says of each quartier: its portrait, its project, and the actions that take place there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from app.domain.draft import Draft
from app.domain.french import NBSP
from app.domain.markup import plain_words
from app.domain.outlines import quartier_place
from app.domain.profile import NO_PORTRAIT, Adaptation, Figure, Portrait, Profile, Quartier
from app.domain.text import cut_at_word, is_blank

LONGEST_ACTION = 110
"""Characters of an action in a list."""


@dataclass(frozen=True, slots=True)
class QuartierAction:
    """An action that takes place in a quartier: what is done about a commitment, or a commitment of its own.

    `number` is that of the commitment among the national ones, or among the local ones if `is_local`.
    """

    id: str
    number: int
    is_local: bool
    text: str
    adaptation: Adaptation

    @property
    def name(self) -> str:
        """What the contract calls it: « Engagement 12 », « Engagement local 2 »."""
        return f"Engagement{' local' if self.is_local else ''}{NBSP}{self.number}"

    @property
    def words(self) -> str:
        """Its first words, without notation."""
        return cut_at_word(plain_words(self.text), LONGEST_ACTION)


@dataclass(frozen=True, slots=True)
class QuartierPart:
    """All that a contract says of one quartier. `label` tells it from its namesakes."""

    quartier: Quartier
    label: str
    portrait: Portrait
    project: str
    actions: tuple[QuartierAction, ...]

    @property
    def is_written(self) -> bool:
        """Whether something was written of it."""
        return self.portrait.says_something or not is_blank(self.project)


def quartier_parts(draft: Draft) -> tuple[QuartierPart, ...]:
    """Return what a contract says of each of its quartiers, in its order, be it printed or not."""
    written, texts, actions = draft.profile.portraits, draft.profile.texts, tuple(_actions(draft))
    return tuple(
        QuartierPart(
            quartier,
            draft.territory.quartier_label(quartier.code),
            written.get(quartier.code, NO_PORTRAIT),
            texts.get(quartier_place(quartier.code), ""),
            tuple(action for action in actions if quartier.code in action.adaptation.quartiers),
        )
        for quartier in draft.territory.quartiers
    )


def _actions(draft: Draft) -> Iterator[QuartierAction]:
    """Yield each action of the contract in some quartier, in the order of the document."""
    numbers, local_numbers = draft.numbers, draft.local_numbers
    for section in draft.sections:
        for entry in section.entries:
            known, said = entry.commitment.id, entry.adaptation
            if said.quartiers and not is_blank(said.local_action):
                yield QuartierAction(known, numbers[known], False, said.local_action, said)
        for local in section.local:
            if local.adaptation.quartiers:
                text = local.adaptation.local_action
                said_there = local.text if is_blank(text) else text
                yield QuartierAction(local.id, local_numbers[local.id], True, said_there, local.adaptation)


def with_figures(profile: Profile, listed: Mapping[str, tuple[Figure, ...]]) -> Profile:
    """Return the profile with the figures that a list has of its quartiers, where nobody gave any."""
    portraits = dict(profile.portraits)
    for code in profile.territory.quartier_labels:
        known = portraits.get(code, NO_PORTRAIT)
        if code in listed and not known.figures:
            portraits[code] = replace(known, figures=listed[code])
    return replace(profile, portraits=portraits)
