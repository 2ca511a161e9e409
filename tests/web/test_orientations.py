"""The orientations: written, ordered and removed on their pages; each action says what it serves."""

import pytest

from app.domain.profile import Adaptation, Objective, Orientation, Profile
from app.store import Profiles, SavedProfile
from tests.web.conftest import Visitor
from tests.web.pages import page_of
from tests.web.test_without_place import change, opened, sent

COMMITMENT = "interieur-2013-1-1"
CHAPTER = "securite-tranquillite-publique-et-prevention-de-la-delinquance"
WORK = Orientation(
    "o1", "L’emploi", "Un chômage élevé", (Objective("b1", "Accueillir"), Objective("b2", "Former"))
)
CALM = Orientation("o2", "La tranquillité")


@pytest.fixture
def written(saved: SavedProfile, store: Profiles) -> SavedProfile:
    """A contract of two orientations; the first objective is served by an action."""
    serving = {COMMITMENT: Adaptation(local_action="Ouvrir.", lead="la Ville", objectives=("b1",))}
    change(store, saved, orientations=(WORK, CALM), adaptations=serving)
    return store.get(saved.id)


def present(store: Profiles, saved: SavedProfile) -> Profile:
    return store.get(saved.id).profile


def titles(profile: Profile) -> list[tuple[str, list[str]]]:
    return [(one.title, [each.title for each in one.objectives]) for one in profile.orientations]


