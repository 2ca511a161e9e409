"""Word templates that fetch, run, grow or break something."""

from collections.abc import Iterator
from itertools import chain

from app.settings import resource
from benchmarks.hostile.attacks import Attack, Target
from benchmarks.hostile.packages import broken_packages, package, parts_of, with_part

DOCUMENT = "word/document.xml"
RELATIONS = "word/_rels/document.xml.rels"
TYPES = "[Content_Types].xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_FIELDS = (
    'INCLUDEPICTURE "http://127.0.0.1:{port}/picture"',
    'INCLUDETEXT "http://127.0.0.1:{port}/text"',
    'DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc.exe"',
    "IMPORT http://127.0.0.1:{port}/import",
    'LINK Excel.Sheet.8 "\\\\\\\\127.0.0.1\\\\x.xlsx" ""',
    "DATABASE \\d x \\c y",
    'RD "http://127.0.0.1:{port}/rd"',
    "MACROBUTTON AutoOpen x",
    "MERGEFIELD x",
    "QUOTE 73 78 67",
    'HYPERLINK "javascript:alert(1)"',
    'HYPERLINK "file:///etc/passwd"',
)


def template_attacks(port: int) -> Iterator[Attack]:
    """Attacks on the folder of templates. `port`: that of a listener which nobody may call."""
    content = (resource("docx_templates") / "contrat.docx").read_bytes()
    for kind, name, hostile in chain(_dangers(content, port), broken_packages(content, DOCUMENT)):
        yield Attack(Target.TEMPLATE, f"template: {kind}", name, hostile)


def _dangers(content: bytes, port: int) -> Iterator[tuple[str, str, bytes]]:
    parts = parts_of(content)
    for field in _FIELDS:
        instruction = field.replace("{port}", str(port)).replace("&", "&amp;").replace('"', "&quot;")
        simple = f'<w:p><w:fldSimple w:instr="{instruction}"><w:r><w:t>x</w:t></w:r></w:fldSimple></w:p>'
        yield "fields", field[:30], _in_body(parts, simple)
        pieces = "".join(f"<w:r><w:instrText>{sign}</w:instrText></w:r>" for sign in _signs(instruction))
        begun = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        ended = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        yield "fields", f"{field[:30]} in pieces", _in_body(parts, f"<w:p>{begun}{pieces}{ended}</w:p>")
    address = f"http://127.0.0.1:{port}/fetched"
    for kind in (
        "image",
        "hyperlink",
        "attachedTemplate",
        "oleObject",
        "frame",
        "subDocument",
        "aFChunk",
        "customXml",
    ):
        for target in (address, "file:///etc/passwd", "\\\\127.0.0.1\\share\\x"):
            yield "relationships", f"{kind} to {target[:12]}", _linked_picture(parts, kind, target)
    for name, svg in (("http", f'<image href="{address}"/>'), ("file", '<image href="file:///etc/passwd"/>')):
        yield "SVG", name, _with_svg(parts, svg)
    huge = b"<w:p/>" * 2_000_000
    yield (
        "size",
        "2,000,000 paragraphs",
        package({**parts, DOCUMENT: parts[DOCUMENT].replace(b"<w:body>", b"<w:body>" + huge)}),
    )
    styles = b'<w:style w:type="paragraph" w:styleId="s"/>' * 300_000
    yield (
        "size",
        "300,000 styles",
        package(
            {
                **parts,
                "word/styles.xml": parts["word/styles.xml"].replace(b"</w:styles>", styles + b"</w:styles>"),
            }
        ),
    )
    table = b"<w:tbl><w:tr><w:tc>" * 5_000
    yield (
        "size",
        "5,000 nested tables",
        package({**parts, DOCUMENT: parts[DOCUMENT].replace(b"<w:body>", b"<w:body>" + table)}),
    )
    for name in ("word/vbaProject.bin", "word/activeX/activeX1.xml", "word/embeddings/oleObject1.bin"):
        yield "parts", name, with_part(content, name, b"x")
    for old, new in (
        (b"document.main+xml", b"document.macroEnabled.main+xml"),
        (b"document.main", b"x.main"),
        (b"Types", b"Typos"),
    ):
        yield "parts", new.decode(), package({**parts, TYPES: parts[TYPES].replace(old, new)})


def _signs(instruction: str) -> list[str]:
    """The signs of an instruction, an entity being one."""
    signs: list[str] = []
    for piece in instruction.split("&"):
        entity, semicolon, rest = piece.partition(";") if signs else ("", "", piece)
        signs += [f"&{entity};"] if semicolon else list(entity)
        signs += rest
    return signs


def _in_body(parts: dict[str, bytes], xml: str) -> bytes:
    body = parts[DOCUMENT].replace(b"<w:body>", b"<w:body>" + xml.encode())
    return package({**parts, DOCUMENT: body})


def _linked_picture(parts: dict[str, bytes], kind: str, target: str) -> bytes:
    """A picture that points at a relationship of whatever kind."""
    relation = f'<Relationship Id="rIdX" Type="{_OFFICE}/{kind}" Target="{target}" TargetMode="External"/>'
    relations = parts.get(
        RELATIONS,
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>',
    )
    picture = (
        '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" style="width:9pt;height:9pt">'
        f'<v:imagedata xmlns:r="{_OFFICE}" r:id="rIdX" r:href="rIdX"/></v:shape></w:pict></w:r></w:p>'
    )
    linked = relations.replace(b"</Relationships>", relation.encode() + b"</Relationships>")
    return package(
        {
            **parts,
            RELATIONS: linked,
            DOCUMENT: parts[DOCUMENT].replace(b"<w:body>", b"<w:body>" + picture.encode()),
        }
    )


def _with_svg(parts: dict[str, bytes], inside: str) -> bytes:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{inside}</svg>'
    types = parts[TYPES].replace(
        b"</Types>", b'<Default Extension="svg" ContentType="image/svg+xml"/></Types>'
    )
    linked = _linked_picture(
        {**parts, TYPES: types, "word/media/x.svg": svg.encode()}, "image", "media/x.svg"
    )
    inner = parts_of(linked)
    internal = inner[RELATIONS].replace(b' TargetMode="External"', b"")
    return package({**inner, RELATIONS: internal})
