"""The annexes of what the body leaves out: what became of each scheme, and which clauses do not apply."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby

from app.documents.word.context import CONCORDANCE, CachedXml, RenderContext, bare_link
from app.documents.word.ooxml import (
    NOTHING,
    Column,
    Encoded,
    Piece,
    Style,
    Xml,
    joined,
    long_table,
    paragraph,
    row,
    run,
)
from app.documents.word.parts.citation import say_in_contract, short_convention, verbatim
from app.domain.draft import Exclusion
from app.domain.flags import WHAT_HAPPENED
from app.domain.french import NARROW, NBSP, typeset
from app.domain.rules import Confidence, Scheme
from app.domain.text import cut_at_word, name_key, without_accents

TITLE = "Table de concordance"
COLUMNS = (
    Column("Nom dans le texte", 3338),
    Column("Ce qu’il est devenu", 4740),
    Column("Engagements", 1560),
)
INTRO = typeset(
    "Les textes cités nomment les dispositifs et les organismes de leur époque. Seul ce qui a été vérifié "
    "est repris ici. Les noms d’aujourd’hui sont des propositions."
)
IN_FORCE = typeset("En vigueur, sous le nom du texte :")
EMPTY = "Aucun engagement du projet ne nomme de dispositif ni d’organisme."
_STATES = {**WHAT_HAPPENED, "in force": "en vigueur"}

Named = Sequence[tuple[Scheme, Sequence[int]]]
"""Schemes in alphabetical order, each with the numbers of the clauses that name it."""


def concordance(ctx: RenderContext) -> Iterator[Piece]:
    """Yield what was verified: what changed in a table, the rest in a list, with links to the clauses.

    Sources and what was not verified are in the file of sources.
    """
    if ctx.signing and not names_schemes(ctx):
        return
    named = sorted(_clauses_by_scheme(ctx), key=lambda one: _key(one[0]))
    changed = [one for one in named if _is_known(one[0]) and one[0].changed]
    in_force = [one for one in named if _is_known(one[0]) and not one[0].changed]
    yield ctx.annex(TITLE)
    intro = ctx.bookmarked(CONCORDANCE, INTRO if named else EMPTY)
    yield paragraph(Style.NORMAL, intro, keep_next=bool(named))
    if changed:
        rows = [_row(scheme).fill((_links(ranks),)) for scheme, ranks in changed]
        yield from long_table(COLUMNS, rows, description=TITLE, named_rows=True)
    if in_force:
        yield paragraph(Style.CAPTION, IN_FORCE)
    for scheme, ranks in in_force:
        yield _item(scheme, _noun(ranks)).fill((_links(ranks),))


def names_schemes(ctx: RenderContext) -> bool:
    """Whether a clause names a scheme or a body: else there is no table to lead to."""
    return any(entry.schemes for entry in ctx.draft.entries())


def _clauses_by_scheme(ctx: RenderContext) -> Named:
    schemes: dict[str, Scheme] = {}
    named: dict[str, list[int]] = {}
    for entry in ctx.draft.entries():
        for scheme in entry.schemes:
            schemes[scheme.id] = scheme
            named.setdefault(scheme.id, []).append(ctx.engagements[entry.commitment.id])
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
def _row(scheme: Scheme) -> CachedXml:
    """Return what became of a scheme, the same in every draft but for the clauses that name it."""
    cells = (scheme.full_name, _became(scheme), Xml(_RANKS))
    return CachedXml(row(COLUMNS, cells), _RANKS)


@lru_cache(maxsize=1024)
def _item(scheme: Scheme, noun: str) -> CachedXml:
    named = paragraph(Style.BULLET, f"{scheme.full_name}, {noun}{NBSP}", Xml(_RANKS))
    return CachedXml(named, _RANKS)


def _became(scheme: Scheme) -> str:
    """Return what happened and when, then the name that is proposed."""
    since = f", {scheme.since}" if scheme.since else ""
    proposed = f". Proposition{NBSP}: {scheme.successor}" if scheme.successor else ""
    return f"{_STATES[scheme.status].capitalize()}{since}{proposed}"


def _noun(ranks: Sequence[int]) -> str:
    return "engagements" if len(ranks) > 1 else "engagement"


def _links(ranks: Sequence[int]) -> Encoded:
    return _COMMA.join(bare_link(rank).encode() for rank in ranks)


_COMMA = run(", ").encode()


EXCLUDED_TITLE = "Engagements non retenus"
EXCLUDED_INTRO = typeset(
    "Ces engagements des conventions nationales ne figurent pas dans le contrat. Ils sont rappelés par leurs "
    "premiers mots, sous le motif qui les écarte ; ceux que les rédacteurs ont écartés le sont en entier."
)
LEFT_OUT_BY_CHOICE = typeset(
    "Les rédacteurs ont écarté ces engagements des conventions nationales. Ils sont rappelés en entier, sous "
    "le motif de ce choix."
)
NOTHING_EXCLUDED = "Aucun engagement n’a été écarté."
ONE_LINE = 85


def excluded_annex(ctx: RenderContext) -> Xml:
    """Up to two hundred clauses concern other signatories: a line or two is enough to find each.

    In the edition to sign, those alone that the drafters left out, whose reason they wrote.
    """
    excluded = [out for out in ctx.draft.excluded if out.by_choice or not ctx.signing]
    if ctx.signing and not excluded:
        return NOTHING
    by_reason: dict[str, list[Exclusion]] = {}
    for out in excluded:
        by_reason.setdefault(_reason(out), []).append(out)
    said = EXCLUDED_INTRO if by_reason else NOTHING_EXCLUDED
    intro = paragraph(Style.NORMAL, LEFT_OUT_BY_CHOICE if ctx.signing else said)
    groups = (piece for reason, outs in by_reason.items() for piece in _group(reason, outs))
    return joined((ctx.annex(EXCLUDED_TITLE), intro, *groups))


def _reason(out: Exclusion) -> str:
    if out.by_choice:
        return f"Choix des rédacteurs{NBSP}: {out.reason}"
    return say_in_contract(out.reason, out.commitment)


def _group(reason: str, outs: list[Exclusion]) -> Iterator[Xml]:
    yield paragraph(Style.CAPTION, reason)
    for convention, some in groupby(outs, key=lambda out: out.convention):
        quoted = f"{NARROW}; ".join(f"«{NBSP}{_words(out)}{NBSP}»" for out in some)
        yield paragraph(Style.BULLET, f"{short_convention(convention, ONE_LINE)}{NBSP}: {quoted}")


def _words(out: Exclusion) -> str:
    return verbatim(out.commitment) if out.by_choice else cut_at_word(verbatim(out.commitment), ONE_LINE)
