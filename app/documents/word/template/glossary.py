"""The building block of the places to fill: the words that Word shows again where a text was deleted."""

from copy import deepcopy

from lxml import etree

from app.documents.word.ooxml import Style
from app.documents.word.ooxml.controls import PLACEHOLDER, TO_FILL
from app.documents.word.template.package import OFFICE
from app.documents.word.template.parts import STYLES, Part, PartKind, Template
from app.formats.xml_parts import W

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
GLOSSARY = PartKind(
    "glossaryDocument",
    "word/glossary/document.xml",
    f"{_WORD}document.glossary+xml",
    f"{W}glossaryDocument",
)
# A glossary has styles of its own: those of the text are not seen from it.
_GLOSSARY_STYLES = PartKind("styles", "word/glossary/styles.xml", STYLES.content_type, STYLES.root)
# No `w:types`, which are optional: openxml-audit 0.8 takes their `w:type` for that of a section.
_BLOCK = f"""
<w:glossaryDocument xmlns:w="{W[1:-1]}"><w:docParts><w:docPart>
  <w:docPartPr><w:name w:val="{PLACEHOLDER}"/>
    <w:category><w:name w:val="Général"/><w:gallery w:val="placeholder"/></w:category>
    <w:behaviors><w:behavior w:val="content"/></w:behaviors>
    <w:guid w:val="{{5B0E3C0A-6C1B-4A57-9C57-6D1E7A2F4C21}}"/>
  </w:docPartPr>
  <w:docPartBody><w:p>
    <w:r><w:rPr><w:rStyle w:val="{Style.PLACEHOLDER}"/></w:rPr><w:t>{TO_FILL}</w:t></w:r>
  </w:p></w:docPartBody>
</w:docPart></w:docParts></w:glossaryDocument>
"""
_NEEDED = {"DefaultParagraphFont", str(Style.PLACEHOLDER)}


def add_glossary(template: Template) -> None:
    """Add the building block, with the style of the places to fill as the template has it."""
    parser = etree.XMLParser(remove_blank_text=True, resolve_entities=False)
    template.add_single(GLOSSARY, etree.fromstring(_BLOCK, parser))
    styles = deepcopy(template.root(STYLES))
    for style in [one for one in styles if one.tag != f"{W}docDefaults"]:
        if style.get(f"{W}styleId") not in _NEEDED:
            styles.remove(style)
    part = Part(_GLOSSARY_STYLES.name, _GLOSSARY_STYLES, _GLOSSARY_STYLES.content_type, styles)
    template.parts[part.name] = part
    template.parts[GLOSSARY.name].relate(f"{OFFICE}{_GLOSSARY_STYLES.relationship}", "styles.xml")
