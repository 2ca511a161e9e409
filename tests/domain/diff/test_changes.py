"""What changed between two states of a contract: nothing that a profile holds can be forgotten."""

from dataclasses import fields, replace

import pytest

from app.domain.catalogue import Catalogue
from app.domain.diff import Signatories, changes_between, in_words
from app.domain.diff.text import Edit
from app.domain.profile import (
    Adaptation,
    LocalCommitment,
    Means,
    MeansKind,
    Orientation,
    Portrait,
    Profile,
    Quartier,
    Signatory,
    State,
)
from tests.examples import contract

HEALTH = "affaires-sociales-sante-2013-3"
CHANGED = {
    "name": "Autre nom",
    "facts": {"zsp": True},
    "facts_reason": "Dit par la préfecture.",
    "partners": ("etat",),
    "signatories": (Signatory("etat", "L’État"),),
    "adaptations": {HEALTH: Adaptation(local_action="Ouvrir.")},
    "local_commitments": (LocalCommitment("local-1", "sante", "Ouvrir."),),
    "orientations": (Orientation("o1", "Rapprocher l’emploi"),),
    "outline": "2024-2030",
    "texts": {"evaluation": "Un comité."},
    "portraits": {"QN06901M": Portrait(challenges="Le vieillissement.")},
}
GIVEN = ("last_local", "numbers", "last_number")
"""What nobody types."""


@pytest.mark.parametrize("field", [one.name for one in fields(Profile) if one.name not in GIVEN])
def test_a_change_of_any_field_of_a_profile_is_seen(catalogue: Catalogue, field: str) -> None:
    before = contract()
    territory = replace(before.territory, quartiers=(Quartier("QN06901M", "Les Tilleuls"),))
    changed = {**CHANGED, "territory": territory}

    after = replace(before, **{field: changed[field]})

    assert changes_between(before, after, catalogue)
    assert not changes_between(after, after, catalogue)


def test_the_changes_are_said_in_words(catalogue: Catalogue) -> None:
    after = contract(
        adaptations={
            HEALTH: Adaptation(local_action="Ouvrir.", lead="Ville"),
            "interieur-2013-1-1": Adaptation(included=False),
        },
        texts={"evaluation": "Un comité."},
    )

    said = in_words(changes_between(contract(), after, catalogue))

    first, second, texts = said.split(" ; ")
    assert first.startswith("Action locale et pilote : «\xa0Améliorer l’accès")
    assert second.startswith("Au contrat : «\xa0Consolider")
    assert texts == "textes (Suivi et évaluation, Structure locale d’évaluation)"
    assert in_words(()) == "rien n’a changé"


def test_a_subject_that_changed_as_a_whole_is_named_once(catalogue: Catalogue) -> None:
    after = replace(contract(), partners=("etat",))

    said = in_words(changes_between(contract(), after, catalogue))

    assert said == "signataires"


def test_many_changes_are_counted_on_a_line_that_stays_short(catalogue: Catalogue) -> None:
    everywhere = {leaf.commitment.id: Adaptation(local_action="Faire.") for leaf in catalogue.leaves}
    signatories = tuple(Signatory("commune", f"{number}{'x' * 190}") for number in range(200))
    after = contract(adaptations=everywhere, signatories=signatories)

    said = in_words(changes_between(contract(), after, catalogue))

    assert f"{len(catalogue.leaves)} engagements (" in said
    assert " et 197 autres)" in said
    assert len(said) < 600


def test_a_text_is_compared_word_by_word(catalogue: Catalogue) -> None:
    before = contract(texts={"evaluation": "Un comité se réunit."})
    after = contract(texts={"evaluation": "Un comité citoyen se réunit deux fois."})

    (change,) = changes_between(before, after, catalogue)

    words = change.words()
    assert "".join(one.text for one in words if one.edit is not Edit.ADDED) == change.before
    assert "".join(one.text for one in words if one.edit is not Edit.REMOVED) == change.after
    assert words[0].text.startswith("Un comité")


def test_a_text_is_named_by_the_chapter_of_the_trame_that_the_contract_follows(catalogue: Catalogue) -> None:
    before = contract(outline="2014-2020", texts={"pilotage": "Un comité.", "conduite": "Une équipe."})
    after = replace(before, outline="2024-2030", texts={**before.texts, "pilotage": "Deux comités."})

    trame, text = changes_between(before, after, catalogue)
    (back, _) = reversed(changes_between(after, before, catalogue))

    assert trame.label == "Plan du contrat"
    assert (text.name, text.label) == ("Gouvernance", "Comité de pilotage")
    assert (back.name, back.label) == ("Pilotage et conduite des actions", "Comité de pilotage")


def test_a_list_is_compared_line_by_line(catalogue: Catalogue) -> None:
    (change, *_) = changes_between(contract("etat procureur"), contract("etat cpam"), catalogue)

    assert [(words.edit, words.text) for words in change.words()] == [
        (Edit.KEPT, "État (préfet)\n"),
        (Edit.REMOVED, "Procureur de la République\n"),
        (Edit.ADDED, "Caisse primaire d’assurance maladie (CPAM)\n"),
    ]


