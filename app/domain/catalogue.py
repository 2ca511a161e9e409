"""The national catalogue as values: conventions, their commitments, and the rules around them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from app.domain.conditions import Condition, PartialCondition
from app.domain.french import Acronym
from app.domain.outlines import Outline
from app.domain.rules import AS_WRITTEN, FactRule, Partner, Reading, Scheme, Section

LinesRange = tuple[int, int]
"""First and last line, both included and counted from 1, in the source text."""

NO_LINES: LinesRange = (0, 0)
"""Where a passage stands whose convention has no source file."""


class ConventionKind(StrEnum):
    """Who signed a convention with the minister in charge of the ville."""

    MINISTRY = "ministry"
    PARTNER = "partner"


class Scope(StrEnum):
    """Whether a commitment can be carried by a local contract at all."""

    LOCAL = "local"
    NATIONAL = "national"


@dataclass(frozen=True, slots=True)
class Target:
    """A figured objective of the source. `horizon` is the year the text gives, or None.

    `term` is the last year of the period that its convention covers, as far as we know it.
    """

    value: Fraction
    unit: str
    of: str
    lines: LinesRange
    quote: str
    baseline: str | None = None
    horizon: int | None = None
    term: int | None = None

    @property
    def last_year(self) -> int | None:
        """The year after which it is over: the one that the text gives, else the end of its convention."""
        return self.horizon or self.term


@dataclass(frozen=True, slots=True)
class Commitment:
    """One passage of a convention, verbatim. Only leaves (no children) enter a contract.

    `level` is 0 for a paragraph without a bullet, else the bullet's depth in the source.
    Section, scope, condition and carriers are resolved: inherited where the file is silent. `reading` says
    what a leaf is worth today.
    """

    id: str
    text: str
    lines: LinesRange
    level: int
    section: str
    scope: Scope
    carriers: tuple[str, ...]
    see_also: tuple[str, ...] = ()
    when: Condition | None = None
    parts: tuple[PartialCondition, ...] = ()
    targets: tuple[Target, ...] = ()
    schemes: tuple[str, ...] = ()
    lacuna: bool = False
    remark: str = ""
    reading: Reading = AS_WRITTEN
    children: tuple["Commitment", ...] = ()

    def walk(self) -> Iterator["Commitment"]:
        """Yield this commitment and all below it, in the order of the source."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Convention:
    """One of the conventions, with its place in its source document; NO_LINES where that has no file.

    `source_title` and `address` say what and where the source is, for a convention that has its own.
    """

    id: str
    title: str
    heading: str
    date_text: str
    parties: tuple[str, ...]
    kind: ConventionKind
    signed_on: date
    document: str
    lines: LinesRange
    commitments: tuple[Commitment, ...]
    source_title: str = ""
    address: str = ""

    def walk(self) -> Iterator[Commitment]:
        """Every commitment of the convention, in the order of the source."""
        for commitment in self.commitments:
            yield from commitment.walk()


@dataclass(frozen=True, slots=True)
class Leaf:
    """A commitment that can enter a contract, with the texts that introduce it."""

    commitment: Commitment
    convention: Convention
    lead_in: tuple[str, ...]


@dataclass(frozen=True)
class Catalogue:
    """Everything that the national texts bring to a contract. Looked up by id, never by title.

    `files` are those that it was read from, by name: what is kept of it, so that it can be read again.
    """

    framework: str
    version: str
    hash: str
    reviewed_on: date
    sections: tuple[Section, ...]
    outline: Outline
    partners: tuple[Partner, ...]
    facts: tuple[FactRule, ...]
    schemes: Mapping[str, Scheme]
    conventions: tuple[Convention, ...]
    source_titles: Mapping[str, str] = field(default_factory=dict)
    outlines: tuple[Outline, ...] = ()
    glossary: tuple[Acronym, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def leaves(self) -> tuple[Leaf, ...]:
        """Every leaf of every convention, in the order of the source."""
        return tuple(leaf for convention in self.conventions for leaf in _leaves(convention))

    @cached_property
    def commitments(self) -> Mapping[str, Commitment]:
        """Every commitment, leaf or not, by id."""
        return {node.id: node for convention in self.conventions for node in convention.walk()}

    @cached_property
    def section_by_id(self) -> Mapping[str, Section]:
        """The sections by id."""
        return {section.id: section for section in self.sections}

    @cached_property
    def partner_by_id(self) -> Mapping[str, Partner]:
        """The kinds of signatory by id."""
        return {partner.id: partner for partner in self.partners}

    @cached_property
    def fact_by_id(self) -> Mapping[str, FactRule]:
        """The rules for facts by id."""
        return {rule.id: rule for rule in self.facts}

    @cached_property
    def leaf_by_id(self) -> Mapping[str, Leaf]:
        """The leaves by the id of their commitment."""
        return {leaf.commitment.id: leaf for leaf in self.leaves}

    @cached_property
    def outline_by_id(self) -> Mapping[str, Outline]:
        """The trames by id, the usual one first."""
        return {outline.id: outline for outline in (self.outline, *self.outlines)}

    @property
    def latest_outline(self) -> Outline:
        """The trame of the latest generation: an id is the years of its contracts."""
        return max(self.outline_by_id.values(), key=lambda outline: outline.id)

    def sections_in(self, outline: Outline) -> tuple[Section, ...]:
        """Return the sections in the order of a contract: mandatory ones first, then the outline's order."""
        rank = [section_id for part in outline.parts for section_id in part.sections]
        mandatory = [section for section in self.sections if section.mandatory]
        others = [self.section_by_id[section_id] for section_id in rank]
        return tuple(mandatory + [section for section in others if not section.mandatory])

    def conventions_carried_by(self, partner_id: str) -> tuple[Convention, ...]:
        """Return the conventions of which a partner carries at least one local commitment."""
        return tuple(
            convention
            for convention in self.conventions
            if any(
                partner_id in leaf.commitment.carriers and leaf.commitment.scope is Scope.LOCAL
                for leaf in _leaves(convention)
            )
        )


def _leaves(convention: Convention) -> Iterator[Leaf]:
    def below(node: Commitment, lead_in: tuple[str, ...]) -> Iterator[Leaf]:
        if not node.children:
            yield Leaf(node, convention, lead_in)
        for child in node.children:
            yield from below(child, (*lead_in, node.text))

    for commitment in convention.commitments:
        yield from below(commitment, ())
