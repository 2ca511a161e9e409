import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app import open_database
from app.settings import ConfigRefused, Identity, made_key
from app.settings.config import Settings, read_settings, refuse_unsafe_service

KEY = "k9Tq-27xLmPz_0aRvB"


def read(tmp_path: Path, **variables: str) -> Settings:
    return read_settings({"CONTRAT_INSTANCE": str(tmp_path / "instance"), "SECRET_KEY": KEY, **variables})


def refusal_of(tmp_path: Path, **variables: str) -> str:
    with pytest.raises(ConfigRefused) as refusal:
        read(tmp_path, **variables)
    return str(refusal.value)


def test_without_any_variable_everything_is_in_the_instance_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    settings = read_settings({})

    assert settings.instance_folder == tmp_path / "instance"
    assert settings.database_url == f"sqlite:///{tmp_path}/instance/contrat-de-ville.sqlite3"
    assert (settings.trusted_hosts, settings.proxy_count) == ((), 0)
    assert (settings.catalogue_folder, settings.identity) == (None, Identity())


def test_the_official_list_comes_from_data_gouv_fr_unless_it_is_said_otherwise(tmp_path: Path) -> None:
    own = "https://liste.example.org/qpv.csv"

    assert read(tmp_path).qpv_source.startswith("https://www.data.gouv.fr/api/1/datasets/")
    assert read(tmp_path, QPV_SOURCE=own).qpv_source == own
    assert read(tmp_path, QPV_SOURCE="non").qpv_source == ""


@pytest.mark.parametrize(
    "source",
    [
        "oui",
        "http://www.data.gouv.fr/",
        "file:///etc/passwd",
        "https://",
        "https://a:b@data.gouv.fr/",
        "https://[",
    ],
)
def test_a_source_that_is_no_https_address_is_refused(tmp_path: Path, source: str) -> None:
    assert "QPV_SOURCE : adresse https attendue" in refusal_of(tmp_path, QPV_SOURCE=source)


def test_the_default_database_can_be_opened(tmp_path: Path) -> None:
    settings = read(tmp_path / "été 100 % ? #")

    profiles = open_database(settings, may_create=True)
    profiles.search()
    profiles.close()

    assert (settings.instance_folder / "contrat-de-ville.sqlite3").is_file()


def test_every_variable_is_read(tmp_path: Path) -> None:
    settings = read(
        tmp_path,
        DATABASE_URL="postgres://u:p@serveur/base",
        TRUSTED_HOSTS="Contrat.Ville.fr, .agglo.fr,localhost,10.0.0.1",
        SECRET_KEY_FALLBACKS=f"{KEY[::-1]}, {KEY.swapcase()},",
        PROXY_COUNT="2",
        CATALOGUE_DIR=str(tmp_path),
        COLLECTIVITE_NAME=" Métropole de Lyon ",
    )

    assert settings.database_url == "postgres://u:p@serveur/base"
    assert settings.secret_key == KEY
    assert settings.trusted_hosts == ("contrat.ville.fr", ".agglo.fr", "localhost", "10.0.0.1")
    assert settings.secret_key_fallbacks == (KEY[::-1], KEY.swapcase())
    assert settings.proxy_count == 2
    assert settings.catalogue_folder == tmp_path
    assert settings.identity.name == "Métropole de Lyon"


def test_an_empty_variable_counts_as_absent(tmp_path: Path) -> None:
    empty = dict.fromkeys(("DATABASE_URL", "TRUSTED_HOSTS", "PROXY_COUNT", "CATALOGUE_DIR"), " ")

    assert read(tmp_path, **empty) == read(tmp_path)


def test_reading_the_settings_makes_nothing(tmp_path: Path) -> None:
    settings = read(tmp_path, SECRET_KEY="")

    assert settings.secret_key is None
    assert settings.is_new

    assert list(tmp_path.iterdir()) == []


def test_a_secret_key_is_made_once_and_kept_from_others(tmp_path: Path) -> None:
    folder = tmp_path / "instance"

    keys = {made_key(folder), made_key(folder), read(tmp_path, SECRET_KEY="").secret_key}

    file = folder / "secret-key"
    assert keys == {file.read_text()}
    assert len(file.read_text()) == 64
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in folder.iterdir()] == ["secret-key"]
    assert not read(tmp_path).is_new


def test_processes_that_start_at_once_share_one_secret_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        keys = set(threads.map(lambda _: made_key(tmp_path / "instance"), range(8)))

    assert len(keys) == 1


