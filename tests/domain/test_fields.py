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

from app.domain.fields import ADAPTATION, FIGURE, MEANS, OBJECTIVE, ORIENTATION, PORTRAIT, SIGNATORY
from app.domain.profile import Adaptation, Figure, Means, Objective, Orientation, Portrait, Signatory
from app.settings import resource

ROOT = Path(__file__).parents[2]
ADDED: dict[str, tuple[str, Any, Any, str]] = {
    "line": ('str = ""', "Porteur", "Porteur", "Porteur"),
    "text": ('str = ""', "Un mot.\nDeux mots.", "Un mot.\nDeux mots.", "Un mot.\nDeux mots."),
    "prose": ('str = ""', "Un **mot**.", "Un **mot**.", "Un **mot**."),
    "date": ('str = ""', "2028-12-31", "31/12/2028", "31/12/2028"),
    "year": ('str = ""', "2028", "2028", "2028"),
    "amount": ("int | None = None", 12_500, "12 500", "12\u202f500\u00a0€"),
    "flag": ("bool = False", True, ["oui"], "oui"),
    "choice": ("State = State.TO_DO", "agreed", "agreed", "convenue"),
    "names": ("tuple[str, ...] = ()", ["CAF", "ARS"], "CAF\nARS", "CAF\nARS"),
}
"""By kind: an attribute, a value of it in JSON, the same as typed in a form, and in words."""

READ = {"prose": "Un mot.", "names": "CAF, ARS"}
"""What a reader of the Word file or of the page sees where it is not the words of the comparison."""

LAST_ATTRIBUTES = {
    "action": "    means: tuple[Means, ...] = ()\n",
    "means": "    amount: int | None = None\n",
    "signatory": '    ground: str = ""\n',
}
TABLES = {"action": "ADAPTATION", "means": "MEANS", "signatory": "SIGNATORY"}
OF_ACTION = {f"action-{kind}": ("action", kind) for kind in ADDED}
SOME_KINDS = ("line", "date", "amount", "choice")
OF_OTHERS = {f"{of}-{kind}": (of, kind) for of in ("means", "signatory") for kind in SOME_KINDS}


