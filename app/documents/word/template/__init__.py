"""Adopting the Word template of a collectivité, from its bytes to what is ready to be filled, step by step.

package → security (uses, fields with links, pictures) → numbering, placeholders, styles → prepared.
"""

from copy import deepcopy

from lxml import etree

from app.documents.word.template.fields import PROTECTED
from app.documents.word.template.glossary import add_glossary
from app.documents.word.template.numbering import number_ids
from app.documents.word.template.package import Package
from app.documents.word.template.parts import (
    COMMENTS,
    FONTS,
    FOOTER,
    FOOTNOTES,
    HEADER,
    MAIN,
    SETTINGS,
    STYLES,
    THEME,
    Template,
    add_answers,
    relate_base,
)
from app.documents.word.template.placeholders import (
    complete_page_setup,
    fix_libreoffice,
    mark_letterhead,
    mark_places,
    open_controls,
    text_width,
)
from app.documents.word.template.prepared import PreparedTemplate, cut
from app.documents.word.template.security import secure
from app.documents.word.template.styles import add_no_styles, adopt_styles
from app.documents.word.template.xml import OLD_WORD, Unusable
from app.formats.xml_parts import W
from app.settings import resource

BASE = "contrat.docx"
_OLE = b"\xd0\xcf\x11\xe0"
_NEEDED = (SETTINGS, FOOTNOTES, THEME, FONTS)


def adopt(content: bytes, *, comments: bool) -> PreparedTemplate:
    """Read, secure, complete and cut a template. Raises Unusable with the reason.

    `comments`: whether the draft will add comments; those of the template itself stay in any case.
    """
    template = _open(content)
    base = _open((resource("docx_templates") / BASE).read_bytes())
    _add_missing_parts(template, base, comments=comments)
    number_ids(template)
    for root in template.roots():
        fix_libreoffice(root)
    body = _body(template)
    complete_page_setup(body, _body(base).find(f"{W}sectPr"))
    places = mark_places(body)
    if open_controls(body) and PROTECTED not in template.notices:
        template.notices.append(PROTECTED)
    width = text_width(template.root(MAIN))
    added = adopt_styles(template, base, width)
    add_glossary(template)
    relate_base(template)
    if comments:
        add_answers(template)
    letterhead = [
        part
        for part in template.parts.values()
        if part.kind in (HEADER, FOOTER) and mark_letterhead(part.root)
    ]
    return cut(template, letterhead, width, added, places)


def _open(content: bytes) -> Template:
    if content.startswith(_OLE):
        raise Unusable(OLD_WORD)
    return secure(Package(content))


def _body(template: Template) -> etree._Element:
    """Return the body of the text; an empty document may have none."""
    document = template.root(MAIN)
    body = document.find(f"{W}body")
    return etree.SubElement(document, f"{W}body") if body is None else body


def _add_missing_parts(template: Template, base: Template, *, comments: bool) -> None:
    """Styles, settings, footnotes, theme and fonts, where the template has none."""
    if not template.has(STYLES):
        add_no_styles(template, base)
    for kind in _NEEDED:
        if not template.has(kind):
            template.add_single(kind, deepcopy(base.root(kind)))
    if comments and not template.has(COMMENTS):
        template.add_single(COMMENTS, etree.Element(COMMENTS.root, nsmap={"w": W[1:-1]}))
