"""What LibreOffice makes of a contract is prepared some time after its last save."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from threading import Event

import pytest
from flask import Flask
from pypdf import PdfWriter
from sqlalchemy import update

from app.documents.office import Kind, Office
from app.documents.office.conversion_queue import ConversionQueue, Numbering, OfficeBusy
from app.store import Profiles, SavedProfile, StoreUnavailable
from app.store.tables import PROFILES
from app.web.preparation import AFTER, look


class CountingOffice(Office):
    """An office that counts what it is asked for, and answers at once."""

    def __init__(self) -> None:
        super().__init__(Path("/bin/false"))
        self.asked: list[bytes] = []
        self.meanwhile: Callable[[], object] = lambda: None

    def convert(self, document: bytes, kind: Kind) -> bytes:
        self.asked.append(document)
        self.meanwhile()
        writer, content = PdfWriter(), BytesIO()
        writer.add_blank_page(100, 100)
        writer.add_named_destination("_Toc00000001", 0)
        writer.write(content)
        return content.getvalue()


@pytest.fixture
def office(app: Flask) -> Iterator[CountingOffice]:
    office = CountingOffice()
    numbering = Numbering(office)
    app.extensions["contrat_de_ville"] = replace(app.extensions["contrat_de_ville"], numbering=numbering)
    yield office
    numbering.queue.close()


def saved_ago(store: Profiles, saved: SavedProfile, ago: timedelta) -> None:
    with store.engine.begin() as connection:
        connection.execute(update(PROFILES).values(updated_at=saved.updated_at - ago))


def test_what_was_saved_is_prepared_once_and_downloads_wait_for_nothing(
    app: Flask, store: Profiles, saved: SavedProfile, office: CountingOffice
) -> None:
    look(app)
    too_soon = len(office.asked)
    saved_ago(store, saved, AFTER + timedelta(seconds=5))

    look(app)
    look(app)
    prepared = len(office.asked)
    app.test_client().get(f"/profils/{saved.id}/contrat.docx")
    app.test_client().get(f"/profils/{saved.id}/telecharger/fichier?format=pdf")

    assert (too_soon, prepared, len(office.asked)) == (0, 1, 1)


def test_nothing_is_prepared_while_somebody_waits_for_a_file(
    app: Flask, store: Profiles, saved: SavedProfile, office: CountingOffice
) -> None:
    saved_ago(store, saved, AFTER + timedelta(seconds=5))
    done = Event()
    queue = ConversionQueue(patience=0)
    app.extensions["contrat_de_ville"].numbering.queue = queue
    with pytest.raises(OfficeBusy):
        queue.result(b"one", done.wait)

    look(app)

    done.set()
    queue.close()
    still_to_prepare = store.kept_files.to_prepare(timedelta(hours=1), AFTER)
    assert still_to_prepare == [(saved.id, saved.version)]


def test_the_page_of_downloads_says_that_files_are_being_prepared_until_they_are(
    app: Flask, store: Profiles, saved: SavedProfile, office: CountingOffice
) -> None:
    said = "sont en préparation"
    address = f"/profils/{saved.id}/telecharger"
    client, shown = app.test_client(), []

    def look_meanwhile() -> None:
        shown.append(said in client.get(address).text)

    look_meanwhile()
    saved_ago(store, saved, AFTER + timedelta(seconds=5))
    office.meanwhile = look_meanwhile
    look(app)
    look_meanwhile()

    assert shown == [False, True, False]


def test_what_a_process_gave_up_is_not_said_to_be_in_preparation(
    store: Profiles, saved: SavedProfile
) -> None:
    files = store.kept_files
    files.claim("0" * 64, saved.id, saved.version)

    assert files.is_being_made(saved.id, saved.version, timedelta(minutes=2))
    assert not files.is_being_made(saved.id, saved.version, timedelta(seconds=-1))
    assert not files.is_being_made(saved.id, saved.version + 1, timedelta(minutes=2))


def test_a_database_that_cannot_be_written_costs_no_download(
    app: Flask, store: Profiles, saved: SavedProfile, office: CountingOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object) -> None:
        raise StoreUnavailable("lecture seule")

    monkeypatch.setattr("app.store.kept_files.KeptFiles.keep", refuse)
    monkeypatch.setattr("app.store.kept_files.KeptFiles.get", refuse)

    answer = app.test_client().get(f"/profils/{saved.id}/telecharger/fichier?format=pdf")

    assert (answer.status_code, answer.data[:4]) == (200, b"%PDF")
