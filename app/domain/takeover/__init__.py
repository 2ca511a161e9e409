"""What a contract made elsewhere gives of a contract here: a proposal, piece by piece, with its pages."""

from app.domain.takeover.matching import Lists, propose
from app.domain.takeover.profile import profile_of
from app.domain.takeover.proposal import Piece, Proposal, Target, Unplaced
from app.domain.takeover.source import Block, Cell, SetAside, SetAsideKind, Source

__all__ = [
    "Block",
    "Cell",
    "Lists",
    "Piece",
    "Proposal",
    "SetAside",
    "SetAsideKind",
    "Source",
    "Target",
    "Unplaced",
    "profile_of",
    "propose",
]
