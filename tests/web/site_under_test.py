"""One contract on the real site, held against the model at each save."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count

from flask import Flask
from werkzeug.test import TestResponse

from app.domain.profile import Adaptation, LocalCommitment, Profile, Quartier, Signatory
from app.store import Profiles
from app.store.profiles import TIME_IN_TRASH, Trash
from app.store.records import Stamp
from tests.web.conftest import EVRY
from tests.web.contract_model import (
    RECORDS,
    Fields,
    OpenPage,
    differences,
    fields_of,
    records_of,
    under,
    without_empty,
)
from tests.web.pages import Page, page_of
from tests.web.people_typing import CLAUSES, SAFETY, filled_in

PARTNERS = ("etat", "epci", "commune", "departement", "region", "ars")
FEW = 3
"""Records of a kind that a contract has at most: few, so that several people meet on one."""

OPENED, SAVED, CONFLICT, GONE, INCOMPLETE = 200, 303, 409, 410, 422


def beginning(name: str) -> Profile:
    """A contract with something of each kind in it."""
    return Profile(
        name,
        replace(EVRY, quartiers=(Quartier("QN09101M", "Les Pyramides", ("91228",)),)),
        partners=PARTNERS,
        adaptations={SAFETY: Adaptation(local_action="Réunir.", quartiers=("QN09101M",))},
        local_commitments=(LocalCommitment("local-1", "sante", "Ouvrir un lieu."),),
        signatories=(Signatory("etat", "l’État"), Signatory("commune", "la Ville")),
        outline="2024-2030",
    )


class ContractOnSite:
    """A contract that three people open. The model: `said` is what it says, and `versions` what it said.

    `catalogue`: the hash of the one that it begins with, `former` that of the former one.
    """

    numbers = count(1)

    def __init__(self, app: Flask, store: Profiles, catalogue: str, former: str) -> None:
        profile = beginning(f"Contrat {next(self.numbers)}")
        self.store, self.former = store, former
        self.clients = [app.test_client() for _ in range(3)]
        self.words = count(1)
        self.id = store.create(profile, catalogue=catalogue).id
        self.other = store.create(replace(profile, name=f"Autre {profile.name}")).id
        self.in_trash = False
        self.said, self.version, self.catalogue = self._saved()
        self.versions = {self.version: self.said}
        self.records = set(records_of(self.said))

    def new_word(self) -> str:
        """A text that nobody typed before, and that is no part of another."""
        return f"mot{next(self.words)}."

    def edited_pages(self) -> list[str]:
        """The pages where several people may type in the same fields now."""
        if self.in_trash:
            return []
        clause = CLAUSES[1 if self.catalogue == self.former else 2]
        return ["textes", "territoire", f"engagements/{SAFETY}", f"engagements/{clause}", *self._own()]

    def moving_pages(self) -> list[str]:
        """The pages that change what is around the others."""
        if self.in_trash:
            return ["corbeille"]
        own = self._own()
        added = {"engagements-locaux": "volets/sante/ajouter", "signataires": "signataires/commune/ajouter"}
        room = [add for kind, add in added.items() if sum(one.startswith(kind) for one in own) < FEW]
        newer = ["catalogue"] if self.catalogue == self.former else []
        restored = f"versions/{max(1, self.version - 3)}/restaurer"
        removed = [f"{record}/retirer" for record in own]
        pages = ["trame", "territoire", "partenaires", "renommer", restored, "copier", "supprimer"]
        slow = ["classeur"] if self.version % 3 == 0 else []  # it takes the time of ten pages
        return [*pages, *slow, *room, *newer, *removed]

    def _own(self) -> list[str]:
        return records_of(self.said)

    # A person and the site.

    def open(self, who: int, address: str) -> OpenPage:
        """Open a page; of a workbook, the file that is filled in elsewhere."""
        page = OpenPage(who, address, {}, self.said, self.version)
        if page.kind == "classeur":
            page.form = {"file": self.clients[who].get(self._at("engagements.xlsx")).data}
            return page
        answer = self.clients[who].get(self._at(address))
        assert answer.status_code == OPENED, (address, answer.status_code)
        page.show(page_of(answer))
        if page.kind == "copier":
            page.form |= {"other": str(self.other), "sections": ["sante", "securite"]}
        if page.kind == "ajouter":
            page.type("name" if "name" in page.form else "text", self.new_word())
        return page

    def send(self, page: OpenPage) -> bool:
        """Send a page, and hold what comes of it against the model. False where it comes back."""
        if page.kind == "classeur":
            return self._bring_back(page)
        answer = self.clients[page.who].post(self._at(page.address), data=page.form)
        if answer.status_code == SAVED:
            self._confirm(page)
            return True
        self._refuse(page, answer)
        return not page.form  # of a decision that somebody else took, nothing is left to send

    def _bring_back(self, page: OpenPage) -> bool:
        """A workbook with one cell filled in; where the site changed it too, the workbook's text is taken."""
        cell, client = f"engagements/{SAFETY}/local_action", self.clients[page.who]
        word = self.new_word()
        if self.in_trash:
            return True
        form = page_of(client.get(self._at("classeur"))).fields
        sent = {**form, "file": (filled_in(page.form["file"], word), "c.xlsx")}
        shown = client.post(self._at("classeur"), data=sent)
        moved = page.seen.get(cell) != self.said.get(cell)
        assert shown.status_code == (CONFLICT if moved else OPENED)
        self._unchanged(page)
        preview = page_of(shown)
        asked = {each["name"] for _, each in preview.elements if each.get("name", "").startswith("cell_")}
        settled = {**preview.fields, **dict.fromkeys(asked, "classeur")}
        answer = client.post(self._at("classeur/reprendre"), data=settled)
        assert answer.status_code == SAVED
        self._remember({**self.said, cell: word})
        return True

    def _refuse(self, page: OpenPage, answer: TestResponse) -> None:
        """Nothing is changed, and everything that was typed is still on the page."""
        status = answer.status_code
        is_gone = self.in_trash or page.kind == "corbeille"  # nothing to restore, once somebody did
        is_incomplete = status == INCOMPLETE and "means" in page.touched  # a line whose funder left
        assert is_incomplete or status == (GONE if is_gone else CONFLICT), (page.address, status)
        shown = page_of(answer)
        seen = "\n".join([shown.text, *map(str, shown.fields.values())])
        lost = {word for word in page.words if word not in seen}
        assert not lost, f"{page.address}: typed and not on the page any more"
        self._unchanged(page)
        if is_gone or is_incomplete:
            return
        assert page.version != self.version, f"{page.address}: refused, though nobody else did anything"
        self._follow(page, shown)
        page.show(shown)
        changed = dict(self.said.items() - page.seen.items() - page.record.items())
        theirs = {str(text) for name, text in changed.items() if page.covers(name)}
        hidden = {text for text in theirs if text.startswith("mot") and text not in seen}
        assert not hidden, f"{page.address}: saved meanwhile and not shown"
        page.see(self.said, self.version)

    def _follow(self, page: OpenPage, shown: Page) -> None:
        """What was typed for a clause that has left goes on in the page of a local commitment."""
        posted = (form for tag, form in shown.elements if tag == "form" and form.get("method") == "post")
        action = next((form["action"] for form in posted if form.get("action")), "")
        if action and action != self._at(page.address):
            page.address = action.removeprefix(self._at(""))
            page.touched.add("text")

    # The model.

    def _confirm(self, page: OpenPage) -> None:
        """Hold what is saved now against what the model says."""
        before, version = self.said, self.version
        self.in_trash = page.kind == "supprimer"
        check = self._checks().get(page.kind, self._check_fields)
        after = before if self.in_trash else self._saved()[0]
        if after != before and page.kind not in {"corbeille", "copier"}:
            unseen = {name for name in before.keys() | page.seen.keys() if page.covers(name)}
            unseen = {name for name in unseen if before.get(name) != page.seen.get(name)}
            assert not unseen, f"{page.address}: written over, unseen: {unseen}"
        if page.kind in _WHOLE and (after != before or self.in_trash):
            assert page.version == version, f"{page.address}: done to a contract that was not seen"
        lost = {word for word in page.words if word not in "\n".join(map(str, after.values()))}
        assert not lost, f"{page.address}: confirmed and not saved: {lost}"
        check(page, before, after)
        new = set(records_of(after)) - set(records_of(before))
        if page.kind not in {"restaurer", *RECORDS}:
            assert not new & self.records, f"{page.address}: an id was given again"
        self._remember(after)

    def _checks(self) -> Mapping[str, Callable[[OpenPage, Fields, Fields], None]]:
        return {
            "copier": self._check_added,
            "ajouter": self._check_new,
            "retirer": self._check_removed,
            "restaurer": self._check_restored,
            "catalogue": self._check_catalogue,
            "supprimer": self._check_removed,
        }

    def _check_fields(self, page: OpenPage, before: Fields, after: Fields) -> None:
        expected = page.expected(before)
        if page.kind == "territoire" and not any(name.startswith("signataires/") for name in before):
            expected |= under(after, "signataires")  # those of a territory are proposed where nobody signs
        assert after == expected, (page.address, differences(after, expected))

    def _check_added(self, page: OpenPage, before: Fields, after: Fields) -> None:
        kept = {name: after.get(name) for name in before}
        assert kept == before, (page.address, differences(kept, before))

    def _check_new(self, page: OpenPage, before: Fields, after: Fields) -> None:
        self._check_added(page, before, after)
        new = {name: value for name, value in after.items() if name not in before}
        assert len(records_of(new)) == 1, page.address
        shown = without_empty(page.record | page.typed())  # of a clause that has left, what stood there too
        typed = {name.rpartition("/")[2]: value for name, value in shown.items()}
        saved = {name.rpartition("/")[2]: value for name, value in new.items()}
        assert saved == {**saved, **typed}, (page.address, differences(saved, typed))
        assert saved.keys() - typed.keys() <= {"section", "partner"}

    def _check_removed(self, page: OpenPage, before: Fields, after: Fields) -> None:
        gone = under(before, page.address.removesuffix("/retirer"))
        expected = {name: value for name, value in before.items() if name not in gone}
        assert after == expected, (page.address, differences(after, expected))

    def _check_restored(self, page: OpenPage, before: Fields, after: Fields) -> None:
        expected = {**self.versions[int(page.address.split("/")[1])], "contrat/name": before["contrat/name"]}
        assert after == expected, (page.address, differences(after, expected))

    def _check_catalogue(self, page: OpenPage, before: Fields, after: Fields) -> None:
        """What was written stays, in its clause or as a local commitment, but of what was said to leave."""
        clauses = [name for clause in CLAUSES for name in under(before, f"engagements/{clause}")]
        elsewhere = {name: value for name, value in before.items() if name not in clauses}
        self._check_added(page, elsewhere, after)
        leaving = [
            name for clause in page.form.get("taken", ()) for name in under(before, f"engagements/{clause}")
        ]
        written = {str(before[name]) for name in clauses if name not in leaving}
        lost = {text for text in written if "mot" in text} - set(map(str, after.values()))
        assert not lost, f"{page.address}: written for a clause and not kept: {lost}"

    def _unchanged(self, page: OpenPage) -> None:
        if not self.in_trash:
            said, version, _ = self._saved()
            assert (said, version) == (self.said, self.version), f"{page.address}: refused, and applied"

    def _remember(self, expected: Fields) -> None:
        """The model goes on from what is saved now."""
        if self.in_trash:
            return
        said, version, self.catalogue = self._saved()
        assert said == expected, differences(said, expected)
        assert version - self.version <= 1
        self.said, self.version = said, version
        self.versions.setdefault(version, said)
        self.records |= set(records_of(said))

    def check_versions(self) -> None:
        """Every version says what the model says that it said."""
        if self.in_trash:
            self.store.trash.restore(self.id, lambda profile: profile)
        kept = self.store.versions.some(self.id, self.version, self.version)
        said = {version.number: fields_of(version.profile) for version in kept}
        assert said == self.versions

    def remove(self) -> None:
        """Forget the contract and the other one, so that many runs weigh no more than one."""
        for profile_id in (self.id, self.other):
            self.store.delete(profile_id, self.store.get(profile_id).version)
        Trash(self.store.engine, lambda: datetime.now(UTC) + 2 * TIME_IN_TRASH, Stamp()).purge()

    def _saved(self) -> tuple[Fields, int, str]:
        saved = self.store.get(self.id)
        return fields_of(saved.profile), saved.version, saved.catalogue

    def _at(self, address: str) -> str:
        return (
            f"/corbeille/{self.id}/restaurer" if address == "corbeille" else f"/profils/{self.id}/{address}"
        )


_WHOLE = {"retirer", "restaurer", "catalogue", "supprimer"}
"""Pages that are about the contract as a whole: they are taken upon the version that was shown."""
