"""What is typed and is in no part of the document is kept, listed with its reason, and can come back."""

from dataclasses import replace

import pytest

from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue, Scope
from app.domain.draft import Draft, Finding, Level
from app.domain.profile import Adaptation, LocalCommitment, Means, MeansKind, Profile, Signatory
from app.domain.reuse import add_signing_partner, keep_as_local, take_back
from app.domain.unprinted import Reason, Unprinted, unprinted
from tests.examples import contract

BANK = "caisse-des-depots"
ACTION = Adaptation(
    local_action="Ouvrir un fonds.", means=(Means(MeansKind.SPECIFIC, "Caisse des dépôts", 120_000),)
)


@pytest.fixture
def carried_alone(catalogue: Catalogue) -> str:
    """A commitment that the bank alone carries, whatever the territory."""
    return next(
        leaf.commitment.id
        for leaf in catalogue.leaves
        if leaf.commitment.carriers == (BANK,)
        and leaf.commitment.when is None
        and leaf.commitment.scope is Scope.LOCAL
    )


def only(draft: Draft) -> Unprinted:
    (kept,) = unprinted(draft)
    return kept


def finding(draft: Draft, finding_id: str) -> Finding | None:
    return next((one for one in draft.checks if one.id == finding_id), None)


def test_an_action_whose_only_carrier_no_longer_signs_is_listed_with_its_money(
    catalogue: Catalogue, carried_alone: str
) -> None:
    profile = contract(f"etat {BANK}", adaptations={carried_alone: ACTION})
    without = replace(profile, partners=("etat",))

    assert unprinted(assemble(catalogue, profile)) == ()
    kept = only(assemble(catalogue, without))

    assert (kept.id, kept.amount) == (f"engagement:{carried_alone}", 120_000)
    assert [partner.id for partner in kept.carriers] == [BANK]
    assert "Aucun de ses porteurs ne signe" in kept.because
    assert dict(kept.said)["Action locale"] == "Ouvrir un fonds."


def test_it_is_a_finding_that_leads_to_the_list_and_to_the_commitment(
    catalogue: Catalogue, carried_alone: str
) -> None:
    draft = assemble(catalogue, contract("etat", adaptations={carried_alone: ACTION}))

    said = finding(draft, "textes-gardes")

    assert said is not None
    assert (said.level, said.place, said.commitments) == (Level.WARNING, "kept", (carried_alone,))
    assert said.message.startswith(
        "Textes gardés, non imprimés\u00a0: 1 (dont 120\u202f000\u00a0€ de moyens)"
    )


def test_what_is_left_out_by_choice_is_only_useful_to_know(catalogue: Catalogue, carried_alone: str) -> None:
    out = replace(ACTION, included=False, reason_excluded="Trop tôt.")
    draft = assemble(catalogue, contract(BANK, adaptations={carried_alone: out}))

    said = finding(draft, "textes-ecartes")

    assert said is not None
    assert said.level is Level.INFO
    assert finding(draft, "textes-gardes") is None
    assert "Trop tôt." not in dict(only(draft).said).values()  # the annexe prints it


@pytest.mark.parametrize("blank", ["", " ", "\u200b", "\n\n"])
def test_what_nobody_can_read_is_not_listed(catalogue: Catalogue, carried_alone: str, blank: str) -> None:
    said = Adaptation(local_action=blank, resources=blank)
    profile = contract("etat", adaptations={carried_alone: said}, texts={"place-partie": blank})

    assert unprinted(assemble(catalogue, profile)) == ()


def test_a_signatory_by_name_whose_kind_does_not_sign_is_listed(catalogue: Catalogue) -> None:
    named = (Signatory("caf", "la CAF du Rhône", "M. Bêta", "directeur"), Signatory("etat", "l’État"))

    kept = only(assemble(catalogue, contract("etat", signatories=named)))

    assert (kept.name, [partner.id for partner in kept.carriers]) == ("la CAF du Rhône", ["caf"])
    assert "M. Bêta" in dict(kept.said).values()


