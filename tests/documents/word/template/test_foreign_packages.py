"""Any package that Word opens is drafted; whatever a template does, the answer is a draft or one sentence."""

import os
import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import etree
from openxml_audit import OpenXmlValidator

from app.documents.word import TemplateRefused, describe_templates, inspect, shown_name, templates_in
from app.domain.catalogue import Catalogue
from tests.documents.word.conftest import Convert
from tests.documents.word.reading import W, parts, root, text_of
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
    OFFICE,
    PNG,
    SETTINGS,
    STYLES,
    TYPES,
    Change,
    Parts,
    adding,
    changed,
    drafted,
    in_body,
    letterhead,
    paragraph,
    part,
    picture,
    related,
    relationships,
    renaming,
    replacing,
    save,
    text,
    without,
)


def broken(content: bytes) -> Iterator[str]:
    """What Word would call unreadable: a part that is no XML, a relationship that leads nowhere, no type."""
    package = parts(content)
    for name, xml in package.items():
        if not name.endswith(".rels"):
            continue
        folder = name.replace("_rels/", "").rpartition("/")[0]
        for line in etree.fromstring(xml):
            target = line.get("Target")
            path = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}".lstrip("/")
            if line.get("TargetMode") != "External" and path not in package:
                yield f"{name} leads to {target}"
    for name in package:
        if name.endswith((".xml", ".rels")):
            etree.fromstring(package[name])
    types = etree.fromstring(package[TYPES])
    typed = {node.get("PartName", "").lstrip("/") for node in types}
    yield from (
        f"{name} has no type"
        for name in package
        if name not in typed and not name.endswith((".xml", ".rels"))
    )


def elsewhere(name: str, new: str) -> Change:
    """Another name for a part, in the archive, its types and its relationships."""

    def change(package: Parts) -> None:
        old_base, new_base = name.removeprefix("word/"), new.removeprefix("word/")
        for at in (TYPES, MAIN_RELS, "_rels/.rels"):
            package[at] = package[at].replace(old_base.encode(), new_base.encode())
        package[new] = package.pop(name)
        folder, _, base = name.rpartition("/")
        rels = f"{folder}/_rels/{base}.rels"
        if rels in package:
            package[f"{folder}/_rels/{new.rpartition('/')[2]}.rels"] = package.pop(rels)

    return change


def many(old: str, new: str) -> Change:
    """Replace a text in every part that holds it."""

    def change(package: Parts) -> None:
        for name, content in package.items():
            package[name] = content.replace(old.encode(), new.encode())

    return change


def both(*changes: Change) -> Change:
    def change(package: Parts) -> None:
        for each in changes:
            each(package)

    return change


def erasing(name: str, pattern: bytes) -> Change:
    def change(package: Parts) -> None:
        package[name] = re.sub(pattern, b"", package[name])

    return change


def recoded(name: str, encoding: str) -> Change:
    def change(package: Parts) -> None:
        said = package[name].decode().replace("UTF-8", encoding)
        package[name] = said.encode(encoding)

    return change


