"""The build of the embedded reference, from a package of a few places typed by hand."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.territories import Reference, UnknownTerritory
from benchmarks.territories import build

ALSO_OF_A_COMMUNE = {"type": "commune-actuelle", "zone": "metro", "departement": "01"}
PACKAGE: dict[str, list[dict[str, Any]]] = {
    "regions": [{"code": "84", "nom": "Auvergne-Rhône-Alpes", "typeLiaison": 1}],
    "departements": [{"code": "01", "nom": "Ain", "typeLiaison": 5, "region": "84"}],
    "communes": [
        {
            "code": "01001",
            "nom": "L'Une",
            "population": 10,
            "siren": "210100012",
            "anciensCodes": ["01900"],
            **ALSO_OF_A_COMMUNE,
        },
        {"code": "01002", "nom": "L'Autre", **ALSO_OF_A_COMMUNE},
        {"code": "01900", "nom": "Jadis", "type": "commune-deleguee", "zone": "metro"},
        {"code": "01201", "nom": "Premier", "type": "arrondissement-municipal", "commune": "01002"},
    ],
    "epci": [
        {
            "code": "200000001",
            "nom": "CC d'Ici",
            "type": "CC",
            "membres": [{"code": "01001"}, {"code": "01002"}],
        }
    ],
    "ept": [],
}


@pytest.fixture
def package(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    for name, records in PACKAGE.items():
        (tmp_path / "data" / f"{name}.json").write_text(json.dumps(records), encoding="utf-8")
    return tmp_path


def test_the_same_package_gives_the_same_bytes(package: Path, tmp_path: Path) -> None:
    build(package, tmp_path / "one.sqlite3")
    build(package, tmp_path / "two.sqlite3")

    assert (tmp_path / "one.sqlite3").read_bytes() == (tmp_path / "two.sqlite3").read_bytes()


def test_a_file_that_was_there_is_made_anew(package: Path, tmp_path: Path) -> None:
    target = tmp_path / "reference.sqlite3"
    target.write_text("something else")

    build(package, target)

    assert Reference(target).all_codes("commune") == ["01001", "01002"]


def test_only_the_communes_of_today_are_places(package: Path, tmp_path: Path) -> None:
    build(package, tmp_path / "reference.sqlite3")
    reference = Reference(tmp_path / "reference.sqlite3")

    territory = reference.territory("200000001")

    assert territory.name == "CC d’Ici"
    assert [(one.name, one.population) for one in territory.communes] == [("L’Une", 10), ("L’Autre", None)]


@pytest.mark.parametrize(("code", "today"), [("01900", "01001"), ("01201", "01002")])
def test_a_code_of_the_past_and_of_an_arrondissement_leads_to_the_commune(
    package: Path, tmp_path: Path, code: str, today: str
) -> None:
    build(package, tmp_path / "reference.sqlite3")

    with pytest.raises(UnknownTerritory) as unknown:
        Reference(tmp_path / "reference.sqlite3").territory(code)

    assert unknown.value.former
    assert unknown.value.former.code == today
