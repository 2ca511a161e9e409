"""Who may do what: the table, and the rules that no table holds."""

import pytest

from app.access import ALONE, NOBODY, Action, Actor, Clause, Grant, Role, Scope, may
from app.access.rights import OF_THE_SITE

CONTRACT, OTHER = 7, 8
ON_CONTRACTS = set(Action) - OF_THE_SITE
ALLOWED = {
    Role.READER: {Action.READ},
    Role.COMMENTER: {Action.READ, Action.COMMENT},
    Role.EDITOR: ON_CONTRACTS - {Action.MANAGE},
    Role.OWNER: ON_CONTRACTS,
}


def actor(role: Role, scope: Scope | None = None) -> Actor:
    return Actor(account=1, grants=(Grant(CONTRACT, role, scope or Scope()),))


@pytest.mark.parametrize("role", Role)
def test_each_role_may_do_what_the_table_says_and_nothing_else(role: Role) -> None:
    done = {action for action in ON_CONTRACTS if may(actor(role), action, CONTRACT)}

    assert done == ALLOWED[role]


@pytest.mark.parametrize("role", Role)
def test_a_role_on_a_contract_says_nothing_of_another_one(role: Role) -> None:
    assert not any(may(actor(role), action, OTHER) for action in ON_CONTRACTS)


def test_whoever_has_not_signed_in_may_only_see_what_is_open() -> None:
    assert {action for action in Action if may(NOBODY, action, CONTRACT)} == {Action.OPEN}


def test_the_person_of_a_machine_without_accounts_may_do_everything() -> None:
    assert all(may(ALONE, action, CONTRACT) for action in Action)


def test_an_administrator_looks_after_the_site_and_sees_no_contract() -> None:
    administrator = Actor(account=1, is_administrator=True)

    assert {action for action in Action if may(administrator, action, CONTRACT)} == OF_THE_SITE
    assert not may(actor(Role.OWNER), Action.ADMINISTER)


def test_a_grant_of_an_organisations_commitments_proposes_in_them_and_reads_the_rest() -> None:
    partner = actor(Role.EDITOR, Scope(carrier=3))
    own, other = Clause("sante-1", frozenset({3})), Clause("justice-1", frozenset({4}))

    assert may(partner, Action.READ, CONTRACT, other)
    assert may(partner, Action.PROPOSE, CONTRACT, own)
    assert may(partner, Action.COMMENT, CONTRACT, own)
    for clause in (other, None):
        assert not may(partner, Action.PROPOSE, CONTRACT, clause)
        assert not may(partner, Action.COMMENT, CONTRACT, clause)
    saving = (Action.WRITE, Action.EDIT, Action.DECIDE, Action.MANAGE)
    assert not any(may(partner, action, CONTRACT, own) for action in saving)


def test_a_grant_of_some_commitments_is_about_these_alone() -> None:
    partner = actor(Role.COMMENTER, Scope(commitments=frozenset({"sante-1"})))

    assert may(partner, Action.COMMENT, CONTRACT, Clause("sante-1"))
    assert not may(partner, Action.COMMENT, CONTRACT, Clause("sante-2"))
    assert not may(partner, Action.PROPOSE, CONTRACT, Clause("sante-1"))


def test_of_several_grants_the_highest_counts() -> None:
    both = Actor(1, grants=(Grant(CONTRACT, Role.READER), Grant(CONTRACT, Role.EDITOR)))

    assert both.role_on(CONTRACT) is Role.EDITOR
    assert may(both, Action.EDIT, CONTRACT)