def test_a_very_long_text_is_shown_before_and_after(catalogue: Catalogue) -> None:
    before, after = (contract(texts={"evaluation": letter * 5_000}) for letter in ("a ", "b "))

    (change,) = changes_between(before, after, catalogue)

    assert [one.edit for one in change.words()] == [Edit.REMOVED, Edit.ADDED]


def test_an_adaptation_of_a_commitment_that_the_catalogue_lost_is_still_compared(
    catalogue: Catalogue,
) -> None:
    after = contract(adaptations={"disparu-1": Adaptation(local_action="Ouvrir.")})

    (change,) = changes_between(contract(), after, catalogue)

    assert change.name == "disparu-1 (absent du catalogue)"


def test_a_ticked_box_and_a_named_signatory_are_said_in_words(catalogue: Catalogue) -> None:
    named = (Signatory("commune", "la Ville d’Aval", representative="Mme Exemple"),)
    ticked = {HEALTH: Adaptation(indicator_by_sex=True)}

    come = changes_between(contract(), contract(adaptations=ticked, signatories=named), catalogue)
    gone = changes_between(contract(adaptations=ticked, signatories=named), contract(), catalogue)

    assert [(change.label, change.before, change.after) for change in come] == [
        ("Nom du signataire", "", "la Ville d’Aval"),
        ("Représentant", "", "Mme Exemple"),
        ("Suivi par sexe", "", "L’indicateur est suivi par sexe."),
    ]
    assert [(one.label, one.after, one.before) for one in gone] == [
        (one.label, one.before, one.after) for one in come
    ]


AVAL, AMONT = (
    Signatory("commune", f"la Ville d’{name}", "Mme Exemple", "maire", deliberation="12")
    for name in ("Aval", "Amont")
)


def of_signatories(before: Signatories, after: Signatories, catalogue: Catalogue) -> list[tuple[str, ...]]:
    profiles = (contract(signatories=signatories) for signatories in (before, after))
    changes = changes_between(*profiles, catalogue)
    return [(change.name, change.label, change.before, change.after) for change in changes]


def test_a_signatory_that_is_renamed_is_one_that_changed(catalogue: Catalogue) -> None:
    head = Signatory("epci", "l’Agglomération")
    now = Signatory("commune", "la Ville d’Aval-sur-Orge", "M. Nouveau", "maire")

    found = of_signatories((head, AVAL, AMONT), (head, now, AMONT), catalogue)

    assert found == [
        (now.name, "Nom du signataire", AVAL.name, now.name),
        (now.name, "Représentant", "Mme Exemple", "M. Nouveau"),
        (now.name, "Numéro de la délibération", "12", ""),
    ]


def test_a_name_is_replaced_as_a_whole(catalogue: Catalogue) -> None:
    profiles = (
        contract(signatories=(one,)) for one in (AVAL, replace(AVAL, name="la Ville d’Aval-sur-Orge"))
    )

    (change,) = changes_between(*profiles, catalogue)

    assert [(words.edit, words.text) for words in change.words()] == [
        (Edit.REMOVED, "la Ville d’Aval\n"),
        (Edit.ADDED, "la Ville d’Aval-sur-Orge\n"),
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ((AVAL, AMONT), (replace(AVAL, name="la Ville de Mer"), replace(AMONT, name="la Ville de Mont"))),
        ((AVAL, AMONT), (replace(AVAL, name="la Ville de Mer"),)),
        ((AVAL,), (Signatory("epci", "l’Agglomération"),)),
    ],
)
def test_who_became_whom_is_not_guessed(
    before: Signatories, after: Signatories, catalogue: Catalogue
) -> None:
    found = of_signatories(before, after, catalogue)

    named = [(old, new) for _, label, old, new in found if label == "Nom du signataire"]
    assert sorted(named) == sorted([("", one.name) for one in after] + [(one.name, "") for one in before])


def test_one_name_that_signs_for_two_partners_is_two_signatories(catalogue: Catalogue) -> None:
    both = tuple(Signatory(partner, "la Collectivité", "M. Un") for partner in ("departement", "region"))

    found = of_signatories(both, (replace(both[0], representative="M. Deux"), both[1]), catalogue)

    assert found == [("la Collectivité", "Représentant", "M. Un", "M. Deux")]


def test_means_and_states_are_compared_as_a_reader_sees_them(catalogue: Catalogue) -> None:
    adaptation = Adaptation(state=State.AGREED, means=(Means(MeansKind.SPECIFIC, "État", 12_500),))

    changes = changes_between(contract(), contract(adaptations={HEALTH: adaptation}), catalogue)

    assert {(change.label, change.after) for change in changes} == {
        ("État", "convenue"),
        ("Moyens", "Crédits spécifiques, État\u00a0: 12\u202f500\u00a0€"),
    }
