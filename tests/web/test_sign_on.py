"""Signing in by a provider of identities: who is let in, who is not, and what is never lost on the way."""

import base64
import hmac
import html
import json
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.access import totp
from app.access.openid import OpenIdProvider
from app.store.account_tables import ACCOUNTS, IDENTITIES, LOGINS
from tests.openid_provider import CLIENT, KEY, OTHER_KEY, Claims, Provider, running, signed, unsigned
from tests.web.access_site import PASSWORD, AccessSite, email_of, made, sign_in
from tests.web.pages import page_of

START, BACK = "/connexion/externe/1", "/connexion/externe/1/retour"


@pytest.fixture
def provider() -> Iterator[Provider]:
    with running() as provider:
        yield provider


@pytest.fixture
def site(app: Flask, provider: Provider) -> AccessSite:
    return with_provider(app, provider)


def with_provider(app: Flask, provider: Provider, **settings: Any) -> AccessSite:
    known = OpenIdProvider(provider.settings(**settings))
    services = app.extensions["contrat_de_ville"]
    app.extensions["contrat_de_ville"] = replace(services, providers={"1": known})
    return made(app)


def leave(client: FlaskClient, page: str = "/connexion", **sent: str) -> str:
    """Presses the button of the provider on a page: the address to which the person is led."""
    token = str(page_of(client.get(page)).fields["csrf_token"])
    answer = client.post(START, data={"csrf_token": token, **sent})
    return led_to(answer)


def led_to(answer: TestResponse) -> str:
    text = answer.get_data(as_text=True)
    found = re.search(r'http-equiv="refresh" content="0;url=([^"]+)"', text)
    assert found, text
    return html.unescape(found[1])


def come(client: FlaskClient, provider: Provider, page: str = "/connexion", **sent: str) -> TestResponse:
    """Goes to the provider and comes back: what the site answers."""
    return client.get(provider.visit(leave(client, page, **sent)))


def linked(site: AccessSite, kind: str, provider: Provider) -> None:
    site.store.identities.link(site.accounts[kind].id, provider.issuer, provider.person.sub)


def who(client: FlaskClient) -> str:
    """The address of who is signed in; nothing for nobody."""
    answer = client.get("/compte/donnees.json")
    return str(answer.get_json()["adresse"]) if answer.status_code == 200 else ""


def held(site: AccessSite) -> tuple[int, ...]:
    """How many accounts, identities and sessions there are."""
    with site.store.engine.begin() as connection:
        counts = [
            connection.scalar(select(func.count()).select_from(table))
            for table in (ACCOUNTS, IDENTITIES, LOGINS)
        ]
    return tuple(int(count or 0) for count in counts)


def test_the_login_page_leads_to_the_provider_with_what_it_knows_and_nothing_else(
    site: AccessSite, provider: Provider
) -> None:
    client = site.app.test_client()

    sent = {
        name: values[0]
        for name, values in parse_qs(urlsplit(leave(client)).query, strict_parsing=True).items()
    }

    assert sent.keys() == {"response_type", "client_id", "redirect_uri", "scope", "state", "nonce"}
    assert sent["scope"] == "openid email given_name usual_name siret"
    assert sent["redirect_uri"] == f"http://localhost{BACK}"
    assert min(len(sent["state"]), len(sent["nonce"])) >= 32
    assert sent["state"] != sent["nonce"]


def test_who_has_an_identity_is_signed_in_and_comes_to_the_page_that_was_asked_for(
    site: AccessSite, provider: Provider
) -> None:
    linked(site, "reader", provider)
    client = site.app.test_client()

    answer = come(client, provider, next=f"/profils/{site.contract.id}")

    assert answer.headers["Location"] == f"/profils/{site.contract.id}"
    assert who(client) == email_of("reader")
    assert client.get(f"/profils/{site.other.id}").status_code == 404


@pytest.mark.parametrize("elsewhere", ["https://pirate.example/", "//pirate.example", "/\\pirate.example"])
def test_a_provider_never_leads_elsewhere(site: AccessSite, provider: Provider, elsewhere: str) -> None:
    linked(site, "reader", provider)

    assert come(site.app.test_client(), provider, next=elsewhere).headers["Location"] == "/"


