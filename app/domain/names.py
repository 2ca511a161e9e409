"""What partners, volets and commitments are called, in today's or a former catalogue; who signs, by name."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count

from app.domain.catalogue import Catalogue
from app.domain.draft import Draft
from app.domain.field_text import own_lines
from app.domain.fields import Kind
from app.domain.french import NARROW, NBSP
from app.domain.orientations import Orientations, gone_label, objective_labels
from app.domain.outlines import Outline
from app.domain.profile import Signatory
from app.domain.rules import Partner
from app.domain.territory import Quartier, Territory, quartier_labels

LONGEST_NAME = 90
_LEADS_ON = f" {NBSP}{NARROW},;:–"


class Names:
    """The names that catalogues give: the first that knows an id says it.

    `trame`: the id of the one that the contract follows, whose chapters name the texts. `territories`: those
    whose quartiers are named, `orientations` those whose objectives are, the first that has one first.
    """

    def __init__(
        self,
        *catalogues: Catalogue,
        trame: str = "",
        territories: Iterable[Territory] = (),
        orientations: Iterable[Orientations] = (),
    ) -> None:
        self._catalogues = catalogues
        self._trame = trame
        self._quartiers = _quartier_names(territories)
        self._objectives = objective_labels(*orientations)
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

    def label_of(self, kind: Kind, named: str) -> str:
        """Return what an id in a field stands for: a quartier, an objective."""
        return self.quartier(named) if kind is Kind.QUARTIERS else self.objective(named)

    def objective(self, objective_id: str) -> str:
        """Return what an objective is called, one that no contract has by its id."""
        return self._objectives.get(objective_id) or gone_label(objective_id)

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


@dataclass(frozen=True, slots=True)
class Representative:
    """Who signs for a body: « Mme Exemple, maire », empty as long as nobody is named. `id` is used once.

    `details`: what is said of the signatory besides, « label: text ».
    """

    id: str
    text: str = ""
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Signing:
    """One signature. `partners` says in what capacities; `id` is stable and used once in a draft.

    `grounds` are those that were given for each capacity, empty where none was.
    `representatives` are one person, or several when others sign in each capacity.
    """

    id: str
    name: str
    partners: tuple[Partner, ...]
    representatives: tuple[Representative, ...]
    grounds: tuple[str, ...] = ("",)


def signings(draft: Draft) -> tuple[Signing, ...]:
    """One signature for each named signatory, or for the partner's title when nobody is named.

    A collectivité unique, named as département and as région, signs once in both capacities; two communes
    that have one name sign twice.
    """
    signed: dict[str, list[Signing]] = {}
    order: list[tuple[list[Signing], int]] = []
    for block in _blocks(draft):
        namesakes = signed.setdefault(block.name, [])
        same = next(
            (rank for rank, one in enumerate(namesakes) if block.partners[0] not in one.partners), None
        )
        if same is None:
            order.append((namesakes, len(namesakes)))
            namesakes.append(block)
        else:
            namesakes[same] = _both(namesakes[same], block)
    return tuple(namesakes[rank] for namesakes, rank in order)


def named_signatories(draft: Draft) -> Iterator[tuple[str, Signatory]]:
    """Those who sign the contract by name, in their order, each after the id of its signature."""
    ranks = {partner.id: count(1) for partner in draft.partners}
    for signatory in draft.profile.signatories:
        if signatory.partner in ranks:
            yield f"{signatory.partner}.{next(ranks[signatory.partner])}", signatory


def undeliberated(draft: Draft) -> tuple[str, ...]:
    """Return the signatories, by name or by kind, whose deliberation is needed and not known.

    The State and the others sign without one.
    """
    missing: list[str] = []
    for partner in draft.partners:
        if partner.deliberates:
            named = [one for one in draft.profile.signatories if one.partner == partner.id]
            missing += [one.name for one in named if not one.has_deliberated]
            missing += [] if named else [partner.title]
    return tuple(missing)


def _both(known: Signing, block: Signing) -> Signing:
    """One signature in both capacities; each person who signs in one of them is named, once."""
    people: dict[str, Representative] = {}
    for one in known.representatives + block.representatives:
        people.setdefault(one.text, one)
    representatives = tuple(one for text, one in people.items() if text) or known.representatives
    partners, grounds = known.partners + block.partners, known.grounds + block.grounds
    return Signing(known.id, known.name, partners, representatives, grounds)


def _blocks(draft: Draft) -> Iterator[Signing]:
    named: dict[str, list[Signing]] = {}
    for identifier, one in named_signatories(draft):
        partner = draft.catalogue.partner_by_id[one.partner]
        text = ", ".join(filter(None, (one.representative, one.title)))
        details = tuple(f"{field.label}{NBSP}: {said}" for field, said in own_lines(one))
        person = Representative(identifier, text, details)
        signing = Signing(identifier, one.name, (partner,), (person,), (one.ground,))
        named.setdefault(one.partner, []).append(signing)
    for partner in draft.partners:
        unnamed = Signing(partner.id, partner.title, (partner,), (Representative(partner.id),))
        yield from named.get(partner.id, [unnamed])
