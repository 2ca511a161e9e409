"""The notation of the application for the text of a file: lists, paragraphs, bold, italic, links."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from itertools import groupby

from app.domain.markup import blocks, spans
from app.formats.returned.paragraphs import PLAIN, Look, Paragraph, Piece, View
from app.formats.returned.said import PARAGRAPH_END, Said, followed, key_of

_TOKENS = re.compile(r"\s+|[^\s]+")
Part = tuple[Paragraph, Said]


def together(parts: Iterable[Part], view: View, *, prose: bool = False) -> Said:
    """Return paragraphs as one text, the items of lists with their mark.

    A paragraph whose mark is not in this view goes on in the next. `prose`: a blank line parts paragraphs.
    """
    made, before = Said(), None
    for paragraph, text in parts:
        bare = text.stripped()
        if not bare.text:
            continue
        if before is None:
            made = bare.after(paragraph.item)
        elif before.end.revision not in view.value:
            made = followed(made, text)
        else:
            apart = prose and before is not paragraph and not paragraph.item
            end = Piece("\n", before.end, PARAGRAPH_END)
            parting = Said("\n\n" if apart else "\n", [end, end] if apart else [end])
            made = followed(followed(made, parting), bare.after(paragraph.item))
        before = paragraph
    return made.stripped()


def noted(said: Said) -> str:
    """Return a text with the notation of what is bold, italic or a link in it."""
    return "\n".join(_noted_line(line) for line in lines_of(said))


def lines_key(text: str) -> list[str]:
    """Return the words of each line of a typed text, as they are compared."""
    lines = (line for block in blocks(text) for line in block.lines)
    return [key for line in lines if (key := key_of("".join(span.text for span in line)))]


def prose_key(text: str) -> object:
    """Return what two typed texts share that say the same: the words of each line, and the links."""
    found = (span.link for block in blocks(text) for line in block.lines for span in line)
    return lines_key(text), {link for link in found if link}


def lines_of(said: Said) -> Iterable[Said]:
    """Yield the lines of a text."""
    at = 0
    for line in said.text.split("\n"):
        yield said.cut(at, at + len(line))
        at += len(line) + 1


def _noted_line(line: Said) -> str:
    looked = zip(line.text, line.looks, strict=True)
    groups = [
        (look, "".join(character for character, _ in group))
        for look, group in groupby(looked, lambda one: one[1])
    ]
    if all(look == PLAIN for look, _ in groups) or "*" in line.text:
        return line.text
    made = "".join(_marked(look, words) for look, words in groups)
    # Emphasis must hug its words: what the notation cannot say stays plain.
    said = "".join(span.text for span in spans(made))
    return made if said == line.text else line.text


def _marked(look: Look, words: str) -> str:
    bare = words.strip()
    if not bare or look == PLAIN:
        return words
    start = words.index(bare)
    before, after = words[:start], words[start + len(bare) :]
    if look.link:
        return f"{before}[{bare}]({look.link}){after}"
    mark = "**" if look.bold else "*"
    return f"{before}{mark}{bare}{mark}{after}"


def as_typed(old: str, new: str) -> str:
    """Return a text with the spaces and the apostrophes that were typed, where its words are those of before.

    The Word file has others: the application sets spaces that do not break.
    """
    one, other = _TOKENS.findall(old), _TOKENS.findall(new)
    match = SequenceMatcher(None, [*map(_folded, one)], [*map(_folded, other)], autojunk=False)
    made: list[str] = []
    for kind, start, end, first, last in match.get_opcodes():
        made += one[start:end] if kind == "equal" else other[first:last]
    return "".join(made)


def _folded(token: str) -> str:
    return key_of(token) or ("\n" if "\n" in token else " ")
