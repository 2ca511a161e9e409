"""What stands in one cell or under one label for several fields: « Pilote / Partenaires », field by field.

A text is parted only where nothing else can be meant: as many parts as fields, at one kind of sign, each of a
kind that its field can have. All else goes whole to the first field that the label names.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from app.domain.takeover.fiche import Entry
from app.domain.takeover.labels import bare, field_within, fields_of, folded
from app.domain.takeover.original import Block
from app.domain.takeover.passages import Passage, line_ends, read_labels
from app.domain.takeover.values import read_names
from app.domain.takeover.vocabulary import CORE, LABELS, NOWHERE

_SIGNS = tuple(map(re.compile, (r"\s*;\s*", r"\s*\|\s*")))
_SLASH = re.compile(r"\s+/\s+")
"""Parts names where the label itself has one; else « Ville / CCAS » may be two who lead."""
_WEAK = (_SLASH, re.compile(r"\s+[–—-]\s+"), re.compile(r"\s*,\s+"))
"""Stand within names too: « Ville – service jeunesse »."""
_MONEY = re.compile(r"€|\beuros?\b|\bk€|\bETP\b", re.IGNORECASE)
_DATED = re.compile(
    r"\b20[2-4]\d\b|\b(?:an|ans|mois|semestre|trimestre|annuel|annuelle|continu|permanent|pluriannuel)\b"
)
_WHO_AND_WHEN = frozenset(("lead", "associated", "deadline", "start", "quartiers"))
"""The fields that a label within their column says again; a budget keeps « Droit commun » in its words."""
_APART = ("indicator_by_sex", "indicator_values")
_WORD = re.compile(r"[^\W\d]{2}")
_WHO = frozenset(("lead", "associated"))
_LED = ["lead", "associated"]
_SEVERAL = 2
_LINKED = (",", ";", ":", "-", "–", "/", "&")
_CONNECTED = re.compile(r"^(?:et|ainsi que|en lien avec|avec)\b", re.IGNORECASE)


def _is_money(text: str) -> bool:
    return bool(_MONEY.search(text))


def _is_date(text: str) -> bool:
    return bool(_DATED.search(text)) and not _MONEY.search(text)


def _is_words(text: str) -> bool:
    """Return whether a text is words: no amount, no date, no rest of a sentence."""
    return bool(_WORD.search(text)) and not (_is_money(text) or _is_date(text) or _CONNECTED.match(text))


def _is_one_name(text: str) -> bool:
    """Return whether a text may be the name of who leads: a list is not one."""
    return _is_words(text) and "," not in text and ";" not in text


_KINDS: dict[str, Callable[[str], bool]] = {
    "resources": _is_money, "deadline": _is_date, "start": _is_date, "lead": _is_one_name,
}  # fmt: skip
_UNLIKE = frozenset(("resources", "deadline", "start"))
"""The fields whose kind shows: any sign is enough between one and another."""


def names_of(entries: Iterable[Entry]) -> set[str]:
    """Return the names, folded, that entries give of those who lead or help, each as it stands in a list."""
    return {
        folded(name)
        for entry in entries
        if entry.field in _WHO and len(fields_of(bare(entry.named))) < _SEVERAL
        for value in entry.values
        if not line_ends(value) or set(value.text) & set(",;")
        for name in read_names(value.text)
    }


def part_entries(entries: Iterable[Entry], names: Collection[str] = ()) -> list[Entry]:
    """Return the entries of a fiche, each that names several fields parted where that is certain.

    `names` are those, folded, of whoever leads or helps: a PDF joins names that fill their lines.
    """
    return [_in_names(one, names) for entry in entries for one in _parted(entry, names)]


def _in_names(entry: Entry, names: Collection[str]) -> Entry:
    """Return an entry; the lines of its values that are names, one a line, are parted."""
    if entry.field != "associated":
        return entry
    values = [part for value in entry.values for part in _names_in_lines(value, names)]
    return replace(entry, values=values)


def _names_in_lines(value: Passage, names: Collection[str]) -> list[Passage]:
    """Return the names that the lines of a text are; the whole of it where one is not known."""
    if set(value.text) & set(",;/"):
        return [value]
    parts: list[Passage] = []
    at = value.start
    for end in (*line_ends(value), value.end):
        part = Passage(value.block, at, end)
        if folded(part.text) in names:
            parts.append(part)
            at = end
    return parts if parts and at == value.end else [value]


def _below_who_leads(value: Passage, names: Collection[str]) -> list[list[Passage]] | None:
    """Return who leads and, on the next lines of a PDF, who helps; None where that is not certain."""
    text = value.block.text
    cuts = [
        [[Passage(value.block, value.start, one)], [Passage(value.block, one, value.end)]]
        for one in line_ends(value)
        if _is_one_name(text[value.start : one]) and not text[value.start : one].rstrip().endswith(_LINKED)
    ]
    known = [cut for cut in cuts if folded(cut[0][0].text) in names]
    if known:
        return known[-1]
    return cuts[0] if len(cuts) == 1 and "," in cuts[0][1][0].text else None


def _parted(entry: Entry, names: Collection[str]) -> Iterator[Entry]:
    """Yield an entry for each field that a label names; the whole one where its values cannot be parted."""
    fields = [name for name in fields_of(bare(entry.named)) if name in LABELS]
    certain = len(fields) > 1 and fields[0] == entry.field
    parts = _parts(entry.values, fields, "/" in entry.named, names) if certain else None
    if parts is None:
        yield entry
        return
    for rank, (name, values) in enumerate(zip(fields, parts, strict=True)):
        yield replace(entry, field=name, labels=[] if rank else entry.labels, values=values)


def _parts(
    values: Sequence[Passage], fields: Sequence[str], slashed: bool, names: Collection[str]
) -> list[list[Passage]] | None:
    """Return what is said of each field; None where that is not certain."""
    items = [one.block.is_item for one in values]
    if fields == _LED and len(values) > 1 and len(set(items[1:])) == 1:
        made = [list(values[:1]), list(values[1:])]
        if _fit(made, fields):
            return made
    if fields == _LED and values and (cut := _below_who_leads(values[0], names)):
        return [cut[0], [*cut[1], *values[1:]]]
    if len(values) == len(fields) and not any(items):
        made = [[one] for one in values]
        return made if _fit(made, fields) else None
    if len(values) != 1:
        return None
    more = _WEAK if _UNLIKE.issuperset(fields) else (_SLASH,) if slashed else ()
    for sign in (*_SIGNS, *more):
        made = [[one] for one in _cut(values[0], sign)]
        if len(made) == len(fields) and _fit(made, fields):
            return made
    return None


def _fit(parts: Sequence[Sequence[Passage]], fields: Sequence[str]) -> bool:
    return all(
        _KINDS.get(name, _is_words)(part[0].text) for name, part in zip(fields, parts, strict=True)
    ) and len({folded(part[0].text) for part in parts}) == len(parts)


def _cut(value: Passage, sign: re.Pattern[str]) -> Iterator[Passage]:
    start = value.start
    for found in sign.finditer(value.block.text, value.start, value.end):
        yield Passage(value.block, start, found.start())
        start = found.end()
    yield Passage(value.block, start, value.end)


def entries_of_cell(entry: Entry, cell: Sequence[Block]) -> list[Entry]:
    """Return what a cell of a large table says: of its column, then of the labels that stand in it."""
    made = [entry]
    for block in cell:
        for one in read_labels(block, entry.field):
            if one.field == entry.field and one.field in _WHO_AND_WHEN:
                entry.labels.append(one.label)
                made.append(entry)
                entry.values += [one.value] if one.value.text else []
            elif one.field not in {"", entry.field} and starts_entry(entry, one.field, one.label):
                values = [one.value] if one.value.text else []
                made.append(Entry(one.field, bare(one.label.text), [one.label], values, entry.table))
            else:
                made[-1].values.append(Passage(block, one.label.start, one.value.end))
    others = {id(one): one for one in made if one is not entry}
    return [entry, *others.values()]


def starts_entry(outer: Entry, name: str, label: Passage) -> bool:
    """Return whether a label within the cell of an entry begins one of its own: it names another field."""
    if outer.field == NOWHERE:
        return False
    begins = not label.start or label.start in label.block.breaks
    return (
        bool(field_within(outer.field, bare(label.text)))
        or name in _APART
        or (name in CORE and (begins or name in fields_of(bare(outer.named))))
    )
