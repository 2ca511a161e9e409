"""What differs between two states of a contract, statement by statement, and on a few lines."""

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TypeVar

from app.domain.catalogue import Catalogue
from app.domain.diff import labels
from app.domain.diff.edit_script import Budget
from app.domain.diff.labels import Subject, TextKind
from app.domain.diff.statements import Identity, Statement, signatory_id, statements
from app.domain.diff.text import Words, lines_between, values_between, words_between
from app.domain.draft import Draft
from app.domain.french import quoted
from app.domain.names import Names
from app.domain.profile import Profile, Signatory


@dataclass(frozen=True, slots=True)
class Change:
    """One statement that changed; an empty text where it was not said.

    `id`: the commitment, signatory or chapter that it is about; empty for the contract as a whole. `field`:
    what is said of it. `printed`: whether the document of one of the two states shows it.
    """

    subject: Subject
    field: str
    name: str
    label: str
    place: str
    before: str
    after: str
    id: str = ""
    kind: TextKind = TextKind.VALUE
    printed: bool = True

    @property
    def about(self) -> tuple[Subject, str]:
        """What it is about."""
        return self.subject, self.id

    @property
    def title(self) -> str:
        """The part of the contract that it is in, in words."""
        return labels.SUBJECTS[self.subject]

    def words(self, budget: Budget | None = None) -> tuple[Words, ...]:
        """Return the text after with what was removed, in reading order; of a list, line by line.

        `budget`: what the comparisons of a whole page may cost together.

        Of a name, what is said of it as a whole: names in pieces read as no name.
        """
        if self.kind is TextKind.LIST:
            return lines_between(self.before, self.after, budget)
        if self.kind is TextKind.NAME:
            return values_between(self.before, self.after)
        return words_between(self.before, self.after, budget)


def changes_between(
    before: Profile, after: Profile, catalogue: Catalogue, former: Catalogue | None = None
) -> tuple[Change, ...]:
    """Every statement that the two profiles do not share, in the order of the contract.

    `former`: the catalogue of before, which names what the present one does not know.
    """
    names = names_of(before, after, catalogue, former)
    return in_order(differing(statements(before, names), statements(after, names), before, after))


def names_of(before: Profile, after: Profile, catalogue: Catalogue, former: Catalogue | None) -> Names:
    """Return the names of all that the two profiles hold, those of after first."""
    both = after, before
    return Names(
        catalogue,
        former or catalogue,
        trame=after.outline,
        territories=[one.territory for one in both],
        orientations=[one.orientations for one in both],
    )


def differing(
    said_before: Iterable[Statement], said_after: Iterable[Statement], before: Profile, after: Profile
) -> Iterator[Change]:
    """Yield the statements that the two do not share; the profiles tell which signatory was renamed."""
    old = _by_identity(under_new_names(said_before, before.signatories, after.signatories))
    new = _by_identity(said_after)
    for identity in merged(new, old):
        former, present = old.get(identity), new.get(identity)
        if _compared(former) != _compared(present):
            yield _change(former, present)


def in_order(changes: Iterable[Change]) -> tuple[Change, ...]:
    """By subject, then all that is about one commitment or one signatory together, as they come."""
    found = tuple(changes)
    ranks = {about: rank for rank, about in enumerate(dict.fromkeys(change.about for change in found))}
    subjects = {subject: rank for rank, subject in enumerate(Subject)}
    return tuple(sorted(found, key=lambda change: (subjects[change.subject], ranks[change.about])))


def together(changes: Iterable[Change]) -> Iterator[tuple[Change, ...]]:
    """Those that are about one thing, when they come in order."""
    for _, found in groupby(changes, key=lambda change: change.about):
        yield tuple(found)


def _by_identity(said: Iterable[Statement]) -> dict[Identity, Statement]:
    return {statement.identity: statement for statement in said}


def _compared(statement: Statement | None) -> object:
    return statement.compared if statement else None


def _change(before: Statement | None, after: Statement | None) -> Change:
    known = after or before
    assert known is not None  # noqa: S101 — a change is about what one of the two says
    unsaid = labels.UNSAID.get(known.field, "") if known.id else ""
    old, new = (statement.text if statement else unsaid for statement in (before, after))
    if before and after and old == new:
        old, new = before.in_full or old, after.in_full or new
    return Change(
        known.subject, known.field, known.name, known.label, known.place, old, new, known.id, known.kind
    )


MOST_NAMED = 3
"""Commitments that a line of changes names; more are counted."""

MOST_LISTED = 4
"""Fields, names or volets that a line of changes lists."""

LONGEST_QUOTED = 60
"""Characters that a line of changes quotes of a commitment, or of any name."""

_OF_COMMITMENTS = {Subject.NATIONAL, Subject.COMMITMENTS, Subject.LOCAL}
_WHOLE = "partners"
"""The field that is all of its subject: who signs."""