def test_every_attribute_is_described_once() -> None:
    described = {
        Adaptation: ADAPTATION,
        Means: MEANS,
        Signatory: SIGNATORY,
        Portrait: PORTRAIT,
        Figure: FIGURE,
        Orientation: ORIENTATION,
        Objective: OBJECTIVE,
    }
    for holder, table in described.items():
        elsewhere = {"id", "partner", *(["objectives"] if holder is Orientation else [])}
        attributes = {attribute.name for attribute in fields(holder)} - elsewhere
        assert sorted(field.id for field in table) == sorted(attributes)


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the application says once attributes and rows are added, as a person adds them: in two files."""
    copy = _copy(tmp_path_factory.mktemp("application"))
    profile, table = copy / "app/domain/profile.py", copy / "app/domain/fields.py"
    said: dict[str, dict[str, Any]] = {of: {} for of in TABLES}
    typed: dict[str, dict[str, Any]] = {of: {} for of in TABLES}
    attributes: dict[str, str] = dict(LAST_ATTRIBUTES)
    rows: dict[str, str] = dict.fromkeys(TABLES, "")
    for of, kind in (OF_ACTION | OF_OTHERS).values():
        declared, said[of][f"added_{kind}"], typed[of][f"added_{kind}"], _ = ADDED[kind]
        attributes[of] += f"    added_{kind}: {declared}\n"
        words = "STATES" if kind == "choice" else "{}"
        rows[of] += f"    Field('added_{kind}', Kind.{kind.upper()}, 'Ajout {of} {kind}', words={words}),\n"
    source = profile.read_text("utf-8")
    for of, last in LAST_ATTRIBUTES.items():
        assert source.count(last) == 1
        source = source.replace(last, attributes[of])
    profile.write_text(source, "utf-8")
    more = "".join(f"{TABLES[of]} = (*{TABLES[of]},\n{rows[of]})\n" for of in TABLES)
    table.write_text(f"{table.read_text('utf-8')}\n{more}", "utf-8")
    return _run(copy, {"said": said, "typed": typed})


@pytest.mark.parametrize(("of", "kind"), OF_ACTION.values(), ids=OF_ACTION)
def test_an_added_field_of_an_action_is_met_everywhere(shown: dict[str, Any], of: str, kind: str) -> None:
    field, label, (_, value, _, words) = f"added_{kind}", f"Ajout {of} {kind}", ADDED[kind]

    for place in ("json", "workbook", "copy", "form"):
        assert shown[place][of][field] == value
    assert shown["comparison"][f"commitments.{field}"] == [label, words]
    assert f"{label}\n{READ.get(kind, words)}" in shown["word"]  # a row of the fiche
    assert label in shown["amendment"]
    assert label in shown["asked"]
    assert _near(label, READ.get(kind, words).replace("\n", ""), shown["page"])


@pytest.mark.parametrize(("of", "kind"), OF_OTHERS.values(), ids=OF_OTHERS)
def test_an_added_field_of_a_means_line_or_of_a_signatory_is_met_beside_the_others(
    shown: dict[str, Any], of: str, kind: str
) -> None:
    field, label, (_, value, _, words) = f"added_{kind}", f"Ajout {of} {kind}", ADDED[kind]

    for place in ("json", "form"):
        assert shown[place][of][field] == value
    for place in ("word", "page"):
        assert f"{label}\u00a0: {words}" in shown[place].replace("\u00a0 ", "\u00a0")
    assert label in shown["asked"]
    compared = "signatories." + field if of == "signatory" else "commitments.means"
    assert words in shown["comparison"][compared][1]


def test_other_labels_change_no_value_and_no_id(tmp_path: Path) -> None:
    action = {"local_action": "Ouvrir.", "state": "agreed", "deadline": "2028", "indicator_by_sex": True}
    said = {"action": action, "means": {"amount": 10}, "signatory": {"title": "préfète"}}
    typed = {**said, "action": {**action, "indicator_by_sex": ["oui"]}}
    renamed = _copy(tmp_path)
    _rename_all(renamed)

    before = _run(ROOT, {"said": said, "typed": typed})
    after = _run(renamed, {"said": said, "typed": typed, "workbook": before["file"]})

    for place in ("json", "workbook", "copy", "form"):
        assert after[place] == before[place]
    assert after["file"] != before["file"]
    texts = {field: text for field, (_, text) in before["comparison"].items()}
    assert {field: text for field, (_, text) in after["comparison"].items()} == texts
    assert all(label.startswith("Autre ") for label, _ in after["comparison"].values())
    assert all(text in after["amendment"] for text in texts.values())


def _near(label: str, words: str, page: str) -> bool:
    """Whether a page says some words not long after a label."""
    return any(words in rest[:80] for rest in page.split(label)[1:])


def _rename_all(copy: Path) -> None:
    """Give every field and every statement another label, as somebody does who words them better.

    A title of the workbook that is worded otherwise is kept among those that are read.
    """
    table = copy / "app/domain/fields.py"
    renamed = (
        "replace(row, label=f'Autre {row.label}', short='', question='', column='', "
        "headings=(row.column or row.label,))"
    )
    lines = [f"{name} = tuple({renamed} for row in {name})" for name in TABLES.values()]
    source = table.read_text("utf-8")
    table.write_text("\n".join((source, "from dataclasses import replace", *lines, "")), "utf-8")
    labels = copy / "app/domain/diff/labels.py"
    source, more = labels.read_text("utf-8"), ""
    for name in ("SUBJECTS", "CONTRACT_LABELS", "LOCAL_LABELS", "CLAUSE_LABELS", "AMENDED_LABELS"):
        more += f"{name} = {{key: f'Autre {{label}}' for key, label in {name}.items()}}\n"
    labels.write_text(f"{source}\n{more}", "utf-8")


def _copy(folder: Path) -> Path:
    shutil.copytree(ROOT / "app", folder / "app")  # with what Python compiled: only what is changed is anew
    for name in ("commitments", "docx_templates", "templates"):
        (folder / name).symlink_to(resource(name))
    return folder


def _run(copy: Path, asked: dict[str, Any]) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, str(ROOT / "tests/domain/added_fields.py")],
        input=json.dumps(asked),
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(copy), str(ROOT)))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    read: dict[str, Any] = json.loads(done.stdout)
    return read