def forged_with_the_public_key(claims: Claims) -> str:
    """What joserfc does not do: the public key as a shared secret."""
    text = unsigned(claims, alg="HS256", kid=KEY.kid).removesuffix(".")
    digest = hmac.digest(KEY.as_pem(private=False), text.encode(), "sha256")
    return f"{text}.{base64.urlsafe_b64encode(digest).rstrip(b'=').decode()}"


NOW = time.time


BAD: dict[str, Callable[[Provider], object]] = {
    "alg none": lambda it: setattr(it, "sign", unsigned),
    "HS256 with the public key": lambda it: setattr(it, "sign", forged_with_the_public_key),
    "another key under the known id": lambda it: setattr(
        it, "sign", lambda said: signed(said, _passing_off())
    ),
    "another audience": lambda it: spoil(it, aud="autre"),
    "made for several, by another": lambda it: spoil(it, aud=[CLIENT, "autre"], azp="autre"),
    "another issuer": lambda it: spoil(it, iss="https://pirate.example"),
    "another nonce": lambda it: spoil(it, nonce="n" * 43),
    "no nonce": lambda it: setattr(it, "spoil", lambda said: said.pop("nonce")),
    "expired": lambda it: spoil(it, exp=int(NOW()) - 121),
    "no end": lambda it: setattr(it, "spoil", lambda said: said.pop("exp")),
    "issued in the future": lambda it: spoil(it, iat=int(NOW()) + 130),
    "no subject": lambda it: setattr(it, "spoil", lambda said: said.pop("sub")),
    "an empty subject": lambda it: spoil(it, sub=""),
    "userinfo without a signature": lambda it: setattr(it, "userinfo_type", "application/json"),
    "userinfo of alg none": lambda it: setattr(it, "sign_userinfo", unsigned),
    "userinfo of another subject": lambda it: setattr(
        it, "spoil_userinfo", lambda said: said.update(sub="x")
    ),
    "userinfo of another issuer": lambda it: setattr(it, "spoil_userinfo", lambda said: said.update(iss="x")),
    "userinfo for another audience": lambda it: setattr(
        it, "spoil_userinfo", lambda said: said.update(aud="x")
    ),
    "no token": lambda it: setattr(it, "sign", lambda _said: "x.y.z"),
}
"""What a forged answer is, by what is wrong with it."""


def spoil(provider: Provider, **claims: object) -> None:
    provider.spoil = lambda said: said.update(claims)


def _passing_off() -> Any:
    """A key of somebody else that bears the id of the known one."""
    return type(OTHER_KEY).import_key({**OTHER_KEY.as_dict(private=True), "kid": KEY.kid})


@pytest.mark.parametrize("wrong", BAD)
def test_an_answer_that_is_not_beyond_doubt_signs_nobody_in_and_changes_nothing(
    site: AccessSite, provider: Provider, wrong: str
) -> None:
    linked(site, "owner", provider)
    before, client = held(site), site.app.test_client()
    BAD[wrong](provider)

    answer = come(client, provider, next="/compte")

    assert answer.status_code == 403
    assert "n’a pas pu être vérifiée" in answer.get_data(as_text=True)
    assert 'name="password"' in answer.get_data(as_text=True)
    assert (who(client), held(site)) == ("", before)


@pytest.mark.parametrize("claims", [{"exp": -110}, {"iat": 110}])
def test_clocks_may_differ_by_two_minutes(
    site: AccessSite, provider: Provider, claims: dict[str, int]
) -> None:
    linked(site, "reader", provider)
    spoil(provider, **{name: int(NOW()) + seconds for name, seconds in claims.items()})
    client = site.app.test_client()

    come(client, provider)

    assert who(client) == email_of("reader")


def test_an_answer_is_good_once(site: AccessSite, provider: Provider) -> None:
    linked(site, "reader", provider)
    client = site.app.test_client()
    back = provider.visit(leave(client))
    client.get(back)
    before = held(site)

    again = client.get(back)

    assert again.status_code == 400
    assert "n’est plus valable" in again.get_data(as_text=True)
    assert held(site) == before


