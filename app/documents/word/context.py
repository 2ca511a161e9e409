"""What accumulates while a document is written, and the XML that is cached from one to the next.

The national text of a clause changes from one document to the next in its numbers alone: marks stand for
these, and the parts keep the rest with `functools.lru_cache`. Comments and bookmarks are numbered in
the order of the text.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import count, islice

from app.documents import Edition, RenderOptions
from app.documents.word.ooxml import (
    CONTROL_ID,
    Encoded,
    Heading,
    Inline,
    Style,
    Xml,
    annotated,
    bookmark,
    choice_list,
    comment,
    commented,
    control_ids,
    link,
    paragraph,
    run,
)
from app.domain.catalogue import Commitment, Convention, Target
from app.domain.draft import Draft, Entry
from app.domain.french import NBSP
from app.domain.names import signings
from app.domain.recalled import body_of, recalled_in
from app.domain.rules import Standing


class Annotations:
    """The comments and bookmarks of a text, each numbered from its own source as it is needed.

    `control_ids`: the identities of content controls, see `number_controls`.
    """

    def __init__(self, options: RenderOptions, bookmarks: Iterator[str], comments: Iterator[str]) -> None:
        self.options = options
        self.control_ids = control_ids()
        self.comments: list[Encoded] = []
        self._bookmark_numbers = bookmarks
        self._comment_numbers = comments

    def bookmarked(self, name: str, *content: Inline) -> Xml:
        """Content that a link can point at."""
        return bookmark(next(self._bookmark_numbers), name, *content)

    def annotated(self, text: str, remarks: Iterable[tuple[str, str]]) -> Xml:
        """Return a text with its comments: (what is said, about which words). No words: about all of it.

        The text alone when the options are without comments.
        """
        marks = [(self._comment(said), words) for said, words in remarks if self.options.comments]
        return annotated(text, marks) if marks else run(text)

    def commented(self, content: Xml, remarks: Iterable[str]) -> Xml:
        """Comment a whole piece of XML; return it as it is when the options are without comments."""
        return commented(content, [self._comment(said) for said in remarks if self.options.comments])

    def take_numbers(self, bookmarks: int, comments: int) -> list[str]:
        """Take the next numbers of each kind, in this order."""
        kinds = ((self._bookmark_numbers, bookmarks), (self._comment_numbers, comments))
        return [number for numbers, wanted in kinds for number in islice(numbers, wanted)]

    def _comment(self, text: str) -> str:
        identifier = next(self._comment_numbers)
        self.comments.append(comment(identifier, self.options.on, text).encode())
        return identifier


class CachedXml:
    """Well-formed XML in which marks stand for what changes from one document to the next.

    `marks` are characters that the rest of the XML does not hold, in the order of the values of `fill`. Each
    of its controls takes an identity of its own.
    """

    __slots__ = ("_controls", "_pieces", "_places")

    def __init__(self, xml: str, marks: str) -> None:
        pieces = re.split(f"([{marks}]|{CONTROL_ID})", xml)
        controls = count(len(marks))
        self._places = [next(controls) if mark == CONTROL_ID else marks.index(mark) for mark in pieces[1::2]]
        self._controls = next(controls) - len(marks)
        self._pieces = [piece.encode() for piece in pieces]

    def fill(self, values: Sequence[Encoded], ids: Iterable[Encoded] = ()) -> Encoded:
        """Return the XML with these values, which are XML too, one for each mark."""
        if self._controls:
            values = (*values, *islice(ids, self._controls))
        pieces = self._pieces.copy()
        pieces[1::2] = [values[place] for place in self._places]
        return b"".join(pieces)


@dataclass(frozen=True, slots=True)
class CachedText:
    """A text with its comments and the number of its bookmarks, for all the documents."""

    text: CachedXml
    comments: tuple[CachedXml, ...]
    bookmarks: int

    def fill(self, annotations: Annotations, values: Sequence[Encoded]) -> Encoded:
        """Return the text with these values and numbers of its own; add its comments."""
        numbers = annotations.take_numbers(self.bookmarks, len(self.comments))
        filled = [*values, *map(str.encode, numbers)]
        annotations.comments += [comment.fill(filled) for comment in self.comments]
        return self.text.fill(filled, annotations.control_ids)


_ROOM = 0x100
VALUES, _BOOKMARKS, _COMMENTS = (
    "".join(map(chr, range(first, first + _ROOM))) for first in range(0xE000, 0xE300, _ROOM)
)
"""Unicode's private characters: no text of the catalogue holds any."""


