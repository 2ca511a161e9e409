"""The table of concordance: what became of each scheme and body that the clauses name."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from app.domain.flags import WHAT_HAPPENED
from app.domain.rules import Confidence, Scheme
from app.domain.text import name_key, without_accents
from app.domain.typography import NBSP, typeset
from app.word.manuscript import CONCORDANCE, Manuscript, clause_bookmark
from app.word.ooxml import Column, Encoded, Piece, Stencil, Style, Xml, link, long_table, paragraph, row, run

TITLE = "Table de concordance"
COLUMNS = (
    Column("Nom dans le texte", 2650),
    Column("Ce qu’il est devenu", 3038),
    Column("Source", 2350),
    Column("Engagements", 1600),
)
INTRO = typeset(
    "Les textes cités nomment les dispositifs et les organismes de leur époque. Seul ce qui a été vérifié "
    "dans une source est affirmé. Les noms d’aujourd’hui sont des propositions."
)
TO_CHECK = typeset("À vérifier : la situation de ces dispositifs et organismes a pu changer depuis le texte.")
EMPTY = "Aucun engagement du projet ne nomme de dispositif ni d’organisme."
_STATES = {**WHAT_HAPPENED, "in force": "en vigueur"}

Named = Sequence[tuple[Scheme, Sequence[int]]]
"""Schemes in alphabetical order, each with the numbers of the clauses that name it."""


def concordance(book: Manuscript) -> Iterator[Piece]:
    """What was verified in a table, the rest in a list: each with links to the clauses of this draft."""
    named = sorted(_clauses_by_scheme(book), key=lambda one: _key(one[0]))
    known = [one for one in named if _is_known(one[0])]
    unknown = [one for one in named if not _is_known(one[0])]
    yield book.annex(TITLE)
    yield paragraph(Style.NORMAL, book.bookmarked(CONCORDANCE, INTRO if named else EMPTY))
    if known:
        rows = [_row(scheme).filled((_links(ranks),)) for scheme, ranks in known]
        yield from long_table(COLUMNS, rows, description=TITLE, named_rows=True)
    if unknown:
        yield paragraph(Style.CAPTION, TO_CHECK)
        yield from (_item(scheme, _noun(ranks)).filled((_links(ranks),)) for scheme, ranks in unknown)


def _clauses_by_scheme(book: Manuscript) -> Named:
    schemes: dict[str, Scheme] = {}
    named: dict[str, list[int]] = {}
    for entry in book.draft.entries():
        for scheme in entry.schemes:
            schemes[scheme.id] = scheme
            named.setdefault(scheme.id, []).append(book.engagements[entry.commitment.id])
    return [(schemes[one], ranks) for one, ranks in named.items()]


@lru_cache(maxsize=1024)
def _key(scheme: Scheme) -> str:
    """As in a dictionary: « École » before « Emplois », whatever stands before the first letter."""
    return without_accents(name_key(scheme.name)).strip("« ")


def _is_known(scheme: Scheme) -> bool:
    return scheme.confidence is Confidence.VERIFIED and scheme.status in _STATES


_RANKS = "\ue000"
"""Stands for the numbers of the clauses in `_row` and `_item`; no name of a scheme holds it."""


@lru_cache(maxsize=1024)
def _row(scheme: Scheme) -> Stencil:
    """What became of a scheme, the same in every draft but for the clauses that name it."""
    cells = (scheme.full_name, _became(scheme), scheme.source or "—", Xml(_RANKS))
    return Stencil(row(COLUMNS, cells), _RANKS)


@lru_cache(maxsize=1024)
def _item(scheme: Scheme, noun: str) -> Stencil:
    return Stencil(paragraph(Style.BULLET, f"{scheme.full_name}, {noun}{NBSP}", Xml(_RANKS)), _RANKS)


def _became(scheme: Scheme) -> str:
    """What happened and when, then the name that is proposed."""
    since = f", {scheme.since}" if scheme.since else ""
    proposed = f"\nProposition{NBSP}: {scheme.successor}" if scheme.successor else ""
    return f"{_STATES[scheme.status].capitalize()}{since}{proposed}"


def _noun(ranks: Sequence[int]) -> str:
    return "engagements" if len(ranks) > 1 else "engagement"


def _links(ranks: Sequence[int]) -> Encoded:
    return _COMMA.join(map(_link, ranks))


_COMMA = run(", ").encode()


@lru_cache(maxsize=4096)
def _link(rank: int) -> Encoded:
    return link(clause_bookmark(rank), str(rank)).encode()
