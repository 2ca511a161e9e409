"""What the funders bring to the actions of a contract: by year, by kind, and how sure it is."""

from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.profile import Adaptation, LocalCommitment, Means, MeansKind, MeansState, State
from app.domain.views import Budget, budget_of, execution_of, progress_of
from tests.examples import contract

OWN, SPECIFIC = MeansKind.COMMON_LAW, MeansKind.SPECIFIC
HEALTH = "affaires-sociales-sante-2013-3"


def budget(catalogue: Catalogue, *means: Means) -> Budget:
    first, *others = means
    local = LocalCommitment("local-1", "sante", "Ouvrir.", Adaptation(means=tuple(others)))
    adaptations = {HEALTH: Adaptation(means=(first,))}
    return budget_of(assemble(catalogue, contract(adaptations=adaptations, local_commitments=(local,))))


def test_amounts_are_summed_by_funder_by_year_and_by_kind(catalogue: Catalogue) -> None:
    found = budget(
        catalogue,
        Means(OWN, "Ville", 100, "2015"),
        Means(SPECIFIC, "ville", 20, "2016"),
        Means(SPECIFIC, "État", 3_000),
        Means(SPECIFIC, "CAF", None, "2017"),
    )

    state, town = found.lines
    assert found.years == ("2015", "2016", "")
    assert [town.of_year(year) for year in found.years] == [100, 20, 0]
    assert [state.of_year(year) for year in found.years] == [0, 0, 3_000]
    assert (town.total, town.of_kind(OWN), town.of_kind(SPECIFIC)) == (120, 100, 20)
    assert sum(map(found.sum.of_year, found.years)) == found.sum.total == 3_120


def test_without_a_year_or_a_state_nothing_is_said_of_them(catalogue: Catalogue) -> None:
    found = budget(catalogue, Means(OWN, "Ville", 100), Means(OWN, "CAF", 5))

    assert (found.years, found.states) == ((), ())


def test_what_is_granted_comes_before_what_is_asked_for_and_sought(catalogue: Catalogue) -> None:
    found = budget(
        catalogue,
        Means(OWN, "Ville", 1, state=MeansState.SOUGHT),
        Means(OWN, "Ville", 2),
        Means(OWN, "Ville", 4, state=MeansState.ACQUIRED),
    )

    assert found.states == (MeansState.ACQUIRED, MeansState.SOUGHT, MeansState.UNSAID)
    assert [found.sum.of_state(state) for state in found.states] == [4, 1, 2]


def test_what_is_carried_out_counts_as_agreed(catalogue: Catalogue) -> None:
    states = (State.AGREED, State.TO_START, State.DONE, State.DONE, State.DRAFTED)
    local = tuple(
        LocalCommitment(f"local-{rank}", "sante", "Agir.", Adaptation(state=state))
        for rank, state in enumerate(states, start=1)
    )

    draft = assemble(catalogue, contract(local_commitments=local))

    health = next(one for one in progress_of(draft) if one.section.id == "sante")
    assert (health.agreed, health.drafted) == (4, 1)
    assert execution_of(draft) == {State.TO_START: 1, State.DONE: 2}
