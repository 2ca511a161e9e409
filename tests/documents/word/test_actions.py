"""The table of all the actions of the contract in the Word file."""

from dataclasses import replace

from app.documents.word import RenderOptions, write_draft
from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.profile import Adaptation, LocalCommitment, Profile, Quartier
from tests.documents.word.conftest import DAY
from tests.documents.word.reading import headings, links, rows, tables
from tests.examples import contract

TITLE = "Tableau d’ensemble des actions"
QUARTIERS = (Quartier("QN06901M", "Les Tilleuls"), Quartier("QN06902M", "La Gare"))
CODES = tuple(quartier.code for quartier in QUARTIERS)


def acting(catalogue: Catalogue, *quartiers: str) -> Profile:
    health = next(leaf.commitment.id for leaf in catalogue.leaves if leaf.commitment.section == "sante")
    profile = contract(
        adaptations={
            health: Adaptation(local_action="Un **centre** ouvre.", lead="la Ville", quartiers=quartiers)
        },
        local_commitments=(
            LocalCommitment("local-1", "sante", "Ouvrir.", Adaptation(deadline="2028-12-31")),
        ),
    )
    return replace(profile, territory=replace(profile.territory, quartiers=QUARTIERS))


def test_every_action_stands_in_one_table_under_its_volet_with_a_link(catalogue: Catalogue) -> None:
    draft = assemble(catalogue, acting(catalogue, CODES[0]))
    content = write_draft(draft, RenderOptions(on=DAY))

    (table,) = tables(content, "2\u00a0actions du contrat, par volet")
    volet, national, local = rows(table)
    number = national[0]
    assert volet == [next(one.section.title for one in draft.sections if one.local)]
    assert national == [number, "Un centre ouvre", "la Ville", "Les Tilleuls", "–"]
    assert local == ["local\u00a01", "Ouvrir", "–", "tout le territoire", "31\u00a0décembre 2028"]
    assert {(f"engagement_{number}", number), ("engagement_local_1", "local\u00a01")} <= set(links(content))


def test_the_quartiers_have_a_column_where_an_action_names_one(catalogue: Catalogue) -> None:
    shown = [
        rows(
            tables(
                write_draft(assemble(catalogue, acting(catalogue, *codes)), RenderOptions(on=DAY)),
                "2\u00a0act",
            )[0]
        )
        for codes in ((), CODES)
    ]

    assert [len(table[1]) for table in shown] == [4, 5]
    assert shown[1][1][3] == "tous"


def test_a_contract_without_an_action_has_no_such_chapter(catalogue: Catalogue) -> None:
    content = write_draft(assemble(catalogue, contract()), RenderOptions(on=DAY))

    assert TITLE not in headings(content, "Heading1")
