"""A catalogue of before: one clause worded otherwise, one that had not come yet, one that has gone since."""

from dataclasses import replace

from app.domain.catalogue import Catalogue
from app.domain.profile import Adaptation
from app.domain.quotation import Clause, Quotation, quotation
from app.store import Profiles, SavedProfile
from app.store.stamp import Stamp
from tests.examples import contract

CHANGED, NEW, GONE = "sports-jeunesse-2013-1-1", "sports-jeunesse-2013-1-2", "sports-jeunesse-2013-1-99"
WRITTEN = Adaptation(local_action="Tenir un atlas des équipements.")
FORMER_WORDS = "Développer les diagnostics de l’offre sportive ;"


def former_quotation(catalogue: Catalogue) -> Quotation:
    """What the catalogue of before quoted."""
    now = quotation(catalogue)
    clauses = {one: clause for one, clause in now.clauses.items() if one != NEW}
    clauses[CHANGED] = replace(clauses[CHANGED], text=FORMER_WORDS)
    clauses[GONE] = gone_clause(clauses[CHANGED])
    return Quotation("2026.0", "f" * 64, clauses)


def gone_clause(like: Clause) -> Clause:
    """A clause that today's catalogue does not have."""
    return replace(like, id=GONE, text="Ouvrir les gymnases le soir ;")


def store_before(store: Profiles, catalogue: Catalogue) -> Profiles:
    """The same database, as a site that used the catalogue of before wrote in it."""
    known = former_quotation(catalogue)
    store.catalogues.keep(known)
    return Profiles(store.engine, store._now, Stamp(known.hash))


def saved_before(store: Profiles, catalogue: Catalogue) -> SavedProfile:
    """A contract that was saved with the catalogue of before, adapted on what changed and on what is gone."""
    profile = replace(contract(), name="Contrat d’avant", adaptations={CHANGED: WRITTEN, GONE: WRITTEN})
    return store_before(store, catalogue).create(profile)
