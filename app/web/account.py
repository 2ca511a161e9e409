"""The account of who is signed in: name, sessions, password, second factor, personal data."""

import json
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, PasswordField, StringField

from app.access import passwords, totp
from app.store.account_rows import Account, AccountRefused
from app.store.logins import key_of
from app.store.profile_rows import token_digest
from app.web.access import login_token, renew_session, sign_in
from app.web.authenticator import AuthenticatorForm, show_authenticator
from app.web.forms import CleanLine, Filled, NotTooLong, PageForm
from app.web.login import NewPasswordForm, is_own_code, is_own_password
from app.web.resuming import Waiting
from app.web.roles import EVENTS, ROLES
from app.web.services import actor, services
from app.web.sign_on import links_of

ALL_SESSIONS = "toutes"
SHOWN_EVENTS = 20
SECRET_LENGTH = 32
"""Signs of a secret of 160 bits, in base 32."""

WRONG_CODE = "Ce n’est pas le code de l’application en ce moment\u00a0: attendez le suivant et recommencez."

blueprint = Blueprint("account", __name__)


class NameForm(PageForm):
    """The name under which the person saves."""

    name = CleanLine("Votre nom", [Filled("Votre nom\u00a0: écrivez-le."), NotTooLong()])


class ChangePasswordForm(NewPasswordForm):
    """The password in use, then another one."""

    current = PasswordField("Mot de passe actuel")


class CodeForm(PageForm):
    """A code, before the account asks for none, or is given other recovery codes."""

    code = StringField("Code de votre application, ou code de secours")


class SessionForm(PageForm):
    """Which session to close; ALL_SESSIONS: all the others."""

    key = HiddenField()


@blueprint.route("/compte", methods=["GET", "POST"])
def show() -> ResponseReturnValue:
    """Show the account and its sessions, and change its name."""
    mine = _account()
    form = NameForm(data={"name": mine.name})
    if form.accepted():
        services().profiles.accounts.rename(mine.id, form.name.data)
        flash("Votre nom est enregistré\u202f; les versions d’avant gardent l’ancien.", "success")
        return redirect(url_for("account.show"), 303)
    store = services().profiles
    page = render_template(
        "account/show.html",
        form=form,
        account=mine,
        logins=store.logins.of_account(mine.id),
        roles=store.shares.roles_of(mine.id),
        **links_of(mine.id),
        role_names=ROLES,
        present=key_of(str(token_digest(login_token()))),
        all_sessions=ALL_SESSIONS,
        asking=services().second_factor,
        codes_left=store.recovery_codes.left(mine.id) if mine.has_totp else 0,
        entries=store.audit.entries(0, SHOWN_EVENTS, mine.id),
        events=EVENTS,
    )
    return page, form.status


@blueprint.post("/compte/sessions/fermer")
def close_sessions() -> ResponseReturnValue:
    """Close one session of the account, or all the others."""
    form = SessionForm()
    if form.accepted():
        key = str(form.key.data or ALL_SESSIONS)
        services().profiles.logins.close_others(
            _account().id, login_token(), None if key == ALL_SESSIONS else key
        )
        flash("Les sessions sont fermées.", "success")
    return redirect(url_for("account.show"), 303)


@blueprint.route("/compte/mot-de-passe", methods=["GET", "POST"])
def password() -> ResponseReturnValue:
    """Change the password; every session but a new one is closed."""
    mine = _account()
    form = ChangePasswordForm()
    form.about(mine.email, mine.name)
    if form.accepted() and is_own_password(form, form.current):
        services().profiles.accounts.set_password(mine.id, passwords.hashed(str(form.password.data)))
        sign_in(mine.id, tells=False)
        flash("Votre mot de passe est changé, et vos autres sessions sont fermées.", "success")
        return redirect(url_for("account.show"), 303)
    return render_template("account/password.html", form=form), form.status


@blueprint.route("/compte/code", methods=["GET", "POST"])
def second_factor() -> ResponseReturnValue:
    """Ask for a code at each login from now on, or no more."""
    mine = _account()
    if mine.has_totp:
        return _ask_for_no_code(mine)
    form = AuthenticatorForm()
    if not form.is_submitted():
        form.next.data, form.secret.data = request.args.get("next", ""), totp.new_secret()
    if form.accepted() and _takes_code(form, mine):
        _close_others(mine)
        return _show_codes(mine, form.waiting() if form.next.data else None)
    return show_authenticator(form), form.status


