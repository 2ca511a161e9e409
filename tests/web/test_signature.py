"""The signed version of a contract: marked, said on each page and document, the base of its amendment."""

import io
from dataclasses import replace
from datetime import date, timedelta

import pytest
from docx import Document
from werkzeug.test import TestResponse

from app.domain.profile import Adaptation
from app.store import Profiles, SavedProfile, Signature
from tests.web.conftest import Visitor
from tests.web.pages import page_of

SIGNED = Signature(date(2026, 3, 12), "l’État et la Ville")
WORDS = "signée le 12 mars 2026 par l’État et la Ville"
CLAUSE = "interieur-2013-1-1"


def words(answer: TestResponse) -> str:
    """The text of a page, one plain space between two words."""
    return " ".join(page_of(answer).text.split())


def lines_of(answer: TestResponse) -> list[str]:
    """The paragraphs of a Word file, with plain spaces."""
    document = Document(io.BytesIO(answer.data))
    return [" ".join(paragraph.text.split()) for paragraph in document.paragraphs]


def numbers_of(answer: TestResponse) -> list[dict[str, str]]:
    """The two versions that the list proposes to compare."""
    inputs = (attributes for tag, attributes in page_of(answer).elements if tag == "input")
    return [attributes for attributes in inputs if attributes.get("type") == "number"]


@pytest.fixture
def signed(saved: SavedProfile, store: Profiles) -> SavedProfile:
    """The contract, whose first version is signed."""
    store.versions.sign(saved.id, 1, SIGNED)
    return saved


@pytest.fixture
def modified(signed: SavedProfile, store: Profiles) -> SavedProfile:
    """The same, with an action that was written since."""
    adaptations = {CLAUSE: Adaptation(local_action="Réunir le conseil local.")}
    return store.save(signed.id, 1, replace(signed.profile, adaptations=adaptations))


def test_a_version_is_marked_as_signed_on_a_day_by_whom(visitor: Visitor, saved: SavedProfile) -> None:
    address = f"/profils/{saved.id}/versions"

    answer = visitor.send(
        f"{address}/1/signature", signed_on=" 12/03/2026 ", signed_by="l’État et la\x07 Ville"
    )

    assert answer.location == address
    listed = words(visitor.client.get(address))
    assert listed.count(WORDS) == 3  # the notice, the milestone, the line of the version
    assert "gardée aussi longtemps que le contrat" in listed


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (
            {"signed_on": ""},
            "Date de signature : indiquez un jour, de 2014 à aujourd’hui, par exemple 12/03/2026.",
        ),
        ({"signed_on": "31/02/2026"}, "Date de signature : indiquez un jour"),
        ({"signed_on": "mars 2026"}, "Date de signature : indiquez un jour"),
        ({"signed_on": "2026"}, "Date de signature : indiquez un jour"),
        ({"signed_on": "12/03/2013"}, "indiquez un jour, de 2014 à aujourd’hui"),
        ({"signed_on": "12/03/2026", "signed_by": " \u200b"}, "Signée par : indiquez par qui"),
        ({"signed_on": "12/03/2026", "signed_by": "x" * 201}, "201 caractères, 200 au plus"),
    ],
)
def test_a_signature_without_a_day_or_a_signer_is_refused_and_what_was_typed_stays(
    visitor: Visitor, saved: SavedProfile, store: Profiles, typed: dict[str, str], said: str
) -> None:
    answer = visitor.send(f"/profils/{saved.id}/versions/1/signature", **typed)

    assert answer.status_code == 422
    assert said in words(answer)
    assert page_of(answer).fields["signed_on"] == typed["signed_on"]
    assert store.versions.signed(saved.id) is None


def test_a_day_left_empty_is_said_once_at_the_top_and_once_at_its_field(
    visitor: Visitor, saved: SavedProfile
) -> None:
    answer = visitor.send(f"/profils/{saved.id}/versions/1/signature", signed_on="")

    assert words(answer).count("Date de signature : indiquez un jour") == 2


def test_a_day_to_come_is_refused(visitor: Visitor, saved: SavedProfile, store: Profiles) -> None:
    tomorrow = date.today() + timedelta(days=2)  # noqa: DTZ011 — two days: whatever the zone

    answer = visitor.send(f"/profils/{saved.id}/versions/1/signature", signed_on=f"{tomorrow:%d/%m/%Y}")

    assert "ce jour n’est pas encore venu" in words(answer)
    assert store.versions.signed(saved.id) is None


