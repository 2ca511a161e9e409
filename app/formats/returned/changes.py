"""What a file changes in the fields of the clauses, by comparison with what was sent."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from typing import Any

from app.domain.fields import Kind
from app.domain.markup import plain_words
from app.domain.typed_values import read_deadline, read_euros
from app.formats.returned.document import Change, Mark
from app.formats.returned.fields import Fields
from app.formats.returned.said import Said, joined, key_of
from app.formats.returned.sent import KINDS, Sent

QUARTIER_CODE = re.compile(r"Q[NP]\w{6}")
MONTHS: tuple[str, ...] = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
_IN_WORDS = re.compile(rf"(\d{{1,2}})(?:er)?\s+({'|'.join(MONTHS)})\s+(\d{{4}})", re.IGNORECASE)
_SHORT = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{2})")
_AMOUNT = re.compile(r"(?P<before>.*:)?\s*(?P<amount>\d[\d\s.]*)\s*€?\s*(?P<after>\(.*\))?\s*", re.DOTALL)
_NAMES = re.compile(r"[,;\n](?![^()]*\))")


def read_date(text: str) -> str:
    """Return a date of a file as ISO where it is one, else the words."""
    typed = unicodedata.normalize("NFKC", text).strip()
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


class Comparison:
    """Compares the fields of a clause, as they are and as they were, with what was sent."""

    def __init__(self, sent: Sent) -> None:
        self._sent = sent
        self._quartiers = {
            key_of(name): one.code
            for one in sent.profile.territory.quartiers
            for name in (one.name, one.code, sent.profile.territory.quartier_label(one.code))
        }

    def changes(self, clause: str, final: Fields, original: Fields) -> Iterator[dict[str, Any]]:
        """Yield what is changed in a clause."""
        for name, shown in self._sent.shown(clause):
            now = final.said.get(name, Said())
            before = original.said.get(name, Said())
            if self._key(name, now.text) == self._key(name, _plain(name, shown)):
                continue
            known = self._sent.clauses[clause]
            value = known.text if name == "text" else getattr(known.adaptation, name)
            old = list(value) if isinstance(value, tuple) else value
            if KINDS.get(name) is Kind.VALUES:
                old = shown  # the lines as they are read, on both sides
            change = {"clause": clause, "field": name, "kind": _kind(shown, now.text)}
            yield (
                change | {"old": old, "new": self._value(name, now)} | signed(now, before) | _shown(name, now)
            )
        yield from self._budget(clause, final, original)

    def _key(self, name: str, text: str) -> object:
        match KINDS.get(name):
            case Kind.DATE | Kind.YEAR:
                return key_of(read_date(text))
            case Kind.FLAG:
                return bool(text)
            case Kind.QUARTIERS | Kind.NAMES | Kind.OBJECTIVES:
                return Counter(key_of(one) for one in _NAMES.split(text) if one.strip())
            case _:
                return key_of(text)

    def _value(self, name: str, said: Said) -> Any:
        match KINDS.get(name):
            case Kind.DATE | Kind.YEAR:
                return read_date(said.text)
            case Kind.FLAG:
                return bool(said.text)
            case Kind.QUARTIERS:
                return [self._quartiers.get(key_of(one), one) for one in _names(said.text)]
            case Kind.NAMES | Kind.OBJECTIVES:
                return _names(said.text)
            case _:
                return said.text

    def unknown_quartiers(self, names: Sequence[str]) -> list[str]:
        """Return the names that stand for no quartier of the contract."""
        return [one for one in names if not QUARTIER_CODE.fullmatch(one)]

    def _budget(self, clause: str, final: Fields, original: Fields) -> Iterator[dict[str, Any]]:
        now, before = final.said.get("resources", Said()), original.said.get("resources", Said())
        adaptation = self._sent.clauses[clause].adaptation
        expected = self._sent.budget(clause)
        if key_of(now.text) == key_of("\n".join(expected)):
            return
        lines = _lines(now)
        left = Counter(key_of(one) for one in expected)
        added: list[Said] = []
        for line in lines:
            if left[key_of(line.text)]:
                left[key_of(line.text)] -= 1
            else:
                added.append(line)
        gone = [one for one in expected if left[key_of(one)]]
        for rank, means in enumerate(adaptation.means):
            place = next((g for g in gone if _place_of_amount(g, means.amount)), None)
            retyped = next((a for a in added if place and _only_amount_differs(place, a.text)), None)
            amount = None if retyped is None else _AMOUNT.fullmatch(retyped.text)
            if place is None or retyped is None or amount is None:
                continue
            yield {
                "clause": clause,
                "field": f"means[{rank}].amount",
                "kind": "modified",
                "old": means.amount,
                "new": read_euros(amount["amount"]),
                **signed(retyped, before, only=retyped),
            }
            gone.remove(place)
            added.remove(retyped)
        if gone or added:
            words = [one for one in lines if not any(key_of(one.text) == key_of(e) for e in expected)]
            kept = [one for one in lines if one in added or key_of(one.text) == key_of(adaptation.resources)]
            new = joined(kept or (words if added else []), "\n")
            change = {"clause": clause, "field": "resources", "kind": _kind(adaptation.resources, new.text)}
            if not adaptation.resources and gone and not added:
                change["kind"] = "emptied"
            change |= {"old": adaptation.resources, "new": new.text, **signed(now, before)}
            yield change | ({"lines_gone": gone} if gone else {})


def signed(now: Said, before: Said, *, only: Said | None = None) -> dict[str, Any]:
    """Return who made a change and when, and whether it was tracked."""
    inserted = [mark for mark in (only or now).changed() if mark.change is Change.INSERTED]
    deleted = [mark for mark in before.changed() if mark.change is Change.DELETED]
    return signature([*inserted, *([] if only and inserted else deleted)])


def signature(marks: Sequence[Mark]) -> dict[str, Any]:
    """Return the author and the date of the first of some marks; all the authors where there are several."""
    authors = list(dict.fromkeys(mark.author for mark in marks if mark.author))
    made: dict[str, Any] = {
        "author": authors[0] if authors else None,
        "date": (marks[0].date or None) if marks else None,
        "tracked": bool(marks),
    }
    return made | ({"authors": authors} if len(authors) > 1 else {})


def _plain(name: str, shown: str) -> str:
    return plain_words(shown) if KINDS.get(name) is Kind.PROSE or name == "text" else shown


def _kind(old: str, new: str) -> str:
    if not new:
        return "emptied"
    return "modified" if old else "filled"


def _shown(name: str, said: Said) -> dict[str, str]:
    dated = KINDS.get(name) in {Kind.DATE, Kind.YEAR} and read_date(said.text) != said.text
    return {"shown": said.text} if dated else {}


def _names(text: str) -> list[str]:
    return [one.strip() for one in _NAMES.split(text) if one.strip()]


def _lines(said: Said) -> list[Said]:
    made, at = [], 0
    for part in said.text.split("\n"):
        line = said.cut(at, at + len(part)).stripped()
        at += len(part) + 1
        if line.text:
            made.append(line)
    return made


def _place_of_amount(line: str, amount: int | None) -> bool:
    found = _AMOUNT.fullmatch(line)
    with suppress(ValueError):
        return found is not None and amount is not None and read_euros(found["amount"]) == amount
    return False


def _only_amount_differs(old: str, new: str) -> bool:
    one, other = _AMOUNT.fullmatch(old), _AMOUNT.fullmatch(new)
    if one is None or other is None:
        return False
    with suppress(ValueError):
        read_euros(other["amount"])
        return all(key_of(one[part] or "") == key_of(other[part] or "") for part in ("before", "after"))
    return False
