"""The clauses: a fiche for each one with an action, a table for those of a volet without any.

Both hold the national text, why it is here, its figures, and the local action or its places.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import groupby, takewhile

from app.documents import Edition, RenderOptions
from app.documents.word.context import (
    CONCORDANCE,
    VALUES,
    Annotations,
    CachedText,
    Quoted,
    RenderContext,
    cache_text,
    clause_bookmark,
    lasting_bookmark,
    objective_bookmark,
)
from app.documents.word.ooxml import (
    NOTHING,
    TABLE_END,
    Column,
    Encoded,
    Piece,
    Style,
    Xml,
    block_cell,
    clause_control,
    group_row,
    italic,
    joined,
    link,
    number_controls,
    paragraph,
    row_properties,
    run,
    strong,
    table_opening,
    xml_text,
)
from app.documents.word.parts.citation import (
    PAST_YEAR,
    about_the_quotation,
    about_the_reason,
    baseline,
    beside_the_quotation,
    by_year,
    excerpt,
    in_the_text,
    say_in_contract,
    short_convention,
    target_state,
    target_value,
    verbatim,
)
from app.documents.word.parts.local_action import (
    above_the_table,
    action_rows,
    blank_places,
    fiche_opening,
    fiche_row,
)
from app.domain.catalogue import Convention, Target
from app.domain.draft import Entry, Flag
from app.domain.flags import is_over, is_past
from app.domain.french import NBSP
from app.domain.profile import NO_ADAPTATION
from app.domain.rules import Scheme

TO_WORK_ON = (Column("N°", 640), Column("Texte national, et ce que font les signataires", 8998))
TO_SIGN = (Column("N°", 640), Column("Texte national, et qui le porte", 8998))
TO_RECALL = (Column("N°", 640), Column("Texte national", 8998))
"""Of the table of the clauses of a volet without an action: to work on, to sign, recalled in an annexe."""


def clause(ctx: RenderContext, entry: Entry, after: Entry | None = None) -> Iterator[Piece]:
    """Yield the fiche of a clause for which something is typed: its heading, then its table.

    `after`: the clause before it in the same volet, if any: what introduced that one is not said again.
    """
    identifier = entry.commitment.id
    above = above_the_table(ctx, identifier, entry.adaptation)
    values = (*_values(ctx, entry), number_controls(above, ctx.control_ids))
    yield _fiche(_Words.of(ctx, entry, after)).fill(ctx, values)
    yield from action_rows(ctx, identifier, entry.adaptation)
    yield TABLE_END


def clause_table(
    ctx: RenderContext, entries: Sequence[Entry], description: str, columns: tuple[Column, ...] | None = None
) -> Iterator[Piece]:
    """Yield one table of clauses for which nothing is typed, with the columns of the edition by default.

    Their convention and what introduces them stand once above those that follow each other, and so does who
    carries them when that is the same for all of these. In the edition to work on, each row holds the places
    of its action.
    """
    columns = columns or (TO_SIGN if ctx.signing else TO_WORK_ON)
    yield table_opening(columns, description)
    before: Entry | None = None
    for (convention, lead_in), some in groupby(entries, key=_introduced):
        group = tuple(some)
        because = "" if columns is TO_RECALL else _shared_reason(group)
        yield introduction_row(columns, convention, lead_in[_already_said(group[0], before) :], because)
        before = group[-1]
        for entry in group:
            words = _Words.of(ctx, entry)
            yield _row(words, columns, reason=not because).fill(ctx, _values(ctx, entry))
            if columns is TO_WORK_ON:
                yield blank_places(ctx, entry.commitment.id, alone=bool(because))
                yield _END_OF_ROW
    yield TABLE_END


def _shared_reason(entries: Sequence[Entry]) -> str:
    """Return why all these clauses are here, if it is for the same reason and nothing is asked about it."""
    first = entries[0]
    if any(entry.because != first.because or any(about_the_reason(entry)) for entry in entries):
        return ""
    return say_in_contract(first.because, first.commitment)


_END_OF_ROW = Xml("</w:p></w:tc></w:tr>")


def _values(ctx: RenderContext, entry: Entry) -> tuple[Encoded, ...]:
    """Return what stands at the marks of a cached clause."""
    identifier = entry.commitment.id
    return (
        str(ctx.engagements[identifier]).encode(),
        xml_text(identifier).encode(),
        lasting_bookmark(identifier).encode(),
        _because(say_in_contract(entry.because, entry.commitment)),
    )


def _introduced(entry: Entry) -> tuple[Convention, tuple[str, ...]]:
    return entry.convention, entry.lead_in


@lru_cache(maxsize=2048)
def introduction_row(
    columns: tuple[Column, ...], convention: Convention, lead_in: tuple[str, ...], because: str = ""
) -> Encoded:
    """Return the row above the clauses of a convention that the same texts introduce.

    `because`: why all of them are here, if that is said once.
    """
    introduced = [piece for text in lead_in for piece in (" ", italic(text))]
    reason = (f" {because}",) if because else ()
    said = (strong(f"{short_convention(convention)}."), *reason, *introduced)
    return group_row(columns, *said, style=Style.TABLE_NOTE).encode()


def _already_said(entry: Entry, after: Entry | None) -> int:
    """Return how many texts introduce a clause and introduced the one before it, in the same convention."""
    if after is None or after.convention is not entry.convention:
        return 0
    pairs = zip(entry.lead_in, after.lead_in, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


@lru_cache(maxsize=1024)
def _because(text: str) -> Encoded:
    """Many clauses of a draft are there for the same reason."""
    return run(text).encode()


BESIDE = "Note, hors citation."
"""Before what the application says of a clause in the text of the contract."""

LONGEST_SUBJECT = 60
"""How many characters of a clause its heading shows: about one line."""

PAST_FIGURE = "Chiffre d’une période achevée"
_RANK, _ID, _LASTING, _BECAUSE, _ABOVE = (VALUES[rank] for rank in range(5))


@dataclass(frozen=True, slots=True)
class _Words:
    """All that the block of a clause is made of, but its number and id, its reason and the local action."""

    quoted: Quoted
    flags: tuple[Flag, ...]
    schemes: tuple[Scheme, ...]
    on: date
    comments: bool
    edition: Edition
    all_in_body: bool
    already_said: int
    """How many of the texts that introduce it stand before the clause above."""

    @classmethod
    def of(cls, ctx: RenderContext, entry: Entry, after: Entry | None = None) -> "_Words":
        """Return the words of this entry in this document, below the entry `after`."""
        options, outline = ctx.options, ctx.draft.outline
        quoted = ctx.quoted[entry.commitment.id]
        known = (options.on, options.comments, options.edition, outline.all_in_body)
        return cls(quoted, entry.flags, entry.schemes, *known, _already_said(entry, after))

    @property
    def options(self) -> RenderOptions:
        """Options of the same day and edition, with the same choice about comments."""
        return RenderOptions(self.on, comments=self.comments, edition=self.edition)

    @property
    def entry(self) -> Entry:
        """An entry with these words, of any id, without a local action."""
        commitment = replace(self.quoted.commitment, id=_ID)
        quoted = (commitment, self.quoted.convention, self.quoted.lead_in[self.already_said :])
        return Entry(*quoted, "", (), self.flags, self.schemes, NO_ADAPTATION)

    def __hash__(self) -> int:
        return hash(self.quoted)


@lru_cache(maxsize=2048)
def _fiche(words: _Words) -> CachedText:
    """Return a fiche up to its local action, the same in the drafts of a day of which the same is known."""

    def write(ctx: Annotations) -> Xml:
        entry = words.entry
        title = f"Engagement{NBSP}{_RANK} — {excerpt(entry.commitment, LONGEST_SUBJECT)}"
        lead_in = (paragraph(Style.TABLE_NOTE, italic(text), keep_next=True) for text in entry.lead_in)
        source = f"{NBSP}» ({short_convention(entry.convention)})"
        return joined(
            (
                paragraph(
                    Style.HEADING_3,
                    ctx.bookmarked(clause_bookmark(_RANK), ctx.bookmarked(_LASTING, title)),
                ),
                Xml(_ABOVE),
                fiche_opening(f"Engagement{NBSP}{_RANK}", Xml(_BECAUSE), about_the_reason(entry), ctx),
                fiche_row("Texte national", joined((*lead_in, *_quoted(ctx, words, source)))),
            )
        )

    return cache_text(words.options, 5, write)


@lru_cache(maxsize=2048)
def _row(words: _Words, columns: tuple[Column, ...], *, reason: bool) -> CachedText:
    """Return the row of a clause, but for its places and its end. `reason`: with why it is here."""
    number, text = columns[:2]
    to_work_on = columns == TO_WORK_ON

    def write(ctx: Annotations) -> Xml:
        marked = ctx.bookmarked(clause_bookmark(_RANK), ctx.bookmarked(_LASTING, strong(_RANK)))
        quoted = joined(_quoted(ctx, words, f"{NBSP}»", listed=columns != TO_RECALL))
        said = (ctx.commented(Xml(_BECAUSE), about_the_reason(words.entry)),) if reason else ()
        below = paragraph(Style.TABLE_NOTE, *said) if said or to_work_on else NOTHING
        cells = (
            block_cell(number, paragraph(Style.TABLE_TEXT, marked)),
            block_cell(text, quoted if columns == TO_RECALL else joined((quoted, below))),
        )
        row = f"<w:tr>{row_properties(quoted)}{joined(cells)}"
        # The places of the action follow in the last paragraph of a row to work on.
        return Xml(row.removesuffix("</w:p></w:tc>") if to_work_on else f"{row}</w:tr>")

    return cache_text(words.options, 4, write)


def _quoted(ctx: Annotations, words: _Words, source: str, *, listed: bool = True) -> Iterator[Xml]:
    """Yield the quotation in its control, then what is said of it: figures, readings, remarks.

    `listed`: the table of objectives of the contract holds its figures.
    """
    entry = words.entry
    commitment = entry.commitment
    remarks = ((say_in_contract(said, commitment), about) for said, about in about_the_quotation(entry))
    alias = f"Engagement{NBSP}{_RANK} — {excerpt(commitment, 40)}"
    control = clause_control(commitment.id, alias, ctx.annotated(verbatim(commitment), remarks))
    notes = tuple(beside_the_quotation(entry, words.edition))
    renamed = (" ", link(CONCORDANCE, "Noms d’aujourd’hui")) if _renamed(entry) and not notes else ()
    yield paragraph(Style.TABLE_TEXT, f"«{NBSP}", control, source, *renamed)
    for said in notes:
        yield paragraph(Style.TABLE_REMARK, strong(BESIDE), f" {said}")
    yield from _figures(ctx, entry, all_in_body=words.all_in_body, listed=listed)
    for said in in_the_text(entry, ctx.options):
        shown = say_in_contract(said, commitment)
        yield paragraph(Style.TABLE_REMARK, strong(f"Remarque{NBSP}: "), shown)


def _renamed(entry: Entry) -> bool:
    return any(scheme.changed for scheme in entry.schemes)


def _figures(ctx: Annotations, entry: Entry, *, all_in_body: bool, listed: bool) -> Iterator[Xml]:
    targets = by_year(entry.targets)
    first_past = next((target for target in targets if is_past(target, ctx.options.on)), None)
    for target in targets:
        if not all_in_body and is_over(target, entry.standing, ctx.options.on):
            yield _past_figure(target, listed=ctx.options.edition is Edition.WORKING)
            continue
        horizon = f", {target.horizon}" if target.horizon else ""
        state = target_state(target, ctx.options.on)
        value = " ".join(filter(None, (target_value(target), baseline(target))))
        figure = f"{target.of}{NBSP}: {value}{horizon}, "
        # One comment for each reason to look, not for each year.
        marked = ctx.annotated(state, ((PAST_YEAR, ""),) if target is first_past else ())
        title, number = strong(f"Objectif chiffré{NBSP}: "), f"tableau des objectifs, n°{NBSP}{_RANK}"
        leads = (" (", link(objective_bookmark(_RANK), number), ")") if listed else ()
        yield paragraph(Style.TABLE_NOTE, title, figure, marked, *leads, ".")


def _past_figure(target: Target, *, listed: bool) -> Xml:
    """Return a figure that is no objective any more. `listed`: an annexe holds it with the others."""
    value = " ".join(filter(None, (target_value(target), baseline(target))))
    table_of_all = link(objective_bookmark(_RANK), f"liste, n°{NBSP}{_RANK}")
    leads = (" (", table_of_all, ")") if listed else ()
    figure = f"{target.of}{NBSP}: {value}"
    return paragraph(Style.TABLE_NOTE, strong(f"{PAST_FIGURE}{NBSP}: "), figure, *leads, ".")
