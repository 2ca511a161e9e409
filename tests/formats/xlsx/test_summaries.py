"""The sheets of the workbook that sum up the actions and their indicators, and are not read back."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.draft import Draft
from app.domain.profile import Adaptation, IndicatorValue, LocalCommitment, Means, MeansKind
from app.formats.xlsx import Origin, open_table, write_workbook
from app.formats.xlsx.summaries import SUMMARY_NOT_READ
from tests.examples import contract

HEALTH, SAFETY = "affaires-sociales-sante-2013-3", "interieur-2013-1-1"
ACTION = Adaptation(
    local_action="=Ouvrir une maison.",
    lead="Ville",
    deadline="2028-12-31",
    indicator="Consultations",
    indicator_values=(IndicatorValue("2025", "130"),),
    means=(Means(MeansKind.COMMON_LAW, "Ville", 12_500), Means(MeansKind.SPECIFIC, "ANCT", 3_000)),
)


@pytest.fixture(scope="module")
def draft(catalogue: Catalogue) -> Draft:
    local = LocalCommitment("local-1", "sante", "Tenir un forum.")
    adaptations = {HEALTH: ACTION, SAFETY: Adaptation(lead="Ville")}
    return assemble(catalogue, contract(adaptations=adaptations, local_commitments=(local,)))


@pytest.fixture(scope="module")
def content(draft: Draft) -> bytes:
    return write_workbook(draft, Origin.of(1, 1, draft.profile))


def lines(content: bytes, title: str) -> list[dict[str, object]]:
    head, *found = load_workbook(BytesIO(content))[title].iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in found if any(row)]


def test_each_action_is_a_row_with_its_number_and_the_sum_of_its_means(draft: Draft, content: bytes) -> None:
    action, local, note = lines(content, "Actions")

    assert action["Numéro"] == draft.numbers[HEALTH]
    assert (action["Action locale"], action["Pilote"]) == ("=Ouvrir une maison.", "Ville")
    assert (action["État"], action["Montant"]) == ("rédigée", 15_500)
    assert (local["Numéro"], local["Action locale"], local["Montant"]) == ("local 1", "Tenir un forum.", None)
    assert note["Numéro"] == SUMMARY_NOT_READ


def test_each_indicator_is_a_row_with_its_values(draft: Draft, content: bytes) -> None:
    indicator, note = lines(content, "Indicateurs")

    assert indicator["Numéro"] == draft.numbers[HEALTH]
    assert {"Consultations", "2025\u00a0: 130"} <= set(indicator.values())
    assert note["Numéro"] == SUMMARY_NOT_READ


def test_no_title_of_a_column_stands_twice(content: bytes) -> None:
    for title in ("Actions", "Indicateurs"):
        head = [cell.value for cell in load_workbook(BytesIO(content))[title][1]]
        assert len(head) == len(set(head))


def test_what_is_typed_there_is_not_read(content: bytes) -> None:
    book = load_workbook(BytesIO(content))
    book["Actions"]["C2"] = book["Indicateurs"]["C2"] = "Typed by somebody"
    changed = BytesIO()
    book.save(changed)

    table = open_table(changed.getvalue())

    assert "Typed by somebody" not in repr(table)
    assert len(table.rows) == len(open_table(content).rows)
