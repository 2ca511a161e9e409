"""Reads a convention: its heading, and the tree of its commitments with what they inherit."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from app.catalogue.rules import compare_commitment, compare_convention, line_range, read_reading
from app.catalogue.yaml_node import Place, Values
from app.domain.catalogue import Commitment, Convention, ConventionKind, Scope, Target
from app.domain.conditions import AnyOf, Condition, FactCondition, PartialCondition
from app.domain.rules import AS_WRITTEN, NATIONAL_READING, Confidence, Reading

_LEVELS = (0, 1, 2, 3)


@dataclass(frozen=True, slots=True)
class Source:
    """The lines of a source file; none where a convention has no file."""

    text: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """How many lines end in the file."""
        return max(0, len(self.text) - 1)


def read_source(files: Mapping[str, bytes], name: str, place: Place) -> Source:
    """Return the lines of a file of the catalogue; reports one that cannot be read."""
    try:
        return Source(tuple(files[name].decode("utf-8").split("\n")))
    except (KeyError, UnicodeDecodeError):
        place.refuse(f"texte source illisible : {name}")
        return Source()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The ids that a convention may name, and the text that it quotes.

    `schemes` come with how sure the catalogue is of each. `has_readings`: each leaf says what it is worth
    today; none did in a catalogue kept from an earlier version. `compares`: the texts are compared with
    `source`, which a catalogue that was accepted once is not asked again.
    """

    sections: tuple[str, ...]
    partners: tuple[str, ...]
    facts: tuple[str, ...]
    schemes: Mapping[str, Confidence]
    has_readings: bool
    document: str
    source: Source
    compares: bool = False


@dataclass(frozen=True, slots=True)
class Inherited:
    """What a commitment takes from its parent where its own entry is silent."""

    carriers: tuple[str, ...]
    section: str = ""
    scope: Scope = Scope.LOCAL
    when: Condition | None = None
    term: int | None = None


_KEYS = ("id", "title", "heading", "parties", "kind", "signed_on", "date_text", "carriers", "commitments")


def read_convention(place: Place, known: Vocabulary, files: Mapping[str, bytes]) -> Convention:
    """One file of conventions/. `files` are those of the catalogue: it may name a source file of its own."""
    values = place.mapping(_KEYS, ("lines", "source", "when", "term"))
    own = values["source"].mapping(("title",), ("file", "address")) if "source" in values else Values()
    if own:
        source = read_source(files, own["file"].text(), own["file"]) if "file" in own else Source()
        known = replace(known, document=values.text("id"), source=source)
    inherited = Inherited(
        carriers=_ids(values, "carriers", known.partners, "partenaire inconnu"),
        when=read_when(values, known),
        term=values.integer("term"),
    )
    nodes = values.list("commitments")
    convention = Convention(
        id=values.text("id"),
        title=values.text("title"),
        heading=values.text("heading"),
        date_text=values.text("date_text"),
        parties=values.texts("parties"),
        kind=values.choice("kind", ConventionKind, "type de convention inconnu") or ConventionKind.MINISTRY,
        signed_on=values.date("signed_on"),
        document=known.document,
        lines=line_range(values, place, known.source.count),
        commitments=tuple(_CommitmentReader(node, known).read(inherited) for node in nodes),
        source_title=own.text("title"),
        address=_address(own),
    )
    if known.compares:
        compare_convention(values.get("lines", place), convention, known.source.text)
    return convention


def _address(own: Values) -> str:
    address = own.text("address")
    if address and not address.startswith(("https://", "http://")):
        own["address"].refuse("adresse attendue, qui commence par « https:// »")
    return address


def read_when(values: Values, known: Vocabulary) -> Condition | None:
    """Read `when`: `fact` and `is`, or `any` of several facts; always with the sentence that explains it."""
    place = values.get("when")
    if place is None:
        return None
    if any(key.value == "any" for key, _ in getattr(place.node, "value", ())):
        values = place.mapping(("any", "because"))
        return AnyOf(_ids(values, "any", known.facts, "fait inconnu"), values.text("because"))
    values = place.mapping(("fact", "is", "because"))
    if len(values) < 3:  # noqa: PLR2004 — the three keys above; what lacks is reported already
        return None
    return FactCondition(
        fact=values["fact"].one_of(known.facts, "fait inconnu"),
        expected=values["is"].boolean(),
        because=values["because"].text(),
    )


