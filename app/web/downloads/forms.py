"""Which file somebody wants of a contract."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

from flask import request
from wtforms import RadioField, SelectField

from app.documents.publish import Choice, Format
from app.documents.word import shown_name
from app.domain.draft import Draft
from app.domain.french import typeset
from app.domain.views.extract import shares
from app.web.forms import PageForm

FORMATS = {
    Format.WORD: "Word (.docx) : à compléter, à commenter et à faire circuler",
    Format.PDF: "PDF balisé (.pdf) : à lire et à imprimer, accessible aux lecteurs d’écran",
    Format.ODT: "OpenDocument (.odt) : à compléter dans LibreOffice",
}
COMMENTS = {"oui": "Avec les remarques de l’assistant, en commentaires", "non": "Sans les remarques"}
WHOLE = "Tout le contrat"
OURS = "Modèle de l’application, sobre et sans logo"


class ChoiceForm(PageForm):
    """Format, comments, signatory and template. It is asked by GET: its address can be kept and sent."""

    class Meta(PageForm.Meta):
        """A download changes nothing: it needs no token."""

        csrf: ClassVar[bool] = False

    format = RadioField("Format", default=Format.WORD.value)
    commentaires = RadioField("Remarques de l’assistant", default="oui", choices=COMMENTS)
    signataire = SelectField("Contenu", default="")
    modele = SelectField("Modèle", default="")

    def __init__(self, draft: Draft, templates: Sequence[Path], **kwargs: Any) -> None:
        super().__init__(request.args, **kwargs)
        self._templates = {shown_name(path): path for path in templates}
        self.format.choices = {kind.value: typeset(label) for kind, label in FORMATS.items()}
        only = {id_: typeset(f"Seulement : {share.name}") for id_, share in shares(draft).items()}
        self.signataire.choices = {"": WHOLE, **only}
        self.modele.choices = {"": OURS, **{name: name for name in self._templates}}

    @property
    def choice(self) -> Choice:
        """What was chosen; only once the form is valid."""
        return Choice(
            Format(self.format.data), self.signataire.data or None, self._templates.get(self.modele.data)
        )

    @property
    def with_comments(self) -> bool:
        """Whether the remarks stand in the margin."""
        return bool(self.commentaires.data == "oui")
