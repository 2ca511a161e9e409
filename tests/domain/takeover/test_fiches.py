"""The fiches-actions of a contract made elsewhere, in each of the forms that contracts give them."""

import pytest

from app.domain.takeover import Target
from tests.domain.takeover.originals import Contract, actions, values

SAID = {
    "text": "Ouvrir un centre de santé",
    "local_action": "Deux médecins s’installent.",
    "lead": "Ville de Mornay",
    "associated": ["ARS", "CAF"],
    "deadline": "2027-12-31",
    "indicator": "Patients reçus",
}
LABELS = (
    ("Description", "Deux médecins s’installent."),
    ("Maître d’ouvrage", "Ville de Mornay"),
    ("Partenaires associés", "ARS, CAF"),
    ("Calendrier", "31 décembre 2027"),
    ("Indicateurs de suivi", "Patients reçus"),
)


def two_columns() -> Contract:
    return Contract().table(("Fiche action n° 3 : Ouvrir un centre de santé",), *LABELS)


def four_columns() -> Contract:
    pairs = [(*LABELS[0], *LABELS[1]), (*LABELS[2], *LABELS[3]), LABELS[4]]
    return Contract().heading("Action 1.2 – Ouvrir un centre de santé", 3).table(*pairs)


def rows_of_a_large_table() -> Contract:
    head = ("N°", "Action", *(label for label, _ in LABELS))
    row = ("12", "Ouvrir un centre de santé", *(said for _, said in LABELS))
    other = ("13", "Créer un jardin", "On jardine.", "Ville", "Écoles", "2026", "Parcelles")
    return Contract().heading("Orientation 1 : La santé").table(head, row, other)


def labels_in_prose() -> Contract:
    contract = Contract().heading("Fiche action 3 – Ouvrir un centre de santé", 3)
    for label, said in LABELS:
        contract.text(f"{label} : {said}", strong=len(label))
    return contract


def bold_labels_without_a_colon() -> Contract:
    contract = Contract().heading("Fiche action 3 – Ouvrir un centre de santé", 3)
    for label, said in LABELS:
        contract.text(f"{label} {said}", strong=len(label) + 1)
    return contract


def headings_that_are_labels() -> Contract:
    contract = Contract().heading("Fiche action 3 – Ouvrir un centre de santé", 3)
    for label, said in LABELS:
        contract.heading(label, 4).text(said)
    return contract


def labels_above_values() -> Contract:
    contract = Contract().heading("Fiche action 3 – Ouvrir un centre de santé", 3)
    return contract.table(
        [label for label, _ in LABELS[:3]],
        [said for _, said in LABELS[:3]],
        [label for label, _ in LABELS[3:]],
        [said for _, said in LABELS[3:]],
    )


def labels_in_their_cells() -> Contract:
    said = [f"{label} : {text}" for label, text in LABELS]
    return Contract().table(
        ("Intitulé de l’action : Ouvrir un centre de santé",), said[:2], said[2:4], said[4:]
    )


@pytest.mark.parametrize(
    "form",
    [
        two_columns,
        four_columns,
        rows_of_a_large_table,
        labels_in_prose,
        bold_labels_without_a_colon,
        headings_that_are_labels,
        labels_above_values,
        labels_in_their_cells,
    ],
    ids=lambda form: form.__name__,
)
def test_a_fiche_is_read_in_each_form_that_contracts_give_it(form):
    contract = form()

    found = actions(contract.taken())

    assert found[0] == SAID


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("PILOTE(S) DE L’ACTION", "lead"),
        ("Maîtrise d'ouvrage", "lead"),
        ("3. Porteur de projet", "lead"),
        ("Pilote / maître d’ouvrage", "lead"),
        ("Critères d’évaluation", "indicator"),
        ("Budget prévisionnel", "resources"),
    ],
)
def test_a_label_is_known_whatever_its_case_number_plural_and_company(label, field):
    contract = (
        Contract().heading("Fiche action 1 : Un titre").table((label, "Des mots"), ("Échéance", "2027"))
    )

    [found] = actions(contract.taken())

    assert found[field] == "Des mots"


def test_what_a_fiche_says_under_a_label_of_its_own_stays_in_its_text_after_that_label():
    contract = two_columns()
    contract.table(
        ("Fiche action n° 4 : Créer un jardin",),
        ("Pilote", "Ville"),
        ("Échéance", "2026"),
        ("Points forts", "Le sol"),
    )

    found = actions(contract.taken())

    assert found[1]["local_action"] == "Points forts\u00a0: Le sol"


def test_two_fiches_one_under_another_are_two_actions():
    contract = Contract().heading("Axe 1 : La santé")
    for title in ("Ouvrir un centre", "Former des médiateurs"):
        contract.text(title, strong=len(title)).text("Pilote : ARS", "Échéance : 2027")

    found = actions(contract.taken())

    assert [one["text"] for one in found] == ["Ouvrir un centre", "Former des médiateurs"]


