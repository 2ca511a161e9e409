"""What others propose to change in a contract, field by field: in a file that came back, or on the site.

A three-way rule. What came back is held against what was sent and against what the contract says now; several
people who propose for one field make one question.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from app.domain.diff.edit_script import Budget
from app.domain.diff.text import Edit
from app.domain.fields import Kind
from app.domain.merging import AuthoredWords, Merge, merge
from app.domain.profile import Profile
from app.domain.proposed_fields import kind_of, text_of
from app.domain.text import is_same_text

THE_SITE = "le contrat d’aujourd’hui"
"""Who made what the contract says since it was sent, among the names of those who return a text."""


class ProposalKind(StrEnum):
    """What is done to a field, or to a whole clause."""

    FILLED = "filled"
    MODIFIED = "modified"
    EMPTIED = "emptied"
    CLAUSE_DELETED = "clause_deleted"
    CLAUSE_MOVED = "clause_moved"
    NATIONAL_TEXT_CHANGED = "national_text_changed"


ASKED_APART = frozenset(
    {
        ProposalKind.EMPTIED,
        ProposalKind.CLAUSE_DELETED,
        ProposalKind.CLAUSE_MOVED,
        ProposalKind.NATIONAL_TEXT_CHANGED,
    }
)
"""What is never taken with the rest: it would erase something, or cannot be done as it is proposed."""


class SourceKind(StrEnum):
    """By what a proposal came."""

    FILE = "file"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Source:
    """By what a proposal came: a file, by its number and its name, or a person on the site."""

    kind: SourceKind
    id: int = 0
    name: str = ""


ON_THE_SITE = Source(SourceKind.PERSON)


class Decision(StrEnum):
    """What somebody decided of a proposal, or of a text that found no place."""

    TAKEN = "taken"
    MERGED = "merged"
    EDITED = "edited"
    LEFT = "left"
    DONE = "done"
    """The contract says it already."""

    FILED = "filed"
    LOCAL = "local"
    COMMENT = "comment"
    SEEN = "seen"


class Standing(StrEnum):
    """What a proposal is to the contract as it is now."""

    NOTHING = "nothing"
    PROPOSED = "proposed"
    DONE = "done"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What somebody makes of one field: the text sent, the text returned, and that of the contract now.

    The texts are as `proposed_fields.text_of` gives them. `who` proposes, by `source`; `author` is who is
    named by the tracked change, on that `date` (ISO), empty where it was not `tracked`.
    """

    who: str
    clause: str
    field: str
    kind: ProposalKind
    base: str
    returned: str
    current: str = ""
    source: Source = ON_THE_SITE
    author: str = ""
    date: str = ""
    tracked: bool = False
    id: str = ""

    @property
    def standing(self) -> Standing:
        """What it is to the contract as it is now."""
        if is_same_text(self.returned, self.base):
            return Standing.NOTHING
        if is_same_text(self.returned, self.current):
            return Standing.DONE
        return Standing.PROPOSED if is_same_text(self.current, self.base) else Standing.CONFLICT

    def beside(self, profile: Profile) -> "Proposal":
        """Return it beside what a contract says now. What is not a field of it stays as it was sent."""
        now = text_of(profile, self.clause, self.field)
        return replace(self, current=self.base if now is None else now)


