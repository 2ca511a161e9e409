"""The table of concordance: what became of each scheme and body that the clauses name."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from app.domain.flags import WHAT_HAPPENED
from app.domain.rules import Confidence, Scheme
from app.domain.text import name_key, without_accents
from app.domain.typography import NBSP, typeset
from app.word.manuscript import CONCORDANCE, Manuscript, clause_bookmark
from app.word.ooxml import Column, Inline, Style, Xml, joined, link, paragraph, run, table

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


def concordance(book: Manuscript) -> Xml:
    """What was verified in a table, the rest in a list: each with links to the clauses of this draft."""
    named = sorted(_clauses_by_scheme(book), key=lambda one: _key(one[0]))
    intro = paragraph(Style.NORMAL, book.bookmarked(CONCORDANCE, INTRO if named else EMPTY))
    known = [one for one in named if _is_known(one[0])]
    unknown = [one for one in named if not _is_known(one[0])]
    return joined((book.annex(TITLE), intro, *_table(known), *_list(unknown)))


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


def _table(known: Named) -> Iterator[Xml]:
    if known:
        rows = [
            (scheme.full_name, _became(scheme), scheme.source or "—", _links(ranks))
            for scheme, ranks in known
        ]
        yield table(COLUMNS, rows, description=TITLE)


def _list(unknown: Named) -> Iterator[Xml]:
    if unknown:
        yield paragraph(Style.CAPTION, TO_CHECK)
    for scheme, ranks in unknown:
        noun = "engagement" if len(ranks) == 1 else "engagements"
        yield paragraph(Style.BULLET, f"{scheme.full_name}, {noun}{NBSP}", _links(ranks))


def _became(scheme: Scheme) -> str:
    """What happened and when, then the name that is proposed."""
    since = f", {scheme.since}" if scheme.since else ""
    proposed = f"\nProposition{NBSP}: {scheme.successor}" if scheme.successor else ""
    return f"{_STATES[scheme.status].capitalize()}{since}{proposed}"


def _links(ranks: Sequence[int]) -> Inline:
    return Xml(run(", ").join(map(_link, ranks)))


@lru_cache(maxsize=4096)
def _link(rank: int) -> Xml:
    return link(clause_bookmark(rank), str(rank))
