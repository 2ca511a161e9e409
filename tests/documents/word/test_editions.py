"""The edition to sign: what is written alone; what nobody answers is recalled in an annexe."""

import re
from dataclasses import replace

import pytest

from app.documents import Edition
from app.documents.word import RenderOptions, write_draft
from app.domain.assembly import assemble
from app.domain.checks.unverified import unverified
from app.domain.draft import Draft, FlagKind
from app.domain.flags import is_to_verify
from app.domain.french import typeset
from app.domain.profile import Profile, Territory
from app.domain.recalled import body_of, recalled_in
from app.domain.views import extract, share_of
from benchmarks.document import CONTRACTS
from benchmarks.drafts import catalogue
from benchmarks.presence import missing_texts, said_in
from tests.documents.word.conftest import DAY
from tests.documents.word.reading import (
    W,
    controls,
    headings,
    links,
    paragraphs,
    root,
    rows,
    tables,
    text_of,
    whole_text,
)

RECALLED = "Engagements rappelés\u00a0: "
ANNEX = "Rappel d’engagements nationaux, sans engagement propre des signataires"


def edition(draft: Draft, chosen: Edition) -> bytes:
    return write_draft(draft, RenderOptions(DAY, edition=chosen, comments=False))


@pytest.fixture(scope="module")
def editions() -> dict[str, tuple[Draft, bytes, bytes]]:
    """Each contract that is measured, to work on and to sign."""
    drafts = {name: assemble(catalogue(), made()) for name, made in CONTRACTS.items()}
    return {
        name: (draft, edition(draft, Edition.WORKING), edition(draft, Edition.SIGNING))
        for name, draft in drafts.items()
    }


@pytest.fixture(params=CONTRACTS)
def contract(
    request: pytest.FixtureRequest, editions: dict[str, tuple[Draft, bytes, bytes]]
) -> tuple[Draft, bytes, bytes]:
    return editions[request.param]


def bookmarks(content: bytes) -> list[str]:
    return [mark.get(f"{W}name") for mark in root(content).iter(f"{W}bookmarkStart")]


def recalled_numbers(content: bytes) -> list[str]:
    return [line[0] for table in tables(content, RECALLED) for line in rows(table) if len(line) > 1]


def test_every_clause_stands_once_in_the_body_or_in_the_annexe(contract: tuple[Draft, bytes, bytes]) -> None:
    draft, _, signed = contract
    in_body = [entry for volet in body_of(draft) for entry in volet.entries]
    recalled = [entry for volet in recalled_in(draft) for entry in volet.entries]

    named = [mark for mark in bookmarks(signed) if mark.startswith("engagement_")]

    assert {entry.commitment.id for entry in (*in_body, *recalled)} == set(draft.numbers)
    assert len(in_body) + len(recalled) == len(draft.numbers)
    assert len(named) == len(set(named)) == len(draft.numbers) + len(draft.local_numbers)
    assert recalled_numbers(signed) == [str(draft.numbers[entry.commitment.id]) for entry in recalled]


def test_a_clause_without_a_word_of_ours_is_recalled_unless_its_volet_always_stands(
    editions: dict[str, tuple[Draft, bytes, bytes]],
) -> None:
    draft, working, signed = editions["metropole"]
    titles = headings(signed, "Heading2")

    assert {volet.section.title for volet in body_of(draft)} == {
        volet.section.title for volet in draft.sections if volet.section.mandatory
    }
    for volet in draft.sections:
        assert (volet.section.title in titles) is volet.section.mandatory
    assert headings(signed, "AnnexHeading")[0] == ANNEX
    assert ANNEX not in headings(working, "AnnexHeading")


def test_a_lead_alone_keeps_a_clause_in_the_body(editions: dict[str, tuple[Draft, bytes, bytes]]) -> None:
    draft, _, _ = editions["metropole"]
    entry = recalled_in(draft)[0].entries[1]
    said = {entry.commitment.id: replace(entry.adaptation, lead="La métropole")}

    kept = assemble(catalogue(), replace(draft.profile, adaptations=said))

    assert [one.commitment.id for volet in body_of(kept)[3:] for one in volet.entries] == list(said)


def test_the_annexe_quotes_and_asks_nothing(contract: tuple[Draft, bytes, bytes]) -> None:
    draft, _, signed = contract
    held = controls(signed)

    for volet in recalled_in(draft):
        for entry in volet.entries:
            assert entry.commitment.id in held
            assert f"{entry.commitment.id}.action" not in held


def test_the_table_of_objectives_holds_those_of_the_body_alone(contract: tuple[Draft, bytes, bytes]) -> None:
    draft, _, signed = contract
    in_body = {draft.numbers[entry.commitment.id] for volet in body_of(draft) for entry in volet.entries}

    told = [line[0] for table in tables(signed, "Objectifs chiffrés des engagements") for line in rows(table)]

    assert {int(re.findall("[0-9]+", cell)[0]) for cell in told} <= in_body


def test_a_figure_of_a_period_that_is_over_is_said_with_its_clause_alone(
    editions: dict[str, tuple[Draft, bytes, bytes]],
) -> None:
    _, working, signed = editions["demonstration"]
    period = "Chiffre d’une période achevée"

    assert whole_text(signed).count(period) == whole_text(working).count(period) > 0
    assert not any(
        text.startswith("Objectifs chiffrés des conv") for text in headings(signed, "AnnexHeading")
    )


