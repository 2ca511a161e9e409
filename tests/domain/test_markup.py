"""The small notation of what officials type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.markup import Block, BlockKind, Span, blocks, excerpt, is_plain, spans


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
        BlockKind.NUMBER,
    ]
    assert read[1].lines == ((Span("un accueil"),),)


def levels(text: str) -> list[tuple[BlockKind, int, int]]:
    return [(block.kind, block.level, block.number) for block in blocks(text)]


BULLET, NUMBER = BlockKind.BULLET, BlockKind.NUMBER


@pytest.mark.parametrize(
    "text",
    [
        "• un\no\tdeux\n▪\ttrois\n• quatre",
        "- un\n  - deux\n    - trois\n- quatre",
        "- un\n\t- deux\n\t\t- trois\n- quatre",
    ],
    ids=["marks of Word", "spaces", "tabs"],
)
def test_an_item_stands_deeper_when_it_is_indented_or_has_another_mark(text: str) -> None:
    assert levels(text) == [(BULLET, 0, 0), (BULLET, 1, 0), (BULLET, 2, 0), (BULLET, 0, 0)]


def test_a_list_that_is_indented_as_a_whole_begins_at_the_first_level() -> None:
    assert levels("   • un\n   • deux") == [(BULLET, 0, 0)] * 2


def test_an_item_deeper_than_the_last_level_stands_on_it() -> None:
    assert [level for _kind, level, _number in levels("- a\n - b\n  - c\n   - d\n    - e")] == [0, 1, 2, 2, 2]


def test_numbered_items_keep_the_numbers_that_were_typed() -> None:
    assert levels("3. un\n4) deux\n   - trois\n5. quatre") == [
        (NUMBER, 0, 3),
        (NUMBER, 0, 4),
        (BULLET, 1, 0),
        (NUMBER, 0, 5),
    ]


@pytest.mark.parametrize(
    "line", ["§ 2 de la loi", "o non", "2028. Bilan", "1.5 million", "12,5. %", "1.sans espace"]
)
def test_a_line_that_only_looks_like_an_item_is_text(line: str) -> None:
    assert levels(line) == [(BlockKind.PARAGRAPH, 0, 0)]


def test_a_list_of_one_item_is_not_plain_text() -> None:
    assert not is_plain("- un accueil")


@pytest.mark.parametrize("mark", ["•\t", "· ", "▪\t", "■ ", "● ", "➢ ", "§\t", "o\t", "– ", "•\u00a0"])
def test_the_bullets_that_word_pastes_are_items_too(mark: str) -> None:
    assert blocks(f"{mark}un accueil") == (Block(BlockKind.BULLET, ((Span("un accueil"),),)),)


@pytest.mark.parametrize(
    "mark",
    [
        *(
            "o\u00a0\u00a0\u00a0",
            "o   ",
            "§  ",
            "*\t",
            "•",
            "❑",
            "→ ",
            "⇨\t",
            "► ",
            "— ",
            "⁃ ",
            "− ",
            "☐ ",
            "✅ ",
        ),
        *("•\u2003", "-\u202f", "\u200e•\u200f ", "\ufeff- "),
    ],
)
def test_the_bullets_of_mail_and_of_pdf_are_items_too(mark: str) -> None:
    assert levels(f"{mark}un\n{mark}deux") == [(BULLET, 0, 0)] * 2
    assert blocks(f"{mark}un")[0].lines == ((Span("un"),),)


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


def test_an_excerpt_keeps_the_signs_of_its_items_on_one_line() -> None:
    text = "**Ouvrir** deux lieux :\n- ici\n- là\n\npuis\n2. les suivre"

    assert excerpt(text) == "Ouvrir deux lieux : – ici – là puis 2. les suivre"


@given(st.text(alphabet=st.characters(exclude_characters="*[]()\n", codec="utf-8"), max_size=40))
def test_text_without_a_mark_is_never_changed(line: str) -> None:
    assert "".join(span.text for span in spans(line)) == line


@given(st.text(alphabet="ab*[](): -1.\nhtps/", max_size=60))
def test_no_word_is_ever_lost(text: str) -> None:
    shown = "".join(span.text for block in blocks(text) for line in block.lines for span in line)

    assert shown.count("a") + sum(
        span.link.count("a") for block in blocks(text) for line in block.lines for span in line
    ) == text.count("a")
