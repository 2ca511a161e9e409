"""Documents that ask for something of elsewhere, each in another way, and whoever listens whether they do."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from zipfile import ZipFile

from docx import Document

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SECRET = "Le texte secret du serveur"
BEFORE, AFTER = "Une phrase avant.", "Une phrase après."

_DRAWING = """<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:r="{office}"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
 xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><w:drawing>
<wp:inline><wp:extent cx="3000000" cy="3000000"/><wp:docPr id="9" name="Image"/><a:graphic>
<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>
<pic:nvPicPr><pic:cNvPr id="9" name="Image"/><pic:cNvPicPr/></pic:nvPicPr>
<pic:blipFill>{blip}<a:stretch><a:fillRect/></a:stretch></pic:blipFill>
<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="3000000" cy="3000000"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>
</w:drawing></w:r>"""
_SVG_BLIP = (
    '<a:blip><a:extLst><a:ext uri="{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}"><asvg:svgBlip '
    'xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" r:link="{}"/>'
    "</a:ext></a:extLst></a:blip>"
)
_FIELD = '<w:fldSimple xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" w:instr="{}"/>'
_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'width="300" height="300">{}</svg>'
)


_SVG_TYPE = b'<Default Extension="svg" ContentType="image/svg+xml"/>'


def svg_with_text(text: str) -> str:
    """A picture that shows a text."""
    return _SVG.format(f'<text x="10" y="50">{text}</text>')


@dataclass(frozen=True)
class Asked:
    """What asks for something of elsewhere: a run, its relationship, the parts that come along, a setting."""

    run: str = ""
    relation: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)
    setting: str = ""


def asking(addresses: Mapping[str, str]) -> bytes:
    """A Word file that asks for each address in the way that its key says, one of KINDS."""
    asked = [
        KINDS[kind](address, f"rId{90 + rank}") for rank, (kind, address) in enumerate(addresses.items())
    ]
    parts = {name: content for one in asked for name, content in one.parts.items()}
    return _document(
        run="".join(one.run for one in asked),
        relation="".join(one.relation for one in asked),
        parts=parts,
        setting="".join(one.setting for one in asked),
    )


def _linked_picture(address: str, known: str) -> Asked:
    return Asked(_drawing(f'<a:blip r:link="{known}"/>'), _link("image", address, known))


def _linked_svg(address: str, known: str) -> Asked:
    return Asked(_drawing(_SVG_BLIP.format(known)), _link("image", address, known))


def _disguised_picture(address: str, known: str) -> Asked:
    return Asked(_drawing(f'<a:blip r:link="{known}"/>'), _link("hyperlink", address, known))


def _svg_that_asks(address: str, known: str) -> Asked:
    svg = _SVG.format(f'<image xlink:href="{address}" href="{address}" width="300" height="300"/>')
    relation = f'<Relationship Id="{known}" Type="{OFFICE}/image" Target="media/asked.svg"/>'
    return Asked(_drawing(f'<a:blip r:embed="{known}"/>'), relation, {"word/media/asked.svg": svg})


def _included_picture(address: str, _known: str) -> Asked:
    return Asked(_FIELD.format(f"INCLUDEPICTURE &quot;{address}&quot; \\d"))


def _included_text(address: str, _known: str) -> Asked:
    return Asked(_FIELD.format(f"INCLUDETEXT &quot;{address}&quot;"))


def _attached_template(address: str, known: str) -> Asked:
    rels = _RELATIONSHIPS.format(_link("attachedTemplate", address, known))
    attached = f'<w:attachedTemplate r:id="{known}" xmlns:r="{OFFICE}"/>'
    return Asked(parts={"word/_rels/settings.xml.rels": rels}, setting=attached)


KINDS = {
    "a linked picture": _linked_picture,
    "a linked picture that calls itself a link": _disguised_picture,
    "a linked SVG picture": _linked_svg,
    "an SVG picture that asks for another": _svg_that_asks,
    "INCLUDEPICTURE": _included_picture,
    "INCLUDETEXT": _included_text,
    "an attached template": _attached_template,
}
_RELATIONSHIPS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
)


def _link(kind: str, address: str, known: str) -> str:
    return f'<Relationship Id="{known}" Type="{OFFICE}/{kind}" Target="{address}" TargetMode="External"/>'


def _drawing(blip: str) -> str:
    return _DRAWING.format(office=OFFICE, blip=blip)


def _document(*, run: str, relation: str, parts: Mapping[str, str], setting: str) -> bytes:
    document = Document()
    for text in (BEFORE, "ICI", AFTER):
        document.add_paragraph(text)
    written, result = BytesIO(), BytesIO()
    document.save(written)
    with ZipFile(written) as source, ZipFile(result, "w") as target:
        for name in source.namelist():
            text = source.read(name)
            if name == "word/document.xml":
                text = text.replace(b"<w:r><w:t>ICI</w:t></w:r>", run.encode())
            elif name == "word/_rels/document.xml.rels":
                text = text.replace(b"</Relationships>", f"{relation}</Relationships>".encode())
            elif name == "[Content_Types].xml":
                text = text.replace(b"<Override ", _SVG_TYPE + b"<Override ", 1)
            elif name == "word/settings.xml" and setting:
                text = text.replace(b"<w:zoom", f"{setting}<w:zoom".encode(), 1)
            target.writestr(name, text)
        for name, content in parts.items():
            target.writestr(name, content)
    return result.getvalue()


@dataclass
class Listener:
    """A web server of this machine that counts its connections, and answers a picture."""

    port: int
    connections: int = 0

    def address(self, name: str) -> str:
        return f"http://127.0.0.1:{self.port}/{name}"


@contextmanager
def listening() -> Iterator[Listener]:
    """A listener, as long as the block."""

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "image/svg+xml")
            self.end_headers()
            self.wfile.write(svg_with_text(SECRET).encode())

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        def verify_request(self, *_: object) -> bool:
            listener.connections += 1
            return True

    with Server(("127.0.0.1", 0), Answering) as server:
        listener = Listener(server.server_port)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield listener
        server.shutdown()
        thread.join()
