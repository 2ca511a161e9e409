"""Foreign XML and its numbers; why a template cannot be used, else what is taken out of it, in sentences."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from app.domain.french import typeset
from app.domain.problems import UserError
from app.formats import FileRefused, FileTooHeavy, xml_parts

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


STRICT_NAMESPACE = "http://purl.oclc.org/ooxml/"
MOST_TAGS = 150_000
"""Opening and closing tags of all parts. A letterhead has a few thousand; so many take 2 s and 150 MB."""
MOST_ATTRIBUTES = 500_000
_LONGEST_TEXT = 10_000_000
"""Bytes of one text beyond which libxml2 gives up."""
LARGEST_NUMBER = 1_000_000_000
"""Word's limit is 2³¹ - 1; ours count on from the largest of a template."""
_REASONS = {xml_parts.DOCTYPE: DOCTYPE, xml_parts.ENCODING: NOT_UTF8}
_INTEGER = re.compile(r"-?[0-9]{1,10}")
_STRICT = f"boolean(//*[starts-with(namespace-uri(), '{STRICT_NAMESPACE}')]"
_STRICT += f" | //@*[starts-with(namespace-uri(), '{STRICT_NAMESPACE}')])"


class PackageXml:
    """Parses the parts of one package, within a number of tags and attributes for all of them."""

    def __init__(self) -> None:
        self._tags, self._attributes = MOST_TAGS, MOST_ATTRIBUTES

    def parse(self, content: bytes) -> etree._Element:
        """Return the root of a part, without its comments and processing instructions.

        Raises Unusable for what is no XML, declares a DTD, or is more than a template needs.
        """
        self._tags -= content.count(b"<")
        self._attributes -= content.count(b"=")
        if self._tags < 0 or self._attributes < 0:
            raise Unusable(TOO_LONG)
        try:
            root = xml_parts.parse_xml(content)
        except FileTooHeavy:
            raise Unusable(TOO_LONG) from None
        except FileRefused as refused:
            unread = TOO_LONG if len(content) > _LONGEST_TEXT else DAMAGED
            raise Unusable(_REASONS.get(str(refused), unread)) from None
        etree.strip_elements(root, etree.Comment, etree.PI, with_tail=False)
        if root.xpath(_STRICT):
            raise Unusable(STRICT)
        return root


def serialize(root: etree._Element) -> str:
    """Return the part as text, with its declaration."""
    return str(etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True), "utf-8")


def read_number(value: str | None) -> int | None:
    """Return the integer of an attribute; None where it is absent, no integer, or larger than Word takes."""
    if value is None or not _INTEGER.fullmatch(value.strip()):
        return None
    number = int(value)
    return number if abs(number) <= LARGEST_NUMBER else None


def remove(element: etree._Element) -> None:
    """Remove an element; its tail goes with it, which is whitespace in a Word part."""
    parent = element.getparent()
    if parent is None:
        return
    # Leaves first: lxml takes a subtree of n elements out of its namespaces in n² steps.
    for inner in reversed(list(element.iterdescendants())):
        inner.getparent().remove(inner)
    parent.remove(element)


def unwrap(element: etree._Element) -> None:
    """Put the children of an element in its place."""
    if element.getparent() is not None:
        for child in list(element):
            element.addprevious(child)
        remove(element)
