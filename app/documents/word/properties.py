"""The properties of the document: what it is, its language, and what it was made from, read back as well."""

import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from app.documents.word.context import RenderContext
from app.documents.word.ooxml import AUTHOR, xml_text
from app.documents.word.parts.cover import name_of
from app.domain.text import truncate
from app.settings import application_version

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
# Word refuses a longer title.
LONGEST_TITLE = 255
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def title(ctx: RenderContext) -> str:
    """« Contrat de ville — territoire », as long as Word takes it."""
    flat = re.sub(r"[\r\n\t]+", " ", f"{name_of(ctx)} — {ctx.draft.territory.name}")
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


def custom_properties(ctx: RenderContext) -> str:
    """docProps/custom.xml: what is needed to make the same document again."""
    catalogue, options = ctx.draft.catalogue, ctx.options
    values = {
        "Cadre": catalogue.framework,
        "Catalogue": catalogue.version,
        CATALOGUE_HASH: catalogue.hash,
        "Version du profil": "non enregistré" if options.version is None else str(options.version),
        "Application": application_version(),
    }
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
