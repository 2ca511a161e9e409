"""The parts of a contract as tasks: their stages, and which comes next."""

import pytest

from app.domain.tasks import Part, Stage, Task, next_task, returns_said


@pytest.mark.parametrize(
    ("done", "total", "is_asked", "stage"),
    [
        (0, 3, True, Stage.TO_DO),
        (0, 3, False, Stage.OPTIONAL),
        (1, 3, False, Stage.STARTED),
        (3, 3, True, Stage.DONE),
        (0, 0, True, Stage.TO_DO),
    ],
)
def test_a_part_is_done_when_all_of_it_is(done: int, total: int, is_asked: bool, stage: Stage) -> None:
    assert Stage.of(done, total, is_asked=is_asked) is stage


def test_what_nobody_has_begun_comes_before_what_is_under_way_and_nothing_after_all() -> None:
    begun = Task(Part.TERRITORY, "", Stage.STARTED)
    waiting = Task(Part.TEXTS, "", Stage.TO_DO)
    spare, done = Task(Part.QUARTIERS, "", Stage.OPTIONAL), Task(Part.SIGNATORIES, "", Stage.DONE)

    assert next_task((begun, done, waiting, spare)) is waiting
    assert next_task((done, begun, spare)) is begun
    assert next_task((done, spare)) is None


@pytest.mark.parametrize(
    ("to_decide", "received", "said", "stage"),
    [
        (3, 5, "3\u00a0retours à trancher", Stage.STARTED),
        (0, 1, "1\u00a0retour, tout est tranché", Stage.DONE),
        (0, 0, "fichiers Word rendus par les partenaires, à reprendre au contrat", Stage.OPTIONAL),
    ],
)
def test_the_returns_of_the_partners_are_a_task_until_all_is_decided(
    to_decide: int, received: int, said: str, stage: Stage
) -> None:
    assert returns_said(to_decide, received) == (said, stage)
