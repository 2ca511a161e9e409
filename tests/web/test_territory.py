"""Typing, choosing and changing a territory."""

import re
from dataclasses import replace

import pytest

from app.domain.profile import Commune, Quartier, Signatory
from app.store import Profiles, SavedProfile
from app.web.territory.forms import (
    LinesRefused,
    commune_lines,
    quartier_lines,
    read_communes,
    read_quartiers,
)
from tests.web.conftest import Visitor
from tests.web.pages import page_of

TYPED = {
    "name": "Grand Paris Sud, contrat de ville",
    "kind": "epci",
    "territory_name": "CA Grand Paris Sud",
    "code": "200059228",
    "communes": "91228 Évry-Courcouronnes (66 700 hab.)\r\n91174 Corbeil-Essonnes",
    "quartiers": "QN09101M Les Pyramides (91228)",
    "fact_zsp": "oui",
}


def test_a_typed_territory_is_saved_with_its_communes_quartiers_and_facts(
    visitor: Visitor, store: Profiles
) -> None:
    answer = visitor.send("/profils/nouveau", **TYPED)

    profile = store.search().summaries[0]
    saved = store.get(profile.id).profile
    assert answer.status_code == 303
    assert answer.location == f"/profils/{profile.id}/partenaires"
    assert saved.territory.communes == (
        Commune("91228", "Évry-Courcouronnes", 66_700),
        Commune("91174", "Corbeil-Essonnes"),
    )
    assert saved.territory.quartiers == (Quartier("QN09101M", "Les Pyramides", ("91228",)),)
    assert saved.facts == {"zsp": True}


def test_a_typed_territory_starts_with_the_signatories_that_the_law_requires(
    visitor: Visitor, store: Profiles
) -> None:
    visitor.send("/profils/nouveau", **TYPED)

    saved = store.get(store.search().summaries[0].id)
    assert saved.profile.partners == ("etat", "epci", "commune", "departement", "region")


@pytest.mark.parametrize(("chosen", "outline"), [({}, "2024-2030"), ({"outline": "2014-2020"}, "2014-2020")])
def test_a_new_contract_is_of_the_present_generation_unless_another_is_chosen(
    visitor: Visitor, store: Profiles, chosen: dict[str, str], outline: str
) -> None:
    visitor.send("/profils/nouveau", **TYPED, **chosen)

    (made,) = store.search().summaries
    assert store.get(made.id).profile.outline == outline


def test_changing_the_territory_leaves_the_trame_as_it_is(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    visitor.send(f"/profils/{saved.id}/territoire", outline="2024-2030")

    assert store.get(saved.id).profile.outline == saved.profile.outline == ""


def test_sending_the_same_form_twice_makes_one_profile(visitor: Visitor, store: Profiles) -> None:
    fields = {**page_of(visitor.client.get("/profils/nouveau")).fields, **TYPED}

    first = visitor.client.post("/profils/nouveau", data=fields)
    second = visitor.client.post("/profils/nouveau", data=fields)

    assert first.location == second.location
    assert store.search().total == 1


def test_a_corrected_form_sent_again_never_passes_for_saved(visitor: Visitor, store: Profiles) -> None:
    fields = {**page_of(visitor.client.get("/profils/nouveau")).fields, **TYPED}
    visitor.client.post("/profils/nouveau", data=fields)

    answer = visitor.client.post("/profils/nouveau", data={**fields, "territory_name": "Autre nom"})

    page = page_of(answer)
    assert answer.status_code == 409
    assert page.fields["territory_name"] == "Autre nom"
    assert page.fields["token"] != fields["token"]
    assert "a déjà créé un contrat" in page.text
    assert store.search().total == 1


def test_a_taken_name_is_said_with_a_link_to_its_profile_and_the_text_is_kept(
    visitor: Visitor, saved: SavedProfile
) -> None:
    answer = visitor.send("/profils/nouveau", **{**TYPED, "name": "  GRAND paris sud"})

    page = page_of(answer)
    assert answer.status_code == 409
    assert f"/profils/{saved.id}" in page.links()
    assert page.fields["communes"] == TYPED["communes"].replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("field", "text", "message"),
    [
        ("name", "\u200b\u2060", "Donnez un nom au contrat"),
        ("name", "x" * 201, "201 caractères, 200 au plus"),
        ("territory_name", "", "Donnez le nom du territoire"),
        ("code", "12", "neuf chiffres"),
        ("kind", "royaume", "réponses proposées"),
        ("grouping", "XX", "réponses proposées"),
        ("fact_zsp", "peut-être", "réponses proposées"),
        ("communes", "91228 Évry\nÉvry", "Ligne 2"),
        ("communes", "91228 Évry\n91228 Évry", "déjà dans la liste"),
        ("quartiers", "Les Pyramides", "Exemple"),
        ("communes", "x" * 20_001, "retirez-en 1."),
    ],
)
def test_a_wrong_value_is_refused_under_its_field_and_everything_typed_is_kept(
    visitor: Visitor, store: Profiles, field: str, text: str, message: str
) -> None:
    answer = visitor.send("/profils/nouveau", **{**TYPED, field: text})

    page = page_of(answer)
    invalid = [attributes for _, attributes in page.elements if attributes.get("aria-invalid") == "true"]
    assert answer.status_code == 422
    assert {attributes["name"] for attributes in invalid} == {field}
    assert all(f"{field}-error" in attributes["aria-describedby"] for attributes in invalid)
    assert message in page.text.replace("\u202f", " ")
    assert page.title.startswith("Erreur\u00a0: ")
    assert "Il y a un problème" in page.text
    assert page.fields["quartiers"] == {**TYPED, field: text}["quartiers"]
    assert store.search().total == 0


