"""The chapters beside the volets: visas and preamble, then those of the trame, in its order.

Of visas, only what was read in the law, or reported from it, is stated; the rest is to fill.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from app.documents.word.context import CONCORDANCE, RenderContext
from app.documents.word.ooxml import (
    AFTER_TABLE,
    NOTHING,
    TABLE_END,
    Column,
    Style,
    Xml,
    group_row,
    joined,
    link,
    paragraph,
    row,
    table_opening,
    text_place,
)
from app.documents.word.ooxml.tables import PAGE_WIDTH
from app.documents.word.parts import guidance, open_place
from app.documents.word.parts.concordance import names_schemes
from app.documents.word.parts.cover import framework_notice
from app.domain.fields import MEANS as MEANS_FIELDS
from app.domain.fields import MEANS_KINDS, MEANS_STATES, WHOLE_TERM, by_id
from app.domain.french import NARROW, NBSP, date_or_words, format_euros, typeset
from app.domain.names import named_signatories, undeliberated
from app.domain.outlines import PERIOD_PLACE, Chapter, Visa
from app.domain.profile import MeansKind
from app.domain.views import Budget, BudgetLine, budget_of

FUNDER = by_id(MEANS_FIELDS)["funder"].label
MOST_COLUMNS = 6
"""Columns of amounts on the width of a page; more years make a second table."""
AMOUNT_WIDTH = 1250
MOST_TOGETHER = 16
"""Rows of a table of amounts that no page cuts."""
TOTAL = "Total"

MEANS = "moyens"
"""The chapter that holds the table of the budget."""


def chapter_content(ctx: RenderContext, chapter: Chapter) -> Xml:
    """Return what is asked in a chapter, then its places with what was written in them.

    The cover has the period.
    """
    texts = ctx.draft.profile.texts
    places = (
        open_place(ctx, place.id, place.label, typed=texts.get(place.id, ""))
        for place in chapter.places
        if place.id != PERIOD_PLACE
    )
    budget = _budget(budget_of(ctx.draft)) if chapter.id == MEANS else NOTHING
    return joined((guidance(ctx, chapter.asked), *places, budget))


def _shown(ctx: RenderContext, chapters: Iterable[Chapter]) -> list[tuple[str, Xml]]:
    """Return the title and content of each chapter; in the edition to sign, of those that hold something."""
    written = [(chapter.title, chapter_content(ctx, chapter)) for chapter in chapters]
    return [(title, content) for title, content in written if content or not ctx.signing]


def _budget(budget: Budget) -> Xml:
    """Return what each funder brings to the actions in each year, droit commun apart, and how sure it is."""
    if not budget.lines:
        return NOTHING
    named = [*budget.years, None]
    tables = -(-len(named) // MOST_COLUMNS)
    cuts = [rank * len(named) // tables for rank in range(tables + 1)]
    pieces = (_amounts(budget, named[first:last]) for first, last in pairwise(cuts))
    return joined((*(piece for some in pieces for piece in some), *_by_state(budget)))


Year = str | None
"""A year of the budget, the whole term for an empty text; None for all of them."""


def _amounts(budget: Budget, years: Sequence[Year]) -> Iterator[Xml]:
    """Yield the table of these years, without who brings nothing in them."""
    given = budget if None in years else budget.of_years(years)
    shown = [TOTAL if year is None else year or WHOLE_TERM for year in years]
    caption = f"Moyens chiffrés dans les actions, par financeur{NBSP}: {', '.join(shown).lower()}"
    amounts = (Column(name, AMOUNT_WIDTH, amounts=True) for name in shown)
    columns = (Column(FUNDER, PAGE_WIDTH - AMOUNT_WIDTH * len(shown)), *amounts)
    lines = [(name, [_euros(line, year) for year in years] if line else None) for name, line in _lines(given)]
    together = len(lines) <= MOST_TOGETHER
    yield paragraph(Style.CAPTION, caption)
    yield table_opening(columns, caption, named_rows=True)
    for name, cells in lines:
        if cells:
            yield row(columns, (name, *cells), together=together and name != TOTAL)
        else:
            yield group_row(columns, name)
    yield TABLE_END


def _lines(budget: Budget) -> Iterator[tuple[str, BudgetLine | None]]:
    """Yield the funders of each kind of means under its name, which has no amounts; then what they bring."""
    for kind in MeansKind:
        of_kind = [line.only(kind) for line in budget.lines if line.of_kind(kind)]
        if of_kind:
            yield MEANS_KINDS[kind], None
            yield from ((line.funder, line) for line in of_kind)
            if len(of_kind) > 1:
                yield f"Ensemble{NBSP}: {MEANS_KINDS[kind].lower()}", Budget(tuple(of_kind)).sum
    yield TOTAL, budget.sum


def _euros(line: BudgetLine, year: Year) -> str:
    amount = line.total if year is None else line.of_year(year)
    return format_euros(amount) if amount else "–"


def _by_state(budget: Budget) -> Iterator[Xml]:
    """Yield a line with what is granted, asked for and sought, where that is said."""
    said = [f"{format_euros(budget.sum.of_state(state))} {MEANS_STATES[state]}" for state in budget.states]
    if said:
        yield paragraph(Style.NORMAL, f"Situation de ces moyens{NBSP}: {', '.join(said)}.", space=AFTER_TABLE)


def annexed(ctx: RenderContext) -> Xml:
    """Return the chapters that follow the signatures, an annexe each: what is joined to the contract."""
    return joined(
        piece
        for title, content in _shown(ctx, ctx.draft.outline.annexes)
        for piece in (ctx.annex(title), content)
    )


def after_sections(ctx: RenderContext) -> Xml:
    """Return the chapters that stand between the volets and the quartiers: none in most trames."""
    return joined(
        piece
        for title, content in _shown(ctx, ctx.draft.outline.after_sections)
        for piece in (ctx.chapter(title), content)
    )


def governance(ctx: RenderContext) -> Xml:
    """Return the last chapters but the means, each after the sentence that says what is asked there.

    There is nothing without any.
    """
    chapters = (chapter for chapter in ctx.draft.outline.closing if chapter.id != MEANS)
    closing = _shown(ctx, chapters)
    if not closing:
        return NOTHING
    heading = ctx.chapter("Gouvernance, participation et évaluation")
    written = (piece for title, content in closing for piece in (ctx.section(title), content))
    return joined((heading, *written))


def means(ctx: RenderContext) -> Xml:
    """Return the chapter of the means and of their amounts, where the trame closes with it."""
    chapters = (chapter for chapter in ctx.draft.outline.closing if chapter.id == MEANS)
    return joined(
        piece for title, content in _shown(ctx, chapters) for piece in (ctx.chapter(title), content)
    )


VISAS_TO_FILL = {
    "visa-qpv": "le décret qui fixe la liste des quartiers prioritaires",
    "visa-instructions": "les instructions et circulaires en vigueur",
}
"""What is left to fill where the trame knows no text for this territory."""

TO_VERIFY = typeset("Référence connue par ce qui en est rapporté : à vérifier avant signature.")
DELIBERATIONS_TO_FILL = ("visa-deliberations", "les délibérations des collectivités signataires")
READING = typeset(
    "Chaque engagement national est présenté entre guillemets, avec sa convention ; l’annexe « Conventions "
    "citées » la nomme en entier. Le texte placé autour, les remarques et les places à compléter "
    "n’appartiennent pas à la citation."
)
READING_TO_SIGN = (
    "Chaque engagement national est présenté entre guillemets, avec sa source. Le texte placé autour et les "
    "remarques n’appartiennent pas à la citation."
)


def preamble(ctx: RenderContext) -> Xml:
    """Return the legal bases, the purpose, how to read the quotations, the first chapters of the trame."""
    return joined(
        (
            ctx.chapter("Préambule"),
            ctx.section("Visas"),
            *visas(ctx),
            ctx.section("Objet du contrat"),
            _purpose(ctx),
            ctx.section("Textes nationaux cités"),
            paragraph(Style.NORMAL, framework_notice(ctx)),
            paragraph(Style.NORMAL, READING_TO_SIGN if ctx.signing else READING),
            _names_of_today(ctx),
            *_opening_chapters(ctx),
        )
    )


def _opening_chapters(ctx: RenderContext) -> Iterator[Xml]:
    for title, content in _shown(ctx, ctx.draft.outline.opening):
        yield ctx.section(title)
        yield content


def _names_of_today(ctx: RenderContext) -> Xml:
    if ctx.signing and not names_schemes(ctx):
        return NOTHING
    table = link(CONCORDANCE, "table de concordance")
    return paragraph(Style.NORMAL, "Ce que les dispositifs cités sont devenus est dit dans la ", table, ".")


def visas(ctx: RenderContext, *, amending: bool = False) -> Iterator[Xml]:
    """Law, décrets, circulars, then the deliberations of those who sign; an amendment needs new ones."""
    yield from _texts(ctx)
    if not amending:
        yield from _deliberations(ctx)
    asked = {signatory.name for _, signatory in named_signatories(ctx.draft) if signatory.body}
    if amending or not asked.issuperset(undeliberated(ctx.draft)):
        yield _visa_to_fill(ctx, *DELIBERATIONS_TO_FILL)


def _texts(ctx: RenderContext) -> Iterator[Xml]:
    """Yield the texts of this generation and territory, in their order, then what is still to be named."""
    draft = ctx.draft
    here = [visa for visa in draft.outline.visas if visa.holds(draft.facts)]
    yield from (_visa(ctx, visa) for visa in here)
    named = {visa.tag for visa in here}
    yield from (_visa_to_fill(ctx, tag, what) for tag, what in VISAS_TO_FILL.items() if tag not in named)


def _visa(ctx: RenderContext, visa: Visa) -> Xml:
    """Return a visa. A reference that was only reported can be put right where it stands.

    It is said to be reported, but in a contract to sign, beside which it is listed.
    """
    text = typeset(visa.text)
    if not visa.to_verify:
        return paragraph(Style.VISA, f"Vu {text}{NARROW};")
    alone = "" if ctx.options.comments or ctx.signing else " (référence à vérifier)"
    place = ctx.commented(
        text_place(visa.tag, f"Visa{NBSP}: {VISAS_TO_FILL.get(visa.tag, visa.tag)}", text), (TO_VERIFY,)
    )
    return paragraph(Style.VISA, "Vu ", place, f"{alone}{NARROW};")


def _deliberations(ctx: RenderContext) -> Iterator[Xml]:
    """Yield a visa for each deliberation that was given; one to fill where only the assembly is known."""
    for identifier, signatory in named_signatories(ctx.draft):
        who = ", ".join(filter(None, (signatory.name, signatory.body)))
        if signatory.has_deliberated:
            number = f" n° {signatory.deliberation}" if signatory.deliberation else ""
            day = f" du {date_or_words(signatory.deliberated_on)}" if signatory.deliberated_on else ""
            yield paragraph(Style.VISA, typeset(f"Vu la délibération{number}{day} ({who}) ;"))
        elif signatory.body:
            yield _visa_to_fill(ctx, f"visa-deliberation.{identifier}", f"la délibération ({who})")


def _visa_to_fill(ctx: RenderContext, tag: str, what: str) -> Xml:
    if ctx.signing:
        return NOTHING
    return paragraph(Style.VISA, f"Vu {what}{NBSP}: ", text_place(tag, f"Visa{NBSP}: {what}"), f"{NARROW};")


def _purpose(ctx: RenderContext) -> Xml:
    return paragraph(
        Style.NORMAL,
        f"Le présent contrat fixe, pour le territoire de «{NBSP}{ctx.draft.territory.name}{NBSP}», les "
        "engagements que ses signataires prennent en faveur des habitants des quartiers prioritaires.",
    )
