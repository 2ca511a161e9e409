"""The table of concordance: what became of each scheme and body that the clauses name."""

from collections.abc import Mapping

from app.domain.flags import WHAT_HAPPENED
from app.domain.rules import Confidence, Scheme
from app.domain.text import name_key, without_accents
from app.domain.typography import typeset
from app.word.manuscript import CONCORDANCE, Manuscript, clause_bookmark
from app.word.ooxml import Column, Inline, Style, Xml, joined, link, paragraph, run, table

TITLE = "Table de concordance"
COLUMNS = (
    Column("Nom dans le texte", 2600),
    Column("Devenu", 1750),
    Column("Proposition de nom actuel", 2300),
    Column("Source", 1838),
    Column("Engagements", 1150),
)
INTRO = typeset(
    "Les textes cités nomment les dispositifs et les organismes de leur époque. Seul ce qui a été vérifié "
    "dans une source est affirmé ; le reste est à vérifier. Les noms actuels sont des propositions."
)
EMPTY = "Aucun engagement du projet ne nomme de dispositif ni d’organisme."
UNVERIFIED = "à vérifier"
NONE = "—"


def concordance(book: Manuscript) -> Xml:
    """One row for each scheme that the clauses of this draft name, by name, with links to the clauses."""
    named = _named(book)
    heading = book.annex(TITLE)
    intro = paragraph(Style.NORMAL, book.bookmarked(CONCORDANCE, INTRO if named else EMPTY))
    if not named:
        return joined((heading, intro))
    rows = [_row(scheme, ranks) for scheme, ranks in sorted(named.items(), key=lambda one: _key(one[0]))]
    return joined((heading, intro, table(COLUMNS, rows, description=TITLE)))


def _named(book: Manuscript) -> Mapping[Scheme, list[int]]:
    """The numbers of the clauses that name each scheme."""
    named: dict[Scheme, list[int]] = {}
    for entry in book.draft.entries():
        for scheme in entry.schemes:
            named.setdefault(scheme, []).append(book.engagements[entry.commitment.id])
    return named


def _key(scheme: Scheme) -> str:
    """As in a dictionary: « École » before « Emplois », whatever stands before the first letter."""
    return without_accents(name_key(scheme.name)).strip("« ")


def _row(scheme: Scheme, ranks: list[int]) -> tuple[Inline, ...]:
    sure = scheme.confidence is Confidence.VERIFIED
    successor = scheme.successor if sure else None
    source = scheme.source if sure else None
    return scheme.full_name, _became(scheme), successor or NONE, source or NONE, _clauses(ranks)


def _became(scheme: Scheme) -> str:
    """What happened and when; nothing is said of what was not verified."""
    if scheme.confidence is not Confidence.VERIFIED:
        return UNVERIFIED
    what = {**WHAT_HAPPENED, "in force": "en vigueur"}.get(scheme.status, UNVERIFIED)
    return f"{what}, {scheme.since}" if scheme.since else what


def _clauses(ranks: list[int]) -> Xml:
    pieces = [piece for rank in ranks for piece in (run(", "), link(clause_bookmark(rank), str(rank)))]
    return joined(pieces[1:])
