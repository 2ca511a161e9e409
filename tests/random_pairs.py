"""Random pairs of contracts that differ by little: what a comparison may miss hides in one field."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from app.domain.catalogue import Catalogue
from app.domain.orientations import objectives_of
from app.domain.profile import Profile
from tests.random_contracts import Draw, random_contracts

_OWN = {"id", "last_local", "numbers", "last_number"}
"""What a record is known by, which nobody types."""


def random_pairs(catalogue: Catalogue) -> st.SearchStrategy[tuple[Profile, Profile]]:
    """Two versions of a contract: the second has something that another one says, and the same numbers."""

    def pair(draw: Draw) -> tuple[Profile, Profile]:
        before = draw(random_contracts(catalogue))
        after = _changed(draw, before, draw(random_contracts(catalogue)))
        ids = [objective.id for objective in objectives_of(after.orientations)]
        assume(len(ids) == len(set(ids)))  # a contract has each once
        return before, replace(after, numbers=before.numbers, last_number=before.last_number)

    return st.composite(pair)()


def _changed(draw: Draw, value: Any, other: Any) -> Any:
    """The value with one thing of the other, at any depth."""
    if draw(st.integers(0, 4)) == 0:
        return other
    if is_dataclass(value) and type(value) is type(other):
        name = draw(st.sampled_from([one.name for one in fields(value) if one.name not in _OWN]))
        changed = _changed(draw, getattr(value, name), getattr(other, name))
        return replace(value, **{name: changed})  # type: ignore[type-var]  # it is a value, not a class
    if isinstance(value, Mapping) and value:
        return _changed_mapping(draw, value, other)
    if isinstance(value, tuple) and value:
        return _changed_list(draw, value, other)
    return other


def _changed_mapping(draw: Draw, value: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    key = draw(st.sampled_from(sorted(value)))
    kept = dict(value)
    if not other or draw(st.booleans()):
        del kept[key]
        return kept
    return kept | {key: _changed(draw, value[key], other[draw(st.sampled_from(sorted(other)))])}


def _changed_list(draw: Draw, value: tuple[Any, ...], other: tuple[Any, ...]) -> tuple[Any, ...]:
    how = draw(st.sampled_from(["order", "fewer", "changed"]))
    if how == "order":
        return tuple(draw(st.permutations(value)))
    rank = draw(st.integers(0, len(value) - 1))
    if how == "fewer" or not other:
        return (*value[:rank], *value[rank + 1 :])
    changed = _changed(draw, value[rank], draw(st.sampled_from(other)))
    kept = tuple(one for one in value if _known_by(one) != _known_by(changed) or one is value[rank])
    return tuple(changed if one is value[rank] else one for one in kept)


def _known_by(record: Any) -> Any:
    return getattr(record, "id", None) or getattr(record, "code", None) or record
