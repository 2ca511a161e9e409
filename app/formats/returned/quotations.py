"""The national text of a clause in a file: where it stands, and whether it was changed."""

import re

from app.domain.proposals import ProposalKind
from app.formats.returned.clauses import Block
from app.formats.returned.paragraphs import Paragraph, Revision, View
from app.formats.returned.said import key_of
from app.formats.returned.sent import Sent
from app.formats.returned.signatures import signature
from app.formats.returned.values import Change

_AFTER_QUOTATION = re.compile(r'"(?:\((?:[^()]|\([^()]*\))*\))?(?:Nomsd\'aujourd\'hui)?')
"""As `key_of` writes what follows a quotation: its source, and a link."""
_BEFORE_QUOTATION = {'"', '"[...]'}


def quotation_of(block: Block, sent: Sent) -> Paragraph | None:
    """Return the paragraph that quotes the national text of a clause; none for a local commitment."""
    clause = sent.clauses.get(block.clause)
    if clause is None or clause.is_local:
        return None
    for one in block.paragraphs:
        if block.clause in one.tags:
            return one
    said = key_of(clause.text)
    same = (one for one in block.paragraphs if said in key_of(one.whole()))
    quoted = (one for one in block.paragraphs if one.whole().strip().startswith("«"))
    return next(same, None) or next(quoted, None)


def quotation_change(paragraph: Paragraph, clause: str, text: str) -> Change | None:
    """Return what a file makes of the national text of a clause, None where it is as it was sent."""
    now, before = paragraph.text(View.FINAL), paragraph.text(View.ORIGINAL)
    inside, _, after = key_of(now).partition(key_of(text))
    marks = [
        piece.mark
        for piece in paragraph.pieces
        if piece.mark.revision is not Revision.KEPT and piece.text.strip()
    ]
    if (
        inside in _BEFORE_QUOTATION
        and _AFTER_QUOTATION.fullmatch(after)
        and (not marks or key_of(now) == key_of(before))
    ):
        return None
    kind = ProposalKind.NATIONAL_TEXT_CHANGED
    return Change(clause, "national", kind, text, now.strip(), signature(marks))
