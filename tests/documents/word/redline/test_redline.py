"""Two versions of a contract in one Word file with tracked changes."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import Phase, assume, given, settings
from openxml_audit import OpenXmlValidator

from app.documents import Edition
from app.documents.word.redline import Comparison, RedlineRefused, redline
from app.documents.word.redline.words import plain
from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.draft import Draft
from app.domain.profile import Adaptation, Profile, Quartier
from tests.documents.word.reading import W, comments, paragraphs, root
from tests.documents.word.redline.conftest import Changed
from tests.documents.word.redline.reading import (
    COMPARISON,
    DAY,
    OPTIONS,
    SAID,
    accepted,
    changed_paragraphs,
    changed_words,
    compare,
    drafted,
    marks,
    rejected,
    with_the_reasons_of,
)
from tests.random_pairs import random_pairs

MIXITY = "droits-des-femmes-2013-1-1"
"""Of several paragraphs in the contract of demonstration."""
ATTENDANCE = "droits-des-femmes-2013-1-2"
UNTOUCHED = "droits-des-femmes-2013-2-1"
LEFT_OUT = "culture-2014-2-1-4"
"""Of these two nothing is typed."""
EXAMPLES = 6


@pytest.fixture(scope="module")
def after(before: Draft, changed: Changed) -> Draft:
    """Words of two actions, a clause left out, a first action of another one."""
    former = before.profile.adaptations
    written = {
        MIXITY: replace(former[MIXITY], local_action="Une référente.\n\n- dans chaque mairie\n- au siège"),
        ATTENDANCE: replace(former[ATTENDANCE], lead="Ville de Valexemple", indicator=""),
        UNTOUCHED: Adaptation(local_action="Une cellule d’écoute ouvre."),
        LEFT_OUT: Adaptation(included=False, reason_excluded="Hors du périmètre"),
    }
    return changed(profile={"adaptations": {**former, **written}})


@pytest.fixture(scope="module")
def tracked(before: Draft, after: Draft) -> bytes:
    return compare(before, after)


def test_all_accepted_it_is_the_version_after(tracked: bytes, after: Draft) -> None:
    assert accepted(tracked) == drafted(after)


def test_all_rejected_it_is_the_version_before(tracked: bytes, before: Draft) -> None:
    assert rejected(tracked) == drafted(before)


def test_each_mark_has_a_number_of_its_own_an_author_and_the_day(tracked: bytes) -> None:
    found = marks(tracked)

    assert len({mark.id for mark in found}) == len(found) > 20
    assert {(mark.author, mark.date[:10]) for mark in found} == {("Version 3 → 5", str(DAY))}


def test_a_paragraph_that_comes_whole_is_not_of_the_minute_of_words_that_come(tracked: bytes) -> None:
    """LibreOffice joins the marks of one minute across the end of a paragraph, and would reject that too."""
    of_words, of_whole = set[str](), set[str]()
    for paragraph in root(tracked).iter(f"{W}p"):
        is_whole = paragraph.find(f"{W}pPr/{W}rPr/{W}ins") is not None
        (of_whole if is_whole else of_words).update(
            mark.get(f"{W}date") for mark in paragraph.iter(f"{W}ins")
        )

    assert (of_words, of_whole) == ({f"{DAY}T00:00:00Z"}, {f"{DAY}T00:05:00Z"})


def test_word_finds_nothing_wrong_with_it(tracked: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("redline") / "comparaison.docx"
    path.write_bytes(tracked)

    assert [str(error) for error in OpenXmlValidator().validate(str(path)).errors] == []


def test_the_cover_says_what_is_compared_and_what_is_not(tracked: bytes) -> None:
    line = next(text for text in _cover(tracked) if text.startswith("Version 3"))

    assert line.startswith(plain(SAID))
    for aside in ("la pagination", "le sommaire", "les remarques"):
        assert aside in line


def test_two_versions_that_say_the_same_have_no_mark_and_a_sentence(before: Draft) -> None:
    content = compare(before, before)

    assert marks(content) == []
    assert any("aucun mot ne change" in text for text in _cover(content))


def test_typography_alone_is_no_change(changed: Changed) -> None:
    typed = changed(
        ATTENDANCE, local_action="L’accueil\u00a0: «\u202foui\u202f»", lead="Ville\u00a0d’Exemple"
    )
    retyped = changed(ATTENDANCE, local_action="L'accueil : « oui »", lead="Ville d'Exemple")

    assert marks(compare(typed, retyped)) == []


def test_the_words_that_change_are_marked_and_not_those_around_them(before: Draft, changed: Changed) -> None:
    action = before.profile.adaptations[ATTENDANCE].local_action
    content = compare(before, changed(ATTENDANCE, local_action=action.replace("deux pages", "six feuillets")))

    assert changed_words(content) == [("del", "deux pages"), ("ins", "six feuillets")]


def test_an_emptied_field_is_words_that_go_then_a_place_that_comes(before: Draft, changed: Changed) -> None:
    content = compare(before, changed(ATTENDANCE, indicator=""))

    former = before.profile.adaptations[ATTENDANCE].indicator
    assert changed_words(content)[:2] == [("del", former), ("ins", "[à\u00a0compléter]")]


def test_a_field_that_is_filled_in_is_a_place_that_goes_then_words_that_come(changed: Changed) -> None:
    content = compare(changed(ATTENDANCE, lead=""), changed(ATTENDANCE, lead="Le conseil citoyen"))

    assert ("ins", "Le conseil citoyen") in changed_words(content)
    assert ("del", "[à\u00a0compléter]") in changed_words(content)


@pytest.mark.parametrize(
    "action", ["Un seul paragraphe.", "Le volet :\n- une référente\n- un examen\n\nUn bilan.", ""]
)
def test_an_action_of_several_paragraphs_is_compared_paragraph_by_paragraph(
    before: Draft, changed: Changed, action: str
) -> None:
    after = changed(MIXITY, local_action=action)

    content = compare(before, after)

    assert accepted(content) == drafted(after)
    assert rejected(content) == drafted(before)


def test_a_clause_that_is_left_out_is_marked_in_its_place_the_annexes_and_the_totals_alone(
    before: Draft, changed: Changed
) -> None:
    after = changed(LEFT_OUT, included=False, reason_excluded="Hors du périmètre")
    clause = next(entry.commitment for entry in before.entries() if entry.commitment.id == LEFT_OUT)

    content = compare(before, after)

    own = (plain(clause.text), str(before.numbers[LEFT_OUT]), "Action locale :", "Hors du périmètre")
    found = list(map(plain, changed_paragraphs(content)))
    assert [text for text in found if not any(words in text for words in own)] == []
    assert len(found) < 12
    assert accepted(content) == drafted(after)
    assert rejected(content) == drafted(before)


def test_numbers_are_no_change(before: Draft, changed: Changed) -> None:
    content = compare(before, changed(UNTOUCHED, included=False, reason_excluded="Hors du périmètre"))

    # Drafted alone, each clause below would have the number of the one above it.
    assert len(changed_paragraphs(content)) < 20


def test_what_moved_is_marked_in_both_places_and_said_in_a_comment(before: Draft, changed: Changed) -> None:
    local = before.profile.local_commitments
    moved = changed(
        profile={"local_commitments": (replace(local[1], section="culture-memoire"), local[0], local[2])}
    )

    content = compare(before, moved)

    assert any("Passage déplacé" in said for said, _ in comments(content))
    assert accepted(content) == drafted(moved)
    assert rejected(content) == drafted(before)


def test_the_remarks_of_the_assistant_are_left_out(before: Draft) -> None:
    assert comments(compare(before, before)) == []


def test_a_table_may_have_more_rows_or_fewer(before: Draft, changed: Changed) -> None:
    territory = before.profile.territory
    fewer = replace(
        territory, quartiers=(*territory.quartiers[1:], Quartier("QN99009M", "Le Moulin", ("99001",)))
    )
    after = changed(profile={"territory": fewer})

    content = compare(before, after)

    assert ("ins", "Le Moulin") in changed_words(content)
    assert accepted(content) == drafted(after)
    assert rejected(content) == drafted(before)


def test_another_outline_is_refused_with_a_sentence(before: Draft, changed: Changed) -> None:
    with pytest.raises(RedlineRefused, match="plan du contrat"):
        compare(before, changed(profile={"outline": "2014-2020"}))


def test_a_quotation_that_another_catalogue_changed_says_so(before: Draft, catalogue: Catalogue) -> None:
    entry = next(entry for entry in before.entries() if entry.commitment.id == ATTENDANCE)
    quoted = replace(entry.commitment, text=entry.commitment.text.replace("recueil", "relevé"))
    sections = tuple(
        replace(
            section,
            entries=tuple(
                replace(one, commitment=quoted) if one == entry else one for one in section.entries
            ),
        )
        for section in before.sections
    )
    newer = replace(catalogue, version="9.9.9", hash="f" * 64)

    content = compare(before, replace(before, catalogue=newer, sections=sections))

    assert ("ins", "relevé") in changed_words(content)
    assert [said for said, _ in comments(content) if "9.9.9" in said]


def test_an_author_is_cut_where_word_would(before: Draft, after: Draft) -> None:
    content = redline(before, after, OPTIONS, Comparison("é" * 300, DAY, SAID))

    assert {mark.author for mark in marks(content)} == {"é" * 255}


def test_what_does_not_give_both_versions_back_is_not_delivered(
    before: Draft, after: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.documents.word.redline.reject_all", lambda body: None)

    with pytest.raises(RedlineRefused, match="n’a pas été fait"):
        compare(before, after)


def test_the_edition_to_sign_is_compared_as_well(before: Draft, after: Draft) -> None:
    to_sign = replace(OPTIONS, edition=Edition.SIGNING)

    content = compare(before, after, to_sign)

    assert accepted(content) == drafted(after, to_sign)
    assert rejected(content) == drafted(before, to_sign)


def test_any_two_versions_come_back(catalogue: Catalogue) -> None:
    @settings(max_examples=EXAMPLES, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
    @given(random_pairs(catalogue))
    def come_back(pair: Sequence[Profile]) -> None:
        before, after = (assemble(catalogue, profile) for profile in pair)
        assume(before.outline.id == after.outline.id)

        content = redline(before, after, OPTIONS, COMPARISON)

        former, present = drafted(with_the_reasons_of(before, after)), drafted(after)
        assert accepted(content) == present
        assert rejected(content) == former
        assert marks(content) or former == present

    come_back()


def _cover(content: bytes) -> list[str]:
    return [plain(text) for style, text in paragraphs(content) if style == "CoverNote"]
