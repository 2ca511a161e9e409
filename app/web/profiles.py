"""The saved profiles: finding, renaming, duplicating, deleting, restoring, exporting and importing them."""

import json
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import FileField, HiddenField
from wtforms.validators import ValidationError

from app.domain.draft import without_numbers
from app.domain.problems import Problem
from app.domain.profile import Profile
from app.domain.profile_json import (
    ProfileRefused,
    catalogues_of,
    parse_json,
    profile_document,
    read_new_profile,
)
from app.domain.text import MAX_NAME, file_slug, is_blank
from app.store import NameTaken, ProfileChanged, SavedProfile
from app.web.contract_catalogue import catalogue_at, is_lost
from app.web.contract_states import states_of
from app.web.downloads import mark_downloaded
from app.web.forms import CleanLine, CreationForm, Filled, NotTooLong, PageForm
from app.web.navigation import page_number
from app.web.profile_form import ConfirmationForm, ProfileForm
from app.web.saving import NAME_TAKEN, create_from, last_save, refuse_name, save_form
from app.web.services import catalogue, profiles

NAME_MISSING = "Donnez un nom au contrat, par exemple « Grand Paris Sud, contrat de ville »."


class RenameForm(ProfileForm):
    """Another name for a profile."""

    name = CleanLine("Nouveau nom (obligatoire)", [Filled(NAME_MISSING), NotTooLong()])

    @classmethod
    def values(cls, profile: Profile) -> dict[str, Any]:
        """Return the present name."""
        return {"name": profile.name}


class DuplicateForm(CreationForm):
    """The name of the copy."""

    name = CleanLine("Nom de la copie (obligatoire)", [Filled(NAME_MISSING), NotTooLong()])


class RestoreForm(PageForm):
    """The name under which a profile comes back: another one may have taken the former."""

    name = CleanLine(
        "Nom du contrat (obligatoire)", [Filled("Nom du contrat : donnez un nom au contrat."), NotTooLong()]
    )
    shown_name = HiddenField()

    def name_for(self, profile: Profile) -> str:
        """Return the name that was typed; where none was, the profile's, which may have changed meanwhile."""
        return profile.name if self.name.data == self.shown_name.data else str(self.name.data)


class ImportForm(CreationForm):
    """A profile exported from this application, here or elsewhere."""

    file = FileField("Fichier d’un contrat (.json, 2 Mo au plus)")
    name = CleanLine("Nom à donner au contrat", [NotTooLong()])

    def validate_file(self, field: FileField) -> None:
        """Refuse the form when no file was chosen."""
        if not getattr(field.data, "filename", ""):
            raise ValidationError("Choisissez un fichier .json exporté depuis un contrat.")


blueprint = Blueprint("profiles", __name__)

PAGE_SIZE = 20
OTHER_CATALOGUE = (
    "Ce contrat a été fait avec un autre catalogue national, que ce site n’a pas\u00a0: il suit maintenant "
    "celui d’aujourd’hui. Relisez les engagements nationaux avant de vous en servir."
)
COPIED = (
    "Copie créée. Si elle est pour un autre territoire, changez ici son nom, son code, ses communes et ses "
    "quartiers ; la page « À vérifier » dit ensuite ce qui parle encore de l’ancien. Sinon, rien à changer."
)


