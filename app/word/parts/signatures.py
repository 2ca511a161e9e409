"""The last page: a block to sign for each signatory."""

from app.domain.typography import NBSP
from app.word.manuscript import Manuscript
from app.word.ooxml import Column, Style, Xml, date_place, joined, paragraph, table, text_place
from app.word.parts.places import open_place

COLUMNS = (
    Column("Pour", 3000),
    Column("Nom et qualité", 3138),
    Column("Date et signature", 3500),
)
ROOM_TO_SIGN = 950


def signatures(book: Manuscript) -> Xml:
    """Place, date, and one block for each signatory."""
    return joined((book.closing("Signatures"), _done_at(), _blocks(book)))


def _done_at() -> Xml:
    return paragraph(
        Style.NORMAL,
        "Fait à ",
        text_place("lieu", "Lieu de signature"),
        ", le ",
        date_place("date-signature", "Date de signature"),
        ".",
    )


def _blocks(book: Manuscript) -> Xml:
    if not book.draft.partners:
        return open_place("signatures", "Signatures")
    rows = [
        (
            partner.title,
            text_place(f"signataire.{partner.id}", f"Nom et qualité{NBSP}: {partner.title}"),
            text_place(f"signature.{partner.id}", f"Date et signature{NBSP}: {partner.title}"),
        )
        for partner in book.draft.partners
    ]
    return table(COLUMNS, rows, description="Signatures du contrat", row_height=ROOM_TO_SIGN)
