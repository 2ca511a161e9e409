"""The embedded reference of communes and groupings, its search, and what it proposes."""

from app.territories.perimeter import JOINT, PerimeterRefused, departures_of, perimeter
from app.territories.proposals import (
    ProposedSignatory,
    QuartiersOf,
    named_signatories,
    no_quartiers,
    proposed_signatories,
    signatories_moved,
    territory_profile,
)
from app.territories.qpv import ReadQuartiers, quartiers_csv, read_quartiers
from app.territories.qpv.dataset import MAX_BYTES, QuartiersRefused
from app.territories.reference import Place, Reference, UnknownTerritory