def cache_text(options: RenderOptions, values: int, write: Callable[[Annotations], Xml]) -> CachedText:
    """Return what `write` writes. In its text the `values` first of VALUES stand for what will be given."""
    marks = (_BOOKMARKS, _COMMENTS)
    drawn = [iter(kind) for kind in marks]
    annotations = Annotations(options, *drawn)
    text = write(annotations)
    taken = [kind[: _ROOM - len(tuple(left))] for kind, left in zip(marks, drawn, strict=True)]
    used = "".join((VALUES[:values], *taken))
    return CachedText(
        CachedXml(text, used),
        tuple(CachedXml(comment.decode(), used) for comment in annotations.comments),
        bookmarks=len(taken[0]),
    )


@dataclass(frozen=True, slots=True)
class Quoted:
    """The cache key of a clause: what a draft quotes of it, but its id. Clauses that read alike are equal."""

    commitment: Commitment = field(compare=False)
    text: str
    lacuna: bool
    targets: tuple[Target, ...]
    remark: str
    standing: Standing
    convention: Convention
    lead_in: tuple[str, ...]

    @classmethod
    def of(cls, entry: Entry) -> "Quoted":
        """Return what is quoted of the commitment of this entry."""
        clause = entry.commitment
        words = (clause.text, clause.lacuna, clause.targets, clause.remark, entry.standing)
        return cls(clause, *words, entry.convention, entry.lead_in)

    def __hash__(self) -> int:
        """Hash the text alone, whose hash is known: the rest is compared."""
        return hash(self.text)


CONCORDANCE = "concordance"
"""The bookmark of the table of concordance."""


