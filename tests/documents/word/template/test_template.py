import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.shared import Pt

from app.documents.word import RenderOptions, TemplateRefused, write_draft
from app.domain.catalogue import Catalogue
from app.settings import resource
from tests.documents.word.conftest import DAY
from tests.documents.word.reading import W, paragraphs, parts, root, text_of
from tests.documents.word.samples import draft
from tests.documents.word.structure import faults

OURS = resource("docx_templates") / "contrat.docx"


def rewritten(target: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """Our template, changed."""
    members = parts(OURS.read_bytes())
    change(members)
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target


def replaced(name: str, old: bytes, new: bytes) -> Callable[[dict[str, bytes]], None]:
    def change(members: dict[str, bytes]) -> None:
        assert old in members[name]
        members[name] = members[name].replace(old, new)

    return change


def added(name: str, content: bytes) -> Callable[[dict[str, bytes]], None]:
    def change(members: dict[str, bytes]) -> None:
        members[name] = content

    return change


RELATIONS = "word/_rels/document.xml.rels"
KIND = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
END, TYPES_END = b"</Relationships>", b"</Types>"


def related(kind: bytes, target: bytes, mode: bytes = b"External") -> Callable[[dict[str, bytes]], None]:
    """A relation of the text; the `>` of a target stands before its mode."""
    relation = b'<Relationship Id="rId99" Target="%s" Type="%s" TargetMode="%s"/>' % (
        target,
        KIND + kind,
        mode,
    )
    return replaced(RELATIONS, END, relation + END)


def prefixed(members: dict[str, bytes]) -> None:
    related(b"image", b"http://exemple.fr/x.png")(members)
    named = members[RELATIONS].replace(b"<Relationship", b"<r:Relationship").replace(b"xmlns=", b"xmlns:r=")
    members[RELATIONS] = named.replace(END, b"</r:Relationships>")


def macros_under_another_name(members: dict[str, bytes]) -> None:
    members["word/image.bin"] = b"x"
    typed = b'<Override PartName="/word/image.bin" ContentType="application/vnd.ms-office.vbaProject"/>'
    replaced("[Content_Types].xml", TYPES_END, typed + TYPES_END)(members)


REFUSED = {
    "macros": (
        added("word/vbaProject.bin", b"x"),
        macros_under_another_name,
        related(b"vbaProject", b"x", b"Internal"),
    ),
    "hors du fichier": (
        related(b"image", b"http://exemple.fr/a>b.png"),
        related(b"image", b"http://exemple.fr/x.png", b"&#69;xternal"),
        prefixed,
    ),
    "DOCTYPE": (replaced("word/styles.xml", b"<w:styles", b"<!DOCTYPE x><w:styles"),),
    "incorporé": (added("word/embeddings/x.bin", b"x"), related(b"oleObject", b"media/x.png", b"Internal")),
    "importé": (related(b"aFChunk", b"x.htm", b"Internal"),),
    "trop volumineux": (added("word/media/vide.bin", b"0" * 21_000_000),),
}


@pytest.mark.parametrize(
    ("reason", "change"), [(reason, change) for reason, changes in REFUSED.items() for change in changes]
)
def test_a_dangerous_template_is_refused_with_its_reason(
    reason: str, change: Callable[[dict[str, bytes]], None], catalogue: Catalogue, tmp_path: Path
) -> None:
    template = rewritten(tmp_path / "modele.docx", change)

    with pytest.raises(TemplateRefused, match=reason) as refused:
        write_draft(draft("one partner", catalogue), RenderOptions(on=DAY), template)

    assert "modele.docx" in str(refused.value)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "pas un document Word"),
        (b"%PDF-1.7", "pas un document Word"),
        (b"PK\x03\x04tronque", "pas un document Word"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "ancien document Word"),
        (OURS.read_bytes()[:3000], "pas un document Word"),
    ],
)
def test_what_is_not_a_word_document_is_refused(
    content: bytes, reason: str, catalogue: Catalogue, tmp_path: Path
) -> None:
    template = tmp_path / "modele.docx"
    template.write_bytes(content)

    with pytest.raises(TemplateRefused, match=reason):
        write_draft(draft("one partner", catalogue), RenderOptions(on=DAY), template)


