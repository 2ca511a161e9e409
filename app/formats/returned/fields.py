"""The fields of a clause, read from where they stand: a label, the title of a row or of a column."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import zip_longest

from app.domain.fields import ADAPTATION, Kind
from app.formats.returned.clauses import Block, Titles
from app.formats.returned.notation import Part, together
from app.formats.returned.paragraphs import Cell, Paragraph, View
from app.formats.returned.said import Said

LABELS = {name: one.id for one in ADAPTATION for name in (one.short, one.label) if name}
LABELS |= {"Fin": "deadline", "Engagement": "text", "Moyens": "resources"}
TAGS = {one.tag: one.id for one in ADAPTATION if one.tag} | {"action": "local_action"}
"""The field of each end of a tag."""

MAIN = ("Action locale", "Pilote", "Échéance", "Indicateur", "Moyens")
_AT_START = (*MAIN, "Quartiers concernés", "Objectifs opérationnels", "Revue annuelle", "Engagement")


def _beside(name: str) -> tuple[str, ...]:
    """Return the labels of what is said beside a field, on its line."""
    return tuple(
        one.short or one.label
        for one in ADAPTATION
        if one.beside == name and one.kind not in {Kind.FLAG, Kind.VALUES, Kind.MEANS}
    )


_BESIDE = {"lead": _beside("lead"), "deadline": ("Début", "Fin"), "indicator": _beside("indicator")}
_LONG = {"local_action", "text", "review"}


def _labelled(names: tuple[str, ...]) -> str:
    return f"(?P<label>{'|'.join(map(re.escape, names))})" + r"(?P<state>\s*\([^()]{1,30}\))?\s*:\s*"


_START = re.compile(r"\s*" + _labelled(_AT_START))
_INLINE = re.compile(r"(?:^|\s{2,})" + _labelled(MAIN))
_PARTS = {one: re.compile(r"(?:^|(?<=[\s·]))" + _labelled(names)) for one, names in _BESIDE.items()}
_OURS = re.compile(
    r"\s*(?:Engagement propre à ce contrat|Porté ici par|Remarque|Note, hors citation|"
    r"Objectif chiffré|Chiffre d.une période)"
)
"""How a paragraph begins that the application writes after a text of several paragraphs."""
LONGEST_TITLE = 100
_ANY = "|".join(map(re.escape, _AT_START[:-1]))
_TITLE = re.compile(rf"(?<!\w)(?:{_ANY})(?!\w)|^(?:{_ANY})|(?<!\w)Engagement(?!\w|\s+\d)")
_FLAG = re.compile(r"(?:^|(?<=[\s·]))Suivi par sexe")
_VALUE = re.compile(r"(?:^|(?<=[\s·]))[^·\n:]{1,30} en \d{4}\s*:")


def field_named(title: str) -> str:
    """Return the field that the title of a row or of a column names, be there other words beside it."""
    bare = re.sub(r"\s*\([^()]*\)$", "", title.strip())
    if bare in LABELS:
        return LABELS[bare]
    found = _TITLE.search(title) if len(title) < LONGEST_TITLE else None
    return LABELS[found[0]] if found else ""


def field_labelled(text: str) -> str | None:
    """Return the field whose label begins a text, if any."""
    found = _START.match(text)
    return LABELS[found["label"]] if found else None


def is_ours(text: str) -> bool:
    """Return whether a paragraph begins as those that the application writes, or is a label alone."""
    return bool(_OURS.match(text) or re.fullmatch(_START, text) or re.fullmatch(_INLINE, text))


def field_of_cell(cell: Cell, titles: Titles) -> str:
    """Return the field that a cell of a clause holds, by the title of its column or of its row."""
    rows = titles[cell.table]
    first = [title.strip() for title in rows.get(0, [])]
    if "lead" in map(field_named, first):
        title = first[cell.column] if cell.row and cell.column < len(first) else ""
    elif cell.column and cell.row:
        title = rows[cell.row][0].strip()
    else:
        title = ""
    return field_named(title)


@dataclass(slots=True)
class Fields:
    """What each field says, and what stands in no field, with its paragraph."""

    said: dict[str, Said] = field(default_factory=dict)
    rest: list[Part] = field(default_factory=list)


class FieldReader:
    """Reads the fields of one clause in one view."""

    def __init__(self, block: Block, titles: Titles, view: View) -> None:
        self._block, self._titles, self._view = block, titles, view
        self._said: dict[str, list[Part]] = defaultdict(list)
        self._made = Fields()
        self._open = ""

    def read(self) -> Fields:
        """Return the fields."""
        for one in self._block.paragraphs:
            self._take(one, Said.of(one, self._view))
        for name, parts in self._said.items():
            self._made.said[name] = self._together(name, parts).without_places().stripped("·")
        for name, said in self._by_tag().items():
            # Its label was changed: its control says it all the same.
            if name not in self._made.said:
                self._made.said[name] = said
                self._made.rest = [part for part in self._made.rest if not _is_of(part[1], name)]
        return self._made

    def _by_tag(self) -> dict[str, Said]:
        parts: dict[str, list[Part]] = defaultdict(list)
        for one in self._block.paragraphs:
            for end in dict.fromkeys(piece.tag.partition(".")[2] for piece in one.pieces if piece.tag):
                name = TAGS.get(end.partition(".")[0], "")
                if name:
                    pieces = [piece for piece in one.pieces if piece.tag.partition(".")[2] == end]
                    parts[name].append((one, Said.of_pieces(pieces, self._view)))
        return {name: self._together(name, said).without_places() for name, said in parts.items()}

    def _together(self, name: str, parts: list[Part]) -> Said:
        return together(parts, self._view, prose=name in _LONG)

    def _take(self, one: Paragraph, said: Said) -> None:
        if one.cell and not self._block.in_row:
            self._open = ""
            name = field_of_cell(one.cell, self._titles)
            if name:
                self._put(name, one, said)
            else:
                self._rest(one, said)
            return
        start = _START.match(said.text)
        if start:
            name = LABELS[start["label"]]
            self._open = name if name in _LONG else ""
            if name in _LONG and not _INLINE.search(said.text, start.end()):
                self._rest(one, said.cut(0, start.end()))
                self._put(name, one, said.cut(start.end()))
            elif start["label"] in MAIN:
                self._split(one, said)
            else:
                self._rest(one, said.cut(0, start.end()))
                self._put(name, one, said.cut(start.end()))
        elif self._block.in_row and _INLINE.search(said.text):
            self._split(one, said)
        elif self._open and not one.level and not _OURS.match(said.text):
            self._put(self._open, one, said)
        else:
            self._rest(one, said)

    def _split(self, one: Paragraph, said: Said) -> None:
        """Take the labels that stand in one line with what follows each."""
        said = said.stripped()
        labels = list(_INLINE.finditer(said.text))
        self._rest(one, said.cut(0, labels[0].start()))
        for label, after in zip_longest(labels, labels[1:]):
            self._rest(one, said.cut(label.start(), label.end()))
            self._put(LABELS[label["label"]], one, said.cut(label.end(), after.start() if after else None))

    def _put(self, name: str, one: Paragraph, said: Said) -> None:
        """Take what a field says, and what is said beside it."""
        pattern = _PARTS.get(name)
        cuts = (
            []
            if pattern is None
            else [
                (found.start(), found.end(), LABELS[found["label"]], found["label"])
                for found in pattern.finditer(said.text)
            ]
        )
        if name == "indicator":
            flags = _FLAG.finditer(said.text)
            cuts += [(found.start(), found.start(), "indicator_by_sex", "") for found in flags]
            values = _VALUE.finditer(said.text)
            cuts += [(found.start(), found.start(), "indicator_values", "") for found in values]
        cuts.sort()
        first = cuts[0][0] if cuts else None
        self._said[name].append((one, said.cut(0, first)))
        for (start, begin, inner, _), after in zip_longest(cuts, cuts[1:]):
            self._rest(one, said.cut(start, begin))
            part = said.cut(begin, after[0] if after else None).stripped("·")
            if inner == "indicator_by_sex":
                said_whole = len("Suivi par sexe")
                self._rest(one, part.cut(said_whole))
                part = part.cut(0, said_whole)
            self._said[inner].append((one, part))

    def _rest(self, one: Paragraph, said: Said) -> None:
        is_rank = self._block.in_row and one.cell and not one.cell.column and said.text.strip().isdecimal()
        if said.text.strip() and not is_rank:
            self._made.rest.append((one, said))


def _is_of(said: Said, name: str) -> bool:
    """Whether all of a text stands in the control of a field."""
    tags = {piece.tag for piece in said.pieces if piece.text.strip()}
    return all(TAGS.get(tag.partition(".")[2].partition(".")[0], "") == name for tag in tags)


def picked_dates(block: Block) -> dict[str, str]:
    """Return the day that the control of each field of a clause holds, where it holds one."""
    dates = ((tag.partition(".")[2], day) for one in block.paragraphs for tag, day in one.dates.items())
    return {TAGS[end]: day for end, day in dates if end in TAGS and day}
