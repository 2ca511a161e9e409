"""Passwords: which are refused, how they are kept, how they are compared (ASVS 5.0, chapter 6).

Any character, no composition, no rotation, never cut. Kept with Argon2id; a comparison for an address that
has no account takes as long as for one that has.
"""

import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 8
ADVISED = 15
LONGEST = 256
"""Characters; ASVS asks for 64 at least. What is longer is refused, never cut."""

CONTEXT = ("contrat de ville", "contrat", "ville", "politique de la ville", "quartier")
"""Words that somebody who knows the site tries first, as docs/securite.md lists them."""

_SHORTEST_CONTEXT = 4
_FREQUENT = "frequent-passwords.txt"

# Argon2id with 19 MiB and two passes: what OWASP asks for at least. About 20 ms here.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_AT_ONCE = BoundedSemaphore(4)
"""Hashes that are made at once: each takes 19 MiB, and anybody may ask for one."""


@cache
def frequent() -> frozenset[str]:
    """Return the passwords that everybody tries first, folded."""
    text = files("app.access").joinpath(_FREQUENT).read_text(encoding="utf-8")
    return frozenset(line.casefold() for line in text.splitlines() if line and not line.startswith("# "))


def refusal(password: str, context: Iterable[str] = ()) -> str:
    """Return why a new password is refused, as a French sentence; empty for a good one.

    `context`: words that somebody who knows the person or the site tries first: a name, an address.
    """
    if len(password) < SHORTEST:
        return f"Mot de passe : {SHORTEST} caractères au moins, {ADVISED} de préférence."
    if len(password) > LONGEST:
        return f"Mot de passe : {LONGEST} caractères au plus."
    folded = _folded(password)
    if folded in frequent() or _is_repeated(folded):
        return "Mot de passe : celui-ci est parmi les premiers que l’on essaie. Choisissez-en un autre."
    words = {_folded(word) for word in (*CONTEXT, *context)}
    if _without(folded, words):
        return (
            "Mot de passe : il tient dans le nom du site, de la collectivité ou de la personne. "
            "Choisissez d’autres mots."
        )
    return ""


def _is_repeated(text: str) -> bool:
    """Tell whether the text is one piece of four signs at most, again and again: « abcabcabc »."""
    return any(text == (text[:size] * len(text))[: len(text)] for size in range(1, 5))


def _without(folded: str, words: Iterable[str]) -> bool:
    """Tell whether so little is left of a password without a word of the context that it is soon guessed."""
    plain = "".join(filter(str.isalnum, folded))
    spoken = ("".join(filter(str.isalnum, word)) for word in words)
    return any(
        len(word) >= _SHORTEST_CONTEXT and word in plain and len(plain) - len(word) < _SHORTEST_CONTEXT + 1
        for word in spoken
    )


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def hashed(password: str) -> str:
    """Return what is kept of a password."""
    with _AT_ONCE:
        return _HASHER.hash(_bytes(password))


def is_right(password: str, kept: str | None) -> bool:
    """Tell whether it is the password of which this is kept; it takes as long where nothing is."""
    with _AT_ONCE:
        try:
            return _HASHER.verify(kept or _of_nobody(), _bytes(password)) and kept is not None
        except (VerificationError, InvalidHashError):
            return False


def is_outdated(kept: str) -> bool:
    """Tell whether the hash was made with other costs than today's, and is to be made again."""
    return _HASHER.check_needs_rehash(kept)


@cache
def _of_nobody() -> str:
    return _HASHER.hash("no account has this password")


def _bytes(password: str) -> bytes:
    # The same word typed on two machines: NFC or NFD, by the keyboard.
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
