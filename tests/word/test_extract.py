"""The document of one signatory."""

import re

from app.domain.catalogue import Catalogue
from app.domain.extract import extract
from app.word import Edition, write_draft
from tests.word.conftest import DAY
from tests.word.reading import paragraphs
from tests.word.samples import draft
from tests.word.structure import faults


def test_a_clause_keeps_in_an_extract_the_number_that_it_has_in_the_contract(catalogue: Catalogue) -> None:
    whole = draft("everybody signs", catalogue)
    written = write_draft(extract(whole, "procureur"), Edition(on=DAY))

    own = [
        number for id_, number in whole.numbers.items() if "procureur" in catalogue.commitments[id_].carriers
    ]
    headings = re.findall(
        "^Engagement\u00a0([0-9]+) — ", "\n".join(text for _, text in paragraphs(written)), re.M
    )

    assert own[0] > 1
    assert [int(number) for number in headings] == own
    assert faults(written) == []