DRAFTED: dict[str, Change] = {
    "as Word writes it": lambda package: None,
    "no numbering": without(NUMBERING),
    "no styles": without(STYLES),
    "no settings": without(SETTINGS),
    "no footnotes": without(FOOTNOTES),
    "nothing but a text": without(*(letterhead().keys() - {TYPES, MAIN, "_rels/.rels"})),
    "main part as Word on the web names it": elsewhere(MAIN, "word/document2.xml"),
    "footnotes under another name": elsewhere(FOOTNOTES, "word/notes1.xml"),
    "styles in another folder": elsewhere(STYLES, "word/autres/styles.xml"),
    "header with a name in French": elsewhere(HEADER, "word/en-tête.xml"),
    "comments of its own": both(
        adding(COMMENTS, part("comments", f'<w:comment w:id="0" w:author="x">{paragraph("")}</w:comment>')),
        related(MAIN_RELS, "rId8", "comments", "comments.xml"),
    ),
    "absolute targets": replacing(MAIN_RELS, 'Target="styles.xml"', 'Target="/word/styles.xml"'),
    "targets with dots": replacing(MAIN_RELS, 'Target="styles.xml"', 'Target="./../word/styles.xml"'),
    "targets in capitals": replacing(MAIN_RELS, 'Target="styles.xml"', 'Target="STYLES.XML"'),
    "targets with backslashes": replacing(HEADER_RELS, "media/logo.png", "media\\logo.png"),
    "escaped targets": replacing(HEADER_RELS, "media/logo.png", "media/log%6F.png"),
    "names with backslashes": renaming("word/media/", "word\\media\\"),
    "two styles parts": related(MAIN_RELS, "rId8", "styles", "styles.xml"),
    "the same id twice": related(MAIN_RELS, "rIdStyles", "theme", "theme1.xml"),
    "a relationship to nothing": related(MAIN_RELS, "rId8", "theme", "theme/theme9.xml"),
    "a relationship without target": replacing(MAIN_RELS, 'Target="settings.xml"', ""),
    "a relationship without id": replacing(MAIN_RELS, 'Id="rIdSettings"', ""),
    "a relationship without type": related(MAIN_RELS, "rId8", "", "styles.xml"),
    "an unknown relationship": related(MAIN_RELS, "rId8", "http://exemple.fr/x", "styles.xml"),
    "an unused link": related(MAIN_RELS, "rId8", "hyperlink", "!file:///C:/x.docx"),
    "a dead picture that nothing shows": related(MAIN_RELS, "rId8", "image", "../NULL"),
    "keyboard shortcuts without macros": both(
        adding("word/customizations.xml", b'<x xmlns="http://schemas.microsoft.com/office/word/2006/wordml"/>'),
        related(MAIN_RELS, "rId8", "http://schemas.microsoft.com/office/2006/relationships/keyMapCustomizations",
                "customizations.xml"),
        replacing(TYPES, "</Types>", '<Override PartName="/word/customizations.xml" '
                  'ContentType="application/vnd.ms-word.keyMapCustomizations+xml"/></Types>'),
    ),
    "a dead header": related(MAIN_RELS, "rId8", "header", "header9.xml"),
    "a header reference to nothing": replacing(MAIN, "rIdHeader", "rIdAbsent"),
    "bookmarks that are no numbers": many('w:id="3"', 'w:id="signet"'),
    "notes that are no numbers": many('w:id="1"', 'w:id="première"'),
    "lists that are no numbers": many('w:numId="7"', 'w:numId="sept"'),
    "abstract lists that are no numbers": many('"4"', '"quatre"'),
    "numbers that are too large": many('w:id="3"', f'w:id="{"9" * 5000}"'),
    "a bookmark without number": replacing(MAIN, '<w:bookmarkStart w:id="3"', "<w:bookmarkStart"),
    "pages in centimetres": replacing(MAIN, 'w:w="11906"', 'w:w="21cm"'),
    "no page setup": erasing(MAIN, rb"<w:sectPr>.*</w:sectPr>"),
    "an empty body": lambda package: package.update({MAIN: part("document", "<w:body/>")}),
    "no body": lambda package: package.update({MAIN: part("document")}),
    "another prefix": both(many("w:", "mot:"), many("xmlns:w=", "xmlns:mot=")),
    "UTF-16": recoded(MAIN, "UTF-16"),
    "a note that is not there": in_body(paragraph('<w:r><w:footnoteReference w:id="99"/></w:r>')),
    "a comment that is not there": in_body(paragraph('<w:r><w:commentReference w:id="9"/></w:r>')),
    "a style without id": replacing(STYLES, "</w:styles>", '<w:style w:type="paragraph"/></w:styles>'),
    "a style without name": replacing(STYLES, '<w:name w:val="heading 1"/>', "<w:name/>"),
    "two styles of one id": replacing(
        STYLES, "</w:styles>", '<w:style w:type="character" w:styleId="Titre1"/></w:styles>'
    ),
    "a style on an id of ours": replacing(
        STYLES,
        "</w:styles>",
        '<w:style w:type="character" w:styleId="Visa"><w:name w:val="V"/></w:style></w:styles>',
    ),
    "a part of another type": replacing(TYPES, "settings+xml", "webSettings+xml"),
    "types without a word": many("styles+xml", "inconnu+xml"),
    "settings that are styles": replacing(MAIN_RELS, "settings.xml", "styles.xml"),
    "a folder in the archive": adding("word/", b""),
    "a picture in the text": both(
        in_body(paragraph(picture('r:embed="rId9"'))), related(MAIN_RELS, "rId9", "image", "media/logo.png")
    ),
    "an online video": in_body(
        paragraph(picture("", '<a:extLst><a:ext uri="x"><v:webVideoPr/></a:ext></a:extLst>'))
    ),
    "spaces between all elements": many("><", ">\n  <"),
    "processing instructions": in_body("<?xml-stylesheet href='http://x'?><?contrat corps?>"),
    "a core part of LibreOffice": both(
        related(
            "_rels/.rels",
            "rId5",
            "http://schemas.openxmlformats.org/officedocument/2006/relationships/metadata/core-properties",
            "docProps/core.xml",
        ),
        adding("docProps/core.xml", b"<x/>"),
    ),
}  # fmt: skip
REFUSED: dict[str, tuple[Change, str]] = {
    "strict by its relationship": (
        many(OFFICE, "http://purl.oclc.org/ooxml/officeDocument/relationships/"), "Open XML strict",
    ),
    "strict by its words": (
        many("http://schemas.openxmlformats.org/wordprocessingml/2006/main",
             "http://purl.oclc.org/ooxml/wordprocessingml/main"), "Open XML strict",
    ),
    "no main part": (without(MAIN), "pas un document Word"),
    "no relationships": (without("_rels/.rels"), "pas un document Word"),
    "no types": (without(TYPES), "pas un document Word"),
    "a workbook": (replacing(TYPES, "wordprocessingml.document.main", "spreadsheetml.sheet.main"),
                   "document Word"),
    "a lost picture": (without(LOGO), "images"),
    "a dangling picture": (replacing(HEADER, 'r:embed="rId1"', 'r:embed="rId7"'), "images"),
    "not XML": (adding(MAIN, b"<w:document"), "abîmé"),
    "not XML either": (adding(STYLES, b"\x00\x01"), "abîmé"),
    "an empty main part": (adding(MAIN, b""), "abîmé"),
    "another root": (adding(MAIN, part("styles")), "abîmé"),
    "types that are no XML": (adding(TYPES, b"Types"), "abîmé"),
    "relationships that are no XML": (adding(MAIN_RELS, b"<R"), "abîmé"),
    "a DTD": (replacing(STYLES, "<w:styles", '<!DOCTYPE x [<!ENTITY a "b">]><w:styles'), "DOCTYPE"),
    "an undeclared entity": (in_body(paragraph(text("&a;"))), "abîmé"),
    "EBCDIC": (recoded(MAIN, "cp037"), ""),
    "UTF-7": (recoded(MAIN, "utf-7"), ""),
    "the same part twice": (adding("WORD/Document.xml", b"<x/>"), "abîmé"),
    "two marks on a line": (
        in_body(paragraph('<w:bookmarkStart w:id="8" w:name="couverture"/><w:bookmarkEnd w:id="8"/>'
                          '<w:bookmarkStart w:id="9" w:name="corps"/><w:bookmarkEnd w:id="9"/>')),
        "deux repères",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", DRAFTED)
def test_what_word_opens_is_drafted(what: str, catalogue: Catalogue, tmp_path: Path) -> None:
    template = changed(tmp_path / "modèle.docx", DRAFTED[what])

    content = drafted(template, catalogue)

    assert list(broken(content)) == []
    assert "Sommaire" in [text_of(line) for line in root(content).iter(f"{W}p")]
    assert all(sentence.endswith(".") for sentence in inspect(template).said)


@pytest.mark.parametrize("what", REFUSED)
def test_what_word_does_not_open_is_refused_in_one_sentence(what: str, tmp_path: Path) -> None:
    change, reason = REFUSED[what]

    with pytest.raises(TemplateRefused) as refused:
        inspect(changed(tmp_path / "modèle.docx", change))

    said = str(refused.value)
    assert reason in said
    assert said.startswith("«\u00a0modèle.docx\u00a0»")
    assert re.fullmatch(r"[^\n]+\.", said)
    assert not re.search(r"\b(error|line|None|Traceback|xml|lxml|tag|KeyError)\b", said)


SOUND = (
    "as Word writes it", "no numbering", "no styles", "nothing but a text", "footnotes under another name",
    "comments of its own", "bookmarks that are no numbers", "lists that are no numbers", "no page setup",
    "no body", "another prefix", "a note that is not there", "a picture in the text",
    "a style on an id of ours",
)  # fmt: skip


@pytest.mark.parametrize("what", SOUND)
def test_the_schemas_accept_the_draft(what: str, catalogue: Catalogue, tmp_path: Path) -> None:
    path = tmp_path / "contrat.docx"
    path.write_bytes(drafted(changed(tmp_path / "modèle.docx", DRAFTED[what]), catalogue))

    result = OpenXmlValidator().validate(str(path))

    assert [str(error) for error in result.errors] == []


@pytest.mark.parametrize("what", ["as Word writes it", "another prefix"])
def test_libreoffice_converts_the_draft(
    what: str, catalogue: Catalogue, to_pdf: Convert, tmp_path: Path
) -> None:
    pdf = to_pdf(drafted(changed(tmp_path / "modèle.docx", DRAFTED[what]), catalogue))

    assert pdf.read_bytes().startswith(b"%PDF")


def test_what_the_letterhead_shows_reaches_the_draft(catalogue: Catalogue, tmp_path: Path) -> None:
    content = drafted(changed(tmp_path / "m.docx"), catalogue)

    package = parts(content)
    shown = [text_of(line) for line in root(content).iter(f"{W}p")]
    assert PNG in package.values()
    assert shown.index("Ville de Valmont") < shown.index("Contrat de ville")
    assert "Chef-lieu" in text_of(root(content, "word/footnotes.xml"))
    (colour,) = root(content, "word/styles.xml").findall(f"{W}style[@{W}styleId='Heading1']/{W}rPr/{W}color")
    assert colour.get(f"{W}val") == "7A1F3D"


@pytest.mark.parametrize("encoding", ["latin-1", "utf-8"])
@pytest.mark.parametrize("escaped", [False, True])
def test_a_picture_whose_name_nothing_declares_is_found(
    encoding: str, escaped: bool, catalogue: Catalogue, tmp_path: Path
) -> None:
    package = letterhead()
    target = "media/%E9cusson.png" if escaped and encoding == "latin-1" else "media/écusson.png"
    package[HEADER_RELS] = relationships(("rId1", "image", target))
    package["word/media/#cusson.png"] = package.pop(LOGO)
    path = save(tmp_path / "m.docx", package)
    # zipfile writes no name without saying that it is UTF-8: one sign of the same length takes its place.
    written = "é".encode(encoding)
    named = b"word/media/" + b"#" * len(written) + b"cusson.png"
    package[named.decode()] = package.pop("word/media/#cusson.png")
    content = save(path, package).read_bytes().replace(named, b"word/media/" + written + b"cusson.png")
    path.write_bytes(content)

    assert PNG in parts(drafted(path, catalogue)).values()


def test_a_file_name_that_is_no_utf_8_is_shown(catalogue: Catalogue, tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path) + b"/mod\xe8le.docx"
    template = changed(Path(os.fsdecode(raw)))

    assert shown_name(template) == "modèle.docx"
    assert inspect(template).name == "modèle.docx"
    assert drafted(template, catalogue)


def test_a_locked_archive_says_that_it_is(tmp_path: Path) -> None:
    path = changed(tmp_path / "m.docx")
    content = bytearray(path.read_bytes())
    for mark, at in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        content[content.index(mark) + at] |= 1
    path.write_bytes(bytes(content))

    with pytest.raises(TemplateRefused, match="mot de passe"):
        inspect(path)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_method_that_word_does_not_write_is_refused(method: int, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "m.docx", "w", method) as archive:
        for name, content in letterhead().items():
            archive.writestr(name, content)

    with pytest.raises(TemplateRefused, match="abîmé"):
        inspect(tmp_path / "m.docx")


WHOLE = BytesIO()
with zipfile.ZipFile(WHOLE, "w", zipfile.ZIP_DEFLATED) as _archive:
    for _name, _content in letterhead().items():
        _archive.writestr(_name, _content)

NAMES = sorted(letterhead())


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(NAMES),
    st.integers(0, 2_000),
    st.integers(0, 60),
    st.sampled_from(
        [b"", b"<", b">", b'"', b"&", b"\x00", b"/", b"w:id", b'=""', b"rId1", b"\xff", b"99999999999"]
    ),
)
@example("word/numbering.xml", 209, 5, b"")  # a name that canonical XML refuses
def test_a_part_with_any_piece_replaced_gives_a_draft_or_a_sentence(
    catalogue: Catalogue, tmp_path: Path, name: str, start: int, length: int, new: bytes
) -> None:
    package = letterhead()
    at = start % (len(package[name]) + 1)
    package[name] = package[name][:at] + new + package[name][at + length :]

    answers(save(tmp_path / f"{name.replace('/', '-')}-{at}-{length}-{new.hex()}.docx", package), catalogue)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10_000), st.binary(max_size=4), st.booleans())
