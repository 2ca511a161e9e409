"""A chapter that a trame names is printed, wherever the trame puts it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import count

import pytest

from app.documents.word import Amended, RenderOptions, write_draft
from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.diff.contract import contract_changes, untouched
from app.domain.outlines import Chapter, ChapterPlace
from app.domain.profile import Profile
from app.web.word_pages import WordPages
from tests.documents.word.conftest import DAY
from tests.documents.word.reading import control_text, headings, whole_text
from tests.examples import contract

PLACES = ("opening", "after_sections", "closing", "annexes")


def added(rank: int) -> Chapter:
    places = (
        ChapterPlace(f"essai-{rank}-long", f"Texte de l’essai {rank}.", ""),
        ChapterPlace(f"essai-{rank}-court", f"Date de l’essai {rank}.", "", short=True),
    )
    return Chapter(f"essai-{rank}", f"Le chapitre d’essai {rank}.", f"Ce que l’essai {rank} demande.", places)


def everywhere(catalogue: Catalogue) -> Iterator[tuple[Catalogue, tuple[Chapter, ...]]]:
    """Today's catalogue, for each trame, with a chapter before and after each of its own; these chapters."""
    for outline in catalogue.outline_by_id.values():
        ranks = count(1)
        chapters = {place: list(surrounded(getattr(outline, place), ranks)) for place in PLACES}
        longer = replace(outline, **{place: tuple(listed) for place, listed in chapters.items()})
        known = tuple(longer if one.id == outline.id else one for one in catalogue.outlines)
        new = tuple(one for listed in chapters.values() for one in listed if one not in outline.chapters)
        yield replace(catalogue, outlines=known, outline=longer), new


def surrounded(chapters: Iterable[Chapter], ranks: Iterator[int]) -> Iterator[Chapter]:
    yield added(next(ranks))
    for chapter in chapters:
        yield chapter
        yield added(next(ranks))


def typed_in(chapters: Iterable[Chapter]) -> dict[str, str]:
    return {place.id: f"Ce qui est écrit en {place.id}." for one in chapters for place in one.places}


def bare_titles(content: bytes) -> list[str]:
    """The titles of the document, those of the annexes without « Annexe A — »."""
    return [title.split(" — ")[-1] for title in headings(content, "Heading1", "Heading2", "AnnexHeading")]


def word_file(catalogue: Catalogue, profile: Profile) -> bytes:
    return write_draft(assemble(catalogue, profile), RenderOptions(on=DAY, comments=False))


def test_a_chapter_in_every_place_of_every_trame_is_found_in_word_and_in_the_preview(
    catalogue: Catalogue,
) -> None:
    for longer, chapters in everywhere(catalogue):
        texts = typed_in(chapters)
        content = word_file(longer, contract(outline=longer.outline.id, texts=texts))

        preview = WordPages(content)
        shown = " ".join(preview.show(page, str).body for page in preview.pages)
        titles, printed = bare_titles(content), whole_text(content)
        assert [titles.count(chapter.title) for chapter in chapters] == [1] * len(chapters)
        assert [chapter.id for chapter in chapters if chapter.asked not in printed] == []
        assert {place: control_text(content, place) for place in texts} == texts
        assert [
            said for said in (*(one.title for one in chapters), *texts.values()) if said not in shown
        ] == []


def test_a_chapter_in_every_place_of_every_trame_is_found_in_an_amendment(catalogue: Catalogue) -> None:
    for longer, chapters in everywhere(catalogue):
        texts = typed_in(chapters)
        before = assemble(longer, contract(outline=longer.outline.id))
        after = assemble(longer, contract(outline=longer.outline.id, texts=texts))
        changes = contract_changes(before, after)
        amended = Amended(1, "", DAY, changes, untouched(changes, before, after))

        text = whole_text(write_draft(after, RenderOptions(on=DAY, comments=False, amends=amended)))

        titles = [said for one in chapters for said in (one.title, *(place.label for place in one.places))]
        assert [said for said in (*titles, *texts.values()) if said not in text] == []


@pytest.mark.parametrize("place", PLACES)
def test_every_chapter_of_a_trame_may_stand_in_any_place(catalogue: Catalogue, place: str) -> None:
    for outline in catalogue.outline_by_id.values():
        moved = replace(outline, **{key: outline.chapters if key == place else () for key in PLACES})
        alone = replace(catalogue, outlines=(moved,), outline=moved)
        texts = {one.id: f"Texte de {one.id}." for chapter in outline.chapters for one in chapter.places}

        content = word_file(alone, contract(outline=outline.id, texts=texts))

        titles = bare_titles(content)
        assert {chapter.title for chapter in outline.chapters} <= set(titles)
        assert {one: control_text(content, one) for one in texts} == texts
