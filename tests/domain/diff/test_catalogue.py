"""A newer catalogue changes nothing of a contract until the official has said what is taken of it."""

from dataclasses import replace

import pytest

from app.catalogue import read
from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.diff.catalogue import ChangeKind, ClauseChange, changes_of_catalogue, take_over
from app.domain.diff.text import Edit
from app.domain.profile import Adaptation, LocalCommitment, Profile
from app.domain.profile_json import profile_document, read_profile
from app.domain.text import MAX_TEXT
from app.domain.unprinted import unprinted
from tests.examples import contract
from tests.former import CHANGED, FORMER_WORDS, GONE, NEW, SPORTS, altered, former_catalogue

WRITTEN = Adaptation(local_action="Tenir un atlas des équipements.", lead="La Ville")
REGION = "conventions/arf-2013.yaml"
OF_THE_REGION = "arf-2013-2"


@pytest.fixture(scope="module")
def known() -> Catalogue:
    return former_catalogue()


@pytest.fixture
def profile() -> Profile:
    return replace(contract(), adaptations={CHANGED: WRITTEN, GONE: WRITTEN})


def changes(profile: Profile, catalogue: Catalogue, known: Catalogue) -> dict[str, ClauseChange]:
    found = changes_of_catalogue(profile, catalogue, known)
    return {change.clause.id: change for change in found.clauses}


def words(catalogue: Catalogue, profile: Profile) -> dict[str, str]:
    return {entry.commitment.id: entry.commitment.text for entry in assemble(catalogue, profile).entries()}


def taken(profile: Profile, catalogue: Catalogue, known: Catalogue, *accepted: str) -> Profile:
    found = changes_of_catalogue(profile, catalogue, known)
    return take_over(profile, found.clauses, accepted, catalogue)


def test_what_is_new_changed_or_gone_is_told_for_this_contract(
    profile: Profile, catalogue: Catalogue, known: Catalogue
) -> None:
    found = changes(profile, catalogue, known)

    assert {one: change.kinds for one, change in found.items()} == {
        CHANGED: (ChangeKind.CHANGED,),
        NEW: (ChangeKind.NEW,),
        GONE: (ChangeKind.GONE,),
    }


def test_a_clause_that_goes_to_another_volet_is_told_with_both(
    profile: Profile, catalogue: Catalogue
) -> None:
    known = read(altered({SPORTS: (("section: jeunesse", "section: sante"),)}))

    change = changes(profile, catalogue, known)["sports-jeunesse-2013-2-1"]

    assert change.kinds == (ChangeKind.MOVED,)
    assert change.before is not None
    assert change.after is not None
    assert (change.before.section.id, change.after.section.id) == ("sante", "jeunesse")


def test_a_clause_that_other_signatories_carry_is_told_with_both(catalogue: Catalogue) -> None:
    known = read(altered({REGION: (("carriers: [region]", "carriers: [etat]"),)}))

    change = changes(contract(), catalogue, known)[OF_THE_REGION]

    assert change.kinds == (ChangeKind.CARRIED,)
    assert change.before is not None
    assert change.after is not None
    assert [one.id for one in (*change.before.carriers, *change.after.carriers)] == ["etat", "region"]


@pytest.mark.parametrize(
    ("before", "now", "kind"),
    [("region", "procureur", ChangeKind.GONE), ("procureur", "region", ChangeKind.NEW)],
)
def test_a_clause_that_no_signatory_carries_any_more_goes_and_the_contrary_comes(
    before: str, now: str, kind: ChangeKind
) -> None:
    known, today = (
        read(altered({REGION: (("carriers: [region]", f"carriers: [{carrier}]"),)}))
        if carrier != "region"
        else read(altered({}))
        for carrier in (before, now)
    )

    change = changes(contract(), today, known)[OF_THE_REGION]

    assert change.kinds == (kind,)
    assert change.because.startswith("Aucun de ses porteurs") is (kind is ChangeKind.GONE)


def test_several_changes_of_a_clause_are_one_choice(profile: Profile, catalogue: Catalogue) -> None:
    moved = ("section: sport-vacances", "section: sante")
    known = read(altered({SPORTS: (("diagnostics partagés", "diagnostics"), moved)}))

    found = changes(profile, catalogue, known)

    assert found[CHANGED].kinds == (ChangeKind.CHANGED, ChangeKind.MOVED)
    assert found[NEW].kinds == (ChangeKind.MOVED,)


