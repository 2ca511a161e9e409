"""The draft as a file: straight, or after a choice of its format and of what it holds."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any, ClassVar

from flask import Blueprint, Response, flash, make_response, render_template, request, send_file
from flask.typing import ResponseReturnValue
from wtforms import RadioField, SelectField

from app.documents import Document, Edition
from app.documents.archive import ArchiveRefused, Collection, write_archive
from app.documents.office import ConversionFailed
from app.documents.office.conversion_queue import OfficeBusy
from app.documents.publish import PAGES_LACK, Choice, Format, Published, publish
from app.documents.word import RenderOptions, TemplateRefused, describe_templates, shown_name, templates_in
from app.domain.checks.remaining import remaining_text, required_by_law
from app.domain.checks.unverified import unverified
from app.domain.draft import Draft
from app.domain.french import format_date, typeset
from app.domain.text import file_slug
from app.domain.views import in_no_extract, shares
from app.formats.xlsx import write_sources
from app.store import SavedProfile, StoreUnavailable
from app.territories import departures_of
from app.web.completeness import place_of
from app.web.contract_catalogue import draft_of
from app.web.forms import PageForm
from app.web.kept_files import KeptForVersion, is_being_prepared
from app.web.services import profiles, reference, services
from app.web.signature import signature_note

FORMATS = {
    Format.WORD: "Word (.docx) : à compléter, à commenter et à faire circuler",
    Format.PDF: "PDF balisé (.pdf) : à lire et à imprimer, accessible aux lecteurs d’écran",
    Format.ODT: "OpenDocument (.odt) : à compléter dans LibreOffice",
}
EDITIONS = {
    Edition.WORKING: "À travailler avec les partenaires : tout, avec les places à remplir",
    Edition.SIGNING: "À signer : ce qui n’est pas écrit n’est pas imprimé",
}
COMMENTS = {"oui": "Avec les remarques de l’assistant, en commentaires", "non": "Sans les remarques"}
DATA = {
    "travail": "Jointes au fichier Word à travailler : il pourra être comparé à son retour",
    "oui": "Jointes aussi à celui à signer, avec ce que son texte ne dit pas, motifs compris",
    "non": "Non jointes : le fichier ne contient que son texte",
}
JOINED = {"oui": True, "non": False}
WHOLE = "Tout le contrat"
SYNTHESIS = "Synthèse pour le comité de pilotage (2 pages)"
ARCHIVE = "application/zip"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OURS = "Modèle de l’application, sobre et sans logo"


class _DownloadForm(PageForm):
    """A form of the page of downloads. Asked by GET: its address can be kept and sent."""

    class Meta(PageForm.Meta):
        """A download changes nothing: it needs no token."""

        csrf: ClassVar[bool] = False

    format = RadioField("Format", default=Format.WORD.value, choices=[form.value for form in Format])
    modele = SelectField("Modèle", default="")

    def __init__(self, templates: Sequence[Path], name: str = "", **kwargs: Any) -> None:
        super().__init__(request.args, **kwargs)
        if name:  # several forms of one page ask for a template
            self.modele.id = f"{name}-modele"
        self._templates = {shown_name(path): path for path in templates}
        self.modele.choices = {"": OURS, **{name: name for name in self._templates}}

    @property
    def template(self) -> Path | None:
        """The template that was chosen; only once the form is valid."""
        return self._templates.get(self.modele.data)


class ChoiceForm(_DownloadForm):
    """The whole contract, or the part of one signatory: format, edition, comments, template."""

    format = RadioField("Format", default=Format.WORD.value)
    edition = RadioField("Édition", default=Edition.WORKING.value)
    commentaires = RadioField("Remarques de l’assistant", default="oui", choices=COMMENTS)
    donnees = RadioField("Données du contrat", default="travail", choices=DATA)
    signataire = SelectField("Signataire", default="")

    def __init__(self, draft: Draft, templates: Sequence[Path], **kwargs: Any) -> None:
        super().__init__(templates, **kwargs)
        self.format.choices = {kind.value: typeset(label) for kind, label in FORMATS.items()}
        self.edition.choices = {edition.value: typeset(label) for edition, label in EDITIONS.items()}
        self.signataire.choices = {"": WHOLE, **_signatories(draft)}

    @property
    def choice(self) -> Choice:
        """What was chosen; only once the form is valid."""
        return Choice(Format(self.format.data), self.signataire.data or None, self.template)

    def options(self, saved: SavedProfile) -> RenderOptions:
        """Return today's options of a saved contract, as they were chosen."""
        return replace(
            usual_options(saved),
            edition=Edition(self.edition.data),
            comments=self.commentaires.data == "oui",
            data=JOINED.get(self.donnees.data),
        )


