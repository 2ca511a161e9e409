"""Where the review of a takeover is: its chapters, their parts, and what each of them waits for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby

from app.domain.takeover import Target, names_section
from app.domain.takeover.corrections import Corrections
from app.domain.takeover.review import Outcome, ReviewedPiece, ReviewedRemainder
from app.domain.text import first_words
from app.store import Takeover
from app.web.services import catalogue, profiles

_CHAPTERS = (
    ("territoire", "Territoire et quartiers", (Target.TERRITORY, Target.QUARTIER)),
    ("signataires", "Signataires", (Target.SIGNATORY,)),
    ("orientations", "Orientations et objectifs", (Target.ORIENTATION, Target.OBJECTIVE)),
    ("actions", "Actions", (Target.ACTION,)),
    ("textes", "Textes des chapitres", (Target.TEXT,)),
)
_MOST_TOGETHER = 20
"""Pieces of several records on a page: quartiers, signatories."""
_LONGEST_TITLE = 120


@dataclass(frozen=True, slots=True)
class ReviewPart:
    """Some pieces that are shown together: a fiche, an orientation, a text, or several quartiers."""

    id: str
    title: str
    pieces: tuple[ReviewedPiece, ...]

    @property
    def waiting(self) -> int:
        """How many pieces nobody decided of."""
        return sum(one.outcome is None for one in self.pieces)

    @property
    def page(self) -> int:
        """The page on which it begins; 0 where it is unknown."""
        return min((one.piece.page for one in self.pieces), default=0)

    @property
    def set_aside(self) -> int:
        """How many pieces were set aside."""
        return sum(one.outcome is Outcome.SET_ASIDE for one in self.pieces)


@dataclass(frozen=True, slots=True)
class ReviewChapter:
    """The parts of one kind."""

    id: str
    title: str
    parts: tuple[ReviewPart, ...]

    @property
    def waiting(self) -> int:
        """How many pieces nobody decided of."""
        return sum(part.waiting for part in self.parts)


@dataclass(frozen=True)
class Review:
    """A takeover with all that was recognised and what became of it."""

    takeover: Takeover

    @property
    def is_closed(self) -> bool:
        """Whether it has made its contract."""
        return self.takeover.profile_id is not None

    @cached_property
    def pieces(self) -> tuple[ReviewedPiece, ...]:
        """The pieces in their order."""
        return profiles().takeovers.pieces(self.takeover.id)

    @cached_property
    def remainders(self) -> tuple[ReviewedRemainder, ...]:
        """What found no place, in its order."""
        return profiles().takeovers.remainders(self.takeover.id)

    @property
    def waiting(self) -> int:
        """How many pieces and texts nobody decided of."""
        return self.pieces_waiting + self.remainders_waiting

    @property
    def pieces_waiting(self) -> int:
        """How many pieces nobody decided of."""
        return sum(one.outcome is None for one in self.pieces)

    @property
    def remainders_waiting(self) -> int:
        """How many texts without a place nobody decided of."""
        return sum(one.outcome is None for one in self.remainders)

    @property
    def outcomes(self) -> Mapping[Outcome, int]:
        """How many pieces and texts have each outcome."""
        said = [one.outcome for one in self.pieces] + [one.outcome for one in self.remainders]
        return {outcome: said.count(outcome) for outcome in Outcome}

    @cached_property
    def corrections(self) -> Corrections:
        """What shows the pieces, and reads them corrected."""
        known = catalogue()
        outline = known.latest_outline
        return Corrections.of(
            [replace(one.piece, value=one.value) for one in self.pieces],
            sections={one.id: one.title for one in known.sections_in(outline)},
            partners={one.id: one.title for one in known.partners},
            places={place.id: place.label for chapter in outline.chapters for place in chapter.places},
            years=sorted({str(year) for term in outline.terms for year in range(term.first, term.last + 1)}),
        )

    @cached_property
    def chapters(self) -> tuple[ReviewChapter, ...]:
        """The chapters of which something was recognised."""
        made = []
        for chapter, title, targets in _CHAPTERS:
            pieces = [one for one in self.pieces if one.piece.target in targets]
            if pieces:
                made.append(ReviewChapter(chapter, title, tuple(self._parts(chapter, title, pieces))))
        return tuple(made)

    def part(self, part: str) -> ReviewPart | None:
        """Return a part by its id."""
        return next((one for chapter in self.chapters for one in chapter.parts if one.id == part), None)

    def following(self, part: str) -> str | None:
        """Return the next part after one of which something waits, from the first again at the end."""
        parts = [one for chapter in self.chapters for one in chapter.parts]
        at = next(rank for rank, one in enumerate(parts) if one.id == part)
        waiting = (one.id for one in (*parts[at + 1 :], *parts[:at]) if one.waiting)
        return next(waiting, None)

    def accept(self, which: str) -> int:
        """Accept all that waits in a chapter, or in a part, by its id: how many pieces."""
        pieces = [
            replace(one, outcome=Outcome.ACCEPTED)
            for chapter in self.chapters
            for part in chapter.parts
            if which in {chapter.id, part.id}
            for one in part.pieces
            if one.outcome is None
        ]
        if pieces:
            profiles().takeovers.review(self.takeover.id, pieces)
        return len(pieces)

    def said(self, one: ReviewedPiece) -> str:
        """Return a piece in words."""
        return self.corrections.said(one.piece, one.value)

    def is_chosen(self, one: ReviewedPiece) -> bool:
        """Return whether the application chose the volet of an action: the fiche itself does not name it."""
        if one.piece.field != "section":
            return False
        return not names_section(one.piece.text, self.corrections.sections.get(one.piece.value, ""))

    @cached_property
    def actions(self) -> Mapping[str, str]:
        """The titles of the actions by their keys, those that were set aside left out."""
        return {
            one.piece.key: str(one.value)
            for one in self.pieces
            if one.piece.target is Target.ACTION
            and one.piece.field == "text"
            and one.outcome is not Outcome.SET_ASIDE
        }

    def _parts(self, chapter: str, title: str, pieces: Sequence[ReviewedPiece]) -> Iterator[ReviewPart]:
        for rank, (name, group) in enumerate(_grouped(chapter, pieces), start=1):
            known = name or self._title(group) or (f"{title} ({rank})" if rank > 1 else title)
            yield ReviewPart(f"{chapter}-{rank}", first_words(known, _LONGEST_TITLE), tuple(group))

    def _title(self, group: Sequence[ReviewedPiece]) -> str:
        first = group[0].piece
        if first.target is Target.TEXT:
            return self.corrections.title(first)
        named = {Target.ACTION: "text", Target.ORIENTATION: "title"}.get(first.target)
        if named is None:
            return ""
        titles = (str(one.value) for one in group if one.piece.field == named)
        return next(titles, "Sans titre")


def _grouped(chapter: str, pieces: Sequence[ReviewedPiece]) -> Iterator[tuple[str, list[ReviewedPiece]]]:
    """Yield the pieces of each part, with its title where its kind says it."""
    if chapter in {"territoire", "signataires"}:
        for start in range(0, len(pieces), _MOST_TOGETHER):
            yield "", list(pieces[start : start + _MOST_TOGETHER])
        return
    for _, group in groupby(pieces, key=lambda one: one.piece.key.partition("/")[0]):
        yield "", list(group)
