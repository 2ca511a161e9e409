"""The commitments as a workbook: what goes out comes back, and each fault is named by its cell."""

import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.profile import Adaptation, LocalCommitment, Means, MeansKind, Profile, State
from app.workbook import WorkbookRefused, adapted_by, write_workbook
from app.workbook.columns import HEADERS
from tests.examples import NAMES, contract, example

HEALTH = "affaires-sociales-sante-2013-3"
SAFETY = "interieur-2013-1-1"
FULL = Adaptation(
    local_action="=1+1 **gras**\n\n- une puce",
    state=State.AGREED,
    lead="@commune",
    associated=("CAF", "Mission locale"),
    quartiers=("QN09101M", "QN09102M"),
    start="2027",
    deadline="2028-12-31",
    indicator="Personnes",
    indicator_baseline="-5",
    indicator_target="300",
    indicator_year="2028",
    indicator_source="Insee",
    indicator_by_sex=True,
    resources="1 ETP",
    means=(
        Means(MeansKind.COMMON_LAW, "Ville : service des sports", 12_500),
        Means(MeansKind.SPECIFIC, "État"),
    ),
)
Edit = Callable[[Worksheet], None]


@pytest.fixture
def profile() -> Profile:
    return contract(
        adaptations={HEALTH: FULL, SAFETY: Adaptation(included=False, reason_excluded="Fait ailleurs.")},
        local_commitments=(LocalCommitment("local-1", "sante", "Ouvrir un centre.", FULL),),
    )


def written(profile: Profile, catalogue: Catalogue) -> bytes:
    return write_workbook(assemble(catalogue, profile))


def edited(content: bytes, edit: Edit) -> bytes:
    book = load_workbook(BytesIO(content))
    edit(book["Engagements"])
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def column(title: str) -> int:
    return HEADERS.index(title) + 1


def row_of(sheet: Worksheet, identifier: str) -> int:
    return next(number for number in range(2, sheet.max_row + 1) if sheet.cell(number, 1).value == identifier)


def problems(content: bytes, profile: Profile, catalogue: Catalogue) -> list[str]:
    with pytest.raises(WorkbookRefused) as refused:
        adapted_by(content, profile, catalogue)
    return [str(problem) for problem in refused.value.problems]


def test_what_goes_out_comes_back(profile: Profile, catalogue: Catalogue) -> None:
    assert adapted_by(written(profile, catalogue), profile, catalogue) == profile


@pytest.mark.parametrize("name", NAMES)
def test_the_examples_come_back(name: str, catalogue: Catalogue) -> None:
    one = example(name, catalogue)

    assert adapted_by(written(one, catalogue), one, catalogue) == one


def test_a_formula_that_was_typed_stays_words(profile: Profile, catalogue: Catalogue) -> None:
    sheet = load_workbook(BytesIO(written(profile, catalogue)))["Engagements"]

    cell = sheet.cell(row_of(sheet, HEALTH), column("Action locale"))

    assert cell.data_type == "s"
    assert cell.quotePrefix


def test_what_excel_makes_of_dates_and_numbers_is_read_as_shown(
    profile: Profile, catalogue: Catalogue
) -> None:
    def edit(sheet: Worksheet) -> None:
        row = row_of(sheet, HEALTH)
        sheet.cell(row, column("Échéance")).value = datetime(2029, 6, 30)  # noqa: DTZ001 — a cell has no zone
        sheet.cell(row, column("Cible")).value = 450
        sheet.cell(row, column("Départ")).value = 12.5
        sheet.cell(row, column("Suivi par sexe")).value = False

    read = adapted_by(edited(written(profile, catalogue), edit), profile, catalogue).adaptations[HEALTH]

    assert read == replace(
        FULL, deadline="2029-06-30", indicator_target="450", indicator_baseline="12,5", indicator_by_sex=False
    )


