"""The parts of a package that describe it: types of content, relationships."""

from lxml import etree

from app.documents.word.template.package import OFFICE
from app.documents.word.template.parts import MAIN, Part, Template
from app.documents.word.template.xml import serialize

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_RELATIONSHIPS = f"{_PACKAGE}relationships"
_BY_EXTENSION = (
    ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
    ("xml", "application/xml"),
)
_OF_PACKAGE = (
    (f"{OFFICE}officeDocument", MAIN.name),
    (f"{_PACKAGE}relationships/metadata/core-properties", "docProps/core.xml"),
    (f"{OFFICE}custom-properties", "docProps/custom.xml"),
)
_OF_PROPERTIES = (
    ("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
    ("docProps/custom.xml", "application/vnd.openxmlformats-officedocument.custom-properties+xml"),
)


def content_types(template: Template) -> str:
    """Return `[Content_Types].xml`: each part has its own type, so that none comes from a name."""
    root = etree.Element(f"{{{_TYPES}}}Types", nsmap={None: _TYPES})
    for extension, content_type in _BY_EXTENSION:
        etree.SubElement(root, f"{{{_TYPES}}}Default", Extension=extension, ContentType=content_type)
    parts = [(part.name, part.content_type) for part in template.parts.values()]
    for name, content_type in (*parts, *_OF_PROPERTIES):
        etree.SubElement(root, f"{{{_TYPES}}}Override", PartName=f"/{name}", ContentType=content_type)
    return serialize(root)


def package_relationships() -> str:
    """Return `_rels/.rels`: the text and its properties, which the writer makes for each draft."""
    root = _relationships()
    for rank, (type_, target) in enumerate(_OF_PACKAGE, start=1):
        _relate(root, id_=f"rId{rank}", type_=type_, target=target)
    return serialize(root)


def part_relationships(part: Part) -> tuple[str, str]:
    """Return the name and the content of the relationships of a part."""
    root = _relationships()
    for relationship in part.relationships:
        node = _relate(root, id_=relationship.id, type_=relationship.type, target=relationship.target)
        if relationship.external:
            node.set("TargetMode", "External")
    folder, _, base = part.name.rpartition("/")
    return f"{folder}/_rels/{base}.rels", serialize(root)


def _relationships() -> etree._Element:
    return etree.Element(f"{{{_RELATIONSHIPS}}}Relationships", nsmap={None: _RELATIONSHIPS})


def _relate(root: etree._Element, *, id_: str, type_: str, target: str) -> etree._Element:
    return etree.SubElement(root, f"{{{_RELATIONSHIPS}}}Relationship", Id=id_, Type=type_, Target=target)
