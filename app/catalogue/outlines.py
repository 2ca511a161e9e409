"""Reads the trames: the chapters that they name, then how each groups the volets."""

from collections.abc import Mapping
from dataclasses import replace

from app.catalogue.conventions import Vocabulary, read_when
from app.catalogue.yaml_node import Place, Values
from app.domain.outlines import Chapter, ChapterPlace, Outline, OutlinePart, Requirement, Strength, Term, Visa

_CHAPTERS = ("opening", "after_sections", "closing")
_OPTIONAL = ("all_in_body", "annexes", "contents", "formerly", "visas", "legal_bases", "terms")
CONTENTS = "{contenus}"
"""Stands in chapters.yaml for the text that lists what a contract fixes: each trame has its own."""


def read_chapter(place: Place, known: Vocabulary) -> Chapter:
    """One chapter of chapters.yaml: its conditions name facts, its requirements partners."""
    values = place.mapping(("id", "title", "asked", "places"))
    places = tuple(_read_place(one, known) for one in values.list("places"))
    return Chapter(values.text("id"), values.text("title"), values.text("asked"), places)


def _read_place(place: Place, known: Vocabulary) -> ChapterPlace:
    short = (Strength.LAW, Strength.EXPECTED)  # « required: source » says it all where it always holds
    values = place.mapping(("id", "label", "help"), (*short, "requirements", "short", "when"))
    said = [Requirement(one, values[one].text()) for one in short if one in values]
    return ChapterPlace(
        id=values.text("id"),
        label=values.text("label"),
        help=values.text("help"),
        requirements=(*said, *(_read_requirement(one, known) for one in values.list("requirements"))),
        short=values.flag("short"),
        when=read_when(values, known),
    )


def _read_requirement(place: Place, known: Vocabulary) -> Requirement:
    values = place.mapping(("strength", "source"), ("when", "signed_by"))
    return Requirement(
        values.choice("strength", Strength, "force inconnue") or Strength.USEFUL,
        values.text("source"),
        read_when(values, known),
        values.one_of("signed_by", known.partners, "signataire inconnu"),
    )


def read_outline(place: Place, known: Vocabulary, chapters: Mapping[str, Chapter]) -> Outline:
    """One trame: every section stands in exactly one of its parts."""
    values = place.mapping(("id", "title", "parts", *_CHAPTERS, "by_quartier"), _OPTIONAL)
    seen: set[str] = set()
    parts = tuple(_read_part(part, known.sections, seen) for part in values.list("parts"))
    for section_id in known.sections:
        if section_id not in seen:
            place.refuse(f"la trame oublie le volet « {section_id} »")
    bare = Outline(values.text("id"), values.text("title"), parts)
    if "contents" in values:
        bare = replace(bare, contents=values.text("contents"), formerly=values.text("formerly"))
    here = {one: _in_generation(chapter, bare) for one, chapter in chapters.items()}
    opening, after_sections, closing, annexes = (
        _named_chapters(values, key, here) for key in (*_CHAPTERS, "annexes")
    )
    return replace(
        bare,
        opening=opening,
        after_sections=after_sections,
        closing=closing,
        annexes=annexes,
        by_quartier=values.flag("by_quartier"),
        all_in_body=values.flag("all_in_body"),
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
        text=values.text("text"),
        tag=values.text("tag"),
        to_verify=values.flag("to_verify"),
        when=read_when(values, known),
    )


FORMER_TERM = Term(2014, 2020)
"""That of the trame of these contracts, in a catalogue that was kept from before trames had terms."""


def _read_terms(values: Values, known: Vocabulary) -> tuple[Term, ...]:
    """Return the years of the contracts of a trame; the last term holds where no other does."""
    if "terms" not in values:
        former = values.flag("all_in_body")
        return (FORMER_TERM,) if former else Outline("", "", ()).terms
    return tuple(_read_term(one, known) for one in values["terms"].sequence()) or (FORMER_TERM,)


def _read_term(place: Place, known: Vocabulary) -> Term:
    values = place.mapping(("first", "last"), ("when",))
    first, last = (values.integer(key) or 0 for key in ("first", "last"))
    if last < first:
        place.refuse("la dernière année est avant la première")
    return Term(first, last, read_when(values, known))


def _read_bases(place: Place, known: Vocabulary) -> tuple[tuple[str, str], ...]:
    """Return the legal bases of the volets whose text is another one in this generation."""
    return tuple((section, basis.text()) for section, basis in place.mapping((), known.sections).items())


def _named_chapters(values: Values, key: str, chapters: Mapping[str, Chapter]) -> tuple[Chapter, ...]:
    ids = [place.one_of(tuple(chapters), "chapitre inconnu") for place in values.list(key)]
    return tuple(chapters[chapter_id] for chapter_id in ids if chapter_id in chapters)


def _read_part(place: Place, section_ids: tuple[str, ...], seen: set[str]) -> OutlinePart:
    values = place.mapping(("id", "title", "sections"))
    sections: list[str] = []
    for section in values.list("sections"):
        section_id = section.one_of(section_ids, "section inconnue")
        if section_id in seen:
            section.refuse(f"le volet « {section_id} » figure déjà dans la trame")
        seen.add(section_id)
        sections.append(section_id)
    return OutlinePart(values.text("id"), values.text("title"), tuple(sections))
