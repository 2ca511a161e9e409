"""Workbooks that a library would expand: a few kilobytes that stand for gigabytes are read, or refused."""

import io
import tracemalloc
import zipfile
from dataclasses import replace

import pytest

from app.domain.catalogue import Catalogue
from app.domain.problems import MAX_PROBLEMS
from app.domain.profile import Adaptation, LocalCommitment, Profile
from app.formats.xlsx import WorkbookRefused, import_table, open_table
from tests.examples import contract
from tests.formats.xlsx.test_reading import HEALTH, problems, written

SHEET = "xl/worksheets/sheet1.xml"
MEMORY = 200_000_000
"""Bytes that the reading of one workbook may take: the site has 400 MB."""


@pytest.fixture
def profile() -> Profile:
    return contract(adaptations={HEALTH: Adaptation(local_action="Ouvrir.", lead="CAF")})


def spoiled(content: bytes, part: str, *changes: tuple[str, str]) -> bytes:
    """The workbook, one part of which says something else."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in source.namelist():
            text = source.read(name)
            if name == part:
                for former, new in changes:
                    assert former.encode() in text
                    text = text.replace(former.encode(), new.encode(), 1)
            made.writestr(name, text)
    return target.getvalue()


MERGED = {
    "the whole sheet": ["A1:XFD1048576"],
    "a column by hand": ["B2:B1048576"],
    "every column by hand": [f"{letter}2:{letter}1048576" for letter in "BCDEFGHIJKLMNOPQRSTUV"],
    "very many ranges": ["B2:B1048576"] * 9_000,
    "too many ranges": ["B2:B3"] * 20_000,
    "nothing that is a range": ["", "A1", "A1:B2:C3", "1:2", "ZZZZ1:A1", "A0:B0", "é"],
}


def with_merged(content: bytes, ranges: list[str]) -> bytes:
    cells = "".join(f'<mergeCell ref="{area}"/>' for area in ranges)
    return spoiled(content, SHEET, ("</sheetData>", f"</sheetData><mergeCells>{cells}</mergeCells>"))


@pytest.mark.parametrize("kind", MERGED)
def test_merged_ranges_are_never_expanded(profile: Profile, catalogue: Catalogue, kind: str) -> None:
    content = with_merged(written(profile, catalogue), MERGED[kind])

    tracemalloc.start()
    try:
        import_table(open_table(content), profile, profile, catalogue)
    except WorkbookRefused as refused:
        assert len(refused.problems) <= MAX_PROBLEMS + 1  # noqa: PT017 — read or refused, both are right
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert most < MEMORY


def test_a_column_merged_by_hand_is_simply_read(profile: Profile, catalogue: Catalogue) -> None:
    content = with_merged(written(profile, catalogue), ["C2:C1048576"])

    assert import_table(open_table(content), profile, profile, catalogue).profile == profile


RANGES = {
    "a link": '<hyperlinks><hyperlink ref="A1:XFD1048576" location="x"/></hyperlinks>',
    "a validation": '<dataValidations><dataValidation sqref="A1:XFD1048576"/></dataValidations>',
    "a colour by rule": '<conditionalFormatting sqref="A1:XFD1048576"><cfRule/></conditionalFormatting>',
    "a protected range": '<protectedRanges><protectedRange sqref="A1:XFD1048576"/></protectedRanges>',
    "a filter": '<autoFilter ref="A1:XFD1048576"/>',
    "columns": '<cols><col min="1" max="999999999"/></cols>',
    "an unknown element": "<inconnu><a><b/></a></inconnu>",
}


@pytest.mark.parametrize("kind", RANGES)
def test_what_spans_the_whole_sheet_changes_nothing(
    profile: Profile, catalogue: Catalogue, kind: str
) -> None:
    content = spoiled(written(profile, catalogue), SHEET, ("</sheetData>", f"</sheetData>{RANGES[kind]}"))

    assert import_table(open_table(content), profile, profile, catalogue).profile == profile


def rows(count: int, cell: str) -> str:
    return "".join(f'<row r="{number}">{cell}</row>' for number in range(1_000, 1_000 + count))


@pytest.mark.parametrize(
    ("added", "said"),
    [
        (rows(6_000, "<c><v>1</v></c>"), "plus de 5000 lignes remplies"),
        ("<row>" + "<c/>" * 400_000 + "</row>", "éléments"),
        ('<row r="900"/><row r="900"/>', "y figure deux fois"),
        (rows(200, '<c t="inlineStr"><is><t>' + "x" * 30_000 + "</t></is></c>"), "millions de caractères"),
        ('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', None),
        ('<row r="999999999999"><c r="A1"><v></v></c></row>', None),
        ('<row r="-1" s="x"><c r="é" t="?" s="99999999999"/></row>', None),
    ],
)
def test_rows_that_are_too_many_or_too_far_are_refused_or_left_out(
    profile: Profile, catalogue: Catalogue, added: str, said: str | None
) -> None:
    content = spoiled(written(profile, catalogue), SHEET, ("</sheetData>", f"{added}</sheetData>"))

    if said is None:
        assert import_table(open_table(content), profile, profile, catalogue).profile == profile
        return
    (problem,) = problems(content, profile, catalogue)
    assert said in problem


@pytest.mark.parametrize("length", [256, 100_000])
def test_a_number_format_that_is_too_long_is_not_read(
    profile: Profile, catalogue: Catalogue, length: int
) -> None:
    style = f'<numFmts count="1"><numFmt numFmtId="170" formatCode="{chr(39) * length}%"/></numFmts>'
    content = spoiled(
        written(profile, catalogue),
        "xl/styles.xml",
        ('<numFmts count="0"/>', style),
        ('<xf numFmtId="0"', '<xf numFmtId="170"'),
    )

    assert import_table(open_table(content), profile, profile, catalogue).profile == profile


def test_a_shared_text_that_is_not_there_shows_nothing(profile: Profile, catalogue: Catalogue) -> None:
    content = spoiled(
        written(profile, catalogue),
        SHEET,
        ("</sheetData>", '<row r="900"><c r="A900" t="s"><v>99999999</v></c></row></sheetData>'),
    )

    assert import_table(open_table(content), profile, profile, catalogue).profile == profile


@pytest.mark.parametrize(
    "part", [SHEET, "xl/_rels/workbook.xml.rels", "_rels/.rels", "xl/styles.xml", "xl/workbook.xml"]
)
def test_entities_are_refused_in_every_part(profile: Profile, catalogue: Catalogue, part: str) -> None:
    content = written(profile, catalogue)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        text = archive.read(part).decode()
    root = text[text.index("<", text.find("?>") + 1 if text.startswith("<?xml") else 0) :][:12]
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'

    (problem,) = problems(spoiled(content, part, (root, bomb + root)), profile, catalogue)

    assert "DOCTYPE" in problem


def test_more_cells_than_a_page_can_ask_about_are_refused_in_one_sentence(catalogue: Catalogue) -> None:
    local = [LocalCommitment(f"local-{number}", "sante", f"Ouvrir {number}.") for number in range(1, 402)]
    there, here = (
        contract(local_commitments=tuple(replace(one, adaptation=Adaptation(lead=lead)) for one in local))
        for lead in ("CAF", "ARS")
    )

    with pytest.raises(WorkbookRefused, match="plus de 400 cellules"):
        import_table(open_table(written(there, catalogue)), here, None, catalogue)


def test_very_many_faults_are_told_up_to_a_hundred(profile: Profile, catalogue: Catalogue) -> None:
    content = spoiled(
        written(profile, catalogue),
        SHEET,
        ("</sheetData>", rows(4_000, '<c t="str"><v>faux</v></c><c t="str"><v>x</v></c>') + "</sheetData>"),
    )

    assert len(problems(content, profile, catalogue)) == MAX_PROBLEMS + 1
