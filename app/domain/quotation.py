"""What a catalogue quoted for local contracts: enough to tell, later, what became of each clause."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from app.domain.catalogue import Catalogue, Commitment, Leaf, LinesRange, Scope


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause as a catalogue quoted it; `source` names its convention and the date."""

    id: str
    text: str
    lead_in: tuple[str, ...]
    section: str
    source: str
    lines: LinesRange
    carriers: tuple[str, ...]

    @property
    def words(self) -> str:
        """All that is quoted: the texts that introduce the clause, then its own."""
        return "\n".join((*self.lead_in, self.text))


@dataclass(frozen=True)
class Quotation:
    """The clauses of a catalogue by id, with its version and its hash."""

    version: str
    hash: str
    clauses: Mapping[str, Clause]


def quotation(catalogue: Catalogue) -> Quotation:
    """What a catalogue quotes. National commitments are left out: no contract answers them."""
    local = (leaf for leaf in catalogue.leaves if leaf.commitment.scope is Scope.LOCAL)
    clauses = {leaf.commitment.id: _clause(leaf) for leaf in local}
    return Quotation(catalogue.version, catalogue.hash, clauses)


def as_quoted(catalogue: Catalogue, known: Quotation) -> Catalogue:
    """The catalogue with the words of a former one, and without the clauses that came since.

    A clause that is gone cannot be brought back: its conditions are not kept, only its words.
    """
    conventions = tuple(
        replace(convention, commitments=tuple(_as_quoted(convention.commitments, known, 0)))
        for convention in catalogue.conventions
    )
    return replace(catalogue, version=known.version, hash=known.hash, conventions=conventions)


def _clause(leaf: Leaf) -> Clause:
    commitment, convention = leaf.commitment, leaf.convention
    return Clause(
        id=commitment.id,
        text=commitment.text,
        lead_in=leaf.lead_in,
        section=commitment.section,
        source=f"{convention.title}, convention du {convention.date_text}",
        lines=commitment.lines,
        carriers=commitment.carriers,
    )


def _as_quoted(nodes: tuple[Commitment, ...], known: Quotation, depth: int) -> Iterator[Commitment]:
    for node in nodes:
        if node.children:
            children = tuple(_as_quoted(node.children, known, depth + 1))
            if children:  # without any, what introduced them would pass for a clause
                yield replace(node, text=_introduction(node, known, depth), children=children)
        elif node.scope is Scope.NATIONAL:
            yield node
        elif clause := known.clauses.get(node.id):
            yield replace(node, text=clause.text, lines=clause.lines)


def _introduction(node: Commitment, known: Quotation, depth: int) -> str:
    """The former words of a text that introduces clauses: each of them kept it, from the outside in."""
    former = (known.clauses[leaf.id] for leaf in node.walk() if leaf.id in known.clauses)
    return next((clause.lead_in[depth] for clause in former if len(clause.lead_in) > depth), node.text)
