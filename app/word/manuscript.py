"""What accumulates while a document is written: headings, notes, comments, numbers of clauses."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from app.domain.draft import Draft
from app.domain.typography import NBSP
from app.word.edition import Edition
from app.word.ooxml import (
    Inline,
    Style,
    Xml,
    annotated,
    bookmark,
    choice_list,
    comment,
    footnote,
    footnote_reference,
    link,
    paragraph,
    run,
)

CONCORDANCE = "concordance"
"""The bookmark of the table of concordance."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A line of the contents: its style there, its bookmark, and its number as Word will count it."""

    style: Style
    bookmark: str
    number: str
    title: str


@dataclass
class Manuscript:
    """One draft being written.

    `chapters`, `first_bookmark`, `first_note` and `first_comment` leave room for what the text of a template
    already holds.
    """

    draft: Draft
    edition: Edition
    chapters: int = 0
    first_bookmark: int = 1
    first_note: int = 1
    first_comment: int = 1
    headings: list[Heading] = field(default_factory=list)
    notes: list[Xml] = field(default_factory=list)
    comments: list[Xml] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.engagements: Mapping[str, int] = {
            entry.commitment.id: rank for rank, entry in enumerate(self.draft.entries(), start=1)
        }
        self.local_engagements: Mapping[str, int] = {
            one.id: rank
            for rank, one in enumerate(
                (one for section in self.draft.sections for one in section.local), start=1
            )
        }
        self.choices = choice_list(partner.title for partner in self.draft.partners)
        self._bookmarks = 0
        self._chapter = self.chapters
        self._section = self._annex = 0

    def chapter(self, title: str) -> Xml:
        """A numbered heading of the first level, on a new page."""
        self._chapter += 1
        self._section = 0
        return self._heading(Style.HEADING_1, Style.CONTENTS_1, f"{self._chapter}.", title)

    def section(self, title: str, *, new_page: bool = False) -> Xml:
        """A numbered heading of the second level."""
        self._section += 1
        number = f"{self._chapter}.{self._section}"
        return self._heading(Style.HEADING_2, Style.CONTENTS_2, number, title, new_page=new_page)

    def annex(self, title: str) -> Xml:
        """The heading of an annexe: « Annexe A — … », on a new page."""
        self._annex += 1
        label = f"Annexe{NBSP}{chr(ord('A') + self._annex - 1)} — "
        return self._heading(Style.ANNEX_HEADING, Style.CONTENTS_1, "", title, label=label)

    def closing(self, title: str) -> Xml:
        """A heading of the first level without a number, on a new page."""
        return self._heading(Style.PLAIN_HEADING, Style.CONTENTS_1, "", title)

    def bookmarked(self, name: str, *content: Inline) -> Xml:
        """Content that a link can point at."""
        self._bookmarks += 1
        return bookmark(self.first_bookmark + self._bookmarks - 1, name, *content)

    def note(self, *content: Inline) -> Xml:
        """Adds a footnote and gives the mark that calls it."""
        identifier = self.first_note + len(self.notes)
        self.notes.append(footnote(identifier, *content))
        return footnote_reference(identifier)

    def annotated(self, text: str, remarks: Iterable[tuple[str, str]]) -> Xml:
        """A text with its comments: (what is said, about which words). No words: about all of it.

        The text alone when the edition has no comments.
        """
        marks = [(self._comment(said), words) for said, words in remarks if self.edition.comments]
        return annotated(text, marks) if marks else run(text)

    def clause_link(self, commitment_id: str) -> Xml:
        """A link to a clause of this document. Raises KeyError for a clause that is not in it."""
        number = self.engagements[commitment_id]
        return link(clause_bookmark(number), f"Engagement{NBSP}{number}")

    def _heading(
        self,
        style: Style,
        in_contents: Style,
        number: str,
        title: str,
        *,
        label: str = "",
        new_page: bool = False,
    ) -> Xml:
        name = f"_Toc{len(self.headings) + 1:08d}"
        self.headings.append(Heading(in_contents, name, number, f"{label}{title}"))
        return paragraph(style, self.bookmarked(name, title), new_page=new_page)

    def _comment(self, text: str) -> int:
        identifier = self.first_comment + len(self.comments)
        self.comments.append(comment(identifier, self.edition.on, text))
        return identifier


def clause_bookmark(number: int) -> str:
    """The bookmark of a clause in its volet."""
    return f"engagement_{number}"


def local_bookmark(number: int) -> str:
    """The bookmark of a local commitment in its volet."""
    return f"engagement_local_{number}"


def trace_bookmark(number: int) -> str:
    """The bookmark of a clause in the annexe of traceability."""
    return f"source_{number}"


def objective_bookmark(number: int) -> str:
    """The bookmark of the first figured objective of a clause in their table."""
    return f"objectif_{number}"
