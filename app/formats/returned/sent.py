"""What was sent: the clauses of a draft in their order, and what each of their fields shows."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.domain.catalogue import Catalogue
from app.domain.draft import Draft, DraftSection, Entry
from app.domain.field_text import labels_of, show, show_indicator_value
from app.domain.fields import ADAPTATION, Kind
from app.domain.profile import NO_ADAPTATION, Adaptation, Profile
from app.formats.returned.phrases import strings_in
from app.formats.returned.said import key_of

NOT_READ = {"included", "reason_excluded", "state", "place", "means", "resources"}
"""Fields that a file does not change, or that are read apart."""


@dataclass(frozen=True, slots=True)
class Volet:
    """A volet: its title, the law that asks for it, and the part of the contract, none if it is mandatory."""

    title: str
    legal_basis: str
    part: str


@dataclass(frozen=True, slots=True)
class Clause:
    """A commitment of the contract: its national text, what leads to it, its local action, its volet."""

    text: str
    lead_in: tuple[str, ...]
    adaptation: Adaptation
    is_local: bool = False
    because: str = ""
    """Why it stands in the contract: who carries it there."""
    volet: Volet | None = None
    objectives: tuple[str, ...] = ()
    """What its figured objectives count."""


@dataclass(frozen=True, slots=True)
class Sent:
    """The clauses by id in the order of the contract, and the profile that they come from."""

    profile: Profile
    clauses: Mapping[str, Clause]
    texts: Mapping[str, str]
    places: frozenset[str]
    """The ids of the places for text outside the clauses."""
    catalogue: Catalogue
    labels: Mapping[str, str]
    """The id of each place for text by its label, as `key_of` writes it, where one place alone bears it."""
    titles: frozenset[str]
    """The titles of the parts, of the volets and of the chapters, as `key_of` writes them."""

    def shown(self, clause: str) -> Iterator[tuple[str, str]]:
        """Yield each field of a clause with the text that shows it."""
        known = self.clauses[clause]
        if known.is_local:
            yield "text", known.text
        labels = labels_of(self.profile)
        for field in ADAPTATION:
            if field.id in NOT_READ:
                continue
            value = getattr(known.adaptation, field.id)
            if value == getattr(NO_ADAPTATION, field.id):
                yield field.id, ""
            elif field.kind is Kind.VALUES:
                yield field.id, "\n".join(f"{field.short} en {show_indicator_value(one)}" for one in value)
            else:
                yield field.id, show(field, value, labels)

    def prose(self) -> Iterator[str]:
        """Yield the texts of several paragraphs that were typed: actions, reviews, chapters, portraits."""
        for clause in self.clauses.values():
            yield from (clause.adaptation.local_action, clause.adaptation.review)
        yield from self.texts.values()
        yield from strings_in(self.profile.portraits)


OWN_TITLES = (
    "Le territoire",
    "Les signataires",
    "Les quartiers",
    "Objectifs chiffrés",
    "Gouvernance, participation et évaluation",
    "Tableau d’ensemble des actions",
    "Volets obligatoires",
    "Signatures",
)
"""Titles that the writer gives, today or formerly, and that are in no catalogue."""
KINDS: Mapping[str, Kind] = {field.id: field.kind for field in ADAPTATION}


def sent_of(draft: Draft) -> Sent:
    """Return what a draft says, to be compared with what comes back of it."""
    clauses: dict[str, Clause] = {}
    for section in draft.sections:
        volet = _volet(section)
        for entry in section.entries:
            clauses[entry.commitment.id] = _national(entry, volet)
        for one in section.local:
            clauses[one.id] = Clause(one.text, (), one.adaptation, is_local=True, volet=volet)
    for entry in (*draft.historical, *draft.national):
        clauses[entry.commitment.id] = _national(entry)
    texts = dict(draft.texts)
    found = [place for chapter in draft.outline.chapters for place in chapter.places]
    labels = Counter(key_of(place.label) for place in found)
    places = {place.id for place in found}
    named = {key_of(place.label): place.id for place in found if labels[key_of(place.label)] == 1}
    return Sent(
        draft.profile, clauses, texts, frozenset({*places, *texts}), draft.catalogue, named, _titles(draft)
    )


def _volet(section: DraftSection) -> Volet:
    known = section.section
    return Volet(known.title, known.legal_basis, "" if known.mandatory else section.part.title)


def _national(entry: Entry, volet: Volet | None = None) -> Clause:
    counted = tuple(target.of for target in entry.targets)
    said = (entry.commitment.text, entry.lead_in, entry.adaptation)
    return Clause(*said, because=entry.because, volet=volet, objectives=counted)


def _titles(draft: Draft) -> frozenset[str]:
    chapters = (*draft.outline.opening, *draft.outline.after_sections, *draft.outline.closing)
    territory = draft.profile.territory
    # Before namesakes were told apart by their communes, the title was the name and the code.
    quartiers = [f"{one.name} ({one.code})" for one in territory.quartiers]
    quartiers += [territory.quartier_title(one.code) for one in territory.quartiers]
    titles = [one.title for one in draft.catalogue.sections]
    titles += [one.title for one in draft.outline.parts]
    titles += [one.title for one in chapters]
    return frozenset(key_of(title) for title in (*titles, *quartiers, *OWN_TITLES))
