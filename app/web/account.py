"""The account of who is signed in: name, sessions, password, second factor, personal data."""

import json
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, PasswordField, StringField

from app.access import passwords, totp
from app.store.account_rows import Account, AccountRefused
from app.store.logins import key_of
from app.store.profile_rows import token_digest
from app.web.access import login_token, sign_in
from app.web.forms import CleanLine, Filled, NotTooLong, PageForm
from app.web.login import NewPasswordForm, is_own_password
from app.web.roles import ROLES
from app.web.services import actor, services

SITE = "Contrat de ville"
WRONG_CODE = "Ce code n’est pas celui de l’application en ce moment : attendez le suivant et recommencez."

blueprint = Blueprint("account", __name__)


class NameForm(PageForm):
    """The name under which the person saves."""

    name = CleanLine("Votre nom", [Filled("Votre nom : écrivez-le."), NotTooLong()])


class ChangePasswordForm(NewPasswordForm):
    """The password in use, then another one."""

    current = PasswordField("Mot de passe actuel")


class SecondFactorForm(PageForm):
    """The first code of an application that has just taken the secret."""

    secret = HiddenField()
    code = StringField("Code que montre l’application")


class SessionForm(PageForm):
    """Which session to close; none: all the others."""

    key = HiddenField()


@blueprint.route("/compte", methods=["GET", "POST"])
def show() -> ResponseReturnValue:
    """Show the account and its sessions, and change its name."""
    mine = _account()
    form = NameForm(data={"name": mine.name})
    if form.accepted():
        services().profiles.accounts.rename(mine.id, form.name.data)
        flash("Votre nom est enregistré ; les versions d’avant gardent l’ancien.", "success")
        return redirect(url_for("account.show"), 303)
    store = services().profiles
    page = render_template(
        "account/show.html",
        form=form,
        account=mine,
        logins=store.logins.of_account(mine.id),
        roles=store.shares.roles_of(mine.id),
        role_names=ROLES,
        present=key_of(str(token_digest(login_token()))),
    )
    return page, form.status


@blueprint.post("/compte/sessions/fermer")
def close_sessions() -> ResponseReturnValue:
    """Close one session of the account, or all the others."""
    form = SessionForm()
    if form.accepted():
        key = str(form.key.data or "") or None
        services().profiles.logins.close_others(_account().id, login_token(), key)
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
        sign_in(mine.id)
        flash("Votre mot de passe est changé, et vos autres sessions sont fermées.", "success")
        return redirect(url_for("account.show"), 303)
    return render_template("account/password.html", form=form), form.status


@blueprint.route("/compte/code", methods=["GET", "POST"])
def second_factor() -> ResponseReturnValue:
    """Ask for a code at each login from now on, or no more."""
    mine = _account()
    form = SecondFactorForm()
    if mine.has_totp:
        if form.accepted():
            services().profiles.accounts.set_totp(mine.id, None)
            flash("Aucun code n’est plus demandé.", "success")
            return redirect(url_for("account.show"), 303)
        return render_template("account/no_second_factor.html", form=form), form.status
    secret = str(form.secret.data or "") if form.is_submitted() else totp.new_secret()
    form.secret.data = secret
    if form.accepted() and _takes_code(form, mine, secret):
        flash("Un code vous sera demandé à chaque connexion.", "success")
        return redirect(url_for("account.show"), 303)
    address = totp.address(secret, mine.email, SITE)
    page = render_template("account/second_factor.html", form=form, secret=secret, address=address)
    return page, form.status


@blueprint.get("/compte/donnees.json")
def export() -> ResponseReturnValue:
    """Send all that the site knows of the person (RGPD, articles 15 and 20)."""
    mine, store = _account(), services().profiles
    known: dict[str, Any] = {
        "adresse": mine.email,
        "nom": mine.name,
        "compte_cree_le": mine.created_at.isoformat(),
        "administrateur": mine.is_administrator,
        "contrats": [{"contrat": name, "role": role} for name, role in store.shares.roles_of(mine.id)],
        "sessions": [
            {"ouverte_le": login.opened_at.isoformat(), "navigateur": login.agent}
            for login in store.logins.of_account(mine.id)
        ],
        "journal": [
            {"le": entry.at.isoformat(), "evenement": entry.event, "contrat": entry.contract}
            for entry in store.audit.entries(0, 1000, mine.id)
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


def _takes_code(form: SecondFactorForm, mine: Account, secret: str) -> bool:
    try:
        step = totp.matching_step(
            secret, str(form.code.data or ""), services().profiles.now().timestamp(), None
        )
    except ValueError:  # the hidden secret is not one of ours
        step = None
    if step is None:
        form.status, form.code.errors = 422, [WRONG_CODE]
        return False
    services().profiles.accounts.set_totp(mine.id, secret)
    return services().profiles.accounts.take_totp_step(mine.id, step)
