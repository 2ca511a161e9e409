"""A profile as a list of short statements: what two versions of it are compared by."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields

from app.domain.diff import labels
from app.domain.diff.labels import Subject, TextKind
from app.domain.field_text import YES_OR_NO, Described, LabelOf, as_written, show
from app.domain.fields import ADAPTATION, OBJECTIVE, ORIENTATION, PORTRAIT, SIGNATORY, Field, Kind, by_id
from app.domain.french import NBSP
from app.domain.names import Names
from app.domain.orientations import orientation_numbers
from app.domain.outlines import QUARTIER_PLACE
from app.domain.profile import Adaptation, Portrait, Profile, Signatory, local_number
from app.domain.territory import Commune, Quartier, Territory
from app.domain.text import is_blank
from app.domain.typed_values import show_euros

_CHOICES = {"included", "place", "state"}
_TEXT_KINDS = {Kind.PROSE: TextKind.PROSE, Kind.FIGURES: TextKind.LIST}

Identity = tuple[Subject, str, str]


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that a contract says.

    `id`: the commitment, signatory or chapter that it is about; empty for the contract as a whole. `field`:
    what is said of it. `name`, `place` and `label` are their words. `value`: what is compared where two
    things may be worded alike; the text elsewhere. `in_full`: a longer text, for when two short ones are
    the same.
    """

    subject: Subject
    field: str
    label: str
    text: str
    id: str = ""
    name: str = ""
    place: str = ""
    kind: TextKind = TextKind.VALUE
    value: object = None
    in_full: str = ""

    @property
    def identity(self) -> Identity:
        """What it is said of. The place of a text is its own, whatever chapter a trame gives it."""
        return self.subject, "" if self.subject is Subject.TEXTS else self.id, self.field

    @property
    def compared(self) -> object:
        """What must be the same for it to be unchanged."""
        return self.text if self.value is None else self.value


@dataclass(frozen=True, slots=True)
class _About:
    """What several statements are about."""

    subject: Subject
    id: str
    name: str
    place: str


_NOTHING = _About(Subject.CONTRACT, "", "", "")


def statements(profile: Profile, names: Names) -> Iterator[Statement]:
    """Everything that a profile says, in the order of the contract; what says nothing is left out.

    What the national clauses say (Subject.NATIONAL) is in `diff.contract`.
    """
    for statement in _all(profile, names):
        if statement.text:
            yield statement


def adaptation_texts(adaptation: Adaptation, label_of: LabelOf) -> tuple[tuple[str, str], ...]:
    """Each text that was typed of a commitment, after its label; no state, and not whether it is kept."""
    said = _adaptation(_NOTHING, adaptation, label_of)
    return _labelled(statement for statement in said if statement.field not in _CHOICES)


def signatory_texts(signatory: Signatory) -> tuple[tuple[str, str], ...]:
    """Each text that was typed of a signatory, its name first, after its label."""
    return _labelled(_fields(_NOTHING, signatory, SIGNATORY, as_written))


def portrait_texts(portrait: Portrait) -> tuple[tuple[str, str], ...]:
    """Each text that was typed of a quartier, after its label."""
    return _labelled(_fields(_NOTHING, portrait, PORTRAIT, as_written))


def _labelled(said: Iterable[Statement]) -> tuple[tuple[str, str], ...]:
    return tuple((statement.label, statement.text) for statement in said if not is_blank(statement.text))


def _all(profile: Profile, names: Names) -> Iterator[Statement]:
    yield of_contract(Subject.CONTRACT, "name", profile.name)
    yield of_contract(
        Subject.CONTRACT, "outline", names.outline(profile.outline), value=names.outline_id(profile.outline)
    )
    yield from _territory(profile.territory)
    for fact, value in profile.facts.items():
        text = YES_OR_NO[value]
        yield Statement(Subject.TERRITORY, f"fact.{fact}", names.question(fact), text, value=value)
    yield of_contract(Subject.TERRITORY, "facts_reason", profile.facts_reason)
    yield from _signatories(profile, names)
    yield from _orientations(profile)
    for commitment_id, adaptation in profile.adaptations.items():
        name, section = names.commitment(commitment_id)
        yield from _adaptation(
            _About(Subject.COMMITMENTS, commitment_id, name, section), adaptation, names.label_of
        )
    yield from _local_commitments(profile, names)
    yield from _portraits(profile, names)
    yield from _texts(profile.texts, names)


def of_contract(
    subject: Subject, field: str, text: str, *, kind: TextKind = TextKind.VALUE, value: object = None
) -> Statement:
    """Return a statement about the contract as a whole, under its usual label."""
    return Statement(subject, field, labels.CONTRACT_LABELS[field], text, kind=kind, value=value)


