import pytest

from app.domain.catalogue import Catalogue
from app.domain.extract import NotASignatory, extract, share_of, shares
from tests.word.samples import draft


def test_an_extract_holds_the_clauses_of_its_signatory_in_their_order_and_no_other(
    catalogue: Catalogue,
) -> None:
    whole = draft("everybody signs", catalogue)

    for partner in whole.partners:
        own = [entry for entry in whole.entries() if partner in entry.carried_by]
        part = extract(whole, share_of(whole, partner.id))
        assert list(part.entries()) == own
        assert part.signed_by == {partner.id}
        assert part.partners == whole.partners


def test_an_extract_has_no_volet_without_a_commitment_and_no_annexe_of_others(catalogue: Catalogue) -> None:
    whole = draft("everybody signs", catalogue)
    part = extract(whole, share_of(whole, "ars"))

    assert part.sections
    assert all(section.entries for section in part.sections)
    assert (part.national, part.excluded) == ((), ())


def test_a_partner_that_does_not_sign_has_no_extract(catalogue: Catalogue) -> None:
    with pytest.raises(NotASignatory, match=r"recteur.*Signataires : ars"):
        share_of(draft("one partner", catalogue), "recteur")


def test_each_named_signatory_has_its_share_beside_that_of_its_kind(catalogue: Catalogue) -> None:
    known = shares(draft("named", catalogue))

    assert known["commune"].name == "Communes"
    assert known["commune.2"].name == "la commune de Ville n° 2"
    assert len(known["commune"].signings) == 60
    assert [one.id for one in known["commune.2"].signings] == ["commune.2"]
    assert [partner.id for partner in known["departement.2"].partners] == ["departement", "region"]
