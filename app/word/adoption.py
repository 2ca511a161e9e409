"""Gives a template the styles and lists that the writer uses, whatever language it was made in.

A style is found by its name, in English or in French, in any case, then by its id; it keeps its look, takes
the id that the writer knows, and breaks pages as the contract wants. What is missing comes from contrat.docx.
"""

import re
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass

from docx.document import Document
from lxml import etree

from app.word.ooxml import Style

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FRENCH: Mapping[str, tuple[str, ...]] = {
    Style.TITLE: ("titre",),
    Style.SUBTITLE: ("sous-titre",),
    Style.HEADING_1: ("titre 1",),
    Style.HEADING_2: ("titre 2",),
    Style.HEADING_3: ("titre 3",),
    Style.CONTENTS_HEADING: ("en-tête de table des matières", "titre de table des matières"),
    Style.CONTENTS_1: ("table des matières 1", "tm 1"),
    Style.CONTENTS_2: ("table des matières 2", "tm 2"),
    Style.QUOTE: ("citation", "quotations"),
    Style.BULLET: ("liste à puces",),
    Style.CAPTION: ("légende",),
    Style.FOOTNOTE_TEXT: ("note de bas de page",),
    Style.FOOTNOTE_REFERENCE: ("appel note de bas de p.", "appel de note de bas de page"),
    Style.COMMENT_TEXT: ("commentaire",),
    Style.COMMENT_REFERENCE: ("marque de commentaire",),
    Style.LINK: ("lien hypertexte", "internet link"),
    Style.PLACEHOLDER: ("texte de l’espace réservé",),
    Style.STRONG: ("accentuation forte", "strong emphasis"),
}
# What the other styles rest on.
_FOUNDATIONS = ("DefaultParagraphFont", "TableNormal")
# The look of these belongs to the template, their number to the contract.
_NUMBERED = (
    Style.HEADING_1,
    Style.HEADING_2,
    Style.HEADING_3,
    Style.ANNEX_HEADING,
    Style.PLAIN_HEADING,
    Style.CONTENTS_HEADING,
    Style.BULLET,
)
# Where pages may break is the contract's: no heading alone at the foot of a page, each chapter on a new one.
_STRUCTURE = ("keepNext", "keepLines", "pageBreakBefore", "outlineLvl")
_WITH_LEADER = (Style.CONTENTS_1, Style.CONTENTS_2)
_REFERENCE = re.compile(
    rb'(<w:(?:pStyle|rStyle|tblStyle|basedOn|next|link|numStyleLink|styleLink) w:val=")([^"]*)(")'
)
_DEFINITION = re.compile(rb'(<w:style\b[^>]*\bw:styleId=")([^"]*)(")')


@dataclass(frozen=True, slots=True)
class Adoption:
    """What was done: the new ids by the old ones, and the names of the styles that were added."""

    renamed: Mapping[str, str]
    added: tuple[str, ...]


def adopt_styles(document: Document, base: Document, width: int) -> Adoption:
    """Adds the styles that the template lacks, and gives the writer's ids to the others.

    `width`: that of its lines, in twentieths of a point.
    """
    ours, theirs = base.styles.element, document.styles.element
    numbers = _adopt_lists(document, base)
    known = {_id(style): style for style in ours.findall(f"{W}style")}
    renamed: dict[str, str] = {}
    added: list[str] = []
    for wanted in (*_FOUNDATIONS, *Style):
        found = _find(theirs, wanted, known[wanted])
        if found is None:
            found = _added(theirs, known[wanted])
            added.append(wanted)
        else:
            _take_over(found, known[wanted], wanted, renamed)
        if wanted in _NUMBERED:
            _number_like(found, known[wanted], numbers)
        if wanted in _WITH_LEADER:
            _lead_like(found, known[wanted], width)
    _free_ids(theirs, renamed)
    _speak_french(theirs)
    return Adoption(renamed, tuple(_shown_name(one, known[one]) for one in added if one not in _FOUNDATIONS))


def _take_over(found: etree._Element, model: etree._Element, wanted: str, renamed: dict[str, str]) -> None:
    """Makes a style of the template ours: its id, its name where Word knows another, where pages break."""
    if _id(found) != wanted:
        renamed[_id(found)] = wanted
    if _name(found) in FRENCH.get(wanted, ()):
        # Word knows its own styles by their English names, whatever language it shows them in.
        found.find(f"{W}name").set(f"{W}val", model.find(f"{W}name").get(f"{W}val"))
    properties = found.get_or_add_pPr() if model.find(f"{W}pPr") is not None else None
    for name in _STRUCTURE:
        if properties is not None and model.find(f"{W}pPr/{W}{name}") is not None:
            getattr(properties, f"_remove_{name}")()
            getattr(properties, f"_insert_{name}")(deepcopy(model.find(f"{W}pPr/{W}{name}")))


def _shown_name(wanted: str, style: etree._Element) -> str:
    """The French name of a style, as its user knows it."""
    french = FRENCH.get(wanted, ())
    return french[0].capitalize() if french else str(style.find(f"{W}name").get(f"{W}val"))


