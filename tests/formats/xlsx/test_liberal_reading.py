"""Workbooks as partners send them back: read as they are meant, and what is ambiguous is refused."""

import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from app.domain.catalogue import Catalogue
from app.domain.profile import Adaptation, LocalCommitment, Means, MeansKind, Profile, Quartier, State
from app.formats.xlsx import ImportResult, WorkbookRefused, import_table, open_table
from tests.examples import contract
from tests.formats.xlsx.test_reading import HEALTH, SAFETY, Edit, column, edited, problems, row_of, written

COMMON = MeansKind.COMMON_LAW
MONEY = "Droit commun (€)"
WRITTEN = Adaptation(local_action="Ouvrir une maison de santé.", lead="Ville d’Évry")


@pytest.fixture
def profile() -> Profile:
    return contract(
        adaptations={HEALTH: WRITTEN, SAFETY: Adaptation(local_action="Réunir le CLSPD.")},
        local_commitments=(LocalCommitment("local-1", "sante", "Ouvrir un centre."),),
    )


def imported(profile: Profile, catalogue: Catalogue, edit: Edit) -> ImportResult:
    return import_table(open_table(edited(written(profile, catalogue), edit)), profile, profile, catalogue)


def health_after(profile: Profile, catalogue: Catalogue, title: str, typed: object) -> Adaptation:
    def edit(sheet: Worksheet) -> None:
        sheet.cell(row_of(sheet, HEALTH), column(title)).value = typed  # type: ignore[assignment]  # as typed

    return imported(profile, catalogue, edit).profile.adaptations[HEALTH]


def rename(former: str, title: str | None) -> Edit:
    return lambda sheet: setattr(sheet.cell(1, column(former)), "value", title)


SHAPES: dict[str, Edit] = {
    "a title row on top": lambda sheet: (sheet.insert_rows(1), setattr(sheet["A1"], "value", "Suivi 2026")),  # type: ignore[dict-item,return-value]  # two statements
    "empty rows on top": lambda sheet: sheet.insert_rows(1, 3),
    "a column inserted": lambda sheet: sheet.insert_cols(5),
    "columns inserted first": lambda sheet: sheet.insert_cols(1, 2),
    "a title with spaces": rename("Pilote", "  Pilote \u00a0"),
    "a straight apostrophe": rename("Motif, s’il est écarté", "Motif, s'il est écarté"),
    "another case": rename("Action locale", "ACTION LOCALE"),
    "no accents": rename("Échéance", "Echeance"),
    "a title on two lines": rename("Source de l’indicateur", "Source de\nl’indicateur"),
    "brackets taken away": rename("Quartiers (codes)", "Quartiers"),
    "a column deleted": lambda sheet: sheet.delete_cols(column("Indicateur")),
    "a column whose title went": rename("Indicateur", None),
    "the sheet renamed": lambda sheet: setattr(sheet, "title", "Engagements (2)"),
    "the headers once more below": lambda sheet: sheet.append([cell.value for cell in sheet[1]]),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_sheet_whose_shape_was_changed_says_what_it_said(
    profile: Profile, catalogue: Catalogue, shape: str
) -> None:
    result = imported(profile, catalogue, SHAPES[shape])

    assert result.profile == profile
    assert result.taken == result.conflicts == ()


def test_a_column_that_was_moved_is_read_where_it_stands(profile: Profile, catalogue: Catalogue) -> None:
    def edit(sheet: Worksheet) -> None:
        row = row_of(sheet, HEALTH)
        for number in (1, row):
            sheet.cell(number, 30).value = sheet.cell(number, column("Pilote")).value
        sheet.delete_cols(column("Pilote"))
        sheet.cell(row, 29).value = "ARS"

    result = imported(profile, catalogue, edit)

    assert result.profile.adaptations == {
        **profile.adaptations,
        HEALTH: replace(WRITTEN, lead="ARS"),
    }


def test_an_unknown_column_is_set_aside_and_said(profile: Profile, catalogue: Catalogue) -> None:
    def edit(sheet: Worksheet) -> None:
        sheet.cell(1, sheet.max_column + 1).value = "Avis"
        sheet.cell(2, sheet.max_column).value = "favorable"

    result = imported(profile, catalogue, edit)

    assert result.profile == profile
    assert result.remarks == ("Colonne «\u00a0Avis\u00a0»\u00a0: inconnue, laissée de côté.",)


def test_a_missing_column_is_said(profile: Profile, catalogue: Catalogue) -> None:
    result = imported(profile, catalogue, SHAPES["a column deleted"])

    assert result.remarks == (
        "Colonne «\u00a0Indicateur\u00a0»\u00a0: absente du classeur, le contrat reste tel quel.",
    )


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (rename("Identifiant", "N°"), "la colonne «\u00a0Identifiant\u00a0» manque"),
        (rename("Indicateur", "Pilote"), "la colonne «\u00a0Pilote\u00a0» figure deux fois"),
        (lambda sheet: sheet.delete_rows(1), "aucune colonne"),
    ],
)
def test_a_sheet_whose_columns_cannot_be_told_is_refused_in_one_sentence(
    profile: Profile, catalogue: Catalogue, edit: Edit, said: str
) -> None:
    (problem,) = problems(edited(written(profile, catalogue), edit), profile, catalogue)

    assert said in problem


