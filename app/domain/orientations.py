"""The orientations of a contract: a challenge (enjeu), an orientation, its objectives, what is expected.

Actions serve objectives by their ids, which are drawn and never given again. A reader knows them by numbers,
which follow from their order: « Orientation 2 », « Objectif 2.1 ».
"""

import re
import secrets
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

ORIENTATION_ID = re.compile("o[0-9a-f]{1,16}")
OBJECTIVE_ID = re.compile("b[0-9a-f]{1,16}")


@dataclass(frozen=True, slots=True)
class Objective:
    """What a contract wants to reach (objectif opérationnel), as typed.

    `expected` is what is to be seen at its end (attendu), `indicator` what is counted; `baseline` and
    `target` are its values today and in `year`.
    """

    id: str
    title: str
    expected: str = ""
    indicator: str = ""
    baseline: str = ""
    target: str = ""
    year: str = ""


@dataclass(frozen=True, slots=True)
class Orientation:
    """A direction that a contract takes, the `challenge` that it answers, and its objectives in order."""

    id: str
    title: str
    challenge: str = ""
    objectives: tuple[Objective, ...] = ()


Orientations = tuple[Orientation, ...]
Record = TypeVar("Record", Orientation, Objective)


def new_orientation_id() -> str:
    """Return an id that no orientation had before."""
    return f"o{secrets.token_hex(8)}"


def new_objective_id() -> str:
    """Return an id that no objective had before."""
    return f"b{secrets.token_hex(8)}"


def objectives_of(orientations: Sequence[Orientation]) -> Iterator[Objective]:
    """Yield the objectives of a contract, in its order."""
    for orientation in orientations:
        yield from orientation.objectives


def orientation_of(orientations: Sequence[Orientation], objective_id: str) -> Orientation | None:
    """Return the orientation that holds an objective."""
    holding = (one for one in orientations if any(each.id == objective_id for each in one.objectives))
    return next(holding, None)


def orientation_numbers(orientations: Sequence[Orientation]) -> dict[str, str]:
    """Return the number of each orientation and objective by its id: « 2 », « 2.1 »."""
    numbers = {}
    for rank, orientation in enumerate(orientations, start=1):
        numbers[orientation.id] = str(rank)
        for place, objective in enumerate(orientation.objectives, start=1):
            numbers[objective.id] = f"{rank}.{place}"
    return numbers


def objective_labels(*contracts: Sequence[Orientation]) -> dict[str, str]:
    """Return what each objective is called by its id: « Objectif 2.1 — Ouvrir des lieux ».

    The first contract that has it names it.
    """
    labels: dict[str, str] = {}
    for orientations in contracts:
        numbers = orientation_numbers(orientations)
        for objective in objectives_of(orientations):
            labels.setdefault(objective.id, f"Objectif\u00a0{numbers[objective.id]} — {objective.title}")
    return labels


def gone_label(objective_id: str) -> str:
    """Return what an objective is called that the contract no longer has."""
    return f"objectif retiré du contrat ({objective_id})"


def known_objectives(ids: Collection[str], orientations: Sequence[Orientation]) -> tuple[str, ...]:
    """Return those of the ids that name an objective of the contract, in their order."""
    known = {objective.id for objective in objectives_of(orientations)}
    return tuple(one for one in ids if one in known)


def put(records: Sequence[Record], record: Record) -> tuple[Record, ...]:
    """Return the records with this one in the place of the one with its id, else at the end."""
    return tuple(({one.id: one for one in records} | {record.id: record}).values())


def put_objective(
    orientations: Sequence[Orientation], parent: Orientation, objective: Objective
) -> Orientations:
    """Return the orientations with an objective in the place of the one with its id.

    Else it comes at the end of `parent`; one that was removed meanwhile comes back with that objective alone.
    """
    holding = orientation_of(orientations, objective.id)
    here = holding or next((one for one in orientations if one.id == parent.id), None)
    parent = here or replace(parent, objectives=())
    return put(orientations, replace(parent, objectives=put(parent.objectives, objective)))


def remove(records: Sequence[Record], record_id: str) -> tuple[Record, ...]:
    """Return the records without the one of this id."""
    return tuple(one for one in records if one.id != record_id)


def remove_objective(orientations: Sequence[Orientation], objective_id: str) -> Orientations:
    """Return the orientations without an objective; what serves it keeps its id."""
    return tuple(replace(one, objectives=remove(one.objectives, objective_id)) for one in orientations)


def move(records: Sequence[Record], record_id: str, step: int) -> tuple[Record, ...]:
    """Return the records with one of them `step` places further; at an end it stays there."""
    moving = [one for one in records if one.id == record_id]
    others = list(remove(records, record_id))
    if moving:
        at = [one.id for one in records].index(record_id)
        others.insert(max(at + step, 0), moving[0])
    return tuple(others)


def move_objective(orientations: Sequence[Orientation], objective_id: str, step: int) -> Orientations:
    """Return the orientations with an objective further among those of its orientation."""
    return tuple(replace(one, objectives=move(one.objectives, objective_id, step)) for one in orientations)
