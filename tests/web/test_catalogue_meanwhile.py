"""What one person types on a page of a former catalogue, while another takes today's: kept, or said."""

from dataclasses import replace

import pytest

from app.catalogue import read
from app.store import Profiles, SavedProfile
from tests.former import CHANGED, FORMER, FORMER_WORDS, GONE, WRITTEN, altered
from tests.web.conftest import EVRY, Visitor
from tests.web.pages import Page, page_of

TYPED = "Ce que l’on vient d’écrire."
BUDGET = {"means_1_funder": "Ville", "means_1_amount": "120000"}
ADDED = {
    "partners.yaml": """
- id: ancien-partenaire
  title: "Ancien partenaire"
  status: local
  legal_basis: "Choix local"
""",
    "facts.yaml": """
- id: ancien_fait
  question: "Le territoire avait-il une question de plus ?"
  when_true: "une question de plus"
  when_false: "aucune question de plus"
  help: "Une question d’avant."
""",
}
"""A kind of signatory and a question that today's catalogue has no more."""


@pytest.fixture
def former(saved: SavedProfile, store: Profiles) -> SavedProfile:
    """A contract of the former catalogue, with something written for the clauses that change and leave."""
    files = altered(FORMER)
    for name, more in ADDED.items():
        files[name] += more.encode()
    known = read(files)
    store.catalogues.keep(known)
    profile = replace(saved.profile, name="D’avant", territory=EVRY, adaptations={GONE: WRITTEN})
    return store.create(profile, catalogue=known.hash)


def take_today(former: SavedProfile, today: SavedProfile, store: Profiles) -> None:
    """Bring the contract to today's catalogue, for somebody else: the clause that has gone leaves."""
    now = store.get(former.id)
    store.save(former.id, now.version, replace(now.profile, adaptations={}), catalogue=today.catalogue)


def opened(visitor: Visitor, address: str) -> dict[str, str | list[str]]:
    return page_of(visitor.client.get(address)).fields


def sent(visitor: Visitor, address: str, fields: dict[str, str | list[str]], status: int) -> Page:
    answer = visitor.client.post(address, data=fields)
    assert answer.status_code == status
    return page_of(answer)


def test_a_partner_that_left_the_catalogue_is_said_and_stays_ticked(
    visitor: Visitor, saved: SavedProfile, former: SavedProfile, store: Profiles
) -> None:
    address = f"/profils/{former.id}/partenaires"
    fields = opened(visitor, address)
    fields["partners"] = [*fields["partners"], "ancien-partenaire"]
    take_today(former, saved, store)

    conflict = sent(visitor, address, fields, 409)
    during = store.get(former.id).profile.partners
    sent(visitor, address, conflict.fields, 303)

    assert "Ancien partenaire (absent du catalogue du contrat)" in conflict.text
    assert "ancien-partenaire" not in during
    assert "ancien-partenaire" in store.get(former.id).profile.partners


def test_an_answer_to_a_question_that_is_asked_no_more_is_said(
    visitor: Visitor, saved: SavedProfile, former: SavedProfile, store: Profiles
) -> None:
    address = f"/profils/{former.id}/territoire"
    fields = {**opened(visitor, address), "fact_ancien_fait": "oui", "facts_reason": TYPED}
    take_today(former, saved, store)

    conflict = sent(visitor, address, fields, 409)
    sent(visitor, address, conflict.fields, 303)

    assert "avait-il une question de plus" in conflict.text
    assert "ne pose plus cette question" in conflict.text
    assert conflict.fields["facts_reason"] == TYPED
    assert store.get(former.id).profile.facts_reason == TYPED


def test_what_is_typed_for_a_clause_that_left_is_kept_as_a_local_commitment(
    visitor: Visitor, saved: SavedProfile, former: SavedProfile, store: Profiles
) -> None:
    address = f"/profils/{former.id}/engagements/{GONE}"
    fields = {
        **opened(visitor, address),
        "lead": TYPED,
        "means_1_funder": "Ville",
        "means_1_amount": "120000",
    }
    take_today(former, saved, store)

    conflict = sent(visitor, address, fields, 409)
    during = store.get(former.id).profile.local_commitments
    action = next(form["action"] for tag, form in conflict.elements if tag == "form" and "action" in form)
    sent(visitor, action, conflict.fields, 303)

    (local,) = store.get(former.id).profile.local_commitments
    assert "a quitté le contrat entre-temps" in conflict.text
    assert during == ()
    assert "Ouvrir les gymnases le soir" in local.text
    assert (local.adaptation.local_action, local.adaptation.lead) == (WRITTEN.local_action, TYPED)
    assert [(line.funder, line.amount) for line in local.adaptation.means] == [("Ville", 120_000)]


def test_a_quartier_outside_the_contract_stays_ticked_when_its_clause_has_left_too(
    visitor: Visitor, saved: SavedProfile, former: SavedProfile, store: Profiles
) -> None:
    action = replace(former.profile.adaptations[GONE], quartiers=("QN09199M",))
    adaptations = {**former.profile.adaptations, GONE: action}
    store.save(former.id, former.version, replace(former.profile, adaptations=adaptations))
    address = f"/profils/{former.id}/engagements/{GONE}"
    fields = {**opened(visitor, address), "lead": TYPED}
    take_today(former, saved, store)

    conflict = sent(visitor, address, fields, 409)
    action = next(form["action"] for tag, form in conflict.elements if tag == "form" and "action" in form)
    sent(visitor, action, conflict.fields, 303)

    (local,) = store.get(former.id).profile.local_commitments
    assert conflict.fields["quartiers"] == ["QN09199M"]
    assert "QN09199M (hors du contrat)" in conflict.text
    assert local.adaptation.quartiers == ("QN09199M",)


def test_an_action_is_saved_upon_the_catalogue_that_was_taken_meanwhile(
    visitor: Visitor, saved: SavedProfile, former: SavedProfile, store: Profiles
) -> None:
    address = f"/profils/{former.id}/engagements/{CHANGED}"
    page = page_of(visitor.client.get(address))
    take_today(former, saved, store)

    sent(visitor, address, {**page.fields, "local_action": TYPED}, 303)

    after = store.get(former.id)
    assert FORMER_WORDS in page.text
    assert FORMER_WORDS not in page_of(visitor.client.get(address)).text
    assert after.catalogue == saved.catalogue
    assert after.profile.adaptations[CHANGED].local_action == TYPED


def test_a_second_decision_on_the_catalogue_is_shown_and_decides_nothing(
    visitor: Visitor, saved: SavedProfile, former: SavedProfile, store: Profiles
) -> None:
    address = f"/profils/{former.id}/catalogue"
    first, second = opened(visitor, address), opened(visitor, address)
    sent(visitor, address, {**first, "taken": []}, 303)
    decided = store.get(former.id)

    sent(visitor, address, {**second, "taken": [CHANGED, GONE]}, 409)

    assert decided.catalogue == saved.catalogue
    assert [local.adaptation for local in decided.profile.local_commitments if local.adaptation.local_action]
    assert store.get(former.id) == decided
