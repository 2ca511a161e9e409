"""Reading lists of quartiers prioritaires, in the many forms in which they are published."""

from app.territories.qpv.dataset import OFFICIAL_SOURCE, is_source
from app.territories.qpv.problems import MAX_BYTES, QuartiersRefused
from app.territories.qpv.reader import ReadQuartiers, quartiers_csv, read_quartiers
