"""What accumulates while a document is written: headings, notes, comments, numbers of clauses."""

from collections.abc import Mapping
from functools import lru_cache
from itertools import count

from app.documents import RenderOptions
from app.documents.word.cache import Annotations, Quoted
from app.documents.word.ooxml import Heading, Style, Xml, choice_list, link, paragraph
from app.domain.draft import Draft
from app.domain.french import NBSP
from app.domain.names import Signing, signings
from app.domain.parties import OTHER

CONCORDANCE = "concordance"
"""The bookmark of the table of concordance."""


class RenderContext(Annotations):
    """A draft being rendered: its headings, numbers, notes and comments so far.

    `chapters`, `first_bookmark`, `first_note` and `first_comment` leave room for what the text of a template
    already holds.
    """

    def __init__(
        self,
        draft: Draft,
        options: RenderOptions,
        chapters: int = 0,
        first_bookmark: int = 1,
        first_note: int = 1,
        first_comment: int = 1,
    ) -> None:
        super().__init__(
            options, *(map(str, count(one)) for one in (first_bookmark, first_note, first_comment))
        )
        self.draft = draft
        self.headings: list[Heading] = []
        self.engagements = draft.numbers
        self.quoted: Mapping[str, Quoted] = {
            entry.commitment.id: Quoted.of(entry) for entry in draft.entries()
        }
        self.volets = {
            self.engagements[entry.commitment.id]: volet.section.title
            for volet in draft.sections
            for entry in volet.entries
        }
        self.local_engagements = draft.local_numbers
        self.signings = signings(draft)
        self.choices = choice_list(
            title
            for signing in self.signings
            for title in ([signing.name] if _is_other(signing) else [one.title for one in signing.partners])
        )
        self._chapter = chapters
        self._section = self._annex = 0

    def chapter(self, title: str, *, new_page: bool = True) -> Xml:
        """Return a numbered heading of the first level."""
        self._chapter += 1
        self._section = 0
        page = None if new_page else False  # the style starts one
        return self._heading(Style.HEADING_1, Style.CONTENTS_1, f"{self._chapter}.", title, new_page=page)

    def section(self, title: str, *, new_page: bool = False) -> Xml:
        """Return a numbered heading of the second level."""
        self._section += 1
        number = f"{self._chapter}.{self._section}"
        page = True if new_page else None
        return self._heading(Style.HEADING_2, Style.CONTENTS_2, number, title, new_page=page)

    def annex(self, title: str) -> Xml:
        """Return the heading of an annexe: « Annexe A — … », on a new page."""
        self._annex += 1
        label = f"Annexe{NBSP}{chr(ord('A') + self._annex - 1)} — "
        return self._heading(Style.ANNEX_HEADING, Style.CONTENTS_1, "", title, label=label)

    def closing(self, title: str) -> Xml:
        """Return a heading of the first level without a number, on a new page."""
        return self._heading(Style.PLAIN_HEADING, Style.CONTENTS_1, "", title)

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
        name = f"_Toc{len(self.headings) + 1:08d}"
        self.headings.append(Heading(in_contents, name, number, f"{label}{title}"))
        return paragraph(style, self.bookmarked(name, title), new_page=new_page)


def _is_other(signing: Signing) -> bool:
    """Whether its kind says nothing of it: it is known by its name alone."""
    return all(partner.id == OTHER for partner in signing.partners)


@lru_cache(maxsize=4096)
def link_to_clause(number: int | str) -> Xml:
    """Return a link to the clause of this number."""
    return link(clause_bookmark(number), f"Engagement{NBSP}{number}")


@lru_cache(maxsize=4096)
def bare_link(number: int) -> Xml:
    """Return a link to the clause of this number that shows the number alone."""
    return link(clause_bookmark(number), str(number))


def clause_bookmark(number: int | str) -> str:
    """Return the bookmark of a clause in its volet."""
    return f"engagement_{number}"


def local_bookmark(number: int) -> str:
    """Return the bookmark of a local commitment in its volet."""
    return f"engagement_local_{number}"


def trace_bookmark(number: int | str) -> str:
    """Return the bookmark of a clause in the annexe of traceability."""
    return f"source_{number}"


def objective_bookmark(number: int | str) -> str:
    """Return the bookmark of the first figured objective of a clause in their table."""
    return f"objectif_{number}"