def test_an_orientation_and_its_objectives_are_written_and_shown(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    page = f"/profils/{saved.id}/orientations"
    visitor.send(f"{page}/ajouter", title="L’emploi", challenge="Un **chômage** élevé")
    orientation = present(store, saved).orientations[0]
    figures = {"indicator": "personnes", "baseline": "0", "target": "300", "year": "2030"}

    visitor.send(
        f"{page}/{orientation.id}/objectifs/ajouter", title="Accueillir", expected="Un lieu", **figures
    )

    (objective,) = present(store, saved).orientations[0].objectives
    assert objective == Objective(objective.id, "Accueillir", "Un lieu", **figures)
    shown = page_of(visitor.client.get(page)).text.replace("\u00a0", " ")
    for words in ("Orientation 1 : L’emploi", "Objectif 1.1 : Accueillir", "chômage", "Un lieu", "300"):
        assert words in shown
    assert "Aucune action n’y contribue encore" in shown


@pytest.mark.parametrize(
    ("address", "typed", "said"),
    [
        ("orientations/ajouter", {"title": " "}, "Orientation : écrivez ce que le contrat veut changer."),
        ("objectifs/b1", {"title": ""}, "Objectif opérationnel : écrivez ce qui est à atteindre."),
        ("objectifs/b1", {"year": "bientôt"}, "Année de la cible : une année est attendue. Exemple : 2030."),
        ("orientations/o1", {"challenge": "x" * 20_001}, "Enjeu : 20 001 caractères"),
    ],
)
def test_what_cannot_be_saved_is_said_and_stays_on_the_page(
    visitor: Visitor, written: SavedProfile, store: Profiles, address: str, typed: dict[str, str], said: str
) -> None:
    answer = visitor.send(f"/profils/{written.id}/{address}", **typed)

    page = page_of(answer)
    assert answer.status_code == 422
    assert said.replace(" :", "\u00a0:") in page.text.replace("\u202f", " ") or said in page.text
    assert {name: page.fields[name] for name in typed} == {name: text.strip() for name, text in typed.items()}
    assert present(store, written) == written.profile


def test_orientations_and_objectives_move_and_the_action_follows_by_its_id(
    visitor: Visitor, written: SavedProfile, store: Profiles
) -> None:
    page = f"/profils/{written.id}/orientations"
    order = opened(visitor, page)

    sent(visitor, f"/profils/{written.id}/objectifs/b1/deplacer", {**order, "sens": "bas"}, 303)
    sent(visitor, f"{page}/o2/deplacer", {**opened(visitor, page), "sens": "haut"}, 303)

    assert titles(present(store, written)) == [
        ("La tranquillité", []),
        ("L’emploi", ["Former", "Accueillir"]),
    ]
    assert "Objectif 2.2 : Accueillir Actions qui y contribuent : Engagement" in visitor_text(visitor, page)
    assert visitor.client.post(f"{page}/o2/deplacer", data={**order, "sens": "ailleurs"}).status_code == 400


def visitor_text(visitor: Visitor, address: str) -> str:
    return " ".join(page_of(visitor.client.get(address)).text.replace("\u00a0", " ").split())


def test_a_move_after_another_one_is_a_conflict_that_shows_the_present_order(
    visitor: Visitor, written: SavedProfile, store: Profiles
) -> None:
    page = f"/profils/{written.id}/orientations"
    order = {**opened(visitor, page), "sens": "bas"}
    change(store, written, orientations=(CALM, WORK))

    conflict = sent(visitor, f"{page}/o1/deplacer", order, 409)

    assert "Orientation 2 : L’emploi" in conflict.text.replace("\u00a0", " ")
    assert present(store, written).orientations == (CALM, WORK)


def test_a_change_elsewhere_in_the_contract_hinders_no_move(
    visitor: Visitor, written: SavedProfile, store: Profiles
) -> None:
    page = f"/profils/{written.id}/orientations"
    order = {**opened(visitor, page), "sens": "bas"}
    change(store, written, name="Autre nom")

    sent(visitor, f"{page}/o1/deplacer", order, 303)

    assert present(store, written).orientations == (CALM, WORK)


def test_an_objective_that_was_removed_meanwhile_comes_back_with_what_was_typed(
    visitor: Visitor, written: SavedProfile, store: Profiles
) -> None:
    address = f"/profils/{written.id}/objectifs/b1"
    fields = {**opened(visitor, address), "target": "300"}
    change(store, written, orientations=(CALM,))

    conflict = sent(visitor, address, fields, 409)
    sent(visitor, address, conflict.fields, 303)

    assert "a été retiré du contrat entre-temps" in conflict.text
    back = Orientation("o1", "L’emploi", "Un chômage élevé", (Objective("b1", "Accueillir", target="300"),))
    assert present(store, written).orientations == (CALM, back)


def test_two_people_who_change_one_objective_lose_nothing(
    visitor: Visitor, written: SavedProfile, store: Profiles
) -> None:
    address = f"/profils/{written.id}/objectifs/b1"
    fields = {**opened(visitor, address), "target": "300"}
    visitor.send(address, target="500", indicator="personnes")

    conflict = sent(visitor, address, fields, 409)

    assert conflict.fields["target"] == "300"
    assert conflict.fields["indicator"] == "personnes"
    assert "500" in conflict.text


def test_an_action_is_tied_to_objectives_by_ticking_them(
    visitor: Visitor, written: SavedProfile, store: Profiles
) -> None:
    visitor.send(f"/profils/{written.id}/engagements/{COMMITMENT}", objectives=["b1", "b2"])

    assert present(store, written).adaptations[COMMITMENT].objectives == ("b1", "b2")
    assert "Objectif 1.1 — Accueillir ; Objectif 1.2 — Former" in visitor_text(
        visitor,
        f"/profils/{written.id}/apercu/{CHAPTER}",
    )


def test_an_objective_that_is_gone_stays_ticked_and_is_said(
    visitor: Visitor, written: SavedProfile, store: Profiles
) -> None:
    removal = f"/profils/{written.id}/objectifs/b1/retirer"
    warned = visitor_text(visitor, removal)
    visitor.send(removal)

    visitor.send(f"/profils/{written.id}/engagements/{COMMITMENT}", lead="la Région")

    assert "1 action y contribue" in warned
    kept = present(store, written).adaptations[COMMITMENT]
    assert (kept.lead, kept.objectives) == ("la Région", ("b1",))
    said = visitor_text(visitor, f"/profils/{written.id}/completude")
    assert "Des actions contribuent à un objectif qui a été retiré du contrat" in said
    assert "Orientations sans objectif opérationnel : 2 « La tranquillité »." in said


def test_an_objective_removed_while_it_is_ticked_is_a_conflict_that_keeps_it_ticked(
    visitor: Visitor, written: SavedProfile, store: Profiles
) -> None:
    address = f"/profils/{written.id}/engagements/{COMMITMENT}"
    fields = {**opened(visitor, address), "objectives": ["b2"]}
    change(store, written, orientations=(CALM,))

    conflict = sent(visitor, address, fields, 409)
    sent(visitor, address, conflict.fields, 303)

    assert "cet objectif a été retiré du contrat" in conflict.text
    assert present(store, written).adaptations[COMMITMENT].objectives == ("b2",)


@pytest.mark.parametrize("address", ["orientations/o9", "objectifs/b9", "orientations/o9/objectifs/ajouter"])
def test_a_record_that_never_was_is_an_unknown_page(
    visitor: Visitor, written: SavedProfile, address: str
) -> None:
    assert visitor.client.get(f"/profils/{written.id}/{address}").status_code == 404
