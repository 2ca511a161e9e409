"""The trames: the volets and chapters of a contract, and what asks for each text, with what strength."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from app.domain.conditions import Condition, Facts, Outcome


class Strength(StrEnum):
    """How strongly a text asks for what a contract says; only LAW makes an error of its absence."""

    LAW = "required"
    CIRCULAR = "demanded"
    EXPECTED = "expected"
    USEFUL = "useful"


STRENGTHS: Mapping[Strength, str] = {
    Strength.LAW: "Exigé",
    Strength.CIRCULAR: "Exigé par circulaire",
    Strength.EXPECTED: "Attendu",
    Strength.USEFUL: "Utile",
}
"""How strongly something is asked for, before the text that asks."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """The text that asks for a place of a chapter, and how strongly.

    `when` limits it to some territories, `signed_by` to the contracts that this partner signs.
    """

    strength: Strength
    source: str
    when: Condition | None = None
    signed_by: str = ""

    def holds(self, facts: Facts, partners: Collection[str]) -> bool:
        """Whether it is asked of this contract. What depends on an unknown fact is not."""
        if self.signed_by and self.signed_by not in partners:
            return False
        return self.when is None or self.when.evaluate(facts).outcome is Outcome.APPLIES


@dataclass(frozen=True, slots=True)
class OutlinePart:
    """A pillar, or what cuts across pillars: an ordered group of sections."""

    id: str
    title: str
    sections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChapterPlace:
    """A place to write in a chapter, and what asks for it.

    `help` says in a sentence what is written there. `short` places take a few words, the others several
    paragraphs. `when`: only some territories have the place.
    """

    id: str
    label: str
    help: str
    requirements: tuple[Requirement, ...] = ()
    short: bool = False
    when: Condition | None = None

    def requirement(self, facts: Facts, partners: Collection[str]) -> Requirement | None:
        """Return the first requirement that holds for this contract, if any."""
        if self.when and self.when.evaluate(facts).outcome is not Outcome.APPLIES:
            return None
        return next((asked for asked in self.requirements if asked.holds(facts, partners)), None)


PERIOD_PLACE = "periode"
"""The id of the place of the period: left empty, the document says the years of the trame."""

QUARTIER_PLACE = "quartier."
"""What begins the id of the place where the project of a quartier is written; its code follows."""


def quartier_place(code: str) -> str:
    """Return the id of that place."""
    return f"{QUARTIER_PLACE}{code}"


@dataclass(frozen=True, slots=True)
class Chapter:
    """What a contract holds beside its volets: a title, what is asked there, the places to write it."""

    id: str
    title: str
    asked: str
    places: tuple[ChapterPlace, ...]


@dataclass(frozen=True, slots=True)
class Visa:
    """A text that the contract relies on, without « Vu ». `to_verify`: its reference is known as reported.

    `tag` is what the visa is about; where none of a tag stands for the territory, it is left to fill.
    """

    text: str
    tag: str = ""
    to_verify: bool = False
    when: Condition | None = None

    def holds(self, facts: Facts) -> bool:
        """Whether the contract of this territory relies on it. What depends on an unknown fact does not."""
        return self.when is None or self.when.evaluate(facts).outcome is Outcome.APPLIES


LAW = Visa(
    "la loi n° 2014-173 du 21 février 2014 de programmation pour la ville et la cohésion urbaine, notamment "
    "ses articles 1ᵉʳ, 6 et 7"
)
"""The visa of a trame that names none: those of catalogues that are kept from before."""


@dataclass(frozen=True, slots=True)
class Term:
    """The years that a contract is about, the first and the last included.

    `when` limits it to some territories: the first term of a trame that holds is that of the contract.
    """

    first: int
    last: int
    when: Condition | None = None

    @property
    def years(self) -> tuple[str, ...]:
        """Return each year."""
        return tuple(map(str, range(self.first, self.last + 1)))

    def __str__(self) -> str:
        return f"{self.first}-{self.last}"

    def __contains__(self, year: str) -> bool:
        return year in self.years

    def refusal(self, year: str) -> str:
        """Return what to say of a year that is outside of it."""
        return f"{year} est hors de la durée du contrat ; attendu : une année de {self.first} à {self.last}"


@dataclass(frozen=True, slots=True)
class Outline:
    """A trame: how a generation of contracts groups and orders the sections and the chapters.

    The document goes from the `opening` chapters to the parts, then `after_sections`, then one part for
    each quartier if `by_quartier`, then the `closing` ones; `annexes` follow the signatures. `contents` is
    the text that lists what a contract of this generation fixes, `formerly` the one that did before it.
    `all_in_body`: the national conventions were signed for the contracts of this generation, and no clause
    leaves the body by our reading. `terms`: the years of the contract, the last one where none before it
    holds.
    """

    id: str
    title: str
    parts: tuple[OutlinePart, ...]
    opening: tuple[Chapter, ...] = ()
    after_sections: tuple[Chapter, ...] = ()
    by_quartier: bool = False
    all_in_body: bool = False
    closing: tuple[Chapter, ...] = ()
    annexes: tuple[Chapter, ...] = ()
    contents: str = "Décret n° 2024-1037, art. 2"
    formerly: str = "loi n° 2014-173, art. 6, IV"
    visas: tuple[Visa, ...] = (LAW,)
    legal_bases: tuple[tuple[str, str], ...] = ()
    terms: tuple[Term, ...] = (Term(2024, 2030),)

    def term(self, facts: Facts) -> Term:
        """Return the years of a contract. What depends on an unknown fact does not hold."""
        held = (
            term for term in self.terms if term.when and term.when.evaluate(facts).outcome is Outcome.APPLIES
        )
        return next(held, self.terms[-1])

    def title_for(self, facts: Facts | None) -> str:
        """Return the title with the years of the contract, where it does not say them.

        Without facts, with those of each territory.
        """
        if facts is None and len(self.terms) > 1:
            years = f"{', '.join(map(str, reversed(self.terms)))} selon le territoire"
        else:
            years = str(self.term(facts or {}))
        return self.title if years in self.title else f"{self.title} ({years})"

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        """All its chapters, in the order of the document."""
        return self.opening + self.after_sections + self.closing + self.annexes

    @property
    def contents_in_full(self) -> str:
        """The text that lists the contents, within a sentence, with the one that did before it."""
        named = f"{self.contents[:1].lower()}{self.contents[1:]}"
        return f"{named} (auparavant {self.formerly})" if self.formerly else named

    def part_of(self, section_id: str) -> OutlinePart:
        """Return the part that holds a section. Raises KeyError for a section outside the outline."""
        for part in self.parts:
            if section_id in part.sections:
                return part
        raise KeyError(section_id)

    def kept_for(self, facts: Facts, written: Collection[str]) -> "Outline":
        """Return the trame without the places that this territory does not have, and the chapters left empty.

        A place where something is written stays, and so does one that depends on an unknown fact.
        """
        if all(place.when is None for chapter in self.chapters for place in chapter.places):
            return self

        def kept(chapters: Iterable[Chapter]) -> tuple[Chapter, ...]:
            left = ((one, _kept_places(one, facts, written)) for one in chapters)
            return tuple(replace(one, places=places) for one, places in left if places or not one.places)

        opening, after_sections = kept(self.opening), kept(self.after_sections)
        closing, annexes = kept(self.closing), kept(self.annexes)
        return replace(self, opening=opening, after_sections=after_sections, closing=closing, annexes=annexes)


def _kept_places(chapter: Chapter, facts: Facts, written: Collection[str]) -> tuple[ChapterPlace, ...]:
    return tuple(
        place
        for place in chapter.places
        if place.when is None
        or place.id in written
        or place.when.evaluate(facts).outcome is not Outcome.DOES_NOT_APPLY
    )
