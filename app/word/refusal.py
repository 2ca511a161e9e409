"""Which files are not Word templates that can be trusted, and the sentence that says why."""

import zipfile
from io import BytesIO
from pathlib import Path

from lxml import etree

from app.domain.typography import typeset
from app.word.dangers import TYPES, dangers

LARGEST = 20 * 1024 * 1024
MOST_PARTS = 500
# A picture hardly shrinks; XML shrinks twenty times. Beyond this the archive is made to fill a memory.
HIGHEST_RATIO = 200
_OLE = b"\xd0\xcf\x11\xe0"
_MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml."


class TemplateRefused(Exception):
    """The template cannot be used. The message is one French sentence for the person who chose it."""

    def __init__(self, message: str) -> None:
        super().__init__(typeset(message))


def checked(path: Path) -> bytes:
    """The bytes of a .docx, a .dotx being made one. Raises TemplateRefused."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise TemplateRefused(f"Le modèle « {path} » ne peut pas être lu : {error.strerror}.") from None
    if content.startswith(_OLE):
        raise TemplateRefused(
            f"« {path.name} » est un ancien document Word (.doc) ou un document protégé : "
            "enregistrez-le au format .docx, sans mot de passe."
        )
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return _checked(archive, path.name)
    except etree.XMLSyntaxError as broken:
        raise TemplateRefused(f"Le modèle Word est abîmé et ne peut pas être ouvert ({broken}).") from None
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError):
        raise _not_word(path.name) from None


def _checked(archive: zipfile.ZipFile, name: str) -> bytes:
    members = archive.infolist()
    total = sum(part.file_size for part in members)
    compressed = max(1, sum(part.compress_size for part in members))
    if total > LARGEST or len(members) > MOST_PARTS or total > HIGHEST_RATIO * compressed:
        raise TemplateRefused(f"« {name} » est trop volumineux pour un modèle (20 Mo au plus, décompressé).")
    names = [part.filename for part in members]
    if TYPES not in names or "word/document.xml" not in names:
        raise _not_word(name)
    if len(set(names)) < len(names):
        raise TemplateRefused(f"« {name} » est abîmé : il contient deux fois la même partie.")
    parts = {part: archive.read(part) for part in names}
    if _MAIN not in parts[TYPES]:
        raise _not_word(name)
    for reason in dangers(parts):
        raise TemplateRefused(f"« {name} » {reason}")
    return _as_document(parts)


def _not_word(name: str) -> TemplateRefused:
    return TemplateRefused(
        f"« {name} » n’est pas un document Word : enregistrez le modèle au format .docx ou .dotx."
    )


def _as_document(parts: dict[str, bytes]) -> bytes:
    """python-docx opens documents only: a template (.dotx) differs by the name of its main type."""
    types = parts[TYPES].replace(_MAIN + b"template.main+xml", _MAIN + b"document.main+xml")
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, content in {**parts, TYPES: types}.items():
            archive.writestr(name, content)
    return target.getvalue()
