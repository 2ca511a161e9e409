"""The commitments as a workbook: what goes out comes back, and each fault is named by its cell."""

import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.profile import (
    Adaptation,
    IndicatorValue,
    LocalCommitment,
    Means,
    MeansKind,
    MeansState,
    Profile,
    Quartier,
    State,
)
from app.domain.profile_json import profile_document
from app.formats.xlsx import Origin, WorkbookRefused, import_table, open_table, write_workbook
from app.formats.xlsx.columns import HEADERS
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
        Means(MeansKind.SPECIFIC, "ANCT (ville)", 500, "2015", MeansState.REQUESTED),
        Means(MeansKind.SPECIFIC, "Plan (2016)", None, "", MeansState.SOUGHT),
        Means(MeansKind.SPECIFIC, "Plan (2016)"),
    ),
    indicator_baseline_women="-2",
    indicator_values=(
        IndicatorValue("2015", "130 (estimé)", "70", "60"),
        IndicatorValue("2016", women="35,5 %", men="40 %"),
    ),
    review="Ce qui reste à faire.",
)
Edit = Callable[[Worksheet], None]


@pytest.fixture
def profile() -> Profile:
    return contract(
        adaptations={HEALTH: FULL, SAFETY: Adaptation(included=False, reason_excluded="Fait ailleurs.")},
        local_commitments=(LocalCommitment("local-1", "sante", "Ouvrir un centre.", FULL),),
    )


def written(profile: Profile, catalogue: Catalogue) -> bytes:
    """The workbook of a profile, written once for all the tests that spoil it."""
    content = _WRITTEN.get(repr(profile))
    if content is None:
        content = write_workbook(assemble(catalogue, profile), Origin.of(1, 1, profile))
        _WRITTEN[repr(profile)] = content
    return content


_WRITTEN: dict[str, bytes] = {}


def adapted_by(content: bytes, profile: Profile, catalogue: Catalogue) -> Profile:
    """The contract after the return of a workbook, when nothing else changed since its export."""
    taking = import_table(open_table(content), profile, profile, catalogue)
    assert taking.conflicts == ()
    return taking.profile


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
        import_table(open_table(content), profile, profile, catalogue)
    return [str(problem) for problem in refused.value.problems]


def test_what_goes_out_comes_back(profile: Profile, catalogue: Catalogue) -> None:
    assert adapted_by(written(profile, catalogue), profile, catalogue) == profile


@pytest.mark.parametrize("name", NAMES)
def test_the_examples_come_back(name: str, catalogue: Catalogue) -> None:
    one = example(name, catalogue)

    assert adapted_by(written(one, catalogue), one, catalogue) == one


def test_a_workbook_of_before_the_second_shape_of_documents_is_known(profile: Profile) -> None:
    first_shape = json.dumps({**profile_document(profile), "schema": 1}, sort_keys=True)

    fingerprint = sha256(first_shape.encode()).hexdigest()[:16]

    assert Origin.of(1, 4, profile) == Origin("1", "4", fingerprint)


def test_the_source_begins_with_the_number_of_the_commitment(profile: Profile, catalogue: Catalogue) -> None:
    numbered = replace(profile, numbers={HEALTH: 412, "local-1": 7})

    sheet = load_workbook(BytesIO(written(numbered, catalogue)))["Engagements"]

    assert str(sheet.cell(row_of(sheet, HEALTH), column("Source")).value).startswith("Engagement 412 — ")
    assert sheet.cell(row_of(sheet, "local-1"), column("Source")).value == "Engagement local 7"
    assert "Engagement" not in str(sheet.cell(row_of(sheet, SAFETY), column("Source")).value)


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


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [(0.35, "0%", "35\u00a0%"), (0.07, "0.0%", "7\u00a0%"), (1, "0%", "100\u00a0%"), (2, '0" % brut"', "2")],
)
def test_a_percentage_is_read_as_excel_shows_it(
    profile: Profile, catalogue: Catalogue, value: float, number_format: str, text: str
) -> None:
    def edit(sheet: Worksheet) -> None:
        cell = sheet.cell(row_of(sheet, HEALTH), column("Cible"))
        cell.value, cell.number_format = value, number_format

    read = adapted_by(edited(written(profile, catalogue), edit), profile, catalogue)

    assert read.adaptations[HEALTH].indicator_target == text


