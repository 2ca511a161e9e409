"""The small notation of what officials type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.notation import Block, BlockKind, Span, blocks, is_plain, spans


def test_a_blank_line_separates_paragraphs_and_a_line_end_is_kept() -> None:
    first, second = blocks("Un\ndeux\n\ntrois")

    assert first == Block(BlockKind.PARAGRAPH, ((Span("Un"),), (Span("deux"),)))
    assert second == Block(BlockKind.PARAGRAPH, ((Span("trois"),),))


def test_lines_with_a_hyphen_are_items_of_a_list() -> None:
    read = blocks("Nous ferons :\n- un accueil\n- une permanence\n1. premièrement")

    assert [block.kind for block in read] == [
        BlockKind.PARAGRAPH,
        BlockKind.BULLET,
        BlockKind.BULLET,
        BlockKind.PARAGRAPH,
    ]
    assert read[1].lines == ((Span("un accueil"),),)


@pytest.mark.parametrize("mark", ["•\t", "\uf0b7\t", "\uf0b7 ", "– ", "•\u00a0"])
def test_the_bullets_that_word_pastes_are_items_too(mark: str) -> None:
    assert blocks(f"{mark}un accueil") == (Block(BlockKind.BULLET, ((Span("un accueil"),),)),)


def test_bold_italics_and_links() -> None:
    read = spans("Un **point d’accueil** *gratuit*, voir [le site](https://exemple.fr/a?b=1).")

    assert read == (
        Span("Un "),
        Span("point d’accueil", bold=True),
        Span(" "),
        Span("gratuit", italic=True),
        Span(", voir "),
        Span("le site", link="https://exemple.fr/a?b=1"),
        Span("."),
    )


@pytest.mark.parametrize(
    "typed",
    [
        "2*3*4",
        "** seul",
        "* puce de Word",
        "a * b * c",
        "[note]",
        "[piège](javascript:alert(1))",
        "-sans espace",
        "1.5 million",
        "**",
        "***",
        "{{7*7}}",
    ],
)
def test_what_is_not_exactly_the_notation_stays_as_typed(typed: str) -> None:
    assert is_plain(typed)
    assert spans(typed) == (Span(typed),)


def test_an_empty_text_has_no_block() -> None:
    assert blocks("") == ()
    assert blocks("\n \n") == ()


@given(st.text(alphabet=st.characters(exclude_characters="*[]()\n", codec="utf-8"), max_size=40))
def test_text_without_a_mark_is_never_changed(line: str) -> None:
    assert "".join(span.text for span in spans(line)) == line


@given(st.text(alphabet="ab*[](): -1.\nhtps/", max_size=60))
def test_no_word_is_ever_lost(text: str) -> None:
    shown = "".join(span.text for block in blocks(text) for line in block.lines for span in line)

    assert shown.count("a") + sum(
        span.link.count("a") for block in blocks(text) for line in block.lines for span in line
    ) == text.count("a")
