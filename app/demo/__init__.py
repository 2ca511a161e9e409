"""A filled contract of a territory that does not exist: what the application makes, to look at and to try."""

from pathlib import Path

DEMONSTRATION = Path(__file__).with_name("contrat.json")
"""A profile in the shape of the interface. Its names, places and figures are invented, and say so."""
