"""The order of the first pages of the Word file, and the page that says what the contract is."""

from dataclasses import replace

from app.documents.word import RenderOptions, write_draft
from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.profile import (
    Adaptation,
    LocalCommitment,
    Means,
    MeansKind,
    Objective,
    Orientation,
    Quartier,
)
from tests.documents.word.conftest import DAY
from tests.documents.word.reading import headings, links, paragraphs, rows, tables
from tests.examples import contract

MEANS = (Means(MeansKind.SPECIFIC, "État", 30_000), Means(MeansKind.COMMON_LAW, "Ville", 12_500))
LOCAL = LocalCommitment("local-1", "sante", "Ouvrir.", Adaptation(means=MEANS))
HEALTH = Orientation("o1", "Se soigner", objectives=(Objective("b1", "Un centre", target="4", year="2028"),))


def test_the_signatories_come_before_the_contents_and_the_essential_after(catalogue: Catalogue) -> None:
    content = write_draft(assemble(catalogue, contract(local_commitments=(LOCAL,))), RenderOptions(on=DAY))

    wanted = {"Title", "TOCHeading", "PlainHeading", "Heading1"}
    assert [text for style, text in paragraphs(content) if style in wanted][:5] == [
        "Contrat de ville",
        "Les signataires",
        "Sommaire",
        "L’essentiel",
        "Préambule",
    ]


def test_one_page_says_the_quartiers_the_priorities_the_figures_and_the_amounts(catalogue: Catalogue) -> None:
    profile = contract("etat epci", orientations=(HEALTH,), local_commitments=(LOCAL,))
    quartiers = (Quartier("QN06901M", "Les Tilleuls"), Quartier("QN06902M", "La Gare"))
    profile = replace(profile, territory=replace(profile.territory, quartiers=quartiers))

    content = write_draft(assemble(catalogue, profile), RenderOptions(on=DAY))

    said = [text.replace("\u202f", " ") for _, text in paragraphs(content)]
    assert "Quartiers prioritaires\u00a0: Les Tilleuls et La Gare." in said
    assert "Objectif\u00a01.1 — Un centre (cible\u00a0: 4, 2028)" in said
    assert any("42 500\u00a0€, dont 12 500\u00a0€ de droit commun et 30 000\u00a0€" in text for text in said)
    (figures,) = rows(tables(content, "Le contrat en chiffres")[0])
    assert figures[:2] == ["2", "1\n1\u00a0objectif"]
    assert figures[3:] == ["2", "42\u202f500\u00a0€"]
    assert ("objectif_du_contrat_1_1", "Objectif\u00a01.1") in links(content)


def test_a_contract_that_says_nothing_of_its_own_has_no_such_page(catalogue: Catalogue) -> None:
    content = write_draft(assemble(catalogue, contract()), RenderOptions(on=DAY))

    assert "L’essentiel" not in headings(content, "PlainHeading")