def test_an_odt_is_refused(catalogue: Catalogue, tmp_path: Path) -> None:
    template = tmp_path / "modele.odt"
    with zipfile.ZipFile(template, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")

    with pytest.raises(TemplateRefused, match="pas un document Word"):
        write_draft(draft("one partner", catalogue), RenderOptions(on=DAY), template)


def test_a_template_that_is_not_there_is_refused(catalogue: Catalogue, tmp_path: Path) -> None:
    with pytest.raises(TemplateRefused, match="introuvable"):
        write_draft(draft("one partner", catalogue), RenderOptions(on=DAY), tmp_path / "absent.docx")


def test_the_default_template_of_python_docx_gives_a_sound_draft(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    template = tmp_path / "anglais.docx"
    document = docx.Document()
    document.styles["Heading 1"].font.size = Pt(31)
    document.sections[0].header.paragraphs[0].text = "Ville d’Exemple"
    document.save(str(template))

    content = write_draft(draft("one partner", catalogue), RenderOptions(on=DAY), template)

    assert faults(content) == []
    assert "Ville d’Exemple" in text_of(root(content, "word/header1.xml"))
    heading = next(s for s in root(content, "word/styles.xml") if s.get(f"{W}styleId") == "Heading1")
    assert heading.find(f"{W}rPr/{W}sz").get(f"{W}val") == "62"


def test_french_style_names_and_ids_are_found(catalogue: Catalogue, tmp_path: Path) -> None:
    def to_french(members: dict[str, bytes]) -> None:
        styles = members["word/styles.xml"]
        styles = styles.replace(b'w:styleId="Heading1"', b'w:styleId="Titre1"')
        styles = styles.replace(b'w:basedOn w:val="Heading1"', b'w:basedOn w:val="Titre1"')
        members["word/styles.xml"] = styles.replace(b'"heading 1"', b'"Titre 1"')
        members["word/numbering.xml"] = members["word/numbering.xml"].replace(b'"Heading1"', b'"Titre1"')

    template = rewritten(tmp_path / "francais.docx", to_french)

    content = write_draft(draft("one partner", catalogue), RenderOptions(on=DAY), template)

    assert faults(content) == []
    names = [
        style.find(f"{W}name").get(f"{W}val")
        for style in root(content, "word/styles.xml").iter(f"{W}style")
        if style.get(f"{W}styleId") == "Heading1"
    ]
    assert names == ["heading 1"]


def test_a_dotx_is_a_template_too(catalogue: Catalogue, tmp_path: Path) -> None:
    template = rewritten(
        tmp_path / "modele.dotx", replaced("[Content_Types].xml", b"document.main+xml", b"template.main+xml")
    )

    content = write_draft(draft("one partner", catalogue), RenderOptions(on=DAY), template)

    assert faults(content) == []
    assert docx.Document(BytesIO(content)).paragraphs


def test_chapters_count_on_from_those_of_the_template(catalogue: Catalogue, tmp_path: Path) -> None:
    template = tmp_path / "modele.docx"
    document = docx.Document(str(OURS))
    document.add_paragraph("Mot du maire", style="Heading 1")
    document.save(str(template))

    content = write_draft(draft("one partner", catalogue), RenderOptions(on=DAY), template)

    assert ("TOC1", "2.\tPréambule") in paragraphs(content)


def test_the_text_of_a_template_comes_before_the_draft(catalogue: Catalogue, tmp_path: Path) -> None:
    template = rewritten(
        tmp_path / "modele.docx",
        replaced(
            "word/document.xml",
            b"<w:body>",
            b'<w:body><w:p><w:pPr><w:pStyle w:val="Normal"/></w:pPr>'
            b'<w:bookmarkStart w:id="7" w:name="ici"/><w:r><w:t>Mot du maire</w:t></w:r>'
            b'<w:bookmarkEnd w:id="7"/></w:p>',
        ),
    )

    content = write_draft(draft("one partner", catalogue), RenderOptions(on=DAY), template)

    assert faults(content) == []
    assert paragraphs(content)[0] == ("Normal", "Mot du maire")
