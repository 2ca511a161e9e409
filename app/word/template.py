"""A Word template made ready once: opened with python-docx, completed, cut where the draft goes."""

import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from itertools import zip_longest
from pathlib import Path

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree

from app.resources import resource
from app.word.adoption import Adoption, adopt_styles, rename_styles
from app.word.fitting import text_width
from app.word.letterhead import Letterhead, letterheads
from app.word.mending import mended
from app.word.ooxml import Encoded, Style
from app.word.package import Member, member
from app.word.places import BODY, cut_at_places, mark_places
from app.word.refusal import TemplateRefused, checked
from app.word.shortcomings import shortcomings

__all__ = ["PreparedTemplate", "TemplateRefused", "prepare"]

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HERE = "<?contrat ici?>"
_FILLED = (
    "word/document.xml",
    "word/footnotes.xml",
    "word/comments.xml",
    "docProps/core.xml",
    "docProps/custom.xml",
)
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_NO_COMMENT = f'<w:comments xmlns:w="{W[1:-1]}"/>'.encode()
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
# Word 2010 kept a copy of the styles, which contradicts the styles once they change.
_UNWANTED = (
    RT.THUMBNAIL,
    "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects",
    # LibreOffice's own name for the core properties: python-docx would write them twice.
    "http://schemas.openxmlformats.org/officedocument/2006/relationships/metadata/core-properties",
)


@dataclass(frozen=True, slots=True)
class Frame:
    """A part of the template, cut where the draft's own content goes."""

    before: str
    after: str

    def around(self, content: Iterable[Encoded]) -> Iterator[str | bytes]:
        """The whole part, in pieces."""
        yield self.before
        yield from content
        yield self.after


@dataclass(frozen=True, slots=True)
class Body:
    """The text of the template, cut at its named places. `width`: its lines, in twentieths of a point."""

    pieces: tuple[str, ...]
    places: tuple[str, ...]
    width: int

    def filled(self, parts: Mapping[str, Sequence[bytes]]) -> Iterator[str | bytes]:
        """The whole part in pieces, each place with what goes there."""
        for piece, place in zip_longest(self.pieces, self.places):
            yield piece
            yield from parts.get(place, ())


@dataclass(frozen=True, slots=True)
class PreparedTemplate:
    """All that a draft needs of a template. `members` are compressed once, in the order of the zip.

    `chapters`, `first_bookmark`, `first_note` and `first_comment` say where the template's own text has got
    to. `comments` is None where the document is to have none. `added` names the styles that it lacked,
    `places` the named places that it has; `shortcomings` are sentences for its author.
    """

    members: tuple[Member, ...]
    letterhead: tuple[Letterhead, ...]
    document: Body
    footnotes: Frame
    comments: Frame | None
    added: tuple[str, ...]
    places: tuple[str, ...]
    shortcomings: tuple[str, ...]
    chapters: int
    first_bookmark: int
    first_note: int
    first_comment: int


def prepare(path: Path, *, comments: bool) -> PreparedTemplate:
    """The template, ready to be filled; read again only when the file changes.

    `comments`: whether the draft will add comments; those of the template itself stay in any case.

    Raises TemplateRefused, with one sentence, when it is not a Word document that can be trusted.
    """
    try:
        state = path.stat()
    except OSError:
        raise TemplateRefused(f"Modèle Word introuvable : « {path} ».") from None
    return _prepared(path, state.st_mtime_ns, state.st_size, comments)


@lru_cache(maxsize=8)
def _prepared(path: Path, _modified: int, _size: int, comments: bool) -> PreparedTemplate:
    document = _opened(checked(path))
    base = _opened((resource("docx_templates") / "contrat.docx").read_bytes())
    places = mark_places(document.element.body)
    width = text_width(document.element)
    adoption = adopt_styles(document, base, width)
    _ensure_parts(document, base)
    if comments:
        _ensure_comments(document)
    _forget(document)
    return _cut(_saved(document), adoption, places, width)


