"""The settings of providers, of a proxy with a header and of mail: read, or refused with the variable."""

from pathlib import Path

import pytest

from app.settings import ConfigRefused
from app.settings.config import Settings, read_settings
from app.settings.mail import MailSettings, Security

DISCOVERY = "https://id.agglo.fr/realms/a/.well-known/openid-configuration"
ONE = {
    "OIDC_DISCOVERY_URL": DISCOVERY,
    "OIDC_CLIENT_ID": "contrats",
    "OIDC_CLIENT_SECRET": "secret-de-client",
}
MAIL = {"SMTP_HOST": "courriel.ville.fr", "SMTP_SENDER": "ne-pas-repondre@ville.fr"}


def read(tmp_path: Path, variables: dict[str, str]) -> Settings:
    return read_settings({"CONTRAT_INSTANCE": str(tmp_path), **variables})


def test_nothing_signs_people_in_or_sends_mail_unless_it_is_configured(tmp_path: Path) -> None:
    settings = read(tmp_path, {})

    assert (settings.providers, settings.mail, settings.sso) == ((), None, None)


def test_several_providers_are_read_and_keep_their_secrets(tmp_path: Path) -> None:
    second = {name.replace("OIDC_", "OIDC_2_"): value for name, value in ONE.items()}
    more = {"OIDC_NAME": "ProConnect", "OIDC_ACR": "eidas2, eidas3", "OIDC_2_PKCE": "oui"}

    settings = read(tmp_path, {**ONE, **second, **more, "OIDC_2_NEW_ACCOUNTS": "oui"})

    first, other = settings.providers
    assert (first.key, first.name, first.acr, first.uses_pkce) == (
        "1",
        "ProConnect",
        ("eidas2", "eidas3"),
        False,
    )
    assert (other.key, other.name, other.uses_pkce, other.takes_new_people) == (
        "2",
        "id.agglo.fr",
        True,
        True,
    )
    assert "secret-de-client" not in repr(settings)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"OIDC_DISCOVERY_URL": "http://id.agglo.fr/.well-known/openid-configuration"}, "OIDC_DISCOVERY_URL"),
        ({"OIDC_DISCOVERY_URL": "https://id.agglo.fr/"}, "OIDC_DISCOVERY_URL"),
        ({"OIDC_CLIENT_ID": ""}, "OIDC_CLIENT_ID"),
        ({"OIDC_CLIENT_SECRET": ""}, "OIDC_CLIENT_SECRET"),
        ({"OIDC_NAME": "n" * 201}, "OIDC_NAME"),
        ({"OIDC_SCOPE": "email"}, "OIDC_SCOPE"),
        ({"OIDC_PKCE": "peut-être"}, "OIDC_PKCE"),
        ({"OIDC_2_NAME": "Autre"}, "OIDC_2_DISCOVERY_URL"),
    ],
)
def test_a_provider_that_cannot_be_used_is_refused(
    tmp_path: Path, changed: dict[str, str], said: str
) -> None:
    with pytest.raises(ConfigRefused, match=f"^{said} : "):
        read(tmp_path, {**ONE, **changed})


def test_without_its_library_a_provider_is_refused_with_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)

    with pytest.raises(ConfigRefused, match=r"locks/oidc\.txt"):
        read(tmp_path, ONE)


def test_mail_goes_out_encrypted_unless_it_is_said_otherwise(tmp_path: Path) -> None:
    sender = MAIL["SMTP_SENDER"]

    known = read(tmp_path, MAIL).mail
    other = read(tmp_path, {**MAIL, "SMTP_SECURITY": "tls"}).mail

    assert known == MailSettings("courriel.ville.fr", 587, sender, Security.STARTTLS)
    assert other == MailSettings("courriel.ville.fr", 465, sender, Security.TLS)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"SMTP_HOST": ""}, "SMTP_SENDER"),
        ({"SMTP_HOST": "courriel.ville.fr/x"}, "SMTP_HOST"),
        ({"SMTP_SENDER": ""}, "SMTP_SENDER"),
        ({"SMTP_SENDER": "a@b.fr\nBcc: c@d.fr"}, "SMTP_SENDER"),
        ({"SMTP_PORT": "0"}, "SMTP_PORT"),
        ({"SMTP_SECURITY": "ssl"}, "SMTP_SECURITY"),
        ({"SMTP_USER": "u"}, "SMTP_USER, SMTP_PASSWORD"),
        ({"SMTP_USER": "u", "SMTP_PASSWORD": "p", "SMTP_SECURITY": "aucune"}, "SMTP_SECURITY"),
    ],
)
def test_mail_that_cannot_be_sent_is_refused(tmp_path: Path, changed: dict[str, str], said: str) -> None:
    with pytest.raises(ConfigRefused, match=f"^{said} : "):
        read(tmp_path, {**MAIL, **changed})


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"SSO_HEADER": "X-Remote-User"}, "TRUSTED_PROXIES"),
        ({"SSO_HEADER": "X-Remote-User", "PROXY_COUNT": "1", "TRUSTED_HOSTS": "a.fr"}, "TRUSTED_PROXIES"),
        ({"SSO_HEADER": "X-Remote-User", "TRUSTED_PROXIES": "nginx"}, "TRUSTED_PROXIES"),
        ({"SSO_HEADER": "X-Remote-User", "TRUSTED_PROXIES": "0.0.0.0/0"}, "TRUSTED_PROXIES"),
        ({"SSO_HEADER": "Cookie", "TRUSTED_PROXIES": "127.0.0.1"}, "SSO_HEADER"),
        ({"SSO_HEADER": "X-Forwarded-For", "TRUSTED_PROXIES": "127.0.0.1"}, "SSO_HEADER"),
        ({"SSO_HEADER": "X Remote", "TRUSTED_PROXIES": "127.0.0.1"}, "SSO_HEADER"),
    ],
)
def test_a_header_that_anybody_could_send_is_refused(
    tmp_path: Path, variables: dict[str, str], said: str
) -> None:
    with pytest.raises(ConfigRefused, match=f"^{said} : "):
        read(tmp_path, variables)
