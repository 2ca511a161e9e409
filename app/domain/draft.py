"""The assembled draft: what the page, the Word file and the JSON all render; the numbers of its commitments.

Each number is given once, and never to another one. A new contract is numbered in the order of its document.
What is added later takes the next number, wherever it stands; what leaves keeps its number for the day when
it comes back. National clauses and local commitments are counted apart: « Engagement local 2 ».
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from app.domain.catalogue import Catalogue, Commitment, Convention, Target
from app.domain.conditions import Fact
from app.domain.outlines import Outline, OutlinePart, Term, quartier_place
from app.domain.profile import LOCAL_ID, Adaptation, LocalCommitment, Portrait, Profile, Territory
from app.domain.rules import Partner, Scheme, Section, Standing
from app.domain.text import is_blank


def give_numbers(commitment_ids: Iterable[str], given: Mapping[str, int], last: int) -> dict[str, int]:
    """Return the number of each commitment: the one that it was given, else the next after `last`."""
    numbers = {}
    for commitment_id in commitment_ids:
        if commitment_id in given:
            numbers[commitment_id] = given[commitment_id]
        else:
            last += 1
            numbers[commitment_id] = last
    return numbers


def last_local_number(given: Mapping[str, int]) -> int:
    """Return the greatest number that a local commitment was given; 0 without any."""
    return max((number for known, number in given.items() if LOCAL_ID.fullmatch(known)), default=0)


def keep_shown_numbers(profile: Profile, shown: Mapping[str, int]) -> Profile:
    """Return the profile with the numbers that a document of the contract shows, beside those it holds.

    A number that it has already given is not given to another commitment.
    """
    numbers = dict(profile.numbers)
    taken = {_series_and_number(*pair) for pair in numbers.items()}
    for pair in shown.items():
        if pair[0] not in numbers and _series_and_number(*pair) not in taken:
            numbers.update([pair])
    return profile if numbers == profile.numbers else replace(profile, numbers=numbers)


def keep_present_numbers(former: Profile, present: Profile) -> Profile:
    """Return a former state of a contract that knows every number of the present one: none is given again."""
    return replace(
        keep_shown_numbers(replace(former, numbers=present.numbers), former.numbers),
        last_number=max(former.last_number, present.last_number),
        last_local=max(former.last_local, present.last_local),
    )


def without_numbers(profile: Profile) -> Profile:
    """Return the profile of another contract: its commitments are numbered anew."""
    return replace(profile, numbers={}, last_number=0)


def _series_and_number(commitment_id: str, number: int) -> tuple[bool, int]:
    return bool(LOCAL_ID.fullmatch(commitment_id)), number


class FlagKind(StrEnum):
    """Why an entry deserves a second look."""

    UNKNOWN_FACT = "unknown-fact"
    PART_NOT_APPLICABLE = "part-not-applicable"
    LACUNA = "lacuna"
    EXPIRED = "expired"
    SCHEME = "scheme"
    READING = "reading"
    """What the clause is worth today, as we read it: the sentence that stands beside the quotation."""

    TO_DECIDE = "to-decide"


@dataclass(frozen=True, slots=True)
class Flag:
    """A remark of the application about a clause, in French; never part of the national text.

    `words`: the words of the clause that it is about, as they stand there; empty for the whole clause.
    """

    kind: FlagKind
    message: str
    words: str = ""


class Level(StrEnum):
    """How serious a finding is: only what the law requires is an error."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that the contract still lacks.

    `why` is the article, the convention or the reason that asks for it. `place` says where it is mended:
    « territory », « partners », « signatories », « orientations », « sections », « historical », « kept »,
    « portraits », « versions », « section:ID » or « text:ID ». `commitments` are the ids of those whose form
    mends it, each alone.
    """

    id: str
    level: Level
    message: str
    why: str = ""
    place: str = ""
    commitments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A commitment that is in the draft, with the reason and the partners who carry it here."""

    commitment: Commitment
    convention: Convention
    lead_in: tuple[str, ...]
    because: str
    carried_by: tuple[Partner, ...]
    flags: tuple[Flag, ...]
    schemes: tuple[Scheme, ...]
    adaptation: Adaptation

    @property
    def targets(self) -> tuple[Target, ...]:
        """The figured objectives of the clause."""
        return self.commitment.targets

    @property
    def standing(self) -> Standing:
        """What the clause is worth today."""
        return self.commitment.reading.standing


