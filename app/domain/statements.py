"""A profile as a list of short statements: what two versions of it are compared by."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any

from app.domain.amounts import show_euros
from app.domain.catalogue import Catalogue
from app.domain.deadlines import show_deadline
from app.domain.profile import Adaptation, Means, MeansKind, Profile, Signatory, State, Territory


class Subject(StrEnum):
    """What a statement is about, in the order of the contract; the value names it in a list of changes."""

    CONTRACT = "contrat"
    TERRITORY = "territoire"
    SIGNATORIES = "signataires"
    NATIONAL = "engagements nationaux"
    COMMITMENTS = "engagements"
    LOCAL = "engagements locaux"
    TEXTS = "textes"


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that a profile says. `place` is the volet of a commitment, or empty.

    Subject, name and label are its identity.
    """

    subject: Subject
    name: str
    label: str
    text: str
    place: str = ""


ADAPTATION_LABELS = {
    "included": "Au contrat",
    "reason_excluded": "Motif, s’il est écarté",
    "local_action": "Action locale",
    "state": "État",
    "quartiers": "Quartiers",
    "lead": "Pilote",
    "associated": "Partenaires associés",
    "start": "Début",
    "deadline": "Échéance",
    "indicator": "Indicateur",
    "indicator_baseline": "Départ",
    "indicator_target": "Cible",
    "indicator_year": "Année de la cible",
    "indicator_source": "Source de l’indicateur",
    "indicator_by_sex": "Suivi par sexe",
    "resources": "Moyens, en mots",
    "means": "Moyens",
}
SIGNATORY_LABELS = {
    "representative": "Représentant",
    "title": "Qualité",
    "body": "Assemblée ou instance",
    "deliberated_on": "Date de la délibération",
    "deliberation": "Numéro de la délibération",
}
STATES = {State.TO_DO: "à faire", State.DRAFTED: "rédigée", State.AGREED: "convenue"}
MEANS = {MeansKind.COMMON_LAW: "Droit commun", MeansKind.SPECIFIC: "Crédits spécifiques"}
PROSE_LABELS = (ADAPTATION_LABELS["local_action"], "Engagement")
"""What is written in the small notation of `notation`, beside the texts of the contract."""

_DATES = {"start", "deadline", "indicator_year", "deliberated_on"}
LONGEST_NAME = 90


def statements(
    profile: Profile, catalogue: Catalogue, former: Catalogue | None = None
) -> Iterator[Statement]:
    """Everything that a profile says, in the order of the contract; what says nothing is left out.

    A commitment that the catalogue does not know is named as in the former one. What the national clauses say
    (Subject.NATIONAL) is in `contract_changes`.
    """
    for statement in _all(profile, catalogue, former or catalogue):
        if statement.text:
            yield statement


def _all(profile: Profile, catalogue: Catalogue, former: Catalogue) -> Iterator[Statement]:
    outline = catalogue.outline_by_id.get(profile.outline, catalogue.outline)
    yield Statement(Subject.CONTRACT, "", "Nom du contrat", profile.name)
    yield Statement(Subject.CONTRACT, "", "Trame", outline.title)
    yield from _territory(profile.territory)
    yield from _facts(profile, catalogue)
    yield from _signatories(profile, catalogue)
    yield from _commitments(profile, catalogue, former)
    yield from _local_commitments(profile, catalogue)
    for place, text in profile.texts.items():
        yield Statement(Subject.TEXTS, "", _label_of(place, catalogue), text)


def _territory(territory: Territory) -> Iterator[Statement]:
    yield Statement(Subject.TERRITORY, "", "Territoire", f"{territory.name} ({territory.code})")
    communes = [f"{commune.name} ({commune.code})" for commune in territory.communes]
    yield Statement(Subject.TERRITORY, "", "Communes", "\n".join(communes))
    quartiers = [f"{quartier.name} ({quartier.code})" for quartier in territory.quartiers]
    yield Statement(Subject.TERRITORY, "", "Quartiers prioritaires", "\n".join(quartiers))


