"""The figures of a contract, each a table with its bars."""

import re
from dataclasses import replace

from app.domain.profile import Adaptation, IndicatorValue, Means, MeansKind, State
from app.store import Profiles, SavedProfile
from tests.web.conftest import Visitor

FIRST, SECOND = "interieur-2013-1-1", "affaires-sociales-sante-2013-3"


def test_each_figure_stands_in_a_table_and_its_bar_follows_it(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    (first, *_) = saved.profile.territory.quartiers
    town = Means(MeansKind.COMMON_LAW, "Ville", 30_000, "2026")
    state = Means(MeansKind.SPECIFIC, "État", 10_000, "2027")
    said = {
        FIRST: Adaptation(local_action="Réunir.", quartiers=(first.code,), means=(town,)),
        SECOND: Adaptation(local_action="Soigner.", state=State.AGREED, means=(state,)),
    }
    store.save(saved.id, saved.version, replace(saved.profile, adaptations=said))

    markup = visitor.client.get(f"/profils/{saved.id}/chiffres").get_data(as_text=True)

    text = markup.replace("\u00a0", " ").replace("\u202f", " ")
    rows = {" ".join(row.split()) for row in re.findall(r"<tr>(.*?)</tr>", text, re.DOTALL)}
    town_row, state_row, whole, here = (
        next(row for row in rows if named in row and "<svg" in row)
        for named in (">Ville<", ">État<", ">Tout le territoire<", f"quartier={first.code}")
    )
    assert 'class="bar-agreed" x="0.0" width="100.0"' in town_row
    assert 'class="bar-drafted" x="0.0" width="33.33"' in state_row
    assert 'data-label="Convenues">1<' in whole
    assert 'data-label="Montant">10 000 €<' in whole
    assert 'data-label="Convenues">0<' in here
    assert 'data-label="Montant">30 000 €<' in here
    assert any(">2027<" in row and 'width="25.0"' in row for row in rows)


def test_an_indicator_says_its_values_and_its_bar_how_far_it_is_from_its_target(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    said = Adaptation(
        local_action="Réunir.",
        indicator="personnes accueillies",
        indicator_baseline="100",
        indicator_target="200",
        indicator_values=(IndicatorValue("2026", "130", "70", "60"),),
    )
    store.save(saved.id, saved.version, replace(saved.profile, adaptations={FIRST: said}))

    markup = visitor.client.get(f"/profils/{saved.id}/chiffres").get_data(as_text=True)

    (row,) = [
        one for one in re.findall(r"<tr>(.*?)</tr>", markup, re.DOTALL) if "personnes accueillies" in one
    ]
    assert "2026\u00a0: 130 (femmes 70, hommes 60)" in row
    assert 'class="bar-agreed" x="0.0" width="30.0"' in row
    assert f"/engagements/{FIRST}" in row
