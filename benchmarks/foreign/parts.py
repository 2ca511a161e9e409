"""What the contracts of other makes have alike: signatories, quartiers, chapters, annexes, rows of fiches."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from benchmarks.foreign.content import ANNEX, AXES, CHAPTERS, QUARTIERS, SIGNATORIES, Sheet
from benchmarks.foreign.writer import Writer

Rows = list[tuple[str, ...]]
_LABELLED = ("context", "content", "lead", "partners", "quartiers", "deadline", "budget", "indicator")


def write_signatories(writer: Writer, pattern: str, style: str | None = None) -> None:
    """Write a paragraph a signatory.

    The pattern has places for `name`, `person`, `title`, and `quality`, which is the title with a capital.
    """
    for name, person, title in SIGNATORIES:
        writer.text(pattern.format(name=name, person=person, title=title, quality=title.capitalize()), style)


def write_quartiers(writer: Writer, pattern: str, style: str | None = None) -> None:
    """Write a paragraph a quartier; the pattern has places for `code`, `name` and `town`."""
    for code, name, town in QUARTIERS:
        writer.text(pattern.format(code=code, name=name, town=town), style)


def tabulate_signatories(
    writer: Writer, heads: tuple[str, ...], widths: Sequence[float], *, head: bool = True
) -> None:
    """Write a table of the signatories, in two columns or three."""
    rows = [heads]
    for name, person, title in SIGNATORIES:
        rows.append((name, person, title) if len(heads) == 3 else (name, f"{person}, {title}"))
    writer.table(rows, widths, head=head)


def tabulate_quartiers(writer: Writer, widths: Sequence[float], *, head: bool = True, **columns: str) -> None:
    """Write a table of the quartiers; `columns` gives, in order, the head of `code`, `name` and `town`."""
    rows = [tuple(columns.values())]
    for code, name, town in QUARTIERS:
        said = {"code": code, "name": name, "town": town}
        rows.append(tuple(said[column] for column in columns))
    writer.table(rows, widths, head=head)


def write_chapters(writer: Writer, level: int = 1, *, times: int = 1) -> None:
    """Write the chapters under headings, the paragraphs of each so many times."""
    for title, paragraphs in CHAPTERS:
        writer.heading(title, level)
        for _ in range(times):
            write_paragraphs(writer, paragraphs)


def write_paragraphs(writer: Writer, paragraphs: Iterable[str]) -> None:
    """Write paragraphs."""
    for paragraph in paragraphs:
        writer.text(paragraph)


def write_columns(writer: Writer, times: int) -> None:
    """Write the paragraphs of all chapters in two columns, so many times."""
    writer.columns(2)
    for _ in range(times):
        for _, paragraphs in CHAPTERS:
            write_paragraphs(writer, paragraphs)
    writer.columns(1)


def write_annexes(
    writer: Writer, count: int, times: int, *, pattern: str = "Annexe {number}", level: int = 1
) -> None:
    """Write annexes, a page break after each; the pattern of their headings has a place for `number`."""
    for number in range(1, count + 1):
        writer.heading(pattern.format(number=number), level)
        for _ in range(times):
            write_paragraphs(writer, ANNEX)
        writer.page()


def by_axis(fiches: Iterable[Sheet]) -> Iterator[tuple[int, str, Iterator[Sheet]]]:
    """Yield the rank of each axis, its name and its fiches."""
    for rank, (axis, several) in enumerate(groupby(fiches, key=lambda sheet: sheet.axis), start=1):
        yield rank, axis, several


def axis_rank(sheet: Sheet) -> int:
    """Return the rank of the axis of a fiche."""
    return [name for name, _ in AXES].index(sheet.axis) + 1


def quartier_boxes(sheet: Sheet, pattern: str = "{name}") -> list[str]:
    """Return a check box for each quartier, ticked for those of the fiche.

    The pattern has places for `code`, `name` and `town`.
    """
    return [
        f"{'☒' if name in sheet.quartiers else '☐'} {pattern.format(code=code, name=name, town=town)}"
        for code, name, town in QUARTIERS
    ]


def labelled_fields(sheet: Sheet, **labels: str) -> Rows:
    """Return rows of a label and a text; `labels` gives, in order, the label of each field of the fiche."""
    return [(label, _text(sheet, name)) for name, label in labels.items()]


def eight_fields(sheet: Sheet, *labels: str) -> Rows:
    """Return the eight rows that most fiches have, from the context to the indicator, with these labels."""
    return labelled_fields(sheet, **dict(zip(_LABELLED, labels, strict=True)))


def action_rows(fiches: Iterable[Sheet], *, joiner: str = ", ", **heads: str) -> Rows:
    """Return the head of a table and an action a row; `heads` gives, in order, that of each field."""
    return [
        tuple(heads.values()),
        *(tuple(_text(sheet, name, joiner) for name in heads) for sheet in fiches),
    ]


def _text(sheet: Sheet, name: str, joiner: str = ", ") -> str:
    if name == "numbered_title":
        return f"{sheet.number} {sheet.title}"
    value = getattr(sheet, name)
    if isinstance(value, str):
        return value
    return (joiner if name == "partners" else ", ").join(value)
