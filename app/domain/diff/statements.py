"""A profile as a list of short statements: what two versions of it are compared by."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any

from app.domain.amounts import show_euros
from app.domain.deadlines import show_deadline
from app.domain.names import Names
from app.domain.profile import Adaptation, Means, MeansKind, Profile, Signatory, State, Territory
from app.domain.rules import QUARTIER_PLACE
from app.domain.text import is_blank


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
    """One thing that a profile says. `id` and `place`, of a commitment: its own, and its volet.

    `id`, of a signatory: what it is known by. Subject, what it is about and label are its identity.
    """

    subject: Subject
    name: str
    label: str
    text: str
    place: str = ""
    id: str = ""

    @property
    def about(self) -> str:
        """The commitment, signatory or chapter that it is about; nothing for the contract as a whole."""
        return self.id or self.name


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
LISTS = ("Communes", "Quartiers prioritaires", "Signataires")
"""What is said of the contract with a name on each line."""

PROSE_LABELS = (ADAPTATION_LABELS["local_action"], "Engagement")
"""What is written in the small notation of `notation`, beside the texts of the contract."""

BY_SEX = "L’indicateur est suivi par sexe."
"""What a ticked box means, for those who read the contract and not the form; an empty one says nothing."""

NAME = "Nom du contrat"
"""By which the site finds it; the document does not say it."""

UNSAID = {
    ADAPTATION_LABELS["included"]: "oui",
    ADAPTATION_LABELS["state"]: STATES[State.TO_DO],
}
"""What the statements that nobody touched would say."""

_CHOICES = {"included", "state"}
_DATES = {"start", "deadline", "indicator_year", "deliberated_on"}


def statements(profile: Profile, names: Names) -> Iterator[Statement]:
    """Everything that a profile says, in the order of the contract; what says nothing is left out.

    What the national clauses say (Subject.NATIONAL) is in `diff.contract`.
    """
    for statement in _all(profile, names):
        if statement.text:
            yield statement


def adaptation_texts(adaptation: Adaptation, territory: Territory) -> tuple[tuple[str, str], ...]:
    """Each text that was typed of a commitment, after its label; no state, and not whether it is kept."""
    named = _named_quartiers(adaptation, territory)
    labels = {field: label for field, label in ADAPTATION_LABELS.items() if field not in _CHOICES}
    return _texts(_fields(Subject.COMMITMENTS, "", named, labels))


def signatory_texts(signatory: Signatory) -> tuple[tuple[str, str], ...]:
    """Each text that was typed of a signatory, its name first, after its label."""
    named = Statement(Subject.SIGNATORIES, "", "Signataire", signatory.name)
    return _texts((named, *_fields(Subject.SIGNATORIES, "", signatory, SIGNATORY_LABELS)))


def _texts(said: Iterable[Statement]) -> tuple[tuple[str, str], ...]:
    return tuple((statement.label, statement.text) for statement in said if not is_blank(statement.text))


def _all(profile: Profile, names: Names) -> Iterator[Statement]:
    yield Statement(Subject.CONTRACT, "", NAME, profile.name)
    yield Statement(Subject.CONTRACT, "", "Trame", names.outline(profile.outline))
    yield from _territory(profile.territory)
    yield from _facts(profile, names)
    yield from _signatories(profile, names)
    yield from _commitments(profile, names)
    yield from _local_commitments(profile, names)
    for place, text in profile.texts.items():
        chapter, label = names.text(place)
        project = profile.territory.quartier_label(place.removeprefix(QUARTIER_PLACE))
        yield Statement(Subject.TEXTS, chapter, label or f"Projet du quartier {project}", text)


def _territory(territory: Territory) -> Iterator[Statement]:
    yield Statement(Subject.TERRITORY, "", "Territoire", f"{territory.name} ({territory.code})")
    communes = [f"{commune.name} ({commune.code})" for commune in territory.communes]
    yield Statement(Subject.TERRITORY, "", "Communes", "\n".join(communes))
    quartiers = [f"{quartier.name} ({quartier.code})" for quartier in territory.quartiers]
    yield Statement(Subject.TERRITORY, "", "Quartiers prioritaires", "\n".join(quartiers))


def _facts(profile: Profile, names: Names) -> Iterator[Statement]:
    for fact, value in profile.facts.items():
        yield Statement(Subject.TERRITORY, "", names.question(fact), _shown("", value))
    yield Statement(Subject.TERRITORY, "", "Motif des faits indiqués", profile.facts_reason)


def _signatories(profile: Profile, names: Names) -> Iterator[Statement]:
    yield Statement(Subject.SIGNATORIES, "", "Signataires", "\n".join(names.partners(profile.partners)))
    for signatory in profile.signatories:
        name, known_by = signatory.name, signatory.known_by
        yield Statement(Subject.SIGNATORIES, name, "Signataire", name, id=known_by)
        yield from _fields(Subject.SIGNATORIES, name, signatory, SIGNATORY_LABELS, about=known_by)


def _commitments(profile: Profile, names: Names) -> Iterator[Statement]:
    for commitment_id, adaptation in profile.adaptations.items():
        name, section = names.commitment(commitment_id)
        named = _named_quartiers(adaptation, profile.territory)
        yield from _fields(Subject.COMMITMENTS, name, named, ADAPTATION_LABELS, section, commitment_id)


def _local_commitments(profile: Profile, names: Names) -> Iterator[Statement]:
    for local in profile.local_commitments:
        name = f"Engagement local {local.id.removeprefix('local-')}"
        place = names.section(local.section)
        yield Statement(Subject.LOCAL, name, "Engagement", local.text, place, local.id)
        yield Statement(Subject.LOCAL, name, "Volet", place, place, local.id)
        named = _named_quartiers(local.adaptation, profile.territory)
        yield from _fields(Subject.LOCAL, name, named, ADAPTATION_LABELS, place, local.id)


def _named_quartiers(adaptation: Adaptation, territory: Territory) -> Adaptation:
    """The adaptation with its quartiers by name: nobody knows them by their codes."""
    labels = territory.quartier_labels
    return replace(adaptation, quartiers=tuple(labels.get(code, code) for code in adaptation.quartiers))


def _fields(
    subject: Subject,
    name: str,
    value: Adaptation | Signatory,
    labels: dict[str, str],
    place: str = "",
    about: str = "",
) -> Iterator[Statement]:
    """A statement for each field that says something other than what it says when nobody touched it."""
    for attribute in fields(value):
        said = getattr(value, attribute.name)
        if attribute.name in labels and said != attribute.default:
            yield Statement(subject, name, labels[attribute.name], _shown(attribute.name, said), place, about)


def _shown(name: str, value: Any) -> str:
    if name == "indicator_by_sex":
        return BY_SEX
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
