"""Any text at all: typed in a form, saved, shown, written in the Word file, read back: the same.

« The same » but for the documented cleaning (`app.domain.text.clean`). On SQLite, 90 texts in CI;
by hand, TEXT_EXAMPLES=10000 pytest tests/web/test_any_text.py
"""

import json
import os

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.documents.word.ooxml.controls import TO_FILL
from app.domain.profile import Profile
from app.domain.text import clean, is_blank
from app.store import Profiles, SavedProfile
from tests.documents.word.reading import control_text, written
from tests.web.conftest import EVRY, Visitor
from tests.web.pages import page_of

TOGETHER = 3
"""How many texts one contract takes: sending, showing and writing it costs far more than one more text."""

EXAMPLES = int(os.environ.get("TEXT_EXAMPLES", "60")) // TOGETHER
COMMITMENT = "affaires-sociales-sante-2013-2"
STRANGE = (
    "\x00\x01\x07\t\n\x0b\x0c\r\x1b\x7f\x85\xa0\xad\u0301\u0300\u200b\u200d\u200e\u2011\u2028\u2029\u202e\u202f"
    "\u2060\u2066\u3164\ufdd0\ufeff\ufffd\ufffe\uffff\U0001f1eb\U0001f468\U0001ffff\U0010ffff"
    "éœÉ’«»–—[]()*-_#`&<>\"'{}%$=+@\\/|;: aA0²١"
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=200) | st.text(STRANGE, max_size=60)
SLOW = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@pytest.fixture
def short(store: Profiles) -> SavedProfile:
    """A profile whose draft is short."""
    return store.create(Profile("Un texte", EVRY, partners=("ars",)))


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=SLOW)
@given(texts=st.tuples(TEXTS, TEXTS, TEXTS))
@example(texts=("0)\t0",) * 3)
@example(texts=("Deux points :\n1. un\n  - deux\n12) douze",) * 3)
def test_any_text_comes_back_from_the_page_and_the_word_file_as_it_was_typed(
    visitor: Visitor, store: Profiles, short: SavedProfile, texts: tuple[str, str, str]
) -> None:
    # One in each of two fields of several lines and in one of a single line; each is looked for everywhere.
    address = f"/profils/{short.id}/engagements/{COMMITMENT}"
    action, indicator, lead = (clean(text).text for text in texts)
    lead = lead.replace("\n", " ").strip()

    typed = dict(zip(("local_action", "indicator", "lead"), texts, strict=True))
    answer = visitor.send(address, **typed, resources="toujours là")
    kept = store.get(short.id).profile.adaptations[COMMITMENT]
    page = page_of(visitor.client.get(address)).fields
    word = visitor.client.get(f"/profils/{short.id}/contrat.docx").data
    exported = json.loads(visitor.client.get(f"/profils/{short.id}/profil.json").data)

    assert answer.status_code == 303
    assert (kept.local_action, kept.indicator, kept.lead) == (action, indicator, lead)
    assert (page["local_action"], page["indicator"], page["lead"]) == (action, indicator, lead)
    assert control_text(word, f"{COMMITMENT}.action") == (written(action) or TO_FILL)
    assert control_text(word, f"{COMMITMENT}.indicateur") == (TO_FILL if is_blank(indicator) else indicator)
    assert control_text(word, f"{COMMITMENT}.pilote") == (TO_FILL if is_blank(lead) else lead)
    assert exported["adaptations"][COMMITMENT].get("local_action", "") == action
