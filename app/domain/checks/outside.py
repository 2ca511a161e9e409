"""What a contract says of another territory, for it was copied or its own has changed; what serves nothing.

What was typed and stands in no part of the document is said, that nothing leaves in silence.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache

from app.domain.catalogue import Scope
from app.domain.draft import Draft, Finding, Level
from app.domain.orientations import objectives_of, orientation_numbers
from app.domain.outlines import QUARTIER_PLACE, Outline, quartier_place
from app.domain.parties import partner_names
from app.domain.profile import Adaptation, Objective, Orientation, Profile
from app.domain.text import is_blank, name_key, without_accents
from app.domain.typed_values import show_euros
from app.domain.unprinted import Reason, Unprinted, UnprintedKind, unprinted

_ELSEWHERE = "Le contrat a pu être copié d’un autre territoire, ou ses quartiers ont changé"
_COLLECTIVITE = re.compile(
    r"(?:(?:la|le)\s+|l['’])?(?:ville|commune|mairie|communauté\s+(?:de\s+communes|d['’]agglomération|urbaine)"
    r"|métropole|agglomération|département)\s+(?:de\s+la\s+|de\s+l['’]|de\s+|d['’]|du\s+|des\s+)"
    r"(?P<name>[^,;:()]+)",
    re.IGNORECASE,
)
_FEW = 6
Named = Callable[[Adaptation], Iterable[str]]


def outside_contract(draft: Draft) -> Iterator[Finding]:
    """Yield the quartiers, communes, leads and funders that are named and not in this contract."""
    yield from _quartiers_of_actions(draft)
    yield from _texts_of_quartiers(draft)
    yield from _communes_of_quartiers(draft)
    hold = _Strangers(draft).hold
    yield from _not_signing(draft, hold, "pilotes", "Pilotes", lambda one: [one.lead])
    yield from _not_signing(
        draft, hold, "financeurs", "Financeurs", lambda one: [line.funder for line in one.means]
    )


def _written(draft: Draft) -> list[tuple[str, Adaptation]]:
    return [one for section in draft.sections for one in section.written]


def _quartiers_of_actions(draft: Draft) -> Iterator[Finding]:
    known = {quartier.code for quartier in draft.territory.quartiers}
    unknown = {one: set(said.quartiers) - known for one, said in _written(draft)}
    codes = sorted(set().union(*unknown.values()))
    if codes:
        message = f"Des actions nomment des quartiers qui ne sont pas dans le contrat : {in_short(codes)}."
        ids = tuple(one for one, those in unknown.items() if those)
        yield Finding("quartiers-des-actions", Level.WARNING, message, _ELSEWHERE, "territory", ids)


def _texts_of_quartiers(draft: Draft) -> Iterator[Finding]:
    """Yield the texts whose quartier has left: not in the draft, they can be copied or emptied."""
    for place in texts_outside(draft.outline, draft.profile):
        code = place.removeprefix(QUARTIER_PLACE)
        message = (
            f"Le texte du quartier {code}, qui n’est plus dans le contrat, est gardé et n’est pas imprimé."
        )
        yield Finding(f"texte-{place}", Level.WARNING, message, _ELSEWHERE, f"text:{place}")


def texts_outside(outline: Outline, profile: Profile) -> tuple[str, ...]:
    """Return the places of the texts about quartiers that have left, where the trame has a part for each."""
    here = {quartier_place(quartier.code) for quartier in profile.territory.quartiers}
    texts = (place for place in profile.texts if place.startswith(QUARTIER_PLACE))
    return tuple(place for place in texts if place not in here) if outline.by_quartier else ()


def _communes_of_quartiers(draft: Draft) -> Iterator[Finding]:
    communes = {commune.code for commune in draft.territory.communes}
    lost = [
        draft.territory.quartier_label(quartier.code)
        for quartier in draft.territory.quartiers
        if communes and set(quartier.communes) - communes
    ]
    if lost:
        message = f"Des quartiers sont dans une commune absente du territoire : {in_short(lost)}."
        yield Finding("communes-des-quartiers", Level.WARNING, message, _ELSEWHERE, "territory")


def _not_signing(
    draft: Draft, hold: Callable[[str], bool], kind: str, words: str, named: Named
) -> Iterator[Finding]:
    """Yield leads and funders who are not of the contract.

    A service or an association may lead or fund; a partner left unticked or a far commune is odd.
    """
    odd = {one: [name for name in named(said) if name and hold(name)] for one, said in _written(draft)}
    names = [name for those in odd.values() for name in those]
    if names:
        message = f"{words} qui ne signent pas ce contrat : {in_short(names)}."
        why = "Un pilote ou un financeur signe d’ordinaire le contrat ; son nom a pu venir d’un autre"
        ids = tuple(one for one, those in odd.items() if those)
        yield Finding(f"{kind}-hors-contrat", Level.INFO, message, why, "partners", ids)


class _Strangers:
    """The names that can only be those of somebody who does not sign; sought when a name is to be judged."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._judges = bool(draft.territory.communes)

    @cached_property
    def _ours(self) -> frozenset[str]:
        profile, territory = self._draft.profile, self._draft.territory
        named = {one.partner for one in profile.signatories}
        signing = [one.name for one in profile.signatories]
        signing += [one.title for one in self._draft.partners if one.id not in named]
        communes = [commune.name for commune in territory.communes]
        return frozenset(_key(name) for name in (*signing, *communes, territory.name) if name.strip())

    @cached_property
    def _unticked(self) -> frozenset[str]:
        signing = {one.id for one in self._draft.partners}
        unticked = (one for one in self._draft.catalogue.partners if one.id not in signing)
        return frozenset(_key(name) for partner in unticked for name in partner_names(partner))

    def hold(self, name: str) -> bool:
        key = _key(name)
        if key in self._unticked:
            return True
        found = _COLLECTIVITE.match(name.strip())
        if found is None or not self._judges or not found["name"][0].isupper():
            return False
        own = _key(found["name"])
        return not any(own in ours or ours in key for ours in self._ours)


