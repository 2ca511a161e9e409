"""Small Word packages made by hand: a letterhead that Word opens, and ways to change it."""

import re
import zipfile
from base64 import b64decode
from collections.abc import Callable, Mapping
from pathlib import Path

from app.documents.word import RenderOptions, write_draft
from app.domain.catalogue import Catalogue
from tests.documents.word.conftest import DAY
from tests.documents.word.samples import draft

Parts = dict[str, bytes]
Change = Callable[[Parts], None]

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
}
DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
PNG = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
TYPES = "[Content_Types].xml"
MAIN, MAIN_RELS = "word/document.xml", "word/_rels/document.xml.rels"
HEADER, HEADER_RELS = "word/header1.xml", "word/_rels/header1.xml.rels"
FOOTER, FOOTNOTES, COMMENTS = "word/footer1.xml", "word/footnotes.xml", "word/comments.xml"
STYLES, NUMBERING, SETTINGS = "word/styles.xml", "word/numbering.xml", "word/settings.xml"
LOGO = "word/media/logo.png"


def part(root: str, content: str = "") -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} {DECLARED}>{content}</w:{root}>'.encode()


def relationships(*rows: tuple[str, str, str]) -> bytes:
    """`rows`: id, last word of the type or the whole of it, target; « !» before it for an external one."""
    lines = []
    for id_, kind, target in rows:
        type_ = kind if "/" in kind else OFFICE + kind
        mode = ' TargetMode="External"' if target.startswith("!") else ""
        lines.append(f'<Relationship Id="{id_}" Type="{type_}" Target="{target.lstrip("!")}"{mode}/>')
    uri = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{uri}">{"".join(lines)}</Relationships>'.encode()


def types(**overrides: str) -> bytes:
    uri = "http://schemas.openxmlformats.org/package/2006/content-types"
    known = {
        MAIN: "document.main",
        **{name: name[5:].rstrip("1.xml") for name in (HEADER, FOOTER)},
        **{name: name[5:-4] for name in (FOOTNOTES, COMMENTS, STYLES, NUMBERING, SETTINGS)},
    }
    lines = [f'<Override PartName="/{name}" ContentType="{WORD}{kind}+xml"/>' for name, kind in known.items()]
    return (
        f'<Types xmlns="{uri}"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="png" ContentType="image/png"/>{"".join(lines)}</Types>'
    ).encode()


def paragraph(content: str) -> str:
    return f"<w:p>{content}</w:p>"


def text(said: str) -> str:
    return f"<w:r><w:t>{said}</w:t></w:r>"


def simple_field(instruction: str, shown: str = "1") -> str:
    return f'<w:fldSimple w:instr="{instruction}">{text(shown)}</w:fldSimple>'