def test_the_summary_of_errors_leads_to_each_field(visitor: Visitor) -> None:
    page = page_of(visitor.send("/profils/nouveau", **{**TYPED, "name": "", "fact_zsp": "?"}))

    targets = [link[1:] for link in page.links() if link.startswith("#") and link != "#contenu"]
    assert targets == ["name", "fact_zsp-0"]
    assert all(page.element(target) for target in targets)


def test_a_derived_fact_is_offered_with_its_reason_and_not_stored(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    page = page_of(visitor.client.get(f"/profils/{saved.id}/territoire"))

    visitor.send(f"/profils/{saved.id}/territoire")

    assert "D’après le territoire\u00a0: territoire en Île-de-France (département 91)" in page.text
    assert store.get(saved.id).profile.facts == {}


def test_changing_a_territory_keeps_signatories_and_adaptations(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    answer = visitor.send(f"/profils/{saved.id}/territoire", territory_name="Grand Paris Sud Sénart")

    after = store.get(saved.id)
    assert answer.location == f"/profils/{saved.id}"
    assert after.profile.territory.name == "Grand Paris Sud Sénart"
    assert after.profile.territory.communes == saved.profile.territory.communes
    assert after.profile.partners == saved.profile.partners


def test_saving_the_territory_as_it_is_keeps_what_was_said_of_its_signatories(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    named = (
        Signatory("commune", "la Ville d’Évry-Courcouronnes", "Mme Exemple", deliberation="2026-12"),
        Signatory("caf", "la CAF de l’Essonne", "M. Exemple"),
    )
    with_names = store.save(saved.id, saved.version, replace(saved.profile, signatories=named))

    visitor.send(f"/profils/{saved.id}/territoire")

    assert store.get(saved.id).profile == with_names.profile


def test_another_territory_brings_its_signatories_and_says_which_ones_left(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    named = (
        Signatory("commune", "la Ville d’Évry-Courcouronnes", "Mme Exemple"),
        Signatory("caf", "la CAF de l’Essonne", "M. Exemple"),
    )
    store.save(saved.id, saved.version, replace(saved.profile, signatories=named))

    answer = visitor.send(
        f"/profils/{saved.id}/territoire",
        code="200046977",
        communes="69381 Lyon (520 000 hab.)",
        quartiers="",
    )

    after = {one.name for one in store.get(saved.id).profile.signatories}
    assert "la CAF de l’Essonne" in after
    assert "la Ville d’Évry-Courcouronnes" not in after
    assert len(after) > 1
    review = page_of(visitor.client.get(answer.location))
    assert "retirés\u00a0: la Ville d’Évry-Courcouronnes." in review.text


def test_columns_of_the_database_sent_with_the_form_are_ignored(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    visitor.send(
        f"/profils/{saved.id}/territoire", id="7", owner="moi", created_at="1999-01-01", partners="x"
    )

    after = store.get(saved.id)
    assert after.created_at == saved.created_at
    assert after.profile == replace(saved.profile, signatories=after.profile.signatories)


def test_communes_and_quartiers_are_read_back_as_they_are_written() -> None:
    communes = (Commune("2A004", "Ajaccio", 71_361), Commune("97411", "Saint-Denis (Réunion)"))
    quartiers = (
        Quartier("QN02B05M", "Centre (ancien)", ("2B033",)),
        Quartier("QN09302M", "Deux rives", ("93066", "93031")),
        Quartier("QP974001", "Le Bas"),
    )

    assert read_communes(commune_lines(communes)) == communes
    assert read_quartiers(quartier_lines(quartiers)) == quartiers


def test_every_line_that_cannot_be_read_is_named_at_once() -> None:
    with pytest.raises(LinesRefused) as refused:
        read_communes("Évry\n\n91228 Évry\n1234 Court")

    assert [problem.split(" (")[0] for problem in refused.value.problems] == ["Ligne 1", "Ligne 4"]


def test_the_reason_for_contradicting_a_deduced_fact_is_kept_and_shown(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    address = f"/profils/{saved.id}/territoire"

    answer = visitor.send(address, fact_ile_de_france="non", facts_reason="Perimètre modifié\r\nen 2026.")

    assert answer.status_code == 303
    assert store.get(saved.id).profile.facts_reason == "Perimètre modifié\nen 2026."
    assert "Perimètre modifié" in page_of(visitor.client.get(address)).text


def test_a_perimeter_that_departs_from_the_official_list_says_so(
    visitor: Visitor, saved: SavedProfile
) -> None:
    review = page_of(visitor.client.get(f"/profils/{saved.id}")).text

    assert "Écart avec la liste officielle" in review
    assert "communes retirées" in review


def test_the_card_says_the_quartiers_by_commune_and_asks_only_what_the_territory_does_not_tell(
    visitor: Visitor, saved: SavedProfile
) -> None:
    markup = visitor.client.get(f"/profils/{saved.id}/territoire").get_data(as_text=True)

    card = markup[markup.index("territory-card") : markup.index("Ce que l’on sait")]
    assert re.search(
        r">Évry-Courcouronnes</p>\s*<div[^>]*>\s*<label[^>]*><input[^>]*checked> Les Pyramides", card
    )
    assert "territoire en Île-de-France (département 91)" in card
    asked, _, told = markup[markup.index("Ce que l’on sait") :].partition("Corriger ce que dit le territoire")
    assert 'name="fact_ile_de_france"' not in asked
    assert 'name="fact_ile_de_france"' in told
    assert 'name="fact_zsp"' in asked


def test_a_quartier_leaves_the_contract_by_its_box_and_one_of_the_list_enters_it(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    address = f"/profils/{saved.id}/territoire"
    store.quartiers.replace(
        (Quartier("QN09101M", "Les Pyramides", ("91228",)), Quartier("QN09109M", "Le Parc", ("91228",))),
        "liste",
    )

    visitor.send(address, ticked=["QN09109M"])

    assert store.get(saved.id).profile.territory.quartiers == (Quartier("QN09109M", "Le Parc", ("91228",)),)


def test_a_quartier_typed_as_a_line_enters_the_contract_without_a_box(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    address = f"/profils/{saved.id}/territoire"
    lines = f"{quartier_lines(saved.profile.territory.quartiers)}\nQN09108M Ailleurs (91228)"

    visitor.send(address, quartiers=lines)

    codes = [one.code for one in store.get(saved.id).profile.territory.quartiers]
    assert codes == [*(one.code for one in saved.profile.territory.quartiers), "QN09108M"]


def test_no_two_boxes_are_alike_and_one_of_two_communes_says_so(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    territory = replace(
        saved.profile.territory,
        communes=(Commune("91228", "Évry"), Commune("91174", "Corbeil")),
        quartiers=(
            Quartier("QN09101M", "Centre", ("91228",)),
            Quartier("QN09102M", "Centre", ("91174",)),
            Quartier("QN09103M", "Le Plan", ("91174", "91228")),
        ),
    )
    store.save(saved.id, saved.version, replace(saved.profile, territory=territory))

    text = page_of(visitor.client.get(f"/profils/{saved.id}/territoire")).text

    for said in ("Centre (Évry)", "Centre (Corbeil)", "Le Plan, aussi à Évry"):
        assert text.count(said) == 1


def test_a_quartier_that_somebody_added_meanwhile_is_not_unticked_unseen(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    address = f"/profils/{saved.id}/territoire"
    opened = page_of(visitor.client.get(address)).fields
    added = Quartier("QN09107M", "Ajouté", ("91228",))
    territory = replace(saved.profile.territory, quartiers=(*saved.profile.territory.quartiers, added))
    store.save(saved.id, saved.version, replace(saved.profile, territory=territory))

    answer = visitor.client.post(address, data=opened | {"name": "Un autre nom"})

    assert answer.status_code == 409
    assert "QN09107M" in page_of(answer).fields["ticked"]
    assert added in store.get(saved.id).profile.territory.quartiers


def test_a_line_removed_from_a_page_that_came_back_takes_its_quartier_away(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    address = f"/profils/{saved.id}/territoire"
    opened = page_of(visitor.client.get(address)).fields
    added = Quartier("QN09107M", "Ajouté", ("91228",))
    territory = replace(saved.profile.territory, quartiers=(*saved.profile.territory.quartiers, added))
    store.save(saved.id, saved.version, replace(saved.profile, territory=territory))
    back = page_of(visitor.client.post(address, data=opened | {"name": "Un autre nom"})).fields

    visitor.client.post(address, data=back | {"quartiers": opened["quartiers"]})

    kept = store.get(saved.id).profile
    assert (kept.name, kept.territory.quartiers) == ("Un autre nom", saved.profile.territory.quartiers)