@lru_cache(4096)
def _key(name: str) -> str:
    return without_accents(name_key(name))


def in_short(names: Iterable[str]) -> str:
    """Return the first few names, each once, and how many others."""
    each = list(dict.fromkeys(names))
    others = len(each) - _FEW
    return ", ".join(each[:_FEW]) + (f" et {others} autre{'s' if others > 1 else ''}" if others > 0 else "")


_SAID_ALONE = {Reason.UNKNOWN, Reason.NO_VOLET}
"""What has a finding of its own, which names the catalogue that changed."""


def kept_and_not_printed(draft: Draft) -> Iterator[Finding]:
    """One finding for what left by a change elsewhere, one for what its official left out."""
    kept = [one for one in unprinted(draft) if not _is_said_alone(draft, one)]
    if wanted := [one for one in kept if one.is_wanted]:
        why = "Un signataire, un fait, le territoire ou le plan a changé depuis qu’ils ont été écrits"
        yield _finding(draft, "textes-gardes", Level.WARNING, why, wanted)
    if chosen := [one for one in kept if not one.is_wanted]:
        why = "Ils s’imprimeront si le choix d’écarter l’engagement change"
        yield _finding(draft, "textes-ecartes", Level.INFO, why, chosen)


def _finding(draft: Draft, name: str, level: Level, why: str, kept: Sequence[Unprinted]) -> Finding:
    amount = sum(one.amount for one in kept)
    money = f" (dont {show_euros(amount)}\u00a0€ de moyens)" if amount else ""
    said = in_short(f"« {one.name} »" for one in kept)
    message = f"Textes gardés, non imprimés : {len(kept)}{money}. {said}."
    return Finding(name, level, message, why, "kept", tuple(_to_adapt(draft, kept)))


def _to_adapt(draft: Draft, kept: Sequence[Unprinted]) -> Iterator[str]:
    """Yield the commitments among them that have a form."""
    for one in kept:
        leaf = draft.catalogue.leaf_by_id.get(one.subject)
        if one.kind is UnprintedKind.COMMITMENT and leaf and leaf.commitment.scope is Scope.LOCAL:
            yield one.subject


def _is_said_alone(draft: Draft, kept: Unprinted) -> bool:
    text_of_quartier = kept.kind is UnprintedKind.TEXT and kept.reason is Reason.NO_QUARTIER
    return kept.reason in _SAID_ALONE or (text_of_quartier and draft.outline.by_quartier)


PLACE = "orientations"
_YEAR = re.compile(r"\d{4}", re.ASCII)
_MEASURED = "Un objectif se suit avec un indicateur et une cible"


def unfinished_orientations(draft: Draft) -> Iterator[Finding]:
    """Yield what the orientations of a contract lack; nothing where it has none."""
    orientations = draft.profile.orientations
    numbers = orientation_numbers(orientations)
    bare = [_titled(numbers, one) for one in orientations if not one.objectives]
    if bare:
        message = f"Orientations sans objectif opérationnel : {in_short(bare)}."
        why = "Une orientation se décline en objectifs que des actions servent"
        yield Finding("orientations-sans-objectif", Level.WARNING, message, why, PLACE)
    for lacking, words in (("indicator", "indicateur"), ("target", "cible")):
        objectives = objectives_of(orientations)
        without = [_titled(numbers, one) for one in objectives if is_blank(getattr(one, lacking))]
        if without:
            message = f"Objectifs opérationnels sans {words} : {in_short(without)}."
            yield Finding(f"objectifs-sans-{words}", Level.WARNING, message, _MEASURED, PLACE)
    outside = [
        _titled(numbers, one)
        for one in objectives_of(orientations)
        if _YEAR.fullmatch(one.year.strip()) and one.year.strip() not in draft.term
    ]
    if outside:
        message = f"Objectifs opérationnels dont la cible est hors de la durée du contrat ({draft.term}) : "
        why = "Le plan du contrat donne sa durée"
        yield Finding("cibles-hors-duree", Level.WARNING, f"{message}{in_short(outside)}.", why, PLACE)
    yield from _gone(draft)


def _titled(numbers: dict[str, str], record: Orientation | Objective) -> str:
    return f"{numbers[record.id]} « {record.title} »"


def _gone(draft: Draft) -> Iterator[Finding]:
    known = {objective.id for objective in objectives_of(draft.profile.orientations)}
    written = (action for section in draft.sections for action in section.written)
    ids = tuple(one for one, said in written if set(said.objectives) - known)
    if ids:
        message = "Des actions contribuent à un objectif qui a été retiré du contrat : il ne s’imprime pas."
        why = "Cochez un autre objectif, décochez celui-ci, ou rétablissez-le"
        yield Finding("objectifs-retires", Level.WARNING, message, why, PLACE, ids)
