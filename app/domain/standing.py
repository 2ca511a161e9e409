"""What a national commitment is worth today, as we read it, and where it stands in a contract.

A reading never changes the national text. In the files of the conventions it is the key `reading`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.domain.rules import Confidence


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
