"""The scope of a role as it is kept: empty for a whole contract, else a JSON object."""

import json

from app.access.rights import WHOLE, Scope

NOTHING = Scope(carrier=0)
"""The scope of no commitment: no organisation has this id."""


def written_scope(scope: Scope) -> str:
    """Return a scope as it is kept, always in the same words."""
    if scope.is_whole:
        return ""
    if scope.carrier is not None:
        return json.dumps({"carrier": scope.carrier})
    return json.dumps({"commitments": sorted(scope.commitments)})


def read_scope(text: str) -> Scope:
    """Return the scope that was kept; that of nothing for what says no part, never that of the whole."""
    if not text:
        return WHOLE
    known = json.loads(text)
    kept = Scope(known.get("carrier"), frozenset(known.get("commitments", ())))
    return NOTHING if kept.is_whole else kept
