"""The contract of demonstration, and what to change in it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from app.cli.profiles import DEMONSTRATION
from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.draft import Draft
from app.domain.profile import NO_ADAPTATION, Profile
from app.domain.profile_json import parse_json, read_profile


@pytest.fixture(scope="session")
def demonstration(catalogue: Catalogue) -> Profile:
    return read_profile(parse_json(DEMONSTRATION.read_bytes()), catalogue)


@pytest.fixture(scope="session")
def before(catalogue: Catalogue, demonstration: Profile) -> Draft:
    return assemble(catalogue, demonstration)


Changed = Callable[..., Draft]


@pytest.fixture(scope="session")
def changed(catalogue: Catalogue, demonstration: Profile) -> Changed:
    """The contract with other values of the adaptation of one commitment, or of the profile."""

    def change(commitment: str = "", profile: dict[str, Any] | None = None, **values: Any) -> Draft:
        base = replace(demonstration, **(profile or {}))
        if commitment:
            former = base.adaptations.get(commitment, NO_ADAPTATION)
            base = replace(base, adaptations={**base.adaptations, commitment: replace(former, **values)})
        return assemble(catalogue, base)

    return change
