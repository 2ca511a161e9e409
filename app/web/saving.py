"""Saving a profile from a form: either it is saved, or the form says why and keeps every word."""

from dataclasses import replace
from functools import partial

from flask import flash, request

from app.domain.assembly import assemble
from app.domain.profile import Profile
from app.store import NameTaken, ProfileChanged, ProfileTrashed, SavedProfile, Version, VersionNotFound
from app.web.forms import CreationForm, PageForm, ProfileForm, version_number
from app.web.parts import profiles
from app.web.standing import catalogue_at, catalogue_of, draft_of
from app.web.unprinted_notice import say_what_left

NAME_TAKEN = "Un contrat porte déjà ce nom. Choisissez-en un autre, ou ouvrez le contrat existant."
ALREADY_SENT = (
    "Ce formulaire a déjà créé un contrat, différent de ce que vous venez d’envoyer. "
    "Ouvrez-le pour le modifier, ou donnez un autre nom pour créer un second contrat."
)
IN_THE_TRASH = (
    "Ce formulaire a déjà créé un contrat, qui est maintenant à la corbeille. Enregistrez de nouveau "
    "pour en créer un autre, ou restaurez le premier."
)


def saved_by(
    form: ProfileForm,
    saved: SavedProfile,
    changed: Profile,
    *,
    catalogue: str = "",
    said: str = "Enregistré",
) -> bool:
    """Whether the changed profile is now saved; if not, the form carries the reason.

    The next page says `said` and the number of the version, by which the person may find it again.
    `catalogue`: the hash of the one that it stands on from now on; it stays on its own without one.

    Raises StoreUnavailable and ProfileNotFound: their pages keep what was typed.
    """
    try:
        kept = profiles().save(saved.id, _expected_version(form, saved), changed, catalogue=catalogue)
    except ProfileChanged as change:
        _meet(form, change.current)
        return False
    except NameTaken as taken:
        refuse_name(form, taken.existing_id, NAME_TAKEN)
        return False
    form.say_what_was_removed()
    flash(f"{said} (version\u00a0{kept.version}).", "success")
    known = catalogue_at(catalogue) if catalogue else None
    say_what_left(draft_of(saved), assemble(known or catalogue_of(saved), changed), saved.id)
    return True


def _meet(form: ProfileForm, current: SavedProfile) -> None:
    """Show what was saved meanwhile; what the person had not touched takes it."""
    form_of = partial(type(form).of, formdata=None)
    seen = _seen(form, current.id) if form.merges else None
    before = form_of(replace(current, profile=seen)) if seen else None
    form.met = last_save(current)
    form.meet(form_of(current), current.version, before)


def last_save(current: SavedProfile) -> Version | None:
    """When a profile was last saved, and by whom if that person gave a name."""
    try:
        return profiles().versions.get(current.id, current.version)
    except VersionNotFound:
        return None


def _expected_version(form: ProfileForm, saved: SavedProfile) -> int:
    """The version to save upon: the one that the form was made from, or the present one.

    Another page may have changed the profile meanwhile. `changed` was made from the present profile, so that
    nothing of it is lost; when what this form is about has not changed, there is no conflict to settle.
    """
    if form.seen_version == saved.version or not form.merges:
        return form.seen_version
    seen = _seen(form, saved.id)
    same = seen is not None and form.values(seen) == form.values(saved.profile)
    return saved.version if same else form.seen_version


def _seen(form: ProfileForm, profile_id: int) -> Profile | None:
    """What the person had under the eyes, where it is known."""
    try:
        return profiles().versions.get(profile_id, form.seen_version).profile
    except VersionNotFound:
        return None


def base_version(profile_id: int) -> Version | None:
    """The version that the form of this request was made from; None where none was sent or it is unknown."""
    number = version_number(request.form.get("version", ""))
    try:
        return profiles().versions.get(profile_id, number) if number else None
    except VersionNotFound:
        return None


def refuse_name(form: PageForm, existing_id: int, message: str) -> None:
    """Say under the name what stands in its way, with a link to that profile."""
    form.status = 409
    form.existing_id = existing_id
    form["name"].errors = [*form["name"].errors, message]


def created_by(form: CreationForm, profile: Profile, *, catalogue: str = "") -> SavedProfile | None:
    """The new profile, or None when it could not be made and the form says why.

    `catalogue`: the hash of the one that it stands on, when it is not the one in use.

    The same token gives the profile that it already made, so a double click makes one profile.
    When that one is not what was typed now (a back button, a correction, a second sending), or is in the
    trash by now, nothing is taken for saved: the form gets a new token and says where the first profile is.
    """
    try:
        saved = profiles().create(profile, form.seen_token, catalogue=catalogue)
    except NameTaken as taken:
        refuse_name(form, taken.existing_id, NAME_TAKEN)
        return None
    except ProfileTrashed as trashed:
        form.renew_token()
        refuse_name(form, trashed.id, IN_THE_TRASH)
        return None
    if saved.profile != profile:
        form.renew_token()
        refuse_name(form, saved.id, ALREADY_SENT)
        return None
    form.say_what_was_removed()
    return saved
