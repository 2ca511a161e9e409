"""The sheet of orientations: read back as it was written; what was changed there, and on the site since."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from openpyxl.worksheet.worksheet import Worksheet

from app.catalogue import load
from app.domain.profile import Adaptation, Objective, Orientation, Profile
from app.formats.xlsx import ImportResult, WorkbookRefused, import_table, open_table
from app.settings import resource
from tests.examples import contract
from tests.formats.xlsx.test_reading import edited, written
from tests.random_contracts import on_random_contracts, random_contracts

CATALOGUE = load(resource("commitments"))
HEALTH = "affaires-sociales-sante-2013-3"
WORK = Orientation("o1", "L’emploi", "Le chômage", (Objective("b1", "Accueillir", target="300"),))
CALM = Orientation("o2", "La tranquillité", objectives=(Objective("b2", "Médier"),))
SERVING = contract(orientations=(WORK, CALM), adaptations={HEALTH: Adaptation(objectives=("b2",))})
ID, OBJECTIVE, TARGET, YEAR = 1, 5, 9, 10


def imported(
    edit: Callable[[Worksheet], None],
    present: Profile = SERVING,
    exported: Profile | None = SERVING,
    chosen: dict[str, bool] | None = None,
) -> ImportResult:
    """What the workbook of SERVING changes once its sheet of orientations was edited."""
    content = edited(written(SERVING, CATALOGUE), lambda sheet: edit(sheet.parent["Orientations"]))
    return import_table(open_table(content), present, exported, CATALOGUE, chosen)


def served(sheet: Worksheet, typed: str) -> None:
    """Type objectives on the row of an action."""
    actions = sheet.parent["Engagements"]
    titles = {cell.value: cell.column for cell in actions[1]}
    row = next(cells[0].row for cells in actions.iter_rows(min_row=2) if cells[0].value == HEALTH)
    actions.cell(row, titles["Objectifs (numéros)"]).value = typed


@on_random_contracts
@given(random_contracts(CATALOGUE))
def test_a_workbook_that_nobody_edited_changes_nothing_and_gives_orientations_to_another_contract(
    profile: Profile,
) -> None:
    table = open_table(written(profile, CATALOGUE))

    same = import_table(table, profile, profile, CATALOGUE)
    given_over = import_table(table, replace(profile, orientations=()), None, CATALOGUE)

    assert same.profile == profile
    assert given_over.profile.orientations == profile.orientations


def test_an_edited_cell_is_taken_and_said_with_its_sheet() -> None:
    result = imported(lambda sheet: sheet.cell(3, TARGET, "500"))

    assert result.profile.orientations[0].objectives == (replace(WORK.objectives[0], target="500"),)
    (change,) = result.taken
    assert (change.cell, change.sheet) == ("Orientations!I3", "Orientations")
    assert (change.ours, change.theirs) == ("300", "500")


def test_what_both_changed_is_asked_about() -> None:
    moved = replace(WORK, objectives=(replace(WORK.objectives[0], target="400"),))
    present = replace(SERVING, orientations=(moved, CALM))

    asked = imported(lambda sheet: sheet.cell(3, TARGET, "500"), present)
    chosen = imported(lambda sheet: sheet.cell(3, TARGET, "500"), present, SERVING, {"Orientations!I3": True})

    assert [one.cell for one in asked.conflicts] == ["Orientations!I3"]
    assert asked.profile == present
    assert chosen.profile.orientations[0].objectives[0].target == "500"


def test_new_rows_add_an_orientation_and_objectives_that_actions_serve_by_their_number() -> None:
    def edit(sheet: Worksheet) -> None:
        sheet.append([None, None, None, "L’école", "Accompagner"])
        sheet.append([None, "3.2", None, None, "Lire"])
        served(sheet, "2.1\n3.2")

    result = imported(edit)
    again = imported(edit, result.profile, SERVING)

    *_, school = result.profile.orientations
    assert (school.title, [one.title for one in school.objectives]) == ("L’école", ["Accompagner", "Lire"])
    assert result.profile.adaptations[HEALTH].objectives == ("b2", school.objectives[1].id)
    assert again.profile == result.profile


def test_a_record_removed_meanwhile_comes_back_only_when_it_is_chosen() -> None:
    present = replace(SERVING, orientations=(CALM,))

    untouched = imported(lambda sheet: None, present)
    asked = imported(lambda sheet: sheet.cell(3, TARGET, "500"), present)
    back = imported(lambda sheet: sheet.cell(3, TARGET, "500"), present, SERVING, {"Orientations!E3": True})

    assert untouched.profile == present
    assert [one.cell for one in asked.conflicts] == ["Orientations!E3"]
    restored = replace(WORK, objectives=(replace(WORK.objectives[0], target="500"),))
    assert back.profile.orientations == (CALM, restored)


@pytest.mark.parametrize(
    ("edit", "place", "message"),
    [
        (lambda sheet: sheet.cell(3, ID, "b9"), "A3", "identifiant inconnu «\u00a0b9\u00a0»"),
        (lambda sheet: sheet.cell(3, ID, "b2"), "A5", "«\u00a0b2\u00a0» figure déjà plus haut"),
        (lambda sheet: sheet.cell(3, OBJECTIVE).__setattr__("value", None), "E3", "écrivez son titre"),
        (lambda sheet: sheet.cell(3, YEAR, "bientôt"), "J3", "une année est attendue"),
    ],
)
def test_a_cell_that_cannot_be_read_is_refused_with_its_place(
    edit: Callable[[Worksheet], None], place: str, message: str
) -> None:
    with pytest.raises(WorkbookRefused) as refused:
        imported(edit)

    assert f"cellule Orientations!{place} : {message}" in str(refused.value)


def test_a_number_of_no_objective_is_refused_with_an_example() -> None:
    with pytest.raises(WorkbookRefused, match=r"n’est pas un objectif de ce contrat.*exemple.: 1\.1"):
        imported(lambda sheet: served(sheet, "4.7"))


def test_another_sheet_of_that_name_is_set_aside_and_said() -> None:
    def edit(sheet: Worksheet) -> None:
        sheet.delete_rows(1, 10)
        sheet.append(["Notes de réunion", "à trier"])

    result = imported(edit)

    assert result.profile == SERVING
    assert any("aucune colonne reconnue" in remark for remark in result.remarks)
