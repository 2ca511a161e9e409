"""What a partner saves on the page of a commitment is proposed, and decided with the returned files."""

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.access import Role, Scope
from app.domain.profile import Adaptation, LocalCommitment, Means, MeansKind, MeansState, State
from app.store import Profiles, SavedProfile
from tests.web.access_site import KEPT, OWN, PASSWORD, AccessSite, made
from tests.web.pages import Page, page_of

SENT = "Deux marches par an, avec les bailleurs."


@pytest.fixture
def site(app: Flask) -> AccessSite:
    """The contract has something to change in the commitment of the partner, and in one of its own."""
    site = made(app)
    saved = site.contract
    said = {OWN: Adaptation(local_action=SENT, lead="la CAF", state=State.AGREED)}
    local = (LocalCommitment("local-1", "sante", "Ouvrir un lieu."),)
    changed = replace(saved.profile, adaptations=said, local_commitments=local)
    site.contract = site.store.save(saved.id, saved.version, changed)
    caf = site.store.organisations.create("la CAF", "", "caf")
    give(site, "commenter", Scope(carrier=caf))
    return site


def give(site: AccessSite, kind: str, scope: Scope) -> None:
    """Make somebody a partner beside the one that there is."""
    account = site.accounts[kind]
    owner = site.accounts["owner"].id
    site.store.shares.give(site.contract.id, Role.EDITOR, owner, to_account=account.id, scope=scope)


def address(site: AccessSite, clause: str = OWN) -> str:
    kind = "engagements-locaux" if clause.startswith("local") else "engagements"
    return f"/profils/{site.contract.id}/{kind}/{clause}"


def propose(site: AccessSite, kind: str = "partner", clause: str = OWN, **typed: str) -> TestResponse:
    client = site.seat(kind)
    fields = page_of(client.get(address(site, clause))).fields
    return client.post(address(site, clause), data={**fields, **typed})


def words(answer: TestResponse) -> str:
    text = page_of(answer).text
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())


def decisions(site: AccessSite) -> str:
    return f"/profils/{site.contract.id}/retours/decisions"


def decide(site: AccessSite, beginning: str) -> TestResponse:
    """Have the owner choose, of each line, what begins so."""
    client = site.seat("owner")
    page = page_of(client.get(decisions(site)))
    fields = dict(page.fields)
    for name, value in _choices(page):
        if value.startswith(beginning):
            fields[name] = value
    return client.post(decisions(site), data=fields)


def _choices(page: Page) -> list[tuple[str, str]]:
    radios = (known for tag, known in page.elements if tag == "input" and known.get("type") == "radio")
    return [(known["name"], known.get("value", "")) for known in radios]


def waiting(site: AccessSite) -> dict[str, tuple[str, str]]:
    """What waits, by field: the text before, and the one proposed."""
    return {one.field: (one.base, one.returned) for one in site.store.returns.proposals(site.contract.id)}


def mine(site: AccessSite, kind: str = "partner") -> str:
    return words(site.seat(kind).get(f"/profils/{site.contract.id}/mes-propositions"))


def now(site: AccessSite) -> SavedProfile:
    return site.store.get(site.contract.id)


def test_what_a_partner_saves_waits_and_changes_nothing(site: AccessSite) -> None:
    answer = propose(site, local_action="Trois marches par an, avec les bailleurs.", deadline="31/12/2028")

    assert answer.status_code == 303
    assert now(site) == site.contract
    assert waiting(site) == {
        "local_action": (SENT, "Trois marches par an, avec les bailleurs."),
        "deadline": ("", "2028-12-31"),
    }


def test_it_stands_among_the_returns_beside_the_text_of_today(site: AccessSite) -> None:
    propose(site, local_action="Trois marches par an, avec les bailleurs.")

    owner = site.seat("owner")
    page = words(owner.get(decisions(site)))
    home, clause = (words(owner.get(path)) for path in (f"/profils/{site.contract.id}", address(site)))

    assert "Partner modifie ce champ." in page
    assert "(retiré) Deux (ajouté) Trois marches par an" in page
    assert "saisi sur le site par Partner" in page
    assert "1 retour à trancher" in home
    assert "1 proposition d’un partenaire attend" in clause


def test_what_is_taken_makes_a_version_in_the_name_of_the_partner_who_sees_it(site: AccessSite) -> None:
    propose(site, local_action="Trois marches.")

    decide(site, "prendre")

    saved = now(site)
    action = saved.profile.adaptations[OWN]
    version = site.store.versions.get(saved.id, saved.version)
    assert (action.local_action, action.state) == ("Trois marches.", State.AGREED)
    assert version.author == "Partner (saisi sur le site), repris par Owner"
    assert "Reprise" in mine(site)
    assert f"par Owner, version {saved.version}" in mine(site)
    assert waiting(site) == {}


