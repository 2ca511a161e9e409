"""Where each page of a contract stands: the contract, then the part that it belongs to."""

import re

import pytest

from app.store import SavedProfile
from tests.web.conftest import Visitor


@pytest.mark.parametrize(
    ("place", "part"),
    [
        ("signataires", "Signataires"),
        ("engagements/interieur-2013-1-1", "Engagements"),
        ("trame", "Textes"),
        ("classeur", "Engagements"),
        ("copier", "Engagements"),
        ("telecharger", "Télécharger"),
        ("versions/1/nommer", "Versions"),
    ],
)
def test_a_page_says_to_which_part_of_which_contract_it_belongs(
    visitor: Visitor, saved: SavedProfile, place: str, part: str
) -> None:
    markup = visitor.client.get(f"/profils/{saved.id}/{place}").get_data(as_text=True)

    trail = re.search("Fil d’Ariane.*?</nav>", markup, re.DOTALL)
    links = re.findall(r'<a[^>]*href="([^"]+)"[^>]*>([^<]+)</a>', trail[0] if trail else "")
    assert links[0] == (f"/profils/{saved.id}", saved.profile.name)
    assert [words for _, words in links[1:]] == [part]
