"""What leaves the document is said at once, listed on a page, and comes back by one click."""

from dataclasses import replace

import pytest

from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.profile import Adaptation, LocalCommitment, Means, MeansKind, Profile
from app.domain.unprinted import unprinted
from app.store import Profiles, SavedProfile
from tests.web.conftest import EVRY, Visitor
from tests.web.pages import page_of

CLAUSE = "caisse-des-depots-2014-1"
ACTION = Adaptation(
    local_action="Ouvrir un fonds d’amorçage.", means=(Means(MeansKind.SPECIFIC, "Banque", 120_000),)
)


@pytest.fixture
def written(store: Profiles) -> SavedProfile:
    """A contract with an action that one signatory carries alone."""
    partners = ("etat", "epci", "caisse-des-depots")
    return store.create(Profile("Évry", EVRY, partners=partners, adaptations={CLAUSE: ACTION}))


def list_of(saved: SavedProfile) -> str:
    return f"/profils/{saved.id}/non-imprimes"


def untick(visitor: Visitor, saved: SavedProfile) -> None:
    visitor.send(f"/profils/{saved.id}/partenaires", partners=["etat", "epci"])


def test_a_signatory_that_is_unticked_says_at_once_what_leaves_with_it(
    visitor: Visitor, written: SavedProfile, store: Profiles
) -> None:
    untick(visitor, written)

    page = page_of(visitor.client.get(f"/profils/{written.id}"))
    assert "1\u00a0texte gardé, non imprimé" in page.text
    assert "(120\u202f000\u00a0€)" in page.text
    assert list_of(written) in page.links()
    assert store.get(written.id).profile.adaptations == {CLAUSE: ACTION}


def test_what_has_left_is_said_on_every_page_of_the_contract_until_it_comes_back(
    visitor: Visitor, written: SavedProfile
) -> None:
    untick(visitor, written)
    visitor.client.get(f"/profils/{written.id}")  # the notice of the save is read

    for page in ("", "/textes", "/telecharger"):
        assert list_of(written) in page_of(visitor.client.get(f"/profils/{written.id}{page}")).links()

    visitor.send(f"/profils/{written.id}/partenaires", partners=["etat", "epci", "caisse-des-depots"])
    assert list_of(written) not in page_of(visitor.client.get(f"/profils/{written.id}")).links()


def test_a_name_with_guillemets_is_said_between_guillemets_with_others_within(
    visitor: Visitor, store: Profiles
) -> None:
    local = LocalCommitment("local-1", "volet-parti", "Ouvrir la « Maison du projet ».")
    saved = store.create(Profile("Évry", EVRY, local_commitments=(replace(local, section="sante"),)))
    now = store.save(saved.id, 1, replace(saved.profile, local_commitments=(local,)))
    visitor.send(f"/profils/{saved.id}/versions/1/restaurer")
    visitor.send(f"/profils/{saved.id}/versions/{now.version}/restaurer")

    page = page_of(visitor.client.get(f"/profils/{saved.id}"))
    assert "«\u00a0Ouvrir la “Maison du projet”.\u00a0»" in page.text


def test_a_save_that_takes_nothing_out_says_nothing_of_it(visitor: Visitor, written: SavedProfile) -> None:
    visitor.send(f"/profils/{written.id}/partenaires", partners=["etat", "caisse-des-depots"])

    assert "non imprimé" not in page_of(visitor.client.get(f"/profils/{written.id}")).text


def test_a_trame_without_the_chapter_says_what_leaves(
    visitor: Visitor, store: Profiles, catalogue: Catalogue
) -> None:
    texts = {"investissement": "Un gymnase."}
    saved = store.create(Profile("Évry", EVRY, outline="2024-2030", texts=texts))

    visitor.send(f"/profils/{saved.id}/trame", outline="2014-2020")

    assert "Investissement" in page_of(visitor.client.get(f"/profils/{saved.id}")).text
    assert "Un gymnase." in page_of(visitor.client.get(list_of(saved))).text


@pytest.mark.parametrize(
    "remedy", [f"local engagement:{CLAUSE}", f"signer-caisse-des-depots engagement:{CLAUSE}"]
)
def test_one_click_brings_a_text_back(
    remedy: str, visitor: Visitor, written: SavedProfile, store: Profiles, catalogue: Catalogue
) -> None:
    untick(visitor, written)

    answer = visitor.send(list_of(written), remedy=remedy)

    profile = store.get(written.id).profile
    assert answer.location == list_of(written)
    assert unprinted(assemble(catalogue, profile)) == ()
    said = [*profile.adaptations.values(), *(local.adaptation for local in profile.local_commitments)]
    assert said == [ACTION]


def test_a_commitment_that_was_left_out_is_taken_back_by_one_click(
    visitor: Visitor, written: SavedProfile, store: Profiles
) -> None:
    visitor.send(f"/profils/{written.id}/engagements/{CLAUSE}", included="non", reason_excluded="Trop tôt.")

    visitor.send(list_of(written), remedy=f"reprendre engagement:{CLAUSE}")

    kept = store.get(written.id).profile.adaptations[CLAUSE]
    assert kept == replace(ACTION, reason_excluded="Trop tôt.", state=kept.state)


def test_a_click_on_what_somebody_brought_back_meanwhile_changes_nothing_and_says_so(
    visitor: Visitor, written: SavedProfile, store: Profiles
) -> None:
    untick(visitor, written)
    fields = page_of(visitor.client.get(list_of(written))).fields
    visitor.send(list_of(written), remedy=f"local engagement:{CLAUSE}")
    version = store.get(written.id).version

    again = visitor.client.post(list_of(written), data={**fields, "remedy": f"local engagement:{CLAUSE}"})

    assert again.status_code == 422
    assert "n’est plus dans cette liste" in page_of(again).text
    assert store.get(written.id).version == version


def test_a_click_after_somebody_saved_something_else_keeps_both(
    visitor: Visitor, written: SavedProfile, store: Profiles
) -> None:
    untick(visitor, written)
    fields = page_of(visitor.client.get(list_of(written))).fields
    visitor.send(f"/profils/{written.id}/renommer", name="Évry 2030")

    visitor.client.post(list_of(written), data={**fields, "remedy": f"local engagement:{CLAUSE}"})

    profile = store.get(written.id).profile
    assert (profile.name, len(profile.local_commitments)) == ("Évry 2030", 1)


def test_a_contract_that_prints_everything_says_so(visitor: Visitor, written: SavedProfile) -> None:
    assert "Tout ce qui a été saisi figure" in page_of(visitor.client.get(list_of(written))).text


def test_completeness_leads_to_the_list(visitor: Visitor, written: SavedProfile) -> None:
    untick(visitor, written)

    page = page_of(visitor.client.get(f"/profils/{written.id}/completude"))

    assert "Textes gardés, non imprimés" in page.text
    assert list_of(written) in page.links()
