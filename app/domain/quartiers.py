"""What a contract says of each quartier: its portrait, its project, and the actions that take place there."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.domain.actions import Action, actions_of
from app.domain.draft import Draft
from app.domain.outlines import quartier_place
from app.domain.profile import NO_PORTRAIT, Figure, Portrait, Profile, Quartier
from app.domain.text import is_blank


@dataclass(frozen=True, slots=True)
class QuartierPart:
    """All that a contract says of one quartier. `label` tells it from its namesakes."""

    quartier: Quartier
    label: str
    portrait: Portrait
    project: str
    actions: tuple[Action, ...]

    @property
    def is_written(self) -> bool:
        """Whether something was written of it."""
        return self.portrait.says_something or not is_blank(self.project)


def quartier_parts(draft: Draft) -> tuple[QuartierPart, ...]:
    """Return what a contract says of each of its quartiers, in its order, be it printed or not."""
    written, texts, actions = draft.profile.portraits, draft.profile.texts, tuple(actions_of(draft))
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


def with_figures(profile: Profile, listed: Mapping[str, tuple[Figure, ...]]) -> Profile:
    """Return the profile with the figures that a list has of its quartiers, where nobody gave any."""
    portraits = dict(profile.portraits)
    for code in profile.territory.quartier_labels:
        known = portraits.get(code, NO_PORTRAIT)
        if code in listed and not known.figures:
            portraits[code] = replace(known, figures=listed[code])
    return replace(profile, portraits=portraits)
