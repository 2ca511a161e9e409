"""A chapter that a trame names is printed, wherever the trame puts it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from app.documents.word import Amended, RenderOptions, write_draft
from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.diff.contract import contract_changes, untouched
from app.domain.outlines import Chapter, ChapterPlace, Outline
from app.domain.profile import Profile
from app.web.word_pages import WordPages
from tests.documents.word.conftest import DAY
from tests.documents.word.reading import control_text, headings, whole_text
from tests.examples import contract

PLACES = ("opening", "after_sections", "closing", "annexes")
ADDED = Chapter(
    "essai",
    "Un chapitre d’essai",
    "Ce qui est demandé à l’essai.",
    (
        ChapterPlace("essai-long", "Texte d’essai", ""),
        ChapterPlace("essai-court", "Date d’essai", "", short=True),
    ),
)
WRITTEN = {"essai-long": "Ce que l’on écrit.", "essai-court": "En juin."}


def with_chapter(catalogue: Catalogue, outline: Outline, place: str, rank: int) -> Catalogue:
    chapters = getattr(outline, place)
    longer = replace(outline, **{place: (*chapters[:rank], ADDED, *chapters[rank:])})
    known = tuple(longer if one.id == outline.id else one for one in catalogue.outlines)
    usual = longer if catalogue.outline.id == outline.id else catalogue.outline
    return replace(catalogue, outlines=known, outline=usual)


def everywhere(catalogue: Catalogue) -> Iterator[tuple[str, Catalogue]]:
    """Today's catalogue with the chapter in every place of every trame."""
    for outline in catalogue.outline_by_id.values():
        for place in PLACES:
            for rank in range(len(getattr(outline, place)) + 1):
                yield outline.id, with_chapter(catalogue, outline, place, rank)


def bare_titles(content: bytes) -> list[str]:
    """The titles of the document, those of the annexes without « Annexe A — »."""
    return [title.split(" — ")[-1] for title in headings(content, "Heading1", "Heading2", "AnnexHeading")]


def word_file(catalogue: Catalogue, profile: Profile) -> bytes:
    return write_draft(assemble(catalogue, profile), RenderOptions(on=DAY, comments=False))


def test_a_chapter_in_every_place_of_every_trame_is_found_in_word_and_in_the_preview(
    catalogue: Catalogue,
) -> None:
    for outline, longer in everywhere(catalogue):
        content = word_file(longer, contract(outline=outline, texts=WRITTEN))

        preview = WordPages(content)
        shown = " ".join(preview.show(page, str).body for page in preview.pages)
        titles = bare_titles(content)
        assert titles.count(ADDED.title) == 1
        assert ADDED.asked in whole_text(content)
        assert {place: control_text(content, place) for place in WRITTEN} == WRITTEN
        assert all(text in shown for text in (ADDED.title, *WRITTEN.values()))


def test_a_chapter_in_every_place_of_every_trame_is_found_in_an_amendment(catalogue: Catalogue) -> None:
    for outline, longer in everywhere(catalogue):
        before = assemble(longer, contract(outline=outline))
        after = assemble(longer, contract(outline=outline, texts=WRITTEN))
        changes = contract_changes(before, after)
        amended = Amended(1, "", DAY, changes, untouched(changes, before, after))

        text = whole_text(write_draft(after, RenderOptions(on=DAY, comments=False, amends=amended)))

        assert all(said in text for said in (ADDED.title, "Texte d’essai", "Date d’essai", *WRITTEN.values()))


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
