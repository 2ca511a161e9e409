"""What is taken over by choice: from another contract, from an official list, or back into the document."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from app.domain.catalogue import Catalogue
from app.domain.draft import Draft
from app.domain.french import format_number, typeset
from app.domain.orientations import Orientations, objectives_of, put_objective
from app.domain.outlines import quartier_place
from app.domain.profile import (
    NO_ADAPTATION,
    Adaptation,
    ClausePlace,
    LocalCommitment,
    MeansState,
    Profile,
    State,
    local_number,
)
from app.domain.territory import Quartier, quartier_labels
from app.domain.text import MAX_TEXT, is_blank

CUT = " […]"
ABRIDGED = typeset(
    f"(Texte abrégé : un engagement local a {format_number(MAX_TEXT)} caractères au plus. "
    "La source le donne en entier.)"
)


def quotation(words: str, source: str) -> str:
    """Return the words, then their source, in the length of a text; too long ones are cut, and it is said."""
    whole = f"{words}\n{source}"
    if len(whole) <= MAX_TEXT:
        return whole
    end = f"{CUT}\n{source}\n{ABRIDGED}"
    return f"{words[: MAX_TEXT - len(end)]}{end}"


@dataclass(frozen=True, slots=True)
class Copied:
    """A profile with what was taken over: how many adaptations, and how many were left as they were."""

    profile: Profile
    taken: int
    kept: int


def copy_adaptations(
    profile: Profile, other: Profile, sections: Collection[str], catalogue: Catalogue
) -> Copied:
    """Return the profile with the adaptations of another one in some volets.

    What was already written here is never replaced. What was agreed elsewhere is only drafted here. What
    happened in the other contract is not taken: its quartiers, how sure its means are, the values that its
    indicators reached, its annual review. The objectives that the actions serve come with them.
    """
    adaptations = dict(profile.adaptations)
    taken = kept = 0
    for commitment_id, adaptation in other.adaptations.items():
        leaf = catalogue.leaf_by_id.get(commitment_id)
        if leaf is None or leaf.commitment.section not in sections:
            continue
        if adaptations.get(commitment_id, NO_ADAPTATION) != NO_ADAPTATION:
            kept += 1
        else:
            adaptations[commitment_id] = _elsewhere(adaptation)
            taken += 1
    local = [one for one in other.local_commitments if one.section in sections]
    known = {(one.section, one.text) for one in profile.local_commitments}
    new = [one for one in local if (one.section, one.text) not in known]
    merged = replace(profile, adaptations=adaptations, local_commitments=_with_renumbered(profile, new))
    merged = replace(merged, orientations=_with_served(merged, other))
    return Copied(merged, taken + len(new), kept + len(local) - len(new))


def _with_served(profile: Profile, other: Profile) -> Orientations:
    """Return the orientations with the objectives of another contract that the actions of this one serve."""
    local = (one.adaptation for one in profile.local_commitments)
    served = {each for said in (*profile.adaptations.values(), *local) for each in said.objectives}
    orientations = profile.orientations
    known = {objective.id for objective in objectives_of(orientations)}
    for orientation in other.orientations:
        for objective in orientation.objectives:
            if objective.id in served - known:
                orientations = put_objective(orientations, orientation, objective)
    return orientations


def _with_renumbered(profile: Profile, new: list[LocalCommitment]) -> tuple[LocalCommitment, ...]:
    first = next_local_number(profile.local_commitments, profile.last_local)
    numbered = (
        replace(one, id=f"local-{number}", adaptation=_elsewhere(one.adaptation))
        for number, one in enumerate(new, start=first)
    )
    return (*profile.local_commitments, *numbered)


def next_local_number(known: Collection[LocalCommitment], last: int) -> int:
    """Return a number that no local commitment had: those known, and `last`, the greatest one ever given."""
    return max(last, *(local_number(local.id) for local in known), 0) + 1


def _elsewhere(adaptation: Adaptation) -> Adaptation:
    """Return what may be taken over by another contract: nothing that happened, or was agreed, elsewhere."""
    state = State.DRAFTED if adaptation.state.is_agreed else adaptation.state
    means = tuple(replace(line, state=MeansState.UNSAID) for line in adaptation.means)
    return replace(adaptation, state=state, quartiers=(), means=means, indicator_values=(), review="")


def keep_as_local(draft: Draft, commitment_id: str) -> Profile:
    """Return the profile with what was written for a commitment under a local one that quotes its text.

    The choice to leave the commitment out stays, with its reason. Raises KeyError where nothing was written.
    """
    profile = draft.profile
    written = profile.adaptations[commitment_id]
    number = next_local_number(profile.local_commitments, profile.last_local)
    local = LocalCommitment(
        f"local-{number}",
        _section(draft, commitment_id),
        _quoted(draft, commitment_id),
        replace(written, included=True, reason_excluded="", place=ClausePlace.USUAL),
    )
    choice = Adaptation(
        included=written.included, reason_excluded=written.reason_excluded, place=written.place
    )
    adaptations = {**profile.adaptations, commitment_id: choice}
    if choice == NO_ADAPTATION:
        del adaptations[commitment_id]
    return replace(profile, adaptations=adaptations, local_commitments=(*profile.local_commitments, local))


def add_signing_partner(draft: Draft, partner_id: str) -> Profile:
    """Return the profile with one more partner among those who sign, in the order of the catalogue."""
    signing = {*draft.profile.partners, partner_id}
    known = tuple(partner.id for partner in draft.catalogue.partners)
    ordered = tuple(partner for partner in known if partner in signing)
    unknown = tuple(partner for partner in draft.profile.partners if partner not in known)
    return replace(draft.profile, partners=ordered + unknown)


def take_back(profile: Profile, commitment_id: str) -> Profile:
    """Return the profile with a commitment that was left out or sent to an annexe, in it. Raises KeyError."""
    written = profile.adaptations[commitment_id]
    place = ClausePlace.BODY if written.place is ClausePlace.HISTORICAL else written.place
    back = replace(written, included=True, place=place)
    return replace(profile, adaptations={**profile.adaptations, commitment_id: back})


def place_clause(profile: Profile, commitment_id: str, place: ClausePlace) -> Profile:
    """Return the profile with the decision of where a clause stands; what was written for it stays."""
    written = replace(profile.adaptations.get(commitment_id, NO_ADAPTATION), place=place)
    others = {known: said for known, said in profile.adaptations.items() if known != commitment_id}
    kept = {} if written == NO_ADAPTATION else {commitment_id: written}
    return replace(profile, adaptations=others | kept)


def _section(draft: Draft, commitment_id: str) -> str:
    """Return the volet of the commitment.

    The last one of the contract for one that its catalogue does not know.
    """
    sections = [section.id for section in draft.catalogue.sections_in(draft.outline)]
    leaf = draft.catalogue.leaf_by_id.get(commitment_id)
    return leaf.commitment.section if leaf and leaf.commitment.section in sections else sections[-1]


def _quoted(draft: Draft, commitment_id: str) -> str:
    leaf = draft.catalogue.leaf_by_id.get(commitment_id)
    if leaf is None:
        return typeset(f"Suite de l’engagement {commitment_id}, que le catalogue n’a plus.")
    convention = leaf.convention
    source = typeset(f"(Engagement national : {convention.title}, convention du {convention.date_text}.)")
    words = "\n".join((*leaf.lead_in, leaf.commitment.text))
    return quotation(words, source)


@dataclass(frozen=True, slots=True)
class QuartierUpdates:
    """The quartiers of a list that a contract lacks, those that it calls otherwise, and those that left."""

    added: tuple[Quartier, ...]
    changed: tuple[tuple[Quartier, Quartier], ...]  # as the contract has it, then as the list does
    gone: tuple[Quartier, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.gone)

    def applied(
        self,
        quartiers: Iterable[Quartier],
        added: Collection[str],
        changed: Collection[str],
        gone: Collection[str],
    ) -> tuple[Quartier, ...]:
        """Return the contract's quartiers with what was accepted, by code; the accepted ones come last."""
        renamed = {new.code: new for _, new in self.changed if new.code in changed}
        leaving = {quartier.code for quartier in self.gone if quartier.code in gone}
        kept = [
            renamed.get(quartier.code, quartier) for quartier in quartiers if quartier.code not in leaving
        ]
        return (*kept, *(quartier for quartier in self.added if quartier.code in added))


