"""Reads the rules around the text: sections, partners, facts, schemes, glossary; what a commitment is worth.

What contradicts itself, or is not word for word in its source, is refused.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from app.catalogue.yaml_node import Place, Values
from app.domain.catalogue import NO_LINES, Commitment, Convention, LinesRange, Scope
from app.domain.french import Acronym
from app.domain.profile import TERRITORY_KINDS
from app.domain.rules import (
    PLACES,
    Confidence,
    DefaultPlace,
    FactRule,
    Ground,
    Partner,
    PartnerStatus,
    Reading,
    Scheme,
    Section,
    Standing,
)

SCHEME_STATUSES = ("in force", "renamed", "replaced", "ended", "unknown")


def line_range(values: Values, place: Place, source_lines: int) -> tuple[int, int]:
    """Return the key `lines`: first and last line of a passage of the source, of `source_lines` lines.

    Without a source file there are none, and NO_LINES is returned.
    """
    if not source_lines:
        if "lines" in values:
            values["lines"].refuse(
                "cette convention n’a pas de fichier source : retirez « lines », ou nommez-le"
            )
        return NO_LINES
    numbers = [number.integer() for number in values.list("lines")]
    if len(numbers) == 2 and 1 <= numbers[0] <= numbers[1] <= source_lines:  # noqa: PLR2004 — first, last
        return numbers[0], numbers[1]
    values.get("lines", place).refuse(f"lignes attendues : [première, dernière], de 1 à {source_lines}")
    return 1, 1


def read_acronym(place: Place, source_lines: int) -> Acronym:
    """One acronym of glossary.yaml."""
    values = place.mapping(("acronym", "meaning"), ("lines", "to_verify"))
    return Acronym(
        acronym=values.text("acronym"),
        meaning=values.text("meaning"),
        lines=line_range(values, place, source_lines) if "lines" in values else None,
        to_verify=values.flag("to_verify"),
    )


def read_section(place: Place) -> Section:
    """One volet of sections.yaml."""
    values = place.mapping(("id", "title", "mandatory", "legal_basis"), ("summary", "purpose", "to_verify"))
    return Section(
        id=values.text("id"),
        title=values.text("title"),
        mandatory=values.flag("mandatory"),
        legal_basis=values.text("legal_basis"),
        summary=values.text("summary"),
        purpose=values.text("purpose"),
        to_verify=values.text("to_verify"),
    )


def read_partner(place: Place) -> Partner:
    """One kind of signatory of partners.yaml."""
    values = place.mapping(
        ("id", "title", "status", "legal_basis"),
        ("required_for", "not_required_in", "remark", "deliberates", "optional_basis"),
    )
    return Partner(
        id=values.text("id"),
        title=values.text("title"),
        status=values.choice("status", PartnerStatus, "statut inconnu") or PartnerStatus.LOCAL,
        legal_basis=values.text("legal_basis"),
        required_for=_known_kinds(values.list("required_for")),
        not_required_in=values.texts("not_required_in"),
        remark=values.text("remark"),
        deliberates=values.flag("deliberates"),
        optional_basis=values.text("optional_basis"),
    )


def read_fact(place: Place) -> FactRule:
    """One fact of facts.yaml, with at most one way to derive it."""
    derivations = ("departements", "commune_population", "groupings", "kinds")
    values = place.mapping(("id", "question", "when_true", "when_false"), ("help", *derivations))
    if sum(key in values for key in derivations) > 1:
        place.refuse(f"une seule règle de déduction à la fois : {', '.join(derivations)}")
    return FactRule(
        id=values.text("id"),
        question=values.text("question"),
        when_true=values.text("when_true"),
        when_false=values.text("when_false"),
        help=values.text("help"),
        departements=values.texts("departements"),
        commune_population=_read_range(values.get("commune_population")),
        groupings=values.texts("groupings"),
        kinds=_known_kinds(values.list("kinds")),
    )


def _known_kinds(places: Iterable[Place]) -> tuple[str, ...]:
    return tuple(kind.one_of(TERRITORY_KINDS, "type de territoire inconnu") for kind in places)


def _read_range(place: Place | None) -> tuple[int, int | None] | None:
    if place is None:
        return None
    bounds = place.sequence()
    if len(bounds) != 2:  # noqa: PLR2004 — a range has two ends
        place.refuse("deux bornes attendues : [20000, 100001] ; null pour aucune borne haute")
        return None
    return bounds[0].integer(), None if bounds[1].node.value == "null" else bounds[1].integer()


def read_scheme(place: Place) -> Scheme:
    """One scheme or body of schemes.yaml, and what became of it."""
    values = place.mapping(
        ("id", "name", "status", "confidence"), ("acronym", "successor", "since", "source")
    )
    confidence = values.choice("confidence", Confidence, "confiance inconnue")
    if confidence == Confidence.VERIFIED and "source" not in values:
        place.refuse("un fait « verified » nomme sa source : ajoutez « source »")
    return Scheme(
        id=values.text("id"),
        name=values.text("name"),
        acronym=values.optional_text("acronym"),
        status=values.one_of("status", SCHEME_STATUSES, "état inconnu"),
        confidence=confidence or Confidence.UNSURE,
        successor=values.optional_text("successor"),
        since=values.optional_text("since"),
        source=values.optional_text("source"),
    )


TO_CHECK = "à vérifier"
OURS = f"Selon notre lecture, {TO_CHECK} :"
"""How a reading begins that is not a fact."""

_KEYS = ("standing", "place")
_MORE = ("ground", "confidence", "reason", "schemes", "over")


def read_reading(place: Place, commitment: Commitment, confidences: Mapping[str, Confidence]) -> Reading:
    """Read the key `reading` of a leaf. `confidences`: how sure it is of each scheme."""
    return _Reader(place, commitment, confidences).read()


class _Reader:
    """Reads what is said of one commitment."""

    def __init__(self, place: Place, commitment: Commitment, confidences: Mapping[str, Confidence]) -> None:
        self._values = place.mapping(_KEYS, _MORE)
        self._place = place
        self._commitment = commitment
        self._confidences = confidences

    def read(self) -> Reading:
        """Return the reading; report whatever contradicts itself."""
        values = self._values
        standing = values.choice("standing", Standing, "état inconnu")
        stands = values.choice("place", DefaultPlace, "place inconnue")
        reading = Reading(
            standing=standing or Standing.IN_FORCE,
            place=stands or DefaultPlace.BODY,
            ground=values.choice("ground", Ground, "fondement inconnu"),
            confidence=values.choice("confidence", Confidence, "confiance inconnue"),
            reason=values.text("reason"),
            schemes=tuple(self._named_schemes()),
            over=tuple(self._passages()),
        )
        if standing and stands:
            self._check_place(reading)
            self._check_ground(reading)
            self._check_wording(reading)
        return reading

    def _named_schemes(self) -> Iterator[str]:
        for place in self._values.list("schemes"):
            name = place.text()
            if name not in self._commitment.schemes:
                place.refuse(f"dispositif « {name} » : l’engagement ne le nomme pas")
            elif name in self._confidences:
                yield name

    def _passages(self) -> Iterator[str]:
        for place in self._values.list("over"):
            passage = place.text()
            if passage not in self._commitment.text:
                place.refuse(f"« {passage} » ne figure pas dans le texte de l’engagement")
            yield passage

    def _refuse(self, key: str, message: str) -> None:
        self._values.get(key, self._place).refuse(message)

    def _check_place(self, reading: Reading) -> None:
        allowed = PLACES[reading.standing]
        is_national = self._commitment.scope is Scope.NATIONAL
        if reading.place not in allowed:
            self._refuse(
                "place", f"place incompatible avec « {reading.standing} » ; possibles : {', '.join(allowed)}"
            )
        elif is_national and reading.place is not DefaultPlace.NATIONAL:
            self._refuse("place", "« national » attendu : l’engagement a la portée nationale")
        if bool(reading.over) != (reading.standing is Standing.MIXED):
            self._refuse("over", "« over » dit ce qui est achevé d’un engagement « mixed », et de lui seul")

    def _check_ground(self, reading: Reading) -> None:
        silent = reading.standing is Standing.IN_FORCE and reading.place is DefaultPlace.BODY
        if not silent and self._commitment.scope is Scope.LOCAL and not (reading.ground and reading.reason):
            self._refuse("standing", "« ground » et « reason » attendus : dites pourquoi")
        if reading.ground and not reading.confidence:
            self._refuse("ground", "clé manquante « confidence »")
        if (reading.ground is Ground.SCHEME) != bool(reading.schemes):
            self._refuse("schemes", "« schemes » va avec « ground: scheme » : nommez-y les dispositifs")
        if reading.place is DefaultPlace.HISTORICAL and not reading.is_certain:
            self._refuse("place", "ce qui quitte le corps est vérifié, ou daté par son texte")

    def _check_wording(self, reading: Reading) -> None:
        if not reading.reason:
            return
        confidences = {self._confidences[known] for known in reading.schemes}
        if reading.ground is Ground.SCHEME and reading.is_certain and Confidence.VERIFIED not in confidences:
            self._refuse("confidence", "« verified » demande un dispositif vérifié dans schemes.yaml")
        elif not reading.is_certain and not reading.reason.startswith(OURS):
            self._refuse("reason", f"ce qui n’est pas vérifié commence par « {OURS} »")
        elif confidences - {Confidence.VERIFIED} and TO_CHECK not in reading.reason:
            self._refuse("reason", f"un dispositif nommé n’est pas vérifié : dites « {TO_CHECK} »")


_MARKERS = {1: "-", 2: "×", 3: "o"}
_SHOWN = 40
"""Characters shown around the first difference."""


def fold(text: str) -> str:
    """Return the words and figures alone, comparable letter by letter.

    White space, line joins, apostrophes and œ may differ between the catalogue and its source.
    """
    joined = re.sub(r"(?<=\w)-\n\s*", "-", text)
    spaced = re.sub(r"(?m)^\s*(×|-|o\s)\s*", r" \1 ", joined)
    folded = spaced.replace("ʼ", "’").replace("'", "’").replace("œ", "oe")
    single = re.sub(r"[\s\u00a0\u202f]+", " ", folded)
    return re.sub(r" ?([;:!?,.%»)]) ?| ?([«(]) ?", lambda found: f"{found[0].strip()} ", single).strip()


def quoted(commitment: Commitment) -> str:
    """Return the text of a commitment with the bullet of its level; what lost its beginning lost that too."""
    bullet = "" if commitment.lacuna else _MARKERS.get(commitment.level, "")
    return f"{bullet} {commitment.text}"


def rebuilt(convention: Convention) -> str:
    """Return the whole text of a convention, as its file has it."""
    return "\n".join((convention.heading, convention.date_text, *map(quoted, convention.walk())))


def compare_convention(place: Place, convention: Convention, source: Sequence[str]) -> None:
    """Report a convention that is not what the lines that it names say."""
    if convention.lines != NO_LINES:
        _compare(place, fold(rebuilt(convention)), fold(_passage(source, convention.lines)))


def compare_commitment(place: Place, commitment: Commitment, source: Sequence[str]) -> None:
    """Report a commitment that does not end where its last line does; its first line may begin before it."""
    if commitment.lines != NO_LINES:
        said = fold(quoted(commitment))
        passage = fold(_passage(source, commitment.lines))
        if not passage.endswith(said):
            _compare(place, said, passage[-len(said) :])


def _passage(source: Sequence[str], lines: LinesRange) -> str:
    first, last = lines
    return "\n".join(source[first - 1 : last])


def _compare(place: Place, said: str, source: str) -> None:
    if said == source:
        return
    pairs = zip(said, source, strict=False)
    at = next((at for at, (one, other) in enumerate(pairs) if one != other), min(len(said), len(source)))
    ours, theirs = (text[max(0, at - 10) : at + _SHOWN].strip() or "rien" for text in (said, source))
    place.refuse(f"ce n’est pas le texte de sa source, à ces lignes : ici « {ours} », là « {theirs} »")
