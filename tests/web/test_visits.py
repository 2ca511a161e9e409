"""Who saves, asked once; what others have saved since a person last looked."""

from dataclasses import replace

from app.store import Profiles, SavedProfile
from tests.web.conftest import Visitor
from tests.web.pages import page_of


def home(visitor: Visitor, saved: SavedProfile) -> str:
    """The words of the home of the contract."""
    text = page_of(visitor.client.get(f"/profils/{saved.id}")).text
    return " ".join(text.split())


def saved_by(store: Profiles, contract: SavedProfile, author: str, name: str) -> SavedProfile:
    now = store.get(contract.id)
    return store.signed(author).save(contract.id, now.version, replace(now.profile, name=name))


def test_the_name_is_asked_once_after_the_first_save(visitor: Visitor, saved: SavedProfile) -> None:
    visitor.send(f"/profils/{saved.id}/renommer", name="Un")
    first = home(visitor, saved)

    visitor.send(f"/profils/{saved.id}/renommer", name="Deux")

    assert "Donnez votre nom" in first
    assert "Donnez votre nom" not in home(visitor, saved)


def test_what_others_saved_since_is_said_until_it_is_read(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    visitor.send("/votre-nom", author="A. Moi")
    first = home(visitor, saved)
    visitor.send(f"/profils/{saved.id}/renommer", name="Par moi")
    mine = home(visitor, saved)
    saved_by(store, saved, "B. Autre", "Par une autre")

    told, again = home(visitor, saved), home(visitor, saved)
    read = visitor.client.get(f"/profils/{saved.id}/versions/comparer?de=2")

    assert "Depuis votre dernière visite" not in first + mine
    assert "Depuis votre dernière visite : 1 enregistrement, par B. Autre." in told
    assert "B. Autre" in again
    assert read.status_code == 200
    assert "Depuis votre dernière visite" not in home(visitor, saved)


def test_without_a_name_nobody_is_told_apart(visitor: Visitor, saved: SavedProfile, store: Profiles) -> None:
    home(visitor, saved)
    saved_by(store, saved, "B. Autre", "Par une autre")

    assert "Depuis votre dernière visite" not in home(visitor, saved)
