"""People who save without a pause, and remember what they were told."""

from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from http.client import IncompleteRead
from threading import Condition
from types import TracebackType
from typing import Self

from tests.faults.server import START_LIMIT, Answer, Visitor

SAVED = 303
UNANSWERED = 502
IN_FRENCH = {
    UNANSWERED: "Le site redémarre",
    503: "L’enregistrement n’est pas possible pour l’instant",
}
"""What the page of an answer says; nginx writes the first one, the application the second."""


class Writer:
    """One person and one profile, renamed again and again."""

    def __init__(self, visitor: Visitor, profile_id: int) -> None:
        self.visitor = visitor
        self.profile_id = profile_id
        self.acknowledged: list[str] = []
        self.statuses: Counter[int] = Counter()
        self.wrong: list[str] = []
        self._sent = 0

    def save(self) -> None:
        """Opens the form and sends it with another name; remembers every answer."""
        try:
            self._open_and_send()
        except IncompleteRead:  # the server died while it answered, and nginx gave on what it had
            self.statuses[UNANSWERED] += 1

    def _open_and_send(self) -> None:
        address = f"/profils/{self.profile_id}/renommer"
        form = self._look(self.visitor.get(address), expected=200)
        if form.status != 200:
            return
        self._sent += 1
        name = f"Contrat {self.profile_id}, nom {self._sent}"
        answer = self._look(self.visitor.post(address, {**form.page.fields, "name": name}), expected=SAVED)
        if answer.status == SAVED:
            self.acknowledged.append(name)

    def _look(self, answer: Answer, expected: int) -> Answer:
        self.statuses[answer.status] += 1
        if answer.status != expected and IN_FRENCH.get(answer.status, "?") not in answer.page.text:
            self.wrong.append(f"{answer.status}: {answer.page.text[:300]}")
        return answer


class Crew:
    """Writers who work as long as the `with` block runs."""

    def __init__(self, writers: Iterable[Writer]) -> None:
        self.writers = list(writers)
        self._pool = ThreadPoolExecutor(len(self.writers))
        self._answered = Condition()
        self._going = True

    def __enter__(self) -> Self:
        self._work = [self._pool.submit(self._save_again, writer) for writer in self.writers]
        return self

    def __exit__(self, kind: type[BaseException] | None, _: object, __: TracebackType | None) -> None:
        self._going = False
        self._pool.shutdown()
        if kind is None:
            for work in self._work:
                work.result()

    def save(self, saves: int) -> None:
        """Waits until everybody was told of so many more saves."""
        self._wait_for(saves, lambda writer: len(writer.acknowledged))

    def meet(self, status: int) -> None:
        """Waits until everybody was given this status once more."""
        self._wait_for(1, lambda writer: writer.statuses[status])

    def _save_again(self, writer: Writer) -> None:
        try:
            while self._going:
                writer.save()
                with self._answered:
                    self._answered.notify_all()
        finally:  # a fault is seen at once, not at the deadline
            with self._answered:
                self._going = False
                self._answered.notify_all()

    def _wait_for(self, more: int, number: Callable[[Writer], int]) -> None:
        goals = {writer: number(writer) + more for writer in self.writers}

        def reached() -> bool:
            return all(number(writer) >= goal for writer, goal in goals.items())

        with self._answered:
            self._answered.wait_for(lambda: reached() or not self._going, START_LIMIT)
        for work in self._work:
            if work.done():  # nobody stops before the end, unless something unexpected happened
                work.result()
        assert reached(), [writer.statuses for writer in self.writers]
