"""Orientations: numbers by their order, changes by ids, what a JSON document may say of them."""

from dataclasses import replace
from typing import Any

import pytest

from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.export import draft_document
from app.domain.limits import too_many
from app.domain.orientations import (
    move,
    move_objective,
    orientation_numbers,
    put_objective,
    remove,
    remove_objective,
)
from app.domain.profile import Adaptation, Objective, Orientation
from app.domain.profile_json import ProfileRefused, profile_document, read_profile
from app.domain.reuse import copy_adaptations
from tests.examples import contract

HEALTH = "affaires-sociales-sante-2013-3"
MEASURED = Objective("b1", "Accueillir", "Un lieu", "personnes", "0", "300", "2030")
WORK = Orientation("o1", "L’emploi", "Le chômage", (MEASURED, Objective("b2", "Former")))
CALM = Orientation("o2", "La tranquillité", objectives=(Objective("b3", "Médier"),))
BOTH = (WORK, CALM)


def test_numbers_follow_the_order() -> None:
    assert orientation_numbers(BOTH) == {"o1": "1", "b1": "1.1", "b2": "1.2", "o2": "2", "b3": "2.1"}
    assert orientation_numbers(move(BOTH, "o2", -1))["b2"] == "2.2"
    assert orientation_numbers(move_objective(BOTH, "b1", 1))["b1"] == "1.2"


@pytest.mark.parametrize(("moving", "step"), [("o1", -1), ("o2", 1), ("o9", 1)])
def test_what_is_at_an_end_or_is_not_there_does_not_move(moving: str, step: int) -> None:
    assert move(BOTH, moving, step) == BOTH


def test_an_objective_is_changed_where_it_stands_and_comes_back_where_it_was() -> None:
    renamed = replace(MEASURED, title="Recevoir")

    assert put_objective(BOTH, CALM, renamed)[0].objectives[0] == renamed
    assert put_objective((CALM,), WORK, MEASURED) == (CALM, replace(WORK, objectives=(MEASURED,)))
    assert remove_objective(BOTH, "b3") == (WORK, replace(CALM, objectives=()))
    assert remove(BOTH, "o1") == (CALM,)


@pytest.mark.parametrize(
    ("orientations", "message"),
    [
        ({}, "orientations : liste JSON attendue, entre crochets"),
        ([{"id": "o1"}], "orientations[0].title : valeur manquante"),
        ([{"id": "o1", "title": " "}], "orientations[0].title : texte vide"),
        ([{"id": "x1", "title": "a"}], "orientations[0].id : identifiant illisible"),
        ([{"id": "o1", "title": "a", "but": 1}], "orientations[0].but : clé inconnue"),
        ([{"id": "o1", "title": "a"}] * 2, "orientations[1].id : « o1 » figure déjà dans la liste"),
        (
            [{"id": "o1", "title": "a", "objectives": [{"id": "b1", "title": "a", "year": 2030}]}],
            "orientations[0].objectives[0].year : texte attendu, entre guillemets",
        ),
        (
            [{"id": one, "title": "a", "objectives": [{"id": "b1", "title": "a"}]} for one in ("o1", "o2")],
            "orientations : l’objectif « b1 » y figure deux fois",
        ),
    ],
)
def test_a_document_that_is_wrong_is_refused_with_the_path(
    catalogue: Catalogue, orientations: Any, message: str
) -> None:
    document = {**profile_document(contract()), "orientations": orientations}

    with pytest.raises(ProfileRefused) as refused:
        read_profile(document, catalogue)

    assert message in str(refused.value)


def test_the_objectives_of_an_action_are_ids_and_one_that_is_gone_is_kept_and_said(
    catalogue: Catalogue,
) -> None:
    document = profile_document(
        contract(orientations=BOTH, adaptations={HEALTH: Adaptation(objectives=("b1", "b9"))})
    )

    read = read_profile(document, catalogue)

    assert read.adaptations[HEALTH].objectives == ("b1", "b9")
    said = {finding.id: finding for finding in assemble(catalogue, read).checks}
    assert said["objectifs-retires"].commitments == (HEALTH,)
    document["adaptations"][HEALTH]["objectives"] = ["1.1"]
    with pytest.raises(ProfileRefused, match="objectives\\[0\\] : identifiant illisible"):
        read_profile(document, catalogue)


def test_a_contract_has_so_many_objectives_at_most() -> None:
    many = tuple(Objective(f"b{number}", "a") for number in range(201))

    (problem,) = too_many(contract(orientations=(replace(WORK, objectives=many),)))

    assert problem.message.split("\u00a0: ")[1] == "201, 200 au plus\u202f; retirez-en 1."


def test_the_draft_says_the_orientations_with_the_actions_that_serve_them(catalogue: Catalogue) -> None:
    profile = contract(orientations=BOTH, adaptations={HEALTH: Adaptation(objectives=("b3",))})

    said = draft_document(assemble(catalogue, profile))["orientations"]

    assert [(one["number"], one["title"]) for one in said] == [("1", "L’emploi"), ("2", "La tranquillité")]
    assert said[0]["objectives"][0]["target"] == "300"
    assert [(one["number"], one["actions"]) for one in said[1]["objectives"]] == [("2.1", [HEALTH])]


def test_a_figure_of_an_objective_answers_what_the_decree_asks(catalogue: Catalogue) -> None:
    asked = {"contenu-objectifs", "contenu-indicateurs"}

    without = {one.id for one in assemble(catalogue, contract()).checks}
    with_figures = {one.id for one in assemble(catalogue, contract(orientations=BOTH)).checks}

    assert asked <= without
    assert not asked & with_figures
    assert {"objectifs-sans-indicateur", "objectifs-sans-cible"} <= with_figures


def test_actions_that_are_copied_bring_the_objectives_that_they_serve(catalogue: Catalogue) -> None:
    other = contract(orientations=BOTH, adaptations={HEALTH: Adaptation(objectives=("b1",))})
    section = catalogue.leaf_by_id[HEALTH].commitment.section

    copied = copy_adaptations(contract(orientations=(CALM,)), other, [section], catalogue).profile

    assert copied.orientations == (CALM, replace(WORK, objectives=(MEASURED,)))
    assert copied.adaptations[HEALTH].objectives == ("b1",)


@pytest.mark.parametrize(("year", "remarked"), [("2028", 0), ("2031", 1), ("fin du contrat", 0), ("", 0)])
def test_the_year_of_a_target_is_within_the_term_of_the_contract(
    catalogue: Catalogue, year: str, remarked: int
) -> None:
    late = replace(WORK, objectives=(replace(MEASURED, year=year),))

    findings = assemble(catalogue, contract(orientations=(late,), outline="2024-2030")).checks

    said = [one.message for one in findings if "hors de la durée du contrat (2024-2030)" in one.message]
    assert len(said) == remarked
    assert all(MEASURED.title in message for message in said)
