"""Of whom a site asks a second factor."""

from enum import StrEnum

from app.access.rights import Action


class SecondFactor(StrEnum):
    """What the setting SECOND_FACTOR says: the owners and the administrators, everybody, or nobody."""

    OWNERS = "proprietaires"
    ALL = "tous"
    FREE = "libre"

    def is_asked_for(self, action: Action) -> bool:
        """Tell whether this takes a second factor. Signing in, and setting a factor up, never do."""
        if self is SecondFactor.FREE or action is Action.OPEN:
            return False
        return self is SecondFactor.ALL or action in PRIVILEGED


PRIVILEGED = frozenset({Action.MANAGE, Action.ADMINISTER})
"""What gives others access, or takes a contract away: a stolen password alone must not do it."""
