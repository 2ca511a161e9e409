"""Each reader finds the whole of their subject in its volet, as an entry or as a reference."""

import re

import pytest

from app.domain.catalogue import Catalogue, Leaf, Scope
from app.domain.parties import OTHER

SHIPPED = "annexe-conventions-2013-2014"
"""The source whose leaves were read one by one; an installation may add conventions of its own."""

# Local leaves that use a word of the subject and are not about it, each read one by one.
NOT_SECURITY = {
    "affaires-sociales-sante-2013-4",  # prévention en santé
    "amf-2014-3-1-2",  # prévention en santé
    "education-2013-5-1",  # prévention du décrochage
    "education-2013-5-3",  # médiation scolaire
    "culture-2014-1",  # médiation culturelle
    "entreprises-et-quartiers-2013-1",  # médiation des entreprises
    "justice-2013-5",  # accès des jeunes aux écoles du ministère
}
NOT_HEALTH = {
    "adf-2013-1-6",  # accompagnement social
    "adf-2013-2-2",  # travail social
}
SECURITY = (
    r"polic|gendarm|délinquan|sécurit|justice|ZSP|pénal|victim|FIPD|stupéf|violence|récidiv"
    r"|prévention|médiation"
)
HEALTH = r"santé|médec|médic|\bsoins|\bCLS\b|CPAM|complémentaire|âgées|aide à domicile|insalubr"


def text(leaf: Leaf) -> str:
    return " ".join((*leaf.lead_in[-1:], leaf.commitment.text))


def about(catalogue: Catalogue, words: str) -> set[str]:
    return {
        leaf.commitment.id
        for leaf in catalogue.leaves
        if leaf.convention.document == SHIPPED
        and leaf.commitment.scope is Scope.LOCAL
        and re.search(words, text(leaf), re.IGNORECASE)
    }


def found_in(catalogue: Catalogue, section: str) -> set[str]:
    return {
        leaf.commitment.id
        for leaf in catalogue.leaves
        if leaf.convention.document == SHIPPED
        and section in (leaf.commitment.section, *leaf.commitment.see_also)
    }


@pytest.mark.parametrize(
    ("section", "words", "exceptions"),
    [
        ("securite", SECURITY, NOT_SECURITY),
        ("sante", HEALTH, NOT_HEALTH),
        ("egalite-femmes-hommes", r"\bfemmes?\b|sexuée", set()),
    ],
)
def test_a_mandatory_section_holds_the_whole_of_its_subject(
    catalogue: Catalogue, section: str, words: str, exceptions: set[str]
) -> None:
    missing = about(catalogue, words) - found_in(catalogue, section)

    assert missing == exceptions


def test_the_mandatory_sections_are_those_of_the_interface(catalogue: Catalogue) -> None:
    mandatory = [section.id for section in catalogue.sections_in(catalogue.outline) if section.mandatory]

    assert mandatory == ["egalite-femmes-hommes", "securite", "sante"]
    assert [section.id for section in catalogue.sections_in(catalogue.outline)][:3] == mandatory


def test_every_section_has_its_anchor_in_the_law(catalogue: Catalogue) -> None:
    for section in catalogue.sections:
        assert "art. 1ᵉʳ, I" in section.legal_basis, section.id


def test_every_section_has_commitments_of_its_own(catalogue: Catalogue) -> None:
    used = {leaf.commitment.section for leaf in catalogue.leaves}

    assert used == set(catalogue.section_by_id)


def test_every_partner_carries_something_but_the_one_for_any_other_body(catalogue: Catalogue) -> None:
    idle = [p.id for p in catalogue.partners if not catalogue.conventions_carried_by(p.id)]

    assert idle == [OTHER]
