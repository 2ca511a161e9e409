"""Many drafts at once: nothing is lost, nothing is made twice, nothing is half written."""

import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import main
from tests.examples import NAMES, example_path

ACCENTS = ("Pays d’Évry", "Pays d'Evry")


@pytest.fixture(autouse=True)
def _empty_instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONTRAT_INSTANCE", str(tmp_path / "instance"))


def batch(source: Path, output: Path) -> Result:
    return CliRunner().invoke(main, ["batch", str(source), "--output", str(output), "--jobs", "2"])


def line(name: str, **changes: object) -> str:
    document = json.loads(example_path("commune-outre-mer").read_text(encoding="utf-8"))
    return json.dumps({**document, "name": name, **changes}, ensure_ascii=False)


def ndjson(folder: Path, lines: Sequence[str]) -> Path:
    path = folder / "profils.ndjson"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def states(folder: Path) -> dict[str, tuple[int, bytes]]:
    """When each file was written, and what it holds."""
    return {path.name: (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.iterdir()}


def test_the_good_profiles_of_a_folder_are_written_and_the_bad_one_is_reported(tmp_path: Path) -> None:
    source = tmp_path / "profils"
    source.mkdir()
    for name in NAMES:
        (source / f"{name}.json").write_bytes(example_path(name).read_bytes())
    (source / "mauvais.json").write_text("{", encoding="utf-8")

    result = batch(source, tmp_path / "sortie")

    assert result.exit_code == 1
    assert f"{source / 'mauvais.json'}: ligne 1, colonne 2 : ce n’est pas du JSON" in result.stderr
    assert sorted(states(tmp_path / "sortie")) == sorted(f"{name}.docx" for name in NAMES)


def test_every_problem_of_an_ndjson_file_names_its_line(tmp_path: Path) -> None:
    source = ndjson(tmp_path, [line("Bon"), "", line("Mauvais", partners=["juge"]), "{", line("Bon aussi")])

    result = batch(source, tmp_path / "sortie")

    assert result.exit_code == 1
    problems = [text for text in result.stderr.splitlines() if text.startswith(str(source))]
    assert [text.split(": ")[0] for text in problems] == [f"{source}:3", f"{source}:4"]
    assert "2 projet(s) écrit(s), 0 déjà à jour, 2 profil(s) passé(s), sur 4." in result.stderr
    assert sorted(states(tmp_path / "sortie")) == ["bon-aussi.docx", "bon.docx"]


def test_two_profiles_of_one_file_name_have_a_file_each(tmp_path: Path) -> None:
    source = ndjson(tmp_path, [line("pays d evry 2"), *map(line, ACCENTS), line(ACCENTS[0])])

    result = batch(source, tmp_path / "sortie")

    assert result.exit_code == 0, result.output
    names = ["pays-d-evry-2.docx", "pays-d-evry-3.docx", "pays-d-evry-4.docx", "pays-d-evry.docx"]
    assert sorted(states(tmp_path / "sortie")) == names


def test_what_is_made_is_not_made_again(tmp_path: Path) -> None:
    source = ndjson(tmp_path, [line("Un"), line("Deux")])
    batch(source, tmp_path / "sortie")
    before = states(tmp_path / "sortie")
    ndjson(tmp_path, [line("Un"), line("Deux", facts={"zsp": True}), line("Trois")])

    result = batch(source, tmp_path / "sortie")

    after = states(tmp_path / "sortie")
    assert result.stdout == "2 projet(s) écrit(s), 1 déjà à jour, 0 profil(s) passé(s).\n"
    assert after["un.docx"] == before["un.docx"]
    assert after["deux.docx"] != before["deux.docx"]
    assert "trois.docx" in after


@pytest.mark.parametrize("changed", ["by Word", "another file"])
def test_what_somebody_else_wrote_is_never_replaced(tmp_path: Path, changed: str) -> None:
    output = tmp_path / "sortie"
    source = ndjson(tmp_path, [line("Un")])
    batch(source, output)
    if changed == "by Word":
        _saved_by("Camille", output / "un.docx")
    else:
        (output / "un.docx").write_bytes(b"notes")
    before = states(output)
    ndjson(tmp_path, [line("Un", facts={"zsp": True})])

    result = batch(source, output)

    assert result.exit_code == 1
    assert result.stderr.count("il n’a pas été remplacé") == 1
    assert states(output) == before


def test_a_file_that_a_power_cut_left_empty_is_made_again(tmp_path: Path) -> None:
    source = ndjson(tmp_path, [line("Un")])
    output = tmp_path / "sortie"
    batch(source, output)
    whole = (output / "un.docx").read_bytes()
    (output / "un.docx").write_bytes(b"")

    result = batch(source, output)

    assert result.exit_code == 0, result.output
    assert (output / "un.docx").read_bytes() == whole


def _saved_by(author: str, path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    core = parts["docProps/core.xml"].decode()
    parts["docProps/core.xml"] = core.replace("Assistant de rédaction</cp:", f"{author}</cp:").encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def test_an_interruption_leaves_whole_files_and_is_taken_up_again(tmp_path: Path) -> None:
    source = ndjson(tmp_path, [line(f"Profil {rank}") for rank in range(120)])
    output = tmp_path / "sortie"
    command = [sys.executable, "-m", "app", "batch", str(source), "--output", str(output), "--jobs", "2"]
    running = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    _wait_for_a_file(output, running)

    os.killpg(running.pid, signal.SIGINT)
    _, said = running.communicate(timeout=60)

    made = states(output)
    assert running.returncode == 130
    assert f"Interrompu : {len(made)} projet(s) écrit(s)" in said
    assert "Traceback" not in said
    assert 0 < len(made) < 120
    assert all(name.endswith(".docx") and zipfile.is_zipfile(output / name) for name in made)
    assert f"{120 - len(made)} projet(s) écrit(s), {len(made)} déjà à jour" in batch(source, output).stdout


def _wait_for_a_file(folder: Path, running: subprocess.Popen[str]) -> None:
    while running.poll() is None and not (folder.is_dir() and list(folder.glob("*.docx"))):
        time.sleep(0.01)
