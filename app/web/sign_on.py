"""Signing in by a provider of identities (ProConnect, another one): the way there, and who comes back.

An identity that has no account yet is linked to the one of its address only once its owner has given its
password. Several tabs may be away at once; what was being sent when a session ended comes back with her.
"""

import json
import secrets
from dataclasses import replace
from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField

from app.access.identity import Attempt, Identity, IdentityRefused, ProviderUnavailable
from app.store.account_rows import Account
from app.store.identities import IdentityTaken
from app.store.sign_ons import Purpose, SignOn, TooMuchKept, resumed
from app.web.access import BROWSER, renew_session, sign_in
from app.web.forms import PageForm
from app.web.requests import note_reason
from app.web.resuming import ConfirmForm, LoginForm, ResumingForm, kept_pairs, safe_address
from app.web.services import actor, services

if TYPE_CHECKING:
    from app.access.openid import OpenIdProvider  # of the extra « oidc »

ENDED = "provider_ended"
"""Where the cookie keeps what the provider sends back when it has ended its session too."""

OVER = (
    "Cette connexion par {name} n’est plus valable : elle a déjà servi, ou a été commencée il y a plus d’une "
    "demi-heure, ou dans un autre navigateur. Recommencez."
)
REFUSED = "La réponse de {name} n’a pas pu être vérifiée : rien n’a été modifié. Recommencez."
DECLINED = "{name} n’a pas donné votre identité ({code}). Recommencez, ou connectez-vous autrement."
CLOSED = "Votre compte sur ce site est fermé. Demandez à la personne qui administre le site de le rouvrir."
OTHER_PERSON = "{name} a donné l’identité d’un autre compte que le vôtre : rien n’a été confirmé."

_LONGEST_ANSWER = 4_000

blueprint = Blueprint("sign_on", __name__)


@blueprint.app_context_processor
def _providers() -> dict[str, list[tuple[str, str]]]:
    """Give the pages that sign in the keys and the names of the providers."""
    return {"providers": [(key, one.name) for key, one in services().providers.items()]}


@blueprint.post("/connexion/externe/<provider>")
def start(provider: str) -> ResponseReturnValue:
    """Lead to a provider: to sign in; whoever is signed in confirms who that is."""
    known = provider_of(provider)
    form = ConfirmForm() if actor().is_signed_in else LoginForm()
    if not form.accepted():
        return _asked_again(form)
    purpose = Purpose.CONFIRM if actor().is_signed_in else Purpose.LOGIN
    begun = SignOn(
        provider,
        purpose,
        account=actor().account,
        next=safe_address(str(form.next.data or "")),
        kept=json.dumps(pairs) if (pairs := kept_pairs(str(form.kept.data or ""))) else "",
    )
    try:
        return leave(known, begun)
    except (ProviderUnavailable, TooMuchKept) as unavailable:
        note_reason("fournisseur d’identité indisponible")
        form.status, form.refusals = 503, [str(unavailable)]
        return _asked_again(form)


def leave(known: "OpenIdProvider", begun: SignOn) -> ResponseReturnValue:
    """Remember an attempt and lead to the provider. Raises ProviderUnavailable, TooMuchKept.

    A page leads there, not a redirect: « form-action » lets no form of the site lead to another one.
    """
    attempt = Attempt(
        state=secrets.token_urlsafe(32),
        nonce=secrets.token_urlsafe(32),
        verifier=secrets.token_urlsafe(48),
        return_address=_return_address(begun.provider),
    )
    address = known.authorization_address(attempt)
    kept = replace(begun, nonce=attempt.nonce, verifier=attempt.verifier)
    services().profiles.sign_ons.keep(kept, browser(), known.name, attempt.state)
    return render_template("sign_on/leave.html", address=address, name=known.name)


@blueprint.get("/connexion/externe/<provider>/retour")
def come_back(provider: str) -> ResponseReturnValue:
    """Take the answer of a provider, once, and go on with what the person had left for."""
    known = provider_of(provider)
    state = _said("state")
    begun = services().profiles.sign_ons.take(state, str(session.get(BROWSER, ""))) if state else None
    if begun is None or begun.provider != provider:
        note_reason("réponse d’un fournisseur d’identité sans connexion commencée ici")
        return over(known.name, 400)
    if not _said("code"):
        shown = "".join(filter(str.isalnum, _said("error")))[:40] or "sans raison"
        note_reason(f"fournisseur d’identité : {shown}")
        return refused(begun, 403, DECLINED.format(name=known.name, code=shown))
    attempt = Attempt(state, begun.nonce, begun.verifier, _return_address(provider))
    try:
        identity = known.identify(_said("code"), _said("iss"), attempt)
    except IdentityRefused as doubted:
        note_reason(f"fournisseur d’identité : {doubted}")
        return refused(begun, 403, REFUSED.format(name=known.name))
    except ProviderUnavailable as unavailable:
        note_reason("fournisseur d’identité indisponible")
        return refused(begun, 503, str(unavailable))
    return _take(begun, identity, known.name)


