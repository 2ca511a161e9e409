"""What a template numbers: bookmarks, notes, comments; its lists, beside which those of the contract stand.

Numbers that are none, and references to nothing, are mended.
"""

from collections.abc import Iterable, Mapping
from copy import deepcopy

from lxml import etree

from app.documents.word.template.parts import COMMENTS, ENDNOTES, FOOTNOTES, NUMBERING, SETTINGS, Template
from app.documents.word.template.xml import read_number, remove
from app.formats.xml_parts import WP, W

_DRAWN = f"{WP}docPr"


_CALLS = {
    FOOTNOTES: ("footnote", ("footnoteReference",)),
    ENDNOTES: ("endnote", ("endnoteReference",)),
    COMMENTS: ("comment", ("commentReference", "commentRangeStart", "commentRangeEnd")),
}
"""By part: the element of a note in it, and those that call one by its number."""
_FAMILIES = (
    ((("bookmarkStart", "bookmarkEnd"), "id"),),
    *((((note, *calls), "id"),) for note, calls in _CALLS.values()),
    ((("num",), "numId"), (("numId",), "val")),
    ((("abstractNum",), "abstractNumId"), (("abstractNumId",), "val")),
)
"""Elements whose attribute is one number, that of a thing and that of each call of it: names, attribute."""
_CHANGES = ("rPrChange", "pPrChange", "sectPrChange", "tblPrChange")
_REVISIONS = ("ins", "del", "moveFrom", "moveTo", *_CHANGES, "permStart")


def number_ids(template: Template) -> None:
    """Give a number to each id that is none, the same wherever it is used, and drop calls of absent notes."""
    roots = list(template.roots())
    for families in _FAMILIES:
        _renumber([pair for family in families for pair in _attributes(roots, *family)])
    for node, attribute in _attributes(roots, _REVISIONS, "id"):
        if read_number(node.get(attribute)) is None:
            node.set(attribute, "0")
    for rank, node in enumerate(node for root in roots for node in root.iter(_DRAWN)):
        node.set("id", str(rank + 1))
    for control in [node for root in roots for node in root.iter(f"{W}sdtPr")]:
        for node in control.findall(f"{W}id"):
            if read_number(node.get(f"{W}val")) is None:
                remove(node)
    _drop_dead_references(template)


def _attributes(
    roots: Iterable[etree._Element], names: tuple[str, ...], attribute: str
) -> list[tuple[etree._Element, str]]:
    tags = tuple(f"{W}{name}" for name in names)
    return [(node, f"{W}{attribute}") for root in roots for node in root.iter(*tags)]


def _renumber(used: list[tuple[etree._Element, str]]) -> None:
    numbers = [read_number(node.get(attribute)) for node, attribute in used]
    free = max((number for number in numbers if number is not None), default=0) + 1
    made: dict[str, int] = {}
    for (node, attribute), number in zip(used, numbers, strict=True):
        if number is None:
            node.set(attribute, str(made.setdefault(node.get(attribute, ""), free + len(made))))


def _drop_dead_references(template: Template) -> None:
    roots = list(template.roots())
    for kind, (name, calls) in _CALLS.items():
        present = set()
        if template.has(kind):
            present = {node.get(f"{W}id") for node in template.root(kind).iter(f"{W}{name}")}
        tags = tuple(f"{W}{call}" for call in calls)
        for node in [node for root in roots for node in root.iter(*tags)]:
            if node.get(f"{W}id") not in present:
                remove(node)
        # The settings name the separators of the notes.
        for settings in template.roots(SETTINGS):
            for node in settings.findall(f"{W}{name}Pr/{W}{name}"):
                if node.get(f"{W}id") not in present:
                    remove(node)
    if not template.has(NUMBERING):
        for node in [node for root in roots for node in root.iter(f"{W}numPr")]:
            remove(node)


def adopt_lists(template: Template, base: Template) -> Mapping[str, str]:
    """Append our lists to the template's, and give their numbers there by their numbers in ours."""
    ours = base.root(NUMBERING)
    if not template.has(NUMBERING):
        template.add_single(NUMBERING, deepcopy(ours))
        return {}
    theirs = template.root(NUMBERING)
    if _are_alike(theirs, ours):
        return {}
    shift = _free(theirs, "num", "numId")
    described_shift = _free(theirs, "abstractNum", "abstractNumId")
    numbers = {}
    for described in ours.findall(f"{W}abstractNum"):
        copy = deepcopy(described)
        copy.set(f"{W}abstractNumId", _shifted(described.get(f"{W}abstractNumId"), described_shift))
        _insert(theirs, copy, ("num", "numIdMacAtCleanup"))
    for used in ours.findall(f"{W}num"):
        copy = deepcopy(used)
        number = used.get(f"{W}numId")
        numbers[number] = _shifted(number, shift)
        copy.set(f"{W}numId", numbers[number])
        link = copy.find(f"{W}abstractNumId")
        link.set(f"{W}val", _shifted(link.get(f"{W}val"), described_shift))
        _insert(theirs, copy, ("numIdMacAtCleanup",))
    return numbers


def _are_alike(one: etree._Element, other: etree._Element) -> bool:
    """Whether two elements say the same. Canonical XML is refused by some names that a parser takes."""
    return (
        one.tag == other.tag
        and dict(one.attrib) == dict(other.attrib)
        and len(one) == len(other)
        and all(map(_are_alike, one, other))
    )


def number_like(style: etree._Element, model: etree._Element, numbers: Mapping[str, str]) -> None:
    """Give a style the numbering of its model, under the number that the list has in the template."""
    wanted = deepcopy(model.find(f"{W}pPr/{W}numPr"))
    number = wanted.find(f"{W}numId")
    number.set(f"{W}val", numbers.get(number.get(f"{W}val"), number.get(f"{W}val")))
    properties = style.get_or_add_pPr()
    properties._remove_numPr()
    properties._insert_numPr(wanted)


def _free(numbering: etree._Element, name: str, attribute: str) -> int:
    used = (read_number(node.get(f"{W}{attribute}")) or 0 for node in numbering.findall(f"{W}{name}"))
    return 1 + max(used, default=0)


def _shifted(number: str, shift: int) -> str:
    return str(int(number) + shift)


def _insert(numbering: etree._Element, element: etree._Element, followers: tuple[str, ...]) -> None:
    """Put the element before the first of those that the schema wants after it."""
    tags = {f"{W}{name}" for name in followers}
    follower = next((node for node in numbering if node.tag in tags), None)
    if follower is None:
        numbering.append(element)
    else:
        follower.addprevious(element)
