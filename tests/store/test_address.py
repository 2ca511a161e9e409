import pytest

from app.store import StoreRefused, database_address, open_store


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("postgres://u:p@serveur/base", "postgresql+psycopg://u:p@serveur/base"),
        (
            "postgresql://u:p@serveur:5433/base?sslmode=require",
            "postgresql+psycopg://u:p@serveur:5433/base?sslmode=require",
        ),
        ("postgresql+psycopg://u@/base?host=/run", "postgresql+psycopg://u@/base?host=%2Frun"),
    ],
)
def test_the_usual_ways_to_write_an_address_are_understood(text: str, expected: str) -> None:
    address = database_address(text)

    assert address.render_as_string(hide_password=False) == expected


def test_the_path_of_a_file_is_kept_as_it_is_written() -> None:
    address = database_address(" sqlite:////srv/été 100%.sqlite3\n")

    assert address.database == "/srv/été 100%.sqlite3"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "contrats.sqlite3",
        "mysql://u:secret@serveur/base",
        "sqlite://",
        "sqlite:///:memory:",
        "postgres://u:secret@serveur:port/b",
    ],
)
def test_another_address_is_refused_without_showing_a_password(text: str) -> None:
    with pytest.raises(StoreRefused, match="attendu") as refusal:
        database_address(text)

    assert "secret" not in refusal.value.reason


def test_a_folder_that_does_not_exist_is_named(tmp_path: object) -> None:
    with pytest.raises(StoreRefused, match="absent"):
        open_store(f"sqlite:///{tmp_path}/absent/contrats.sqlite3")
