"""Keeping, leaving out and adapting one commitment."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.catalogue import Catalogue, Scope
from app.domain.profile import Adaptation
from app.domain.profile_reader import MAX_MEANS
from app.domain.text import clean
from app.store import Profiles, SavedProfile
from tests.web.conftest import Visitor
from tests.web.pages import page_of


@pytest.fixture
def commitment_id(catalogue: Catalogue) -> str:
    return next(
        leaf.commitment.id
        for leaf in catalogue.leaves
        if leaf.commitment.scope is Scope.LOCAL and "etat" in leaf.commitment.carriers
    )


@pytest.fixture
def address(saved: SavedProfile, commitment_id: str) -> str:
    return f"/profils/{saved.id}/engagements/{commitment_id}"


def test_an_adaptation_is_saved_and_shown_in_the_list(
    visitor: Visitor, saved: SavedProfile, store: Profiles, address: str, commitment_id: str
) -> None:
    typed = {
        "local_action": "Ouvrir une maison.\r\n\r\nPuis deux.",
        "lead": "État (préfet)",
        "deadline": "31/12/2028",
        "indicator": "Nombre",
        "resources": "1 ETP",
    }

    answer = visitor.send(address, **typed)

    assert answer.location == f"/profils/{saved.id}/engagements#{commitment_id}"
    assert store.get(saved.id).profile.adaptations[commitment_id] == Adaptation(
        local_action="Ouvrir une maison.\n\nPuis deux.",
        lead="État (préfet)",
        deadline="2028-12-31",
        indicator="Nombre",
        resources="1 ETP",
    )
    assert "31/12/2028" in page_of(visitor.client.get(f"/profils/{saved.id}/engagements")).text


def test_a_commitment_left_out_stands_among_those_not_kept_with_its_reason(
    visitor: Visitor, saved: SavedProfile, store: Profiles, address: str, commitment_id: str
) -> None:
    visitor.send(address, included="non", reason_excluded="Porté par un autre contrat.")

    page = page_of(visitor.client.get(f"/profils/{saved.id}/engagements?vue=ecartes"))
    assert store.get(saved.id).profile.adaptations[commitment_id].included is False
    assert "Porté par un autre contrat." in page.text
    assert f"{address}?vue=ecartes" in page.links()


def test_an_adaptation_emptied_again_leaves_no_trace(
    visitor: Visitor, saved: SavedProfile, store: Profiles, address: str
) -> None:
    visitor.send(address, local_action="Quelque chose")

    visitor.send(address, local_action="")

    assert store.get(saved.id).profile.adaptations == {}


def test_saving_and_going_on_opens_the_next_commitment(visitor: Visitor, address: str) -> None:
    answer = visitor.send(address, local_action="Fait", next="1")

    assert "/engagements/" in answer.location
    assert answer.location != address


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("31/12/2028", "2028-12-31"),
        ("2028-12-31", "2028-12-31"),
        ("1/2/2027", "2027-02-01"),
        ("29/02/2028", "2028-02-29"),
        ("2027", "2027"),
        ("fin 2027", "fin 2027"),
        ("", ""),
    ],
)
def test_a_deadline_is_a_date_a_year_or_words(
    visitor: Visitor, saved: SavedProfile, store: Profiles, address: str, typed: str, stored: str
) -> None:
    visitor.send(address, deadline=typed, local_action="Fait")

    (adaptation,) = store.get(saved.id).profile.adaptations.values()
    assert adaptation.deadline == stored


@pytest.mark.parametrize("typed", ["30/02/2028", "31/12/0001", "9999-12-31", "12/2028", "32", "1.5"])
def test_a_deadline_that_is_no_date_is_refused_with_an_example(
    visitor: Visitor, store: Profiles, saved: SavedProfile, address: str, typed: str
) -> None:
    answer = visitor.send(address, deadline=typed, local_action="Gardé à l’écran")

    page = page_of(answer)
    assert answer.status_code == 422
    assert "Exemple\u00a0: 31/12/2028" in page.text
    assert page.fields["deadline"] == typed
    assert page.fields["local_action"] == "Gardé à l’écran"
    assert store.get(saved.id).version == saved.version


def test_a_year_that_is_no_year_is_refused_with_a_year_as_example(visitor: Visitor, address: str) -> None:
    page = page_of(visitor.send(address, indicator_year="30/02/2028"))

    assert "Exemple : 2028." in page.text


def test_another_line_of_means_is_given_without_saving_or_losing_anything(
    visitor: Visitor, store: Profiles, saved: SavedProfile, address: str
) -> None:
    typed = {"local_action": "Pas encore", "deadline": "32", "means_3_funder": "Ville", "more": "1"}

    answer = visitor.send(address, **typed)

    page = page_of(answer)
    assert answer.status_code == 200
    assert page.fields["local_action"] == "Pas encore"
    assert page.fields["deadline"] == "32"
    assert "means_5_funder" in page.fields
    assert "autofocus" in page.element("means_5_kind")
    assert store.get(saved.id) == saved


def test_lines_of_means_are_given_until_there_are_as_many_as_a_contract_keeps(
    visitor: Visitor, address: str
) -> None:
    typed = {f"means_{MAX_MEANS - 4}_funder": "Ville", "local_action": "x" * 20_001}  # it comes back
    page = page_of(visitor.send(address, **typed))
    assert "Ajouter une ligne de moyens" in page.text
    for _ in range(3):
        page = page_of(visitor.client.post(address, data={**page.fields, "more": "means"}))

    assert f"means_{MAX_MEANS}_funder" in page.fields
    assert "Ajouter une ligne de moyens" not in page.text


def test_a_text_over_the_limit_is_refused_and_stays_on_screen(visitor: Visitor, address: str) -> None:
    answer = visitor.send(address, local_action="é" * 20_005)

    page = page_of(answer)
    assert answer.status_code == 422
    assert "retirez-en 5." in page.text
    assert page.fields["local_action"] == "é" * 20_005


@pytest.mark.parametrize("control", [chr(code) for code in (*range(9), 14, 31, 127, 0x202E, 0xFFFE)])
def test_an_invisible_character_is_taken_out_and_said(
    visitor: Visitor, saved: SavedProfile, store: Profiles, address: str, control: str
) -> None:
    answer = visitor.send(address, local_action=f"a{control}b")

    (adaptation,) = store.get(saved.id).profile.adaptations.values()
    assert adaptation.local_action == "ab"
    notice = page_of(visitor.client.get(answer.location)).text
    assert "Action locale\u00a0: 1 caractère invisible retiré." in notice


@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_comes_back_in_the_form_as_it_was_cleaned(
    visitor: Visitor, saved: SavedProfile, store: Profiles, address: str, text: str
) -> None:
    visitor.send(address, local_action=text, indicator="toujours là")

    (adaptation,) = store.get(saved.id).profile.adaptations.values()
    assert adaptation.local_action == clean(text).text
    shown = page_of(visitor.client.get(address)).fields["local_action"]
    assert shown == clean(text).text


def test_a_national_commitment_cannot_be_adapted(
    visitor: Visitor, saved: SavedProfile, catalogue: Catalogue
) -> None:
    national = next(leaf for leaf in catalogue.leaves if leaf.commitment.scope is Scope.NATIONAL)

    answer = visitor.client.get(f"/profils/{saved.id}/engagements/{national.commitment.id}")

    assert answer.status_code == 404


CANARY = '"><svg onload=alert(1)>{{7*7}}{% raw %}]]>&amp;=1+1'


def test_markup_is_shown_literally_where_a_form_is_refused(visitor: Visitor, address: str) -> None:
    answer = visitor.send(address, local_action=CANARY, deadline=f"32/13/2028 {CANARY}"[:10], lead=CANARY * 9)

    assert answer.status_code == 422
    assert "<svg onload" not in answer.text
    assert page_of(answer).fields["local_action"] == CANARY


def test_markup_that_was_typed_is_shown_literally_on_every_page(
    visitor: Visitor, saved: SavedProfile, address: str
) -> None:
    visitor.send(f"/profils/{saved.id}/renommer", name=CANARY)
    visitor.send(address, local_action=CANARY, lead=CANARY, indicator=CANARY, resources=CANARY)
    pages = ["/", f"/?q={saved.id}", f"/profils/{saved.id}", address, f"/profils/{saved.id}/territoire"]

    for page in pages:
        markup = visitor.client.get(page).get_data(as_text=True)

        assert "<svg onload" not in markup
        assert "49" not in markup.split("{{7*7}}")[0][-20:]
