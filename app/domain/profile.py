"""What an official chose and typed: a territory, its facts, the partners, the local adaptations.

Ids of what people add to a contract name one record for ever, and are never given again.
"""

import re
import secrets
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from hashlib import sha256

from app.domain.orientations import Objective, Orientation
from app.domain.territory import (
    NO_PORTRAIT,
    TERRITORY_KINDS,
    Commune,
    Figure,
    Portrait,
    Quartier,
    Territory,
)
from app.domain.text import is_blank

__all__ = [
    "NO_ADAPTATION",
    "NO_PORTRAIT",
    "TERRITORY_KINDS",
    "Adaptation",
    "ClausePlace",
    "Commune",
    "Figure",
    "IndicatorValue",
    "LocalCommitment",
    "Means",
    "MeansKind",
    "MeansState",
    "Objective",
    "Orientation",
    "Portrait",
    "Profile",
    "Quartier",
    "Signatory",
    "State",
    "Territory",
]

LOCAL_ID = re.compile("local-[1-9][0-9]{0,5}")
"""The id of a local commitment: it can never be that of a national one."""

SIGNATORY_ID = re.compile("s[0-9a-f]{16}")
"""The id of a named signatory."""

Signer = tuple[str, str]
"""A partner's id, and the name under which it signs."""


def local_number(local_id: str) -> int:
    """Return the number in the id of a local commitment; 0 for what is not such an id."""
    return int(local_id.removeprefix("local-")) if LOCAL_ID.fullmatch(local_id) else 0


def new_signatory_id() -> str:
    """Return an id that nobody had before: it is drawn, so that a removed signatory's never comes back."""
    return f"s{secrets.token_hex(8)}"


def usual_signatory_ids(signers: Iterable[Signer]) -> Iterator[str]:
    """Return the id of each signatory that was never given one, in the order of the contract.

    It follows from what the signatory is, not from its rank: an old document gives the same one in each of
    its versions, whoever was removed between two of them.
    """
    met: Counter[Signer] = Counter()
    for signer in signers:
        met[signer] += 1
        yield _usual(signer, met[signer])


def complete_signatory_ids(known: Sequence[tuple[str, str, str]]) -> tuple[str, ...]:
    """Return one id for each signatory, each once: the one that it was given, else its usual one.

    `known` are the partner, the name and the id of each, empty where none was given.
    """
    given = Counter(own for *_, own in known)
    taken, met = set(given), Counter[Signer]()
    ids = []
    for partner, name, own in known:
        met[partner, name] += 1
        ids.append(own if given[own] == 1 and own else _free((partner, name), met[partner, name], taken))
    return tuple(ids)


def _free(signer: Signer, number: int, taken: set[str]) -> str:
    """Return the usual id of a signatory; where a renamed one has it, the next one that nobody has."""
    while (found := _usual(signer, number)) in taken:
        number += 1
    taken.add(found)
    return found


def _usual(signer: Signer, number: int) -> str:
    return f"s{sha256(repr((*signer, number)).encode()).hexdigest()[:16]}"


class State(StrEnum):
    """How far the local answer to a commitment has got: until it is signed, then as it is carried out."""

    TO_DO = "todo"
    DRAFTED = "drafted"
    AGREED = "agreed"
    TO_START = "to_start"
    UNDER_WAY = "under_way"
    DONE = "done"
    GIVEN_UP = "given_up"

    @property
    def is_carried_out(self) -> bool:
        """Whether it says how far a signed action has got."""
        return self in {State.TO_START, State.UNDER_WAY, State.DONE, State.GIVEN_UP}

    @property
    def is_agreed(self) -> bool:
        """Whether the action was agreed: what is carried out, or was given up, had been."""
        return self is State.AGREED or self.is_carried_out


class ClausePlace(StrEnum):
    """Where somebody decided that a national clause stands; USUAL leaves it to our reading and the trame."""

    USUAL = "usual"
    BODY = "body"
    HISTORICAL = "historical"


class MeansKind(StrEnum):
    """Where a means comes from: the décret n° 2024-1037, art. 2, 3° tells the two apart."""

    COMMON_LAW = "droit_commun"
    SPECIFIC = "specific"


class MeansState(StrEnum):
    """How sure a means is; UNSAID where nobody said."""

    UNSAID = ""
    ACQUIRED = "acquired"
    REQUESTED = "requested"
    SOUGHT = "sought"


@dataclass(frozen=True, slots=True)
class Means:
    """A line of the budget of an action. `amount` is in whole euros; None when it is not known yet.

    `year` is one of the term of the contract; empty for the whole of it.
    """

    kind: MeansKind
    funder: str
    amount: int | None = None
    year: str = ""
    state: MeansState = MeansState.UNSAID


@dataclass(frozen=True, slots=True)
class IndicatorValue:
    """What an indicator was worth at the end of a year: as a whole, for women, for men, each as typed."""

    year: str
    value: str = ""
    women: str = ""
    men: str = ""


