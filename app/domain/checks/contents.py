"""The six contents of a contrat de ville: décret n° 2024-1037 du 15 novembre 2024, art. 2.

They stood in loi n° 2014-173, art. 6, IV until 17 November 2024. What only a text written in a chapter can
bring is in `commitments/chapters.yaml` (`required`, `expected`); here is what the actions show.
"""

from collections.abc import Iterator

from app.domain.draft import Draft, Finding, Level
from app.domain.profile import Adaptation, MeansKind

_DECREE = "Décret n° 2024-1037, art. 2"
_MEANS = {
    MeansKind.COMMON_LAW: ("droit-commun", "moyens de droit commun"),
    MeansKind.SPECIFIC: ("moyens-specifiques", "instruments spécifiques de la politique de la ville"),
}


def missing_contents(draft: Draft) -> Iterator[Finding]:
    """What the contract lacks of its six contents."""
    written = [adaptation for section in draft.sections for adaptation in section.adaptations]
    yield from _objectives(written)
    yield from _actions(draft, written)
    yield from _means(draft, written)
    yield from _texts(draft)
    yield from _local_indicators(draft, written)


def _error(finding_id: str, message: str, why: str, place: str) -> Finding:
    return Finding(finding_id, Level.ERROR, message, f"{_DECREE}, {why}", place)


def _objectives(written: list[Adaptation]) -> Iterator[Finding]:
    if not any(adaptation.indicator_target for adaptation in written):
        message = "Aucun objectif chiffré local : aucune action n’a de cible."
        yield _error("contenu-objectifs", message, "1° : objectifs chiffrés", "sections")


def _actions(draft: Draft, written: list[Adaptation]) -> Iterator[Finding]:
    local = any(section.local for section in draft.sections)
    if not local and not any(adaptation.local_action for adaptation in written):
        message = "Aucune action locale n’est écrite."
        yield _error("contenu-actions", message, "2° : nature des actions", "sections")


def _means(draft: Draft, written: list[Adaptation]) -> Iterator[Finding]:
    counted = {line.kind for adaptation in written for line in adaptation.means}
    for kind, (place, words) in _MEANS.items():
        if kind not in counted and not draft.profile.texts.get(place):
            message = f"Les {words} ne sont ni chiffrés dans les actions ni décrits."
            why = "3° : moyens humains et financiers, droit commun distingué des instruments spécifiques"
            yield _error(f"contenu-{place}", message, why, f"text:{place}")


def _texts(draft: Draft) -> Iterator[Finding]:
    """The places of the chapters that a text asks for and that are empty."""
    for chapter in draft.outline.chapters:
        for place in chapter.places:
            source = place.required or place.expected
            if source and not draft.profile.texts.get(place.id):
                level = Level.ERROR if place.required else Level.WARNING
                message = f"{chapter.title} : « {place.label} » reste à écrire."
                yield Finding(f"texte-{place.id}", level, message, source, f"text:{place.id}")


def _local_indicators(draft: Draft, written: list[Adaptation]) -> Iterator[Finding]:
    if not draft.profile.texts.get("indicateurs-locaux") and not any(one.indicator for one in written):
        message = "Aucun indicateur local n’est indiqué."
        yield _error("contenu-indicateurs", message, "5° : indicateurs locaux", "sections")
