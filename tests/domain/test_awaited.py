"""What is awaited of each of those who sign: by their lead, else by those who carry the commitment."""

from dataclasses import replace

from app.domain.assembly import assemble
from app.domain.awaited import Awaited, awaited_by_kind, awaited_by_signing
from app.domain.catalogue import Catalogue
from app.domain.profile import Adaptation, LocalCommitment, Signatory, State
from tests.examples import contract

SIGNATORIES = (
    Signatory("commune", "la Ville d’Aval", representative="Mme Exemple", deliberation="2027-1"),
    Signatory("commune", "la Ville d’Amont"),
)


def awaited(catalogue: Catalogue, said: Adaptation) -> dict[str, Awaited]:
    local = (LocalCommitment("local-1", "sante", "Accueillir.", said),)
    profile = contract("commune", signatories=SIGNATORIES, local_commitments=local)
    draft = assemble(catalogue, profile)
    own = tuple(replace(section, entries=()) for section in draft.sections)
    return dict(awaited_by_signing(replace(draft, sections=own)))


def test_an_action_is_awaited_of_its_lead(catalogue: Catalogue) -> None:
    found = awaited(catalogue, Adaptation(lead="Ville d’Amont"))

    assert list(found["commune.2"].to_write) == ["local-1"]
    assert not found["commune.1"].to_write


def test_an_agreement_is_awaited_of_all_who_act_and_a_thin_action_of_its_lead(catalogue: Catalogue) -> None:
    said = Adaptation(local_action="Ouvrir.", lead="Ville d’Aval", associated=("Ville d’Amont",))

    found = awaited(catalogue, said)

    assert [list(one.to_agree) for one in found.values()] == [["local-1"], ["local-1"]]
    assert [list(one.to_complete) for one in found.values()] == [["local-1"], []]


def test_nothing_is_awaited_for_an_action_that_was_given_up(catalogue: Catalogue) -> None:
    found = awaited(catalogue, Adaptation(lead="Ville d’Aval", state=State.GIVEN_UP))

    assert [one.count for one in found.values()] == [0, 2]


def test_a_clause_without_a_lead_who_signs_is_awaited_of_those_who_carry_it(catalogue: Catalogue) -> None:
    draft = assemble(catalogue, contract("etat departement"))
    carried = {
        partner.id: [one.commitment.id for one in draft.entries() if partner in one.carried_by]
        for partner in draft.partners
    }

    found = {partner.id: list(one.to_write) for partner, _, one in awaited_by_kind(draft)}

    assert found == carried