class RenderContext(Annotations):
    """A draft being rendered: its headings, numbers and comments so far.

    `sections` are the volets of the body, `recalled` those of the clauses that are only recalled in an
    annexe: none but in the edition to sign.
    `chapters`, `first_bookmark` and `first_comment` leave room for what the text of a template
    already holds.
    """

    def __init__(
        self,
        draft: Draft,
        options: RenderOptions,
        chapters: int = 0,
        first_bookmark: int = 1,
        first_comment: int = 1,
    ) -> None:
        super().__init__(options, *(map(str, count(one)) for one in (first_bookmark, first_comment)))
        self.draft = draft
        self.headings: list[Heading] = []
        self.signing = options.edition is Edition.SIGNING
        self.sections = body_of(draft) if self.signing else draft.sections
        self.recalled = recalled_in(draft) if self.signing else ()
        self.engagements = draft.numbers
        self.quoted: Mapping[str, Quoted] = {
            entry.commitment.id: Quoted.of(entry) for entry in draft.entries()
        }
        self.volets = {
            self.engagements[entry.commitment.id]: volet.section.title
            for volet in self.sections
            for entry in volet.entries
        }
        self.local_engagements = draft.local_numbers
        self.signings = signings(draft)
        self.choices = choice_list(signing.name for signing in self.signings)
        self.is_short = is_short(draft, options)
        self._chapter = chapters
        self._section = self._annex = 0
        self._after_contents = self.has_front = False

    def begin_after_contents(self) -> None:
        """Have the next heading begin a page: the contents stand before it."""
        self.has_front = bool(self.headings)
        self._after_contents = True

    def body_entries(self) -> Iterator[Entry]:
        """Yield the clauses of the body, in the order of the document."""
        for volet in self.sections:
            yield from volet.entries

    def chapter(self, title: str) -> Xml:
        """Return a numbered heading of the first level. It begins a page after the contents alone.

        A short document has none: it goes on below its title, and so do all its parts.
        """
        self._chapter += 1
        self._section = 0
        number = f"{self._chapter}."
        return self._heading(Style.HEADING_1, Style.CONTENTS_1, number, title, new_page=self._after_contents)

    def section(self, title: str) -> Xml:
        """Return a numbered heading of the second level."""
        self._section += 1
        number = f"{self._chapter}.{self._section}"
        return self._heading(Style.HEADING_2, Style.CONTENTS_2, number, title)

    def annex(self, title: str) -> Xml:
        """Return the heading of an annexe: « Annexe A — … ». As of chapters, the first begins a page."""
        self._annex += 1
        label = f"Annexe{NBSP}{chr(ord('A') + self._annex - 1)} — "
        is_first = self._annex == 1
        return self._heading(Style.ANNEX_HEADING, Style.CONTENTS_1, "", title, label=label, new_page=is_first)

    def article(self, title: str) -> Xml:
        """Return the heading of an article of an amendment: « Article 1 — … ». The first begins a page."""
        self._chapter += 1
        return self.unnumbered(f"Article{NBSP}{self._chapter} — {title}", new_page=self._after_contents)

    @property
    def article_number(self) -> int:
        """The number of the article that was begun last."""
        return self._chapter

    def unnumbered(self, title: str, *, new_page: bool | None = None) -> Xml:
        """Return a heading of the first level without a number, on a new page but in a short document."""
        return self._heading(Style.PLAIN_HEADING, Style.CONTENTS_1, "", title, new_page=new_page)

    def clause_link(self, commitment_id: str) -> Xml:
        """Return a link to a clause of this document. Raises KeyError for a clause that is not in it."""
        return link_to_clause(self.engagements[commitment_id])

    def _heading(
        self,
        style: Style,
        in_contents: Style,
        number: str,
        title: str,
        *,
        label: str = "",
        new_page: bool | None = None,
    ) -> Xml:
        self._after_contents = False
        name = f"_Toc{len(self.headings) + 1:08d}"
        self.headings.append(Heading(in_contents, name, number, f"{label}{title}"))
        if self.is_short and style in {Style.HEADING_1, Style.ANNEX_HEADING, Style.PLAIN_HEADING}:
            return paragraph(style, self.bookmarked(name, title), new_page=False, space=_BELOW_TEXT)
        return paragraph(style, self.bookmarked(name, title), new_page=new_page)


_BELOW_TEXT = (320, 120)
"""The space around a heading of a short document, which begins no page, in twentieths of a point."""

MOST_WITHOUT_CONTENTS = 20
"""Commitments of a document that a reader finds without a table of contents."""


def is_short(draft: Draft, options: RenderOptions) -> bool:
    """Whether a document has neither contents nor chapters that begin a page."""
    if options.document.is_report:
        return True
    held = sum(len(section.written) for section in draft.sections)
    return draft.is_extract and held <= MOST_WITHOUT_CONTENTS


@lru_cache(maxsize=4096)
def link_to_clause(number: int | str) -> Xml:
    """Return a link to the clause of this number."""
    return link(clause_bookmark(number), f"Engagement{NBSP}{number}")


@lru_cache(maxsize=4096)
def bare_link(number: int) -> Xml:
    """Return a link to the clause of this number that shows the number alone."""
    return link(clause_bookmark(number), str(number), tip=f"Engagement{NBSP}{number}")


def clause_bookmark(number: int | str) -> str:
    """Return the bookmark of a clause in its volet."""
    return f"engagement_{number}"


LASTING = "e_"
"""What the bookmarks begin with that keep their names from one version to the next."""


@lru_cache(maxsize=4096)
def lasting_bookmark(commitment_id: str) -> str:
    """Return the bookmark of a commitment that keeps its name from one version to the next.

    The number in `clause_bookmark` is a rank: after an exclusion it names another clause.
    """
    return f"{LASTING}{commitment_id.replace('-', '_')}"


def local_bookmark(number: int) -> str:
    """Return the bookmark of a local commitment in its volet."""
    return f"engagement_local_{number}"


def objective_bookmark(number: int | str) -> str:
    """Return the bookmark of the first figured objective of a clause in their table."""
    return f"objectif_{number}"
