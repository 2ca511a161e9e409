"""The short documents of a contract: the fiche of a signatory, the synthesis, the fiche of a quartier."""

import re
from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from app.documents import Document, Edition
from app.documents.word import RenderOptions, write_draft
from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.draft import Draft
from app.domain.profile import (
    Adaptation,
    LocalCommitment,
    Means,
    MeansKind,
    MeansState,
    Objective,
    Orientation,
    Portrait,
    Quartier,
    Signatory,
)
from app.domain.views import extract, share_of
from tests.documents.word.conftest import DAY, Convert
from tests.documents.word.reading import W, headings, root, rows, tables, whole_text
from tests.documents.word.samples import draft as sample
from tests.documents.word.structure import faults
from tests.examples import contract

HEALTH, SAFETY = "affaires-sociales-sante-2013-3", "interieur-2013-1-1"
SYNTHESIS = RenderOptions(on=DAY, document=Document.SYNTHESIS)


def pages(content: bytes, to_pdf: Convert) -> int:
    return len(PdfReader(BytesIO(to_pdf(content).read_bytes())).pages)


def written(catalogue: Catalogue) -> Draft:
    """Two actions, of which the association leads one, and brings a means to the other."""
    centre = Signatory("autre", "le Centre social")
    led = Adaptation(local_action="Ouvrir un café.", lead="Centre social", quartiers=("QN06901M",))
    paid = Means(MeansKind.COMMON_LAW, "le Centre social", 12_500, "2027", MeansState.REQUESTED)
    other = Adaptation(local_action="Réunir.", lead="État (préfet)", means=(paid,))
    territory = replace(contract().territory, quartiers=(Quartier("QN06901M", "La Plaine", ()),))
    return assemble(
        catalogue,
        contract(
            "etat epci commune autre",
            signatories=(centre,),
            adaptations={SAFETY: other},
            local_commitments=(LocalCommitment("local-1", "sante", "Accueillir.", led),),
            territory=territory,
            portraits={"QN06901M": Portrait(challenges="Une place vide.")},
        ),
    )


def test_the_fiche_of_a_signatory_says_its_commitments_means_and_what_is_awaited_of_it(
    catalogue: Catalogue, to_pdf: Convert
) -> None:
    draft = written(catalogue)

    content = write_draft(extract(draft, share_of(draft, "autre.1")), RenderOptions(on=DAY, signatory="X"))

    text = whole_text(content).replace("\u00a0", " ").replace("\u202f", " ")
    assert "Engagement local 1 — Accueillir" in text
    means = rows(tables(content, "Moyens que ce signataire")[0])
    number = draft.numbers[SAFETY]
    assert [[cell.replace("\u00a0", " ") for cell in row][:4] for row in means] == [
        [f"Engagement {number} (hors de cette fiche)", "Droit commun", "2027", "demandé"]
    ]
    assert "Donner son accord sur l’action : Engagement local 1." in text
    assert f"Confirmer ses moyens (12 500 €) : Engagement {number} (hors de cette fiche)." in text
    assert "Nommer qui signera" in text
    assert "Vu la loi" not in text
    assert "Sommaire" not in text
    assert faults(content) == []
    assert pages(content, to_pdf) <= 2


def test_the_fiche_that_a_signatory_signs_says_nothing_of_what_is_awaited_of_it(catalogue: Catalogue) -> None:
    draft = written(catalogue)

    signing = RenderOptions(on=DAY, edition=Edition.SIGNING)
    content = write_draft(extract(draft, share_of(draft, "autre.1")), signing)

    assert headings(content, "Heading1", "PlainHeading")[-2:] == ["Ses moyens", "Signatures"]
    assert "attendu" not in whole_text(content)


@pytest.mark.parametrize("kind", ["everybody signs", "sixty communes", "hostile", "named"])
def test_a_synthesis_holds_on_two_pages(catalogue: Catalogue, to_pdf: Convert, kind: str) -> None:
    draft = sample(kind, catalogue)

    content = write_draft(draft, SYNTHESIS)

    assert pages(content, to_pdf) <= 2
    assert faults(content) == []


def test_a_synthesis_counts_by_volet_and_by_funder_and_says_who_is_awaited(catalogue: Catalogue) -> None:
    draft = written(catalogue)
    goals = Orientation("o1", "Ouvrir des lieux", objectives=(Objective("b1", "Un café"),))
    draft = replace(draft, profile=replace(draft.profile, orientations=(goals,)))

    content = write_draft(draft, SYNTHESIS)

    by_volet = {row[0]: row[1:] for row in rows(tables(content, "Engagements de chaque volet")[0])}
    safety = next(one for one in draft.sections if one.section.id == "securite")
    assert by_volet[safety.section.title] == [
        str(len(safety.written) - 1),
        "1",
        "0",
        str(len(safety.written)),
    ]
    budget = [[cell.replace("\u202f", " ") for cell in row] for row in rows(tables(content, "Montants")[0])]
    assert budget == [
        [name, "12 500\u00a0€", "0\u00a0€", "12 500\u00a0€"] for name in ("le Centre social", "Total")
    ]
    awaited = {row[0]: row[1:] for row in rows(tables(content, "Ce qui est attendu")[0])}
    assert awaited["Autre organisme"] == ["–", "1", "1", "12\u202f500\u00a0€", "représentant"]
    assert re.search("Orientation\u00a01\u00a0: Ouvrir des lieux", whole_text(content))


def test_a_fiche_of_a_quartier_says_what_is_written_of_it_and_the_actions_that_name_it(
    catalogue: Catalogue,
) -> None:
    options = RenderOptions(on=DAY, document=Document.QUARTIER, quartier="QN06901M")

    content = write_draft(written(catalogue), options)

    actions = rows(tables(content, "Actions du contrat qui nomment")[0])
    assert [row[:3] for row in actions] == [["L1", "Ouvrir un café", "Centre social"]]
    assert "Une place vide." in whole_text(content)
    assert headings(content, "Heading1") == ["Le quartier", "Les actions", "Les montants"]
    assert faults(content) == []


def test_a_report_is_no_contract_that_comes_back(catalogue: Catalogue) -> None:
    options = replace(SYNTHESIS, contract="contrat-1", version=3)

    content = write_draft(written(catalogue), options)

    assert b"contrat-1" not in content
    assert not list(root(content).iter(f"{W}sdt"))