@pytest.mark.parametrize("typed", [" affaires-sociales-sante-2013-3 ", "Affaires-Sociales-Sante-2013-3"])
def test_an_id_is_known_despite_spaces_and_case(profile: Profile, catalogue: Catalogue, typed: str) -> None:
    def edit(sheet: Worksheet) -> None:
        row = row_of(sheet, HEALTH)
        sheet.cell(row, 1).value = typed
        sheet.cell(row, column("Pilote")).value = "ARS"

    assert imported(profile, catalogue, edit).profile.adaptations[HEALTH].lead == "ARS"


@pytest.mark.parametrize(
    ("title", "typed", "field", "value"),
    [
        ("Au contrat", " NON", "included", False),
        ("Au contrat", "Oui", "included", True),
        ("Suivi par sexe", "OUI\u00a0", "indicator_by_sex", True),
        ("État", "Rédigée ", "state", State.DRAFTED),
        ("État", "redige", "state", State.DRAFTED),
        ("État", "CONVENUE", "state", State.AGREED),
        ("Action locale", "Un_x000D_\ndeux", "local_action", "Un\ndeux"),
        ("Action locale", "le champ _x005F_x0041_", "local_action", "le champ _x0041_"),
    ],
)
def test_a_word_of_a_list_is_known_however_it_is_written(
    profile: Profile, catalogue: Catalogue, title: str, typed: str, field: str, value: object
) -> None:
    assert getattr(health_after(profile, catalogue, title, typed), field) == value


@pytest.mark.parametrize(
    "typed",
    [
        "QN09101M, QN09102M",
        "QN09101M ; Les Tarterêts",
        "les pyramides / LES TARTERETS",
        "QN09101M\nQN09102M - Les Tarterêts",
    ],
)
def test_quartiers_are_known_however_they_are_listed(
    profile: Profile, catalogue: Catalogue, typed: str
) -> None:
    quartiers = (Quartier("QN09101M", "Les Pyramides"), Quartier("QN09102M", "Les Tarterêts"))
    here = replace(profile, territory=replace(profile.territory, quartiers=quartiers))

    assert health_after(here, catalogue, "Quartiers (codes)", typed).quartiers == ("QN09101M", "QN09102M")


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        ("Ville : 12 500 ; CAF : 3 000", (("Ville", 12_500), ("CAF", 3_000))),
        ("Ville : 12 500, CAF : 3 000", (("Ville", 12_500), ("CAF", 3_000))),
        ("Ville : 12 500 € / CAF : 3 000 €", (("Ville", 12_500), ("CAF", 3_000))),
        ("Ville : 8000,50 €", (("Ville", 8_001),)),
        ("Ville : 8000,49", (("Ville", 8_000),)),
        ("Ville : 8000,00 euros", (("Ville", 8_000),)),
        ("Ville : 500\nVille : 500", (("Ville", 500), ("Ville", 500))),
        ("FSE : 2021-2027 : 3 000", (("FSE : 2021-2027", 3_000),)),
        ("Plan 2030 : axe 2 : 3000", (("Plan 2030 : axe 2", 3_000),)),
        ("ANRU 2 : 900", (("ANRU 2", 900),)),
        ("CAF", (("CAF", None),)),
        ("- Ville : 500\n•\n• CAF : 300", (("Ville", 500), ("CAF", 300))),
        ("BOP 147 : 5 000", (("BOP 147", 5_000),)),
        ("État (BOP 147)", (("État (BOP 147)", None),)),
        ("Ville : 12500,499", (("Ville", 12_500),)),
        (15_000, (("Ville d’Évry", 15_000),)),
        ("15 000 €", (("Ville d’Évry", 15_000),)),
    ],
)
def test_funders_and_amounts_are_read_as_they_are_meant(
    profile: Profile, catalogue: Catalogue, typed: object, lines: tuple[tuple[str, int | None], ...]
) -> None:
    means = health_after(profile, catalogue, MONEY, typed).means

    assert means == tuple(Means(COMMON, *line) for line in lines)


