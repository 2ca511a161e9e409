"""How far the contracts of a list are: what is written, who saved last, what comes next."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from time import thread_time

from app.domain.views import progress_of
from app.store import ProfileNotFound, ProfileSummary
from app.web.contract_catalogue import draft_of, keep_in_memory
from app.web.services import profiles, services
from app.web.task_list import NextStep, next_step

MOST_KEPT = 500
"""States that stay in memory; each is a few words."""

LONGEST_LIST = 0.06
"""Seconds of the processor after which a list works out no more states: the next list goes on from there."""


@dataclass(frozen=True, slots=True)
class ContractState:
    """How far a contract is: commitments written, of how many; its quartiers; who saved it last, if named."""

    written: int
    total: int
    quartiers: int
    author: str
    step: NextStep | None


def states_of(summaries: Iterable[ProfileSummary]) -> Mapping[int, ContractState]:
    """Return the states of contracts by their numbers; without those for which there was no time left."""
    kept, until = services().contract_states, thread_time() + LONGEST_LIST
    found: dict[int, ContractState] = {}
    for summary in summaries:
        key = summary.id, summary.updated_at
        state = kept.get(key)
        if state is None and thread_time() < until and (state := _state(summary.id)):
            keep_in_memory(kept, key, state, MOST_KEPT)
        if state:
            found[summary.id] = state
    return found


def _state(profile_id: int) -> ContractState | None:
    """Return the state of a contract; None where it was deleted meanwhile."""
    try:
        saved = profiles().get(profile_id)
    except ProfileNotFound:
        return None
    draft = draft_of(saved)
    volets = progress_of(draft)
    total = sum(one.total for one in volets)
    last = profiles().versions.headings(saved.id, saved.version, 1)
    return ContractState(
        written=total - sum(one.to_do for one in volets),
        total=total,
        quartiers=len(draft.territory.quartiers),
        author=last[0].author if last else "",
        step=next_step(saved, draft),
    )
