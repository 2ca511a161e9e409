"""The assembled draft as a page, and its download."""

import io
import re
from dataclasses import replace

import pytest
from docx import Document
from flask import Flask

from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.profile import Adaptation, LocalCommitment, Profile, State
from app.store import Profiles, SavedProfile
from tests.examples import NAMES, example
from tests.web.conftest import EVRY, Visitor
from tests.web.pages import page_of

COMMITMENT = "interieur-2013-1-1"
SIGNED = ("etat", "epci", "commune", "departement", "region", "ars", "procureur", "recteur")


@pytest.fixture
def signed(store: Profiles) -> SavedProfile:
    return store.create(Profile("Évry, contrat « de ville »", EVRY, partners=SIGNED))


def test_every_commitment_stands_once_on_the_page_with_its_words_and_its_source(
    visitor: Visitor, signed: SavedProfile, catalogue: Catalogue
) -> None:
    page = page_of(visitor.client.get(f"/profils/{signed.id}"))

    ids = [attributes.get("id") for tag, attributes in page.elements if tag == "article"]
    assert sorted(filter(None, ids)) == sorted(leaf.commitment.id for leaf in catalogue.leaves)
    assert all(leaf.commitment.text in page.text for leaf in catalogue.leaves)


def test_a_quartier_that_the_contract_does_not_have_is_said_to_be_outside(
    visitor: Visitor, store: Profiles, signed: SavedProfile
) -> None:
    adapted = {COMMITMENT: Adaptation(local_action="Réunir.", quartiers=("QN09101M", "QN99001M"))}
    store.save(signed.id, signed.version, replace(signed.profile, adaptations=adapted))

    review = page_of(visitor.client.get(f"/profils/{signed.id}"))
    form = page_of(visitor.client.get(f"/profils/{signed.id}/engagements/{COMMITMENT}"))

    assert "Les Pyramides, QN99001M (hors du contrat)" in review.text
    assert "QN99001M (hors du contrat)" in form.text


def test_the_mandatory_volets_come_first_and_say_when_nothing_applies(
    visitor: Visitor, store: Profiles
) -> None:
    alone = store.create(Profile("Sans signataire", EVRY))

    page = page_of(visitor.client.get(f"/profils/{alone.id}"))

    volets = [attributes["id"] for tag, attributes in page.elements if attributes.get("class") == "volet"]
    assert volets == ["volet-egalite-femmes-hommes", "volet-securite", "volet-sante"]
    assert "Volet sans engagement national" in page.text


def test_every_link_inside_the_page_leads_somewhere(visitor: Visitor, signed: SavedProfile) -> None:
    page = page_of(visitor.client.get(f"/profils/{signed.id}"))

    ids = {attributes["id"] for _, attributes in page.elements if "id" in attributes}
    inner = [link[1:] for link in page.links() if link.startswith("#")]
    assert inner
    assert set(inner) <= ids


def test_no_id_stands_twice_on_the_page(visitor: Visitor, signed: SavedProfile) -> None:
    page = page_of(visitor.client.get(f"/profils/{signed.id}"))

    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_what_is_lacking_is_said_with_a_link_to_mend_it(
    visitor: Visitor, store: Profiles, signed: SavedProfile
) -> None:
    store.save(signed.id, 1, replace(signed.profile, partners=("etat",)))

    page = page_of(visitor.client.get(f"/profils/{signed.id}"))

    assert "Signataire requis par la loi et absent" in page.text
    assert f"/profils/{signed.id}/partenaires" in page.links()


@pytest.mark.parametrize("name", NAMES)
def test_the_reasons_and_flags_of_every_entry_are_on_the_page(
    visitor: Visitor, store: Profiles, catalogue: Catalogue, name: str
) -> None:
    profile = example(name, catalogue)
    saved = store.create(profile)
    draft = assemble(catalogue, profile)

    text = page_of(visitor.client.get(f"/profils/{saved.id}")).text

    for entry in draft.entries():
        assert entry.because in text
        assert all(flag.message in text for flag in entry.flags)


def test_the_word_file_opens_and_is_named_after_the_profile(visitor: Visitor, signed: SavedProfile) -> None:
    answer = visitor.client.get(f"/profils/{signed.id}/contrat.docx")

    document = Document(io.BytesIO(answer.data))
    assert answer.status_code == 200
    assert "filename=evry-contrat-de-ville.docx" in answer.headers["Content-Disposition"]
    assert any("Grand Paris Sud" in paragraph.text for paragraph in document.paragraphs)