@pytest.mark.parametrize(
    "typed",
    [
        "Ville : 12 500 - CAF : 3 000",
        "Ville : 800 et CAF : 300",
        "Ville : 12 500 € CAF : 3 000 €",
        "Ville : 12500 • CAF : 3000",
        "Ville 12 500 et CAF : 3 000",
        "Ville (12 500)",
        "12 500 € de la Ville",
        "Ville : 1,250",
    ],
)
def test_an_amount_that_may_be_another_s_is_asked_about(
    profile: Profile, catalogue: Catalogue, typed: str
) -> None:
    def edit(sheet: Worksheet) -> None:
        sheet.cell(row_of(sheet, HEALTH), column(MONEY)).value = typed

    (problem,) = problems(edited(written(profile, catalogue), edit), profile, catalogue)

    assert "exemple\u00a0: Ville" in problem or "milliers ou centimes" in problem


@pytest.mark.parametrize(
    ("number_format", "amount"),
    [('0" k€"', None), ('0"k€"', None), (r'# ##0\ "k€"', None), ('#,##0," k€"', 15), ('# ##0 "€"', 15)],
)
def test_an_amount_that_its_format_shows_in_thousands_is_asked_about(
    profile: Profile, catalogue: Catalogue, number_format: str, amount: int | None
) -> None:
    def edit(sheet: Worksheet) -> None:
        cell = sheet.cell(row_of(sheet, HEALTH), column(MONEY), 15)
        cell.number_format = number_format

    if amount is None:
        (problem,) = problems(edited(written(profile, catalogue), edit), profile, catalogue)
        assert "k€" in problem
    else:
        assert imported(profile, catalogue, edit).profile.adaptations[HEALTH].means[0].amount == amount


def test_an_amount_without_a_funder_is_the_lead_s_and_it_is_said(
    profile: Profile, catalogue: Catalogue
) -> None:
    def edit(sheet: Worksheet) -> None:
        sheet.cell(row_of(sheet, HEALTH), column(MONEY)).value = 15_000

    (remark,) = imported(profile, catalogue, edit).remarks

    assert "donné au pilote, «\u00a0Ville d’Évry\u00a0»" in remark


def test_an_amount_without_a_funder_nor_a_lead_is_asked_about(profile: Profile, catalogue: Catalogue) -> None:
    def edit(sheet: Worksheet) -> None:
        sheet.cell(row_of(sheet, SAFETY), column(MONEY)).value = 15_000

    (problem,) = problems(edited(written(profile, catalogue), edit), profile, catalogue)

    assert "qui apporte ce montant" in problem


def test_an_amount_that_was_rounded_is_said(profile: Profile, catalogue: Catalogue) -> None:
    def edit(sheet: Worksheet) -> None:
        sheet.cell(row_of(sheet, HEALTH), column(MONEY)).value = "Ville : 8000,50 €"

    (remark,) = imported(profile, catalogue, edit).remarks

    assert "«\u00a08000,50 €\u00a0» arrondi à 8\u202f001\u00a0€" in remark


def test_two_equal_lines_of_a_funder_stay_two_when_another_is_added(
    profile: Profile, catalogue: Catalogue
) -> None:
    line = Means(COMMON, "Ville", 500)
    before = replace(profile, adaptations={HEALTH: replace(WRITTEN, means=(line, line))})

    def edit(sheet: Worksheet) -> None:
        cell = sheet.cell(row_of(sheet, HEALTH), column(MONEY))
        cell.value = f"{cell.value}\nCAF : 10"

    means = imported(before, catalogue, edit).profile.adaptations[HEALTH].means

    assert means == (line, line, Means(COMMON, "CAF", 10))


