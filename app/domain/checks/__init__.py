"""What a contract still lacks. Only what the law requires is an error; nothing prevents a download."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from textwrap import shorten

from app.domain.checks.contents import (
    missing_contents,
    thin_actions,
    undecided_places,
    unsaid_choices,
    years_outside_term,
)
from app.domain.checks.outside import (
    in_short,
    kept_and_not_printed,
    outside_contract,
    unfinished_orientations,
)
from app.domain.conditions import Condition
from app.domain.draft import Draft, Finding, Level
from app.domain.french import typeset
from app.domain.names import undeliberated
from app.domain.parties import COMMUNE, unnamed_communes
from app.domain.rules import Partner
from app.domain.text import is_blank
from app.domain.views import in_no_extract

LONGEST_QUOTED = 80
_RANK = {Level.ERROR: 0, Level.WARNING: 1, Level.INFO: 2}


def findings(draft: Draft) -> list[Finding]:
    """Every finding about a draft, the most serious first."""
    found = chain(
        _missing_signatories(draft),
        _empty_territory(draft),
        _mandatory_sections(draft),
        missing_contents(draft),
        _without_a_portrait(draft),
        outside_contract(draft),
        unfinished_orientations(draft),
        thin_actions(draft),
        unsaid_choices(draft),
        undecided_places(draft),
        years_outside_term(draft),
        _unnamed_signatories(draft),
        _undeliberated(draft),
        _unknown_facts(draft),
        _out_of_catalogue(draft),
        _without_a_volet(draft),
        kept_and_not_printed(draft),
        _in_no_extract(draft),
    )
    return sorted(map(_typeset, found), key=lambda finding: _RANK[finding.level])


def _typeset(finding: Finding) -> Finding:
    return replace(finding, message=typeset(finding.message), why=typeset(finding.why))


def _missing_signatories(draft: Draft) -> Iterator[Finding]:
    for partner in draft.catalogue.partners:
        if partner.required_in(draft.territory) and partner.id not in draft.profile.partners:
            yield Finding(
                f"signataire-{partner.id}",
                Level.ERROR,
                f"Signataire requis par la loi et absent : {partner.title}.",
                partner.legal_basis,
                "partners",
            )


def _empty_territory(draft: Draft) -> Iterator[Finding]:
    if not draft.territory.communes:
        message = "Aucune commune n’est indiquée dans le territoire."
        yield Finding("communes", Level.WARNING, message, "Le contrat nomme ses communes", "territory")
    if not draft.territory.quartiers:
        message = "Aucun quartier prioritaire n’est indiqué : le tableau des QPV est vide."
        yield Finding("quartiers", Level.WARNING, message, "Le contrat nomme ses quartiers", "quartiers")


def _without_a_portrait(draft: Draft) -> Iterator[Finding]:
    """Yield the quartiers of which nothing is written, where the trame has a part for each."""
    if not draft.outline.by_quartier:
        return
    labels, written = draft.territory.quartier_labels, draft.portraits
    silent = [code for code in labels if not (code in written and written[code].says_something)]
    if silent:
        message = f"Quartiers sans portrait : {in_short(labels[code] for code in silent)}."
        why = "Le plan du contrat a une partie par quartier"
        yield Finding("portraits", Level.INFO, message, why, "portraits")


def _mandatory_sections(draft: Draft) -> Iterator[Finding]:
    for section in draft.sections:
        title, volet = section.section.title, section.section.id
        if not section.section.mandatory or section.has_local_action:
            continue
        why = section.section.summary or section.section.legal_basis
        if section.warnings:
            message, kind = f"{title}. {' '.join(section.warnings)}", "volet"
        else:
            message, kind = f"{title} : volet sans action locale pour l’instant.", "action"
        yield Finding(f"{kind}-{volet}", Level.WARNING, message, why, f"section:{volet}")


def _unnamed_signatories(draft: Draft) -> Iterator[Finding]:
    """Who signs is known by kind only, or without the person who will hold the pen."""
    signing = [known for partner in draft.partners for known in _signatories_of(draft, partner)]
    unnamed = [name for name, representative in signing if is_blank(representative)]
    if unnamed:
        message = (
            f"Signataires dont le représentant n’est pas nommé : {len(unnamed)} sur {len(signing)} "
            f"({in_short(unnamed)})."
        )
        yield Finding("representants", Level.INFO, message, "Page de signatures", "signatories")


def _signatories_of(draft: Draft, partner: Partner) -> list[tuple[str, str]]:
    """Who signs as this partner, each with its representative; the kind where nobody is named.

    The communes that have a quartier sign each by itself, be they named among the signatories or not.
    """
    known = [(one.name, one.representative) for one in draft.profile.signatories if one.partner == partner.id]
    if partner.id == COMMUNE:
        known += [(name, "") for name in unnamed_communes(draft)]
    return known or [(partner.title, "")]


def _undeliberated(draft: Draft) -> Iterator[Finding]:
    """Yield the assemblies whose deliberation is not named."""
    missing = undeliberated(draft)
    if missing:
        message = f"Délibération à indiquer : {in_short(missing)}."
        why = "L’assemblée de chaque collectivité autorise la signature"
        yield Finding("deliberations", Level.INFO, message, why, "signatories")


def _unknown_facts(draft: Draft) -> Iterator[Finding]:
    """Yield the unknown facts on which something in the draft really depends."""
    read = {fact for condition in _conditions(draft) for fact in condition.facts_read()}
    for rule in draft.catalogue.facts:
        if rule.id in read and draft.facts[rule.id].value is None:
            yield Finding(
                f"fait-{rule.id}",
                Level.INFO,
                f"À renseigner dans le territoire : {rule.question}",
                "Des engagements ou des textes du contrat en dépendent",
                "territory",
            )


def _out_of_catalogue(draft: Draft) -> Iterator[Finding]:
    """Yield what was written for commitments that this catalogue no longer knows.

    It is kept, and not in the draft.
    """
    lost = [one for one in draft.profile.adaptations if one not in draft.catalogue.leaf_by_id]
    if lost:
        message = (
            f"Actions d’engagements absents du catalogue : {', '.join(lost)}. Leur texte reste dans le "
            "contrat ; il n’est pas dans le projet."
        )
        yield Finding("hors-catalogue", Level.WARNING, message, "Le catalogue a changé", "kept")


def _without_a_volet(draft: Draft) -> Iterator[Finding]:
    """Yield the commitments of this contract whose volet its catalogue no longer has.

    They are in no part of it.
    """
    for one in draft.profile.local_commitments:
        if one.section not in draft.catalogue.section_by_id:
            words = shorten(one.text, LONGEST_QUOTED, placeholder=" …")
            message = f"L’engagement local « {words} » n’est dans aucun volet : il manque au projet."
            why = "Le catalogue n’a plus le volet où il était"
            yield Finding(f"sans-volet-{one.id}", Level.WARNING, message, why, f"local:{one.id}")


def _in_no_extract(draft: Draft) -> Iterator[Finding]:
    """Yield the local commitments that bind nobody by name: no signatory finds them in its fiche."""
    unbound = in_no_extract(draft) if draft.partners else ()
    if unbound:
        texts = in_short(f"« {shorten(local.text, LONGEST_QUOTED, placeholder=' …')} »" for local in unbound)
        message = f"Engagements locaux qui ne sont dans la fiche d’aucun signataire : {texts}."
        why = "Ni leur pilote ni leurs partenaires associés ne signent le contrat : nommez-en un"
        ids = tuple(local.id for local in unbound)
        yield Finding("hors-extraits", Level.INFO, message, why, "sections", ids)


def _conditions(draft: Draft) -> Iterator[Condition]:
    for entry in draft.entries():
        if entry.commitment.when:
            yield entry.commitment.when
        yield from (part.when for part in entry.commitment.parts)
    for chapter in draft.outline.chapters:
        for place in chapter.places:
            yield from (asked.when for asked in place.requirements if asked.when)
            if place.when:
                yield place.when
