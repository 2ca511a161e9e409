import pytest

from app.domain.flags import mention
from app.domain.rules import Confidence, Scheme


def scheme(name: str, acronym: str | None = None) -> Scheme:
    return Scheme("x", name, acronym, "ended", Confidence.VERIFIED)


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("Emplois d’avenir", "les emplois d’avenir en priorité", "emplois d’avenir"),
        ("Contrat de génération", "des contrats de génération", "contrats de génération"),
        ("Téléphone «\u00a0grand danger\u00a0»", "le téléphone grand danger", "téléphone grand danger"),
        ("Emplois francs (expérimentation de 2013)", "les emplois francs", "emplois francs"),
        ("Garantie jeunes", "la garantie", ""),
    ],
)
def test_a_text_names_a_scheme_in_its_own_way(name: str, text: str, words: str) -> None:
    assert mention(scheme(name), text) == words


def test_the_name_is_sought_before_the_acronym() -> None:
    zones = scheme("Zones urbaines sensibles", "ZUS")

    assert mention(zones, "les ZUS, ou zones urbaines sensibles") == "zones urbaines sensibles"
    assert mention(zones, "les résidents des ZUS") == "ZUS"


def test_an_acronym_is_not_found_inside_a_word() -> None:
    assert mention(scheme("Aide au paiement", "ACS"), "les RACS et les acs") == ""
