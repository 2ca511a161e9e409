"""Which field of an action a label names, however a contract writes it."""

import re
from collections.abc import Sequence
from functools import lru_cache

from app.domain.takeover.vocabulary import (
    BEFORE,
    CORE,
    LABELS,
    MORE,
    OPEN,
    PLACEHOLDER,
    ROLES,
    WHO_NOUNS,
    WITHIN,
    words_of,
)
from app.domain.text import name_key, without_accents

_BRACKETS = re.compile(r"\([^)]{0,60}\)")
_BETWEEN_WORDS = re.compile(r"[^a-z0-9°]+")
_INCLUSIVE = re.compile(
    r"(?<=\w)(?:[·•‧.-](?:e|s|es|ne|nes|trice|rice|euse|ère|ve)(?:[·•‧.-]s)?|\((?:e|s|x|es|ne|trice|rice|euse|ère)\)s?)(?!\w)"
)
"""« Associé·e·s », « Porteur(s) », « Coordinateur.trice »."""
_ENUMERATED = re.compile(r"^\W*(?:(?:\d{1,2}|[IVX]{1,4}|[a-hA-H])\s*[.)°:–—-]+\s*)?\W*")
_SMALL = words_of(
    "le la les l de du des d un une en sur au aux a et ou dont leur leurs notre nos cette ce cet quel quels",
    "quelle quelles est sont il",
)
_SHORT_WORD = 3
_LEADING = re.compile(r"^(?:[0-9]+|[ivx]+|[a-h])$")
_SUFFIXES = words_of(
    "action projet operation fiche mesure envisage previsionnel propose concerne vise cible detaille",
    "detaillee synthetique succinct succincte identifie prioritaire poursuivi",
)
"""The words of `MORE` that may follow a word alone of any field: an action may be social, and is no label."""
_MOST_WORDS = 4
_ONE_PHRASE = re.compile(r"^(?:[A-ZÀ-Ý][^A-ZÀ-Ý0-9:;,]*|[A-ZÀ-Ý’' ]+)$")
_NOT_IN_LABELS = frozenset(("contrat", "ville", "politique", "annexe", "fiche"))
"""Words of titles that begin like labels: « Moyens du contrat »."""
_EITHER = re.compile(r"\s*/\s*|\s+ou\s+|\s+et\s+|\s*[&+]\s*|\s*,\s*|\s+[–—-]\s+", re.IGNORECASE)
_CAPITAL = re.compile(r"\s+(?=[A-ZÀ-Ý][a-zà-ÿ])")
"""Two labels on two lines of a cell, that a PDF gives as one: « Pilote Partenaires »."""
_APART = re.compile(r"[:;,/&+]|\s[–—-]\s")
_YEAR = re.compile(r"(?<=\w)\s+20\d\d\b")
_DATED = frozenset(("resources", "indicator", "indicator_baseline", "indicator_target"))
"""The fields whose labels may have a year: « Cible 2030 »; « Échéance 2027 » has its value."""
_COMPLEMENT = re.compile(r"(?:de|du|des|d[’'])\b", re.IGNORECASE)
LONGEST_LABEL = 80


@lru_cache(20_000)
def folded(text: str) -> str:
    """Return the words of a text without case, accents and signs."""
    return " ".join(_BETWEEN_WORDS.sub(" ", without_accents(name_key(text))).split())


@lru_cache(20_000)
def _key(text: str) -> str:
    words = folded(_BRACKETS.sub(" ", _INCLUSIVE.sub("", text))).split()
    while len(words) > 1 and _LEADING.match(words[0]):
        words = words[1:]
    kept = [word.rstrip("sx") if len(word) > _SHORT_WORD else word for word in words if word not in _SMALL]
    return " ".join(kept or words)


_FIELDS = {_key(label): name for name, labels in LABELS.items() for label in labels}
_WITHIN = {
    name: {_key(label): field for field, labels in inner.items() for label in labels}
    for name, inner in WITHIN.items()
}


@lru_cache(20_000)
def field_of(label: str) -> str:
    """Return the field that a label names; empty for other words."""
    if not label or len(label) > LONGEST_LABEL:
        return ""
    key = _key(label)
    if found := _named(key.split()):
        return found
    undated = _YEAR.sub("", label)
    if undated != label and not _APART.search(label) and (found := field_of(undated)) in _DATED:
        return found
    if found := _role(key, label):
        return found
    if found := _begun(key, _ENUMERATED.sub("", label)):
        return found
    return next(iter(fields_of(label)), "")


def field_of_words(label: str) -> str:
    """Return the field that a label names by its known words alone."""
    key = _key(label) if len(label) <= LONGEST_LABEL else ""
    return _named(key.split()) or _role(key, label) if key else ""


def _named(words: Sequence[str]) -> str:
    """Return the field that words name, without those that say no more before and after it."""
    if found := _FIELDS.get(" ".join(words)):
        return found
    for end in range(len(words) - 1, 0, -1):
        if words[end] not in MORE:
            break
        found = _FIELDS.get(" ".join(words[:end]))
        if found and (end > 1 or found in CORE or _SUFFIXES.issuperset(words[end:])):
            return found
    return _named(words[1:]) if len(words) > 1 and words[0] in BEFORE else ""


def _role(key: str, label: str) -> str:
    """Return the field of a name of who leads or helps: « Direction référente », « Co-pilotes »."""
    words = [word for word in key.split() if word not in BEFORE]
    if _APART.search(label) or ROLES.isdisjoint(words) or not (WHO_NOUNS | ROLES | MORE).issuperset(words):
        return ""
    return "associated" if "co" in words else "lead"


@lru_cache(20_000)
def fields_of(label: str) -> tuple[str, ...]:
    """Return the fields that a label names one after another, each once: « Pilote / Partenaires ».

    Empty for a label of one field only, and where a part of it is none.
    """
    if not label or len(label) > LONGEST_LABEL or _FIELDS.get(_key(label)):
        return ()
    for sign in (_EITHER, _CAPITAL):
        parts = [_field_of_part(part) for part in sign.split(label)]
        if len(parts) > 1 and all(parts):
            return tuple(dict.fromkeys(parts))
    return ()


def _field_of_part(part: str) -> str:
    """Return the field of one of the labels in one: « de résultat » goes on with the label before it."""
    key = _key(part)
    return "" if _COMPLEMENT.match(part) else _named(key.split()) or _role(key, part)


def _begun(key: str, label: str) -> str:
    """Return the field of a label that goes on: « Partenaires du territoire »."""
    words = key.split()
    if len(words) > _MOST_WORDS or not _NOT_IN_LABELS.isdisjoint(words) or not _ONE_PHRASE.match(label):
        return ""
    for length in range(len(words) - 1, 0, -1):
        found = _FIELDS.get(" ".join(words[:length]), "")
        if found and (length > 1 or words[0] in OPEN):
            return found
    return ""


def field_within(field: str, label: str) -> str:
    """Return what a label means within the text of a field; empty for other words."""
    return _WITHIN.get(field, {}).get(_key(label), "")


def bare(label: str) -> str:
    """Return a label without the signs around it."""
    return label.strip(" \t\n\u00a0\u202f:.*–—-|")


def is_placeholder(text: str) -> bool:
    """Return whether a text says nothing: « à compléter », a dash."""
    return PLACEHOLDER.match(text) is not None