def test_a_place_to_fill_is_no_value():
    contract = Contract().heading("Fiche action 1 : Un titre")
    contract.table(("Pilote", "Ville"), ("Échéance", "2027"), ("Indicateur", "[à compléter]"))

    [found] = actions(contract.taken())

    assert "indicator" not in found


def test_a_table_that_says_again_what_the_fiches_say_gives_no_second_action():
    contract = two_columns().heading("Tableau récapitulatif")
    contract.table(("Action", "Pilote", "Échéance"), ("Ouvrir un centre de santé", "Ville de Mornay", "2027"))

    taken = contract.taken()

    assert len(actions(taken)) == 1
    assert [one.text for one in taken.remainders][-1] == "2027"


def test_an_objective_with_an_indicator_is_no_action():
    contract = (
        Contract().heading("Orientation 1 : La santé").heading("Objectif 1.1 : Soigner près de chez soi", 2)
    )
    contract.text("Attendu : un médecin pour tous", "Indicateur : patients", "Cible : 300")

    taken = contract.taken()

    assert actions(taken) == []
    assert values(taken, Target.OBJECTIVE) == [
        "Soigner près de chez soi",
        "un médecin pour tous",
        "patients",
        "300",
    ]


def test_the_means_whose_origin_is_not_said_stay_in_words():
    contract = Contract().heading("Fiche action 1 : Un titre")
    contract.table(
        ("Pilote", "Ville"),
        ("Échéance", "2027"),
        ("Budget", "Droit commun, CAF : 15 000 € (2026, acquis) ; 5 000 € (2027)\nFondation : 3 000 €"),
    )

    [found] = actions(contract.taken())

    assert found["means"] == [
        {"kind": "droit_commun", "funder": "CAF", "amount": 15_000, "year": "2026", "state": "acquired"},
        {"kind": "droit_commun", "funder": "CAF", "amount": 5_000, "year": "2027"},
    ]
    assert found["resources"] == "Fondation : 3 000 €"


def test_an_action_names_the_quartiers_of_the_list_and_keeps_the_words_that_name_none():
    contract = (
        Contract().text("Les Acacias").text("Le Grand Pré (QN06902M)").heading("Fiche action 1 : Un titre")
    )
    contract.table(("Pilote", "Ville"), ("Quartiers", "Les Acacias et QN06902M, ainsi que la gare"))

    [found] = actions(contract.taken())

    assert sorted(found["quartiers"]) == ["QN06901M", "QN06902M"]
    assert found["local_action"] == "Quartiers\u00a0: Les Acacias et QN06902M, ainsi que la gare"


def test_a_second_row_of_titles_says_who_pays():
    contract = Contract().heading("Axe 1 : La santé")
    contract.table(
        ("Action", "Pilote", "Échéance", "Financement"),
        ("", "", "", "État", "Ville"),
        ("1.1 Ouvrir un centre", "ARS", "2027", "12 000 €", "8 000 €"),
    )

    [found] = actions(contract.taken())

    assert found["text"] == "Ouvrir un centre"
    assert found["resources"] == "État\u00a0: 12 000 €\nVille\u00a0: 8 000 €"


def test_a_row_that_says_what_the_columns_hold_is_no_title():
    taken = (
        Contract()
        .heading("1.1 Ouvrir une maison")
        .table(
            ("Rubrique", "Contenu de la fiche", "Observations"),
            ("Pilote", "Ville", ""),
            ("Échéance", "2027", ""),
            ("Indicateur", "Habitants", ""),
        )
        .taken()
    )

    (action,) = actions(taken)
    assert (action["text"], action["lead"]) == ("Ouvrir une maison", "Ville")


def test_objectives_named_by_their_numbers_and_titles_are_those_of_the_contract():
    taken = (
        Contract()
        .heading("Orientation 1 : Rapprocher l’emploi")
        .heading("Objectif 1.1 — Ouvrir un lieu", 2)
        .heading("Fiche action n° 1 : Former", 2)
        .table(("Pilote", "Ville"), ("Échéance", "2027"), ("Objectifs", "Objectif 1.1 — Ouvrir un lieu"))
        .taken()
    )

    (action,) = actions(taken)
    assert action["objectives"] == ["b1"]


def test_a_quartier_is_known_without_the_commune_that_stands_after_its_name():
    taken = (
        Contract()
        .text("QN06901M – Les Acacias – Mornay", "QN06902M – Le Grand Pré – Mornay")
        .heading("Fiche action n° 1 : Former", 2)
        .table(("Pilote", "Ville"), ("Échéance", "2027"), ("Quartiers", "Le Grand Pré"))
        .taken()
    )

    (action,) = actions(taken)
    assert action["quartiers"] == ["QN06902M"]
