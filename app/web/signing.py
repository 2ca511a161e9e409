"""Signed cookies that survive a clock set back, or that another machine with a slower clock reads."""

from datetime import UTC, datetime, timedelta
from typing import Any

from itsdangerous import SignatureExpired, TimestampSigner

AHEAD = timedelta(minutes=5)
"""How far in the future a cookie may say that it was signed."""


class PatientSigner(TimestampSigner):
    """A signer to which a signature of the next few minutes is of now, and not expired."""

    def unsign(self, signed_value: Any, max_age: int | None = None, return_timestamp: bool = False) -> Any:
        """The value, as TimestampSigner gives it. Raises SignatureExpired and BadSignature."""
        try:
            return super().unsign(signed_value, max_age, return_timestamp)  # type: ignore[call-overload]  # one bool, two overloads
        except SignatureExpired as expired:
            signed = expired.date_signed
            if signed is None or not timedelta() < signed - datetime.now(UTC) <= AHEAD:
                raise
            return super().unsign(signed_value, None, return_timestamp)  # type: ignore[call-overload]  # the same
