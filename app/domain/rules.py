"""The rules around the national text: volets, signatories, facts, schemes; what a commitment is worth today.

A reading never changes the national text. In the files of the conventions it is the key `reading`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.domain.profile import Territory


class PartnerStatus(StrEnum):
    """Why a partner may sign (loi n° 2014-173, art. 6; circulars, as reported; the conventions)."""

    REQUIRED = "required"
    ALLOWED = "allowed"
    EXPECTED = "expected"
    LOCAL = "local"


class Confidence(StrEnum):
    """How sure the catalogue is of what became of a scheme; only VERIFIED is stated as fact."""

    VERIFIED = "verified"
    GENERAL_KNOWLEDGE = "general knowledge"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Section:
    """A thematic volet of the contract: what it is for, and its anchor in loi n° 2014-173, art. 1er, I.

    `summary` says which text asks for it and how strongly, `to_verify` what is said of it and was not read.
    """

    id: str
    title: str
    mandatory: bool
    legal_basis: str
    summary: str = ""
    purpose: str = ""
    to_verify: str = ""


@dataclass(frozen=True, slots=True)
class Partner:
    """A kind of signatory.

    `required_for` lists the kinds of territory that cannot do without it, `not_required_in` the
    overseas collectivités (by code) where it does not exist. `optional_basis` says why it may sign where it
    is not required. `deliberates`: its assembly empowers who signs.
    """

    id: str
    title: str
    status: PartnerStatus
    legal_basis: str
    required_for: tuple[str, ...] = ()
    not_required_in: tuple[str, ...] = ()
    remark: str = ""
    deliberates: bool = False
    optional_basis: str = ""

    @property
    def mandatory(self) -> bool:
        """Whether the law requires this signatory for at least one kind of territory."""
        return self.status is PartnerStatus.REQUIRED

    def required_in(self, territory: Territory) -> bool:
        """Whether a contract for this territory needs this signatory by law."""
        if territory.kind not in self.required_for:
            return False
        return not self.not_required_in or set(territory.departements).isdisjoint(self.not_required_in)

    def capacity_in(self, territory: Territory) -> tuple[PartnerStatus, str]:
        """Why it signs a contract for this territory: its status there, and the text that says so."""
        if self.status is PartnerStatus.REQUIRED and not self.required_in(territory):
            return PartnerStatus.ALLOWED, self.optional_basis or self.legal_basis
        return self.status, self.legal_basis


@dataclass(frozen=True, slots=True)
class FactRule:
    """What can be known or asked about a territory, and how it is derived when it can be.

    `departements`: true when the territory's communes lie in one of them.
    `commune_population`: true when a commune's population is in [low, high[ (None: no upper bound).
    `groupings`: true when the grouping's legal kind is one of them (CC, CA, CU, METRO, METLYON, EPT).
    `kinds`: true when the territory is of one of them (epci, ept, commune).
    """

    id: str
    question: str
    when_true: str
    when_false: str
    help: str = ""
    departements: tuple[str, ...] = ()
    commune_population: tuple[int, int | None] | None = None
    groupings: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

    @property
    def derivable(self) -> bool:
        """Whether a territory alone can answer the question."""
        return bool(self.departements or self.commune_population or self.groupings or self.kinds)


@dataclass(frozen=True, slots=True)
class Scheme:
    """A scheme or body that the source names, and what became of it."""

    id: str
    name: str
    acronym: str | None
    status: str
    confidence: Confidence
    successor: str | None = None
    since: str | None = None
    source: str | None = None

    @property
    def full_name(self) -> str:
        """The name with its acronym."""
        return f"{self.name} ({self.acronym})" if self.acronym else self.name

    @property
    def changed(self) -> bool:
        """Whether the scheme no longer exists under the name that the source gives it."""
        return self.status in {"renamed", "replaced", "ended"}


class Standing(StrEnum):
    """What became of a commitment since its convention was signed."""

    IN_FORCE = "in_force"
    RENAMED = "renamed"
    FIGURE_EXPIRED = "figure_expired"
    MIXED = "mixed"
    """A part of it is over."""

    ENDED = "ended"
    SPENT = "spent"
    """It prepared something that is done."""

    NATIONAL = "national"
    """Only a national body can keep it."""


class DefaultPlace(StrEnum):
    """Where a clause stands in a contract of the present generation, unless somebody decides otherwise."""

    BODY = "body"
    BODY_FLAGGED = "body_flagged"
    HISTORICAL = "historical"
    NATIONAL = "national"

    @property
    def in_body(self) -> bool:
        """Whether the clause stays in its volet."""
        return self in {DefaultPlace.BODY, DefaultPlace.BODY_FLAGGED}


class Ground(StrEnum):
    """What a reading rests on: the clause dates itself, what became of a scheme, our judgement alone."""

    OWN_WORDS = "own_words"
    SCHEME = "scheme"
    READING = "reading"


STANDINGS: Mapping[Standing, str] = {
    Standing.IN_FORCE: "en vigueur",
    Standing.RENAMED: "sous un autre nom aujourd’hui",
    Standing.FIGURE_EXPIRED: "chiffre périmé",
    Standing.MIXED: "achevé en partie",
    Standing.ENDED: "achevé",
    Standing.SPENT: "sans objet, ce qu’il préparait est fait",
    Standing.NATIONAL: "relève d’un acteur national",
}
PLACES: Mapping[Standing, tuple[DefaultPlace, ...]] = {
    Standing.IN_FORCE: (DefaultPlace.BODY, DefaultPlace.BODY_FLAGGED),
    Standing.RENAMED: (DefaultPlace.BODY, DefaultPlace.BODY_FLAGGED),
    Standing.FIGURE_EXPIRED: (DefaultPlace.BODY, DefaultPlace.BODY_FLAGGED),
    Standing.MIXED: (DefaultPlace.BODY, DefaultPlace.BODY_FLAGGED),
    Standing.ENDED: (DefaultPlace.HISTORICAL, DefaultPlace.BODY_FLAGGED),
    Standing.SPENT: (DefaultPlace.HISTORICAL, DefaultPlace.NATIONAL),
    Standing.NATIONAL: (DefaultPlace.NATIONAL,),
}
"""The places that a standing allows: only what is wholly over leaves the body."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How we read one commitment. `over` are the passages of it that are over, word for word.

    `reason` is a sentence for whoever reads the contract, empty where there is nothing to say. `confidence`
    is None without a ground.
    """

    standing: Standing = Standing.IN_FORCE
    place: DefaultPlace = DefaultPlace.BODY
    ground: Ground | None = None
    confidence: Confidence | None = None
    reason: str = ""
    schemes: tuple[str, ...] = ()
    over: tuple[str, ...] = ()

    @property
    def is_certain(self) -> bool:
        """Whether it is a fact: the clause dates itself, or a source was read."""
        return self.ground is Ground.OWN_WORDS or self.confidence is Confidence.VERIFIED


AS_WRITTEN = Reading()
"""The reading of a commitment of which nothing is said."""

NATIONAL_READING = Reading(Standing.NATIONAL, DefaultPlace.NATIONAL)
"""The same, where only a national body can keep it."""