def test_a_file_with_any_byte_replaced_gives_a_draft_or_a_sentence(
    catalogue: Catalogue, tmp_path: Path, at: int, new: bytes, cut: bool
) -> None:
    content = WHOLE.getvalue()
    at %= len(content)
    path = tmp_path / f"{at}-{new.hex()}-{cut}.docx"
    path.write_bytes(content[:at] + new + (b"" if cut else content[at + len(new) :]))

    answers(path, catalogue)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sets(st.sampled_from(NAMES)), st.sets(st.sampled_from(NAMES)))
def test_a_file_without_any_of_its_parts_gives_a_draft_or_a_sentence(
    catalogue: Catalogue, tmp_path: Path, absent: set[str], empty: set[str]
) -> None:
    package = {
        name: b"" if name in empty else content
        for name, content in letterhead().items()
        if name not in absent
    }
    name = "".join(str(int(name in absent) + 2 * int(name in empty)) for name in NAMES)

    answers(save(tmp_path / f"{name}.docx", package), catalogue)


def answers(template: Path, catalogue: Catalogue) -> None:
    """Check that there is a sound draft, or one sentence that no library wrote."""
    refusal, faults = "", []
    try:
        faults = list(broken(drafted(template, catalogue)))
    except TemplateRefused as refused:
        refusal = str(refused)
    assert faults == []
    assert refusal == "" or re.fullmatch(r"«.+».+\.", refusal)
    assert "ne peut pas être lu" not in refusal


