"""What each save bears beside the profile itself."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stamp:
    """The hash of the catalogue in use, and the name of the person who saves; each empty when unknown."""

    catalogue: str = ""
    author: str = ""
