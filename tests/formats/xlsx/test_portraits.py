"""The sheets of the quartiers: what they say comes back, and neither side's portrait is lost."""

from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import given
from openpyxl import Workbook, load_workbook

from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.profile import Figure, Portrait, Profile
from app.formats.xlsx import ImportResult, Origin, WorkbookRefused, import_table, open_table, write_workbook
from tests.examples import contract
from tests.random_contracts import QUARTIERS, on_random_contracts, random_contracts
from tests.test_random_contracts import CATALOGUE

CODE = "QN09101M"
POPULATION, POVERTY = Figure("Population", "5 230", "2021", "Insee"), Figure("Pauvreté", "42 %")
SAID = Portrait((POPULATION, POVERTY), "La santé.", "Un centre.")


@pytest.fixture
def exported() -> Profile:
    plain = contract(outline="2024-2030", portraits={CODE: SAID})
    return replace(plain, territory=replace(plain.territory, quartiers=QUARTIERS))


def book_of(profile: Profile, catalogue: Catalogue) -> Workbook:
    content = write_workbook(assemble(catalogue, profile), Origin.of(1, 1, profile))
    return load_workbook(BytesIO(content))


def returned(
    book: Workbook, present: Profile, exported: Profile | None, catalogue: Catalogue, **chosen: bool
) -> ImportResult:
    content = BytesIO()
    book.save(content)
    return import_table(open_table(content.getvalue()), present, exported, catalogue, chosen)


def with_portrait(profile: Profile, **changes: object) -> Profile:
    changed = replace(profile.portraits[CODE], **changes)  # type: ignore[arg-type]  # fields of Portrait
    return replace(profile, portraits={CODE: changed})


@on_random_contracts
@given(profile=random_contracts(CATALOGUE))
def test_portraits_that_are_exported_are_all_taken_by_a_contract_without_any(profile: Profile) -> None:
    known = {quartier.code for quartier in QUARTIERS}
    portraits = {code: said for code, said in profile.portraits.items() if code in known}
    territory = replace(profile.territory, quartiers=QUARTIERS)
    profile = replace(profile, territory=territory, portraits=portraits)
    empty = replace(profile, portraits={})

    table = open_table(write_workbook(assemble(CATALOGUE, profile), Origin.of(1, 1, profile)))

    assert import_table(table, empty, empty, CATALOGUE).profile == profile


def test_each_side_keeps_what_it_alone_changed(exported: Profile, catalogue: Catalogue) -> None:
    book = book_of(exported, catalogue)
    book["Quartiers"]["C2"] = "L’emploi."
    book["Chiffres"]["D3"] = "41 %"
    present = with_portrait(exported, priorities="Un centre et un jardin.")

    taken = returned(book, present, exported, catalogue)

    assert (taken.conflicts, taken.rows) == ((), 2)
    assert taken.profile.portraits[CODE] == Portrait(
        (POPULATION, replace(POVERTY, value="41 %")), "L’emploi.", "Un centre et un jardin."
    )


def test_a_text_that_both_changed_waits_for_a_choice(exported: Profile, catalogue: Catalogue) -> None:
    book = book_of(exported, catalogue)
    book["Quartiers"]["C2"] = "L’emploi."
    present = with_portrait(exported, challenges="Le logement.")

    (conflict,) = returned(book, present, exported, catalogue).conflicts
    chosen = returned(book, present, exported, catalogue, **{"Quartiers!C2": True})

    assert (conflict.cell, conflict.label, conflict.ours) == ("Quartiers!C2", "Enjeux", "Le logement.")
    assert chosen.profile.portraits[CODE].challenges == "L’emploi."


def test_a_figure_is_removed_with_its_row_and_a_quartier_without_rows_keeps_its_own(
    exported: Profile, catalogue: Catalogue
) -> None:
    one, none = book_of(exported, catalogue), book_of(exported, catalogue)
    one["Chiffres"].delete_rows(3)
    none["Chiffres"].delete_rows(2, 2)

    fewer, kept = (returned(book, exported, exported, catalogue).profile for book in (one, none))

    assert fewer.portraits[CODE].figures == (POPULATION,)
    assert kept.portraits[CODE].figures == SAID.figures


@pytest.mark.parametrize(
    ("cell", "text", "problem"),
    [
        ("A2", "QN99999M", "cellule Chiffres!A2 : quartier inconnu « QN99999M »"),
        ("D2", None, "cellule Chiffres!D2 : indiquez la valeur de ce chiffre"),
    ],
)
def test_a_row_of_figures_that_cannot_be_read_is_named_by_its_cell(
    exported: Profile, catalogue: Catalogue, cell: str, text: str | None, problem: str
) -> None:
    book = book_of(exported, catalogue)
    book["Chiffres"][cell] = text

    with pytest.raises(WorkbookRefused) as refused:
        returned(book, exported, exported, catalogue)

    said = "\n".join(f"{one.path} : {one.message}" for one in refused.value.problems)
    assert problem in said.replace("\u00a0", " ")


def test_a_sheet_of_ones_own_of_that_name_and_a_workbook_of_before_are_read(
    exported: Profile, catalogue: Catalogue
) -> None:
    own, former = book_of(exported, catalogue), book_of(exported, catalogue)
    own["Quartiers"].delete_rows(1, 9)
    own["Quartiers"]["A1"] = "Mes notes"
    del former["Quartiers"], former["Chiffres"]

    noted, read = (returned(book, exported, exported, catalogue) for book in (own, former))

    assert "Feuille «\u00a0Quartiers\u00a0» : aucune colonne reconnue" in "".join(noted.remarks).replace(
        "\u00a0:", " :"
    )
    assert (noted.profile, read.profile, read.remarks) == (exported, exported, ())


@pytest.mark.parametrize(
    ("first", "number", "said"),
    [
        (3, 1, "la colonne « Chiffre » de la feuille « Chiffres » manque : remettez-la"),
        (5, 2, "les colonnes « Année », « Source » de la feuille « Chiffres » manquent : remettez-les"),
    ],
)
def test_a_list_of_figures_without_one_of_its_columns_is_refused_in_one_sentence(
    first: int, number: int, said: str, exported: Profile, catalogue: Catalogue
) -> None:
    book = book_of(exported, catalogue)
    book["Chiffres"].delete_cols(first, number)

    with pytest.raises(WorkbookRefused) as refused:
        returned(book, exported, exported, catalogue)

    assert said in str(refused.value).replace("\N{NO-BREAK SPACE}", " ").replace(
        "\N{NARROW NO-BREAK SPACE}", " "
    )