def test_a_version_that_does_not_exist_cannot_be_signed(visitor: Visitor, saved: SavedProfile) -> None:
    assert visitor.client.get(f"/profils/{saved.id}/versions/7/signature").status_code == 404


def test_every_page_and_the_document_say_that_the_contract_was_modified_since(
    visitor: Visitor, modified: SavedProfile
) -> None:
    address = f"/profils/{modified.id}"

    pages = [visitor.client.get(f"{address}{page}") for page in ("", "/partenaires", "/apercu")]
    draft = visitor.client.get(f"{address}/contrat.docx")

    changes = f"{address}/versions/comparer?de=1"
    assert all("Modifié depuis la version 1, signée le 12 mars 2026 :" in words(page) for page in pages)
    assert all(changes in page_of(page).links() for page in pages)
    assert f"Modifié depuis la version 1, {WORDS}." in lines_of(draft)
    assert "Réunir le conseil local." in words(visitor.client.get(changes))


def test_a_contract_that_says_what_was_signed_is_said_to_conform(
    visitor: Visitor, modified: SavedProfile, signed: SavedProfile, store: Profiles
) -> None:
    address = f"/profils/{signed.id}"
    store.save(modified.id, modified.version, signed.profile)

    page, draft = visitor.client.get(address), visitor.client.get(f"{address}/contrat.docx")
    first = visitor.client.get(f"{address}/versions/1/contrat.docx")

    assert "Conforme à la version 1, signée le 12 mars 2026." in words(page)
    assert f"Conforme à la version 1, {WORDS}." in lines_of(draft)
    assert f"Version {WORDS}." in lines_of(first)


def test_a_contract_without_a_signed_version_says_nothing(visitor: Visitor, saved: SavedProfile) -> None:
    page = visitor.client.get(f"/profils/{saved.id}")
    draft = visitor.client.get(f"/profils/{saved.id}/contrat.docx")

    assert "signée le" not in words(page)
    assert not any("signée le" in line for line in lines_of(draft))


def test_the_comparison_and_the_amendment_start_from_the_signed_version(
    visitor: Visitor, modified: SavedProfile, store: Profiles
) -> None:
    address = f"/profils/{modified.id}/versions"
    store.save(modified.id, modified.version, replace(modified.profile, texts={"evaluation": "Un comité."}))

    listed, compared = visitor.client.get(address), visitor.client.get(f"{address}/comparer")
    amendment = visitor.client.get(f"{address}/1/avenant.docx")

    assert f"{address}/1/avenant.docx" in page_of(listed).links()
    assert [field["value"] for field in numbers_of(listed)] == ["1", "3"]
    assert "De la version 1 à la version 3" in words(compared)
    said = "contrat de ville signé le 12 mars 2026 par l’État et la Ville (version 1)."
    assert f"Le présent avenant modifie le {said}" in lines_of(amendment)


def test_the_mark_is_taken_away_after_a_confirmation(
    visitor: Visitor, signed: SavedProfile, store: Profiles
) -> None:
    address = f"/profils/{signed.id}/versions/1/signature"

    assert f"{address}/retirer" in page_of(visitor.client.get(address)).links()
    asked = visitor.client.get(f"{address}/retirer")
    assert store.versions.signed(signed.id) is not None
    visitor.send(f"{address}/retirer")

    assert WORDS in words(asked)
    assert store.versions.signed(signed.id) is None
    assert store.versions.get(signed.id, 1).signature is None


def test_a_copy_is_not_signed(visitor: Visitor, signed: SavedProfile, store: Profiles) -> None:
    answer = visitor.send(f"/profils/{signed.id}/dupliquer", name="Copie")

    copy = int(answer.location.split("/")[2])
    assert store.versions.signed(copy) is None


def test_deleting_a_signed_contract_says_what_disappears_with_it(
    visitor: Visitor, signed: SavedProfile
) -> None:
    address = f"/profils/{signed.id}"

    asked = words(visitor.client.get(f"{address}/supprimer"))
    visitor.send(f"{address}/supprimer")
    trash, back = visitor.client.get("/corbeille"), visitor.client.get(f"/corbeille/{signed.id}/restaurer")

    assert f"La version 1 de ce contrat est {WORDS}. Elle disparaîtra avec lui" in asked
    assert "version signée le 12 mars 2026" in words(trash)
    assert back.status_code == 404 or "signée le 12 mars 2026" in words(back)
