"""Recovery codes: each opens one session in the place of a code of the authenticator app, once.

A code has 120 bits, so that its SHA-256 is as good as a slow hash (ASVS 5.0, 6.5.2 asks for 112).
"""

import secrets

COUNT = 8
"""Codes that an account is given at once."""

_GROUPS, _GROUP = 6, 4
_SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Thirty-two signs, five bits each, without those that look alike: I and 1, O and 0."""


def new_codes() -> tuple[str, ...]:
    """Return new codes, as they are shown: « ABCD-EFGH-JKLM-NPQR-STUV-WXYZ »."""
    return tuple("-".join(_group() for _ in range(_GROUPS)) for _ in range(COUNT))


def plain(typed: str) -> str:
    """Return a code without the hyphens, the spaces and the small letters that somebody typed."""
    return "".join(filter(str.isalnum, typed)).upper()


def _group() -> str:
    return "".join(secrets.choice(_SIGNS) for _ in range(_GROUP))
