"""A file that is sent once: a confirmation page carries its token, never the file.

    token = keep_upload(content, WORKBOOK)        # on the page that takes the file
    upload = kept_upload(token, WORKBOOK)         # on the page that confirms it

`UploadField` is the hidden field of the confirmation page.
"""

from enum import StrEnum
from typing import Any

from wtforms import HiddenField

from app.store import Upload
from app.web.services import profiles


class Purpose(StrEnum):
    """What a file was sent for: a token is good for that purpose only."""

    WORKBOOK = "classeur"
    QUARTIERS = "quartiers"
    TEMPLATE = "modele"


class UploadField(HiddenField):
    """The token of a file that waits. It never comes back among the texts that a person typed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("Fichier en attente", **kwargs)


def keep_upload(content: bytes, purpose: Purpose, name: str = "") -> str:
    """Keep a file for a day: its token. Raises UploadRefused when it is too large or too many wait."""
    return profiles().uploads.keep(content, purpose, name)


def kept_upload(token: str | None, purpose: Purpose) -> Upload:
    """Return the file that waits under a token. Raises UploadGone."""
    return profiles().uploads.get(token or "", purpose)


def forget_upload(token: str | None) -> None:
    """Remove a file that was confirmed."""
    profiles().uploads.forget(token or "")
