"""The templates that a collectivité put into its folder, each read again only when its file changes."""

import logging
import stat
import threading
from functools import lru_cache
from pathlib import Path

from app.documents.word.template.package import LARGEST
from app.documents.word.template.pipeline import adopt
from app.documents.word.template.prepared import PreparedTemplate
from app.documents.word.template.refusal import RESAVE, TOO_LARGE, TemplateRefused, Unusable

KINDS = (".docx", ".dotx")


def templates_in(folder: Path | None) -> tuple[Path, ...]:
    """Return the Word files of the folder, by name; none when there is no such folder."""
    if folder is None:
        return ()
    try:
        found = sorted(folder.iterdir())
    except OSError:
        return ()
    # « ~$ » and « . » open the names that Word and LibreOffice give to their locks.
    shown = (path for path in found if not path.name.startswith(("~$", ".")))
    return tuple(path for path in shown if path.suffix.lower() in KINDS)


def shown_name(path: Path) -> str:
    """Return the name of a file as text. That of an old system is no UTF-8: it is read as Latin-1.

    Two such names stay different from each other and from any UTF-8 name.
    """
    try:
        path.name.encode()
    except UnicodeEncodeError:
        return path.name.encode("utf-8", "surrogateescape").decode("latin-1")
    return path.name


_log = logging.getLogger(__name__)
_READING = threading.Lock()
"""One template at a time: its memory is bounded, that of twenty at once would not be."""


def prepare(path: Path, *, comments: bool) -> PreparedTemplate:
    """Return the template, ready to be filled; read again only when the file changes.

    `comments`: whether the draft will add comments; those of the template itself stay in any case.

    Raises TemplateRefused, with one sentence, when it is not a Word document that can be trusted.
    """
    with _READING:
        found = _prepared(path, *version_of(path), comments)
    if isinstance(found, str):
        raise TemplateRefused(found)
    return found


def version_of(path: Path) -> tuple[int, int]:
    """Return what changes with a file: its date and its size. Raises TemplateRefused."""
    try:
        state = path.stat()
    except (OSError, ValueError):
        raise TemplateRefused(f"Modèle Word introuvable : « {shown_name(path)} ».") from None
    if not stat.S_ISREG(state.st_mode):
        raise TemplateRefused(f"« {shown_name(path)} » n’est pas un fichier : choisissez un document Word.")
    return state.st_mtime_ns, state.st_size


@lru_cache(maxsize=8)
def _prepared(path: Path, _modified: int, _size: int, comments: bool) -> PreparedTemplate | str:
    """The template, or the sentence that refuses it: a refusal took as long to find."""
    name = shown_name(path)
    try:
        return adopt(_read(path), comments=comments)
    except Unusable as unusable:
        return f"« {name} » {unusable.reason}"
    except OSError as error:
        return f"« {name} » ne peut pas être lu : {error.strerror}."
    except Exception:
        # The file is foreign: what a library makes of it is noted here and never reaches a person.
        _log.exception("template %r could not be adopted", name)
        return f"« {name} » ne peut pas être lu : {RESAVE}"


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise Unusable(TOO_LARGE)
    return content
