"""What an administrator of the site looks after: accounts, organisations, the journal."""

import re

from flask import Blueprint, abort, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, HiddenField, PasswordField, SelectField, StringField
from wtforms.validators import ValidationError

from app.access import Role
from app.domain.problems import UserError
from app.mail.letters import password_link
from app.store.account_rows import Account, AccountRefused
from app.web.forms import NOT_A_CHOICE, Checkboxes, CleanLine, Filled, NotTooLong, PageForm
from app.web.login import is_own_password
from app.web.mailing import hand_over, site_name
from app.web.navigation import page_number
from app.web.roles import EVENTS
from app.web.services import actor, catalogue, services

blueprint = Blueprint("administration", __name__)

PAGE_SIZE = 50
NEW_LINK = "new_access_link"
"""Where the cookie keeps the address that gives a password, until it is shown, once."""

_LINK_IS_MADE = "Un autre lien est fait, et ceux d’avant ne valent plus"
_SIRET = re.compile(r"\d{14}")
_LUHN_BASE = 10
_POSTE = "356000000"


class AccountForm(PageForm):
    """What is done with accounts: `done` says which of the page's forms was sent, `key` about whom."""

    done = HiddenField()
    key = HiddenField()
    email = StringField("Adresse électronique")
    name = CleanLine("Nom de la personne", [NotTooLong()])
    administrator = BooleanField("Administre le site")


class LinkForm(PageForm):
    """The administrator's own password, before a link replaces that of somebody else."""

    password = PasswordField("Votre propre mot de passe")


class OrganisationForm(PageForm):
    """An organisation that is added."""

    name = CleanLine("Nom de l’organisme", [Filled("Nom de l’organisme\u00a0: écrivez-le."), NotTooLong()])
    siret = StringField("Numéro SIRET")
    kind = SelectField("Sorte de partenaire", invalid_choice_message=NOT_A_CHOICE)

    def validate_siret(self, field: StringField) -> None:
        """Refuse what is no SIRET; none is right."""
        field.data = re.sub(r"\s", "", str(field.data or ""))
        if field.data and not is_siret(field.data):
            raise ValidationError("Numéro SIRET\u00a0: quatorze chiffres, le dernier contrôle les autres.")


class MembersForm(PageForm):
    """The members of an organisation."""

    members = Checkboxes("Membres", invalid_choice_message=NOT_A_CHOICE)
    remove = BooleanField("Supprimer cet organisme, et les rôles qu’il a sur des contrats")


def is_siret(text: str) -> bool:
    """Tell whether the text is a SIRET: fourteen digits, with Luhn's key (those of La Poste have another)."""
    if not _SIRET.fullmatch(text):
        return False
    doubled = (int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(text))
    return (
        sum(sum(divmod(number, _LUHN_BASE)) for number in doubled) % _LUHN_BASE == 0
        or text[:9] == "356000000"
    )


@blueprint.route("/administration/comptes", methods=["GET", "POST"])
def accounts() -> ResponseReturnValue:
    """Show the accounts; make one, give a link, close, open again, erase."""
    form = AccountForm()
    if form.accepted():
        try:
            flash(_change(form), "success")
        except UserError as refused:
            form.status, form.refusals = 422, [str(refused)]
        else:
            return redirect(url_for("administration.accounts"), 303)
    page = render_template(
        "administration/accounts.html",
        form=form,
        accounts=services().profiles.accounts.all(),
        new_link=session.pop(NEW_LINK, None),
    )
    return page, form.status


def _change(form: AccountForm) -> str:
    """Do what a form of the page asks for: what to say of it. Raises AccountRefused."""
    known, me = services().profiles.accounts, actor().account
    if form.done.data == "create":
        made = known.create(str(form.email.data or ""), form.name.data, administrator=form.administrator.data)
        return _give_link(made, "Le compte est créé")
    account = known.get(_number(form))
    match form.done.data:
        case "link" if not account.has_password:
            return _give_link(account, _LINK_IS_MADE)
        case "sessions":
            services().profiles.logins.close_all(account.id, me or 0)
            return "Les sessions du compte sont fermées."
        case "close":
            known.close(account.id, me)
            return "Le compte est fermé, et ses sessions avec lui."
        case "reopen":
            known.reopen(account.id, me)
            return "Le compte est rouvert."
        case "erase":
            known.erase(account.id, me)
            return "Le compte est effacé."
    raise AccountRefused("Choisissez ce que vous voulez changer.")


