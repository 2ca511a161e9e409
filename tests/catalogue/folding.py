"""What may differ between the catalogue and its source: white space, line joins, apostrophes, œ."""

import re

_MARKERS = {1: "-", 2: "×", 3: "o"}


def fold(text: str) -> str:
    """The words and figures alone, comparable letter by letter."""
    joined = re.sub(r"(?<=\w)-\n\s*", "-", text)
    spaced = re.sub(r"(?m)^\s*(×|-|o\s)\s*", r" \1 ", joined)
    folded = spaced.replace("ʼ", "’").replace("'", "’").replace("œ", "oe")
    single = re.sub(r"[\s\u00a0\u202f]+", " ", folded)
    return re.sub(r" ?([;:!?,.%»)]) ?| ?([«(]) ?", lambda found: f"{found[0].strip()} ", single).strip()


def marker(level: int, *, lacuna: bool) -> str:
    """The bullet of a level in the source; a passage that lost its beginning lost its bullet too."""
    return "" if lacuna else _MARKERS.get(level, "")
