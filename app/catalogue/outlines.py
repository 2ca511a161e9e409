"""Reads the trames: the chapters that they name, then how each groups the volets."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.catalogue.conventions import Vocabulary, read_condition
from app.catalogue.rules import optional_text
from app.catalogue.yaml_node import Place
from app.domain.outlines import Chapter, ChapterPlace, Outline, OutlinePart, Requirement, Strength, Term, Visa

_CHAPTERS = ("opening", "after_sections", "closing")
_OPTIONAL = ("all_in_body", "annexes", "contents", "formerly", "visas", "legal_bases", "terms")
CONTENTS = "{contenus}"
"""Stands in chapters.yaml for the text that lists what a contract fixes: each trame has its own."""


@dataclass(frozen=True)
class ChapterReader:
    """Reads the chapters of chapters.yaml: their conditions name facts, their requirements partners."""

    known: Vocabulary

    def chapter(self, place: Place) -> Chapter:
        """One chapter."""
        values = place.mapping(("id", "title", "asked", "places"))
        return Chapter(
            id=optional_text(values, "id") or "",
            title=optional_text(values, "title") or "",
            asked=optional_text(values, "asked") or "",
            places=tuple(
                self._place(one) for one in (values["places"].sequence() if "places" in values else [])
            ),
        )

    def _place(self, place: Place) -> ChapterPlace:
        short = (Strength.LAW, Strength.EXPECTED)  # « required: source » says it all where it always holds
        values = place.mapping(("id", "label", "help"), (*short, "requirements", "short", "when"))
        sequence = values["requirements"].sequence() if "requirements" in values else []
        said = tuple(Requirement(one, values[one].text()) for one in short if one in values)
        return ChapterPlace(
            id=optional_text(values, "id") or "",
            label=optional_text(values, "label") or "",
            help=optional_text(values, "help") or "",
            requirements=(*said, *map(self._requirement, sequence)),
            short="short" in values and values["short"].boolean(),
            when=read_condition(values["when"], self.known) if "when" in values else None,
        )

    def _requirement(self, place: Place) -> Requirement:
        values = place.mapping(("strength", "source"), ("when", "signed_by"))
        strengths = tuple(Strength)
        named = values["strength"].one_of(strengths, "force inconnue") if "strength" in values else ""
        signed_by = values.get("signed_by")
        return Requirement(
            Strength(named) if named in strengths else Strength.USEFUL,
            optional_text(values, "source") or "",
            read_condition(values["when"], self.known) if "when" in values else None,
            signed_by.one_of(self.known.partners, "signataire inconnu") if signed_by else "",
        )


def read_outline(place: Place, known: Vocabulary, chapters: Mapping[str, Chapter]) -> Outline:
    """One trame: every section stands in exactly one of its parts."""
    values = place.mapping(("id", "title", "parts", *_CHAPTERS, "by_quartier"), _OPTIONAL)
    seen: set[str] = set()
    parts = tuple(
        _read_part(part, known.sections, seen)
        for part in (values["parts"].sequence() if "parts" in values else [])
    )
    for section_id in known.sections:
        if section_id not in seen:
            place.refuse(f"la trame oublie le volet « {section_id} »")
    bare = Outline(optional_text(values, "id") or "", optional_text(values, "title") or "", parts)
    if "contents" in values:
        bare = replace(
            bare, contents=values["contents"].text(), formerly=optional_text(values, "formerly") or ""
        )
    here = {one: _in_generation(chapter, bare) for one, chapter in chapters.items()}
    opening, after_sections, closing, annexes = (
        _named_chapters(values, key, here) for key in (*_CHAPTERS, "annexes")
    )
    return replace(
        bare,
        opening=opening,
        after_sections=after_sections,
        by_quartier="by_quartier" in values and values["by_quartier"].boolean(),
        all_in_body="all_in_body" in values and values["all_in_body"].boolean(),
        closing=closing,
        annexes=annexes,
        visas=tuple(_read_visa(one, known) for one in values["visas"].sequence())
        if "visas" in values
        else bare.visas,
        legal_bases=_read_bases(values["legal_bases"], known) if "legal_bases" in values else (),
        terms=_read_terms(values, known),
    )


def _in_generation(chapter: Chapter, outline: Outline) -> Chapter:
    """Return the chapter as this trame cites the text that lists the contents."""

    def cited(asked: Requirement) -> Requirement:
        return replace(asked, source=asked.source.replace(CONTENTS, outline.contents))

    return replace(
        chapter,
        asked=chapter.asked.replace(CONTENTS, outline.contents_in_full),
        places=tuple(
            replace(place, requirements=tuple(map(cited, place.requirements))) for place in chapter.places
        ),
    )


def _read_visa(place: Place, known: Vocabulary) -> Visa:
    values = place.mapping(("text",), ("tag", "to_verify", "when"))
    if "to_verify" in values and "tag" not in values:
        place.refuse("un visa à vérifier dit sur quoi il porte : ajoutez « tag »")
    return Visa(
        text=optional_text(values, "text") or "",
        tag=optional_text(values, "tag") or "",
        to_verify="to_verify" in values and values["to_verify"].boolean(),
        when=read_condition(values["when"], known) if "when" in values else None,
    )


FORMER_TERM = Term(2014, 2020)
"""That of the trame of these contracts, in a catalogue that was kept from before trames had terms."""


def _read_terms(values: Mapping[str, Place], known: Vocabulary) -> tuple[Term, ...]:
    """Return the years of the contracts of a trame; the last term holds where no other does."""
    if "terms" not in values:
        former = "all_in_body" in values and values["all_in_body"].boolean()
        return (FORMER_TERM,) if former else Outline("", "", ()).terms
    return tuple(_read_term(one, known) for one in values["terms"].sequence()) or (FORMER_TERM,)


def _read_term(place: Place, known: Vocabulary) -> Term:
    values = place.mapping(("first", "last"), ("when",))
    first, last = (values[key].integer() if key in values else 0 for key in ("first", "last"))
    if last < first:
        place.refuse("la dernière année est avant la première")
    return Term(first, last, read_condition(values["when"], known) if "when" in values else None)


def _read_bases(place: Place, known: Vocabulary) -> tuple[tuple[str, str], ...]:
    """Return the legal bases of the volets whose text is another one in this generation."""
    return tuple((section, basis.text()) for section, basis in place.mapping((), known.sections).items())


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
