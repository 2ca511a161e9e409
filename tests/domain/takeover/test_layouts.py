"""Three fiches-actions one after another, in each of the layouts that contracts give them."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from app.domain.takeover.matching import MOST_COLUMNS
from tests.domain.takeover.originals import Contract, actions


@dataclass(frozen=True)
class Sheet:
    number: str
    title: str
    context: str
    content: str
    lead: str
    partners: str
    deadline: str

    @property
    def said(self) -> list[tuple[str, str]]:
        return [
            ("Contexte", self.context),
            ("Description", self.content),
            ("Porteur de projet", self.lead),
            ("Partenaires", self.partners),
            ("Calendrier", self.deadline),
        ]


SHEETS = (
    Sheet("1.1", "Ouvrir un centre", "L’offre est rare.", "On ouvre.", "Ville de Mornay", "CAF, ARS", "2025"),
    Sheet("1.2", "Créer un jardin", "On le demande.", "On plante.", "Centre social", "Région, ADIL", "2026"),
    Sheet("1.3", "Former les agents", "On le constate.", "On forme.", "Ville de Mornay", "CAF, CCAS", "2027"),
)
LABELS = [label for label, _ in SHEETS[0].said]


def each(write: Callable[[Contract, Sheet], object]) -> Contract:
    contract = Contract().heading("Axe 1 : La santé")
    for sheet in SHEETS:
        write(contract, sheet)
    return contract


def a_table_of_one_column_a_label(contract, sheet):
    contract.bold(sheet.title)
    for label, text in sheet.said:
        contract.table((label,), (text,), bold=[(0, 0), (1, 0)])


def one_table_of_one_column(contract, sheet):
    contract.table((sheet.title,), *[(one,) for pair in sheet.said for one in pair])


def a_label_above_its_table(contract, sheet):
    contract.heading(sheet.title, 3)
    for label, text in sheet.said:
        contract.bold(label).table((text,))


def all_in_one_cell(contract, sheet):
    contract.table(
        ("\n".join([f"Action {sheet.number} : {sheet.title}", *map(" : ".join, sheet.said)]),),
    )


def a_title_across_and_labels_of_no_core_first(contract, sheet):
    contract.table((sheet.title,), *sheet.said)


def parts_with_names_across(contract, sheet):
    contract.table(
        (sheet.title,),
        ("IDENTIFICATION",),
        *sheet.said[2:4],
        ("PRÉSENTATION",),
        *sheet.said[:2],
        ("MISE EN PLACE",),
        sheet.said[4],
    )


def a_band_with_axis_and_number_then_the_title(contract, sheet):
    contract.table(("SANTÉ\nSoigner", f"FICHE N° {sheet.number}")).bold(sheet.title)
    contract.table(
        [label for label, _ in sheet.said[2:4]], [text for _, text in sheet.said[2:4]], bold=[(0, 0), (0, 1)]
    )
    for label, text in (*sheet.said[:2], sheet.said[4]):
        contract.table((label,), (text,))


def a_plain_title_above_a_table(contract, sheet):
    contract.text(sheet.title).table(*sheet.said)


def a_number_then_a_plain_title(contract, sheet):
    contract.text(f"Fiche action n° {sheet.number}", sheet.title).table(*sheet.said)


def labels_and_tabulations(contract, sheet):
    contract.heading(sheet.title, 3)
    for pair in sheet.said:
        contract.text("\t".join(pair))


def labels_with_numbers_in_a_column(contract, sheet):
    contract.heading(sheet.title, 3)
    contract.table(*[(str(rank), *pair) for rank, pair in enumerate(sheet.said, start=1)])


def a_first_label_that_is_unknown(contract, sheet):
    contract.bold(sheet.title).table(("Ce que disent les habitants", sheet.context), *sheet.said[1:])


def labels_in_bold_of_which_one_is_unknown(contract, sheet):
    contract.bold(sheet.title)
    for label, text in (
        sheet.said[2],
        ("Ce que l’on en attend", "Du mieux."),
        *sheet.said[:2],
        *sheet.said[3:],
    ):
        contract.bold(label).text(text)


def labels_with_a_hint_below(contract, sheet):
    contract.heading(sheet.title, 3)
    contract.table(*[(f"{label}\n(à préciser)", text) for label, text in sheet.said])


def a_fiche_that_says_its_number_again(contract, sheet):
    contract.table((f"Fiche action n° {sheet.number} : {sheet.title}",), *sheet.said[:3])
    contract.table((f"Fiche action n° {sheet.number} (suite)",), *sheet.said[3:])


def plain_titles_and_labels_in_prose(contract, sheet):
    contract.text(sheet.title)
    for pair in (*sheet.said[:1], *sheet.said[2:], sheet.said[1]):
        contract.text(" : ".join(pair))


@pytest.mark.parametrize(
    "write",
    [
        a_table_of_one_column_a_label,
        one_table_of_one_column,
        a_label_above_its_table,
        all_in_one_cell,
        a_title_across_and_labels_of_no_core_first,
        parts_with_names_across,
        a_band_with_axis_and_number_then_the_title,
        a_plain_title_above_a_table,
        a_number_then_a_plain_title,
        labels_and_tabulations,
        labels_with_numbers_in_a_column,
        a_first_label_that_is_unknown,
        labels_in_bold_of_which_one_is_unknown,
        labels_with_a_hint_below,
        a_fiche_that_says_its_number_again,
        plain_titles_and_labels_in_prose,
    ],
    ids=lambda write: write.__name__,
)
def test_each_fiche_has_its_own_title_and_fields(write):
    found = actions(each(write).taken())

    assert [(one["text"], one["lead"], ", ".join(one["associated"]), one["deadline"]) for one in found] == [
        (one.title, one.lead, one.partners, one.deadline) for one in SHEETS
    ]
    assert all(sheet.content in one["local_action"] for sheet, one in zip(SHEETS, found, strict=True))


@pytest.mark.parametrize(
    "head",
    [
        [("", *[one.title for one in SHEETS])],
        [("Rubrique", *[one.title for one in SHEETS])],
        [("", *[f"Action {one.number}" for one in SHEETS]), ("", *[one.title for one in SHEETS])],
        [("", *[f"Action {one.number} – {one.title}" for one in SHEETS])],
    ],
    ids=["empty corner", "titled corner", "numbers above", "numbers before"],
)
def test_a_table_with_an_action_a_column_needs_no_label_for_the_titles(head):
    rows = [(label, *[dict(one.said)[label] for one in SHEETS]) for label in LABELS]

    found = actions(Contract().heading("Axe 1 : La santé").table(*head, *rows).taken())

    assert [(one["text"], one["lead"]) for one in found] == [(one.title, one.lead) for one in SHEETS]


def rows(*lines: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [("Action", "Contenu", "Pilote", "Partenaires", "Échéance"), *lines]


def test_a_merged_cell_of_a_large_table_is_said_of_each_row_beside_it():
    contract = Contract().heading("Axe 1 : La santé")
    contract.table(
        *rows(("Ouvrir", "On ouvre.", "Ville", "CAF", "2025"), ("Former", "On forme.", "", "ARS", "2026")),
        merged={(1, 2): 2},
    )

    assert [one["lead"] for one in actions(contract.taken())] == ["Ville", "Ville"]


def test_an_empty_cell_of_a_large_table_says_nothing():
    contract = Contract().heading("Axe 1 : La santé")
    contract.table(
        *rows(("Ouvrir", "On ouvre.", "Ville", "CAF", "2025"), ("Former", "On forme.", "", "ARS", "2026"))
    )

    assert "lead" not in actions(contract.taken())[1]


def test_the_rows_beside_a_merged_title_are_of_one_action():
    contract = Contract().heading("Axe 1 : La santé")
    contract.table(
        *rows(("Ouvrir", "On ouvre.", "Ville", "CAF", "2025"), ("", "Puis on reçoit.", "", "ARS", "")),
        merged={(1, 0): 2},
    )

    [found] = actions(contract.taken())
    assert (found["local_action"], found["associated"]) == ("On ouvre.\nPuis on reçoit.", ["CAF", "ARS"])


def test_what_stands_below_a_title_in_its_cell_is_what_the_action_consists_of():
    contract = Contract().heading("Axe 1 : La santé")
    contract.table(
        ("Actions", "Pilote", "Partenaires", "Échéance"), ("Ouvrir\nOn ouvre.", "Ville", "CAF", "2025")
    )

    [found] = actions(contract.taken())
    assert (found["text"], found["local_action"]) == ("Ouvrir", "On ouvre.")


def test_a_greater_heading_after_the_last_fiche_is_no_label_of_it():
    contract = (
        Contract().heading("Fiche action 1 : Ouvrir", 3).table(("Pilote", "Ville"), ("Échéance", "2027"))
    )
    contract.heading("Évaluation", 1).text("Une évaluation est conduite.")

    [found] = actions(contract.taken())
    assert "indicator" not in found


def test_an_element_of_a_list_under_a_label_is_no_label():
    contract = Contract().heading("Fiche action 1 : Ouvrir", 3).text("Pilote : Ville", "Échéance : 2027")
    contract.text("Partenaires :").item("Acteurs économiques", "CAF")

    [found] = actions(contract.taken())
    assert found["associated"] == ["Acteurs économiques", "CAF"]


def test_a_value_in_the_last_cell_of_a_row_is_no_label():
    contract = Contract().heading("Fiche action 1 : Ouvrir", 3)
    contract.table(("Pilote", "Ville"), ("Partenaires", "Acteurs économiques"), ("Échéance", "2027"))

    [found] = actions(contract.taken())
    assert found["associated"] == ["Acteurs économiques"]


def test_a_title_that_begins_like_a_label_is_a_title():
    contract = (
        Contract().heading("Budget participatif", 3).text("Pilote : Ville", "Échéance : 2027", "Budget : 9 €")
    )

    [found] = actions(contract.taken())
    assert (found["text"], found["resources"]) == ("Budget participatif", "9 €")


def test_a_table_of_who_is_there_is_no_action():
    contract = Contract().heading("Plan d’actions – Communauté des Deux Rivières")
    contract.table(("Partenaire", "Représenté par"), ("L’État", "Monsieur Paul Granger, préfet"))
    contract.table(("Code", "QPV", "Ville"), ("QN06901M", "Les Acacias", "Mornay"))

    assert actions(contract.taken()) == []


def test_a_title_in_bold_may_end_with_a_full_stop():
    contract = Contract().heading("Axe 1 : La santé")
    contract.table(("Ouvrir un centre.",), ("Pilote", "Ville"), ("Échéance", "2027"), bold=[(0, 0)])

    [found] = actions(contract.taken())
    assert found["text"] == "Ouvrir un centre."


def test_the_cells_of_a_table_wider_than_word_makes_any_are_paragraphs():
    cells = ("Pilote", *(f"Ville {number}" for number in range(MOST_COLUMNS)))

    taken = Contract().table(cells).taken()

    assert [block.cell for block in taken.original.blocks] == [None] * len(cells)
    assert taken.pieces == ()
    assert [one.text for one in taken.remainders] == [*cells]