def test_a_quartier_is_named_by_its_code_its_name_or_both(profile: Profile, catalogue: Catalogue) -> None:
    quartiers = tuple(
        Quartier(f"QN0690{n}M", name) for n, name in enumerate(("Les Tilleuls", "La Gare", "Mermoz"))
    )
    here = replace(profile, territory=replace(profile.territory, quartiers=quartiers))
    typed = "les tilleuls\nQN06901M La Gare\nQN06902M\nQN06900M"

    def edit(sheet: Worksheet) -> None:
        sheet.cell(row_of(sheet, HEALTH), column("Quartiers (codes)")).value = typed

    read = adapted_by(edited(written(here, catalogue), edit), here, catalogue)

    assert read.adaptations[HEALTH].quartiers == ("QN06900M", "QN06901M", "QN06902M")


def test_a_formula_without_a_result_is_named_and_empties_nothing(
    profile: Profile, catalogue: Catalogue
) -> None:
    def edit(sheet: Worksheet) -> None:
        sheet.cell(row_of(sheet, HEALTH), column("Pilote")).value = "=A1"

    (problem,) = problems(edited(written(profile, catalogue), edit), profile, catalogue)

    assert "cette formule n’a pas de résultat dans le fichier" in problem


def test_what_an_older_version_let_in_is_not_refused_where_nobody_touched_it(
    profile: Profile, catalogue: Catalogue
) -> None:
    odd = Adaptation(
        quartiers=("QN99001M",),
        indicator_year="n'importe quoi",
        means=(Means(MeansKind.SPECIFIC, "12 000"), Means(MeansKind.COMMON_LAW, "Plan : État")),
    )
    before = replace(profile, adaptations={HEALTH: odd})

    assert adapted_by(written(before, catalogue), before, catalogue) == before


def test_a_funder_whose_name_has_a_colon_is_read_back_beside_another(
    profile: Profile, catalogue: Catalogue
) -> None:
    named = Means(MeansKind.COMMON_LAW, "Plan : État")
    before = replace(profile, adaptations={HEALTH: Adaptation(means=(named,))})

    def edit(sheet: Worksheet) -> None:
        cell = sheet.cell(row_of(sheet, HEALTH), column("Droit commun (€)"))
        cell.value = f"{cell.value}\nVille : 500"

    read = adapted_by(edited(written(before, catalogue), edit), before, catalogue)

    assert read.adaptations[HEALTH].means == (named, Means(MeansKind.COMMON_LAW, "Ville", 500))


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
    ("typed", "line"),
    [
        ("Ville : 12 500 (2015, demandé)", ("Ville", 12_500, "2015", MeansState.REQUESTED)),
        ("Ville : 12 500 € [demandée ; 2015]", ("Ville", 12_500, "2015", MeansState.REQUESTED)),
        ("Ville : (à rechercher)", ("Ville", None, "", MeansState.SOUGHT)),
        ("Ville (2016)", ("Ville", None, "2016", MeansState.UNSAID)),
        ("Ville (CCAS) : 500", ("Ville (CCAS)", 500, "", MeansState.UNSAID)),
        ("500 (2016)", ("@commune", 500, "2016", MeansState.UNSAID)),
    ],
)
def test_a_line_of_means_says_its_year_and_how_sure_it_is(
    typed: str, line: tuple[str, int | None, str, MeansState], profile: Profile, catalogue: Catalogue
) -> None:
    def edit(sheet: Worksheet) -> None:
        sheet.cell(row_of(sheet, HEALTH), column("Droit commun (€)")).value = typed

    read = adapted_by(edited(written(profile, catalogue), edit), profile, catalogue)

    assert read.adaptations[HEALTH].means[0] == Means(MeansKind.COMMON_LAW, *line)


def test_a_workbook_of_before_keeps_a_funder_whose_name_ends_like_a_year(
    profile: Profile, catalogue: Catalogue
) -> None:
    def edit(sheet: Worksheet) -> None:
        cell = sheet.cell(row_of(sheet, HEALTH), column("Crédits spécifiques (€)"))
        cell.value = "Plan (2016)"
        sheet.cell(row_of(sheet, HEALTH), column("État")).value = "à faire"

    read = adapted_by(edited(written(profile, catalogue), edit), profile, catalogue)

    assert read.adaptations[HEALTH].means[1:] == (Means(MeansKind.SPECIFIC, "Plan (2016)"),)
    assert read.adaptations[HEALTH].state is State.TO_DO


