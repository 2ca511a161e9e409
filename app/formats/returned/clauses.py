"""Where each clause stands in a file: by its control, its bookmark, its text, then its neighbours."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from app.formats.returned.paragraphs import NOT_MARKED, Paragraph, View
from app.formats.returned.said import key_of
from app.formats.returned.sent import Sent

_HEADING = re.compile(r"\s*Engagement(?:\s+local)?\s+\d+\s*(?:—|–|-|$)")
_NUMBERED = re.compile(r"\s*Engagement\s+(\d{1,6})")
_NUMBER = re.compile(r"(?<!\w)\d+(?!\w)")
"""The number of a clause in the first cell of its row, be there other words beside it."""
_LOWEST = 3
_COLUMNS = 2
"""Of a table of clauses, at least: their numbers and their texts."""
LONGEST_HEADING = 200
WITHOUT_ACTION = "engagements nationaux encore sans action"
"""How the heading ends of the clauses of a volet that stand in one table."""
_ALIKE, _MARGIN = 0.85, 0.05
FINAL = View.FINAL.value
Titles = dict[int, dict[int, list[str]]]
"""The texts of the cells of each row of each table, before the tracked changes."""


@dataclass(slots=True)
class Block:
    """The paragraphs of one clause. `in_row`: a row of a table of clauses, not a fiche."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    in_row: bool = False
    clause: str = ""

    def text(self, view: View) -> str:
        """Return its whole text in a view."""
        return "\n".join(one.text(view) for one in self.paragraphs)

    @property
    def is_left(self) -> bool:
        """Whether something of it is left; its heading alone is not: a .doc keeps no deletion of headings."""
        body = self.paragraphs if self.in_row else self.paragraphs[1:]
        had = any(one.text(View.ORIGINAL).strip() for one in body)
        return any(one.text(View.FINAL).strip() for one in (body if had else self.paragraphs))

    @property
    def is_deleted(self) -> bool:
        """Whether a tracked change took the whole clause away."""
        return not self.is_left and bool(self.text(View.ORIGINAL).strip())

    @property
    def is_brought(self) -> bool:
        """Whether it was wholly inserted: a clause that was moved, with tracking."""
        return bool(self.text(View.FINAL).strip()) and not self.text(View.ORIGINAL).strip()

    @property
    def is_tracked(self) -> bool:
        """Whether a tracked change stands in it."""
        marks = (mark for one in self.paragraphs for mark in (one.end, *(piece.mark for piece in one.pieces)))
        return any(mark is not NOT_MARKED for mark in marks)

    def settled(self) -> "Block":
        """Return it with the text that it has now, as if nothing was tracked in it."""
        paragraphs = [
            replace(one, pieces=[replace(p, mark=NOT_MARKED) for p in one.pieces if p.mark.revision in FINAL])
            for one in self.paragraphs
        ]
        return Block(paragraphs, self.in_row, self.clause)


@dataclass(slots=True)
class Parts:
    """A body cut in clauses, and what stands in none."""

    blocks: list[Block]
    outside: list[Paragraph]
    titles: Titles


def titles_of(paragraphs: list[Paragraph]) -> Titles:
    """Return the texts of all the cells."""
    titles: Titles = {}
    for one in paragraphs:
        if one.cell:
            row = titles.setdefault(one.cell.table, {}).setdefault(one.cell.row, [])
            row += [""] * (one.cell.column + 1 - len(row))
            text = one.text(View.ORIGINAL) or one.whole()
            row[one.cell.column] = f"{row[one.cell.column]}\n{text}".strip()
    return titles


def restore_headings(paragraphs: Sequence[Paragraph], titles: Collection[str]) -> None:
    """Give their levels back to the headings of a file that has none: Google Docs makes texts of them."""
    if any(one.level for one in paragraphs):
        return
    for one in paragraphs:
        text = one.whole()
        if one.cell or len(text) > LONGEST_HEADING:
            continue
        if _HEADING.match(text) or text.endswith(WITHOUT_ACTION):
            one.level = _LOWEST
        elif key_of(text) in titles:
            one.level = 1


def cut(paragraphs: list[Paragraph]) -> Parts:
    """Return the clauses of a body, not yet named."""
    titles = titles_of(paragraphs)
    parts = Parts([], [], titles)
    block: Block | None = None
    row: tuple[int, int] | None = None
    for one in paragraphs:
        if one.cell and _is_table_of_clauses(titles[one.cell.table]):
            here = (one.cell.table, one.cell.row)
            if here != row:
                row = here
                block = None
                if _is_numbered(titles, here) or _anchored(one):
                    block = Block(in_row=True)
                    parts.blocks.append(block)
        else:
            if row is not None:
                row, block = None, None
            if not one.cell and _begins(one):
                block = Block()
                parts.blocks.append(block)
            elif 0 < one.level <= _LOWEST and not one.cell and not _goes_with(block, one):
                block = None
        (parts.outside if block is None else block.paragraphs).append(one)
    return parts


def _goes_with(block: Block | None, one: Paragraph) -> bool:
    """Whether a heading belongs to a clause: the end of its own, which somebody split, or a deleted text.

    LibreOffice gives one style to all that is deleted with a heading.
    """
    if block is None or block.in_row or one.level < _LOWEST:
        return False
    if len(block.paragraphs) == 1:
        return True
    return not block.is_left and not one.text(View.FINAL).strip() and bool(one.text(View.ORIGINAL).strip())


