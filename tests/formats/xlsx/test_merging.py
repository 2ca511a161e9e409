"""A workbook and the site that both changed a contract: each keeps what it alone changed."""

from dataclasses import dataclass, replace

import pytest

from app.domain.catalogue import Catalogue
from app.domain.profile import NO_ADAPTATION, Adaptation, LocalCommitment, Means, MeansKind, Profile
from app.formats.xlsx import ImportResult, WorkbookRefused, import_table, open_table
from app.formats.xlsx.columns import COLUMNS, adaptation_of, said
from tests.examples import contract
from tests.formats.xlsx.test_reading import HEALTH, SAFETY, Edit, column, edited, row_of, written

STATE = Means(MeansKind.SPECIFIC, "État", 500)


@pytest.fixture
def exported() -> Profile:
    return contract(
        adaptations={HEALTH: Adaptation(local_action="Ouvrir.", lead="CAF", means=(STATE,))},
        local_commitments=(LocalCommitment("local-1", "sante", "Former."),),
    )


def typed(identifier: str, title: str, text: str | None) -> Edit:
    return lambda sheet: setattr(sheet.cell(row_of(sheet, identifier), column(title)), "value", text)


def on_site(profile: Profile, identifier: str, **changes: object) -> Profile:
    changed = replace(profile.adaptations.get(identifier, NO_ADAPTATION), **changes)  # type: ignore[arg-type]  # fields of Adaptation
    return replace(profile, adaptations={**profile.adaptations, identifier: changed})


def returned(
    exported: Profile,
    present: Profile,
    catalogue: Catalogue,
    edit: Edit,
    *,
    known: bool = True,
    **chosen: bool,
) -> ImportResult:
    sheet = open_table(edited(written(exported, catalogue), edit))
    return import_table(sheet, present, exported if known else None, catalogue, chosen)


def test_what_each_changed_alone_is_kept(exported: Profile, catalogue: Catalogue) -> None:
    present = on_site(
        on_site(exported, SAFETY, local_action="Typed on the site."), HEALTH, indicator="Patients"
    )

    taking = returned(exported, present, catalogue, typed(HEALTH, "Pilote", "ARS"))

    assert taking.conflicts == ()
    assert taking.rows == 1
    assert taking.profile == on_site(present, HEALTH, lead="ARS")


def test_a_cell_emptied_in_the_workbook_is_emptied(exported: Profile, catalogue: Catalogue) -> None:
    taking = returned(exported, exported, catalogue, typed(HEALTH, "Pilote", None))

    assert taking.profile == on_site(exported, HEALTH, lead="")


def test_a_cell_that_both_changed_alike_is_no_conflict(exported: Profile, catalogue: Catalogue) -> None:
    present = on_site(exported, HEALTH, lead="ARS")

    taking = returned(exported, present, catalogue, typed(HEALTH, "Pilote", "ARS"))

    assert taking == ImportResult(present, (), (), 0)


def test_a_cell_that_both_changed_waits_for_a_choice(exported: Profile, catalogue: Catalogue) -> None:
    present = on_site(exported, HEALTH, lead="Ville")
    edit = typed(HEALTH, "Pilote", "ARS")

    waiting = returned(exported, present, catalogue, edit)
    (conflict,) = waiting.conflicts

    assert (conflict.label, conflict.ours, conflict.theirs) == ("Pilote", "Ville", "ARS")
    assert waiting.profile == present
    site = returned(exported, present, catalogue, edit, **{conflict.cell: False})
    workbook = returned(exported, present, catalogue, edit, **{conflict.cell: True})
    assert (site.profile, site.conflicts) == (present, ())
    assert (workbook.profile, workbook.conflicts) == (on_site(present, HEALTH, lead="ARS"), ())


def test_two_kinds_of_means_are_two_cells(exported: Profile, catalogue: Catalogue) -> None:
    region = Means(MeansKind.SPECIFIC, "Région", 900)
    present = on_site(exported, HEALTH, means=(STATE, region))

    taking = returned(exported, present, catalogue, typed(HEALTH, "Droit commun (€)", "Ville : 100"))

    assert taking.conflicts == ()
    assert taking.profile.adaptations[HEALTH].means == (
        Means(MeansKind.COMMON_LAW, "Ville", 100),
        STATE,
        region,
    )


