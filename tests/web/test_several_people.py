"""Three people at once on one contract, against a model that is obviously right.

Whatever they do, in whatever order: every text that was confirmed is in a version; a save that was refused
changed nothing, and its page still holds what was typed; no field changes but those that its person touched.

A few runs in CI; by hand, 2,000 of 200 steps:

    SEVERAL_PEOPLE_RUNS=2000 SEVERAL_PEOPLE_STEPS=200 pytest tests/web/test_several_people.py
"""

import os
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)
from openpyxl import load_workbook

from app.domain.profile import Adaptation, LocalCommitment, Profile, Quartier, Signatory
from app.formats.xlsx.columns import HEADERS
from app.settings.config import Settings
from app.store import Profiles
from tests.former import CHANGED, GONE, NEW, former_catalogue, saved_before, store_before
from tests.web.conftest import EVRY
from tests.web.contract_model import Fields, OpenPage, fields_of, records_of, under
from tests.web.pages import Page, page_of

RUNS = int(os.environ.get("SEVERAL_PEOPLE_RUNS", "4"))
STEPS = int(os.environ.get("SEVERAL_PEOPLE_STEPS", "100"))

SAFETY = "interieur-2013-1-1"
CLAUSES = (SAFETY, CHANGED, GONE, NEW)
ACTION = HEADERS.index("Action locale")
QUARTIERS = ("QN09101M Les Pyramides (91228)", "QN09102M Le Parc aux Lièvres (91228)")
WRITTEN = ("local_action", "lead", "indicator", "resources")
PARTNERS = ("ars", "caf", "bailleurs", "region")
OUTLINES = ("2014-2020", "2024-2030")

PEOPLE = st.integers(0, 2)
CHOICES = st.integers(0, 1_000)


