"""Every kind of draft that the tests write: the examples, and the extremes."""

from dataclasses import replace

from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.draft import Draft
from app.domain.profile import (
    Adaptation,
    Commune,
    Objective,
    Orientation,
    Profile,
    Quartier,
    Signatory,
    Territory,
)
from tests.examples import NAMES, contract, example

CANARIES = (
    "]]>",
    "&amp; & <b>gras</b>",
    "{{7*7}} {% raw %} $(x)",
    "=1+1",
    "👩‍👩‍👧‍👦 🇫🇷 é̂",
    "שלום עולם",
    "« Évry » : 12\u202f%",
)
KINDS = (
    *NAMES,
    "nobody signs",
    "everybody signs",
    "one partner",
    "sixty communes",
    "hostile",
    "named",
    "long",
)


def draft(kind: str, catalogue: Catalogue) -> Draft:
    return assemble(catalogue, profile(kind, catalogue))


def profile(kind: str, catalogue: Catalogue) -> Profile:
    if kind in NAMES:
        return example(kind, catalogue)
    everybody = " ".join(partner.id for partner in catalogue.partners)
    return {
        "nobody signs": lambda: contract("", territory=Territory("commune", "01004", "Ambérieu-en-Bugey")),
        "everybody signs": lambda: contract(everybody),
        "one partner": lambda: contract("ars"),
        "sixty communes": lambda: contract(everybody, territory=_sixty_communes()),
        "hostile": lambda: _hostile(catalogue),
        "named": lambda: contract(everybody, territory=_sixty_communes(), signatories=_named()),
        "long": lambda: _adapted(contract(everybody), catalogue, Adaptation(local_action="mot " * 5_000)),
    }[kind]()


def _sixty_communes() -> Territory:
    communes = tuple(Commune(f"69{rank:03d}", f"Commune n° {rank}", 1_000) for rank in range(1, 61))
    quartiers = tuple(
        Quartier(f"QN0690{rank:02d}M", f"Quartier {rank}", (communes[rank].code, communes[rank + 1].code))
        for rank in range(1, 45)
    )
    return Territory("epci", "200046977", "Métropole d’Exemple", communes, quartiers, grouping="CU")


def _named() -> tuple[Signatory, ...]:
    """Sixty communes, two départements, one name in two capacities, and one name made to break a file."""
    communes = [Signatory("commune", f"la commune de Ville n° {rank}") for rank in range(1, 61)]
    others = [
        Signatory("departement", "le département de l’Ain"),
        Signatory("departement", "la collectivité de Corse"),
        Signatory("region", "la collectivité de Corse"),
        Signatory("bailleurs", " ".join(CANARIES)),
    ]
    return (*communes, *others)


def _hostile(catalogue: Catalogue) -> Profile:
    text = "\n".join(CANARIES)
    name = " ".join(CANARIES)
    territory = Territory(
        "epci", "<&>", name, (Commune("69<01", name),), (Quartier("QN<&>", name, ("69<01", "69999")),)
    )
    adaptation = Adaptation(True, text, text, text, text, text, objectives=("b1",))
    orientations = (Orientation("o1", name, text, (Objective("b1", name, text, text, name, name, name),)),)
    base = contract("etat epci commune", name=name, territory=territory, orientations=orientations)
    return _adapted(base, catalogue, adaptation)


def _adapted(base: Profile, catalogue: Catalogue, adaptation: Adaptation) -> Profile:
    """The first commitment of each section gets the adaptation."""
    first = {leaf.commitment.section: leaf.commitment.id for leaf in reversed(catalogue.leaves)}
    return replace(base, adaptations=dict.fromkeys(first.values(), adaptation))
