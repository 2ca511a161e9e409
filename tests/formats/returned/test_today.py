"""The draft of today, as it comes back."""

import json
import random
import re
from collections.abc import Callable
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.cli.profiles import DEMONSTRATION
from app.documents import Edition, RenderOptions
from app.documents.office import Kind, Office, find_libreoffice
from app.documents.returns import as_docx
from app.documents.word import write_draft
from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.draft import Draft
from app.domain.profile_json import parse_json, read_profile
from app.domain.views import extract, share_of
from app.formats import FileRefused
from app.formats.returned import open_package
from benchmarks.returned import DAY, read
from tests.formats.returned.conftest import MARK, edited

Reread = Callable[..., dict[str, Any]]
CLAUSE = "droits-des-femmes-2013-1-3"
BLANK = "droits-des-femmes-2013-2-1"
ACTION = "reçoivent une réponse écrite dans les trois mois."


def test_a_draft_saved_without_a_change_changes_nothing(sent: Draft, today: bytes) -> None:
    found = read(today, sent)

    assert found["fixed_text_compared"]
    assert (found["changes"], found["comments"], found["unplaced"], found["formatting"]) == ([], [], [], 0)


def _filled(xml: str, tag: str, run: str) -> str:
    """Put a run in the place of what a control shows."""
    pattern = rf'(<w:tag w:val="{re.escape(tag)}"/>(?:(?!</w:sdt>).)*?<w:sdtContent>).*?(</w:sdtContent>)'
    return re.sub(pattern, lambda found: found[1] + run + found[2], xml, count=1)


def test_what_is_typed_in_the_row_of_a_clause_is_a_change(reread: Reread) -> None:
    run = "<w:r><w:t>30/06/2027</w:t></w:r>"
    found = reread(lambda xml: _filled(xml, f"{BLANK}.echeance", run))

    (change,) = found["changes"]
    assert (change["clause"], change["field"], change["kind"]) == (BLANK, "deadline", "filled")
    assert (change["new"], change["tracked"], change["author"]) == ("2027-06-30", False, None)
    assert found["unplaced"] == []


def test_a_tracked_insertion_has_its_author(reread: Reread) -> None:
    run = f"<w:ins {MARK}><w:r><w:t>Dix places de crèche</w:t></w:r></w:ins>"
    found = reread(lambda xml: _filled(xml, f"{BLANK}.action", run))

    (change,) = found["changes"]
    assert (change["clause"], change["field"], change["new"]) == (
        BLANK,
        "local_action",
        "Dix places de crèche",
    )
    assert (change["author"], change["date"], change["tracked"]) == ("CAF", "2026-12-03T09:12:00Z", True)


def test_an_action_that_is_typed_over_is_a_change(reread: Reread) -> None:
    found = reread(lambda xml: xml.replace(ACTION, "reçoivent une réponse.", 1))

    (change,) = found["changes"]
    assert (change["clause"], change["field"]) == (CLAUSE, "local_action")
    assert change["new"].endswith("reçoivent une réponse.")


def test_what_is_typed_after_a_control_belongs_to_its_field(reread: Reread) -> None:
    after = f"{ACTION}</w:t></w:r></w:sdtContent></w:sdt>"
    added = "<w:r><w:t xml:space='preserve'> Les halls aussi.</w:t></w:r>"
    found = reread(lambda xml: xml.replace(after, after + added, 1))

    (change,) = found["changes"]
    assert change["new"].endswith("trois mois. Les halls aussi.")


def test_an_amount_is_a_change_of_its_line(reread: Reread) -> None:
    found = reread(
        lambda xml: re.sub(
            r"Ville de Valexemple\u00a0: 12\s000", "Ville de Valexemple : 15 000", xml, count=1
        )
    )

    (change,) = found["changes"]
    assert (change["field"], change["old"], change["new"]) == ("means[0].amount", 12000, 15000)


