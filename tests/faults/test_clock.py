"""The clock of the machine is set back, or is ahead of another machine's."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from app.store import ProfileChanged, SavedProfile, open_store
from app.web.security import AHEAD
from tests.store.conftest import make_profile
from tests.web.conftest import Visitor
from tests.web.pages import page_of

NOON = datetime(2024, 3, 31, 12, tzinfo=UTC)  # the day when summer time begins


@pytest.fixture
def backwards() -> Iterator[datetime]:
    """A clock that loses five minutes each time that one looks at it."""
    return (NOON - timedelta(minutes=5 * number) for number in count())


def test_ids_versions_and_exports_keep_their_order_when_the_clock_goes_back(
    store_url: str, backwards: Iterator[datetime]
) -> None:
    profiles = open_store(store_url, now=lambda: next(backwards))
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


@pytest.mark.parametrize(
    ("seconds", "status"), [(int(AHEAD.total_seconds()) - 60, 303), (int(AHEAD.total_seconds()) + 60, 400)]
)
def test_a_session_holds_when_the_clock_goes_back_by_less_than_five_minutes(
    visitor: Visitor, in_base: SavedProfile, monkeypatch: pytest.MonkeyPatch, seconds: int, status: int
) -> None:
    address = f"/profils/{in_base.id}/renommer"
    ahead = int(datetime.now(UTC).timestamp()) + seconds
    with monkeypatch.context() as clock:
        clock.setattr("itsdangerous.timed.TimestampSigner.get_timestamp", lambda _signer: ahead)
        fields = page_of(visitor.client.get(address)).fields

    answer = visitor.client.post(address, data={**fields, "name": "Après"})

    assert answer.status_code == status
    assert page_of(answer).fields.get("name", "Après") == "Après"
