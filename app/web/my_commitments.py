"""The commitments of the person who is here: for whom she speaks, and what is hers in several contracts."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField

from app.domain.assignments import lasting_ids
from app.domain.commitment_list import Row, View
from app.domain.draft import Draft
from app.domain.names import Signing
from app.store import ProfileNotFound, SavedProfile
from app.web.commitments import address_of
from app.web.contract_catalogue import draft_of
from app.web.forms import NOT_A_CHOICE, CleanLine, NotTooLong, PageForm
from app.web.person import Person, own_rows, present_person, remember_person, spoken_for
from app.web.services import actor, author_name, profiles
from app.web.visits import visited

MOST_CONTRACTS = 10
"""Contracts on the page of all: each is assembled, in about 10 ms."""

FEW = 12
"""Commitments of each contract on the page of all; its list has the others."""

NOBODY = "Aucun : seulement ce que j’ai modifié"


class PersonForm(PageForm):
    """The name of the person, and the signatory for whom she speaks."""

    author = CleanLine("Votre nom", [NotTooLong()])
    speaks_for = SelectField("Au nom de qui travaillez-vous ?", invalid_choice_message=NOT_A_CHOICE)

    def propose(self, draft: Draft) -> None:
        """Offer the signatories of a contract."""
        names = {known: one.name for known, one in lasting_ids(draft).items()}
        self.speaks_for.choices = {"": NOBODY, **names}


blueprint = Blueprint("my_commitments", __name__)


@blueprint.route("/profils/<profile_id:profile_id>/mon-organisme", methods=["GET", "POST"])
def edit(profile_id: int) -> ResponseReturnValue:
    """Ask who is here and for whom she speaks in this contract; remember it in this browser."""
    saved = profiles().get(profile_id)
    draft = draft_of(saved)
    signing = present_person(saved, draft).signing
    form = PersonForm(data={"author": author_name(), "speaks_for": _lasting_id(draft, signing)})
    form.propose(draft)
    if form.accepted():
        remember_person(saved, form.author.data, form.speaks_for.data)
        form.say_what_was_removed()
        flash("C’est retenu.", "success")
        return redirect(url_for("commitments.show", profile_id=saved.id, vue=View.MINE), 303)
    return render_template("my_commitments/edit.html", form=form, saved=saved), form.status


def _lasting_id(draft: Draft, signing: Signing | None) -> str:
    known = lasting_ids(draft).items()
    return next((lasting for lasting, one in known if signing and one.id == signing.id), "")


@dataclass(frozen=True, slots=True)
class OwnWork:
    """The commitments of the person in one contract: `rows` are those that are still to be written first."""

    saved: SavedProfile
    person: Person
    rows: tuple[Row, ...]

    @property
    def to_write(self) -> int:
        """How many have no local action."""
        return sum(not row.is_written for row in self.rows)


@blueprint.get("/mes-engagements")
def show() -> ResponseReturnValue:
    """Show the commitments of the person in the contracts that she opened last."""
    return render_template(
        "my_commitments/show.html",
        works=list(_works(_contracts())),
        name=author_name(),
        few=FEW,
        address_of=address_of,
    )


def _contracts() -> list[int]:
    """Return the contracts where she speaks for somebody or that she visited, the latest first.

    For an account, then those of its roles that were saved last: a session forgets what was visited.
    """
    spoken = (known for known, signatory in spoken_for().items() if signatory)
    known = dict.fromkeys((*reversed(visited()), *reversed([*spoken])))
    numbers = [int(number) for number in known if number.isdigit()]
    if actor().is_signed_in:
        numbers += [one.id for one in profiles().search(size=MOST_CONTRACTS).summaries]
    return list(dict.fromkeys(numbers))[:MOST_CONTRACTS]


def _works(contracts: Iterable[int]) -> Iterator[OwnWork]:
    for number in contracts:
        with suppress(ProfileNotFound):
            saved = profiles().get(number)
            draft = draft_of(saved)
            person = present_person(saved, draft)
            rows = own_rows(saved, draft, person)
            yield OwnWork(saved, person, tuple(sorted(rows, key=lambda row: row.is_written)))
