"""The paragraphs of an original cut into labels and what is said under them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.takeover.labels import LONGEST_LABEL, bare, field_of, field_within, folded
from app.domain.takeover.original import Block
from app.domain.takeover.vocabulary import BY_SEX, REACHED

_HEAD = re.compile(r"^\W{0,3}(?P<label>[^\W_][^:\n\t]{1,78}?)\s*:\s*", re.DOTALL)
_TABBED = re.compile(r"^\W{0,3}(?P<label>[^\W_][^:\n\t]{1,78}?)\t+\s*")
_DASHED = re.compile(r"^\W{0,3}(?P<label>[^\W_][^:\n\t–—]{1,40}?)\s+[–—-]\s+")
_INLINE = re.compile(r"(?:^|(?<=[\s·;|\t(]))(?P<label>[^\W\d_][^:.;·|\t\n]{1,44}?)\s*:\s")
_MOST_WORDS = 6
"""Words of a label within a text."""
_BETWEEN = " \t\n\u00a0\u202f;,/|–—·"
"""The signs that part what is said under a label from the label after it."""
_SHORTEST = 2
"""Characters of bold words that are no label: a number, a bullet."""
_LONGEST_NAMES = 1_000
"""Characters of a list of names: a longer text is prose."""
_LINKS = frozenset(
    ("de", "du", "des", "d", "la", "le", "les", "l", "et", "en", "à", "au", "aux", "pour", "sur")
)


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of a paragraph, by its first and last character."""

    block: Block
    start: int
    end: int

    @property
    def text(self) -> str:
        """Its words."""
        return self.block.text[self.start : self.end].strip(" \t\u00a0\u202f·|")

    @property
    def span(self) -> tuple[int, int, int]:
        """Its paragraph, first and last character."""
        return self.block.number, self.start, self.end


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label and what follows it in its paragraph. `field` is empty for what no label begins."""

    field: str
    label: Passage
    value: Passage


def whole(block: Block) -> Passage:
    """Return the whole of a paragraph."""
    return Passage(block, 0, len(block.text))


def end_of(block: Block) -> Passage:
    """Return the empty end of a paragraph: what follows a label that stands alone."""
    return Passage(block, len(block.text), len(block.text))


def line_ends(value: Passage) -> list[int]:
    """Return where a name may end in a text that a PDF broke in lines: before a capital; nowhere in prose."""
    text = value.block.text
    if value.end - value.start > _LONGEST_NAMES:
        return []
    return [
        one
        for one in value.block.breaks
        if value.start < one < value.end
        and text[one].isupper()
        and text[one - 1] not in "-’'"
        and text[value.start : one].split()[-1:] != []
        and text[value.start : one].split()[-1].casefold() not in _LINKS
    ]


def label_alone(block: Block) -> str:
    """Return the field that a paragraph names, that is a label and nothing else; empty for another."""
    return field_of(bare(block.text))


def read_labels(block: Block, within: str = "") -> list[Labelled]:
    """Return the labels of a paragraph with what is said under each, in their order.

    The first has no field where the paragraph begins with other words. `within`: the field whose text it is.
    """
    text = block.text
    cuts = list(_cuts(block, within))
    made = []
    if not cuts or cuts[0][1] > 0:
        end = cuts[0][1] if cuts else len(text)
        made.append(Labelled("", Passage(block, 0, 0), Passage(block, 0, end)))
    for rank, (field, start, after) in enumerate(cuts):
        end = cuts[rank + 1][1] if rank + 1 < len(cuts) else len(text)
        if rank + 1 < len(cuts):
            end = max(after, len(text[:end].rstrip(_BETWEEN)))
        made.append(Labelled(field, Passage(block, start, after), Passage(block, after, end)))
    return made


def _cuts(block: Block, within: str) -> Iterator[tuple[str, int, int]]:
    """Yield the field, the beginning and the end of each label, in their order."""
    first = _first(block, within)
    outer = within or (first[0] if first else "")
    if not outer:
        return
    at = first[1] if first else 0
    found = [(first[0], 0, at)] if first else []
    found += [*_inline(block.text, at, outer), *_apart(block.text, at, outer)]
    yield from sorted(found, key=lambda cut: cut[1])


def _inline(text: str, at: int, within: str) -> Iterator[tuple[str, int, int]]:
    for found in _INLINE.finditer(text, at):
        start, label = _latest(found, within)
        field = field_within(within, label) or (field_of(label) if label[:1].isupper() else "")
        if label and field:
            yield field, start, found.end()


def _apart(text: str, at: int, within: str) -> Iterator[tuple[str, int, int]]:
    """Yield what middle dots set apart in an indicator, and that says by itself what it is."""
    if within != "indicator":
        return
    for found in re.finditer(r"(?:^|·)\s*(?P<said>[^·]+)", text[at:]):
        start, end = at + found.start("said"), at + found.end()
        said = found["said"].strip()
        if folded(said) == folded(BY_SEX):
            yield "indicator_by_sex", start, end
        elif REACHED.match(said):
            yield "indicator_values", start, start


def _first(block: Block, within: str) -> tuple[str, int] | None:
    """Return the field and the end of the label that a paragraph begins with."""
    text = block.text
    for pattern in (_HEAD, _TABBED, _DASHED):
        found = pattern.match(text)
        if found and (field := field_within(within, found["label"]) or field_of(found["label"])):
            return field, found.end()
    if _SHORTEST < block.strong < len(text.rstrip()) and block.strong <= LONGEST_LABEL + 2:
        field = field_of(bare(text[: block.strong]))
        if field:
            return field, block.strong
    return None


def _latest(found: re.Match[str], within: str) -> tuple[int, str]:
    """Return the label that ends before a colon, its words and where they begin: as few words as name one."""
    label = found["label"]
    starts = [0, *(one.end() for one in re.finditer(r"\s+", label))]
    best = (0, "")
    for start in starts[-_MOST_WORDS:]:
        words = label[start:]
        if not words[:1].isalpha():
            continue  # « 2025 Fin » is a year, then a label
        if field_within(within, words) or (words[:1].isupper() and field_of(words)):
            best = (found.start("label") + start, words)
            break
    return best
