"""The comments on a commitment: on its page, on a page of their own, and beside those of the Word files."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.store import SavedProfile
from app.store.comments import Discussion, Speaker
from tests.web.access_site import OWN, AccessSite, made
from tests.web.conftest import Visitor
from tests.web.pages import page_of


@pytest.fixture
def site(app: Flask) -> AccessSite:
    return made(app)


def page(site: AccessSite, clause: str = OWN) -> str:
    return f"/profils/{site.contract.id}/engagements/{clause}/commentaires"


def say(
    site: AccessSite, client: FlaskClient, done: str, text: str = "", comment: int = 0, clause: str = OWN
) -> TestResponse:
    token = page_of(client.get(page(site))).fields["csrf_token"]
    sent = {"csrf_token": token, "done": done, "text": text, "comment": str(comment)}
    return client.post(page(site, clause), data=sent)


def words(answer: TestResponse) -> str:
    return " ".join(page_of(answer).text.replace("\u00a0", " ").replace("\u202f", " ").split())


def discussion(site: AccessSite) -> Discussion:
    (one,) = site.store.comments.of(site.contract.id)
    return one


def test_a_discussion_is_read_where_the_commitment_is_by_those_who_may_comment_it(site: AccessSite) -> None:
    partner, editor = site.seat("partner"), site.seat("editor")
    say(site, partner, "ajouter", "Qui pilote ?")
    say(site, editor, "repondre", "La CAF.", discussion(site).first.id)
    clause, contract = f"/profils/{site.contract.id}/engagements/{OWN}", f"/profils/{site.contract.id}"

    seen = {kind: words(site.seat(kind).get(clause)) for kind in ("owner", "commenter", "partner", "reader")}

    shown = {kind for kind, text in seen.items() if "Qui pilote ?" in text and "La CAF." in text}
    assert shown == {"owner", "commenter", "partner"}
    assert "Commentaires 1 fil ouvert" in words(site.seat("owner").get(contract))
    assert "Commentaires" not in words(site.seat("reader").get(contract))
    listed = f"{contract}/commentaires"
    assert "Qui pilote ?" in words(partner.get(listed))
    assert "Qui pilote ?" not in words(site.seat("reader").get(listed))


def test_a_partner_reads_nothing_of_what_is_said_outside_of_her_part(site: AccessSite) -> None:
    say(site, site.seat("editor"), "ajouter", "Entre nous.", clause="interieur-2013-1-2")

    partner = site.seat("partner")

    for path in ("", "/commentaires", "/engagements/interieur-2013-1-2"):
        assert "Entre nous." not in words(partner.get(f"/profils/{site.contract.id}{path}"))


def test_one_edits_and_deletes_what_one_said_oneself(site: AccessSite) -> None:
    partner, editor = site.seat("partner"), site.seat("editor")
    say(site, partner, "ajouter", "Qui pilote ?")
    number = discussion(site).first.id

    foreign = say(site, editor, "modifier", "Autre chose.", number)
    say(site, partner, "modifier", "Qui paie ?", number)
    edited = words(editor.get(page(site)))
    say(site, partner, "supprimer", comment=number)
    deleted = words(editor.get(page(site)))

    assert foreign.status_code == 409
    assert "Autre chose." in page_of(foreign).text
    assert "Qui paie ?" in edited
    assert "modifié" in edited
    assert "Qui paie ?" not in deleted
    assert "Commentaire supprimé par son auteur." in deleted
    assert "Partner" in deleted


def test_a_discussion_is_settled_and_opened_again(site: AccessSite) -> None:
    editor = site.seat("editor")
    say(site, editor, "ajouter", "Qui pilote ?")
    number = discussion(site).first.id

    say(site, editor, "regler", comment=number)
    settled = words(editor.get(page(site)))
    say(site, editor, "rouvrir", comment=number)

    assert "Réglé par Editor" in settled
    assert not discussion(site).is_resolved


def test_what_is_said_on_the_site_is_answered_and_settled_with_the_comments_of_the_files(
    site: AccessSite,
) -> None:
    say(site, site.seat("partner"), "ajouter", "Qui pilote ?")
    number = discussion(site).first.id
    address = f"/profils/{site.contract.id}/retours/decisions"
    owner = site.seat("owner")
    shown = owner.get(address)
    fields = page_of(shown).fields

    owner.post(address, data={**fields, f"reply_site-{number}": "La CAF.", f"resolved_site-{number}": "y"})

    assert "Qui pilote ?" in words(shown)
    assert "Écrit sur le site." in words(shown)
    one = discussion(site)
    assert [(said.author, said.text) for said in one.comments] == [
        ("Partner", "Qui pilote ?"),
        ("Owner", "La CAF."),
    ]
    assert one.resolved_by == "Owner"
    assert "Rien n’attend de décision ici" in words(owner.get(address))


def test_a_comment_without_words_is_refused(site: AccessSite) -> None:
    answer = say(site, site.seat("editor"), "ajouter", " \u200b")

    assert answer.status_code == 422
    assert "Votre commentaire : écrivez-le." in words(answer)
    assert site.store.comments.of(site.contract.id) == ()


def test_alone_on_a_machine_one_comments_under_the_name_that_one_gave(
    visitor: Visitor, saved: SavedProfile
) -> None:
    address = f"/profils/{saved.id}/engagements/{OWN}/commentaires"
    visitor.send("/votre-nom", author="A. Moi")

    answer = visitor.send(address, text="À relire.")

    assert answer.status_code == 303
    assert "A. Moi" in page_of(visitor.client.get(address)).text
    assert visitor.client.get(f"/profils/{saved.id}/engagements/inconnu/commentaires").status_code == 404


@pytest.mark.parametrize("done", ["repondre", "modifier", "supprimer", "regler"])
def test_a_comment_of_another_contract_is_not_there(site: AccessSite, done: str) -> None:
    theirs = site.store.comments
    theirs.add(site.other.id, OWN, "Entre eux.", Speaker(None, "Quelqu’un"))
    (before,) = theirs.of(site.other.id)

    answer = say(site, site.seat("owner"), done, "Pas à nous.", before.first.id)

    assert answer.status_code == 409
    assert "Entre eux." not in answer.get_data(as_text=True)
    assert theirs.of(site.other.id) == theirs.of(site.other.id, [OWN])
    assert [one.first for one in theirs.of(site.other.id)] == [before.first]
    assert theirs.of(site.contract.id) == ()
