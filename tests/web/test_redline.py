"""Two versions of a saved contract, as tracked changes."""

from dataclasses import replace

import pytest

from app.store import Profiles, SavedProfile
from tests.documents.word.redline.reading import changed_words, marks
from tests.web.conftest import Visitor
from tests.web.pages import page_of


@pytest.fixture
def twice(saved: SavedProfile, store: Profiles) -> SavedProfile:
    """The contract, saved a second time with a text."""
    return store.save(saved.id, saved.version, replace(saved.profile, texts={"evaluation": "Un comité."}))


def address(saved: SavedProfile, query: str = "de=1&a=2") -> str:
    return f"/profils/{saved.id}/versions/modifications-suivies.docx?{query}"


def test_the_comparison_offers_the_versions_as_tracked_changes(visitor: Visitor, twice: SavedProfile) -> None:
    compared = page_of(visitor.client.get(f"/profils/{twice.id}/versions/comparer?de=1&a=2"))

    answer = visitor.client.get(address(twice))

    assert address(twice) in compared.links()
    assert "Version 1 comparée à la version 2 (.docx, modifications suivies)" in compared.text
    assert "version-1-2.docx" in answer.headers["Content-Disposition"]
    assert ("ins", "Un comité.") in changed_words(answer.data)


def test_the_marks_bear_the_name_of_the_only_person_who_saved(visitor: Visitor, saved: SavedProfile) -> None:
    visitor.send("/votre-nom", author="C. Martin")
    for text in ("Un comité.", "Un comité de pilotage."):
        visitor.send(f"/profils/{saved.id}/engagements/interieur-2013-1-1", local_action=text)

    found = marks(visitor.client.get(address(saved, "de=1&a=3")).data)

    assert {mark.author for mark in found} == {"C. Martin"}


def test_the_marks_of_nobody_or_of_several_name_the_versions(visitor: Visitor, twice: SavedProfile) -> None:
    found = marks(visitor.client.get(address(twice)).data)

    assert {mark.author for mark in found} == {"Version 1 → 2"}


@pytest.mark.parametrize("query", ["", "de=1&a=9", "de=x&a=2"])
def test_versions_that_are_not_there_lead_back_to_the_list(
    visitor: Visitor, twice: SavedProfile, query: str
) -> None:
    answer = visitor.client.get(address(twice, query), follow_redirects=True)

    assert "Choisissez-en deux dans la liste." in page_of(answer).text


def test_another_outline_leads_to_the_list_of_changes_with_the_reason(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    store.save(saved.id, saved.version, replace(saved.profile, outline="2024-2030"))

    answer = visitor.client.get(address(saved), follow_redirects=True)

    assert answer.request.path.endswith("/versions/comparer")
    assert "plan du contrat" in page_of(answer).text
