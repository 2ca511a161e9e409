"""The embedded reference: complete, small, read-only, and every territory makes a draft."""

import re
import sqlite3
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.territories import Reference, UnknownTerritory, territory_profile
from app.territories.reference import FILE


@pytest.fixture(scope="module")
def reference() -> Reference:
    return Reference.open()


def groupings(reference: Reference) -> list[str]:
    return reference.all_codes("epci") + reference.all_codes("ept")


def test_the_file_is_small_and_names_its_source(reference: Reference) -> None:
    assert FILE.stat().st_size <= 6_500_000
    assert set(reference.metadata) == {"source", "licence", "vintage"}


def test_it_holds_every_territory_of_its_source(reference: Reference) -> None:
    kinds = Counter(reference.territory(code).grouping for code in groupings(reference))

    assert kinds == {"CC": 989, "CA": 230, "CU": 14, "METRO": 21, "METLYON": 1, "EPT": 11}
    assert len(reference.all_codes("commune")) == 34_969


def test_it_cannot_be_written(reference: Reference) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        reference._connection.execute("DELETE FROM places")


def test_a_grouping_comes_with_its_communes_largest_first(reference: Reference) -> None:
    territory = reference.territory("200059228")

    assert (territory.kind, territory.grouping) == ("epci", "CA")
    assert territory.communes[0].code == "91228"
    assert len(territory.communes) == 23
    assert territory.departements == ("77", "91")


def test_a_code_is_found_whatever_its_case_and_spaces(reference: Reference) -> None:
    assert reference.territory(" 2a004 ").name == "Ajaccio"


@pytest.mark.parametrize("code", ["", "99999", "zz", "x" * 5_000, "'; DROP TABLE places; --", "\x00"])
def test_an_unknown_code_is_refused(reference: Reference, code: str) -> None:
    with pytest.raises(UnknownTerritory, match="Code inconnu"):
        reference.territory(code)


def test_no_commune_is_in_two_epci(reference: Reference) -> None:
    members = Counter(
        commune.code for code in reference.all_codes("epci") for commune in reference.territory(code).communes
    )

    assert members.most_common(1)[0][1] == 1
    assert len(reference.all_codes("commune")) - len(members) == 98


def test_a_commune_of_the_petite_couronne_has_an_epci_and_an_ept(reference: Reference) -> None:
    kinds = [
        kind
        for kind in ("epci", "ept")
        for code in reference.all_codes(kind)
        if "93066" in {commune.code for commune in reference.territory(code).communes}
    ]

    assert kinds == ["epci", "ept"]


@pytest.mark.parametrize("name", ["L’Haÿ-les-Roses", "Ô-de-Selle", "Œuilly", "Saint-Louis-et-Parahou"])
def test_odd_characters_of_names_are_kept(reference: Reference, name: str) -> None:
    found = [place.name for place in reference.search(name)]

    assert name in found


@pytest.mark.parametrize(
    ("code", "today"), [("91182", "Évry-Courcouronnes (91228)"), ("13201", "Marseille (13055)")]
)
def test_the_code_of_a_former_commune_or_an_arrondissement_says_where_it_is_today(
    reference: Reference, code: str, today: str
) -> None:
    with pytest.raises(UnknownTerritory) as unknown:
        reference.territory(code)

    assert str(unknown.value).endswith(f"aujourd’hui\u00a0: {today}.")


@pytest.mark.parametrize(
    ("code", "near"),
    [
        ("1004", "01004 (Ambérieu-en-Bugey)"),
        ("912282", "91228 (Évry-Courcouronnes)"),
        ("200059282", "200059228 (CA Grand Paris Sud Seine Essonne Sénart)"),
    ],
)
def test_an_unknown_code_is_refused_with_the_likeliest_code_first(
    reference: Reference, code: str, near: str
) -> None:
    with pytest.raises(UnknownTerritory) as unknown:
        reference.territory(code)

    assert f"Codes proches\u00a0: {near}" in str(unknown.value)


def test_a_commune_is_found_by_its_siren_too(reference: Reference) -> None:
    assert reference.territory("200083525").code == "91228"


def test_several_threads_read_at_once(reference: Reference) -> None:
    queries = ["saint", "marseile", "sant denis", "plaine com", "91228"] * 40
    expected = {query: reference.search(query) for query in queries}

    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(reference.search, queries))

    assert found == [expected[query] for query in queries]


def test_epci_and_ept_of_everywhere_make_a_draft_without_a_missing_signatory(
    reference: Reference, catalogue: Catalogue
) -> None:
    for code in groupings(reference)[::7]:
        draft = assemble(catalogue, territory_profile(code, reference))

        known = {fact.id for fact in draft.facts.values() if fact.value is not None}
        assert known >= {"ile_de_france", "outre_mer", "communaute_urbaine"}, code
        assert not any(finding.id.startswith("signataire-") for finding in draft.checks), code


@pytest.mark.parametrize("code", ["97101", "97611", "97801", "98735", "98818", "75056", "2A004"])
def test_a_single_commune_makes_a_draft_without_a_missing_signatory(
    reference: Reference, catalogue: Catalogue, code: str
) -> None:
    draft = assemble(catalogue, territory_profile(code, reference))

    assert not any(finding.id.startswith("signataire-") for finding in draft.checks)
    assert draft.facts["outre_mer"].value is code.startswith(("97", "98"))


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("75018", "Paris (75056)"),
        ("93210", "C’est le code postal de Saint-Denis (93066)"),
        ("74370", "Annecy (74010)"),
    ],
)
def test_a_postal_code_typed_as_a_code_is_answered_with_its_commune(
    reference: Reference, code: str, words: str
) -> None:
    with pytest.raises(UnknownTerritory, match=re.escape(words)):
        reference.territory(code)


def test_a_code_that_is_a_postal_code_too_says_whose(reference: Reference) -> None:
    assert [place.name for place in reference.posted_under("69100")] == ["Villeurbanne"]
    assert reference.posted_under("91228") == ()
