"""The versions of a contract: listed, named, compared, restored, downloaded again."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby, pairwise

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from app.documents.publish import Choice, Format, Published, publish
from app.documents.word import Amended, RenderOptions, write_draft
from app.domain.diff import in_words
from app.domain.diff.contract import contract_changes, untouched
from app.domain.draft import keep_present_numbers
from app.domain.profile import Profile
from app.domain.text import file_slug
from app.store import VersionHeading, VersionNotFound
from app.territories import departures_of
from app.web.contract_catalogue import compare_versions, draft_at, draft_of, is_lost, sentences_of_changes
from app.web.downloads import mark_downloaded, send_published
from app.web.forms import CleanLine, NotTooLong, PageForm, version_number
from app.web.kept_files import KeptForVersion
from app.web.profile_form import ConfirmationForm
from app.web.saving import save_form
from app.web.services import AUTHOR, author_name, legal_time, profiles, reference, services
from app.web.signature import contract_signed, signed_note, signed_state, signed_version
from app.web.visits import mark_seen


class VersionNameForm(PageForm):
    """What the version was for: « transmise au comité du 12 mars »."""

    label = CleanLine("Nom de la version", [NotTooLong()])


class AuthorForm(PageForm):
    """The name that the saves of this browser will bear."""

    author = CleanLine("Votre nom", [NotTooLong()])


blueprint = Blueprint("versions", __name__)
PAGE_SIZE = 25
FEW = 3
"""Differences that are shown open; more are opened one by one."""

NO_SUCH_VERSION = "Cette version n’existe pas. Choisissez-en deux dans la liste."


@dataclass(frozen=True, slots=True)
class Line:
    """A version as the list shows it. `exact`: its Word file can be made again as it was.

    `previous`: the number of the one that it is compared to, where the list does not say what changed.
    """

    version: VersionHeading
    what_changed: str
    exact: bool
    previous: int | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """What one person saved on one day, in a row; without a name where none was given."""

    on: date
    author: str
    lines: tuple[Line, ...]


@blueprint.get("/profils/<profile_id:profile_id>/versions")
def show(profile_id: int) -> ResponseReturnValue:
    """Show the versions, the latest first, each with what changed in words."""
    saved = profiles().get(profile_id)
    first = _number("avant", saved.version)
    is_first_page = first >= saved.version
    known = profiles().versions.headings(profile_id, first, PAGE_SIZE + 1)
    older = known[PAGE_SIZE].number if len(known) > PAGE_SIZE else None
    return render_template(
        "versions/list.html",
        saved=saved,
        days=list(_days(_lines(profile_id, known))),
        versions=known[:PAGE_SIZE],
        milestones=profiles().versions.milestones(profile_id, PAGE_SIZE) if is_first_page else (),
        older=older,
        author=author_name(),
        signed=signed_state(saved),
    )


@blueprint.route("/votre-nom", methods=["GET", "POST"])
def author() -> ResponseReturnValue:
    """Give the name that the next saves of this browser will bear, or take it away."""
    form = AuthorForm(data={"author": author_name()})
    if form.accepted():
        session[AUTHOR] = form.author.data
        form.say_what_was_removed()
        flash(
            "Votre nom est retenu." if form.author.data else "Vos enregistrements sont sans nom.", "success"
        )
        return redirect(url_for("profiles.home"), 303)
    return render_template("versions/author.html", form=form), form.status


@blueprint.get("/profils/<profile_id:profile_id>/versions/comparer")
def compare(profile_id: int) -> ResponseReturnValue:
    """Two versions side by side, clause by clause: the signed and the present one unless others are named."""
    saved = profiles().get(profile_id)
    signed = signed_version(profile_id)
    try:
        before = profiles().versions.get(profile_id, _number("de", signed.number if signed else 0))
        after = profiles().versions.get(profile_id, _number("a", saved.version))
    except VersionNotFound:
        flash(NO_SUCH_VERSION, "warning")
        return redirect(url_for("versions.show", profile_id=profile_id), 303)
    compared = compare_versions(profile_id, before, after)
    if after.number == saved.version:
        mark_seen(saved)
    return render_template(
        "versions/compare.html", saved=saved, before=before, after=after, compared=compared, few=FEW
    )


@blueprint.route(
    "/profils/<profile_id:profile_id>/versions/<profile_id:number>/nommer", methods=["GET", "POST"]
)
def name(profile_id: int, number: int) -> ResponseReturnValue:
    """Give a version a name by which it will be found again."""
    saved = profiles().get(profile_id)
    version = profiles().versions.get(profile_id, number)
    form = VersionNameForm(data={"label": version.label})
    if form.accepted():
        profiles().versions.name(profile_id, number, form.label.data)
        form.say_what_was_removed()
        flash("La version est nommée.", "success")
        return redirect(url_for("versions.show", profile_id=profile_id), 303)
    return render_template("versions/name.html", form=form, saved=saved, version=version), form.status


@blueprint.route(
    "/profils/<profile_id:profile_id>/versions/<profile_id:number>/restaurer", methods=["GET", "POST"]
)
def restore(profile_id: int, number: int) -> ResponseReturnValue:
    """Go back to what a version said, with its catalogue. It becomes a new version: nothing is erased."""
    saved = profiles().get(profile_id)
    version = profiles().versions.get(profile_id, number)
    form = ConfirmationForm.of(saved)
    said = f"La version\u00a0{number} est restaurée\u202f; celle d’avant reste dans la liste"
    restored = _named_as_now(version.profile, saved.profile)
    if form.accepted() and save_form(form, saved, restored, catalogue=version.catalogue, said=said):
        return redirect(url_for("task_list.show", profile_id=profile_id), 303)
    present = profiles().versions.get(profile_id, saved.version)
    what_changes = in_words(compare_versions(profile_id, present, version).changes)
    page = render_template(
        "versions/restore.html", form=form, saved=saved, version=version, what_changes=what_changes
    )
    return page, form.status


@blueprint.get("/profils/<profile_id:profile_id>/versions/<profile_id:number>/contrat.docx")
def download(profile_id: int, number: int) -> ResponseReturnValue:
    """Send the Word file of a version, dated and made with the catalogue of the day when it was saved."""
    saved = profiles().get(profile_id)
    version = profiles().versions.get(profile_id, number)
    draft = draft_at(version)
    day = version.saved_at.astimezone(legal_time()).date()
    departures = departures_of(draft.territory, reference())
    options = RenderOptions(
        on=day,
        version=number,
        departures=departures,
        signature_note=signed_note(version),
        contract=saved.contract,
    )
    content = write_draft(draft, options)
    mark_downloaded(profile_id, number)
    stem = f"{file_slug(version.profile.name)}-version-{number}"
    return send_published(Published(content), Format.WORD, stem)


@blueprint.get("/profils/<profile_id:profile_id>/versions/<profile_id:number>/avenant.docx")
def amendment(profile_id: int, number: int) -> ResponseReturnValue:
    """Send the draft of an amendment: what the contract changes since a version, say the signed one."""
    saved = profiles().get(profile_id)
    base = profiles().versions.get(profile_id, number)
    before, after = draft_at(base), draft_of(saved)
    changes = contract_changes(before, after)
    amended = Amended(
        version=number,
        label=base.label,
        on=base.saved_at.astimezone(legal_time()).date(),
        changes=changes,
        untouched=untouched(changes, before, after),
        signed=contract_signed(base.signature) if base.signature else "",
    )
    options = RenderOptions(on=services().today(), version=saved.version, comments=False, amends=amended)
    published = publish(after, options, Choice(), services().numbering, KeptForVersion(saved))
    mark_downloaded(profile_id, number, saved.version)
    return send_published(published, Format.WORD, f"{file_slug(saved.profile.name)}-avenant")


def _lines(profile_id: int, known: Sequence[VersionHeading]) -> Iterator[Line]:
    sentences = sentences_of_changes(profile_id, known)
    for (version, previous), sentence in zip(pairwise(known), sentences, strict=True):
        compare = None if sentence else previous.number
        yield Line(version, sentence, not is_lost(version.catalogue), compare)
    if known and len(known) <= PAGE_SIZE:
        yield Line(known[-1], "première version gardée", not is_lost(known[-1].catalogue))


def _days(lines: Iterable[Line]) -> Iterator[Day]:
    """Yield the saves that follow one another on one day by one person."""

    def same(line: Line) -> tuple[date, str]:
        return line.version.saved_at.astimezone(legal_time()).date(), line.version.author

    for (on, author), some in groupby(lines, same):
        yield Day(on, author, tuple(some))


def _number(key: str, usual: int) -> int:
    """Return the number of a version in the query; 0, which no version has, for what is no number."""
    return version_number(request.args.get(key, str(usual)))


def _named_as_now(profile: Profile, present: Profile) -> Profile:
    """Return the restored contract.

    It keeps the name that the profile has now, and gives no number of its own again.
    """
    return replace(keep_present_numbers(profile, present), name=present.name)
