"""The page « Pour mémoire »: what is out of the body, why, and one click to decide otherwise."""

from dataclasses import replace

import pytest

from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.draft import Draft
from app.domain.profile import Adaptation, ClausePlace, Profile
from app.formats.xlsx import import_table, open_table
from app.store import Profiles, SavedProfile
from tests.formats.xlsx.test_reading import column, edited, row_of, written
from tests.web.conftest import EVRY, Visitor
from tests.web.pages import page_of

OVER, ALIVE, NATIONAL = "travail-emploi-2013-3-1", "sports-jeunesse-2013-2-1", "culture-2014-2-1-2"


@pytest.fixture
def saved(store: Profiles) -> SavedProfile:
    return store.create(Profile("Évry", EVRY, partners=("etat", "epci", "commune"), outline="2024-2030"))


def page(saved: SavedProfile) -> str:
    return f"/profils/{saved.id}/pour-memoire"


def form(saved: SavedProfile, commitment_id: str) -> str:
    return f"/profils/{saved.id}/engagements/{commitment_id}"


def body(draft: Draft) -> set[str]:
    return {entry.commitment.id for entry in draft.entries()}


def test_the_page_lists_what_is_out_of_the_body_with_the_reason(
    visitor: Visitor, saved: SavedProfile
) -> None:
    shown = page_of(visitor.client.get(page(saved)))

    assert "a été remplacé le 1ᵉʳ janvier 2017" in shown.text
    assert "À décider" not in shown.text
    assert form(saved, OVER) in shown.links()
    assert page(saved) in page_of(visitor.client.get(f"/profils/{saved.id}")).links()


@pytest.mark.parametrize("commitment_id", [OVER, NATIONAL])
def test_one_click_takes_a_clause_back_into_the_body(
    visitor: Visitor, saved: SavedProfile, store: Profiles, catalogue: Catalogue, commitment_id: str
) -> None:
    answer = visitor.send(page(saved), decision=f"body {commitment_id}")

    assert answer.status_code == 303
    kept = store.get(saved.id).profile
    assert kept.adaptations == {commitment_id: Adaptation(place=ClausePlace.BODY)}
    assert commitment_id in body(assemble(catalogue, kept))


def test_a_clause_that_waits_for_a_decision_is_sent_to_the_annexe_with_what_was_written_kept(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    written_here = Adaptation(local_action="Accueillir.")
    store.save(saved.id, saved.version, replace(saved.profile, adaptations={OVER: written_here}))
    finding = page_of(visitor.client.get(f"/profils/{saved.id}/completude"))
    assert page(saved) in finding.links()
    assert "À décider" in page_of(visitor.client.get(page(saved))).text

    visitor.send(page(saved), decision=f"historical {OVER}")

    kept = store.get(saved.id).profile.adaptations[OVER]
    assert kept == replace(written_here, place=ClausePlace.HISTORICAL)
    assert "Accueillir." in page_of(visitor.client.get(f"/profils/{saved.id}/non-imprimes")).text


def test_a_button_of_a_page_that_is_too_old_says_so_and_saves_nothing(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    answer = visitor.send(page(saved), decision=f"body {ALIVE}")

    assert answer.status_code == 422
    assert "n’est plus dans cette liste" in page_of(answer).text
    assert store.get(saved.id).version == saved.version


def test_the_form_of_a_commitment_decides_where_it_stands_and_says_where_it_is(
    visitor: Visitor, saved: SavedProfile, store: Profiles, catalogue: Catalogue
) -> None:
    assert "En annexe «\u00a0Pour mémoire\u00a0»." in page_of(visitor.client.get(form(saved, OVER))).text

    visitor.send(form(saved, ALIVE), place="historical")

    profile = store.get(saved.id).profile
    assert ALIVE in {one.commitment.id for one in assemble(catalogue, profile).historical}


def test_the_workbook_holds_the_clauses_of_the_annexe_and_takes_one_back(
    saved: SavedProfile, catalogue: Catalogue
) -> None:
    content = written(saved.profile, catalogue)

    def decide(sheet: object) -> None:
        cell = sheet.cell(row_of(sheet, OVER), column("Place dans le contrat"))  # type: ignore[attr-defined]  # a sheet
        assert cell.value == "selon notre lecture"
        cell.value = "corps du contrat"

    sheet = open_table(edited(content, decide))
    taken = import_table(sheet, saved.profile, saved.profile, catalogue)

    assert taken.profile.adaptations == {OVER: Adaptation(place=ClausePlace.BODY)}
