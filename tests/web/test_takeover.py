"""« Partir d’un contrat existant »: read, reviewed piece by piece beside its pages, made a contract."""

import io
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.documents import RenderOptions
from app.documents.word import write_draft
from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.takeover.measured import MEASURED
from app.store import Profiles, SavedProfile
from benchmarks.foreign.writer import Writer
from tests.web.access_site import made
from tests.web.conftest import Visitor
from tests.web.pages import Page, page_of

NAME = "contrat-2024.docx"
LOST = "Un mot que rien n’annonce."


def foreign_contract() -> bytes:
    """A contract of two fiches and of a paragraph that has no place."""
    writer = Writer()
    writer.heading("Contrat de ville 2024-2030", 0)
    writer.text("Communauté d’agglomération Grand Paris Sud Seine-Essonne-Sénart")
    writer.heading("Signataires", 1)
    writer.text("L’État, représenté par Madame Anne Roux, préfète de l’Essonne")
    writer.table([("Code", "Quartier"), ("QN09101M", "Les Pyramides")], (4, 6), head=True)
    writer.heading("Fiche action n° 1 : Ouvrir une maison de santé", 2)
    writer.table(
        [
            ("Pilote", "Ville d’Évry"),
            ("Description", "Trois médecins et une infirmière."),
            ("Partenaires", "ARS, CAF"),
            ("Échéance", "31/12/2027"),
            ("Indicateur", "Patients suivis"),
            ("Quartiers", "Les Pyramides"),
        ],
        (4, 12),
    )
    writer.heading("Fiche action n° 2 : Former des médiateurs", 2)
    writer.table(
        [
            ("Thématique", "Santé"),
            ("Pilote", "Mission locale"),
            ("Échéance", "2026"),
            ("Indicateur", "Médiateurs"),
        ],
        (4, 12),
    )
    writer.heading("Divers", 2)
    writer.text(LOST)
    return writer.finish()


FILE = foreign_contract()


def send(visitor: Visitor, content: bytes = FILE, name: str = NAME, **typed: str) -> TestResponse:
    return visitor.send("/reprises", file=(io.BytesIO(content), name), **typed)


@pytest.fixture
def address(visitor: Visitor) -> str:
    """The takeover of a file that was read."""
    answer = send(visitor)
    assert answer.status_code == 303
    return answer.location


def seen(visitor: Visitor, address: str) -> Page:
    return page_of(visitor.client.get(address))


def words(page: Page) -> str:
    return " ".join(page.text.replace("\u00a0", " ").replace("\u202f", " ").split())


def accept(visitor: Visitor, address: str, *chapters: str) -> None:
    for chapter in chapters or ("territoire", "signataires", "actions", "textes", "orientations"):
        visitor.send(address, accept=chapter)


def see_the_rest(visitor: Visitor, address: str) -> None:
    visitor.send(address, seen="1")


def create(visitor: Visitor, store: Profiles, address: str, **typed: str) -> SavedProfile:
    answer = visitor.send(f"{address}/contrat", **typed)
    assert answer.status_code == 303, words(page_of(answer))
    return next(iter(store.all()))


def field_of(page: Page, beginning: str, text: str) -> str:
    """The name of the field that holds a text."""
    return next(name for name, said in page.fields.items() if name.startswith(beginning) and said == text)


def test_what_was_read_is_listed_and_makes_no_contract_yet(
    visitor: Visitor, address: str, store: Profiles
) -> None:
    said = words(seen(visitor, address))

    assert "Ouvrir une maison de santé" in said
    assert "Former des médiateurs" in said
    assert "Ce qui n’a pas trouvé sa place" in said
    assert "Le contrat se crée quand tout est décidé." in said
    assert not list(store.all())
    assert NAME in words(seen(visitor, "/reprises"))


