"""What is asked of a provider of identities: by the way out of the environment, bounded, and verified."""

import json
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc.jwk import RSAKey

from app.access.identity import Attempt, ProviderSettings, ProviderUnavailable
from app.access.openid import OpenIdProvider
from tests.openid_provider import OTHER_KEY, Provider, running, signed
from tests.territories.official_server import Answer, Authority, OfficialServer, Write

ISSUER = "https://ailleurs.example.org/realms/agglo"
DISCOVERY = f"{ISSUER}/.well-known/openid-configuration"
ATTEMPT = Attempt("s" * 43, "n" * 43, "v" * 64, "http://localhost/connexion/externe/1/retour")


@pytest.fixture
def provider() -> Iterator[Provider]:
    with running() as provider:
        yield provider


def described(**other: object) -> Answer:
    places = {name: f"{ISSUER}/{name}" for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")}
    return Answer(json.dumps({"issuer": ISSUER, **places, **other}).encode())


def far(seconds: float = 5, **other: Any) -> OpenIdProvider:
    """A provider that is elsewhere, behind the proxy of the environment."""
    settings = ProviderSettings("1", "Agglo", DISCOVERY, "contrats", "secret", **other)
    return OpenIdProvider(settings, seconds=seconds)


def refusal(known: OpenIdProvider) -> str:
    with pytest.raises(ProviderUnavailable) as refused:
        known.authorization_address(ATTEMPT)
    return str(refused.value)


def test_the_proxy_and_the_authority_of_the_environment_lead_to_the_provider(
    official: OfficialServer,
) -> None:
    official.answers[DISCOVERY] = described()

    address = far().authorization_address(ATTEMPT)

    assert official.connected == ["ailleurs.example.org:443"]
    assert address.startswith(f"{ISSUER}/authorization_endpoint?response_type=code&client_id=contrats&")
    assert parse_qs(urlsplit(address).query)["scope"] == ["openid email profile"]


def test_an_authority_that_the_environment_does_not_know_is_refused(
    official: OfficialServer, monkeypatch: pytest.MonkeyPatch, authority: Authority
) -> None:
    official.answers[DISCOVERY] = described()
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")

    assert "son certificat n’est pas reconnu par ce serveur (SSL_CERT_FILE)" in refusal(far())
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.bundle))
    assert far().authorization_address(ATTEMPT)


def test_a_description_is_asked_for_once(official: OfficialServer) -> None:
    official.answers[DISCOVERY] = described()
    known = far()

    for _ in range(3):
        known.authorization_address(ATTEMPT)

    assert official.asked == [DISCOVERY]


def test_pkce_is_sent_where_it_is_configured(official: OfficialServer) -> None:
    official.answers[DISCOVERY] = described()

    sent = parse_qs(urlsplit(far(uses_pkce=True).authorization_address(ATTEMPT)).query)

    assert sent["code_challenge_method"] == ["S256"]
    assert len(sent["code_challenge"][0]) == 43


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (described(issuer="https://pirate.example"), "un autre émetteur"),
        (described(token_endpoint="http://ailleurs.example.org/token"), "token_endpoint"),
        (described(jwks_uri="https://nom:mot@ailleurs.example.org/"), "jwks_uri"),
        (described(authorization_endpoint=""), "authorization_endpoint"),
        (described(end_session_endpoint="javascript:alert(1)"), "end_session_endpoint"),
        (Answer(b"[]"), "ne se lit pas"),
        (Answer(b"[" * 100_000), "ne se lit pas"),
        (Answer(status=302, headers={"Location": "https://www.data.gouv.fr/"}), "réponse 302"),
        (Answer(status=503), "réponse 503"),
        (Answer(b"x" * 1_000_001), "trop longue"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_answer_that_is_not_a_description_is_said(
    official: OfficialServer, answer: Answer, why: str
) -> None:
    official.answers[DISCOVERY] = answer

    assert why in refusal(far())
    assert official.asked == [DISCOVERY]


def test_a_provider_that_sends_a_letter_at_a_time_is_given_up_in_time(official: OfficialServer) -> None:
    def trickle(write: Write) -> None:
        while not official.over.wait(0.02):
            write(b"x")

    official.answers[DISCOVERY] = Answer(stream=trickle)

    assert "pas de réponse entière en 0.3 secondes" in refusal(far(seconds=0.3))


def test_people_who_wait_for_a_slow_provider_leave_the_others_their_turn(provider: Provider) -> None:
    known = OpenIdProvider(provider.settings())
    for _ in range(6):
        known._turns.acquire()

    assert "trop de connexions l’attendent déjà" in refusal(known)


def came_back(provider: Provider, known: OpenIdProvider) -> Any:
    back = parse_qs(urlsplit(provider.visit(known.authorization_address(ATTEMPT))).query)
    return known.identify(back["code"][0], back["iss"][0], ATTEMPT)


def test_keys_that_were_changed_are_asked_for_again(provider: Provider) -> None:
    known = OpenIdProvider(provider.settings())
    came_back(provider, known)
    provider.keys = [OTHER_KEY]
    provider.sign = provider.sign_userinfo = lambda claims: signed(claims, OTHER_KEY)

    came_back(provider, known)
    came_back(provider, known)

    assert provider.served.count("/api/v2/jwks") == 2


def test_rsa_signs_as_well_and_tells_who_it_is(provider: Provider) -> None:
    key = RSAKey.generate_key(2048, {"use": "sig"}, auto_kid=True)
    provider.keys.append(key)
    provider.sign = lambda claims: signed(claims, key, "RS256")
    provider.person.siret = "200 059 228 00011"

    found = came_back(provider, OpenIdProvider(provider.settings()))

    assert (found.issuer, found.subject) == (provider.issuer, "4f1c")
    assert (found.email, found.name, found.siret) == (provider.person.email, "Jeanne Petit", "20005922800011")
    assert not found.has_second_factor


def test_an_address_in_the_signed_id_token_spares_the_userinfo(provider: Provider) -> None:
    """Keycloak and others sign the address there, and send their userinfo without a signature."""
    more = {"email": "a@agglo.fr", "given_name": "Ana", "family_name": "Roy", "amr": ["mfa"]}
    provider.spoil = lambda claims: claims.update(more)
    provider.userinfo_type = "application/json"

    found = came_back(provider, OpenIdProvider(provider.settings()))

    assert (found.email, found.name, found.has_second_factor) == ("a@agglo.fr", "Ana Roy", True)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda claims: claims.update(email=["a"], name=7, siret=None),
        lambda claims: claims.update(email="e" * 900),
    ],
)
def test_what_is_no_text_or_too_long_is_not_taken(provider: Provider, spoil: Callable[[Any], None]) -> None:
    provider.spoil_userinfo = spoil

    assert came_back(provider, OpenIdProvider(provider.settings())).email == ""
