"""The commitments of this contract alone, in the volet that they belong to."""

from collections.abc import Iterator

from app.documents.word.context import RenderContext, local_bookmark
from app.documents.word.ooxml import Piece, Style, paragraph, prose_place
from app.documents.word.parts.local_action import local_action
from app.domain.french import NBSP
from app.domain.profile import LocalCommitment
from app.domain.text import cut_at_word

LOCAL = "Engagement propre à ce contrat ; il ne répond à aucun engagement national cité."


def local_commitment(ctx: RenderContext, commitment: LocalCommitment) -> Iterator[Piece]:
    """Yield the block of one local commitment: what is promised, then the action."""
    rank = ctx.local_engagements[commitment.id]
    name = f"Engagement local{NBSP}{rank}"
    yield paragraph(Style.HEADING_3, ctx.bookmarked(local_bookmark(rank), name))
    alias = f"{name} — {cut_at_word(commitment.text, 40)}"
    yield prose_place(commitment.id, "Engagement", commitment.text, together=True, clause=alias)
    yield paragraph(Style.REASON, LOCAL)
    yield local_action(ctx, commitment.id, commitment.adaptation, f"l’engagement local{NBSP}{rank}")
