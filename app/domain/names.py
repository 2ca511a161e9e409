"""What partners, volets, commitments and texts are called, in today's catalogue or in a former one."""

from collections.abc import Iterator
from itertools import chain

from app.domain.catalogue import Catalogue
from app.domain.typography import NARROW, NBSP

LONGEST_NAME = 90
_LEADS_ON = f" {NBSP}{NARROW},;:"


class Names:
    """The names that catalogues give: the first that knows an id says it.

    `trame`: the id of the one that the contract follows, whose chapters name the texts.
    """

    def __init__(self, *catalogues: Catalogue, trame: str = "") -> None:
        self._catalogues = catalogues
        self._trame = trame

    def outline(self, outline_id: str) -> str:
        """The title of a trame; of the usual one where none was chosen."""
        known = (one.outline_by_id.get(outline_id) for one in self._catalogues)
        return next(filter(None, known), self._catalogues[0].outline).title

    def question(self, fact_id: str) -> str:
        """The question that a fact answers; its id where nobody knows it."""
        known = (one.fact_by_id.get(fact_id) for one in self._catalogues)
        return next((rule.question for rule in known if rule), fact_id)

    def partners(self, ids: tuple[str, ...]) -> list[str]:
        """The titles of those partners, in the order of the catalogue, then of the former one."""
        known = {partner.id: partner for one in reversed(self._catalogues) for partner in one.partners}
        ordered = dict.fromkeys(partner.id for one in self._catalogues for partner in one.partners)
        return [known[one].title for one in ordered if one in ids]

    def section(self, section_id: str) -> str:
        """The title of a volet; its id where nobody knows it."""
        known = (one.section_by_id.get(section_id) for one in self._catalogues)
        return next((section.title for section in known if section), section_id)

    def commitment(self, commitment_id: str) -> tuple[str, str]:
        """The first words of a commitment, and its volet."""
        known = (one.leaf_by_id.get(commitment_id) for one in self._catalogues)
        leaf = next(filter(None, known), None)
        if leaf is None:
            return f"{commitment_id} (absent du catalogue)", ""
        return short_name(leaf.commitment.text), self.section(leaf.commitment.section)

    def text(self, place: str) -> tuple[str, str]:
        """The chapter and the label of a text of the contract; nothing for a place that no trame has."""
        known = chain.from_iterable(_places(one, self._trame) for one in self._catalogues)
        return next(((chapter, label) for one, chapter, label in known if one == place), ("", ""))


def short_name(text: str) -> str:
    """The first words of a commitment, by which a list names it; no sign that leads on ends them."""
    whole = len(text) <= LONGEST_NAME
    words = (text if whole else text[:LONGEST_NAME].rsplit(" ", 1)[0]).rstrip(_LEADS_ON)
    return words if whole else f"{words}…"


def _places(catalogue: Catalogue, trame: str) -> Iterator[tuple[str, str, str]]:
    """Every place with its chapter and its label; first as that trame has it: several share their places."""
    followed = catalogue.outline_by_id.get(trame, catalogue.outline)
    for outline in (followed, *catalogue.outlines):
        for chapter in outline.chapters:
            for place in chapter.places:
                yield place.id, chapter.title, place.label