@blueprint.get("/")
def home() -> ResponseReturnValue:
    """Show what the application is, and the saved profiles."""
    query = request.args.get("q", "").strip()[:MAX_NAME]
    page = profiles().search(query, page=page_number(), size=PAGE_SIZE)
    last = max(1, -(-page.total // page.size))
    states = states_of(page.summaries)
    return render_template("profiles/home.html", page=page, query=query, last=last, states=states)


@blueprint.route("/profils/<profile_id:profile_id>/renommer", methods=["GET", "POST"])
def rename(profile_id: int) -> ResponseReturnValue:
    """Give a profile another name."""
    saved = profiles().get(profile_id)
    form = RenameForm.of(saved)
    renamed = replace(saved.profile, name=form.name.data)
    if form.accepted() and save_form(form, saved, renamed, said="Contrat renommé"):
        return redirect(url_for("task_list.show", profile_id=saved.id), 303)
    return render_template("profiles/rename.html", form=form, saved=saved), form.status


@blueprint.route("/profils/<profile_id:profile_id>/dupliquer", methods=["GET", "POST"])
def duplicate(profile_id: int) -> ResponseReturnValue:
    """Make a copy of a profile under another name."""
    saved = profiles().get(profile_id)
    form = DuplicateForm(data={"name": f"{saved.profile.name} (copie)"[:MAX_NAME]})
    if form.accepted():
        named = replace(without_numbers(saved.profile), name=form.name.data)
        copy = create_from(form, named, catalogue=saved.catalogue)
        if copy:
            flash(COPIED, "success")
            return redirect(url_for("territory.edit", profile_id=copy.id), 303)
    return render_template("profiles/duplicate.html", form=form, saved=saved), form.status


@blueprint.route("/profils/<profile_id:profile_id>/supprimer", methods=["GET", "POST"])
def delete(profile_id: int) -> ResponseReturnValue:
    """Ask for a confirmation, then delete. A profile changed meanwhile asks again."""
    saved = profiles().get(profile_id)
    form = ConfirmationForm.of(saved)
    if form.accepted():
        try:
            profiles().delete(saved.id, form.base)
        except ProfileChanged as change:
            saved = change.current
            form.conflicting_version = last_save(saved)
            form.show_conflict(None, saved.version)
        else:
            name = saved.profile.name
            flash(f"Contrat « {name} » mis à la corbeille, où il reste trente jours.", "success")
            return redirect(url_for("profiles.home"), 303)
    return render_template("profiles/delete.html", form=form, saved=saved), form.status


@blueprint.get("/profils/<profile_id:profile_id>/profil.json")
def export(profile_id: int) -> ResponseReturnValue:
    """Send the profile as a file that « Importer » reads back without loss."""
    saved = profiles().get(profile_id)
    document = profile_document(saved.profile, saved.catalogue)
    content = json.dumps(document, ensure_ascii=False, indent=2)
    mark_downloaded(saved.id, saved.version)
    answer = Response(content, mimetype="application/json")
    answer.headers.set("Content-Disposition", "attachment", filename=f"{file_slug(saved.profile.name)}.json")
    return answer


@blueprint.route("/profils/importer", methods=["GET", "POST"])
def import_() -> ResponseReturnValue:
    """Make a profile from an exported file; each problem is named with its path in the file."""
    form = ImportForm()
    problems: tuple[Problem, ...] = ()
    if form.accepted():
        try:
            profile, made_with = _uploaded(form)
            saved = create_from(form, profile, catalogue=made_with if not is_lost(made_with) else "")
        except ProfileRefused as refused:
            form.status, problems = 422, refused.problems
        else:
            if saved:
                flash("Contrat importé.", "success")
                if is_lost(made_with):
                    flash(OTHER_CATALOGUE, "warning")
                return redirect(url_for("task_list.show", profile_id=saved.id), 303)
    return render_template("profiles/import.html", form=form, problems=problems), form.status


def _uploaded(form: ImportForm) -> tuple[Profile, str]:
    """Return the profile in the file, under the name typed beside it, and the hash of its catalogue."""
    document = parse_json(form.file.data.read())
    made_with = catalogues_of(document)[0]
    profile = read_new_profile(document, catalogue_at(made_with) or catalogue())
    name = form.name.data
    return profile if is_blank(name) else replace(profile, name=name), made_with


@blueprint.get("/corbeille")
def trash() -> ResponseReturnValue:
    """Show what can be restored.

    What has waited for thirty days is left out, and goes when someone saves.
    """
    page = page_number()
    found = profiles().trash.list((page - 1) * PAGE_SIZE, PAGE_SIZE + 1)
    if page > 1 and not found:
        abort(404)
    return render_template(
        "trash/list.html", trashed=found[:PAGE_SIZE], page=page, has_more=len(found) > PAGE_SIZE
    )


@blueprint.route("/corbeille/<profile_id:profile_id>/restaurer", methods=["GET", "POST"])
def restore(profile_id: int) -> ResponseReturnValue:
    """Take a profile out of the trash."""
    trashed = profiles().trash.get(profile_id)
    form = RestoreForm(data={"name": trashed.name, "shown_name": trashed.name})
    restored = _restored(profile_id, form) if form.accepted() else None
    if restored:
        flash(f"Contrat « {restored.profile.name} » restauré.", "success")
        return redirect(url_for("task_list.show", profile_id=profile_id), 303)
    return render_template("trash/restore.html", form=form, trashed=trashed), form.status


def _restored(profile_id: int, form: RestoreForm) -> SavedProfile | None:
    try:
        restored = profiles().trash.restore(
            profile_id, lambda profile: replace(profile, name=form.name_for(profile))
        )
    except NameTaken as taken:
        refuse_name(form, taken.existing_id, NAME_TAKEN)
        return None
    form.say_what_was_removed()
    return restored
