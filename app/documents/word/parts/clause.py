"""One clause: the national text, why it is here, its figures, and the places for the local action."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import takewhile

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
    trace_bookmark,
)
from app.documents.word.ooxml import (
    Encoded,
    Piece,
    Style,
    Xml,
    clause_control,
    joined,
    link,
    paragraph,
    run,
    strong,
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
    full_source,
    in_the_text,
    say_in_contract,
    short_convention,
    target_state,
    target_value,
    verbatim,
)
from app.documents.word.parts.local_action import local_action
from app.domain.catalogue import Target
from app.domain.draft import Entry, Flag
from app.domain.flags import is_over, is_past
from app.domain.french import NARROW, NBSP
from app.domain.profile import NO_ADAPTATION
from app.domain.rules import Scheme


def clause(ctx: RenderContext, entry: Entry, after: Entry | None = None) -> Iterator[Piece]:
    """Yield the whole block of a clause, from its heading to its table.

    `after`: the clause before it in the same volet, if any: what introduced that one is not said again.
    """
    identifier = entry.commitment.id
    rank = str(ctx.engagements[identifier])
    values = (
        rank.encode(),
        xml_text(identifier).encode(),
        lasting_bookmark(identifier).encode(),
        _because(say_in_contract(entry.because, entry.commitment)),
    )
    yield _national(_Words.of(ctx, entry, after)).fill(ctx, values)
    yield local_action(ctx, identifier, entry.adaptation, f"l’engagement{NBSP}{rank}")


def _already_said(entry: Entry, after: Entry | None) -> int:
    """Return how many texts introduce a clause and introduced the one before it, in the same convention."""
    if after is None or not _same_convention(entry, after):
        return 0
    pairs = zip(entry.lead_in, after.lead_in, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _same_convention(entry: Entry, after: Entry | None) -> bool:
    return after is not None and after.convention is entry.convention


@lru_cache(maxsize=1024)
def _because(text: str) -> Encoded:
    """Many clauses of a draft are there for the same reason."""
    return run(text).encode()


BESIDE = "Note, hors citation."
"""Before what the application says of a clause in the text of the contract."""

SAME_CONVENTION = "Même convention"
"""In the note of a clause, where the note of the clause above names the convention in full."""

LONGEST_SUBJECT = 60
"""How many characters of a clause its heading shows: about one line."""

PAST_FIGURE = "Chiffre d’une période achevée"
_RANK, _ID, _LASTING, _BECAUSE = (VALUES[rank] for rank in range(4))


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
    same_convention: bool
    """Whether the clause above is of the same convention, which its note names."""

    @classmethod
    def of(cls, ctx: RenderContext, entry: Entry, after: Entry | None) -> "_Words":
        """Return the words of this entry in this document, below the entry `after`."""
        options, outline = ctx.options, ctx.draft.outline
        quoted = ctx.quoted[entry.commitment.id]
        known = (options.on, options.comments, options.edition, outline.all_in_body)
        above = (_already_said(entry, after), _same_convention(entry, after))
        return cls(quoted, entry.flags, entry.schemes, *known, *above)

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
def _national(words: _Words) -> CachedText:
    """Return the national part of a clause, the same in the drafts of a day of which the same is known."""

    def write(annotations: Annotations) -> Xml:
        return _written(annotations, words)

    return cache_text(words.options, 4, write)


def _written(ctx: Annotations, words: _Words) -> Xml:
    """Return the block but the local action, with marks for what changes."""
    entry = words.entry
    title = f"Engagement{NBSP}{_RANK} — {excerpt(entry.commitment, LONGEST_SUBJECT)}"
    return joined(
        (
            paragraph(
                Style.HEADING_3, ctx.bookmarked(clause_bookmark(_RANK), ctx.bookmarked(_LASTING, title))
            ),
            *(paragraph(Style.LEAD_IN, text) for text in entry.lead_in),
            _quotation(ctx, entry, same_convention=words.same_convention),
            *(paragraph(Style.REMARK, strong(BESIDE), f" {said}") for said in beside_the_quotation(entry)),
            *_figures(ctx, entry, all_in_body=words.all_in_body),
            paragraph(Style.REASON, ctx.commented(Xml(_BECAUSE), about_the_reason(entry))),
            *_remarks(ctx, entry),
        )
    )


def _quotation(ctx: Annotations, entry: Entry, *, same_convention: bool) -> Xml:
    commitment = entry.commitment
    names = (f"{NARROW}; ", link(CONCORDANCE, "concordance")) if _renamed(entry) else ()
    source = f"{SAME_CONVENTION if same_convention else full_source(entry.convention)} ("
    note = ctx.note(source, link(trace_bookmark(_RANK), "traçabilité"), *names, ").")
    remarks = ((say_in_contract(said, commitment), words) for said, words in about_the_quotation(entry))
    words = ctx.annotated(verbatim(commitment), remarks)
    alias = f"Engagement{NBSP}{_RANK} — {excerpt(commitment, 40)}"
    control = clause_control(commitment.id, alias, words)
    source_in_few_words = f"{NBSP}» ({short_convention(entry.convention)})"
    return paragraph(Style.QUOTE, f"«{NBSP}", control, source_in_few_words, note)


def _renamed(entry: Entry) -> bool:
    return any(scheme.changed for scheme in entry.schemes)


def _figures(ctx: Annotations, entry: Entry, *, all_in_body: bool) -> Iterator[Xml]:
    targets = by_year(entry.targets)
    first_past = next((target for target in targets if is_past(target, ctx.options.on)), None)
    for target in targets:
        if not all_in_body and is_over(target, entry.standing, ctx.options.on):
            yield _past_figure(target)
            continue
        horizon = f", {target.horizon}" if target.horizon else ""
        state = target_state(target, ctx.options.on)
        value = " ".join(filter(None, (target_value(target), baseline(target))))
        figure = f"{target.of}{NBSP}: {value}{horizon}, "
        # One comment for each reason to look, not for each year.
        marked = ctx.annotated(state, ((PAST_YEAR, ""),) if target is first_past else ())
        table_of_all = link(objective_bookmark(_RANK), "tableau des objectifs")
        yield paragraph(
            Style.REASON, strong(f"Objectif chiffré{NBSP}: "), figure, marked, " (", table_of_all, ")."
        )


def _past_figure(target: Target) -> Xml:
    value = " ".join(filter(None, (target_value(target), baseline(target))))
    table_of_all = link(objective_bookmark(_RANK), "liste de ces chiffres")
    figure = f"{target.of}{NBSP}: {value} ("
    return paragraph(Style.REASON, strong(f"{PAST_FIGURE}{NBSP}: "), figure, table_of_all, ").")


def _remarks(ctx: Annotations, entry: Entry) -> Iterator[Xml]:
    for text in in_the_text(entry, ctx.options):
        said = say_in_contract(text, entry.commitment)
        yield paragraph(Style.REMARK, strong(f"Remarque{NBSP}: "), said)
