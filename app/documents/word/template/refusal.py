"""Why a template cannot be used."""

from app.domain.errors import UserError
from app.domain.french import typeset

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
