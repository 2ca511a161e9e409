import pytest

from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.profile import Adaptation, LocalCommitment, Signatory
from app.domain.views import NotASignatory, extract, in_no_extract, share_of, shares
from tests.documents.word.samples import draft
from tests.examples import contract


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


def test_an_extract_holds_what_its_signatory_leads_or_is_associated_with_however_it_is_written(
    catalogue: Catalogue,
) -> None:
    named = (Signatory("commune", "la Ville d’Évry"), Signatory("commune", "la Ville de Grigny"))
    local = (
        LocalCommitment("local-1", "sante", "Mené.", Adaptation(lead="Ville d'Evry")),
        LocalCommitment("local-2", "sante", "Associé.", Adaptation(associated=("CAF", "VILLE D’ÉVRY"))),
        LocalCommitment("local-3", "sante", "Aux autres.", Adaptation(lead="Ville de Grigny")),
    )
    carried_by_others = next(
        entry.commitment.id
        for entry in assemble(catalogue, contract("commune procureur")).entries()
        if [partner.id for partner in entry.carried_by] == ["procureur"]
    )
    adaptations = {carried_by_others: Adaptation(lead="la ville d’Évry")}
    whole = assemble(
        catalogue,
        contract("commune procureur", signatories=named, local_commitments=local, adaptations=adaptations),
    )

    part = extract(whole, share_of(whole, "commune.1"))

    assert [one.id for section in part.sections for one in section.local] == ["local-1", "local-2"]
    assert carried_by_others in {entry.commitment.id for entry in part.entries()}


def test_what_is_in_nobodys_extract_is_a_finding(catalogue: Catalogue) -> None:
    local = (
        LocalCommitment("local-1", "sante", "À personne."),
        LocalCommitment("local-2", "sante", "À une association.", Adaptation(lead="Les Amis du Bourg")),
        LocalCommitment("local-3", "sante", "À l’État.", Adaptation(lead="l’état")),
    )
    whole = assemble(catalogue, contract("etat", local_commitments=local))

    said = next(one for one in whole.checks if one.id == "hors-extraits")

    assert [one.id for one in in_no_extract(whole)] == ["local-1", "local-2"]
    assert said.commitments == ("local-1", "local-2")
    assert "À personne." in said.message
