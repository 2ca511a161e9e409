"""Builds contrat.docx, the plain Word template of the application: `python docx_templates/build.py [TARGET]`.

Everything the writer relies on is here: styles, numbering, margins, header and footer. The same script
gives the same bytes each time, so that a change of the template can be reviewed as text.
"""

import sys
import zipfile
from pathlib import Path

from word_letterhead import FOOTER, HEADER, R, font_table, letterhead, theme
from word_lists import numbering
from word_styles import HEAD, W, styles

TARGET = Path(__file__).with_name("contrat.docx")
MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


DOCUMENT = (
    f'{HEAD}<w:document {W} {R}><w:body><w:sectPr><w:headerReference w:type="default" r:id="rId10"/>'
    '<w:headerReference w:type="first" r:id="rId11"/><w:footerReference w:type="default" r:id="rId12"/>'
    '<w:footerReference w:type="first" r:id="rId13"/><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1304" w:right="1134" w:bottom="1134" w:left="1134" w:header="624" w:footer="567"'
    ' w:gutter="0"/><w:cols w:space="708"/><w:titlePg/></w:sectPr></w:body></w:document>'
)
NO_SPACE = '<w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>'
FOOTNOTES = (
    f'{HEAD}<w:footnotes {W} {R}><w:footnote w:type="separator" w:id="-1"><w:p>{NO_SPACE}'
    '<w:r><w:separator/></w:r></w:p></w:footnote><w:footnote w:type="continuationSeparator" w:id="0">'
    f"<w:p>{NO_SPACE}<w:r><w:continuationSeparator/></w:r></w:p></w:footnote></w:footnotes>"
)
SETTINGS = (
    f'{HEAD}<w:settings {W}><w:zoom w:percent="100"/><w:defaultTabStop w:val="567"/>'
    '<w:characterSpacingControl w:val="doNotCompress"/><w:footnotePr><w:footnote w:id="-1"/>'
    '<w:footnote w:id="0"/></w:footnotePr><w:compat>'
    '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word"'
    ' w:val="15"/></w:compat><w:themeFontLang w:val="fr-FR"/><w:decimalSymbol w:val=","/>'
    '<w:listSeparator w:val=";"/></w:settings>'
)
CORE = (
    f'{HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Contrat de ville</dc:title>'
    "<dc:creator>Assistant de rédaction</dc:creator><dc:language>fr-FR</dc:language></cp:coreProperties>"
)
# name, relation from the document, content type, text
PARTS = (
    ("word/styles.xml", "rId1", f"{MIME}.styles+xml", styles()),
    ("word/numbering.xml", "rId2", f"{MIME}.numbering+xml", numbering()),
    ("word/settings.xml", "rId3", f"{MIME}.settings+xml", SETTINGS),
    ("word/footnotes.xml", "rId4", f"{MIME}.footnotes+xml", FOOTNOTES),
    ("word/theme/theme1.xml", "rId5", "application/vnd.openxmlformats-officedocument.theme+xml", theme()),
    ("word/fontTable.xml", "rId6", f"{MIME}.fontTable+xml", font_table()),
    ("word/header1.xml", "rId10", f"{MIME}.header+xml", letterhead("header", HEADER)),
    ("word/header2.xml", "rId11", f"{MIME}.header+xml", letterhead("header", "")),
    ("word/footer1.xml", "rId12", f"{MIME}.footer+xml", letterhead("footer", FOOTER)),
    ("word/footer2.xml", "rId13", f"{MIME}.footer+xml", letterhead("footer", "")),
)


def content_types() -> str:
    """[Content_Types].xml."""
    overrides = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, _, kind, _ in PARTS)
    return (
        f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{MIME}.document.main+xml"/>{overrides}'
        '<Override PartName="/docProps/core.xml"'
        ' ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
    )


def relations(*of: tuple[str, str, str]) -> str:
    """Return a .rels part."""
    links = "".join(
        f'<Relationship Id="{identifier}" Type="{kind}" Target="{target}"/>'
        for identifier, kind, target in of
    )
    return f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{links}</Relationships>'


def build() -> dict[str, str]:
    """Every part of the template, by name, in the order of the zip."""
    core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    root = relations(
        ("rId1", f"{RELATION}/officeDocument", "word/document.xml"), ("rId2", core, "docProps/core.xml")
    )
    document = relations(
        *(
            (identifier, f"{RELATION}/{kind.split('.')[-1].removesuffix('+xml')}", name.removeprefix("word/"))
            for name, identifier, kind, _ in PARTS
        )
    )
    return {
        "[Content_Types].xml": content_types(),
        "_rels/.rels": root,
        "word/document.xml": DOCUMENT,
        "word/_rels/document.xml.rels": document,
        **{name: text for name, _, _, text in PARTS},
        "docProps/core.xml": CORE,
    }


def write(target: Path = TARGET) -> None:
    """Write the template with fixed dates."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in build().items():
            member = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, text)


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET)