def test_what_neither_side_wrote_alone_is_checked_once_together(
    exported: Profile, catalogue: Catalogue
) -> None:
    present = on_site(exported, HEALTH, start="2028")

    with pytest.raises(WorkbookRefused, match="l’échéance est avant le début"):
        returned(exported, present, catalogue, typed(HEALTH, "Échéance", "2027"))


def test_a_local_commitment_removed_on_the_site_comes_back_only_by_choice(
    exported: Profile, catalogue: Catalogue
) -> None:
    present = replace(exported, local_commitments=())
    edit = typed("local-1", "Pilote", "ARS")

    unchanged = returned(exported, present, catalogue, typed(HEALTH, "Pilote", "ARS"))
    (conflict,) = returned(exported, present, catalogue, edit).conflicts
    back = returned(exported, present, catalogue, edit, **{conflict.cell: True})

    assert unchanged.profile.local_commitments == ()
    assert conflict.ours == "(engagement retiré du contrat)"
    assert back.profile.local_commitments == (
        LocalCommitment("local-1", "sante", "Former.", Adaptation(lead="ARS")),
    )


def test_nothing_is_taken_for_other_words_under_the_same_number_without_asking(
    exported: Profile, catalogue: Catalogue
) -> None:
    other = (LocalCommitment("local-1", "securite", "Éclairer."),)
    present = replace(exported, local_commitments=other)

    taking = returned(exported, present, catalogue, typed("local-1", "Pilote", "ARS"))

    assert taking.profile == present
    assert [conflict.label for conflict in taking.conflicts] == ["Pilote"]


def test_a_workbook_taken_twice_adds_its_new_rows_once(exported: Profile, catalogue: Catalogue) -> None:
    def edit(sheet: object) -> None:
        row = sheet.max_row + 1  # type: ignore[attr-defined]  # a worksheet
        for number, text in ((2, "Santé"), (4, "Bâtir."), (column("Pilote"), "ARS")):
            sheet.cell(row, number).value = text  # type: ignore[attr-defined]  # a worksheet

    once = returned(exported, exported, catalogue, edit)
    twice = returned(exported, once.profile, catalogue, edit)

    assert once.profile.local_commitments[1:] == (
        LocalCommitment("local-2", "sante", "Bâtir.", Adaptation(lead="ARS")),
    )
    assert twice == ImportResult(once.profile, (), (), 0)


def test_of_an_unknown_version_nothing_is_emptied_and_each_replacement_is_asked(
    exported: Profile, catalogue: Catalogue
) -> None:
    present = on_site(on_site(exported, HEALTH, lead="Ville"), SAFETY, local_action="Typed on the site.")

    taking = returned(exported, present, catalogue, typed(HEALTH, "Indicateur", "Patients"), known=False)

    assert taking.profile == on_site(present, HEALTH, indicator="Patients")
    assert [(one.label, one.ours, one.theirs) for one in taking.conflicts] == [("Pilote", "Ville", "CAF")]


def test_of_an_unknown_version_a_local_commitment_is_known_by_its_words(
    exported: Profile, catalogue: Catalogue
) -> None:
    here = (
        LocalCommitment("local-1", "securite", "Éclairer."),
        LocalCommitment("local-2", "sante", "Former."),
    )
    present = replace(exported, local_commitments=here)

    same = returned(exported, present, catalogue, typed("local-1", "Pilote", "ARS"), known=False)
    other = returned(exported, present, catalogue, typed("local-1", "Engagement", "Bâtir."), known=False)

    assert same.profile.local_commitments == (
        here[0],
        replace(here[1], adaptation=Adaptation(lead="ARS")),
    )
    assert other.profile.local_commitments == (*here, LocalCommitment("local-3", "sante", "Bâtir."))


@dataclass(frozen=True, slots=True)
class LaterAdaptation(Adaptation):
    """An adaptation with a field that no column shows."""

    remark: str = ""


def test_a_row_erases_nothing_that_no_column_shows() -> None:
    present = LaterAdaptation(lead="ARS", remark="À revoir.")
    values = {column.field: said(present, column.field) for column in COLUMNS}

    assert adaptation_of({**values, "lead": "La Ville"}, present) == replace(present, lead="La Ville")


def test_a_place_typed_for_a_local_commitment_is_refused_by_its_cell(
    exported: Profile, catalogue: Catalogue
) -> None:
    with pytest.raises(WorkbookRefused) as refused:
        returned(exported, exported, catalogue, typed("local-1", "Place dans le contrat", "pour mémoire"))

    assert "n’a pas d’autre place que son volet" in str(refused.value)
