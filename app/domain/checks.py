"""What a contract still lacks. Only what the law requires is an error; nothing prevents a download."""

from collections.abc import Iterator

from app.domain.applicability import Facts
from app.domain.catalogue import Catalogue
from app.domain.draft import DraftSection, Finding, Level
from app.domain.profile import Profile
from app.domain.typography import typeset


def findings(
    catalogue: Catalogue, profile: Profile, facts: Facts, sections: tuple[DraftSection, ...]
) -> Iterator[Finding]:
    """Every finding, errors first."""
    yield from _missing_signatories(catalogue, profile)
    if not profile.territory.communes:
        yield _finding("communes", Level.WARNING, "Aucune commune n’est indiquée dans le territoire.")
    if not profile.territory.quartiers:
        yield _finding(
            "quartiers",
            Level.WARNING,
            "Aucun quartier prioritaire n’est indiqué : le tableau des QPV est vide.",
        )
    yield from _mandatory_sections(sections)
    yield from _unknown_facts(catalogue, facts, sections)


def _finding(finding_id: str, level: Level, message: str) -> Finding:
    return Finding(finding_id, level, typeset(message))


def _missing_signatories(catalogue: Catalogue, profile: Profile) -> Iterator[Finding]:
    for partner in catalogue.partners:
        if partner.required_in(profile.territory) and partner.id not in profile.partners:
            yield _finding(
                f"signataire-{partner.id}",
                Level.ERROR,
                f"Signataire requis par la loi et absent : {partner.title}. {partner.legal_basis}.",
            )


def _mandatory_sections(sections: tuple[DraftSection, ...]) -> Iterator[Finding]:
    for section in sections:
        title, volet = section.section.title, section.section.id
        if section.section.mandatory and section.warnings:
            yield _finding(f"volet-{volet}", Level.WARNING, f"{title}. {' '.join(section.warnings)}")
        elif section.section.mandatory and not any(
            entry.adaptation.local_action for entry in section.entries
        ):
            message = f"{title} : volet obligatoire sans action locale pour l’instant."
            yield _finding(f"action-{volet}", Level.WARNING, message)


def _unknown_facts(
    catalogue: Catalogue, facts: Facts, sections: tuple[DraftSection, ...]
) -> Iterator[Finding]:
    """The unknown facts on which something in the draft really depends."""
    conditions = [
        condition
        for section in sections
        for entry in section.entries
        for condition in (entry.commitment.when, *(part.when for part in entry.commitment.parts))
        if condition is not None
    ]
    read = {fact for condition in conditions for fact in condition.facts_read()}
    for rule in catalogue.facts:
        if rule.id in read and facts[rule.id].value is None:
            message = f"À renseigner dans le territoire : {rule.question}"
            yield _finding(f"fait-{rule.id}", Level.INFO, message)
