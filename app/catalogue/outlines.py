"""Reads the trames: the chapters that they name, then how each groups the volets."""

from collections.abc import Mapping

from app.catalogue.rules import optional_text
from app.catalogue.yaml_node import Place
from app.domain.rules import Chapter, ChapterPlace, Outline, OutlinePart

_CHAPTERS = ("opening", "after_sections", "closing")


def read_chapter(place: Place) -> Chapter:
    """One chapter of chapters.yaml."""
    values = place.mapping(("id", "title", "asked", "places"))
    return Chapter(
        id=optional_text(values, "id") or "",
        title=optional_text(values, "title") or "",
        asked=optional_text(values, "asked") or "",
        places=tuple(_read_place(one) for one in (values["places"].sequence() if "places" in values else [])),
    )


def _read_place(place: Place) -> ChapterPlace:
    values = place.mapping(("id", "label", "help"), ("required", "expected", "short"))
    return ChapterPlace(
        id=optional_text(values, "id") or "",
        label=optional_text(values, "label") or "",
        help=optional_text(values, "help") or "",
        required=optional_text(values, "required") or "",
        expected=optional_text(values, "expected") or "",
        short="short" in values and values["short"].boolean(),
    )


def read_outline(place: Place, section_ids: tuple[str, ...], chapters: Mapping[str, Chapter]) -> Outline:
    """One trame: every section stands in exactly one of its parts."""
    values = place.mapping(("id", "title", "parts", *_CHAPTERS, "by_quartier"), ("all_in_body",))
    seen: set[str] = set()
    parts = tuple(
        _read_part(part, section_ids, seen)
        for part in (values["parts"].sequence() if "parts" in values else [])
    )
    for section_id in section_ids:
        if section_id not in seen:
            place.refuse(f"la trame oublie le volet « {section_id} »")
    opening, after_sections, closing = (_named_chapters(values, key, chapters) for key in _CHAPTERS)
    return Outline(
        id=optional_text(values, "id") or "",
        title=optional_text(values, "title") or "",
        parts=parts,
        opening=opening,
        after_sections=after_sections,
        by_quartier="by_quartier" in values and values["by_quartier"].boolean(),
        all_in_body="all_in_body" in values and values["all_in_body"].boolean(),
        closing=closing,
    )


def _named_chapters(
    values: Mapping[str, Place], key: str, chapters: Mapping[str, Chapter]
) -> tuple[Chapter, ...]:
    named = values[key].sequence() if key in values else []
    ids = [place.one_of(tuple(chapters), "chapitre inconnu") for place in named]
    return tuple(chapters[chapter_id] for chapter_id in ids if chapter_id in chapters)


def _read_part(place: Place, section_ids: tuple[str, ...], seen: set[str]) -> OutlinePart:
    values = place.mapping(("id", "title", "sections"))
    sections: list[str] = []
    for section in values["sections"].sequence() if "sections" in values else []:
        section_id = section.one_of(section_ids, "section inconnue")
        if section_id in seen:
            section.refuse(f"le volet « {section_id} » figure déjà dans la trame")
        seen.add(section_id)
        sections.append(section_id)
    return OutlinePart(
        optional_text(values, "id") or "", optional_text(values, "title") or "", tuple(sections)
    )
