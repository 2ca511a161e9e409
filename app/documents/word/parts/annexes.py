"""The annexes: commitments for the record, and where each clause comes from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import takewhile

from app.documents import RenderOptions
from app.documents.word.context import (
    VALUES,
    Annotations,
    CachedText,
    Quoted,
    RenderContext,
    cache_text,
    clause_bookmark,
    lasting_bookmark,
    link_to_clause,
    objective_bookmark,
    trace_bookmark,
)
from app.documents.word.ooxml import (
    Column,
    Piece,
    Style,
    Xml,
    clause_control,
    italic,
    joined,
    link,
    long_table,
    paragraph,
    row,
    run,
    strong,
)
from app.documents.word.parts.citation import (
    beside_the_quotation,
    excerpt,
    full_source,
    in_the_text,
    short_convention,
    verbatim,
)
from app.documents.word.parts.clause import BESIDE
from app.documents.word.parts.objectives import past_figures
from app.domain.draft import Entry
from app.domain.french import NARROW, NBSP, typeset

NATIONAL_COLUMNS = (Column("Engagement", 5838), Column("Source", 3800))
RECALLED_COLUMNS = (Column("N°", 700), Column("Engagement national", 6538), Column("Convention", 2400))
HISTORICAL_COLUMNS = (Column("Engagement", 4538), Column("Source", 2300), Column("Motif", 2800))
TRACE_COLUMNS = (
    Column("Engagement", 2000),
    Column("Premiers mots", 3838),
    Column("Convention", 3800),
)
NO_REMARKS = RenderOptions(date.min, comments=False)
TWO_LINES = 58
"""The characters that two lines of the traceability table hold: it has as many rows as there are clauses."""


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
    NATIONAL_COLUMNS,
)
RECALLED_TITLE = "Rappel d’engagements nationaux, sans engagement propre des signataires"
RECALLED_INTRO = typeset(
    "Ces engagements des conventions nationales sont cités mot pour mot, par volet. Les signataires du "
    "présent contrat n’y ajoutent pas d’action. Chacun garde son numéro."
)
HISTORICAL = _Annex(
    f"Pour mémoire{NBSP}: engagements achevés",
    "Ces engagements des conventions de 2013-2014 ne sont pas pris par le présent contrat. Ils sont cités "
    f"avec le motif{NBSP}: ce qui est achevé selon notre lecture, ou ce que les rédacteurs ont placé ici.",
    "",
    HISTORICAL_COLUMNS,
)
TRACEABILITY = _Annex(
    "Traçabilité des engagements",
    f"Chaque engagement renvoie à sa convention{NBSP}: ",
    "Le projet ne comporte aucun engagement national.",
    TRACE_COLUMNS,
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
        pairs = zip((None, *volet.entries), volet.entries, strict=False)
        rows = [_recalled(ctx, entry, after) for after, entry in pairs]
        described = f"Engagements rappelés{NBSP}: {title}"
        yield from long_table(RECALLED_COLUMNS, rows, description=described, named_rows=True)


def _recalled(ctx: RenderContext, entry: Entry, after: Entry | None) -> Piece:
    """Return the row of a clause: its number, what it says, its convention.

    `after`: the clause of the row above, if any: what introduces both is said there.
    """
    commitment, rank = entry.commitment, ctx.engagements[entry.commitment.id]
    said = after.lead_in if after and after.convention is entry.convention else ()
    shared = takewhile(lambda pair: pair[0] == pair[1], zip(entry.lead_in, said, strict=False))
    introduced = entry.lead_in[len(tuple(shared)) :]
    number = ctx.bookmarked(clause_bookmark(rank), ctx.bookmarked(lasting_bookmark(commitment.id), str(rank)))
    if commitment.targets and not past_figures(ctx, entry):
        number = ctx.bookmarked(
            objective_bookmark(rank), number
        )  # no table of the contract holds its figures
    quoted = _quotation(replace(entry, lead_in=introduced), f"Engagement{NBSP}{rank}")
    notes = [(BESIDE, text) for text in beside_the_quotation(entry)]
    notes += [(f"Remarque{NBSP}:", text) for text in in_the_text(entry, ctx.options)]
    beside = (piece for kind, text in notes for piece in (run("\n"), strong(kind), run(f" {text}")))
    clause = joined((quoted, *beside))
    return row(RECALLED_COLUMNS, (number, clause, short_convention(entry.convention, TWO_LINES)))


def national_annex(ctx: RenderContext) -> Iterator[Piece]:
    """Return what only a national body can do."""
    rows = [
        row(NATIONAL_COLUMNS, (_quotation(entry, "Acteur national"), _source_and_reason(entry)))
        for entry in ctx.draft.national
    ]
    return _annex(ctx, NATIONAL, rows)


def _source_and_reason(entry: Entry) -> str:
    """Where it comes from, and why it is national where the text does not say it."""
    source, reason = full_source(entry.convention), entry.commitment.reading.reason
    return f"{source}\n{typeset(reason)}" if reason else source


def historical_annex(ctx: RenderContext) -> Iterator[Piece]:
    """Yield what is over: the quotation, its source, the reason. Nothing is to be filled in."""
    rows = [
        row(
            HISTORICAL_COLUMNS,
            (_quotation(entry, "Pour mémoire"), short_convention(entry.convention, TWO_LINES), entry.because),
        )
        for entry in ctx.draft.historical
    ]
    if rows:
        yield from _annex(ctx, HISTORICAL, rows)


def traceability(ctx: RenderContext) -> Iterator[Piece]:
    """Return clause, convention, date."""
    rows = [_trace(ctx, entry) for entry in ctx.draft.entries()]
    return _annex(ctx, TRACEABILITY, rows, _documents(ctx))


def _annex(ctx: RenderContext, annex: _Annex, rows: Sequence[Piece], more: str = "") -> Iterator[Piece]:
    if ctx.signing and not rows:
        return
    yield ctx.annex(annex.title)
    yield paragraph(Style.NORMAL, f"{annex.intro}{more}" if rows else annex.empty)
    if rows:
        yield from long_table(annex.columns, rows, description=annex.title)


def _documents(ctx: RenderContext) -> str:
    titles = ctx.draft.catalogue.source_titles
    used = dict.fromkeys(entry.convention.document for entry in ctx.draft.entries())
    return f"{NARROW}; ".join(titles.get(document, document) for document in used) + "."


def _quotation(source: Entry, kind: str) -> Xml:
    """Return the lead-ins in italics, then the clause, in one cell."""
    introduced = [italic(f"{text}\n") for text in source.lead_in]
    commitment = source.commitment
    name = f"{kind} — {excerpt(commitment, 40)}"
    control = clause_control(commitment.id, name, run(verbatim(commitment)))
    return joined((*introduced, run(f"«{NBSP}"), control, run(f"{NBSP}»")))


def _trace(ctx: RenderContext, entry: Entry) -> Piece:
    rank = str(ctx.engagements[entry.commitment.id])
    return _traced(ctx.quoted[entry.commitment.id]).fill(ctx, (rank.encode(),))


@lru_cache(maxsize=2048)
def _traced(quoted: Quoted) -> CachedText:
    """Return the row of a clause, the same in every draft but for its number."""
    rank, commitment = VALUES[0], quoted.commitment
    figures = (run("\n"), link(objective_bookmark(rank), "objectifs")) if commitment.targets else ()
    words, source = excerpt(commitment, TWO_LINES), short_convention(quoted.convention, TWO_LINES)

    def write(annotations: Annotations) -> Xml:
        marked = annotations.bookmarked(trace_bookmark(rank), link_to_clause(rank), *figures)
        return row(TRACE_COLUMNS, (marked, words, source))

    return cache_text(NO_REMARKS, 1, write)
