"""Two versions of a contract in one Word file with tracked changes."""

from datetime import date

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.documents import RenderOptions
from app.documents.publish import Format, Published
from app.documents.word.redline import Comparison, RedlineRefused, redline
from app.domain.french import format_date, typeset
from app.domain.text import file_slug
from app.store import Version, VersionNotFound
from app.territories import departures_of
from app.web.contract_catalogue import draft_at
from app.web.downloads import mark_downloaded, send_published
from app.web.forms import version_number
from app.web.services import legal_time, profiles, reference

blueprint = Blueprint("redline", __name__)
MOST_READ = 50
"""Versions between the two of which the authors are read; beyond, the file names the versions alone."""
NO_SUCH_VERSION = "Cette version n’existe pas. Choisissez-en deux dans la liste."


@blueprint.get("/profils/<profile_id:profile_id>/versions/modifications-suivies.docx")
def download(profile_id: int) -> ResponseReturnValue:
    """Send the second version (`a`) as tracked changes against the first one (`de`).

    What cannot be compared in one file leads to the list of changes, with the reason.
    """
    saved = profiles().get(profile_id)
    numbers = (version_number(request.args.get(key, "")) for key in ("de", "a"))
    try:
        before, after = (profiles().versions.get(profile_id, number) for number in numbers)
        content = _redline(profile_id, before, after)
    except VersionNotFound:
        flash(NO_SUCH_VERSION, "warning")
        return redirect(url_for("versions.show", profile_id=profile_id), 303)
    except RedlineRefused as refused:
        flash(str(refused), "error")
        listed = url_for("versions.compare", profile_id=profile_id, de=before.number, a=after.number)
        return redirect(listed, 303)
    mark_downloaded(profile_id, before.number, after.number)
    stem = f"{file_slug(saved.profile.name)}-version-{before.number}-{after.number}"
    return send_published(Published(content), Format.WORD, stem)


def _redline(profile_id: int, before: Version, after: Version) -> bytes:
    former, present = draft_at(before), draft_at(after)
    departures, former_departures = (departures_of(one.territory, reference()) for one in (present, former))
    options = RenderOptions(on=_day(after), version=after.number, departures=departures)
    said = f"Version {_known_as(before)} comparée à la version {_known_as(after)}."
    comparison = Comparison(_author(profile_id, before, after), _day(after), typeset(said), former_departures)
    return redline(former, present, options, comparison)


def _known_as(version: Version) -> str:
    label = f" (« {version.label} »)" if version.label else ""
    return f"{version.number} du {format_date(_day(version))}{label}"


def _day(version: Version) -> date:
    return version.saved_at.astimezone(legal_time()).date()


def _author(profile_id: int, before: Version, after: Version) -> str:
    """Return the one person who saved all that changed, else « Version 3 → 5 »."""
    saves = after.number - before.number
    if 0 < saves <= MOST_READ:
        authors = {save.author for save in profiles().versions.headings(profile_id, after.number, saves)}
        if len(authors) == 1 and "" not in authors:
            return authors.pop()
    return f"Version {before.number} → {after.number}"
