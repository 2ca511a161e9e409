"""A provider of identities over OpenID Connect, ProConnect first: the way there, the answer, the way out.

The authorization code flow, with nothing sent that ProConnect does not know: it refuses any other parameter
(error Y000400). What it says of a person is believed only when it is signed.
"""

import base64
import hashlib
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import Any, TypeVar
from urllib.parse import urlencode, urlsplit

from joserfc.jwk import KeySet

from app.access.asking import LOOPBACK, SUCCESS, Asked, is_allowed, unavailable
from app.access.identity import Attempt, Identity, IdentityRefused, ProviderSettings, ProviderUnavailable
from app.access.tokens import UnknownKey, claims_of_id_token, claims_of_userinfo, keys_of
from app.outgoing import within

SECONDS = 10.0
"""For all that is asked of a provider while one person waits."""

AT_ONCE = 6
"""People who wait for a provider at once in a process: a quarter of its threads, so that the site goes on."""

LONGEST_TEXT = 500
"""Characters of what is said of a person: an address, a name."""

FRESH = 3600
"""Seconds that the description and the keys of a provider are kept."""

DISCOVERY = "/.well-known/openid-configuration"
USABLE_SCOPES = ("openid", "email", "profile", "given_name", "usual_name", "siret")
"""What the site can use: « profile » is OpenID's own, the last three ProConnect's."""


Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class _Description:
    """What a provider publishes of itself; `end_session` is empty where it has none."""

    issuer: str
    authorization: str
    token: str
    keys: str
    userinfo: str
    end_session: str
    scopes: tuple[str, ...]
    takes_posted_secret: bool


