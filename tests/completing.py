"""Doing what each finding of completeness asks, from any contract on: what a diligent team would type."""

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import TypeVar

from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.draft import Draft
from app.domain.profile import (
    Adaptation,
    ClausePlace,
    LocalCommitment,
    Means,
    MeansKind,
    Objective,
    Orientation,
    Portrait,
    Profile,
    Signatory,
)
from app.domain.reuse import keep_as_local
from app.domain.unprinted import UnprintedKind, unprinted
from tests.random_contracts import COMMUNES, QUARTIERS

Filled = TypeVar("Filled", Adaptation, Signatory, Objective)

WRITTEN = Adaptation(
    place=ClausePlace.BODY,
    local_action="Ouvrir une permanence.",
    lead="l’État",
    deadline="2028-12-31",
    indicator="personnes accueillies",
    indicator_target="300",
    indicator_by_sex=True,
    resources="Deux agents.",
    means=(Means(MeansKind.COMMON_LAW, "l’État", 1_000), Means(MeansKind.SPECIFIC, "l’État", 2_000)),
)


def completed(profile: Profile, catalogue: Catalogue) -> Profile:
    """The contract with what each finding asks for; what it says that is not asked for stays."""
    signed = _signed(profile, catalogue)
    kept = _all_printed(signed, catalogue)
    draft = assemble(catalogue, kept)
    written = _written(kept, draft)
    places = [place for chapter in draft.outline.chapters for place in chapter.places]
    texts = {place.id: "Un texte." for place in places} | dict(draft.texts)
    asked = QUARTIERS if draft.outline.by_quartier else ()
    portraits = {quartier.code: Portrait(challenges="L’accès aux soins.") for quartier in asked}
    orientations = tuple(map(_measured, written.orientations))
    portraits |= dict(draft.portraits)
    return replace(written, texts=texts, portraits=portraits, orientations=orientations)


def _measured(orientation: Orientation) -> Orientation:
    """An orientation has an objective, and each of them an indicator and a target, at the end of the term."""
    objectives = orientation.objectives or (Objective(f"b{orientation.id[1:]}f", "Agir"),)
    measured = (replace(one, indicator="personnes accueillies", target="300", year="") for one in objectives)
    return replace(orientation, objectives=tuple(measured))


def _signed(profile: Profile, catalogue: Catalogue) -> Profile:
    """Everybody signs by name, each with its person and its deliberation; each fact is answered."""
    kinds = tuple(partner.id for partner in catalogue.partners)
    names = [("commune", f"la commune de {commune.name}") for commune in COMMUNES]
    names += [
        (kind, "l’État" if kind == "etat" else f"le signataire {kind}") for kind in kinds if kind != "commune"
    ]
    signatories = tuple(
        Signatory(kind, name, "Mme Exemple", "présidente", "conseil", "2027-03-12", "2027-014")
        for kind, name in names
    )
    here = tuple(commune.code for commune in COMMUNES)
    territory = replace(
        profile.territory,
        communes=tuple(replace(commune, population=commune.population or 1_000) for commune in COMMUNES),
        quartiers=tuple(
            replace(quartier, communes=tuple(code for code in quartier.communes if code in here))
            for quartier in QUARTIERS
        ),
    )
    facts = {rule.id: True for rule in catalogue.facts} | dict(profile.facts)
    return replace(profile, territory=territory, facts=facts, partners=kinds, signatories=signatories)


def _all_printed(profile: Profile, catalogue: Catalogue) -> Profile:
    """What is kept and not printed is kept as a local commitment, moved to a volet, or dropped on purpose."""
    for kept in unprinted(assemble(catalogue, profile)):
        if kept.kind is UnprintedKind.COMMITMENT:
            profile = keep_as_local(assemble(catalogue, profile), kept.subject)
        elif kept.kind is UnprintedKind.FACTS:
            profile = replace(profile, facts_reason="")
        elif kept.kind is UnprintedKind.PORTRAIT:
            others = {code: said for code, said in profile.portraits.items() if code != kept.subject}
            profile = replace(profile, portraits=others)
        elif kept.kind is UnprintedKind.TEXT:
            texts = {place: text for place, text in profile.texts.items() if place != kept.subject}
            profile = replace(profile, texts=texts)
    known, first = catalogue.section_by_id, catalogue.sections[0].id
    local = tuple(
        replace(
            one,
            section=one.section if one.section in known else first,
            adaptation=replace(one.adaptation, reason_excluded=""),
        )
        for one in profile.local_commitments
    )
    draft = assemble(catalogue, profile)
    out = {exclusion.commitment.id for exclusion in draft.excluded if exclusion.by_choice}
    adaptations = {
        one: replace(said, reason_excluded=said.reason_excluded or "Trop tôt.")
        for one, said in profile.adaptations.items()
        if one in out
    }
    return replace(profile, local_commitments=local, adaptations=adaptations)


def _written(profile: Profile, draft: Draft) -> Profile:
    """Each commitment that is in the contract has its whole action; each volet has one."""
    adaptations = dict(profile.adaptations)
    for entry in draft.entries():
        adaptations[entry.commitment.id] = WRITTEN
    local = [replace(one, adaptation=WRITTEN) for one in profile.local_commitments]
    number = profile.last_local + 1
    local.append(LocalCommitment(f"local-{number}", draft.sections[0].section.id, "Agir.", WRITTEN))
    return replace(profile, adaptations=adaptations, local_commitments=tuple(local))


BLANK = "\u200b \u00a0\u2060"
"""What fills a field and shows nothing."""

_PROSE = tuple(field.name for field in fields(Adaptation) if field.default == "")
_PERSON = tuple(field.name for field in fields(Signatory) if field.default == "" and field.name != "id")
_FIGURES = ("indicator", "target")
_UNSEEN_MEANS = tuple(Means(kind, BLANK) for kind in MeansKind)


def blanked(profile: Profile, draft: Draft) -> Profile:
    """The contract with each of its empty fields filled by what nobody can see."""
    adaptations = {entry.commitment.id: entry.adaptation for entry in draft.entries()} | dict(
        profile.adaptations
    )
    places = [place.id for chapter in draft.outline.chapters for place in chapter.places]
    return replace(
        profile,
        adaptations={known: _unseen(said) for known, said in adaptations.items()},
        local_commitments=tuple(
            replace(one, adaptation=_unseen(one.adaptation)) for one in profile.local_commitments
        ),
        facts_reason=profile.facts_reason or BLANK,
        signatories=tuple(_filled(signatory, _PERSON) for signatory in profile.signatories),
        texts=dict.fromkeys(places, BLANK) | dict(profile.texts),
        portraits={code: Portrait((), BLANK, BLANK) for code in draft.territory.quartier_labels}
        | dict(profile.portraits),
        orientations=tuple(
            replace(one, objectives=tuple(_filled(each, _FIGURES) for each in one.objectives))
            for one in profile.orientations
        ),
    )


def _unseen(adaptation: Adaptation) -> Adaptation:
    """The action with its empty fields filled by what nobody can see; so are its partners and its budget."""
    filled = _filled(adaptation, _PROSE)
    return replace(filled, associated=filled.associated or (BLANK,), means=(*filled.means, *_UNSEEN_MEANS))


def _filled(value: Filled, names: Iterable[str]) -> Filled:
    return replace(value, **{name: BLANK for name in names if not getattr(value, name)})
