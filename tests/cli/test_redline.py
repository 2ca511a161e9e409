"""The command that compares two profiles in one Word file."""

import json
from pathlib import Path

from app.cli.profiles import DEMONSTRATION
from tests.commands import run
from tests.documents.word.redline.reading import changed_words, marks
from tests.examples import example_path


def changed(folder: Path, profile: Path = DEMONSTRATION, **values: object) -> Path:
    """Return a profile with other values, in a file."""
    path = folder / "apres.json"
    path.write_text(
        json.dumps({**json.loads(profile.read_text(encoding="utf-8")), **values}), encoding="utf-8"
    )
    return path


def test_the_second_profile_is_written_as_tracked_changes(tmp_path: Path) -> None:
    texts = json.loads(DEMONSTRATION.read_text(encoding="utf-8"))["texts"]
    after = changed(tmp_path, texts={**texts, "pilotage": "Un comité unique."})
    output = tmp_path / "comparaison.docx"

    done = run("redline", DEMONSTRATION, after, "--output", output)

    assert (done.exit_code, done.stderr) == (0, "")
    assert any("unique" in words for kind, words in changed_words(output.read_bytes()) if kind == "ins")
    assert {mark.author for mark in marks(output.read_bytes())} == {"contrat.json → apres.json"}


def test_another_outline_is_refused_in_one_sentence_and_nothing_is_written(tmp_path: Path) -> None:
    example, output = example_path("commune-outre-mer"), tmp_path / "comparaison.docx"

    done = run("redline", example, changed(tmp_path, example, outline="2014-2020"), "--output", output)

    assert done.exit_code == 1
    assert "plan du contrat" in done.stderr
    assert not output.exists()


def test_the_file_is_a_word_file(tmp_path: Path) -> None:
    done = run("redline", DEMONSTRATION, DEMONSTRATION, "--output", tmp_path / "comparaison.pdf")

    assert done.exit_code == 2
    assert ".docx" in done.stderr
