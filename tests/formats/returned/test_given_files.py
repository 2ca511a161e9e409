"""A dozen files that came back, each with what was done to it."""

import json
import re
from pathlib import Path

import pytest

from app.domain.draft import Draft
from benchmarks.returned import FILES, read
from benchmarks.returned_score import score
from tests.formats.returned.conftest import edited

ORACLES = sorted(one.stem for one in FILES.glob("*.json") if one.name != "base.json")


@pytest.mark.parametrize("name", ORACLES)
def test_what_was_done_to_a_file_is_read_and_nothing_else(name: str, sent: Draft) -> None:
    expected = json.loads(FILES.joinpath(f"{name}.json").read_text(encoding="utf-8"))

    assert score(read(FILES.joinpath(f"{name}.docx").read_bytes(), sent), expected).wrong == []


def test_the_file_as_it_was_sent_says_nothing(sent: Draft) -> None:
    found = read(Path(FILES, "v1.docx").read_bytes(), sent)

    assert (found["changes"], found["unplaced"], found["comments"]) == ([], [], [])


def test_answers_on_the_same_words_are_a_thread_where_nothing_says_so(sent: Draft) -> None:
    name = "19-word-commentaires"
    expected = json.loads(FILES.joinpath(f"{name}.json").read_text(encoding="utf-8"))
    content = edited(
        FILES.joinpath(f"{name}.docx").read_bytes(),
        lambda xml: re.sub(r' w15:paraIdParent="[^"]*"', "", xml),
        "word/commentsExtended.xml",
    )

    assert score(read(content, sent), expected).wrong == []
