"""Saving a profile from a form: either it is saved, or the form says why and keeps every word."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from flask import flash, url_for
from markupsafe import Markup

from app.domain.assembly import assemble_numbered, assemble_unchecked
from app.domain.draft import Draft
from app.domain.french import count_noun, format_euros, quoted, typeset
from app.domain.limits import ProfileTooLarge
from app.domain.profile import Profile
from app.domain.text import first_words
from app.domain.unprinted import Unprinted, unprinted
from app.store import Along, NameTaken, ProfileChanged, ProfileTrashed, SavedProfile, Version
from app.web.contract_catalogue import catalogue_at, catalogue_of
from app.web.forms import CreationForm, PageForm
from app.web.profile_form import ProfileForm, base_versions, version_at
from app.web.services import catalogue as current_catalogue
from app.web.services import profiles
from app.web.visits import name_is_to_ask

NAME_TAKEN = "Un contrat porte déjà ce nom. Choisissez-en un autre, ou ouvrez le contrat existant."
ALREADY_SENT = (
    "Ce formulaire a déjà créé un contrat, différent de ce que vous venez d’envoyer. "
    "Ouvrez-le pour le modifier, ou donnez un autre nom pour créer un second contrat."
)
IN_THE_TRASH = (
    "Ce formulaire a déjà créé un contrat, qui est maintenant à la corbeille. Enregistrez de nouveau "
    "pour en créer un autre, ou restaurez le premier."
)


@dataclass(frozen=True, slots=True)
class Written:
    """How a version is written that is made of what others proposed: its author, and what goes with it."""

    author: str
    along: Along


def save_form(
    form: ProfileForm,
    saved: SavedProfile,
    changed: Profile,
    *,
    catalogue: str = "",
    said: str = "Enregistré",
    written: Written | None = None,
) -> bool:
    """Whether the changed profile is now saved; if not, the form carries the reason.

    The next page says `said` and the number of the version, by which the person may find it again.
    `catalogue`: the hash of the one that it stands on from now on; it stays on its own without one.
    `written`: whose the version is where it is not the person's, and what is written with it.

    Raises StoreUnavailable and ProfileNotFound: their pages keep what was typed.
    """
    before = assemble_unchecked(catalogue_of(saved), saved.profile)
    known = catalogue_at(catalogue) if catalogue else None
    after = assemble_numbered(known or catalogue_of(saved), changed, before)
    try:
        store = profiles(written.author if written else "")
        along, expected = written.along if written else None, _expected_version(form, saved)
        kept = store.save(saved.id, expected, after.profile, catalogue=catalogue, along=along)
    except ProfileChanged as change:
        show_conflict(form, change.current)
        return False
    except NameTaken as taken:
        refuse_name(form, taken.existing_id, NAME_TAKEN)
        return False
    except ProfileTooLarge as refused:
        refuse_size(form, refused)
        return False
    form.say_what_was_removed()
    flash(f"{said} (version\u00a0{kept.version}).", "success")
    if name_is_to_ask():
        flash(YOUR_NAME.format(url_for("versions.author")), "info")
    say_what_left(before, after, saved.id)
    return True


def show_conflict(form: ProfileForm, current: SavedProfile) -> None:
    """Show what was saved meanwhile; what the person had not touched takes it.

    The fields are compared with the last version that showed them: what the form is about may have been
    removed since, then put back by somebody else.
    """
    form.conflicting_version = last_save(current)
    form.misplaced = list(form.without_place(current))
    if form.is_gone(current):
        form.show_conflict(None, current.version)
        return
    form_of = partial(type(form).of, formdata=None)
    shown = (contract for contract in base_versions(current) if not form.is_gone(contract))
    base = next(shown, None) if form.merges else None
    form.show_conflict(form_of(current), current.version, form_of(base) if base else None)


def last_save(current: SavedProfile) -> Version | None:
    """When a profile was last saved, and by whom if that person gave a name."""
    return version_at(current.id, current.version)


def _expected_version(form: ProfileForm, saved: SavedProfile) -> int:
    """Return the version to save upon: the one that the form was made from, or the present one.

    Another page may have changed the profile meanwhile. `changed` was made from the present profile, so that
    nothing of it is lost; when what this form is about has not changed, and all that was typed still has a
    place, there is no conflict to settle.
    """
    if form.base == saved.version or not form.merges:
        return form.base
    base = version_at(saved.id, form.base)
    same = base is not None and form.values(base.profile) == form.values(saved.profile)
    return saved.version if same and not any(form.without_place(saved)) else form.base


def refuse_name(form: PageForm, existing_id: int, message: str) -> None:
    """Say under the name what stands in its way, with a link to that profile."""
    form.status = 409
    form.existing_id = existing_id
    form["name"].errors = [*form["name"].errors, message]


def refuse_size(form: PageForm, refused: ProfileTooLarge) -> None:
    """Say above the form which limit the contract passes; what was typed stays on the page."""
    form.status = 422
    form.refusals = [problem.message for problem in refused.problems]


def create_from(form: CreationForm, profile: Profile, *, catalogue: str = "") -> SavedProfile | None:
    """Return the new profile, or None when it could not be made and the form says why.

    `catalogue`: the hash of the one that it stands on, when it is not the one in use.

    The same token gives the profile that it already made, so a double click makes one profile.
    When that one is not what was typed now (a back button, a correction, a second sending), or is in the
    trash by now, nothing is taken for saved: the form gets a new token and says where the first profile is.
    """
    profile = assemble_numbered(catalogue_at(catalogue) or current_catalogue(), profile).profile
    try:
        saved = profiles().create(profile, form.seen_token, catalogue=catalogue)
    except NameTaken as taken:
        refuse_name(form, taken.existing_id, NAME_TAKEN)
        return None
    except ProfileTrashed as trashed:
        form.renew_token()
        refuse_name(form, trashed.id, IN_THE_TRASH)
        return None
    except ProfileTooLarge as refused:
        refuse_size(form, refused)
        return None
    if saved.profile != profile:
        form.renew_token()
        refuse_name(form, saved.id, ALREADY_SENT)
        return None
    form.say_what_was_removed()
    return saved


FEW = 4
"""How many are named at once: a notice travels in a cookie, and the list has its page."""
LONGEST = 70
YOUR_NAME = Markup(
    '<a href="{}">Donnez votre nom</a>, une fois, pour que votre équipe sache qui a enregistré.'
)
LEFT = Markup('{} : {}. <a href="{}">Voir ces textes, et les remettre au contrat</a>')


def say_what_left(before: Draft, after: Draft, profile_id: int) -> None:
    """Tell the person about the texts that the document held before this save, and holds no longer."""
    known = {(kept.id, text) for kept in unprinted(before) for text in kept.said}
    left = [kept for kept in unprinted(after) if any((kept.id, text) not in known for text in kept.said)]
    if left:
        title = count_noun(len(left), "texte gardé, non imprimé", "textes gardés, non imprimés")
        address = url_for("unprinted.show", profile_id=profile_id)
        flash(LEFT.format(title, " ; ".join(_named(left)), address), "warning")


def _named(left: Sequence[Unprinted]) -> list[str]:
    named = [f"{quoted(first_words(kept.name, LONGEST))}{_money(kept)}" for kept in left[:FEW]]
    others = len(left) - FEW
    said = [*named, count_noun(others, "autre", "autres")] if others > 0 else named
    return [typeset(text) for text in said]


def _money(kept: Unprinted) -> str:
    return f" ({format_euros(kept.amount)})" if kept.amount else ""
