"""Versions and the trash, as pages; and two tabs that do not get in each other's way."""

import re
import zipfile
from dataclasses import replace
from io import BytesIO

import pytest

from app.domain.profile import Adaptation, LocalCommitment
from app.store import Profiles, SavedProfile
from app.web import contract_catalogue
from tests.web.conftest import Visitor
from tests.web.pages import page_of

pytestmark = pytest.mark.both_engines

FIRST, SECOND = "interieur-2013-1-1", "interieur-2013-1-2"


@pytest.fixture
def twice(saved: SavedProfile, store: Profiles) -> SavedProfile:
    """The profile, saved a second time with a text."""
    return store.save(saved.id, saved.version, replace(saved.profile, texts={"evaluation": "Un comité."}))


def test_the_versions_are_listed_with_what_changed(visitor: Visitor, twice: SavedProfile) -> None:
    page = page_of(visitor.client.get(f"/profils/{twice.id}/versions"))

    assert "textes (Suivi et évaluation, Structure locale d’évaluation)" in page.text
    assert "première version gardée" in page.text


def test_versions_too_long_to_be_compared_in_the_list_lead_to_their_comparison(
    visitor: Visitor, twice: SavedProfile, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"/profils/{twice.id}/versions"
    with monkeypatch.context() as hurried:
        hurried.setattr(contract_catalogue, "LONGEST_LIST", -1.0)
        page = page_of(visitor.client.get(address))

    assert "Voir ce qui a changé à la version 2" in page.text
    assert f"{address}/comparer?de=1&a=2" in page.links()
    assert "textes (Suivi et évaluation" in page_of(visitor.client.get(address)).text


def test_two_versions_are_chosen_by_their_numbers_however_many_there_are(
    visitor: Visitor, twice: SavedProfile
) -> None:
    page = page_of(visitor.client.get(f"/profils/{twice.id}/versions"))

    fields = [one for tag, one in page.elements if tag == "input" and one.get("type") == "number"]
    assert [(field["name"], field["value"], field["max"]) for field in fields] == [
        ("de", "1", "2"),
        ("a", "2", "2"),
    ]
    assert "option" not in {tag for tag, _ in page.elements}


def test_the_saves_of_one_day_by_one_person_are_folded_and_the_milestones_stand_first(
    visitor: Visitor, twice: SavedProfile, store: Profiles
) -> None:
    store.versions.name(twice.id, 1, "transmise au comité")
    address = f"/profils/{twice.id}/versions"

    markup = visitor.client.get(address).get_data(as_text=True)

    days = re.findall(
        r'<details class="day"( open)?>\s*<summary>\s*<strong>(.*?)</summary>', markup, re.DOTALL
    )
    assert [is_open for is_open, _ in days] == [" open"]
    assert "sans nom, 2\u00a0enregistrements" in days[0][1]
    first, _, saves = markup.partition("Enregistrements</h2>")
    assert "transmise au comité" in first
    assert f"{address}/comparer?de=1" in first
    assert "Comparer à aujourd’hui" in saves


def test_many_differences_are_one_line_each_under_how_many_there_are(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    said = {one: Adaptation(local_action="Réunir.") for one in (FIRST, SECOND, "interieur-2013-1-3")}
    few = store.save(saved.id, saved.version, replace(saved.profile, adaptations=said))
    many = {**said, "affaires-sociales-sante-2013-3": Adaptation(local_action="Soigner.")}
    store.save(saved.id, few.version, replace(saved.profile, adaptations=many))
    address = f"/profils/{saved.id}/versions/comparer"

    three, four = (visitor.client.get(f"{address}?de=1&a={last}").get_data(as_text=True) for last in (2, 3))

    assert re.findall(r'<details class="day" id="document-\d"( open)?>', three) == [" open"] * 3
    assert re.findall(r'<details class="day" id="document-\d"( open)?>', four) == [""] * 4
    assert "Dans le document\u00a0: 4\u00a0changements" in four
    assert "1 dans «\u00a0Santé\u00a0»" in four


def test_a_version_is_named(visitor: Visitor, twice: SavedProfile) -> None:
    visitor.send(f"/profils/{twice.id}/versions/1/nommer", label="transmise au comité du 12 mars")

    page = page_of(visitor.client.get(f"/profils/{twice.id}/versions"))
    assert "transmise au comité du 12 mars" in page.text


def test_two_versions_are_compared_word_by_word(visitor: Visitor, twice: SavedProfile) -> None:
    answer = visitor.client.get(f"/profils/{twice.id}/versions/comparer?de=1&a=2")

    assert "<ins>" in answer.get_data(as_text=True)
    assert "Un comité." in page_of(answer).text


def test_what_was_removed_does_not_touch_what_was_added_in_its_place(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    former, new = ({"evaluation": f"Un comité le {day} mars."} for day in (3, 14))
    store.save(saved.id, saved.version, replace(saved.profile, texts=former))
    store.save(saved.id, saved.version + 1, replace(saved.profile, texts=new))

    answer = visitor.client.get(f"/profils/{saved.id}/versions/comparer?de=2&a=3")

    assert "3</del> <ins>" in answer.get_data(as_text=True)


def test_the_texts_of_a_chapter_are_compared_under_its_title_that_none_of_them_repeats(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    texts = {"evaluation": "Un comité.", "indicateurs-locaux": "Dix indicateurs."}
    store.save(saved.id, saved.version, replace(saved.profile, texts=texts))

    page = page_of(visitor.client.get(f"/profils/{saved.id}/versions/comparer?de=1&a=2"))

    assert page.text.count("Suivi et évaluation") == 1
    assert "Structure locale d’évaluation" in page.text
    assert "Indicateurs locaux" in page.text


def test_a_version_is_restored_as_a_new_one(
    visitor: Visitor, saved: SavedProfile, twice: SavedProfile, store: Profiles
) -> None:
    answer = visitor.send(f"/profils/{twice.id}/versions/1/restaurer")

    assert answer.status_code == 303
    assert store.get(twice.id).profile == saved.profile
    assert [version.number for version in store.versions.some(twice.id, 9, 9)] == [3, 2, 1]


def test_the_word_file_of_a_version_is_made_again_exactly(visitor: Visitor, twice: SavedProfile) -> None:
    address = f"/profils/{twice.id}/versions/1/contrat.docx"

    first, again = (visitor.client.get(address).data for _ in range(2))

    assert first == again
    with zipfile.ZipFile(BytesIO(first)) as archive:
        assert "Un comité." not in archive.read("word/document.xml").decode()


@pytest.mark.parametrize(
    "path",
    ["9/nommer", "9/restaurer", "9/contrat.docx", "9/avenant.docx"],
)
def test_a_version_that_does_not_exist_is_an_unknown_page(
    visitor: Visitor, twice: SavedProfile, path: str
) -> None:
    assert visitor.client.get(f"/profils/{twice.id}/versions/{path}").status_code == 404


def test_a_deleted_profile_is_found_in_the_trash_and_restored(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    visitor.send(f"/profils/{saved.id}/supprimer")
    gone = visitor.client.get(f"/profils/{saved.id}")
    listed = page_of(visitor.client.get("/corbeille"))
    back = visitor.send(f"/corbeille/{saved.id}/restaurer")

    assert gone.status_code == 410
    assert "/corbeille" in page_of(gone).links()
    assert saved.profile.name in listed.text
    assert back.status_code == 303
    assert store.get(saved.id).profile == saved.profile


def test_a_name_given_while_the_trash_was_open_is_not_written_over(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    store.delete(saved.id, saved.version)
    still_open = page_of(visitor.client.get(f"/corbeille/{saved.id}/restaurer")).fields
    visitor.send(f"/corbeille/{saved.id}/restaurer", name="Nom d’un collègue")
    store.delete(saved.id, store.get(saved.id).version)

    visitor.client.post(f"/corbeille/{saved.id}/restaurer", data=still_open)

    assert store.get(saved.id).profile.name == "Nom d’un collègue"


def test_the_trash_is_shown_page_by_page_and_all_of_it_can_be_restored(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    for number in range(21):
        store.delete(store.create(replace(saved.profile, name=f"Ancien {number}")).id, 1)

    first, second = (page_of(visitor.client.get(f"/corbeille?page={number}")) for number in (1, 2))
    back = visitor.send(next(link for link in second.links() if link.endswith("/restaurer")))

    assert "/corbeille?page=2" in first.links()
    assert "Ancien 0" not in first.text
    assert "Ancien 0" in second.text
    assert "/corbeille?page=3" not in second.links()
    assert visitor.client.get("/corbeille?page=3").status_code == 404
    assert back.status_code == 303


def test_a_taken_name_is_said_and_another_can_be_given(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    store.delete(saved.id, saved.version)
    store.create(saved.profile)

    refused = visitor.send(f"/corbeille/{saved.id}/restaurer")
    restored = visitor.send(f"/corbeille/{saved.id}/restaurer", name="Retrouvé")

    assert refused.status_code == 409
    assert restored.status_code == 303
    assert store.get(saved.id).profile.name == "Retrouvé"


def test_two_tabs_on_two_commitments_both_save(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    addresses = [f"/profils/{saved.id}/engagements/{commitment}" for commitment in (FIRST, SECOND)]
    tabs = [page_of(visitor.client.get(address)).fields for address in addresses]

    answers = [
        visitor.client.post(address, data={**fields, "local_action": f"Action {number}."})
        for number, (address, fields) in enumerate(zip(addresses, tabs, strict=True))
    ]

    adaptations = store.get(saved.id).profile.adaptations
    assert [answer.status_code for answer in answers] == [303, 303]
    assert adaptations == {
        FIRST: Adaptation(local_action="Action 0."),
        SECOND: Adaptation(local_action="Action 1."),
    }


def test_two_tabs_on_one_commitment_show_both_texts(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    address = f"/profils/{saved.id}/engagements/{FIRST}"
    fields = page_of(visitor.client.get(address)).fields
    visitor.client.post(address, data={**fields, "local_action": "La première."})

    answer = visitor.client.post(address, data={**fields, "local_action": "La seconde."})

    page = page_of(answer)
    assert answer.status_code == 409
    assert page.fields["local_action"] == "La seconde."
    assert "La première." in page.text
    assert store.get(saved.id).profile.adaptations[FIRST].local_action == "La première."


def test_a_removal_never_goes_past_a_change_that_was_not_seen(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    local = LocalCommitment("local-1", "sante", "Ouvrir.")
    with_local = store.save(saved.id, 1, replace(saved.profile, local_commitments=(local,)))
    address = f"/profils/{saved.id}/engagements-locaux/local-1/retirer"
    fields = page_of(visitor.client.get(address)).fields
    changed = replace(with_local.profile, local_commitments=(replace(local, text="Ouvrir deux fois."),))
    store.save(saved.id, with_local.version, changed)

    answer = visitor.client.post(address, data=fields)

    assert answer.status_code == 409
    assert store.get(saved.id).profile == changed


@pytest.mark.parametrize("query", ["de=9", "de=x", "de=1&a=9", "de=١", ""])
def test_what_cannot_be_compared_leads_back_to_the_list(
    visitor: Visitor, twice: SavedProfile, query: str
) -> None:
    answer = visitor.client.get(f"/profils/{twice.id}/versions/comparer?{query}", follow_redirects=True)

    assert answer.status_code == 200
    assert "Choisissez-en deux dans la liste." in page_of(answer).text


def test_an_amendment_is_drafted_from_what_changed(visitor: Visitor, twice: SavedProfile) -> None:
    answer = visitor.client.get(f"/profils/{twice.id}/versions/1/avenant.docx")

    with zipfile.ZipFile(BytesIO(answer.data)) as archive:
        assert "Un comité." in archive.read("word/document.xml").decode()


def test_the_clauses_that_a_signatory_brought_are_compared_and_amended(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    store.save(saved.id, 1, replace(saved.profile, partners=(*saved.profile.partners, "caisse-des-depots")))

    page = page_of(visitor.client.get(f"/profils/{saved.id}/versions/comparer?de=1&a=2"))
    answer = visitor.client.get(f"/profils/{saved.id}/versions/1/avenant.docx")

    with zipfile.ZipFile(BytesIO(answer.data)) as archive:
        written = archive.read("word/document.xml").decode()
    assert "Caisse des dépôts" in page.text
    assert "Texte national" in page.text
    assert "Texte national" in written


def test_the_list_says_who_saved_once_the_person_gave_a_name(visitor: Visitor, saved: SavedProfile) -> None:
    given = visitor.send("/votre-nom", author="C. Martin, mission ville")
    visitor.send(f"/profils/{saved.id}/renommer", name="Un autre nom")

    page = page_of(visitor.client.get(f"/profils/{saved.id}/versions"))

    assert given.status_code == 303
    assert " ".join(page.text.split()).count("C. Martin, mission ville, 1 enregistrement") == 1


def test_a_name_that_is_taken_away_signs_nothing_more(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    visitor.send("/votre-nom", author="C. Martin")
    visitor.send("/votre-nom", author="")

    visitor.send(f"/profils/{saved.id}/renommer", name="Un autre nom")

    assert store.versions.get(saved.id, 2).author == ""


def test_a_name_too_long_is_refused_and_stays_on_the_page(visitor: Visitor) -> None:
    answer = visitor.send("/votre-nom", author="x" * 201)

    assert answer.status_code == 422
    assert page_of(answer).fields["author"] == "x" * 201