@pytest.mark.parametrize("words", ["Total", "TOTAL ", "Sous-total", "Total :"])
@pytest.mark.parametrize("place", [1, 4])
def test_a_row_of_totals_is_set_aside_and_said(
    profile: Profile, catalogue: Catalogue, words: str, place: int
) -> None:
    def edit(sheet: Worksheet) -> None:
        row = sheet.max_row + 1
        sheet.cell(row, place).value = words
        sheet.cell(row, column(MONEY)).value = 27_500

    result = imported(profile, catalogue, edit)

    assert result.profile == profile
    assert "laissé de côté" in result.remarks[0]


def test_a_line_of_words_between_the_rows_is_set_aside_and_said(
    profile: Profile, catalogue: Catalogue
) -> None:
    def edit(sheet: Worksheet) -> None:
        sheet.cell(sheet.max_row + 1, 1).value = "Volet santé"

    result = imported(profile, catalogue, edit)

    assert result.profile == profile
    assert "«\u00a0Volet santé\u00a0», seul sur sa ligne" in result.remarks[0]


def test_empty_coloured_rows_are_ignored(profile: Profile, catalogue: Catalogue) -> None:
    def edit(sheet: Worksheet) -> None:
        for row in range(sheet.max_row + 1, sheet.max_row + 4_000, 3):
            sheet.cell(row, 3).fill = PatternFill("solid", fgColor="FFFF00")
        sheet.cell(60_000, 3).fill = PatternFill("solid", fgColor="FFFF00")
        sheet.cell(60_001, 3).value = "  "

    assert imported(profile, catalogue, edit).profile == profile


def test_a_cell_merged_downwards_is_given_to_each_of_its_rows(profile: Profile, catalogue: Catalogue) -> None:
    rows: list[str] = []

    def edit(sheet: Worksheet) -> None:
        first = row_of(sheet, SAFETY)
        rows.extend(str(sheet.cell(first + more, 1).value) for more in range(3))
        sheet.cell(first, column("Pilote")).value = "La préfecture"
        sheet.merge_cells(
            start_row=first, end_row=first + 2, start_column=column("Pilote"), end_column=column("Pilote")
        )

    adaptations = imported(profile, catalogue, edit).profile.adaptations

    assert [adaptations[row].lead for row in rows] == ["La préfecture"] * 3


def test_cells_merged_side_by_side_are_named(profile: Profile, catalogue: Catalogue) -> None:
    def edit(sheet: Worksheet) -> None:
        row, first = row_of(sheet, HEALTH), column("Action locale")
        sheet.merge_cells(start_row=row, end_row=row, start_column=first, end_column=first + 1)

    (problem,) = problems(edited(written(profile, catalogue), edit), profile, catalogue)

    assert "fusionnée avec sa voisine" in problem


def test_a_title_merged_over_the_whole_sheet_is_no_fault(profile: Profile, catalogue: Catalogue) -> None:
    def edit(sheet: Worksheet) -> None:
        sheet.insert_rows(1)
        sheet["A1"].value = "Suivi du contrat"
        sheet.merge_cells("A1:V1")

    assert imported(profile, catalogue, edit).profile == profile


Change = Callable[[Worksheet, int], None]


def test_what_looks_like_an_escape_goes_out_and_comes_back(profile: Profile, catalogue: Catalogue) -> None:
    odd = replace(profile, adaptations={HEALTH: Adaptation(local_action="_x0041_ _x000D_ _x005F_ _x00")})

    result = import_table(open_table(written(odd, catalogue)), odd, odd, catalogue)

    assert result.profile == odd
    assert result.taken == ()


def changed_book(profile: Profile, catalogue: Catalogue, change: Callable[[Workbook], None]) -> ImportResult:
    book = load_workbook(BytesIO(written(profile, catalogue)))
    change(book)
    saved = BytesIO()
    book.save(saved)
    return import_table(open_table(saved.getvalue()), profile, profile, catalogue)


