"""The file of sources: what the contract does not print is there, for each commitment."""

from dataclasses import replace
from io import BytesIO

import pytest
from openpyxl import load_workbook

from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.draft import Draft
from app.domain.french import format_lines, typeset
from app.domain.profile import Adaptation
from app.formats.xlsx import write_sources
from tests.examples import example

Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def draft(catalogue: Catalogue) -> Draft:
    return assemble(catalogue, example("epci-ile-de-france", catalogue))


@pytest.fixture(scope="module")
def sheets(draft: Draft) -> dict[str, Rows]:
    book = load_workbook(BytesIO(write_sources(draft)))
    read = {sheet.title: [[cell or "" for cell in row] for row in sheet.values] for sheet in book}
    return {title: [dict(zip(rows[0], row, strict=True)) for row in rows[1:]] for title, rows in read.items()}


def test_every_commitment_of_the_catalogue_has_its_document_and_its_lines(
    draft: Draft, sheets: dict[str, Rows]
) -> None:
    shown = sheets["Engagements"]

    assert len(shown) == len(draft.catalogue.leaves)
    lines = sorted(format_lines(leaf.commitment.lines) for leaf in draft.catalogue.leaves)
    assert sorted(row["Lignes"] for row in shown) == lines
    assert all(row["Document source"] for row in shown)
    numbered = {row["Numéro"] for row in shown if row["Numéro"]}
    assert numbered == {str(number) for number in draft.numbers.values()}


def test_every_scheme_that_is_named_has_its_state_its_source_and_its_confidence(
    draft: Draft, sheets: dict[str, Rows]
) -> None:
    named = {
        scheme.full_name: scheme
        for entry in (*draft.entries(), *draft.historical, *draft.national)
        for scheme in entry.schemes
    }

    shown = {row["Nom dans le texte"]: row for row in sheets["Dispositifs"]}

    assert set(shown) == set(named)
    for name, scheme in named.items():
        assert shown[name]["Source"] == (scheme.source or "")
        assert shown[name]["Confiance"]


def test_every_text_that_asks_for_a_place_is_there_with_its_strength(
    draft: Draft, sheets: dict[str, Rows]
) -> None:
    asked = [
        place.requirement(draft.facts, draft.profile.partners)
        for chapter in draft.outline.chapters
        for place in chapter.places
    ]

    shown = {(row["Force"], row["Texte qui le demande"]) for row in sheets["Textes"]}

    assert {typeset(one.source) for one in asked if one} <= {text for _, text in shown}
    assert any(force == "Exigé" for force, _ in shown)


def test_a_reason_that_was_typed_is_text_and_never_a_formula(catalogue: Catalogue) -> None:
    profile = example("epci-ile-de-france", catalogue)
    out = Adaptation(included=False, reason_excluded="=1+1")
    one = next(assemble(catalogue, profile).entries()).commitment.id
    left = replace(profile, adaptations={one: out})

    sheet = load_workbook(BytesIO(write_sources(assemble(catalogue, left))))["Engagements"]

    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value == "=1+1"]
    assert [cell.data_type for cell in cells] == ["s"]
