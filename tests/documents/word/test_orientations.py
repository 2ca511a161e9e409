"""The chapter of orientations: a tree with the actions that serve each objective, before the volets."""

from dataclasses import replace

import pytest

from app.documents.word import RenderOptions, write_draft
from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.draft import Draft
from app.domain.profile import Adaptation, Objective, Orientation
from app.domain.views import extract, share_of
from tests.documents.word.conftest import DAY
from tests.documents.word.reading import (
    W,
    controls,
    headings,
    links,
    paragraphs,
    root,
    text_of,
    whole_text,
)
from tests.examples import example

HEALTH = "affaires-sociales-sante-2013-3"
PLAIN = RenderOptions(on=DAY, comments=False)
FIGURES = "Les objectifs chiffrés du territoire sont ceux de ce chapitre"
CARE = Objective(
    "b1", "Ouvrir un lieu de soin", "Un **médecin** pour chacun", "lieux ouverts", "1", "4", "2030"
)
ACTION = Adaptation(
    local_action="Un **centre** ouvre.", lead="la Ville", objectives=("b1", "b9"), indicator_target="300"
)


@pytest.fixture(scope="module")
def aimed(catalogue: Catalogue) -> tuple[Draft, bytes]:
    """A contract of today with two orientations, and an action that serves an objective and a lost one."""
    orientations = (
        Orientation("o1", "Rapprocher les soins", "Un tiers renonce", (CARE, Objective("b2", "Aller vers"))),
        Orientation("o2", "Écouter les habitants"),
    )
    profile = replace(example("epci-hors-ile-de-france", catalogue), outline="2024-2030")
    profile = replace(profile, orientations=orientations, adaptations={HEALTH: ACTION})
    draft = assemble(catalogue, profile)
    return draft, write_draft(draft, PLAIN)


def test_the_tree_stands_before_the_volets_with_its_actions_by_number(aimed: tuple[Draft, bytes]) -> None:
    draft, content = aimed
    number = draft.numbers[HEALTH]

    chapters = headings(content, "Heading1")
    said = [text for _, text in paragraphs(content)]

    assert chapters.index("Orientations et objectifs") < chapters.index("Volets toujours présents")
    start = said.index("Objectif\u00a01.1 — Ouvrir un lieu de soin")
    assert said[start + 1 : start + 6] == [
        "Attendu\u00a0: ",
        "Un médecin pour chacun",
        "Indicateur\u00a0: lieux ouverts",
        "Départ\u00a0: 1\u00a0\u00a0 Cible\u00a0: 4\u00a0\u00a0 Année\u00a0: 2030",
        f"Actions qui y contribuent\u00a0: {number}",
    ]
    assert (f"engagement_{number}", str(number)) in links(content)
    short = [link for link in root(content).iter(f"{W}hyperlink") if text_of(link).isdecimal()]
    assert short
    assert all(link.get(f"{W}tooltip") == f"Engagement\u00a0{text_of(link)}" for link in short)


def test_what_is_not_written_is_a_place_to_fill_with_a_tag_of_its_own(aimed: tuple[Draft, bytes]) -> None:
    places = controls(aimed[1])

    assert text_of(places["b2.cible"]) == "[à\u00a0compléter]"
    assert {"o1.enjeu", "b1.attendu", "b1.indicateur", "b1.depart", "b1.annee"} <= places.keys()


def test_the_action_says_its_objectives_but_not_one_that_is_gone(aimed: tuple[Draft, bytes]) -> None:
    said = [text for _, text in paragraphs(aimed[1])]

    assert said[said.index("Objectifs") + 1] == "Objectif\u00a01.1 — Ouvrir un lieu de soin"
    assert "b9" not in whole_text(aimed[1])


def test_the_figures_of_the_territory_stand_in_the_tree_and_in_the_fiches_alone(
    aimed: tuple[Draft, bytes],
) -> None:
    said = [text for _, text in paragraphs(aimed[1])]

    assert said[said.index("Orientations et objectifs", said.index("Signatures")) + 1].startswith(FIGURES)
    assert said.count("Indicateur\u00a0: lieux ouverts") == 1
    assert "Cible\u00a0: 300" in said[said.index("Indicateur") + 1]
    assert "objectifs-locaux" not in controls(aimed[1])


def test_an_extract_holds_the_objectives_that_its_actions_serve(aimed: tuple[Draft, bytes]) -> None:
    content = write_draft(extract(aimed[0], share_of(aimed[0], "ars")), PLAIN)

    assert "Objectif\u00a01.1 — Ouvrir un lieu de soin" in whole_text(content)
    assert "Aller vers" not in whole_text(content)


def test_without_orientations_the_place_for_objectives_is_there_as_before(
    aimed: tuple[Draft, bytes], catalogue: Catalogue
) -> None:
    plain = assemble(catalogue, replace(aimed[0].profile, orientations=()))

    content = write_draft(plain, PLAIN)

    assert "Orientations et objectifs" not in headings(content, "Heading1")
    assert "objectifs-locaux" in controls(content)
    assert FIGURES not in whole_text(content)
