"""Content controls: the clauses, which cannot be deleted by accident, and the places to fill."""

from collections.abc import Iterable
from datetime import date

from app.documents.word.ooxml.text import Inline, Style, Xml, characters, inline, xml_text
from app.domain.french import format_date
from app.domain.text import is_blank, truncate

TO_FILL = "[à\u00a0compléter]"
# Word's own limit for the title and the tag of a control, in UTF-16 units.
LONGEST_NAME = 64
LOCK = '<w:lock w:val="sdtLocked"/>'
"""The control cannot be deleted by accident; its text can be edited and tracked."""


def clause_control(tag: str, alias: str, content: Inline) -> Xml:
    """Return a control around the words of a clause, and nothing else: its content can be read back as it is.

    It stands inside its paragraph because LibreOffice loses the text of a control that holds a footnote
    (7.4, measured).
    """
    return Xml(
        f"<w:sdt><w:sdtPr>{names(tag, alias)}{LOCK}</w:sdtPr>"
        f"<w:sdtContent>{inline((content,))}</w:sdtContent></w:sdt>"
    )


def contents_control(content: Xml) -> Xml:
    """Return the control by which Word knows a table of contents and offers to update it."""
    return Xml(
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/>'
        f"</w:docPartObj></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"
    )


def text_place(tag: str, alias: str, typed: str = "", *, locked: bool = False) -> Xml:
    """Return a place for text, of several lines if need be.

    `locked`: it holds a clause, see `clause_control`.
    Not a plain text control (`w:text`): LibreOffice 7.4 moves its line breaks and drops its style.
    """
    return _place(f"{names(tag, alias)}{LOCK if locked else ''}", "", typed)


def date_place(tag: str, alias: str, typed: str = "") -> Xml:
    """Return a date picker. `typed` is an ISO date; whatever else was typed is kept as text."""
    try:
        chosen = date.fromisoformat(typed)
    except ValueError:
        return _place(names(tag, alias), _picker(""), "") if not typed else text_place(tag, alias, typed)
    picker = _picker(f' w:fullDate="{chosen}T00:00:00Z"')
    return _place(names(tag, alias), picker, format_date(chosen))


def choice_place(tag: str, alias: str, choices: Xml, typed: str = "") -> Xml:
    """Return a list to choose from, that also takes any other text. `choices` comes from `choice_list`."""
    return _place(names(tag, alias), f"<w:comboBox>{choices}</w:comboBox>", typed)


def choice_list(titles: Iterable[str]) -> Xml:
    """Return what a list offers: made once for a document, used by each of its places."""
    return Xml(
        "".join(
            f'<w:listItem w:displayText="{title}" w:value="{title}"/>'
            for title in dict.fromkeys(xml_text(title) for title in titles)
        )
    )


def _picker(chosen: str) -> str:
    return (
        f'<w:date{chosen}><w:dateFormat w:val="d MMMM yyyy"/><w:lid w:val="fr-FR"/>'
        '<w:storeMappedDataAs w:val="dateTime"/><w:calendar w:val="gregorian"/></w:date>'
    )


def _place(identity: str, kind: str, typed: str) -> Xml:
    if typed and not is_blank(typed):
        return Xml(
            f"<w:sdt><w:sdtPr>{identity}{kind}</w:sdtPr>"
            f"<w:sdtContent><w:r>{characters(typed)}</w:r></w:sdtContent></w:sdt>"
        )
    return Xml(
        f"<w:sdt><w:sdtPr>{identity}<w:showingPlcHdr/>{kind}</w:sdtPr><w:sdtContent><w:r><w:rPr>"
        f'<w:rStyle w:val="{Style.PLACEHOLDER}"/></w:rPr><w:t>{TO_FILL}</w:t></w:r></w:sdtContent></w:sdt>'
    )


def names(tag: str, alias: str) -> str:
    """Title and tag. A long title is cut; a tag is an identity, so it is kept."""
    return f'<w:alias w:val="{xml_text(truncate(alias, LONGEST_NAME))}"/><w:tag w:val="{xml_text(tag)}"/>'
