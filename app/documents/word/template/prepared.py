"""A template that is ready to be filled: its parts compressed once, the others cut where the draft goes."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest

from lxml import etree

from app.documents.word.ooxml import Style
from app.documents.word.package import Member, member
from app.documents.word.template.parts import (
    COMMENTS,
    COMMENTS_EXTENDED,
    FOOTER,
    HEADER,
    MAIN,
    Part,
    Template,
    base_relationships,
    content_types,
    package_relationships,
    part_relationships,
)
from app.documents.word.template.placeholders import BODY, cut_at_marks, make_mark
from app.documents.word.template.xml import DAMAGED, Unusable, read_number, serialize
from app.formats.xml_parts import DECORATIVE, WP, W

_DRAWN = f"{WP}docPr"
_REVISIONS = tuple(f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo"))
_DECORATIVE = f"{DECORATIVE}decorative"


def _shortcomings(template: Template) -> Iterator[str]:
    """Yield each one as a French sentence."""
    shown = list(template.roots(MAIN, HEADER, FOOTER))
    if any(next(root.iter(*_REVISIONS), None) is not None for root in template.roots()):
        yield (
            "Marques de révision : elles seraient dans chaque document. Acceptez-les, ou refusez-les, "
            "dans Word."
        )
    if template.has(COMMENTS) and next(template.root(COMMENTS).iter(f"{W}comment"), None) is not None:
        yield "Commentaires : ils seraient dans chaque document. Supprimez-les dans Word."
    silent = sum(_is_silent(picture) for root in shown for picture in root.iter(_DRAWN))
    if silent:
        yield (
            f"Images sans texte de remplacement : {silent}. Un lecteur d’écran ne les dira pas : donnez-leur "
            "un texte, ou marquez-les comme décoratives."
        )
    fields = [str(node.text) for root in shown for node in root.iter(f"{W}instrText")]
    fields += [node.get(f"{W}instr", "") for root in shown for node in root.iter(f"{W}fldSimple")]
    if "NUMPAGES" not in "".join(fields):
        yield "Pas de « page X sur Y » : ajoutez les champs PAGE et NUMPAGES au pied de page."


def _is_silent(picture: etree._Element) -> bool:
    decorative = any(node.get("val") == "1" for node in picture.iter(_DECORATIVE))
    return not picture.get("descr") and not decorative


_WORD = W[1:-1]
_ROOT = re.compile(r"<[^?!\s/>][^\s/>]*")
ADDED_COMMENTS = "comments"
"""The mark at the end of the comments of a template."""


@dataclass(frozen=True, slots=True)
class CutPart:
    """A part of the template, cut at its named places."""

    name: str
    pieces: tuple[str, ...]
    places: tuple[str, ...]

    def fill(self, contents: Mapping[str, Iterable[str | bytes]]) -> Iterator[str | bytes]:
        """Yield the whole part in pieces, each place with what goes there."""
        for piece, place in zip_longest(self.pieces, self.places):
            yield piece
            yield from contents.get(place, ())


@dataclass(frozen=True, slots=True)
class PreparedTemplate:
    """All that a draft needs of a template. `members` are compressed once, in the order of the zip.

    `width`: its lines, in twentieths of a point. `chapters`, `first_bookmark` and
    `first_comment` say where the template's own text has got to, `controls` which numbers its controls have.
    `comments` is None where the document is to have none. `added` names the styles that it lacked, `places`
    the named places that it has; `notices` are sentences for its author: what was left out, what its readers
    will miss.
    """

    members: tuple[Member, ...]
    letterhead: tuple[CutPart, ...]
    document: CutPart
    comments: CutPart | None
    width: int
    added: tuple[str, ...]
    places: tuple[str, ...]
    notices: tuple[str, ...]
    chapters: int
    first_bookmark: int
    first_comment: int
    controls: frozenset[int]


def cut(
    template: Template,
    letterhead: Iterable[Part],
    width: int,
    added: tuple[str, ...],
    places: tuple[str, ...],
) -> PreparedTemplate:
    """Cut the parts that a draft fills, and compress the others. `letterhead`: those with named places.

    `width`, `added` and `places`: what the steps before found, see PreparedTemplate.
    """
    body, shortcomings = template.root(MAIN), tuple(_shortcomings(template))
    comments = template.root(COMMENTS) if template.has(COMMENTS) else None
    cut_letterhead = tuple(_cut(part.name, part.root) for part in letterhead)
    filled = {
        MAIN.name,
        COMMENTS.name,
        COMMENTS_EXTENDED.name,
        *(part.name for part in cut_letterhead),
    }
    return PreparedTemplate(
        members=tuple(_members(template, filled)),
        letterhead=cut_letterhead,
        document=_cut(MAIN.name, body),
        comments=None if comments is None else _cut_at_end(COMMENTS.name, comments),
        width=width,
        added=added,
        places=(*places, *dict.fromkeys(name for part in cut_letterhead for name in part.places)),
        notices=(*template.notices, *shortcomings),
        chapters=_chapters(body),
        first_bookmark=_first_free(template.roots(), "bookmarkStart"),
        first_comment=_first_free(template.roots(COMMENTS), "comment"),
        controls=frozenset(
            read_number(node.get(f"{W}val")) or 0
            for root in template.roots()
            for node in root.iterfind(f".//{W}sdtPr/{W}id")
        ),
    )


def _members(template: Template, filled: set[str]) -> Iterator[Member]:
    """Yield the parts that no draft changes; Word wants the types first."""
    yield member("[Content_Types].xml", content_types(template))
    yield member("_rels/.rels", package_relationships())
    yield member(*base_relationships())
    for part in template.parts.values():
        if part.relationships:
            yield member(*part_relationships(part))
        if part.name not in filled:
            yield member(part.name, part.content if part.root is None else serialize(part.root))


def _cut_at_end(name: str, root: etree._Element) -> CutPart:
    root.append(make_mark(ADDED_COMMENTS))
    return _cut(name, root)


def _cut(name: str, root: etree._Element) -> CutPart:
    for element in (root, *(place.getparent() for place in root.iter(etree.PI))):
        # What the writer inserts is in its own prefix.
        if element.nsmap.get("w", _WORD) != _WORD:
            raise Unusable(DAMAGED)
    text = serialize(root)
    if "w" not in root.nsmap:
        text = _ROOT.sub(rf'\g<0> xmlns:w="{_WORD}"', text, count=1)
    return CutPart(name, *cut_at_marks(text))


def _first_free(roots: Iterable[etree._Element], name: str) -> int:
    ids = (read_number(node.get(f"{W}id")) or 0 for root in roots for node in root.iter(f"{W}{name}"))
    return 1 + max(ids, default=0)


def _chapters(body: etree._Element) -> int:
    """How many numbered headings of the first level stand before ours: ours count on from there."""
    count = 0
    for node in body.iter(f"{W}pStyle", etree.PI):
        if node.tag is etree.PI and node.text == BODY:
            break
        count += node.tag is not etree.PI and node.get(f"{W}val") == Style.HEADING_1
    return count