def _take(begun: SignOn, identity: Identity, name: str) -> ResponseReturnValue:
    """Confirm, link, or sign in whoever came back; or ask for what is missing."""
    if begun.purpose is Purpose.CONFIRM:
        return _confirm(begun, identity, name)
    if begun.purpose is Purpose.LINK:
        return _link(begun, identity, name)
    account = services().profiles.identities.account_of(identity.issuer, identity.subject)
    if account is None or (account.has_totp and not identity.has_second_factor and not account.closed_at):
        return _wait(resumed(begun, Purpose.FINISH, identity))
    if account.closed_at:
        note_reason("compte fermé")
        return refused(begun, 403, CLOSED)
    return enter(account, begun, identity)


def enter(account: Account, begun: SignOn, identity: Identity) -> ResponseReturnValue:
    """Open the session of an account, tell of the organisation, and go on where the person was."""
    sign_in(account.id, begun.provider, identity)
    if identity.email and identity.email.strip().casefold() != account.email:
        flash(
            f"Le fournisseur d’identité donne maintenant l’adresse « {identity.email} ». Votre compte garde "
            f"la sienne, « {account.email} ».",
            "warning",
        )
    _tell_organisation(account, identity)
    return _go_on(begun, account.id)


def _tell_organisation(account: Account, identity: Identity) -> None:
    if is_siret(identity.siret) and services().profiles.identities.came_for(account.id, identity.siret):
        flash(
            f"Vous venez pour l’organisme de SIRET {identity.siret} : la personne qui administre le site "
            "doit confirmer que vous en êtes membre. D’ici là, vos autres accès ne changent pas.",
            "warning",
        )


def _confirm(begun: SignOn, identity: Identity, name: str) -> ResponseReturnValue:
    """Take the identity in the place of the password of who is signed in."""
    account = services().profiles.identities.account_of(identity.issuer, identity.subject)
    asked = actor().account
    if account is None or asked is None or not account.id == asked == begun.account:
        note_reason("identité d’un autre compte")
        return refused(begun, 403, OTHER_PERSON.format(name=name))
    renew_session()
    return _go_on(begun, account.id)


def _link(begun: SignOn, identity: Identity, name: str) -> ResponseReturnValue:
    """Make the identity that of the account which asked for it, and is still signed in."""
    mine = actor().account
    if mine is None or mine != begun.account:
        note_reason("le compte à relier n’est plus connecté")
        return over(name, 403)
    try:
        services().profiles.identities.link(mine, identity.issuer, identity.subject)
    except IdentityTaken as taken:
        flash(str(taken), "error")
    else:
        flash(f"Votre compte est relié à {name}.", "success")
        _tell_organisation(services().profiles.accounts.get(mine), identity)
    return redirect(url_for("account.show"), 303)


def _go_on(begun: SignOn, account: int) -> ResponseReturnValue:
    """Lead where the person was; what she was sending waits there, under an address without the code."""
    if not begun.kept:
        return redirect(safe_address(begun.next), 303)
    return _wait(SignOn(begun.provider, Purpose.RESUME, account=account, next=begun.next, kept=begun.kept))


def _wait(sign_on: SignOn) -> ResponseReturnValue:
    token = services().profiles.sign_ons.keep(sign_on, browser())
    return redirect(url_for("arrivals.finish", token=token), 303)


def over(name: str, status: int) -> ResponseReturnValue:
    """Say that an attempt is good no more; whoever is not signed in may begin another one."""
    sentence = OVER.format(name=name)
    if actor().is_signed_in:
        return render_template("sign_on/over.html", sentence=sentence), status
    return refused(SignOn("", Purpose.LOGIN), status, sentence)


