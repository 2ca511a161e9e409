"""What officials typed, as markup of a page."""

from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from app.web.filters import prose


def test_lists_hold_the_lists_of_their_items() -> None:
    shown = prose("Nous :\n- un\n  - deux\n  - trois\n- quatre")

    assert shown == (
        '<p class="typed">Nous :</p><ul><li>un<ul><li>deux</li><li>trois</li></ul></li><li>quatre</li></ul>'
    )


def test_numbered_lists_keep_their_numbers_and_stand_beside_bullets() -> None:
    shown = prose("2. deux\n5. cinq\n\n- puce")

    assert shown == '<ol><li value="2">deux</li><li value="5">cinq</li></ol><ul><li>puce</li></ul>'


@given(text=st.text(alphabet="-•1. \n\tab*", max_size=60))
def test_every_item_is_in_a_list_and_no_word_is_lost(text: str) -> None:
    page = html.fragment_fromstring(str(prose(text)), create_parent="div")

    assert all(item.getparent().tag in {"ul", "ol"} for item in page.iter("li"))
    assert page.text_content().count("a") == text.count("a")
