"""Catalogue and draft in the shapes of the interface, ready for json.dumps."""

from collections.abc import Iterable, Mapping
from enum import Enum
from fractions import Fraction
from typing import Any

from app.domain.catalogue import NO_LINES, Catalogue, Commitment, Convention, LinesRange, Target
from app.domain.conditions import AnyOf, Condition
from app.domain.draft import Draft, DraftSection, Entry
from app.domain.orientations import orientation_numbers
from app.domain.outlines import Outline
from app.domain.profile_json import (
    adaptation_document,
    local_document,
    orientation_document,
    portrait_document,
    territory_document,
)
from app.domain.quartiers import QuartierPart, quartier_parts
from app.domain.rules import Partner, Reading, Section
from app.domain.unprinted import unprinted
from app.domain.views import serving_actions, shown_orientations

SCHEMA = 1
"""The shape of both documents; that of the profile has its own number."""


def catalogue_document(catalogue: Catalogue) -> dict[str, Any]:
    """Return the whole catalogue."""
    outline = catalogue.outline
    return {
        "schema": SCHEMA,
        "framework": catalogue.framework,
        "version": catalogue.version,
        "hash": catalogue.hash,
        "sections": [_section(outline, section) for section in catalogue.sections_in(outline)],
        "partners": [_partner(catalogue, partner) for partner in catalogue.partners],
        "conventions": [_convention(convention) for convention in catalogue.conventions],
    }


def draft_document(draft: Draft) -> dict[str, Any]:
    """Return a draft as assembled, with what was left out and what is still lacking."""
    numbers = {**draft.numbers, **draft.local_numbers}
    return {
        "schema": SCHEMA,
        "catalogue": {"version": draft.catalogue.version, "hash": draft.catalogue.hash},
        "territory": territory_document(draft.territory),
        "facts": {fact.id: {"value": fact.value, "because": fact.sentence} for fact in draft.facts.values()},
        "partners": [partner.id for partner in draft.partners],
        "outline": draft.outline.id,
        "orientations": _orientations(draft),
        "sections": [_draft_section(section, numbers) for section in draft.sections],
        "quartiers": [_quartier(part) for part in quartier_parts(draft) if draft.outline.by_quartier],
        "historical": [_entry(entry) for entry in draft.historical],
        "national": [_entry(entry) for entry in draft.national],
        "excluded": [
            {"commitment": exclusion.commitment.id, "reason": exclusion.reason}
            for exclusion in draft.excluded
        ],
        "checks": [
            _said(finding, "id", "level", "message", "why", "place", "commitments")
            for finding in draft.checks
        ],
        "unprinted": [
            {**_said(kept, "id", "name", "because", "amount"), "texts": dict(kept.said)}
            for kept in unprinted(draft)
        ],
    }


def _orientations(draft: Draft) -> list[dict[str, Any]]:
    """Return the orientations with the numbers that they show, and the actions that serve each objective."""
    numbers = orientation_numbers(draft.profile.orientations)
    serving = serving_actions(draft)
    documents = [orientation_document(one) for one in shown_orientations(draft)]
    for orientation in documents:
        orientation["number"] = numbers[orientation["id"]]
        for objective in orientation.setdefault("objectives", []):
            objective["number"] = numbers[objective["id"]]
            objective["actions"] = [one.commitment for one in serving.get(objective["id"], ())]
    return documents


def number(value: Fraction) -> int | float:
    """Return a figure as JSON knows it; one third becomes 0.3333333333333333."""
    return int(value) if value.denominator == 1 else float(value)


def _said(value: object, *names: str) -> dict[str, Any]:
    """Return these attributes as JSON knows them: a list for a tuple, a number for a figure."""
    return {name: _plain(getattr(value, name)) for name in names}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, Enum):
        return value.value
    return number(value) if isinstance(value, Fraction) else value


def _section(outline: Outline, section: Section) -> dict[str, Any]:
    known = _said(section, "id", "title", "mandatory", "legal_basis")
    return {**known, "pillar": outline.part_of(section.id).title}


def _partner(catalogue: Catalogue, partner: Partner) -> dict[str, Any]:
    return {
        **_said(partner, "id", "title", "mandatory", "status", "legal_basis"),
        "conventions": [convention.id for convention in catalogue.conventions_carried_by(partner.id)],
    }


def _convention(convention: Convention) -> dict[str, Any]:
    return {
        **_said(convention, "id", "title", "parties", "kind"),
        "signed_on": convention.signed_on.isoformat(),
        "source": {
            "document": convention.document,
            "lines": _lines(convention.lines),
            **({"address": convention.address} if convention.address else {}),
        },
        "commitments": [_node(commitment) for commitment in convention.commitments],
    }


def _lines(lines: LinesRange) -> list[int]:
    """Return the first and the last line; nothing for a convention without a source file."""
    return [] if lines == NO_LINES else list(lines)


def _node(commitment: Commitment) -> dict[str, Any]:
    return {
        **_said(commitment, "id", "text", "level", "see_also", "scope"),
        "lines": _lines(commitment.lines),
        "section": commitment.section or None,
        "when": _condition(commitment.when),
        "parts": [{"fragment": part.fragment, "when": _condition(part.when)} for part in commitment.parts],
        **_said(commitment, "carriers", "schemes", "lacuna"),
        "targets": _targets(commitment.targets),
        "standing": None if commitment.children else commitment.reading.standing.value,
        "reading": None if commitment.children else _reading(commitment.reading),
        "children": [_node(child) for child in commitment.children],
    }


def _condition(condition: Condition | None) -> dict[str, Any] | None:
    if condition is None:
        return None
    if isinstance(condition, AnyOf):
        return {"any": list(condition.facts), "because": condition.because}
    return {"fact": condition.fact, "is": condition.expected, "because": condition.because}


def _reading(reading: Reading) -> dict[str, Any]:
    """Return what we read in a clause; what is not said is null or empty."""
    return _said(reading, "place", "ground", "confidence", "schemes", "over", "reason")


def _targets(targets: Iterable[Target]) -> list[dict[str, Any]]:
    keys = ("value", "unit", "of", "baseline", "horizon", "term", "quote")
    return [{**_said(target, *keys), "lines": _lines(target.lines)} for target in targets]


def _draft_section(section: DraftSection, numbers: Mapping[str, int]) -> dict[str, Any]:
    return {
        **_said(section.section, "id", "title", "mandatory"),
        **_said(section, "see_also", "warnings"),
        "entries": [{**_entry(entry), "number": numbers[entry.commitment.id]} for entry in section.entries],
        "local": [{**local_document(local), "number": numbers[local.id]} for local in section.local],
    }


def _quartier(part: QuartierPart) -> dict[str, Any]:
    """Return what a contract says of a quartier; its actions are the ids of their commitments."""
    return {
        "code": part.quartier.code,
        "label": part.label,
        "portrait": portrait_document(part.portrait),
        "actions": [action.id for action in part.actions],
    }


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "commitment": entry.commitment.id,
        "convention": entry.convention.id,
        "text": entry.commitment.text,
        **_said(entry, "lead_in", "because", "standing"),
        "carried_by": [partner.id for partner in entry.carried_by],
        "flags": [flag.message for flag in entry.flags],
        "targets": _targets(entry.targets),
        "schemes": [
            _said(scheme, "id", "name", "acronym", "status", "successor", "since", "confidence")
            for scheme in entry.schemes
        ],
        "reading": _reading(entry.commitment.reading),
        "adaptation": adaptation_document(entry.adaptation),
    }