@pytest.mark.parametrize(
    ("changes", "subject", "because"),
    [
        (
            {"outline": "2014-2020", "texts": {"investissement": "Un gymnase."}},
            "investissement",
            "ce chapitre",
        ),
        ({"texts": {"quartier.QN09101M": "Un projet."}}, "quartier.QN09101M", "n’est pas dans le contrat"),
        ({"facts_reason": "Selon la préfecture."}, "motif", "ne contredit"),
        ({"local_commitments": (LocalCommitment("local-1", "volet-parti", "Agir."),)}, "local-1", "volet"),
        ({"adaptations": {"engagement-parti-1": ACTION}}, "engagement-parti-1", "n’a pas cet engagement"),
    ],
)
def test_each_kind_of_text_without_a_place_says_why(
    catalogue: Catalogue, changes: dict[str, object], subject: str, because: str
) -> None:
    kept = only(assemble(catalogue, contract(**changes)))

    assert kept.subject == subject
    assert because in kept.because


def test_a_reason_is_known_by_its_id_whatever_its_sentence(catalogue: Catalogue, carried_alone: str) -> None:
    """What the draft says of an exclusion may read as a choice: it is none."""
    draft = assemble(catalogue, contract("etat", adaptations={carried_alone: ACTION}))
    left_out = {carried_alone: replace(ACTION, included=False)}
    chosen = assemble(catalogue, contract(BANK, adaptations=left_out))
    (exclusion,) = (out for out in draft.excluded if out.commitment.id == carried_alone)
    same_words = replace(exclusion, reason=only(chosen).because)

    kept = only(replace(draft, excluded=(same_words,)))

    assert (only(chosen).reason, kept.reason) == (Reason.BY_CHOICE, Reason.EXCLUDED)
    assert kept.is_wanted


def kept_words(profile: Profile, catalogue: Catalogue) -> list[str]:
    return [text for kept in unprinted(assemble(catalogue, profile)) for _, text in kept.said]


def test_it_comes_back_as_a_local_commitment_that_quotes_the_clause(
    catalogue: Catalogue, carried_alone: str
) -> None:
    draft = assemble(catalogue, contract("etat", adaptations={carried_alone: ACTION}))

    changed = keep_as_local(draft, carried_alone)

    (local,) = changed.local_commitments
    leaf = catalogue.leaf_by_id[carried_alone]
    assert (local.adaptation, local.section) == (ACTION, leaf.commitment.section)
    assert leaf.commitment.text in local.text
    assert changed.adaptations == {}
    assert unprinted(assemble(catalogue, changed)) == ()


def test_the_choice_to_leave_a_commitment_out_stays_when_its_action_is_kept(
    catalogue: Catalogue, carried_alone: str
) -> None:
    out = replace(ACTION, included=False, reason_excluded="Trop tôt.")
    draft = assemble(catalogue, contract(BANK, adaptations={carried_alone: out}))

    changed = keep_as_local(draft, carried_alone)

    assert changed.adaptations == {carried_alone: Adaptation(included=False, reason_excluded="Trop tôt.")}
    assert changed.local_commitments[0].adaptation == ACTION


def test_a_local_number_is_not_given_again_to_what_is_kept(catalogue: Catalogue, carried_alone: str) -> None:
    profile = contract("etat", adaptations={carried_alone: ACTION}, last_local=4)

    assert keep_as_local(assemble(catalogue, profile), carried_alone).local_commitments[0].id == "local-5"


def test_it_comes_back_when_a_carrier_signs_or_when_it_is_no_longer_left_out(
    catalogue: Catalogue, carried_alone: str
) -> None:
    unsigned = contract("ars etat", adaptations={carried_alone: ACTION})
    left_out = contract(BANK, adaptations={carried_alone: replace(ACTION, included=False)})

    signed = add_signing_partner(assemble(catalogue, unsigned), BANK)
    back = take_back(left_out, carried_alone)

    order = [partner.id for partner in catalogue.partners]
    assert set(signed.partners) == {"ars", "etat", BANK}
    assert list(signed.partners) == sorted(signed.partners, key=order.index)
    assert kept_words(signed, catalogue) == kept_words(back, catalogue) == []


def test_what_was_written_for_a_commitment_of_another_catalogue_comes_back_too(catalogue: Catalogue) -> None:
    draft = assemble(catalogue, contract(adaptations={"engagement-parti-1": ACTION}))

    changed = keep_as_local(draft, "engagement-parti-1")

    assert kept_words(changed, catalogue) == []
    assert "engagement-parti-1" in changed.local_commitments[0].text
