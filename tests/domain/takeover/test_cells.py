"""What stands in the cells of a fiche: boxes to tick, tables of amounts, names on the lines of a PDF."""

from dataclasses import replace

import pytest

from app.domain.takeover import Original, recognise
from tests.domain.takeover.originals import LISTS, Contract, actions

TITLE = "Fiche action n° 3 : Ouvrir un centre"
NAMED = ("Les Acacias (QN06901M)", "Le Grand Pré (QN06902M)")


def fiche(*rows: tuple[str, ...]) -> dict[str, list[str]]:
    contract = (
        Contract().text(*NAMED).heading(TITLE, 3).table(("Pilote", "Ville"), ("Échéance", "2027"), *rows)
    )
    [found] = actions(contract.taken())
    return found


@pytest.mark.parametrize(
    "said",
    [
        "☐ Les Acacias   ☒ Le Grand Pré",
        "☐ Les Acacias\n☑ Le Grand Pré",
        "[ ] Les Acacias [x] Le Grand Pré",
        "□ Les Acacias ■ Le Grand Pré",
    ],
)
def test_of_boxes_to_tick_a_fiche_says_what_is_ticked(said):
    assert fiche(("Quartiers", said))["quartiers"] == ["QN06902M"]


def test_boxes_of_which_none_is_ticked_say_nothing():
    assert "quartiers" not in fiche(("Quartiers", "☐ Les Acacias ☐ Le Grand Pré"))


def test_ticks_alone_are_the_signs_of_a_list():
    assert len(fiche(("Quartiers", "✓ Les Acacias\n✓ Le Grand Pré"))["quartiers"]) == len(NAMED)


def test_all_the_quartiers_are_those_of_the_contract():
    assert fiche(("Quartiers", "Ensemble des quartiers prioritaires"))["quartiers"] == [
        "QN06901M",
        "QN06902M",
    ]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            [("Financeur", "Montant"), ("Région", "8 000 €"), ("CAF", "9 000 €")],
            "Région\u00a0: 8 000 €\nCAF\u00a0: 9 000 €",
        ),
        (
            [("Financeur", "2025", "2026"), ("Région", "–", "8 000 €"), ("CAF", "5 000 €", "9 000 €")],
            "Région\u00a0: 8 000 € (2026)\nCAF\u00a0: 5 000 € (2025) ; 9 000 € (2026)",
        ),
    ],
    ids=["an amount", "an amount a year"],
)
def test_a_table_of_who_pays_is_read_by_its_rows(rows, said):
    contract = Contract().heading(TITLE, 3).table(("Pilote", "Ville"), ("Échéance", "2027"))
    contract.bold("Plan de financement").table(*rows)

    [found] = actions(contract.taken())
    assert found["resources"] == said


def test_an_indicator_has_its_values_beside_it():
    contract = Contract().heading(TITLE, 3).table(("Pilote", "Ville"), ("Échéance", "2027"))
    contract.table(("Indicateur", "Valeur initiale", "Cible 2030"), ("Patients", "12", "40"))

    [found] = actions(contract.taken())
    assert [found[name] for name in ("indicator", "indicator_baseline", "indicator_target")] == [
        "Patients",
        "12",
        "40",
    ]


def test_several_indicators_keep_their_own_values():
    contract = Contract().heading(TITLE, 3).table(("Pilote", "Ville"), ("Échéance", "2027"))
    contract.table(
        ("Indicateur", "Valeur initiale", "Cible 2030"), ("Patients", "12", "40"), ("Avis", "1", "2")
    )

    [found] = actions(contract.taken())
    assert found["indicator"] == (
        "Patients\u00a0: Valeur initiale\u00a0: 12 ; Cible 2030\u00a0: 40\n"
        "Avis\u00a0: Valeur initiale\u00a0: 1 ; Cible 2030\u00a0: 2"
    )


def test_names_on_the_lines_below_a_label_are_its_own():
    contract = Contract().text(*NAMED).heading(TITLE, 3).text("Pilote", "Ville", "Partenaires", "CAF", "ARS")
    contract.text("Quartiers", "Les Acacias", "Le Grand Pré", "Échéance", "2027")

    [found] = actions(contract.taken())
    assert (found["associated"], sorted(found["quartiers"])) == (["CAF", "ARS"], ["QN06901M", "QN06902M"])


@pytest.mark.parametrize(
    "listed",
    [
        ("Mornay – Les Acacias (QN06901M)", "Mornay – Le Grand Pré (QN06902M)"),
        ("QPV Les Acacias à Mornay, n° QN06901M", "QPV Le Grand Pré à Mornay, n° QN06902M"),
        ("QN06901M : Les Acacias, Mornay", "QN06902M : Le Grand Pré, Mornay"),
    ],
)
@pytest.mark.parametrize(
    "said", ["QPV Le Grand Pré", "Mornay – Le Grand Pré (QN06902M)", "Le Grand Pré (Mornay)", "QN06902M"]
)
def test_a_quartier_is_known_with_or_without_its_commune_and_its_code(listed, said):
    contract = Contract().text(*listed).heading(TITLE, 3)
    contract.table(("Pilote", "Ville"), ("Échéance", "2027"), ("Quartiers", said))

    [found] = actions(contract.taken())
    assert found["quartiers"] == ["QN06902M"]


def test_the_name_of_a_quartier_in_a_table_is_not_its_commune():
    contract = Contract().table(
        ("Quartier", "Commune", "Code"),
        ("Les Acacias", "Mornay", "QN06901M"),
        ("Le Grand Pré", "Mornay", "QN06902M"),
    )
    contract.heading(TITLE, 3).table(("Pilote", "Ville"), ("Échéance", "2027"), ("Quartiers", "Le Grand Pré"))

    [found] = actions(contract.taken())
    assert found["quartiers"] == ["QN06902M"]


def from_lines(who: str, *breaks: int, pilot: str = "Ville") -> dict[str, object]:
    """Return the action whose cell « Pilote et partenaires » a PDF broke, after one with its pilot."""
    contract = Contract().heading("Fiche action 1 : Former", 3).text(f"Pilote : {pilot}", "Échéance : 2026")
    contract.heading("Fiche action 2 : Ouvrir", 3).table(("Pilote et partenaires", who), ("Échéance", "2027"))
    blocks = [replace(one, breaks=breaks if one.text == who else ()) for one in contract.blocks]
    return actions(recognise(Original("x", tuple(blocks)), LISTS))[1]


def test_who_leads_stands_on_the_line_above_who_helps():
    found = from_lines("Ville de Mornay CAF, ARS", 16)

    assert (found["lead"], found["associated"]) == ("Ville de Mornay", ["CAF", "ARS"])


def test_a_name_that_takes_two_lines_is_known_from_where_it_stands_alone():
    name = "Centre social La Passerelle"

    found = from_lines(f"{name} CAF, ARS", 14, 28, pilot=name)

    assert (found["lead"], found["associated"]) == (name, ["CAF", "ARS"])


@pytest.mark.parametrize(
    ("who", "breaks"), [("Communauté Grand Lac", (11,)), ("Centre social La Passerelle CAF, ARS", (14, 28))]
)
def test_a_name_that_may_be_one_on_two_lines_is_not_parted(who, breaks):
    assert from_lines(who, *breaks)["lead"] == who