def test_a_sheet_that_is_not_of_the_export_is_said(profile: Profile, catalogue: Catalogue) -> None:
    def change(book: Workbook) -> None:
        book.copy_worksheet(book["Engagements"]).title = "Engagements (2)"
        book.create_sheet("Avis de la CAF")["A1"] = "Nous ne pouvons pas nous engager."
        book.create_sheet("Feuil1")

    assert changed_book(profile, catalogue, change).remarks == (
        "Feuille «\u00a0Engagements (2)\u00a0»\u00a0: laissée de côté.",
        "Feuille «\u00a0Avis de la CAF\u00a0»\u00a0: laissée de côté.",
    )


def test_a_sheet_beside_is_known_by_the_beginning_of_its_name(catalogue: Catalogue) -> None:
    quartiers = (Quartier("QN09101M", "Les Pyramides"),)
    profile = contract()
    profile = replace(profile, territory=replace(profile.territory, quartiers=quartiers))

    def change(book: Workbook) -> None:
        for name in ("Quartiers", "Origine"):
            book[name].title = f"{name} - Tableau 1"
        sheet = book["Quartiers - Tableau 1"]
        titles = [cell.value for cell in sheet[1]]
        sheet.cell(2, len(titles)).value = "Un texte de la ville."

    result = changed_book(profile, catalogue, change)

    assert [one.theirs for one in result.taken] == ["Un texte de la ville."]


def test_two_sheets_that_may_be_the_commitments_are_asked_about(
    profile: Profile, catalogue: Catalogue
) -> None:
    def change(book: Workbook) -> None:
        book.copy_worksheet(book["Engagements"]).title = "Engagements CAF"
        book["Engagements"].title = "Engagements Ville"

    with pytest.raises(WorkbookRefused) as refused:
        changed_book(profile, catalogue, change)

    assert "quelle feuille reprendre" in refused.value.problems[0].message


def test_comments_of_cells_are_said(profile: Profile, catalogue: Catalogue) -> None:
    def change(book: Workbook) -> None:
        book["Engagements"]["L24"].comment = Comment("Plutôt la CAF", "x")

    assert changed_book(profile, catalogue, change).remarks == (
        "Commentaires laissés de côté, reportez-les à la main (cellules L24).",
    )


def rewritten(content: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, member in members.items():
            archive.writestr(name, member)
    return target.getvalue()


def test_the_target_of_a_sheet_may_be_written_as_in_an_address(
    profile: Profile, catalogue: Catalogue
) -> None:
    def change(members: dict[str, bytes]) -> None:
        members["xl/worksheets/feuille été.xml"] = members.pop("xl/worksheets/sheet1.xml")
        rels = "xl/_rels/workbook.xml.rels"
        members[rels] = members[rels].replace(b"sheet1.xml", b"feuille%20%C3%A9t%C3%A9.xml")

    table = open_table(rewritten(written(profile, catalogue), change))

    assert import_table(table, profile, profile, catalogue).taken == ()


def test_the_reading_of_a_word_is_not_its_text(profile: Profile, catalogue: Catalogue) -> None:
    def change(members: dict[str, bytes]) -> None:
        name = "xl/worksheets/sheet1.xml"
        reading = b'</t><rPh sb="0" eb="1"><t>yomi</t></rPh></is>'
        members[name] = members[name].replace(b"</t></is>", reading)

    table = open_table(rewritten(written(profile, catalogue), change))

    assert import_table(table, profile, profile, catalogue).taken == ()


def test_a_national_commitment_whose_id_was_erased_is_no_new_one(
    profile: Profile, catalogue: Catalogue
) -> None:
    def edit(sheet: Worksheet) -> None:
        sheet.cell(row_of(sheet, HEALTH), 1).value = None

    (problem,) = problems(edited(written(profile, catalogue), edit), profile, catalogue)

    assert HEALTH in problem


def test_a_column_far_to_the_right_is_said(profile: Profile, catalogue: Catalogue) -> None:
    def edit(sheet: Worksheet) -> None:
        sheet.cell(1, 250).value = "Avis"
        sheet.cell(2, 250).value = "favorable"

    assert imported(profile, catalogue, edit).remarks == (
        "Colonne «\u00a0Avis\u00a0»\u00a0: inconnue, laissée de côté.",
    )


def test_the_signs_of_a_list_are_no_part_of_its_names(profile: Profile, catalogue: Catalogue) -> None:
    after = health_after(profile, catalogue, "Partenaires associés", "- CAF\n• Saint-Denis\n-Mission")

    assert after.associated == ("CAF", "Saint-Denis", "-Mission")
