"""What somebody makes of what was recognised: outcomes, corrections, and what enters the contract."""

from dataclasses import replace

import pytest

from app.domain.takeover import Piece, Remainder, Target
from app.domain.takeover.corrections import CorrectionRefused, Corrections
from app.domain.takeover.review import (
    Destination,
    Outcome,
    ReviewedPiece,
    ReviewedRemainder,
    quartiers_left_out,
    taken_pieces,
)

QUARTIER = Piece(
    Target.QUARTIER,
    "QN06901M",
    "name",
    {"code": "QN06901M", "name": "Les Acacias", "communes": ["69001"]},
    "",
    1,
    (),
)
PIECES = (
    QUARTIER,
    Piece(Target.ORIENTATION, "o1", "title", "Rapprocher l’emploi", "", 1, ()),
    Piece(Target.OBJECTIVE, "o1/b1", "title", "Ouvrir un lieu", "", 1, ()),
)
LISTS = Corrections.of(PIECES, years=("2024", "2025"), sections={"sante": "Santé"})


def piece(field: str, value: object, target: Target = Target.ACTION, key: str = "local-1") -> Piece:
    return Piece(target, key, field, value, str(value), 1, ())


@pytest.mark.parametrize(
    ("field", "value", "shown", "typed", "corrected"),
    [
        ("lead", "Ville", "Ville", "La Ville", "La Ville"),
        ("deadline", "2027-12-31", "31/12/2027", "30/06/2028", "2028-06-30"),
        ("associated", ["CAF", "ARS"], "CAF\nARS", "CAF\nRégion", ["CAF", "Région"]),
        ("quartiers", ["QN06901M"], "Les Acacias", "QN06901M", ["QN06901M"]),
        ("objectives", ["b1"], "Objectif 1.1 — Ouvrir un lieu", "Ouvrir un lieu", ["b1"]),
        (
            "means",
            [{"kind": "droit_commun", "funder": "Ville", "amount": 60000, "year": "2025"}],
            "Droit commun, Ville : 60 000 € (2025)",
            "Droit commun, Ville : 70 000 € (2024)",
            [{"kind": "droit_commun", "funder": "Ville", "amount": 70000, "year": "2024"}],
        ),
        (
            "indicator_values",
            [{"year": "2025", "value": "71", "women": "29"}],
            "2025 : 71 (femmes : 29)",
            "2024 : 60",
            [{"year": "2024", "value": "60"}],
        ),
    ],
)
def test_a_value_is_shown_as_it_is_typed_and_read_corrected(
    field: str, value: object, shown: str, typed: str, corrected: object
) -> None:
    (part,) = LISTS.parts(piece(field, value), value)

    assert " ".join(part.text.replace("\n", " \n ").split()) == " ".join(shown.replace("\n", " \n ").split())
    assert LISTS.corrected(piece(field, value), {"text": typed}) == corrected


def test_a_quartier_and_a_signatory_are_corrected_part_by_part() -> None:
    names = {part.name: part.text for part in LISTS.parts(QUARTIER, QUARTIER.value)}
    signatory = piece("name", {"partner": "etat", "name": "L’État"}, Target.SIGNATORY, "1")

    changed = LISTS.corrected(QUARTIER, {**names, "code": "qn 06902 m".replace(" ", "")})
    person = LISTS.corrected(
        signatory, {"partner": "etat", "name": "L’État", "representative": "Mme Roux", "title": ""}
    )

    assert changed == {"code": "QN06902M", "name": "Les Acacias", "communes": ["69001"]}
    assert person == {"partner": "etat", "name": "L’État", "representative": "Mme Roux"}


@pytest.mark.parametrize(
    ("target", "field", "typed", "sentence"),
    [
        (Target.ACTION, "means", "beaucoup", "« beaucoup » ne se lit pas"),
        (Target.ACTION, "quartiers", "Ailleurs", "« Ailleurs » n’est pas dans le contrat"),
        (Target.ACTION, "deadline", "31/02/2027", "cette date n’existe pas"),
        (Target.ACTION, "lead", "", "écrivez-le, ou écartez cette proposition"),
        (Target.ACTION, "lead", "x" * 201, "200 caractères au plus"),
        (Target.TERRITORY, "communes", "Bayonne", "« Bayonne » ne se lit pas"),
        (Target.OBJECTIVE, "year", "bientôt", "une année est attendue"),
    ],
)
def test_what_a_field_cannot_hold_is_refused_with_what_to_do(
    target: Target, field: str, typed: str, sentence: str
) -> None:
    with pytest.raises(CorrectionRefused) as refused:
        LISTS.corrected(piece(field, "", target), {"text": typed})

    assert sentence in str(refused.value).replace("\u00a0", " ").replace("\u202f", " ")


def test_what_is_taken_has_its_corrected_value_and_what_is_set_aside_is_left_out() -> None:
    reviewed = [
        ReviewedPiece(1, piece("lead", "Ville"), Outcome.CORRECTED, "La Ville"),
        ReviewedPiece(2, piece("deadline", "2027"), Outcome.SET_ASIDE),
        ReviewedPiece(3, piece("indicator", "Habitants"), Outcome.ACCEPTED),
    ]

    assert [(one.field, one.value) for one in taken_pieces(reviewed, ())] == [
        ("lead", "La Ville"),
        ("indicator", "Habitants"),
    ]


def test_a_text_put_in_a_field_follows_what_it_says_and_an_action_comes_after_the_others() -> None:
    reviewed = [ReviewedPiece(1, piece("local_action", "Ouvrir."), Outcome.ACCEPTED)]
    lost = Remainder(7, 40, "Deux fois par an.", "")
    filed = Destination(Target.ACTION, "local-1", "local_action", lost.text)
    chapter = Destination(Target.TEXT, "diagnostic", "text", "Un mot.")
    made = Destination(Target.ACTION, "", "text", "Planter des arbres")
    remainders = [
        ReviewedRemainder(1, lost, Outcome.FILED, filed),
        ReviewedRemainder(2, lost, Outcome.FILED, chapter),
        ReviewedRemainder(3, lost, Outcome.ACTION, made),
        ReviewedRemainder(4, lost, Outcome.SEEN),
    ]

    said = [(one.target, one.key, one.value) for one in taken_pieces(reviewed, remainders)]

    assert said == [
        (Target.ACTION, "local-1", "Ouvrir.\nDeux fois par an."),
        (Target.TEXT, "diagnostic", "Un mot."),
        (Target.ACTION, "local-2", "Planter des arbres"),
    ]


def test_a_quartier_that_was_set_aside_is_said_where_actions_name_it() -> None:
    named = piece("quartiers", ["QN06901M", "QN06902M"])

    assert quartiers_left_out([QUARTIER, named]) == ("QN06902M",)
    assert quartiers_left_out([replace(named, value=[])]) == ()
