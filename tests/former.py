"""A catalogue of before: today's files with other words and clauses; a contract made with it."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from app.catalogue import load, read
from app.domain.catalogue import Catalogue
from app.domain.profile import Adaptation
from app.settings import resource
from app.store import Profiles, SavedProfile
from app.store.records import Stamp
from tests.examples import contract

CHANGED, NEW, GONE = "sports-jeunesse-2013-1-1", "sports-jeunesse-2013-1-2", "sports-jeunesse-2013-1-99"
WRITTEN = Adaptation(local_action="Tenir un atlas des équipements.")
FORMER_WORDS = "Développer les diagnostics de l’offre sportive\u202f;"

SPORTS = "conventions/sports-jeunesse-2013.yaml"
_NEW_WORDS = """Dans les projets éligibles aux interventions du centre national du développement du sport
          (CNDS) (équipements sportifs et subventions), cibler davantage les quartiers prioritaires"""
FORMER: Mapping[str, tuple[tuple[str, str], ...]] = {
    SPORTS: (
        ("les diagnostics partagés de", "les diagnostics de"),
        (f"id: {NEW}\n", f"id: {GONE}\n"),
        (_NEW_WORDS, "Ouvrir les gymnases le soir"),
    ),
}
"""What is replaced in which file of today's catalogue."""


def altered(changes: Mapping[str, tuple[tuple[str, str], ...]]) -> dict[str, bytes]:
    """The files of today's catalogue, these words of them replaced."""
    files = dict(load(resource("commitments")).files)
    for name, replaced in changes.items():
        text = files[name].decode()
        for old, new in replaced:
            assert old in text
            text = text.replace(old, new, 1)
        files[name] = text.encode()
    return files


def written_in(folder: Path, files: Mapping[str, bytes]) -> Path:
    """The folder, with these files in it: a value for CATALOGUE_DIR."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


@cache
def former_catalogue() -> Catalogue:
    """The catalogue of before: one clause worded otherwise, one not there yet, one that has gone since."""
    return read(altered(FORMER))


def store_before(store: Profiles, former: Catalogue | None = None) -> Profiles:
    """The same database, as a site that used the catalogue of before wrote in it."""
    used = former or former_catalogue()
    store.catalogues.keep(used)
    return Profiles(store.engine, store._now, Stamp(used.hash))


def saved_before(store: Profiles, former: Catalogue | None = None) -> SavedProfile:
    """A contract that was saved with the catalogue of before, adapted on what changed and on what is gone."""
    profile = replace(contract(), name="Contrat d’avant", adaptations={CHANGED: WRITTEN, GONE: WRITTEN})
    return store_before(store, former).create(profile)
