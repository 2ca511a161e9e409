"""Nothing typed is lost: conflicts, lost sessions, deleted profiles, a database that cannot write."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
from flask import Flask

from app.domain.catalogue import Catalogue
from app.domain.profile import Adaptation
from app.settings.config import Settings
from app.store import Profiles, SavedProfile, open_store
from tests.store.spoiling import held, lacking
from tests.web.conftest import Visitor
from tests.web.pages import page_of

pytestmark = pytest.mark.both_engines

TYPED = "Mon texte,\nsur deux lignes."


@pytest.fixture
def app(start: Callable[[Settings], Flask], settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """An application that waits for a lock a fifth of a second rather than ten."""
    monkeypatch.setattr("app.store.open_store", partial(open_store, patience=0.2))
    return start(settings)


@pytest.fixture
def address(saved: SavedProfile, catalogue: Catalogue) -> str:
    entry = next(leaf for leaf in catalogue.leaves if "etat" in leaf.commitment.carriers)
    return f"/profils/{saved.id}/engagements/{entry.commitment.id}"


def other_saves(store: Profiles, saved: SavedProfile, address: str, text: str) -> None:
    adaptation = Adaptation(local_action=text)
    changed = replace(saved.profile, adaptations={address.rsplit("/", 1)[1]: adaptation})
    store.save(saved.id, saved.version, changed)


def test_a_stale_form_shows_both_texts_and_overwrites_nothing(
    visitor: Visitor, saved: SavedProfile, store: Profiles, address: str
) -> None:
    fields = page_of(visitor.client.get(address)).fields
    other_saves(store, saved, address, "Le texte de l’autre.")

    answer = visitor.client.post(address, data={**fields, "local_action": TYPED})

    page = page_of(answer)
    assert answer.status_code == 409
    assert page.fields["local_action"] == TYPED
    assert "Le texte de l’autre." in page.text
    assert store.get(saved.id).version == 2


def test_a_conflict_sent_again_saves_the_text_that_was_completed(
    visitor: Visitor, saved: SavedProfile, store: Profiles, address: str
) -> None:
    fields = page_of(visitor.client.get(address)).fields
    other_saves(store, saved, address, "Le texte de l’autre.")
    conflict = page_of(visitor.client.post(address, data={**fields, "local_action": TYPED}))

    answer = visitor.client.post(address, data={**conflict.fields, "local_action": "Les deux."})

    (adaptation,) = store.get(saved.id).profile.adaptations.values()
    assert answer.status_code == 303
    assert adaptation.local_action == "Les deux."


def test_two_texts_that_are_nearly_the_same_are_shown_word_by_word(
    visitor: Visitor, saved: SavedProfile, store: Profiles, address: str
) -> None:
    fields = page_of(visitor.client.get(address)).fields
    other_saves(store, saved, address, "Ouvrir une permanence au centre social le mardi.")
    mine = "Ouvrir deux permanences au centre social le mardi."

    shown = visitor.client.post(address, data={**fields, "local_action": mine}).get_data(as_text=True)
    unlike = visitor.client.post(
        address, data={**fields, "local_action": "Recruter un adulte-relais de plus."}
    )

    assert "Ouvrir une permanence au centre social le mardi." in shown
    assert re.search(r"<ins>.*?une permanence\s*</ins>", shown, re.DOTALL)
    assert re.search(r"<del>.*?deux permanences\s*</del>", shown, re.DOTALL)
    assert "mot à mot" not in unlike.get_data(as_text=True)


def test_what_a_person_had_not_touched_takes_what_was_saved_meanwhile(
    visitor: Visitor, saved: SavedProfile, store: Profiles, address: str
) -> None:
    fields = page_of(visitor.client.get(address)).fields
    adaptation = Adaptation(local_action="Le texte de l’autre.", lead="L’ARS", start="2027-01-01")
    changed = replace(saved.profile, adaptations={address.rsplit("/", 1)[1]: adaptation})
    store.save(saved.id, saved.version, changed)

    answer = visitor.client.post(address, data={**fields, "local_action": TYPED})
    again = visitor.client.post(address, data=page_of(answer).fields)

    page = page_of(answer)
    links = [one["href"] for tag, one in page.elements if tag == "a" and one.get("href", "").startswith("#")]
    (kept,) = store.get(saved.id).profile.adaptations.values()
    assert answer.status_code == 409
    assert (page.fields["lead"], page.fields["start"]) == ("L’ARS", "01/01/2027")
    assert [link for link in links if link != "#contenu"][:3] == ["#local_action", "#lead", "#start"]
    assert again.status_code == 303
    assert (kept.local_action, kept.lead, kept.start) == (TYPED, "L’ARS", "2027-01-01")


def test_two_pages_that_changed_different_fields_are_united_for_a_second_look(
    visitor: Visitor, saved: SavedProfile, store: Profiles, address: str
) -> None:
    fields = page_of(visitor.client.get(address)).fields
    other_saves(store, saved, address, "Le texte de l’autre.")

    answer = visitor.client.post(address, data={**fields, "lead": "La Ville"})
    visitor.client.post(address, data=page_of(answer).fields)

    (kept,) = store.get(saved.id).profile.adaptations.values()
    assert answer.status_code == 409
    assert "sont réunis sur cette page" in page_of(answer).text
    assert (kept.local_action, kept.lead) == ("Le texte de l’autre.", "La Ville")


@pytest.mark.parametrize("page", ["territoire", "partenaires", "renommer"])
def test_every_form_about_a_profile_notices_that_it_is_stale(
    visitor: Visitor, saved: SavedProfile, store: Profiles, page: str
) -> None:
    fields = page_of(visitor.client.get(f"/profils/{saved.id}/{page}")).fields
    store.save(saved.id, 1, replace(saved.profile, name="Changé", partners=("ars",), facts={"zsp": True}))

    answer = visitor.client.post(f"/profils/{saved.id}/{page}", data=fields)

    assert answer.status_code == 409
    assert "Ce contrat a été modifié entre-temps" in page_of(answer).text
    assert store.get(saved.id).profile.name == "Changé"


def test_signatories_changed_meanwhile_show_what_differs_and_who_saved(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    address = f"/profils/{saved.id}/partenaires"
    fields = page_of(visitor.client.get(address)).fields
    changed = replace(saved.profile, partners=("etat", "epci", "commune", "departement", "ars"))
    store.signed("C. Martin").save(saved.id, 1, changed)

    answer = visitor.client.post(address, data={**fields, "partners": ["etat", "epci", "commune", "caf"]})

    text = page_of(answer).text
    assert answer.status_code == 409
    assert "Coché entre-temps : Département, Agence régionale de santé (ARS)." in text
    assert "Coché ici seulement : Caisse" in text
    assert "Version 2, enregistrée par C. Martin le" in re.sub(r"[ \n]+", " ", text)


@pytest.mark.parametrize("version", ["", "abc", "-1", "9" * 30, "²"])
def test_a_version_that_was_tampered_with_is_stale(
    visitor: Visitor, saved: SavedProfile, store: Profiles, address: str, version: str
) -> None:
    answer = visitor.send(address, local_action=TYPED, version=version)

    assert answer.status_code == 409
    assert store.get(saved.id).version == 1


def test_a_lost_session_gives_the_page_back_with_every_word_and_a_new_token(
    visitor: Visitor, saved: SavedProfile, store: Profiles, address: str
) -> None:
    fields = page_of(visitor.client.get(address)).fields
    visitor.client.delete_cookie("contrat_de_ville")

    answer = visitor.client.post(address, data={**fields, "local_action": TYPED})
    again = visitor.client.post(address, data=page_of(answer).fields)

    (adaptation,) = store.get(saved.id).profile.adaptations.values()
    assert answer.status_code == 400
    assert "Votre session avait expiré" in page_of(answer).text
    assert again.status_code == 303
    assert adaptation.local_action == TYPED


def test_a_form_opened_before_the_cookie_had_its_name_loses_no_word(
    visitor: Visitor, saved: SavedProfile, store: Profiles, address: str
) -> None:
    fields = page_of(visitor.client.get(address)).fields
    cookie = visitor.client.get_cookie("contrat_de_ville")
    visitor.client.delete_cookie("contrat_de_ville")
    visitor.client.set_cookie("session", cookie.value if cookie else "")

    answer = visitor.client.post(address, data={**fields, "local_action": TYPED})
    again = visitor.client.post(address, data=page_of(answer).fields)

    (adaptation,) = store.get(saved.id).profile.adaptations.values()
    assert answer.status_code == 400
    assert again.status_code == 303
    assert adaptation.local_action == TYPED


def test_another_program_of_this_machine_shares_no_cookie_with_the_site(
    visitor: Visitor, saved: SavedProfile, store: Profiles, address: str
) -> None:
    fields = page_of(visitor.client.get(address)).fields
    visitor.client.set_cookie("session", "celle-d’un-autre-programme".encode().hex())

    answer = visitor.client.post(address, data={**fields, "local_action": TYPED})

    assert answer.status_code == 303
    assert store.get(saved.id).version == 2


def test_a_profile_deleted_meanwhile_leaves_the_text_to_copy(
    visitor: Visitor, saved: SavedProfile, store: Profiles, address: str
) -> None:
    fields = page_of(visitor.client.get(address)).fields
    store.delete(saved.id, saved.version)

    answer = visitor.client.post(address, data={**fields, "local_action": TYPED})

    page = page_of(answer)
    assert answer.status_code == 410
    assert page.fields["local_action"] == TYPED


def test_a_database_that_cannot_write_now_keeps_the_text_and_takes_it_afterwards(
    visitor: Visitor, saved: SavedProfile, store: Profiles, address: str
) -> None:
    visitor.send(address, indicator="À effacer")
    fields = page_of(visitor.client.get(address)).fields | {"indicator": ""}
    with held(store):
        answer = visitor.client.post(address, data={**fields, "local_action": TYPED})

    page = page_of(answer)
    again = visitor.client.post(address, data=page.fields)

    (adaptation,) = store.get(saved.id).profile.adaptations.values()
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert page.fields["local_action"] == TYPED
    assert again.status_code == 303
    assert adaptation == Adaptation(local_action=TYPED)


def test_a_fault_of_the_application_keeps_the_text_and_says_nothing_of_its_insides(
    visitor: Visitor, saved: SavedProfile, store: Profiles, address: str, journal: pytest.LogCaptureFixture
) -> None:
    fields = page_of(visitor.client.get(address)).fields
    with lacking(store, "profile_versions"):
        answer = visitor.client.post(address, data={**fields, "local_action": "Un secret"})

    page = page_of(answer)
    (line,) = [record.getMessage() for record in journal.records]
    assert answer.status_code == 500
    assert page.fields["local_action"] == "Un secret"
    assert "Traceback" not in page.text
    assert "profile_versions" not in page.text
    assert "Un secret" not in line
    assert '"error"' in line
    assert store.get(saved.id) == saved


@pytest.mark.parametrize(
    "place",
    [
        *("territoire", "partenaires", "textes", "trame", "renommer", "versions/1/restaurer"),
        *("engagements/interieur-2013-1-1", "volets/sante/ajouter", "signataires/etat/ajouter"),
    ],
)
def test_every_save_is_confirmed_with_the_number_of_its_version(
    visitor: Visitor, saved: SavedProfile, place: str
) -> None:
    typed = {"text": "Ouvrir.", "name": "Un autre nom", "local_action": "Faire."}

    answer = visitor.send(f"/profils/{saved.id}/{place}", **typed)

    page = page_of(visitor.client.get(answer.location))
    assert ("div", {"class": "notices", "role": "status"}) in page.elements
    assert "(version\u00a02)." in page.text


def test_saving_the_texts_stays_on_the_texts(visitor: Visitor, saved: SavedProfile) -> None:
    answer = visitor.send(f"/profils/{saved.id}/textes")

    assert answer.location == f"/profils/{saved.id}/textes"


def test_what_is_given_back_says_what_was_typed_in_words_and_leaves_out_what_was_not(
    visitor: Visitor, saved: SavedProfile, store: Profiles, address: str
) -> None:
    fields = page_of(visitor.client.get(address)).fields
    store.delete(saved.id, saved.version)
    typed = {"local_action": TYPED, "state": "agreed", "quartiers": ["QN09101M"], "means_2_kind": "specific"}

    page = page_of(visitor.client.post(address, data={**fields, **typed}))

    shown = {attributes["name"] for tag, attributes in page.elements if tag == "textarea"}
    assert shown == {"local_action"}
    assert "Convenue" in page.text
    assert "Les Pyramides" in page.text
    assert "Nature, ligne 2" in page.text
    assert "Nature, ligne 1" not in page.text


@pytest.mark.parametrize(
    "blueprint_page", ["territoire", "partenaires", "trame", "volets/sante/ajouter", "copier"]
)
def test_every_form_is_given_back_when_its_contract_is_gone(
    visitor: Visitor, saved: SavedProfile, store: Profiles, blueprint_page: str
) -> None:
    fields = page_of(visitor.client.get(f"/profils/{saved.id}/{blueprint_page}")).fields
    store.delete(saved.id, saved.version)

    answer = visitor.client.post(
        f"/profils/{saved.id}/{blueprint_page}",
        data={
            **fields,
            "kind": "commune",
            "partners": ["etat"],
            "outline": "2024-2030",
            "sections": ["sante"],
        },
    )

    assert answer.status_code == 410
    assert "Ce que vous aviez saisi" in page_of(answer).text
