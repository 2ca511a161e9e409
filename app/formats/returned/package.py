"""A returned file as a package: inflated and parsed within limits, nothing of it run or followed."""

import re
import zlib
from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from itertools import islice
from zipfile import ZipFile

from lxml import etree

from app.formats import ArchiveLimits, FileRefused, FileTooHeavy, inflate, read_archive, show_size
from app.formats.xml_parts import WP, A, R, W, XmlLimits, parse_xml

LARGEST = 15_000_000
LARGEST_PROFILE = 5_000_000
LIMITS = ArchiveLimits(total=200_000_000, members=2_000)
XML_LIMITS = XmlLimits(elements=2_000_000, attributes=5_000_000, depth=200)
_LARGEST_PART = 60_000_000

_READ = re.compile(
    r"word/(header|footer|footnotes|endnotes|comments|commentsExtended|styles|numbering)\d*\.xml"
)

TRUNCATED = "Ce fichier est incomplet ou abîmé : demandez qu’il vous soit renvoyé."
OLD_FORMAT = "Ce fichier est dans l’ancien format .doc : ouvrez-le et enregistrez-le en .docx."
PROTECTED = "Ce fichier est protégé par un mot de passe : enregistrez-le sans mot de passe."
RICH_TEXT = "Ce fichier est au format .rtf : ouvrez-le et enregistrez-le en .docx."
OPEN_DOCUMENT = "Ce fichier est au format .odt : ouvrez-le et enregistrez-le en .docx."
NOT_WORD = "Ce fichier n’est pas un document Word : seuls les .docx, .docm et .odt sont lus."
FICHE = "Fiche de partenaire"
"""How the part of one signatory begins."""
NAMESPACE = "{urn:contrat-de-ville:base:1}"
_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""The stream of an Office file that a password protects."""
_STRICT = b"http://purl.oclc.org/ooxml/"
_STRICT_NAMES = {
    b"wordprocessingml/main": W[1:-1].encode(),
    b"officeDocument/relationships": R[1:-1].encode(),
    b"drawingml/main": A[1:-1].encode(),
    b"drawingml/wordprocessingDrawing": WP[1:-1].encode(),
}
"""The names that Word gives in a file saved as « Strict Open XML », and those of all the others."""


@dataclass(slots=True)
class Package:
    """The parts of a Word file that are read, and what it says of itself.

    `contract`, `version` and `catalogue`: of which contract, in which version and on the catalogue of which
    hash it was made, each empty where it does not say. `signature_note`: what its cover said of the version
    that was signed, empty for nothing, None where the file does not say.
    """

    document: etree._Element
    others: dict[str, etree._Element] = field(default_factory=dict)
    tool: str = ""
    saved_by: str = ""
    made_on: str = ""
    profile: bytes = b""
    contract: str = ""
    version: str = ""
    catalogue: str = ""
    signature_note: str | None = None
    links: dict[str, str] = field(default_factory=dict)
    """The addresses outside the file by the ids that the document calls them by; never followed."""

    def part(self, stem: str) -> etree._Element | None:
        """Return the part of this name, without its folder and ending, if there is one."""
        return self.others.get(f"word/{stem}.xml")

    @property
    def opening(self) -> str:
        """The first words of the document: what it is, and of whom."""
        texts = islice((one.text for one in self.document.iter(f"{W}t") if one.text), 40)
        return " ".join(texts)[:400]

    @property
    def is_fiche(self) -> bool:
        """Whether it is the part of one signatory, which holds the clauses of that one alone."""
        return FICHE in self.opening

    @property
    def has_places(self) -> bool:
        """Whether a place to fill is left."""
        return any("à compléter" in (one.text or "") for one in self.document.iter(f"{W}t"))

    def has_remarks_of(self, author: str) -> bool:
        """Whether a comment of this author is left."""
        comments = self.part("comments")
        found = () if comments is None else comments.iter(f"{W}comment")
        return any(one.get(f"{W}author") == author for one in found)


def format_of(content: bytes) -> str:
    """Return « docx », « odt », « doc », « rtf », or nothing for something else, by the first bytes."""
    if content.startswith(_OLE):
        return "doc"
    if content.startswith(b"{\\rtf"):
        return "rtf"
    if content.startswith(b"PK"):
        return "odt" if b"application/vnd.oasis.opendocument.text" in content[:200] else "docx"
    return ""


def open_package(content: bytes) -> Package:
    """Read a .docx or a .docm. Raises FileRefused, or FileTooHeavy over a limit."""
    if len(content) > LARGEST:
        raise FileTooHeavy(f"plus de {show_size(LARGEST)}")
    if content.startswith(_OLE) and _ENCRYPTED in content:
        raise FileRefused(PROTECTED)
    refused = {"doc": OLD_FORMAT, "rtf": RICH_TEXT, "odt": OPEN_DOCUMENT, "": NOT_WORD}.get(
        format_of(content)
    )
    if refused:
        raise FileRefused(refused)
    try:
        parts = read_archive(content, LIMITS)
    except FileTooHeavy:
        raise
    except FileRefused as error:
        raise FileRefused(TRUNCATED) from error
    if "word/document.xml" not in parts:
        raise FileRefused(NOT_WORD)
    package = _package(parts, _parsed)
    package.links = _links(parts.get("word/_rels/document.xml.rels"))
    _read_properties(package, parts)
    return package


def contract_named(content: bytes) -> str:
    """Return the contract of this application that a .docx or a .odt says it copies, nothing for others.

    What cannot be read names none: who reads it whole says why.
    """
    try:
        parts = read_archive(content, LIMITS) if content.startswith(b"PK") else {}
        properties = parts.get("docProps/custom.xml") or parts.get("meta.xml")
        root = None if properties is None else _parsed(properties)
    except FileRefused:
        return ""
    for one in () if root is None else root.iter():
        if isinstance(one.tag, str) and "Contrat" in {one.get("name"), one.get(_ODF_NAME)}:
            return "".join(one.itertext()).strip()
    return ""


def reopen(content: bytes) -> Package:
    """Read a .docx that the application has just written: nothing in it need be checked."""
    with ZipFile(BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name.startswith("word/")}
    return _package(parts, etree.fromstring)


def _package(parts: Mapping[str, bytes], parse: Callable[[bytes], etree._Element]) -> Package:
    package = Package(parse(parts["word/document.xml"]))
    package.others = {name: parse(part) for name, part in parts.items() if _READ.fullmatch(name)}
    return package


def _links(part: bytes | None) -> dict[str, str]:
    found = () if part is None else _parsed(part)
    return {
        one.get("Id", ""): one.get("Target", "")
        for one in found
        if isinstance(one.tag, str)
        and one.get("TargetMode") == "External"
        and one.get("Type", "").endswith("/hyperlink")
    }


def _parsed(part: bytes) -> etree._Element:
    if len(part) > _LARGEST_PART:
        raise FileTooHeavy(f"une de ses parties dépasse {show_size(_LARGEST_PART)}")
    if _STRICT in part:
        for strict, usual in _STRICT_NAMES.items():
            part = part.replace(b'"' + _STRICT + strict + b'"', b'"' + usual + b'"')
    return parse_xml(part, XML_LIMITS)


def _read_properties(package: Package, parts: dict[str, bytes]) -> None:
    for name, part in parts.items():
        if name in {"docProps/app.xml", "docProps/core.xml"}:
            for one in _parsed(part).iter("{*}Application", "{*}lastModifiedBy", "{*}created"):
                text = (one.text or "").strip()
                match etree.QName(one).localname:
                    case "Application":
                        package.tool = _tool(text)
                    case "lastModifiedBy":
                        package.saved_by = text
                    case _:
                        package.made_on = text[:10]
        elif name == "docProps/custom.xml":
            _read_identity(package, _parsed(part))
        elif re.fullmatch(r"customXml/item\d+\.xml", name) and NAMESPACE[1:-1].encode() in part:
            _read_base(package, _parsed(part))


_ODF_NAME = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}name"
_IDENTITY = {
    "Contrat": "contract",
    "Version du profil": "version",
    "Empreinte du catalogue": "catalogue",
    "Signature": "signature_note",
}
"""The properties that every program keeps, by name: see `app.documents.word.package`."""
_NO_NOTE = "aucune"


def _read_identity(package: Package, root: etree._Element) -> None:
    for one in root:
        if attribute := _IDENTITY.get(one.get("name", "")):
            setattr(package, attribute, "".join(one.itertext()).strip())
    if package.signature_note == _NO_NOTE:
        package.signature_note = ""


def _read_base(package: Package, root: etree._Element) -> None:
    package.made_on = root.get("date", "") or package.made_on
    joined = root.findtext(f"{NAMESPACE}profile")
    if joined:
        try:
            package.profile = inflate(b64decode(joined, validate=True), LARGEST_PROFILE)
        except (Base64Error, ValueError, zlib.error):
            package.profile = b""


def _tool(application: str) -> str:
    return "Word" if "Word" in application else application.partition("/")[0]


def is_on(properties: etree._Element | None, name: str) -> bool:
    """Return whether a toggle is set: LibreOffice writes « true » where Word writes nothing."""
    found = None if properties is None else properties.find(f"{W}{name}")
    return found is not None and found.get(f"{W}val", "true") not in {"0", "false", "off"}