class _CommitmentReader:
    """Reads one node of the tree, and its children after it."""

    def __init__(self, place: Place, known: Vocabulary) -> None:
        self.place = place
        self.known = known
        self.values = place.mapping(
            ("id", "level", "text"),
            (
                "lines",
                "section",
                "see_also",
                "scope",
                "carriers",
                "when",
                "parts",
                "targets",
                "schemes",
                "lacuna",
                "remark",
                "reading",
                "children",
            ),
        )

    def read(self, inherited: Inherited) -> Commitment:
        values, known = self.values, self.known
        own = self._own(inherited)
        children = values.list("children")
        commitment = Commitment(
            id=values.text("id"),
            text=values.text("text"),
            lines=line_range(values, self.place, known.source.count),
            level=self._level(),
            section=own.section,
            scope=own.scope,
            carriers=own.carriers,
            see_also=_ids(values, "see_also", known.sections, "section inconnue"),
            when=own.when,
            targets=tuple(_read_target(target, known, own.term) for target in self.values.list("targets")),
            schemes=_ids(values, "schemes", tuple(known.schemes), "dispositif inconnu"),
            lacuna=values.flag("lacuna"),
            remark=values.text("remark"),
            children=tuple(_CommitmentReader(child, known).read(own) for child in children),
        )
        if not commitment.children:
            self._check_leaf(commitment)
            commitment = replace(commitment, reading=self._reading(commitment))
        elif "reading" in values:
            values["reading"].refuse("une lecture porte sur un engagement qui n’en introduit pas d’autres")
        if known.compares:
            compare_commitment(values.get("text", self.place), commitment, known.source.text)
        return replace(commitment, parts=tuple(self._parts(commitment.text)))

    def _reading(self, commitment: Commitment) -> Reading:
        if "reading" in self.values:
            return read_reading(self.values["reading"], commitment, self.known.schemes)
        if self.known.has_readings:
            self.place.refuse("lecture manquante : ajoutez « reading », avec « standing » et « place »")
        return NATIONAL_READING if commitment.scope is Scope.NATIONAL else AS_WRITTEN

    def _own(self, inherited: Inherited) -> Inherited:
        values, known = self.values, self.known
        return Inherited(
            carriers=_ids(values, "carriers", known.partners, "partenaire inconnu") or inherited.carriers,
            section=values.one_of("section", known.sections, "section inconnue") or inherited.section,
            scope=values.choice("scope", Scope, "portée inconnue") or inherited.scope,
            when=read_when(values, known) or inherited.when,
            term=inherited.term,
        )

    def _level(self) -> int:
        level = self.values["level"].integer() if "level" in self.values else 0
        if level not in _LEVELS:
            self.values["level"].refuse("niveau inconnu ; possibles : 0 (alinéa), 1, 2, 3")
        return level

    def _check_leaf(self, commitment: Commitment) -> None:
        if not commitment.section:
            self.place.refuse("section manquante : ni l’engagement ni ceux qui l’introduisent n’en ont une")
        if commitment.section in commitment.see_also:
            self.values["see_also"].refuse(f"« {commitment.section} » est déjà sa section")

    def _parts(self, text: str) -> list[PartialCondition]:
        parts = []
        for place in self.values.list("parts"):
            values = place.mapping(("fragment", "when"))
            condition = read_when(values, self.known)
            fragment = _quoted(values, "fragment", text)
            if condition:
                parts.append(PartialCondition(fragment, condition))
        for place in self.values.list("targets"):
            _quoted(place.mapping(*_TARGET_KEYS), "quote", text)
        return parts


_TARGET_KEYS: tuple[tuple[str, ...], tuple[str, ...]] = (
    ("value", "unit", "of", "quote"),
    ("lines", "baseline", "horizon", "term"),
)


def _quoted(values: Values, key: str, text: str) -> str:
    """Return a fragment that must stand in the clause word for word."""
    fragment = values.text(key)
    if fragment and fragment not in text:
        values[key].refuse(f"« {fragment} » ne figure pas dans le texte de l’engagement")
    return fragment


def _read_target(place: Place, known: Vocabulary, term: int | None) -> Target:
    values = place.mapping(*_TARGET_KEYS)
    return Target(
        value=_fraction(values),
        unit=values.text("unit"),
        of=values.text("of"),
        lines=line_range(values, place, known.source.count),
        quote=values.text("quote"),
        baseline=values.optional_text("baseline"),
        horizon=values.integer("horizon"),
        term=values["term"].integer() if "term" in values else term,
    )


def _fraction(values: Values) -> Fraction:
    text = values.optional_text("value") or "0"
    try:
        return Fraction(text)
    except (ValueError, ZeroDivisionError):
        values["value"].refuse('nombre attendu entre guillemets : "25", "9.7" ou "1/3"')
        return Fraction(0)


def _ids(values: Values, key: str, known: tuple[str, ...], what: str) -> tuple[str, ...]:
    seen: list[str] = []
    for place in values.list(key):
        value = place.one_of(known, what)
        if value in seen:
            place.refuse(f"« {value} » figure déjà dans la liste")
        seen.append(value)
    return tuple(seen)
