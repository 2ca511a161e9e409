"""The lists of the contract beside those of a template: numbered headings, bullets."""

from collections.abc import Mapping
from copy import deepcopy

from lxml import etree

from app.documents.word.template.parts import NUMBERING, Template
from app.documents.word.template.xml import W, read_number


def adopt_lists(template: Template, base: Template) -> Mapping[str, str]:
    """Append our lists to the template's, and give their numbers there by their numbers in ours."""
    ours = base.root(NUMBERING)
    if not template.has(NUMBERING):
        template.add_single(NUMBERING, deepcopy(ours))
        return {}
    theirs = template.root(NUMBERING)
    if etree.tostring(theirs, method="c14n") == etree.tostring(ours, method="c14n"):
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
