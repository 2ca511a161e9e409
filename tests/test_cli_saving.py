"""The commands that save, and those that read what is saved: each on both engines."""

import json
from collections.abc import Callable, Mapping
from itertools import count
from pathlib import Path

import pytest

from app import create_app
from app.domain.catalogue import Catalogue
from app.settings.config import read_settings
from app.store import SavedProfile, database_address, open_store, shown, write_backup
from tests.commands import printed_json, run
from tests.engines import ENGINES, new_database
from tests.examples import NAMES, contract, example_path
from tests.former import altered, former_catalogue, saved_before, written_in

GRAND_PARIS_SUD = str(example_path("epci-ile-de-france"))
Move = Callable[[], None]


@pytest.fixture(params=ENGINES, autouse=True)
def move(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Move:
    """The test is in an installation where nothing was ever saved; called, it goes to another one."""
    numbers = count(1)

    def go() -> None:
        folder = tmp_path / f"instance-{next(numbers)}"
        monkeypatch.setenv("CONTRAT_INSTANCE", str(folder))
        monkeypatch.delenv("DATABASE_URL", raising=False)
        if request.param == "postgresql":
            monkeypatch.setenv("DATABASE_URL", new_database(request, folder))

    monkeypatch.setenv("LIBREOFFICE", "non")
    go()
    return go


def test_profiles_are_imported_and_exported_without_loss(tmp_path: Path, move: Move) -> None:
    for name in NAMES:
        assert run("profiles", "import", example_path(name)).exit_code == 0
    first, second = tmp_path / "1.json", tmp_path / "2.json"

    exported = run("profiles", "export", first)
    move()
    imported = run("profiles", "import", first)
    run("profiles", "export", second)

    assert exported.exit_code == imported.exit_code == 0, imported.output
    assert first.read_bytes() == second.read_bytes()
    assert len(json.loads(first.read_text(encoding="utf-8"))["profiles"]) == len(NAMES)


def saved_here() -> tuple[SavedProfile, Mapping[str, bytes] | None]:
    """The first profile of the installation, and the files that are kept of its catalogue."""
    store = open_store(read_settings().database_url)
    saved = next(store.all())
    files = store.catalogues.files_of(saved.catalogue)
    store.close()
    return saved, files


@pytest.mark.parametrize("command", [("demo",), ("profiles", "import", GRAND_PARIS_SUD)])
def test_what_a_command_saves_knows_its_catalogue_which_is_kept(
    command: tuple[str, ...], catalogue: Catalogue
) -> None:
    result = run(*command)

    saved, files = saved_here()
    assert result.exit_code == 0, result.output
    assert saved.catalogue == catalogue.hash
    assert files == catalogue.files


def test_a_restored_contract_that_did_not_say_its_catalogue_gets_the_one_in_use(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    create_app().extensions["contrat_de_ville"].profiles.close()
    store = open_store(read_settings().database_url)
    store.create(contract())
    write_backup(store, tmp_path / "sauvegarde")
    store.close()
    run("demo")

    run("restore", tmp_path / "sauvegarde", "--replace")

    assert saved_here()[0].catalogue == catalogue.hash


def test_the_commands_read_the_catalogue_of_the_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    changes = {"sections.yaml": (('title: "Santé"', 'title: "Bien-être"'),)}
    monkeypatch.setenv("CATALOGUE_DIR", str(written_in(tmp_path / "autre", altered(changes))))

    exported, drafted = printed_json("catalogue", "export"), printed_json("draft", GRAND_PARIS_SUD, "--json")
    run("demo")

    assert "Bien-être" in [section["title"] for section in exported["sections"]]
    assert saved_here()[0].catalogue == exported["hash"] == drafted["catalogue"]["hash"]


def test_an_import_with_one_taken_name_saves_nothing(tmp_path: Path) -> None:
    run("profiles", "import", GRAND_PARIS_SUD)
    documents = [json.loads(example_path(name).read_text(encoding="utf-8")) for name in reversed(NAMES)]
    both = tmp_path / "tous.json"
    both.write_text(json.dumps({"schema": 1, "profiles": documents}), encoding="utf-8")

    result = run("profiles", "import", both)
    run("profiles", "export", tmp_path / "apres.json")

    assert result.exit_code == 1
    assert "existe déjà ; rien n’a été enregistré" in result.stderr
    assert len(json.loads((tmp_path / "apres.json").read_text(encoding="utf-8"))["profiles"]) == 1


def test_an_imported_list_of_quartiers_comes_with_its_territories(tmp_path: Path) -> None:
    source = tmp_path / "qpv.csv"
    source.write_text("code_qp;lib_qp;insee_com\nQN09117M;Pyramides;91228\n", encoding="utf-8")

    imported = run("territoires", "import-qpv", source)
    document = printed_json("territoires", "profile", "91228")

    assert imported.stdout == "1\u00a0quartier importé : 1\u00a0ajouté, 0\u00a0modifié, 0\u00a0retiré.\n"
    assert document["territory"]["quartiers"] == [
        {"code": "QN09117M", "name": "Pyramides", "communes": ["91228"]}
    ]


def test_an_import_says_which_communes_changed_and_which_are_unknown(tmp_path: Path) -> None:
    source = tmp_path / "qpv.csv"
    rows = ("QN93005M;Centre-ville de Pierrefitte;93059", "QN93006M;Ailleurs;93999")
    source.write_text("\n".join(("code_qp;lib_qp;insee_com", *rows)), encoding="utf-8")

    imported = run("territoires", "import-qpv", source)
    document = printed_json("territoires", "profile", "93066")

    assert imported.stdout.splitlines() == [
        "2\u00a0quartiers importés : 2\u00a0ajoutés, 0\u00a0modifié, 0\u00a0retiré.",
        "1\u00a0rattaché à sa commune, 1 sans commune connue.",
        "Commune ancienne ou arrondissement : 93059 est aujourd’hui 93066.",
        "Ligne 3 : QN93006M Ailleurs, commune inconnue : « 93999 ».",
    ]
    assert [quartier["code"] for quartier in document["territory"]["quartiers"]] == ["QN93005M"]


def test_an_import_of_quartiers_is_previewed_without_saving_anything(tmp_path: Path) -> None:
    source = tmp_path / "qpv.csv"
    source.write_text("code_qp;lib_qp;insee_com\nQN09117M;Pyramides;91228\n", encoding="utf-8")

    result = run("territoires", "import-qpv", source, "--preview")

    assert (
        result.stdout
        == "1\u00a0quartier lu, rien n’est enregistré : 1\u00a0ajouté, 0\u00a0modifié, 0\u00a0retiré.\n"
    )
    assert printed_json("territoires", "profile", "91228")["territory"]["quartiers"] == []


def test_what_is_saved_goes_to_a_backup_and_comes_back(tmp_path: Path, move: Move) -> None:
    backup = tmp_path / "sauvegarde"
    run("profiles", "import", GRAND_PARIS_SUD)
    read = shown(database_address(read_settings().database_url))

    written = run("backup", backup)
    refused = run("restore", backup)
    move()
    restored = run("restore", backup)
    exported = run("profiles", "export", tmp_path / "profils.json")

    assert written.stdout.startswith(f"1\u00a0profil sauvegardé dans {backup}.")
    assert f"Base lue : {read}\n" in written.stderr
    assert restored.stderr == f"Base écrite : {shown(database_address(read_settings().database_url))}\n"
    assert refused.exit_code == 1
    assert refused.stderr.startswith(f"{backup}: la base contient déjà 1\u00a0profil")
    assert restored.stdout == "1\u00a0profil restauré.\n"
    assert exported.stdout.startswith("1\u00a0profil écrit")


def test_a_backup_holds_no_secret_key(tmp_path: Path) -> None:
    create_app().extensions["contrat_de_ville"].profiles.close()
    run("backup", tmp_path / "sauvegarde")

    key = (read_settings().instance_folder / "secret-key").read_bytes()

    assert key not in (tmp_path / "sauvegarde").read_bytes()


def test_an_export_carries_the_catalogues_of_its_profiles(tmp_path: Path, move: Move) -> None:
    create_app().extensions["contrat_de_ville"].profiles.close()
    store = open_store(read_settings().database_url)
    before = saved_before(store)
    store.close()
    exported = run("profiles", "export", tmp_path / "profils.json")

    move()
    imported = run("profiles", "import", tmp_path / "profils.json")
    saved, files = saved_here()

    assert exported.exit_code == imported.exit_code == 0, imported.output
    assert (saved.catalogue, saved.profile) == (before.catalogue, before.profile)
    assert files == former_catalogue().files