@blueprint.route("/administration/comptes/<profile_id:number>/lien", methods=["GET", "POST"])
def link(number: int) -> ResponseReturnValue:
    """Give a link that replaces the password of an account, once the administrator has given her own.

    Whoever has the link signs in for that person, unless the account asks for a code: it is noted, and told
    to her and to the other owners of her contracts.
    """
    known = services().profiles.accounts
    try:
        account = known.get(number)
    except AccountRefused:
        abort(404)
    form = LinkForm()
    has_password = known.get(actor().account or 0).has_password
    if form.accepted() and (not has_password or is_own_password(form, form.password)):
        try:
            said = _give_link(account, _LINK_IS_MADE)
        except AccountRefused as refused:
            form.status, form.refusals = 409, [str(refused)]
        else:
            flash(said, "success")
            return redirect(url_for("administration.accounts"), 303)
    owned = sum(role is Role.OWNER for _, role in services().profiles.shares.roles_of(number))
    page = render_template(
        "administration/link.html", form=form, account=account, owned=owned, asks_password=has_password
    )
    return page, form.status


def _give_link(account: Account, done: str) -> str:
    """Make the link of an account, send it or have it shown once: what to say, after `done`."""
    token = services().profiles.accounts.link(account.id, actor().account)
    link = url_for("login.choose_password", token=token, _external=True)
    is_first = not account.has_password
    letter = password_link(account.email, site_name(), account.name, link, is_first=is_first)
    return hand_over(letter, link, NEW_LINK, done)


def _number(form: AccountForm) -> int:
    text = str(form.key.data or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0  # noqa: PLR2004 — nine digits fit the database


@blueprint.route("/administration/organismes", methods=["GET", "POST"])
def organisations() -> ResponseReturnValue:
    """Show the organisations, and add one."""
    form = OrganisationForm()
    kinds = {partner.id: partner.title for partner in catalogue().partners}
    form.kind.choices = {"": "(aucune)", **kinds}
    if form.accepted():
        try:
            services().profiles.organisations.create(form.name.data, form.siret.data, form.kind.data)
        except UserError as refused:
            form.status, form.name.errors = 409, [str(refused)]
        else:
            flash("L’organisme est ajouté.", "success")
            return redirect(url_for("administration.organisations"), 303)
    known = services().profiles.organisations.all()
    page = render_template("administration/organisations.html", form=form, organisations=known, kinds=kinds)
    return page, form.status


@blueprint.route("/administration/organismes/<profile_id:number>", methods=["GET", "POST"])
def organisation(number: int) -> ResponseReturnValue:
    """Choose the members of an organisation, or remove it."""
    store = services().profiles
    found = next((one for one in store.organisations.all() if one.id == number), None)
    if found is None:
        abort(404)
    form = MembersForm(data={"members": [str(one) for one in store.organisations.members(number)]})
    form.members.choices = {str(one.id): f"{one.name} ({one.email})" for one in store.accounts.all()}
    if form.accepted():
        if form.remove.data:
            store.organisations.remove(number)
            flash("L’organisme est supprimé.", "success")
        else:
            store.organisations.set_members(number, [int(one) for one in form.members.data])
            flash("Les membres sont enregistrés.", "success")
        return redirect(url_for("administration.organisations"), 303)
    return render_template("administration/organisation.html", form=form, organisation=found), form.status


@blueprint.get("/administration/journal")
def journal() -> ResponseReturnValue:
    """Show what was done with accounts and rights, the latest first."""
    page = page_number()
    found = services().profiles.audit.entries((page - 1) * PAGE_SIZE, PAGE_SIZE + 1)
    return render_template(
        "administration/journal.html",
        entries=found[:PAGE_SIZE],
        events=EVENTS,
        page=page,
        has_more=len(found) > PAGE_SIZE,
    )
