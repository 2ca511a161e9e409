"""Where a clause stands: our reading proposes, what was typed stays, the official decides."""

from dataclasses import replace

import pytest

from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.diff import changes_between
from app.domain.diff.contract import contract_changes, version_changes
from app.domain.draft import Draft, Entry, FlagKind
from app.domain.profile import Adaptation, ClausePlace, Means, MeansKind, Profile, State
from app.domain.reuse import copy_adaptations, keep_as_local, place_clause, take_back
from app.domain.rules import DefaultPlace, Standing
from app.domain.unprinted import Reason, unprinted
from tests.examples import contract

OVER, SPENT = "travail-emploi-2013-3-1", "interieur-2013-3-2-2"
NATIONAL = "culture-2014-2-1-2"
ALIVE, RENAMED, MIXED = "sports-jeunesse-2013-2-1", "sports-jeunesse-2013-1-2", "travail-emploi-2013-1"
ABCD = "droits-des-femmes-2013-2-2"


@pytest.fixture
def today() -> Profile:
    return contract(outline="2024-2030")


def ids(entries: tuple[Entry, ...]) -> set[str]:
    return {entry.commitment.id for entry in entries}


def body(draft: Draft) -> set[str]:
    return ids(tuple(draft.entries()))


def entry(draft: Draft, commitment_id: str) -> Entry:
    return next(one for one in draft.entries() if one.commitment.id == commitment_id)


def test_what_is_over_leaves_the_body_of_a_contract_of_today_with_its_reason(
    catalogue: Catalogue, today: Profile
) -> None:
    draft = assemble(catalogue, today)

    assert {OVER, SPENT, ABCD} <= ids(draft.historical)
    assert all(one.commitment.reading.place is DefaultPlace.HISTORICAL for one in draft.historical)
    assert not body(draft) & ids(draft.historical)
    assert "PACEA" in next(one.because for one in draft.historical if one.commitment.id == OVER)


def test_what_only_a_national_body_can_keep_by_our_reading_goes_among_the_national_ones(
    catalogue: Catalogue, today: Profile
) -> None:
    draft = assemble(catalogue, today)

    found = next(one for one in draft.national if one.commitment.id == NATIONAL)

    assert found.standing is Standing.NATIONAL
    assert "seul le ministère" in found.because


def test_the_trame_of_2014_keeps_all_in_the_body_and_says_nothing_of_it(catalogue: Catalogue) -> None:
    draft = assemble(catalogue, contract(outline="2014-2020"))

    assert draft.historical == ()
    assert {OVER, SPENT, ABCD, NATIONAL} <= body(draft)
    kinds = {flag.kind for one in draft.entries() for flag in one.flags}
    assert not kinds & {FlagKind.READING, FlagKind.TO_DECIDE}


@pytest.mark.parametrize(
    "typed",
    [
        Adaptation(local_action="Accueillir."),
        Adaptation(lead="la mission locale"),
        Adaptation(means=(Means(MeansKind.SPECIFIC, "l’État", 1_000),)),
        Adaptation(state=State.AGREED),
        Adaptation(reason_excluded="Trop tôt."),
    ],
)
@pytest.mark.parametrize("commitment_id", [OVER, NATIONAL])
def test_a_clause_that_holds_something_never_moves_by_itself_and_waits_for_a_decision(
    catalogue: Catalogue, today: Profile, commitment_id: str, typed: Adaptation
) -> None:
    draft = assemble(catalogue, replace(today, adaptations={commitment_id: typed}))

    assert commitment_id in body(draft)
    assert FlagKind.TO_DECIDE in [flag.kind for flag in entry(draft, commitment_id).flags]
    waiting = next(finding for finding in draft.checks if finding.id == "pour-memoire")
    assert (waiting.place, waiting.commitments) == ("historical", (commitment_id,))