def field(*instruction: str, shown: str = "1") -> str:
    """A field whose instruction comes in pieces: texts, or whole fields between them."""
    marks = {kind: f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")}
    pieces = (
        piece
        if piece.startswith("<")
        else f'<w:r><w:instrText xml:space="preserve">{piece}</w:instrText></w:r>'
        for piece in instruction
    )
    return f"{marks['begin']}{''.join(pieces)}{marks['separate']}{text(shown)}{marks['end']}"


def picture(attributes: str, extra: str = "") -> str:
    """A drawing whose `a:blip` has these attributes."""
    return (
        '<w:r><w:drawing><wp:inline><wp:extent cx="360000" cy="360000"/>'
        '<wp:docPr id="1" name="Logo" descr="Logo de la ville"/><a:graphic>'
        f'<a:graphicData uri="{NAMESPACES["pic"]}"><pic:pic><pic:nvPicPr><pic:cNvPr id="0" name="logo"/>'
        f"<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip {attributes}>{extra}</a:blip><a:stretch>"
        '<a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
        '<a:ext cx="360000" cy="360000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def letterhead() -> Parts:
    """A letterhead with a logo, page numbers, a note, a comment, a bookmark, a link, a list."""
    body = (
        paragraph(
            '<w:bookmarkStart w:id="3" w:name="objet"/>'
            + text("Ville de Valmont")
            + '<w:bookmarkEnd w:id="3"/>'
            '<w:r><w:footnoteReference w:id="1"/></w:r>'
        )
        + paragraph(f'<w:hyperlink r:id="rIdLink">{text("Le site")}</w:hyperlink>')
        + '<w:sectPr><w:headerReference w:type="default" r:id="rIdHeader"/>'
        '<w:footerReference w:type="default" r:id="rIdFooter"/><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" '
        'w:gutter="0"/></w:sectPr>'
    )
    notes = "".join(
        f'<w:footnote w:id="{id_}"{kind}>{paragraph(content)}</w:footnote>'
        for id_, kind, content in (
            ("-1", ' w:type="separator"', "<w:r><w:separator/></w:r>"),
            ("0", ' w:type="continuationSeparator"', "<w:r><w:continuationSeparator/></w:r>"),
            ("1", "", text("Chef-lieu")),
        )
    )
    heading = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Titre1"><w:name w:val="heading 1"/>'
        '<w:basedOn w:val="Normal"/>'
        '<w:rPr><w:color w:val="7A1F3D"/></w:rPr></w:style>'
    )
    defaults = (
        '<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="en-US"/></w:rPr></w:rPrDefault></w:docDefaults>'
    )
    levels = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1"/></w:lvl>'
    )
    lists = f'<w:abstractNum w:abstractNumId="4">{levels}</w:abstractNum>'
    lists += '<w:num w:numId="7"><w:abstractNumId w:val="4"/></w:num>'
    return {
        TYPES: types(),
        "_rels/.rels": relationships(("rId1", "officeDocument", "word/document.xml")),
        MAIN: part("document", f"<w:body>{body}</w:body>"),
        MAIN_RELS: relationships(
            ("rIdStyles", "styles", "styles.xml"),
            ("rIdLists", "numbering", "numbering.xml"),
            ("rIdSettings", "settings", "settings.xml"),
            ("rIdNotes", "footnotes", "footnotes.xml"),
            ("rIdHeader", "header", "header1.xml"),
            ("rIdFooter", "footer", "footer1.xml"),
            ("rIdLink", "hyperlink", "!https://www.valmont.example/"),
        ),
        HEADER: part("hdr", paragraph(picture('r:embed="rId1"'))),
        HEADER_RELS: relationships(("rId1", "image", "media/logo.png")),
        FOOTER: part("ftr", paragraph(simple_field(" PAGE ") + text(" sur ") + field(" NUMPAGES "))),
        FOOTNOTES: part("footnotes", notes),
        STYLES: part("styles", defaults + heading),
        NUMBERING: part("numbering", lists),
        SETTINGS: part("settings", '<w:zoom w:percent="100"/>'),
        LOGO: PNG,
    }


def save(path: Path, parts: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def changed(path: Path, *changes: Change) -> Path:
    """The letterhead, changed and saved."""
    parts = letterhead()
    for change in changes:
        change(parts)
    return save(path, parts)


def drafted(template: Path, catalogue: Catalogue) -> bytes:
    return write_draft(draft("one partner", catalogue), RenderOptions(on=DAY), template)


def replacing(name: str, old: str, new: str) -> Change:
    """Replace a text of a part, which must be there."""

    def change(parts: Parts) -> None:
        assert old.encode() in parts[name], f"{old} is not in {name}"
        parts[name] = parts[name].replace(old.encode(), new.encode())

    return change


def in_body(xml: str) -> Change:
    """Put XML before the last section of the text."""
    return replacing(MAIN, "<w:sectPr>", f"{xml}<w:sectPr>")


def related(name: str, id_: str, kind: str, target: str) -> Change:
    """Add a relationship to a `.rels` part."""

    def change(parts: Parts) -> None:
        line = re.search(rb"<Relationship .*/>", relationships((id_, kind, target)))
        assert line
        parts[name] = parts[name].replace(b"</Relationships>", line[0] + b"</Relationships>")

    return change


def without(*names: str) -> Change:
    def change(parts: Parts) -> None:
        for name in names:
            del parts[name]

    return change


def adding(name: str, content: bytes) -> Change:
    def change(parts: Parts) -> None:
        parts[name] = content

    return change


def renaming(old: str, new: str) -> Change:
    def change(parts: Parts) -> None:
        for name in list(parts):
            parts[name.replace(old, new)] = parts.pop(name)

    return change
