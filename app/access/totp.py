"""One-time codes of an authenticator app: RFC 6238, with SHA-1, six digits and thirty seconds.

These are the values that every such app understands.
"""

import base64
import hashlib
import hmac
import secrets
from urllib.parse import quote

STEP = 30
"""Seconds that one code is for."""

DIGITS = 6
LATE = 1
"""Steps before and after the present one whose code is taken: clocks differ by some seconds."""

_SECRET_BYTES = 20


def new_secret() -> str:
    """Return a secret of 160 bits, as RFC 4226 asks for, in base 32."""
    return base64.b32encode(secrets.token_bytes(_SECRET_BYTES)).decode()


def code_at(secret: str, step: int) -> str:
    """Return the code of a step, which is the number of thirty seconds since 1970 (RFC 4226, 5.3)."""
    digest = hmac.digest(base64.b32decode(secret), step.to_bytes(8, "big"), hashlib.sha1)
    offset = digest[-1] & 0xF
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def matching_step(secret: str, code: str, seconds: float, last: int | None) -> int | None:
    """Return the step whose code was typed, at a number of seconds since 1970; None when it is none.

    `last`: the step of the last code that was taken. A code is good once (RFC 6238, 5.2).
    """
    now = int(seconds) // STEP
    typed = "".join(code.split())
    for step in range(now - LATE, now + LATE + 1):
        if (last is None or step > last) and hmac.compare_digest(
            code_at(secret, step).encode(), typed.encode()
        ):
            return step
    return None


def address(secret: str, account: str, site: str) -> str:
    """Return the address that an authenticator app opens to take the secret."""
    return f"otpauth://totp/{quote(site)}:{quote(account)}?secret={secret}&issuer={quote(site)}"
