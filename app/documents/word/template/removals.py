"""What was taken out of a template, counted while it is read, and said in a few sentences."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

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