@pytest.mark.parametrize("tracked", [True, False])
def test_a_paragraph_added_outside_the_clauses_is_listed(reread: Reread, *, tracked: bool) -> None:
    run = "<w:r><w:t>Sous réserve de crédits.</w:t></w:r>"
    run = f"<w:ins {MARK}>{run}</w:ins>" if tracked else run
    found = reread(lambda xml: xml.replace("<w:sectPr", f"<w:p>{run}</w:p><w:sectPr", 1))

    assert found["changes"] == []
    (lost,) = found["unplaced"]
    assert (lost["kind"], lost["text"]) == ("added_text", "Sous réserve de crédits.")
    assert lost["author"] == ("CAF" if tracked else None)


def test_a_national_text_that_is_changed_is_said(reread: Reread) -> None:
    found = reread(
        lambda xml: xml.replace("Promotion de la méthodologie des marches", "Promotion des marches")
    )

    assert [one["kind"] for one in found["changes"]] == ["national_text_changed"]


def test_a_fiche_that_is_copied_is_a_duplicate(reread: Reread) -> None:
    def copy(xml: str) -> str:
        start = xml.rindex("<w:p>", 0, xml.index("e_droits_des_femmes_2013_1_3"))
        end = xml.index("</w:tbl>", start) + len("</w:tbl>")
        return xml[:end] + xml[start:end] + xml[end:]

    found = reread(copy)
    assert found["changes"] == []
    assert [(one["kind"], one["near"]) for one in found["unplaced"]] == [("duplicate_clause", CLAUSE)]


def test_a_fiche_that_is_cut_is_a_clause_deleted(reread: Reread) -> None:
    def cut(xml: str) -> str:
        start = xml.rindex("<w:p>", 0, xml.index("e_droits_des_femmes_2013_1_3"))
        return xml[:start] + xml[xml.index("</w:tbl>", start) + len("</w:tbl>") :]

    found = reread(cut)
    assert [(one["clause"], one["kind"]) for one in found["changes"]] == [(CLAUSE, "clause_deleted")]


def without_marks(xml: str) -> str:
    """Return the text of a document without its controls and bookmarks."""
    xml = re.sub(r"<w:bookmark(?:Start|End)[^>]*/>|</?w:sdtContent>|</w:sdt>|<w:sdt>", "", xml)
    return re.sub(r"<w:sdtPr>.*?</w:sdtPr>|<w:sdtEndPr/>", "", xml)


def test_without_any_control_or_bookmark_nothing_is_changed(reread: Reread) -> None:
    found = reread(without_marks)
    assert found["changes"] == []


@pytest.mark.parametrize("edit", [None, without_marks])
def test_all_that_an_indicator_says_is_read_as_it_was_sent(
    catalogue: Catalogue, edit: Callable[[str], str] | None
) -> None:
    profile = read_profile(parse_json(DEMONSTRATION.read_bytes()), catalogue)
    draft = assemble(catalogue, profile)
    content = write_draft(draft, RenderOptions(DAY))

    found = read(edited(content, edit) if edit else content, draft)

    assert any(one.indicator_values and one.indicator_target_women for one in profile.adaptations.values())
    assert found["changes"] == []


def test_a_value_that_was_reached_is_changed_as_the_line_that_says_it(catalogue: Catalogue) -> None:
    profile = read_profile(parse_json(DEMONSTRATION.read_bytes()), catalogue)
    draft = assemble(catalogue, profile)
    content = write_draft(draft, RenderOptions(DAY))

    found = read(
        edited(
            content, lambda xml: xml.replace(">Atteint en 2025\u00a0: 22<", ">Atteint en 2025\u00a0: 23<")
        ),
        draft,
    )

    (change,) = json.loads(json.dumps(found["changes"]))
    assert (change["old"], change["new"]) == ("Atteint en 2025\u00a0: 22", "Atteint en 2025\u00a0: 23")


