"""The part of each quartier in the Word file: what is written of it, and the actions there."""

from dataclasses import replace

from app.documents.word import RenderOptions, write_draft
from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.draft import Draft
from app.domain.profile import Adaptation, Commune, Figure, LocalCommitment, Portrait, Quartier, Signatory
from tests.documents.word.conftest import DAY
from tests.documents.word.reading import controls, headings, rows, tables, whole_text
from tests.examples import contract

WRITTEN, ACTIVE, SILENT = (
    Quartier(code, name)
    for code, name in (("QN06901M", "Les Tilleuls"), ("QN06902M", "La Gare"), ("Q3", "Le Parc"))
)
CITY = "la Ville d’Exemple"
ACTION = Adaptation(lead=CITY, deadline="2028-12-31", indicator="Personnes reçues", quartiers=(ACTIVE.code,))


def draft_of(catalogue: Catalogue) -> Draft:
    profile = contract(
        "etat commune",
        outline="2024-2030",
        signatories=(Signatory("commune", CITY),),
        portraits={
            WRITTEN.code: Portrait((Figure("Population", "3 600", "2023", "Insee"),), "Les **soins**.")
        },
        local_commitments=(LocalCommitment("local-1", "sante", "Ouvrir un centre.", ACTION),),
    )
    territory = replace(profile.territory, quartiers=(WRITTEN, ACTIVE, SILENT))
    return assemble(catalogue, replace(profile, territory=territory))


def test_a_quartier_has_its_part_when_something_is_written_of_it_or_an_action_takes_place_there(
    catalogue: Catalogue,
) -> None:
    content = write_draft(draft_of(catalogue), RenderOptions(on=DAY))

    parts = [title for title in headings(content, "Heading2") if title.endswith("M)")]
    assert parts == ["Les Tilleuls (QN06901M)", "La Gare (QN06902M)"]
    assert "rien n’est encore écrit\u00a0: Le Parc." in whole_text(content)
    assert rows(tables(content, "Portrait du quartier")[0]) == [["Population", "3 600", "2023", "Insee"]]
    assert {"quartier.QN06901M.enjeux", "quartier.QN06901M.priorites"} <= set(controls(content))
    assert rows(tables(content, "Actions du contrat dans le quartier")[0]) == [
        ["local\u00a01", "Ouvrir un centre", CITY, "31\u00a0décembre 2028", "Personnes reçues"]
    ]


def test_the_parts_of_two_quartiers_of_one_name_say_where_each_is(catalogue: Catalogue) -> None:
    draft = draft_of(catalogue)
    communes = (Commune("42186", "Rive-de-Gier"), Commune("42207", "Saint-Chamond"))
    twins = (
        Quartier(WRITTEN.code, "Centre Ville", ("42186",)),
        Quartier(ACTIVE.code, "Centre Ville", ("42207",)),
    )
    territory = replace(draft.profile.territory, communes=communes, quartiers=twins)
    told_apart = assemble(catalogue, replace(draft.profile, territory=territory))

    content = write_draft(told_apart, RenderOptions(on=DAY))

    assert [title for title in headings(content, "Heading2") if title.endswith("M)")] == [
        "Centre Ville (Rive-de-Gier, QN06901M)",
        "Centre Ville (Saint-Chamond, QN06902M)",
    ]
