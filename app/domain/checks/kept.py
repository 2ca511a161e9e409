"""What was typed and stands in no part of the document: it is said, that nothing leaves in silence."""

from collections.abc import Iterator, Sequence

from app.domain.catalogue import Scope
from app.domain.checks.outside import in_short
from app.domain.draft import Draft, Finding, Level
from app.domain.typed_values import show_euros
from app.domain.unprinted import Reason, Unprinted, UnprintedKind, unprinted

_SAID_ALONE = {Reason.UNKNOWN, Reason.NO_VOLET}
"""What has a finding of its own, which names the catalogue that changed."""


def kept_and_not_printed(draft: Draft) -> Iterator[Finding]:
    """One finding for what left by a change elsewhere, one for what its official left out."""
    kept = [one for one in unprinted(draft) if not _is_said_alone(draft, one)]
    if wanted := [one for one in kept if one.is_wanted]:
        why = "Un signataire, un fait, le territoire ou la trame a changé depuis qu’ils ont été écrits"
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
    return kept.reason in _SAID_ALONE or (kept.reason is Reason.NO_QUARTIER and draft.outline.by_quartier)
