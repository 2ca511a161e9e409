"""Nothing of a template leads out of a contract: parts, relationships, fields, links, pictures."""

from pathlib import Path

import pytest
from lxml import etree

from app.documents.word import TemplateRefused, inspect
from app.domain.catalogue import Catalogue
from tests.documents.word.reading import R, W, parts, root, text_of
from tests.documents.word.template.packages import (
    COMMENTS,
    FOOTER,
    FOOTNOTES,
    HEADER,
    HEADER_RELS,
    LOGO,
    MAIN,
    MAIN_RELS,
    NUMBERING,
    SETTINGS,
    STYLES,
    TYPES,
    Change,
    adding,
    changed,
    drafted,
    field,
    in_body,
    paragraph,
    part,
    picture,
    related,
    relationships,
    replacing,
    simple_field,
    text,
)

OUTSIDE = "!http://198.51.100.7/espion.png"
FETCH = simple_field("INCLUDEPICTURE &quot;http://198.51.100.7/x.png&quot;")
DECLARES = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def refused(path: Path) -> str:
    with pytest.raises(TemplateRefused) as caught:
        inspect(path)
    return str(caught.value)


def external_targets(content: bytes) -> list[str]:
    """Whatever a produced contract names outside of itself."""
    lines = [
        line
        for name, xml in parts(content).items()
        if name.endswith(".rels")
        for line in etree.fromstring(xml)
    ]
    return [line.get("Target") for line in lines if line.get("TargetMode") == "External"]


def everything(content: bytes) -> bytes:
    return b"".join(parts(content).values()).lower()


@pytest.mark.parametrize("kind", ["hyperlink", "image", "inconnu", "http://exemple.fr/type"])
@pytest.mark.parametrize("use", ["r:link", "r:embed"])
def test_a_picture_of_elsewhere_is_refused_whatever_its_relationship_says_it_is(
    kind: str, use: str, tmp_path: Path
) -> None:
    template = changed(
        tmp_path / "m.docx",
        in_body(paragraph(picture(f'{use}="rId9"'))),
        related(MAIN_RELS, "rId9", kind, OUTSIDE),
    )

    assert "hors du fichier" in refused(template)


VML = '<w:r><w:pict><v:shape style="width:9pt;height:9pt">{}</v:shape></w:pict></w:r>'


@pytest.mark.parametrize(
    "shape",
    ['<v:imagedata r:id="rId9"/>', '<v:imagedata o:relid="rId9"/>', '<v:fill r:id="rId9" type="frame"/>',
     '<v:imagedata r:href="rId9"/>', '<v:imagedata r:pict="rId9"/>'],
)  # fmt: skip
def test_an_old_drawing_of_elsewhere_is_refused_too(shape: str, tmp_path: Path) -> None:
    template = changed(
        tmp_path / "m.docx",
        in_body(paragraph(VML.format(shape))),
        related(MAIN_RELS, "rId9", "hyperlink", OUTSIDE),
    )

    assert "hors du fichier" in refused(template)


def test_a_picture_that_the_file_holds_loses_its_link_and_stays(catalogue: Catalogue, tmp_path: Path) -> None:
    template = changed(
        tmp_path / "m.docx",
        replacing(HEADER, 'r:embed="rId1"', 'r:embed="rId1" r:link="rId9"'),
        related(HEADER_RELS, "rId9", "image", OUTSIDE),
    )

    content = drafted(template, catalogue)

    assert external_targets(content) == ["https://www.valmont.example/"]
    assert any(name.startswith("word/media/") for name in parts(content))
    assert any("images liées" in sentence for sentence in inspect(template).said)


@pytest.mark.parametrize("source", ["src", "href", "althref", "o:href"])
def test_an_address_in_an_old_drawing_itself_does_not_reach_the_contract(
    source: str, catalogue: Catalogue, tmp_path: Path
) -> None:
    shape = VML.format(f'<v:imagedata {source}="file:///etc/passwd"/>')

    content = drafted(changed(tmp_path / "m.docx", in_body(paragraph(shape))), catalogue)

    assert b"passwd" not in everything(content)


