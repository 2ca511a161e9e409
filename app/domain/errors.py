"""The base of every exception that is shown to a person."""


class UserError(Exception):
    """Something that a person can act on. `str()` of it is in French, and says what to do."""
