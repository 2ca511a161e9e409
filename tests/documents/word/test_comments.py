"""The remarks of the application in the margin, and what becomes of them without a margin."""

import re
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import docx
import pytest

from app.documents.word import RenderOptions, write_draft
from app.documents.word.ooxml import plain_letters
from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.draft import Draft, FlagKind
from app.domain.french import without_lines
from app.domain.profile import Adaptation, LocalCommitment
from app.domain.rules import Confidence
from app.settings import resource
from tests.documents.word.conftest import DAY
from tests.documents.word.reading import W, comments, paragraphs, parts, root, whole_text
from tests.documents.word.samples import KINDS, draft
from tests.documents.word.structure import faults
from tests.examples import contract

PLAIN = RenderOptions(on=DAY, comments=False)


@pytest.fixture(scope="module")
def everybody(written: dict[str, tuple[Draft, bytes]]) -> tuple[Draft, bytes]:
    return written["everybody signs"]


def flags(one: Draft, kind: FlagKind) -> list[tuple[str, str]]:
    return [
        (without_lines(flag.message), flag.words)
        for entry in one.entries()
        for flag in entry.flags
        if flag.kind is kind
    ]


@pytest.mark.parametrize("kind", [FlagKind.SCHEME, FlagKind.PART_NOT_APPLICABLE])
def test_a_comment_stands_on_the_words_that_it_is_about(
    everybody: tuple[Draft, bytes], kind: FlagKind
) -> None:
    one, content = everybody
    expected = [(message, words) for message, words in flags(one, kind) if words]

    found = comments(content)

    assert expected
    assert [remark for remark in expected if remark not in found] == []


def test_a_scheme_that_the_clause_names_otherwise_is_a_comment_on_the_whole_clause(
    everybody: tuple[Draft, bytes],
) -> None:
    one, content = everybody
    entry = next(
        entry
        for entry in one.entries()
        for flag in entry.flags
        if flag.kind is FlagKind.SCHEME and not flag.words
    )
    said = next(flag.message for flag in entry.flags if not flag.words)

    assert (said, entry.commitment.text) in comments(content)


def test_only_what_was_verified_is_stated_in_a_comment(everybody: tuple[Draft, bytes]) -> None:
    one, content = everybody
    said = [text for text, _ in comments(content)]

    unverified = {
        scheme.name
        for entry in one.entries()
        for scheme in entry.schemes
        if scheme.confidence is not Confidence.VERIFIED
    }

    assert unverified
    for text in said:
        name = text.partition("\u00a0: ")[0]
        if any(name == scheme or name.startswith(f"{scheme} (") for scheme in unverified):
            assert text.endswith("\u00a0: à vérifier, la situation a pu changer depuis le texte.")


def test_an_unanswered_question_is_a_comment_on_the_reason_that_asks_it(
    everybody: tuple[Draft, bytes],
) -> None:
    one, content = everybody
    asked = [
        without_lines(entry.because)
        for entry in one.entries()
        for flag in entry.flags
        if flag.kind is FlagKind.UNKNOWN_FACT and not flag.words
    ]

    found = [words for said, words in comments(content) if said.startswith("Fait inconnu\u00a0:")]

    assert asked
    assert found == asked


def test_a_lacuna_is_a_comment_on_its_mark(everybody: tuple[Draft, bytes]) -> None:
    found = [words for said, words in comments(everybody[1]) if said.startswith("Lacune de la source\u00a0:")]

    assert found == ["[…]"]


def test_past_years_are_one_comment_for_each_clause(everybody: tuple[Draft, bytes]) -> None:
    one, content = everybody
    past = [entry for entry in one.entries() if any(target.horizon for target in entry.targets)]

    found = [words for said, words in comments(content) if said.startswith("Échéance passée\u00a0:")]

    assert any(len(entry.targets) > 1 for entry in past)
    assert found == ["échéance passée"] * len(past)


