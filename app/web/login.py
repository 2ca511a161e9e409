"""Signing in and out, the one-time link with which a password is chosen, and the password given again."""

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import ValidationError

from app.access import passwords, recovery, totp
from app.store.account_rows import Account, Secrets
from app.web.access import login_token, renew_session, sign_in
from app.web.forms import PageForm
from app.web.proxy_sign_on import PROXY, announced
from app.web.requests import note_reason
from app.web.resuming import ConfirmForm, LoginForm, safe_address, typed_password
from app.web.services import actor, services
from app.web.sign_on import sign_out

UNKNOWN = "Adresse ou mot de passe inconnus, ou code absent ou faux. Rien ne dit ici lequel."
TOO_MANY = "Trop d’essais depuis ici\u00a0: attendez {seconds} s, puis recommencez."
WRONG_PASSWORD = "Ce n’est pas votre mot de passe."  # noqa: S105 — a message
WRONG_CODE = (
    "Ce n’est ni le code de votre application en ce moment, ni un de vos codes de secours\u00a0: attendez le "
    "suivant et recommencez."
)
LINK_OVER = "login/link_over.html"

blueprint = Blueprint("login", __name__)


class NewPasswordForm(PageForm):
    """A password that is chosen, twice. `context`: the words that it may not be made of."""

    context: tuple[str, ...] = ()
    email = HiddenField()
    password = PasswordField("Nouveau mot de passe")
    again = PasswordField("Le même, une seconde fois")

    def validate_password(self, field: PasswordField) -> None:
        """Refuse what is guessed, and say why."""
        if refusal := passwords.refusal(str(field.data or ""), self.context):
            raise ValidationError(refusal)

    def validate_again(self, field: PasswordField) -> None:
        """Refuse two passwords that differ."""
        if field.data != self.password.data:
            raise ValidationError("Les deux mots de passe diffèrent.")

    def about(self, *words: str) -> "NewPasswordForm":
        """Return the form, which refuses a password made of these words and of the collectivité's name."""
        self.context = (*words, services().identity.name or "")
        self.email.data = words[0] if words else ""
        return self


@blueprint.route("/connexion", methods=["GET", "POST"])
def login() -> ResponseReturnValue:
    """Sign in. An address that has no account is answered as slowly, and in the same words."""
    form = LoginForm()
    if (said := announced()) and said.account and said.account.has_totp and not actor().is_signed_in:
        return _with_code(form, said.account)
    if not form.is_submitted():
        form.next.data = request.args.get("next", "")
        if actor().is_signed_in:
            return redirect(safe_address(form.next.data), 303)
    if form.accepted():
        account = checked(form, form.email.data or "", UNKNOWN)
        if account is not None:
            sign_in(account)
            return form.go_on()
    return render_template("login/login.html", form=form, expired=False), form.status


def _with_code(form: LoginForm, account: Account) -> ResponseReturnValue:
    """Sign in whoever a trusted proxy says is here, with the code of the account: it has asked for none."""
    if not form.is_submitted():
        form.next.data = request.args.get("next", "")
    if form.accepted() and takes_code(form, form.code, account):
        sign_in(account.id, PROXY)
        return form.go_on()
    return render_template("sign_on/code.html", form=form, account=account), form.status


@blueprint.post("/deconnexion")
def logout() -> ResponseReturnValue:
    """End the session, on the server and in the browser."""
    if PageForm().accepted():
        logins = services().profiles.logins
        provider, id_token = logins.provider_of(login_token())
        logins.close(login_token())
        session.clear()
        flash("Vous êtes déconnecté.", "success")
        if provider and (page := sign_out(provider, id_token)):
            return page
    return redirect(url_for("login.login"), 303)


@blueprint.route("/connexion/confirmer", methods=["GET", "POST"])
def confirm() -> ResponseReturnValue:
    """Ask for the password again before a change of rights or secrets."""
    form = ConfirmForm()
    if not form.is_submitted():
        form.next.data = request.args.get("next", "")
    if form.accepted() and is_own_password(form, form.password):
        renew_session()
        return form.go_on()
    return render_template("login/confirm.html", form=form), form.status


