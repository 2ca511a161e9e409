"""The drafts that the benchmarks write: the whole national catalogue, once or several times over."""

import os
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import cycle, islice

from app.catalogue import load
from app.documents.word import RenderOptions
from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.draft import Draft, Entry
from app.domain.profile import Commune, Profile, Territory
from app.settings import resource

OPTIONS = RenderOptions(on=date(2026, 11, 23))


@cache
def catalogue() -> Catalogue:
    return load(resource("commitments"))


def national_draft() -> Draft:
    """Every partner signs: every commitment that a local contract can carry is there."""
    known = catalogue()
    territory = Territory(
        "epci", "200000001", "Agglomération d’Exemple", (Commune("69001", "Exemple", 5_000),)
    )
    partners = tuple(partner.id for partner in known.partners)
    return assemble(known, Profile("Contrat d’Exemple", territory, partners=partners))


def draft_of(clauses: int) -> Draft:
    """The national draft with its clauses repeated, each under an id of its own, until there are enough."""
    draft = national_draft()
    entries = tuple(
        _renamed(entry, rank) for rank, entry in enumerate(islice(cycle(draft.entries()), clauses))
    )
    volet = replace(draft.sections[0], entries=entries, see_also=())
    return replace(draft, sections=(volet,))


def _renamed(entry: Entry, rank: int) -> Entry:
    return replace(entry, commitment=replace(entry.commitment, id=f"{entry.commitment.id}-{rank}"))


def resident_bytes() -> int:
    """The memory that this process holds now (Linux)."""
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