def test_a_code_is_good_once(site: AccessSite, provider: Provider) -> None:
    linked(site, "reader", provider)
    client = site.app.test_client()
    used = parse_qs(urlsplit(provider.visit(leave(client))).query)
    client.get(f"{BACK}?code={used['code'][0]}&state={used['state'][0]}")
    before = held(site)
    fresh = parse_qs(urlsplit(provider.visit(leave(client, "/compte"))).query)

    answer = client.get(f"{BACK}?code={used['code'][0]}&state={fresh['state'][0]}")

    assert answer.status_code == 403
    assert held(site) == before


def test_an_answer_is_taken_in_the_browser_that_left_and_in_no_other(
    site: AccessSite, provider: Provider
) -> None:
    linked(site, "reader", provider)
    back = provider.visit(leave(site.app.test_client()))
    victim = site.app.test_client()
    leave(victim)

    assert victim.get(back).status_code == 400
    assert who(victim) == ""


@pytest.mark.parametrize("more", ["&state=x", "&code=x", "&iss=https://pirate.example", "&iss=x&iss=y"])
def test_what_is_said_twice_or_by_another_issuer_is_not_believed(
    site: AccessSite, provider: Provider, more: str
) -> None:
    linked(site, "reader", provider)
    client = site.app.test_client()
    back = provider.visit(leave(client))
    back = re.sub(r"&iss=[^&]*", "", back) if more.count("iss") == 1 else back

    answer = client.get(back + more)

    assert answer.status_code in {400, 403} or more == "&iss=x&iss=y"
    assert who(client) == "" or more == "&iss=x&iss=y"


@pytest.mark.parametrize(("error", "status"), [("access_denied", 403), ("Y000400", 403)])
def test_what_the_provider_refuses_is_said_in_a_sentence(
    site: AccessSite, provider: Provider, error: str, status: int
) -> None:
    provider.error = error
    client = site.app.test_client()

    answer = come(client, provider, next="/compte")

    assert answer.status_code == status
    assert page_of(answer).fields["next"] == "/compte"
    assert "n’a pas donné votre identité" in answer.get_data(as_text=True)


def test_two_tabs_each_come_back_to_their_own_page(site: AccessSite, provider: Provider) -> None:
    linked(site, "reader", provider)
    client = site.app.test_client()
    first = leave(client, next="/aide")
    second = leave(client, next="/compte")

    answers = [client.get(provider.visit(address)) for address in (first, second)]

    assert [answer.headers["Location"] for answer in answers] == ["/aide", "/compte"]


def test_an_address_that_an_account_has_is_linked_once_its_password_was_given(
    site: AccessSite, provider: Provider
) -> None:
    provider.person.email = "Owner@ville.fr"
    client = site.app.test_client()

    arrived = come(client, provider, next="/compte").headers["Location"]
    looked = client.get(arrived)
    fields = page_of(looked).fields
    wrong = client.post(arrived, data={**fields, "password": "faux mot de passe"})
    before = (who(client), site.store.identities.issuers_of(site.accounts["owner"].id))
    right = client.post(arrived, data={**fields, "password": PASSWORD})

    assert "owner@ville.fr" in looked.get_data(as_text=True)
    assert (wrong.status_code, before) == (422, ("", ()))
    assert right.headers["Location"] == "/compte"
    assert who(client) == email_of("owner")
    assert who_comes_next(site, provider) == email_of("owner")


def who_comes_next(site: AccessSite, provider: Provider) -> str:
    client = site.app.test_client()
    come(client, provider)
    return who(client)


