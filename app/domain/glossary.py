"""What the acronyms of the texts stand for."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

# Capitals and digits that begin with a capital: ARS, E2C, SG-CIV, ACSÉ. One letter alone is none, nor is a
# code such as QN09101M.
_ACRONYM = re.compile(r"(?<!\w)[A-ZÀ-Ý](?:[A-ZÀ-Ý]|[0-9](?![0-9])|-(?=[A-ZÀ-Ý]))+(?!\w)")


@dataclass(frozen=True, slots=True)
class Acronym:
    """An acronym in full.

    `lines` are those of the source text that write it out in these words, or None where it never does;
    `to_verify` marks an expansion that was read in no text that can be cited.
    """

    acronym: str
    meaning: str
    lines: tuple[int, int] | None = None
    to_verify: bool = False


def written_in(text: str) -> list[str]:
    """The words of a text that look like acronyms, once each, in the order of the text."""
    return list(dict.fromkeys(_ACRONYM.findall(text)))


def explained(text: str, glossary: Iterable[Acronym]) -> list[Acronym]:
    """The acronyms of a text that the glossary knows, in the order of the text.

    « FEDER-FSE » is explained by its two parts where the whole is unknown.
    """
    known = {entry.acronym: entry for entry in glossary}
    words = [word for word in written_in(text) for word in ((word,) if word in known else word.split("-"))]
    return [known[word] for word in dict.fromkeys(words) if word in known]
