"""The list of the commitments: found, filtered, and several decided upon at once."""

import re
from dataclasses import replace

import pytest

from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.commitment_list import Row, View, is_in_view, rows_of
from app.domain.profile import Adaptation, ClausePlace, LocalCommitment, Means, MeansKind, Profile, State
from app.domain.rules import Standing
from app.store import Profiles, SavedProfile
from tests.web.conftest import EVRY, Visitor
from tests.web.pages import Page, page_of

FIRST, SECOND = "interieur-2013-1-1", "interieur-2013-1-2"


@pytest.fixture
def saved(store: Profiles, catalogue: Catalogue) -> SavedProfile:
    """A contract that every partner signs: two commitments are written, one is of this contract alone."""
    led = Adaptation(local_action="Marcher la nuit.", lead="Ville d’Évry", quartiers=("QN09101M",))
    paid = Adaptation(state=State.AGREED, means=(Means(MeansKind.SPECIFIC, "Ville", 12_500),))
    profile = Profile(
        "Évry",
        EVRY,
        partners=tuple(one.id for one in catalogue.partners),
        adaptations={FIRST: led, SECOND: paid},
        local_commitments=(LocalCommitment("local-1", "sante", "Ouvrir une **maison**."),),
    )
    return store.create(profile)


@pytest.fixture
def address(saved: SavedProfile) -> str:
    return f"/profils/{saved.id}/engagements"


def listed(page: Page) -> list[str]:
    """The ids of the rows of a list."""
    return [known["id"] for tag, known in page.elements if tag == "tr" and "id" in known]


def rows(store: Profiles, catalogue: Catalogue, saved: SavedProfile) -> tuple[Row, ...]:
    return rows_of(assemble(catalogue, store.get(saved.id).profile))


def ids(store: Profiles, catalogue: Catalogue, saved: SavedProfile, view: View) -> list[str]:
    return [row.id for row in rows(store, catalogue, saved) if is_in_view(row, view)]


def test_each_commitment_of_the_contract_has_one_row_with_its_number(
    visitor: Visitor, store: Profiles, saved: SavedProfile, catalogue: Catalogue, address: str
) -> None:
    page = page_of(visitor.client.get(address))

    draft = assemble(catalogue, store.get(saved.id).profile)
    assert listed(page) == [row.id for row in rows(store, catalogue, saved)]
    assert len(listed(page)) == len(set(listed(page)))
    assert f"{draft.numbers[FIRST]} · " in page.text
    assert "L1 · Ouvrir une maison" in page.text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=marcher", {FIRST}),
        ("q=évry+NUIT", {FIRST}),
        ("q=L1", {"local-1"}),
        ("pilote=Ville+d’Évry", {FIRST}),
        ("etat=agreed", {SECOND}),
        ("quartier=QN09101M", {FIRST}),
        ("quartier=QN09101M&etat=agreed", set()),
        ("volet=sante&q=maison+ouvrir", {"local-1"}),
    ],
)
def test_the_list_is_searched_and_filtered(
    visitor: Visitor, address: str, query: str, found: set[str]
) -> None:
    page = page_of(visitor.client.get(f"{address}?{query}"))

    assert set(listed(page)) == found
    assert re.search(rf"{len(found)}\u00a0engagements?", page.text)


def test_a_number_finds_its_commitment(
    visitor: Visitor, store: Profiles, saved: SavedProfile, catalogue: Catalogue, address: str
) -> None:
    number = assemble(catalogue, store.get(saved.id).profile).numbers[SECOND]

    assert SECOND in listed(page_of(visitor.client.get(f"{address}?q={number}")))


@pytest.mark.parametrize("view", [view for view in View if view is not View.ALL])
def test_each_view_shows_what_its_link_counts(
    visitor: Visitor, store: Profiles, saved: SavedProfile, catalogue: Catalogue, address: str, view: View
) -> None:
    found = ids(store, catalogue, saved, view)

    page = page_of(visitor.client.get(f"{address}?vue={view.value}"))

    assert sorted(listed(page)) == sorted(found)
    assert f"({len(found)})" in page.text


@pytest.mark.parametrize("query", ["vue=rien", "etat=finie", "pilote=Personne", "porteur=x", "quartier=QN1"])
def test_what_is_in_no_list_filters_nothing(visitor: Visitor, address: str, query: str) -> None:
    shown = listed(page_of(visitor.client.get(f"{address}?{query}")))

    assert shown == listed(page_of(visitor.client.get(address)))


