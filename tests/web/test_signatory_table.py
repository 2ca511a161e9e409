"""The signatories as one table: what is proposed, one save, and what others changed meanwhile."""

from dataclasses import replace

import pytest

from app.domain.profile import Profile, Signatory
from app.domain.rules import Partner, PartnerStatus
from app.domain.usual_signatories import Usual, usual_of
from app.store import Profiles, SavedProfile
from tests.web.conftest import EVRY, Visitor
from tests.web.pages import page_of

NAMED = (
    Signatory("etat", "l’État"),
    Signatory("commune", "la Ville d’Évry"),
    Signatory("commune", "la Ville de Grigny"),
)


@pytest.fixture
def contract(store: Profiles) -> SavedProfile:
    return store.create(Profile("Évry", EVRY, partners=("etat", "commune", "ars"), signatories=NAMED))


@pytest.fixture
def address(contract: SavedProfile) -> str:
    return f"/profils/{contract.id}/signataires"


def test_what_is_certain_is_proposed_and_kept_only_with_a_representative(
    visitor: Visitor, contract: SavedProfile, store: Profiles, address: str
) -> None:
    state, town, other = (one.id for one in contract.profile.signatories)
    shown = page_of(visitor.client.get(address)).fields

    visitor.send(address, **{f"{town}_representative": "Mme Modèle", f"{town}_deliberated_on": "12/03/2027"})

    assert (shown[f"{town}_title"], shown[f"{town}_body"]) == ("maire", "conseil municipal")
    assert shown[f"{state}_title"] == ""
    assert f"{state}_body" not in shown
    named = {one.id: one for one in store.get(contract.id).profile.signatories}
    assert named[town] == Signatory(
        "commune", "la Ville d’Évry", "Mme Modèle", "maire", "conseil municipal", "2027-03-12"
    )
    assert (named[state], named[other]) == (NAMED[0], NAMED[2])


def test_a_kind_is_named_in_its_line_which_asks_for_the_name(
    visitor: Visitor, contract: SavedProfile, store: Profiles, address: str
) -> None:
    refused = visitor.send(address, ars_representative="M. Gabarit")
    accepted = visitor.send(address, ars_name="l’ARS d’Île-de-France", ars_representative="M. Gabarit")

    assert refused.status_code == 422
    assert page_of(refused).fields["ars_representative"] == "M. Gabarit"
    assert accepted.status_code == 303
    assert store.get(contract.id).profile.signatories[-1] == Signatory(
        "ars", "l’ARS d’Île-de-France", "M. Gabarit"
    )


def test_a_table_where_nothing_is_typed_changes_nothing(
    visitor: Visitor, contract: SavedProfile, store: Profiles, address: str
) -> None:
    visitor.send(address)

    assert store.get(contract.id).profile == contract.profile


def test_two_people_in_two_lines_lose_nothing_and_in_one_line_see_both(
    visitor: Visitor, contract: SavedProfile, store: Profiles, address: str
) -> None:
    _, town, other = (one.id for one in contract.profile.signatories)
    fields = page_of(visitor.client.get(address)).fields
    visitor.send(address, **{f"{town}_representative": "Mme Première"})

    conflict = visitor.client.post(address, data={**fields, f"{other}_representative": "M. Second"})
    again = page_of(conflict).fields
    clash = visitor.client.post(address, data={**fields, f"{town}_representative": "M. Autre"})

    assert conflict.status_code == 409
    assert again[f"{town}_representative"] == "Mme Première"
    assert again[f"{other}_representative"] == "M. Second"
    assert clash.status_code == 409
    assert page_of(clash).fields[f"{town}_representative"] == "M. Autre"
    assert "Mme Première" in page_of(clash).text


def test_what_is_typed_of_a_signatory_that_was_removed_meanwhile_is_said_then_kept(
    visitor: Visitor, contract: SavedProfile, store: Profiles, address: str
) -> None:
    town = contract.profile.signatories[1].id
    fields = page_of(visitor.client.get(address)).fields
    left = tuple(one for one in contract.profile.signatories if one.id != town)
    store.save(contract.id, contract.version, replace(contract.profile, signatories=left))

    said = visitor.client.post(address, data={**fields, f"{town}_representative": "Mme Modèle"})
    kept = visitor.client.post(address, data=page_of(said).fields)

    assert said.status_code == 409
    assert "a été retiré du contrat entre-temps" in page_of(said).text
    assert kept.status_code == 303
    named = {one.id: one for one in store.get(contract.id).profile.signatories}
    assert named[town].representative == "Mme Modèle"


@pytest.mark.parametrize(
    ("kind", "name", "grouping", "departement", "usual"),
    [
        ("commune", "la Ville de Paris", None, "75", Usual()),
        ("epci", "la CA", "CA", "91", Usual(body="conseil communautaire")),
        ("epci", "la Métropole", "METRO", "42", Usual()),
        ("departement", "le Département", "CA", "91", Usual(body="conseil départemental")),
        ("departement", "la Collectivité européenne d’Alsace", "CA", "67", Usual()),
        ("procureur", "le procureur", "CA", "91", Usual()),
    ],
)
def test_only_what_is_certain_is_proposed(
    kind: str, name: str, grouping: str | None, departement: str, usual: Usual
) -> None:
    communes = tuple(replace(one, code=f"{departement}001") for one in EVRY.communes[:1])
    territory = replace(EVRY, grouping=grouping, communes=communes)

    assert usual_of(Partner(kind, kind, PartnerStatus.LOCAL, ""), name, territory) == usual
