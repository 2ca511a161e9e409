"""Whether a text answers what is asked, as a person who reads the contract would see it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from app.domain.draft import Draft
from app.domain.fields import ADAPTATION
from app.domain.profile import Adaptation
from app.domain.text import is_blank, name_key

_WORD = re.compile(r"\w+")
_FIGURE_IN_LETTERS = re.compile(
    r"\b(zéro|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|quinze|vingt|trente|quarante|cinquante"
    r"|soixante|cents?|mille|millions?|milliards?|moitié|tiers|quarts?|doubl|tripl)",
    re.IGNORECASE,
)
_HEAD = 400
"""Characters of a text that are looked at first: a contract of 2 MB is checked at each page."""

_ANSWERS = tuple(field.id for field in ADAPTATION if field.asks)


def is_written(text: str) -> bool:
    """Whether a text of some sentences says something: « mot », « mot mot » and spaces do not."""
    return len(_first_words(text, 2)) > 1


def has_figure(text: str) -> bool:
    """Whether an objective has a figure, in digits or in letters."""
    return any(map(str.isnumeric, text)) or bool(_FIGURE_IN_LETTERS.search(text))


def fillers(draft: Draft) -> frozenset[str]:
    """Return the words that alone answer several questions of a contract, folded: they answer none."""
    asked: dict[str, set[str]] = defaultdict(set)
    for question, text in _answers(draft):
        if len(words := _first_words(text, 2)) == 1:
            asked[words[0]].add(question)
    return frozenset(word for word, questions in asked.items() if len(questions) > 1)


def is_answered(text: str, filling: Iterable[str]) -> bool:
    """Whether a few words say something: at least one that is not a filler."""
    known = frozenset(filling)
    return any(word not in known for word in _words(text))


def _answers(draft: Draft) -> Iterator[tuple[str, str]]:
    """Each question with what was typed for it, wherever it was asked."""
    yield from draft.texts.items()
    for section in draft.sections:
        for adaptation in section.adaptations:
            for field in _ANSWERS:
                if text := _text(adaptation, field):
                    yield field, text


def _text(adaptation: Adaptation, field: str) -> str:
    return str(getattr(adaptation, field))


def _first_words(text: str, number: int) -> tuple[str, ...]:
    """Return at most so many different words of a text: what follows them is not looked at."""
    for part in (text[:_HEAD].rpartition(" ")[0], text):  # a head of whole words is nearly always enough
        found: dict[str, None] = {}
        for word in _words(part):
            found[word] = None
            if len(found) == number:
                return tuple(found)
    return tuple(found)


def _words(text: str) -> Iterator[str]:
    """Yield the words of a text, folded, one by one."""
    folded = name_key(text)
    return (found[0] for found in _WORD.finditer(folded) if not is_blank(found[0]))