def _territory(territory: Territory) -> Iterator[Statement]:
    name = f"{territory.name} ({territory.code})" if territory.code else territory.name
    yield of_contract(Subject.TERRITORY, "territory", name)
    kind, grouping = territory.kind, territory.grouping or ""
    yield of_contract(Subject.TERRITORY, "kind", labels.KINDS.get(kind, kind), value=kind)
    yield of_contract(Subject.TERRITORY, "grouping", labels.GROUPINGS.get(grouping, grouping), value=grouping)
    communes = [f"{commune.name} ({commune.code})" for commune in territory.communes]
    yield of_contract(Subject.TERRITORY, "communes", "\n".join(communes), kind=TextKind.LIST)
    populations = [_population(one) for one in territory.communes if one.population is not None]
    yield of_contract(Subject.TERRITORY, "populations", "\n".join(populations), kind=TextKind.LIST)
    known = {commune.code: commune.name for commune in territory.communes}
    quartiers = [_quartier(quartier, known) for quartier in territory.quartiers]
    yield of_contract(Subject.TERRITORY, "quartiers", "\n".join(quartiers), kind=TextKind.LIST)


def _population(commune: Commune) -> str:
    return f"{commune.name}{NBSP}: {show_euros(commune.population)}{NBSP}habitants"


def _quartier(quartier: Quartier, communes: Mapping[str, str]) -> str:
    where = ", ".join(communes.get(code, code) for code in quartier.communes)
    return f"{quartier.name} ({quartier.code}){f'{NBSP}: {where}' if where else ''}"


def _signatories(profile: Profile, names: Names) -> Iterator[Statement]:
    titles = names.partners(profile.partners)
    listed = "\n".join(titles.values())
    yield of_contract(Subject.SIGNATORIES, "partners", listed, kind=TextKind.LIST, value=tuple(titles))
    for signatory in profile.signatories:
        about = _About(
            Subject.SIGNATORIES,
            signatory_id(signatory),
            signatory.name,
            titles.get(signatory.partner, ""),
        )
        yield from _fields(about, signatory, SIGNATORY, as_written, kind=TextKind.NAME)


def signatory_id(signatory: Signatory) -> str:
    """Return what a signatory is known by in a comparison.

    One that signs as another partner is another one.
    """
    return f"{signatory.partner}.{signatory.id}"


def _orientations(profile: Profile) -> Iterator[Statement]:
    """Yield what each orientation says, then each of its objectives, under the numbers that they have."""
    numbers = orientation_numbers(profile.orientations)
    for orientation in profile.orientations:
        known_as = f"Orientation{NBSP}{numbers[orientation.id]}"
        about = _About(Subject.ORIENTATIONS, orientation.id, known_as, "")
        yield from _fields(about, orientation, ORIENTATION, as_written)
        for objective in orientation.objectives:
            name = f"Objectif{NBSP}{numbers[objective.id]}"
            one = _About(Subject.ORIENTATIONS, objective.id, name, "")
            label = labels.OBJECTIVE_LABELS["orientation"]
            yield _statement(one, "orientation", label, orientation.title, value=orientation.id)
            yield from _fields(one, objective, OBJECTIVE, as_written)


def _local_commitments(profile: Profile, names: Names) -> Iterator[Statement]:
    for local in profile.local_commitments:
        place = names.section(local.section)
        number = profile.numbers.get(local.id, local_number(local.id))
        about = _About(Subject.LOCAL, local.id, f"Engagement local {number}", place)
        yield _statement(about, "text", labels.LOCAL_LABELS["text"], local.text, kind=TextKind.PROSE)
        yield _statement(about, "section", labels.LOCAL_LABELS["section"], place, value=local.section)
        yield from _adaptation(about, local.adaptation, names.label_of)


def _portraits(profile: Profile, names: Names) -> Iterator[Statement]:
    """Yield what is said of each quartier, in the order of the territory; of those outside it last."""
    here = [quartier.code for quartier in profile.territory.quartiers]
    for code in dict.fromkeys((*here, *profile.portraits)):
        if portrait := profile.portraits.get(code):
            about = _About(Subject.QUARTIERS, code, names.quartier(code), "")
            yield from _fields(about, portrait, PORTRAIT, as_written)


def _texts(texts: Mapping[str, str], names: Names) -> Iterator[Statement]:
    for place, text in texts.items():
        chapter, title, label = names.text(place)
        if place.startswith(QUARTIER_PLACE):
            label = f"Projet du quartier {names.quartier(place.removeprefix(QUARTIER_PLACE))}"
        yield Statement(
            Subject.TEXTS, place, label or place, text, id=chapter, name=title, kind=TextKind.PROSE
        )


def _adaptation(about: _About, adaptation: Adaptation, label_of: LabelOf) -> Iterator[Statement]:
    """Return what is written for a commitment, its quartiers by name: nobody knows them by their codes."""
    return _fields(about, adaptation, ADAPTATION, label_of)


def _fields(
    about: _About,
    said: Described | Portrait,
    described: tuple[Field, ...],
    label_of: LabelOf,
    kind: TextKind | None = None,
) -> Iterator[Statement]:
    """Yield a statement for each field that says something other than what it says when nobody touched it."""
    known = by_id(described)
    for attribute in fields(said):
        field, value = known.get(attribute.name), getattr(said, attribute.name)
        if field is not None and value != attribute.default:
            text = show(field, value, label_of)
            usual = _TEXT_KINDS.get(field.kind, TextKind.VALUE)
            yield _statement(about, field.id, field.label, text, kind=kind or usual, value=value)


def _statement(
    about: _About,
    field: str,
    label: str,
    text: str,
    *,
    kind: TextKind = TextKind.VALUE,
    value: object = None,
) -> Statement:
    return Statement(about.subject, field, label, text, about.id, about.name, about.place, kind, value)
