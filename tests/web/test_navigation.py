"""The steps at the top of each page of a contract."""

import re

import pytest

from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.store import SavedProfile
from tests.web.conftest import Visitor
from tests.web.pages import page_of


@pytest.mark.parametrize("place", ["", "/textes", "/versions"])
def test_the_steps_say_how_many_points_the_completeness_page_shows(
    visitor: Visitor, saved: SavedProfile, catalogue: Catalogue, place: str
) -> None:
    text = page_of(visitor.client.get(f"/profils/{saved.id}{place}")).text

    missing = len(assemble(catalogue, saved.profile).checks)
    assert re.search(rf"Complétude\s+{missing}\s+points à voir", text)


@pytest.mark.parametrize(
    ("place", "step"),
    [
        ("signataires", "Signataires"),
        ("engagements/interieur-2013-1-1", "Engagements"),
        ("trame", "Textes"),
        ("classeur", "Engagements"),
        ("copier", "Engagements"),
        ("telecharger", "Aperçu"),
        ("versions/1/nommer", "Versions"),
    ],
)
def test_a_page_that_belongs_to_a_step_says_which(
    visitor: Visitor, saved: SavedProfile, place: str, step: str
) -> None:
    markup = visitor.client.get(f"/profils/{saved.id}/{place}").get_data(as_text=True)

    (current,) = re.findall(r'aria-current="step">(.*?)</a>', markup, re.DOTALL)
    assert current.rstrip().endswith(step)
