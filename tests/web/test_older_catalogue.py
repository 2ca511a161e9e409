"""A profile that was adapted with a commitment that the catalogue no longer has."""

import json
from dataclasses import replace
from io import BytesIO

from app.domain.profile import Adaptation
from app.domain.profile_json import profile_document
from app.store import Profiles, SavedProfile
from tests.former import saved_before
from tests.web.conftest import Visitor
from tests.web.pages import page_of


def test_what_was_written_about_a_commitment_that_is_gone_is_never_lost(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    gone = {"convention-abrogee-2009-1": Adaptation(local_action="Un texte d’avant.")}
    store.save(saved.id, 1, replace(saved.profile, adaptations=gone))

    pages = [
        visitor.client.get(f"/profils/{saved.id}{page}") for page in ("", "/contrat.docx", "/profil.json")
    ]
    renamed = visitor.send(f"/profils/{saved.id}/renommer", name="Autre nom")

    assert [page.status_code for page in pages] == [200, 200, 200]
    assert renamed.status_code == 303
    assert store.get(saved.id).profile.adaptations == gone
    assert "Un texte d’avant." in pages[2].text


def test_an_export_comes_back_with_the_catalogue_that_it_was_made_with(
    visitor: Visitor, store: Profiles
) -> None:
    before = saved_before(store)
    exported = visitor.client.get(f"/profils/{before.id}/profil.json").data

    answer = visitor.send(
        "/profils/importer", file=(BytesIO(exported), "contrat.json"), name="Contrat revenu"
    )

    back = store.get(before.id + 1)
    assert answer.status_code == 303
    assert (back.catalogue, back.profile.adaptations) == (before.catalogue, before.profile.adaptations)


def test_an_export_that_holds_what_its_catalogue_has_lost_is_imported(
    visitor: Visitor, store: Profiles, saved: SavedProfile
) -> None:
    lost = replace(saved.profile, partners=(*saved.profile.partners, "partenaire-parti"))
    kept = store.save(saved.id, saved.version, lost)
    exported = visitor.client.get(f"/profils/{kept.id}/profil.json").data

    answer = visitor.send("/profils/importer", file=(BytesIO(exported), "contrat.json"), name="Revenu")

    assert answer.status_code == 303


def test_a_contract_of_a_catalogue_that_nobody_has_here_is_said_to_follow_that_of_today(
    visitor: Visitor, saved: SavedProfile
) -> None:
    document = {**profile_document(saved.profile, "0" * 64), "name": "D’ailleurs"}

    answer = visitor.send("/profils/importer", file=(BytesIO(json.dumps(document).encode()), "contrat.json"))

    assert "fait avec un autre catalogue" in page_of(visitor.client.get(answer.headers["Location"])).text