def quartier_updates(quartiers: Iterable[Quartier], listed: Iterable[Quartier]) -> QuartierUpdates:
    """Return what a list would change to the quartiers of a contract."""
    here = {quartier.code: quartier for quartier in quartiers}
    there = {quartier.code: quartier for quartier in listed}
    return QuartierUpdates(
        added=tuple(quartier for code, quartier in there.items() if code not in here),
        changed=tuple(
            (old, there[code])
            for code, old in here.items()
            if code in there
            and (old.name, set(old.communes)) != (there[code].name, set(there[code].communes))
        ),
        gone=tuple(quartier for code, quartier in here.items() if code not in there),
    )


def labels_of_updates(profile: Profile, updates: QuartierUpdates) -> dict[str, str]:
    """Return what the quartiers of the contract and of the list are called, by code."""
    communes = {commune.code: commune.name for commune in profile.territory.communes}
    return quartier_labels((*profile.territory.quartiers, *updates.added), communes)


def written_about(profile: Profile, code: str) -> tuple[int, tuple[str, ...]]:
    """How many actions name a quartier, and what else is written of it: « projet », « portrait »."""
    local = (commitment.adaptation for commitment in profile.local_commitments)
    every: Iterable[Adaptation] = (*profile.adaptations.values(), *local)
    actions = sum(code in adaptation.quartiers for adaptation in every)
    written = {
        "projet": not is_blank(profile.texts.get(quartier_place(code), "")),
        "portrait": code in profile.portraits,
    }
    return actions, tuple(what for what, there in written.items() if there)
