"""The guard of every request: who asks, and whether that person may.

On a site without accounts everybody is the one person of this machine, and nothing is refused. On the others
a contract that one may not know of is not there (404), what one's role does not allow is refused (403), and
whoever has not signed in is asked to; a form that was sent then waits on the page.
"""

from dataclasses import replace
from datetime import timedelta

from flask import Flask, abort, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from app.access import ALONE, NOBODY, Action, Actor, may
from app.access.identity import Identity
from app.store.audit import Event
from app.store.logins import SignedIn
from app.web.announcements import announce
from app.web.authenticator import ask_for_second_factor
from app.web.permissions import NEEDS, Needs
from app.web.proxy_sign_on import PROXY, announced
from app.web.resuming import ask_again, ask_to_sign_in
from app.web.scopes import is_partner, may_in
from app.web.services import actor, profiles, services

LOGIN = "login"
"""Where the cookie keeps the token of the session."""

BROWSER = "browser"
"""Where the cookie keeps what tells this browser from others, for what it began elsewhere."""

RECENT = timedelta(minutes=10)
"""How long a password that was given stands for the next changes of rights and secrets (ASVS 5.0, 7.5.1)."""

UNGUARDED = frozenset({"static", "identity.colour", "identity.logo", "help.health"})
"""What says nothing of anybody, and is asked for often: the session is not looked for."""

ASKED_ALONE = frozenset({"presence.show"})
"""What a script asks for again and again: a session in which nobody does anything ends all the same."""


def register_access(app: Flask) -> None:
    """Guard every request, and tell the templates who asks and what that person may do."""
    app.before_request(guard)
    app.add_template_global(may_share)
    app.add_template_global(only_reads)
    app.add_template_global(is_partner)
    app.context_processor(lambda: {"actor": actor(), "may": allowed, "form_token": generate_csrf})


def has_accounts() -> bool:
    """Tell whether the site has accounts; from the first one on, for good."""
    return services().profiles.accounts.any()


def login_token() -> str:
    """Return the token of the session of this request, or nothing."""
    return str(session.get(LOGIN, ""))


def sign_in(account: int, provider: str = "", identity: Identity | None = None, *, tells: bool = True) -> str:
    """Open a session for an account, with a new cookie: its token.

    Nothing of the former is left (ASVS 5.0, 7.2.4) but what other tabs have begun at a provider.
    `provider`, `identity`: of identities, that signs in, and what it says. `tells`: the next page says what
    others did with the account lately.
    """
    agent = request.headers.get("User-Agent", "")
    token = services().profiles.logins.open(account, agent, services().lifetime, provider, identity)
    browser = session.get(BROWSER)
    session.clear()
    g.pop("csrf_token", None)  # that of the former session, which Flask-WTF remembers during a request
    session[LOGIN] = token
    if browser:
        session[BROWSER] = browser
    if tells:
        announce(account)
    return token


def renew_session() -> None:
    """Give the session another token, now that the person gave the password, or changed what she may do."""
    session[LOGIN] = services().profiles.logins.renew(login_token())


def allowed(action: str, contract: int | None = None) -> bool:
    """Tell a template whether whoever asks may do this, on the contract of the page where it is about one."""
    return may(actor(), Action(action), contract)


def may_share(contract: int) -> bool:
    """Tell whether who asks gives roles on a contract: nobody does on a site without accounts."""
    return actor().is_signed_in and may(actor(), Action.MANAGE, contract)


def only_reads(contract: int) -> bool:
    """Tell whether who asks can save nothing in a contract."""
    return not may(actor(), Action.EDIT, contract)


def guard() -> ResponseReturnValue | None:
    """Find who asks, and refuse what that person may not do."""
    g.actor = NOBODY
    endpoint = request.endpoint or ""
    if endpoint in UNGUARDED:
        g.actor = NOBODY if services().profiles.accounts.has_some else ALONE  # the database is not asked
        return None
    if not has_accounts():
        g.actor = ALONE
        if endpoint in NEEDS and NEEDS[endpoint].with_accounts:
            abort(404)
        return None
    contract = (request.view_args or {}).get("profile_id")
    is_used = endpoint not in ASKED_ALONE
    found = services().profiles.logins.find(login_token(), services().lifetime, contract, is_used=is_used)
    if services().sso:
        found = _by_proxy(found, contract)
    g.actor = found.actor if found else NOBODY
    if request.routing_exception is not None:
        return None
    needs = NEEDS.get(endpoint)
    if needs is None:
        abort(404)
    return _refuse(needs, found, contract)


def _by_proxy(found: SignedIn | None, contract: int | None) -> SignedIn | None:
    """Return who is signed in, where a trusted proxy says who is there.

    A session that it opened ends when it says somebody else; one that was opened with a password stays. Where
    an account has no password to give again, the proxy answers for the person at each request.
    """
    said, logins = announced(), services().profiles.logins
    if said is None:
        return found
    account = said.account
    if found is not None:
        if logins.provider_of(login_token())[0] != PROXY:
            return found
        if account is not None and found.actor.account == account.id:
            return found if account.has_password else replace(found, confirmed_at=services().profiles.now())
        logins.close(login_token())
        session.clear()
    if account is None or account.has_totp:  # a proxy stands for the password, not for the code
        return None
    return logins.find(sign_in(account.id, PROXY), services().lifetime, contract)


def _refuse(needs: Needs, found: SignedIn | None, contract: int | None) -> ResponseReturnValue | None:
    """Return what to answer instead of the page, or None. Raises NotFound and Forbidden."""
    action = needs.of(request.method)
    if action is not Action.OPEN and found is None:
        return _to_sign_in()
    if contract is not None and not may(actor(), Action.READ, contract):
        abort(404)
    if not may(actor(), action, contract) and not _may_in_part(action, contract, needs.clause):
        note_refusal(actor(), contract, action)
        abort(403)
    if found and not found.has_second_factor and asks_second_factor(needs, action):
        if request.method == "POST":
            return ask_for_second_factor()
        return redirect(url_for("account.second_factor", next=_here()), 303)
    if needs.recent and found and services().profiles.now() - found.confirmed_at > RECENT:
        if request.method == "POST":
            return ask_again()
        return redirect(url_for("login.confirm", next=_here()), 303)
    return None


def asks_second_factor(needs: Needs, action: Action) -> bool:
    """Tell whether the site asks a second factor for this; never for what sets one up, or ends a session."""
    is_own = needs.with_accounts and action is Action.USE
    return not is_own and services().second_factor.is_asked_for(action)


def _may_in_part(action: Action, contract: int | None, clause: str) -> bool:
    """Tell whether a role on a part of the contract allows it, in the commitment of the address."""
    if contract is None or not clause or not actor().parts_of(contract):
        return False
    return may_in(action, profiles().get(contract), (request.view_args or {})[clause])


def note_refusal(asking: Actor, contract: int | None, action: Action) -> None:
    """Write a refusal in the journal."""
    services().profiles.audit.refused(Event.REFUSED, asking.account, contract, action)


def _to_sign_in() -> ResponseReturnValue:
    session.pop(LOGIN, None)
    if request.method == "POST":
        return ask_to_sign_in()
    return redirect(url_for("login.login", next=_here()), 303)


def _here() -> str | None:
    """Return the address that is asked for; None for the first page, which one comes to anyhow."""
    address = request.full_path.rstrip("?")
    return None if address == "/" else address
