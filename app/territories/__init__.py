"""The embedded reference of communes and groupings, and its search."""

from app.territories.proposals import territory_profile
from app.territories.reference import Place, Reference, UnknownTerritory

__all__ = ["Place", "Reference", "UnknownTerritory", "territory_profile"]
