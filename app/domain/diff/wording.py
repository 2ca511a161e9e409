"""The changes of a version on a few lines: « Action locale et pilote : « Ouvrir une maison… » »."""

from collections.abc import Iterator

from app.domain.diff import labels
from app.domain.diff.changes import Change, together
from app.domain.diff.subject import Subject

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
    """A signatory by its name, a text by its chapter and its label, all else by its label."""
    if change.subject is Subject.TEXTS:
        return ", ".join(filter(None, (change.name, change.label)))
    return change.name or change.label


def _named(about: tuple[Change, ...]) -> str:
    """What changed in one commitment, by its first words."""
    fields = _few([change.label for change in about])
    return f"{fields[:1]}{fields[1:].lower()} : « {_cut(about[0].name)} »"


def _few(words: list[str]) -> str:
    """« Pilote, échéance et moyens »; past what one reads, « Pilote, échéance, moyens et 4 autres »."""
    known = [_cut(word) for word in dict.fromkeys(words)]
    if len(known) > MOST_LISTED:
        known[MOST_LISTED - 1 :] = [f"{len(known) - MOST_LISTED + 1} autres"]
    return " et ".join(filter(None, (", ".join(known[:-1]), known[-1]))) if known else ""


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_QUOTED else f"{text[:LONGEST_QUOTED].rstrip(' …')}…"
