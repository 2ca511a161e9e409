"""The files that partners returned: kept, decided line by line, closed, and gone with their contract."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.domain.proposals import Decision, Proposal, ProposalKind
from app.domain.returned import LossKind, Reading, Remark, Thread, Unplaced
from app.store import (
    AlreadyReceived,
    Decided,
    DecidedMeanwhile,
    FileState,
    ProfileNotFound,
    Profiles,
    Received,
    SavedProfile,
    TooManyReturns,
    restore_backup,
    write_backup,
)
from app.store.return_tables import CONTRACT_FILES, FILE_CHANGES, FILE_COMMENTS, FILE_LOSSES
from tests.examples import contract

Later = Callable[[timedelta], None]
TABLES = (CONTRACT_FILES, FILE_CHANGES, FILE_COMMENTS, FILE_LOSSES)
CLAUSE = "interieur-2013-1-1"
READING = Reading(
    (
        Proposal(
            "", CLAUSE, "lead", ProposalKind.FILLED, "", "CAF", author="M. A", date="2026-12-03", tracked=True
        ),
    ),
    (Thread("M. A", "2026-12-03", "Est-ce sûr ?", CLAUSE, "lead", replies=(Remark("M. B", "", "Oui."),)),),
    (Unplaced(LossKind.ADDED_TEXT, "Un mot de plus.", near=CLAUSE),),
    formatting=3,
    tool="Word",
)


@pytest.fixture
def saved(profiles: Profiles) -> SavedProfile:
    return profiles.create(contract())


def received(content: bytes = b"PK\x03\x04", **known: object) -> Received:
    usual = Received("contrat.docx", content, "CAF", FileState.RECEIVED, reading=READING)
    return replace(usual, **known)  # type: ignore[arg-type]  # keyword arguments of Received


@pytest.fixture
def file(profiles: Profiles, saved: SavedProfile) -> int:
    """The number of a file of which somebody said who returned it."""
    number = profiles.returns.receive(saved.id, received())
    profiles.returns.confirm(saved.id, {number: "La CAF"})
    return number


def all_of_it(profiles: Profiles, saved: SavedProfile) -> Decided:
    returns = profiles.returns
    return Decided(
        tuple((one.id, Decision.TAKEN) for one in returns.proposals(saved.id)),
        tuple((one.id, Decision.SEEN) for one in returns.unplaced(saved.id)),
        resolved=tuple(one.id for one in returns.threads(saved.id)),
    )


def rows(profiles: Profiles) -> list[int]:
    with profiles.engine.connect() as connection:
        return [connection.scalar(select(func.count()).select_from(table)) or 0 for table in TABLES]


def test_a_file_is_kept_as_it_came_with_all_that_was_read_of_it(
    profiles: Profiles, saved: SavedProfile, file: int
) -> None:
    found = profiles.returns.get(saved.id, file)
    (proposal,), (lost,) = profiles.returns.proposals(saved.id), profiles.returns.unplaced(saved.id)
    (thread,) = profiles.returns.threads(saved.id)

    assert profiles.returns.content(saved.id, file) == b"PK\x03\x04"
    assert (found.name, found.tool, found.returned_by, found.formatting) == (
        "contrat.docx",
        "Word",
        "La CAF",
        3,
    )
    assert (found.changes, found.threads, found.unplaced, found.waiting) == (1, 1, 1, 3)
    assert (proposal.who, proposal.returned, proposal.author, proposal.source.id) == (
        "La CAF",
        "CAF",
        "M. A",
        file,
    )
    assert (lost.text, lost.near, lost.who) == ("Un mot de plus.", CLAUSE, "La CAF")
    assert (thread.text, [one.text for one in thread.replies]) == ("Est-ce sûr ?", ["Oui."])


def test_nothing_is_to_be_decided_before_somebody_said_who_returned_the_file(
    profiles: Profiles, saved: SavedProfile
) -> None:
    profiles.returns.receive(saved.id, received())

    assert profiles.returns.proposals(saved.id) == ()
    assert profiles.returns.counts(saved.id) == (1, 1)


def test_the_same_file_is_received_once_for_each_contract(
    profiles: Profiles, saved: SavedProfile, file: int
) -> None:
    other = profiles.create(contract(name="Un autre"))

    with pytest.raises(AlreadyReceived) as refused:
        profiles.returns.receive(saved.id, received(name="renommé.docx"))
    profiles.returns.receive(other.id, received())

    assert refused.value.received_at == profiles.returns.get(saved.id, file).received_at


def test_a_file_is_closed_when_every_line_is_decided_and_not_before(
    profiles: Profiles, saved: SavedProfile, file: int
) -> None:
    whole = all_of_it(profiles, saved)
    profiles.returns.decide(saved.id, replace(whole, losses=()), 1)
    before = profiles.returns.get(saved.id, file)

    profiles.returns.decide(saved.id, Decided(losses=whole.losses), 1)

    assert (before.state, before.waiting) == (FileState.OPEN, 1)
    assert profiles.returns.get(saved.id, file).state is FileState.CLOSED
    assert profiles.returns.counts(saved.id) == (0, 1)


def test_a_file_that_changes_nothing_is_closed_once_it_is_known_who_returned_it(
    profiles: Profiles, saved: SavedProfile
) -> None:
    number = profiles.returns.receive(saved.id, received(reading=Reading()))

    profiles.returns.confirm(saved.id, {number: "La CAF"})

    assert profiles.returns.get(saved.id, number).state is FileState.CLOSED


def test_a_decision_is_written_with_its_version_or_not_at_all(
    profiles: Profiles, saved: SavedProfile, file: int
) -> None:
    whole = all_of_it(profiles, saved)
    changed = replace(saved.profile, texts={"evaluation": "Un comité."})
    profiles.returns.decide(saved.id, Decided(losses=whole.losses), saved.version)
    signed = profiles.signed("CAF (contrat.docx)")

    with pytest.raises(DecidedMeanwhile):
        signed.save(saved.id, saved.version, changed, along=signed.returns.deciding(saved.id, whole))

    assert profiles.get(saved.id) == saved
    assert len(profiles.returns.proposals(saved.id)) == 1
    kept = signed.save(
        saved.id, saved.version, changed, along=signed.returns.deciding(saved.id, replace(whole, losses=()))
    )
    assert profiles.versions.get(saved.id, kept.version).author == "CAF (contrat.docx)"
    assert profiles.returns.proposals(saved.id) == ()


def test_a_thread_is_answered_resolved_and_opened_again(
    profiles: Profiles, saved: SavedProfile, file: int
) -> None:
    (thread,) = profiles.returns.threads(saved.id)
    returns = profiles.signed("C. Martin").returns

    returns.decide(saved.id, Decided(replies=((thread.id, "Vu."),), resolved=(thread.id,)), 1)
    (answered,) = returns.threads(saved.id)
    returns.decide(saved.id, Decided(reopened=(thread.id,)), 1)

    assert answered.resolved
    assert [(one.author, one.text) for one in answered.replies] == [("M. B", "Oui."), ("C. Martin", "Vu.")]
    assert not returns.threads(saved.id)[0].resolved


def test_no_contract_decides_the_lines_of_another(profiles: Profiles, saved: SavedProfile, file: int) -> None:
    other = profiles.create(contract(name="Un autre"))
    whole = all_of_it(profiles, saved)

    with pytest.raises(DecidedMeanwhile):
        profiles.returns.decide(other.id, whole, 1)
    profiles.returns.decide(
        other.id, Decided(resolved=whole.resolved, replies=((whole.resolved[0], "x"),)), 1
    )
    for refused in (profiles.returns.get, profiles.returns.content, profiles.returns.remove):
        with pytest.raises(ProfileNotFound):
            refused(other.id, file)

    assert profiles.returns.get(saved.id, file).waiting == 3
    assert len(profiles.returns.threads(saved.id)[0].replies) == 1


def test_a_file_is_removed_with_all_that_was_read_of_it(
    profiles: Profiles, saved: SavedProfile, file: int
) -> None:
    profiles.returns.remove(saved.id, file)

    assert rows(profiles) == [0, 0, 0, 0]


def test_the_files_go_with_their_contract(
    profiles: Profiles, saved: SavedProfile, file: int, later: Later
) -> None:
    profiles.delete(saved.id, saved.version)
    waiting = rows(profiles)

    later(timedelta(days=31))
    profiles.trash.purge()

    assert waiting == [1, 1, 2, 1]
    assert rows(profiles) == [0, 0, 0, 0]


def test_a_backup_brings_them_back(
    profiles: Profiles, saved: SavedProfile, file: int, tmp_path: Path
) -> None:
    write_backup(profiles, tmp_path / "site.sqlite3")
    before = profiles.returns.get(saved.id, file), profiles.returns.proposals(saved.id)
    profiles.returns.remove(saved.id, file)

    restore_backup(profiles, tmp_path / "site.sqlite3", replace=True)

    assert (profiles.returns.get(saved.id, file), profiles.returns.proposals(saved.id)) == before
    assert profiles.returns.content(saved.id, file) == b"PK\x03\x04"


def test_a_contract_keeps_so_many_files_and_no_more(
    profiles: Profiles, saved: SavedProfile, file: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.store.returns.MOST_FILES", 1)  # the real one would take minutes to reach

    with pytest.raises(TooManyReturns):
        profiles.returns.receive(saved.id, received(b"another"))


def test_a_file_is_read_again_in_the_place_of_what_was_known(profiles: Profiles, saved: SavedProfile) -> None:
    other = received(state=FileState.OTHER, reading=Reading())
    number = profiles.returns.receive(saved.id, other)

    profiles.returns.read_again(saved.id, number, received())

    found = profiles.returns.get(saved.id, number)
    assert (found.state, found.changes) == (FileState.RECEIVED, 1)


def test_what_is_decided_of_a_file_stays_when_it_is_read_again(
    profiles: Profiles, saved: SavedProfile, file: int
) -> None:
    profiles.returns.decide(saved.id, all_of_it(profiles, saved), saved.version)
    other = Proposal("", CLAUSE, "lead", ProposalKind.FILLED, "", "La CAF et la Ville")
    lost = Unplaced(LossKind.ADDED_TEXT, "Un autre mot.", near=CLAUSE)
    more = replace(READING, proposals=(*READING.proposals, other), unplaced=(*READING.unplaced, lost))

    profiles.returns.read_again(saved.id, file, received(returned_by="M. A", reading=more))

    found = profiles.returns.get(saved.id, file)
    assert (found.state, found.returned_by, found.waiting) == (FileState.OPEN, "La CAF", 2)
    assert [one.returned for one in profiles.returns.proposals(saved.id)] == ["La CAF et la Ville"]
    assert [one.text for one in profiles.returns.unplaced(saved.id)] == ["Un autre mot."]
    assert [len(one.replies) for one in profiles.returns.threads(saved.id)] == [1]


def test_what_waits_is_replaced_when_a_file_is_read_again(
    profiles: Profiles, saved: SavedProfile, file: int
) -> None:
    profiles.returns.read_again(saved.id, file, received(reading=replace(READING, unplaced=())))

    assert [one.returned for one in profiles.returns.proposals(saved.id)] == ["CAF"]
    assert profiles.returns.unplaced(saved.id) == ()
