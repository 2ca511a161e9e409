"""Labels that name several fields at once, and fiches that share a table."""

import pytest

from app.domain.takeover.labels import field_of
from tests.domain.takeover.originals import Contract, actions

TITLE = "Fiche action n° 3 : Ouvrir un centre"
LED = {"lead": "Ville de Mornay", "associated": ["CAF", "ARS"]}


def fiche(*rows: tuple[str, ...]) -> dict[str, object]:
    [found] = actions(Contract().table((TITLE,), *rows, ("Indicateurs", "Patients reçus")).taken())
    return found


@pytest.mark.parametrize(
    "label",
    [
        "Pilote / Partenaires",
        "Porteur et partenaires associés",
        "PILOTE – PARTENAIRES",
        "Maîtrise d’ouvrage & partenariats",
        "Pilote\nPartenaires",
        "Pilote Partenaires",
    ],
)
def test_a_label_of_two_fields_gives_each_its_own(label):
    said = "Ville de Mornay\nCAF, ARS" if "\n" in label else "Ville de Mornay ; CAF, ARS"

    found = fiche((label, said), ("Échéance", "2027"))

    assert {name: found[name] for name in LED} == LED


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("Calendrier – Budget", "2027 – 12 000 € par an"),
        ("Calendrier et budget", "2027, 12 000 € par an"),
        ("Échéance / financement", "2027\n12 000 € par an"),
    ],
)
def test_when_and_how_much_are_told_apart_by_their_kinds(label, said):
    found = fiche((label, said), ("Pilote", "Ville"))

    assert (found["deadline"], found["resources"]) == ("2027", "12 000 € par an")


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("Pilote et partenaires", "Ville de Mornay, CAF, ARS"),
        ("Pilote et partenaires", "Ville – service jeunesse"),
        ("Pilote et partenaires", "Ville / CCAS"),
        ("Pilote et partenaires", "Ville ; CAF ; ARS"),
        ("Calendrier et budget", "2027"),
        ("Pilote et budget", "Ville ; avec la CAF"),
    ],
)
def test_what_cannot_be_parted_with_certainty_goes_whole_to_the_first_field(label, said):
    found = fiche((label, said), ("Description", "On ouvre."), ("Quartiers", "La gare"))

    assert said in found.values()
    assert not {"associated", "resources"} & found.keys()


def test_the_partners_in_a_list_under_who_leads_are_theirs():
    contract = Contract().heading(TITLE, 3).text("Pilote et partenaires : Ville de Mornay")
    contract.item("CAF", "ARS").text("Échéance : 2027")

    [found] = actions(contract.taken())

    assert found["lead"].startswith("Ville de Mornay")
    assert {name: found[name] for name in LED} == LED


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("Acteurs", "Pilote : Ville de Mornay\nPartenaires : CAF, ARS"),
        ("Acteurs", "Pilote : Ville de Mornay ; Partenaires : CAF, ARS"),
        ("Pilote / Partenaires", "Ville de Mornay / CAF, ARS"),
        ("Pilote\nPartenaires", "Ville de Mornay\nCAF, ARS"),
    ],
)
def test_a_cell_of_a_large_table_says_who_leads_and_who_helps(head, said):
    contract = Contract().heading("Axe 1 : La santé")
    contract.table(
        ("Action", "Contenu", head, "Quand et où", "Budget"),
        ("Ouvrir", "On ouvre.", said, "Échéance : 2027\nQuartiers : la gare", "Droit commun : 5 000 €"),
    )

    [found] = actions(contract.taken())

    assert {name: found[name] for name in LED} == LED
    assert found["deadline"] == "2027"
    assert found["local_action"] == "On ouvre.\nQuartiers\u00a0: la gare"
    assert "Droit commun" in found["resources"]


