"""The signatories by name, and the departures of the perimeter, in the Word file."""

import pytest

from app.documents.word import RenderOptions, write_draft
from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.french import typeset, without_lines
from app.domain.profile import Signatory
from app.domain.views import extract, share_of
from tests.documents.word.conftest import DAY
from tests.documents.word.reading import control_text, controls, paragraphs, rows, tables, whole_text
from tests.documents.word.samples import CANARIES
from tests.documents.word.samples import draft as sample
from tests.examples import contract

CORSE = "la collectivité de Corse"
NAMED = (
    Signatory("commune", "la Ville des Abymes"),
    Signatory("commune", "la commune de La Désirade"),
    Signatory("departement", CORSE),
    Signatory("region", CORSE),
)


def first_cells(content: bytes, title: str) -> list[str]:
    return [row[0] for row in told(content, title)]


def told(content: bytes, title: str = "Signataires du contrat") -> list[list[str]]:
    """The rows of the signatories, without those that say in what capacity the next ones sign."""
    return [row for row in rows(tables(content, title)[0]) if len(row) > 1]


def blocks(content: bytes) -> list[list[str]]:
    """The lines of each block to sign; the last row may have one alone."""
    table = tables(content, "Signatures du contrat")[0]
    return [cell.split("\n") for row in rows(table) for cell in row if cell != "–"]


def test_named_signatories_have_a_row_and_a_block_each(catalogue: Catalogue) -> None:
    content = write_draft(assemble(catalogue, contract(signatories=NAMED)), RenderOptions(on=DAY))

    expected = [
        "État (préfet)",
        "Intercommunalité (EPCI ou établissement public territorial)",
        "la Ville des Abymes",
        "la commune de La Désirade",
        CORSE,
    ]
    assert first_cells(content, "Signataires du contrat") == expected
    assert [name for name, *_ in blocks(content)] == expected
    assert [len(row) for row in rows(tables(content, "Signatures du contrat")[0])] == [2, 2, 2]


def test_each_named_signatory_has_its_own_places_to_fill(catalogue: Catalogue) -> None:
    content = write_draft(assemble(catalogue, contract(signatories=NAMED)), RenderOptions(on=DAY))

    tags = set(controls(content))

    for identifier in ("etat", "epci", "commune.1", "commune.2", "departement.1"):
        assert {
            f"representant.{identifier}",
            f"signataire.{identifier}",
            f"signature.{identifier}",
        } <= tags
    assert "signature.region.1" not in tags


def test_a_collectivite_unique_shows_both_of_its_capacities(catalogue: Catalogue) -> None:
    text = whole_text(write_draft(assemble(catalogue, contract(signatories=NAMED)), RenderOptions(on=DAY)))

    assert "les départements signent" in text
    assert "les régions signent" in text


def test_the_two_representatives_of_one_body_stand_among_the_signatories_and_where_they_sign(
    catalogue: Catalogue,
) -> None:
    name = "la métropole de Lyon"
    two = (Signatory("epci", name, "Mme Alpha"), Signatory("departement", name, "M. Bêta"))
    whole = assemble(catalogue, contract("epci departement", signatories=two))

    drafts = (whole, extract(whole, share_of(whole, "departement")))
    contents = [write_draft(draft, RenderOptions(on=DAY)) for draft in drafts]
    assert told(contents[0])[0][2] == "Mme Alpha\nM. Bêta"
    assert [blocks(content)[0][:3] for content in contents] == [[name, "Mme Alpha", "M. Bêta"]] * 2


def test_the_basis_of_a_signature_is_said_once_for_each_kind(catalogue: Catalogue) -> None:
    content = write_draft(sample("named", catalogue), RenderOptions(on=DAY))

    capacities = [row[1] for row in told(content)]

    lines = [line.partition(" — ")[2] or line for text in capacities for line in text.split("\n")]
    assert len(capacities) > 60
    for partner in catalogue.partners:
        basis = typeset(without_lines(partner.legal_basis))
        kinds = [one for one in catalogue.partners if typeset(without_lines(one.legal_basis)) == basis]
        assert lines.count(basis) == len(kinds)
    assert capacities.count("Au même titre que la commune de Ville n° 1") == 59


def test_a_body_of_no_kind_signs_on_the_ground_that_was_given_or_by_local_choice(
    catalogue: Catalogue,
) -> None:
    others = (
        Signatory("autre", "le CCAS d’Évry"),
        Signatory("autre", "le Conseil citoyen", ground="loi n° 2014-173, art. 7"),
    )

    draft = assemble(catalogue, contract("etat autre", signatories=others))
    content = write_draft(draft, RenderOptions(on=DAY))

    capacities = [row[1].replace("\u00a0", " ") for row in told(content)]
    assert capacities[1:] == ["Choix local", "Fondement : loi n° 2014-173, art. 7"]