def test_what_was_written_for_a_clause_that_is_gone_is_asked_about_whether_it_applied_or_not(
    profile: Profile, catalogue: Catalogue, known: Catalogue
) -> None:
    elsewhere = replace(profile, partners=("commune",))

    found = changes(elsewhere, catalogue, known)

    assert {one: change.kinds for one, change in found.items()} == {GONE: (ChangeKind.GONE,)}


def test_a_contract_that_the_changed_clauses_do_not_concern_has_nothing_to_choose(
    profile: Profile, catalogue: Catalogue, known: Catalogue
) -> None:
    elsewhere = replace(profile, partners=("commune",), adaptations={})

    assert changes_of_catalogue(elsewhere, catalogue, known).clauses == ()


def test_the_same_catalogue_changes_nothing(profile: Profile, catalogue: Catalogue) -> None:
    same = replace(profile, adaptations={CHANGED: WRITTEN})

    found = changes_of_catalogue(same, catalogue, catalogue)

    assert (found.clauses, found.revised) == ((), ())


@pytest.mark.parametrize(
    ("name", "old", "new", "sentence"),
    [
        ("sections.yaml", '"Éducation et réussite éducative"', '"École"', "« École » s’appelle désormais"),
        ("sections.yaml", "summary:", "summary: >-\n    Autrefois,", "l’ordre ou les fondements des volets"),
        ("schemes.yaml", 'status: "ended"', 'status: "renamed"', "le devenir des dispositifs"),
        ("glossary.yaml", "meaning: ", "meaning: Le ", "le sens des sigles"),
        ("chapters.yaml", "title: ", "title: L’", "le plan et ses chapitres"),
        ("facts.yaml", "question: ", "question: Est-ce que ", "les questions sur le territoire"),
        ("partners.yaml", "title: ", "title: Le ", "les signataires possibles"),
        (SPORTS, "horizon: 2013", "horizon: 2014", "d’autres engagements (conditions"),
    ],
)
def test_what_comes_beside_the_clauses_is_told(
    profile: Profile, catalogue: Catalogue, name: str, old: str, new: str, sentence: str
) -> None:
    known = read(altered({name: ((old, new),)}))

    found = changes_of_catalogue(profile, catalogue, known)

    assert sentence in " ".join(found.revised)
    assert found.clauses == () or name == SPORTS


def test_the_words_that_changed_are_shown_among_those_that_stay(
    profile: Profile, catalogue: Catalogue, known: Catalogue
) -> None:
    shown = changes(profile, catalogue, known)[CHANGED].words()

    assert "".join(one.text for one in shown if one.edit is Edit.ADDED).split() == ["partagés"]
    assert "".join(one.text for one in shown if one.edit is Edit.REMOVED).split() == []


def test_changes_that_are_taken_leave_what_was_written_in_its_place(
    profile: Profile, catalogue: Catalogue, known: Catalogue
) -> None:
    after = taken(profile, catalogue, known, CHANGED, NEW)

    assert after.adaptations == {CHANGED: WRITTEN}
    assert {CHANGED, NEW} <= set(words(catalogue, after))


def test_changes_that_are_refused_keep_the_former_words_as_local_commitments(
    profile: Profile, catalogue: Catalogue, known: Catalogue
) -> None:
    after = taken(profile, catalogue, known)

    assert not {CHANGED, NEW} & set(words(catalogue, after))
    assert [one.adaptation for one in after.local_commitments[-2:]] == [WRITTEN, WRITTEN]
    assert [one.section for one in after.local_commitments[-2:]] == ["sport-vacances"] * 2
    assert FORMER_WORDS in after.local_commitments[-2].text
    assert "ligne" not in after.local_commitments[-2].text.removeprefix(FORMER_WORDS)
    assert all(not after.adaptations[one].included for one in (CHANGED, NEW))
    assert all(after.adaptations[one].reason_excluded for one in (CHANGED, NEW))


def test_a_move_that_is_refused_keeps_the_clause_in_its_volet(profile: Profile, catalogue: Catalogue) -> None:
    known = read(altered({SPORTS: (("section: sport-vacances", "section: sante"),)}))

    after = taken(profile, catalogue, known, NEW)

    (kept,) = after.local_commitments
    assert (kept.section, kept.adaptation) == ("sante", WRITTEN)
    assert CHANGED not in words(catalogue, after)


def test_carriers_that_are_refused_are_named_beside_the_former_words(catalogue: Catalogue) -> None:
    known = read(altered({REGION: (("carriers: [region]", "carriers: [etat]"),)}))

    after = taken(contract(), catalogue, known)

    assert "porté par\u00a0: État (préfet)" in after.local_commitments[0].text


