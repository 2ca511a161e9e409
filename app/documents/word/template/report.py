"""What a template brings, and what the application adds to it, in words."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.documents.word.ooxml import Style
from app.documents.word.template.cache import prepare, shown_name, version_of
from app.documents.word.template.refusal import TemplateRefused
from app.domain.french import typeset

MOST_TIME = 2.0
"""Seconds that one page spends on templates that were never read; the next page goes on."""
LATER = typeset("Pas encore vérifié : rechargez la page.")
MOST_KNOWN = 1_000
_KNOWN: dict[tuple[Path, int, int], tuple[str, ...]] = {}
"""What is said of each template, by its path, date and size: sentences are small, templates are not."""


@dataclass(frozen=True, slots=True)
class TemplateReport:
    """`added` names the styles that the template lacks, `places` the named places that it has.

    `notices` say what was left out of it and what its readers will miss.
    """

    name: str
    added: tuple[str, ...]
    places: tuple[str, ...]
    notices: tuple[str, ...] = ()

    @property
    def said(self) -> tuple[str, ...]:
        """The same as French sentences."""
        return tuple(typeset(sentence) for sentence in self._sentences())

    def _sentences(self) -> Iterator[str]:
        if self.places:
            yield f"Repères trouvés : {', '.join(self.places)}."
        else:
            yield "Aucun repère : le projet suit le texte du modèle."
        if len(self.added) == len(Style):
            yield "Aucun style du projet n’est dans le modèle : tous sont repris de celui de l’application."
        elif self.added:
            yield f"Styles absents du modèle, repris de celui de l’application : {', '.join(self.added)}."
        else:
            yield "Tous les styles du projet sont dans le modèle."
        yield from self.notices


def inspect(path: Path) -> TemplateReport:
    """Return what the template brings. Raises TemplateRefused."""
    prepared = prepare(path, comments=False)
    return TemplateReport(shown_name(path), prepared.added, prepared.places, prepared.notices)


def describe_templates(paths: Sequence[Path]) -> list[tuple[str, tuple[str, ...]]]:
    """Return the name of each template with what it brings and lacks, or why it cannot be used.

    A template is read once; a page that meets many new ones leaves some to the next page.
    """
    end = time.monotonic() + MOST_TIME
    return [(shown_name(path), _describe(path, end)) for path in paths]


def _describe(path: Path, end: float) -> tuple[str, ...]:
    try:
        key = (path, *version_of(path))
        if key not in _KNOWN:
            if time.monotonic() > end:
                return (LATER,)
            if len(_KNOWN) >= MOST_KNOWN:
                _KNOWN.clear()
            _KNOWN[key] = _said(path)
        return _KNOWN[key]
    except TemplateRefused as refused:
        return (str(refused),)


def _said(path: Path) -> tuple[str, ...]:
    try:
        return inspect(path).said
    except TemplateRefused as refused:
        return (str(refused),)