def test_a_mandatory_volet_asks_for_a_local_action_until_it_has_one(catalogue: Catalogue) -> None:
    one = draft("everybody signs", catalogue)
    filled = next(volet.entries[0].commitment.id for volet in one.sections)
    adapted = contract(
        " ".join(partner.id for partner in one.partners),
        adaptations={filled: Adaptation(local_action="Deux marches.")},
    )

    content = write_draft(assemble(catalogue, adapted), RenderOptions(on=DAY))

    found = [words for said, words in comments(content) if said.startswith("Volet sans action")]
    assert [words.partition("\u00a0: ")[2][:20] for words in found] == [
        volet.section.legal_basis.partition("\u00a0: ")[2][:20] for volet in one.sections[1:3]
    ]


def test_an_empty_mandatory_volet_says_so_once(written: dict[str, tuple[Draft, bytes]]) -> None:
    one, content = written["nobody signs"]
    warnings = [warning for volet in one.sections for warning in volet.warnings]

    assert len(warnings) == 3
    assert [said for said, _ in comments(content) if said in warnings] == warnings
    assert not any(warning in whole_text(content) for warning in warnings)


def test_a_commitment_of_one_s_own_fills_an_empty_mandatory_volet(catalogue: Catalogue) -> None:
    own = tuple(
        LocalCommitment(f"local-{rank}", section.id, "Agir.")
        for rank, section in enumerate(catalogue.sections)
        if section.mandatory
    )

    content = write_draft(assemble(catalogue, contract("", local_commitments=own)), RenderOptions(on=DAY))

    assert not any(said.startswith("Volet sans action") for said, _ in comments(content))
    assert faults(content) == []


def test_a_signatory_that_the_law_requires_and_that_is_missing_is_a_comment(catalogue: Catalogue) -> None:
    one = draft("one partner", catalogue)
    commented, plain = (write_draft(one, options) for options in (RenderOptions(on=DAY), PLAIN))

    missing = [said for said, _ in comments(commented) if said.startswith("À vérifier avant signature")]

    assert any("État (préfet)" in said for said in missing)
    assert not any(said in whole_text(commented) for said in missing)
    assert all(said in whole_text(plain) for said in missing)


def test_comments_bear_their_author_his_initials_and_the_day_of_the_document(
    everybody: tuple[Draft, bytes],
) -> None:
    said = root(everybody[1], "word/comments.xml")

    bearing = {tuple(node.get(f"{W}{name}") for name in ("author", "initials", "date")) for node in said}

    assert bearing == {("Assistant de rédaction", "AR", f"{DAY}T00:00:00Z")}


def test_python_docx_reads_the_comments(everybody: tuple[Draft, bytes]) -> None:
    document = docx.Document(BytesIO(everybody[1]))

    said = [plain_letters(text) for text, _ in comments(everybody[1])]
    assert [comment.text for comment in document.comments] == said


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_without_comments_has_no_trace_of_them(catalogue: Catalogue, kind: str) -> None:
    content = write_draft(draft(kind, catalogue), PLAIN)

    members = parts(content)
    assert faults(content) == []
    assert "word/comments.xml" not in members
    assert b"w:comment" not in members["word/document.xml"]
    assert {"word/commentsExtended.xml", "word/people.xml"}.isdisjoint(members)
    assert b"comments" not in members["word/_rels/document.xml.rels"]
    assert b"comments" not in members["[Content_Types].xml"]


def test_without_comments_the_text_says_what_nothing_else_says(catalogue: Catalogue) -> None:
    one = draft("everybody signs", catalogue)

    remarks = [
        text.removeprefix("Remarque\u00a0: ")
        for style, text in paragraphs(write_draft(one, PLAIN))
        if style in {"Remark", "TableRemark"}
    ]

    wanted = [*flags(one, FlagKind.PART_NOT_APPLICABLE), *flags(one, FlagKind.UNKNOWN_FACT)]
    lacunas = [message for message, _ in flags(one, FlagKind.LACUNA)]
    passages = [message for message, words in wanted if words]
    for message in (*passages, *lacunas):
        assert remarks.count(message) == 1
    asked = [entry for entry in one.entries() if entry.commitment.remark]
    assert len(remarks) == len(passages) + len(lacunas) + len(asked) + 3


