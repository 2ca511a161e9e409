"""A file that is written whole or not at all."""

import fcntl
import os
import re
import secrets
from contextlib import suppress
from pathlib import Path

from app.store.opening import flush_folder

_UNFINISHED = re.compile(r"\.contrat-de-ville-[0-9a-f]{8}\.partiel")


def write_whole(path: Path, content: bytes, *, lasting: bool = True) -> None:
    """Writes a file whole or not at all: nobody ever reads half of it.

    The file has the rights of any new one: a umask is set for files such as this one, which names people.
    `lasting`: on the disk once this returns, which takes some milliseconds; else a power cut may empty it.
    """
    draft = path.with_name(f".contrat-de-ville-{secrets.token_hex(4)}.partiel")
    with draft.open("xb") as stream:
        try:
            with suppress(OSError):  # a disk without locks, whose leftovers stay
                fcntl.flock(stream, fcntl.LOCK_EX)
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


def sweep(folder: Path) -> None:
    """Removes what was left there by a process that was killed while it wrote.

    What another one is writing is locked until it has its name, and stays.
    """
    for file in folder.iterdir():
        if _UNFINISHED.fullmatch(file.name):
            with suppress(OSError), file.open("rb+") as stream:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
                file.unlink()