def test_what_an_indicator_reached_is_typed_a_year_a_line(profile: Profile, catalogue: Catalogue) -> None:
    def edit(sheet: Worksheet) -> None:
        cell = sheet.cell(row_of(sheet, HEALTH), column("Valeurs atteintes"))
        cell.value = (
            f"{cell.value}\n2017 : 140 (Femmes : 80 ; hommes : 60)\n2018 : hommes : 3,5\n2019: 12 (x)"
        )

    read = adapted_by(edited(written(profile, catalogue), edit), profile, catalogue)

    assert read.adaptations[HEALTH].indicator_values == (
        *FULL.indicator_values,
        IndicatorValue("2017", "140", "80", "60"),
        IndicatorValue("2018", men="3,5"),
        IndicatorValue("2019", "12 (x)"),
    )


@pytest.mark.parametrize(
    ("title", "typed", "message"),
    [
        ("Au contrat", "peut-être", "«\u00a0oui\u00a0» ou «\u00a0non\u00a0» attendu"),
        ("État", "finie", "attendu\u00a0: à écrire, rédigée, convenue"),
        ("Échéance", "30/02/2028", "cette date n’existe pas"),
        ("Début", "31/12/2028", None),
        ("Droit commun (€)", "Ville : mille", "un financeur et un montant en euros"),
        ("Droit commun (€)", "Région 12 000", "un financeur et un montant en euros"),
        ("Droit commun (€)", "Ville : -5", "un financeur et un montant en euros"),
        ("Droit commun (€)", "Ville : 12,500", "milliers ou centimes"),
        ("Droit commun (€)", "Ville : 12 500 : CAF", "un financeur par ligne"),
        ("Droit commun (€)", "Ville ; CAF : 3 000", "un financeur par ligne"),
        ("Droit commun (€)", "Ville : 12 500 + 3 000", "un financeur par ligne"),
        ("Crédits spécifiques (€)", "douze mille euros", "un financeur et un montant en euros"),
        ("Quartiers (codes)", "QNZZZ", "«\u00a0QNZZZ\u00a0» n’est pas un quartier de ce contrat"),
        ("Année de la cible", "n'importe quoi", "une année est attendue"),
        ("Droit commun (€)", "Ville : 12 500 (2031)", "2031 est hors de la durée du contrat"),
        ("Droit commun (€)", "Ville : 12 500 (2025, 2026)", "entre parenthèses, l’année"),
        ("Droit commun (€)", "Ville : 12 500 (2025, promis)", "entre parenthèses, l’année"),
        ("Droit commun (€)", "Ville : 10 (2025), CAF : 20", "un financeur par ligne"),
        ("Valeurs atteintes", "130", "une année et une valeur attendues"),
        ("Valeurs atteintes", "2013 : 130", "2013 est hors de la durée du contrat"),
        ("Valeurs atteintes", "2015 : 1\n2015 : 2", "l’année 2015 figure deux fois"),
        ("Partenaires associés", "x" * 201, "200 caractères au plus par ligne"),
        ("Droit commun (€)", "\n".join(f"F{n}" for n in range(41)), "40 lignes de moyens au plus"),
        ("Droit commun (€)", "1\n" * 9_000, "40 lignes de moyens au plus"),
        ("Pilote", "x" * 201, "201 caractères\u202f; 200 au plus"),
        ("Action locale", "x" * 20_001, "20001 caractères"),
    ],
)
def test_a_wrong_cell_is_named(
    profile: Profile, catalogue: Catalogue, title: str, typed: str | int, message: str | None
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
        (_archive("xl/workbook.xml", b"<!DOCTYPE lolz>"), "déclaration DOCTYPE"),
        (_archive("xl/big.xml", b"0" * 70_000_000), "trop lourd à lire"),
        (b"\xd0\xcf\x11\xe0" + bytes(512), "enregistrez-le au format .xlsx, sans mot de passe"),
        (_other_workbook(), "la feuille «\u00a0Engagements\u00a0» manque"),
    ],
)
def test_a_file_that_is_no_workbook_of_ours_is_refused_in_one_sentence(
    profile: Profile, catalogue: Catalogue, content: bytes, message: str
) -> None:
    (problem,) = problems(content, profile, catalogue)

    assert message in problem