class OpenIdProvider:
    """One provider. Safe to use from several threads."""

    def __init__(
        self, settings: ProviderSettings, clock: Callable[[], float] = time.time, seconds: float = SECONDS
    ) -> None:
        self.settings = settings
        self._clock = clock
        self._seconds = seconds
        self._turns = BoundedSemaphore(AT_ONCE)
        self._known: tuple[float, _Description] | None = None
        self._keys: tuple[float, KeySet] | None = None

    @property
    def name(self) -> str:
        """What the buttons call it."""
        return self.settings.name

    @property
    def issuer(self) -> str:
        """Who signs, as the address of the description says it: without the « / » at its end."""
        return self.settings.discovery.removesuffix(DISCOVERY)

    def authorization_address(self, attempt: Attempt) -> str:
        """Return where to send a person. Raises ProviderUnavailable."""
        described = self._ask(self._description)
        sent = {
            "response_type": "code",
            "client_id": self.settings.client_id,
            "redirect_uri": attempt.return_address,
            "scope": self.settings.scope or _usable(described.scopes),
            "state": attempt.state,
            "nonce": attempt.nonce,
        }
        if self.settings.uses_pkce:
            sent |= {"code_challenge": _challenge(attempt.verifier), "code_challenge_method": "S256"}
        if self.settings.acr:
            wanted = {"amr": {"essential": True}, "acr": {"essential": True, "values": [*self.settings.acr]}}
            sent["claims"] = json.dumps({"id_token": wanted}, separators=(",", ":"))
        return _with(described.authorization, sent)

    def identify(self, code: str, issuer: str, attempt: Attempt) -> Identity:
        """Return who came back with a code. Raises IdentityRefused, ProviderUnavailable.

        `issuer`: who says that the code is its own (RFC 9207); empty where the answer says nothing of it.
        """
        return self._ask(lambda asked: self._identity(asked, code, issuer, attempt))

    def logout_address(self, id_token: str, state: str, return_address: str) -> str:
        """Return where the session of an id_token is ended; empty where there is no such place.

        Raises ProviderUnavailable.
        """
        described = self._ask(self._description)
        sent = {"id_token_hint": id_token, "state": state, "post_logout_redirect_uri": return_address}
        return _with(described.end_session, sent) if described.end_session else ""

    def _ask(self, work: Callable[[Asked], Found]) -> Found:
        if not self._turns.acquire(blocking=False):
            raise self._unavailable("trop de connexions l’attendent déjà")
        asked = Asked(self.name, time.monotonic() + self._seconds, is_local=self._is_local)
        try:
            return within(self._seconds, lambda: work(asked), asked.abandon)
        except TimeoutError:
            raise self._unavailable(f"pas de réponse entière en {self._seconds:g} secondes") from None
        finally:
            self._turns.release()

    def _unavailable(self, why: str) -> ProviderUnavailable:
        return ProviderUnavailable(unavailable(self.name, why))

    @property
    def _is_local(self) -> bool:
        return urlsplit(self.settings.discovery).hostname in LOOPBACK

    def _description(self, asked: Asked) -> _Description:
        if self._known is None or time.monotonic() - self._known[0] > FRESH:
            published = asked.json(asked.get(self.settings.discovery))
            self._known = time.monotonic(), self._described(published)
        return self._known[1]

    def _described(self, published: Mapping[str, Any]) -> _Description:
        """Read it. The issuer must be that of its address (OpenID Connect Discovery 1.0, 4.3)."""
        issuer = _text(published, "issuer")
        if f"{issuer.rstrip('/')}{DISCOVERY}" != self.settings.discovery:
            raise self._unavailable("sa description nomme un autre émetteur que son adresse")
        needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        optional = ("userinfo_endpoint", "end_session_endpoint")
        places = {name: _text(published, name) for name in (*needed, *optional)}
        for name, address in places.items():
            if (name in needed or address) and not is_allowed(address, is_local=self._is_local):
                raise self._unavailable(f"sa description donne une adresse refusée ({name})")
        methods = published.get("token_endpoint_auth_methods_supported")
        return _Description(
            issuer=issuer,
            authorization=places["authorization_endpoint"],
            token=places["token_endpoint"],
            keys=places["jwks_uri"],
            userinfo=places["userinfo_endpoint"],
            end_session=places["end_session_endpoint"],
            scopes=_texts(published.get("scopes_supported")),
            takes_posted_secret="client_secret_post" in _texts(methods),
        )

    def _identity(self, asked: Asked, code: str, issuer: str, attempt: Attempt) -> Identity:
        described = self._description(asked)
        if issuer not in {"", described.issuer}:
            raise IdentityRefused("réponse d’un autre fournisseur (iss)")
        tokens = self._tokens(asked, described, code, attempt)
        id_token = _text(tokens, "id_token")
        claims = self._believed(
            asked,
            described,
            lambda keys: claims_of_id_token(
                id_token,
                keys,
                issuer=described.issuer,
                audience=self.settings.client_id,
                nonce=attempt.nonce,
                now=self._clock(),
            ),
        )
        said = claims if _text(claims, "email") else self._userinfo(asked, described, tokens, claims["sub"])
        return self._made(described.issuer, claims, said, id_token)

    def _made(
        self, issuer: str, claims: Mapping[str, Any], said: Mapping[str, Any], id_token: str
    ) -> Identity:
        level = _text(claims, "acr")
        if self.settings.acr and level and level not in self.settings.acr:
            raise IdentityRefused("niveau d’authentification (acr) autre que ceux demandés")
        family = _text(said, "usual_name") or _text(said, "family_name")
        return Identity(
            issuer=issuer,
            subject=claims["sub"],
            email=_text(said, "email"),
            name=f"{_text(said, 'given_name')} {family}".strip() or _text(said, "name"),
            siret="".join(_text(said, "siret").split()),
            has_second_factor="mfa" in _texts(claims.get("amr")) or level in self.settings.acr,
            id_token=id_token,
        )

    def _tokens(
        self, asked: Asked, described: _Description, code: str, attempt: Attempt
    ) -> Mapping[str, Any]:
        sent = {"grant_type": "authorization_code", "code": code, "redirect_uri": attempt.return_address}
        if self.settings.uses_pkce:
            sent["code_verifier"] = attempt.verifier
        mine = (self.settings.client_id, self.settings.secret)
        if described.takes_posted_secret:
            posted = {**sent, "client_id": mine[0], "client_secret": mine[1]}
            answer = asked.post(described.token, posted, None)
        else:
            answer = asked.post(described.token, sent, mine)
        if answer.status != SUCCESS:
            raise IdentityRefused(f"le code n’a pas été échangé (réponse {answer.status})")
        return asked.json(answer)

    def _userinfo(
        self, asked: Asked, described: _Description, tokens: Mapping[str, Any], subject: str
    ) -> Mapping[str, Any]:
        if not described.userinfo:
            raise IdentityRefused("ni adresse électronique, ni « userinfo »")
        answer = asked.get(described.userinfo, _text(tokens, "access_token"))
        if answer.status != SUCCESS:
            raise IdentityRefused(f"« userinfo » refusé (réponse {answer.status})")
        if answer.media_type != "application/jwt":
            raise IdentityRefused("« userinfo » sans signature")
        return self._believed(
            asked,
            described,
            lambda keys: claims_of_userinfo(
                answer.content.decode("ascii", "replace").strip(),
                keys,
                issuer=described.issuer,
                audience=self.settings.client_id,
                subject=subject,
                now=self._clock(),
            ),
        )

    def _believed(
        self, asked: Asked, described: _Description, verify: Callable[[KeySet], dict[str, Any]]
    ) -> dict[str, Any]:
        """Verify with the keys that are known; once more with those of now, where one is not among them."""
        if self._keys is not None and time.monotonic() - self._keys[0] <= FRESH:
            try:
                return verify(self._keys[1])
            except UnknownKey:
                pass
        found = keys_of(asked.json(asked.get(described.keys)))
        self._keys = time.monotonic(), found
        return verify(found)


def _text(said: Mapping[str, Any], name: str) -> str:
    """Return a text of an answer, whole; nothing for what is none, or is too long to be said of a person."""
    value = said.get(name)
    return value if isinstance(value, str) and (len(value) <= LONGEST_TEXT or name.endswith("token")) else ""


def _texts(value: object) -> tuple[str, ...]:
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()


def _usable(offered: tuple[str, ...]) -> str:
    """Return what is asked for of what a provider says that it offers; OpenID's own where it says nothing."""
    return " ".join(one for one in USABLE_SCOPES if one in offered) or "openid email profile"


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def _with(address: str, sent: Mapping[str, str]) -> str:
    return f"{address}{'&' if urlsplit(address).query else '?'}{urlencode(sent)}"
