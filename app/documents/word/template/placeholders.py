"""The named places of a template's text: where the cover, the body and the signatures go."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from app.documents.word.template.xml import DAMAGED, Unusable, remove
from app.formats.xml_parts import W

COVER, BODY, SIGNATURES = PLACES = ("couverture", "corps", "signatures")
"""In the order of the document: content controls with one of these tags or titles, or bookmarks."""
_CLOSED = tuple(f"{W}{name}" for name in ("tbl", "txbxContent"))
_PARENTS = tuple(f"{W}{name}" for name in ("body", "sdtContent", "customXml"))
_DRAWN = tuple(f"{W}{name}" for name in ("t", "drawing", "pict", "object", "sectPr", "br", "sym"))


@dataclass(frozen=True, slots=True)
class _Place:
    """`mark` is the control or the bookmark; `block` the paragraph or control of the text that holds it."""

    name: str
    mark: etree._Element
    block: etree._Element


def mark_places(body: etree._Element) -> tuple[str, ...]:
    """Put `<?contrat NAME?>` where each part goes, and return the names of the places that were found.

    Without a place of its own, the body comes at the end, the cover before it, the signatures after it.
    Raises Unusable for a place that stands twice, in the wrong order, or in a table or a frame.
    """
    found = list(_places(body))
    names = tuple(place.name for place in found)
    if names != tuple(name for name in PLACES if name in names):
        raise Unusable(
            "a des repères en double ou en désordre : « couverture », puis « corps », puis "
            "« signatures », chacun une fois au plus."
        )
    _refuse_crowded(found)
    for place in found:
        _open(place, body)
    _mark_the_rest(body, names)
    return names


def _refuse_crowded(found: list[_Place]) -> None:
    """Refuse a place that would take another place away with its line."""
    blocks = [place.block for place in found]
    for block in blocks:
        if blocks.count(block) > 1 or any(above in blocks for above in block.iterancestors()):
            raise Unusable("a deux repères sur une même ligne : placez chacun seul, sur sa ligne.")
        if block.getparent().tag not in _PARENTS:
            raise Unusable(DAMAGED)


def make_mark(name: str) -> etree._Element:
    """Return `<?contrat NAME?>`; no template has one of its own, since those are not read."""
    return etree.ProcessingInstruction("contrat", name)


def _places(body: etree._Element) -> Iterator[_Place]:
    for mark in list(body.iter(f"{W}sdt", f"{W}bookmarkStart")):
        name = next((place for place in PLACES if place in _names(mark)), None)
        if name:
            yield _Place(name, mark, _block(mark, name))


def _names(mark: etree._Element) -> set[str]:
    if mark.tag == f"{W}bookmarkStart":
        return {mark.get(f"{W}name", "").casefold()}
    said = mark.iterfind(f"{W}sdtPr/*")
    return {node.get(f"{W}val", "").casefold() for node in said if node.tag in (f"{W}tag", f"{W}alias")}


def _block(mark: etree._Element, name: str) -> etree._Element:
    if next(mark.iterancestors(*_CLOSED), None) is not None:
        raise Unusable(
            f"a son repère « {name} » dans un tableau ou un cadre : placez-le seul, sur une ligne du texte."
        )
    return next(mark.iterancestors(f"{W}p"), mark)


def _open(place: _Place, body: etree._Element) -> None:
    """Put the mark after its line, and take the line away when it held nothing else."""
    _after(place.block, place.name)
    if place.mark.tag == f"{W}bookmarkStart":
        _drop_bookmark(place.mark, body)
    elif place.mark is not place.block:
        remove(place.mark)
    if place.block.tag != f"{W}p" or not _shows(place.block):
        remove(place.block)


def _drop_bookmark(start: etree._Element, body: etree._Element) -> None:
    """Take away the bookmark, and the words of its own line that it covers: they said « le corps ici »."""
    for covered in list(start.itersiblings()):
        if covered.tag == f"{W}bookmarkEnd" and covered.get(f"{W}id") == start.get(f"{W}id"):
            break
        if covered.tag == f"{W}r":
            remove(covered)
    ends = (end for end in body.iter(f"{W}bookmarkEnd") if end.get(f"{W}id") == start.get(f"{W}id"))
    for gone in (*list(ends), start):
        remove(gone)


def _mark_the_rest(body: etree._Element, names: tuple[str, ...]) -> None:
    """Add a mark for each part that has no place of its own."""
    if BODY not in names:
        _strip_end(body)
        setup = body[-1] if len(body) and body[-1].tag == f"{W}sectPr" else None
        last = make_mark(BODY)
        body.append(last) if setup is None else setup.addprevious(last)
    here = next(node for node in body.iter(etree.PI) if node.text == BODY)
    if COVER not in names:
        here.addprevious(make_mark(COVER))
    if SIGNATURES not in names:
        here.addnext(make_mark(SIGNATURES))


def _strip_end(body: etree._Element) -> None:
    """Take away the one empty paragraph of an empty template: the cover would start on its second line."""
    for block in reversed(list(body)):
        if block.tag == f"{W}p" and not _shows(block):
            remove(block)
        elif block.tag != f"{W}sectPr":
            return


def _shows(paragraph: etree._Element) -> bool:
    return next(paragraph.iter(*_DRAWN), None) is not None


def _after(block: etree._Element, name: str) -> None:
    block.addnext(make_mark(name))


_MARK = re.compile(r"<\?contrat (\w+)\?>")


def cut_at_marks(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the text around the marks, one piece more than there are marks, and the names of the marks."""
    pieces = _MARK.split(text)
    return tuple(pieces[::2]), tuple(pieces[1::2])
