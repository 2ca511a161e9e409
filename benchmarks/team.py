"""Fifty people at once on one contract, over HTTP: `python -m benchmarks.team`.

Half of them save in the contract, half are partners whose saves are proposals; each writes in a commitment of
her own, comments it, and reads it again. All that was accepted must be there at the end. `--quick`: five.
"""

import logging
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from time import sleep
from typing import Any

from flask import Flask
from lxml import html
from requests import Response, Session
from waitress.server import create_server

from app.access import Role, Scope
from app.domain.assembly import assemble
from app.domain.commitment_list import rows_of
from app.store import Profiles
from app.web.requests import LOGGER
from benchmarks.drafts import catalogue
from benchmarks.login import PASSWORD, site

THREADS = 8
PATIENCE = 60
"""Seconds that an answer may take while everybody asks at once."""

BUSY = 0.05
"""Seconds after which one asks again when the database was busy."""

CONTRACT = 1


@dataclass
class Person:
    """Somebody with a browser, and a commitment of her own."""

    number: int
    address: str
    clause: str
    browser: Session = field(default_factory=Session)

    @property
    def page(self) -> str:
        """The address of the page of her commitment."""
        return f"{self.address}/profils/{CONTRACT}/engagements/{self.clause}"

    @property
    def text(self) -> str:
        """What she writes."""
        return f"Action de la personne {self.number}."

    def work(self) -> int:
        """Sign in, save, comment, read again: how many times she was asked to look again, or to wait."""
        email = f"p{self.number}@ville.fr"
        again = self._send(f"{self.address}/connexion", email=email, password=PASSWORD)
        again += self._send(self.page, local_action=self.text)
        again += self._send(f"{self.page}/commentaires", done="ajouter", text=self.text)
        self._get(self.page)
        return again

    def _send(self, address: str, **typed: str) -> int:
        """Fill in the form of a page and send it until it is taken, as the page that comes back asks."""
        again, fields = 0, _fields(self._get(address), typed)
        while (answer := self._post(address, {**fields, **typed})).status_code != HTTPStatus.SEE_OTHER:
            again += 1
            if answer.status_code == HTTPStatus.CONFLICT:
                fields = _fields(answer, typed)
            elif answer.status_code != HTTPStatus.SERVICE_UNAVAILABLE:
                raise RuntimeError(f"{address}: {answer.status_code}")
            sleep(BUSY)
        return again

    def _get(self, address: str) -> Response:
        while (page := self.browser.get(address, timeout=PATIENCE)).status_code != HTTPStatus.OK:
            sleep(BUSY)
        return page

    def _post(self, address: str, fields: dict[str, Any]) -> Response:
        return self.browser.post(address, data=fields, timeout=PATIENCE, allow_redirects=False)


def _fields(page: Response, typed: dict[str, str]) -> dict[str, Any]:
    """What a browser sends of the form in which these fields are."""
    forms = html.fromstring(page.content).forms
    form = next(one for one in forms if one.method == "POST" and typed.keys() <= set(one.fields.keys()))
    return dict(form.form_values())


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The address of a real server of the application, in this process."""
    server: Any = create_server(app, host="127.0.0.1", port=0, threads=THREADS, backlog=256)
    threading.Thread(target=server.run, daemon=True).start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()


def lost_updates(people: int) -> tuple[int, int]:
    """How many saves, proposals and comments that were taken are not there; how many were sent again."""
    with site(people=people + 1, contracts=1) as (app, store), served(app) as address:
        begun = store.get(CONTRACT)
        every = replace(begun.profile, partners=tuple(partner.id for partner in catalogue().partners))
        store.save(CONTRACT, begun.version, every)
        rows = rows_of(assemble(catalogue(), every))
        clauses = [row.id for row in rows if not row.is_local]
        crowd = [Person(number, address, clauses[number - 1]) for number in range(1, people + 1)]
        partners = crowd[1::2]
        for one in partners:
            _make_partner(store, one)
        with ThreadPoolExecutor(people) as pool:
            again = sum(pool.map(Person.work, crowd))
        return _lost(store, crowd, partners), again


def _make_partner(store: Profiles, person: Person) -> None:
    """Give a person a part of the contract in the place of the whole of it."""
    account = store.accounts.find(f"p{person.number}@ville.fr")
    assert account
    (share,) = [one for one in store.shares.of_contract(CONTRACT) if one.account == account.id]
    store.shares.revoke(CONTRACT, share.id, 1)
    part = Scope(commitments=frozenset({person.clause}))
    store.shares.give(CONTRACT, Role.EDITOR, 1, to_account=account.id, scope=part)


def _lost(store: Profiles, crowd: list[Person], partners: list[Person]) -> int:
    saved = store.get(CONTRACT)
    written = {clause: said.local_action for clause, said in saved.profile.adaptations.items()}
    proposed = {one.clause: one.returned for one in store.returns.proposals(CONTRACT)}
    said = {one.clause: one.first.text for one in store.comments.of(CONTRACT)}
    lost = sum(said.get(one.clause) != one.text for one in crowd)
    for one in crowd:
        lost += (proposed if one in partners else written).get(one.clause) != one.text
    return lost + abs(saved.version - 2 - (len(crowd) - len(partners)))


def main() -> None:
    people = 5 if "--quick" in sys.argv else 50
    LOGGER.disabled = True
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # it fills, as it must
    lost, again = lost_updates(people)
    print(f"{people} people at once on one contract: {lost} of what they sent lost, {again} sent again")
    if lost:
        sys.exit("something was lost")


if __name__ == "__main__":
    main()
