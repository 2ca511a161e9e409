"""Where a link of a template may lead: an allow-list of schemes."""

import re

SCHEMES = ("http", "https", "mailto", "tel")
_FOLLOWED = re.compile(r"(?:https?://[^\\/\s]|(?:mailto|tel):)[^\\\x00-\x20]*", re.IGNORECASE)
_SCHEME = re.compile(r"\s*([a-z][a-z0-9+.-]{1,19}):", re.IGNORECASE)
LONGEST = 2_083
"""The longest address that Word takes."""


def is_followed(address: str) -> bool:
    """Whether a reader may follow the link: a web page, an e-mail, a telephone."""
    return len(address) <= LONGEST and _FOLLOWED.fullmatch(address.strip().replace(" ", "%20")) is not None


def scheme_of(address: str) -> str:
    """Return « javascript: », or what an address without a scheme is."""
    scheme = _SCHEME.match(address)
    return f"{scheme[1].lower()}:" if scheme else "adresse locale"
