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

from app.documents import Edition
from app.documents.office import ConversionFailed
from app.documents.office.conversion_queue import OfficeBusy
from app.documents.publish import PAGES_LACK, Choice, Format, Published, publish
from app.documents.word import RenderOptions, TemplateRefused, describe_templates, shown_name, templates_in
from app.domain.checks.remaining import remaining_text, required_by_law
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
    "oui": "Jointes au fichier Word : il pourra être comparé à son retour",
    "non": "Non jointes : le fichier ne contient que son texte",
}
WHOLE = "Tout le contrat"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OURS = "Modèle de l’application, sobre et sans logo"


class ChoiceForm(PageForm):
    """Format, edition, comments, signatory, template. Asked by GET: its address can be kept and sent."""

    class Meta(PageForm.Meta):
        """A download changes nothing: it needs no token."""

        csrf: ClassVar[bool] = False

    format = RadioField("Format", default=Format.WORD.value)
    edition = RadioField("Édition", default=Edition.WORKING.value)
    commentaires = RadioField("Remarques de l’assistant", default="oui", choices=COMMENTS)
    donnees = RadioField("Données du contrat", default="oui", choices=DATA)
    signataire = SelectField("Contenu", default="")
    modele = SelectField("Modèle", default="")

    def __init__(self, draft: Draft, templates: Sequence[Path], **kwargs: Any) -> None:
        super().__init__(request.args, **kwargs)
        self._templates = {shown_name(path): path for path in templates}
        self.format.choices = {kind.value: typeset(label) for kind, label in FORMATS.items()}
        self.edition.choices = {edition.value: typeset(label) for edition, label in EDITIONS.items()}
        only = {id_: typeset(f"Seulement : {share.name}") for id_, share in shares(draft).items()}
        self.signataire.choices = {"": WHOLE, **only}
        self.modele.choices = {"": OURS, **{name: name for name in self._templates}}

    @property
    def choice(self) -> Choice:
        """What was chosen; only once the form is valid."""
        return Choice(
            Format(self.format.data), self.signataire.data or None, self._templates.get(self.modele.data)
        )

    def options(self, saved: SavedProfile) -> RenderOptions:
        """Return today's options of a saved contract, as they were chosen."""
        return replace(
            _options(saved),
            edition=Edition(self.edition.data),
            comments=self.commentaires.data == "oui",
            data=self.donnees.data == "oui",
        )


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
    try:
        return _file(saved, draft, form.choice, form.options(saved))
    except TemplateRefused as refused:
        return _page(saved, form, 422, str(refused))
    except OfficeBusy as busy:
        answer = _page(saved, form, 503, typeset(str(busy)))
        answer.headers["Retry-After"] = str(busy.seconds)
        return answer
    except ConversionFailed as failed:
        return _page(saved, form, 503, typeset(str(failed)))


@blueprint.get("/profils/<profile_id:profile_id>/contrat.docx")
def word(profile_id: int) -> ResponseReturnValue:
    """Send the Word file, made whole in memory first, so that a fault gives a page."""
    saved = profiles().get(profile_id)
    return _file(saved, draft_of(saved), Choice(), _options(saved))


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
    """Return the form; a refused template is no choice, unless the address asks for it: the page says why."""
    known = templates_in(services().templates)
    refused = {each.name for each in describe_templates(known) if each.refused}
    asked = request.args.get("modele")
    return ChoiceForm(
        draft, [path for path in known if (name := shown_name(path)) == asked or name not in refused]
    )


def _page(saved: SavedProfile, form: ChoiceForm, status: int = 200, problem: str = "") -> Response:
    draft = draft_of(saved)
    page = render_template(
        "downloads/choose.html",
        saved=saved,
        form=form,
        problem=problem,
        office=services().numbering is not None,
        unbound=in_no_extract(draft) if draft.partners else (),
        numbers=draft.local_numbers,
        required=required_by_law(draft.checks),
        place_of=place_of,
        templates=describe_templates(templates_in(services().templates)),
    )
    return make_response(page, status)


def _options(saved: SavedProfile) -> RenderOptions:
    """Return today's options of a saved contract, where nothing was chosen."""
    return RenderOptions(
        on=services().today(),
        version=saved.version,
        departures=departures_of(saved.profile.territory, reference()),
        signature_note=signature_note(saved),
        contract=saved.contract,
    )


def _file(saved: SavedProfile, draft: Draft, choice: Choice, options: RenderOptions) -> Response:
    published = publish(draft, options, choice, services().numbering)
    mark_downloaded(saved.id, saved.version)
    stem = file_slug(" ".join(filter(None, (saved.profile.name, choice.signatory))))
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