def test_a_collectivite_unique_that_comes_second_in_one_capacity_says_both(catalogue: Catalogue) -> None:
    two = (
        Signatory("departement", "le département de l’Ain"),
        Signatory("departement", CORSE),
        Signatory("region", CORSE),
    )

    content = write_draft(assemble(catalogue, contract(signatories=two)), RenderOptions(on=DAY))

    shown = next(row[1] for row in told(content) if row[0] == CORSE)
    assert shown.startswith("Au même titre que le département de l’Ain\nLoi ")
    assert "les régions signent" in shown


def test_a_hostile_name_is_printed_as_it_is(catalogue: Catalogue) -> None:
    name = " ".join(CANARIES)

    content = write_draft(
        assemble(catalogue, contract("commune", signatories=(Signatory("commune", name),))),
        RenderOptions(on=DAY),
    )

    assert [name for name, *_ in blocks(content)] == [name]


def test_the_departures_of_the_perimeter_are_printed_under_it(catalogue: Catalogue) -> None:
    sentence = "1\u00a0commune retirée\u00a0: Évry-Courcouronnes (91228)."

    content = write_draft(assemble(catalogue, contract()), RenderOptions(on=DAY, departures=(sentence,)))

    assert ("ListBullet", sentence) in paragraphs(content)
    assert "Écarts du périmètre avec la liste officielle\u00a0:" in whole_text(content)


def test_nothing_is_said_of_departures_when_there_are_none(catalogue: Catalogue) -> None:
    assert "Écarts du périmètre" not in whole_text(
        write_draft(assemble(catalogue, contract()), RenderOptions(on=DAY))
    )


def test_who_signs_and_by_which_deliberation_is_printed(catalogue: Catalogue) -> None:
    named = Signatory(
        "commune",
        "la Ville de Grigny",
        representative="Mme Exemple",
        title="maire",
        body="conseil municipal",
        deliberated_on="2027-03-12",
        deliberation="2027-014",
    )

    content = write_draft(assemble(catalogue, contract(signatories=(named,))), RenderOptions(on=DAY))

    assert control_text(content, "representant.commune.1") == "Mme Exemple, maire"
    assert control_text(content, "signataire.commune.1") == "Mme Exemple, maire"
    visa = "Vu la délibération n° 2027-014 du 12 mars 2027 (la Ville de Grigny, conseil municipal)"
    assert visa in whole_text(content).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("assembly", "number", "asked"),
    [
        ("conseil municipal", "2027-015", []),
        ("conseil municipal", "", ["Vu la délibération (la Ville d’Amont, conseil municipal)"]),
        ("", "", ["Vu les délibérations des collectivités signataires"]),
    ],
)
def test_deliberations_are_asked_for_until_each_assembly_has_its_own(
    catalogue: Catalogue, assembly: str, number: str, asked: list[str]
) -> None:
    named = (
        Signatory("commune", "la Ville d’Aval", body="conseil municipal", deliberation="2027-014"),
        Signatory("commune", "la Ville d’Amont", body=assembly, deliberation=number),
        Signatory("etat", "l’État"),
    )
    draft = assemble(catalogue, contract("etat commune", signatories=named))

    visas = [text for style, text in paragraphs(write_draft(draft, RenderOptions(on=DAY))) if style == "Visa"]

    to_fill = [text.partition("\u00a0:")[0] for text in visas if "[à\u00a0compléter]" in text]
    assert [text for text in to_fill if "délibération" in text] == asked


def test_deliberations_are_asked_for_while_a_collectivite_that_signs_is_not_even_named(
    catalogue: Catalogue,
) -> None:
    town = Signatory("commune", "la Ville d’Aval", body="conseil municipal", deliberation="2027-014")

    alone, with_epci = (
        whole_text(
            write_draft(assemble(catalogue, contract(signed, signatories=(town,))), RenderOptions(on=DAY))
        )
        for signed in ("etat commune", "etat epci commune")
    )

    assert "les délibérations des collectivités" not in alone
    assert "les délibérations des collectivités" in with_epci


def test_the_deliberation_of_one_who_does_not_sign_is_not_printed(catalogue: Catalogue) -> None:
    named = Signatory("caf", "la CAF", deliberation="2027-014")

    content = write_draft(assemble(catalogue, contract(signatories=(named,))), RenderOptions(on=DAY))

    assert "2027-014" not in whole_text(content)
