"""What a contract made elsewhere gives of one here: what is recognised, piece by piece, with its pages."""

from app.domain.takeover.matching import Lists, names_section, recognise
from app.domain.takeover.original import Block, Cell, Original, SetAside, SetAsideKind
from app.domain.takeover.profile import USUAL_SECTION, profile_of
from app.domain.takeover.recognition import Piece, Recognition, Remainder, Target

__all__ = [
    "USUAL_SECTION",
    "Block",
    "Cell",
    "Lists",
    "Original",
    "Piece",
    "Recognition",
    "Remainder",
    "SetAside",
    "SetAsideKind",
    "Target",
    "names_section",
    "profile_of",
    "recognise",
]
