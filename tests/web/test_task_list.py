"""The home of a contract: its tasks, the next step, and what its address showed before."""

import io
from dataclasses import replace

import pytest
from docx import Document
from flask import Flask

from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.profile import Adaptation, Profile, Signatory
from app.store import Profiles, SavedProfile
from tests.web.conftest import EVRY, Visitor
from tests.web.pages import page_of

COMMITMENT = "interieur-2013-1-1"
SIGNED = ("etat", "epci", "commune", "departement", "region", "ars", "procureur", "recteur")


@pytest.fixture
def signed(store: Profiles) -> SavedProfile:
    return store.create(Profile("Évry, contrat « de ville »", EVRY, partners=SIGNED))


def test_each_part_says_how_far_it_is_and_leads_to_its_page(
    visitor: Visitor, store: Profiles, signed: SavedProfile
) -> None:
    named = (Signatory("etat", "l’État", "Mme Modèle"),)
    said = {COMMITMENT: Adaptation(local_action="Réunir.")}
    store.save(signed.id, 1, replace(signed.profile, signatories=named, adaptations=said))

    page = page_of(visitor.client.get(f"/profils/{signed.id}"))

    text = " ".join(page.text.split())
    assert "1 nommé sur 8" in text.replace("\u00a0", " ")
    assert "1 rédigé sur" in text.replace("\u00a0", " ")
    parts = ("territoire", "signataires", "engagements", "textes", "orientations", "quartiers", "completude")
    assert {f"/profils/{signed.id}/{part}" for part in (*parts, "apercu", "telecharger", "versions")} <= set(
        page.links()
    )


@pytest.mark.parametrize(
    ("profile", "step"),
    [
        (Profile("Sans quartier", replace(EVRY, quartiers=()), partners=SIGNED), "territoire"),
        (Profile("Sans signataire", EVRY), "partenaires"),
        (Profile("Sans nom", EVRY, partners=SIGNED), "signataires"),
        (
            Profile("Nommé", EVRY, partners=("etat",), signatories=(Signatory("etat", "l’État", "Mme M."),)),
            "engagements/",
        ),
    ],
)
def test_the_next_step_is_the_first_part_that_waits(
    visitor: Visitor, store: Profiles, profile: Profile, step: str
) -> None:
    saved = store.create(profile)

    page = page_of(visitor.client.get(f"/profils/{saved.id}"))

    (following,) = (one["href"] for tag, one in page.elements if one.get("class") == "next-step")
    assert following.startswith(f"/profils/{saved.id}/{step}")


def test_what_the_law_asks_is_counted_first(
    visitor: Visitor, signed: SavedProfile, catalogue: Catalogue
) -> None:
    page = page_of(visitor.client.get(f"/profils/{signed.id}")).text.replace("\u00a0", " ")

    levels = [finding.level.value for finding in assemble(catalogue, signed.profile).checks]
    required = levels.count("error")
    assert f"{required} points exigés par la loi ou le décret" in page
    assert f"{len(levels) - required} autres points" in page


@pytest.mark.parametrize(
    ("query", "list_"),
    [
        ("volet=sante", "volet=sante"),
        ("etat=agreed&volet=", "etat=agreed"),
        ("pilote=sans-pilote", "pilote=&vue=sans-pilote"),
    ],
)
def test_what_narrowed_the_page_of_all_texts_narrows_the_list(
    visitor: Visitor, signed: SavedProfile, query: str, list_: str
) -> None:
    answer = visitor.client.get(f"/profils/{signed.id}?{query}")

    assert answer.status_code == 301
    assert answer.location == f"/profils/{signed.id}/engagements?{list_}"


def test_the_anchors_of_the_page_of_all_texts_lead_to_the_volets(
    visitor: Visitor, signed: SavedProfile, catalogue: Catalogue
) -> None:
    page = page_of(visitor.client.get(f"/profils/{signed.id}"))

    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    volets = {f"volet-{one.section.id}" for one in assemble(catalogue, signed.profile).sections}
    annexes = {"pour-memoire", "engagements-nationaux", "non-retenus", "reste-a-faire", "volets"}
    assert volets | annexes <= set(ids)
    assert len(ids) == len(set(ids))


def test_a_volet_without_an_engagement_says_so_in_the_preview(visitor: Visitor, store: Profiles) -> None:
    alone = store.create(Profile("Sans signataire", EVRY))

    page = page_of(visitor.client.get(f"/profils/{alone.id}/apercu/volets-toujours-presents"))

    volets = [title for title in ("Égalité", "Sécurité", "Santé") if title in page.text]
    assert volets == ["Égalité", "Sécurité", "Santé"]
    assert "Volet sans engagement national" in page.text


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


def test_a_commitment_keeps_its_number_on_every_page_whatever_leaves_or_comes(
    visitor: Visitor, signed: SavedProfile, store: Profiles, catalogue: Catalogue
) -> None:
    address = f"/profils/{signed.id}"
    following = "interieur-2013-1-2"
    first = dict(assemble(catalogue, store.get(signed.id).profile).numbers)

    visitor.send(f"{address}/engagements/{COMMITMENT}", included="non", reason_excluded="Fait ailleurs.")
    visitor.send(f"{address}/partenaires", partners=[one.id for one in catalogue.partners])

    listed = page_of(visitor.client.get(f"{address}/engagements")).text
    form = page_of(visitor.client.get(f"{address}/engagements/{following}")).text
    later = dict(assemble(catalogue, store.get(signed.id).profile).numbers)
    assert f"{first[following]} · " in listed
    assert f"{first[following]} · " in form
    assert first.items() <= {**later, COMMITMENT: first[COMMITMENT]}.items()
    assert min(number for known, number in later.items() if known not in first) == len(first) + 1


def test_what_is_to_check_says_how_far_the_work_is_and_the_volets_where_nothing_is_written(
    visitor: Visitor, saved: SavedProfile
) -> None:
    page = page_of(visitor.client.get(f"/profils/{saved.id}/completude"))

    assert "Volets où rien n’est encore rédigé" in page.text
    assert f"/profils/{saved.id}/engagements?volet=sante" in page.links()