@pytest.mark.parametrize(
    "place", ["word/document.xml", HEADER, FOOTER, FOOTNOTES, COMMENTS, NUMBERING, STYLES, SETTINGS]
)
def test_a_field_that_fetches_is_found_in_every_part(place: str, tmp_path: Path) -> None:
    changes: list[Change] = []
    if place == COMMENTS:
        changes += [
            adding(COMMENTS, part("comments")),
            related(MAIN_RELS, "rId8", "comments", "comments.xml"),
        ]

    def hide(package: dict[str, bytes]) -> None:
        before, end, after = package[place].rpartition(b"</w:")
        package[place] = (before or after.replace(b"/>", b">")) + FETCH.encode() + end + after

    def spell_out(package: dict[str, bytes]) -> None:
        package[COMMENTS] = package[COMMENTS].replace(b"></w:", b">\n</w:")

    template = changed(tmp_path / "m.docx", *changes, *([spell_out] if place == COMMENTS else []), hide)

    assert "va chercher un autre fichier" in refused(template)


@pytest.mark.parametrize(
    "typed",
    [
        '<Override PartName="/WORD/Entete.BIN" ContentType="{}"/>',
        '<Default Extension="BIN" ContentType="{}"/>',
        '<Default Extension="bin" ContentType="application/XML"/>',
        "",
    ],
)
def test_a_part_is_read_whatever_its_type_comes_from(typed: str, tmp_path: Path) -> None:
    header = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"

    def hide(package: dict[str, bytes]) -> None:
        package["word/entete.bin"] = part("hdr", paragraph(FETCH))

    template = changed(
        tmp_path / "m.docx",
        hide,
        replacing(TYPES, "</Types>", typed.format(header) + "</Types>"),
        replacing(MAIN_RELS, 'Target="header1.xml"', 'Target="Entete.bin"'),
    )

    assert "va chercher un autre fichier" in refused(template)


@pytest.mark.parametrize(
    "instruction",
    [
        'INCLUDEPICTURE "http://x/y.png"', 'INCLUDE "c:/x.doc"', 'includetext "x"', "DDEAUTO cmd /c",
        "DDE x y",
        "LINK Excel.Sheet.8 x", "RD x.docx", "IMPORT x", "DATABASE \\d x", "EMBED Package", "CONTROL Forms.1",
        "\tDDE\tx", "DDEAUTO\\x",
    ],
)  # fmt: skip
@pytest.mark.parametrize("cut", [False, True])
def test_a_field_that_fetches_is_refused(instruction: str, cut: bool, tmp_path: Path) -> None:
    said = instruction.replace('"', "&quot;")
    pieces = list(said) if cut and "&" not in said else [said]

    template = changed(tmp_path / "m.docx", in_body(paragraph(field(*pieces))))

    assert "va chercher un autre fichier" in refused(template)


MERGED = simple_field("MERGEFIELD Nom", "Madame")