@dataclass(frozen=True, slots=True)
class Answer:
    """One of the texts proposed for a field, with all who propose it."""

    text: str
    proposals: tuple[Proposal, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Those who propose it, each once, in alphabetical order."""
        return tuple(sorted({one.who for one in self.proposals}))


@dataclass(frozen=True)
class Question:
    """All that is proposed for one field of one clause, in whatever order it came."""

    clause: str
    field: str
    proposals: tuple[Proposal, ...]

    @property
    def current(self) -> str:
        """What the contract says now."""
        return self.proposals[0].current

    @property
    def bases(self) -> tuple[str, ...]:
        """The texts that were sent, each once: partners may have had different versions."""
        return tuple(dict.fromkeys(one.base for one in self.proposals))

    @cached_property
    def answers(self) -> tuple[Answer, ...]:
        """The texts that the contract does not say already, by the names of those who propose them."""
        found: list[list[Proposal]] = []
        for one in sorted(self.proposals, key=lambda one: (one.who, one.id)):
            if one.standing in {Standing.DONE, Standing.NOTHING}:
                continue
            same = next((each for each in found if is_same_text(each[0].returned, one.returned)), None)
            if same is None:
                found.append([one])
            else:
                same.append(one)
        return tuple(Answer(some[0].returned, tuple(some)) for some in found)

    @property
    def is_done(self) -> bool:
        """Whether the contract says already what is proposed."""
        return not self.answers

    @property
    def asks_apart(self) -> bool:
        """Whether it must be decided alone: it would erase something, or cannot be done as it is proposed."""
        return any(one.kind in ASKED_APART for one in self.proposals)

    @property
    def has_moved(self) -> bool:
        """Whether the contract says something else than what was sent."""
        return any(one.standing is Standing.CONFLICT for one in self.proposals)

    @property
    def is_plain(self) -> bool:
        """Whether it can be taken without reading the rest: one text, the contract as it was sent."""
        return len(self.answers) == 1 and not self.has_moved and not self.asks_apart

    @cached_property
    def merged(self) -> Merge | None:
        """What the texts make together, that of the contract included where it moved.

        None for one text alone, for a value, and where two changes meet.
        """
        if self.asks_apart or len(self.bases) > 1 or (len(self.answers) == 1 and not self.has_moved):
            return None
        sides = _sides(self.answers)
        compose = _MERGES.get(kind_of(self.clause, self.field) or Kind.LINE)
        if not sides or compose is None:
            return None
        if self.has_moved:
            sides[THE_SITE] = self.current
        found = compose(self.bases[0], sides)
        return None if found.is_conflict else found

    @property
    def is_conflict(self) -> bool:
        """Whether somebody must choose between texts that do not go together."""
        several = len(self.answers) > 1 or (bool(self.answers) and self.has_moved)
        return several and self.merged is None


def questions(proposals: Iterable[Proposal], order: Sequence[str]) -> tuple[Question, ...]:
    """Return one question for each field, in the order of the clauses; those of no known clause come last."""
    by_field: dict[tuple[str, str], list[Proposal]] = {}
    for one in proposals:
        by_field.setdefault((one.clause, one.field), []).append(one)
    ranks = {clause: rank for rank, clause in enumerate(order)}
    found = [
        Question(clause, field, tuple(sorted(some, key=lambda one: (one.who, one.id))))
        for (clause, field), some in by_field.items()
    ]
    return tuple(sorted(found, key=lambda one: (ranks.get(one.clause, len(ranks)), one.clause)))


def _sides(answers: Iterable[Answer]) -> dict[str, str]:
    """Return the texts by who proposes them; one who sent two files proposes by each."""
    sides: dict[str, str] = {}
    for one in answers:
        name = ", ".join(one.names)
        sides[name if name not in sides else f"{name} ({one.proposals[0].source.name})"] = one.text
    return sides


def _merge_words(base: str, sides: Mapping[str, str]) -> Merge:
    return merge(base, sides, Budget())


def _merge_lines(base: str, sides: Mapping[str, str]) -> Merge:
    """Compose lists: what nobody took away, then what each adds."""
    sent = base.splitlines()
    listed = {name: text.splitlines() for name, text in sorted(sides.items())}
    words = tuple(_listed(sent, listed))
    kept = "".join(one.text for one in words if one.edit is not Edit.REMOVED)
    return Merge((), kept.strip("\n"), words)


def _listed(sent: Sequence[str], listed: Mapping[str, Sequence[str]]) -> Iterator[AuthoredWords]:
    for line in sent:
        gone = tuple(name for name, lines in listed.items() if line not in lines)
        yield AuthoredWords(Edit.REMOVED if gone else Edit.KEPT, f"{line}\n", gone)
    added = dict.fromkeys(line for lines in listed.values() for line in lines if line not in sent)
    for line in added:
        yield AuthoredWords(Edit.ADDED, f"{line}\n", tuple(n for n, lines in listed.items() if line in lines))


_MERGES = {
    Kind.PROSE: _merge_words,
    Kind.TEXT: _merge_words,
    Kind.NAMES: _merge_lines,
    Kind.MEANS: _merge_lines,
    Kind.QUARTIERS: _merge_lines,
    Kind.OBJECTIVES: _merge_lines,
}
"""How the texts of a field are composed. A date or an amount is one value: there is nothing to compose."""