def refused(begun: SignOn, status: int, sentence: str) -> ResponseReturnValue:
    """Show the page that the person had left, with why, and with all that was on it."""
    if begun.purpose is Purpose.LINK and actor().is_signed_in:
        flash(sentence, "error")
        return redirect(url_for("account.show"), 303)
    held = {"next": begun.next, "kept": begun.kept}
    form: ResumingForm = (
        ConfirmForm(formdata=None, data=held) if actor().is_signed_in else LoginForm(formdata=None, data=held)
    )
    form.status, form.refusals = status, [sentence]
    return _asked_again(form)


def _asked_again(form: ResumingForm) -> ResponseReturnValue:
    if isinstance(form, ConfirmForm):
        return render_template("login/confirm.html", form=form), form.status
    return render_template("login/login.html", form=form, expired=False), form.status


class LinkForm(PageForm):
    """Which identity is linked or set apart; `issuer` is that of one that is there."""

    issuer = HiddenField()


def links_of(account: int) -> dict[str, list[tuple[str, str]]]:
    """Return the issuers that sign an account in, with their names; and the providers that do not, by key."""
    names = {one.issuer: one.name for one in services().providers.values()}
    linked = services().profiles.identities.issuers_of(account)
    bare = {issuer.rstrip("/") for issuer in linked}
    others = [(key, one.name) for key, one in services().providers.items() if one.issuer not in bare]
    return {"linked": [(one, names.get(one.rstrip("/"), one)) for one in linked], "unlinked": others}


@blueprint.post("/compte/identites/<provider>")
def link(provider: str) -> ResponseReturnValue:
    """Lead to a provider, whose identity becomes one of the account's."""
    known = provider_of(provider)
    if not LinkForm().accepted():
        return redirect(url_for("account.show"), 303)
    try:
        return leave(known, SignOn(provider, Purpose.LINK, account=actor().account))
    except ProviderUnavailable as unavailable:
        flash(str(unavailable), "error")
        return redirect(url_for("account.show"), 303)


@blueprint.post("/compte/identites")
def unlink() -> ResponseReturnValue:
    """Have a provider sign the account in no more; an account without a password keeps one way in."""
    form, mine = LinkForm(), actor().account or 0
    known = services().profiles
    if form.accepted():
        others = set(known.identities.issuers_of(mine)) - {str(form.issuer.data)}
        if not others and not known.accounts.get(mine).has_password:
            flash("C’est votre seule façon de vous connecter : demandez d’abord un mot de passe.", "error")
        else:
            known.identities.unlink(mine, str(form.issuer.data))
            flash("Ce fournisseur ne vous connecte plus.", "success")
    return redirect(url_for("account.show"), 303)


@blueprint.get("/deconnexion/retour")
def signed_out() -> ResponseReturnValue:
    """Say that the provider has ended its session too, when it says so."""
    if _said("state") and secrets.compare_digest(
        _said("state").encode(), str(session.pop(ENDED, "")).encode()
    ):
        flash("Le fournisseur d’identité vous a déconnecté aussi.", "success")
    return redirect(url_for("profiles.home"), 303)


def sign_out(provider: str, id_token: str) -> ResponseReturnValue | None:
    """Lead to where a provider ends its session; None where it cannot be, and the site's alone is ended."""
    known = services().providers.get(provider)
    if known is None or not id_token:
        return None
    state = secrets.token_urlsafe(32)
    try:
        address = known.logout_address(id_token, state, url_for("sign_on.signed_out", _external=True))
    except ProviderUnavailable as unavailable:
        flash(f"{unavailable} Sa session reste ouverte : fermez le navigateur.", "warning")
        return None
    if not address:
        return None
    session[ENDED] = state
    return render_template("sign_on/leave.html", address=address, name=known.name)


def provider_of(key: str) -> "OpenIdProvider":
    """Return the provider of an address. Raises NotFound."""
    known = services().providers.get(key)
    if known is None:
        abort(404)
    return known


def is_siret(text: str) -> bool:
    """Tell whether a provider says fourteen digits; it is the provider that answers for the number."""
    return text.isascii() and text.isdigit() and len(text) == 14  # noqa: PLR2004 — digits of a SIRET


def _said(name: str) -> str:
    """Return what an answer says, once; nothing of what it says twice, or at length."""
    values = request.args.getlist(name)
    return values[0] if len(values) == 1 and len(values[0]) <= _LONGEST_ANSWER else ""


def _return_address(provider: str) -> str:
    return url_for("sign_on.come_back", provider=provider, _external=True)


def browser() -> str:
    """Return what tells this browser from others, drawn at its first attempt."""
    if BROWSER not in session:
        session[BROWSER] = secrets.token_urlsafe(32)
    return str(session[BROWSER])
