"""What only a server can suffer: it stops, it starts again, it refuses."""

from datetime import UTC, datetime

import psycopg
import pytest

from app.store import StoreRefused, StoreUnavailable, open_store
from tests.postgres.server import PostgresServer, database_name
from tests.store.conftest import make_profile


def test_a_server_that_stops_and_comes_back_costs_no_restart_of_the_application(
    own_server: PostgresServer,
) -> None:
    profiles = open_store(own_server.create_database(), patience=2)
    created = profiles.create(make_profile())

    own_server.stop()
    with pytest.raises(StoreUnavailable, match="ne répond pas"):
        profiles.get(created.id)
    with pytest.raises(StoreUnavailable, match="ne répond pas"):
        profiles.search()
    own_server.start()
    read = profiles.get(created.id)
    own_server.stop()
    own_server.start()
    saved = profiles.save(created.id, 1, make_profile("Autre"))
    profiles.close()

    assert read == created
    assert saved.version == 2


def test_an_account_that_is_refused_is_said_to_be(postgres_server: PostgresServer) -> None:
    with pytest.raises(StoreUnavailable, match="refuse ce compte"):
        open_store(postgres_server.create_database().replace("postgres@", "inconnu@"), patience=1)


def test_a_connection_cut_in_the_middle_of_a_save_leaves_nothing_half_done(
    postgres_server: PostgresServer, postgres_url: str
) -> None:
    cuts: list[str] = []

    def now() -> datetime:
        # The clock is read between the lock of the row and the write.
        while cuts:
            postgres_server.cut_connections(cuts.pop())
        return datetime.now(UTC)

    profiles = open_store(postgres_url, now=now)
    created = profiles.create(make_profile())
    cuts.append(postgres_url)

    with pytest.raises(StoreUnavailable, match="ne répond pas"):
        profiles.save(created.id, 1, make_profile("Autre"))
    read = profiles.get(created.id)
    profiles.close()

    assert read == created


def test_a_locked_profile_is_said_to_be_busy(postgres_url: str) -> None:
    profiles = open_store(postgres_url, patience=0.05)
    created = profiles.create(make_profile())
    with psycopg.connect(postgres_url.replace("+psycopg", "")) as holder:
        holder.execute("SELECT * FROM profiles FOR UPDATE")

        with pytest.raises(StoreUnavailable, match="occupée"):
            profiles.save(created.id, 1, make_profile("Autre"))

    assert profiles.get(created.id) == created
    profiles.close()


def test_a_statement_that_takes_too_long_is_given_up_and_the_next_one_is_answered(postgres_url: str) -> None:
    profiles = open_store(postgres_url, patience=0.4)
    created = profiles.create(make_profile())
    with psycopg.connect(postgres_url.replace("+psycopg", "")) as holder:
        holder.execute("LOCK TABLE profiles IN ACCESS EXCLUSIVE MODE")

        with pytest.raises(StoreUnavailable, match="occupée"):
            profiles.get(created.id)

    assert profiles.get(created.id) == created
    profiles.close()


def test_a_read_only_server_can_be_read_and_refuses_saves(
    postgres_server: PostgresServer, postgres_url: str
) -> None:
    profiles = open_store(postgres_url)
    created = profiles.create(make_profile())
    profiles.close()
    name = database_name(postgres_url)
    postgres_server.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")

    with pytest.raises(StoreUnavailable, match="lecture seule"):
        profiles.delete(created.id, 1)

    assert profiles.get(created.id) == created
    profiles.close()


def test_an_account_without_rights_is_told_so(postgres_server: PostgresServer, postgres_url: str) -> None:
    open_store(postgres_url).close()
    postgres_server.execute("CREATE ROLE lecteur LOGIN")

    with pytest.raises(StoreUnavailable, match="droits nécessaires"):
        open_store(postgres_url.replace("postgres@", "lecteur@"))

    postgres_server.execute("DROP ROLE lecteur")


def test_a_database_that_does_not_exist_or_a_server_that_is_not_there_is_said(postgres_url: str) -> None:
    with pytest.raises(StoreUnavailable, match="répond, mais la base demandée n’y existe pas"):
        open_store(postgres_url.replace("/contrats_", "/absente_"))
    with pytest.raises(StoreUnavailable, match="ne répond pas"):
        open_store("postgresql://u@/base?host=/nowhere")


def test_a_database_of_another_encoding_is_refused(postgres_server: PostgresServer) -> None:
    url = postgres_server.create_database("ENCODING 'LATIN1' TEMPLATE template0")

    with pytest.raises(StoreRefused, match="LATIN1"):
        open_store(url)

    postgres_server.drop_database(url)