def test_a_bad_file_of_a_folder_costs_its_own_line_alone(tmp_path: Path) -> None:
    bad = [
        changed(tmp_path / f"{rank}.docx", change)
        for rank, (change, _) in enumerate(REFUSED.values())
        if rank % 4 == 0
    ]
    good = changed(tmp_path / "bon.docx")
    gone = tmp_path / "parti.docx"
    folder = tmp_path / "dossier.docx"
    folder.mkdir()

    described = {each.name: each.said for each in describe_templates([*bad, good, gone, folder])}

    assert all(len(described[path.name]) == 1 for path in (*bad, gone, folder))
    assert len(described["bon.docx"]) > 1


def test_the_header_of_the_letterhead_is_not_that_of_the_application(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    content = drafted(changed(tmp_path / "m.docx"), catalogue)

    headers = [name for name in parts(content) if re.fullmatch(r"word/(header|footer)\d+\.xml", name)]
    assert sorted(headers) == [FOOTER, HEADER]


def test_what_is_no_docx_is_listed_with_what_to_do(tmp_path: Path) -> None:
    save(tmp_path / "a.docx", letterhead())
    for name, content in (("b.doc", b"\xd0\xcf\x11\xe0"), ("c.rtf", b"{\\rtf1}"), ("d.txt", b"notes")):
        (tmp_path / name).write_bytes(content)
    macros = letterhead()
    macros["word/vbaProject.bin"] = b""
    save(tmp_path / "e.docm", macros)

    described = describe_templates(templates_in(tmp_path))

    assert [(each.name, each.refused) for each in described] == [
        ("a.docx", False), ("b.doc", True), ("c.rtf", True), ("e.docm", True),
    ]  # fmt: skip
    assert all("enregistrez" in each.said[0] for each in described if each.refused)
