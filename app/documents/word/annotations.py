"""The notes, comments and bookmarks of a text, numbered in its order."""

from collections.abc import Iterable, Iterator
from itertools import islice

from app.documents.render_options import RenderOptions
from app.documents.word.ooxml import (
    Encoded,
    Inline,
    Xml,
    annotated,
    bookmark,
    comment,
    commented,
    footnote,
    footnote_reference,
    run,
)


class Annotations:
    """The notes, comments and bookmarks of a text, each numbered from its own source as it is needed."""

    def __init__(
        self, options: RenderOptions, bookmarks: Iterator[str], notes: Iterator[str], comments: Iterator[str]
    ) -> None:
        self.options = options
        self.notes: list[Encoded] = []
        self.comments: list[Encoded] = []
        self._bookmark_numbers = bookmarks
        self._note_numbers = notes
        self._comment_numbers = comments

    def bookmarked(self, name: str, *content: Inline) -> Xml:
        """Content that a link can point at."""
        return bookmark(next(self._bookmark_numbers), name, *content)

    def note(self, *content: Inline) -> Xml:
        """Add a footnote and return the mark that calls it."""
        identifier = next(self._note_numbers)
        self.notes.append(footnote(identifier, *content).encode())
        return footnote_reference(identifier)

    def annotated(self, text: str, remarks: Iterable[tuple[str, str]]) -> Xml:
        """Return a text with its comments: (what is said, about which words). No words: about all of it.

        The text alone when the options are without comments.
        """
        marks = [(self._comment(said), words) for said, words in remarks if self.options.comments]
        return annotated(text, marks) if marks else run(text)

    def commented(self, content: Xml, remarks: Iterable[str]) -> Xml:
        """Comment a whole piece of XML; return it as it is when the options are without comments."""
        return commented(content, [self._comment(said) for said in remarks if self.options.comments])

    def take_numbers(self, bookmarks: int, notes: int, comments: int) -> list[str]:
        """Take the next numbers of each kind, in this order."""
        kinds = (
            (self._bookmark_numbers, bookmarks),
            (self._note_numbers, notes),
            (self._comment_numbers, comments),
        )
        return [number for numbers, wanted in kinds for number in islice(numbers, wanted)]

    def _comment(self, text: str) -> str:
        identifier = next(self._comment_numbers)
        self.comments.append(comment(identifier, self.options.on, text).encode())
        return identifier
