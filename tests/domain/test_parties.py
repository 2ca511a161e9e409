"""A name means a signatory however it is written, or nobody."""

from dataclasses import replace

import pytest

from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.parties import Parties, follow_name
from app.domain.profile import Adaptation, LocalCommitment, Profile, Signatory
from tests.examples import contract

NAMED = (
    Signatory("commune", "la Ville d’Évry"),
    Signatory("commune", "la commune de Saint-Denis"),
    Signatory("departement", "le département de l’Essonne"),
    Signatory("epci", "la communauté de communes Arve et Salève"),
)


def parties(catalogue: Catalogue) -> Parties:
    return Parties(assemble(catalogue, contract("etat epci commune departement caf", signatories=NAMED)))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("la Ville d’Évry", ["commune.1"]),
        ("Ville d'Évry", ["commune.1"]),
        ("VILLE D’EVRY", ["commune.1"]),
        ("Mairie d'Évry", ["commune.1"]),
        ("  la  ville d\u2019E\u0301vry\u200b ", ["commune.1"]),
        ("Ville de St Denis", ["commune.2"]),
        ("Département Essonne", ["departement.1"]),
        ("CAF", ["caf"]),
        ("la caisse d'allocations familiales", ["caf"]),
        ("l’État", ["etat"]),
        ("Communes", ["commune.1", "commune.2"]),
        ("Communauté de communes Arve et Salève", ["epci.1"]),
        ("Ville d’Évry et CAF", ["commune.1", "caf"]),
        ("Ville d’Évry, service jeunesse", ["commune.1"]),
        ("CAF / Ville d’Évry", ["caf", "commune.1"]),
        ("Ville d’Évreux", []),
        ("Direction de la ville", []),
        ("Association Évry", []),
        ("", []),
        ("la", []),
        ("’ – ,", []),
    ],
)
def test_a_name_means_those_who_sign_under_it(catalogue: Catalogue, written: str, meant: list[str]) -> None:
    found = [signing.id for signing in parties(catalogue).meant(written)]

    assert sorted(found) == sorted(meant)


def test_what_was_recognised_is_said_by_the_names_of_the_contract(catalogue: Catalogue) -> None:
    said = Adaptation(lead="ville d'evry", associated=("CAF", "Les Amis du Bourg", "Ville d’Évry"))

    found = parties(catalogue).recognised(said)

    assert found.signatories == ("la Ville d’Évry", "Caisse d’allocations familiales (CAF)")
    assert found.others == ("Les Amis du Bourg",)


def led(*leads: str) -> Profile:
    """A contract with a local commitment led by each; the last is associated with a national one."""
    local = tuple(
        LocalCommitment(f"local-{number}", "sante", "Agir.", Adaptation(lead=lead))
        for number, lead in enumerate(leads, start=1)
    )
    adaptations = {"justice-2013-1-1": Adaptation(associated=(leads[-1],))}
    return contract(signatories=NAMED, local_commitments=local, adaptations=adaptations)


def renamed(profile: Profile, name: str) -> tuple[Profile, Signatory, Signatory]:
    first, *others = profile.signatories
    new = replace(first, name=name)
    return replace(profile, signatories=(new, *others)), first, new


def test_leads_and_associated_follow_a_signatory_that_gets_another_name() -> None:
    profile, first, new = renamed(
        led("Ville d'Evry", "Les Amis", "la Ville d’Évry"), "la Ville d’Évry-Courcouronnes"
    )

    followed = follow_name(profile, first, new)

    leads = [local.adaptation.lead for local in followed.profile.local_commitments]
    assert leads == [new.name, "Les Amis", new.name]
    assert followed.profile.adaptations["justice-2013-1-1"].associated == (new.name,)
    assert followed.actions == 3


@pytest.mark.parametrize("name", ["la ville d'Évry", "Ville d’Evry"])
def test_a_name_that_still_means_the_signatory_stays_as_it_was_typed(name: str) -> None:
    profile, first, new = renamed(led("Ville d'Evry"), name)

    assert follow_name(profile, first, new).profile == profile


def test_a_name_that_means_another_signatory_too_stays_with_it() -> None:
    twice = replace(led("Ville d'Evry"), signatories=(NAMED[0], *NAMED))
    profile, first, new = renamed(twice, "la Ville de Corbeil")

    assert follow_name(profile, first, new).profile == profile
