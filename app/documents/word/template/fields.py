"""Links and fields of a template: an allow-list. What fetches is refused, the unknown keeps its text alone.

Drawings carry addresses without a relationship: old VML, online video, SmartArt. Settings that would lock the
contract, or lead out of it, do not go into it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from app.documents.word.template.xml import FETCHING, Removals, Unusable, remove, unwrap
from app.formats.xml_parts import DIAGRAM_DRAWING, OFFICE_DRAWING, VML, WP15, A, R, W

SCHEMES = ("http", "https", "mailto", "tel")
_FOLLOWED = re.compile(r"(?:https?://[^\\/\s]|(?:mailto|tel):)[^\\\x00-\x20]*", re.IGNORECASE)
_SCHEME = re.compile(r"\s*([a-z][a-z0-9+.-]{1,19}):", re.IGNORECASE)
LONGEST = 2_083
"""The longest address that Word takes."""


def is_followed(address: str) -> bool:
    """Whether a reader may follow the link: a web page, an e-mail, a telephone."""
    return len(address) <= LONGEST and _FOLLOWED.fullmatch(address.strip().replace(" ", "%20")) is not None


def scheme_of(address: str) -> str:
    """Return « javascript: », or what an address without a scheme is."""
    scheme = _SCHEME.match(address)
    return f"{scheme[1].lower()}:" if scheme else "adresse locale"


_VML = (f"{VML}*", f"{OFFICE_DRAWING}*")
_ADDRESSES = ("href", f"{OFFICE_DRAWING}href")
_SOURCES = ("src", "althref", f"{OFFICE_DRAWING}althref")
_VIDEO = f"{WP15}webVideoPr"
_DIAGRAM_DRAWING = f"{DIAGRAM_DRAWING}dataModelExt"


def clean_drawings(root: etree._Element, removals: Removals) -> None:
    """Keep the links that may be followed; remove sources, and what names a relationship in another way."""
    for element in root.iter(*_VML):
        for name in _SOURCES:
            element.attrib.pop(name, None)
        for name in _ADDRESSES:
            address = element.get(name)
            if address is not None and not is_followed(address):
                del element.attrib[name]
                removals.links[scheme_of(address)] += 1
        id_ = element.attrib.pop(f"{OFFICE_DRAWING}relid", None)
        if id_ and element.get(f"{R}id") is None:
            element.set(f"{R}id", id_)
    for node in list(root.iter(_VIDEO, _DIAGRAM_DRAWING)):
        if node.tag == _VIDEO:
            removals.note_content("webVideoPr")
        remove(next(node.iterancestors(f"{A}ext"), node))


ATTACHED = "Le modèle attaché, sur un disque ou un réseau, a été détaché : le projet n’en a pas besoin."
MERGED = "Le publipostage du modèle a été retiré, avec sa source de données."
PROTECTED = "La protection du modèle a été levée : le projet peut être complété."
_SAID = {
    "attachedTemplate": ATTACHED,
    "mailMerge": MERGED,
    "documentProtection": PROTECTED,
    "writeProtection": PROTECTED,
}
# Without its attached template a document has no styles to link to; `updateFields` makes Word ask a question.
_SILENT = (
    "linkStyles",
    "saveThroughXslt",
    "updateFields",
    "attachedSchema",
    "smartTagType",
    "saveSubsetFonts",
)


def clean_settings(settings: etree._Element) -> Iterator[str]:
    """Remove these settings, and yield one sentence for each that its author will miss."""
    said = {}
    for name in (*_SAID, *_SILENT):
        for node in list(settings.iter(f"{W}{name}")):
            remove(node)
            said[_SAID.get(name, "")] = True
    yield from filter(None, said)


ALLOWED = frozenset(
    (
        "=", "ADVANCE", "AUTHOR", "AUTONUM", "AUTONUMLGL", "AUTONUMOUT", "BIBLIOGRAPHY", "CITATION",
        "COMMENTS", "CREATEDATE", "DATE", "DOCPROPERTY", "DOCVARIABLE", "EDITTIME", "EQ", "FILENAME",
        "FILESIZE", "FORMCHECKBOX", "FORMDROPDOWN", "FORMTEXT", "HYPERLINK", "IF", "INDEX", "INFO",
        "KEYWORDS", "LASTSAVEDBY", "LISTNUM", "NOTEREF", "NUMCHARS", "NUMPAGES", "NUMWORDS", "PAGE",
        "PAGEREF", "PRINTDATE", "REF", "REVNUM", "SAVEDATE", "SECTION", "SECTIONPAGES", "SEQ", "STYLEREF",
        "SUBJECT", "SYMBOL", "TA", "TC", "TEMPLATE", "TIME", "TITLE", "TOA", "TOC", "XE",
    )
)  # fmt: skip
"""Fields that compute from the document, the clock or what is typed."""
REFUSED = frozenset(
    (
        "CONTROL", "DATABASE", "DDE", "DDEAUTO", "EMBED", "HTMLCONTROL", "IMPORT", "INCLUDE",
        "INCLUDEPICTURE", "INCLUDETEXT", "LINK", "OCX", "RD",
    )
)  # fmt: skip
"""Fields that fetch: their text alone would not be what the author wanted to show."""
_NESTED = "\ufffc"
_NAME = re.compile(r"\s*(=|[^\W\d_]\w*)(?=\s|$|\\|\"|=)|\s*(=)")
_WORD = re.compile(r'"([^"]*)"?|([^\s"]+)')
_SWITCHES_WITH_VALUE = ("\\l", "\\o", "\\s", "\\t")
_SWITCHES_ALONE = ("\\h", "\\m", "\\n")
_BUTTON = re.compile(r"\s*MACROBUTTON\s+\S+\s+(.+)", re.IGNORECASE | re.DOTALL)
# Word reads as an instruction whatever text stands before the result.
_PIECES = tuple(f"{W}{name}" for name in ("fldChar", "instrText", "delInstrText", "fldSimple", "t"))


@dataclass(slots=True)
class _Field:
    """A field of several runs: its marks, and the pieces of its instruction."""

    marks: list[etree._Element]
    pieces: list[etree._Element] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    in_result: bool = False

    @property
    def instruction(self) -> str:
        """What its own pieces say, with a sign for each field nested in them: that could complete a name."""
        return "".join(self.said)


def keep_allowed_fields(root: etree._Element) -> Iterator[str]:
    """Take the fields that are not allowed out of a part, and yield their names; their results stay.

    Raises Unusable for a field that fetches another file.
    """
    opened: list[_Field] = []
    for node in list(root.iter(*_PIECES)):
        if node.tag == f"{W}fldChar":
            yield from _judge_mark(opened, node)
        elif node.tag == f"{W}fldSimple":
            _note_nested(opened)
            yield from _judge_simple(node)
        else:
            _note_piece(opened, node)
    # A field that nothing ends would swallow the contract.
    for unfinished in opened:
        _refuse_fetching(unfinished.instruction)
        unfinished.pieces = [piece for piece in unfinished.pieces if piece.tag != f"{W}t"]
        yield from _flatten(unfinished)
    for node in list(root.iter(f"{W}fldData", f"{W}entryMacro", f"{W}exitMacro")):
        remove(node)


def _judge_mark(opened: list[_Field], node: etree._Element) -> Iterator[str]:
    kind = node.get(f"{W}fldCharType")
    if kind == "begin":
        _note_nested(opened)
        opened.append(_Field([node]))
    elif not opened or kind not in ("separate", "end"):
        remove(node)
    else:
        opened[-1].marks.append(node)
        opened[-1].in_result = True
        if kind == "end":
            yield from _judge(opened.pop())


def _judge(ended: _Field) -> Iterator[str]:
    _refuse_fetching(ended.instruction)
    if not _is_allowed(ended.instruction):
        yield from _flatten(ended)


def _note_nested(opened: list[_Field]) -> None:
    if opened and not opened[-1].in_result:
        opened[-1].said.append(_NESTED)


def _note_piece(opened: list[_Field], node: etree._Element) -> None:
    if opened and not opened[-1].in_result:
        opened[-1].pieces.append(node)
        opened[-1].said.append(node.text or "")
    elif node.tag != f"{W}t":
        remove(node)


def _judge_simple(node: etree._Element) -> Iterator[str]:
    instruction = node.get(f"{W}instr", "")
    _refuse_fetching(instruction)
    if not _is_allowed(instruction):
        unwrap(node)
        yield _name_of(instruction)


def _flatten(found: _Field) -> Iterator[str]:
    shown = _BUTTON.match(found.instruction)
    if shown and found.pieces:
        # The text of a button is a part of its instruction.
        text = etree.Element(f"{W}t")
        text.text = shown[1].strip()
        found.pieces[0].addprevious(text)
    for node in (*found.marks, *found.pieces):
        remove(node)
    yield _name_of(found.instruction)


def _name_of(instruction: str) -> str:
    name = _NAME.match(instruction)
    return (name[1] or name[2]).upper() if name else ""


def _refuse_fetching(instruction: str) -> None:
    if _name_of(instruction) in REFUSED:
        raise Unusable(FETCHING)


def _is_allowed(instruction: str) -> bool:
    name = _name_of(instruction)
    if name == "HYPERLINK":
        return _NESTED not in instruction and all(map(is_followed, _addresses(instruction)))
    return name in ALLOWED


def _addresses(instruction: str) -> Iterator[str]:
    """Yield what a HYPERLINK leads to: each word that is no switch, nor the value of one."""
    words = (found[1] if found[1] is not None else found[2] for found in _WORD.finditer(instruction))
    next(words, None)
    for word in words:
        if word.lower() in _SWITCHES_WITH_VALUE:
            next(words, None)
        elif word.lower() not in _SWITCHES_ALONE:
            yield word
