"""What of a foreign package goes into a draft: the allowed parts that its text uses, read and cleaned.

A template comes from anybody and its parts go into every contract. The package is written anew: a part, a
relationship, a field or a link that is not allowed has no way into it. Only what shows content that the
template does not hold (linked pictures, embedded objects, fetching fields) refuses the whole template.
"""

import re
from collections import Counter
from collections.abc import Iterable

from app.documents.word.template.fields import clean_drawings, clean_settings, keep_allowed_fields
from app.documents.word.template.package import OFFICE, Package, Relationship
from app.documents.word.template.parts import (
    COMMENTS,
    ENDNOTES,
    FONT,
    FONTS,
    FOOTER,
    FOOTNOTES,
    HEADER,
    IMAGE,
    MAIN,
    SETTINGS,
    SINGLE,
    USED,
    Part,
    PartKind,
    Template,
)
from app.documents.word.template.pictures import read_picture
from app.documents.word.template.uses import Uses
from app.documents.word.template.xml import (
    DAMAGED,
    EMBEDDED,
    IMPORTED,
    MACROS,
    NOT_WORD,
    OTHER,
    Removals,
    Unusable,
)

_MACROS = re.compile("vbaproject|vbadata|macroenabled", re.IGNORECASE)
_EMBEDDED = re.compile(
    "/(oleobject|control|activexcontrol(binary)?|package)$|/(embeddings|activex)/", re.IGNORECASE
)
_IMPORTED = re.compile("/afchunk$", re.IGNORECASE)
_MAIN_TYPES = re.compile(
    r"application/vnd\.openxmlformats-officedocument\.wordprocessingml\.(document|template)\.main\+xml"
)
_XML_TYPES = ("", "application/xml", "text/xml")
_OF_TEXT = (MAIN, HEADER, FOOTER, FOOTNOTES, ENDNOTES, COMMENTS)
# Word's own housekeeping, which nobody misses.
_SILENT = (
    "webSettings", "customXml", "glossaryDocument", "printerSettings", "stylesWithEffects",
    "keyMapCustomizations", "attachedToolbars",
    "commentsExtended", "commentsIds", "commentsExtensible", "people", "attachedTemplate",
    "hyperlink",
)  # fmt: skip


def secure(package: Package) -> Template:
    """Return the safe parts of a package under the names that we write, and what was left out.

    Raises Unusable for macros, embedded objects, content of elsewhere, and what is not a Word document.
    """
    for name in (*package.names, *package.declared_types):
        _refuse_active(f"/{name}")
    return _Adoption(package).adopt()


def _refuse_active(name: str) -> None:
    """Refuse what Word would run or open, by the name of a part, of a type or of a relationship."""
    for pattern, reason in ((_MACROS, MACROS), (_EMBEDDED, EMBEDDED), (_IMPORTED, IMPORTED)):
        if pattern.search(name):
            raise Unusable(reason)


class _Adoption:
    """One package on its way: each part of the source is read once, from the main part on."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._template = Template()
        self._removals = Removals()
        self._known: dict[tuple[str, str], Part | None] = {}
        self._ranks: Counter[str] = Counter()

    def adopt(self) -> Template:
        """Read the main part, all that it shows, then what belongs to it without being named in its text."""
        source = self._main()
        main = self._add(source, MAIN)
        if main is None:
            raise Unusable(DAMAGED)
        relationships = self._package.relationships(source)
        for kind in SINGLE:
            self._add_single(main, source, kind, relationships)
        self._note_unknown(relationships)
        self._template.notices.extend(self._removals.sentences())
        return self._template

    def _main(self) -> str:
        """Return the main part: what the relationship of the package says, whatever its name."""
        for relationship in self._package.relationships(""):
            name = self._package.resolve("", relationship)
            if relationship.kind == MAIN.relationship and name and not relationship.external:
                if not _MAIN_TYPES.fullmatch(self._package.type_of(name)):
                    raise Unusable(NOT_WORD)
                return name
        raise Unusable(NOT_WORD)

    def _add_single(
        self, main: Part, source: str, kind: PartKind, relationships: Iterable[Relationship]
    ) -> None:
        """Add the first part that is what its relationship says; a file may have two, or a dead one."""
        for relationship in relationships:
            if relationship.kind == kind.relationship and not relationship.external:
                target = self._package.resolve(source, relationship)
                if target and self._add(target, kind):
                    main.relate(OFFICE + kind.relationship, f"/{kind.name}")
                    return

    def _add(self, source: str, kind: PartKind) -> Part | None:
        """Return the part that we write for one of the source.

        None when it is not what its relationship says.
        """
        key = (source, kind.relationship)
        if key not in self._known:
            self._known[key] = None  # until it is read: a part may lead back to itself
            self._known[key] = self._read(source, kind)
        return self._known[key]

    def _read(self, source: str, kind: PartKind) -> Part | None:
        type_ = self._package.type_of(source)
        content = self._package.content(source)
        if kind is IMAGE:
            picture = read_picture(content, self._package.reader)
            name = f"{self._name(kind)}.{picture.extension}"
            return self._keep(Part(name, kind, picture.content_type, content=picture.content))
        if kind is FONT:
            is_font = type_ == kind.content_type
            part = Part(self._name(kind), kind, kind.content_type, content=content)
            return self._keep(part) if is_font else None
        if kind is not MAIN and type_ not in (*_XML_TYPES, kind.content_type.lower()):
            return None
        root = self._package.parse(source)
        if root.tag != kind.root:
            return None
        part = self._keep(Part(self._name(kind), kind, kind.content_type, root))
        self._clean(part, source)
        return part

    def _keep(self, part: Part) -> Part:
        self._template.parts[part.name] = part
        return part

    def _name(self, kind: PartKind) -> str:
        self._ranks[kind.name] += 1
        return kind.name.format(self._ranks[kind.name])

    def _clean(self, part: Part, source: str) -> None:
        for relationship in self._package.relationships(source):
            _refuse_active(relationship.type)
        if part.kind is SETTINGS:
            self._removals.settings.extend(clean_settings(part.root))
        self._removals.fields.update(keep_allowed_fields(part.root))
        clean_drawings(part.root, self._removals)

        def add(target: str, kind: PartKind) -> Part | None:
            return self._add(target, kind) if _may_show(part.kind, kind) else None

        Uses(self._package, source, part, self._removals, add).keep_allowed()

    def _note_unknown(self, relationships: Iterable[Relationship]) -> None:
        """Note that what belongs to no text is left out."""
        known = {kind.relationship for kind in SINGLE} | USED.keys() | {*_SILENT}
        if any(relationship.type.rpartition("/")[2] not in known for relationship in relationships):
            self._removals.contents[OTHER] += 1


def _may_show(owner: PartKind, kind: PartKind) -> bool:
    """Whether a part of one kind may show one of another: no chain of parts is longer than three."""
    if kind in (HEADER, FOOTER):
        return owner is MAIN
    if kind is FONT:
        return owner is FONTS
    return kind is IMAGE or owner in _OF_TEXT