def test_what_is_accepted_makes_a_contract_whose_first_version_is_named_after_the_file(
    visitor: Visitor, address: str, store: Profiles
) -> None:
    accept(visitor, address)
    see_the_rest(visitor, address)

    saved = create(visitor, store, address)

    profile = saved.profile
    health = profile.local_commitments[0]
    assert health.text == "Ouvrir une maison de santé"
    assert health.adaptation.lead == "Ville d’Évry"
    assert health.adaptation.local_action == "Trois médecins et une infirmière."
    assert health.adaptation.associated == ("ARS", "CAF")
    assert health.adaptation.deadline == "2027-12-31"
    assert health.adaptation.quartiers == ("QN09101M",)
    assert profile.territory.code == "200059228"
    assert [one.representative for one in profile.signatories] == ["Madame Anne Roux"]
    assert store.versions.get(saved.id, 1).label == f"Contrat repris de {NAME}"
    assert f"/profils/{saved.id}/versions/1/signature" in seen(visitor, address).links()
    assert NAME not in words(seen(visitor, "/reprises"))


def test_a_piece_stands_beside_its_words_in_the_contract_of_origin(visitor: Visitor, address: str) -> None:
    page = seen(visitor, f"{address}/parties/actions-1")

    marks = {known["id"] for _, known in page.elements if known.get("id", "").startswith("o-")}
    linked = {link.removeprefix("#") for link in page.links() if link.startswith("#o-")}
    assert linked == marks
    assert "mark" in {tag for tag, _ in page.elements}


def test_a_volet_that_the_application_chose_says_so_and_nothing_else_does(
    visitor: Visitor, address: str
) -> None:
    fiche = words(seen(visitor, f"{address}/parties/actions-1"))
    territory = words(seen(visitor, f"{address}/parties/territoire"))
    named = words(seen(visitor, f"{address}/parties/actions-2"))

    assert "Choisi par l’application" not in named
    assert fiche.count("Choisi par l’application d’après les mots de la fiche, à vérifier.") == 1
    assert "Choisi par l’application" not in territory


def test_a_piece_is_corrected_and_another_one_set_aside(
    visitor: Visitor, address: str, store: Profiles
) -> None:
    part = f"{address}/parties/actions-1"
    page = seen(visitor, part)
    lead = field_of(page, "text_", "Ville d’Évry")
    partners = field_of(page, "text_", "ARS\nCAF").replace("text_", "choice_")
    visitor.send(part, **{lead: "La Ville d’Évry-Courcouronnes", partners: "ecarter"})
    accept(visitor, address)
    see_the_rest(visitor, address)

    action = create(visitor, store, address).profile.local_commitments[0].adaptation

    assert action.lead == "La Ville d’Évry-Courcouronnes"
    assert action.associated == ()
    assert action.deadline == "2027-12-31"


def test_a_correction_that_its_field_cannot_hold_is_refused_and_stays_on_the_screen(
    visitor: Visitor, address: str, store: Profiles
) -> None:
    part = f"{address}/parties/actions-1"
    quartiers = field_of(seen(visitor, part), "text_", "Les Pyramides")

    answer = visitor.send(part, **{quartiers: "Un autre quartier"})

    assert answer.status_code == 422
    assert "« Un autre quartier » n’est pas dans le contrat." in words(page_of(answer))
    assert page_of(answer).fields[quartiers] == "Un autre quartier"
    assert all(one.outcome is None for one in store.takeovers.pieces(number_of(address)))


def number_of(address: str) -> int:
    return int(address.rpartition("/")[2])


def test_what_waits_is_decided_before_the_contract_is_made(
    visitor: Visitor, address: str, store: Profiles
) -> None:
    accept(visitor, address, "actions")

    answer = visitor.client.get(f"{address}/contrat")

    assert answer.location == address
    assert "à décider" in words(seen(visitor, address))
    assert not list(store.all())


def test_what_found_no_place_is_put_in_a_field_made_an_action_or_seen(
    visitor: Visitor, address: str, store: Profiles
) -> None:
    accept(visitor, address)
    page = seen(visitor, f"{address}/sans-place")
    line = field_of(page, "text_", LOST).removeprefix("text_")
    filed = {f"choice_{line}": "ranger", f"where_{line}": "Action 1 · Ouvrir une maison de santé"}
    visitor.send(f"{address}/sans-place", seen="1", **filed)

    action = create(visitor, store, address).profile.local_commitments[0].adaptation

    assert action.local_action == f"Trois médecins et une infirmière.\n{LOST}"
    assert LOST in words(seen(visitor, f"{address}/sans-place"))


