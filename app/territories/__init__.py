"""The embedded reference of communes and groupings, its search, and what it proposes."""

from app.territories.perimeter import Perimeter, PerimeterRefused, departures_of, perimeter
from app.territories.proposals import (
    ProposedSignatory,
    named_signatories,
    proposed_signatories,
    territory_profile,
)
from app.territories.reference import Place, Reference, UnknownTerritory

__all__ = [
    "Perimeter",
    "PerimeterRefused",
    "Place",
    "ProposedSignatory",
    "Reference",
    "UnknownTerritory",
    "departures_of",
    "named_signatories",
    "perimeter",
    "proposed_signatories",
    "territory_profile",
]
