"""Why a template cannot be used; else what was taken out of it, counted while it is read."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.domain.french import typeset
from app.domain.problems import UserError

RESAVE = "ouvrez-le dans Word, puis enregistrez-le de nouveau au format .docx."


class TemplateRefused(UserError):
    """The template cannot be used. The message is one French sentence for the person who chose it."""

    def __init__(self, message: str) -> None:
        super().__init__(typeset(message))


class Unusable(Exception):
    """A step of the pipeline cannot go on. `reason` ends a sentence whose subject is the file."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


DAMAGED = f"est abîmé et ne peut pas être ouvert : {RESAVE}"
NOT_WORD = "n’est pas un document Word : enregistrez le modèle au format .docx ou .dotx."
OLD_WORD = (
    "est un ancien document Word (.doc) ou un document protégé : enregistrez-le au format .docx, "
    "sans mot de passe."
)
LOCKED = "est protégé par un mot de passe : enregistrez-le au format .docx, sans mot de passe."
STRICT = (
    "est au format « Document Word Open XML strict » : dans Word, Fichier, Enregistrer sous, choisissez "
    "« Document Word (.docx) »."
)
TOO_LARGE = "est trop volumineux pour un modèle (20 Mo au plus, décompressé) : allégez ses images."
TOO_LONG = (
    "est trop volumineux pour un modèle : gardez-en l’en-tête, le pied de page et les styles, sans texte."
)
TWICE = f"est abîmé : il contient deux fois la même partie ; {RESAVE}"
DOCTYPE = f"contient une déclaration DOCTYPE, qu’un document Word n’a jamais : {RESAVE}"
NOT_UTF8 = f"est abîmé : une de ses parties n’est pas écrite en UTF-8 ; {RESAVE}"
MACROS = "contient des macros : enregistrez-le au format .docx sans macros."
EMBEDDED = (
    "contient un objet incorporé (OLE, ActiveX ou graphique avec ses données) : retirez-le, "
    "ou remplacez-le par une image."
)
IMPORTED = "contient un document importé tel quel (HTML, RTF…) : recopiez-en le contenu."
ELSEWHERE = "va chercher un contenu hors du fichier (image ou document lié) : insérez-le dans le modèle."
FETCHING = "contient un champ qui va chercher un autre fichier (DDE, INCLUDETEXT…) : retirez-le."
LOST_PICTURE = "a perdu une de ses images : supprimez-la ou insérez-la de nouveau, puis enregistrez-le."
UNKNOWN_PICTURE = "contient une image d’un format inconnu : remplacez-la par une image PNG ou JPEG."
LINKED_SVG = (
    "contient une image SVG qui va chercher un contenu hors d’elle-même : remplacez-la par une image PNG."
)


MOST_LISTED = 5
OTHER = "autre contenu"
# What shows a part that is not allowed, by the element that names it.
_NAMES = {
    "headerReference": "en-tête",
    "footerReference": "pied de page",
    "chart": "graphique",
    "relIds": "SmartArt",
    "contentPart": "écriture à l’encre",
    "webextensionref": "complément web",
    "webVideoPr": "vidéo en ligne",
    "model3d": "modèle 3D",
    "snd": "son",
}


@dataclass(slots=True)
class Removals:
    """`links` by scheme, `fields` by name, `contents` by French name."""

    links: Counter[str] = field(default_factory=Counter)
    fields: Counter[str] = field(default_factory=Counter)
    contents: Counter[str] = field(default_factory=Counter)
    settings: list[str] = field(default_factory=list)
    pictures_unlinked: bool = False

    def note_content(self, element: str) -> None:
        """Count a content by the local name of its element. Word misses neither fonts nor printers."""
        if element != "printerSettings" and not element.startswith("embed"):
            self.contents[_NAMES.get(element, OTHER)] += 1

    def sentences(self) -> Iterator[str]:
        """Yield what the author of the template is told."""
        yield from self.settings
        if self.pictures_unlinked:
            yield "Des images liées sont aussi dans le fichier : leur lien a été retiré, elles restent."
        if self.contents:
            yield f"Retiré, parce que le projet ne peut pas le reprendre : {_listed(self.contents)}."
        if self.links:
            yield f"Liens retirés, leur texte est gardé : {_listed(self.links)}."
        if self.fields:
            yield f"Champs retirés, leur texte est gardé : {_listed(self.fields)}."


def _listed(counted: Counter[str]) -> str:
    names = [name or "champ sans nom" for name in counted]
    return ", ".join(names[:MOST_LISTED]) + (", etc." if len(names) > MOST_LISTED else "")