@pytest.mark.parametrize("written", [WRITTEN, Adaptation(included=False, reason_excluded="Déjà fait.")])
@pytest.mark.parametrize("accepted", [(GONE,), ()])
def test_what_was_written_for_a_clause_that_is_gone_is_kept_whatever_is_decided(
    profile: Profile, catalogue: Catalogue, known: Catalogue, written: Adaptation, accepted: tuple[str, ...]
) -> None:
    before = replace(profile, adaptations={GONE: written})

    after = taken(before, catalogue, known, CHANGED, NEW, *accepted)

    draft = assemble(catalogue, after)
    kept = [text for one in unprinted(draft) for _, text in one.said]
    kept += [local.adaptation.local_action for local in after.local_commitments]
    assert (written.local_action or written.reason_excluded) in kept
    assert {GONE} & set(words(catalogue, after)) == set()


def test_a_clause_that_goes_and_of_which_nothing_was_written_leaves_nothing(
    profile: Profile, catalogue: Catalogue, known: Catalogue
) -> None:
    before = replace(profile, adaptations={GONE: Adaptation(included=False)})

    assert taken(before, catalogue, known, CHANGED, NEW, GONE).adaptations == {}


@pytest.mark.parametrize("length", [MAX_TEXT - 500, MAX_TEXT, 2 * MAX_TEXT])
def test_a_national_text_that_is_cut_says_so_and_where_it_is_whole(
    profile: Profile, catalogue: Catalogue, length: int
) -> None:
    long = "Diagnostiquer. " * (length // 15)
    known = read(altered({SPORTS: (("Développer les diagnostics partagés", long.strip()),)}))

    (local,) = taken(replace(profile, adaptations={CHANGED: WRITTEN}), catalogue, known).local_commitments

    assert len(local.text) <= MAX_TEXT
    cut = local.text.count("Diagnostiquer.") < length // 15
    assert cut is (length >= MAX_TEXT)
    assert ("[…]" in local.text) is ("Texte abrégé" in local.text) is cut


def test_what_was_written_for_a_clause_that_no_longer_applies_waits_under_it(catalogue: Catalogue) -> None:
    today = read(altered({REGION: (("carriers: [region]", "carriers: [procureur]"),)}))
    profile = replace(contract(), adaptations={OF_THE_REGION: WRITTEN})
    gone = set(changes(profile, today, catalogue))

    let_go, kept = (taken(profile, today, catalogue, *accepted) for accepted in (gone, ()))

    assert let_go == profile
    assert WRITTEN in [one.adaptation for one in kept.local_commitments]
    assert not kept.adaptations[OF_THE_REGION].included


def test_a_clause_that_was_left_out_is_not_brought_back(
    profile: Profile, catalogue: Catalogue, known: Catalogue
) -> None:
    out = Adaptation(included=False, reason_excluded="Déjà fait.")
    left_out = replace(profile, adaptations={CHANGED: out})

    after = taken(left_out, catalogue, known, NEW)

    assert after.adaptations[CHANGED] == out
    assert FORMER_WORDS not in "".join(one.text for one in after.local_commitments)


def test_what_is_taken_over_can_be_read_again(profile: Profile, catalogue: Catalogue) -> None:
    long = "Diagnostiquer. " * 2_000
    known = read(altered({SPORTS: (("Développer les diagnostics partagés", long),)}))

    after = taken(replace(profile, adaptations={CHANGED: WRITTEN}), catalogue, known)

    assert read_profile(profile_document(after), catalogue) == after


def test_a_local_commitment_whose_volet_is_gone_is_said(catalogue: Catalogue) -> None:
    local = LocalCommitment("local-1", "volet-disparu", "Ouvrir un lieu.")
    profile = replace(contract(), local_commitments=(local,))

    found = [one for one in assemble(catalogue, profile).checks if one.place == "local:local-1"]

    assert [one.message for one in found] == [
        "L’engagement local «\u00a0Ouvrir un lieu.\u00a0» n’est dans aucun volet\u00a0: il manque au projet."
    ]


def test_a_refused_new_clause_keeps_what_was_written_for_it(catalogue: Catalogue) -> None:
    profile = contract(adaptations={NEW: WRITTEN})
    pending = changes_of_catalogue(profile, catalogue, former_catalogue()).clauses

    refused = take_over(profile, pending, (), catalogue).adaptations[NEW]

    assert not refused.included
    assert refused.local_action == WRITTEN.local_action
