"""What an official list says otherwise than a contract about its quartiers, taken over by choice."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from app.domain.profile import Adaptation, Profile
from app.domain.rules import quartier_place
from app.domain.territory import Quartier, quartier_labels


@dataclass(frozen=True, slots=True)
class QuartierUpdates:
    """The quartiers of a list that a contract lacks, those that it calls otherwise, and those that left."""

    added: tuple[Quartier, ...]
    changed: tuple[tuple[Quartier, Quartier], ...]  # as the contract has it, then as the list does
    gone: tuple[Quartier, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.gone)

    def applied(
        self,
        quartiers: Iterable[Quartier],
        added: Collection[str],
        changed: Collection[str],
        gone: Collection[str],
    ) -> tuple[Quartier, ...]:
        """The contract's quartiers with what was accepted, by code; the accepted ones come last."""
        renamed = {new.code: new for _, new in self.changed if new.code in changed}
        leaving = {quartier.code for quartier in self.gone if quartier.code in gone}
        kept = [
            renamed.get(quartier.code, quartier) for quartier in quartiers if quartier.code not in leaving
        ]
        return (*kept, *(quartier for quartier in self.added if quartier.code in added))


def quartier_updates(quartiers: Iterable[Quartier], listed: Iterable[Quartier]) -> QuartierUpdates:
    """What a list would change to the quartiers of a contract."""
    here = {quartier.code: quartier for quartier in quartiers}
    there = {quartier.code: quartier for quartier in listed}
    return QuartierUpdates(
        added=tuple(quartier for code, quartier in there.items() if code not in here),
        changed=tuple(
            (old, there[code])
            for code, old in here.items()
            if code in there
            and (old.name, set(old.communes)) != (there[code].name, set(there[code].communes))
        ),
        gone=tuple(quartier for code, quartier in here.items() if code not in there),
    )


def labels_of_updates(profile: Profile, updates: QuartierUpdates) -> dict[str, str]:
    """What the quartiers of the contract and of the list are called, by code."""
    communes = {commune.code: commune.name for commune in profile.territory.communes}
    return quartier_labels((*profile.territory.quartiers, *updates.added), communes)


def written_about(profile: Profile, code: str) -> tuple[int, bool]:
    """How many actions name a quartier, and whether its own project is written."""
    local = (commitment.adaptation for commitment in profile.local_commitments)
    every: Iterable[Adaptation] = (*profile.adaptations.values(), *local)
    actions = sum(code in adaptation.quartiers for adaptation in every)
    return actions, bool(profile.texts.get(quartier_place(code), "").strip())
