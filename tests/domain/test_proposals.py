"""What partners propose: the three-way rule, several people on one field, what a decision changes."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations

import pytest

from app.domain.decisions import Filing, Ruling, author_line, taken_from
from app.domain.diff.text import Edit
from app.domain.profile import Adaptation, LocalCommitment, Means, MeansKind, Profile, Signatory, State
from app.domain.proposals import (
    THE_SITE,
    Decision,
    Proposal,
    ProposalKind,
    Question,
    Source,
    SourceKind,
    Standing,
    questions,
)
from app.domain.proposed_fields import FieldRefused, put_text, text_of, typed_text
from app.domain.returned import LossKind, Unplaced
from tests.examples import contract
from tests.web.conftest import EVRY

CLAUSE = "interieur-2013-1-1"
SENT = "Deux marches par an, avec les bailleurs."


def proposal(who: str, returned: str, **known: object) -> Proposal:
    usual = Proposal(who, CLAUSE, "local_action", ProposalKind.MODIFIED, SENT, returned, SENT, id=who)
    return replace(usual, **known)  # type: ignore[arg-type]  # keyword arguments of Proposal


def question(*proposals: Proposal) -> Question:
    (one,) = questions(proposals, [CLAUSE])
    return one


@pytest.fixture
def profile() -> Profile:
    said = Adaptation(
        local_action=SENT, state=State.AGREED, means=(Means(MeansKind.COMMON_LAW, "Ville", 12_000),)
    )
    return replace(
        contract(),
        territory=EVRY,
        adaptations={CLAUSE: said},
        local_commitments=(LocalCommitment("local-1", "sante", "Ouvrir un lieu."),),
        signatories=(Signatory("etat", "l’État"), Signatory("commune", "la Ville", "M. A", "maire")),
    )


@pytest.mark.parametrize(
    ("returned", "current", "standing"),
    [
        (SENT, "Autre chose.", Standing.NOTHING),
        ("Trois marches.", SENT, Standing.PROPOSED),
        ("Trois marches.", "Trois\u00a0marches. ", Standing.DONE),
        ("Trois marches.", "Autre chose.", Standing.CONFLICT),
    ],
)
def test_what_came_back_is_held_against_what_was_sent_and_what_the_contract_says_now(
    returned: str, current: str, standing: Standing
) -> None:
    assert proposal("CAF", returned, current=current).standing is standing


def test_two_partners_who_agree_are_one_answer_with_both_names() -> None:
    asked = question(proposal("Préfecture", "Trois marches."), proposal("CAF", "Trois marches."))

    assert [one.names for one in asked.answers] == [("CAF", "Préfecture")]
    assert asked.is_plain


def test_edits_that_do_not_meet_are_composed_with_the_words_of_each() -> None:
    asked = question(
        proposal("CAF", "Trois marches par an, avec les bailleurs."),
        proposal("Ville", "Deux marches par an, avec les habitants."),
    )

    assert asked.merged
    assert asked.merged.text == "Trois marches par an, avec les habitants."
    assert {(one.text, one.names) for one in asked.merged.words if one.edit is Edit.ADDED} == {
        ("Trois", ("CAF",)),
        ("habitants.", ("Ville",)),
    }
    assert not asked.is_plain


def test_edits_that_meet_are_one_conflict_with_all_the_texts() -> None:
    asked = question(
        proposal("CAF", SENT.replace("Deux", "Trois")), proposal("Ville", SENT.replace("Deux", "Six"))
    )

    assert asked.is_conflict
    assert len(asked.answers) == 2


def test_what_the_site_changed_elsewhere_in_the_text_is_composed_with_what_came_back() -> None:
    now = SENT.replace("bailleurs", "habitants")
    asked = question(proposal("CAF", SENT.replace("Deux", "Trois"), current=now))

    assert asked.merged
    assert asked.merged.text == "Trois marches par an, avec les habitants."
    assert (THE_SITE,) in {one.names for one in asked.merged.words}
    assert not asked.is_plain


def test_names_that_two_partners_add_to_a_list_are_all_kept() -> None:
    known = {"field": "associated", "base": "CAF", "current": "CAF"}
    asked = question(proposal("A", "CAF\nARS", **known), proposal("B", "CAF\nMission locale", **known))

    assert asked.merged
    assert asked.merged.text == "CAF\nARS\nMission locale"


def test_two_dates_are_a_conflict() -> None:
    known = {"field": "deadline", "base": "2027", "current": "2027"}

    assert question(proposal("A", "2028", **known), proposal("B", "2029", **known)).is_conflict


def test_one_partner_who_sent_two_files_proposes_by_each() -> None:
    first = proposal(
        "CAF", SENT.replace("Deux", "Trois"), source=Source(SourceKind.FILE, 1, "a.docx"), id="1"
    )
    second = proposal(
        "CAF", SENT.replace("bailleurs", "élus"), source=Source(SourceKind.FILE, 2, "b.docx"), id="2"
    )

    merged = question(first, second).merged

    assert merged
    assert merged.text == "Trois marches par an, avec les élus."


def test_the_order_of_the_files_changes_nothing() -> None:
    returned = [
        proposal("CAF", "Trois marches."),
        proposal("Ville", SENT + " Oui."),
        proposal("ARS", "Rien."),
    ]

    def seen(order: Sequence[Proposal]) -> object:
        asked = question(*order)
        return asked.answers, asked.merged, asked.is_conflict

    assert len({repr(seen(order)) for order in permutations(returned)}) == 1


def test_only_what_is_plain_is_taken_with_all_that_one_partner_proposes() -> None:
    mine = proposal("CAF", "Trois marches.")
    emptied = proposal("CAF", "", field="indicator", kind=ProposalKind.EMPTIED)
    contested = proposal("CAF", "2028", field="deadline", base="2027", current="2026")
    others = proposal("Ville", "Elle.", field="lead", base="", current="")

    taken = taken_from(questions([mine, emptied, contested, others], [CLAUSE]), "CAF")

    assert [one.question.field for one in taken] == ["local_action"]


def test_a_text_that_is_taken_leaves_the_state_of_the_action(profile: Profile) -> None:
    ruling = Ruling(question(proposal("CAF", "Trois marches.")), Decision.TAKEN, "Trois marches.")

    said = ruling.applied_to(profile).adaptations[CLAUSE]

    assert (said.local_action, said.state) == ("Trois marches.", State.AGREED)


def test_taking_one_text_leaves_the_others() -> None:
    asked = question(proposal("CAF", "Trois marches."), proposal("Ville", "Six marches."))

    decided = {one.who: what for one, what in Ruling(asked, Decision.TAKEN, "Six marches.").decisions()}

    assert decided == {"CAF": Decision.LEFT, "Ville": Decision.TAKEN}


def test_a_clause_is_left_out_for_a_reason_alone(profile: Profile) -> None:
    deleted = proposal(
        "CAF", "non", field="included", kind=ProposalKind.CLAUSE_DELETED, base="oui", current="oui"
    )
    ruling = Ruling(question(deleted), Decision.TAKEN, "non")

    with pytest.raises(FieldRefused, match="Motif"):
        ruling.applied_to(profile)

    said = replace(ruling, reason="Porté ailleurs.").applied_to(profile).adaptations[CLAUSE]
    assert (said.included, said.reason_excluded) == (False, "Porté ailleurs.")


def test_a_changed_national_text_becomes_a_commitment_of_the_contract_at_most(profile: Profile) -> None:
    changed = proposal("CAF", "Autres mots.", field="national", kind=ProposalKind.NATIONAL_TEXT_CHANGED)

    with pytest.raises(FieldRefused):
        Ruling(question(changed), Decision.TAKEN, "Autres mots.").applied_to(profile)
    made = Ruling(question(changed), Decision.LOCAL, "Autres mots.", section="sante").applied_to(profile)

    assert made.local_commitments[-1] == LocalCommitment("local-2", "sante", "Autres mots.")
    assert made.adaptations == profile.adaptations


@pytest.mark.parametrize(
    ("clause", "field", "typed", "stored"),
    [
        (CLAUSE, "deadline", "31/12/2028", "2028-12-31"),
        (CLAUSE, "associated", "CAF\n\nARS", "CAF\nARS"),
        (CLAUSE, "quartiers", "les pyramides", "QN09101M"),
        (CLAUSE, "means[0].amount", "15 000", "15000"),
        (CLAUSE, "indicator_by_sex", "oui", "oui"),
        (
            CLAUSE,
            "indicator_values",
            "2027 : 130 (femmes : 70, hommes : 60)",
            "2027\u00a0: 130 (femmes\u00a0: 70, hommes\u00a0: 60)",
        ),
        ("textes", "evaluation", "Un comité.", "Un comité."),
        ("local-1", "text", "Ouvrir deux lieux.", "Ouvrir deux lieux."),
        ("signataires", "representant.commune.1", "Mme B, première adjointe", "Mme B, première adjointe"),
    ],
)
def test_a_text_is_put_in_the_field_that_it_is_about(
    profile: Profile, clause: str, field: str, typed: str, stored: str
) -> None:
    changed = put_text(profile, clause, field, typed)

    assert text_of(changed, clause, field) == stored
    assert put_text(changed, clause, field, typed_text(changed, clause, field, stored)) == changed


@pytest.mark.parametrize(
    ("clause", "field", "typed", "said"),
    [
        (CLAUSE, "deadline", "31/02/2028", "Échéance : cette date n’existe pas"),
        (CLAUSE, "quartiers", "Belleville", "« Belleville » n’est pas dans le contrat"),
        (CLAUSE, "means[4].amount", "5", "n’est plus dans le contrat"),
        (CLAUSE, "lead", "x" * 201, "1 caractère de trop"),
        (CLAUSE, "state", "convenue", "pas de place"),
        ("local-9", "lead", "CAF", "n’est plus dans le contrat"),
        ("local-1", "text", " ", "ne peut pas être vide"),
        ("signataires", "representant.ars.1", "Mme B", "nommez-le d’abord"),
    ],
)
def test_a_text_that_a_field_cannot_hold_is_refused_with_a_sentence(
    profile: Profile, clause: str, field: str, typed: str, said: str
) -> None:
    with pytest.raises(FieldRefused) as refused:
        put_text(profile, clause, field, typed)

    assert said in str(refused.value).replace("\u00a0", " ").replace("\u202f", " ")


def test_a_text_without_a_place_is_filed_after_what_the_field_says(profile: Profile) -> None:
    lost = Unplaced(LossKind.ADDED_TEXT, "Avec le conseil citoyen.", near=CLAUSE)

    filed = Filing(lost, Decision.FILED, lost.text, CLAUSE, "local_action").applied_to(profile)

    assert filed.adaptations[CLAUSE].local_action == f"{SENT}\n\nAvec le conseil citoyen."
    assert Filing(lost, Decision.SEEN).applied_to(profile) == profile


def test_the_author_of_a_version_names_the_partners_the_files_and_who_decided() -> None:
    taken = proposal("CAF", "Trois.", source=Source(SourceKind.FILE, 3, "contrat-CAF.docx"))
    lost = Unplaced(LossKind.ADDED_TEXT, "Un mot.", who="Préfecture", file=4)

    line = author_line([taken, taken, lost], {4: "p.docx"}, "C. Martin")

    assert line == "CAF (contrat-CAF.docx), Préfecture (p.docx), repris par C. Martin"
    assert len(author_line([replace(taken, who="x" * 300)], {}, "C. Martin")) <= 200


def test_what_the_contract_says_already_is_done_whatever_is_decided_of_the_rest() -> None:
    now = "Trois marches."
    asked = question(proposal("CAF", now, current=now), proposal("Ville", "Six marches.", current=now))

    decided = {one.who: what for one, what in Ruling(asked, Decision.LEFT).decisions()}

    assert decided == {"CAF": Decision.DONE, "Ville": Decision.LEFT}
    assert [one.names for one in asked.answers] == [("Ville",)]
