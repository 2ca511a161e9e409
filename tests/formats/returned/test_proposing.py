"""The reading of a returned file as proposals, comments and unplaced texts."""

from collections.abc import Callable

import pytest

from app.documents.returns import likely_drafts
from app.domain.draft import Draft
from app.domain.proposals import ProposalKind
from app.domain.returned import LossKind, Reading
from app.formats.returned import Change, Returned, open_package, read_returned, sent_of
from app.formats.returned.proposing import proposed_by
from benchmarks.returned import DAY, FILES

Read = Callable[[str], Reading]


@pytest.fixture(scope="module")
def reading(sent: Draft) -> Read:
    def read(name: str) -> Reading:
        package = open_package((FILES / f"{name}.docx").read_bytes())
        return proposed_by(
            read_returned(package, sent_of(sent), likely_drafts(package, sent, DAY)), sent.profile
        )

    return read


def proposed(sent: Draft, change: Change) -> Reading:
    return proposed_by(Returned((change,), (), (), 0, (), True), sent.profile)


def test_lists_amounts_and_dates_become_the_texts_by_which_they_are_compared(reading: Read) -> None:
    found = {
        one.field: (one.base, one.returned) for one in reading("26-word-cellules-sans-controle").proposals
    }

    partners = "Bailleurs sociaux\nConseil citoyen"
    assert found["means[0].amount"] == ("12000", "15000")
    assert found["associated"] == (partners, f"{partners}\nCAF")
    assert found["quartiers"] == ("QN99001M\nQN99002M", "QN99001M\nQN99002M\nQN99004M")
    assert found["start"] == ("2025-01-01", "2025-03-01")


def test_a_clause_that_was_deleted_is_a_proposal_to_leave_it_out(reading: Read) -> None:
    (one,) = reading("06-word-clause-supprimee-suivie").proposals

    assert one.kind is ProposalKind.CLAUSE_DELETED
    assert (one.field, one.base, one.returned) == ("included", "oui", "non")


def test_threads_keep_their_replies_and_what_they_answer(reading: Read) -> None:
    first, answer, done = reading("19-word-commentaires").threads

    assert [one.text for one in first.replies] == ["Merci, à confirmer par délibération."]
    assert answer.answers.startswith("ABCD de l’égalité")
    assert done.resolved


def test_a_change_that_no_field_can_hold_is_an_unplaced_text(sent: Draft) -> None:
    made = proposed(sent, Change("signataires", "signature.etat", ProposalKind.FILLED, "", "Le 3 mai"))

    assert made.proposals == ()
    assert [(one.kind, one.text) for one in made.unplaced] == [(LossKind.FIXED_TEXT_CHANGED, "Le 3 mai")]


def test_a_line_of_the_means_that_is_gone_is_told_apart(sent: Draft) -> None:
    gone = ("Droit commun, Ville : 12 000 €",)
    change = Change("justice-2013-4-1", "resources", ProposalKind.EMPTIED, "", "", lines_gone=gone)

    made = proposed(sent, change)

    assert made.proposals == ()
    assert [one.kind for one in made.unplaced] == [LossKind.MEANS_REMOVED]
