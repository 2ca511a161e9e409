"""What an official chose and typed: a territory, its facts, the partners, the local adaptations."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.domain.text import name_key

TERRITORY_KINDS = ("epci", "ept", "commune")


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune by INSEE code (five characters, quoted everywhere: 01004, 2A004)."""

    code: str
    name: str
    population: int | None = None

    @property
    def departement(self) -> str:
        """The code of its département, three characters overseas: 69, 2A, 974."""
        return self.code[:3] if self.code.startswith(("97", "98")) else self.code[:2]


@dataclass(frozen=True, slots=True)
class Quartier:
    """A quartier prioritaire: code QP… (2015) or QN… (2024), name, INSEE codes of its communes."""

    code: str
    name: str
    communes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Territory:
    """The perimeter of the contract. `grouping` is the legal kind (CC, CA, CU, METRO, METLYON, EPT)."""

    kind: str
    code: str
    name: str
    communes: tuple[Commune, ...] = ()
    quartiers: tuple[Quartier, ...] = ()
    grouping: str | None = None

    @property
    def departements(self) -> tuple[str, ...]:
        """The codes of the départements of its communes, sorted."""
        return tuple(sorted({commune.departement for commune in self.communes}))

    def quartier_name(self, code: str) -> str:
        """The name of a quartier; the code of one that the contract does not have is said to be outside."""
        named = (quartier.name for quartier in self.quartiers if quartier.code == code)
        return next(named, f"{code} (hors du contrat)")

    def quartier_code(self, text: str) -> str | None:
        """The code of the quartier that is meant by its code, its name or both; None for none or several."""
        key = name_key(text)
        meant = [
            one.code
            for one in self.quartiers
            if key in {name_key(one.code), name_key(one.name), name_key(f"{one.code} {one.name}")}
        ]
        return meant[0] if len(meant) == 1 else None


class State(StrEnum):
    """How far the local answer to a commitment has got."""

    TO_DO = "todo"
    DRAFTED = "drafted"
    AGREED = "agreed"


class MeansKind(StrEnum):
    """Where a means comes from: the décret n° 2024-1037, art. 2, 3° tells the two apart."""

    COMMON_LAW = "droit_commun"
    SPECIFIC = "specific"


@dataclass(frozen=True, slots=True)
class Means:
    """A line of the budget of an action. `amount` is in whole euros; None when it is not known yet."""

    kind: MeansKind
    funder: str
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class Adaptation:
    """What the official says of one commitment. Every text is as typed; empty means to be filled.

    `deadline` and `start` are ISO dates, years or words. `quartiers` holds the codes of the QPV where the
    action takes place; none means the whole territory. `resources` says the means in words, `means` in euros.
    """

    included: bool = True
    local_action: str = ""
    lead: str = ""
    deadline: str = ""
    indicator: str = ""
    resources: str = ""
    reason_excluded: str = ""
    state: State = State.TO_DO
    associated: tuple[str, ...] = ()
    quartiers: tuple[str, ...] = ()
    start: str = ""
    indicator_baseline: str = ""
    indicator_target: str = ""
    indicator_year: str = ""
    indicator_source: str = ""
    indicator_by_sex: bool = False
    means: tuple[Means, ...] = ()

    @property
    def progress(self) -> State:
        """How far it has got: an action that is written counts as drafted, be it said or not."""
        return State.DRAFTED if self.state is State.TO_DO and self.local_action else self.state


NO_ADAPTATION = Adaptation()


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs as a partner, by name: « la Ville des Abymes » for the partner `commune`.

    `representative` is the person, `title` in what capacity, `body` who empowered that person to sign,
    by the deliberation of `deliberated_on` (ISO date, or as typed) and of number `deliberation`.
    """

    partner: str
    name: str
    representative: str = ""
    title: str = ""
    body: str = ""
    deliberated_on: str = ""
    deliberation: str = ""

    @property
    def known_by(self) -> str:
        """What tells it from the others of a contract: one name may sign for two partners."""
        return f"{self.partner} {self.name}"

    @property
    def has_deliberated(self) -> bool:
        """Whether something is known of the deliberation: its date, or its number."""
        return bool(self.deliberated_on or self.deliberation)


@dataclass(frozen=True, slots=True)
class LocalCommitment:
    """A commitment of this contract alone, that answers no national one. `id` is unique in its profile."""

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
