"""The zip of a .docx and its properties, with fixed dates: the same document gives the same bytes.

Parts of the template are compressed once and written as they are: `zipfile` cannot do that. The others are
compressed by ISA-L: with zlib, compression alone took more time than all the rest. Its bytes are the same on
all processors of a kind; another kind may compress the same parts otherwise.
"""

import re
import struct
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from isal import isal_zlib
from lxml import etree

from app.documents.word.context import RenderContext
from app.documents.word.ooxml import AUTHOR, xml_text
from app.documents.word.parts.cover import name_of, subject_of
from app.domain.text import truncate
from app.settings import application_version

LEVEL = 2
"""The size of zlib's level 3 in a fifth of its time (the national draft: 105 kB; zlib's level 6: 82)."""

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_MANY = 64
_VERSION, _UTF8, _DEFLATED = 20, 0x800, 8
_MIDNIGHT, _FIRST_OF_1980 = 0, 33


@dataclass(frozen=True, slots=True)
class Member:
    """A part of the package, compressed."""

    name: str
    checksum: int
    size: int
    compressed: bytes


def member(name: str, *content: str | bytes, level: int = LEVEL) -> Member:
    """Compresses a part, given whole or in pieces: the pieces of a long one are never joined in memory."""
    packer = isal_zlib.compressobj(level, isal_zlib.DEFLATED, -isal_zlib.MAX_WBITS)
    checksum = size = 0
    compressed = []
    for raw in _together(content):
        checksum, size = isal_zlib.crc32(raw, checksum), size + len(raw)
        compressed.append(packer.compress(raw))
    return Member(name, checksum, size, b"".join((*compressed, packer.flush())))


def _together(content: Iterable[str | bytes]) -> Iterator[bytes]:
    """Yield the pieces, encoded and joined by many: a thousand small ones would cost more calls than work."""
    pieces = iter(content)
    while some := list(islice(pieces, _MANY)):
        yield b"".join([piece.encode() if isinstance(piece, str) else piece for piece in some])


def assemble(members: Iterable[Member]) -> bytes:
    """Return the package. Members come in the order given: Word wants `[Content_Types].xml` first."""
    parts: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for part in members:
        name = part.name.encode()
        common = (
            _VERSION, _UTF8, _DEFLATED, _MIDNIGHT, _FIRST_OF_1980,
            part.checksum, len(part.compressed), part.size, len(name), 0,
        )  # fmt: skip
        header = _LOCAL.pack(b"PK\x03\x04", *common) + name
        directory.append(_CENTRAL.pack(b"PK\x01\x02", _VERSION, *common, 0, 0, 0, 0, offset) + name)
        parts += (header, part.compressed)
        offset += len(header) + len(part.compressed)
    listing = b"".join(directory)
    end = _END.pack(b"PK\x05\x06", 0, 0, len(directory), len(directory), len(listing), offset, 0)
    return b"".join((*parts, listing, end))


_LARGEST = 100_000
_NO_ENTITIES = etree.XMLParser(resolve_entities=False, no_network=True)


@dataclass(frozen=True, slots=True)
class Origin:
    """The SHA-256 of the catalogue and of the file of the profile."""

    catalogue: str
    profile: str


def origin_of(path: Path) -> Origin | None:
    """Return what a Word file was made from.

    None for a file of another kind, or that somebody changed since.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            custom, core = (_root(archive, f"docProps/{name}.xml") for name in ("custom", "core"))
    except (OSError, KeyError, zipfile.BadZipFile, etree.XMLSyntaxError):
        return None
    properties = {one.get("name"): "".join(one.itertext()) for one in custom}
    if core.findtext("{*}lastModifiedBy") != AUTHOR or not {CATALOGUE_HASH, PROFILE_HASH} <= set(properties):
        return None
    return Origin(properties[CATALOGUE_HASH], properties[PROFILE_HASH])


def _root(archive: zipfile.ZipFile, name: str) -> etree._Element:
    with archive.open(name) as part:
        return etree.fromstring(part.read(_LARGEST), _NO_ENTITIES)


CATALOGUE_HASH = "Empreinte du catalogue"
PROFILE_HASH = "Empreinte du profil"
_NO_NOTE = "aucune"
# Word refuses a longer title.
LONGEST_TITLE = 255
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def title(ctx: RenderContext) -> str:
    """« Contrat de ville — territoire », as long as Word takes it."""
    said = dict.fromkeys((name_of(ctx), subject_of(ctx), ctx.draft.territory.name))
    flat = re.sub(r"[\r\n\t]+", " ", " — ".join(said))
    return truncate(flat, LONGEST_TITLE)


def core_properties(ctx: RenderContext) -> str:
    """docProps/core.xml. Both dates are the day of the document: a draft has no other clock."""
    day = f"{ctx.options.on}T00:00:00Z"
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{xml_text(title(ctx))}</dc:title><dc:subject>Projet de contrat de ville</dc:subject>"
        f"<dc:creator>{AUTHOR}</dc:creator><cp:lastModifiedBy>{AUTHOR}</cp:lastModifiedBy>"
        "<dc:language>fr-FR</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{day}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{day}</dcterms:modified></cp:coreProperties>'
    )


def custom_properties(ctx: RenderContext, joined: str = "") -> str:
    """docProps/custom.xml: what is needed to make the same document again.

    `joined`: the SHA-256 of the profile that is joined, if any.
    """
    catalogue, options = ctx.draft.catalogue, ctx.options
    values = {
        "Cadre": catalogue.framework,
        "Catalogue": catalogue.version,
        CATALOGUE_HASH: catalogue.hash,
        "Version du profil": "non enregistré" if options.version is None else str(options.version),
        "Application": application_version(),
    }
    if options.contract and not options.document.is_report:
        values["Contrat"] = options.contract
        values["Signature"] = options.signature_note or _NO_NOTE
    if joined:
        values["Empreinte des données"] = joined
    if options.profile_hash:
        values[PROFILE_HASH] = options.profile_hash
    properties = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{pid}" name="{name}">'
        f"<vt:lpwstr>{xml_text(value)}</vt:lpwstr></property>"
        for pid, (name, value) in enumerate(values.items(), start=2)
    )
    return (
        f'{_HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"'
        ' xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
        f"{properties}</Properties>"
    )