@pytest.mark.parametrize(
    "hidden",
    [
        field("INCLUDE", field("QUOTE &quot;PICTURE&quot;", shown="PICTURE"), " &quot;http://x&quot;"),
        field(field("QUOTE 68 68 69", shown="DDE"), " cmd"),
        field("&quot;INCLUDEPICTURE&quot; &quot;http://x&quot;"),
        field("INCL", simple_field("QUOTE UDETEXT", "UDETEXT"), " x"),
        simple_field("MACROBUTTON Lancer Cliquez"),
        field("AUTOTEXT Salutation"), field("FILLIN Nom"), field("ASK nom Nom"), field("SET x y"), MERGED,
        field("MERGEFIELD Nom"), field("NEXT"), field("GOTOBUTTON x y"), field("PRINT 27"), field("ADDIN x"),
        field("inconnu"), field(""), field("HYPERLINK &quot;javascript:alert(1)&quot;"),
        field("HYPERLINK &quot;file:///etc/passwd&quot;"), field("HYPERLINK \\\\serveur\\x"),
        field("HYPERLINK ", field("DATE", shown="javascript:x")),
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r>{text("MERGEFIELD Nom")}',
    ],
)  # fmt: skip
def test_a_field_that_is_not_allowed_goes_and_is_said(
    hidden: str, catalogue: Catalogue, tmp_path: Path
) -> None:
    template = changed(tmp_path / "m.docx", in_body(paragraph(text("avant") + hidden + text("après"))))

    shown = [text_of(line) for line in root(drafted(template, catalogue)).iter(f"{W}p")]
    kept = {node.text for node in root(drafted(template, catalogue)).iter(f"{W}instrText")}
    assert any(line.startswith("avant") and line.endswith("après") for line in shown)
    assert not [said for said in kept if said and not said.strip().startswith(("PAGE", "TOC", "DATE", "REF"))]
    assert any("Champs retirés" in sentence for sentence in inspect(template).said)


def test_the_text_of_a_field_that_goes_stays(catalogue: Catalogue, tmp_path: Path) -> None:
    button = field("MACROBUTTON NoMacro [Cliquez ici]", shown="")
    template = changed(tmp_path / "m.docx", in_body(paragraph(MERGED + button)))

    shown = [text_of(line) for line in root(drafted(template, catalogue)).iter(f"{W}p")]

    assert "Madame[Cliquez ici]" in shown


@pytest.mark.parametrize(
    "instruction",
    [
        " PAGE ", "NUMPAGES", ' DATE \\@ "dd/MM/yyyy" ', ' STYLEREF "Titre 1" ', " REF objet \\h ", "=1+1",
        ' TOC \\o "1-3" ', 'HYPERLINK "https://exemple.fr/"', 'HYPERLINK \\l "objet"', " FORMTEXT ", "page",
        'IF 1 = 1 "a" "b"', "SEQ Tableau", "= 2 * 3",
    ],
)  # fmt: skip
def test_a_field_that_computes_from_the_document_stays(
    instruction: str, catalogue: Catalogue, tmp_path: Path
) -> None:
    template = changed(
        tmp_path / "m.docx", in_body(paragraph(simple_field(instruction.replace('"', "&quot;"))))
    )

    fields = [node.get(f"{W}instr") for node in root(drafted(template, catalogue)).iter(f"{W}fldSimple")]

    assert instruction in fields


def test_a_field_that_nothing_ends_does_not_swallow_the_contract(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    opened = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
    template = changed(tmp_path / "m.docx", in_body(paragraph(opened)))

    marks = [node.get(f"{W}fldCharType") for node in root(drafted(template, catalogue)).iter(f"{W}fldChar")]

    assert marks.count("begin") == marks.count("end")


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "file:///etc/passwd", "\\\\serveur\\partage", "//serveur/partage", "smb://x/y",
     "ms-word:ofe|u|http://x", "vbscript:x", "../annexe.docx", "#objet", "http:\\\\serveur\\x",
        "data:text/html,x",
     " javascript:x", "java&#10;script:x", "NULL", ""],
)  # fmt: skip
def test_a_link_of_another_scheme_keeps_its_text_alone(
    address: str, catalogue: Catalogue, tmp_path: Path
) -> None:
    template = changed(tmp_path / "m.docx", replacing(MAIN_RELS, "https://www.valmont.example/", address))

    content = drafted(template, catalogue)

    assert external_targets(content) == []
    assert "Le site" in [text_of(line) for line in root(content).iter(f"{W}p")]
    assert any("Liens retirés" in sentence for sentence in inspect(template).said)