def _is_table_of_clauses(rows: dict[int, list[str]]) -> bool:
    """Whether the titles of its columns say so; of two, somebody may have deleted one."""
    first = rows.get(0, [])
    if len(first) < _COLUMNS:
        return False
    return "Texte national" in first[1] or (len(first) == _COLUMNS and "N°" in first[0])


def _is_numbered(titles: Titles, row: tuple[int, int]) -> bool:
    """Whether a row begins with the number of a clause, or quotes one whose number somebody deleted.

    One cell alone says what its clauses share.
    """
    cells = titles[row[0]][row[1]]
    return row[1] > 0 and len(cells) > 1 and bool(_NUMBER.search(cells[0]) or cells[1].startswith("«"))


def _anchored(one: Paragraph) -> bool:
    return any(name.startswith(("e_", "engagement_")) for name in one.bookmarks)


def _begins(one: Paragraph) -> bool:
    return bool(_HEADING.match(one.whole())) and (one.level == _LOWEST or _anchored(one))


def number_of(block: Block) -> int:
    """Return the number that a fiche bears in its heading; 0 for a row and for a local commitment."""
    found = None if block.in_row else _NUMBERED.match(block.paragraphs[0].text(View.FINAL))
    return int(found[1]) if found else 0


def name_blocks(parts: Parts, sent: Sent) -> list[Block]:
    """Give each block its clause, and return those that repeat one, or that none is known for."""
    bookmarks = {f"e_{clause.replace('-', '_')}": clause for clause in sent.clauses}
    for finder in (_by_tag, _by_bookmark):
        for block in parts.blocks:
            if not block.clause:
                block.clause = finder(block, sent, bookmarks)
    texts: dict[str, list[str]] = {}
    for clause, said in sent.clauses.items():
        texts.setdefault(key_of(said.text), []).append(clause)
    named = {block.clause for block in parts.blocks}
    deleted: set[str] = set()
    for block in parts.blocks:
        if not block.clause:
            block.clause = _by_text(block, texts, named, deleted, sent)
            named.add(block.clause)
        if not block.is_left:
            deleted.add(block.clause)
    _by_neighbours(parts.blocks, list(sent.clauses))
    return _repeated(parts.blocks)


def _repeated(blocks: list[Block]) -> list[Block]:
    """Return the blocks without a clause, and all but one of each clause: the first that is not deleted."""
    taken: dict[str, Block] = {}
    others: list[Block] = []
    for block in blocks:
        first = taken.get(block.clause)
        if not block.clause:
            others.append(block)
        elif first is None:
            taken[block.clause] = block
        elif not first.is_left:
            others.append(first)
            taken[block.clause] = block
        else:
            others.append(block)
    return others


def _by_tag(block: Block, sent: Sent, _bookmarks: dict[str, str]) -> str:
    tags = [tag for one in block.paragraphs for tag in one.tags]
    exact = next((tag for tag in tags if tag in sent.clauses), "")
    return exact or next((tag.partition(".")[0] for tag in tags if tag.partition(".")[0] in sent.clauses), "")


def _by_bookmark(block: Block, _sent: Sent, bookmarks: dict[str, str]) -> str:
    names = (name for one in block.paragraphs for name in one.bookmarks)
    return next((bookmarks[name] for name in names if name in bookmarks), "")


def _quotations(block: Block) -> Iterator[str]:
    for one in block.paragraphs:
        text = (one.text(View.ORIGINAL).strip() or one.text(View.FINAL)).strip()
        for quoted in (text, text.partition(":")[2]):
            said = re.sub(r"^«?\s*(?:\[…\]\s*)?", "", quoted.strip())
            yield key_of(re.sub(r"\s*»[^»]*$", "", said))


def _by_text(
    block: Block, texts: dict[str, list[str]], named: set[str], deleted: set[str], sent: Sent
) -> str:
    """Return the clause that a block quotes: one that no block has, else one that was moved here."""
    quotations = [text for text in _quotations(block) if text]
    for text in quotations:
        free = [clause for clause in texts.get(text, ()) if clause not in named]
        if block.is_brought:
            free += [clause for clause in texts.get(text, ()) if clause in deleted]
        if free:
            return free[0]
    marks = [
        (SequenceMatcher(None, key_of(said.text), text, autojunk=False), clause)
        for text in quotations[:4]
        for clause, said in sent.clauses.items()
        if clause not in named or (block.is_brought and clause in deleted)
    ]
    near = [
        (mark.ratio(), clause)
        for mark, clause in marks
        if mark.real_quick_ratio() > _ALIKE and mark.quick_ratio() > _ALIKE
    ]
    best = sorted(near, reverse=True)[:2]
    if best and best[0][0] >= _ALIKE and (len(best) == 1 or best[0][0] - best[1][0] >= _MARGIN):
        return best[0][1]
    return ""


def _by_neighbours(blocks: list[Block], order: list[str]) -> None:
    """Name a block between two known ones that one clause alone stands between."""
    for before, block, after in zip(blocks, blocks[1:], blocks[2:], strict=False):
        if block.clause or not (before.clause and after.clause):
            continue
        at = order.index(before.clause)
        if order[at + 2 : at + 3] == [after.clause]:
            block.clause = order[at + 1]
