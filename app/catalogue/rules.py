"""Reads the files around the conventions: sections, partners, facts, schemes, glossary."""

from app.catalogue.yaml_node import Place
from app.domain.french import Acronym
from app.domain.profile import TERRITORY_KINDS
from app.domain.rules import (
    Confidence,
    FactRule,
    Partner,
    PartnerStatus,
    Scheme,
    Section,
)

SCHEME_STATUSES = ("in force", "renamed", "replaced", "ended", "unknown")


def optional_text(values: dict[str, Place], key: str) -> str | None:
    """Return the text of a key that may be absent."""
    return values[key].text() if key in values else None


def line_range(values: dict[str, Place], place: Place, source_lines: int) -> tuple[int, int]:
    """Return the key `lines`: first and last line of a passage of the source, of `source_lines` lines."""
    numbers = [number.integer() for number in values["lines"].sequence()] if "lines" in values else []
    if len(numbers) == 2 and 1 <= numbers[0] <= numbers[1] <= source_lines:  # noqa: PLR2004 — first, last
        return numbers[0], numbers[1]
    values.get("lines", place).refuse(f"lignes attendues : [première, dernière], de 1 à {source_lines}")
    return 1, 1


def read_acronym(place: Place, source_lines: int) -> Acronym:
    """One acronym of glossary.yaml."""
    values = place.mapping(("acronym", "meaning"), ("lines", "to_verify"))
    return Acronym(
        acronym=optional_text(values, "acronym") or "",
        meaning=optional_text(values, "meaning") or "",
        lines=line_range(values, place, source_lines) if "lines" in values else None,
        to_verify="to_verify" in values and values["to_verify"].boolean(),
    )


def read_section(place: Place) -> Section:
    """One volet of sections.yaml."""
    values = place.mapping(("id", "title", "mandatory", "legal_basis"), ("summary", "purpose", "to_verify"))
    return Section(
        id=optional_text(values, "id") or "",
        title=optional_text(values, "title") or "",
        mandatory="mandatory" in values and values["mandatory"].boolean(),
        legal_basis=optional_text(values, "legal_basis") or "",
        summary=optional_text(values, "summary") or "",
        purpose=optional_text(values, "purpose") or "",
        to_verify=optional_text(values, "to_verify") or "",
    )


def read_partner(place: Place) -> Partner:
    """One kind of signatory of partners.yaml."""
    values = place.mapping(
        ("id", "title", "status", "legal_basis"),
        ("required_for", "not_required_in", "remark", "deliberates", "optional_basis"),
    )
    statuses = tuple(PartnerStatus)
    status = values["status"].one_of(statuses, "statut inconnu") if "status" in values else ""
    required_for = values["required_for"].sequence() if "required_for" in values else []
    return Partner(
        id=optional_text(values, "id") or "",
        title=optional_text(values, "title") or "",
        status=PartnerStatus(status) if status in statuses else PartnerStatus.LOCAL,
        legal_basis=optional_text(values, "legal_basis") or "",
        required_for=tuple(
            kind.one_of(TERRITORY_KINDS, "type de territoire inconnu") for kind in required_for
        ),
        not_required_in=values["not_required_in"].texts() if "not_required_in" in values else (),
        remark=optional_text(values, "remark") or "",
        deliberates="deliberates" in values and values["deliberates"].boolean(),
        optional_basis=optional_text(values, "optional_basis") or "",
    )


def read_fact(place: Place) -> FactRule:
    """One fact of facts.yaml, with at most one way to derive it."""
    derivations = ("departements", "commune_population", "groupings", "kinds")
    values = place.mapping(("id", "question", "when_true", "when_false"), ("help", *derivations))
    if sum(key in values for key in derivations) > 1:
        place.refuse(f"une seule règle de déduction à la fois : {', '.join(derivations)}")
    return FactRule(
        id=optional_text(values, "id") or "",
        question=optional_text(values, "question") or "",
        when_true=optional_text(values, "when_true") or "",
        when_false=optional_text(values, "when_false") or "",
        help=optional_text(values, "help") or "",
        departements=values["departements"].texts() if "departements" in values else (),
        commune_population=_read_range(values["commune_population"])
        if "commune_population" in values
        else None,
        groupings=values["groupings"].texts() if "groupings" in values else (),
        kinds=_known_kinds(values["kinds"]) if "kinds" in values else (),
    )


def _known_kinds(place: Place) -> tuple[str, ...]:
    return tuple(kind.one_of(TERRITORY_KINDS, "type de territoire inconnu") for kind in place.sequence())


def _read_range(place: Place) -> tuple[int, int | None] | None:
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
    confidences = tuple(Confidence)
    confidence = (
        values["confidence"].one_of(confidences, "confiance inconnue") if "confidence" in values else ""
    )
    status = values["status"].one_of(SCHEME_STATUSES, "état inconnu") if "status" in values else ""
    if confidence == Confidence.VERIFIED and "source" not in values:
        place.refuse("un fait « verified » nomme sa source : ajoutez « source »")
    return Scheme(
        id=optional_text(values, "id") or "",
        name=optional_text(values, "name") or "",
        acronym=optional_text(values, "acronym"),
        status=status,
        confidence=Confidence(confidence) if confidence in confidences else Confidence.UNSURE,
        successor=optional_text(values, "successor"),
        since=optional_text(values, "since"),
        source=optional_text(values, "source"),
    )