def test_a_passage_becomes_an_action_after_the_others(
    visitor: Visitor, address: str, store: Profiles
) -> None:
    accept(visitor, address)
    line = field_of(seen(visitor, f"{address}/sans-place"), "text_", LOST).removeprefix("text_")
    visitor.send(f"{address}/sans-place", seen="1", **{f"choice_{line}": "action"})

    profile = create(visitor, store, address).profile

    assert [one.text for one in profile.local_commitments][2:] == [LOST]


def test_a_place_that_nobody_knows_is_refused_at_its_line(visitor: Visitor, address: str) -> None:
    line = field_of(seen(visitor, f"{address}/sans-place"), "text_", LOST).removeprefix("text_")

    answer = visitor.send(
        f"{address}/sans-place", **{f"choice_{line}": "ranger", f"where_{line}": "Nulle part"}
    )

    assert answer.status_code == 422
    assert "Ranger dans : choisissez une action ou un texte de la liste." in words(page_of(answer))


def test_a_territory_that_is_not_known_is_refused_and_another_one_is_taken_by_its_code(
    visitor: Visitor, address: str, store: Profiles
) -> None:
    accept(visitor, address)
    see_the_rest(visitor, address)

    refused = visitor.send(f"{address}/contrat", territory="La Lune")
    saved = create(visitor, store, address, territory="200054781")

    assert refused.status_code == 422
    assert "« La Lune » n’est ni une intercommunalité ni une commune connue ici." in words(page_of(refused))
    assert saved.profile.territory.code == "200054781"
    assert [one.code for one in saved.profile.territory.quartiers] == ["QN09101M"]


def test_the_same_file_is_taken_once(visitor: Visitor, address: str) -> None:
    answer = send(visitor, name="autre-nom.docx")

    assert answer.status_code == 409
    assert address in page_of(answer).links()


def test_a_copy_of_a_contract_of_ours_leads_to_the_returned_files(
    visitor: Visitor, saved: SavedProfile, catalogue: Catalogue, app: Flask
) -> None:
    known = app.extensions["contrat_de_ville"].catalogue
    options = RenderOptions(saved.created_at.date(), contract=saved.contract, version=1)
    ours = write_draft(assemble(known, saved.profile), options)

    answer = send(visitor, ours)

    assert answer.status_code == 422
    assert f"/profils/{saved.id}/retours" in page_of(answer).links()
    assert send(visitor, ours, whatever="y").status_code == 303


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "enregistrez-le en .docx"),
        (b"bonjour", "ni un document Word, ni un .odt, ni un PDF"),
        (FILE[:400], "incomplet ou abîmé"),
        (b"%PDF-1.7 rien", "incomplet ou abîmé"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_by_one_sentence(
    visitor: Visitor, store: Profiles, content: bytes, sentence: str
) -> None:
    answer = send(visitor, content)

    assert answer.status_code == 422
    assert sentence in words(page_of(answer))
    assert not store.takeovers.list()


def test_a_takeover_is_left_out_with_its_file_and_the_file_alone_once_the_contract_is_made(
    visitor: Visitor, address: str, store: Profiles
) -> None:
    accept(visitor, address)
    see_the_rest(visitor, address)
    saved = create(visitor, store, address)
    assert visitor.client.get(f"{address}/fichier").data == FILE

    visitor.send(f"{address}/effacer")

    assert visitor.client.get(f"{address}/fichier").status_code == 404
    assert store.get(saved.id).profile == saved.profile
    again = send(visitor, FILE + b"\0")
    visitor.send(f"{again.location}/effacer")
    assert visitor.client.get(again.location).status_code == 404


def test_a_takeover_is_its_makers_alone(app: Flask, store: Profiles) -> None:
    site = made(app)
    owner = Visitor(site.browser("owner"))
    address = send(owner).location

    outsider = site.browser("outsider")

    assert owner.client.get(address).status_code == 200
    assert outsider.get(address).status_code == 404
    assert outsider.get(f"{address}/fichier").status_code == 404
    assert NAME not in outsider.get("/reprises").get_data(as_text=True)


def test_the_page_says_how_much_is_recognised_of_contracts_never_tuned_on(visitor: Visitor) -> None:
    figures = Path("docs/mesures.md").read_text(encoding="utf-8")
    said = words(seen(visitor, "/reprises"))

    for figure in (MEASURED.tuned, MEASURED.never_tuned):
        assert figure.replace("\u202f", " ") in said
        assert figure in figures
