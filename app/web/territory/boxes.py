"""The quartiers of a contract as boxes, by commune: those that it has, those that the official list adds."""

from collections.abc import Collection, Iterable, Sequence

from app.domain.profile import Profile, Quartier
from app.domain.territory import Territory, label_by_commune, quartier_labels
from app.web.contract_quartiers import updates_of


def offered_quartiers(profiles: Iterable[Profile]) -> tuple[Quartier, ...]:
    """Return the quartiers that these states of a contract have, then those that the list adds to them."""
    known: dict[str, Quartier] = {}
    added: dict[str, Quartier] = {}
    for profile in profiles:
        known = {one.code: one for one in profile.territory.quartiers} | known
        added = {one.code: one for one in updates_of(profile).added} | added
    return (*known.values(), *(one for code, one in added.items() if code not in known))


def boxes_by_commune(territory: Territory, quartiers: Sequence[Quartier]) -> dict[str, dict[str, str]]:
    """Return what each box says, by what it sends, under the name of a commune; no two say the same."""
    names = {commune.code: commune.name for commune in territory.communes}
    labels = quartier_labels(quartiers, names)
    for one in quartiers:
        others = [names[code] for code in one.communes[1:] if code in names]
        labels[one.code] += f", aussi à {', '.join(others)}" if others else ""
    return label_by_commune(quartiers, names, labels)


def with_ticks(
    typed: Iterable[Quartier], ticked: Collection[str], before: Collection[str], offered: Iterable[Quartier]
) -> tuple[Quartier, ...]:
    """Return the quartiers that were typed as lines, without those unticked, with those ticked anew.

    `before`: the codes of those that were ticked when the page was opened.
    """
    kept = [one for one in typed if one.code in ticked or one.code not in before]
    known = {*before, *(one.code for one in kept)}
    return (*kept, *(one for one in offered if one.code in ticked and one.code not in known))
