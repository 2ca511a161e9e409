"""Two trames: what the official chose changes the order and the chapters, never the words."""

import re
from dataclasses import replace
from datetime import date

import pytest

from app.documents.word import RenderOptions, write_draft
from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from tests.documents.word.reading import whole_text
from tests.examples import contract, small_territory

OUTLINES = ("2014-2020", "2024-2030")


@pytest.mark.parametrize("outline", OUTLINES)
def test_the_mandatory_volets_come_first_in_every_trame(catalogue: Catalogue, outline: str) -> None:
    draft = assemble(catalogue, contract(outline=outline))

    first = [section.section.id for section in draft.sections[:3]]

    assert first == ["egalite-femmes-hommes", "securite", "sante"]


def test_another_trame_holds_the_same_commitments(catalogue: Catalogue) -> None:
    one, other = (assemble(catalogue, contract(outline=outline)) for outline in OUTLINES)

    moved = {entry.commitment.id for entry in (*other.historical, *other.national)}
    assert {entry.commitment.id for entry in (*one.entries(), *one.national)} == {
        entry.commitment.id for entry in other.entries()
    } | moved
    assert [part.id for part in one.outline.parts] != [part.id for part in other.outline.parts]


@pytest.mark.parametrize(("departement", "last"), [("69", "revision-2027"), ("971", "actualisation")])
def test_the_contract_of_2024_has_a_part_by_quartier_and_its_own_revision(
    catalogue: Catalogue, departement: str, last: str
) -> None:
    profile = contract(outline="2024-2030", territory=small_territory(departement))

    outline = assemble(catalogue, profile).outline

    assert outline.by_quartier
    assert [chapter.id for chapter in outline.after_sections] == ["participation-citoyenne", "investissement"]
    assert [chapter.id for chapter in outline.closing][-2:] == ["revue-annuelle", last]


def test_a_text_keeps_the_place_that_its_territory_no_longer_has(catalogue: Catalogue) -> None:
    texts = {"revision-2027": "En 2027.", "npnru-cadre": "Le Plateau."}
    overseas = contract(
        outline="2024-2030",
        territory=small_territory("971"),
        facts={"renouvellement_urbain": False},
        texts=texts,
    )

    assert assemble(catalogue, overseas).texts == texts


def test_no_text_of_a_trame_is_later_than_its_generation(catalogue: Catalogue) -> None:
    outline = catalogue.outline_by_id["2014-2020"]
    said = [outline.contents, outline.formerly]
    said += [visa.text for visa in outline.visas] + [basis for _, basis in outline.legal_bases]
    said += [chapter.asked for chapter in outline.chapters]
    places = [place for chapter in outline.chapters for place in chapter.places]
    said += [asked.source for place in places for asked in place.requirements]
    volets = assemble(catalogue, contract(outline=outline.id)).sections
    said += [volet.section.legal_basis for volet in volets]

    assert [text for text in said if re.search(r"\b202[4-9]", text)] == []


def test_nobody_chose_a_trame_so_the_catalogue_s_own_is_used(catalogue: Catalogue) -> None:
    assert assemble(catalogue, contract()).outline.id == "2014-2020"


def test_a_place_has_one_label_whichever_chapter_holds_it(catalogue: Catalogue) -> None:
    labels: dict[str, set[str]] = {}
    for outline in catalogue.outlines:
        for chapter in outline.chapters:
            for place in chapter.places:
                labels.setdefault(place.id, set()).add(place.label)

    assert all(len(each) == 1 for each in labels.values())


@pytest.mark.parametrize(("departement", "years"), [("69", "2024-2030"), ("971", "2025-2030")])
def test_a_trame_says_the_years_of_its_contracts_which_overseas_begin_later(
    catalogue: Catalogue, departement: str, years: str
) -> None:
    profile = replace(contract(outline="2024-2030"), territory=small_territory(departement))

    draft = assemble(catalogue, profile)
    cover = whole_text(write_draft(draft, RenderOptions(on=date(2026, 11, 23))))

    assert draft.outline.title_for(draft.facts).endswith(f" ({years})")
    assert f"Période\u00a0: {years}" in cover
    assert ("Révision de 2027" in cover) == (departement == "69")


def test_a_trame_says_the_years_of_every_territory_where_none_is_chosen(catalogue: Catalogue) -> None:
    former, latest = (catalogue.outline_by_id[known] for known in ("2014-2020", "2024-2030"))

    assert latest.title_for(None).endswith(" (2024-2030, 2025-2030 selon le territoire)")
    assert former.title_for(None) == former.title
