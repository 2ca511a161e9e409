"""A profile that was adapted with a commitment that the catalogue no longer has."""

from dataclasses import replace

from app.domain.profile import Adaptation
from app.store import Profiles, SavedProfile
from tests.web.conftest import Visitor


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
