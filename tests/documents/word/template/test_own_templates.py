"""Templates of a collectivité: one that LibreOffice made, one from a French Word, and their named places."""

import re
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Cm, Pt
from lxml import etree
from openxml_audit import OpenXmlValidator

from app.documents.office import Kind, Office, find_libreoffice
from app.documents.office.conversion_queue import Numbering, pages_of
from app.documents.publish import Choice, publish
from app.documents.word import RenderOptions, TemplateRefused, inspect, write_draft
from app.domain.catalogue import Catalogue
from tests.documents.office.test_pages import shown_pages
from tests.documents.word.conftest import DAY
from tests.documents.word.reading import W, paragraphs, parts, root, text_of
from tests.documents.word.samples import draft
from tests.documents.word.structure import faults
from tests.documents.word.template.packages import (
    COMMENTS,
    MAIN,
    MAIN_RELS,
    adding,
    changed,
    drafted,
    in_body,
    paragraph,
    part,
    related,
    replacing,
    text,
)
from tests.documents.word.template.test_template import OURS, replaced, rewritten

SOURCE = Path(__file__).parent / "modele.fodt"
TEXT_WIDTH = 7937
"""21 cm less margins of 4 and 3 cm, in twentieths of a point."""


@pytest.fixture(scope="module")
def from_libreoffice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A template that LibreOffice itself saved as .docx, with French style names, a header and a logo."""
    folder = tmp_path_factory.mktemp("modele")
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to",
         "docx", "--outdir", str(folder), str(SOURCE)],
        check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    return folder / "modele.docx"


@pytest.fixture
def office() -> Office:
    command = find_libreoffice()
    assert command
    return Office(command, longest=240)


def french_word(folder: Path, change: Callable[[Document], None] = lambda _: None) -> Path:
    """A template as a French Word saves it: French ids, and the accents dropped from them."""
    document = docx.Document()
    ids = {"Heading1": "Titre1", "Heading2": "Titre2", "Caption": "Lgende", "Title": "Titre"}
    for style in document.styles.element:
        new = ids.get(style.get(f"{W}styleId"))
        if new:
            style.set(f"{W}styleId", new)
            style.find(f"{W}name").set(f"{W}val", f"Mairie {new}")
            for size in style.iter(f"{W}sz"):
                size.set(f"{W}val", "62")
    change(document)
    path = folder / "mairie.docx"
    document.save(str(path))
    return path


def control(document: Document, tag: str) -> None:
    """A content control in a line of its own, as Word puts it where the cursor stands."""
    line = document.add_paragraph()._p
    line.append(
        etree.fromstring(
            f'<w:sdt xmlns:w="{W[1:-1]}"><w:sdtPr><w:tag w:val="{tag}"/></w:sdtPr>'
            "<w:sdtContent><w:r><w:t>ici</w:t></w:r></w:sdtContent></w:sdt>"
        )
    )


def lines(content: bytes) -> list[str]:
    return [text_of(line) for line in root(content).iter(f"{W}p")]


def test_a_template_of_libreoffice_keeps_its_letterhead_and_margins_and_gives_its_headings(
    from_libreoffice: Path, catalogue: Catalogue
) -> None:
    content = write_draft(draft("everybody signs", catalogue), RenderOptions(on=DAY), from_libreoffice)

    assert faults(content) == []
    headers = [name for name in parts(content) if name.startswith("word/header")]
    assert any("Ville d’Exemple" in text_of(root(content, name)) for name in headers)
    assert any(name.startswith("word/media/") for name in parts(content))
    assert root(content).findall(f".//{W}pgMar")[-1].get(f"{W}left") == "2268"
    heading = next(s for s in root(content, "word/styles.xml") if s.get(f"{W}styleId") == "Heading1")
    assert heading.find(f"{W}rPr/{W}color").get(f"{W}val").lower() == "7a1f3d"


def test_the_named_places_of_libreoffice_receive_the_body_and_the_signatures(
    from_libreoffice: Path, catalogue: Catalogue
) -> None:
    content = write_draft(draft("one partner", catalogue), RenderOptions(on=DAY), from_libreoffice)

    shown = lines(content)
    order = [
        "Délibération du conseil municipal.",
        "Contrat de ville",
        "Sommaire",
        "Signé en mairie :",
        "Signatures",
        "Transmis au contrôle de légalité.",
    ]
    positions = [len(shown) - 1 - shown[::-1].index(line) for line in order]
    assert positions == sorted(positions)
    assert not {"Le corps ici", "Les signatures ici"} & set(shown)
    assert inspect(from_libreoffice).places == ("corps", "signatures")


def test_what_word_would_repair_in_a_template_of_libreoffice_is_put_right(
    from_libreoffice: Path, catalogue: Catalogue, tmp_path: Path
) -> None:
    path = tmp_path / "contrat.docx"
    path.write_bytes(write_draft(draft("one partner", catalogue), RenderOptions(on=DAY), from_libreoffice))

    result = OpenXmlValidator().validate(str(path))

    assert [str(error) for error in result.errors] == []


def test_tables_and_leaders_end_where_the_lines_of_the_template_end(
    from_libreoffice: Path, catalogue: Catalogue
) -> None:
    content = write_draft(draft("one partner", catalogue), RenderOptions(on=DAY), from_libreoffice)

    widths = {int(table.find(f"{W}tblPr/{W}tblW").get(f"{W}w")) for table in root(content).iter(f"{W}tbl")}
    stops = {
        stop.get(f"{W}pos")
        for style in root(content, "word/styles.xml")
        if style.get(f"{W}styleId") in ("TOC1", "TOC2")
        for stop in style.iter(f"{W}tab")
        if stop.get(f"{W}val") == "right"
    }
    assert max(widths) == pytest.approx(TEXT_WIDTH, abs=4)
    assert [int(stop) for stop in stops] == pytest.approx([TEXT_WIDTH], abs=4)


def test_the_page_numbers_are_right_in_a_template_of_libreoffice(
    from_libreoffice: Path, catalogue: Catalogue, office: Office
) -> None:
    one, choice = draft("everybody signs", catalogue), Choice(template=from_libreoffice)

    content = publish(one, RenderOptions(on=DAY, comments=False), choice, Numbering(office)).content

    pages = pages_of(office.convert(content, Kind.PDF))
    assert shown_pages(content) == {name: page for name, page in pages.items() if name.startswith("_Toc")}


def test_styles_of_a_french_word_are_found_by_their_ids(catalogue: Catalogue, tmp_path: Path) -> None:
    template = french_word(tmp_path)

    content = write_draft(draft("one partner", catalogue), RenderOptions(on=DAY), template)

    assert faults(content) == []
    sizes = {
        style.get(f"{W}styleId"): style.find(f"{W}rPr/{W}sz").get(f"{W}val")
        for style in root(content, "word/styles.xml")
        if style.get(f"{W}styleId") in ("Heading1", "Heading2", "Caption", "Title")
    }
    assert set(sizes.values()) == {"62"}
    assert len(sizes) == 4


@pytest.mark.parametrize(
    ("named", "style", "kept"),
    [
        ("Titre 1", "Heading1", {"keepNext", "keepLines", "pageBreakBefore", "outlineLvl"}),
        ("Titre 3", "Heading3", {"keepNext", "keepLines", "outlineLvl"}),
    ],
)
def test_a_style_of_the_template_breaks_pages_as_the_contract_wants(
    named: str, style: str, kept: set[str], catalogue: Catalogue, tmp_path: Path
) -> None:
    def change(document: Document) -> None:
        for one in [one for one in document.styles.element if one.get(f"{W}styleId") in (style, "Titre1")]:
            document.styles.element.remove(one)
        made = document.styles.add_style(named, WD_STYLE_TYPE.PARAGRAPH)
        made.element.set(f"{W}styleId", "Mairie")

    content = write_draft(
        draft("one partner", catalogue), RenderOptions(on=DAY), french_word(tmp_path, change)
    )

    (found,) = [one for one in root(content, "word/styles.xml") if one.get(f"{W}styleId") == style]
    ours = docx.Document(str(OURS)).styles.element
    (model,) = [one for one in ours if one.get(f"{W}styleId") == style]
    names = {etree.QName(one).localname for one in found.find(f"{W}pPr")}
    assert kept <= names
    assert found.find(f"{W}name").get(f"{W}val") == model.find(f"{W}name").get(f"{W}val")


def test_what_a_template_lacks_is_listed_by_its_french_name(tmp_path: Path) -> None:
    report = inspect(french_word(tmp_path))

    assert "Lien hypertexte" in report.added
    assert "Titre 1" not in report.added
    assert any("Styles absents" in sentence and "Lien hypertexte" in sentence for sentence in report.said)


@pytest.mark.parametrize(("described", "said"), [(b"Logo de la ville", False), (b"", True)])
def test_a_picture_that_no_screen_reader_can_tell_is_said(
    from_libreoffice: Path, tmp_path: Path, described: bytes, said: bool
) -> None:
    members = parts(from_libreoffice.read_bytes())
    members["word/header1.xml"] = re.sub(
        rb'<wp:docPr id="(\d+)" name="([^"]*)"[^>]*?(/?)>',
        rb'<wp:docPr id="\1" name="\2" descr="%s"\3>' % described,
        members["word/header1.xml"],
    )
    template = tmp_path / "modele.docx"
    with zipfile.ZipFile(template, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)

    found = [
        one for one in inspect(template).said if one.startswith("Images sans texte de remplacement\u00a0: 1")
    ]

    assert bool(found) is said


def test_a_template_without_page_numbers_is_told_so(tmp_path: Path) -> None:
    lacking, whole = (inspect(path).said for path in (french_word(tmp_path), OURS))

    assert any("page X sur Y" in said for said in lacking)
    assert not any("page X sur Y" in said for said in whole)


def test_content_controls_of_the_text_are_places_too(catalogue: Catalogue, tmp_path: Path) -> None:
    def change(document: Document) -> None:
        for said, tag in (("Avant", "couverture"), ("Entre", "corps"), ("Après", "")):
            document.add_paragraph(said)
            if tag:
                control(document, tag)

    content = write_draft(
        draft("one partner", catalogue), RenderOptions(on=DAY), french_word(tmp_path, change)
    )

    shown = lines(content)
    assert shown.index("Avant") < shown.index("Contrat de ville") < shown.index("Entre")
    assert shown.index("Entre") < shown.index("Sommaire") < shown.index("Après")
    assert "ici" not in shown
    assert faults(content) == []


def test_the_empty_line_of_an_empty_template_does_not_stand_before_the_cover(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    template = french_word(tmp_path, lambda document: document.add_paragraph())

    content = write_draft(draft("one partner", catalogue), RenderOptions(on=DAY), template)

    assert paragraphs(content)[0] == ("Title", "Contrat de ville")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda document: [control(document, "corps") for _ in range(2)], "en double ou en désordre"),
        (lambda document: [control(document, tag) for tag in ("corps", "couverture")], "en désordre"),
    ],
)
def test_places_that_stand_twice_or_in_disorder_are_refused(
    change: Callable[[Document], None], reason: str, tmp_path: Path
) -> None:
    with pytest.raises(TemplateRefused, match=reason):
        inspect(french_word(tmp_path, change))


def test_a_place_in_a_table_is_refused_with_what_to_do(tmp_path: Path) -> None:
    def change(document: Document) -> None:
        control(document, "corps")
        document.add_table(1, 1).cell(0, 0)._tc.append(document.paragraphs[-1]._p)

    with pytest.raises(TemplateRefused, match="dans un tableau ou un cadre"):
        inspect(french_word(tmp_path, change))


FIELD = b'<w:p><w:fldSimple w:instr="%s"/></w:p><w:sectPr'
CUT = (
    b'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> INCLUDE</w:instrText></w:r>'
    b"<w:r><w:instrText>T&#69;XT x</w:instrText></w:r></w:p><w:sectPr"
)
DECLARED = b'<?xml version="1.0" encoding="UTF-8"'


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (b"<w:sectPr", FIELD % b" DDEAUTO c:\\x", "DDE"),
        (b"<w:sectPr", FIELD % b"&#68;DE x", "DDE"),
        (b"<w:sectPr", CUT, "INCLUDETEXT"),
        (DECLARED, DECLARED.replace(b"UTF-8", b"cp037"), "UTF-8"),
    ],
)
def test_a_field_that_fetches_and_an_encoding_that_hides_are_refused(
    old: bytes, new: bytes, reason: str, tmp_path: Path
) -> None:
    template = rewritten(tmp_path / "modele.docx", replaced("word/document.xml", old, new))

    with pytest.raises(TemplateRefused, match=reason):
        inspect(template)


def test_a_field_of_the_template_that_fetches_nothing_stays(tmp_path: Path) -> None:
    template = rewritten(
        tmp_path / "modele.docx", replaced("word/document.xml", b"<w:sectPr", FIELD % b" PAGE ")
    )

    assert inspect(template).name == "modele.docx"


def test_a_narrow_page_makes_narrow_tables(catalogue: Catalogue, tmp_path: Path) -> None:
    def change(document: Document) -> None:
        document.styles["Normal"].font.size = Pt(9)
        document.sections[0].page_width, document.sections[0].left_margin = Cm(15), Cm(2)
        document.sections[0].right_margin = Cm(2)

    content = write_draft(
        draft("one partner", catalogue), RenderOptions(on=DAY), french_word(tmp_path, change)
    )

    widest = max(int(one.get(f"{W}w")) for one in root(content).iter(f"{W}tblW"))
    rows = [
        sum(int(cell.get(f"{W}w")) for cell in row.iter(f"{W}tcW")) for row in root(content).iter(f"{W}tr")
    ]
    assert widest == pytest.approx(11 / 2.54 * 1440, abs=6)
    assert max(rows) == pytest.approx(widest, abs=6)


@pytest.mark.parametrize("closing", ['<w:lock w:val="sdtContentLocked"/>', "<w:group/>"])
def test_a_control_around_the_place_of_the_contract_lets_people_type(
    closing: str, catalogue: Catalogue, tmp_path: Path
) -> None:
    place = paragraph('<w:bookmarkStart w:id="8" w:name="corps"/><w:bookmarkEnd w:id="8"/>')
    control = f"<w:sdt><w:sdtPr>{closing}</w:sdtPr><w:sdtContent>{place}</w:sdtContent></w:sdt>"
    template = changed(tmp_path / "modèle.docx", in_body(control))

    content = parts(drafted(template, catalogue))[MAIN].decode()

    assert closing not in content
    assert "La protection du modèle a été levée" in " ".join(inspect(template).said)


@pytest.mark.parametrize(
    "shown",
    [
        '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>x</m:t></m:r>'
        "</m:oMath>",
        '<w:pPr><w:pBdr><w:bottom w:val="single" w:color="ABCDEF"/></w:pBdr></w:pPr>',
    ],
)
def test_a_last_line_that_shows_something_without_words_stays(
    shown: str, catalogue: Catalogue, tmp_path: Path
) -> None:
    template = changed(tmp_path / "modèle.docx", in_body(paragraph(shown)))

    content = parts(drafted(template, catalogue))[MAIN].decode()

    assert "oMath" in content or "ABCDEF" in content


def test_revisions_and_comments_of_a_template_are_said(tmp_path: Path) -> None:
    comment = f'<w:comment w:id="0" w:author="x">{paragraph(text("À revoir"))}</w:comment>'
    template = changed(
        tmp_path / "modèle.docx",
        in_body(paragraph(f'<w:ins w:id="90" w:author="x">{text("ajout")}</w:ins>')),
        adding(COMMENTS, part("comments", comment)),
        related(MAIN_RELS, "rId8", "comments", "comments.xml"),
    )

    said = " ".join(inspect(template).said)

    assert "Marques de révision" in said
    assert "Commentaires" in said


def test_a_prefix_that_nothing_declares_is_not_named(catalogue: Catalogue, tmp_path: Path) -> None:
    compatibility = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    said = f'<w:document xmlns:mc="{compatibility}" xmlns:w14="urn:w14" mc:Ignorable="w14 w15 wp14" '
    template = changed(tmp_path / "modèle.docx", replacing(MAIN, "<w:document ", said))

    content = parts(drafted(template, catalogue))[MAIN].decode()

    assert re.findall('Ignorable="([^"]*)"', content) == ["w14"]


def test_a_place_in_a_content_of_a_newer_word_is_refused_with_what_to_do(tmp_path: Path) -> None:
    place = paragraph('<w:bookmarkStart w:id="8" w:name="corps"/><w:bookmarkEnd w:id="8"/>')
    compatibility = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    choice = f'<mc:Choice Requires="w">{place}</mc:Choice>'
    alternatives = f'<mc:AlternateContent xmlns:mc="{compatibility}">{choice}</mc:AlternateContent>'

    with pytest.raises(TemplateRefused, match="son repère «\u00a0corps\u00a0»"):
        inspect(changed(tmp_path / "modèle.docx", in_body(alternatives)))
