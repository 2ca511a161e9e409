"""What a Word file may hide: macros, contents fetched from elsewhere, embedded objects, entities.

A template comes from anybody and its parts go into every draft. They are read as XML: a search in bytes is
deceived by an entity, a prefix or the order of the attributes.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import chain

from lxml import etree

TYPES = "[Content_Types].xml"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Any other encoding could hide from a search in bytes what the parser then reads.
_ENCODING = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml[^>]*?\sencoding\s*=\s*[\"']([^\"']*)")
_ENCODINGS = (b"utf-8", b"utf8", b"utf-16", b"us-ascii", b"ascii")
_FETCHING = re.compile(
    r"\s*(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|LINK|RD|IMPORT|DATABASE)\b", re.IGNORECASE
)
_WEB = re.compile("(https?|mailto):", re.IGNORECASE)
_MACROS = re.compile("vbaproject|vbadata|macroenabled|keymapcustomizations|attachedtoolbars", re.IGNORECASE)
_EMBEDDED = re.compile(
    "/(oleobject|control|activexcontrol(binary)?|package)$|/(embeddings|activex)/", re.IGNORECASE
)
_IMPORTED = re.compile("/afchunk$", re.IGNORECASE)

MACROS = "contient des macros : enregistrez-le au format .docx sans macros."
EMBEDDED = "contient un objet incorporé (OLE ou ActiveX) : retirez-le."
IMPORTED = "contient un document importé tel quel (HTML, RTF…) : recopiez-en le contenu."
ELSEWHERE = "va chercher un contenu hors du fichier (image liée, modèle attaché) : intégrez-le."
FETCHING = "contient un champ qui va chercher un autre fichier (DDE, INCLUDETEXT…) : retirez-le."
DOCTYPE = "contient une déclaration DOCTYPE, qu’un document Word n’a jamais."
NOT_UTF8 = "est abîmé : une de ses parties n’est pas écrite en UTF-8."


def dangers(parts: Mapping[str, bytes]) -> Iterator[str]:
    """Each danger as the end of a sentence whose subject is the file.

    `parts`: the content of the archive by name, the types of its contents among them. Raises
    etree.XMLSyntaxError for a part that is not XML and should be.
    """
    readable = {name: _as_utf8(content) for name, content in parts.items()}
    for name in filter(_is_xml, readable):
        yield from _hidden(readable[name])
    types = dict(_types(readable[TYPES]))
    yield from _dangers_of_names(chain(parts, types.values()))
    for name, content in readable.items():
        if name.endswith(".rels"):
            yield from _dangers_of_relations(content)
        elif _is_xml(name) or types.get(f"/{name}", "").endswith("xml"):
            yield from _dangers_of_fields(content)


def _is_xml(name: str) -> bool:
    return name.endswith((".xml", ".rels"))


def _hidden(content: bytes) -> Iterator[str]:
    """What could make the parser read something else than what is seen here."""
    declared = _ENCODING.match(content)
    if b"\0" in content or (declared and declared[1].lower() not in _ENCODINGS):
        yield NOT_UTF8
    if b"<!DOCTYPE" in content:
        yield DOCTYPE


def _types(content: bytes) -> Iterator[tuple[str, str]]:
    """The type of the content of each part that has one of its own, and of each extension."""
    for node in _elements(content):
        yield str(node.get("PartName") or node.get("Extension")), str(node.get("ContentType"))


def _dangers_of_names(names: Iterator[str]) -> Iterator[str]:
    for name in names:
        if _MACROS.search(name):
            yield MACROS
        if _EMBEDDED.search(name):
            yield EMBEDDED


def _dangers_of_relations(content: bytes) -> Iterator[str]:
    for relation in _elements(content):
        kind, target = str(relation.get("Type")), str(relation.get("Target"))
        if _MACROS.search(kind):
            yield MACROS
        elif _EMBEDDED.search(kind):
            yield EMBEDDED
        elif _IMPORTED.search(kind):
            yield IMPORTED
        elif str(relation.get("TargetMode")).lower() == "external" and not _is_followed(kind, target):
            yield ELSEWHERE


def _is_followed(kind: str, target: str) -> bool:
    """Whether a reader follows the link; anything else is fetched when the document opens."""
    return kind.endswith("/hyperlink") and bool(_WEB.match(target))


def _dangers_of_fields(content: bytes) -> Iterator[str]:
    if any(_FETCHING.match(instruction) for instruction in _instructions(content)):
        yield FETCHING


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


def _elements(content: bytes) -> Iterator[etree._Element]:
    yield from etree.fromstring(content).iterchildren(tag=etree.Element)


def _as_utf8(content: bytes) -> bytes:
    """UTF-16 parts are legal and would hide a DOCTYPE from a search in bytes."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace").encode()
    return content
