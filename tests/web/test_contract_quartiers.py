"""A contract that exists takes the quartiers of the official list: shown, then accepted by ticks."""

from dataclasses import replace

import pytest

from app.domain.outlines import quartier_place
from app.domain.profile import (
    Adaptation,
    Commune,
    LocalCommitment,
    Profile,
    Quartier,
    Signatory,
    Territory,
)
from app.store import Profiles, SavedProfile
from tests.web.conftest import Visitor
from tests.web.pages import page_of

PYRAMIDES = Quartier("QN09101M", "Les Pyramides", ("91228",))
TARTERETS = Quartier("QN09102M", "Les Tarterêts", ("91174",))
GONE = Quartier("QN09199M", "Le Parc", ("91228",))
COMMUNES = (Commune("91228", "Évry-Courcouronnes", 66_700), Commune("91174", "Corbeil-Essonnes", 52_000))
COMMUNES += (Commune("91577", "Saintry-sur-Seine", 5_800),)
EVRY = Territory("epci", "200059228", "CA Grand Paris Sud", COMMUNES, grouping="CA")
ABOUT_THE_PARC = Adaptation(local_action="Ouvrir le parc.", quartiers=("QN09199M", "QN09101M"))
MISSING = "La liste officielle des quartiers prioritaires n’est pas encore importée"


@pytest.fixture
def older(store: Profiles) -> SavedProfile:
    """A contract whose quartiers were typed, made before the list was imported."""
    territory = replace(EVRY, quartiers=(replace(PYRAMIDES, name="Pyramides"), GONE))
    local = LocalCommitment("local-1", "sante", "Un engagement d’ici.", ABOUT_THE_PARC)
    texts = {quartier_place("QN09199M"): "Le projet du Parc."}
    saved = store.create(Profile("Ancien", territory, local_commitments=(local,), texts=texts))
    store.quartiers.replace([PYRAMIDES, TARTERETS], "qpv-2024.csv")
    return saved


def address(saved: SavedProfile) -> str:
    return f"/profils/{saved.id}/territoire/quartiers"


def test_a_contract_made_before_the_import_takes_its_quartiers(visitor: Visitor, store: Profiles) -> None:
    saved = store.create(Profile("Avant la liste", EVRY))
    store.quartiers.replace([PYRAMIDES, TARTERETS], "qpv-2024.csv")

    answer = visitor.send(address(saved))

    assert answer.status_code == 303
    assert store.get(saved.id).profile.territory.quartiers == (PYRAMIDES, TARTERETS)


def test_added_renamed_and_gone_quartiers_are_shown_before_anything_changes(
    visitor: Visitor, store: Profiles, older: SavedProfile
) -> None:
    page = page_of(visitor.client.get(address(older)))

    assert "QN09102M Les Tarterêts" in page.text
    changed = "« Pyramides (Évry-Courcouronnes) » devient « Les Pyramides (Évry-Courcouronnes) »"
    assert changed in page.text.replace("\u00a0", " ")
    assert "1 action le nomme, son projet est écrit" in page.text.replace("\u00a0", " ")
    assert (page.fields["added"], page.fields["changed"]) == (["QN09102M"], ["QN09101M"])
    assert "gone" not in page.fields
    assert store.get(older.id) == older


def test_what_is_not_ticked_does_not_change(visitor: Visitor, store: Profiles, older: SavedProfile) -> None:
    visitor.send(address(older), added=[], changed=[])

    assert store.get(older.id).profile.territory.quartiers == older.profile.territory.quartiers


def test_a_quartier_that_leaves_keeps_what_was_written_about_it_and_says_so(
    visitor: Visitor, store: Profiles, older: SavedProfile
) -> None:
    answer = visitor.send(address(older), gone=["QN09199M"])
    after = store.get(older.id).profile
    said = page_of(visitor.client.get(answer.location)).text.replace("\u00a0", " ")

    assert after.territory.quartiers == (PYRAMIDES, TARTERETS)
    assert after.local_commitments == older.profile.local_commitments
    assert after.texts == older.profile.texts
    assert "QN09199M Le Parc est retiré du contrat : 1 action le nomme encore" in said
    assert "son projet est gardé" in said


def test_what_somebody_took_from_the_list_meanwhile_is_said_and_the_rest_can_be_saved(
    visitor: Visitor, store: Profiles, older: SavedProfile
) -> None:
    fields = page_of(visitor.client.get(address(older))).fields
    visitor.send(address(older), added=[])

    answer = visitor.client.post(address(older), data={**fields, "gone": ["QN09199M"]})
    conflict = page_of(answer)
    again = visitor.client.post(address(older), data=conflict.fields)

    assert (answer.status_code, again.status_code) == (409, 303)
    assert "QN09101M : « Pyramides (Évry-Courcouronnes) » devient" in conflict.text.replace("\u00a0", " ")
    assert "Ce n’est plus à faire" in conflict.text
    assert store.get(older.id).profile.territory.quartiers == (PYRAMIDES, TARTERETS)


