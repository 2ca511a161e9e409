"""What a template brings, and what the application adds to it, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.domain.typography import typeset
from app.word.template import prepare


@dataclass(frozen=True, slots=True)
class TemplateReport:
    """`added` names the styles that the template lacks, `places` the named places that it has.

    `shortcomings` say what its readers will miss.
    """

    name: str
    added: tuple[str, ...]
    places: tuple[str, ...]
    shortcomings: tuple[str, ...] = ()

    @property
    def said(self) -> tuple[str, ...]:
        """The same as French sentences."""
        return tuple(typeset(sentence) for sentence in self._sentences())

    def _sentences(self) -> Iterator[str]:
        if self.places:
            yield f"Repères trouvés : {', '.join(self.places)}."
        else:
            yield "Aucun repère : le projet suit le texte du modèle."
        if self.added:
            yield f"Styles absents du modèle, repris de celui de l’application : {', '.join(self.added)}."
        else:
            yield "Tous les styles du projet sont dans le modèle."
        yield from self.shortcomings


def inspect(path: Path) -> TemplateReport:
    """What the template brings. Raises TemplateRefused."""
    prepared = prepare(path, comments=False)
    return TemplateReport(path.name, prepared.added, prepared.places, prepared.shortcomings)
