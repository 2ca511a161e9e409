import time
import tracemalloc
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.documents.word import RenderOptions, write_draft
from app.documents.word.ooxml.controls import TO_FILL
from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.draft import Draft, DraftSection
from app.domain.profile import Adaptation
from app.domain.text import clean, is_blank
from tests.documents.word.conftest import DAY
from tests.documents.word.reading import control_text, parts, root, text_of, whole_text, written
from tests.documents.word.samples import CANARIES, draft
from tests.documents.word.structure import faults
from tests.examples import contract


@pytest.fixture(scope="module")
def small(catalogue: Catalogue) -> Draft:
    """One volet with one clause: what a text goes through, without the weight."""
    one = assemble(catalogue, contract("ars"))
    entry = next(one.entries())
    volet: DraftSection = replace(one.sections[0], entries=(entry,), see_also=(), warnings=())
    return replace(one, sections=(volet,), national=(), excluded=())


def adapted(one: Draft, text: str) -> Draft:
    entry = replace(one.sections[0].entries[0], adaptation=Adaptation(True, text, text, text, text, text))
    profile = replace(one.profile, territory=replace(one.territory, name=text))
    return replace(one, profile=profile, sections=(replace(one.sections[0], entries=(entry,)),))


def places(one: Draft) -> list[str]:
    identifier = one.sections[0].entries[0].commitment.id
    return [f"{identifier}.{place}" for place in ("action", "pilote", "echeance", "indicateur", "moyens")]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=300).map(lambda text: clean(text).text).filter(lambda text: not is_blank(text)))
def test_a_cleaned_text_reads_back_as_it_was_typed(small: Draft, text: str) -> None:
    one = adapted(small, text)

    content = write_draft(one, RenderOptions(on=DAY))

    assert faults(content) == []
    action, *others = places(one)
    assert control_text(content, action) == written(text)
    assert [control_text(content, place) for place in others] == [text] * len(others)


@pytest.mark.parametrize("text", [".", "\u3000.", " ; ;"])
def test_an_action_of_signs_alone_leaves_no_cell_empty(small: Draft, text: str) -> None:
    assert faults(write_draft(adapted(small, text), RenderOptions(on=DAY))) == []


@pytest.mark.parametrize("text", CANARIES)
def test_code_and_markup_are_shown_as_they_are(small: Draft, text: str) -> None:
    content = write_draft(adapted(small, text), RenderOptions(on=DAY))

    assert control_text(content, places(small)[0]) == text
    assert text in whole_text(content)
    assert text_of(root(content, "word/header1.xml")).startswith(f"{text}\t")
    assert text in "".join(root(content, "docProps/core.xml").itertext())


def test_what_xml_cannot_hold_never_breaks_the_document(small: Draft) -> None:
    text = "a\x00b\x0bc\ufffed\ud800e\r\nf"

    content = write_draft(adapted(small, text), RenderOptions(on=DAY))

    assert faults(content) == []
    assert control_text(content, places(small)[0]) == "abcde\nf"


def test_a_text_that_shows_nothing_is_a_place_to_fill(small: Draft) -> None:
    content = write_draft(adapted(small, " \u200b"), RenderOptions(on=DAY))

    assert control_text(content, places(small)[0]) == TO_FILL


def test_a_title_longer_than_word_takes_is_cut_between_two_characters(small: Draft) -> None:
    family = "👩‍👩‍👧‍👦"

    content = write_draft(adapted(small, family * 100), RenderOptions(on=DAY))

    title = root(content, "docProps/core.xml")[0].text
    assert title.removeprefix("Contrat de ville — ").replace(family, "") == ""
    assert len(title.encode("utf-16-le")) <= 2 * 255


def test_long_actions_take_time_that_follows_their_number_and_bounded_memory(
    catalogue: Catalogue,
) -> None:
    some, many = (long_actions(catalogue, count) for count in (100, 500))

    tracemalloc.start()
    content = write_draft(many, RenderOptions(on=DAY))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert len(parts(content)["word/document.xml"]) > 1_000_000
    assert peak < 150_000_000
    assert cpu_seconds(many) < 10 * cpu_seconds(some)


def long_actions(catalogue: Catalogue, count: int) -> Draft:
    """So many clauses of one volet, each with an action of a hundred lines."""
    one = draft("everybody signs", catalogue)
    volet = max(one.sections, key=lambda volet: len(volet.entries))
    entry = replace(volet.entries[0], adaptation=Adaptation(local_action="Une action.\n" * 100))
    entries = tuple(
        replace(entry, commitment=replace(entry.commitment, id=f"engagement-{rank}")) for rank in range(count)
    )
    return replace(one, sections=(replace(volet, entries=entries, see_also=()),))


def cpu_seconds(one: Draft) -> float:
    """The processor time of one draft: other processes do not count."""
    start = time.process_time()
    write_draft(one, RenderOptions(on=DAY))
    return time.process_time() - start
