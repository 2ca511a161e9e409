"""What a contract still lacks, as a text to send beside the edition to sign, which never says it."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from textwrap import fill

from app.domain.checks.unverified import unverified
from app.domain.draft import Draft, Finding, Level
from app.domain.french import typeset

LEVEL_TITLES = {
    Level.ERROR: "Exigé par la loi ou le décret",
    Level.WARNING: "Attendu par une convention, une circulaire ou un texte à vérifier",
    Level.INFO: "Utile à savoir",
}
TITLE = "Ce qui reste à écrire"
INTRO = "Rien de ceci n’est imprimé dans l’édition à signer du contrat."
UNVERIFIED = "À vérifier avant signature : ce que l’application dit sans en être sûre"
NOTHING_REMAINS = "Rien de ce que l’application vérifie ne manque."
WIDTH = 92


def required_by_law(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return what the law or a decree asks for and the contract does not hold."""
    return tuple(finding for finding in findings if finding.level is Level.ERROR)


def by_level(findings: Sequence[Finding]) -> Iterator[tuple[str, tuple[Finding, ...]]]:
    """Yield the title of each level that has findings, and these; the most serious first, as they come."""
    for level, found in groupby(findings, key=lambda finding: finding.level):
        yield LEVEL_TITLES[level], tuple(found)


def remaining_text(draft: Draft, subject: str) -> str:
    """Return the whole text, in lines of `WIDTH` characters. `subject`: the contract, its version and day."""
    lines = [TITLE, fill(subject, WIDTH), "", fill(typeset(INTRO), WIDTH)]
    for title, found in by_level(draft.checks):
        lines += ["", typeset(f"{title} : {len(found)}")]
        for rank, finding in enumerate(found, start=1):
            lines += ["", *_numbered(rank, finding)]
    if not draft.checks:
        lines += ["", NOTHING_REMAINS]
    if asked := unverified(draft):
        lines += ["", typeset(f"{UNVERIFIED} : {len(asked)}")]
        for rank, said in enumerate(asked, start=1):
            lines += ["", _item(rank, said)]
    return "\n".join((*lines, ""))


_INDENT = "    "


def _numbered(rank: int, finding: Finding) -> Iterator[str]:
    yield _item(rank, finding.message)
    if finding.why:
        yield fill(f"({finding.why})", WIDTH, initial_indent=_INDENT, subsequent_indent=_INDENT)


def _item(rank: int, said: str) -> str:
    first = f"{rank}.".ljust(len(_INDENT))
    return fill(said, WIDTH, initial_indent=first, subsequent_indent=_INDENT)
