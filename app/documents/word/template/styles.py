"""Gives a template the styles that the writer uses, whatever language it was made in.

A style is found by its name, in English or in French, in any case, then by its id; it keeps its look, takes
the id that the writer knows, and breaks pages as the contract wants. What is missing comes from contrat.docx.
"""

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy

from docx.oxml import parse_xml
from lxml import etree

from app.documents.word.ooxml import Style
from app.documents.word.template.numbering import adopt_lists, number_like
from app.documents.word.template.parts import STYLES, Template
from app.documents.word.template.xml import remove, serialize
from app.formats.xml_parts import W

FRENCH: Mapping[str, tuple[str, ...]] = {
    Style.TITLE: ("titre",),
    Style.SUBTITLE: ("sous-titre",),
    Style.HEADING_1: ("titre 1",),
    Style.HEADING_2: ("titre 2",),
    Style.HEADING_3: ("titre 3",),
    Style.CONTENTS_HEADING: ("en-tête de table des matières", "titre de table des matières"),
    Style.CONTENTS_1: ("table des matières 1", "tm 1"),
    Style.CONTENTS_2: ("table des matières 2", "tm 2"),
    Style.BULLET: ("liste à puces",),
    Style.CAPTION: ("légende",),
    Style.FOOTNOTE_REFERENCE: ("appel note de bas de p.", "appel de note de bas de page"),
    Style.COMMENT_TEXT: ("commentaire",),
    Style.COMMENT_REFERENCE: ("marque de commentaire",),
    Style.LINK: ("lien hypertexte", "internet link"),
    Style.PLACEHOLDER: ("texte de l’espace réservé",),
    Style.STRONG: ("accentuation forte", "strong emphasis"),
}
# What the other styles rest on.
_FOUNDATIONS = ("DefaultParagraphFont", "TableNormal")
_WANTED = (*_FOUNDATIONS, *Style)
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
_REFERENCES = tuple(
    f"{W}{name}"
    for name in ("pStyle", "rStyle", "tblStyle", "basedOn", "next", "link", "numStyleLink", "styleLink")
)


def add_no_styles(template: Template, base: Template) -> None:
    """Give a template without styles the defaults of ours, so that each style counts as missing."""
    root = deepcopy(base.root(STYLES))
    for style in root.findall(f"{W}style"):
        if _id(style) in _WANTED:
            remove(style)
    template.add_single(STYLES, root)


def adopt_styles(template: Template, base: Template, width: int) -> tuple[str, ...]:
    """Add the styles that the template lacks, give the writer's ids to the others; return the names added.

    `width`: that of its lines, in twentieths of a point.
    """
    known = {_id(style): style for style in _with_properties(base).findall(f"{W}style")}
    theirs = _with_properties(template)
    _drop_doubles(theirs)
    index = _Index(theirs)
    found = {id_: index.find(id_, known[id_]) for id_ in _WANTED}
    _rename(template, {_id(style): id_ for id_, style in found.items() if style is not None})
    numbers = adopt_lists(template, base)
    for id_ in _WANTED:
        style, model = found[id_], known[id_]
        if style is None:
            style = _add(theirs, model)
        else:
            _take_over(style, model, id_)
        if id_ in _NUMBERED:
            number_like(style, model, numbers)
        if id_ in _WITH_LEADER:
            _lead_like(style, model, width)
    _speak_french(theirs)
    added = (id_ for id_ in Style if found[id_] is None)
    return tuple(_shown_name(id_, known[id_]) for id_ in added)


def _with_properties(template: Template) -> etree._Element:
    """Return the styles as elements of python-docx, which knows in which order their properties go."""
    part = template.parts[STYLES.name]
    part.root = parse_xml(serialize(part.root).encode())
    return part.root


def _drop_doubles(theirs: etree._Element) -> None:
    """One style an id: nothing can be said of a style without one, nor of a second one."""
    seen = {""}
    for style in theirs.findall(f"{W}style"):
        if _id(style) in seen:
            remove(style)
        seen.add(_id(style))


