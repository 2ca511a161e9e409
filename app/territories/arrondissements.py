"""The arrondissements municipaux, which the reference knows by their codes alone, as people type them.

Codes: INSEE, Code officiel géographique; a test finds each of them in the reference.
"""

import re

_CODES = {"paris": range(75101, 75121), "lyon": range(69381, 69390), "marseille": range(13201, 13217)}
ARRONDISSEMENTS = {str(code) for codes in _CODES.values() for code in codes}
_ORDINAL = re.compile(r"0?([1-9][0-9]?) ?(?:e|er|eme|nd)?")
_SAID_AROUND = {"arrondissement", "arr", "de"}


def code_of_arrondissement(sought: tuple[str, ...]) -> str:
    """The code that « 69388 », « lyon 8e » or « 8e arrondissement de lyon » say; empty for anything else."""
    if len(sought) == 1:
        return sought[0] if sought[0] in ARRONDISSEMENTS else ""
    if _CODES.keys().isdisjoint(sought):
        return ""
    city = next(word for word in sought if word in _CODES)
    codes = _CODES[city]
    ordinal = _ORDINAL.fullmatch(" ".join(word for word in sought if word not in {city, *_SAID_AROUND}))
    return str(codes[int(ordinal[1]) - 1]) if ordinal and int(ordinal[1]) <= len(codes) else ""
