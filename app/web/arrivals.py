"""What is still asked of who came back from a provider of identities: a code, a password, a name."""

import re

from flask import Blueprint, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from wtforms import StringField

from app.access.identity import Identity
from app.domain.problems import UserError
from app.store.account_rows import Account
from app.store.sign_ons import Purpose, SignOn
from app.web.access import BROWSER
from app.web.forms import CleanLine, NotTooLong, PageForm
from app.web.login import checked, takes_code
from app.web.requests import note_reason
from app.web.resuming import LoginForm, ResumingForm
from app.web.services import actor, services
from app.web.sign_on import CLOSED, enter, over, provider_of, refused

WRONG = "Ce n’est pas le mot de passe de ce compte, ou le code manque ou n’est pas celui du moment."

_INVITATION = re.compile(r"/invitation/([A-Za-z0-9_-]{20,100})")

blueprint = Blueprint("arrivals", __name__)


class CodeForm(PageForm):
    """The code of an account that asks for one, where the provider has asked for none."""

    code = StringField("Code à six chiffres")


class ArrivalForm(PageForm):
    """The name of an account that is made."""

    name = CleanLine("Votre nom", [NotTooLong()])


@blueprint.route("/connexion/suite/<token>", methods=["GET", "POST"])
def finish(token: str) -> ResponseReturnValue:
    """Ask for what is missing, then sign in; looking at the page changes nothing."""
    waiting = services().profiles.sign_ons.get(token, str(session.get(BROWSER, "")))
    if waiting is None:
        name = next((one.name for one in services().providers.values()), "ce fournisseur")
        return over(name, 410)
    if waiting.purpose is Purpose.RESUME:
        if actor().account != waiting.account:
            return redirect(url_for("login.login"), 303)
        return ResumingForm(formdata=None, data={"next": waiting.next, "kept": waiting.kept}).go_on()
    if waiting.identity is None:
        return redirect(url_for("login.login"), 303)
    return _missing(token, waiting, waiting.identity)


def _missing(token: str, waiting: SignOn, identity: Identity) -> ResponseReturnValue:
    known = services().profiles
    linked = known.identities.account_of(identity.issuer, identity.subject)
    owner = linked or (known.accounts.find(identity.email) if identity.email else None)
    if owner is not None and owner.closed_at:
        note_reason("compte fermé")
        return refused(waiting, 403, CLOSED)
    if linked is not None:
        return _with_code(token, linked, identity)
    if owner is not None:
        return _with_password(token, waiting, owner, identity)
    if identity.email and _may_have_an_account(waiting, identity):
        return _new_account(token, waiting, identity)
    note_reason("aucun compte pour cette identité")
    name = provider_of(waiting.provider).name
    return render_template("sign_on/no_account.html", name=name, person=identity), 403


def _with_code(token: str, account: Account, identity: Identity) -> ResponseReturnValue:
    form = CodeForm()
    if not account.has_totp or (form.accepted() and takes_code(form, form.code, account)):
        return _enter(token, account, identity)
    return render_template("sign_on/code.html", form=form, account=account), form.status


def _with_password(token: str, waiting: SignOn, account: Account, identity: Identity) -> ResponseReturnValue:
    """Link the identity to the account of its address, once its owner has shown to be her."""
    form = LoginForm()
    name = provider_of(waiting.provider).name
    if form.accepted() and checked(form, account.email, WRONG) == account.id:
        return _linked(token, account, identity)
    return render_template("sign_on/link.html", form=form, account=account, name=name), form.status


def _new_account(token: str, waiting: SignOn, identity: Identity) -> ResponseReturnValue:
    form = ArrivalForm(data={"name": identity.name[: CleanLine.longest]})
    if form.accepted():
        try:
            made = services().profiles.accounts.create(identity.email, form.name.data)
        except UserError as taken:
            form.status, form.refusals = 409, [str(taken)]
        else:
            return _linked(token, made, identity)
    name = provider_of(waiting.provider).name
    return render_template("sign_on/new_account.html", form=form, person=identity, name=name), form.status


def _may_have_an_account(waiting: SignOn, identity: Identity) -> bool:
    """Tell whether the provider brings whoever it knows, or the person comes by an invitation to her."""
    if provider_of(waiting.provider).settings.takes_new_people:
        return True
    found = _INVITATION.fullmatch(waiting.next)
    invited = services().profiles.shares.invitation(found[1]) if found else None
    return invited is not None and invited.email in {"", identity.email.strip().casefold()}


def _linked(token: str, account: Account, identity: Identity) -> ResponseReturnValue:
    services().profiles.identities.link(account.id, identity.issuer, identity.subject)
    return _enter(token, account, identity)


def _enter(token: str, account: Account, identity: Identity) -> ResponseReturnValue:
    taken = services().profiles.sign_ons.take(token, str(session.get(BROWSER, "")))
    if taken is None:  # sent twice: the first one has signed in
        return redirect(url_for("login.login"), 303)
    return enter(account, taken, identity)
