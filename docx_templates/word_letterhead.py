"""Header, footer, theme and fonts of contrat.docx."""

from word_styles import FONT, HEAD, INK, PALE, RULE, RUST, SLATE, W

R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'


def place(tag: str, shown: str) -> str:
    """Return a named place of the letterhead, that the writer fills."""
    return (
        f'<w:sdt><w:sdtPr><w:alias w:val="{shown}"/><w:tag w:val="{tag}"/><w:text/></w:sdtPr>'
        f"<w:sdtContent><w:r><w:t>{shown}</w:t></w:r></w:sdtContent></w:sdt>"
    )


def field(name: str) -> str:
    """Return a field with its cached result."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {name} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def said(text: str) -> str:
    """Return a run of text."""
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def letterhead(kind: str, content: str) -> str:
    """header1.xml or footer1.xml, and the empty ones of the cover."""
    element = {"header": "hdr", "footer": "ftr"}[kind]
    style = kind.capitalize()
    return (
        f'{HEAD}<w:{element} {W} {R}><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{content}</w:p>'
        f"</w:{element}>"
    )


def theme() -> str:
    """theme1.xml: the colours and the font of the styles, so that Word's palette offers the same."""
    shades = {
        "dk1": "000000", "lt1": "FFFFFF", "dk2": INK, "lt2": PALE, "accent1": INK, "accent2": RUST,
        "accent3": SLATE, "accent4": RULE, "accent5": INK, "accent6": RUST,
        "hlink": "1F4E9E", "folHlink": SLATE,
    }  # fmt: skip
    colors = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in shades.items())
    font = f'<a:latin typeface="{FONT}"/><a:ea typeface=""/><a:cs typeface=""/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    return (
        f'{HEAD}<a:theme {A} name="Contrat de ville"><a:themeElements>'
        f'<a:clrScheme name="Contrat de ville">{colors}</a:clrScheme><a:fontScheme name="Contrat de ville">'
        f"<a:majorFont>{font}</a:majorFont><a:minorFont>{font}</a:minorFont></a:fontScheme>"
        f'<a:fmtScheme name="Contrat de ville"><a:fillStyleLst>{fill * 3}</a:fillStyleLst><a:lnStyleLst>'
        + f'<a:ln w="9525">{fill}</a:ln>' * 3
        + "</a:lnStyleLst><a:effectStyleLst>"
        + "<a:effectStyle><a:effectLst/></a:effectStyle>" * 3
        + f"</a:effectStyleLst><a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme>"
        "</a:themeElements></a:theme>"
    )


def font_table() -> str:
    """fontTable.xml."""
    return (
        f'{HEAD}<w:fonts {W}><w:font w:name="{FONT}"><w:panose1 w:val="020B0604020202020204"/>'
        '<w:charset w:val="00"/><w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font></w:fonts>'
    )


TAB = "<w:r><w:tab/></w:r>"
HEADER = place("territoire", "Territoire") + TAB + place("projet", "Projet")
FOOTER = (
    place("document", "Contrat de ville")
    + TAB
    + said("page\u00a0")
    + field("PAGE")
    + said(" sur\u00a0")
    + field("NUMPAGES")
)
