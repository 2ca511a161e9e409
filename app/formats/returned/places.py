"""What a file says outside the clauses: the texts of the chapters, the signatories."""

from collections.abc import Iterator

from app.domain.markup import plain_words
from app.domain.proposals import ProposalKind
from app.formats.returned.changes import kind_of
from app.formats.returned.contents import Contents, Loose
from app.formats.returned.notation import as_typed, noted, together
from app.formats.returned.paragraphs import Paragraph, Piece, View
from app.formats.returned.said import Said
from app.formats.returned.sent import Sent
from app.formats.returned.signatures import signed
from app.formats.returned.values import Change

_DATES = ("projet", "territoire")
"""The controls of the margins and of the cover, which are compared with these."""
_SIGNATORIES = ("representant.", "signataire.", "signature.")
CHAPTERS, SIGNATORIES = "textes", "signataires"


class Places:
    """The controls outside the clauses, by their tags, and the texts that stand in none of them."""

    def __init__(self, contents: Contents) -> None:
        self._sent = contents.sent
        self._parts: dict[str, list[tuple[Paragraph, list[Piece]]]] = {}
        self.loose: list[Loose] = []
        self.before: list[Loose] = []
        """The same as they were before the tracked changes, where nothing is left of them."""
        for one in contents.parts.outside:
            self._take(one)

    def _take(self, one: Paragraph) -> None:
        tags = {piece.tag: None for piece in one.pieces if self._is_place(piece.tag)}
        for tag in tags:
            pieces = [piece for piece in one.pieces if piece.tag == tag]
            self._parts.setdefault(tag, []).append((one, pieces))
        others = [piece for piece in one.pieces if piece.tag not in tags]
        now, before = (Said.of_pieces(others, view) for view in (View.FINAL, View.ORIGINAL))
        self.loose.append(Loose(one, now))
        if not now.text.strip() and before.changed():
            self.before.append(Loose(one, before))

    def _is_place(self, tag: str) -> bool:
        return bool(tag) and tag.partition(".")[0] not in self._sent.clauses and tag not in _DATES

    def __iter__(self) -> Iterator[str]:
        return iter(self._parts)

    def __contains__(self, tag: str) -> bool:
        return tag in self._parts

    def first(self, tag: str) -> Paragraph:
        """Return the paragraph in which a control begins."""
        return self._parts[tag][0][0]

    def said(self, tag: str, view: View) -> Said:
        """Return what stands in the controls of a tag."""
        parts = ((one, Said.of_pieces(pieces, view)) for one, pieces in self._parts[tag])
        return together(parts, view, prose=True).without_places()

    def paragraphs(self) -> Iterator[Paragraph]:
        """Yield their paragraphs."""
        for parts in self._parts.values():
            yield from (one for one, _ in parts)


def is_answered(tag: str, sent: Sent) -> bool:
    """Whether what stands in a control is kept: the text of a chapter, what is said of a signatory."""
    return tag in sent.places or tag.startswith(_SIGNATORIES)


def sent_text(tag: str, sent: Sent, draft: Places | None, *, copied: bool) -> str:
    """Return what a control showed when the file was sent. `copied`: by this very draft.

    A former version wrote less in the other places than today's: nothing.
    """
    if draft is not None and tag in draft and (copied or tag.startswith(_SIGNATORIES)):
        return draft.said(tag, View.FINAL).text
    return plain_words(sent.texts.get(tag, "")) if tag in sent.places else ""


def place_change(tag: str, places: Places, sent: Sent, old: str) -> Change:
    """Return what a file makes of the text of a chapter, or of what is said of a signatory."""
    now, before = places.said(tag, View.FINAL), places.said(tag, View.ORIGINAL)
    chapter = tag in sent.places
    known = sent.texts.get(tag, "") if chapter else old
    kind: ProposalKind = kind_of(old, now.text)
    new = as_typed(known, noted(now) if chapter else now.text)
    return Change(CHAPTERS if chapter else SIGNATORIES, tag, kind, known, new, signed(now, before))
