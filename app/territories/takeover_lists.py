"""What a contract made elsewhere is matched with: territories, quartiers, and the plan of a contract here."""

from app.domain.catalogue import Catalogue
from app.domain.profile import Territory
from app.domain.takeover import Lists
from app.domain.takeover.labels import folded
from app.territories.proposals import QuartiersOf
from app.territories.reference import Reference

_FEW = 5
_KINDS = {
    "communaute d agglomeration": "ca",
    "communaute de communes": "cc",
    "communaute urbaine": "cu",
}


def lists_of(catalogue: Catalogue, reference: Reference, quartiers: QuartiersOf) -> Lists:
    """Return the lists of a site: its catalogue, its reference, its list of quartiers."""
    outline = catalogue.latest_outline
    years = {str(year) for term in outline.terms for year in range(term.first, term.last + 1)}
    places = {place.id for chapter in outline.chapters for place in chapter.places}
    sections = {section.id: section.title for section in catalogue.sections}
    return Lists(lambda name: territory_named(name, reference), quartiers, years, places, sections)


def territory_named(name: str, reference: Reference) -> Territory | None:
    """Return the territory of the reference that has this name or this code; None without one.

    A name cut short, as « Grand Paris Sud » is, is that of the only territory that it may be.
    """
    words = _named(name)
    places = reference.search(name, limit=_FEW)
    for place in places:
        if _named(place.name) in words or place.code == name.strip():
            return reference.territory(place.code)
    if len(places) == 1 and words and _named(places[0].name).startswith(f"{words} "):
        return reference.territory(places[0].code)
    return None


def _named(name: str) -> str:
    """Return the words of a name, its kind shortened as the reference does: « CA du Pays Basque »."""
    words = folded(name)
    for kind, short in _KINDS.items():
        words = words.replace(kind, short)
    return words
