"""Who signs, in what capacity, who will hold the pen; and the last page, a block to sign for each."""

from collections.abc import Iterator
from itertools import groupby

from app.documents.word.context import RenderContext
from app.documents.word.ooxml import (
    NOTHING,
    TABLE_END,
    Column,
    Style,
    Xml,
    date_place,
    group_row,
    joined,
    line_break,
    paragraph,
    prose_place,
    row,
    run,
    strong,
    table,
    table_opening,
    text_place,
)
from app.documents.word.ooxml.tables import PAGE_WIDTH
from app.documents.word.parts import open_place
from app.domain.fields import SIGNATORY, by_id
from app.domain.french import NBSP, typeset, without_lines
from app.domain.names import Signing
from app.domain.parties import OTHER
from app.domain.rules import Partner, PartnerStatus
from app.domain.text import is_blank

STATUSES = {
    PartnerStatus.REQUIRED: "Signataire requis par la loi",
    PartnerStatus.ALLOWED: "Signataire admis par la loi",
    PartnerStatus.EXPECTED: "Signataire attendu",
    PartnerStatus.LOCAL: "Choix local",
}
COLUMNS: tuple[Column, ...] = (
    Column("Signataire", 2400),
    Column("À quel titre", 5138),
    Column("Nom et qualité du représentant", 2100),
)
COLUMNS_WITHOUT_NAMES = (COLUMNS[0], Column(COLUMNS[1].title, 7238))


def signatories(ctx: RenderContext) -> Xml:
    """Return the table of the signatories, and those whom the law requires and who are missing."""
    missing = [
        f"À vérifier avant signature. {finding.message} {without_lines(finding.why)}."
        for finding in ctx.draft.checks
        if finding.id.startswith("signataire-") and not ctx.signing
    ]
    if ctx.signing and not ctx.signings:
        return NOTHING
    between = ctx.annotated(f"Le présent contrat est conclu entre{NBSP}:", ((said, "") for said in missing))
    remarks = () if ctx.options.comments else (paragraph(Style.REMARK, said) for said in missing)
    intro = paragraph(Style.NORMAL, between, keep_next=True)
    return joined((ctx.unnumbered("Les signataires"), intro, _table(ctx), *remarks))


def _table(ctx: RenderContext) -> Xml:
    signing, territory = ctx.signings, ctx.draft.territory
    if not signing:
        return open_place(
            ctx, "signataires", "Signataires", "Aucun signataire n’a été choisi pour ce projet."
        )
    named = not ctx.signing or any(who.text or who.details for one in signing for who in one.representatives)
    columns = COLUMNS if named else COLUMNS_WITHOUT_NAMES
    rows: list[Xml] = []
    for status, some in groupby(signing, key=lambda one: one.partners[0].capacity_in(territory)[0]):
        rows.append(group_row(columns, STATUSES[status]))
        for one in some:
            represented = joined((_represented(ctx, one), *_details(one)))
            cells = (one.name, _capacities(ctx, one, status), represented)
            rows.append(row(columns, cells[: len(columns)]))
    description = "Signataires du contrat et base de leur signature"
    return joined((table_opening(columns, description, named_rows=True), *rows, TABLE_END))


def _capacities(ctx: RenderContext, signing: Signing, status: PartnerStatus) -> str:
    """Return in what capacity one signs, a line for each; `status` is what the rows above say."""
    return "\n".join(
        _capacity(partner, ground, _by_law(ctx, partner, status), first if first != signing.name else "")
        for partner, ground in zip(signing.partners, signing.grounds, strict=True)
        for first in [next(one.name for one in ctx.signings if partner in one.partners)]
    )


def _represented(ctx: RenderContext, signing: Signing) -> Xml:
    """Return the places of the representatives; in the edition to sign, a dash where none is named."""
    if ctx.signing and not any(one.text for one in signing.representatives):
        return run("–")
    return representatives("representant", f"Représentant{NBSP}: {signing.name}", signing)


def representatives(tag: str, alias: str, signing: Signing) -> Xml:
    """Return the place of each person who signs for a body, one under the other."""
    first, *others = (text_place(f"{tag}.{one.id}", alias, one.text) for one in signing.representatives)
    return joined((first, *(piece for place in others for piece in (line_break(), place))))


def _details(signing: Signing) -> Iterator[Xml]:
    """Yield what else is said of those who sign, each on a line."""
    for one in signing.representatives:
        for detail in one.details:
            yield joined((line_break(), run(detail)))


def _capacity(partner: Partner, ground: str, by_law: str, first: str) -> str:
    """Return the law, said once, and the ground that was given for this signatory.

    Sixty communes sign for the same reason as the `first` of them; each other body signs for its own.
    """
    given = typeset(f"{by_id(SIGNATORY)['ground'].label} : {ground}") if not is_blank(ground) else ""
    if partner.id == OTHER:
        return given or by_law
    said = f"Au même titre que {first}" if first else by_law
    return "\n".join(filter(None, (said, given)))


def _by_law(ctx: RenderContext, partner: Partner, known: PartnerStatus) -> str:
    """Return the law by which one may sign; its status too, unless it is the known one.

    A contract to sign says nothing that is our reading alone.
    """
    status, basis = partner.capacity_in(ctx.draft.territory)
    if ctx.signing and OUR_READING in basis:
        return STATUSES[status]
    said = typeset(without_lines(basis))
    is_said = status is known or said.startswith(STATUSES[status])
    return said if is_said else f"{STATUSES[status]} — {said}"


OUR_READING = "selon notre lecture"
BLOCK = Column("Pour", PAGE_WIDTH // 2)
ROOMS_TO_SIGN = (1150, 1900)
"""The least and the greatest height of a block, in twentieths of a point: 2 cm for ten rows on a page."""
ROOM_OF_ALL = 11_500
TO_SIGN = f"Date et signature{NBSP}: "
NO_OTHER = "–"


def signatures(ctx: RenderContext) -> Xml:
    """Place, date, and one block for each signatory."""
    return joined((ctx.unnumbered("Signatures"), _done_at(), _blocks(ctx)))


def _done_at() -> Xml:
    return paragraph(
        Style.NORMAL,
        "Fait à ",
        text_place("lieu", "Lieu de signature"),
        ", le ",
        date_place("date-signature", "Date de signature"),
        ".",
    )


def _blocks(ctx: RenderContext) -> Xml:
    if not ctx.draft.partners:
        return prose_place("signatures", "Signatures", "")
    blocks = [_block(one) for one in ctx.signings if not ctx.draft.signed_by or one.id in ctx.draft.signed_by]
    a_row = min(len(blocks), 2)
    rows = [(*blocks[at : at + a_row], NO_OTHER)[:a_row] for at in range(0, len(blocks), a_row)]
    least, greatest = ROOMS_TO_SIGN
    height = min(greatest, max(least, ROOM_OF_ALL // len(rows)))
    columns, description = (BLOCK,) * a_row, "Signatures du contrat"
    return table(columns, rows, description=description, row_height=height, named_rows=False)


def _block(one: Signing) -> Xml:
    """Return the room where one signs: for whom, by whom, the day and the signature."""
    known = f"Nom et qualité{NBSP}: {one.name}"
    place = text_place(f"signature.{one.id}", f"Date et signature{NBSP}: {one.name}")
    lines = (strong(one.name), representatives("signataire", known, one))
    return joined((*(piece for line in lines for piece in (line, line_break())), run(TO_SIGN), place))
