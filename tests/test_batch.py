"""Many drafts at once: nothing is lost, nothing is made twice, nothing is half written."""

import json
import os
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import active_children
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import main
from app.cli.batch import Source
from app.domain.french import count_noun
from tests.examples import NAMES, example_path

MANY = 120
FEW = 3
"""How many of the missing drafts are made when a batch is taken up again."""

WRITTEN = ("projet écrit", "projets écrits")
PATIENCE = 60
ACCENTS = ("Pays d’Évry", "Pays d'Evry")


@pytest.fixture(autouse=True)
def _empty_instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONTRAT_INSTANCE", str(tmp_path / "instance"))


def batch(source: Path, output: Path, jobs: int = 1, *more: str) -> Result:
    """One process, which takes a second to start, unless a test is about several."""
    asked = ["batch", str(source), "--output", str(output), "--jobs", str(jobs), *more]
    return CliRunner().invoke(main, asked)


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

    result = batch(source, tmp_path / "sortie", jobs=2)

    assert result.exit_code == 1
    assert f"{source / 'mauvais.json'}: ligne 1, colonne 2 : ce n’est pas du JSON" in result.stderr
    assert sorted(states(tmp_path / "sortie")) == sorted(f"{name}.docx" for name in NAMES)


def test_every_problem_of_an_ndjson_file_names_its_line(tmp_path: Path) -> None:
    source = ndjson(tmp_path, [line("Bon"), "", line("Mauvais", partners=["juge"]), "{", line("Bon aussi")])

    result = batch(source, tmp_path / "sortie")

    assert result.exit_code == 1
    problems = [text for text in result.stderr.splitlines() if text.startswith(str(source))]
    assert [text.split(": ")[0] for text in problems] == [f"{source}:3", f"{source}:4"]
    assert "2\u00a0projets écrits, 0 déjà à jour, 2\u00a0profils passés, sur 4." in result.stderr
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
    assert result.stdout == "2\u00a0projets écrits, 1 déjà à jour, 0\u00a0profil passé.\n"
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


@contextmanager
def running_batch(folder: Path) -> Iterator[tuple[subprocess.Popen[str], Path, Path]]:
    """A batch that has written the first of MANY drafts, the source of these, and their folder."""
    source = ndjson(folder, [line(f"Profil {rank}") for rank in range(MANY)])
    output = folder / "sortie"
    command = [sys.executable, "-m", "app", "batch", str(source), "--output", str(output), "--jobs", "2"]
    running = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    try:
        _wait_for_a_file(output, running)
        yield running, source, output
    finally:
        with suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGKILL)


@pytest.mark.parametrize(
    ("number", "tell"),
    [(signal.SIGINT, os.killpg), (signal.SIGTERM, os.kill)],
    ids=["Ctrl-C in a terminal", "kill"],
)
def test_an_interruption_leaves_whole_files_and_is_taken_up_again(
    tmp_path: Path, tell: Callable[[int, int], None], number: signal.Signals
) -> None:
    with running_batch(tmp_path) as (running, source, output):
        tell(running.pid, number)
        _, said = running.communicate(timeout=PATIENCE)

    made = states(output)
    assert running.returncode == 128 + number
    assert f"Interrompu : {count_noun(len(made), *WRITTEN)}" in said
    assert "Traceback" not in said
    assert 0 < len(made) < MANY
    assert all(name.endswith(".docx") and zipfile.is_zipfile(output / name) for name in made)
    said = batch(_made_and_a_few_more(source, output), output).stdout
    assert f"{count_noun(FEW, *WRITTEN)}, {len(made)} déjà à jour" in said


def test_a_batch_that_is_killed_leaves_no_process_and_is_taken_up_again(tmp_path: Path) -> None:
    with running_batch(tmp_path) as (running, source, output):
        running.kill()  # that one alone: the others see that it is gone
        running.communicate(timeout=PATIENCE)  # until the last process that can write there is gone

    made = len(finished(output))
    result = batch(_made_and_a_few_more(source, output), output)

    assert result.exit_code == 0, result.output
    assert len(finished(output)) == made + FEW
    assert all(zipfile.is_zipfile(output / name) for name in finished(output))


def finished(folder: Path) -> list[str]:
    """The names of the files that were written whole: what is killed leaves the one it was writing."""
    return [name for name in states(folder) if not name.endswith(".partiel")]


@dataclass(frozen=True)
class Fatal(Source):
    """A profile whose reader kills the other processes, as a machine without memory does."""

    processes: tuple[int | None, ...] = ()

    def content(self) -> bytes:
        for process in self.processes:
            if process and process != os.getpid():
                os.kill(process, signal.SIGKILL)
        return super().content()


def test_a_process_that_dies_ends_the_others_and_the_batch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = ndjson(tmp_path, [line("Un")])

    def fatal(given: Path, output: Path, _edition: object) -> Iterator[Source]:
        yield Fatal(given, output / "un.docx", processes=tuple(one.pid for one in active_children()))

    monkeypatch.setattr("app.cli.batch.sources", fatal)
    result = batch(source, tmp_path / "sortie", jobs=2)

    assert result.exit_code == 1
    assert "Relancez la même commande" in result.stderr
    assert active_children() == []


def _made_and_a_few_more(source: Path, output: Path) -> Path:
    """The same profiles, but for most of those that have no draft yet: each takes as long as the others."""
    made = states(output).keys()
    lines = source.read_text(encoding="utf-8").splitlines()
    kept = [text for rank, text in enumerate(lines) if f"profil-{rank}.docx" in made]
    missing = [text for rank, text in enumerate(lines) if f"profil-{rank}.docx" not in made]
    return ndjson(source.parent, [*kept, *missing[:FEW]])


def _wait_for_a_file(folder: Path, running: subprocess.Popen[str]) -> None:
    while running.poll() is None and not (folder.is_dir() and list(folder.glob("*.docx"))):
        with suppress(subprocess.TimeoutExpired):
            running.wait(0.01)


def test_the_drafts_to_sign_have_names_of_their_own(tmp_path: Path) -> None:
    source = ndjson(tmp_path, [line("Évry"), line("Évry")])

    said = batch(source, tmp_path, 1, "--edition", "signer").stdout

    assert "2 projets écrits" in said.replace("\u00a0", " ")
    assert {path.name for path in tmp_path.glob("*.docx")} == {"evry-a-signer.docx", "evry-2-a-signer.docx"}
