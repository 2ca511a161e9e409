"""The annexes: commitments for the record, and where each clause comes from."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from app.documents.word.context import RenderContext, bare_link
from app.documents.word.ooxml import (
    Column,
    Piece,
    Style,
    Xml,
    clause_control,
    group_row,
    italic,
    joined,
    long_table,
    paragraph,
    row,
    run,
    strong,
)
from app.documents.word.parts.citation import excerpt, full_source, verbatim
from app.documents.word.parts.clause import TO_RECALL, clause_table
from app.domain.catalogue import Convention
from app.domain.draft import Entry
from app.domain.flags import is_to_verify
from app.domain.french import NARROW, NBSP, typeset

QUOTED_COLUMNS = (Column("Texte national et motif", 9638),)
SOURCE_COLUMNS = (Column("Convention", 5838), Column("Engagements", 3800))


@dataclass(frozen=True, slots=True)
class _Annex:
    """What an annexe says before its table, and when its table would be empty."""

    title: str
    intro: str
    empty: str
    columns: tuple[Column, ...]


NATIONAL = _Annex(
    "Engagements des acteurs nationaux",
    f"Ces engagements relèvent d’acteurs nationaux{NBSP}: un contrat local ne peut pas les porter. Ils sont "
    "rappelés parce qu’ils complètent ceux du contrat.",
    "Aucun engagement d’un acteur national n’est rappelé.",
    QUOTED_COLUMNS,
)
RECALLED_TITLE = "Rappel d’engagements nationaux, sans engagement propre des signataires"
RECALLED_INTRO = typeset(
    "Ces engagements des conventions nationales sont cités mot pour mot, par volet. Les signataires du "
    "présent contrat n’y ajoutent pas d’action. Chacun garde son numéro."
)
FOR_THE_RECORD = typeset(
    "Ces engagements des conventions de 2013-2014 ne sont pas pris par le présent contrat. Ils sont cités, "
    "chacun avec son motif."
)
HISTORICAL = _Annex(
    f"Pour mémoire{NBSP}: engagements achevés",
    "Ces engagements des conventions de 2013-2014 ne sont pas pris par le présent contrat. Ils sont cités "
    f"avec le motif{NBSP}: ce qui est achevé selon notre lecture, ou ce que les rédacteurs ont placé ici.",
    "",
    QUOTED_COLUMNS,
)
SOURCES = _Annex(
    "Conventions citées",
    f"Chaque engagement national est cité d’après sa convention{NBSP}: ",
    "Le projet ne comporte aucun engagement national.",
    SOURCE_COLUMNS,
)


def recalled_annex(ctx: RenderContext) -> Iterator[Piece]:
    """Yield the clauses that the edition to sign leaves out of the body: a table for each volet."""
    if not ctx.recalled:
        return
    yield ctx.annex(RECALLED_TITLE)
    yield paragraph(Style.NORMAL, RECALLED_INTRO)
    for volet in ctx.recalled:
        title = volet.section.title
        yield paragraph(Style.CAPTION, title)
        yield from clause_table(ctx, volet.entries, f"Engagements rappelés{NBSP}: {title}", TO_RECALL)


def national_annex(ctx: RenderContext) -> Iterator[Piece]:
    """Return what only a national body can do."""

    def reason(entry: Entry) -> str:
        """Return why it is national, where the text does not say it; to sign, where it was verified."""
        said = entry.commitment.reading.reason
        return "" if ctx.signing and is_to_verify(said) else typeset(said)

    return _annex(ctx, NATIONAL, tuple(_rows("Acteur national", ctx.draft.national, reason)))


def historical_annex(ctx: RenderContext) -> Iterator[Piece]:
    """Yield what is over: the quotation, its source, the reason. Nothing is to be filled in."""
    over = ctx.draft.historical
    rows = tuple(_rows("Pour mémoire", over, lambda entry: entry.because))
    if rows:
        annex = replace(HISTORICAL, intro=FOR_THE_RECORD) if ctx.signing else HISTORICAL
        yield from _annex(ctx, annex, rows)


def _rows(kind: str, entries: Sequence[Entry], said_of: Callable[[Entry], str]) -> Iterator[Piece]:
    """Yield a row for each clause: what it says, what is said of it.

    Its convention and what introduces it stand once above those that follow each other.
    """
    for (convention, lead_in), some in groupby(entries, key=lambda entry: (entry.convention, entry.lead_in)):
        introduced = [piece for text in lead_in for piece in (" ", italic(text))]
        yield group_row(
            QUOTED_COLUMNS, strong(f"{full_source(convention)}."), *introduced, style=Style.TABLE_NOTE
        )
        yield from (row(QUOTED_COLUMNS, (_quoted_with(entry, kind, said_of(entry)),)) for entry in some)


def sources(ctx: RenderContext) -> Iterator[Piece]:
    """Return each convention in full, with links to the clauses that are quoted from it."""
    numbers: dict[str, list[int]] = {}
    conventions: dict[str, Convention] = {}
    for entry in ctx.draft.entries():
        conventions[entry.convention.id] = entry.convention
        numbers.setdefault(entry.convention.id, []).append(ctx.engagements[entry.commitment.id])
    rows = [
        row(SOURCE_COLUMNS, (full_source(conventions[one]), _links(ranks))) for one, ranks in numbers.items()
    ]
    return _annex(ctx, SOURCES, rows, _documents(ctx))


def _links(ranks: Sequence[int]) -> Xml:
    return Xml(_COMMA.join(map(bare_link, ranks)))


_COMMA = run(", ")


def _annex(ctx: RenderContext, annex: _Annex, rows: Sequence[Piece], more: str = "") -> Iterator[Piece]:
    if ctx.signing and not rows:
        return
    yield ctx.annex(annex.title)
    yield paragraph(Style.NORMAL, f"{annex.intro}{more}" if rows else annex.empty, keep_next=bool(rows))
    if rows:
        yield from long_table(annex.columns, rows, description=annex.title)


def _documents(ctx: RenderContext) -> str:
    titles = ctx.draft.catalogue.source_titles
    used = dict.fromkeys(entry.convention.document for entry in ctx.draft.entries())
    return f"{NARROW}; ".join(titles.get(document, document) for document in used) + "."


def _quoted_with(entry: Entry, kind: str, reason: str) -> Xml:
    quoted = _quotation(entry, kind)
    return joined((quoted, run("\n"), strong(f"Motif{NBSP}:"), run(f" {reason}"))) if reason else quoted


def _quotation(source: Entry, kind: str) -> Xml:
    """Return the words of a clause, in a control of its own."""
    commitment = source.commitment
    name = f"{kind} — {excerpt(commitment, 40)}"
    control = clause_control(commitment.id, name, run(verbatim(commitment)))
    return joined((run(f"«{NBSP}"), control, run(f"{NBSP}»")))
