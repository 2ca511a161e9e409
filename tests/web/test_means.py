"""The lines of the form of an action: means by year, values that were reached; and how the action goes."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from app.domain.profile import Adaptation, IndicatorValue, Means, MeansKind, MeansState, State
from app.store import Profiles, SavedProfile
from app.store.records import Signature
from tests.web.conftest import Visitor
from tests.web.pages import page_of

HEALTH = "affaires-sociales-sante-2013-3"
TYPED = {
    "means_1_funder": "Ville",
    "means_1_year": "2025",
    "means_1_state": "requested",
    "means_1_amount": "12 500",
    "means_2_kind": "specific",
    "means_2_funder": "ANCT",
    "means_2_amount": "3 000",
    "indicator_by_sex": ["oui"],
    "indicator_target_women": "60",
    "indicator_values_1_year": "2025",
    "indicator_values_1_value": "100",
    "indicator_values_1_women": "55",
}
SAID = Adaptation(
    means=(
        Means(MeansKind.COMMON_LAW, "Ville", 12_500, "2025", MeansState.REQUESTED),
        Means(MeansKind.SPECIFIC, "ANCT", 3_000),
    ),
    indicator_by_sex=True,
    indicator_target_women="60",
    indicator_values=(IndicatorValue("2025", "100", "55"),),
)


@pytest.fixture
def contract(saved: SavedProfile, store: Profiles) -> SavedProfile:
    """A contract of 2024-2030."""
    return store.save(saved.id, saved.version, replace(saved.profile, outline="2024-2030"))


@pytest.fixture
def address(contract: SavedProfile) -> str:
    return f"/profils/{contract.id}/engagements/{HEALTH}"


def test_lines_are_saved_shown_and_summed(
    visitor: Visitor, contract: SavedProfile, store: Profiles, address: str
) -> None:
    visitor.send(address, **TYPED)

    saved = store.get(contract.id)
    folded = page_of(visitor.client.get(address)).text.replace("\u00a0", " ").replace("\u202f", " ")
    assert "Avec quels moyens 2 lignes, 15 500 €" in " ".join(folded.split())
    review = page_of(visitor.client.get(f"/profils/{contract.id}/apercu/sante")).text
    totals = page_of(visitor.client.get(f"/profils/{contract.id}/chiffres")).text.split("Moyens chiffrés")[1]
    again = page_of(visitor.client.get(address))
    assert saved.profile.adaptations[HEALTH] == SAID
    assert "Droit commun, Ville\u00a0: 12\u202f500\u00a0€ (2025, demandé)" in review
    assert "Atteint en 2025\u00a0: 100 (femmes\u00a0: 55)" in review
    assert "15\u202f500\u00a0€" in totals
    assert "12\u202f500\u00a0€ demandé" in totals
    assert {name: again.fields[name] for name in ("means_1_year", "indicator_values_1_women")} == {
        "means_1_year": "2025",
        "indicator_values_1_women": "55",
    }


def test_the_workbook_gives_the_totals_on_a_sheet_that_is_not_read(
    visitor: Visitor, contract: SavedProfile, address: str
) -> None:
    visitor.send(address, **TYPED)

    content = visitor.client.get(f"/profils/{contract.id}/engagements.xlsx").data
    rows = [row for row in load_workbook(BytesIO(content))["Budget"].iter_rows(values_only=True) if any(row)]
    assert rows[:4] == [
        ("Financeur", "2025", "Toute la durée", "Total", "Droit commun", "Crédits spécifiques"),
        ("Ville", 12_500, 0, 12_500, 12_500, 0),
        ("ANCT", 0, 3_000, 3_000, 0, 3_000),
        ("Total", 12_500, 3_000, 15_500, 12_500, 3_000),
    ]
    assert str(rows[-1][0]).endswith("Cette feuille n’est pas relue.")


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (
            {"means_1_funder": "Ville", "means_1_year": "2031"},
            "Année, ligne 1 : 2031 est hors de la durée du contrat",
        ),
        ({"means_1_year": "2025"}, "Financeur, ligne 1 : indiquez qui apporte ce moyen."),
        ({"means_1_state": "sought"}, "Financeur, ligne 1 : indiquez qui apporte ce moyen."),
        ({"indicator_values_1_men": "3"}, "Année, ligne 1 : indiquez l’année de cette valeur."),
        ({"indicator_values_2_year": "2026"}, "Année, ligne 2 : indiquez une valeur pour 2026"),
        (
            {**TYPED, "indicator_values_3_year": "2025", "indicator_values_3_men": "3"},
            "Année, ligne 3 : 2025 figure déjà plus haut",
        ),
    ],
)
def test_a_line_that_is_wrong_is_named_and_stays_on_the_page(
    visitor: Visitor,
    contract: SavedProfile,
    store: Profiles,
    address: str,
    typed: dict[str, str],
    says: str,
) -> None:
    answer = visitor.send(address, **typed)

    page = page_of(answer)
    assert answer.status_code == 422
    assert says in page.text.replace("\u00a0", " ")
    assert {name: page.fields[name] for name in typed} == typed
    assert store.get(contract.id) == contract


def test_a_year_that_a_change_of_trame_left_outside_is_kept_and_said(
    visitor: Visitor, contract: SavedProfile, store: Profiles, address: str
) -> None:
    visitor.send(address, **TYPED)
    saved = store.get(contract.id)
    store.save(contract.id, saved.version, replace(saved.profile, outline="2014-2020"))

    visitor.send(address, lead="Ville")

    said = store.get(contract.id).profile.adaptations[HEALTH]
    page = page_of(visitor.client.get(address)).text
    findings = page_of(visitor.client.get(f"/profils/{contract.id}/completude")).text
    assert said == replace(SAID, lead="Ville")
    assert "2025 (hors de la durée du contrat)" in page
    assert "1 action nomme une année hors de la durée du contrat (2014-2020)" in findings


def test_how_an_action_goes_is_asked_once_the_contract_is_signed(
    visitor: Visitor, contract: SavedProfile, store: Profiles, address: str
) -> None:
    refused = visitor.send(address, state="done")
    before = page_of(visitor.client.get(address))
    store.versions.sign(contract.id, contract.version, Signature(date(2026, 3, 12), "l’État"))

    visitor.send(address, local_action="Ouvrir.", state="under_way", review="Ouvert en mai.")

    assert refused.status_code == 422
    assert "review" not in before.fields
    said = store.get(contract.id).profile.adaptations[HEALTH]
    assert (said.state, said.review) == (State.UNDER_WAY, "Ouvert en mai.")
    shown = page_of(visitor.client.get(f"/profils/{contract.id}/apercu/sante")).text
    assert "en cours" in shown
    assert "Ouvert en mai." in shown