def test_what_nobody_can_see_holds_nothing(catalogue: Catalogue, today: Profile) -> None:
    blank = Adaptation(local_action=" \u200b", lead="\u00a0")

    draft = assemble(catalogue, replace(today, adaptations={OVER: blank}))

    assert OVER in ids(draft.historical)


@pytest.mark.parametrize("commitment_id", [OVER, NATIONAL])
def test_a_decision_takes_a_clause_back_into_the_body_and_nothing_waits_any_more(
    catalogue: Catalogue, today: Profile, commitment_id: str
) -> None:
    draft = assemble(catalogue, place_clause(today, commitment_id, ClausePlace.BODY))

    assert commitment_id in body(draft)
    assert all(finding.id != "pour-memoire" for finding in draft.checks)
    undone = place_clause(draft.profile, commitment_id, ClausePlace.USUAL)
    assert undone == today


@pytest.mark.parametrize("outline", ["2014-2020", "2024-2030"])
def test_a_decision_sends_any_clause_to_the_annexe_in_any_trame(catalogue: Catalogue, outline: str) -> None:
    draft = assemble(catalogue, place_clause(contract(outline=outline), ALIVE, ClausePlace.HISTORICAL))

    sent = next(one for one in draft.historical if one.commitment.id == ALIVE)

    assert ALIVE not in body(draft)
    assert sent.because == "Placé en annexe par les rédacteurs."


def test_what_was_typed_under_a_clause_that_is_sent_to_the_annexe_is_said_and_comes_back(
    catalogue: Catalogue, today: Profile
) -> None:
    written = replace(today, adaptations={ALIVE: Adaptation(local_action="Ouvrir un lieu.")})
    profile = place_clause(written, ALIVE, ClausePlace.HISTORICAL)

    (kept,) = unprinted(assemble(catalogue, profile))

    assert (kept.reason, kept.said) == (Reason.HISTORICAL, (("Action locale", "Ouvrir un lieu."),))
    assert not kept.is_wanted
    back = take_back(profile, ALIVE)
    assert entry(assemble(catalogue, back), ALIVE).adaptation.local_action == "Ouvrir un lieu."


def test_a_clause_left_out_by_choice_stays_left_out(catalogue: Catalogue, today: Profile) -> None:
    out = Adaptation(included=False, reason_excluded="Sans objet ici.", place=ClausePlace.HISTORICAL)

    draft = assemble(catalogue, replace(today, adaptations={OVER: out}))

    assert OVER in {one.commitment.id for one in draft.excluded}
    assert OVER not in ids(draft.historical)


def test_a_clause_of_which_something_is_to_be_said_says_it_in_the_body(
    catalogue: Catalogue, today: Profile
) -> None:
    draft = assemble(catalogue, today)

    said = {
        one: next(flag.message for flag in entry(draft, one).flags if flag.kind is FlagKind.READING)
        for one in (RENAMED, MIXED)
    }

    assert "Agence nationale du Sport" in said[RENAMED]
    assert "Est achevé\u00a0: «\u00a0doublement de la part des bénéficiaires" in said[MIXED]
    assert FlagKind.SCHEME not in [flag.kind for flag in entry(draft, RENAMED).flags]


def test_the_clauses_of_the_body_alone_are_numbered(catalogue: Catalogue, today: Profile) -> None:
    draft = assemble(catalogue, today)

    assert list(draft.numbers.values()) == list(range(1, len(body(draft)) + 1))
    assert not draft.numbers.keys() & ids(draft.historical)


def test_an_amendment_says_what_leaves_the_body_and_why(catalogue: Catalogue, today: Profile) -> None:
    before = assemble(catalogue, today)
    after = assemble(catalogue, place_clause(today, ALIVE, ClausePlace.HISTORICAL))

    said = {change.field: change for change in contract_changes(before, after) if change.id == ALIVE}

    assert said["words"].before
    assert said["words"].after == ""
    assert said["historical"].after == "Placé en annexe par les rédacteurs."
    hidden = [one for one in version_changes(before, after) if one.id == ALIVE and not one.printed]
    assert hidden == []


