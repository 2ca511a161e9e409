"""What is true of every contract, tried on random ones over the real catalogue."""

import json

from hypothesis import given

from app.catalogue import load
from app.domain.profile import Profile
from app.domain.profile_json import parse_json, profile_document, read_profile_shape
from app.resources import resource
from tests.random_contracts import on_random_contracts, random_contracts

CATALOGUE = load(resource("commitments"))


@on_random_contracts
@given(random_contracts(CATALOGUE))
def test_a_contract_that_is_exported_and_read_back_is_the_same(profile: Profile) -> None:
    written = json.dumps(profile_document(profile)).encode()

    assert read_profile_shape(parse_json(written)) == profile
