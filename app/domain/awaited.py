"""What a contract awaits of each of those who sign it, and the means that each one brings."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from app.domain.checks.contents import lacking_fields
from app.domain.draft import Draft, DraftSection
from app.domain.names import Signing, signings, undeliberated
from app.domain.parties import Parties
from app.domain.profile import Adaptation, Means, MeansState, State
from app.domain.rules import Partner
from app.domain.text import is_blank

TO_CONFIRM = frozenset([MeansState.REQUESTED, MeansState.SOUGHT])
"""How sure a means is that its funder has not granted yet."""


@dataclass(frozen=True, slots=True)
class Brought:
    """A means that a signatory brings, and the id of the commitment whose action it serves."""

    commitment: str
    means: Means


@dataclass(slots=True)
class Awaited:
    """What is awaited of one signatory, or of several of a kind; commitments by their ids.

    `to_write`: an action; `to_agree`: an agreement on one that is written; `to_complete`: what it does not
    say yet. `to_confirm`: the means that were asked of it and are not granted.
    """

    to_write: dict[str, None] = field(default_factory=dict)
    to_agree: dict[str, None] = field(default_factory=dict)
    to_complete: dict[str, None] = field(default_factory=dict)
    to_confirm: list[Brought] = field(default_factory=list)
    to_deliberate: bool = False
    to_name: bool = False
    """Whether nobody is named yet who will sign."""

    @property
    def count(self) -> int:
        """How many things are awaited."""
        listed = (self.to_write, self.to_agree, self.to_complete, self.to_confirm)
        return sum(map(len, listed)) + self.to_deliberate + self.to_name

    @property
    def amount(self) -> int:
        """What the means to confirm come to, in whole euros."""
        return sum(brought.means.amount or 0 for brought in self.to_confirm)

    def add(self, other: "Awaited") -> None:
        """Add what is awaited of another one, each commitment once."""
        self.to_write |= other.to_write
        self.to_agree |= other.to_agree
        self.to_complete |= other.to_complete
        self.to_confirm += other.to_confirm
        self.to_deliberate |= other.to_deliberate
        self.to_name |= other.to_name


def awaited_by_signing(draft: Draft) -> Mapping[str, Awaited]:
    """Return what is awaited of each signature, by its id, in the whole contract.

    An action is awaited of its lead; without a lead who signs, of those who carry the commitment. An
    agreement is awaited of its lead and of those associated with it.
    """
    parties = Parties(draft)
    found = {signing.id: Awaited() for signing in parties.signings}
    for commitment, said, carriers in _actions(draft):
        if said.state is State.GIVEN_UP:
            continue
        lead = {signing.id for signing in parties.meant(said.lead)} or _signing(parties.signings, carriers)
        for identifier in lead:
            _await_of_lead(found[identifier], commitment, said)
        if said.progress is State.DRAFTED:
            for identifier in parties.bound_by(said) or lead:
                found[identifier].to_agree[commitment] = None
        for means in said.means:
            if means.state in TO_CONFIRM:
                for signing in parties.meant(means.funder):
                    found[signing.id].to_confirm.append(Brought(commitment, means))
    without = set(undeliberated(draft))
    for signing in parties.signings:
        titles = {signing.name, *(partner.title for partner in signing.partners)}
        found[signing.id].to_deliberate = not without.isdisjoint(titles)
        found[signing.id].to_name = not any(one.text for one in signing.representatives)
    return found


def awaited_by_kind(draft: Draft) -> tuple[tuple[Partner, int, Awaited], ...]:
    """Return each kind of signatory, how many sign so, and what is awaited of them; the most awaited first.

    Who signs in two capacities is counted in the first one. Kinds of whom nothing is awaited are left out.
    """
    found = awaited_by_signing(draft)
    by_kind: dict[str, tuple[Partner, int, Awaited]] = {}
    for signing in signings(draft):
        partner = signing.partners[0]
        _, number, awaited = by_kind.get(partner.id, (partner, 0, Awaited()))
        awaited.add(found[signing.id])
        by_kind[partner.id] = (partner, number + 1, awaited)
    kinds = (kind for kind in by_kind.values() if kind[2].count)
    return tuple(sorted(kinds, key=lambda kind: -kind[2].count))


def brought_by(draft: Draft, signing_ids: Iterable[str]) -> tuple[Brought, ...]:
    """Return the means that these signatories bring to the actions of the whole contract, in its order."""
    parties, wanted = Parties(draft), frozenset(signing_ids)
    return tuple(
        Brought(commitment, means)
        for commitment, said, _ in _actions(draft)
        for means in said.means
        if any(signing.id in wanted for signing in parties.meant(means.funder))
    )


def _actions(draft: Draft) -> Iterator[tuple[str, Adaptation, tuple[Partner, ...]]]:
    """Yield each commitment of the whole contract: its id, what was written for it, who carries it."""
    for section in draft.whole or draft.sections:
        yield from _in_section(section)


def _in_section(section: DraftSection) -> Iterator[tuple[str, Adaptation, tuple[Partner, ...]]]:
    for entry in section.entries:
        yield entry.commitment.id, entry.adaptation, entry.carried_by
    for local in section.local:
        # What it promises says already what is done.
        yield local.id, local.adaptation, ()


def _signing(signing: Iterable[Signing], carriers: tuple[Partner, ...]) -> set[str]:
    return {one.id for one in signing if not set(one.partners).isdisjoint(carriers)}


def _await_of_lead(awaited: Awaited, commitment: str, said: Adaptation) -> None:
    if is_blank(said.local_action):
        awaited.to_write[commitment] = None
    elif lacking_fields(said):
        awaited.to_complete[commitment] = None
