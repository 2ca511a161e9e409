"""The signed tokens of a provider of identities: what is believed of them (OpenID Connect Core, 3.1.3.7)."""

from collections.abc import Mapping
from typing import Any

from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from app.access.identity import IdentityRefused

ALGORITHMS = ("RS256", "PS256", "ES256")
"""With a key pair: « none » signs nothing, and a shared secret (HS256) could be forged with a public key."""

SKEW = 120
"""Seconds by which two clocks may differ."""

LONGEST_SUBJECT = 255
"""OpenID Connect Core 1.0, section 2."""


class UnknownKey(IdentityRefused):
    """A token signed with a key that is not among those that are known: they may have changed."""


def keys_of(published: Mapping[str, Any]) -> KeySet:
    """Return the public keys that a provider publishes. Raises IdentityRefused without any."""
    listed = published.get("keys")
    public = [key for key in listed if _is_public(key)] if isinstance(listed, list) else []
    try:
        return KeySet.import_key_set({"keys": public})
    except (JoseError, ValueError, TypeError, KeyError) as failure:
        raise IdentityRefused("les clés publiées ne se lisent pas") from failure


def _is_public(key: object) -> bool:
    return isinstance(key, dict) and key.get("kty") in {"RSA", "EC"}


def claims_of_id_token(
    token: str, keys: KeySet, *, issuer: str, audience: str, nonce: str, now: float
) -> dict[str, Any]:
    """Return what an id_token says. Raises IdentityRefused, UnknownKey."""
    claims = _verified(
        token,
        keys,
        now,
        iss={"essential": True, "value": issuer},
        aud={"essential": True, "value": audience},
        nonce={"essential": True, "value": nonce},
        sub={"essential": True},
        exp={"essential": True},
        iat={"essential": True},
    )
    if claims.get("azp", audience) != audience:
        raise IdentityRefused("jeton fait pour une autre application (azp)")
    if len(claims["sub"]) > LONGEST_SUBJECT:
        raise IdentityRefused("identifiant (sub) trop long")
    return claims


def claims_of_userinfo(
    token: str, keys: KeySet, *, issuer: str, audience: str, subject: str, now: float
) -> dict[str, Any]:
    """Return what a signed userinfo says of a known subject. Raises IdentityRefused, UnknownKey."""
    return _verified(
        token,
        keys,
        now,
        iss={"essential": True, "value": issuer},
        aud={"essential": True, "value": audience},
        sub={"essential": True, "value": subject},
    )


def _verified(token: str, keys: KeySet, now: float, **expected: Any) -> dict[str, Any]:
    try:
        claims = jwt.decode(token, keys, algorithms=ALGORITHMS).claims
        jwt.JWTClaimsRegistry(now=int(now), leeway=SKEW, **expected).validate(claims)
    except InvalidKeyIdError as failure:
        raise UnknownKey("jeton signé d’une clé inconnue") from failure
    except (JoseError, ValueError, TypeError) as failure:
        # The name of the error, never its words: they may quote the token.
        raise IdentityRefused(
            f"jeton refusé : {type(failure).__name__} {_claim_of(failure)}".strip()
        ) from failure
    return claims


def _claim_of(failure: Exception) -> str:
    return str(getattr(failure, "claim", "") or "")[:40]
