"""What the writer leaves in a Word file so that what comes back is found again."""

import re

import pytest
from lxml import etree

from app.documents.word import RenderOptions, write_draft
from app.documents.word.ooxml.controls import LONGEST_NAME, PLACEHOLDER, TO_FILL
from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.draft import Draft
from app.domain.profile import Adaptation, LocalCommitment
from tests.documents.word.conftest import DAY
from tests.documents.word.reading import W, root, text_of
from tests.examples import contract


@pytest.fixture(scope="module")
def contract_file(catalogue: Catalogue) -> tuple[Draft, bytes]:
    """A contract with an action of several paragraphs, one of a line, and a local commitment."""
    whole = assemble(catalogue, contract())
    first, second = (entry.commitment.id for entry in list(whole.entries())[:2])
    adaptations = {
        first: Adaptation(local_action="Un.\n\n- Deux\n- Trois\n\nQuatre."),
        second: Adaptation(local_action="En une ligne.", deadline="2028-12-31"),
    }
    local = LocalCommitment("local-1", "sante", "Ouvrir un centre.", Adaptation(local_action="Ouvrir."))
    draft = assemble(catalogue, contract(adaptations=adaptations, local_commitments=(local,)))
    return draft, write_draft(draft, RenderOptions(on=DAY))


def places(content: bytes) -> list[etree._Element]:
    """The controls that bear a tag, in the order of the text."""
    return [node for node in root(content).iter(f"{W}sdt") if node.find(f"{W}sdtPr/{W}tag") is not None]


def test_each_control_has_a_number_and_a_tag_of_its_own(sample: tuple[Draft, bytes]) -> None:
    _, content = sample
    numbers = [node.find(f"{W}id").get(f"{W}val") for node in root(content).iter(f"{W}sdtPr")]
    tags = [node.find(f"{W}sdtPr/{W}tag").get(f"{W}val") for node in places(content)]

    assert all(number and number.isdigit() for number in numbers)
    assert len(numbers) == len(set(numbers))
    assert len(tags) == len(set(tags))
    assert max(len(tag.encode("utf-16-le")) // 2 for tag in tags) <= LONGEST_NAME


def test_no_place_can_be_deleted_by_accident(sample: tuple[Draft, bytes]) -> None:
    locks = {node.find(f"{W}sdtPr/{W}lock").get(f"{W}val") for node in places(sample[1])}

    assert locks == {"sdtLocked"}


def test_the_words_of_an_emptied_place_come_back(contract_file: tuple[Draft, bytes]) -> None:
    _, content = contract_file
    named = {node.get(f"{W}val") for node in root(content).iterfind(f".//{W}placeholder/{W}docPart")}
    glossary = root(content, "word/glossary/document.xml")

    assert (
        named
        == {PLACEHOLDER}
        == {node.get(f"{W}val") for node in glossary.iterfind(f".//{W}docPartPr/{W}name")}
    )
    assert text_of(glossary.find(f".//{W}docPartBody")) == TO_FILL
    used = {node.get(f"{W}val") for node in glossary.iter(f"{W}rStyle")}
    assert used <= {node.get(f"{W}styleId") for node in root(content, "word/glossary/styles.xml")}


def test_each_clause_is_bookmarked_by_its_id_and_an_action_at_both_ends(
    contract_file: tuple[Draft, bytes],
) -> None:
    draft, content = contract_file
    starts = [node.get(f"{W}name") for node in root(content).iter(f"{W}bookmarkStart")]
    ids = [entry.commitment.id for entry in draft.entries()]
    first = ids[0].replace("-", "_")

    assert {f"e_{one.replace('-', '_')}" for one in [*ids, "local-1"]} <= set(starts)
    assert [name for name in starts if name.startswith("f_")] == [f"f_{first}_a", f"f_{first}_z"]
    assert len(starts) == len(set(starts))
    assert all(re.fullmatch(r"\w{1,40}", name) for name in starts)


def test_a_bookmark_of_an_action_spans_one_paragraph(contract_file: tuple[Draft, bytes]) -> None:
    _, content = contract_file
    words = {}
    for paragraph in root(content).iter(f"{W}p"):
        for start in paragraph.iter(f"{W}bookmarkStart"):
            ends = [node.get(f"{W}id") for node in paragraph.iter(f"{W}bookmarkEnd")]
            assert start.get(f"{W}id") in ends
            words[start.get(f"{W}name")] = text_of(paragraph)

    assert [text for name, text in words.items() if name.startswith("f_")] == ["Un.", "Quatre."]
