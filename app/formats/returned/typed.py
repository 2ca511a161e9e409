"""What is typed in a field of a Word file, read as the value that it stands for."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from datetime import date

from app.domain.catalogue import Catalogue
from app.domain.fields import Kind
from app.domain.profile import Profile, Territory
from app.domain.typed_values import read_deadline
from app.formats.returned.said import key_of
from app.formats.returned.values import Value

QUARTIER_CODE = re.compile(r"Q[NP]\w{6}")
MONTHS: tuple[str, ...] = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
_IN_WORDS = re.compile(rf"(\d{{1,2}})(?:er)?\s+({'|'.join(MONTHS)})\s+(\d{{4}})", re.IGNORECASE)
_DAY = re.compile(r"^(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\s+(?=\d)", re.IGNORECASE)
_SHORT = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{2})")
_NAMES = re.compile(r"[,;\n](?![^()]*\))")
DATES = {Kind.DATE, Kind.YEAR}
LISTS = {Kind.QUARTIERS, Kind.NAMES, Kind.OBJECTIVES}


def read_date(text: str) -> str:
    """Return a date of a file as ISO where it is one, else the words."""
    typed = _DAY.sub("", unicodedata.normalize("NFKC", text).strip())
    if found := _IN_WORDS.fullmatch(typed):
        day, month, year = int(found[1]), MONTHS.index(found[2].lower()) + 1, int(found[3])
    elif found := _SHORT.fullmatch(typed):
        day, month, year = int(found[1]), int(found[2]), 2000 + int(found[3])
    else:
        with suppress(ValueError):
            return read_deadline(typed)
        return typed
    with suppress(ValueError):
        return date(year, month, day).isoformat()
    return typed


def read_names(text: str) -> list[str]:
    """Return names that stand on lines, or between commas or semicolons outside brackets."""
    return [one.strip() for one in _NAMES.split(text) if one.strip()]


def quartiers_of(territory: Territory) -> Mapping[str, str]:
    """Return the code of each quartier by what it may be called: its name, its code, or both."""
    return {
        key_of(name): one.code
        for one in territory.quartiers
        for name in (one.name, one.code, territory.quartier_label(one.code))
    }


_BRACKETS = re.compile(r"(?P<name>[^()]+)\((?P<short>[^()]+)\)")
_ARTICLE = re.compile(r"^(?:la |le |les |l['’])", re.IGNORECASE)


def name_key(name: str) -> str:
    """Return what two ways of writing a name share: neither its article nor its capitals."""
    return key_of(_ARTICLE.sub("", name.strip())).casefold()


def names_of(profile: Profile, catalogue: Catalogue) -> frozenset[str]:
    """Return the bodies that a contract or the catalogue names, as `name_key` writes them, acronyms too."""
    names = [partner.title for partner in catalogue.partners]
    names += [one.name for one in profile.signatories]
    names += [profile.territory.name, *(one.name for one in profile.territory.communes)]
    local = (one.adaptation for one in profile.local_commitments)
    for adaptation in (*profile.adaptations.values(), *local):
        names += [adaptation.lead, *adaptation.associated, *(one.funder for one in adaptation.means)]
    for name in [*names]:
        if found := _BRACKETS.fullmatch(name.strip()):
            names += [found["name"], found["short"]]
    return frozenset(name_key(name) for name in names)


def comparable(kind: Kind | None, text: str) -> object:
    """Return what is equal for two texts that say the same in a field of a kind."""
    if kind in DATES:
        return key_of(read_date(text))
    if kind is Kind.FLAG:
        return bool(text)
    if kind in LISTS:
        return Counter(key_of(one) for one in read_names(text))
    return key_of(text)


def read_value(kind: Kind | None, text: str, quartiers: Mapping[str, str]) -> Value:
    """Return the value that a text of a field of a kind stands for."""
    if kind in DATES:
        return read_date(text)
    if kind is Kind.FLAG:
        return bool(text)
    if kind is Kind.QUARTIERS:
        return tuple(quartiers.get(key_of(one), one) for one in read_names(text))
    if kind in LISTS:
        return tuple(read_names(text))
    return text
