"""Prepares what LibreOffice makes of a contract some time after its last save, while nobody waits for it.

One thread of a process that serves the site looks at the database; of several processes, the one that claims
a version prepares it. What it makes is in `kept_files`: a download finds it there, or makes it itself.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from hashlib import sha256
from threading import Event, Thread

from flask import Flask

from app.documents.office import ConversionFailed
from app.documents.publish import Choice, Format, publish
from app.documents.word import TemplateRefused
from app.store import ProfileNotFound, StoreUnavailable
from app.web.contract_catalogue import draft_of
from app.web.downloads import usual_options
from app.web.kept_files import KeptForVersion
from app.web.services import profiles, services

AFTER = timedelta(seconds=30)
"""After the last save: who fills in a contract saves it again and again."""

GIVEN_UP = timedelta(minutes=10)
"""After the last save, what nobody prepared is left to whoever downloads it."""

LOOK = 10.0
"""Seconds between two looks at what was saved."""

PREPARED = (Choice(), Choice(Format.PDF))
"""What most people download: the whole contract, in Word with its page numbers, and in PDF."""

LOGGER = logging.getLogger("contrat_de_ville.preparation")


@contextmanager
def preparing(app: Flask) -> Iterator[None]:
    """Prepare the files of what is saved for as long as this lasts, where there is a LibreOffice."""
    stop = Event()

    def look_again_and_again() -> None:
        while not stop.wait(LOOK):
            look(app, stop)

    thread = Thread(target=look_again_and_again, name="preparation", daemon=True)
    with app.app_context():
        able = services().numbering is not None and profiles().may_be_written
    if able:
        thread.start()
    try:
        yield
    finally:
        stop.set()


def look(app: Flask, stop: Event | None = None) -> None:
    """Prepare the contracts that were saved AFTER ago, one by one, until somebody waits for LibreOffice."""
    with app.app_context():
        try:
            for profile_id, version in profiles().kept_files.to_prepare(GIVEN_UP, AFTER):
                if (stop and stop.is_set()) or not _is_idle():
                    return
                _prepare(profile_id, version)
        except StoreUnavailable:
            return  # the next look asks again
        except Exception:
            # A fault costs what it would have prepared: the thread goes on, and the journal says why.
            LOGGER.exception("Un fichier n’a pas pu être préparé")


def _is_idle() -> bool:
    numbering = services().numbering
    return numbering is not None and numbering.queue.is_idle


def _prepare(profile_id: int, version: int) -> None:
    claim = sha256(f"{profile_id} {version}".encode()).hexdigest()
    if not profiles().kept_files.claim(claim, profile_id, version):
        return
    try:
        saved = profiles().get(profile_id)
        draft, options = draft_of(saved), usual_options(saved)
        for choice in PREPARED:
            publish(draft, options, choice, services().numbering, KeptForVersion(saved))
    except (ConversionFailed, ProfileNotFound, TemplateRefused) as refused:
        LOGGER.info("Contrat %d, version %d : %s", profile_id, version, refused)