def test_a_fault_while_writing_gives_a_page_and_no_broken_file(
    app: Flask, visitor: Visitor, signed: SavedProfile, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object, **_kwargs: object) -> bytes:
        raise ValueError("a part of the document failed")

    # The writer has no input that makes it fail: only a broken one shows what the visitor then gets.
    monkeypatch.setattr("app.documents.publish.write_draft", broken)
    answer = visitor.client.get(f"/profils/{signed.id}/contrat.docx")

    assert answer.status_code == 500
    assert answer.mimetype == "text/html"
    assert "L’application a rencontré une erreur" in page_of(answer).text
    assert "a part of the document" not in answer.text


@pytest.fixture
def drafted(store: Profiles, signed: SavedProfile) -> SavedProfile:
    """Two commitments with an action, one of them led by the town; and one of the contract alone."""
    led = Adaptation(local_action="Faire.", lead="Ville d’Évry")
    agreed = Adaptation(local_action="Faire.", state=State.AGREED)
    changed = replace(
        signed.profile,
        adaptations={"interieur-2013-1-1": led, "affaires-sociales-sante-2013-3": agreed},
        local_commitments=(LocalCommitment("local-1", "sante", "Ouvrir.", led),),
    )
    return store.save(signed.id, signed.version, changed)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("pilote=Ville+d’Évry", {"interieur-2013-1-1", "local-1"}),
        ("etat=agreed", {"affaires-sociales-sante-2013-3"}),
        ("volet=sante&pilote=Ville+d’Évry", {"local-1"}),
        ("volet=sante&etat=agreed&pilote=Ville+d’Évry", set()),
        ("etat=agreed&pilote=sans-pilote", {"affaires-sociales-sante-2013-3"}),
    ],
)
def test_a_long_contract_is_narrowed_by_volet_state_and_lead(
    visitor: Visitor, drafted: SavedProfile, query: str, shown: set[str]
) -> None:
    page = page_of(visitor.client.get(f"/profils/{drafted.id}?{query}"))

    assert {attributes["id"] for tag, attributes in page.elements if tag == "article"} == shown
    assert re.search(rf"{len(shown)}\u00a0engagements? sur \d+\.", page.text)


def test_an_empty_volet_is_shown_when_it_is_asked_for(visitor: Visitor, store: Profiles) -> None:
    alone = store.create(Profile("Sans signataire", EVRY))

    page = page_of(visitor.client.get(f"/profils/{alone.id}?volet=sante"))

    assert "Ajouter un engagement local" in page.text
    assert "#volet-securite" not in page.links()


@pytest.mark.parametrize("query", ["etat=finie", "volet=rien", "pilote=Personne", "volet=&etat=&pilote="])
def test_what_is_in_no_list_narrows_nothing(visitor: Visitor, drafted: SavedProfile, query: str) -> None:
    narrowed = page_of(visitor.client.get(f"/profils/{drafted.id}?{query}"))

    assert narrowed.text == page_of(visitor.client.get(f"/profils/{drafted.id}")).text


def test_the_next_commitment_to_draft_is_the_first_without_an_action(
    visitor: Visitor, drafted: SavedProfile, catalogue: Catalogue
) -> None:
    entries = assemble(catalogue, drafted.profile).entries()
    first = next(entry.commitment.id for entry in entries if not entry.adaptation.local_action)

    markup = visitor.client.get(f"/profils/{drafted.id}").get_data(as_text=True)

    assert f'engagements/{first}">Prochain à rédiger' in markup


def test_a_commitment_keeps_its_number_on_every_page_whatever_leaves_or_comes(
    visitor: Visitor, signed: SavedProfile, store: Profiles, catalogue: Catalogue
) -> None:
    address = f"/profils/{signed.id}"
    following = "interieur-2013-1-2"
    first = dict(assemble(catalogue, store.get(signed.id).profile).numbers)

    visitor.send(f"{address}/engagements/{COMMITMENT}", included="non", reason_excluded="Fait ailleurs.")
    visitor.send(f"{address}/partenaires", partners=[one.id for one in catalogue.partners])

    review = words(visitor, address)
    form = words(visitor, f"{address}/engagements/{following}")
    later = dict(assemble(catalogue, store.get(signed.id).profile).numbers)
    assert f"Engagement {first[COMMITMENT]} " not in review
    assert f"Engagement {first[following]} " in review
    assert f"Engagement {first[following]} " in form
    assert first.items() <= {**later, COMMITMENT: first[COMMITMENT]}.items()
    assert min(number for known, number in later.items() if known not in first) == len(first) + 1


def words(visitor: Visitor, address: str) -> str:
    """The text of a page, one space between two words."""
    return " ".join(page_of(visitor.client.get(address)).text.split())