def test_what_libreoffice_saves_changes_nothing(sent: Draft, today: bytes) -> None:
    command = find_libreoffice()
    assert command, "LibreOffice n’est pas installé : .ci/system-packages"
    saved = Office(command, longest=240).convert(today, Kind.ODT)
    found = read(as_docx(saved, command), sent)

    assert (found["changes"], found["unplaced"]) == ([], [])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "n’est pas un document Word"),
        (b"PK\x03\x04 cut", "incomplet"),
        (b"{\\rtf1 }", "enregistrez-le en .docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "enregistrez-le en .docx"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(content: bytes, said: str) -> None:
    with pytest.raises(FileRefused, match=said):
        open_package(content)


def test_a_bomb_is_refused(today: bytes) -> None:
    made = BytesIO(today)
    with ZipFile(made, "a", ZIP_DEFLATED) as archive:
        archive.writestr("word/media/bombe.xml", b" " * 30_000_000)
    with pytest.raises(FileRefused):
        open_package(made.getvalue())


def test_a_document_type_is_refused(today: bytes) -> None:
    bad = edited(today, lambda xml: xml.replace("<w:document", "<!DOCTYPE a><w:document", 1))
    with pytest.raises(FileRefused):
        open_package(bad)


@settings(
    max_examples=2,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=st.integers(0, 2**32), marked=st.booleans())
@example(seed=1, marked=False)  # a word in the label of the partners
@example(seed=107, marked=True)  # a word in the title of a column
@example(seed=207, marked=False)  # a word in the label of the quartiers
def test_no_word_that_is_typed_anywhere_is_lost(reread: Reread, seed: int, *, marked: bool) -> None:
    chance = random.Random(seed)
    words = [f"mot{rank}x{seed}" for rank in range(30)]

    def type_them(xml: str) -> str:
        # The contents are made by Word: what is typed there is lost with its next update.
        start = xml.index("</w:sdt>", xml.index("docPartObj"))
        places = [one.end() for one in re.finditer(r"</w:r>(?=<w:r>|</w:p>)", xml) if one.start() > start]
        for place, word in zip(sorted(chance.sample(places, len(words)), reverse=True), words, strict=True):
            run = f"<w:r><w:t xml:space='preserve'> {word}</w:t></w:r>"
            typed = f"<w:ins {MARK}>{run}</w:ins>" if chance.random() < 0.5 else run
            xml = xml[:place] + typed + xml[place:]
        return xml if marked else without_marks(xml)

    found = reread(type_them)
    said = json.dumps([found["changes"], found["unplaced"]])
    assert [word for word in words if word not in said] == []
    assert [one for one in found["changes"] if f"x{seed}" not in json.dumps(one)] == []


@pytest.mark.parametrize("signatory", ["", "caf"])
def test_the_edition_to_sign_and_a_fiche_are_read_as_well(sent: Draft, signatory: str) -> None:
    options, draft = RenderOptions(DAY, edition=Edition.SIGNING), sent
    if signatory:
        share = share_of(sent, signatory)
        draft, options = extract(sent, share), RenderOptions(DAY, signatory=share.name)
    found = read(write_draft(draft, options), sent)

    assert (found["changes"], found["unplaced"]) == ([], [])


@pytest.mark.parametrize("tracked", [True, False])
def test_a_fiche_that_is_moved_is_one_change(reread: Reread, *, tracked: bool) -> None:
    def marked(block: str, name: str) -> str:
        moved = rf"<w:{name} {MARK}>\1</w:{name}>"
        return re.sub(r"(<w:r>.*?</w:r>)", moved, block, flags=re.DOTALL) if tracked else block

    def move(xml: str) -> str:
        start = xml.rindex("<w:p>", 0, xml.index("e_droits_des_femmes_2013_1_3"))
        end = xml.index("</w:tbl>", start) + len("</w:tbl>")
        block = xml[start:end]
        place = xml.index("</w:tbl>", xml.index("e_justice_2013_4_1")) + len("</w:tbl>")
        left = marked(block, "moveFrom") if tracked else ""
        return xml[:start] + left + xml[end:place] + marked(block, "moveTo") + xml[place:]

    found = reread(move)
    (change,) = found["changes"]
    assert (change["clause"], change["kind"], change["tracked"]) == (CLAUSE, "clause_moved", tracked)
    assert found["unplaced"] == []


def test_a_draft_says_of_which_contract_and_version_it_is(sent: Draft) -> None:
    options = RenderOptions(DAY, contract="c0ffee", version=7)

    package = open_package(write_draft(sent, options))

    assert (package.contract, package.version) == ("c0ffee", "7")
    assert package.catalogue == sent.catalogue.hash
