"""The notes, comments and bookmarks of a text, numbered in its order."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from app.documents.render_options import Edition
from app.documents.word.ooxml import (
    Encoded,
    Inline,
    Stencil,
    Xml,
    annotated,
    bookmark,
    comment,
    commented,
    footnote,
    footnote_reference,
    run,
)


class Apparatus:
    """What goes with the text of an edition. Its numbers are drawn from three sources, as they are needed."""

    def __init__(
        self, edition: Edition, bookmarks: Iterator[str], notes: Iterator[str], comments: Iterator[str]
    ) -> None:
        self.edition = edition
        self.notes: list[Encoded] = []
        self.comments: list[Encoded] = []
        self._bookmark_numbers = bookmarks
        self._note_numbers = notes
        self._comment_numbers = comments

    def bookmarked(self, name: str, *content: Inline) -> Xml:
        """Content that a link can point at."""
        return bookmark(next(self._bookmark_numbers), name, *content)

    def note(self, *content: Inline) -> Xml:
        """Adds a footnote and gives the mark that calls it."""
        identifier = next(self._note_numbers)
        self.notes.append(footnote(identifier, *content).encode())
        return footnote_reference(identifier)

    def annotated(self, text: str, remarks: Iterable[tuple[str, str]]) -> Xml:
        """A text with its comments: (what is said, about which words). No words: about all of it.

        The text alone when the edition has no comments.
        """
        marks = [(self._comment(said), words) for said, words in remarks if self.edition.comments]
        return annotated(text, marks) if marks else run(text)

    def commented(self, content: Xml, remarks: Iterable[str]) -> Xml:
        """A piece of XML with what is said of all of it. It alone when the edition has no comments."""
        return commented(content, [self._comment(said) for said in remarks if self.edition.comments])

    def taken(self, passage: "Passage", values: Sequence[Encoded]) -> Encoded:
        """A passage with these values and numbers of its own; its notes and comments join the others."""
        filled = [*values, *map(str.encode, islice(self._bookmark_numbers, passage.bookmarks))]
        if passage.notes or passage.comments:
            filled += map(str.encode, islice(self._note_numbers, len(passage.notes)))
            filled += map(str.encode, islice(self._comment_numbers, len(passage.comments)))
            self.notes += [note.filled(filled) for note in passage.notes]
            self.comments += [one.filled(filled) for one in passage.comments]
        return passage.text.filled(filled)

    def _comment(self, text: str) -> str:
        identifier = next(self._comment_numbers)
        self.comments.append(comment(identifier, self.edition.on, text).encode())
        return identifier


@dataclass(frozen=True, slots=True)
class Passage:
    """A text with its notes and comments, written for all the documents that will take it.

    `bookmarks` says how many it has.
    """

    text: Stencil
    notes: tuple[Stencil, ...]
    comments: tuple[Stencil, ...]
    bookmarks: int


_ROOM = 0x100
VALUES, _BOOKMARKS, _NOTES, _COMMENTS = (
    "".join(map(chr, range(first, first + _ROOM))) for first in range(0xE000, 0xE400, _ROOM)
)
"""Unicode's private characters: no text of the catalogue holds any."""


def passage(edition: Edition, values: int, write: Callable[[Apparatus], Xml]) -> Passage:
    """What `write` writes. In its text the `values` first of VALUES stand for what will be given."""
    marks = (_BOOKMARKS, _NOTES, _COMMENTS)
    drawn = [iter(kind) for kind in marks]
    apparatus = Apparatus(edition, *drawn)
    text = write(apparatus)
    taken = [kind[: _ROOM - len(tuple(left))] for kind, left in zip(marks, drawn, strict=True)]
    used = "".join((VALUES[:values], *taken))
    return Passage(
        Stencil(text, used),
        tuple(Stencil(note.decode(), used) for note in apparatus.notes),
        tuple(Stencil(one.decode(), used) for one in apparatus.comments),
        bookmarks=len(taken[0]),
    )
