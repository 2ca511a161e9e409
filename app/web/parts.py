"""The part of a contract that a role is about: chosen on the page « Partage », and said in words."""

import re
from collections.abc import Iterable, Mapping

from app.access import Scope
from app.access.rights import WHOLE
from app.domain.commitment_list import rows_of
from app.domain.french import typeset
from app.domain.problems import quote
from app.store import SavedProfile
from app.store.shares import Organisation, ShareRefused
from app.web.contract_catalogue import draft_of
from app.web.forms import version_number

WHOLE_CONTRACT = "Tout le contrat"
_OF_BODY = "Les engagements de {}, pilote ou associé"
_GONE = "Les engagements d’un organisme qui n’est plus là"
_SOME = "Certains engagements"
_UNKNOWN = "Engagements\u00a0: «\u00a0{}\u00a0» n’est le numéro d’aucun engagement de ce contrat."
_BETWEEN = re.compile(r"[\s,;]+")


def parts_offered(organisations: Iterable[Organisation]) -> dict[str, str]:
    """Return the parts that may be chosen in a list, each by what the form sends."""
    return {"": WHOLE_CONTRACT, **{str(one.id): _OF_BODY.format(one.name) for one in organisations}}


def part_chosen(saved: SavedProfile, carrier: str, numbers: str) -> Scope:
    """Return the part that is chosen: by numbers of commitments where some are typed, else by who carries.

    Raises ShareRefused for a number that no commitment has.
    """
    if typed := [one for one in _BETWEEN.split(numbers) if one]:
        known = {row.label.casefold(): row.id for row in rows_of(draft_of(saved)) if row.number}
        unknown = [one for one in typed if one.casefold() not in known]
        if unknown:
            raise ShareRefused(typeset(_UNKNOWN.format(quote(unknown[0]))))
        return Scope(commitments=frozenset(known[one.casefold()] for one in typed))
    return Scope(carrier=version_number(carrier)) if carrier else WHOLE


def part_in_words(
    scope: Scope, organisations: Mapping[int, Organisation], saved: SavedProfile | None = None
) -> str:
    """Return what a role is about, in words; nothing for the whole contract.

    Without the contract, its commitments have no numbers.
    """
    if scope.is_whole:
        return ""
    if scope.carrier is not None:
        one = organisations.get(scope.carrier)
        return _OF_BODY.format(one.name) if one else _GONE
    if saved is None:
        return _SOME
    known = {row.id: row.label for row in rows_of(draft_of(saved)) if row.number}
    labels = [known[one] for one in known if one in scope.commitments]
    if len(labels) == 1:
        return f"L’engagement {labels[0]}"
    return f"Les engagements {', '.join(labels)}" if labels else _SOME
