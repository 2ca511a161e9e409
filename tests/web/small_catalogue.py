"""A catalogue that is quick to show: two clauses of two conventions, and the few places where people meet.

It keeps one of each kind: a clause that changes, one that leaves and one that comes with today's catalogue; a
place of both trames, of one only, of a territory only, of two chapters; a partner that carries nothing.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

import yaml

from tests.former import FORMER, altered

CONVENTIONS = ("interieur-2013", "sports-jeunesse-2013")
SECTIONS = ("egalite-femmes-hommes", "securite", "sante", "sport-vacances")
PARTNERS = ("etat", "epci", "commune", "departement", "region", "ars", "caf")
FACTS = ("ile_de_france", "outre_mer", "zsp", "renouvellement_urbain")
CHAPTERS = ("presentation", "pilotage", "cadre-renouvellement", "gouvernance", "revision-2027")
PLACES = ("periode", "diagnostic", "pilotage", "npnru-cadre", "revision-2027")


@cache
def small_catalogue(*, former: bool = False) -> Mapping[str, bytes]:
    """The files of a small catalogue, as today's or as the one of before."""
    return dict(_small_files(altered(FORMER if former else {})))


def _small_files(files: Mapping[str, bytes]) -> Iterable[tuple[str, bytes]]:
    for name, content in files.items():
        folder = name.partition("/")[0]
        if folder == "conventions" and not any(kept in name for kept in CONVENTIONS):
            continue
        cut = _CUTS.get(folder)
        yield name, _written(cut(yaml.load(content, yaml.CSafeLoader))) if cut else content


def _written(cut: Any) -> bytes:
    return yaml.dump(cut, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False).encode()


def _with_ids(known: tuple[str, ...]) -> Callable[[list[dict[str, Any]]], list[dict[str, Any]]]:
    return lambda listed: [each for each in listed if each["id"] in known]


def _convention(convention: dict[str, Any]) -> dict[str, Any]:
    first = convention["commitments"][0]
    for leaf in first["children"]:
        leaf["see_also"] = [section for section in leaf.get("see_also", ()) if section in SECTIONS]
    return {**convention, "commitments": [{**first, "children": first["children"][:3]}]}


def _chapters(chapters: list[dict[str, Any]]) -> list[dict[str, Any]]:
    kept = _with_ids(CHAPTERS)(chapters)
    return [{**chapter, "places": _with_ids(PLACES)(chapter["places"])} for chapter in kept]


def _outline(outline: dict[str, Any]) -> dict[str, Any]:
    ends = {end: [known for known in outline.get(end, ()) if known in CHAPTERS] for end in _ENDS}
    parts = [
        {**part, "sections": kept}
        for part in outline["parts"]
        if (kept := [section for section in part["sections"] if section in SECTIONS])
    ]
    bases = {known: base for known, base in outline.get("legal_bases", {}).items() if known in SECTIONS}
    return {**outline, **ends, "parts": parts, "legal_bases": bases}


_ENDS = ("opening", "after_sections", "closing", "annexes")
_CUTS: Mapping[str, Callable[[Any], Any]] = {
    "conventions": _convention,
    "outlines": _outline,
    "chapters.yaml": _chapters,
    "sections.yaml": _with_ids(SECTIONS),
    "partners.yaml": _with_ids(PARTNERS),
    "facts.yaml": _with_ids(FACTS),
}