def test_what_is_left_is_said_to_the_partner_with_what_the_contract_says(site: AccessSite) -> None:
    propose(site, local_action="Trois marches.")

    decide(site, "laisser")

    assert now(site) == site.contract
    assert "1 proposition tranchée" in mine(site)
    assert "Laissée" in mine(site)


def test_two_partners_on_one_field_are_put_together_with_the_words_of_each(site: AccessSite) -> None:
    propose(site, local_action="Trois marches par an, avec les bailleurs.")
    propose(site, "commenter", local_action="Deux marches par an, avec les habitants.")

    page = words(site.seat("owner").get(decisions(site)))
    decide(site, "reunir")

    assert "(ajouté) habitants. la CAF" in page
    assert now(site).profile.adaptations[OWN].local_action == "Trois marches par an, avec les habitants."
    assert site.store.versions.get(site.contract.id, now(site).version).author == (
        "Partner (saisi sur le site), la CAF (Commenter, saisi sur le site), repris par Owner"
    )
    assert "Réunie à d’autres" in mine(site)


def test_lines_of_means_of_two_partners_are_put_together(site: AccessSite) -> None:
    line = {"means_1_funder": "CAF : enfance", "means_1_amount": "12 000", "means_1_state": "requested"}
    propose(site, **line)
    propose(site, "commenter", means_1_kind="specific", means_1_funder="État", means_1_amount="5000")

    decide(site, "reunir")

    assert set(now(site).profile.adaptations[OWN].means) == {
        Means(MeansKind.COMMON_LAW, "CAF : enfance", 12_000, "", MeansState.REQUESTED),
        Means(MeansKind.SPECIFIC, "État", 5_000),
    }


def test_the_page_shows_what_one_proposes_and_saving_again_replaces_it(site: AccessSite) -> None:
    propose(site, local_action="Trois marches.", lead="L’État")

    shown = page_of(site.seat("partner").get(address(site)))
    propose(site, local_action="Six marches.")

    assert shown.fields["local_action"] == "Trois marches."
    assert "2 de vos propositions attendent" in shown.text.replace("\u00a0", " ")
    assert waiting(site) == {"local_action": (SENT, "Six marches."), "lead": ("la CAF", "L’État")}


def test_a_proposal_is_withdrawn_by_its_text_or_by_its_button_until_it_is_decided(site: AccessSite) -> None:
    propose(site, local_action="Trois marches.", lead="L’État")
    page = f"/profils/{site.contract.id}/mes-propositions"

    propose(site, local_action=SENT)
    by_text = waiting(site)
    client = site.seat("partner")
    fields = page_of(client.get(page)).fields
    client.post(page, data=fields)

    assert by_text == {"lead": ("la CAF", "L’État")}
    assert waiting(site) == {}
    propose(site, lead="L’État")
    fields = page_of(client.get(page)).fields
    decide(site, "laisser")
    assert "a déjà été tranchée" in words(client.post(page, data=fields, follow_redirects=True))


def test_one_withdraws_nothing_of_somebody_else(site: AccessSite) -> None:
    propose(site, local_action="Trois marches.")
    (one,) = site.store.returns.proposals(site.contract.id)
    client = site.seat("commenter")
    token = page_of(client.get(f"/profils/{site.contract.id}/mes-propositions")).fields["csrf_token"]

    number = one.id.removeprefix("site-")
    client.post(f"/profils/{site.contract.id}/mes-propositions", data={"csrf_token": token, "number": number})

    assert waiting(site) == {"local_action": (SENT, "Trois marches.")}


def test_two_pages_of_one_partner_write_nothing_over_unseen(site: AccessSite) -> None:
    client = site.seat("partner")
    first, second = (page_of(client.get(address(site))).fields for _ in range(2))
    client.post(address(site), data={**first, "local_action": "Trois marches.", "lead": "L’État"})

    answer = client.post(address(site), data={**second, "local_action": "Six marches."})
    page = page_of(answer)
    again = client.post(address(site), data=page.fields)

    assert answer.status_code == 409
    assert "Vos propositions ont changé entre-temps" in page.text
    assert "Trois marches." in page.text
    assert page.fields["local_action"] == "Six marches."
    assert again.status_code == 303
    assert waiting(site) == {"local_action": (SENT, "Six marches."), "lead": ("la CAF", "L’État")}


