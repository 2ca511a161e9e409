"""What a contract made elsewhere gives besides its fiches, and what found no place."""

import pytest

from app.catalogue import load
from app.domain.profile_json import read_new_profile
from app.domain.takeover import Target, names_section, profile_of
from app.settings import resource
from tests.domain.takeover.originals import Contract, values


def whole_contract() -> Contract:
    contract = (
        Contract().heading("Contrat de ville 2024-2030").text("Communauté d’agglomération des Deux Rivières")
    )
    contract.heading("Les signataires")
    contract.text(
        "L’État, représenté par Monsieur Paul Granger, préfet,",
        "La Ville de Mornay, représentée par sa maire, Madame Inès Petit ;",
    )
    contract.heading("Diagnostic").text("Un habitant sur six vit dans un quartier.")
    contract.heading("Avant-propos").text("Des mots qui ne vont nulle part.")
    contract.table(("Code", "Quartier"), ("QN06903M", "La Tannerie"))
    contract.heading("Axe 1 : La santé").heading("Objectif 1.1 : Soigner", 2)
    contract.page = 4
    contract.heading("Fiche action 1 : Ouvrir un centre", 3)
    return contract.table(("Pilote", "ARS"), ("Échéance", "2027"), ("Objectif opérationnel", "1.1 Soigner"))


def test_each_word_is_in_a_piece_or_among_what_found_no_place():
    taken = whole_contract().taken()

    placed = {number for piece in taken.pieces for number in piece.paragraphs}
    left = {one.paragraph for one in taken.remainders}
    assert placed | left == {block.number for block in taken.original.blocks}


def test_what_found_no_place_is_said_with_its_page_and_the_heading_above_it():
    taken = whole_contract().taken()

    [lost] = [one for one in taken.remainders if one.text.startswith("Des mots")]
    assert (lost.page, lost.near) == (1, "Avant-propos")


def test_a_piece_bears_the_page_and_the_paragraphs_of_its_words():
    taken = whole_contract().taken()

    [lead] = [piece for piece in taken.pieces if piece.field == "lead"]
    assert (lead.page, lead.value, len(lead.paragraphs)) == (4, "ARS", 2)


def test_who_signs_is_read_with_the_person_and_in_what_capacity():
    taken = whole_contract().taken()

    assert values(taken, Target.SIGNATORY) == [
        {"partner": "etat", "name": "L’État", "representative": "Monsieur Paul Granger", "title": "préfet"},
        {
            "partner": "commune",
            "name": "La Ville de Mornay",
            "representative": "Madame Inès Petit",
            "title": "maire",
        },
    ]


def test_the_pieces_make_a_profile_that_a_draft_is_assembled_from():
    catalogue = load(resource("commitments"))

    document = profile_of(
        whole_contract().taken().pieces, "contrat.pdf", catalogue.latest_outline.id, "sante"
    )
    profile = read_new_profile(document, catalogue)

    assert profile.name == "Contrat repris de contrat.pdf"
    assert profile.territory.name == "Communauté d’agglomération des Deux Rivières"
    assert [one.name for one in profile.territory.quartiers] == ["La Tannerie"]
    assert profile.texts == {
        "periode": "2024-2030",
        "diagnostic": "Un habitant sur six vit dans un quartier.",
    }
    assert profile.local_commitments[0].adaptation.objectives == (profile.orientations[0].objectives[0].id,)


def test_a_piece_that_is_not_accepted_is_not_in_the_profile():
    pieces = [piece for piece in whole_contract().taken().pieces if piece.field != "lead"]

    document = profile_of(pieces, "contrat.pdf", "2024-2030")

    assert document["local_commitments"][0]["adaptation"]["lead"] == ""


def test_a_text_longer_than_its_field_stays_among_what_found_no_place():
    contract = Contract().heading("Fiche action 1 : Ouvrir un centre")
    contract.table(("Pilote", "ARS"), ("Échéance", "2027"), ("Description", "mot " * 6_000))

    taken = contract.taken()

    assert any(one.text.startswith("mot mot") for one in taken.remainders)


def test_an_action_goes_to_the_volet_that_its_words_or_its_headings_name():
    contract = Contract().heading("Axe 1 : Le sport et les loisirs")
    for title in ("Ouvrir un centre de santé", "Ouvrir un gymnase"):
        contract.heading(f"Fiche action : {title}", 3).table(("Pilote", "Ville"), ("Échéance", "2027"))

    pieces = contract.taken().pieces

    assert [one.value for one in pieces if one.field == "section"] == ["sante", "sport-vacances"]


def test_an_action_goes_to_the_volet_that_its_fiche_names():
    contract = Contract().heading("Axe 1 : Le sport et les loisirs")
    contract.heading("Fiche action 1 : Ouvrir un gymnase", 3)
    contract.table(("Thématique", "Volet 3 – Santé"), ("Pilote", "Ville"), ("Échéance", "2027"))

    [section] = [one for one in contract.taken().pieces if one.field == "section"]
    assert (section.value, section.text) == ("sante", "Volet 3 – Santé")


@pytest.mark.parametrize(
    ("text", "is_named"), [("Santé", True), ("Volet 2 : santé", True), ("Ouvrir un centre de santé", False)]
)
def test_words_name_a_volet_where_they_are_its_title(text, is_named):
    assert names_section(text, "Santé") is is_named
