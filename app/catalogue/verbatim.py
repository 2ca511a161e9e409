"""Compares what a convention quotes with its source file, in both directions: no word more, no word less."""

import re
from collections.abc import Sequence

from app.catalogue.yaml_node import Place
from app.domain.catalogue import NO_LINES, Commitment, Convention, LinesRange

_MARKERS = {1: "-", 2: "×", 3: "o"}
_SHOWN = 40
"""Characters shown around the first difference."""


def fold(text: str) -> str:
    """Return the words and figures alone, comparable letter by letter.

    White space, line joins, apostrophes and œ may differ between the catalogue and its source.
    """
    joined = re.sub(r"(?<=\w)-\n\s*", "-", text)
    spaced = re.sub(r"(?m)^\s*(×|-|o\s)\s*", r" \1 ", joined)
    folded = spaced.replace("ʼ", "’").replace("'", "’").replace("œ", "oe")
    single = re.sub(r"[\s\u00a0\u202f]+", " ", folded)
    return re.sub(r" ?([;:!?,.%»)]) ?| ?([«(]) ?", lambda found: f"{found[0].strip()} ", single).strip()


def quoted(commitment: Commitment) -> str:
    """Return the text of a commitment with the bullet of its level; what lost its beginning lost that too."""
    bullet = "" if commitment.lacuna else _MARKERS.get(commitment.level, "")
    return f"{bullet} {commitment.text}"


def rebuilt(convention: Convention) -> str:
    """Return the whole text of a convention, as its file has it."""
    return "\n".join((convention.heading, convention.date_text, *map(quoted, convention.walk())))


def compare_convention(place: Place, convention: Convention, source: Sequence[str]) -> None:
    """Report a convention that is not what the lines that it names say."""
    if convention.lines != NO_LINES:
        _compare(place, fold(rebuilt(convention)), fold(_passage(source, convention.lines)))


def compare_commitment(place: Place, commitment: Commitment, source: Sequence[str]) -> None:
    """Report a commitment that does not end where its last line does; its first line may begin before it."""
    if commitment.lines != NO_LINES:
        said = fold(quoted(commitment))
        passage = fold(_passage(source, commitment.lines))
        if not passage.endswith(said):
            _compare(place, said, passage[-len(said) :])


def _passage(source: Sequence[str], lines: LinesRange) -> str:
    first, last = lines
    return "\n".join(source[first - 1 : last])


def _compare(place: Place, said: str, source: str) -> None:
    if said == source:
        return
    pairs = zip(said, source, strict=False)
    at = next((at for at, (one, other) in enumerate(pairs) if one != other), min(len(said), len(source)))
    ours, theirs = (text[max(0, at - 10) : at + _SHOWN].strip() or "rien" for text in (said, source))
    place.refuse(f"ce n’est pas le texte de sa source, à ces lignes : ici « {ours} », là « {theirs} »")
