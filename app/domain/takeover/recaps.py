"""The rows of summaries: tables that say again what fiches say elsewhere."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from app.domain.takeover.fiche import Fiche
from app.domain.takeover.headings import FICHE, is_recap
from app.domain.takeover.labels import folded
from app.domain.takeover.vocabulary import TITLE

_ALIKE = 24
"""Letters by which a row of a summary is known to say again what a fiche says."""


def find_recaps(fiches: Sequence[Fiche]) -> set[int]:
    """Return the rows of summaries, by the identity of the object."""
    told = {key for one in fiches if not one.row for key in _keys(one)}
    recaps: set[int] = set()
    rows = [one for one in fiches if one.row]
    for _, group in groupby(rows, key=lambda one: one.entries[0].table):
        table = list(group)
        titles = [one.entry(TITLE) for one in table]
        again = sum(
            one is not None and bool(one.values) and _key(one.values[0].text) in told for one in titles
        )
        named = bool(table[0].headings) and is_recap(table[0].headings[-1].text) and bool(told)
        if named or again * 2 > len(table):
            recaps |= {id(one) for one in table}
    return recaps


def _titles(fiche: Fiche) -> Iterator[str]:
    for entry in fiche.entries:
        if entry.field in {TITLE, "local_action"} and entry.values:
            yield entry.values[0].text


def _keys(fiche: Fiche) -> Iterator[str]:
    yield from map(_key, _titles(fiche))
    if fiche.heading is not None:
        found = FICHE.match(fiche.heading.text)
        yield _key(found["title"] if found else fiche.heading.text)


def _key(text: str) -> str:
    return folded(text).replace(" ", "")[:_ALIKE]