def test_with_comments_the_text_keeps_the_lacuna_alone(everybody: tuple[Draft, bytes]) -> None:
    remarks = [text for style, text in paragraphs(everybody[1]) if style == "TableRemark"]

    asked = [text for text in remarks if "fixer eux-mêmes" in text]
    assert [text for text in remarks if text not in asked] == [
        "Remarque\u00a0: Début du texte manquant dans la source."
    ]
    assert len(asked) == 3


def test_the_comments_of_a_template_stay_and_keep_their_numbers(catalogue: Catalogue, tmp_path: Path) -> None:
    template = tmp_path / "annote.docx"
    document = docx.Document(str(resource("docx_templates") / "contrat.docx"))
    run = document.add_paragraph("Mot du maire").runs[0]
    for rank in range(3):
        document.add_comment(run, text=f"Consigne {rank}", author="Mairie", initials="M")
    document.save(str(template))

    content = write_draft(draft("one partner", catalogue), RenderOptions(on=DAY), template)

    assert faults(content) == []
    said = [text for text, _ in comments(content)]
    assert said[:3] == ["Consigne 0", "Consigne 1", "Consigne 2"]
    assert len(said) > 3


def test_the_comments_of_a_template_may_stand_in_a_part_of_another_name(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    annotated, renamed = tmp_path / "annote.docx", tmp_path / "renomme.docx"
    document = docx.Document(str(resource("docx_templates") / "contrat.docx"))
    document.add_comment(
        document.add_paragraph("Mot du maire").runs[0], text="Consigne", author="Mairie", initials="M"
    )
    document.save(str(annotated))
    with zipfile.ZipFile(renamed, "w") as archive:
        for name, xml in parts(annotated.read_bytes()).items():
            archive.writestr(
                name.replace("comments.xml", "comments7.xml"), xml.replace(b"comments.xml", b"comments7.xml")
            )

    content = write_draft(draft("one partner", catalogue), RenderOptions(on=DAY), renamed)

    assert faults(content) == []
    assert comments(content)[0][0] == "Consigne"


def test_each_comment_can_be_answered_where_it_stands(everybody: tuple[Draft, bytes]) -> None:
    members = parts(everybody[1])
    named = re.findall(rb'w14:paraId="([0-9A-F]{8})"', members["word/comments.xml"])
    listed = re.findall(rb'w15:paraId="([0-9A-F]{8})"', members["word/commentsExtended.xml"])

    assert len(named) == len(set(named)) == len(comments(everybody[1])) > 10
    assert listed == named
    assert b'w15:author="Assistant de' in members["word/people.xml"]


def test_comments_may_overlap(catalogue: Catalogue) -> None:
    one = draft("everybody signs", catalogue)
    volet = next(volet for volet in one.sections if any(e.flags for e in volet.entries))
    entry = next(entry for entry in volet.entries if entry.flags)
    words = entry.commitment.text.split(" ")
    spans = (" ".join(words[0:3]), " ".join(words[1:5]), " ".join(words[1:3]), "absent du texte", "")
    crossed = replace(
        entry, flags=tuple(replace(entry.flags[0], words=span, kind=FlagKind.SCHEME) for span in spans)
    )
    alone = replace(one, sections=(replace(volet, entries=(crossed,), see_also=()),))

    content = write_draft(alone, RenderOptions(on=DAY))

    assert faults(content) == []
    about = [words for said, words in comments(content) if said == entry.flags[0].message]
    assert sorted(about) == sorted((*spans[:3], entry.commitment.text, entry.commitment.text))
