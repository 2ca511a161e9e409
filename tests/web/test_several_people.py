"""Three people at once on one contract, against a model that is obviously right.

Whatever they do, in whatever order: every text that was confirmed is in a version; nobody writes over what
they did not see; a save that was refused changed nothing, and its page still holds what was typed; no field
changes but those that its person touched.

Fifty runs, always the same, of 20 steps in `make test` and of 50 in `.ci/run`; by hand, 2,000 others:

    SEVERAL_PEOPLE_RUNS=2000 SEVERAL_PEOPLE_STEPS=20 pytest -n 0 tests/web/test_several_people.py
"""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import hypothesis
import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)

from app.catalogue import read
from app.settings.config import Settings
from app.store import Profiles
from tests.former import written_in
from tests.web.contract_model import OpenPage
from tests.web.people_typing import type_in
from tests.web.site_under_test import ContractOnSite
from tests.web.small_catalogue import small_catalogue

STEPS = int(os.environ.get("SEVERAL_PEOPLE_STEPS", "20"))
BY_HAND = int(os.environ.get("SEVERAL_PEOPLE_RUNS", "0"))
SERIES = [(BY_HAND, STEPS, None)] if BY_HAND else [(6, STEPS, seed) for seed in range(1, 3)]
"""Runs, steps of each, and the seed. Several series: the workers of pytest-xdist share them."""

PEOPLE = st.integers(0, 2)
CHOICES = st.integers(0, 10_000)
DEEDS = ("open", "save", "open and save", "save what moved meanwhile", "save what moved meanwhile")
NEAR = {
    "textes": ("trame", "territoire", "catalogue"),
    "engagements": ("catalogue", "partenaires", "territoire"),
    "signataires": ("partenaires",),
}
"""The pages that may take away the place of what is typed on a page, by the kind of that page."""
MOST_OPEN = 6
"""Pages that wait at once to be saved: enough that several people hold the same one."""


class SeveralPeople(RuleBasedStateMachine):
    """What three people do to one contract. Most of it is about one page at a time, where they meet."""

    app: Flask
    store: Profiles
    former: str

    @initialize(old=st.booleans())
    def begin(self, old: bool) -> None:
        """A contract with something in it, of today's catalogue or of a former one."""
        catalogue = self.former if old else ""
        self.contract = ContractOnSite(self.app, self.store, catalogue, self.former)
        self.pages: list[OpenPage] = []
        self.focus = "textes"

    @rule(who=PEOPLE, does=st.sampled_from(DEEDS), choice=CHOICES, typed=CHOICES)
    def step(self, who: int, does: str, choice: int, typed: int) -> None:
        """One rule for all that people do: hypothesis leaves whole rules out of a run."""
        if does == "open":
            self.pages = [*self.pages[1 - MOST_OPEN :], self.contract.open(who, self.address(choice))]
        elif does == "save" and self.pages:
            page = self.pages.pop(choice % len(self.pages))
            if not self.save(page, typed):
                self.pages.append(page)
        elif does == "save what moved meanwhile" and self.contract.edited_pages():
            page = self.contract.open(who, self.edited_page(choice))
            self.do_alone((who + 1) % 3, self.page_that_moves(page, choice // 8), typed // 8)
            if page.kind == "textes":
                self.type_in_a_lost_place(page, typed)
            if not self.save(page, typed):
                self.pages = [*self.pages[1 - MOST_OPEN :], page]
        else:
            self.do_alone(who, self.address(choice), typed)

    def do_alone(self, who: int, address: str, typed: int) -> None:
        """Open a page and send it: nobody stands in the way."""
        page = self.contract.open(who, address)
        assert self.save(page, typed), f"{page.address}: refused, though nobody else did anything"

    def page_that_moves(self, page: OpenPage, choice: int) -> str:
        """Mostly one that may take the place away of what somebody types on a page."""
        near = {*NEAR.get(page.kind, ()), f"{page.address}/retirer"}
        pages = [moving for moving in self.contract.moving_pages() if moving in near]
        return pages[choice // 3 % len(pages)] if pages and choice % 3 else self.moving_page(choice // 3)

    def type_in_a_lost_place(self, page: OpenPage, typed: int) -> None:
        """Write in a text that the present page no longer asks for, where there is one."""
        if not self.contract.in_trash:
            here = self.contract.open(page.who, page.address).form
            lost = sorted(page.form.keys() - here.keys())
            if lost:
                page.type(lost[typed % len(lost)], self.contract.new_word())

    def save(self, page: OpenPage, typed: int) -> bool:
        """Type in a page that is open, mostly, and send it. False where it comes back."""
        if typed % 5:
            type_in(page, typed // 5, self.contract.new_word())
        return self.contract.send(page)

    def address(self, choice: int) -> str:
        """Mostly the page that the others have open; at times one that moves what is around it."""
        is_moving = choice % 4 == 0 or not self.contract.edited_pages()
        return self.moving_page(choice // 4) if is_moving else self.edited_page(choice)

    def edited_page(self, choice: int) -> str:
        """The page that the others have open, or now and then another one."""
        edited = self.contract.edited_pages()
        if choice % 4 == 1 or self.focus not in edited:
            self.focus = edited[choice // 4 % len(edited)]
        return self.focus

    def moving_page(self, choice: int) -> str:
        """One that moves what is around the others, each kind as often as another."""
        by_kind: dict[str, list[str]] = {}
        for page in self.contract.moving_pages():
            by_kind.setdefault(page.rpartition("/")[2], []).append(page)
        pages = list(by_kind.values())[choice % len(by_kind)]
        return pages[choice // len(by_kind) % len(pages)]

    def teardown(self) -> None:
        """Every version says what was confirmed; the contract goes, so that many runs weigh nothing."""
        if hasattr(self, "contract"):
            self.contract.check_versions()
            self.contract.remove()


@pytest.fixture
def people(start: Callable[[Settings], Flask], settings: Settings, tmp_path: Path) -> type[SeveralPeople]:
    """The state machine over a real site, whose catalogue has two conventions only."""
    folder = written_in(tmp_path / "catalogue", small_catalogue())
    app = start(replace(settings, catalogue_folder=folder))
    store = app.extensions["contrat_de_ville"].profiles
    former = read(small_catalogue(former=True))
    store.catalogues.keep(former)
    return type("SeveralPeopleHere", (SeveralPeople,), {"app": app, "store": store, "former": former.hash})


@pytest.mark.parametrize(("runs", "steps", "seed"), SERIES)
def test_three_people_at_once_lose_nothing(
    people: type[SeveralPeople], runs: int, steps: int, seed: int | None
) -> None:
    run_state_machine_as_test(
        people if seed is None else hypothesis.seed(seed)(people),
        settings=settings(
            max_examples=runs,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            phases=[Phase.generate],  # what fails is printed as it was: making it shorter takes minutes
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )
