"""What leads out of a template: its links, the addresses that a drawing carries in itself, its settings.

Drawings carry addresses without a relationship: old VML, online video, SmartArt. Settings that would lock the
contract, or lead out of it, do not go into it.
"""

import re
from collections.abc import Iterator

from lxml import etree

from app.documents.word.template.xml import Removals, remove
from app.formats.xml_parts import DIAGRAM_DRAWING, OFFICE_DRAWING, VML, WP15, A, R, W

SCHEMES = ("http", "https", "mailto", "tel")
_FOLLOWED = re.compile(r"(?:https?://[^\\/\s]|(?:mailto|tel):)[^\\\x00-\x20]*", re.IGNORECASE)
_SCHEME = re.compile(r"\s*([a-z][a-z0-9+.-]{1,19}):", re.IGNORECASE)
LONGEST = 2_083
"""The longest address that Word takes."""


def is_followed(address: str) -> bool:
    """Whether a reader may follow the link: a web page, an e-mail, a telephone."""
    return len(address) <= LONGEST and _FOLLOWED.fullmatch(address.strip().replace(" ", "%20")) is not None


def scheme_of(address: str) -> str:
    """Return « javascript: », or what an address without a scheme is."""
    scheme = _SCHEME.match(address)
    return f"{scheme[1].lower()}:" if scheme else "adresse locale"


_VML = (f"{VML}*", f"{OFFICE_DRAWING}*")
_ADDRESSES = ("href", f"{OFFICE_DRAWING}href")
_SOURCES = ("src", "althref", f"{OFFICE_DRAWING}althref")
_VIDEO = f"{WP15}webVideoPr"
_DIAGRAM_DRAWING = f"{DIAGRAM_DRAWING}dataModelExt"


def clean_drawings(root: etree._Element, removals: Removals) -> None:
    """Keep the links that may be followed; remove sources, and what names a relationship in another way."""
    for element in root.iter(*_VML):
        for name in _SOURCES:
            element.attrib.pop(name, None)
        for name in _ADDRESSES:
            address = element.get(name)
            if address is not None and not is_followed(address):
                del element.attrib[name]
                removals.links[scheme_of(address)] += 1
        id_ = element.attrib.pop(f"{OFFICE_DRAWING}relid", None)
        if id_ and element.get(f"{R}id") is None:
            element.set(f"{R}id", id_)
    for node in list(root.iter(_VIDEO, _DIAGRAM_DRAWING)):
        if node.tag == _VIDEO:
            removals.note_content("webVideoPr")
        remove(next(node.iterancestors(f"{A}ext"), node))


ATTACHED = "Le modèle attaché, sur un disque ou un réseau, a été détaché : le projet n’en a pas besoin."
MERGED = "Le publipostage du modèle a été retiré, avec sa source de données."
PROTECTED = "La protection du modèle a été levée : le projet peut être complété."
_SAID = {
    "attachedTemplate": ATTACHED,
    "mailMerge": MERGED,
    "documentProtection": PROTECTED,
    "writeProtection": PROTECTED,
}
# Without its attached template a document has no styles to link to; `updateFields` makes Word ask a question.
_SILENT = (
    "linkStyles",
    "saveThroughXslt",
    "updateFields",
    "attachedSchema",
    "smartTagType",
    "saveSubsetFonts",
)


def clean_settings(settings: etree._Element) -> Iterator[str]:
    """Remove these settings, and yield one sentence for each that its author will miss."""
    said = {}
    for name in (*_SAID, *_SILENT):
        for node in list(settings.iter(f"{W}{name}")):
            remove(node)
            said[_SAID.get(name, "")] = True
    yield from filter(None, said)
