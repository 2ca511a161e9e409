"""The command that reads a returned file."""

import json
from pathlib import Path

from benchmarks.returned import FILES
from tests.commands import printed_json, run
from tests.documents.word.reading import whole_text
from tests.formats.returned.conftest import edited


def test_a_returned_file_is_read_as_json() -> None:
    read = printed_json(
        "retours", "lire", FILES / "02-word-suivi.docx", "--base", FILES / "base.json", "--json"
    )

    assert list(read)[:3] == ["refused", "tool", "base"]
    assert {"changes", "comments", "unplaced", "formatting"} <= set(read)
    assert (read["refused"], read["tool"], len(read["changes"])) == (None, "Word", 5)


def test_a_draft_that_carries_its_data_needs_no_base(tmp_path: Path) -> None:
    file = tmp_path / "projet.docx"
    run("draft", FILES / "base.json", "--output", file)
    file.write_bytes(edited(file.read_bytes(), lambda xml: xml.replace("dans les trois mois.", "vite.", 1)))
    read = printed_json("retours", "lire", file, "--json")

    assert (read["base"], [one["field"] for one in read["changes"]]) == ("embedded", ["local_action"])


def test_a_file_without_its_data_asks_for_the_profile() -> None:
    refused = run("retours", "lire", FILES / "02-word-suivi.docx", "--json")

    assert refused.exit_code == 2
    assert "--base PROFIL.json" in refused.stderr


def test_another_document_is_refused_in_one_sentence() -> None:
    refused = run(
        "retours", "lire", FILES / "58-autre-document.docx", "--base", FILES / "base.json", "--json"
    )

    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr == "Ce fichier n’est pas un exemplaire de ce contrat : rien n’y a été reconnu.\n"


def test_the_help_is_in_french() -> None:
    assert "Lit un fichier Word rendu par un partenaire" in run("retours", "lire", "--help").stdout


def test_the_file_that_was_sent_shows_what_nobody_tracked(tmp_path: Path) -> None:
    file = tmp_path / "retour.docx"
    sent = FILES / "v1.docx"
    file.write_bytes(edited(sent.read_bytes(), lambda xml: xml.replace("est conclu entre", "lie", 1)))
    read = printed_json(
        *("retours", "lire", file, "--base", FILES / "base.json", "--original", sent, "--json")
    )

    assert [one["kind"] for one in read["unplaced"]] == ["fixed_text_changed"]


def test_what_a_draft_says_of_its_perimeter_is_no_change(tmp_path: Path) -> None:
    profile, file = tmp_path / "profil.json", tmp_path / "projet.docx"
    contract = json.loads((FILES / "base.json").read_text(encoding="utf-8"))
    part = [{"code": "91228", "name": "Évry-Courcouronnes"}]
    contract["territory"] |= {"code": "200059228", "communes": part, "quartiers": []}
    contract["adaptations"] = {}
    profile.write_text(json.dumps(contract), encoding="utf-8")

    run("draft", profile, "--output", file)
    read = printed_json("retours", "lire", file, "--json")

    assert "communes retirées" in whole_text(file.read_bytes()).replace("\u00a0", " ")
    assert (read["changes"], read["unplaced"]) == ([], [])