def test_what_the_partner_did_not_touch_is_not_proposed_though_the_contract_moved(site: AccessSite) -> None:
    client = site.seat("partner")
    fields = page_of(client.get(address(site))).fields
    moved = {OWN: Adaptation(local_action="Quatre marches par an, avec les bailleurs.", lead="la CAF")}
    site.store.save(
        site.contract.id, site.contract.version, replace(site.contract.profile, adaptations=moved)
    )

    answer = client.post(address(site), data={**fields, "deadline": "2028"})

    assert answer.status_code == 303
    assert waiting(site) == {"deadline": ("", "2028")}


def test_a_text_that_meets_one_of_today_is_a_conflict_of_the_page_of_decisions(site: AccessSite) -> None:
    client = site.seat("partner")
    fields = page_of(client.get(address(site))).fields
    moved = {OWN: Adaptation(local_action="Quatre marches par an, avec les bailleurs.", lead="la CAF")}
    site.store.save(
        site.contract.id, site.contract.version, replace(site.contract.profile, adaptations=moved)
    )
    client.post(address(site), data={**fields, "local_action": "Trois marches par an, avec les bailleurs."})

    page = words(site.seat("owner").get(decisions(site)))

    assert "Conflit" in page
    assert "Aujourd’hui Quatre marches par an" in page


def test_no_partner_says_that_it_is_agreed_or_leaves_a_clause_out(site: AccessSite) -> None:
    client = site.seat("partner")
    page = page_of(client.get(address(site)))
    assert "state" not in page.fields
    assert "included" not in page.fields

    forged = {"state": "drafted", "included": "non", "reason_excluded": "Sans objet.", "place": "historical"}
    client.post(address(site), data={**page.fields, **forged, "lead": "L’État"})

    assert waiting(site) == {"lead": ("la CAF", "L’État")}
    assert now(site) == site.contract


def test_a_commitment_of_the_contract_alone_has_its_words_proposed_too(site: AccessSite) -> None:
    give(site, "outsider", Scope(commitments=frozenset({"local-1"})))

    propose(site, "outsider", "local-1", text="Ouvrir deux lieux.", section="securite", deadline="2027")
    decide(site, "prendre")

    (local,) = now(site).profile.local_commitments
    assert (local.text, local.section, local.adaptation.deadline) == ("Ouvrir deux lieux.", "sante", "2027")


def test_the_commitments_of_an_organisation_are_those_that_the_contract_says_today(site: AccessSite) -> None:
    listed = f"/profils/{site.contract.id}/engagements?vue=les-miens"
    client = site.seat("commenter")
    before = words(client.get(listed))
    alone = replace(site.contract.profile, adaptations={})
    site.store.save(site.contract.id, site.contract.version, alone)

    page = page_of(client.get(address(site)))
    answer = client.post(address(site), data={**page.fields, "lead": "la CAF"})

    assert "Mes engagements (1)" in before
    assert "Mes engagements (0)" in words(client.get(listed))
    assert answer.status_code == 403


def test_a_decision_on_a_proposal_that_was_changed_meanwhile_is_refused(site: AccessSite) -> None:
    propose(site, local_action="Trois marches.")
    owner = site.seat("owner")
    page = page_of(owner.get(decisions(site)))
    fields = dict(page.fields)
    name, value = next(one for one in _choices(page) if one[1].startswith("prendre"))
    propose(site, local_action="Six marches.")

    answer = owner.post(decisions(site), data={**fields, name: value})

    assert answer.status_code == 422
    assert "Six" in words(answer)
    assert now(site) == site.contract


def test_a_login_that_expired_loses_nothing_of_a_proposal(site: AccessSite) -> None:
    client = site.seat("partner")
    fields = page_of(client.get(address(site))).fields
    site.store.accounts.set_password(site.accounts["partner"].id, KEPT)

    asked = client.post(address(site), data={**fields, "local_action": "Trois marches."})
    typed = {"email": "partner@ville.fr", "password": PASSWORD}
    resumed = client.post("/connexion", data={**page_of(asked).fields, **typed})
    client.post(address(site), data=page_of(resumed).fields)

    assert waiting(site) == {"local_action": (SENT, "Trois marches.")}


def test_what_was_proposed_stays_when_its_account_is_erased(site: AccessSite, store: Profiles) -> None:
    propose(site, local_action="Trois marches.")

    store.accounts.erase(site.accounts["partner"].id)

    assert [one.who for one in store.returns.proposals(site.contract.id)] == ["Partner"]


def test_the_page_of_a_commitment_outside_is_read_only(site: AccessSite) -> None:
    client: FlaskClient = site.seat("partner")

    answer = client.get(address(site, "interieur-2013-1-2"))
    page = page_of(answer)

    assert any(tag == "fieldset" and "disabled" in known for tag, known in page.elements)
    assert "Enregistrer" not in page.text
    assert "Vous proposez sur vos engagements" in words(answer)
