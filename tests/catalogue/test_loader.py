"""Every problem of the catalogue's files is found at once, as `file:line: message`."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from app.catalogue import CatalogueRefused, load, read
from app.settings import resource

Spoil = Callable[[str, str, str], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "commitments"
    shutil.copytree(resource("commitments"), copy)
    return copy


@pytest.fixture
def spoil(folder: Path) -> Spoil:
    def replace(name: str, old: str, new: str) -> None:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return replace


def problems(folder: Path) -> list[str]:
    with pytest.raises(CatalogueRefused) as refused:
        load(folder)
    return [str(problem) for problem in refused.value.problems]


JUSTICE = "conventions/justice-2013.yaml"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("section: securite", "section: sécurité", "section inconnue « sécurité » ; possibles : egalite"),
        ("carriers: [etat, procureur]", "carriers: [etat, juge]", "partenaire inconnu « juge »"),
        ("id: justice-2013-2-1", "id: justice-2013-1", "identifiant « justice-2013-1 » en double"),
        ("kind: ministry", "kind: ministère", "type de convention inconnu"),
        ('"2013-07-08"', "2013-07-08", "« 2013-07-08 » n’est pas lu comme un texte : mettez la valeur"),
        ('"2013-07-08"', '"2013-02-30"', "date attendue entre guillemets"),
        ('title: "Ministère de la justice"', "title: no", "« no » n’est pas lu comme un texte"),
        ('title: "Ministère de la justice"', "title: 01004", "« 01004 » n’est pas lu comme un texte"),
        ('title: "Ministère de la justice"', "title: 12:30", "« 12:30 » n’est pas lu comme un texte"),
        ('title: "Ministère de la justice"', "title: 1.10", "« 1.10 » n’est pas lu comme un texte"),
        ('title: "Ministère de la justice"', "title: on", "« on » n’est pas lu comme un texte"),
        ('title: "Ministère de la justice"', "title: ~", "« ~ » n’est pas lu comme un texte"),
        (
            'title: "Ministère de la justice"',
            "title: 2024-02-30",
            "« 2024-02-30 » n’est pas lu comme un texte",
        ),
        ('title: "Ministère de la justice"', "title: Action #3", "un « # » coupe le texte"),
        ('title: "Ministère de la justice"', 'title: ""', "texte vide"),
        ("kind: ministry", "kind: ministry\nkind: ministry", "clé « kind » en double"),
        ("kind: ministry", "kind: ministry\nno: 1", "clé « no » lue comme autre chose"),
        ("kind: ministry", "kind: ministry\nauthor: moi", "clé inconnue « author »"),
        ("lines: [323, 388]", "lines: [388, 323]", "lignes attendues : [première, dernière]"),
        ("lines: [323, 388]", "lines: [323, 99999]", "lignes attendues"),
        ("lines: [323, 388]", 'lines: ["323", 388]', "nombre entier attendu, sans guillemets"),
        ("level: 1", "level: 7", "niveau inconnu"),
        ('quote: "100 nouveaux', 'quote: "200 nouveaux', "ne figure pas dans le texte de l’engagement"),
        ('value: "100"', 'value: "cent"', "nombre attendu entre guillemets"),
        ("kind: ministry", "kind: &ancre ministry", "ancres et alias ne sont pas admis"),
        ("kind: ministry", "\tkind: ministry", "YAML illisible : vérifiez le retrait"),
        ("kind: ministry", "kind: a : b", "YAML illisible"),
        ("kind: ministry", "kind: !!python/name:os.system ''", "n’est pas lu comme un texte"),
    ],
)
def test_a_faulty_value_is_named_with_its_file_and_line(
    folder: Path, spoil: Spoil, old: str, new: str, message: str
) -> None:
    spoil(JUSTICE, old, new)

    found = problems(folder)

    assert any(message in problem for problem in found), found
    assert all(problem.startswith(f"{JUSTICE}:") for problem in found), found


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("chapters.yaml", "strength: demanded", "strength: forte", "force inconnue « forte »"),
        ("chapters.yaml", "signed_by: bailleurs", "signed_by: bailleur", "signataire inconnu « bailleur »"),
        ("chapters.yaml", "fact: renouvellement_urbain", "fact: renouveau", "fait inconnu « renouveau »"),
        ("outlines/2024-2030.yaml", "  - tag: visa-instructions\n    text", "  - text", "ajoutez « tag »"),
        ("outlines/2024-2030.yaml", "[pieces-annexees]", "[annexe]", "chapitre inconnu « annexe »"),
        (
            "outlines/2014-2020.yaml",
            "  ingenierie-observation-evaluation: ",
            "  ingenierie: ",
            "clé inconnue",
        ),
    ],
)
def test_a_faulty_rule_of_a_chapter_is_named_with_its_file_and_line(
    folder: Path, spoil: Spoil, file: str, old: str, new: str, message: str
) -> None:
    spoil(file, old, new)

    found = problems(folder)

    assert any(problem.startswith(f"{file}:") and message in problem for problem in found), found


def test_the_line_is_that_of_the_faulty_value(folder: Path, spoil: Spoil) -> None:
    spoil(JUSTICE, "kind: ministry", "kind: 12")

    lines = (folder / JUSTICE).read_text(encoding="utf-8").split("\n")
    expected = lines.index("kind: 12") + 1

    assert problems(folder)[0].startswith(f"{JUSTICE}:{expected}: ")


def test_all_problems_of_all_files_come_at_once(folder: Path, spoil: Spoil) -> None:
    spoil(JUSTICE, "section: securite", "section: x")
    spoil("partners.yaml", "status: required", "status: obligatoire")
    spoil("sections.yaml", "mandatory: true", "mandatory: oui")

    files = {problem.split(":")[0] for problem in problems(folder)}

    assert {JUSTICE, "partners.yaml", "sections.yaml"} <= files


def test_a_catalogue_is_read_again_from_the_files_that_it_was_read_from(folder: Path) -> None:
    first = load(folder)
    shutil.rmtree(folder)

    again = read(first.files)

    assert again == first


def test_another_word_in_any_file_makes_another_hash(folder: Path, spoil: Spoil) -> None:
    before = load(folder).hash

    spoil("glossary.yaml", "meaning", "meaning ")

    assert load(folder).hash != before


def test_a_folder_in_the_place_of_a_file_is_named(folder: Path) -> None:
    (folder / "outlines" / "autre.yaml").mkdir()

    assert problems(folder) == ["outlines/autre.yaml:1: fichier illisible : Is a directory"]


def test_a_file_that_is_put_aside_is_not_a_convention(folder: Path) -> None:
    aside = folder / "conventions" / "brouillons"
    aside.mkdir()
    (aside / "nouvelle.yaml").write_text("id: pas encore\n")

    assert load(folder).conventions == load(resource("commitments")).conventions


def test_a_missing_key_is_named(folder: Path, spoil: Spoil) -> None:
    spoil(JUSTICE, 'date_text: "8 juillet 2013"\n', "")

    assert problems(folder) == [f"{JUSTICE}:1: clé manquante « date_text »"]


def test_the_same_id_in_two_conventions_is_refused_in_both(folder: Path, spoil: Spoil) -> None:
    spoil("conventions/culture-2014.yaml", "id: culture-2014-3", "id: justice-2013-1")

    found = problems(folder)

    assert len(found) == 2
    assert all("identifiant « justice-2013-1 » en double" in problem for problem in found)


BOMB = b"a: &a [x, x, x, x, x, x, x, x, x]\n" + b"".join(
    b"%c: &%c [%s]\n" % (letter, letter, b", ".join([b"*%c" % (letter - 1)] * 9)) for letter in range(98, 107)
)
"""Nine times nine times nine… values: three thousand million in less than a kilobyte."""


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "fichier vide"),
        (b"\xef\xbb\xbfid: x\n", "BOM"),
        ("titre: é\n".encode("latin-1"), "UTF-8"),
        ("id: x\n".encode("utf-16"), "BOM"),
        (b"id: [unclosed\n", "YAML illisible"),
        (b"id: a\x00b\n", "caractère que YAML n’admet pas"),
        (b"[" * 100, "imbrication trop profonde"),
        (b"[" * 3_000, "imbrication trop profonde"),
        (BOMB, "ancres et alias ne sont pas admis"),
        (b"on: 1\n", "clé « on » lue comme autre chose qu’un texte"),
        (b"id: !!python/object/apply:os.system ['false']\n", "texte attendu"),
        (b"a: " + b"x" * 2_000_001, "octets : découpez-le"),
        (b"- une liste\n", "« clé : valeur » attendu"),
    ],
)
def test_an_unreadable_file_is_one_message(folder: Path, content: bytes, message: str) -> None:
    (folder / JUSTICE).write_bytes(content)

    found = problems(folder)

    assert any(message in problem for problem in found), found


def test_a_section_that_the_outline_forgets_is_named(folder: Path, spoil: Spoil) -> None:
    spoil("outlines/2014-2020.yaml", "      - mobilite\n", "")

    assert "la trame oublie le volet « mobilite »" in problems(folder)[0]


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "facts.yaml").unlink()

    assert any(problem.startswith("facts.yaml:1: fichier illisible") for problem in problems(folder))


def test_a_verified_scheme_without_a_source_is_refused(folder: Path, spoil: Spoil) -> None:
    text = '- id: "sans-source"\n  name: "X"\n  status: "ended"\n  confidence: "verified"\n'
    path = folder / "schemes.yaml"
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")

    assert "nomme sa source" in problems(folder)[0]


def test_the_hash_changes_with_any_word(folder: Path, spoil: Spoil) -> None:
    before = load(folder).hash
    spoil(JUSTICE, "conventions entre la justice", "conventions entre le parquet")

    assert load(folder).hash != before


def test_the_same_words_are_parsed_once_and_other_words_again(folder: Path, spoil: Spoil) -> None:
    first, second = load(folder), load(folder)
    spoil("partners.yaml", "\n", "\n\n")

    changed = load(folder)

    assert second is first
    assert changed is not first
    assert changed.partners == first.partners