class PartnerForm(_DownloadForm):
    """The fiche of one signatory; its buttons say the format."""

    signataire = SelectField("Signataire", id="fiche-signataire")

    def __init__(self, draft: Draft, templates: Sequence[Path], **kwargs: Any) -> None:
        super().__init__(templates, "fiche", **kwargs)
        self.signataire.choices = _signatories(draft)


class ReportForm(_DownloadForm):
    """The synthesis of the contract, or the fiche of one quartier; its buttons say the format."""

    sujet = SelectField("Document", default=Document.SYNTHESIS.value)

    def __init__(self, draft: Draft, templates: Sequence[Path], **kwargs: Any) -> None:
        super().__init__(templates, "synthese", **kwargs)
        labels = draft.territory.quartier_labels
        quartiers = {code: typeset(f"Fiche du quartier : {label}") for code, label in labels.items()}
        self.sujet.choices = {Document.SYNTHESIS.value: SYNTHESIS, **quartiers}

    @property
    def choice(self) -> Choice:
        """What was chosen; only once the form is valid."""
        chosen = self.sujet.data
        form = Format(self.format.data)
        if chosen == Document.SYNTHESIS:
            return Choice(form, template=self.template, document=Document.SYNTHESIS)
        return Choice(form, template=self.template, document=Document.QUARTIER, quartier=chosen)


def _signatories(draft: Draft) -> dict[str, str]:
    return {identifier: share.name for identifier, share in shares(draft).items()}


blueprint = Blueprint("downloads", __name__)


@blueprint.get("/profils/<profile_id:profile_id>/telecharger")
def choose(profile_id: int) -> ResponseReturnValue:
    """Which format, with what in it."""
    saved = profiles().get(profile_id)
    return _page(saved, _form(draft_of(saved)))


@blueprint.get("/profils/<profile_id:profile_id>/telecharger/fichier")
def chosen(profile_id: int) -> ResponseReturnValue:
    """Send the file that was chosen, or the page of choices with what is wrong."""
    saved = profiles().get(profile_id)
    draft = draft_of(saved)
    form = _form(draft)
    if not form.validate():
        return _page(saved, form, 422)
    return _file_or_page(saved, draft, form, form.choice, form.options(saved))


@blueprint.get("/profils/<profile_id:profile_id>/telecharger/synthese")
def report(profile_id: int) -> ResponseReturnValue:
    """Send the synthesis, or the fiche of one quartier."""
    saved = profiles().get(profile_id)
    draft = draft_of(saved)
    form = ReportForm(draft, _usable_templates())
    if not form.validate():
        return _page(saved, form, 422)
    return _file_or_page(saved, draft, form, form.choice, usual_options(saved))


@blueprint.get("/profils/<profile_id:profile_id>/telecharger/<any(signataires, quartiers):each>.zip")
def archive(profile_id: int, each: str) -> ResponseReturnValue:
    """Send the fiches of all the signatories, or of all the quartiers, as Word files in one zip."""
    saved = profiles().get(profile_id)
    draft, collection = draft_of(saved), Collection(each)
    form = _DownloadForm(_usable_templates())
    if not form.validate():
        return _page(saved, form, 422)
    content = BytesIO()  # within the limits of an archive
    try:
        write_archive(draft, usual_options(saved), collection, form.template, content)
    except (ArchiveRefused, TemplateRefused) as refused:
        return _page(saved, form, 422, typeset(str(refused)))
    mark_downloaded(saved.id, saved.version)
    content.seek(0)
    name = f"{file_slug(saved.profile.name)}-{collection}.zip"
    return send_file(content, mimetype=ARCHIVE, as_attachment=True, download_name=name)


@blueprint.get("/profils/<profile_id:profile_id>/contrat.docx")
def word(profile_id: int) -> ResponseReturnValue:
    """Send the Word file, made whole in memory first, so that a fault gives a page."""
    saved = profiles().get(profile_id)
    return _file(saved, draft_of(saved), Choice(), usual_options(saved))


@blueprint.get("/profils/<profile_id:profile_id>/sources.xlsx")
def sources(profile_id: int) -> ResponseReturnValue:
    """Send the file of sources: lines, addresses and confidence, which the contract does not print."""
    saved = profiles().get(profile_id)
    name = f"{file_slug(saved.profile.name)}-sources.xlsx"
    content = BytesIO(write_sources(draft_of(saved)))
    return send_file(content, mimetype=WORKBOOK, as_attachment=True, download_name=name)