class _Index:
    """The styles of a template by type and name, and by type and id. The first one of a name counts."""

    def __init__(self, theirs: etree._Element) -> None:
        self._names: dict[tuple[str, str], etree._Element] = {}
        self._ids: dict[tuple[str, str], etree._Element] = {}
        for style in theirs.findall(f"{W}style"):
            type_ = style.get(f"{W}type", "paragraph")
            self._names.setdefault((type_, _name(style)), style)
            self._ids.setdefault((type_, _squeezed(_id(style))), style)

    def find(self, wanted: str, model: etree._Element) -> etree._Element | None:
        """Return the style that plays the part of ours; None where the template has none."""
        type_ = model.get(f"{W}type")
        names = (_name(model), *FRENCH.get(wanted, ()))
        by_name = (self._names.get((type_, name)) for name in names)
        by_id = (self._ids.get((type_, _squeezed(name))) for name in (wanted, *names))
        return next((style for style in (*by_name, *by_id) if style is not None), None)


def _rename(template: Template, renamed: Mapping[str, str]) -> None:
    """Give styles their new ids, in definitions and references; what sits on an id we take moves aside."""
    styles = template.root(STYLES).findall(f"{W}style")
    taken = {*map(_id, styles), *_WANTED}
    ids = dict(renamed)
    for style in styles:
        if _id(style) in _WANTED and _id(style) not in renamed:
            ids[_id(style)] = next(name for name in _asides(_id(style)) if name not in taken)
            taken.add(ids[_id(style)])
    for style in styles:
        style.set(f"{W}styleId", ids.get(_id(style), _id(style)))
    for root in template.roots():
        for node in root.iter(*_REFERENCES):
            old = node.get(f"{W}val", "")
            node.set(f"{W}val", ids.get(old, old))


def _asides(id_: str) -> Iterator[str]:
    yield f"{id_}Modele"
    rank = 2
    while True:
        yield f"{id_}Modele{rank}"
        rank += 1


def _take_over(style: etree._Element, model: etree._Element, wanted: str) -> None:
    """Make a style of the template ours: its name where Word knows another, where pages break."""
    if _name(style) in FRENCH.get(wanted, ()):
        # Word knows its own styles by their English names, whatever language it shows them in.
        style.find(f"{W}name").set(f"{W}val", model.find(f"{W}name").get(f"{W}val"))
    properties = style.get_or_add_pPr() if model.find(f"{W}pPr") is not None else None
    for name in _STRUCTURE:
        if properties is not None and model.find(f"{W}pPr/{W}{name}") is not None:
            getattr(properties, f"_remove_{name}")()
            getattr(properties, f"_insert_{name}")(deepcopy(model.find(f"{W}pPr/{W}{name}")))


def _shown_name(wanted: str, style: etree._Element) -> str:
    """Return the French name of a style, as its user knows it."""
    french = FRENCH.get(wanted, ())
    return french[0].capitalize() if french else str(style.find(f"{W}name").get(f"{W}val"))


def _id(style: etree._Element) -> str:
    return str(style.get(f"{W}styleId", ""))


def _name(style: etree._Element) -> str:
    name = style.find(f"{W}name")
    return "" if name is None else str(name.get(f"{W}val", "")).casefold()


def _squeezed(name: str) -> str:
    """« Légende » has the id « Lgende », « Titre 1 » has « Titre1 »: Word drops accents and spaces."""
    return re.sub("[^a-z0-9]", "", name.casefold())


def _add(theirs: etree._Element, model: etree._Element) -> etree._Element:
    """Return a copy of our style in the template, which keeps its own default style of each type."""
    copy = deepcopy(model)
    if copy.get(f"{W}default") and any(
        style.get(f"{W}default") and style.get(f"{W}type") == copy.get(f"{W}type") for style in theirs
    ):
        del copy.attrib[f"{W}default"]
    theirs.append(copy)
    return copy


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
    """Set French as the language of the defaults, in which a screen reader reads the document."""
    for language in styles.iterfind(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang"):
        language.set(f"{W}val", "fr-FR")
