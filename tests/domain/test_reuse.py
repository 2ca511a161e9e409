"""Taking what was written for one contract as the start of another."""

from dataclasses import replace

from app.domain.catalogue import Catalogue
from app.domain.profile import (
    Adaptation,
    IndicatorValue,
    LocalCommitment,
    Means,
    MeansKind,
    MeansState,
    State,
)
from app.domain.reuse import copy_adaptations
from tests.examples import contract

HEALTH, SAFETY = "affaires-sociales-sante-2013-3", "interieur-2013-1-1"
AGREED = Adaptation(local_action="Ouvrir.", state=State.AGREED, quartiers=("QN09101M",))


def test_only_the_chosen_volets_are_taken(catalogue: Catalogue) -> None:
    other = contract(adaptations={HEALTH: AGREED, SAFETY: AGREED})

    copied = copy_adaptations(contract(), other, {"sante"}, catalogue)

    assert set(copied.profile.adaptations) == {HEALTH}
    assert (copied.taken, copied.kept) == (1, 0)


def test_what_is_written_here_is_never_replaced(catalogue: Catalogue) -> None:
    own = Adaptation(local_action="La nôtre.")

    copied = copy_adaptations(
        contract(adaptations={HEALTH: own}), contract(adaptations={HEALTH: AGREED}), {"sante"}, catalogue
    )

    assert copied.profile.adaptations == {HEALTH: own}
    assert (copied.taken, copied.kept) == (0, 1)


def test_what_was_agreed_elsewhere_is_only_drafted_here_and_for_no_quartier(catalogue: Catalogue) -> None:
    copied = copy_adaptations(contract(), contract(adaptations={HEALTH: AGREED}), {"sante"}, catalogue)

    assert copied.profile.adaptations[HEALTH] == Adaptation(local_action="Ouvrir.", state=State.DRAFTED)


def test_what_happened_elsewhere_is_not_copied(catalogue: Catalogue) -> None:
    line = Means(MeansKind.SPECIFIC, "ANCT", 500, "2016", MeansState.ACQUIRED)
    theirs = replace(
        AGREED,
        state=State.DONE,
        means=(line,),
        indicator_values=(IndicatorValue("2016", "3"),),
        review="Fait.",
    )

    copied = copy_adaptations(contract(), contract(adaptations={HEALTH: theirs}), {"sante"}, catalogue)

    assert copied.profile.adaptations[HEALTH] == Adaptation(
        local_action="Ouvrir.", state=State.DRAFTED, means=(replace(line, state=MeansState.UNSAID),)
    )


def test_local_commitments_get_ids_of_this_contract_and_come_once(catalogue: Catalogue) -> None:
    own = LocalCommitment("local-1", "sante", "Le nôtre.")
    other = contract(local_commitments=(LocalCommitment("local-1", "sante", "Le leur."),))
    mine = contract(local_commitments=(own,))

    once = copy_adaptations(mine, other, {"sante"}, catalogue).profile
    twice = copy_adaptations(once, other, {"sante"}, catalogue)

    assert once.local_commitments == (own, LocalCommitment("local-2", "sante", "Le leur."))
    assert twice.profile == once
    assert (twice.taken, twice.kept) == (0, 1)
