"""The saved example profiles: an EPCI in Île-de-France, one outside, one overseas commune."""

from dataclasses import replace
from pathlib import Path

from app.domain.catalogue import Catalogue
from app.domain.profile import Commune, Profile, Territory
from app.domain.profile_json import parse_json, read_profile

FOLDER = Path(__file__).parent / "profiles"
NAMES = ("epci-ile-de-france", "epci-hors-ile-de-france", "commune-outre-mer")


def example_path(name: str) -> Path:
    return FOLDER / f"{name}.json"


def example(name: str, catalogue: Catalogue) -> Profile:
    return read_profile(parse_json(example_path(name).read_bytes()), catalogue)


def small_territory(departement: str = "69", population: int = 5_000) -> Territory:
    commune = Commune(f"{departement}001"[:5], "Ville-Exemple", population)
    return Territory("epci", "200000001", "Agglomération d’Exemple", (commune,), grouping="CA")


def contract(partners: str = "etat epci commune departement region", **changes: object) -> Profile:
    """A small contract outside Île-de-France, signed by those whom the law requires."""
    profile = Profile("Contrat d’Exemple", small_territory(), partners=tuple(partners.split()))
    return replace(profile, **changes)  # type: ignore[arg-type]  # keyword arguments of Profile
