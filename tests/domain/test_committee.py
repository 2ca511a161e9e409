"""What a steering committee decided: what a day changed of the actions."""

from collections.abc import Mapping

from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.committee import CommitteeRecord, record_between
from app.domain.draft import Draft
from app.domain.profile import Adaptation, LocalCommitment, State
from tests.examples import contract

SAFETY, LIGHT, THIRD = "interieur-2013-1-1", "interieur-2013-1-2", "interieur-2013-1-3"
DRAFTED = Adaptation(local_action="Réunir.")
AGREED = Adaptation(local_action="Réunir.", state=State.AGREED)


def draft(catalogue: Catalogue, said: Mapping[str, Adaptation], *local: LocalCommitment) -> Draft:
    return assemble(catalogue, contract("etat commune", adaptations=said, local_commitments=local))


def said(found: CommitteeRecord) -> dict[str, str]:
    return {one.action.id: one.said for one in found.decided}


def test_an_agreement_is_a_decision_and_what_was_agreed_before_is_none(catalogue: Catalogue) -> None:
    before = draft(catalogue, {SAFETY: DRAFTED, LIGHT: AGREED, THIRD: DRAFTED})
    after = draft(catalogue, {SAFETY: AGREED, LIGHT: AGREED, THIRD: DRAFTED})

    found = record_between(before, after)

    assert said(found) == {SAFETY: "Convenue"}
    assert [one.id for one in found.settled] == [LIGHT]
    assert [one.id for one in found.waiting] == [THIRD]


def test_what_was_changed_is_named_with_what_became_of_the_agreement(catalogue: Catalogue) -> None:
    led = {"lead": "la Ville", "deadline": "2028"}
    before = draft(catalogue, {SAFETY: DRAFTED, LIGHT: AGREED, THIRD: DRAFTED})
    after = draft(
        catalogue,
        {
            SAFETY: Adaptation(local_action="Réunir.", state=State.AGREED, **led),
            LIGHT: Adaptation(local_action="Éclairer."),
            THIRD: Adaptation(local_action="Réunir.", **led),
        },
    )

    assert said(record_between(before, after)) == {
        SAFETY: "Convenue, après modification. Pilote\u00a0: la Ville ; Échéance\u00a0: 2028",
        LIGHT: "Accord retiré, et modification. Action locale",
        THIRD: "Modifiée, reste à convenir. Pilote\u00a0: la Ville ; Échéance\u00a0: 2028",
    }


def test_what_was_left_out_has_its_reason_and_what_was_removed_has_none(catalogue: Catalogue) -> None:
    local = LocalCommitment("local-1", "securite", "Ouvrir un poste.")
    before = draft(catalogue, {SAFETY: DRAFTED}, local)
    left_out = Adaptation(local_action="Réunir.", included=False, reason_excluded="Fait ailleurs.")
    after = draft(catalogue, {SAFETY: left_out})

    assert said(record_between(before, after)) == {
        SAFETY: "Écartée\u00a0: Fait ailleurs.",
        "local-1": "Retirée du contrat",
    }


def test_what_is_new_is_a_decision_of_the_day_even_of_the_first_one(catalogue: Catalogue) -> None:
    local = LocalCommitment("local-1", "securite", "Ouvrir un poste.")
    after = draft(catalogue, {SAFETY: AGREED}, local)

    assert said(record_between(None, after)) == {
        SAFETY: "Convenue",
        "local-1": "Rédigée, reste à convenir",
    }


def test_the_text_of_a_local_commitment_that_changes_is_a_decision(catalogue: Catalogue) -> None:
    before = draft(catalogue, {}, LocalCommitment("local-1", "securite", "Ouvrir un poste."))
    after = draft(catalogue, {}, LocalCommitment("local-1", "securite", "Ouvrir deux postes."))

    assert said(record_between(before, after)) == {
        "local-1": "Modifiée, reste à convenir. Texte de l’engagement"
    }
