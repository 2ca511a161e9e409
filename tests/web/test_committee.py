"""The actions before a steering committee, one at a time."""

from dataclasses import replace

import pytest

from app.domain.profile import Adaptation, LocalCommitment, State
from app.store import Profiles, SavedProfile
from tests.documents.word.reading import rows, tables
from tests.documents.word.structure import faults
from tests.web.conftest import Visitor
from tests.web.pages import page_of

FIRST, SECOND = "interieur-2013-1-1", "interieur-2013-1-2"


@pytest.fixture
def written(saved: SavedProfile, store: Profiles) -> SavedProfile:
    said = {
        FIRST: Adaptation(local_action="Réunir le conseil.", lead="la Ville"),
        SECOND: Adaptation(local_action="Éclairer la place.", state=State.UNDER_WAY),
    }
    local = (LocalCommitment("local-1", "securite", "Ouvrir un poste."),)
    return store.save(
        saved.id, saved.version, replace(saved.profile, adaptations=said, local_commitments=local)
    )


def test_each_action_is_agreed_in_turn_and_the_next_one_comes(
    visitor: Visitor, written: SavedProfile, store: Profiles
) -> None:
    base = f"/profils/{written.id}/copil"
    first = page_of(visitor.client.get(base))

    agreed = visitor.send(base, agreed=["agreed"])
    after = visitor.send(f"{base}?engagement={SECOND}")
    last = visitor.send(f"{base}?engagement=local-1", agreed=["agreed"])

    assert "Réunir le conseil." in first.text
    assert agreed.location == f"{base}?engagement={SECOND}"
    assert (after.location, last.location) == (f"{base}?engagement=local-1",) * 2
    profile = store.get(written.id).profile
    assert profile.adaptations[FIRST].state is State.AGREED
    assert profile.adaptations[SECOND].state is State.UNDER_WAY
    assert profile.local_commitments[0].adaptation.state is State.AGREED


def test_an_action_that_is_passed_is_said_as_well_so_that_the_tab_forgets_it(
    visitor: Visitor, written: SavedProfile
) -> None:
    visitor.send(f"/profils/{written.id}/copil?engagement={FIRST}")

    assert "inchangée" in page_of(visitor.client.get(f"/profils/{written.id}/copil")).text


def test_an_agreement_may_be_taken_back(visitor: Visitor, written: SavedProfile, store: Profiles) -> None:
    address = f"/profils/{written.id}/copil?engagement={FIRST}"
    visitor.send(address, agreed=["agreed"])

    visitor.send(address, agreed=[])

    assert store.get(written.id).profile.adaptations[FIRST].state is State.DRAFTED


def test_what_was_changed_meanwhile_is_shown_again_before_it_is_agreed(
    visitor: Visitor, written: SavedProfile, store: Profiles
) -> None:
    address = f"/profils/{written.id}/copil?engagement={FIRST}"
    fields = page_of(visitor.client.get(address)).fields
    other = replace(written.profile.adaptations[FIRST], local_action="Dissoudre le conseil.")
    said = {**written.profile.adaptations, FIRST: other}
    store.save(written.id, written.version, replace(written.profile, adaptations=said))

    conflict = visitor.client.post(address, data={**fields, "agreed": "agreed"})

    assert conflict.status_code == 409
    assert "Dissoudre le conseil." in page_of(conflict).text
    assert store.get(written.id).profile.adaptations[FIRST] == other


def test_a_contract_without_an_action_leads_to_its_commitments(visitor: Visitor, saved: SavedProfile) -> None:
    page = page_of(visitor.client.get(f"/profils/{saved.id}/copil"))

    assert f"/profils/{saved.id}/engagements" in page.links()


def test_the_record_of_decisions_says_what_the_day_decided(visitor: Visitor, written: SavedProfile) -> None:
    visitor.send(f"/profils/{written.id}/copil", agreed=["agreed"])

    answer = visitor.client.get(f"/profils/{written.id}/copil/releve-de-decisions.docx")

    decided = rows(tables(answer.data, "Décisions du comité")[0])
    waiting = rows(tables(answer.data, "Actions qui restent")[0])
    assert [(action, said) for _, action, _, said in decided] == [
        ("Réunir le conseil", "Convenue"),
        ("Éclairer la place", "Convenue"),
        ("Ouvrir un poste", "Rédigée, reste à convenir"),
    ]
    assert [action for _, action, *_ in waiting] == ["Ouvrir un poste"]
    assert faults(answer.data) == []


@pytest.mark.parametrize(
    ("day", "said"), [("demain", "Date du comité"), ("2001-01-01", "n’existait pas encore")]
)
def test_a_record_of_a_day_that_is_none_or_came_before_the_contract_says_so(
    visitor: Visitor, written: SavedProfile, day: str, said: str
) -> None:
    answer = visitor.client.get(
        f"/profils/{written.id}/copil/releve-de-decisions.docx?du={day}", follow_redirects=True
    )

    assert said in page_of(answer).text
