"""The six contents of a contrat de ville: décret n° 2024-1037 du 15 novembre 2024, art. 2, or the law before.

They stood in loi n° 2014-173, art. 6, IV until 17 November 2024. What only a text written in a chapter can
bring is in `commitments/chapters.yaml` (its requirements); here is what the actions show.
"""

from collections.abc import Iterator

from app.domain.checks.written import fillers, has_figure, is_answered, is_written
from app.domain.draft import Draft, Finding, Level
from app.domain.outlines import Strength
from app.domain.profile import Adaptation, MeansKind

_LEVELS = {
    Strength.LAW: Level.ERROR,
    Strength.CIRCULAR: Level.WARNING,
    Strength.EXPECTED: Level.WARNING,
    Strength.USEFUL: Level.INFO,
}
_MEANS = {
    MeansKind.COMMON_LAW: ("droit-commun", "moyens de droit commun"),
    MeansKind.SPECIFIC: ("moyens-specifiques", "instruments spécifiques de la politique de la ville"),
}


def missing_contents(draft: Draft) -> Iterator[Finding]:
    """Yield what the contract lacks of its six contents."""
    written = [adaptation for section in draft.sections for adaptation in section.adaptations]
    filling = fillers(draft)
    yield from _objectives(draft, written)
    yield from _actions(draft, written)
    yield from _means(draft, written)
    yield from _texts(draft, filling)
    yield from _local_indicators(draft, written, filling)


def _error(draft: Draft, finding_id: str, message: str, why: str, place: str) -> Finding:
    return Finding(finding_id, Level.ERROR, message, f"{draft.outline.contents}, {why}", place)


def _objectives(draft: Draft, written: list[Adaptation]) -> Iterator[Finding]:
    if not any(has_figure(adaptation.indicator_target) for adaptation in written):
        message = "Aucun objectif chiffré local : aucune action n’a de cible avec un chiffre."
        yield _error(draft, "contenu-objectifs", message, "1° : objectifs chiffrés", "sections")


def _actions(draft: Draft, written: list[Adaptation]) -> Iterator[Finding]:
    texts = [local.text for section in draft.sections for local in section.local]
    texts += [adaptation.local_action for adaptation in written]
    if not any(map(is_written, texts)):
        message = "Aucune action locale n’est écrite."
        yield _error(draft, "contenu-actions", message, "2° : nature des actions", "sections")


def _means(draft: Draft, written: list[Adaptation]) -> Iterator[Finding]:
    counted = {line.kind for adaptation in written for line in adaptation.means if line.amount}
    for kind, (place, words) in _MEANS.items():
        if kind not in counted and not is_written(draft.profile.texts.get(place, "")):
            message = f"Les {words} ne sont ni chiffrés dans les actions ni décrits."
            why = "3° : moyens humains et financiers, droit commun distingué des instruments spécifiques"
            yield _error(draft, f"contenu-{place}", message, why, f"text:{place}")


def _texts(draft: Draft, filling: frozenset[str]) -> Iterator[Finding]:
    """Yield the places of the chapters that a text asks for and that are empty."""
    for chapter in draft.outline.chapters:
        for place in chapter.places:
            asked = place.requirement(draft.facts, draft.profile.partners)
            text = draft.profile.texts.get(place.id, "")
            written = is_answered(text, filling) if place.short else is_written(text)
            if asked and not written:
                level = _LEVELS[asked.strength]
                message = f"{chapter.title} : « {place.label} » reste à écrire."
                yield Finding(f"texte-{place.id}", level, message, asked.source, f"text:{place.id}")


def _local_indicators(draft: Draft, written: list[Adaptation], filling: frozenset[str]) -> Iterator[Finding]:
    indicators = any(is_answered(adaptation.indicator, filling) for adaptation in written)
    if not indicators and not is_written(draft.profile.texts.get("indicateurs-locaux", "")):
        message = "Aucun indicateur local n’est indiqué."
        yield _error(draft, "contenu-indicateurs", message, "5° : indicateurs locaux", "sections")