def rename_styles(part: bytes, renamed: Mapping[str, str]) -> bytes:
    """The part with the new ids, in definitions and in references."""
    if not renamed:
        return part
    ids = {old.encode(): new.encode() for old, new in renamed.items()}

    def renaming(found: re.Match[bytes]) -> bytes:
        return found[1] + ids.get(found[2], found[2]) + found[3]

    return _DEFINITION.sub(renaming, _REFERENCE.sub(renaming, part))


def _id(style: etree._Element) -> str:
    return str(style.get(f"{W}styleId"))


def _name(style: etree._Element) -> str:
    name = style.find(f"{W}name")
    return "" if name is None else str(name.get(f"{W}val")).casefold()


def _find(theirs: etree._Element, wanted: str, model: etree._Element) -> etree._Element | None:
    kind = model.get(f"{W}type")
    styles = [style for style in theirs.findall(f"{W}style") if style.get(f"{W}type") == kind]
    names = (_name(model), *FRENCH.get(wanted, ()))
    for name in names:
        for style in styles:
            if _name(style) == name:
                return style
    ids = {_squeezed(name) for name in (wanted, *names)}
    return next((style for style in styles if _squeezed(_id(style)) in ids), None)


def _squeezed(name: str) -> str:
    """« Légende » has the id « Lgende », « Titre 1 » has « Titre1 »: Word drops accents and spaces."""
    return re.sub("[^a-z0-9]", "", name.casefold())


def _added(theirs: etree._Element, model: etree._Element) -> etree._Element:
    """A copy of our style in the template, which keeps its own default style of each type."""
    copy = deepcopy(model)
    if copy.get(f"{W}default") and any(
        style.get(f"{W}default") and style.get(f"{W}type") == copy.get(f"{W}type") for style in theirs
    ):
        del copy.attrib[f"{W}default"]
    theirs.append(copy)
    return copy


def _free_ids(theirs: etree._Element, renamed: dict[str, str]) -> None:
    """A style of another name that sits on an id we take moves aside."""
    taken = set(renamed.values())
    for style in theirs.findall(f"{W}style"):
        if _id(style) in taken and _id(style) not in renamed:
            renamed[_id(style)] = f"{_id(style)}Modele"


def _adopt_lists(document: Document, base: Document) -> Mapping[str, str]:
    """Appends our lists to the template's, and gives their numbers there by their numbers in ours."""
    theirs = document.part.numbering_part.element
    ours = base.part.numbering_part.element
    if theirs.find(f"{W}abstractNum") is not None and _same_lists(theirs, ours):
        return {}
    shift = 1 + max((int(num.get(f"{W}numId")) for num in theirs.findall(f"{W}num")), default=0)
    abstract_shift = 1 + max(
        (int(num.get(f"{W}abstractNumId")) for num in theirs.findall(f"{W}abstractNum")), default=0
    )
    numbers = {}
    for described in ours.findall(f"{W}abstractNum"):
        copy = deepcopy(described)
        copy.set(f"{W}abstractNumId", str(int(described.get(f"{W}abstractNumId")) + abstract_shift))
        first = theirs.find(f"{W}num")
        theirs.append(copy) if first is None else first.addprevious(copy)
    for used in ours.findall(f"{W}num"):
        copy = deepcopy(used)
        number = used.get(f"{W}numId")
        numbers[number] = str(int(number) + shift)
        copy.set(f"{W}numId", numbers[number])
        link = copy.find(f"{W}abstractNumId")
        link.set(f"{W}val", str(int(link.get(f"{W}val")) + abstract_shift))
        theirs.append(copy)
    return numbers


def _same_lists(theirs: etree._Element, ours: etree._Element) -> bool:
    return bool(etree.tostring(theirs) == etree.tostring(ours))


def _number_like(style: etree._Element, model: etree._Element, numbers: Mapping[str, str]) -> None:
    wanted = deepcopy(model.find(f"{W}pPr/{W}numPr"))
    number = wanted.find(f"{W}numId")
    number.set(f"{W}val", numbers.get(number.get(f"{W}val"), number.get(f"{W}val")))
    properties = style.get_or_add_pPr()
    properties._remove_numPr()
    properties._insert_numPr(wanted)


def _lead_like(style: etree._Element, model: etree._Element, width: int) -> None:
    """Dots up to the page number at the end of the line, where the template's style has no such tab stop.

    Word writes them in each line of the contents rather than in the style.
    """
    properties = style.get_or_add_pPr()
    stops = properties.findall(f"{W}tabs/{W}tab")
    if not any(stop.get(f"{W}val") == "right" for stop in stops):
        for name in ("tabs", "ind"):
            getattr(properties, f"_remove_{name}")()
            getattr(properties, f"_insert_{name}")(deepcopy(model.find(f"{W}pPr/{W}{name}")))
    for stop in properties.findall(f"{W}tabs/{W}tab[@{W}val='right']"):
        stop.set(f"{W}pos", str(width))
    # LibreOffice does not show what a tab stop brings into the right indent.
    for indent in properties.findall(f"{W}ind"):
        indent.attrib.pop(f"{W}right", None)


def _speak_french(styles: etree._Element) -> None:
    """A screen reader reads the document in the language of its defaults."""
    for language in styles.iterfind(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang"):
        language.set(f"{W}val", "fr-FR")
