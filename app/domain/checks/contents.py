"""The six contents of a contrat de ville: décret n° 2024-1037 du 15 novembre 2024, art. 2, or the law before.

They stood in loi n° 2014-173, art. 6, IV until 17 November 2024. What only a text written in a chapter can
bring is in `commitments/chapters.yaml` (its requirements); here is what the actions show, and whether a text
answers what is asked, as a person who reads the contract would see it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from app.domain.draft import Draft, DraftSection, Finding, FlagKind, Level
from app.domain.fields import ADAPTATION, Field
from app.domain.orientations import objectives_of
from app.domain.outlines import Strength
from app.domain.profile import Adaptation, MeansKind, State
from app.domain.text import is_blank, name_key

_WORD = re.compile(r"\w+")
_FIGURE_IN_LETTERS = re.compile(
    r"\b(zéro|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|quinze|vingt|trente|quarante|cinquante"
    r"|soixante|cents?|mille|millions?|milliards?|moitié|tiers|quarts?|doubl|tripl)",
    re.IGNORECASE,
)
_HEAD = 400
"""Characters of a text that are looked at first: a contract of 2 MB is checked at each page."""

_ANSWERS = tuple(field.id for field in ADAPTATION if field.asks)


def is_written(text: str) -> bool:
    """Whether a text of some sentences says something: « mot », « mot mot » and spaces do not."""
    return len(_first_words(text, 2)) > 1


def has_figure(text: str) -> bool:
    """Whether an objective has a figure, in digits or in letters."""
    return any(map(str.isnumeric, text)) or bool(_FIGURE_IN_LETTERS.search(text))


def fillers(draft: Draft) -> frozenset[str]:
    """Return the words that alone answer several questions of a contract, folded: they answer none."""
    asked: dict[str, set[str]] = defaultdict(set)
    for question, text in _answers(draft):
        if len(words := _first_words(text, 2)) == 1:
            asked[words[0]].add(question)
    return frozenset(word for word, questions in asked.items() if len(questions) > 1)


def is_answered(text: str, filling: Iterable[str]) -> bool:
    """Whether a few words say something: at least one that is not a filler."""
    known = frozenset(filling)
    return any(word not in known for word in _words(text))


def _answers(draft: Draft) -> Iterator[tuple[str, str]]:
    """Each question with what was typed for it, wherever it was asked."""
    yield from draft.texts.items()
    for section in draft.sections:
        for adaptation in section.adaptations:
            for field in _ANSWERS:
                if text := _text(adaptation, field):
                    yield field, text


def _text(adaptation: Adaptation, field: str) -> str:
    return str(getattr(adaptation, field))


def _first_words(text: str, number: int) -> tuple[str, ...]:
    """Return at most so many different words of a text: what follows them is not looked at."""
    for part in (text[:_HEAD].rpartition(" ")[0], text):  # a head of whole words is nearly always enough
        found: dict[str, None] = {}
        for word in _words(part):
            found[word] = None
            if len(found) == number:
                return tuple(found)
    return tuple(found)


def _words(text: str) -> Iterator[str]:
    """Yield the words of a text, folded, one by one."""
    folded = name_key(text)
    return (found[0] for found in _WORD.finditer(folded) if not is_blank(found[0]))


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
    targets = [adaptation.indicator_target for adaptation in written]
    targets += [objective.target for objective in objectives_of(draft.profile.orientations)]
    if not any(map(has_figure, targets)):
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
    indicators = [adaptation.indicator for adaptation in written]
    indicators += [objective.indicator for objective in objectives_of(draft.profile.orientations)]
    answered = any(is_answered(text, filling) for text in indicators)
    if not answered and not is_written(draft.profile.texts.get("indicateurs-locaux", "")):
        message = "Aucun indicateur local n’est indiqué."
        yield _error(draft, "contenu-indicateurs", message, "5° : indicateurs locaux", "sections")


_WHY = "Une action se suit quand on sait qui, quand, avec quoi et comment elle se mesure"
_ASKED = tuple(field for field in ADAPTATION if field.lacking)
GENDER_SECTION = "egalite-femmes-hommes"
"""The volet whose indicators are expected by sex first of all; its id is part of the interface."""


BY_SEX = (
    "code général des collectivités territoriales, art. L. 1111-2, al. 3 : les données du rapport annuel "
    "« sont présentées par sexe »"
)
"""The text that asks for figures by sex."""


def thin_actions(draft: Draft) -> Iterator[Finding]:
    """For each volet, its actions that lack a lead, a deadline, an indicator or means.

    One that was given up lacks nothing.
    """
    for section in draft.sections:
        yield from _thin_in(section)
        if section.section.id == GENDER_SECTION:
            yield from _not_by_sex(section)


def unsaid_choices(draft: Draft) -> Iterator[Finding]:
    """Yield a commitment left out without a reason, and one said to be agreed without the action."""
    adaptations = draft.profile.adaptations
    out = [one.commitment.id for one in draft.excluded if one.by_choice]
    silent = tuple(one for one in out if is_blank(adaptations[one].reason_excluded))
    if silent:
        message = f"{_some(silent, 'engagement écarté', 'engagements écartés')} sans motif."
        why = "L’annexe cite chaque engagement écarté avec son motif"
        yield Finding("motifs", Level.INFO, message, why, "sections", silent)
    written = [one for section in draft.sections for one in section.written]
    empty = tuple(known for known, one in written if one.state.is_agreed and is_blank(one.local_action))
    if empty:
        message = (
            f"{_some(empty, 'engagement est dit convenu', 'engagements sont dits convenus')} sans action."
        )
        yield Finding("convenus", Level.INFO, message, "Ce qui est convenu s’écrit", "sections", empty)


def years_outside_term(draft: Draft) -> Iterator[Finding]:
    """Yield the actions whose means or values are of a year that the contract does not cover."""
    term = draft.term
    ids = tuple(
        known
        for section in draft.sections
        for known, one in section.written
        if any(year and year not in term for _, year in one.years)
    )
    if ids:
        actions = _some(ids, "action nomme", "actions nomment")
        message = f"{actions} une année hors de la durée du contrat ({term}) : moyens ou valeurs atteintes."
        yield Finding("annees", Level.WARNING, message, "Le plan du contrat donne sa durée", "sections", ids)


def undecided_places(draft: Draft) -> Iterator[Finding]:
    """Yield a finding for the clauses that would leave the body by our reading, but hold something."""
    ids = tuple(
        entry.commitment.id
        for entry in draft.entries()
        if any(flag.kind is FlagKind.TO_DECIDE for flag in entry.flags)
    )
    if ids:
        stay = _some(ids, "engagement achevé ou national reste", "engagements achevés ou nationaux restent")
        message = (
            f"{stay} dans le corps du contrat parce que quelque chose y est écrit : leur place est à décider."
        )
        why = "Notre lecture des conventions de 2013-2014 : ce qui est achevé va en annexe « Pour mémoire »"
        yield Finding("pour-memoire", Level.WARNING, message, why, "historical", ids)


def _some(ids: Sequence[str], singular: str, plural: str) -> str:
    return f"{len(ids)} {singular if len(ids) == 1 else plural}"


def _thin_in(section: DraftSection) -> Iterator[Finding]:
    actions = [
        (known, one)
        for known, one in section.written
        if not is_blank(one.local_action) and one.state is not State.GIVEN_UP
    ]
    volet = section.section
    for field in _ASKED:
        thin = tuple(known for known, adaptation in actions if _lacks(adaptation, field))
        if thin:
            message = f"{volet.title} : {_some(thin, 'action', 'actions')} {field.lacking}."
            yield Finding(f"{field.tag}-{volet.id}", Level.INFO, message, _WHY, f"section:{volet.id}", thin)


def lacking_fields(adaptation: Adaptation) -> tuple[Field, ...]:
    """Return what an action that is written does not say yet: who leads it, when it ends."""
    return tuple(field for field in _ASKED if _lacks(adaptation, field))


def _lacks(adaptation: Adaptation, field: Field) -> bool:
    """Whether a field says nothing; an amount says the means as well as words do."""
    if field.id == "resources" and any(line.amount for line in adaptation.means):
        return False
    return is_blank(getattr(adaptation, field.id))


def _not_by_sex(section: DraftSection) -> Iterator[Finding]:
    volet = section.section
    measured = [(known, one) for known, one in section.written if not is_blank(one.indicator)]
    if measured and not any(adaptation.indicator_by_sex for _, adaptation in measured):
        message = f"{volet.title} : aucun indicateur n’est suivi par sexe."
        ids = tuple(known for known, _ in measured)
        why = f"{volet.legal_basis} ; {BY_SEX}"
        yield Finding(f"sexe-{volet.id}", Level.INFO, message, why, f"section:{volet.id}", ids)