def test_a_comparison_and_a_copy_know_the_decision(catalogue: Catalogue, today: Profile) -> None:
    decided = place_clause(today, OVER, ClausePlace.BODY)

    (change,) = changes_between(today, decided, catalogue)

    assert (change.label, change.before, change.after) == (
        "Place dans le contrat",
        "selon notre lecture",
        "corps du contrat",
    )
    sections = {section.id for section in catalogue.sections}
    assert copy_adaptations(today, decided, sections, catalogue).profile == decided


def test_a_local_commitment_made_of_a_clause_has_no_place_of_its_own(
    catalogue: Catalogue, today: Profile
) -> None:
    written = Adaptation(local_action="Ouvrir un lieu.", place=ClausePlace.HISTORICAL)
    draft = assemble(catalogue, replace(today, adaptations={ALIVE: written}))

    profile = keep_as_local(draft, ALIVE)

    assert profile.adaptations[ALIVE] == Adaptation(place=ClausePlace.HISTORICAL)
    assert profile.local_commitments[0].adaptation == Adaptation(local_action="Ouvrir un lieu.")


def test_a_commune_alone_makes_no_promise_about_what_is_inside_an_intercommunality(
    catalogue: Catalogue, today: Profile
) -> None:
    alone = replace(today, territory=replace(today.territory, kind="commune", grouping=None))

    together, apart = assemble(catalogue, today), assemble(catalogue, alone)

    assert {"adcf-2013-1", "adcf-2013-4"} <= body(together)
    assert not {"adcf-2013-1", "adcf-2013-4"} & body(apart)
    assert "groupement" not in apart.facts["communaute_urbaine"].sentence


@pytest.mark.parametrize(
    ("commitment_id", "facts", "passage"),
    [
        ("economie-sociale-solidaire-2013-2-3", {}, "chantiers du Grand Paris"),
        ("economie-sociale-solidaire-2013-2-3", {"ile_de_france": True}, "mobilité hors Ile-de-France"),
        ("interieur-2013-1-3", {"zsp": False}, "extension des zones de sécurité prioritaires"),
        ("justice-2013-3-1", {"zsp": False}, "notamment ceux concernés par une ZSP"),
        ("amf-2014-2", {"veille_active": False}, "pérennisation du cadre du PRE"),
    ],
)
def test_a_passage_about_another_territory_is_said_not_to_concern_this_one(
    catalogue: Catalogue, today: Profile, commitment_id: str, facts: dict[str, bool], passage: str
) -> None:
    draft = assemble(catalogue, replace(today, facts=facts))

    flags = entry(draft, commitment_id).flags

    assert any(passage in flag.words for flag in flags if flag.kind is FlagKind.PART_NOT_APPLICABLE)


@pytest.mark.parametrize(
    ("partner", "commitment_id"),
    [
        ("cpam", "affaires-sociales-sante-2013-1"),
        ("commune", "education-2013-5-1"),
        ("tribunal-judiciaire", "justice-2013-2-2"),
        ("pjj-spip", "justice-2013-4-1"),
        ("cma", "artisanat-commerce-tourisme-2014-1-1"),
        ("bailleurs", "fvm-2013-3-2"),
    ],
)
def test_who_can_keep_a_commitment_carries_it(catalogue: Catalogue, partner: str, commitment_id: str) -> None:
    assert partner in catalogue.leaf_by_id[commitment_id].commitment.carriers


def test_a_figure_without_a_year_is_dated_by_its_convention_and_a_head_count_is_no_target(
    catalogue: Catalogue,
) -> None:
    by_id = {leaf.commitment.id: leaf.commitment for leaf in catalogue.leaves}

    (victims,) = by_id["justice-2013-2-1"].targets
    assert (victims.horizon, victims.last_year) == (None, 2015)
    assert by_id["education-2013-2-3"].targets[0].last_year == 2018
    assert by_id["entreprises-et-quartiers-2013-1"].targets == ()
