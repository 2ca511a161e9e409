"""Which commitments the roles of who asks are about, and what that person may do in one of them.

A role on a part of a contract is about the commitments that an organisation carries in it today, or about
some by their ids.
"""

from collections.abc import Mapping

from flask import g

from app.access import Action, Clause, may
from app.domain.assignments import Body, commitments_of
from app.domain.commitment_list import rows_of
from app.store import SavedProfile
from app.store.shares import Organisation
from app.web.contract_catalogue import draft_of
from app.web.services import actor, services

Carried = Mapping[int, frozenset[str]]
"""The commitments that each organisation carries, by its id."""


def may_in(action: Action, saved: SavedProfile, clause: str) -> bool:
    """Tell whether who asks may do this in a commitment of a contract."""
    return may(actor(), action, saved.id, clause_of(saved, clause))


def clause_of(saved: SavedProfile, clause: str) -> Clause:
    """Return a commitment with the organisations that carry it, of those that the roles of who asks name."""
    carried = _carried(saved)
    return Clause(clause, frozenset(one for one, commitments in carried.items() if clause in commitments))


def own_part(saved: SavedProfile) -> frozenset[str]:
    """Return the commitments that the roles of who asks on a part are about; none without such a role."""
    parts = actor().parts_of(saved.id)
    if not parts:
        return frozenset()
    known = (clause_of(saved, row.id) for row in rows_of(draft_of(saved)))
    return frozenset(clause.id for clause in known if any(part.holds(clause) for part in parts))


def is_partner(saved: SavedProfile) -> bool:
    """Tell whether who asks proposes in a part of a contract, and saves nothing in it."""
    return bool(actor().parts_of(saved.id)) and not may(actor(), Action.WRITE, saved.id)


def carriers(contract: int) -> tuple[Organisation, ...]:
    """Return the organisations whose commitments the roles of who asks on a contract are about."""
    ids = {scope.carrier for scope in actor().parts_of(contract) if scope.carrier is not None}
    return services().profiles.organisations.some(ids)


def carrier_of(saved: SavedProfile, clause: str) -> Organisation | None:
    """Return the organisation for which who asks may act in a commitment; None where it is by its id."""
    carried = _carried(saved)
    return next((one for one in carriers(saved.id) if clause in carried[one.id]), None)


def _carried(saved: SavedProfile) -> Carried:
    kept: dict[tuple[int, int], Carried] = g.setdefault("carried", {})
    key = saved.id, saved.version
    if key not in kept:
        bodies = {one.id: Body(one.name, one.kind) for one in carriers(saved.id)}
        kept[key] = {one: commitments_of(draft_of(saved), body) for one, body in bodies.items()}
    return kept[key]