def in_words(changes: tuple[Change, ...]) -> str:
    """« Action locale et pilote : « Ouvrir une maison… » ; signataires (l’État) », on a few lines at most."""
    if not changes:
        return "rien n’a changé"
    return " ; ".join(_phrases(changes))


def _phrases(changes: tuple[Change, ...]) -> Iterator[str]:
    for subject in dict.fromkeys(change.subject for change in changes):
        about = [change for change in changes if change.subject is subject]
        title = labels.SUBJECTS[subject]
        if subject not in _OF_COMMITMENTS:
            whole = all(change.field == _WHOLE for change in about)
            yield title if whole else f"{title} ({_few([_thing(change) for change in about])})"
            continue
        commitments = list(together(about))
        if len(commitments) <= MOST_NAMED:
            yield from map(_named, commitments)
        else:
            places = _few([change.place for change in about if change.place])
            yield f"{len(commitments)} {title} ({places})"


def _thing(change: Change) -> str:
    """Return a signatory by its name, a text by its chapter and its label, all else by its label."""
    if change.subject is Subject.TEXTS:
        return ", ".join(filter(None, (change.name, change.label)))
    return change.name or change.label


def _named(about: tuple[Change, ...]) -> str:
    """Return what changed in one commitment, by its first words."""
    fields = _few([change.label for change in about])
    return f"{fields[:1]}{fields[1:].lower()} : {quoted(_cut(about[0].name))}"


def _few(words: list[str]) -> str:
    """« Pilote, échéance et moyens »; past what one reads, « Pilote, échéance, moyens et 4 autres »."""
    known = [_cut(word) for word in dict.fromkeys(words)]
    if len(known) > MOST_LISTED:
        known[MOST_LISTED - 1 :] = [f"{len(known) - MOST_LISTED + 1} autres"]
    return " et ".join(filter(None, (", ".join(known[:-1]), known[-1]))) if known else ""


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_QUOTED else f"{text[:LONGEST_QUOTED].rstrip(' …')}…"


Signatories = Sequence[Signatory]


def under_new_names(
    said: Iterable[Statement], before: Signatories, after: Signatories
) -> Iterator[Statement]:
    """Yield what was said before, of each signatory under the name that it has now.

    A signatory is known by its id. In old contracts the id follows from the name: a partner that loses one
    signatory and gains one renamed it; which of several became which is a guess.
    """
    now = _now(before, after)
    for statement in said:
        signatory = now.get(statement.id)
        if signatory:
            yield replace(statement, name=signatory.name, id=signatory_id(signatory))
        else:
            yield statement


def _now(before: Signatories, after: Signatories) -> Mapping[str, Signatory]:
    """Return what each signatory of before is now, by what it was known by."""
    old, new = ({signatory_id(one): one for one in signatories} for signatories in (before, after))
    same = {known: new[known] for known in old if known in new}
    gone = [one for known, one in old.items() if known not in new]
    come = [one for known, one in new.items() if known not in old]
    return same | dict(_renamed(gone, come))


def _renamed(gone: Signatories, come: Signatories) -> Iterator[tuple[str, Signatory]]:
    for partner in {one.partner for one in gone}:
        former, present = ([one for one in some if one.partner == partner] for some in (gone, come))
        if len(former) == len(present) == 1:
            yield signatory_id(former[0]), present[0]


Member = TypeVar("Member", bound=Hashable)


def merged(now: Collection[Member], former: Iterable[Member]) -> Iterator[Member]:
    """All of both, once each, in the order of now: one that is gone comes behind what it followed.

    Those that followed nothing that stays come first.
    """
    kept, last = set(now), None
    gone: dict[Member | None, list[Member]] = {}
    for one in dict.fromkeys(former):
        if one in kept:
            last = one
        else:
            gone.setdefault(last, []).append(one)
    yield from gone.get(None, ())
    for one in now:
        yield one
        yield from gone.get(one, ())


def ranks(before: Draft, after: Draft) -> Mapping[str, int]:
    """Return the rank of every commitment of the two, volet by volet, whether the contract holds it or not.

    One that changed volet stands in the new one.
    """
    volets = {one: rank for rank, one in enumerate(merged(_volets(after), _volets(before)))}
    now, former = _volet_of(after), _volet_of(before)
    volet_of = {**former, **now}
    ordered = sorted(merged(list(now), former), key=lambda one: volets.get(volet_of[one], len(volets)))
    return {one: rank for rank, one in enumerate(ordered)}


def _volets(draft: Draft) -> list[str]:
    return [section.id for section in draft.catalogue.sections_in(draft.outline)]


def _volet_of(draft: Draft) -> Mapping[str, str]:
    """Return the volet of each commitment, in the order of the source, then of the local ones."""
    national = {one: leaf.commitment.section for one, leaf in draft.catalogue.leaf_by_id.items()}
    return {**national, **{one.id: one.section for one in draft.profile.local_commitments}}