def test_an_account_with_a_code_is_linked_with_it(site: AccessSite, provider: Provider) -> None:
    owner, secret = site.accounts["owner"], totp.new_secret()
    site.store.accounts.set_totp(owner.id, secret)
    provider.person.email = owner.email
    client = site.app.test_client()

    arrived = come(client, provider).headers["Location"]
    fields = page_of(client.get(arrived)).fields
    without = client.post(arrived, data={**fields, "password": PASSWORD})
    code = totp.code_at(secret, int(site.store.now().timestamp()) // totp.STEP)
    right = client.post(arrived, data={**fields, "password": PASSWORD, "code": code})

    assert (without.status_code, right.status_code) == (422, 303)


def test_the_code_of_an_account_is_asked_for_unless_the_provider_asked_for_a_second_factor(
    site: AccessSite, provider: Provider
) -> None:
    owner, secret = site.accounts["owner"], totp.new_secret()
    site.store.accounts.set_totp(owner.id, secret)
    linked(site, "owner", provider)
    client = site.app.test_client()

    arrived = come(client, provider, next="/compte").headers["Location"]
    fields, nobody = page_of(client.get(arrived)).fields, who(client)
    wrong = client.post(arrived, data={**fields, "code": "000000"})
    code = totp.code_at(secret, int(site.store.now().timestamp()) // totp.STEP)
    right = client.post(arrived, data={**fields, "code": code})
    provider.person.amr = ["pwd", "mfa"]

    assert (nobody, wrong.status_code, right.headers["Location"]) == ("", 422, "/compte")
    assert who_comes_next(site, provider) == email_of("owner")


def test_an_address_that_changed_at_the_provider_changes_no_account(
    site: AccessSite, provider: Provider
) -> None:
    linked(site, "reader", provider)
    provider.person.email = email_of("owner")
    client = site.app.test_client()

    come(client, provider)
    page = client.get("/compte").get_data(as_text=True)

    assert who(client) == email_of("reader")
    assert "Votre compte garde la sienne" in page
    assert site.store.accounts.find(email_of("owner")) is not None


def test_a_closed_account_comes_in_no_more(site: AccessSite, provider: Provider) -> None:
    linked(site, "reader", provider)
    site.store.accounts.close(site.accounts["reader"].id)
    client = site.app.test_client()

    answer = come(client, provider)

    assert answer.status_code == 403
    assert "Votre compte sur ce site est fermé" in answer.get_data(as_text=True)
    assert who(client) == ""


def test_who_has_no_account_is_told_whom_to_ask(site: AccessSite, provider: Provider) -> None:
    client, before = site.app.test_client(), held(site)

    arrived = client.get(come(client, provider).headers["Location"])

    assert arrived.status_code == 403
    assert "Vous n’avez pas de compte sur ce site" in arrived.get_data(as_text=True)
    assert held(site) == before


@pytest.mark.parametrize("email", ["", "jeanne.petit@agglo.fr", "une.autre@agglo.fr"])
def test_who_is_invited_comes_with_an_account_of_that_address(
    site: AccessSite, provider: Provider, email: str
) -> None:
    token = site.store.shares.invite(site.contract.id, "editor", email, site.accounts["owner"].id)
    link, client = f"/invitation/{token}", site.app.test_client()

    arrived = come(client, provider, link, next=link).headers["Location"]
    looked = client.get(arrived)
    if email == "une.autre@agglo.fr":
        assert looked.status_code == 403
        return
    made_one = client.post(arrived, data=page_of(looked).fields)
    accepted = client.post(link, data=page_of(client.get(link)).fields)

    assert made_one.headers["Location"] == link
    assert accepted.status_code == 303
    account = site.store.accounts.find(provider.person.email)
    assert account is not None
    assert (account.name, account.has_password) == ("Jeanne Petit", False)
    assert client.get(f"/profils/{site.contract.id}").status_code == 200


def test_a_provider_may_bring_whoever_it_knows_without_any_contract(app: Flask, provider: Provider) -> None:
    site = with_provider(app, provider, takes_new_people=True)
    client = site.app.test_client()

    arrived = come(client, provider).headers["Location"]
    client.post(arrived, data=page_of(client.get(arrived)).fields)

    assert who(client) == provider.person.email
    assert client.get(f"/profils/{site.contract.id}").status_code == 404


SIRET, OTHER_SIRET = "20005922800011", "77568501900073"


def test_the_organisation_that_one_comes_for_is_confirmed_by_an_administrator(
    site: AccessSite, provider: Provider
) -> None:
    linked(site, "reader", provider)
    reader, known = site.accounts["reader"], site.store
    caf = known.organisations.create("CAF", OTHER_SIRET)
    administrator = site.browser("administrator")
    here = "/administration/organismes/demandes"

    for provider.person.siret in (SIRET, OTHER_SIRET, SIRET):
        come(site.app.test_client(), provider)
    asked = administrator.get(here).get_data(as_text=True)
    nobody_yet = known.organisations.members(caf)
    token = page_of(administrator.get(here)).fields["csrf_token"]
    answers = [
        administrator.post(
            here,
            data={
                "csrf_token": token,
                "done": done,
                "key": str(reader.id),
                "siret": siret,
                "name": name,
            },
        ).status_code
        for done, siret, name in (
            ("confirm", SIRET, ""),
            ("confirm", SIRET, "Grand Paris Sud"),
            ("confirm", OTHER_SIRET, ""),
            ("confirm", OTHER_SIRET, ""),
        )
    ]

    assert (asked.count(SIRET + "\u202f;"), asked.count(OTHER_SIRET + "\u202f;"), nobody_yet) == (
        1,
        1,
        frozenset(),
    )
    assert answers == [409, 303, 303, 409]
    members = {one.siret: one.members for one in known.organisations.all()}
    assert members == {SIRET: ("Reader",), OTHER_SIRET: ("Reader",)}


def test_a_refused_organisation_is_not_proposed_again(site: AccessSite, provider: Provider) -> None:
    linked(site, "reader", provider)
    provider.person.siret = SIRET
    come(site.app.test_client(), provider)

    site.store.identities.refuse(site.accounts["reader"].id, SIRET, None)
    come(site.app.test_client(), provider)

    assert site.store.identities.requests() == ()


def test_what_was_sent_when_a_session_ended_comes_back_with_the_person(
    site: AccessSite, provider: Provider
) -> None:
    linked(site, "owner", provider)
    client = site.browser("owner")
    here = f"/profils/{site.contract.id}/renommer"
    fields = page_of(client.get(here)).fields
    site.store.logins.close_others(site.accounts["owner"].id, "", None)

    expired = client.post(here, data={**fields, "name": "Le nom que l’on avait tapé"})
    waiting = page_of(expired).fields
    back = led_to(
        client.post(START, data={name: str(waiting[name]) for name in ("csrf_token", "next", "kept")})
    )
    arrived = client.get(provider.visit(back)).headers["Location"]
    resumed = page_of(client.get(arrived))
    again = client.post(here, data=resumed.fields)

    assert expired.status_code == 401
    assert "Le nom que l’on avait tapé" in resumed.text
    assert again.status_code == 303
    assert site.store.get(site.contract.id).profile.name == "Le nom que l’on avait tapé"
    assert site.app.test_client().get(arrived).status_code == 410


def test_what_was_sent_stays_on_the_page_when_the_provider_fails(
    site: AccessSite, provider: Provider
) -> None:
    client = site.app.test_client()
    kept = json.dumps([["name", "Le nom que l’on avait tapé"]])
    provider.error = "server_error"

    answer = come(client, provider, next="/compte", kept=kept)

    assert json.loads(str(page_of(answer).fields["kept"])) == [["name", "Le nom que l’on avait tapé"]]


def test_too_much_that_waits_is_refused_with_all_of_it_on_the_page(
    site: AccessSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.store.sign_ons.MOST_KEPT", 20)
    client, kept = site.app.test_client(), json.dumps([["name", "n" * 30]])
    token = str(page_of(client.get("/connexion")).fields["csrf_token"])

    answer = client.post(START, data={"csrf_token": token, "kept": kept})

    assert answer.status_code == 503
    assert page_of(answer).fields["kept"] == kept


def test_a_provider_that_is_down_is_said_and_a_password_still_opens(
    site: AccessSite, provider: Provider
) -> None:
    provider.described = {"issuer": "https://pirate.example"}
    client = site.app.test_client()
    token = str(page_of(client.get("/connexion")).fields["csrf_token"])

    answer = client.post(START, data={"csrf_token": token, "next": "/compte"})

    assert answer.status_code == 503
    assert "ProConnect ne permet pas de se connecter pour l’instant" in answer.get_data(as_text=True)
    assert (
        client.post(
            "/connexion", data={**page_of(answer).fields, "email": email_of("owner"), "password": PASSWORD}
        ).headers["Location"]
        == "/compte"
    )


def test_nobody_is_led_to_a_provider_by_the_page_of_another_site(site: AccessSite) -> None:
    client = site.app.test_client()

    answer = client.post(START, data={"next": "/compte"})

    assert answer.status_code == 400
    assert client.get("/connexion/externe/2/retour").status_code == 404


def test_who_signs_out_is_led_to_the_end_of_the_session_there(site: AccessSite, provider: Provider) -> None:
    linked(site, "reader", provider)
    client = site.app.test_client()
    come(client, provider)
    token = str(page_of(client.get("/compte")).fields["csrf_token"])

    away = led_to(client.post("/deconnexion", data={"csrf_token": token}))
    sent = parse_qs(urlsplit(away).query)
    back = provider.visit(away)
    ended = client.get(back, follow_redirects=True).get_data(as_text=True)
    forged = client.get("/deconnexion/retour?state=x", follow_redirects=True).get_data(as_text=True)

    assert who(client) == ""
    assert sent["id_token_hint"][0].count(".") == 2
    assert sent["post_logout_redirect_uri"] == ["http://localhost/deconnexion/retour"]
    assert len(sent["state"][0]) >= 32
    assert "vous a déconnecté aussi" in ended
    assert "vous a déconnecté aussi" not in forged


def test_a_provider_confirms_who_one_is_in_the_place_of_the_password(
    site: AccessSite, provider: Provider
) -> None:
    linked(site, "owner", provider)
    client = site.browser("owner")
    with site.store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE logins SET confirmed_at = '2020-01-01T00:00:00.000000+00:00'")
    here = f"/profils/{site.contract.id}/partage"

    asked = client.get(here).headers["Location"]
    provider.person.sub = "une autre"
    other = come(client, provider, asked, next=here)
    provider.person.sub = "4f1c"
    confirmed = come(client, provider, asked, next=here)

    assert asked.startswith("/connexion/confirmer")
    assert (other.status_code, confirmed.headers["Location"]) == (403, here)
    assert client.get(here).status_code == 200


def test_one_links_and_sets_apart_ones_account(site: AccessSite, provider: Provider) -> None:
    client = site.browser("owner")
    token = str(page_of(client.get("/compte")).fields["csrf_token"])

    away = led_to(client.post("/compte/identites/1", data={"csrf_token": token}))
    client.get(provider.visit(away))
    once = who_comes_next(site, provider)
    page = page_of(client.get("/compte"))
    fields = page.fields
    client.post("/compte/identites", data={"csrf_token": token, "issuer": fields["issuer"]})

    assert "Votre compte est relié à ProConnect" in page.text
    assert "Relier ce compte" not in page.text
    assert (once, who_comes_next(site, provider)) == (email_of("owner"), "")


def test_an_identity_is_that_of_one_account(site: AccessSite, provider: Provider) -> None:
    linked(site, "reader", provider)
    client = site.browser("owner")
    token = str(page_of(client.get("/compte")).fields["csrf_token"])

    away = led_to(client.post("/compte/identites/1", data={"csrf_token": token}))
    page = client.get(provider.visit(away), follow_redirects=True).get_data(as_text=True)

    assert "déjà celle d’un autre compte" in page
    assert site.store.identities.issuers_of(site.accounts["owner"].id) == ()


def test_an_account_without_a_password_keeps_its_only_way_in(app: Flask, provider: Provider) -> None:
    site = with_provider(app, provider, takes_new_people=True)
    client = site.app.test_client()
    arrived = come(client, provider).headers["Location"]
    client.post(arrived, data=page_of(client.get(arrived)).fields)
    fields = page_of(client.get("/compte")).fields

    client.post("/compte/identites", data={"csrf_token": fields["csrf_token"], "issuer": fields["issuer"]})

    assert who_comes_next(site, provider) == provider.person.email


@pytest.mark.parametrize(("acr", "status"), [("eidas2", 303), ("", 303), ("eidas1", 403)])
def test_a_level_is_asked_for_where_it_is_configured_and_not_waited_for_where_there_is_none(
    app: Flask, provider: Provider, acr: str, status: int
) -> None:
    site = with_provider(app, provider, acr=("eidas2", "eidas3"))
    linked(site, "reader", provider)
    provider.person.acr = acr

    assert come(site.app.test_client(), provider).status_code == status
    assert json.loads(provider.asked[0]["claims"])["id_token"] == {
        "amr": {"essential": True},
        "acr": {"essential": True, "values": ["eidas2", "eidas3"]},
    }


def test_without_a_provider_the_login_page_is_as_before(app: Flask) -> None:
    site = made(app)
    page = site.app.test_client().get("/connexion").get_data(as_text=True)

    assert "S’identifier avec" not in page
    assert sign_in(site.app.test_client(), email_of("owner")).status_code == 303
