"""What a statement is about, and how it reads."""

from enum import StrEnum


class Subject(StrEnum):
    """What a statement is about, in the order of the contract."""

    CONTRACT = "contract"
    TERRITORY = "territory"
    SIGNATORIES = "signatories"
    NATIONAL = "national"
    COMMITMENTS = "commitments"
    LOCAL = "local"
    TEXTS = "texts"


class TextKind(StrEnum):
    """How a text reads: a value, prose in light markup, a list with a name on each line, a name."""

    VALUE = "value"
    PROSE = "prose"
    LIST = "list"
    NAME = "name"