@blueprint.get("/profils/<profile_id:profile_id>/ce-qui-reste-a-ecrire.txt")
def remaining(profile_id: int) -> ResponseReturnValue:
    """Send what the contract still lacks, which the edition to sign does not say, to read in any editor."""
    saved = profiles().get(profile_id)
    subject = f"{saved.profile.name}, version {saved.version}, le {format_date(services().today())}"
    text = remaining_text(draft_of(saved), typeset(subject)).replace("\n", "\r\n")
    name = f"{file_slug(saved.profile.name)}-ce-qui-reste-a-ecrire.txt"
    content = BytesIO(text.encode("utf-8-sig"))  # editors of Windows know it as UTF-8 by its first bytes
    return send_file(content, mimetype="text/plain", as_attachment=True, download_name=name)


@blueprint.get("/aide/modeles")
def templates() -> ResponseReturnValue:
    """How a collectivité makes its own template."""
    return render_template("downloads/templates.html")


def _form(draft: Draft) -> ChoiceForm:
    return ChoiceForm(draft, _usable_templates())


def _usable_templates() -> list[Path]:
    """Return those to choose from; not a refused one, unless the address asks for it: the page says why."""
    known = templates_in(services().templates)
    refused = {each.name for each in describe_templates(known) if each.refused}
    asked = request.args.get("modele")
    return [path for path in known if (name := shown_name(path)) == asked or name not in refused]


def _file_or_page(
    saved: SavedProfile, draft: Draft, form: _DownloadForm, choice: Choice, options: RenderOptions
) -> Response:
    """Return the file, or the page of choices with the reason why there is none."""
    try:
        return _file(saved, draft, choice, options)
    except TemplateRefused as refused:
        return _page(saved, form, 422, str(refused))
    except OfficeBusy as busy:
        answer = _page(saved, form, 503, typeset(str(busy)))
        answer.headers["Retry-After"] = str(busy.seconds)
        return answer
    except ConversionFailed as failed:
        return _page(saved, form, 503, typeset(str(failed)))


def _page(saved: SavedProfile, asked: _DownloadForm, status: int = 200, problem: str = "") -> Response:
    """Return the page of choices; `asked`: the form that was sent, whose faults are said above."""
    draft, templates = draft_of(saved), _usable_templates()
    forms = [form(draft, templates) for form in (ChoiceForm, PartnerForm, ReportForm)]
    form, partner, document = (asked if type(asked) is type(each) else each for each in forms)
    page = render_template(
        "downloads/choose.html",
        saved=saved,
        asked=asked,
        form=form,
        partner=partner,
        report=document,
        archives={each.value: _DownloadForm(templates, each.value) for each in Collection},
        problem=problem,
        office=services().numbering is not None,
        preparing=is_being_prepared(saved),
        unbound=in_no_extract(draft) if draft.partners else (),
        numbers=draft.local_numbers,
        required=required_by_law(draft.checks),
        unverified=unverified(draft),
        place_of=place_of,
        templates=describe_templates(templates_in(services().templates)),
    )
    return make_response(page, status)


def usual_options(saved: SavedProfile) -> RenderOptions:
    """Return today's options of a saved contract, where nothing was chosen."""
    return RenderOptions(
        on=services().today(),
        version=saved.version,
        departures=departures_of(saved.profile.territory, reference()),
        signature_note=signature_note(saved),
        contract=saved.contract,
    )


def _file(saved: SavedProfile, draft: Draft, choice: Choice, options: RenderOptions) -> Response:
    published = publish(draft, options, choice, services().numbering, KeptForVersion(saved))
    mark_downloaded(saved.id, saved.version)
    document = choice.document if choice.document.is_report else ""
    named = (saved.profile.name, document, choice.quartier, choice.signatory)
    stem = file_slug(" ".join(filter(None, named)))
    return send_published(published, choice.format, f"{stem}{options.edition.file_ending}")


def mark_downloaded(profile_id: int, *numbers: int) -> None:
    """Remember that these versions were downloaded. A database that cannot write now costs no download."""
    with suppress(StoreUnavailable):
        for number in numbers:
            profiles().versions.mark_downloaded(profile_id, number)


def send_published(published: Published, form: Format, stem: str) -> Response:
    """Send the file, and have the next page say what it lacks. `stem`: its name without the extension."""
    name = f"{stem}.{form}"
    if published.lacks_pages:
        flash(typeset(f"Fichier « {name} » : {PAGES_LACK}"), "error")
    return send_file(
        BytesIO(published.content), mimetype=form.mimetype, as_attachment=True, download_name=name
    )
