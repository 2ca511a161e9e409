"""What comes with a newer catalogue beside the clauses of a contract: the names and rules around them."""

from collections.abc import Collection, Iterator
from dataclasses import replace

from app.domain.catalogue import Catalogue, Leaf
from app.domain.draft import Draft
from app.domain.french import count_noun


def revised(before: Draft, after: Draft, listed: Collection[str]) -> Iterator[str]:
    """Yield what a contract gets from the second catalogue whatever is chosen, in sentences.

    `listed` are the ids of the clauses that are chosen one by one.
    """
    yield from _volets(before, after)
    for partner in before.partners:
        if partner not in after.partners and partner.id not in after.catalogue.partner_by_id:
            yield f"Le signataire « {partner.title} » n’existe plus : il n’est plus au contrat."
    yield from _out_of_body(before, after)
    if others := list(_others(before, after, listed)):
        yield f"Il revoit aussi {' ; '.join(others)}."


def _volets(before: Draft, after: Draft) -> Iterator[str]:
    """Yield the volets of the contract that have another name, or are no more."""
    now = after.catalogue.section_by_id
    for section in (one.section for one in before.sections):
        if section.id not in now:
            yield f"Le volet « {section.title} » n’existe plus."
        elif section.title != now[section.id].title:
            yield f"Le volet « {section.title} » s’appelle désormais « {now[section.id].title} »."


def _out_of_body(before: Draft, after: Draft) -> Iterator[str]:
    """How many clauses leave the body for an annexe, by the reading that comes with the catalogue."""
    here = {entry.commitment.id for entry in before.entries()}
    left = sum(entry.commitment.id in here for entry in (*after.historical, *after.national))
    if left:
        clauses = count_noun(left, "engagement passe", "engagements passent")
        yield f"{clauses} du corps aux annexes, selon notre lecture : la page « Pour mémoire » les reprend."


def _others(before: Draft, after: Draft, listed: Collection[str]) -> Iterator[str]:
    old, new = before.catalogue, after.catalogue
    compared: dict[str, list[object]] = {
        "l’ordre ou les fondements des volets": [_unnamed(known) for known in (old, new)],
        "la trame et ses chapitres": [before.outline, after.outline],
        "les signataires possibles": [old.partners, new.partners],
        "les questions sur le territoire": [old.facts, new.facts],
        "le devenir des dispositifs": [old.schemes, new.schemes],
        "le sens des sigles": [old.glossary, new.glossary],
        "d’autres engagements (conditions, objectifs, lignes), ou ceux qui ne s’appliquent pas ici": [
            _unlisted(known, listed) for known in (old, new)
        ],
    }
    return (name for name, (then, now) in compared.items() if then != now)


def _unnamed(catalogue: Catalogue) -> list[object]:
    return [replace(section, title="") for section in catalogue.sections]


def _unlisted(catalogue: Catalogue, listed: Collection[str]) -> dict[str, object]:
    return {one: _alone(leaf) for one, leaf in catalogue.leaf_by_id.items() if one not in listed}


def _alone(leaf: Leaf) -> Leaf:
    """Return the leaf without its neighbours: each of them is compared by itself."""
    return replace(leaf, convention=replace(leaf.convention, commitments=()))
