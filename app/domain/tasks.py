"""The parts of a contract as a list of tasks: how far each has got, and which comes next."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from app.domain.commitment_list import View, is_in_view, rows_of
from app.domain.draft import Draft, Level
from app.domain.french import count_noun
from app.domain.names import signings
from app.domain.outlines import quartier_place
from app.domain.profile import State
from app.domain.text import is_blank


class Stage(StrEnum):
    """How far a part has got."""

    TO_DO = "to_do"
    STARTED = "started"
    DONE = "done"
    OPTIONAL = "optional"
    """Nothing is written, and nothing asks for it."""

    @classmethod
    def of(cls, done: int, total: int, *, is_asked: bool = True) -> "Stage":
        """Return the stage of a part of which so many pieces are done."""
        if done >= total and total:
            return cls.DONE
        if done:
            return cls.STARTED
        return cls.TO_DO if is_asked else cls.OPTIONAL


STAGES = {
    Stage.TO_DO: "À faire",
    Stage.STARTED: "En cours",
    Stage.DONE: "Fait",
    Stage.OPTIONAL: "Facultatif",
}


class Part(StrEnum):
    """A part of a contract that somebody fills."""

    TERRITORY = "territory"
    SIGNATORIES = "signatories"
    COMMITMENTS = "commitments"
    TEXTS = "texts"
    ORIENTATIONS = "orientations"
    QUARTIERS = "quartiers"


@dataclass(frozen=True, slots=True)
class Task:
    """A part with what is said of it, in French, and its stage."""

    part: Part
    said: str
    stage: Stage


def tasks_of(draft: Draft) -> tuple[Task, ...]:
    """Return the task of each part, in the order in which they are usually done."""
    return (
        _territory(draft),
        _signatories(draft),
        commitments_task(draft),
        _texts(draft),
        _orientations(draft),
        _quartiers(draft),
    )


def next_task(tasks: Iterable[Task]) -> Task | None:
    """Return the first that nobody has begun, else the first that is not done; None when all are."""
    known = tuple(tasks)
    waiting = (task for stage in (Stage.TO_DO, Stage.STARTED) for task in known if task.stage is stage)
    return next(waiting, None)


def next_to_draft(draft: Draft) -> str | None:
    """Return the id of the first national commitment of the contract that has no local action yet."""
    waiting = (entry.commitment.id for entry in draft.entries() if entry.adaptation.progress is State.TO_DO)
    return next(waiting, None)


@dataclass(frozen=True, slots=True)
class ToCheck:
    """How many findings are of what the law asks, and how many of the rest."""

    required: int
    others: int


def to_check(draft: Draft) -> ToCheck:
    """Count what the contract still lacks."""
    required = sum(finding.level is Level.ERROR for finding in draft.checks)
    return ToCheck(required, len(draft.checks) - required)


def returns_said(to_decide: int, received: int) -> tuple[str, Stage]:
    """Return what is said of the files that partners returned, and how far their decisions have got."""
    if to_decide:
        return count_noun(to_decide, "retour à trancher", "retours à trancher"), Stage.STARTED
    if received:
        return f"{count_noun(received, 'retour')}, tout est tranché", Stage.DONE
    return "fichiers Word rendus par les partenaires, à reprendre au contrat", Stage.OPTIONAL


def to_review(draft: Draft) -> int:
    """Count the commitments about which our reading asks for a decision."""
    return sum(is_in_view(row, View.TO_REVIEW) for row in rows_of(draft))


def _territory(draft: Draft) -> Task:
    territory = draft.territory
    quartiers = (
        count_noun(len(territory.quartiers), "quartier prioritaire", "quartiers prioritaires")
        if territory.quartiers
        else "aucun quartier prioritaire"
    )
    said = f"{territory.name}, {count_noun(len(territory.communes), 'commune')}, {quartiers}"
    is_open = any(finding.place in {"territory", "quartiers"} for finding in draft.checks)
    if not territory.quartiers:
        return Task(Part.TERRITORY, said, Stage.TO_DO)
    return Task(Part.TERRITORY, said, Stage.STARTED if is_open else Stage.DONE)


def _signatories(draft: Draft) -> Task:
    signing = signings(draft)
    named = sum(any(person.text for person in one.representatives) for one in signing)
    if not signing:
        return Task(Part.SIGNATORIES, "aucun signataire choisi", Stage.TO_DO)
    return Task(Part.SIGNATORIES, _share(named, len(signing), "nommé"), Stage.of(named, len(signing)))


def commitments_task(draft: Draft) -> Task:
    """Return how many commitments are written and agreed, and in how many volets nothing is."""
    said = [adaptation for section in draft.sections for adaptation in section.adaptations]
    written = sum(one.progress is not State.TO_DO for one in said)
    agreed = sum(one.progress.is_agreed for one in said)
    empty = [
        section.section.title
        for section in draft.sections
        if section.adaptations and all(one.progress is State.TO_DO for one in section.adaptations)
    ]
    words = f"{_share(written, len(said), 'rédigé')}, {count_noun(agreed, 'convenu')}"
    if written and empty:
        words += f" ; rien encore dans {count_noun(len(empty), 'volet')}"
    return Task(Part.COMMITMENTS, words, Stage.of(written, len(said)))


def _texts(draft: Draft) -> Task:
    places = [place.id for chapter in draft.outline.chapters for place in chapter.places]
    if draft.outline.by_quartier:
        places += [quartier_place(quartier.code) for quartier in draft.territory.quartiers]
    written = sum(not is_blank(draft.profile.texts.get(place, "")) for place in places)
    return Task(Part.TEXTS, _share(written, len(places), "écrit"), Stage.of(written, len(places)))


def _orientations(draft: Draft) -> Task:
    orientations = draft.profile.orientations
    objectives = sum(len(one.objectives) for one in orientations)
    is_asked = any(finding.place == "orientations" for finding in draft.checks)
    if not orientations:
        return Task(Part.ORIENTATIONS, "aucune orientation", Stage.of(0, 1, is_asked=is_asked))
    said = f"{count_noun(len(orientations), 'orientation')}, {count_noun(objectives, 'objectif')}"
    return Task(Part.ORIENTATIONS, said, Stage.STARTED if is_asked or not objectives else Stage.DONE)


def _quartiers(draft: Draft) -> Task:
    codes = [quartier.code for quartier in draft.territory.quartiers]
    described = sum(code in draft.profile.portraits for code in codes)
    said = _share(described, len(codes), "décrit") if codes else "aucun quartier dans le contrat"
    return Task(Part.QUARTIERS, said, Stage.of(described, len(codes), is_asked=draft.outline.by_quartier))


def _share(done: int, total: int, participle: str) -> str:
    """Return « 3 nommés sur 12 »."""
    return f"{count_noun(done, participle)} sur {total}"
