"""Communes and quartiers typed one per line, read and written back without loss."""

import re
from collections.abc import Iterator

from app.domain.french import format_number
from app.domain.profile import Commune, Quartier
from app.domain.text import MAX_NAME, is_blank

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
    communes: dict[str, Commune] = {}
    problems = []
    for number, line in _lines(text):
        match = _COMMUNE.fullmatch(line) if len(line) <= MAX_LINE else None
        if match is None or not _is_name(match["name"]):
            problems.append(_not_a_line(number, line, "le code INSEE à cinq caractères", COMMUNE_EXAMPLE))
        elif match["code"] in communes:
            problems.append(f"Ligne {number} : la commune {match['code']} est déjà dans la liste.")
        else:
            communes[match["code"]] = Commune(match["code"], match["name"], _population(match["population"]))
    if problems:
        raise LinesRefused(problems)
    return tuple(communes.values())


def read_quartiers(text: str) -> tuple[Quartier, ...]:
    """Return the quartiers of a text such as « QN09101M Les Pyramides (91228) », one per line.

    Raises LinesRefused with every line that is not one.
    """
    quartiers: dict[str, Quartier] = {}
    problems = []
    for number, line in _lines(text):
        match = _QUARTIER.fullmatch(line) if len(line) <= MAX_LINE else None
        if match is None or not _is_name(match["name"]):
            problems.append(_not_a_line(number, line, "le code du quartier", QUARTIER_EXAMPLE))
        elif match["code"] in quartiers:
            problems.append(f"Ligne {number} : le quartier {match['code']} est déjà dans la liste.")
        else:
            communes = tuple(re.findall(_INSEE, match["communes"] or ""))
            quartiers[match["code"]] = Quartier(match["code"], match["name"], communes)
    if problems:
        raise LinesRefused(problems)
    return tuple(quartiers.values())


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


def _not_a_line(number: int, line: str, first: str, example: str) -> str:
    start = line if len(line) <= 40 else f"{line[:40]}…"  # noqa: PLR2004 — enough to recognise the line
    return f"Ligne {number} (« {start} ») : écrivez {first}, une espace, puis le nom. Exemple : {example}."
