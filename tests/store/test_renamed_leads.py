"""Actions whose lead was renamed before actions followed: matched where it is sure, left where it is not."""

import json
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import pytest
from sqlalchemy import Engine, text

from app.domain.profile import Adaptation, LocalCommitment, Profile, Signatory
from app.domain.profile_json import profile_document
from app.store import SavedProfile, database_address, open_store
from app.store.engine import make_engine
from tests.store.conftest import make_profile
from tests.store.released import make_released

FORMER, NOW = "la Ville d’Évry", "la Ville d’Évry-Courcouronnes"
OTHER = Signatory("commune", "la Ville de Grigny")
Migrated = Callable[[Sequence[Profile]], tuple[SavedProfile, Sequence[Profile]]]


def signed(*names: str, lead: str = "Ville d'Evry") -> Profile:
    """A contract signed by communes of these names; two actions are led or joined by a former one."""
    return replace(
        make_profile("Évry"),
        signatories=(*(Signatory("commune", name) for name in names), OTHER),
        adaptations={"justice-1": Adaptation(lead=lead, associated=("la CAF", lead))},
        local_commitments=(LocalCommitment("local-1", "sante", "Agir.", Adaptation(lead=lead)),),
        outline="2014-2020",
    )


@pytest.fixture
def engine(store_url: str) -> Iterator[Engine]:
    made = make_engine(database_address(store_url), patience=1)
    yield made
    made.dispose()


@pytest.fixture
def migrated(store_url: str, engine: Engine) -> Migrated:
    """Saves these versions of a contract as was done before, then brings the database up to date."""

    def migrate(versions: Sequence[Profile]) -> tuple[SavedProfile, Sequence[Profile]]:
        make_released(store_url, "0008")
        documents = [json.dumps(profile_document(profile), ensure_ascii=False) for profile in versions]
        number = len(documents)
        with engine.begin() as connection:
            connection.execute(text("DELETE FROM profile_versions WHERE profile_id = 1"))
            known = text("UPDATE profiles SET document = :document, version = :number WHERE id = 1")
            connection.execute(known, {"document": documents[-1], "number": number})
            kept = text(
                "INSERT INTO profile_versions (profile_id, number, saved_at, catalogue, document)"
                " VALUES (1, :number, '2026-02-01T10:00:00.123456+00:00', '', :document)"
            )
            for rank, document in enumerate(documents, start=1):
                content = zlib.compress(document.encode())
                connection.execute(kept, {"number": rank, "document": content})
        store = open_store(store_url)
        saved = store.get(1)
        past = [store.versions.get(1, rank).profile for rank in range(1, saved.version + 1)]
        store.close()
        return saved, past

    return migrate


def test_actions_follow_a_signatory_that_was_renamed_and_the_version_before_stays(migrated: Migrated) -> None:
    versions = [signed(FORMER), signed("la Ville d’Évry 2"), signed(NOW)]

    saved, past = migrated(versions)

    assert saved.profile.adaptations["justice-1"] == Adaptation(lead=NOW, associated=("la CAF", NOW))
    assert saved.profile.local_commitments[0].adaptation.lead == NOW
    assert (saved.version, list(past)) == (4, [*versions, saved.profile])


@pytest.mark.parametrize(
    "versions",
    [
        pytest.param([signed(FORMER)], id="the name still means its signatory"),
        pytest.param(
            [signed(FORMER, "la Ville de Ris"), signed(NOW, "la Ville de Lisses")], id="two at once"
        ),
        pytest.param([signed(FORMER), signed()], id="the signatory was removed"),
        pytest.param([signed(FORMER), signed(FORMER, NOW), signed(NOW)], id="one came, then another went"),
        pytest.param(
            [signed(FORMER, lead="Les Amis du Bourg"), signed(NOW, lead="Les Amis du Bourg")], id="free"
        ),
        pytest.param([signed(NOW)], id="no version knows the name"),
    ],
)
def test_what_is_not_sure_is_left_as_it_was(migrated: Migrated, versions: Sequence[Profile]) -> None:
    saved, past = migrated(versions)

    assert list(past) == list(versions)
    assert saved.profile == versions[-1]