@pytest.mark.parametrize(
    "address", ["http://a.fr", "HTTPS://a.fr/b?c=d#e", "mailto:x@y.fr", "tel:+33123456789"]
)
def test_a_link_that_a_reader_follows_stays(address: str, catalogue: Catalogue, tmp_path: Path) -> None:
    template = changed(tmp_path / "m.docx", replacing(MAIN_RELS, "https://www.valmont.example/", address))

    content = drafted(template, catalogue)

    assert external_targets(content) == [address]
    assert [node.get(f"{R}id") for node in root(content).iter(f"{W}hyperlink") if node.get(f"{R}id")]


SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'
ELSEWHERE = "file:///etc/passwd"


@pytest.mark.parametrize(
    "drawn",
    [
        f'<image xlink:href="{ELSEWHERE}"/>', f'<image href="{ELSEWHERE}"/>', '<use href="autre.svg#x"/>',
        f'<rect style="fill:url({ELSEWHERE})"/>', f'<rect fill="url(\'{ELSEWHERE}\')"/>',
        f"<style>@import '{ELSEWHERE}';</style>", "<style>rect{fill:u\\72l(http://x)}</style>",
        "<script>1</script>", "<foreignObject/>", '<g xml:base="http://x/"><use href="#a"/></g>',
        '<image><set attributeName="xlink:href" to="http://x"/></image>', '<a href="https://x.fr"/>',
        '<image href="data:image/svg+xml;base64,PHN2Zz48L3N2Zz4="/>',
        '<image href="data:image/png,PHN2Zz4="/>',
        '<image href="data:image/png;base64,PHN2Zz48L3N2Zz4="/>', '<feImage href="http://x/y"/>',
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", [LOGO, "word/media/logo.svg"])
def test_a_drawing_that_points_elsewhere_is_refused_whatever_its_name(
    drawn: str, name: str, tmp_path: Path
) -> None:
    template = changed(
        tmp_path / "m.docx",
        adding(name, SVG.format(drawn).encode()),
        replacing(HEADER_RELS, "media/logo.png", name.removeprefix("word/")),
    )

    assert "image SVG" in refused(template)


@pytest.mark.parametrize(
    "drawn",
    ['<use xlink:href="#a"/>', '<rect fill="url(#a)"/>',
     '<image href="data:image/png;base64,iVBORw0KGgoAAAA="/>',
     "<style>rect{fill:#123}</style>"],
)  # fmt: skip
def test_a_drawing_that_points_to_itself_is_taken(drawn: str, catalogue: Catalogue, tmp_path: Path) -> None:
    document_type = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/svg11.dtd">'
    template = changed(tmp_path / "m.docx", adding(LOGO, (document_type + SVG.format(drawn)).encode()))

    content = drafted(template, catalogue)

    assert any(name.endswith(".svg") for name in parts(content))
    assert b"<!doctype" not in everything(content)


@pytest.mark.parametrize(
    "bytes_",
    [b"%!PS-Adobe-3.0", b"%PDF-1.7", b"", b"texte", b"\x1f\x8b\x08", b"BM<svg xmlns='x'/>", b"<html/>"],
)
def test_a_picture_of_no_known_format_is_refused(bytes_: bytes, tmp_path: Path) -> None:
    template = changed(tmp_path / "m.docx", adding(LOGO, bytes_))

    assert "image" in refused(template) or "abîmé" in refused(template)


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("attachedTemplate", "!file:///G:/Modeles/Courrier.dotx"),
        ("attachedTemplate", "!http://198.51.100.7/x.dotx"),
        ("mailMergeSource", "!file:///C:/adresses.xlsx"),
    ],
)
def test_a_dead_link_of_the_settings_is_dropped_and_said(
    kind: str, target: str, catalogue: Catalogue, tmp_path: Path
) -> None:
    use = '<w:attachedTemplate r:id="rId1"/>'
    if kind == "mailMergeSource":
        use = (
            '<w:mailMerge><w:mainDocumentType w:val="formLetters"/><w:dataSource r:id="rId1"/></w:mailMerge>'
        )
    template = changed(
        tmp_path / "m.docx",
        replacing(SETTINGS, "<w:zoom", f"{use}<w:zoom"),
        adding("word/_rels/settings.xml.rels", relationships(("rId1", kind, target))),
    )

    content = drafted(template, catalogue)

    assert external_targets(content) == ["https://www.valmont.example/"]
    assert b"attachedtemplate" not in everything(content)
    assert b"mailmerge" not in everything(content)
    assert any("détaché" in said or "publipostage" in said for said in inspect(template).said)


