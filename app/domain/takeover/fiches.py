"""The fiches-actions of a contract: found in its paragraphs and tables, read one after another."""

from collections.abc import Iterable, Sequence
from itertools import groupby, zip_longest

from app.domain.takeover.boxes import read_boxes
from app.domain.takeover.fiche import LEAST_CORE, Fiche, is_fiche_heading
from app.domain.takeover.fiche_builder import FicheBuilder
from app.domain.takeover.fiche_paragraphs import ParagraphReader
from app.domain.takeover.fiche_tables import TableReader
from app.domain.takeover.labels import folded
from app.domain.takeover.original import Block
from app.domain.takeover.passages import label_alone
from app.domain.takeover.recaps import find_recaps
from app.domain.takeover.shared import names_of, part_entries
from app.domain.takeover.table_rows import HEAD_SHARE
from app.domain.takeover.titles import Frame, part_titles, title_of_fiche
from app.domain.takeover.vocabulary import CORE


def find_fiches(blocks: Sequence[Block]) -> tuple[list[Fiche], list[Fiche]]:
    """Return the fiches of a contract, and what stands between its headings and is none."""
    frame = Frame(blocks)
    runs = _read(blocks, frame)
    _complete(runs, frame)
    fiches = [run for run in runs if run.is_fiche]
    recaps = find_recaps(fiches)
    kept = [run for run in fiches if id(run) not in recaps]
    return kept, [run for run in runs if not run.is_fiche or id(run) in recaps]


def _read(blocks: Sequence[Block], frame: Frame) -> list[Fiche]:
    """Return what stands under each heading and in each row of actions, fiche or not, in its order."""
    builder = FicheBuilder(frame)
    paragraphs = ParagraphReader(builder, _parents_of_labels(blocks))
    tables = TableReader(builder)
    for table, group in groupby(blocks, key=lambda block: block.cell.table if block.cell else None):
        if table is not None:
            tables.add(table, list(group))
            continue
        outside = list(group)
        for block, after in zip_longest(outside, outside[1:]):
            paragraphs.add(block, after)
    return builder.fiches


def _complete(runs: Sequence[Fiche], frame: Frame) -> None:
    """Part the entries that say several things, and find the titles that no label says."""
    names = names_of(entry for run in runs for entry in run.entries)
    for run in runs:
        run.entries = part_entries(part_titles(read_boxes(run.entries)), names)
        run.title = title_of_fiche(run, frame)


def _parents_of_labels(blocks: Iterable[Block]) -> set[int]:
    """Return the numbers of the headings right under which headings are labels: those of fiches."""
    parents = set()
    above: list[Block] = []
    below: dict[int, list[Block]] = {}
    headings = [block for block in blocks if block.level]
    for block in headings:
        above = [known for known in above if known.level < block.level]
        if above:
            below.setdefault(above[-1].number, []).append(block)
        above.append(block)
    for block in headings:
        if _are_labels(below.get(block.number, ()), block):
            parents.add(block.number)
    return parents


def _are_labels(headings: Sequence[Block], above: Block) -> bool:
    """Return whether the headings right under another one are the labels of one fiche.

    A label that comes again is of another fiche: these have their headings on the same level.
    """
    fields = [label_alone(block) for block in headings]
    known = sum(map(bool, fields))
    core = [(name, folded(block.text)) for name, block in zip(fields, headings, strict=True) if name in CORE]
    if not headings or known < len(headings) * HEAD_SHARE or len(set(core)) < len(core):
        return False
    kinds = len({name for name, _ in core})
    return kinds >= LEAST_CORE or (is_fiche_heading(above) and len(headings) > 1)
