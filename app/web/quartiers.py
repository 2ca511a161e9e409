"""The list of quartiers prioritaires in use; its import, with a preview of what would change."""

from collections.abc import Iterable
from threading import Lock
from urllib.parse import urlsplit

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import FileField
from wtforms.validators import ValidationError

from app.domain.french import count_noun
from app.domain.profile import Quartier
from app.domain.text import MAX_NAME, clean
from app.store import Quartiers
from app.territories import (
    MAX_BYTES,
    QuartiersRefused,
    ReadQuartiers,
    UnknownTerritory,
    quartiers_csv,
    read_quartiers,
)
from app.territories.qpv.official import OfficialListUnavailable, fetch_list
from app.web.forms import PageForm
from app.web.services import (
    Purpose,
    UploadField,
    forget_upload,
    keep_upload,
    open_upload,
    profiles,
    reference,
    services,
)


class ListFileForm(PageForm):
    """An official list, as it was downloaded."""

    file = FileField("Fichier de la liste (.csv, .json ou .geojson, 15 Mo au plus)")

    def validate_file(self, field: FileField) -> None:
        """Refuse the form when no file was chosen."""
        if not getattr(field.data, "filename", ""):
            raise ValidationError("Choisissez le fichier téléchargé, par exemple «\u00a0qpv-2024.csv\u00a0».")


class OfficialListForm(PageForm):
    """The click that fetches the official list: it has no field."""


class ConfirmForm(PageForm):
    """The list that the preview showed, by the token under which it waits."""

    upload = UploadField()


blueprint = Blueprint("quartiers", __name__)

SHOWN = 20
"""How many quartiers of each kind of change the preview lists; the rest is counted."""

_ONE_AT_A_TIME = Lock()

UNDER_WAY = (
    "La liste officielle est déjà en cours de téléchargement pour quelqu’un d’autre\u00a0: attendez quelques "
    "secondes, puis recommencez."
)


def lists() -> Quartiers:
    """Return the imported lists."""
    return profiles().quartiers


@blueprint.app_template_global()
def quartier_list_missing() -> bool:
    """Whether no list was imported, so that territories come without their quartiers."""
    return not lists().has_list()


@blueprint.route("/quartiers", methods=["GET", "POST"])
def choose() -> ResponseReturnValue:
    """Which list is in use; a file sent here is read and shown before anything changes."""
    form = ListFileForm()
    refused: QuartiersRefused | None = None
    if form.accepted():
        upload = form.file.data
        source = _source_name(str(upload.filename))
        try:
            read = read_quartiers(upload.read(MAX_BYTES + 1), source, reference())
        except QuartiersRefused as refusal:
            form.status, refused = 422, refusal
        else:
            return _preview(read, source)
    return _page(form, refused)


@blueprint.route("/quartiers/officielle", methods=["GET", "POST"])
def fetch() -> ResponseReturnValue:
    """Fetch the official list from the configured address, and show what it would change.

    A page that is asked for again, by its address alone, fetches nothing.
    """
    if request.method != "POST":
        return redirect(url_for("quartiers.choose"))
    form, empty = OfficialListForm(), ListFileForm(formdata=None)
    source = services().qpv_source
    if not source:
        abort(404)
    if not form.accepted():
        empty.status = form.status
        return _page(empty, unavailable=form.expired)
    known = reference()  # read in another thread, which knows nothing of this request
    if not _ONE_AT_A_TIME.acquire(blocking=False):
        empty.status = 503
        return _page(empty, unavailable=UNDER_WAY)
    try:
        read, name = fetch_list(source, lambda content, file: (read_quartiers(content, file, known), file))
    except OfficialListUnavailable as failure:
        empty.status = 502
        return _page(empty, unavailable=str(failure))
    except QuartiersRefused as refusal:
        empty.status = 502
        return _page(empty, refusal)
    finally:
        _ONE_AT_A_TIME.release()
    return _preview(read, _source_name(name))


def _page(
    form: ListFileForm, refused: QuartiersRefused | None = None, unavailable: str = ""
) -> tuple[str, int]:
    """Return the lists in use, and the ways to import another."""
    known = reference().communes_by_any_code
    unattached = [
        quartier
        for quartier in lists().all()
        if not any(known.get(code) == code for code in quartier.communes)
    ]
    page = render_template(
        "quartiers/choose.html",
        form=form,
        refused=refused,
        official=OfficialListForm(formdata=None) if services().qpv_source else None,
        official_host=urlsplit(services().qpv_source).hostname,
        unavailable=unavailable,
        lists=lists().lists(),
        unattached=unattached,
        shown=SHOWN,
    )
    return page, form.status


def _source_name(file: str) -> str:
    return " ".join(clean(file).text.split())[:MAX_NAME] or "liste"


def _preview(read: ReadQuartiers, source: str) -> str:
    """Return what the list would change. It is kept as it was read, until it is confirmed."""
    token = keep_upload(quartiers_csv(read).encode(), Purpose.QUARTIERS, source)
    confirm = ConfirmForm(formdata=None, data={"upload": token})
    changes = lists().changes(read.quartiers)
    return render_template(
        "quartiers/preview.html",
        form=confirm,
        source=source,
        changes=changes,
        read=read,
        shown=SHOWN,
        communes=_communes_of((*changes.added[:SHOWN], *changes.changed[:SHOWN], *changes.removed[:SHOWN])),
    )


def _communes_of(quartiers: Iterable[Quartier]) -> dict[str, str]:
    """Return the names of the communes of some quartiers by code; a code that nobody knows stays a code."""
    return {code: _commune_name(code) for quartier in quartiers for code in quartier.communes}


def _commune_name(code: str) -> str:
    try:
        return reference().place(code).name
    except UnknownTerritory:
        return f"{code}, commune inconnue"


@blueprint.post("/quartiers/appliquer")
def apply() -> ResponseReturnValue:
    """Put the list that was previewed in the place of the one in use."""
    form = ConfirmForm()
    if not form.accepted():
        empty = ListFileForm(formdata=None)
        empty.status = form.status
        return _page(empty, unavailable=form.expired)
    upload = open_upload(form.upload.data, Purpose.QUARTIERS)
    read = read_quartiers(upload.content, upload.name, reference())
    quartiers = read.quartiers
    lists().replace(quartiers, upload.name, read.figures)
    forget_upload(form.upload.data)
    imported = count_noun(len(quartiers), "quartier prioritaire", "quartiers prioritaires")
    flash(f"Liste importée\u00a0: {imported}.", "success")
    return redirect(url_for("quartiers.choose"), 303)
