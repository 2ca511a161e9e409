"""The parts that a template may have: an allow-list by relationship, type of content and root element."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from docx.opc.oxml import CT_Relationships, CT_Types
from lxml import etree

from app.documents.word.ooxml import people
from app.documents.word.template.package import OFFICE, Relationship
from app.documents.word.template.xml import serialize
from app.formats.xml_parts import CHART, DIAGRAM, A, W

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_DRAWING = "application/vnd.openxmlformats-officedocument.drawingml."


@dataclass(frozen=True, slots=True)
class PartKind:
    """What a part of this kind is in the packages that we write.

    `relationship` is the last word of its relationship's type, `name` its name there (with a rank where there
    may be several), `root` its root element, "" for a part that is no XML.
    """

    relationship: str
    name: str
    content_type: str
    root: str = ""

    @property
    def is_single(self) -> bool:
        """Whether a package has one such part at most."""
        return "{}" not in self.name


MAIN = PartKind("officeDocument", "word/document.xml", f"{_WORD}document.main+xml", f"{W}document")
STYLES = PartKind("styles", "word/styles.xml", f"{_WORD}styles+xml", f"{W}styles")
NUMBERING = PartKind("numbering", "word/numbering.xml", f"{_WORD}numbering+xml", f"{W}numbering")
SETTINGS = PartKind("settings", "word/settings.xml", f"{_WORD}settings+xml", f"{W}settings")
FONTS = PartKind("fontTable", "word/fontTable.xml", f"{_WORD}fontTable+xml", f"{W}fonts")
THEME = PartKind(
    "theme", "word/theme/theme1.xml", "application/vnd.openxmlformats-officedocument.theme+xml", f"{A}theme"
)
FOOTNOTES = PartKind("footnotes", "word/footnotes.xml", f"{_WORD}footnotes+xml", f"{W}footnotes")
ENDNOTES = PartKind("endnotes", "word/endnotes.xml", f"{_WORD}endnotes+xml", f"{W}endnotes")
COMMENTS = PartKind("comments", "word/comments.xml", f"{_WORD}comments+xml", f"{W}comments")
COMMENTS_EXTENDED = PartKind("commentsExtended", "word/commentsExtended.xml", f"{_WORD}commentsExtended+xml")
PEOPLE = PartKind("people", "word/people.xml", f"{_WORD}people+xml")
HEADER = PartKind("header", "word/header{}.xml", f"{_WORD}header+xml", f"{W}hdr")
FOOTER = PartKind("footer", "word/footer{}.xml", f"{_WORD}footer+xml", f"{W}ftr")
IMAGE = PartKind("image", "word/media/image{}", "")
FONT = PartKind(
    "font", "word/fonts/font{}.odttf", "application/vnd.openxmlformats-officedocument.obfuscatedfont"
)

_DIAGRAMS = (
    ("Data", "data", "Data", "dataModel"),
    ("Layout", "layout", "Layout", "layoutDef"),
    ("QuickStyle", "quickStyle", "Style", "styleDef"),
    ("Colors", "colors", "Colors", "colorsDef"),
)

SINGLE = (STYLES, NUMBERING, SETTINGS, FONTS, THEME, FOOTNOTES, ENDNOTES, COMMENTS)
"""What belongs to the main part without being named in its text."""
USED = {
    kind.relationship: kind
    for kind in (
        HEADER,
        FOOTER,
        IMAGE,
        FONT,
        PartKind("chart", "word/charts/chart{}.xml", f"{_DRAWING}chart+xml", f"{CHART}chartSpace"),
        *(
            PartKind(
                f"diagram{kind}",
                f"word/diagrams/{name}{{}}.xml",
                f"{_DRAWING}diagram{type_}+xml",
                f"{DIAGRAM}{root}",
            )
            for kind, name, type_, root in _DIAGRAMS
        ),
    )
}
"""What an attribute of the text names: header, picture…"""


@dataclass(slots=True)
class Part:
    """A part that was read and found safe. `root` is None for one that is no XML, `content` its bytes."""

    name: str
    kind: PartKind
    content_type: str
    root: etree._Element | None = None
    content: bytes = b""
    _related: dict[tuple[str, str], Relationship] = field(default_factory=dict)

    @property
    def relationships(self) -> tuple[Relationship, ...]:
        """Those that were added, each once."""
        return tuple(self._related.values())

    def relate(self, type_: str, target: str, *, external: bool = False) -> str:
        """Add a relationship, unless it is there, and return its id."""
        new = Relationship(f"rId{len(self._related) + 1}", type_, target, external)
        return self._related.setdefault((type_, target), new).id


@dataclass(slots=True)
class Template:
    """A template that is being adopted: its safe parts by name, and what is to be said about the others."""

    parts: dict[str, Part] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)

    def root(self, kind: PartKind) -> etree._Element:
        """Return the root of a single part, which is there."""
        return self.parts[kind.name].root

    def has(self, kind: PartKind) -> bool:
        """Whether the template has that single part."""
        return kind.name in self.parts

    def roots(self, *kinds: PartKind) -> Iterator[etree._Element]:
        """Yield the roots of the XML parts, of these kinds only where any is given."""
        for part in self.parts.values():
            if part.root is not None and (not kinds or part.kind in kinds):
                yield part.root

    def add_single(self, kind: PartKind, root: etree._Element) -> None:
        """Add a single part to those of the text."""
        self.parts[kind.name] = Part(kind.name, kind, kind.content_type, root)
        self.parts[MAIN.name].relate(OFFICE + kind.relationship, f"/{kind.name}")


_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
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
    ("customXml/itemProps1.xml", "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"),
)


def content_types(template: Template) -> str:
    """Return `[Content_Types].xml`: each part has its own type, so that none comes from a name."""
    root = CT_Types.new()  # type: ignore[no-untyped-call]  # python-docx gives it no type
    for extension, content_type in _BY_EXTENSION:
        root.add_default(extension, content_type)
    parts = [(part.name, part.content_type) for part in template.parts.values()]
    for name, content_type in (*parts, *_OF_PROPERTIES):
        root.add_override(f"/{name}", content_type)
    return serialize(root)


def package_relationships() -> str:
    """Return `_rels/.rels`: the text and its properties, which the writer makes for each draft."""
    root = CT_Relationships.new()
    for rank, (type_, target) in enumerate(_OF_PACKAGE, start=1):
        root.add_rel(f"rId{rank}", type_, target)
    return serialize(root)


def relate_base(template: Template) -> None:
    """Relate the text to the custom XML that says what it was made from, and that each draft makes."""
    template.parts[MAIN.name].relate(f"{OFFICE}customXml", "/customXml/item1.xml")


def add_answers(template: Template) -> None:
    """Add what Word needs for a thread below a comment: who comments, and a list that each draft makes."""
    for kind, content in ((COMMENTS_EXTENDED, b""), (PEOPLE, people())):
        template.parts[kind.name] = Part(kind.name, kind, kind.content_type, content=content)
        template.parts[MAIN.name].relate(_WORD_2012 + kind.relationship, f"/{kind.name}")


_WORD_2012 = "http://schemas.microsoft.com/office/2011/relationships/"


def base_relationships() -> tuple[str, str]:
    """Return the name and the content of the relationships of that custom XML."""
    root = CT_Relationships.new()
    root.add_rel("rId1", f"{OFFICE}customXmlProps", "/customXml/itemProps1.xml")
    return "customXml/_rels/item1.xml.rels", serialize(root)


def part_relationships(part: Part) -> tuple[str, str]:
    """Return the name and the content of the relationships of a part."""
    root = CT_Relationships.new()
    for one in part.relationships:
        root.add_rel(one.id, one.type, one.target, one.external)
    folder, _, base = part.name.rpartition("/")
    return f"{folder}/_rels/{base}.rels", serialize(root)