PAIR = [
    {"text": "Ouvrir", "lead": "Ville", "associated": ["CAF"], "deadline": "2027"},
    {"text": "Former", "lead": "ARS", "associated": ["ADIL"], "deadline": "2026"},
]


@pytest.mark.parametrize(
    "rows",
    [
        [
            ("Action 1 : Ouvrir", "Action 2 : Former"),
            ("Pilote : Ville", "Pilote : ARS"),
            ("Partenaires : CAF", "Partenaires : ADIL"),
            ("Échéance : 2027", "Échéance : 2026"),
        ],
        [
            ("Action 1", "Ouvrir", "Action 2", "Former"),
            ("Pilote", "Ville", "Pilote", "ARS"),
            ("Partenaires", "CAF", "Partenaires", "ADIL"),
            ("Échéance", "2027", "Échéance", "2026"),
        ],
        [
            ("Intitulé", "Ouvrir", "Former"),
            ("Pilote", "Ville", "ARS"),
            ("Partenaires", "CAF", "ADIL"),
            ("Échéance", "2027", "2026"),
        ],
    ],
    ids=["labels in cells", "labels beside", "an action a column"],
)
def test_two_fiches_side_by_side_are_two_actions(rows):
    assert actions(Contract().table(*rows).taken()) == PAIR


def test_a_first_row_across_is_the_title_of_each_fiche():
    contract = Contract()
    for one in PAIR:
        contract.table(
            (one["text"],),
            ("Pilote", one["lead"]),
            ("Partenaires", *one["associated"]),
            ("Échéance", one["deadline"]),
        )

    assert actions(contract.taken()) == PAIR


def test_a_label_across_names_the_row_below():
    found = fiche(("Pilote", "Ville"), ("Description",), ("On ouvre.",), ("Échéance", "2027"))

    assert found["local_action"] == "On ouvre."


def test_a_fiche_goes_on_in_a_second_table():
    contract = Contract().table((TITLE,), ("Pilote", "Ville")).table(("Échéance", "2027"), ("Budget", "1 €"))

    [found] = actions(contract.taken())

    assert (found["lead"], found["deadline"]) == ("Ville", "2027")


def test_a_hyphen_parts_a_label_from_what_it_names():
    contract = Contract().heading(TITLE, 3).text("PILOTE - Ville", "Échéance - 2027")

    [found] = actions(contract.taken())

    assert (found["lead"], found["deadline"]) == ("Ville", "2027")


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("Structure porteuse", "lead"),
        ("CHEF DE FILE", "lead"),
        ("Service référent", "lead"),
        ("Direction pilote", "lead"),
        ("Parties prenantes", "associated"),
        ("Cofinancements", "resources"),
        ("Échelle territoriale", "quartiers"),
        ("Porteur·se·s de projet", "lead"),
        ("► QUI PILOTE ?", "lead"),
        ("III. Pilotage :", "lead"),
        ("Nom de la structure porteuse", "lead"),
        ("Pilote (structure et personne référente)", "lead"),
        ("Co-pilote(s)", "associated"),
        ("Partenaires techniques et financiers mobilisés", "associated"),
        ("Avec quels partenaires ?", "associated"),
        ("À quelle échéance ?", "deadline"),
        ("Calendrier prévisionnel de réalisation de l’action", "deadline"),
        ("Comment évaluer ?", "indicator"),
        ("Indicateurs de réalisation et de résultat", "indicator"),
        ("Cible 2030", "indicator_target"),
        ("Quel budget ?", "resources"),
        ("Dans quels quartiers ?", "quartiers"),
        ("Pour qui ?", "other"),
        ("Que fait-on ?", "local_action"),
        ("Pilote – Mission locale", ""),
        ("Échéance 2027", ""),
        ("Action sociale", ""),
        ("Mission locale", ""),
        ("Service jeunesse", ""),
        ("Pilotage du contrat", ""),
    ],
)
def test_the_words_that_contracts_use_are_labels(label, field):
    assert field_of(label) == field
