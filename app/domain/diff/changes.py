"""What changed between two states of a contract, statement by statement, and in words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from app.domain.catalogue import Catalogue
from app.domain.diff.edit_script import Budget
from app.domain.diff.order import merged
from app.domain.diff.signatories import under_new_names
from app.domain.diff.statements import LISTS, UNSAID, Statement, Subject, statements
from app.domain.diff.text import Words, lines_between, values_between, words_between
from app.domain.names import Names
from app.domain.profile import Profile

MOST_NAMED = 3
"""Commitments that a line of changes names; more are counted."""

MOST_LISTED = 4
"""Fields, names or volets that a line of changes lists."""

_OF_COMMITMENTS = {Subject.NATIONAL, Subject.COMMITMENTS, Subject.LOCAL}

LONGEST_QUOTED = 60
"""Characters that a line of changes quotes of a commitment, or of any name."""


@dataclass(frozen=True, slots=True)
class Change:
    """One statement that changed; an empty text where it was not said."""

    subject: Subject
    name: str
    label: str
    place: str
    before: str
    after: str
    id: str = ""

    @property
    def about(self) -> str:
        """The commitment, signatory or chapter that it is about; nothing for the contract as a whole."""
        return self.id or self.name

    def words(self, budget: Budget | None = None) -> tuple[Words, ...]:
        """The text after with what was removed, in reading order; of a list, line by line.

        `budget`: what the comparisons of a whole page may cost together.

        Of a signatory, what is said of it as a whole: names in pieces read as no name.
        """
        if self.label in LISTS:
            return lines_between(self.before, self.after, budget)
        if self.subject is Subject.SIGNATORIES:
            return values_between(self.before, self.after)
        return words_between(self.before, self.after, budget)


def changes_between(
    before: Profile, after: Profile, catalogue: Catalogue, former: Catalogue | None = None
) -> tuple[Change, ...]:
    """Every statement that the two do not share, in the order of the contract.

    `former`: the catalogue of before, which names what the present one does not know.
    """
    names = Names(catalogue, former or catalogue, trame=after.outline)
    said_before = under_new_names(statements(before, names), before.signatories, after.signatories)
    old, new = _by_identity(said_before), _by_identity(statements(after, names))
    return in_order(
        _change(old.get(identity), new.get(identity))
        for identity in merged(new, old)
        if _text(old.get(identity)) != _text(new.get(identity))
    )


def in_order(changes: Iterable[Change]) -> tuple[Change, ...]:
    """By subject, then all that is about one commitment or one signatory together, as they come."""
    found = tuple(changes)
    abouts = dict.fromkeys((change.subject, change.about) for change in found)
    ranks = {about: rank for rank, about in enumerate(abouts)}
    subjects = list(Subject)
    return tuple(sorted(found, key=lambda one: (subjects.index(one.subject), ranks[one.subject, one.about])))


def together(changes: Iterable[Change]) -> Iterator[tuple[Change, ...]]:
    """Those that are about one thing, when they come in order."""
    for _, found in groupby(changes, key=lambda change: (change.subject, change.about)):
        yield tuple(found)


def in_words(changes: tuple[Change, ...]) -> str:
    """« Action locale et pilote : « Ouvrir une maison… » ; signataires (l’État) », on a few lines at most."""
    if not changes:
        return "rien n’a changé"
    return " ; ".join(_phrases(changes))


def _phrases(changes: tuple[Change, ...]) -> Iterator[str]:
    for subject in dict.fromkeys(change.subject for change in changes):
        about = [change for change in changes if change.subject is subject]
        if subject not in _OF_COMMITMENTS:
            said = _few([_thing(change) for change in about])
            yield subject.value if said.lower() == subject.value else f"{subject.value} ({said})"
            continue
        commitments = list(together(about))
        if len(commitments) <= MOST_NAMED:
            yield from map(_named, commitments)
        else:
            places = _few([change.place for change in about if change.place])
            yield f"{len(commitments)} {subject.value} ({places})"


def _thing(change: Change) -> str:
    """A signatory by its name, a text by its chapter and its label, all else by its label."""
    if change.subject is Subject.TEXTS:
        return ", ".join(filter(None, (change.name, change.label)))
    return change.name or change.label


def _named(about: tuple[Change, ...]) -> str:
    """What changed in one commitment, by its first words."""
    labels = _few([change.label for change in about])
    return f"{labels[:1]}{labels[1:].lower()} : « {_cut(about[0].name)} »"


def _few(words: list[str]) -> str:
    """« Pilote, échéance et moyens »; past what one reads, « Pilote, échéance, moyens et 4 autres »."""
    known = [_cut(word) for word in dict.fromkeys(words)]
    if len(known) > MOST_LISTED:
        known[MOST_LISTED - 1 :] = [f"{len(known) - MOST_LISTED + 1} autres"]
    return " et ".join(filter(None, (", ".join(known[:-1]), known[-1]))) if known else ""


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_QUOTED else f"{text[:LONGEST_QUOTED].rstrip(' …')}…"


def _by_identity(said: Iterable[Statement]) -> dict[tuple[str, str, str], Statement]:
    return {(one.subject, one.about, one.label): one for one in said}


def _text(statement: Statement | None) -> str:
    return statement.text if statement else ""


def _change(before: Statement | None, after: Statement | None) -> Change:
    known = after or before
    assert known is not None  # noqa: S101 — a change is about what one of the two says
    unsaid = UNSAID.get(known.label, "")
    texts = _text(before) or unsaid, _text(after) or unsaid
    return Change(known.subject, known.name, known.label, known.place, *texts, known.id)
