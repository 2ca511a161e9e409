"""Reads and validates the national catalogue (`commitments/`): file:line for every problem, all at once."""

from app.catalogue.loader import load, read
from app.catalogue.yaml_node import CatalogueRefused

__all__ = ["CatalogueRefused", "load", "read"]