@dataclass(frozen=True, slots=True)
class DraftSection:
    """A volet of the draft. `see_also` points at clauses whose entry stands in another volet.

    `local` are the commitments of this contract alone.
    """

    section: Section
    part: OutlinePart
    entries: tuple[Entry, ...]
    see_also: tuple[str, ...]
    warnings: tuple[str, ...]
    local: tuple[LocalCommitment, ...] = ()

    @property
    def has_local_action(self) -> bool:
        """Whether the contract does something of its own here, if only by a commitment of its own."""
        return any(not is_blank(text) for text in self._actions)

    @property
    def _actions(self) -> Iterator[str]:
        yield from (local.text for local in self.local)
        yield from (adaptation.local_action for adaptation in self.adaptations)

    @property
    def adaptations(self) -> tuple[Adaptation, ...]:
        """What was written for each of its commitments, national ones first."""
        return tuple(adaptation for _, adaptation in self.written)

    @property
    def written(self) -> tuple[tuple[str, Adaptation], ...]:
        """The same, each with the id of its commitment."""
        national = tuple((entry.commitment.id, entry.adaptation) for entry in self.entries)
        return national + tuple((commitment.id, commitment.adaptation) for commitment in self.local)


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A commitment left out of the draft, and why."""

    commitment: Commitment
    convention: Convention
    lead_in: tuple[str, ...]
    reason: str
    by_choice: bool


@dataclass(frozen=True)
class Draft:
    """The contract as assembled. Sections come in the order of the document, mandatory ones first.

    `historical` are the clauses that leave the body for the annexe « Pour mémoire ».
    `whole`: the sections of the contract of which this draft is an extract; empty when it is the whole.
    `signed_by`: the ids of the signatures that an extract bears; empty for all of them.
    """

    catalogue: Catalogue
    profile: Profile
    facts: Mapping[str, Fact]
    partners: tuple[Partner, ...]
    sections: tuple[DraftSection, ...]
    national: tuple[Entry, ...]
    excluded: tuple[Exclusion, ...]
    checks: tuple[Finding, ...]
    historical: tuple[Entry, ...] = ()
    whole: tuple[DraftSection, ...] = ()
    signed_by: frozenset[str] = frozenset()

    @property
    def is_extract(self) -> bool:
        """Whether it is one signatory's part of a contract."""
        return bool(self.whole)

    @property
    def territory(self) -> Territory:
        """The perimeter of the contract."""
        return self.profile.territory

    @cached_property
    def outline(self) -> Outline:
        """The trame that was chosen, else the usual one, with the places that this contract has."""
        followed = self.catalogue.outline_by_id.get(self.profile.outline, self.catalogue.outline)
        return followed.kept_for(self.facts, self.profile.texts)

    @property
    def term(self) -> Term:
        """The years of the contract."""
        return self.outline.term(self.facts)

    @property
    def texts(self) -> Mapping[str, str]:
        """What was written in the places that the document has: those of its trame and of its quartiers."""
        places = {place.id for chapter in self.outline.chapters for place in chapter.places}
        if self.outline.by_quartier:
            places |= {quartier_place(quartier.code) for quartier in self.territory.quartiers}
        return {place: text for place, text in self.profile.texts.items() if place in places}

    @property
    def portraits(self) -> Mapping[str, Portrait]:
        """What was written of the quartiers that the document has a part for, by code, in their order."""
        if not self.outline.by_quartier:
            return {}
        written = self.profile.portraits
        codes = (quartier.code for quartier in self.territory.quartiers)
        return {code: written[code] for code in codes if code in written}

    def entries(self) -> Iterator[Entry]:
        """Every entry of every section, in the order of the document."""
        for section in self.sections:
            yield from section.entries

    @property
    def numbers(self) -> Mapping[str, int]:
        """The number of each clause in the whole contract, as it was given, else the next ones.

        An extract must not give it another.
        """
        entries = (entry for section in self.whole or self.sections for entry in section.entries)
        shown = (entry.commitment.id for entry in entries)
        return give_numbers(shown, self.profile.numbers, self.profile.last_number)

    @property
    def local_numbers(self) -> Mapping[str, int]:
        """The number of each local commitment in the whole contract."""
        shown = (one.id for section in self.whole or self.sections for one in section.local)
        given = self.profile.numbers
        return give_numbers(shown, given, last_local_number(given))
