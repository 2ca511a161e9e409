"""Who somebody is for a provider of identities: what a site knows of its providers, what they say."""

from dataclasses import dataclass, field


class IdentityRefused(Exception):
    """An answer of a provider that is not believed. The reason, in French, is for the log alone."""


class ProviderUnavailable(Exception):
    """A provider that does not answer, or not as it should. The message is a French sentence."""


@dataclass(frozen=True, slots=True)
class ProviderSettings:
    """A provider of identities (OpenID Connect), as an installation names it.

    `key` stands in the addresses of the site; `name` on its buttons. `scope`: what is asked for; empty, what
    the provider offers of what the site can use. `acr`: the levels of authentication that are asked for, all
    of them with two factors. `takes_new_people`: whoever it knows may have an account; else, who is invited.
    """

    key: str
    name: str
    discovery: str
    client_id: str
    secret: str = field(repr=False)
    scope: str = ""
    acr: tuple[str, ...] = ()
    uses_pkce: bool = False
    takes_new_people: bool = False


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a provider says that somebody is; `issuer` and `subject` alone tell who it is for good.

    `siret`: of the organisation that the person has come for. `id_token`: what ends the session there.
    """

    issuer: str
    subject: str
    email: str = ""
    name: str = ""
    siret: str = ""
    has_second_factor: bool = False
    id_token: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Attempt:
    """The secrets of one attempt to sign in, drawn for it alone. `verifier` is that of PKCE (RFC 7636)."""

    state: str
    nonce: str
    verifier: str
    return_address: str
