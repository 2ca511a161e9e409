"""Communes and quartiers typed one per line, read and written back without loss."""

import re
from collections.abc import Callable, Iterator
from typing import TypeVar

from app.domain.french import format_number
from app.domain.profile import Commune, Quartier
from app.domain.text import MAX_NAME, is_blank

T = TypeVar("T")
COMMUNE_EXAMPLE = "91228 Évry-Courcouronnes"
QUARTIER_EXAMPLE = "QN09101M Les Pyramides (91228)"

MAX_LINE = 1_000
"""Longest line, in characters: a name of MAX_NAME, its codes, and those of a hundred communes."""

_SPACES = " \u00a0\u202f\t"
_INSEE = r"[0-9][0-9AB][0-9]{3}"
_COMMUNE = re.compile(
    rf"(?P<code>{_INSEE})[{_SPACES}]+(?P<name>.*?)"
    rf"(?:[{_SPACES}]*\((?P<population>[0-9][0-9{_SPACES}]*)[{_SPACES}]*hab(?:itants|\.)?\))?"
)
_QUARTIER = re.compile(
    rf"(?P<code>Q[NP][0-9AB]{{5}}[0-9A-Z])[{_SPACES}]+(?P<name>.*?)"
    rf"(?:[{_SPACES}]*\((?P<communes>{_INSEE}(?:[,;{_SPACES}]+{_INSEE})*)\))?"
)


class LinesRefused(ValueError):
    """Lines that cannot be read. `problems` has one French sentence for each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def read_communes(text: str) -> tuple[Commune, ...]:
    """Return the communes of a text such as « 91228 Évry-Courcouronnes (67 000 hab.) », one per line.

    Raises LinesRefused with every line that is not one.
    """

    def read(found: re.Match[str]) -> Commune:
        return Commune(found["code"], found["name"], _population(found["population"]))

    expected = _not_a_line("le code INSEE à cinq caractères", COMMUNE_EXAMPLE)
    return _read(text, _COMMUNE, read, expected, "la commune")


def read_quartiers(text: str) -> tuple[Quartier, ...]:
    """Return the quartiers of a text such as « QN09101M Les Pyramides (91228) », one per line.

    Raises LinesRefused with every line that is not one.
    """

    def read(found: re.Match[str]) -> Quartier:
        return Quartier(found["code"], found["name"], tuple(re.findall(_INSEE, found["communes"] or "")))

    return _read(text, _QUARTIER, read, _not_a_line("le code du quartier", QUARTIER_EXAMPLE), "le quartier")


def _read(
    text: str, pattern: re.Pattern[str], read: Callable[[re.Match[str]], T], expected: str, what: str
) -> tuple[T, ...]:
    """Return what each line says, by its code. `expected`: what a line that is none should be."""
    known: dict[str, T] = {}
    problems = []
    for number, line in _lines(text):
        found = pattern.fullmatch(line) if len(line) <= MAX_LINE else None
        if found is None or not _is_name(found["name"]):
            start = line if len(line) <= 40 else f"{line[:40]}…"  # noqa: PLR2004 — enough to recognise it
            problems.append(f"Ligne {number} (« {start} ») : {expected}")
        elif found["code"] in known:
            problems.append(f"Ligne {number} : {what} {found['code']} est déjà dans la liste.")
        else:
            known[found["code"]] = read(found)
    if problems:
        raise LinesRefused(problems)
    return tuple(known.values())


def commune_lines(communes: tuple[Commune, ...]) -> str:
    """Return the communes as they are typed."""
    return "\n".join(
        f"{commune.code} {commune.name}"
        + (f" ({format_number(commune.population)} hab.)" if commune.population is not None else "")
        for commune in communes
    )


def quartier_lines(quartiers: tuple[Quartier, ...]) -> str:
    """Return the quartiers as they are typed."""
    return "\n".join(
        f"{quartier.code} {quartier.name}"
        + (f" ({', '.join(quartier.communes)})" if quartier.communes else "")
        for quartier in quartiers
    )


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not is_blank(line):
            yield number, line.strip(_SPACES)


def _is_name(name: str) -> bool:
    return not is_blank(name) and len(name) <= MAX_NAME


def _population(digits: str | None) -> int | None:
    return int(re.sub(rf"[{_SPACES}]", "", digits)) if digits else None


def _not_a_line(first: str, example: str) -> str:
    return f"écrivez {first}, une espace, puis le nom. Exemple : {example}."
