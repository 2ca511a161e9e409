"""Dates, amounts and names of a contract made elsewhere, as a profile keeps them. Nothing is guessed."""

import re
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import date

from app.domain.profile import IndicatorValue, Means, MeansKind, MeansState
from app.domain.takeover.labels import folded
from app.domain.takeover.vocabulary import REACHED
from app.domain.typed_values import read_deadline, read_euros

_MONTHS = (
    *("janvier", "fevrier", "mars", "avril", "mai", "juin"),
    *("juillet", "aout", "septembre", "octobre", "novembre", "decembre"),
)
_IN_WORDS = re.compile(rf"(\d{{1,2}})(?:er)? ({'|'.join(_MONTHS)}) (\d{{4}})")
_RANGE = re.compile(r"(?:de |du )?(20\d{2})\s*(?:[-–—/à]|au)\s*(20\d{2})")
_NAMES = re.compile(r"[,\n](?![^()]*\))")
_SLASHES = re.compile(r"\s/\s|\n")
_SEVERAL = re.compile(r"[;\n](?![^()]*\))")

_AMOUNT = r"(?P<amount>\d[\d\s\u00a0\u202f.]*(?:,\d{1,2})?)\s*(?P<unit>k€|M€|€|euros?)"
_LINE = re.compile(
    rf"^(?P<before>[^:€]*?)\s*(?::|–|—|-|\s)\s*{_AMOUNT}\s*(?:\((?P<after>[^)]*)\))?\s*\.?$", re.IGNORECASE
)
_ALONE = re.compile(rf"^{_AMOUNT}\s*(?:\((?P<after>[^)]*)\))?\s*\.?$", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)")
_UNITS = {"k€": 1_000, "m€": 1_000_000}
_KINDS: tuple[tuple[MeansKind, tuple[str, ...]], ...] = (
    (MeansKind.COMMON_LAW, ("droit commun",)),
    (
        MeansKind.SPECIFIC,
        ("credits specifiques", "credit specifique", "credits politique de la ville", "politique de la ville",
         "bop 147", "p147", "programme 147", "specifique"),
    ),
)  # fmt: skip
_STATES = {"acquis": MeansState.ACQUIRED, "demande": MeansState.REQUESTED, "sollicite": MeansState.REQUESTED,
           "a rechercher": MeansState.SOUGHT}  # fmt: skip
_BY_SEX = re.compile(r"(femmes|hommes)\s*:\s*([^,;]+)")


def read_date(text: str) -> str:
    """Return a date as ISO where it is one, else the words."""
    typed = " ".join(text.split()).rstrip(".")
    if found := _IN_WORDS.fullmatch(folded(typed)):
        with suppress(ValueError):
            return date(int(found[3]), _MONTHS.index(found[2]) + 1, int(found[1])).isoformat()
    with suppress(ValueError):
        return read_deadline(typed)
    return typed


def read_range(text: str) -> tuple[str, str] | None:
    """Return the first and the last year of « 2024-2027 »; None for other words."""
    found = _RANGE.fullmatch(" ".join(text.split()).rstrip("."))
    return (found[1], found[2]) if found else None


def read_names(text: str) -> tuple[str, ...]:
    """Return the names of a list, each once: at semicolons or lines where there are some, else at commas."""
    separator = _SEVERAL if ";" in text else _SLASHES if "," not in text else _NAMES
    names = (part.strip(" .·•\t") for part in separator.split(text))
    return tuple(dict.fromkeys(" ".join(name.split()) for name in names if name))


@dataclass(frozen=True, slots=True)
class Budget:
    """The lines of a budget that say where each amount comes from, and the words of the others."""

    means: tuple[Means, ...]
    words: str


def read_budget(texts: Sequence[str], years: Collection[str]) -> Budget:
    """Return the means of some lines; one whose kind or amount is not said stays as words."""
    means: list[Means] = []
    words: list[str] = []
    for text in texts:
        for line in text.split("\n"):
            read = _means(line, years)
            if read is None:
                words.append(line.strip())
            else:
                means += read
    return Budget(tuple(means), "\n".join(word for word in words if word))


def _means(line: str, years: Collection[str]) -> list[Means] | None:
    """Return the means of « Droit commun, Ville : 60 000 € (2025, acquis) ; 60 000 € (2026, demandé) »."""
    made: list[Means] = []
    kind: MeansKind | None = None
    funder = ""
    for part in re.split(r"\s*;\s*", line.strip().rstrip(";")):
        alone = _ALONE.match(part)
        found = alone or _LINE.match(part)
        if not found:
            return None
        if not alone:
            kind, funder = _kind_and_funder(found["before"])
        amount = _amount(found["amount"], found["unit"])
        year, state = _year_and_state(found["after"] or "")
        if kind is None or not funder or amount is None or (year and year not in years):
            return None
        made.append(Means(kind, funder, amount, year, state))
    return made


def _kind_and_funder(text: str) -> tuple[MeansKind | None, str]:
    """Return the kind of a means and who pays it: « Droit commun Ville », « État, BOP 147 »."""
    words = folded(text)
    for kind, names in _KINDS:
        for name in names:
            if words.startswith(name):
                return kind, " ".join(text.split()[len(name.split()) :]).strip(" ,:–—-")
            if words.endswith(name):
                return kind, text[: len(text) - len(name)].strip(" ,:–—-(")
    return None, ""


def _amount(digits: str, unit: str) -> int | None:
    """Return an amount in euros; None where it is none."""
    with suppress(ValueError):
        scale = _UNITS.get(unit.lower(), 1)
        plain = re.sub(r"[\s\u00a0\u202f.]", "", digits)
        if scale > 1:
            return round(float(plain.replace(",", ".")) * scale)
        return read_euros(plain)
    return None


def _year_and_state(text: str) -> tuple[str, MeansState]:
    year = _YEAR.search(text)
    words = folded(text)
    state = next((state for name, state in _STATES.items() if name in words), MeansState.UNSAID)
    return (year[1] if year else ""), state


def read_reached(text: str, years: Collection[str]) -> IndicatorValue | None:
    """Return what an indicator was worth: « Atteint en 2025 : 71 (femmes : 29, hommes : 42) »."""
    found = REACHED.match(text.strip())
    if not found or found["year"] not in years:
        return None
    sexes = dict(_BY_SEX.findall(found["sex"] or ""))
    value = IndicatorValue(
        found["year"],
        found["value"].strip(),
        sexes.get("femmes", "").strip(),
        sexes.get("hommes", "").strip(),
    )
    return value if value.value or value.women or value.men else None


def value_document(value: IndicatorValue) -> dict[str, object]:
    """Return the value of a year as the JSON of a profile has it, without what it does not say."""
    read = {one.name: getattr(value, one.name) for one in fields(value)}
    return {name: said for name, said in read.items() if said}


def means_document(means: Means) -> dict[str, object]:
    """Return a line of a budget as the JSON of a profile has it, without what it does not say."""
    read = {one.name: getattr(means, one.name) for one in fields(means)}
    return {name: str(said) if name in {"kind", "state"} else said for name, said in read.items() if said}
