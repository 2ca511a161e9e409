"""The clock of the machine is set back."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from app.store import ProfileChanged, SavedProfile, open_store
from tests.store.conftest import make_profile
from tests.web.conftest import Visitor
from tests.web.pages import page_of

NOON = datetime(2024, 3, 31, 12, tzinfo=UTC)  # the day when summer time begins


@pytest.fixture
def backwards() -> Iterator[datetime]:
    """A clock that loses five minutes each time that one looks at it."""
    return (NOON - timedelta(minutes=5 * number) for number in count())


def test_ids_versions_and_exports_keep_their_order_when_the_clock_goes_back(
    tables_url: str, backwards: Iterator[datetime]
) -> None:
    profiles = open_store(tables_url, now=lambda: next(backwards))
    created = [profiles.create(make_profile(f"Contrat {number}")) for number in range(5)]
    saved = profiles.save(created[0].id, 1, make_profile("Dernier"))

    with pytest.raises(ProfileChanged):
        profiles.save(created[0].id, 1, make_profile("Trop tard"))
    pages = [summary.id for page in (1, 2, 3) for summary in profiles.search(page=page, size=2).summaries]
    exported = [one.id for one in profiles.all()]
    profiles.close()

    assert saved.version == 2
    assert exported == sorted(one.id for one in created)
    assert sorted(pages) == exported


def test_what_was_typed_comes_back_when_the_clock_went_back_after_a_session_was_signed(
    visitor: Visitor, in_base: SavedProfile, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"/profils/{in_base.id}/renommer"
    ahead = int(datetime.now(UTC).timestamp()) + 3600
    with monkeypatch.context() as clock:
        clock.setattr("itsdangerous.timed.TimestampSigner.get_timestamp", lambda _signer: ahead)
        fields = page_of(visitor.client.get(address)).fields

    answer = visitor.client.post(address, data={**fields, "name": "Après"})
    again = visitor.client.post(address, data=page_of(answer).fields)

    assert answer.status_code == 400
    assert page_of(answer).fields["name"] == "Après"
    assert again.status_code == 303
