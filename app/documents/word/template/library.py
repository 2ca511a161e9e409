"""The templates of a collectivité: each read again only when its file changes, and described in words."""

import logging
import stat
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from app.documents.word.ooxml import Style
from app.documents.word.template import adopt
from app.documents.word.template.package import LARGEST
from app.documents.word.template.prepared import PreparedTemplate
from app.documents.word.template.xml import RESAVE, TOO_LARGE, TemplateRefused, Unusable
from app.domain.french import typeset

KINDS = (".docx", ".dotx", ".docm", ".dotm", ".doc", ".dot", ".odt", ".ott", ".rtf")
"""Files that somebody meant as a template. Those that cannot be one are listed with the reason."""


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
    """Return the template, or the sentence that refuses it: a refusal took as long to find."""
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


MOST_TIME = 2.0
"""Seconds that one page spends on templates that were never read; the next page goes on."""
LATER = typeset("Pas encore vérifié : rechargez la page.")
MOST_KNOWN = 1_000
_KNOWN: dict[tuple[Path, int, int], "Described"] = {}
"""What is said of each template, by its path, date and size: sentences are small, templates are not."""


@dataclass(frozen=True, slots=True)
class TemplateReport:
    """`added` names the styles that the template lacks, `places` the named places that it has.

    `notices` say what was left out of it and what its readers will miss.
    """

    name: str
    added: tuple[str, ...]
    places: tuple[str, ...]
    notices: tuple[str, ...] = ()

    @property
    def said(self) -> tuple[str, ...]:
        """The same as French sentences."""
        return tuple(typeset(sentence) for sentence in self._sentences())

    def _sentences(self) -> Iterator[str]:
        if self.places:
            yield f"Repères trouvés : {', '.join(self.places)}."
        else:
            yield "Aucun repère : le projet suit le texte du modèle."
        if len(self.added) == len(Style):
            yield "Aucun style du projet n’est dans le modèle : tous sont repris de celui de l’application."
        elif self.added:
            yield f"Styles absents du modèle, repris de celui de l’application : {', '.join(self.added)}."
        else:
            yield "Tous les styles du projet sont dans le modèle."
        yield from self.notices


def inspect(path: Path) -> TemplateReport:
    """Return what the template brings. Raises TemplateRefused."""
    prepared = prepare(path, comments=False)
    return TemplateReport(shown_name(path), prepared.added, prepared.places, prepared.notices)


@dataclass(frozen=True, slots=True)
class Described:
    """A template of the folder by its name: what it brings and lacks, or why it is refused."""

    name: str
    said: tuple[str, ...]
    refused: bool = False


def describe_templates(paths: Sequence[Path]) -> list[Described]:
    """Return each template with what is said of it.

    A template is read once; a page that meets many new ones leaves some to the next page.
    """
    end = time.monotonic() + MOST_TIME
    return [_describe(path, end) for path in paths]


def _describe(path: Path, end: float) -> Described:
    try:
        key = (path, *version_of(path))
        if key not in _KNOWN:
            if time.monotonic() > end:
                return Described(shown_name(path), (LATER,))
            if len(_KNOWN) >= MOST_KNOWN:
                _KNOWN.clear()
            _KNOWN[key] = _said(path)
        return _KNOWN[key]
    except TemplateRefused as refused:
        return Described(shown_name(path), (str(refused),), refused=True)


def _said(path: Path) -> Described:
    try:
        return Described(shown_name(path), inspect(path).said)
    except TemplateRefused as refused:
        return Described(shown_name(path), (str(refused),), refused=True)