def test_a_contract_to_sign_asks_nobody_to_verify_anything(contract: tuple[Draft, bytes, bytes]) -> None:
    _, _, signed = contract

    said = whole_text(signed).replace("\u00a0", " ").casefold()

    assert "à vérifier" not in said
    assert "selon notre lecture" not in said


def test_what_was_verified_stays_a_marked_note_and_the_rest_is_listed_beside(
    editions: dict[str, tuple[Draft, bytes, bytes]],
) -> None:
    draft, working, signed = editions["demonstration"]
    notes = [
        flag.message for entry in draft.entries() for flag in entry.flags if flag.kind is FlagKind.READING
    ]
    asked = [said for said in notes if is_to_verify(said)]

    texts = {"working": whole_text(working), "signed": whole_text(signed)}
    told = {one: {said for said in notes if typeset(said) in text} for one, text in texts.items()}

    assert told["working"] == set(notes)
    assert told["signed"] == set(notes) - set(asked)
    listed = unverified(draft)
    assert asked
    assert all(any(line.endswith(said) for line in listed) for said in asked)


def test_every_word_typed_and_quoted_stands_in_both_editions(contract: tuple[Draft, bytes, bytes]) -> None:
    draft, working, signed = contract
    said = list(said_in(draft))

    assert missing_texts(root(working), said) == missing_texts(root(signed), said) == []


def test_every_link_of_the_edition_to_sign_leads_somewhere(contract: tuple[Draft, bytes, bytes]) -> None:
    _, _, signed = contract
    known = set(bookmarks(signed))

    pointed = {
        anchor for part in ("document", "footnotes") for anchor, _ in links(signed, f"word/{part}.xml")
    }

    assert pointed - known - {None} == set()


BLANKS = re.compile(r"lieu|date-signature|(signature|signataire)\..+")
"""The places that are filled by hand on the day of the signature."""

HEADINGS = ("Heading1", "Heading2", "Heading3")


def test_nothing_is_to_complete_but_the_date_the_place_and_the_signatures(
    contract: tuple[Draft, bytes, bytes],
) -> None:
    _, _, signed = contract

    waiting = [tag for tag, control in controls(signed).items() if "à\u00a0compléter" in text_of(control)]

    assert waiting
    assert [tag for tag in waiting if not BLANKS.fullmatch(tag)] == []
    assert whole_text(signed).count("à\u00a0compléter") == len(waiting)
    for asked in ("à préciser", "reste à répondre", "ce projet"):
        assert asked not in whole_text(signed).lower()


def test_no_heading_is_empty_and_no_sentence_asks_the_drafters(contract: tuple[Draft, bytes, bytes]) -> None:
    draft, _, signed = contract
    said = paragraphs(signed)

    ranks = [HEADINGS.index(style) if style in HEADINGS else None for style, _ in said]
    pairs = zip(ranks, [*ranks[1:], 0], strict=True)
    asked = {typeset(chapter.asked) for chapter in draft.outline.chapters if chapter.asked}

    assert all(rank is None or below is None or below > rank for rank, below in pairs)
    assert {text for _, text in said}.isdisjoint(asked)


def test_a_draft_of_nothing_has_few_chapters_and_no_link_that_is_lost() -> None:
    nothing = assemble(catalogue(), Profile("Rien", Territory("commune", "", "")))

    signed = edition(nothing, Edition.SIGNING)

    assert headings(signed, "Heading1") == ["Préambule", "Le territoire", "Volets toujours présents"]
    assert headings(signed, "AnnexHeading") == ["Engagements des acteurs nationaux"]
    assert {anchor for anchor, _ in links(signed)} - {None} <= set(bookmarks(signed))


def test_the_edition_to_sign_bears_no_remark_even_where_remarks_were_asked_for(
    editions: dict[str, tuple[Draft, bytes, bytes]],
) -> None:
    draft, _, signed = editions["outremer"]

    assert write_draft(draft, RenderOptions(DAY, edition=Edition.SIGNING, comments=True)) == signed


def test_what_is_left_out_is_named_where_the_drafters_chose_it(
    editions: dict[str, tuple[Draft, bytes, bytes]],
) -> None:
    draft, _, signed = editions["demonstration"]
    chosen = [out for out in draft.excluded if out.by_choice]

    bullets = [text for style, text in paragraphs(signed) if style == "ListBullet"]

    assert 0 < len(chosen) < len(draft.excluded)
    assert sum(any(out.commitment.text in text for text in bullets) for out in draft.excluded) == len(chosen)
    assert "Engagements non retenus" not in headings(editions["outremer"][2], "AnnexHeading")


def test_the_extract_of_a_signatory_recalls_what_it_carries_without_an_action(
    editions: dict[str, tuple[Draft, bytes, bytes]],
) -> None:
    draft = extract(editions["outremer"][0], share_of(editions["outremer"][0], "etat"))

    signed = edition(draft, Edition.SIGNING)

    assert recalled_numbers(signed) == [
        str(draft.numbers[entry.commitment.id]) for volet in recalled_in(draft) for entry in volet.entries
    ]
    assert headings(signed, "AnnexHeading")[0] == ANNEX