@blueprint.route("/acces/<token>", methods=["GET", "POST"])
def choose_password(token: str) -> ResponseReturnValue:
    """Choose the password of an account by its link. Looking at the page does not use the link up."""
    accounts = services().profiles.accounts
    account = accounts.of_link(token)
    if account is None:
        return render_template(LINK_OVER), 410
    form = NewPasswordForm().about(account.email, account.name)
    if form.accepted():
        if accounts.use_link(token, passwords.hashed(str(form.password.data))) is None:
            return render_template(LINK_OVER), 410
        session.clear()
        flash("Votre mot de passe est enregistré. Connectez-vous.", "success")
        return redirect(url_for("login.login"), 303)
    return render_template("login/password.html", form=form, account=account), form.status


def is_own_password(form: PageForm, field: PasswordField) -> bool:
    """Tell whether the password is that of who is signed in; else the form says so. Tries are counted."""
    known = services().profiles.accounts.secrets_of(actor().account or 0)
    if refuse_hurry(form, field, known.account.email):
        return False
    if passwords.is_right(typed_password(field), known.password_hash):
        return True
    services().profiles.logins.failed(client_address(), known.account.email, known.account.id)
    form.status, field.errors = 422, [WRONG_PASSWORD]
    return False


def is_own_code(form: PageForm, field: StringField) -> bool:
    """Tell whether it is a code of who is signed in, for an account that has some; else the form says so."""
    known = services().profiles.accounts.secrets_of(actor().account or 0)
    if refuse_hurry(form, field, known.account.email):
        return False
    if code_is_right(known, str(field.data or "")):
        return True
    services().profiles.logins.failed(client_address(), known.account.email, known.account.id)
    form.status, field.errors = 422, [WRONG_CODE]
    return False


def takes_code(form: PageForm, field: StringField, account: Account) -> bool:
    """Tell whether it is a code of an account that asks for one; else the form says so. Tries are counted."""
    known, logins = services().profiles.accounts.secrets_of(account.id), services().profiles.logins
    if refuse_hurry(form, field, account.email):
        return False
    if code_is_right(known, str(field.data or "")):
        logins.succeeded(client_address(), account.email)
        return True
    logins.failed(client_address(), account.email, account.id)
    form.status, field.errors = 422, [WRONG_CODE]
    return False


def refuse_hurry(form: PageForm, field: StringField, email: str) -> bool:
    """Tell whether too many wrong passwords came from here; then the form says how long to wait."""
    seconds = services().profiles.logins.wait(client_address(), email)
    if seconds:
        form.status, field.errors = 429, [TOO_MANY.format(seconds=seconds)]
        note_reason("trop d’essais de mot de passe")
    return seconds > 0


def client_address() -> str:
    """Return the address that the request comes from, as far as the proxies that are counted say."""
    return request.remote_addr or ""


def checked(form: LoginForm, email: str, wrong: str) -> int | None:
    """Return the account of a right address, password and code; else the form says `wrong`."""
    email = email.strip()[: passwords.LONGEST]
    if refuse_hurry(form, form.password, email):
        return None
    store = services().profiles
    known = store.accounts.secrets(email)
    is_open = known is not None and known.account.closed_at is None
    typed = typed_password(form.password)
    is_right = passwords.is_right(typed, known.password_hash if known and is_open else None)
    if known is None or not is_right or not code_is_right(known, str(form.code.data or "")):
        store.logins.failed(client_address(), email, known.account.id if known else None)
        form.status, form.password.errors = 422, [wrong]
        note_reason("adresse, mot de passe ou code refusé")
        return None
    store.logins.succeeded(client_address(), email)
    if passwords.is_outdated(known.password_hash or ""):
        store.accounts.rehash(known.account.id, passwords.hashed(typed))
    return known.account.id


def code_is_right(known: Secrets, code: str) -> bool:
    """Tell whether it is a code of the account, which is then used up. Any is right where none is asked."""
    if known.totp_secret is None:
        return True
    if len(recovery.plain(code)) > totp.DIGITS:
        return services().profiles.recovery_codes.use(known.account.id, code)
    now = services().profiles.now().timestamp()
    step = totp.matching_step(known.totp_secret, code, now, known.totp_step)
    return step is not None and services().profiles.accounts.take_totp_step(known.account.id, step)
