"""What found no place, each thing once."""

from app.domain.returned import LossKind
from app.formats.returned.contents import Contents, Loose
from app.formats.returned.paragraphs import Paragraph, Revision, View
from app.formats.returned.signatures import signature
from app.formats.returned.values import UNSIGNED, Loss, Signature


class Losses:
    """Keeps what found no place, each with the clause that it stands near."""

    def __init__(self, contents: Contents) -> None:
        self._contents = contents
        self._found: dict[Loss, None] = {}

    def found(self) -> tuple[Loss, ...]:
        """Return them, in the order in which they were met."""
        return tuple(self._found)

    def add(  # noqa: PLR0913 — what a Loss is made of
        self,
        kind: LossKind,
        text: str,
        paragraph: Paragraph | None,
        clause: str = "",
        *,
        signed: Signature = UNSIGNED,
        old: str = "",
        field: str = "",
    ) -> None:
        """Keep a text of a paragraph."""
        near = clause or self._contents.near(paragraph) or None
        self._found[Loss(kind, text.strip(), near, signed, old, field)] = None

    def add_tracked(self, loose: Loose) -> None:
        """Keep a paragraph that a tracked change altered outside the fields."""
        one, said = loose.paragraph, loose.said
        whole = all(mark.revision is Revision.INSERTED for mark in said.marks) and bool(said.marks)
        before = one.text(View.ORIGINAL)
        kind = LossKind.FIXED_TEXT_CHANGED
        if whole and not before.strip():
            kind = added(one)
        signed = signature(loose.marks() or said.changed())
        self.add(kind, one.text(View.FINAL), one, loose.clause, signed=signed, old=before)


def added(paragraph: Paragraph) -> LossKind:
    """Return the kind of a paragraph that was added: a heading, a cell of a table, or a text."""
    if paragraph.level:
        return LossKind.ADDED_HEADING
    return LossKind.ADDED_TABLE if paragraph.cell else LossKind.ADDED_TEXT
