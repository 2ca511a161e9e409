"""What partners, volets, commitments and texts are called, in today's catalogue or in a former one."""

from collections.abc import Iterable

from app.domain.catalogue import Catalogue
from app.domain.french import NARROW, NBSP
from app.domain.outlines import Outline
from app.domain.territory import Quartier, Territory, quartier_labels

LONGEST_NAME = 90
_LEADS_ON = f" {NBSP}{NARROW},;:"


class Names:
    """The names that catalogues give: the first that knows an id says it.

    `trame`: the id of the one that the contract follows, whose chapters name the texts. `territories`: those
    whose quartiers are named, the first that has one first.
    """

    def __init__(
        self, *catalogues: Catalogue, trame: str = "", territories: Iterable[Territory] = ()
    ) -> None:
        self._catalogues = catalogues
        self._trame = trame
        self._quartiers = _quartier_names(territories)
        self._texts = _texts(catalogues, trame)

    def outline(self, outline_id: str) -> str:
        """Return the title of a trame; of the usual one where none was chosen."""
        return self._outline(outline_id).title

    def outline_id(self, outline_id: str) -> str:
        """Return the id of the trame that is followed: one may be chosen, or be the usual one."""
        return self._outline(outline_id).id

    def quartier(self, code: str) -> str:
        """Return what a quartier is called, told from its namesakes; its code where no territory has it."""
        return self._quartiers.get(code) or f"{code} (hors du contrat)"

    def question(self, fact_id: str) -> str:
        """Return the question that a fact answers; its id where nobody knows it."""
        known = (one.fact_by_id.get(fact_id) for one in self._catalogues)
        return next((rule.question for rule in known if rule), fact_id)

    def partners(self, ids: tuple[str, ...]) -> dict[str, str]:
        """Return the titles of those partners by id, in the order of the catalogue, then of the former."""
        known = {partner.id: partner for one in reversed(self._catalogues) for partner in one.partners}
        ordered = dict.fromkeys(partner.id for one in self._catalogues for partner in one.partners)
        return {one: known[one].title for one in ordered if one in ids}

    def section(self, section_id: str) -> str:
        """Return the title of a volet; its id where nobody knows it."""
        known = (one.section_by_id.get(section_id) for one in self._catalogues)
        return next((section.title for section in known if section), section_id)

    def commitment(self, commitment_id: str) -> tuple[str, str]:
        """Return the first words of a commitment, and its volet."""
        known = (one.leaf_by_id.get(commitment_id) for one in self._catalogues)
        leaf = next(filter(None, known), None)
        if leaf is None:
            return f"{commitment_id} (absent du catalogue)", ""
        return short_name(leaf.commitment.text), self.section(leaf.commitment.section)

    def text(self, place: str) -> tuple[str, str, str]:
        """Return the id and the title of the chapter of a text, and its label.

        Nothing for one that no trame has.
        """
        return self._texts.get(place, ("", "", ""))

    def _outline(self, outline_id: str) -> Outline:
        known = (one.outline_by_id.get(outline_id) for one in self._catalogues)
        return next(filter(None, known), self._catalogues[0].outline)


def short_name(text: str) -> str:
    """Return the first words of a commitment, by which a list names it; no sign that leads on ends them."""
    whole = len(text) <= LONGEST_NAME
    words = (text if whole else text[:LONGEST_NAME].rsplit(" ", 1)[0]).rstrip(_LEADS_ON)
    return words if whole else f"{words}…"


def _quartier_names(territories: Iterable[Territory]) -> dict[str, str]:
    """Return the label of each quartier of all of them, as one list.

    Two namesakes may stand in two territories.
    """
    quartiers: dict[str, Quartier] = {}
    communes: dict[str, str] = {}
    for territory in territories:
        for quartier in territory.quartiers:
            quartiers.setdefault(quartier.code, quartier)
        communes = {commune.code: commune.name for commune in territory.communes} | communes
    return quartier_labels(quartiers.values(), communes)


def _texts(catalogues: Iterable[Catalogue], trame: str) -> dict[str, tuple[str, str, str]]:
    """Every place with its chapter and its label; first as that trame has it: several share their places."""
    texts: dict[str, tuple[str, str, str]] = {}
    for catalogue in catalogues:
        followed = catalogue.outline_by_id.get(trame, catalogue.outline)
        for outline in (followed, *catalogue.outlines):
            for chapter in outline.chapters:
                for place in chapter.places:
                    texts.setdefault(place.id, (chapter.id, chapter.title, place.label))
    return texts