def test_all_that_is_ended_is_left_out_with_one_reason(
    visitor: Visitor, store: Profiles, saved: SavedProfile, catalogue: Catalogue, address: str
) -> None:
    before = rows(store, catalogue, saved)
    ended = {row.id for row in before if row.standing is Standing.ENDED and row.is_to_review}

    answer = visitor.send(
        f"{address}?vue=a-revoir", groupe=["ended"], reason="Dispositif achevé.", faire="leave_out"
    )

    kept = store.get(saved.id)
    said = kept.profile.adaptations
    assert answer.location == f"{address}?vue=a-revoir"
    assert len(ended) > 1
    assert {known for known, one in said.items() if not one.included} == ended
    assert {said[known].reason_excluded for known in ended} == {"Dispositif achevé."}
    assert kept.version == saved.version + 1
    assert ended <= set(ids(store, catalogue, saved, View.LEFT_OUT))
    assert not ended & set(ids(store, catalogue, saved, View.TO_REVIEW))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"faire": "lead", "lead": "CAF"}, {"lead": "CAF"}),
        ({"lead": "CAF"}, {"lead": "CAF"}),  # Enter in the field
        ({"faire": "state", "state": "agreed"}, {"state": State.AGREED}),
        ({"faire": "historical"}, {"place": ClausePlace.HISTORICAL}),
        ({"faire": "keep"}, {"place": ClausePlace.BODY}),
    ],
)
def test_what_is_ticked_gets_what_is_given_and_keeps_the_rest(
    visitor: Visitor,
    store: Profiles,
    saved: SavedProfile,
    address: str,
    typed: dict[str, str],
    said: dict[str, object],
) -> None:
    visitor.send(address, engagement=[FIRST, SECOND], **typed)

    kept = store.get(saved.id).profile.adaptations
    known = saved.profile.adaptations
    assert kept == {one: replace(known[one], **said) for one in (FIRST, SECOND)}  # type: ignore[arg-type] — by name


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"engagement": [FIRST], "faire": "leave_out"}, "dites pourquoi"),
        ({"engagement": [FIRST], "faire": "lead"}, "indiquez qui pilote"),
        ({"engagement": [FIRST], "faire": "state"}, "choisissez celui"),
        ({"engagement": [FIRST], "faire": "state", "state": "done"}, ""),
        ({"engagement": [FIRST]}, "Dites ce qu’il faut faire"),
        ({"faire": "keep"}, "Cochez au moins un engagement"),
    ],
)
def test_what_lacks_is_said_and_nothing_is_saved(
    visitor: Visitor,
    store: Profiles,
    saved: SavedProfile,
    address: str,
    typed: dict[str, str],
    message: str,
) -> None:
    answer = visitor.send(address, **typed)

    assert answer.status_code == 422
    assert message in page_of(answer).text
    assert store.get(saved.id) == saved
    if "engagement" in typed:
        assert page_of(answer).fields["engagement"] == [FIRST]


def test_what_somebody_changed_meanwhile_is_not_saved_and_is_named(
    visitor: Visitor, store: Profiles, saved: SavedProfile, catalogue: Catalogue, address: str
) -> None:
    fields = page_of(visitor.client.get(address)).fields
    theirs = replace(saved.profile.adaptations[FIRST], local_action="Marcher le jour.")
    others = {**saved.profile.adaptations, FIRST: theirs}
    store.save(saved.id, saved.version, replace(saved.profile, adaptations=others))

    answer = visitor.client.post(
        address, data={**fields, "engagement": [FIRST, SECOND], "reason": "Ailleurs.", "faire": "leave_out"}
    )

    said = store.get(saved.id).profile.adaptations
    number = assemble(catalogue, store.get(saved.id).profile).profile.numbers[FIRST]
    shown = page_of(visitor.client.get(answer.location)).text
    assert said[FIRST] == theirs
    assert not said[SECOND].included
    assert f"modifié entre-temps par quelqu’un d’autre\u00a0: 1\u00a0engagement ({number})" in shown


def test_a_commitment_of_the_contract_is_not_left_out_from_the_list(
    visitor: Visitor, store: Profiles, saved: SavedProfile, address: str
) -> None:
    answer = visitor.send(address, engagement=["local-1"], reason="Ailleurs.", faire="leave_out")
    visitor.send(address, engagement=["local-1"], lead="CAF", faire="lead")

    (local,) = store.get(saved.id).profile.local_commitments
    assert answer.status_code == 303
    assert local.adaptation == Adaptation(lead="CAF")


def test_the_page_of_a_commitment_leads_to_its_neighbours_in_the_list_it_was_opened_from(
    visitor: Visitor, store: Profiles, saved: SavedProfile, catalogue: Catalogue, address: str
) -> None:
    order = ids(store, catalogue, saved, View.TO_REVIEW)

    page = page_of(visitor.client.get(f"{address}/{order[1]}?vue=a-revoir"))
    saved_and_on = visitor.send(f"{address}/{order[1]}?vue=a-revoir", place="body", next="1")
    back = visitor.send(f"{address}/{order[0]}?vue=a-revoir", place="body")

    assert {f"{address}/{order[0]}?vue=a-revoir", f"{address}/{order[2]}?vue=a-revoir"} <= set(page.links())
    assert saved_and_on.location == f"{address}/{order[2]}?vue=a-revoir"
    assert back.location == f"{address}?vue=a-revoir#{order[0]}"


def test_the_page_of_a_commitment_is_called_by_its_number_and_its_first_words(
    visitor: Visitor, store: Profiles, saved: SavedProfile, catalogue: Catalogue, address: str
) -> None:
    row = next(row for row in rows(store, catalogue, saved) if row.id == SECOND)

    assert page_of(visitor.client.get(f"{address}/{SECOND}")).title.startswith(
        f"{row.number} · {row.subject}"
    )