@pytest.mark.parametrize("content", ["", "court", "é" * 20])
def test_a_kept_secret_key_that_was_damaged_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "instance").mkdir()
    (tmp_path / "instance" / "secret-key").write_text(content)

    message = refusal_of(tmp_path, SECRET_KEY="")

    assert message.startswith("SECRET_KEY")
    assert "secret-key" in message


@pytest.mark.parametrize(
    "key",
    [
        "k9Tq",
        "changeme-changeme-changeme",
        "Change-Me_Please-1234",
        "your-secret-key-here",
        "aaaaaaaaaaaaaaaaaaaa",
        "0123456789abcdef",
    ],
)
def test_a_secret_key_that_can_be_guessed_is_refused_and_not_repeated(tmp_path: Path, key: str) -> None:
    message = refusal_of(tmp_path, SECRET_KEY=key)

    assert message.startswith("SECRET_KEY")
    assert key not in message


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("DATABASE_URL", "mysql://u:secret@serveur/base"),
        ("DATABASE_URL", "contrats.sqlite3"),
        ("TRUSTED_HOSTS", "https://ville.fr"),
        ("TRUSTED_HOSTS", "ville.fr/contrat"),
        ("TRUSTED_HOSTS", "ville.fr agglo.fr"),
        ("TRUSTED_HOSTS", "*"),
        ("TRUSTED_HOSTS", "[::1]"),
        ("SECRET_KEY_FALLBACKS", "changeme-changeme-changeme"),
        ("SECRET_KEY_FALLBACKS", f"{KEY},court"),
        ("PROXY_COUNT", "-1"),
        ("PROXY_COUNT", "un"),
        ("PROXY_COUNT", "1.5"),
        ("PROXY_COUNT", "٢"),
        ("PROXY_COUNT", "11"),
        ("PROXY_COUNT", "9" * 5_000),
        ("CATALOGUE_DIR", "/nowhere/at/all"),
        ("COLLECTIVITE_NAME", "x" * 201),
        ("COLLECTIVITE_COLOR", "bleu"),
        ("COLLECTIVITE_COLOR", "#1d5c6"),
        ("COLLECTIVITE_COLOR", "#١d5c63"),
        ("COLLECTIVITE_COLOR", "#ffcc00"),
        ("COLLECTIVITE_LOGO", "/nowhere/logo.png"),
        ("COLLECTIVITE_LOGO", "/"),
    ],
)
def test_a_variable_that_cannot_be_used_is_named(tmp_path: Path, variable: str, value: str) -> None:
    message = refusal_of(tmp_path, **{variable: value})

    assert message.startswith(f"{variable}\u00a0: ")
    assert "secret@" not in message


def test_an_instance_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "fichier").touch()
    settings = read(tmp_path / "fichier")

    with pytest.raises(ConfigRefused) as refusal:
        open_database(settings, may_create=True)

    assert str(refusal.value).startswith("CONTRAT_INSTANCE")
    assert str(settings.instance_folder) in str(refusal.value)


def test_a_proxy_without_trusted_hosts_is_refused(tmp_path: Path) -> None:
    assert refusal_of(tmp_path, PROXY_COUNT="1").startswith("TRUSTED_HOSTS\u00a0: ")
    assert read(tmp_path, PROXY_COUNT="1", TRUSTED_HOSTS="ville.fr").proxy_count == 1


@pytest.mark.parametrize("debug", ["1", "true", "on", "YES"])
def test_the_site_is_not_served_in_debug_mode(tmp_path: Path, debug: str) -> None:
    with pytest.raises(ConfigRefused, match=r"^FLASK_DEBUG\u00a0: "):
        refuse_unsafe_service(read(tmp_path), "127.0.0.1", {"FLASK_DEBUG": debug})


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.20", "contrats.ville.fr"])  # noqa: S104 — refused
def test_the_site_is_not_served_to_others_without_saying_under_which_name(tmp_path: Path, host: str) -> None:
    with pytest.raises(ConfigRefused, match=r"^TRUSTED_HOSTS\u00a0: "):
        refuse_unsafe_service(read(tmp_path), host, {})

    refuse_unsafe_service(read(tmp_path, TRUSTED_HOSTS="ville.fr"), host, {"FLASK_DEBUG": "0"})


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_the_site_is_served_to_this_machine_without_any_setting(tmp_path: Path, host: str) -> None:
    refuse_unsafe_service(read(tmp_path), host, {})


def test_settings_do_not_show_their_secrets(tmp_path: Path) -> None:
    database = "postgres://u:motdepasse@serveur/base"
    settings = read(tmp_path, DATABASE_URL=database, SECRET_KEY_FALLBACKS=KEY[::-1])

    assert KEY not in repr(settings)
    assert KEY[::-1] not in repr(settings)
    assert "motdepasse" not in repr(settings)
