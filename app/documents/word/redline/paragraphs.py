"""One paragraph with tracked changes: of two versions of it, of one that comes, of one that goes."""

from collections.abc import Collection, Iterable, Sequence
from copy import deepcopy
from enum import StrEnum

from lxml import etree

from app.documents.word.redline.marks import Change, Marks, is_changed
from app.documents.word.redline.revisions import (
    CONTENT,
    CONTROL,
    DELETED_TEXT,
    PARAGRAPH_PROPERTIES,
    RUN,
    TEXT,
    P,
    new_element,
)
from app.documents.word.redline.words import Anchor, Closing, Item, Opening, Token, compare, items, tokens
from app.domain.diff.edit_script import Budget
from app.formats.xml_parts import W

SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_FIELD_CODE, _DELETED_CODE = f"{W}instrText", f"{W}delInstrText"
_SHOWS_PLACEHOLDER = f"{W}showingPlcHdr"


class Edit(StrEnum):
    """What becomes of a word."""

    KEPT = "kept"
    ADDED = "added"
    REMOVED = "removed"


_CHANGES = {Edit.ADDED: Change.INSERTION, Edit.REMOVED: Change.DELETION}


def merged(
    before: etree._Element, after: etree._Element, marks: Marks, budget: Budget
) -> tuple[etree._Element, frozenset[str]]:
    """Return the paragraph after with what differs from the one before, and the tags of what changed.

    The paragraph after itself where no word differs. A control that the other one lacks leaves its words:
    Word could not take a locked one away.
    """
    content, old = list(items(after)), tokens(list(items(before)))
    stretches = compare(old, tokens(content), budget)
    if all(stretch.kept for stretch in stretches):
        return after, frozenset()
    edits: list[Edit] = []
    removed: dict[int, Sequence[Token]] = {}
    for stretch in stretches:
        if not stretch.kept and stretch.before:
            removed[len(edits)] = (*removed.get(len(edits), ()), *stretch.before)
        edits += [Edit.KEPT if stretch.kept else Edit.ADDED] * len(stretch.after)
    controls = {token.place for token in old if token.place.startswith("#")}
    changed = (token.place[1:] for one in stretches if not one.kept for token in (*one.before, *one.after))
    return _Writer(after, marks, controls).write(content, edits, removed), frozenset(changed)


def inserted(paragraph: etree._Element, marks: Marks) -> etree._Element:
    """Return a paragraph of which each word comes; its end is not marked."""
    content = list(items(paragraph))
    return _Writer(paragraph, marks, ()).write(content, [Edit.ADDED] * len(tokens(content)), {})


def deleted(paragraph: etree._Element, marks: Marks) -> etree._Element:
    """Return a paragraph of which each word goes; its end is not marked."""
    return _Writer(paragraph, marks, ()).write((), (), {0: tokens(list(items(paragraph)))})


class _Writer:
    """Writes a paragraph word by word, within the controls and links of the one that it is like."""

    def __init__(self, like: etree._Element, marks: Marks, controls: Collection[str]) -> None:
        self._paragraph = new_element(P)
        self._paragraph.extend(deepcopy(node) for node in like.findall(PARAGRAPH_PROPERTIES))
        self._marks = marks
        self._controls = controls
        self._holders = [self._paragraph]
        self._run: etree._Element | None = None
        self._written_as: tuple[Edit, bytes] | None = None
        self._text: etree._Element | None = None
        """The text that the next words go on with; `_said` are its words."""
        self._said: list[str] = []

    def write(
        self, content: Iterable[Item], edits: Sequence[Edit], removed: dict[int, Sequence[Token]]
    ) -> etree._Element:
        """Return the paragraph. `removed`: what goes before the word of this rank."""
        words = [item for item in content if isinstance(item, Token)]
        rank = 0
        for item in content:
            if isinstance(item, Token):
                if not _ends_with(words, rank, removed):
                    self._remove(removed.get(rank, ()))
                self._add(edits[rank], item)
                rank += 1
                if _ends_with(words, rank, removed):
                    self._remove(removed[rank])
            else:
                self._structure(item)
        if not _ends_with(words, rank, removed):
            self._remove(removed.get(rank, ()))
        self._end_text()
        for control in self._paragraph.iter(CONTROL):
            shown = control.find(f"{W}sdtPr/{_SHOWS_PLACEHOLDER}")
            if shown is not None and is_changed(control):
                shown.getparent().remove(shown)  # else Word takes what was typed for a placeholder
        return self._paragraph

    def _structure(self, item: Opening | Closing | Anchor) -> None:
        self._written_as = None
        if isinstance(item, Closing):
            self._holders.pop()
        elif isinstance(item, Anchor):
            self._holders[-1].append(deepcopy(item.element))
        elif item.tag and f"#{item.tag}" not in self._controls:
            self._holders.append(self._holders[-1])
        else:
            self._holders.append(_shell(self._holders[-1], item.element))

    def _remove(self, words: Sequence[Token]) -> None:
        for word in words:
            self._add(Edit.REMOVED, word)

    def _add(self, edit: Edit, word: Token) -> None:
        style = (edit, word.style)
        if self._run is None or self._written_as != style:
            self._end_text()
            self._run = self._new_run(edit, word.style)
        self._written_as = style
        if word.sign is not None:
            self._end_text()
            sign = deepcopy(word.sign)
            if edit is Edit.REMOVED and sign.tag == _FIELD_CODE:
                sign.tag = _DELETED_CODE
            self._run.append(sign)
            return
        if self._text is None:
            self._text = etree.SubElement(self._run, DELETED_TEXT if edit is Edit.REMOVED else TEXT)
            self._text.set(SPACE, "preserve")
        self._said.append(word.text)

    def _end_text(self) -> None:
        """Write the words of a text at once: one after another, each would copy those before it."""
        if self._text is not None:
            self._text.text = "".join(self._said)
        self._text, self._said = None, []

    def _new_run(self, edit: Edit, style: bytes) -> etree._Element:
        holder = self._holders[-1]
        if edit in _CHANGES:
            goes_on = self._written_as is not None and self._written_as[0] is edit
            if not goes_on:
                holder.append(self._marks.mark(_CHANGES[edit]))
            holder = holder[-1]
        run = etree.SubElement(holder, RUN)
        if style:
            run.append(etree.fromstring(style))
        return run


def _ends_with(words: Sequence[Token], rank: int, removed: dict[int, Sequence[Token]]) -> bool:
    """Whether what goes before this word belongs to the end of the field before it."""
    gone = removed.get(rank)
    if not gone or not rank or words[rank - 1].place != gone[0].place:
        return False
    return rank == len(words) or words[rank].place != gone[0].place


def _shell(holder: etree._Element, like: etree._Element) -> etree._Element:
    """Add a control or a link without its words to the holder; return what will hold them."""
    shell = etree.SubElement(holder, like.tag, dict(like.attrib))
    if like.tag != CONTROL:
        return shell
    shell.append(deepcopy(like.find(f"{W}sdtPr")))
    return etree.SubElement(shell, CONTENT)
