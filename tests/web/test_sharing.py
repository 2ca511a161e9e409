"""« Partage »: a role on the whole contract, or on a part of it; and what its holder is told."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.access import Role, Scope
from app.domain.assembly import assemble
from app.domain.profile import Adaptation
from tests.web.access_site import OWN, AccessSite, made
from tests.web.pages import page_of

OTHER = "interieur-2013-1-2"


@pytest.fixture
def site(app: Flask) -> AccessSite:
    site = made(app)
    profile = replace(site.contract.profile, adaptations={OTHER: Adaptation(lead="la CAF")})
    site.contract = site.store.save(site.contract.id, site.contract.version, profile)
    return site


def send(site: AccessSite, done: str, **typed: str) -> TestResponse:
    client, address = site.seat("owner"), f"/profils/{site.contract.id}/partage"
    token = page_of(client.get(address)).fields["csrf_token"]
    sent = {"csrf_token": token, "done": done, "role": "editor", "part": "", "numbers": ""}
    return client.post(address, data={**sent, **typed}, follow_redirects=True)


def words(answer: TestResponse) -> str:
    return " ".join(page_of(answer).text.replace("\u00a0", " ").replace("\u202f", " ").split())


def part_of(site: AccessSite, kind: str) -> set[Scope]:
    account = site.accounts[kind].id
    return {one.scope for one in site.store.shares.of_contract(site.contract.id) if one.account == account}


def test_an_invitation_gives_a_part_to_who_accepts_it(site: AccessSite) -> None:
    caf = site.store.organisations.create("CAF", "", "caf")

    made_page = send(site, "invite", email="outsider@ville.fr", part=str(caf))
    link = next(word for word in words(made_page).split() if "/invitation/" in word)
    outsider = site.seat("outsider")
    shown = outsider.get(link)
    accepted = outsider.post(link, data=page_of(shown).fields, follow_redirects=True)

    assert "comme rédacteur, sur les engagements de CAF, pilote ou associé." in words(shown)
    assert "Vous avez accès à « Grand Paris Sud » (rédacteur, sur les engagements de CAF" in words(accepted)
    assert part_of(site, "outsider") == {Scope(carrier=caf)}
    assert "Les engagements de CAF, pilote ou associé" in words(send(site, "cancel"))
    mine = words(outsider.get(f"/profils/{site.contract.id}/engagements?vue=les-miens"))
    assert "Mes engagements (1)" in mine


def test_a_part_is_some_commitments_by_their_numbers(site: AccessSite) -> None:
    caf = site.store.organisations.create("CAF")
    catalogue = site.app.extensions["contrat_de_ville"].catalogue
    number = assemble(catalogue, site.contract.profile).numbers[OTHER]

    given = send(site, "give", organisation=str(caf), numbers=f" {number} ;")
    unknown = send(site, "give", organisation=str(caf), numbers=f"{number}, 99999")

    shares = site.store.shares.of_contract(site.contract.id)
    (share,) = [one for one in shares if one.organisation == caf]
    assert (share.role, share.scope) == (Role.EDITOR, Scope(commitments=frozenset({OTHER})))
    assert f"L’engagement {number}" in words(given)
    assert unknown.status_code == 422
    assert "« 99999 » n’est le numéro d’aucun engagement" in words(unknown)


@pytest.mark.parametrize("role", ["owner", "reader"])
def test_one_owns_or_reads_the_whole_alone(site: AccessSite, role: str) -> None:
    caf = site.store.organisations.create("CAF")

    answer = send(site, "invite", email="a@caf.fr", role=role, part=str(caf))

    assert answer.status_code == 422
    assert "choisissez l’un des deux, ou tout le contrat" in words(answer)
    assert 'value="a@caf.fr"' in answer.get_data(as_text=True)
    assert site.store.shares.invitations(site.contract.id) == ()


def test_an_account_speaks_for_its_organisation_without_being_asked(site: AccessSite) -> None:
    caf = site.store.organisations.create("Caisse d’allocations familiales", "", "caf")
    site.store.organisations.set_members(caf, [site.accounts["editor"].id])
    partners = (*site.contract.profile.partners, "caf")
    saved = site.store.save(
        site.contract.id, site.contract.version, replace(site.contract.profile, partners=partners)
    )
    editor = site.seat("editor")

    home = words(editor.get(f"/profils/{saved.id}"))
    everywhere = words(editor.get("/mes-engagements"))
    asked = page_of(editor.get(f"/profils/{saved.id}/mon-organisme"))
    editor.post(f"/profils/{saved.id}/mon-organisme", data={**asked.fields, "speaks_for": ""})

    assert "allocations familiales (CAF) : 1, dont 1 à écrire" in home
    assert "Au nom de : Caisse d’allocations familiales" in everywhere
    assert asked.fields["speaks_for"] == "caf"
    assert "allocations familiales" not in words(editor.get("/mes-engagements"))


def test_who_else_has_the_page_open_is_said_when_it_opens_and_when_it_asks(site: AccessSite) -> None:
    address = f"/profils/{site.contract.id}/engagements/{OWN}"
    owner, editor = site.seat("owner"), site.seat("editor")

    alone = page_of(owner.get(address))
    both = words(editor.get(address))
    line = next(known["data-presence"] for _, known in alone.elements if "data-presence" in known)

    assert "aussi cette page ouverte" not in alone.text
    assert "Owner a aussi cette page ouverte." in both
    assert owner.get(line).json == {"said": "Editor a aussi cette page ouverte."}
    assert site.seat("outsider").get(line).status_code == 404
    assert owner.get(f"/profils/{site.contract.id}/presence?page=/profils/9/x").json == {"said": ""}


def test_a_page_that_asks_alone_does_not_make_a_session_last(site: AccessSite) -> None:
    owner, account = site.seat("owner"), site.accounts["owner"].id
    before = (site.store.now() - timedelta(minutes=5)).isoformat(timespec="microseconds")
    with site.store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE logins SET seen_at = ?", (before,))

    asked = owner.get(f"/profils/{site.contract.id}/presence")
    alone = site.store.logins.of_account(account)[0].seen_at.isoformat(timespec="microseconds")
    owner.get(f"/profils/{site.contract.id}")

    assert asked.status_code == 200
    assert alone == before
    assert site.store.logins.of_account(account)[0].seen_at.isoformat(timespec="microseconds") > before