def _opened(content: bytes) -> Document:
    try:
        return docx.Document(BytesIO(content))
    except (KeyError, ValueError, AttributeError, etree.XMLSyntaxError) as broken:
        raise TemplateRefused(f"Le modèle Word est abîmé et ne peut pas être ouvert ({broken}).") from None


def _ensure_parts(document: Document, base: Document) -> None:
    """Footnotes, theme, fonts and custom properties, where the template has none."""
    package, main = document.part.package, document.part
    kinds = {relation.reltype for relation in main.rels.values()}
    for kind in (RT.FOOTNOTES, RT.THEME, RT.FONT_TABLE):
        if kind not in kinds:
            ours = base.part.part_related_by(kind)
            main.relate_to(Part(ours.partname, ours.content_type, ours.blob, package), kind)
    if RT.CUSTOM_PROPERTIES not in {relation.reltype for relation in package.rels.values()}:
        custom = Part(PackURI("/docProps/custom.xml"), _CUSTOM_TYPE, b"", package)
        package.relate_to(custom, RT.CUSTOM_PROPERTIES)


def _ensure_comments(document: Document) -> None:
    """A part for them, under the name that we write to; those of the template stay in it."""
    main, name = document.part, PackURI("/word/comments.xml")
    present = [relation for relation in main.rels.values() if relation.reltype == RT.COMMENTS]
    for relation in present:
        relation.target_part.partname = name
    if not present:
        main.relate_to(Part(name, _COMMENTS_TYPE, _NO_COMMENT, main.package), RT.COMMENTS)


def _forget(document: Document) -> None:
    """No picture of another document, no second set of styles; a core part, made if there is none."""
    for relations in (document.part.rels, document.part.package.rels):
        for identifier in [name for name, one in relations.items() if one.reltype in _UNWANTED]:
            relations.pop(identifier)
    document.core_properties.author = ""


def _saved(document: Document) -> dict[str, bytes]:
    target = BytesIO()
    document.save(target)
    with zipfile.ZipFile(target) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _cut(
    parts: dict[str, bytes], adoption: Adoption, places: tuple[str, ...], width: int
) -> PreparedTemplate:
    ready = {
        name: mended(rename_styles(content, adoption.renamed)) if name.endswith(".xml") else content
        for name, content in parts.items()
    }
    letterhead = tuple(letterheads(ready))
    named = {part.name for part in letterhead}
    body = etree.fromstring(ready["word/document.xml"])
    notes = etree.fromstring(ready["word/footnotes.xml"])
    comments = etree.fromstring(ready.get("word/comments.xml", _NO_COMMENT))
    return PreparedTemplate(
        members=tuple(
            member(name, content)
            for name, content in ready.items()
            if name not in _FILLED and name not in named
        ),
        letterhead=letterhead,
        document=Body(*cut_at_places(_text(body)), width),
        footnotes=_frame(notes),
        added=adoption.added,
        places=(*places, *(place for part in letterhead for place in part.places)),
        shortcomings=tuple(shortcomings(ready)),
        comments=_frame(comments) if "word/comments.xml" in ready else None,
        chapters=_chapters(body),
        first_bookmark=_first_free(body.iter(f"{W}bookmarkStart")),
        first_note=_first_free(notes),
        first_comment=_first_free(comments),
    )


def _frame(root: etree._Element) -> Frame:
    """The part as text, cut at its end."""
    root.append(etree.ProcessingInstruction("contrat", "ici"))
    before, _, after = _text(root).partition(_HERE)
    return Frame(before, after)


def _text(root: etree._Element) -> str:
    return str(etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True), "utf-8")


def _first_free(elements: Iterator[etree._Element] | etree._Element) -> int:
    return 1 + max((int(element.get(f"{W}id", "0")) for element in elements), default=0)


def _chapters(body: etree._Element) -> int:
    """How many numbered headings of the first level stand before ours: ours count on from there."""
    count = 0
    for node in body.iter(f"{W}pStyle", etree.PI):
        if node.tag is etree.PI and node.text == BODY:
            break
        count += node.tag is not etree.PI and node.get(f"{W}val") == Style.HEADING_1
    return count
