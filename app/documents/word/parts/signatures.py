"""The last page: a block to sign for each signatory."""

from app.documents.word.context import RenderContext
from app.documents.word.ooxml import Column, Style, Xml, date_place, joined, paragraph, table, text_place
from app.documents.word.parts.places import open_place
from app.documents.word.parts.signatories import representatives
from app.domain.french import NBSP

COLUMNS = (
    Column("Pour", 3000),
    Column("Nom et qualité", 3138),
    Column("Date et signature", 3500),
)
ROOM_TO_SIGN = 950


def signatures(ctx: RenderContext) -> Xml:
    """Place, date, and one block for each signatory."""
    return joined((ctx.closing("Signatures"), _done_at(), _blocks(ctx)))


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
        return open_place("signatures", "Signatures")
    rows = [
        (
            one.name,
            representatives("signataire", f"Nom et qualité{NBSP}: {one.name}", one),
            text_place(f"signature.{one.id}", f"Date et signature{NBSP}: {one.name}"),
        )
        for one in ctx.signings
        if not ctx.draft.signed_by or one.id in ctx.draft.signed_by
    ]
    return table(COLUMNS, rows, description="Signatures du contrat", row_height=ROOM_TO_SIGN)
