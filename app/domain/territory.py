"""The territory of a contract: its communes, its quartiers prioritaires, their names and their portraits."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from app.domain.text import is_blank, name_key, without_accents

TERRITORY_KINDS = ("epci", "ept", "commune")

_JOINTS = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune by INSEE code (five characters, quoted everywhere: 01004, 2A004)."""

    code: str
    name: str
    population: int | None = None

    @property
    def departement(self) -> str:
        """The code of its département, three characters overseas: 69, 2A, 974."""
        return self.code[:3] if self.code.startswith(("97", "98")) else self.code[:2]


@dataclass(frozen=True, slots=True)
class Quartier:
    """A quartier prioritaire: code QP… (2015) or QN… (2024), name, INSEE codes of its communes."""

    code: str
    name: str
    communes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a quartier, each part as typed: « Population », « 5 230 », « 2020 », « Insee »."""

    label: str
    value: str
    year: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Portrait:
    """What a contract says of a quartier: figures, what is at stake there, what comes first."""

    figures: tuple[Figure, ...] = ()
    challenges: str = ""
    priorities: str = ""

    @property
    def says_something(self) -> bool:
        """Whether somebody reads something in it."""
        return bool(self.figures) or not (is_blank(self.challenges) and is_blank(self.priorities))


NO_PORTRAIT = Portrait()


@dataclass(frozen=True)  # no slots: the labels are computed once for each territory
class Territory:
    """The perimeter of the contract. `grouping` is the legal kind (CC, CA, CU, METRO, METLYON, EPT)."""

    kind: str
    code: str
    name: str
    communes: tuple[Commune, ...] = ()
    quartiers: tuple[Quartier, ...] = ()
    grouping: str | None = None

    @property
    def departements(self) -> tuple[str, ...]:
        """The codes of the départements of its communes, sorted."""
        return tuple(sorted({commune.departement for commune in self.communes}))

    @cached_property
    def quartier_labels(self) -> Mapping[str, str]:
        """What each quartier is called, by code: see `quartier_labels`."""
        return quartier_labels(self.quartiers, {commune.code: commune.name for commune in self.communes})

    def quartier_label(self, code: str) -> str:
        """Return what a quartier is called.

        One that the contract does not have is named by its code, as outside.
        """
        return self.quartier_labels.get(code) or f"{code} (hors du contrat)"

    def quartier_title(self, code: str) -> str:
        """Return what a quartier is called, with its code: « Centre Ville (Firminy, QN04211M) »."""
        label = self.quartier_labels[code]
        if label.endswith(f"{code})"):
            return label
        name = next(quartier.name for quartier in self.quartiers if quartier.code == code)
        return f"{label} ({code})" if label == name else f"{label[:-1]}, {code})"

    def quartier_code(self, text: str) -> str | None:
        """Return the code of the quartier that is meant by its code, its name, both, or its label.

        Case, accents, hyphens and spaces do not count. None for a text that means none, or several.
        """
        meant = self._quartiers_meant.get(_folded(text), ())
        return meant[0] if len(meant) == 1 else None

    @cached_property
    def _quartiers_meant(self) -> Mapping[str, list[str]]:
        """The codes of the quartiers that each folded text may mean."""
        meant: defaultdict[str, list[str]] = defaultdict(list)
        for quartier in self.quartiers:
            code, name, label = quartier.code, quartier.name, self.quartier_labels[quartier.code]
            for text in {_folded(text) for text in (code, name, label, f"{code} {name}", f"{name} {code}")}:
                meant[text].append(code)
        return meant


def label_by_commune(
    quartiers: Iterable[Quartier], communes: Mapping[str, str], labels: Mapping[str, str]
) -> dict[str, dict[str, str]]:
    """Return labels of quartiers, by code, under the name of the first commune of each.

    Those of no commune that is known are under an empty name. `communes`: their names, by INSEE code.
    """
    of_quartier = {one.code: communes.get(one.communes[0], "") for one in quartiers if one.communes}
    grouped: dict[str, dict[str, str]] = {}
    for code, label in labels.items():
        grouped.setdefault(of_quartier.get(code, ""), {})[code] = label
    return grouped


def quartier_labels(quartiers: Iterable[Quartier], communes: Mapping[str, str]) -> dict[str, str]:
    """Return what each quartier is called, by code: its name, and what tells it from its namesakes.

    « Centre Ville » alone; « Centre Ville (Rive-de-Gier) » beside another of that name; with its code too
    where that is not enough. `communes` are the names of the communes by INSEE code.
    """
    listed = tuple(quartiers)
    labels = {quartier.code: quartier.name for quartier in listed}
    where = {
        quartier.code: [communes[code] for code in quartier.communes if code in communes]
        for quartier in listed
    }
    for quartier in _namesakes(listed, labels):
        told_apart_by = where[quartier.code] or [quartier.code]
        labels[quartier.code] = f"{quartier.name} ({', '.join(told_apart_by)})"
    for quartier in _namesakes(listed, labels):
        labels[quartier.code] = f"{quartier.name} ({', '.join([*where[quartier.code], quartier.code])})"
    return labels


def _namesakes(quartiers: Iterable[Quartier], labels: Mapping[str, str]) -> list[Quartier]:
    """Return the quartiers whose labels a reader would take for one another."""
    keys = {code: _folded(label) for code, label in labels.items()}
    count = Counter(keys.values())
    return [quartier for quartier in quartiers if count[keys[quartier.code]] > 1]


def _folded(text: str) -> str:
    return " ".join(_JOINTS.sub(" ", without_accents(name_key(text))).split())
