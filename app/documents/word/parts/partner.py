"""The fiche of one signatory: what it is, the means that it brings, what is awaited of it."""

from collections.abc import Iterable, Iterator

from app.documents.word.context import RenderContext
from app.documents.word.ooxml import Column, Inline, Piece, Style, Xml, joined, paragraph, run, strong, table
from app.documents.word.parts.annexes import sources
from app.documents.word.parts.concordance import concordance
from app.documents.word.parts.cover import heading
from app.documents.word.parts.orientations import action_link
from app.domain.awaited import Awaited, Brought, awaited_by_signing, brought_by
from app.domain.fields import MEANS, MEANS_KINDS, MEANS_STATES, WHOLE_TERM
from app.domain.french import NBSP, format_euros, typeset
from app.domain.profile import MeansKind

WHAT = (
    "Cette fiche réunit les engagements du contrat de ville de « {} » que ce signataire porte, pilote ou "
    "auxquels il est associé, {}. Chaque engagement garde le numéro qu’il a dans le contrat entier."
)
WITH_AWAITED = "les moyens qu’il y apporte et ce qui est attendu de lui"
TO_SIGN = "les moyens qu’il y apporte et sa signature"
NO_COMMITMENT = "Aucun engagement du contrat n’est porté ni piloté par ce signataire."
_LABELS = {field.id: field.label for field in MEANS}
MEANS_COLUMNS = (
    Column("Engagement", 2638),
    Column(_LABELS["kind"], 1900),
    Column(_LABELS["year"], 1700),
    Column(_LABELS["state"], 1500),
    Column(_LABELS["amount"], 1900, amounts=True),
)
MEANS_CAPTION = "Moyens que ce signataire apporte aux actions du contrat"
NO_MEANS = "Aucun moyen chiffré de ce signataire n’est encore inscrit dans les actions."
NOTHING_AWAITED = "Rien d’autre que sa signature n’est attendu de ce signataire."


def partner_head(ctx: RenderContext) -> Xml:
    """Return whose fiche it is, and what it holds."""
    empty = () if ctx.draft.sections else (NO_COMMITMENT,)
    what = WHAT.format(ctx.draft.territory.name, TO_SIGN if ctx.signing else WITH_AWAITED)
    return heading(ctx, what, *empty)


def brought(ctx: RenderContext) -> Iterator[Xml]:
    """Yield the means that the signatory brings to the whole contract, droit commun apart."""
    found = brought_by(ctx.draft, ctx.draft.signed_by)
    yield ctx.chapter("Ses moyens")
    if not found:
        yield paragraph(Style.NORMAL, typeset(NO_MEANS))
        return
    yield paragraph(Style.CAPTION, MEANS_CAPTION)
    rows = [_row(ctx, one) for one in found]
    yield table(MEANS_COLUMNS, rows, description=MEANS_CAPTION, named_rows=True)
    sums = (f"{format_euros(_sum(found, kind))} de {MEANS_KINDS[kind].lower()}" for kind in MeansKind)
    total = format_euros(sum(one.means.amount or 0 for one in found))
    said = f", dont {' et '.join(sums)}."
    yield paragraph(Style.NORMAL, strong(f"Total{NBSP}: {total}"), said, space=(80, 0))


def _row(ctx: RenderContext, one: Brought) -> tuple[Inline, ...]:
    means = one.means
    amount = "à chiffrer" if means.amount is None else format_euros(means.amount)
    year = means.year or WHOLE_TERM
    return _named(ctx, one.commitment), MEANS_KINDS[means.kind], year, MEANS_STATES[means.state], amount


def _sum(found: Iterable[Brought], kind: MeansKind) -> int:
    return sum(one.means.amount or 0 for one in found if one.means.kind is kind)


def awaited(ctx: RenderContext) -> Iterator[Xml]:
    """Yield what the signatory has still to do, each sort in one line, with links to its commitments.

    Nothing in the edition to sign, whose signatories have done it.
    """
    if ctx.signing:
        return
    total = Awaited()
    for identifier, one in awaited_by_signing(ctx.draft).items():
        if identifier in ctx.draft.signed_by:
            total.add(one)
    yield ctx.chapter("Ce qui est attendu de ce signataire")
    lines = list(_lines(ctx, total))
    if not lines:
        yield paragraph(Style.NORMAL, typeset(NOTHING_AWAITED))
    yield from (paragraph(Style.BULLET, *line) for line in lines)


def _lines(ctx: RenderContext, awaited: Awaited) -> Iterator[tuple[Inline, ...]]:
    sorts = (
        ("Écrire l’action locale", awaited.to_write),
        ("Donner son accord sur l’action", awaited.to_agree),
        ("Compléter l’action (pilote, échéance, indicateur ou moyens)", awaited.to_complete),
    )
    for said, commitments in sorts:
        if commitments:
            yield strong(f"{said}{NBSP}: "), _links(ctx, commitments), "."
    if awaited.to_confirm:
        amount = format_euros(awaited.amount)
        links = _links(ctx, dict.fromkeys(one.commitment for one in awaited.to_confirm))
        yield strong(f"Confirmer ses moyens ({amount}){NBSP}: "), links, "."
    if awaited.to_deliberate:
        yield (strong(f"Délibérer{NBSP}: "), typeset("la date de la délibération n’est pas connue."))
    if awaited.to_name:
        yield (strong(f"Nommer qui signera{NBSP}: "), typeset("le représentant n’est pas connu."))


def _links(ctx: RenderContext, commitments: Iterable[str]) -> Xml:
    pieces: list[Xml] = []
    for commitment in commitments:
        pieces += [run(", "), _named(ctx, commitment)]
    return joined(pieces[1:])


def own_concordance(ctx: RenderContext) -> Iterator[Piece]:
    """Yield what became of the schemes that its clauses name, where one of them has changed."""
    if any(scheme.changed for entry in ctx.draft.entries() for scheme in entry.schemes):
        yield from concordance(ctx)


def own_sources(ctx: RenderContext) -> Iterator[Piece]:
    """Yield where its clauses come from; of a few, each says that beside its quotation."""
    if not ctx.is_short:
        yield from sources(ctx)


def _named(ctx: RenderContext, commitment: str) -> Xml:
    """Return a link to a commitment; the number alone of one that other signatories have in their fiches."""
    shown = {known for section in ctx.draft.sections for known, _ in section.written}
    if commitment in shown:
        return action_link(ctx, commitment)
    local = commitment in ctx.local_engagements
    number = (ctx.local_engagements if local else ctx.engagements)[commitment]
    return run(f"Engagement{' local' if local else ''}{NBSP}{number} (hors de cette fiche)")
