"""What a returned Word file changes: read within limits, compared with the contract that was sent."""

from app.formats.returned.comments import ASSISTANT
from app.formats.returned.fixed_text import SentDraft, read_draft
from app.formats.returned.package import Package, contract_named, format_of, open_package, reopen
from app.formats.returned.reading import NOT_A_COPY, read_returned
from app.formats.returned.returned_json import returned_document
from app.formats.returned.sent import Sent, sent_of
from app.formats.returned.values import (
    Change,
    Comment,
    Deleted,
    Loss,
    Remark,
    Returned,
    Signature,
)

__all__ = [
    "ASSISTANT",
    "NOT_A_COPY",
    "Change",
    "Comment",
    "Deleted",
    "Loss",
    "Package",
    "Remark",
    "Returned",
    "Sent",
    "SentDraft",
    "Signature",
    "contract_named",
    "format_of",
    "open_package",
    "read_draft",
    "read_returned",
    "reopen",
    "returned_document",
    "sent_of",
]
