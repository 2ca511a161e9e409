"""A fiche-action as the pieces of a local commitment."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from app.domain.limits import MAX_NAMES
from app.domain.profile_reader import MAX_MEANS, MAX_VALUES
from app.domain.takeover.fiche import Entry, Fiche
from app.domain.takeover.headings import FICHE
from app.domain.takeover.labels import bare, field_of, is_placeholder
from app.domain.takeover.passages import Passage, whole
from app.domain.takeover.recognition import Piece, Target, piece_of
from app.domain.takeover.values import (
    Budget,
    means_document,
    read_budget,
    read_date,
    read_names,
    read_range,
    read_reached,
    value_document,
)
from app.domain.takeover.vocabulary import NUMBER, STATES, TITLE
from app.domain.text import MAX_NAME, MAX_TEXT, cut_at_word

_NUMBER = re.compile(r"^\W{0,2}(?:\d+(?:\.\d+)+\.?|\d+[.)]|\d+(?=\s[–—:-])|[A-Z]\d+(?:\.\d+)*)\s*[–—:-]?\s+")
_TITLE_WORDS = 160
_LINES = {
    "lead", "start", "deadline", "indicator_baseline", "indicator_target", "indicator_year",
    "indicator_source",
    "indicator_baseline_women", "indicator_baseline_men", "indicator_target_women", "indicator_target_men",
}  # fmt: skip
_DATES = {"start", "deadline"}

Value = tuple[str, object, list[Passage], list[Passage]]
"""A field, its value, the passages that say it and their labels."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the values of a fiche are matched with.

    `quartiers` and `objectives` return the codes or ids that a text names, and what they leave of it.
    `section` returns the volet that words name best, `named_section` that whose title they are.
    """

    quartiers: Callable[[str], tuple[list[str], str]]
    objectives: Callable[[str], tuple[list[str], str]]
    section: Callable[[str], str]
    named_section: Callable[[str], str]
    years: Collection[str]


def action_pieces(fiche: Fiche, key: str, known: Known) -> Iterator[Piece]:
    """Yield the pieces of an action: its title, then each field once."""
    writer = _Writer(known)
    for entry in fiche.entries:
        if entry.says_something:
            writer.add(entry)
    title = _title(fiche, writer)
    writer.add_prose(_prose(fiche, title[1] if title else []))
    if title is not None:
        text, passages, labels = title
        yield piece_of(Target.ACTION, key, "text", text, passages, labels)
        yield from _section(fiche, key, known, text, passages)
    for name, value, passages, labels in writer.values():
        yield piece_of(Target.ACTION, key, name, value, passages, labels)


def _section(fiche: Fiche, key: str, known: Known, text: str, title: Sequence[Passage]) -> Iterator[Piece]:
    """Yield the volet: that which the fiche names, else that of the words of its title or of its headings."""
    entries = [one for one in fiche.entries if one.field == "objectives" and one.values]
    for entry in entries:
        if section := known.named_section(" ".join(entry.lines)):
            yield piece_of(Target.ACTION, key, "section", section, entry.values, entry.labels)
            return
    said = (text, *(line for entry in entries for line in entry.lines), *(one.text for one in fiche.headings))
    if section := known.section(text) or known.section(" ".join(said)):
        yield piece_of(Target.ACTION, key, "section", section, title)


def _title(fiche: Fiche, writer: "_Writer") -> tuple[str, list[Passage], list[Passage]] | None:
    """Return the title: under its label, else in the first row, in the heading, else the first words."""
    numbers = [one for one in fiche.entries if one.field == NUMBER]
    labels = [passage for one in numbers for passage in (*one.labels, *one.values)]
    titled = [one for one in fiche.entries if one.field == TITLE and one.says_something]
    if titled:
        said = titled[0].values
        text = " ".join(value.text for value in said)
        more = [] if fiche.heading is None or not _names_fiche(fiche) else [whole(fiche.heading)]
        return _short(text), said, [*more, *titled[0].labels, *labels]
    if fiche.title:
        block = fiche.title[0].block
        found = FICHE.match(block.text)
        text = (found["title"] if found and found["title"] else fiche.title[0].text).strip()
        more = [whole(fiche.heading)] if fiche.heading not in {None, block} and _names_fiche(fiche) else []
        return _short(text), fiche.title, [*more, *labels]
    if fiche.heading is not None:
        return _short(fiche.heading.text), [whole(fiche.heading)], labels
    first = writer.first
    return None if first is None else (cut_at_word(first.text, _TITLE_WORDS), [first], labels)


def _prose(fiche: Fiche, title: Sequence[Passage]) -> list[Passage]:
    """Return the paragraphs of a fiche that no label begins, between its title and its labels."""
    return [one for one in fiche.above if one not in title and not one.block.cell]


def _names_fiche(fiche: Fiche) -> bool:
    return fiche.heading is not None and FICHE.match(fiche.heading.text) is not None


def _short(text: str) -> str:
    """Return a title without its number: « 1.2 – Ouvrir un lieu »."""
    found = FICHE.match(text)
    if found and found["number"] and found["title"]:
        text = found["title"]  # « Action 3 : Ouvrir » in a cell of titles
    return _NUMBER.sub("", " ".join(text.split()))[:MAX_TEXT]


class _Writer:
    """Collects the fields of an action; what fits none joins the text of the action, after its label."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._values: dict[str, Value] = {}
        self._action: list[str] = []
        self._passages: list[Passage] = []
        self._labels: list[Passage] = []
        self.first: Passage | None = None

    def values(self) -> Iterator[Value]:
        """Yield the fields that say something."""
        if self._action:
            yield "local_action", "\n".join(self._action), self._passages, self._labels
        yield from self._values.values()

    def add(self, entry: Entry) -> None:  # noqa: C901 — one case for each way of reading a field
        """Take what a fiche says under one label."""
        said = [value for value in entry.values if not is_placeholder(value.text)]
        text = "\n".join(value.text for value in said)
        match entry.field:
            case "title" | "number" | "nowhere":
                return
            case "local_action":
                self._add_state(entry)
                self._add_text([_line(one) for one in said], said, entry.labels)
            case "other":
                self._other(entry, said, text)
            case "associated":
                self._names(entry, said)
            case "quartiers" | "objectives":
                self._matched(entry, said, text)
            case "resources":
                self._budget(entry, said)
            case "indicator":
                lines = entry.lines if entry.heads else [_line(one) for one in said]
                self._append("indicator", "\n".join(lines), said, entry)
            case "indicator_values":
                self._reached(entry, said)
            case "indicator_by_sex":
                self._set("indicator_by_sex", True, said, entry.labels)
            case "indicator_target":
                self._target(entry, said, text)
            case _ if entry.field in _LINES:
                self._line(entry, said, text)
            case _:
                self._set(entry.field, text, said, entry.labels)

    def add_prose(self, prose: Sequence[Passage]) -> None:
        """Put the paragraphs that no label begins before the text of the action."""
        said = [one for one in prose if not is_placeholder(one.text)]
        lines = [_line(one) for one in said]
        if len("\n".join((*lines, *self._action))) <= MAX_TEXT:
            self._action[:0] = lines
            self._passages[:0] = said

    def _add_text(self, lines: Sequence[str], passages: Sequence[Passage], labels: Sequence[Passage]) -> None:
        """Add lines to the text of the action, where it can hold them."""
        if len("\n".join((*self._action, *lines))) > MAX_TEXT:
            return  # it stays among what found no place
        self.first = self.first or next(iter(passages), None)
        self._action += lines
        self._passages += passages
        self._labels += labels

    def _under_label(self, entry: Entry, said: Sequence[Passage]) -> None:
        """Keep a text in that of the action, after the label that it has in the original."""
        named = bare(entry.named)
        lines = [_line(one) for one in said]
        if named and len(lines) == 1:
            lines = [f"{named}\u00a0: {lines[0]}"]
        elif named:
            lines = [f"{named}\u00a0:", *lines]
        self._add_text(lines, said, entry.labels)

    def _other(self, entry: Entry, said: Sequence[Passage], text: str) -> None:
        """Keep a text after its label, but where it only names objectives of the contract."""
        found, left = self._known.objectives(text)
        if not found or left or not self._set("objectives", found, said, entry.labels):
            self._under_label(entry, said)

    def _set(self, name: str, value: object, said: Sequence[Passage], labels: Sequence[Passage]) -> bool:
        """Give a field its value; False where it has one already."""
        if name in self._values:
            return False
        self._values[name] = (name, value, list(said), list(labels))
        return True

    def _add_state(self, entry: Entry) -> None:
        """Give the state that the label of the action says in brackets."""
        state = next((state for words, state in STATES.items() if f"({words})" in entry.named), "")
        if state:
            self._set("state", state, [], entry.labels)

    def _line(self, entry: Entry, said: Sequence[Passage], text: str) -> None:
        """Give a field of one line its value, a range of years as its start and deadline."""
        flat = " ".join(text.split())
        if len(flat) > MAX_NAME:
            self._under_label(entry, said)
        elif entry.field == "deadline" and (years := read_range(flat)) and "start" not in self._values:
            self._set("start", years[0], said, entry.labels)
            self._set("deadline", years[1], said, entry.labels)
        else:
            value = read_date(flat) if entry.field in _DATES else flat
            if not self._set(entry.field, value, said, entry.labels):
                self._under_label(entry, said)

    def _names(self, entry: Entry, said: Sequence[Passage]) -> None:
        """Give those who help, or add them to those who are known."""
        names = read_names("\n".join(value.text for value in said))
        if len(names) > MAX_NAMES or any(len(name) > MAX_NAME for name in names):
            self._under_label(entry, said)
        elif "associated" in self._values:
            _, value, passages, labels = self._values["associated"]
            both = [*value, *names] if isinstance(value, list) else list(names)
            merged = list(dict.fromkeys(both))[:MAX_NAMES]
            self._values["associated"] = ("associated", merged, [*passages, *said], [*labels, *entry.labels])
        else:
            self._set("associated", list(names), said, entry.labels)

    def _matched(self, entry: Entry, said: Sequence[Passage], text: str) -> None:
        """Give the quartiers or the objectives that a text names; what it says besides stays in words."""
        find = self._known.quartiers if entry.field == "quartiers" else self._known.objectives
        found, left = find(text)
        if found and not self._set(entry.field, found, said, entry.labels):
            left = text
        if left or not found:
            self._under_label(entry, said)

    def _budget(self, entry: Entry, said: Sequence[Passage]) -> None:
        """Give the lines of a budget that say who pays; the others stay in words."""
        if not field_of(entry.named):
            self._append(
                "resources",
                f"{bare(entry.named)}\u00a0: {' '.join(value.text for value in said)}",
                said,
                entry,
            )
            return
        budget = read_budget(entry.lines, self._known.years)
        if budget.means and "means" not in self._values and len(budget.means) <= MAX_MEANS:
            self._set("means", [means_document(one) for one in budget.means], said, entry.labels)
        else:
            budget = Budget((), "\n".join(entry.lines))
        if budget.words:
            self._append("resources", budget.words, said, entry)

    def _append(self, name: str, text: str, said: Sequence[Passage], entry: Entry) -> None:
        """Give a text its field, or add it, after its label, to what stands there."""
        if name not in self._values:
            if len(text) <= MAX_TEXT:
                self._set(name, text, said, entry.labels)
            return
        _, value, passages, labels = self._values[name]
        added = text if text.startswith(bare(entry.named)) else f"{bare(entry.named)}\u00a0: {text}"
        both = f"{value}\n{added}"
        if len(both) <= MAX_TEXT:
            self._values[name] = (name, both, [*passages, *said], [*labels, *entry.labels])

    def _reached(self, entry: Entry, said: Sequence[Passage]) -> None:
        """Add the value of a year to those of the indicator."""
        read = [read_reached(one.text, self._known.years) for one in said]
        _, known, passages, labels = self._values.get("indicator_values", ("", [], [], []))
        values = [*(known if isinstance(known, list) else []), *(value_document(one) for one in read if one)]
        if None in read or len(values) > MAX_VALUES:
            self._under_label(entry, said)
        else:
            both = [*passages, *said]
            self._values["indicator_values"] = ("indicator_values", values, both, [*labels, *entry.labels])

    def _target(self, entry: Entry, said: Sequence[Passage], text: str) -> None:
        """Keep what is to be reached: the target of the indicator where it has figures, else words."""
        flat = " ".join(text.split())
        in_figures = any(map(str.isdigit, flat)) and len(flat) <= MAX_NAME
        if not (in_figures and self._set("indicator_target", flat, said, entry.labels)):
            self._under_label(entry, said)


def _line(passage: Passage) -> str:
    """Return a paragraph of an action: an element of a list keeps its dash."""
    return f"- {passage.text}" if passage.block.is_item else passage.text