def test_the_communes_that_sign_follow_the_quartiers_but_for_those_that_were_described(
    visitor: Visitor, store: Profiles
) -> None:
    described = Signatory("commune", "la Ville de Saintry-sur-Seine", "M. Gabarit", "maire")
    others = ("la Ville d’Évry-Courcouronnes", "la Ville de Corbeil-Essonnes")
    known = (*(Signatory("commune", name) for name in others), described)
    saved = store.create(Profile("Toutes les communes", EVRY, signatories=known))
    store.quartiers.replace([PYRAMIDES], "qpv-2024.csv")

    answer = visitor.send(address(saved))

    said = page_of(visitor.client.get(answer.location)).text
    assert "faute de quartier prioritaire : la Ville de Corbeil-Essonnes." in said.replace("\u00a0", " ")
    names = [one.name for one in store.get(saved.id).profile.signatories if one.partner == "commune"]
    assert names == ["la Ville d’Évry-Courcouronnes", "la Ville de Saintry-sur-Seine"]


def test_the_signatories_stay_when_that_box_is_not_ticked(visitor: Visitor, store: Profiles) -> None:
    known = (Signatory("commune", "la Ville de Saintry-sur-Seine"),)
    saved = store.create(Profile("Toutes les communes", EVRY, signatories=known))
    store.quartiers.replace([PYRAMIDES], "qpv-2024.csv")

    visitor.send(address(saved), signatories=[])

    assert store.get(saved.id).profile.signatories == known


def test_a_contract_that_has_the_quartiers_of_the_list_has_nothing_to_take(
    visitor: Visitor, store: Profiles
) -> None:
    saved = store.create(Profile("À jour", replace(EVRY, quartiers=(PYRAMIDES,))))
    store.quartiers.replace([PYRAMIDES], "qpv-2024.csv")

    assert "sont ceux de la liste officielle" in page_of(visitor.client.get(address(saved))).text


def test_the_quartiers_taken_meanwhile_on_another_page_are_no_conflict_to_other_work(
    visitor: Visitor, store: Profiles, older: SavedProfile
) -> None:
    fields = page_of(visitor.client.get(address(older))).fields
    store.save(older.id, older.version, replace(older.profile, facts_reason="Un motif."))

    answer = visitor.client.post(address(older), data=fields)

    after = store.get(older.id).profile
    assert answer.status_code == 303
    assert (after.facts_reason, TARTERETS in after.territory.quartiers) == ("Un motif.", True)


@pytest.mark.parametrize("page", ["/", "/territoires", "/profils/nouveau?territoire=200059228", "/aide"])
def test_without_a_list_the_first_pages_say_so_and_lead_to_its_import(visitor: Visitor, page: str) -> None:
    shown = page_of(visitor.client.get(page))

    assert MISSING in shown.text
    assert "/quartiers" in shown.links()


@pytest.mark.parametrize("page", ["territoire", "completude", "territoire/quartiers"])
def test_without_a_list_the_pages_of_a_contract_say_so_and_lead_to_its_import(
    visitor: Visitor, saved: SavedProfile, page: str
) -> None:
    shown = page_of(visitor.client.get(f"/profils/{saved.id}/{page}"))

    assert MISSING in shown.text
    assert "/quartiers" in shown.links()


def test_with_a_list_nothing_is_said_to_be_missing(visitor: Visitor, store: Profiles) -> None:
    store.quartiers.replace([PYRAMIDES], "qpv-2024.csv")

    assert MISSING not in page_of(visitor.client.get("/")).text


def test_a_contract_without_a_quartier_is_led_to_those_of_the_list(visitor: Visitor, store: Profiles) -> None:
    saved = store.create(Profile("Sans quartier", EVRY))
    store.quartiers.replace([PYRAMIDES], "qpv-2024.csv")

    for page in ("territoire", "completude"):
        assert address(saved) in page_of(visitor.client.get(f"/profils/{saved.id}/{page}")).links()


def test_two_quartiers_of_one_name_are_told_apart_on_the_form_of_an_action(
    visitor: Visitor, store: Profiles
) -> None:
    twins = (
        Quartier("QN09101M", "Centre Ville", ("91228",)),
        Quartier("QN09102M", "Centre Ville", ("91174",)),
    )
    saved = store.create(
        Profile("Jumeaux", replace(EVRY, quartiers=twins), partners=("etat", "epci", "commune"))
    )

    page = page_of(visitor.client.get(f"/profils/{saved.id}/volets/sante/ajouter"))

    assert "Centre Ville (Évry-Courcouronnes)" in page.text
    assert "Centre Ville (Corbeil-Essonnes)" in page.text