class SeveralPeople(RuleBasedStateMachine):
    """What three people do to one contract."""

    app: Flask
    store: Profiles
    numbers = count(1)

    @initialize(old=st.booleans())
    def begin(self, old: bool) -> None:
        """A contract with something in it, of today's catalogue or of a former one; another to copy from."""
        number = next(self.numbers)
        partners = ("etat", "epci", "commune", "departement", "region", "ars")
        profile = Profile(
            f"Contrat {number}",
            replace(EVRY, quartiers=(Quartier("QN09101M", "Les Pyramides", ("91228",)),)),
            partners=partners,
            adaptations={SAFETY: Adaptation(local_action="Réunir.", quartiers=("QN09101M",))},
            local_commitments=(LocalCommitment("local-1", "sante", "Ouvrir un lieu."),),
            signatories=(Signatory("etat", "l’État"), Signatory("commune", "la Ville")),
            outline=OUTLINES[1],
        )
        store = store_before(self.store) if old else self.store
        self.contract = store.create(profile).id
        self.other = self.store.create(replace(profile, name=f"Autre {number}")).id
        self.clients = [self.app.test_client() for _ in range(3)]
        self.pages: dict[int, OpenPage] = {}
        self.workbooks: dict[int, bytes] = {}
        self.confirmed: set[str] = set()
        self.records: set[str] = set()
        self.word = count(1)
        self.remember()

    # What a person does.

    @rule(who=PEOPLE, choice=CHOICES)
    def open_a_page(self, who: int, choice: int) -> None:
        addresses = self.addresses()
        address = addresses[choice % len(addresses)]
        answer = self.clients[who].get(self.at(address))
        assert answer.status_code == 200, address
        self.pages[who] = OpenPage(address, page_of(answer).fields)

    @precondition(lambda self: self.pages)
    @rule(who=PEOPLE, choices=st.lists(CHOICES, max_size=3))
    def save(self, who: int, choices: list[int]) -> None:
        """Type here and there, and save; a page that came back may be sent again as it is."""
        page = self.pages.get(who)
        if page is None:
            return
        for choice in choices:
            self.type(page, choice)
        self.send(who, page)

    @rule(who=PEOPLE, choice=CHOICES)
    def do_at_once(self, who: int, choice: int) -> None:
        """Open a page and save it, before anybody else does anything."""
        self.open_a_page(who, choice)
        self.save(who, [choice // 7])

    @rule(who=PEOPLE)
    def export_the_workbook(self, who: int) -> None:
        answer = self.clients[who].get(self.at("engagements.xlsx"))
        self.workbooks[who] = answer.data

    @precondition(lambda self: self.workbooks)
    @rule(who=PEOPLE, takes=st.booleans())
    def bring_the_workbook_back(self, who: int, takes: bool) -> None:
        """One cell of it was filled in; where the site changed it too, one of the two texts is chosen."""
        if who not in self.workbooks:
            return
        word = self.new_word()
        filled = _filled_in(self.workbooks.pop(who), word)
        before, version = self.now()
        form = page_of(self.clients[who].get(self.at("classeur"))).fields
        shown = self.clients[who].post(self.at("classeur"), data={**form, "file": (filled, "c.xlsx")})
        assert shown.status_code in {200, 409}
        assert self.now() == (before, version), "a workbook is shown before it is taken"
        page = page_of(shown)
        asked = {each["name"] for tag, each in page.elements if each.get("name", "").startswith("cell_")}
        settled = {**page.fields, **dict.fromkeys(asked, "classeur" if takes else "site")}
        answer = self.clients[who].post(self.at("classeur/reprendre"), data=settled)
        takes = takes or not asked
        assert answer.status_code == 303
        after, _ = self.now()
        changed = {name for name in before | after if before.get(name) != after.get(name)}
        assert changed == ({f"engagements/{SAFETY}/local_action"} if takes else set())
        if takes:
            assert after[f"engagements/{SAFETY}/local_action"] == word
            self.confirmed.add(word)
        self.remember()

    # How the site answers.

    def send(self, who: int, page: OpenPage) -> None:
        before, version = self.now()
        answer = self.clients[who].post(self.at(page.address), data=page.form)
        after, now = self.now()
        if answer.status_code == 303:
            self.confirm(page, before, after)
            del self.pages[who]
            self.remember()
            return
        assert answer.status_code in {409, 422}, (page.address, answer.status_code)
        assert (after, now) == (before, version), "a save that was refused changed something"
        shown = page_of(answer)
        lost = {word for word in page.words if word not in _all_of(shown)}
        assert not lost, f"{page.address}: typed and not on the page any more"
        action = next((form["action"] for tag, form in shown.elements if _is_posted(tag, form)), "")
        if action:
            moved = action.removeprefix(self.at(""))
            self.move(page, moved)
        page.shown_again(shown)

    def move(self, page: OpenPage, address: str) -> None:
        """What was typed goes on elsewhere: a clause that has left becomes a local commitment."""
        if address != page.address:
            page.address, page.touched = address, {"text"}

    def confirm(self, page: OpenPage, before: Fields, after: Fields) -> None:
        """Hold what is saved against what should be."""
        kind = page.address.split("/")[0]
        check: Callable[[OpenPage, Fields, Fields], None] = {
            "copier": self.check_copy,
            "catalogue": self.check_catalogue,
            "versions": self.check_restored,
        }.get(kind, self.check_fields)
        if page.address.endswith("/ajouter"):
            check = self.check_added
        elif page.address.endswith("/retirer"):
            check = self.check_removed
        check(page, before, after)
        kept = "\n".join(map(str, after.values()))
        if kind not in {"copier", "catalogue", "versions"} and not page.address.endswith("/retirer"):
            lost = {word for word in page.words if word in self.last_of(page) and word not in kept}
            assert not lost, f"{page.address}: confirmed and not saved"
            self.confirmed |= {word for word in page.words if word in kept}

    def check_fields(self, page: OpenPage, before: Fields, after: Fields) -> None:
        expected = page.expected(before)
        if not under(before, page.address) and "/" in page.address and not page.address.startswith("eng"):
            expected = {name: after.get(name) for name in after}  # a record that was removed comes back
            assert {name: value for name, value in after.items() if name in before} == before
            return
        if page.address == "territoire":
            proposed = {name for name in after if name.startswith("signataires/") and name not in before}
            after = {name: value for name, value in after.items() if name not in proposed}
        if page.address.startswith("engagements-locaux/") and not under(before, page.address):
            assert {name: value for name, value in after.items() if name in before} == before
            return
        assert after == expected, _differences(after, expected)

    def check_added(self, page: OpenPage, before: Fields, after: Fields) -> None:
        new = {name for name in after if name not in before}
        records = {record for kind in _RECORDS for record in records_of(new, kind)}
        assert {name: after.get(name) for name in before} == before
        assert len(records) == 1, records
        assert not records & self.records, "an id was given again"

    def check_removed(self, page: OpenPage, before: Fields, after: Fields) -> None:
        gone = under(before, page.address.removesuffix("/retirer"))
        assert after == {name: value for name, value in before.items() if name not in gone}

    def check_copy(self, page: OpenPage, before: Fields, after: Fields) -> None:
        assert {name: after.get(name) for name in before} == before

    def check_catalogue(self, page: OpenPage, before: Fields, after: Fields) -> None:
        """What was written stays, in its clause or as a local commitment, but of what was said to leave."""
        assert {name: after.get(name) for name in before if not _of(name, CLAUSES)} == {
            name: value for name, value in before.items() if not _of(name, CLAUSES)
        }
        kept = set(map(str, after.values()))
        taken = page.form.get("taken", ())
        written = {
            str(value) for name, value in before.items() if _of(name, CLAUSES) and not _of(name, taken)
        }
        assert {text for text in written if text.startswith("mot")} <= kept

    def check_restored(self, page: OpenPage, before: Fields, after: Fields) -> None:
        number = int(page.address.split("/")[1])
        version = fields_of(self.store.versions.get(self.contract, number).profile)
        assert after == {**version, "contrat/name": before["contrat/name"]}

    def teardown(self) -> None:
        """Every text that was confirmed is in a version."""
        if not hasattr(self, "contract"):
            return
        saved = self.store.get(self.contract)
        versions = self.store.versions.some(self.contract, saved.version, saved.version)
        kept = "\n".join(str(value) for one in versions for value in fields_of(one.profile).values())
        assert {word for word in self.confirmed if word not in kept} == set()

    # What there is.

    def at(self, address: str) -> str:
        return f"/profils/{self.contract}/{address}"

    def now(self) -> tuple[Fields, int]:
        saved = self.store.get(self.contract)
        return fields_of(saved.profile), saved.version

    def remember(self) -> None:
        said, _ = self.now()
        self.records |= {record for kind in _RECORDS for record in records_of(said, kind)}

    def new_word(self) -> str:
        return f"mot{next(self.word)}."

    def addresses(self) -> list[str]:
        """The pages that a person may open now."""
        said, version = self.now()
        own = [record for kind in _RECORDS for record in records_of(said, kind)]
        former = self.store.get(self.contract).catalogue == store_hash()
        clauses = (SAFETY, CHANGED, GONE) if former else (SAFETY, CHANGED, NEW)
        return [
            *("textes", "textes", "textes", "territoire", "territoire", "partenaires", "trame", "trame"),
            *(f"engagements/{clause}" for clause in clauses),
            *("volets/sante/ajouter", "signataires/commune/ajouter"),
            *(address for record in own for address in (record, f"{record}/retirer")),
            "copier",
            *(["catalogue"] if former else []),
            f"versions/{max(1, version - 3)}/restaurer",
        ]

    def type(self, page: OpenPage, choice: int) -> None:
        """Do one thing on a page: write in a field, tick a box, add a line."""
        kind, word = page.address.split("/")[0], self.new_word()
        if kind == "textes":
            places = sorted(name for name in page.form if name.startswith("text_"))
            page.type(places[choice % len(places)], word)
        elif kind == "territoire":
            self.type_territory(page, choice, word)
        elif kind == "partenaires":
            ticked = set(page.form.get("partners", ()))
            page.type("partners", sorted(ticked ^ {PARTNERS[choice % len(PARTNERS)]}))
        elif kind == "trame":
            page.type("outline", OUTLINES[choice % 2])
        elif kind == "copier":
            page.form |= {"other": str(self.other), "sections": ["sante", "securite"]}
        elif kind == "signataires" and not page.address.endswith("/retirer"):
            page.type(("name", "representative", "body")[choice % 3], word)
            page.form["name"] = page.form["name"] or word
        elif kind in {"engagements", "engagements-locaux", "volets"} and not page.address.endswith(
            "/retirer"
        ):
            self.type_action(page, choice, word)

    def type_territory(self, page: OpenPage, choice: int, word: str) -> None:
        if choice % 2:
            page.type("facts_reason", word)
        else:
            lines = page.form["quartiers"].split("\n")
            one = QUARTIERS[choice // 2 % len(QUARTIERS)]
            others = [line for line in lines if line and line != one]
            page.type("quartiers", "\n".join(others if one in lines else [*others, one]))

    def type_action(self, page: OpenPage, choice: int, word: str) -> None:
        if page.address.startswith("volets/"):
            page.form["text"] = page.form["text"] or word
        if choice % 6 < len(WRITTEN):
            page.type(WRITTEN[choice % 6], word)
        elif choice % 6 == 4:
            free = next(n for n in range(1, 13) if not page.form.get(f"means_{n}_funder"))
            line = 1 + choice // 6 % free
            page.form.setdefault(f"means_{line}_kind", "droit_commun")
            page.type(f"means_{line}_funder", word)
            page.type(f"means_{line}_amount", str(choice))
        else:
            ticked = list(page.form.get("quartiers", ()))
            page.type("quartiers", [] if "QN09101M" in ticked else ["QN09101M"])

    def last_of(self, page: OpenPage) -> str:
        """What the form says as it was sent: a word may have been written over before."""
        return "\n".join(map(str, page.form.values()))


_RECORDS = ("engagements-locaux", "signataires")


def store_hash() -> str:
    """The hash of the catalogue of before."""
    return former_catalogue().hash


def _of(name: str, clauses: Any) -> bool:
    return any(name.startswith(f"engagements/{clause}/") for clause in clauses)


def _is_posted(tag: str, attributes: dict[str, str]) -> bool:
    return tag == "form" and attributes.get("method") == "post" and bool(attributes.get("action"))


def _all_of(page: Page) -> str:
    return "\n".join([page.text, *map(str, page.fields.values())])


def _differences(after: Fields, expected: Fields) -> dict[str, tuple[Any, Any]]:
    names = after.keys() | expected.keys()
    return {
        name: (after.get(name), expected.get(name)) for name in names if after.get(name) != expected.get(name)
    }


def _filled_in(content: bytes, word: str) -> BytesIO:
    book = load_workbook(BytesIO(content))
    row = next(row for row in book["Engagements"].iter_rows(min_row=2) if row[0].value == SAFETY)
    row[ACTION].value = word
    target = BytesIO()
    book.save(target)
    return BytesIO(target.getvalue())


@pytest.fixture
def people(start: Callable[[Settings], Flask], settings: Settings, tmp_path: Path) -> type[SeveralPeople]:
    """The state machine over a real site."""
    app = start(settings)
    store = app.extensions["contrat_de_ville"].profiles
    saved_before(store)
    return type("SeveralPeopleHere", (SeveralPeople,), {"app": app, "store": store})


def test_three_people_at_once_lose_nothing(people: type[SeveralPeople]) -> None:
    run_state_machine_as_test(
        people,
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
