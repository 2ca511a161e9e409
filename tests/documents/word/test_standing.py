"""What the document of a contract of today says of what is over, renamed, or dated."""

from dataclasses import replace

import pytest

from app.documents.word import RenderOptions, write_draft
from app.documents.word.parts.citation import full_source
from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.draft import Draft
from app.domain.views import extract, share_of
from tests.documents.word.conftest import DAY
from tests.documents.word.reading import (
    controls,
    headings,
    links,
    paragraphs,
    parts,
    rows,
    tables,
    whole_text,
)
from tests.examples import example

HISTORICAL = "Pour mémoire\u00a0: engagements achevés"
PAST = "Objectifs chiffrés des conventions — période achevée"
PLAIN = RenderOptions(on=DAY, comments=False)


@pytest.fixture(scope="module")
def today(catalogue: Catalogue) -> tuple[Draft, bytes]:
    """A contract of the present generation, written without comments."""
    profile = replace(example("epci-hors-ile-de-france", catalogue), outline="2024-2030")
    draft = assemble(catalogue, profile)
    return draft, write_draft(draft, PLAIN)


def test_the_annexe_quotes_each_clause_that_is_over_with_its_reason_and_no_place_to_fill(
    today: tuple[Draft, bytes],
) -> None:
    draft, content = today

    (table,) = tables(content, HISTORICAL)

    shown = [text for (text,) in rows(table)]
    quoted = [text for text in shown if text.startswith("«")]
    assert len(quoted) == len(draft.historical) > 0
    for entry, text in zip(draft.historical, quoted, strict=True):
        assert entry.commitment.text in text
        assert text.endswith(f"Motif\u00a0: {entry.because}")
        assert any(full_source(entry.convention) in source for source in shown)
        assert f"{entry.commitment.id}.pilote" not in controls(content)
    assert not any("compléter" in text for text in shown)


def test_the_body_says_todays_name_under_the_quotation_and_marks_it_as_no_quotation(
    today: tuple[Draft, bytes],
) -> None:
    remarks = [text for style, text in paragraphs(today[1]) if style == "TableRemark"]

    notes = [text for text in remarks if text.startswith("Note, hors citation.")]
    assert any("Agence nationale du Sport" in text for text in notes)
    assert sum("Est achevé\u00a0:" in text for text in notes) >= 5


def test_no_figure_of_a_period_that_is_over_stands_among_the_objectives(today: tuple[Draft, bytes]) -> None:
    draft, content = today

    (past,) = tables(content, PAST)

    figures = [
        target.of for entry in (*draft.entries(), *draft.historical) for target in entry.commitment.targets
    ]
    told = [cells for cells in rows(past) if len(cells) > 1]
    assert sorted(cells[1] for cells in told) == sorted(figures)
    assert all(cells[3] == "oui" or int(cells[3]) < DAY.year for cells in told)
    assert tables(content, "Objectifs chiffrés des engagements") == []


def test_every_link_to_a_figure_leads_to_its_row(today: tuple[Draft, bytes]) -> None:
    asked = {target for target, _ in links(today[1]) if target.startswith("objectif_")}

    assert asked
    document = parts(today[1])["word/document.xml"]
    assert all(document.count(f'w:name="{target}"'.encode()) == 1 for target in asked)


def test_the_trame_of_2014_has_neither_annexe(written: dict[str, tuple[Draft, bytes]]) -> None:
    annexes = headings(written["everybody signs"][1], "AnnexHeading")

    assert HISTORICAL not in annexes
    assert PAST not in annexes


def test_an_extract_holds_no_clause_that_is_over(today: tuple[Draft, bytes]) -> None:
    part = extract(today[0], share_of(today[0], "etat"))

    content = write_draft(part, PLAIN)

    assert part.historical == ()
    assert HISTORICAL not in headings(content, "AnnexHeading")
    assert all(entry.commitment.text not in whole_text(content) for entry in today[0].historical)
