"""Addresses that a drawing carries in itself, without a relationship: old VML, online video, SmartArt."""

from lxml import etree

from app.documents.word.template.links import is_followed, scheme_of
from app.documents.word.template.removals import Removals
from app.documents.word.template.xml import A, R, remove

_OFFICE = "{urn:schemas-microsoft-com:office:office}"
_VML = ("{urn:schemas-microsoft-com:vml}*", f"{_OFFICE}*")
_ADDRESSES = ("href", f"{_OFFICE}href")
_SOURCES = ("src", "althref", f"{_OFFICE}althref")
_VIDEO = "{http://schemas.microsoft.com/office/word/2012/wordprocessingDrawing}webVideoPr"
_DIAGRAM_DRAWING = "{http://schemas.microsoft.com/office/drawing/2008/diagram}dataModelExt"


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
        id_ = element.attrib.pop(f"{_OFFICE}relid", None)
        if id_ and element.get(f"{R}id") is None:
            element.set(f"{R}id", id_)
    for node in list(root.iter(_VIDEO, _DIAGRAM_DRAWING)):
        if node.tag == _VIDEO:
            removals.note_content("webVideoPr")
        remove(next(node.iterancestors(f"{A}ext"), node))
