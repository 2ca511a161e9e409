"""The styles of contrat.docx: sober, 10 points and a half, left aligned, in French."""

from dataclasses import dataclass

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

# Contrast on white, as WCAG counts it: ink 11:1, slate 7:1, rust 7:1.
INK, SLATE, RUST, PALE, RULE = "1F3A5F", "4D5662", "8A3A12", "E9EEF5", "A9B6C6"
FONT = "Arial"


@dataclass(frozen=True)
class Style:
    """One Word style. `paragraph` and `run` are its properties, in the order of the schema."""

    id: str
    name: str
    paragraph: str = ""
    run: str = ""
    based_on: str = "Normal"
    next: str = ""
    kind: str = "paragraph"
    priority: int = 10
    table: str = ""


def size(points: float) -> str:
    """Return the two elements that Word wants for a size."""
    return f'<w:sz w:val="{points * 2:.0f}"/><w:szCs w:val="{points * 2:.0f}"/>'


def color(value: str) -> str:
    """Return a text colour."""
    return f'<w:color w:val="{value}"/>'


def spacing(before: int = 0, after: int = 0, line: int = 264) -> str:
    """Space before and after in twentieths of a point; 240 is single line spacing."""
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="auto"/>'


def numbered(list_id: int, level: int = 0) -> str:
    """Return what puts a paragraph in a list."""
    level_xml = f'<w:ilvl w:val="{level}"/>' if level else ""
    return f'<w:numPr>{level_xml}<w:numId w:val="{list_id}"/></w:numPr>'


def border(side: str, value: str, width: int = 8, space: int = 4) -> str:
    """Return a rule on one side of a paragraph."""
    return f'<w:pBdr><w:{side} w:val="single" w:sz="{width}" w:space="{space}" w:color="{value}"/></w:pBdr>'


BOLD = "<w:b/><w:bCs/>"
ITALIC = "<w:i/><w:iCs/>"
KEEP = "<w:keepNext/><w:keepLines/>"
PLAIN = '<w:b w:val="0"/><w:bCs w:val="0"/>'
HEADINGS, ANNEXES, BULLETS = 1, 2, 3
TOC_TABS = (
    '<w:tabs><w:tab w:val="left" w:pos="{0}"/><w:tab w:val="right" w:leader="dot" w:pos="9638"/></w:tabs>'
)

