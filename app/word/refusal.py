"""Which files are not Word templates that can be trusted, and the sentence that says why."""

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from lxml import etree

from app.domain.typography import typeset

LARGEST = 20 * 1024 * 1024
MOST_PARTS = 500
# A picture hardly shrinks; XML shrinks twenty times. Beyond this the archive is made to fill a memory.
HIGHEST_RATIO = 200
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OLE = b"\xd0\xcf\x11\xe0"
_MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml."
_EXTERNAL = re.compile(rb"<Relationship\b[^>]*TargetMode\s*=\s*[\"']External[\"'][^>]*>")
_LINK = re.compile(rb"Type\s*=\s*[\"'][^\"']*/hyperlink[\"']")
# Any other encoding could hide from a search in bytes what the parser then reads.
_ENCODING = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml[^>]*?\sencoding\s*=\s*[\"']([^\"']*)")
_ENCODINGS = (b"utf-8", b"utf8", b"utf-16", b"us-ascii", b"ascii")
_FETCHING = re.compile(
    r"\s*(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|LINK|RD|IMPORT|DATABASE)\b", re.IGNORECASE
)
_HTTP = re.compile(rb"Target\s*=\s*[\"'](https?|mailto):")


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
    if "[Content_Types].xml" not in names or "word/document.xml" not in names:
        raise _not_word(name)
    if len(set(names)) < len(names):
        raise TemplateRefused(f"« {name} » est abîmé : il contient deux fois la même partie.")
    parts = {part: archive.read(part) for part in names}
    for reason in _dangers(parts):
        raise TemplateRefused(f"« {name} » {reason}")
    return _as_document(parts)


def _not_word(name: str) -> TemplateRefused:
    return TemplateRefused(
        f"« {name} » n’est pas un document Word : enregistrez le modèle au format .docx ou .dotx."
    )


def _dangers(parts: dict[str, bytes]) -> Iterator[str]:
    types = parts["[Content_Types].xml"]
    if any("vbaproject" in name.lower() for name in parts) or b"macroEnabled" in types:
        yield "contient des macros : enregistrez-le au format .docx sans macros."
    if _MAIN not in types:
        yield "n’est pas un document Word .docx."
    for name, content in parts.items():
        if name.endswith((".xml", ".rels")):
            yield from _dangers_of_xml(_as_utf8(content))
        if name.endswith(".rels") and any(map(_leads_out, _EXTERNAL.findall(_as_utf8(content)))):
            yield "va chercher un contenu hors du fichier (image liée, modèle attaché) : intégrez-le."
        if "/embeddings/" in name or "/activeX/" in name:
            yield "contient un objet incorporé (OLE ou ActiveX) : retirez-le."


def _dangers_of_xml(content: bytes) -> Iterator[str]:
    declared = _ENCODING.match(content)
    if b"\0" in content or (declared and declared[1].lower() not in _ENCODINGS):
        yield "est abîmé : une de ses parties n’est pas écrite en UTF-8."
    if b"<!DOCTYPE" in content:
        yield "contient une déclaration DOCTYPE, qu’un document Word n’a jamais."
        return
    if any(_FETCHING.match(instruction) for instruction in _instructions(content)):
        yield "contient un champ qui va chercher un autre fichier (DDE, INCLUDETEXT…) : retirez-le."


def _instructions(content: bytes) -> Iterator[str]:
    """What each field does. Word may cut an instruction in several pieces."""
    if b"instrText" not in content and b"fldSimple" not in content:
        return
    said = ""
    for node in etree.fromstring(content).iter("{*}fldSimple", "{*}fldChar", "{*}instrText"):
        name = etree.QName(node).localname
        if name == "instrText":
            said += node.text or ""
        else:
            yield said
            said = node.get(f"{W}instr", "") if name == "fldSimple" else ""
    yield said


def _as_utf8(content: bytes) -> bytes:
    """UTF-16 parts are legal and would hide a DOCTYPE from a search in bytes."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace").encode()
    return content


def _leads_out(relation: bytes) -> bool:
    """Whether a relation fetches something when the document opens; a link that a reader follows does not."""
    return not (_LINK.search(relation) and _HTTP.search(relation))


def _as_document(parts: dict[str, bytes]) -> bytes:
    """python-docx opens documents only: a template (.dotx) differs by the name of its main type."""
    types = parts["[Content_Types].xml"].replace(_MAIN + b"template.main+xml", _MAIN + b"document.main+xml")
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, content in {**parts, "[Content_Types].xml": types}.items():
            archive.writestr(name, content)
    return target.getvalue()
