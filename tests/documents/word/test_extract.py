"""The document of one signatory."""

import re

from app.documents.word import RenderOptions, write_draft
from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.profile import Signatory
from app.domain.views import extract, share_of
from tests.documents.word.conftest import DAY
from tests.documents.word.reading import W, headings, root, rows, tables
from tests.documents.word.samples import draft
from tests.documents.word.structure import faults
from tests.examples import contract


def test_a_clause_keeps_in_an_extract_the_number_that_it_has_in_the_contract(catalogue: Catalogue) -> None:
    whole = draft("everybody signs", catalogue)
    written = write_draft(extract(whole, share_of(whole, "procureur")), RenderOptions(on=DAY))

    own = [
        number for id_, number in whole.numbers.items() if "procureur" in catalogue.commitments[id_].carriers
    ]
    names = [mark.get(f"{W}name") for mark in root(written).iter(f"{W}bookmarkStart")]
    numbered = [name.removeprefix("engagement_") for name in names if re.match("engagement_[0-9]", name)]

    assert own[0] > 1
    assert [int(number) for number in numbered] == own
    assert faults(written) == []


def test_an_extract_bears_one_signature(catalogue: Catalogue) -> None:
    communes = (Signatory("commune", "la Ville d’Aval"), Signatory("commune", "la Ville d’Amont"))
    whole = assemble(catalogue, contract("etat epci commune", signatories=communes))
    written = write_draft(extract(whole, share_of(whole, "commune.2")), RenderOptions(on=DAY))

    signing = [row[0].split("\n")[0] for row in rows(tables(written, "Signatures du contrat")[0])]

    assert signing == ["la Ville d’Amont"]


def test_an_extract_leaves_out_what_the_signatories_have_to_write_together(catalogue: Catalogue) -> None:
    whole = draft("everybody signs", catalogue)
    written = write_draft(extract(whole, share_of(whole, "cidff")), RenderOptions(on=DAY))

    found = headings(written, "Heading1", "Heading2", "AnnexHeading", "PlainHeading")

    assert found == [
        "Volets toujours présents",
        "Égalité entre les femmes et les hommes",
        "Ses moyens",
        "Ce qui est attendu de ce signataire",
        "Signatures",
    ]
