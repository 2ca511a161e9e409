"""A file that is written whole or not at all."""

import os
import secrets
from pathlib import Path

from app.store.file import flush_folder


def write_whole(path: Path, content: bytes, *, lasting: bool = True) -> None:
    """Writes a file whole or not at all: nobody ever reads half of it.

    The file has the rights of any new one: a umask is set for files such as this one, which names people.
    `lasting`: on the disk once this returns, which takes some milliseconds; else a power cut may empty it.
    """
    draft = path.with_name(f".contrat-de-ville-{secrets.token_hex(4)}.partiel")
    with draft.open("xb") as stream:
        try:
            stream.write(content)
            stream.flush()
            if lasting:
                os.fsync(stream.fileno())
            draft.replace(path)
            if lasting:
                flush_folder(path.absolute().parent)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
