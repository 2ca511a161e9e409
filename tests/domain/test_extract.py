import pytest

from app.domain.catalogue import Catalogue
from app.domain.extract import NotASignatory, extract
from tests.word.samples import draft


def test_an_extract_holds_the_clauses_of_its_signatory_in_their_order_and_no_other(
    catalogue: Catalogue,
) -> None:
    whole = draft("everybody signs", catalogue)

    for partner in whole.partners:
        own = [entry for entry in whole.entries() if partner in entry.carried_by]
        assert list(extract(whole, partner.id).entries()) == own
        assert extract(whole, partner.id).partners == (partner,)


def test_an_extract_has_no_volet_without_a_commitment_and_no_annexe_of_others(catalogue: Catalogue) -> None:
    part = extract(draft("everybody signs", catalogue), "ars")

    assert part.sections
    assert all(section.entries for section in part.sections)
    assert (part.national, part.excluded) == ((), ())


def test_a_partner_that_does_not_sign_has_no_extract(catalogue: Catalogue) -> None:
    with pytest.raises(NotASignatory, match=r"recteur.*Signataires : ars"):
        extract(draft("one partner", catalogue), "recteur")
