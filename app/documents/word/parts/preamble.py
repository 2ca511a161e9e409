"""Visas and preamble. Only what was read in the law, or reported from it, is stated; the rest is to fill."""

from collections.abc import Iterator

from app.documents.word.context import CONCORDANCE, RenderContext
from app.documents.word.ooxml import Style, Xml, joined, link, paragraph, text_place
from app.documents.word.parts.chapters import chapter_content
from app.documents.word.parts.cover import framework_notice
from app.documents.word.parts.local_action import date_or_words
from app.domain.french import NARROW, NBSP, typeset
from app.domain.outlines import Visa
from app.domain.signatures import named_signatories, undeliberated

VISAS_TO_FILL = {
    "visa-qpv": "le décret qui fixe la liste des quartiers prioritaires",
    "visa-instructions": "les instructions et circulaires en vigueur",
}
"""What is left to fill where the trame knows no text for this territory."""

TO_VERIFY = typeset("Référence connue par ce qui en est rapporté : à vérifier avant signature.")
DELIBERATIONS_TO_FILL = ("visa-deliberations", "les délibérations des collectivités signataires")
READING = (
    "Chaque engagement national est présenté entre guillemets, avec sa source en note. Le texte placé "
    "autour, les remarques et les places à compléter n’appartiennent pas à la citation."
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
            paragraph(Style.NORMAL, READING),
            _names_of_today(),
            *(() if ctx.draft.is_extract else _opening_chapters(ctx)),
        )
    )


def _opening_chapters(ctx: RenderContext) -> Iterator[Xml]:
    for chapter in ctx.draft.outline.opening:
        yield ctx.section(chapter.title)
        yield chapter_content(ctx, chapter)


def _names_of_today() -> Xml:
    table = link(CONCORDANCE, "table de concordance")
    return paragraph(Style.NORMAL, "Ce que les dispositifs cités sont devenus est dit dans la ", table, ".")


def visas(ctx: RenderContext, *, amending: bool = False) -> Iterator[Xml]:
    """Law, décrets, circulars, then the deliberations of those who sign; an amendment needs new ones."""
    yield from _texts(ctx)
    if not amending:
        yield from _deliberations(ctx)
    asked = {signatory.name for _, signatory in named_signatories(ctx.draft) if signatory.body}
    if amending or not asked.issuperset(undeliberated(ctx.draft)):
        yield _visa_to_fill(*DELIBERATIONS_TO_FILL)


def _texts(ctx: RenderContext) -> Iterator[Xml]:
    """Yield the texts of this generation and territory, in their order, then what is still to be named."""
    draft = ctx.draft
    here = [visa for visa in draft.outline.visas if visa.holds(draft.facts)]
    yield from (_visa(ctx, visa) for visa in here)
    named = {visa.tag for visa in here}
    yield from (_visa_to_fill(tag, what) for tag, what in VISAS_TO_FILL.items() if tag not in named)


def _visa(ctx: RenderContext, visa: Visa) -> Xml:
    """Return a reference that was only reported is said to be one, and can be put right where it stands."""
    text = typeset(visa.text)
    if not visa.to_verify:
        return paragraph(Style.VISA, f"Vu {text}{NARROW};")
    alone = "" if ctx.options.comments else " (référence à vérifier)"
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
            yield _visa_to_fill(f"visa-deliberation.{identifier}", f"la délibération ({who})")


def _visa_to_fill(tag: str, what: str) -> Xml:
    return paragraph(Style.VISA, f"Vu {what}{NBSP}: ", text_place(tag, f"Visa{NBSP}: {what}"), f"{NARROW};")


def _purpose(ctx: RenderContext) -> Xml:
    return paragraph(
        Style.NORMAL,
        f"Le présent contrat fixe, pour le territoire de «{NBSP}{ctx.draft.territory.name}{NBSP}», les "
        "engagements que ses signataires prennent en faveur des habitants des quartiers prioritaires.",
    )