def _ask_for_no_code(mine: Account) -> ResponseReturnValue:
    form = CodeForm()
    if form.accepted() and is_own_code(form, form.code):
        services().profiles.accounts.set_totp(mine.id, None)
        _close_others(mine)
        flash("Aucun code n’est plus demandé, et vos autres sessions sont fermées.", "success")
        return redirect(url_for("account.show"), 303)
    asking = services().second_factor
    return render_template("account/no_second_factor.html", form=form, asking=asking), form.status


@blueprint.route("/compte/codes-de-secours", methods=["GET", "POST"])
def recovery_codes() -> ResponseReturnValue:
    """Give the account other recovery codes; those of before open nothing any more."""
    mine = _account()
    if not mine.has_totp:
        return redirect(url_for("account.second_factor"), 303)
    form = CodeForm()
    if form.accepted() and is_own_code(form, form.code):
        return _show_codes(mine)
    return render_template("account/new_recovery_codes.html", form=form), form.status


def _show_codes(mine: Account, waiting: Waiting | None = None) -> ResponseReturnValue:
    """Show new recovery codes, this once. `waiting`: where the person was going when a code was asked for."""
    codes = services().profiles.recovery_codes.renew(mine.id)
    return render_template("account/recovery_codes.html", codes=codes, waiting=waiting), 200


def _close_others(mine: Account) -> None:
    """End the other sessions, which were opened with other factors, and renew this one."""
    services().profiles.logins.close_others(mine.id, login_token())
    renew_session()


@blueprint.get("/compte/donnees.json")
def export() -> ResponseReturnValue:
    """Send all that the site knows of the person (RGPD, articles 15 and 20)."""
    mine, store = _account(), services().profiles
    known: dict[str, Any] = {
        "adresse": mine.email,
        "nom": mine.name,
        "compte_cree_le": mine.created_at.isoformat(),
        "administrateur": mine.is_administrator,
        "fournisseurs_d_identite": list(store.identities.issuers_of(mine.id)),
        "contrats": [{"contrat": name, "role": role} for name, role in store.shares.roles_of(mine.id)],
        "sessions": [
            {"ouverte_le": login.opened_at.isoformat(), "navigateur": login.agent}
            for login in store.logins.of_account(mine.id)
        ],
        "journal": [
            {"le": entry.at.isoformat(), "evenement": entry.event, "contrat": entry.contract}
            for entry in store.audit.entries(0, 1000, mine.id)
        ],
        "propositions": [
            {"contrat": name, "le": one.made_at.isoformat(), "texte": one.proposal.returned}
            for name, one in store.site_proposals.all_of(mine.id)
        ],
        "commentaires": [
            {"contrat": name, "le": one.made_at.isoformat(), "texte": one.text}
            for name, one in store.comments.all_of(mine.id)
        ],
    }
    answer = Response(json.dumps(known, ensure_ascii=False, indent=2), mimetype="application/json")
    answer.headers.set("Content-Disposition", "attachment", filename="mes-donnees.json")
    return answer


@blueprint.route("/compte/effacer", methods=["GET", "POST"])
def erase() -> ResponseReturnValue:
    """Erase the account of the person; her name stays in the versions that she saved."""
    form = PageForm()
    if form.accepted():
        try:
            services().profiles.accounts.erase(_account().id, actor().account)
        except AccountRefused as refused:
            form.status, form.refusals = 409, [str(refused)]
        else:
            session.clear()
            flash("Votre compte est effacé.", "success")
            return redirect(url_for("login.login"), 303)
    return render_template("account/erase.html", form=form), form.status


def _account() -> Account:
    return services().profiles.accounts.get(actor().account or 0)


def _takes_code(form: AuthenticatorForm, mine: Account) -> bool:
    secret, now = str(form.secret.data or ""), services().profiles.now().timestamp()
    try:
        step = totp.matching_step(secret, str(form.code.data or ""), now, None)
    except ValueError:  # the hidden secret is not one of ours
        step = None
    step = step if len(secret) == SECRET_LENGTH else None
    if step is None:
        form.status, form.code.errors = 422, [WRONG_CODE]
        return False
    services().profiles.accounts.set_totp(mine.id, secret)
    return services().profiles.accounts.take_totp_step(mine.id, step)