@dataclass(frozen=True, slots=True)
class Adaptation:
    """What the official says of one commitment. Every text is as typed; empty means to be filled.

    `deadline` and `start` are ISO dates, years or words. `quartiers` holds the codes of the QPV where the
    action takes place; none means the whole territory. `objectives` are the ids of the objectives that it
    serves, one that was removed included. `resources` says the means in words, `means` in euros. `review` is
    a word for the annual review of a signed contract.
    """

    included: bool = True
    local_action: str = ""
    lead: str = ""
    deadline: str = ""
    indicator: str = ""
    resources: str = ""
    reason_excluded: str = ""
    place: ClausePlace = ClausePlace.USUAL
    state: State = State.TO_DO
    associated: tuple[str, ...] = ()
    objectives: tuple[str, ...] = ()
    quartiers: tuple[str, ...] = ()
    start: str = ""
    indicator_baseline: str = ""
    indicator_target: str = ""
    indicator_year: str = ""
    indicator_source: str = ""
    indicator_by_sex: bool = False
    indicator_baseline_women: str = ""
    indicator_baseline_men: str = ""
    indicator_target_women: str = ""
    indicator_target_men: str = ""
    indicator_values: tuple[IndicatorValue, ...] = ()
    review: str = ""
    means: tuple[Means, ...] = ()

    @property
    def progress(self) -> State:
        """How far it has got: an action that is written counts as drafted, be it said or not."""
        return State.DRAFTED if self.state is State.TO_DO and not is_blank(self.local_action) else self.state

    @property
    def years(self) -> Iterator[tuple[str, str]]:
        """Yield each year that its means and the values of its indicator name, after its path."""
        for rank, means in enumerate(self.means):
            yield f"means[{rank}].year", means.year
        for rank, value in enumerate(self.indicator_values):
            yield f"indicator_values[{rank}].year", value.year

    @property
    def holds_something(self) -> bool:
        """Whether anybody typed or said something of the commitment, beside where it stands."""
        if self == NO_ADAPTATION:
            return False
        said = ((getattr(self, one.name), one.default) for one in fields(self) if one.name not in _CHOICES)
        return any(value != default and not _is_empty(value) for value, default in said)


_CHOICES = {"included", "place"}


def _is_empty(value: object) -> bool:
    return isinstance(value, str) and is_blank(value)


NO_ADAPTATION = Adaptation()


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs as a partner, by name: « la Ville des Abymes » for the partner `commune`.

    `representative` is the person, `title` in what capacity, `body` who empowered that person to sign,
    by the deliberation of `deliberated_on` (ISO date, or as typed) and of number `deliberation`.
    `ground` is the text or the convention on which it signs, where somebody gave one.
    `id` names this record in its profile, which gives one where there is none; it is never given again.
    Equal are two that say the same.
    """

    partner: str
    name: str
    representative: str = ""
    title: str = ""
    body: str = ""
    deliberated_on: str = ""
    deliberation: str = ""
    ground: str = ""
    id: str = field(default="", compare=False)

    @property
    def known_by(self) -> str:
        """What tells it from the others of a contract: one name may sign for two partners."""
        return f"{self.partner} {self.name}"

    @property
    def has_deliberated(self) -> bool:
        """Whether something is known of the deliberation: its date, or its number."""
        return not (is_blank(self.deliberated_on) and is_blank(self.deliberation))


@dataclass(frozen=True, slots=True)
class LocalCommitment:
    """A commitment of this contract alone, that answers no national one.

    `id` is unique in its profile, and is not given again when the commitment is removed.
    """

    id: str
    section: str
    text: str
    adaptation: Adaptation = NO_ADAPTATION


@dataclass(frozen=True, slots=True)
class Profile:
    """A saved contract in preparation. `facts` holds only what was stated; the rest is derived.

    `facts_reason` says why a stated fact contradicts what the territory shows. A partner without
    a named signatory signs under its title in the catalogue. `outline` is the id of a trame of the
    catalogue, empty for its usual one. `texts` are the chapters beside the volets, by the id of their place.
    `portraits` are those of the quartiers, by code; one that says nothing is not kept.
    `last_local` is the greatest number in the id of a local commitment that was ever here. `numbers` are
    those under which the document shows its commitments, by id, those that have left included (see
    `numbering`); `last_number` is the greatest that a national one was ever given. Equal are two that
    say the same, whatever their numbers: nobody types these.
    """

    name: str
    territory: Territory
    facts: Mapping[str, bool] = field(default_factory=dict)
    partners: tuple[str, ...] = ()
    adaptations: Mapping[str, Adaptation] = field(default_factory=dict)
    signatories: tuple[Signatory, ...] = ()
    facts_reason: str = ""
    local_commitments: tuple[LocalCommitment, ...] = ()
    outline: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    last_local: int = 0
    portraits: Mapping[str, Portrait] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict, compare=False)
    last_number: int = field(default=0, compare=False)
    orientations: tuple[Orientation, ...] = ()

    def __post_init__(self) -> None:
        """Give an id to each signatory without one; keep the greatest numbers, and no empty portrait."""
        ids = complete_signatory_ids([(one.partner, one.name, one.id) for one in self.signatories])
        identified = (
            one if one.id == own else replace(one, id=own)
            for one, own in zip(self.signatories, ids, strict=True)
        )
        object.__setattr__(self, "signatories", tuple(identified))
        numbers = (local_number(local.id) for local in self.local_commitments)
        object.__setattr__(self, "last_local", max(self.last_local, *numbers, 0))
        national = (number for known, number in self.numbers.items() if not LOCAL_ID.fullmatch(known))
        object.__setattr__(self, "last_number", max(self.last_number, *national, 0))
        said = {code: portrait for code, portrait in self.portraits.items() if portrait != NO_PORTRAIT}
        object.__setattr__(self, "portraits", said)
