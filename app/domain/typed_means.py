"""The budget of an action as a text that is proposed: a line each, as the contract says it, and read back.

« Droit commun, CAF : 12 500 € (2027, demandé) ».
"""

import re

from app.domain.fields import MEANS_KINDS, MEANS_STATES
from app.domain.problems import UserError, quote
from app.domain.profile import Means, MeansKind, MeansState
from app.domain.profile_reader import MAX_AMOUNT, MAX_MEANS
from app.domain.text import MAX_NAME

EXAMPLE = "Droit commun, CAF\u00a0: 12\u202f500\u00a0€ (2027, demandé)"
LONGEST_LINE = MAX_NAME + 100
"""Characters of a line: a funder, and what is said around it."""

_KINDS = {words: MeansKind(value) for value, words in MEANS_KINDS.items()}
_STATES = {words: MeansState(value) for value, words in MEANS_STATES.items() if value}
_LINE = re.compile(
    rf"(?P<kind>{'|'.join(_KINDS)}),\s*"
    r"(?P<funder>\S.*?)"
    r"(?:\s*:\s*(?P<amount>[0-9][0-9\s]*)€)?"
    rf"(?:\s*\((?:(?P<year>20[0-9]{{2}})(?:,\s*|(?=\))))?(?P<state>{'|'.join(_STATES)})?\))?"
)


class MeansRefused(UserError, ValueError):
    """A line that is no line of a budget. The message is a French sentence."""


def read_means_lines(text: str) -> tuple[Means, ...]:
    """Return the lines of a budget that a text says. Raises MeansRefused."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if len(lines) > MAX_MEANS:
        raise MeansRefused(f"Moyens\u00a0: {MAX_MEANS} lignes au plus par action.")
    return tuple(map(_read_line, lines))


def _read_line(line: str) -> Means:
    found = _LINE.fullmatch(line) if len(line) <= LONGEST_LINE else None
    if found is None or len(found["funder"]) > MAX_NAME:
        raise MeansRefused(f"Moyens\u00a0: «\u00a0{quote(line)}\u00a0». Exemple\u00a0: {EXAMPLE}.")
    digits = "".join((found["amount"] or "").split())
    amount = int(digits[:20]) if digits else None
    if amount is not None and amount > MAX_AMOUNT:
        raise MeansRefused(f"Moyens\u00a0: «\u00a0{quote(line)}\u00a0»\u00a0: ce montant est trop grand.")
    state = _STATES.get(found["state"] or "", MeansState.UNSAID)
    return Means(_KINDS[found["kind"]], found["funder"].strip(), amount, found["year"] or "", state)
