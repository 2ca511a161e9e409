"""The tables that describe each field once: what is added there is met everywhere else."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from app.domain.fields import ADAPTATION, SIGNATORY
from app.domain.profile import Adaptation, Signatory
from app.resources import resource

ROOT = Path(__file__).parents[2]
LAST_ATTRIBUTE = "    means: tuple[Means, ...] = ()\n"
ADDED = {
    "line": ('str = ""', "Porteur", "Porteur"),
    "text": ('str = ""', "Un mot.\nDeux mots.", "Un mot.\nDeux mots."),
    "prose": ('str = ""', "Un **mot**.", "Un **mot**."),
    "date": ('str = ""', "2028-12-31", "31/12/2028"),
    "year": ('str = ""', "2028", "2028"),
    "amount": ("int | None = None", 12_500, "12\u202f500\u00a0€"),
    "flag": ("bool = False", True, "oui"),
    "choice": ("State = State.TO_DO", "agreed", "convenue"),
    "names": ("tuple[str, ...] = ()", ["CAF", "ARS"], "CAF\nARS"),
}
"""By kind, an attribute of an adaptation, a value of it, and how the comparison says that value."""
IN_WORD = {"flag": "Ajout flag", "names": "Ajout names\u00a0: CAF, ARS"}
"""What the Word file says where it is not the label and the words of the comparison."""


def test_every_attribute_of_an_adaptation_and_of_a_signatory_is_described_once() -> None:
    assert sorted(field.id for field in ADAPTATION) == sorted(one.name for one in fields(Adaptation))
    assert sorted(("id", "partner", *(field.id for field in SIGNATORY))) == sorted(
        one.name for one in fields(Signatory)
    )


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the application says once an attribute and a row of each kind are added, as a person adds them."""
    copy = _copy(tmp_path_factory.mktemp("application"))
    profile, table = copy / "app/domain/profile.py", copy / "app/domain/fields.py"
    attributes = "".join(f"    added_{kind}: {declared}\n" for kind, (declared, _, _) in ADDED.items())
    source = profile.read_text("utf-8")
    assert source.count(LAST_ATTRIBUTE) == 1
    profile.write_text(source.replace(LAST_ATTRIBUTE, LAST_ATTRIBUTE + attributes), "utf-8")
    rows = "".join(
        f"    Field('added_{kind}', Kind.{kind.upper()}, 'Ajout {kind}', words=STATES, beside='indicator'),\n"
        for kind in ADDED
    )
    table.write_text(f"{table.read_text('utf-8')}\nADAPTATION = (*ADAPTATION,\n{rows})\n", "utf-8")
    return _run(copy, {f"added_{kind}": value for kind, (_, value, _) in ADDED.items()})


@pytest.mark.parametrize("kind", ADDED)
def test_an_added_field_of_each_kind_is_met_in_json_workbook_word_comparison_and_copy(
    shown: dict[str, Any], kind: str
) -> None:
    field, (_, value, words) = f"added_{kind}", ADDED[kind]

    assert shown["json"][field] == value
    assert shown["workbook"][field] == value
    assert shown["copy"][field] == value
    assert shown["comparison"][field] == [f"Ajout {kind}", words]
    assert IN_WORD.get(kind, f"Ajout {kind}\u00a0: {words}") in shown["word"]


def test_other_labels_change_no_value_and_no_id(tmp_path: Path) -> None:
    (tmp_path / "as_it_is").mkdir()
    (tmp_path / "renamed").mkdir()
    values = {"local_action": "Ouvrir.", "state": "agreed", "deadline": "2028", "indicator_by_sex": True}
    usual, renamed = _copy(tmp_path / "as_it_is"), _copy(tmp_path / "renamed")
    table = renamed / "app/domain/fields.py"
    other = "tuple(replace(row, label=f'Autre {row.label}', column='') for row in ADAPTATION)"
    source = table.read_text("utf-8")
    table.write_text(f"{source}\nfrom dataclasses import replace\nADAPTATION = {other}\n", "utf-8")

    before, after = _run(usual, values), _run(renamed, values)

    for place in ("json", "workbook", "copy"):
        assert after[place] == before[place]
    relabelled = {field: [f"Autre {label}", text] for field, (label, text) in before["comparison"].items()}
    assert after["comparison"] == relabelled


def _copy(folder: Path) -> Path:
    shutil.copytree(ROOT / "app", folder / "app", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("commitments", "docx_templates"):
        (folder / name).symlink_to(resource(name))
    return folder


def _run(copy: Path, values: dict[str, Any]) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, str(ROOT / "tests/domain/added_fields.py"), json.dumps(values)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(copy), str(ROOT)))},
        capture_output=True,
        check=True,
    )
    read: dict[str, Any] = json.loads(done.stdout)
    return read
