"""The shortest way from one sequence to another, within a budget of operations.

Myers, « An O(ND) Difference Algorithm and Its Variations », Algorithmica 1, 1986: time follows the length of
the sequences times the number of differences. What stands in one of the two only is set aside first, as GNU
diff does: it can never be kept, and two texts that share nothing cost nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

OPERATIONS = 400_000
"""Elementary steps of comparison for one page: about a fifth of a second."""

MOST_AT_ONCE = 60_000
"""Of these, what one comparison may take: a text that is wholly rewritten leaves something to the others."""

Pairs = list[tuple[int, int]]


class OverBudget(Exception):
    """The two sequences are too different to be compared with the operations that are left."""


@dataclass
class Budget:
    """How many operations are left for all the comparisons of a page."""

    operations: int = OPERATIONS

    def spend(self, operations: int) -> None:
        """Take that many. Raises OverBudget, and leaves none, where fewer are left."""
        self.operations -= operations
        if self.operations < 0:
            self.operations = 0
            raise OverBudget

    def can_spend(self, operations: int) -> bool:
        """Whether one comparison may go on that has taken that many."""
        return operations <= min(self.operations, MOST_AT_ONCE)


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of both sequences, as slices: equal in both, or the one replaced by the other."""

    equal: bool
    before: slice
    after: slice


def blocks(before: Sequence[str], after: Sequence[str], budget: Budget) -> Iterator[Block]:
    """Yield the stretches that cover both sequences, in order; equal and replaced ones alternate.

    Raises OverBudget.
    """
    x = y = 0
    for start_x, start_y, length in _equal_runs(_kept_pairs(before, after, budget)):
        if (x, y) != (start_x, start_y):
            yield Block(False, slice(x, start_x), slice(y, start_y))
        x, y = start_x + length, start_y + length
        yield Block(True, slice(start_x, x), slice(start_y, y))
    if (x, y) != (len(before), len(after)):
        yield Block(False, slice(x, len(before)), slice(y, len(after)))


def _equal_runs(pairs: Pairs) -> Iterator[tuple[int, int, int]]:
    """Where equal stretches begin in both, and how long they are."""
    start, length = (0, 0), 0
    for pair in pairs:
        if length and pair == (start[0] + length, start[1] + length):
            length += 1
            continue
        if length:
            yield *start, length
        start, length = pair, 1
    if length:
        yield *start, length


def _kept_pairs(before: Sequence[str], after: Sequence[str], budget: Budget) -> Pairs:
    """Return the positions of what both keep: the common beginning and end, and what is found between."""
    shorter = min(len(before), len(after))
    head = next((rank for rank in range(shorter) if before[rank] != after[rank]), shorter)
    rest = shorter - head
    tail = next((rank for rank in range(rest) if before[-1 - rank] != after[-1 - rank]), rest)
    middle = _middle_pairs(
        _shared(before, head, len(before) - tail, after[head : len(after) - tail]),
        _shared(after, head, len(after) - tail, before[head : len(before) - tail]),
        budget,
    )
    ends = ((len(before) - tail + rank, len(after) - tail + rank) for rank in range(tail))
    return [*((rank, rank) for rank in range(head)), *middle, *ends]


def _shared(words: Sequence[str], first: int, last: int, others: Sequence[str]) -> list[tuple[int, str]]:
    """Return the words that others hold too, each with its position."""
    known = set(others)
    return [(rank, words[rank]) for rank in range(first, last) if words[rank] in known]


def _middle_pairs(old: list[tuple[int, str]], new: list[tuple[int, str]], budget: Budget) -> Pairs:
    if not old or not new:
        return []
    trace = _furthest([word for _, word in old], [word for _, word in new], budget)
    return [(old[x][0], new[y][0]) for x, y in _walk_back(trace, len(old), len(new))]


def _furthest(old: Sequence[str], new: Sequence[str], budget: Budget) -> list[dict[int, int]]:
    """For each number of differences, how far in `old` one gets on each diagonal.

    A diagonal is the position in `old` less the position in `new`.
    """
    reached: dict[int, int] = {1: 0}
    trace: list[dict[int, int]] = []
    spent = 0
    for differences in range(len(old) + len(new) + 1):
        trace.append(now := {})
        # Beyond the ends of either sequence there is nothing to compare.
        lowest = differences - 2 * max(0, differences - len(new))
        highest = differences - 2 * max(0, differences - len(old))
        for diagonal in range(-lowest, highest + 1, 2):
            left, right = reached.get(diagonal - 1, -1), reached.get(diagonal + 1, -1)
            x = right if diagonal == -differences or left < right else left + 1
            start, y = x, x - diagonal
            while x < len(old) and y < len(new) and old[x] == new[y]:
                x, y = x + 1, y + 1
            now[diagonal] = x
            spent += 1 + x - start
            if x >= len(old) and y >= len(new):
                budget.spend(spent)
                return trace
        if not budget.can_spend(spent):
            budget.spend(spent)
            raise OverBudget
        reached = now
    raise AssertionError("deleting all and adding all is always a way")


def _walk_back(trace: list[dict[int, int]], x: int, y: int) -> Pairs:
    """Return the pairs that the shortest way keeps, from the last one back."""
    pairs: Pairs = []
    for differences in range(len(trace) - 1, -1, -1):
        former = trace[differences - 1] if differences else {1: 0}
        diagonal = x - y
        left, right = former.get(diagonal - 1, -1), former.get(diagonal + 1, -1)
        down = diagonal == -differences or left < right
        from_x = right if down else left
        from_y = from_x - (diagonal + 1 if down else diagonal - 1)
        stop = from_x if down else from_x + 1
        while x > stop:
            x, y = x - 1, y - 1
            pairs.append((x, y))
        x, y = from_x, from_y
    return pairs[::-1]