def test_a_row_without_an_id_adds_a_local_commitment(profile: Profile, catalogue: Catalogue) -> None:
    def edit(sheet: Worksheet) -> None:
        row = sheet.max_row + 1
        sheet.cell(row, 2).value = "Santé"
        sheet.cell(row, 4).value = "Former des médiatrices."

    read = adapted_by(edited(written(profile, catalogue), edit), profile, catalogue)

    assert read.local_commitments[1:] == (LocalCommitment("local-2", "sante", "Former des médiatrices."),)


def test_a_row_that_was_deleted_leaves_the_commitment_as_it_is(
    profile: Profile, catalogue: Catalogue
) -> None:
    content = edited(written(profile, catalogue), lambda sheet: sheet.delete_rows(row_of(sheet, HEALTH)))

    assert adapted_by(content, profile, catalogue) == profile


@pytest.mark.parametrize(
    ("title", "typed", "message"),
    [
        ("Au contrat", "peut-être", "«\u00a0oui\u00a0» ou «\u00a0non\u00a0» attendu"),
        ("État", "finie", "attendu\u00a0: à faire, rédigée, convenue"),
        ("Échéance", "30/02/2028", "cette date n’existe pas"),
        ("Début", "31/12/2028", None),
        ("Droit commun (€)", "Ville : mille", "un financeur et un montant en euros entiers"),
        ("Droit commun (€)", "\n".join(f"F{n}" for n in range(13)), "12 financeurs au plus"),
        ("Pilote", "x" * 201, "201 caractères\u202f; 200 au plus"),
        ("Action locale", "x" * 20_001, "20001 caractères"),
    ],
)
def test_a_wrong_cell_is_named(
    profile: Profile, catalogue: Catalogue, title: str, typed: str, message: str | None
) -> None:
    def edit(sheet: Worksheet) -> None:
        sheet.cell(row_of(sheet, HEALTH), column(title)).value = typed

    content = edited(written(profile, catalogue), edit)
    if message is None:
        assert adapted_by(content, profile, catalogue).adaptations[HEALTH].start == "2028-12-31"
        return
    sheet = load_workbook(BytesIO(content))["Engagements"]
    place = sheet.cell(row_of(sheet, HEALTH), column(title)).coordinate
    (problem,) = problems(content, profile, catalogue)
    assert problem.startswith(f"cellule {place} : ")
    assert message in problem


def test_every_fault_is_named_at_once(profile: Profile, catalogue: Catalogue) -> None:
    def edit(sheet: Worksheet) -> None:
        sheet.cell(2, 1).value = "inconnu-1"
        sheet.cell(3, column("État")).value = "finie"
        sheet.cell(4, 1).value = sheet.cell(5, 1).value

    found = problems(edited(written(profile, catalogue), edit), profile, catalogue)

    assert [problem.partition(" : ")[0] for problem in found] == [
        "cellule A2",
        f"cellule {chr(ord('A') + column('État') - 1)}3",
        "cellule A5",
    ]


def test_a_column_that_was_moved_is_named(profile: Profile, catalogue: Catalogue) -> None:
    content = edited(written(profile, catalogue), lambda sheet: sheet.delete_cols(5))

    assert "cellule E1" in problems(content, profile, catalogue)[0]


def _archive(name: str, text: bytes) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, text)
    return target.getvalue()


def _other_workbook() -> bytes:
    target = BytesIO()
    Workbook().save(target)
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "ce n’est pas un classeur"),
        (b"identifiant;volet", "ce n’est pas un classeur"),
        (_archive("rien.txt", b""), "ce n’est pas un classeur"),
        (_archive("xl/workbook.xml", b"<!DOCTYPE lolz>"), "ce n’est pas un classeur"),
        (_archive("xl/big.xml", b"0" * 70_000_000), "trop volumineux"),
        (_other_workbook(), "la feuille «\u00a0Engagements\u00a0» manque"),
    ],
)
def test_a_file_that_is_no_workbook_of_ours_is_refused_in_one_sentence(
    profile: Profile, catalogue: Catalogue, content: bytes, message: str
) -> None:
    (problem,) = problems(content, profile, catalogue)

    assert message in problem
