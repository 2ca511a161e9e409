"""Every numeral of the source stands in a target, or in the list of those that are not one."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from app.catalogue import load
from app.domain.catalogue import Catalogue, Commitment, Target
from app.settings import resource

DIGITS = r"\d+(?:[ ,]\d+)*"
# « un, une » are left out: the article cannot be told from the number; « un tiers » is caught by « tiers ».
WORDS = (
    r"\b(?:deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|quinze|vingt|trente|quarante|cinquante"
    r"|soixante|cents?|mille|millions?|milliards?|dizaines?|douzaines?|centaines?|milliers?"
    r"|premi(?:er|ère)s?|seconde?s?|\w+ièmes?|tiers|quarts?|moitié|demie?s?"
    r"|doubl\w+|tripl\w+|quadrupl\w+|divis\w+)\b"
)
NUMERAL = re.compile(f"{DIGITS}|{WORDS}", re.IGNORECASE)
NO_BREAK_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " "})


@dataclass(frozen=True, order=True)
class Numeral:
    line: int
    text: str


def numerals_in(text: str) -> list[str]:
    return NUMERAL.findall(text.translate(NO_BREAK_SPACES))


def targets_of(catalogue: Catalogue) -> Iterator[tuple[Commitment, Target]]:
    for commitment in catalogue.commitments.values():
        for target in commitment.targets:
            yield commitment, target


def numerals_of(target: Target, in_the_source: list[Numeral]) -> list[Numeral]:
    """Where the numerals of the quote stand, one after the other, in the target's lines; empty if nowhere."""
    first, last = target.lines
    there = [numeral for numeral in in_the_source if first <= numeral.line <= last]
    quoted = numerals_in(target.quote)
    for start in range(len(there)):
        run = there[start : start + len(quoted)]
        if [numeral.text for numeral in run] == quoted:
            return run
    return []


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load(resource("commitments"))


@pytest.fixture(scope="module")
def sources() -> Path:
    return resource("commitments") / "sources"


@pytest.fixture(scope="module")
def source_lines(sources: Path) -> list[str]:
    return (sources / "annexe-conventions-2013-2014.txt").read_text(encoding="utf-8").split("\n")


@pytest.fixture(scope="module")
def in_the_source(source_lines: list[str]) -> list[Numeral]:
    return [
        Numeral(number, text) for number, line in enumerate(source_lines, 1) for text in numerals_in(line)
    ]


@pytest.fixture(scope="module")
def not_a_target(sources: Path) -> dict[Numeral, str]:
    rows = yaml.safe_load((sources / "numerals.yaml").read_text(encoding="utf-8"))
    return {Numeral(row["line"], row["numeral"]): row["reason"] for row in rows}


@pytest.fixture(scope="module")
def in_a_target(catalogue: Catalogue, in_the_source: list[Numeral]) -> set[Numeral]:
    return {numeral for _, target in targets_of(catalogue) for numeral in numerals_of(target, in_the_source)}


def test_every_numeral_of_the_source_is_in_a_target_or_deliberately_not_one(
    in_the_source: list[Numeral], in_a_target: set[Numeral], not_a_target: dict[Numeral, str]
) -> None:
    accounted_for = in_a_target | set(not_a_target)

    forgotten = sorted(set(in_the_source) - accounted_for)

    assert forgotten == []


def test_no_line_of_the_source_repeats_a_numeral(in_the_source: list[Numeral]) -> None:
    # The other tests know a numeral by its line and its text: a repetition would hide one of the two.
    repeated = [numeral for numeral, times in Counter(in_the_source).items() if times > 1]

    assert repeated == []


def test_what_is_said_not_to_be_a_target_stands_in_the_source_and_in_no_target(
    in_the_source: list[Numeral], in_a_target: set[Numeral], not_a_target: dict[Numeral, str]
) -> None:
    listed = set(not_a_target)

    assert sorted(listed - set(in_the_source)) == []
    assert sorted(listed & in_a_target) == []


def test_every_numeral_that_is_not_a_target_has_its_reason(not_a_target: dict[Numeral, str]) -> None:
    without_reason = [numeral for numeral, reason in not_a_target.items() if not reason.strip()]

    assert without_reason == []


def test_the_numerals_of_every_quote_stand_in_the_lines_of_its_target(
    catalogue: Catalogue, in_the_source: list[Numeral]
) -> None:
    elsewhere = [
        (commitment.id, target.quote)
        for commitment, target in targets_of(catalogue)
        if not numerals_of(target, in_the_source)
    ]

    assert elsewhere == []


def test_every_target_quotes_its_own_commitment(catalogue: Catalogue) -> None:
    misquoted = [
        (commitment.id, target.quote)
        for commitment, target in targets_of(catalogue)
        if target.quote not in commitment.text
    ]

    assert misquoted == []


def test_every_horizon_is_a_year_that_the_clause_or_its_lead_in_gives(catalogue: Catalogue) -> None:
    invented = [
        (leaf.commitment.id, target.horizon)
        for leaf in catalogue.leaves
        for target in leaf.commitment.targets
        if target.horizon is not None
        and str(target.horizon) not in numerals_in(" ".join((*leaf.lead_in, leaf.commitment.text)))
    ]

    assert invented == []


def test_targets_stand_on_leaves_only(catalogue: Catalogue) -> None:
    on_parents = [commitment.id for commitment, _ in targets_of(catalogue) if commitment.children]

    assert on_parents == []