def _facts(profile: Profile, catalogue: Catalogue) -> Iterator[Statement]:
    for fact, value in profile.facts.items():
        rule = catalogue.fact_by_id.get(fact)
        yield Statement(Subject.TERRITORY, "", rule.question if rule else fact, _shown("", value))
    yield Statement(Subject.TERRITORY, "", "Motif des faits indiqués", profile.facts_reason)


def _signatories(profile: Profile, catalogue: Catalogue) -> Iterator[Statement]:
    titles = [partner.title for partner in catalogue.partners if partner.id in profile.partners]
    yield Statement(Subject.SIGNATORIES, "", "Signataires", "\n".join(titles))
    for signatory in profile.signatories:
        yield Statement(Subject.SIGNATORIES, signatory.name, "Nommé", "oui")
        yield from _fields(Subject.SIGNATORIES, signatory.name, signatory, SIGNATORY_LABELS)


def _commitments(profile: Profile, catalogue: Catalogue, former: Catalogue) -> Iterator[Statement]:
    for commitment_id, adaptation in profile.adaptations.items():
        known = catalogue if commitment_id in catalogue.leaf_by_id else former
        leaf = known.leaf_by_id.get(commitment_id)
        text = leaf.commitment.text if leaf else f"{commitment_id} (absent du catalogue)"
        section = known.section_by_id[leaf.commitment.section].title if leaf else ""
        named = _named_quartiers(adaptation, profile.territory)
        yield from _adaptation(Subject.COMMITMENTS, short_name(text), named, section)


def _local_commitments(profile: Profile, catalogue: Catalogue) -> Iterator[Statement]:
    for local in profile.local_commitments:
        section = catalogue.section_by_id.get(local.section)
        name = f"Engagement local {local.id.removeprefix('local-')}"
        place = section.title if section else local.section
        yield Statement(Subject.LOCAL, name, "Engagement", local.text, place)
        yield Statement(Subject.LOCAL, name, "Volet", place, place)
        named = _named_quartiers(local.adaptation, profile.territory)
        yield from _adaptation(Subject.LOCAL, name, named, place)


def _named_quartiers(adaptation: Adaptation, territory: Territory) -> Adaptation:
    """The adaptation with its quartiers by name: nobody knows them by their codes."""
    names = {quartier.code: quartier.name for quartier in territory.quartiers}
    return replace(adaptation, quartiers=tuple(names.get(code, code) for code in adaptation.quartiers))


def _adaptation(subject: Subject, name: str, adaptation: Adaptation, place: str) -> Iterator[Statement]:
    yield from _fields(subject, name, adaptation, ADAPTATION_LABELS, place)


def _fields(
    subject: Subject, name: str, value: Adaptation | Signatory, labels: dict[str, str], place: str = ""
) -> Iterator[Statement]:
    """A statement for each field that says something other than what it says when nobody touched it."""
    for attribute in fields(value):
        said = getattr(value, attribute.name)
        if attribute.name in labels and said != attribute.default:
            yield Statement(subject, name, labels[attribute.name], _shown(attribute.name, said), place)


def _shown(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, State):
        return STATES[value]
    if isinstance(value, tuple):
        return "\n".join(_means(one) if isinstance(one, Means) else one for one in value)
    return show_deadline(value) if name in _DATES else str(value)


def _means(means: Means) -> str:
    amount = f"\u00a0: {show_euros(means.amount)}\u00a0€" if means.amount is not None else ""
    return f"{MEANS[means.kind]}, {means.funder}{amount}"


def short_name(text: str) -> str:
    """The first words of a commitment, by which a list names it."""
    return text if len(text) <= LONGEST_NAME else f"{text[:LONGEST_NAME].rsplit(' ', 1)[0]}…"


def _label_of(place: str, catalogue: Catalogue) -> str:
    for outline in catalogue.outlines:
        for chapter in outline.chapters:
            for one in chapter.places:
                if one.id == place:
                    return f"{chapter.title}, {one.label}"
    return f"Projet du quartier {place.removeprefix('quartier.')}"
