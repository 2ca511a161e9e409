"""What an official chose and typed: a territory, its facts, the partners, the local adaptations."""

from collections.abc import Mapping
from dataclasses import dataclass, field

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


@dataclass(frozen=True, slots=True)
class Adaptation:
    """What the official says of one commitment. Every text is as typed; empty means to be filled."""

    included: bool = True
    local_action: str = ""
    lead: str = ""
    deadline: str = ""
    indicator: str = ""
    resources: str = ""
    reason_excluded: str = ""


NO_ADAPTATION = Adaptation()


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs as a partner, by name: « la Ville des Abymes » for the partner `commune`."""

    partner: str
    name: str


@dataclass(frozen=True, slots=True)
class Profile:
    """A saved contract in preparation. `facts` holds only what was stated; the rest is derived.

    `facts_reason` says why a stated fact contradicts what the territory shows. A partner without
    a named signatory signs under its title in the catalogue.
    """

    name: str
    territory: Territory
    facts: Mapping[str, bool] = field(default_factory=dict)
    partners: tuple[str, ...] = ()
    adaptations: Mapping[str, Adaptation] = field(default_factory=dict)
    signatories: tuple[Signatory, ...] = ()
    facts_reason: str = ""
