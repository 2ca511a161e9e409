"""What is cached for all drafts reads as if it had been written for each."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from app.documents.word import RenderOptions, write_draft
from app.documents.word.context import VALUES, Annotations, CachedXml, RenderContext, cache_text
from app.documents.word.ooxml import Xml, joined
from app.documents.word.parts.clause import clause
from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.draft import Draft, Entry, Flag, FlagKind
from app.domain.profile import Adaptation
from tests.documents.word.reading import parts
from tests.examples import contract

TODAY = RenderOptions(date(2026, 11, 23))


def test_cached_xml_takes_each_value_wherever_its_mark_stands() -> None:
    cached = CachedXml("<a>1</a><b>2</b><c>1</c>", "12")

    assert cached.fill((b"un", b"deux")) == b"<a>un</a><b>deux</b><c>un</c>"
    assert cached.fill((b"x", b"y")) == b"<a>x</a><b>y</b><c>x</c>"


def test_a_cached_text_takes_the_numbers_that_are_next_in_its_document(catalogue: Catalogue) -> None:
    written = cache_text(TODAY, 1, lambda annotations: _directly(annotations, VALUES[0]))
    drafted = assemble(catalogue, contract())
    ctx = RenderContext(drafted, TODAY, first_bookmark=5, first_comment=9)
    direct = RenderContext(drafted, TODAY, first_bookmark=5, first_comment=9)

    taken = [written.fill(ctx, (name.encode(),)).decode() for name in ("un", "deux")]

    assert taken == [_directly(direct, name) for name in ("un", "deux")]
    assert ctx.comments == direct.comments


def test_no_text_of_the_catalogue_holds_a_mark(catalogue: Catalogue) -> None:
    texts = "".join(commitment.text for one in catalogue.conventions for commitment in one.walk())
    titles = "".join(one.title + "".join(one.parties) for one in catalogue.conventions)
    schemes = "".join(f"{one.full_name}{one.since}{one.successor}" for one in catalogue.schemes.values())

    assert not [letter for letter in texts + titles + schemes if "\ue000" <= letter <= "\uf8ff"]


def test_a_clause_is_never_mistaken_for_another(catalogue: Catalogue) -> None:
    draft = assemble(catalogue, contract())
    entry = next(entry for entry in draft.entries() if not entry.flags)
    others = [
        replace(entry, commitment=replace(entry.commitment, text="Autre texte.")),
        replace(entry, commitment=replace(entry.commitment, lacuna=True)),
        replace(entry, commitment=replace(entry.commitment, remark="Autre note.")),
        replace(entry, lead_in=("Autre introduction :",)),
        replace(entry, convention=replace(entry.convention, date_text="1er janvier 2000")),
        replace(entry, flags=(Flag(FlagKind.SCHEME, "Autre remarque."),)),
        replace(entry, because="Autre raison."),
        replace(entry, flags=(Flag(FlagKind.UNKNOWN_FACT, "Autre question."),)),
    ]
    _whole(draft, entry)

    texts = [_whole(draft, other) for other in others]

    assert "Autre texte." in texts[0]
    assert "[…]" in texts[1]
    assert "Autre note." in texts[2]
    assert "Autre introduction" in texts[3]
    assert "1er janvier 2000" in texts[4]
    assert "Autre remarque." in texts[5]
    assert "Autre raison." in texts[6]
    assert "Fait inconnu" in texts[7]


def test_what_introduces_two_clauses_in_a_row_is_said_before_the_first_alone(catalogue: Catalogue) -> None:
    draft = assemble(catalogue, contract())
    first = next(entry for entry in draft.entries() if entry.lead_in)
    second = replace(first, lead_in=(*first.lead_in, "Précision :"))
    elsewhere = replace(first, convention=replace(first.convention, title="Autre"))

    followed, alone = (_whole(draft, second, after) for after in (first, elsewhere))

    assert "Précision" in followed
    assert followed.count("<w:i/>") == 1
    assert alone.count("<w:i/>") == len(second.lead_in)


def test_the_day_and_the_choice_of_comments_are_those_of_the_options(catalogue: Catalogue) -> None:
    draft = assemble(catalogue, contract())
    write_draft(draft, TODAY)

    without = write_draft(draft, replace(TODAY, comments=False))
    tomorrow = write_draft(draft, RenderOptions(date(2026, 11, 24)))

    assert b"commentReference" not in parts(without)["word/document.xml"]
    assert b"2026-11-23" not in parts(tomorrow)["word/comments.xml"]


def test_an_adaptation_where_nothing_is_typed_reads_as_none(catalogue: Catalogue) -> None:
    draft = assemble(catalogue, contract())
    entry = next(draft.entries())

    assert _whole(draft, replace(entry, adaptation=Adaptation())) == _whole(draft, entry)


def _directly(annotations: Annotations, name: str) -> Xml:
    marked = annotations.bookmarked("signet", name)
    return joined((marked, annotations.annotated("Des mots", (("Remarque", "mots"),))))


def _whole(draft: Draft, entry: Entry, after: Entry | None = None) -> str:
    volets = (replace(volet, entries=tuple(_in_place(entry, volet.entries))) for volet in draft.sections)
    ctx = RenderContext(replace(draft, sections=tuple(volets)), TODAY)
    pieces = [piece if isinstance(piece, bytes) else piece.encode() for piece in clause(ctx, entry, after)]
    return b"".join((*pieces, *ctx.comments)).decode()


def _in_place(entry: Entry, entries: Iterable[Entry]) -> Iterator[Entry]:
    for former in entries:
        yield entry if former.commitment.id == entry.commitment.id else former