@pytest.mark.parametrize(
    "lock",
    ['<w:documentProtection w:edit="forms" w:enforcement="1"/>',
     '<w:documentProtection w:edit="readOnly" w:enforcement="1" w:hash="x"/>',
     '<w:writeProtection w:recommended="1"/>'],
)  # fmt: skip
def test_a_protection_is_lifted_and_said(lock: str, catalogue: Catalogue, tmp_path: Path) -> None:
    template = changed(tmp_path / "m.docx", replacing(SETTINGS, "<w:zoom", f"{lock}<w:zoom"))

    content = drafted(template, catalogue)

    assert b"protection" not in parts(content)["word/settings.xml"].lower()
    assert any("protection" in sentence for sentence in inspect(template).said)


def test_parts_that_no_text_shows_do_not_reach_the_contract(catalogue: Catalogue, tmp_path: Path) -> None:
    template = changed(
        tmp_path / "m.docx",
        adding("word/espion.xml", b"<x>espion</x>"),
        adding("word/webSettings.xml", part("webSettings", '<w:frameset r:id="espion"/>')),
        adding("word/webextensions/webextension1.xml", b"<we>espion</we>"),
        related(MAIN_RELS, "rId7", "webSettings", "webSettings.xml"),
        related(MAIN_RELS, "rId8", "http://exemple.fr/complement", "espion.xml"),
        related("_rels/.rels", "rId9", "http://exemple.fr/taskpanes", "word/webextensions/webextension1.xml"),
        related(MAIN_RELS, "rId6", "http://exemple.fr/externe", "!http://exemple.fr/espion"),
    )

    assert b"espion" not in everything(drafted(template, catalogue))


def test_a_part_that_leads_back_to_itself_ends(tmp_path: Path) -> None:
    template = changed(
        tmp_path / "m.docx",
        related(HEADER_RELS, "rId9", "header", "header1.xml"),
        replacing(HEADER, "</w:hdr>", '<w:p><w:headerReference r:id="rId9"/></w:p></w:hdr>'),
    )

    assert inspect(template).name == "m.docx"


def test_a_field_in_the_words_of_strict_open_xml_does_not_hide(tmp_path: Path) -> None:
    hidden = (
        '<s:fldSimple xmlns:s="http://purl.oclc.org/ooxml/wordprocessingml/main" s:instr="INCLUDETEXT x"/>'
    )
    template = changed(tmp_path / "m.docx", in_body(paragraph(hidden)))

    assert "strict" in refused(template)


@pytest.mark.parametrize("prefix", ["x", "ns0"])
def test_a_field_under_another_prefix_does_not_hide(prefix: str, tmp_path: Path) -> None:
    hidden = f'<{prefix}:fldSimple xmlns:{prefix}="{DECLARES}" {prefix}:instr="DDE x"/>'

    assert "DDE" in refused(changed(tmp_path / "m.docx", in_body(paragraph(hidden))))


def test_marks_of_our_own_in_a_template_change_nothing(catalogue: Catalogue, tmp_path: Path) -> None:
    forged = "<?contrat corps?><?contrat signatures?><!-- x -->\ue000territoire\ue001"
    template = changed(tmp_path / "m.docx", in_body(paragraph(text(forged))))

    shown = [text_of(line) for line in root(drafted(template, catalogue)).iter(f"{W}p")]

    assert shown.count("Contrat de ville") == 1
    assert MAIN in parts(drafted(template, catalogue))
