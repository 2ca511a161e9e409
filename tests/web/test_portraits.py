"""The page of one quartier: its portrait is typed beside its actions, saved, and nothing typed is lost."""

from dataclasses import replace

import pytest

from app.domain.profile import Adaptation, Figure, LocalCommitment, Portrait, Profile
from app.store import Profiles, SavedProfile
from tests.web.conftest import EVRY, Visitor
from tests.web.pages import page_of

CODE = "QN09101M"
POPULATION = Figure("Population", "5 230", "2021", "Insee")
THERE = LocalCommitment(
    "local-1", "sante", "Ouvrir un centre.", Adaptation(lead="la Ville", quartiers=(CODE,))
)


@pytest.fixture
def saved(store: Profiles) -> SavedProfile:
    profile = Profile("Évry", EVRY, local_commitments=(THERE,), outline="2024-2030")
    return store.create(replace(profile, portraits={CODE: Portrait((POPULATION,), "La santé.")}))


@pytest.fixture
def address(saved: SavedProfile) -> str:
    return f"/profils/{saved.id}/quartiers/{CODE}"


def test_the_list_says_what_is_written_and_leads_to_each_quartier(
    visitor: Visitor, saved: SavedProfile, address: str
) -> None:
    page = page_of(visitor.client.get(f"/profils/{saved.id}/quartiers"))

    assert "Les Pyramides" in page.text
    assert "1 chiffre, enjeux" in " ".join(page.text.split())
    assert address in page.links()


def test_figures_and_texts_are_typed_saved_and_shown(
    visitor: Visitor, store: Profiles, saved: SavedProfile, address: str
) -> None:
    line = {"figure_2_label": "Taux de pauvreté", "figure_2_value": "42 %", "figure_2_year": "2021"}

    answer = visitor.send(address, **line, priorities="Un centre de santé.")

    figures = (POPULATION, Figure("Taux de pauvreté", "42 %", "2021"))
    assert answer.status_code == 303
    assert store.get(saved.id).profile.portraits == {
        CODE: Portrait(figures, "La santé.", "Un centre de santé.")
    }


def test_the_actions_there_are_shown_with_their_lead(visitor: Visitor, address: str) -> None:
    page = page_of(visitor.client.get(address))

    assert "Ouvrir un centre" in page.text
    assert "la Ville" in page.text


def test_a_figure_without_its_value_is_refused_in_a_sentence_and_stays_on_the_page(
    visitor: Visitor, store: Profiles, saved: SavedProfile, address: str
) -> None:
    answer = visitor.send(address, figure_2_label="Chômage")
    page = page_of(answer)

    assert answer.status_code == 422
    assert "Valeur, ligne 2 : indiquez sa valeur. Exemple : 5 230." in page.text.replace("\u00a0", " ")
    assert page.fields["figure_2_label"] == "Chômage"
    assert store.get(saved.id) == saved


def test_one_more_line_is_given_without_saving(
    visitor: Visitor, store: Profiles, saved: SavedProfile, address: str
) -> None:
    before = page_of(visitor.client.get(address)).fields

    page = page_of(visitor.send(address, figure_3_label="Emploi", more="1"))

    assert len([name for name in page.fields if name.endswith("_label")]) > len(
        [name for name in before if name.endswith("_label")]
    )
    assert page.fields["figure_3_label"] == "Emploi"
    assert store.get(saved.id) == saved


def test_two_people_who_write_one_text_meet_and_nothing_is_lost(
    visitor: Visitor, store: Profiles, saved: SavedProfile, address: str
) -> None:
    fields = page_of(visitor.client.get(address)).fields
    theirs = replace(saved.profile, portraits={CODE: Portrait((POPULATION,), "Le logement.")})
    store.save(saved.id, saved.version, theirs)

    answer = visitor.client.post(address, data={**fields, "challenges": "L’emploi."})
    page = page_of(answer)

    assert answer.status_code == 409
    assert page.fields["challenges"] == "L’emploi."
    assert "Le logement." in page.text


def test_what_was_typed_of_a_quartier_that_has_left_is_kept_after_a_second_saving(
    visitor: Visitor, store: Profiles, saved: SavedProfile, address: str
) -> None:
    fields = page_of(visitor.client.get(address)).fields
    store.save(saved.id, saved.version, replace(saved.profile, territory=replace(EVRY, quartiers=())))

    answer = visitor.client.post(address, data={**fields, "challenges": "L’emploi."})
    again = page_of(answer)
    visitor.client.post(address, data=again.fields)

    assert answer.status_code == 409
    assert "Ce quartier a quitté le territoire." in again.text
    assert store.get(saved.id).profile.portraits[CODE].challenges == "L’emploi."
    kept = page_of(visitor.client.get(f"/profils/{saved.id}/non-imprimes"))
    assert "Portrait du quartier QN09101M" in kept.text


def test_an_unknown_quartier_has_no_page(visitor: Visitor, saved: SavedProfile) -> None:
    assert visitor.client.get(f"/profils/{saved.id}/quartiers/QN09999M").status_code == 404


def test_the_figures_of_the_list_are_proposed_beside_those_that_were_typed(
    visitor: Visitor, store: Profiles, saved: SavedProfile, address: str
) -> None:
    listed = (Figure("Population", "5 300", "2021"), Figure("Taux de pauvreté", "42,1"))
    store.quartiers.replace(EVRY.quartiers, "qpv-2024.csv", {CODE: listed})

    page = page_of(visitor.send(address, challenges="L’emploi.", listed="1"))

    assert (page.fields["figure_1_value"], page.fields["figure_2_value"]) == ("5 230", "42,1")
    assert (page.fields["figure_2_source"], page.fields["challenges"]) == ("qpv-2024.csv", "L’emploi.")
    assert store.get(saved.id) == saved


def test_a_quartier_taken_from_the_list_comes_with_its_figures(visitor: Visitor, store: Profiles) -> None:
    without = store.create(Profile("Avant la liste", replace(EVRY, quartiers=())))
    store.quartiers.replace(EVRY.quartiers, "qpv-2024.csv", {CODE: (Figure("Population", "5 300", "2021"),)})

    visitor.send(f"/profils/{without.id}/territoire/quartiers")

    assert store.get(without.id).profile.portraits == {
        CODE: Portrait((Figure("Population", "5 300", "2021", "qpv-2024.csv"),))
    }