STYLES = (
    Style("Title", "Title", KEEP + spacing(3400, 240, 240), BOLD + color(INK) + size(34), next="Subtitle"),
    Style("Subtitle", "Subtitle", KEEP + spacing(0, 480, 252), color(INK) + size(20)),
    Style("CoverText", "Texte de couverture", spacing(0, 120), size(12)),
    Style(
        "CoverNote",
        "Note de couverture",
        border("top", RULE, 6, 8) + spacing(3000, 0),
        color(SLATE) + size(11),
    ),
    Style(
        "Heading1",
        "heading 1",
        KEEP
        + "<w:pageBreakBefore/>"
        + numbered(HEADINGS)
        + border("bottom", INK, 8, 4)
        + spacing(320, 180, 252)
        + '<w:outlineLvl w:val="0"/>',
        BOLD + color(INK) + size(18),
        next="Normal",
        priority=9,
    ),
    Style(
        "Heading2",
        "heading 2",
        KEEP + numbered(HEADINGS, 1) + spacing(280, 100, 252) + '<w:outlineLvl w:val="1"/>',
        BOLD + color(INK) + size(14),
        next="Normal",
        priority=9,
    ),
    Style(
        "Heading3",
        "heading 3",
        KEEP + numbered(HEADINGS, 2) + spacing(220, 60, 252) + '<w:outlineLvl w:val="2"/>',
        BOLD + color(INK) + size(11.5),
        next="Normal",
        priority=9,
    ),
    Style("AnnexHeading", "Titre d’annexe", numbered(ANNEXES), based_on="Heading1", next="Normal"),
    Style(
        "PlainHeading",
        "Titre non numéroté",
        numbered(0) + '<w:ind w:left="0" w:firstLine="0"/>',
        based_on="Heading1",
        next="Normal",
    ),
    Style(
        "TOCHeading",
        "TOC Heading",
        KEEP
        + "<w:pageBreakBefore/>"
        + numbered(0)
        + border("bottom", INK, 8, 4)
        + spacing(0, 180, 252)
        + '<w:outlineLvl w:val="9"/>',
        BOLD + color(INK) + size(18),
        priority=39,
    ),
    Style(
        "TOC1",
        "toc 1",
        "<w:keepLines/>"
        + TOC_TABS.format(567)
        + spacing(40, 0, 240)
        + '<w:ind w:left="567" w:right="567" w:hanging="567"/>',
        BOLD + color(INK),
        priority=39,
    ),
    Style(
        "TOC2",
        "toc 2",
        "<w:keepLines/>"
        + TOC_TABS.format(1247)
        + spacing(0, 0, 240)
        + '<w:ind w:left="1247" w:right="567" w:hanging="680"/>',
        run=size(10),
        priority=39,
    ),
    Style("Visa", "Visa", spacing(0, 80)),
    Style(
        "Remark",
        "Remarque",
        KEEP + border("left", RUST, 12, 8) + spacing(60, 60) + '<w:ind w:left="227"/>',
        color(RUST),
    ),
    Style("Guidance", "Consigne", "<w:keepNext/>" + spacing(60, 80, 247), color(SLATE) + size(10)),
    Style(
        "PlaceToFill",
        "Place à compléter",
        border("left", RULE, 12, 8) + spacing(60, 100) + '<w:ind w:left="227"/><w:contextualSpacing/>',
    ),
    Style("ListBullet", "List Bullet", numbered(BULLETS) + spacing(0, 60) + "<w:contextualSpacing/>"),
    Style("Caption", "caption", "<w:keepNext/>" + spacing(160, 60), BOLD + color(INK), priority=35),
    Style("TableText", "Texte de tableau", spacing(20, 20, 240), size(10)),
    Style("TableHeading", "En-tête de tableau", KEEP, BOLD + color(INK), based_on="TableText"),
    Style("TableNote", "Note de tableau", run=color(SLATE), based_on="TableText"),
    Style("TableRemark", "Remarque de tableau", run=color(RUST), based_on="TableText"),
    Style(
        "Header",
        "header",
        '<w:tabs><w:tab w:val="right" w:pos="9638"/></w:tabs>' + spacing(0, 0, 240),
        color(SLATE) + size(9),
        priority=99,
    ),
    Style(
        "Footer",
        "footer",
        '<w:tabs><w:tab w:val="right" w:pos="9638"/></w:tabs>' + spacing(0, 0, 240),
        color(SLATE) + size(9),
        priority=99,
    ),
    Style(
        "FootnoteReference",
        "footnote reference",
        "",
        '<w:vertAlign w:val="superscript"/>',
        kind="character",
        based_on="DefaultParagraphFont",
        priority=99,
    ),
    Style("CommentText", "annotation text", spacing(0, 0, 240), size(10), priority=99),
    Style(
        "CommentReference",
        "annotation reference",
        "",
        size(8),
        kind="character",
        based_on="DefaultParagraphFont",
        priority=99,
    ),
    Style(
        "Hyperlink",
        "Hyperlink",
        "",
        color("1F4E9E") + '<w:u w:val="single"/>',
        kind="character",
        based_on="DefaultParagraphFont",
        priority=99,
    ),
    Style(
        "PlaceholderText",
        "Placeholder Text",
        "",
        ITALIC + color("5C5C5C"),
        kind="character",
        based_on="DefaultParagraphFont",
        priority=99,
    ),
    Style("Strong", "Strong", "", BOLD, kind="character", based_on="DefaultParagraphFont", priority=22),
    Style(
        "ContractTable",
        "Tableau du contrat",
        kind="table",
        based_on="TableNormal",
        priority=59,
        table=(
            "<w:tblPr><w:tblBorders>"
            + "".join(
                f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{RULE}"/>'
                for side in ("top", "left", "bottom", "right", "insideH", "insideV")
            )
            + '</w:tblBorders><w:tblCellMar><w:left w:w="100" w:type="dxa"/>'
            '<w:right w:w="100" w:type="dxa"/></w:tblCellMar></w:tblPr>'
            # The style of its paragraphs makes the first row bold: said twice, Word cancels it.
            f'<w:tblStylePr w:type="firstRow"><w:rPr>{PLAIN}</w:rPr>'
            f'<w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{PALE}"/></w:tcPr></w:tblStylePr>'
            f'<w:tblStylePr w:type="firstCol"><w:rPr>{BOLD}</w:rPr></w:tblStylePr>'
        ),
    ),
)


def style_xml(style: Style) -> str:
    """One `w:style`."""
    custom = "" if style.name.isascii() and style.id not in {"Visa", "Remark"} else ' w:customStyle="1"'
    followed = f'<w:next w:val="{style.next}"/>' if style.next else ""
    paragraph = f"<w:pPr>{style.paragraph}</w:pPr>" if style.paragraph else ""
    run = f"<w:rPr>{style.run}</w:rPr>" if style.run else ""
    return (
        f'<w:style w:type="{style.kind}"{custom} w:styleId="{style.id}"><w:name w:val="{style.name}"/>'
        f'<w:basedOn w:val="{style.based_on}"/>{followed}<w:uiPriority w:val="{style.priority}"/>'
        f"<w:qFormat/>{paragraph}{run}{style.table}</w:style>"
    )


def styles() -> str:
    """styles.xml: French, 10 points and a half, left aligned."""
    return (
        f"{HEAD}<w:styles {W}><w:docDefaults><w:rPrDefault><w:rPr>"
        f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>{size(10.5)}'
        '<w:lang w:val="fr-FR" w:eastAsia="fr-FR" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        f"<w:pPrDefault><w:pPr>{spacing(0, 120, 254)}</w:pPr></w:pPrDefault></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        '<w:pPr><w:jc w:val="left"/></w:pPr><w:rPr><w:lang w:val="fr-FR"/></w:rPr></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
        '<w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
        '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/></w:style>'
        f"{''.join(map(style_xml, STYLES))}</w:styles>"
    )
