"""Who has which role on a contract, the invitations to one, and the page that an invitation opens."""

from collections.abc import Sequence

from flask import Blueprint, abort, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, SelectField, StringField

from app.access import Role, passwords
from app.domain.problems import UserError
from app.mail import letters
from app.store import SavedProfile
from app.store.account_rows import AccountRefused
from app.store.shares import Invitation, Organisation, ShareRefused
from app.web.access import sign_in
from app.web.forms import NOT_A_CHOICE, CleanLine, NotTooLong, PageForm
from app.web.login import LINK_OVER, NewPasswordForm
from app.web.mailing import hand_over, site_name
from app.web.parts import part_chosen, part_in_words, parts_offered
from app.web.roles import EXPLAINED, ROLES
from app.web.services import actor, profiles, services

blueprint = Blueprint("sharing", __name__)

NEW_LINK = "new_link"
"""Where the cookie keeps the address of an invitation until it is shown, once."""


class ShareForm(PageForm):
    """What is changed of the roles: `done` says which of the page's forms was sent, `key` about whom."""

    done = HiddenField()
    key = HiddenField()
    role = SelectField("Rôle", invalid_choice_message=NOT_A_CHOICE)
    email = StringField("Adresse électronique de la personne")
    organisation = SelectField("Organisme", invalid_choice_message=NOT_A_CHOICE)
    part = SelectField("Sur quoi", invalid_choice_message=NOT_A_CHOICE)
    numbers = CleanLine("Ou seulement ces engagements, par leurs numéros", [NotTooLong()])

    def propose(self, organisations: Sequence[Organisation]) -> "ShareForm":
        """Return the form with the roles, the organisations and the parts to choose from."""
        named = {str(one.id): one.name for one in organisations}
        self.part.choices = parts_offered(organisations)
        self.part.data = self.part.data or ""
        self.role.choices = {role: f"{title} : {EXPLAINED[role]}" for role, title in ROLES.items()}
        self.organisation.choices = {"": "(aucun)", **named}
        self.role.data = self.role.data or Role.READER
        self.organisation.data = self.organisation.data or ""
        return self


class JoinForm(NewPasswordForm):
    """The name and the password of who is invited and has no account yet."""

    name = CleanLine("Votre nom", [NotTooLong()])


@blueprint.route("/profils/<profile_id:profile_id>/partage", methods=["GET", "POST"])
def show(profile_id: int) -> ResponseReturnValue:
    """Show who has which role on a contract, and change it."""
    saved = profiles().get(profile_id)
    store = services().profiles
    organisations = store.organisations.all()
    form = ShareForm().propose(organisations)
    if form.accepted():
        try:
            flash(_change(form, saved), "success")
        except UserError as refused:
            form.status, form.refusals = 422, [str(refused)]
        else:
            return redirect(url_for("sharing.show", profile_id=profile_id), 303)
    page = render_template(
        "sharing/show.html",
        form=form,
        saved=saved,
        shares=store.shares.of_contract(profile_id),
        invitations=store.shares.invitations(profile_id),
        roles=ROLES,
        part_of=lambda scope: part_in_words(scope, {one.id: one for one in organisations}, saved),
        new_link=session.pop(NEW_LINK, None),
    )
    return page, form.status


def _change(form: ShareForm, saved: SavedProfile) -> str:
    """Do what a form of the page asks for: what to say of it. Raises UserError."""
    shares, me, contract = services().profiles.shares, actor().account or 0, saved.id
    role, part = Role(form.role.data), part_chosen(saved, str(form.part.data or ""), form.numbers.data)
    match form.done.data:
        case "invite":
            email = str(form.email.data or "").strip()
            token = shares.invite(contract, role, email, me, part)
            link = url_for("sharing.invitation", token=token, _external=True)
            named = (actor().name, saved.profile.name, ROLES[role], link)
            letter = letters.invitation(email, site_name(), *named) if email else None
            return hand_over(letter, link, NEW_LINK, "L’invitation est faite")
        case "give" if form.organisation.data:
            shares.give(contract, role, me, to_organisation=int(form.organisation.data), scope=part)
            return "Le rôle est donné à l’organisme."
        case "change":
            account = _holder(contract, form)
            shares.give(contract, role, me, to_account=account)
            return "Le rôle est changé."
        case "revoke":
            shares.revoke(contract, _number(form), me)
            return "Le rôle est retiré."
        case "cancel":
            shares.revoke_invitation(contract, str(form.key.data or "-"), me)
            return "L’invitation est annulée : son lien n’ouvre plus rien."
    raise ShareRefused("Choisissez ce que vous voulez changer.")


def _number(form: ShareForm) -> int:
    text = str(form.key.data or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0  # noqa: PLR2004 — nine digits fit the database


def _holder(contract: int, form: ShareForm) -> int:
    """Return the account of a role of this contract. Raises ShareRefused."""
    for share in services().profiles.shares.of_contract(contract):
        if share.id == _number(form) and share.account is not None and share.scope.is_whole:
            return share.account
    raise ShareRefused("Ce rôle n’est plus là.")


@blueprint.route("/invitation/<token>", methods=["GET", "POST"])
def invitation(token: str) -> ResponseReturnValue:
    """Show who invites to what; accept it when the form is sent. Looking does not use the invitation up."""
    shares = services().profiles.shares
    invited = shares.invitation(token)
    if invited is None:
        return render_template(LINK_OVER), 410
    asking = actor()
    if asking.is_signed_in:
        return _accept(token, invited)
    if not invited.email or services().profiles.accounts.find(invited.email):
        page = render_template("sharing/sign_in.html", invited=invited, role=_said(invited))
        return page, 200
    return _join(token, invited)


def _accept(token: str, invited: Invitation) -> ResponseReturnValue:
    form = PageForm()
    mine = services().profiles.accounts.get(actor().account or 0)
    if form.accepted():
        try:
            services().profiles.shares.accept(token, mine.id, mine.email)
        except ShareRefused as refused:
            form.status, form.refusals = 409, [str(refused)]
        else:
            return _welcome(invited)
    page = render_template("sharing/accept.html", form=form, invited=invited, role=_said(invited))
    return page, form.status


def _join(token: str, invited: Invitation) -> ResponseReturnValue:
    """Make the account of who is invited by an address that has none, with the password that is chosen."""
    form = JoinForm()
    form.about(invited.email)
    if form.accepted():
        store = services().profiles
        try:
            made = store.accounts.create(invited.email, form.name.data)
            store.accounts.set_password(made.id, passwords.hashed(str(form.password.data)))
            store.shares.accept(token, made.id, made.email)
        except (AccountRefused, ShareRefused):
            abort(410)
        sign_in(made.id)
        return _welcome(invited)
    page = render_template("sharing/join.html", form=form, invited=invited, role=_said(invited))
    return page, form.status


def _said(invited: Invitation) -> str:
    """Return what somebody is invited as: the role, and the part of the contract that it is about."""
    carrier = invited.scope.carrier
    organisations = services().profiles.organisations.some({carrier} if carrier else ())
    part = part_in_words(invited.scope, {one.id: one for one in organisations})
    role = ROLES[invited.role].lower()
    return f"{role}, sur {part[0].lower()}{part[1:]}" if part else role


def _welcome(invited: Invitation) -> ResponseReturnValue:
    flash(f"Vous avez accès à «\u00a0{invited.contract_name}\u00a0» ({_said(invited)}).", "success")
    return redirect(url_for("task_list.show", profile_id=invited.contract), 303)
