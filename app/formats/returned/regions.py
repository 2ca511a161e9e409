"""The texts of the chapters in a file: what stands in their controls, and what belongs there without one."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.formats.returned.notation import lines_key
from app.formats.returned.paragraphs import Paragraph, Piece
from app.formats.returned.said import are_alike, key_of
from app.formats.returned.sent import Sent

_ENDS = " \u00a0\u202f;.,"
"""What the application writes after a place."""


def mark_chapters(outside: Sequence[Paragraph], sent: Sent) -> None:
    """Give the tags of the chapters to the words that belong there and that no control holds.

    LibreOffice leaves one paragraph alone in a control that held several; somebody types after a control, or
    takes it away: then the label says what follows.
    """
    holders: dict[str, list[Paragraph]] = {}
    for one in outside:
        for tag in {piece.tag for piece in one.pieces} & sent.places:
            holders.setdefault(tag, []).append(one)
    tagged = set(holders)
    for at, one in enumerate(outside):
        tag = next((piece.tag for piece in reversed(one.pieces) if piece.tag in tagged), "")
        if tag:
            _take_the_end(one, tag)
            if at + 1 == len(outside) or tag not in {piece.tag for piece in outside[at + 1].pieces}:
                holders[tag] += _take_what_follows(outside, at, tag, _unsaid(holders[tag], tag, sent))
        elif found := _labelled(one, sent, tagged):
            tag, start = found
            one.pieces = [*_retagged(one.pieces, tag, start)]
            _take_what_follows(outside, at, tag, _unsaid([one], tag, sent))


def _take_the_end(one: Paragraph, tag: str) -> None:
    last = max(rank for rank, piece in enumerate(one.pieces) if piece.tag == tag)
    after = one.pieces[last + 1 :]
    if "".join(piece.text for piece in after).strip(_ENDS) and not any(piece.tag for piece in after):
        one.pieces[last + 1 :] = [replace(piece, tag=tag) for piece in after]


def _unsaid(holders: Sequence[Paragraph], tag: str, sent: Sent) -> list[str]:
    """Return the lines of what was sent in a place that none of the paragraphs that hold it says."""
    here = {key_of(one.whole()) for one in holders}
    return [key for key in lines_key(sent.texts.get(tag, "")) if key not in here]


def _take_what_follows(
    outside: Sequence[Paragraph], at: int, tag: str, missing: Sequence[str]
) -> Sequence[Paragraph]:
    """Take the next paragraphs, as far as they say what is missing of this place; return them."""
    following: list[Paragraph] = []
    last = 0
    for one in outside[at + 1 : at + 1 + len(missing) * 2]:
        if one.level or one.cell or any(piece.tag for piece in one.pieces):
            break
        following.append(one)
        if any(are_alike(key_of(one.whole()), key) for key in missing):
            last = len(following)
    for one in following[:last]:
        one.pieces = [replace(piece, tag=tag) for piece in one.pieces]
    return following[:last]


def _labelled(one: Paragraph, sent: Sent, tagged: set[str]) -> tuple[str, int] | None:
    """Return the chapter that a label at the beginning of a paragraph names, and where its text begins."""
    if one.cell or one.level or any(piece.tag for piece in one.pieces):
        return None
    label, colon, _ = one.whole().partition(":")
    tag = sent.labels.get(key_of(label)) if colon else None
    return None if tag is None or tag in tagged else (tag, len(label) + 1)


def _retagged(pieces: Sequence[Piece], tag: str, start: int) -> Iterator[Piece]:
    """Yield some pieces, those after some characters with a tag."""
    at = 0
    for piece in pieces:
        cut = min(max(start - at, 0), len(piece.text))
        at += len(piece.text)
        if piece.text[:cut]:
            yield replace(piece, text=piece.text[:cut])
        if piece.text[cut:]:
            yield replace(piece, text=piece.text[cut:], tag=tag)
