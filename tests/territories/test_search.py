"""The search of territories: folded, in any order, forgiving one letter when nothing else matches."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.territories import Place, Reference
from app.territories.search import ARRONDISSEMENTS
from benchmarks.territories import USUAL_NAMES


def search(text: str, limit: int = 10) -> list[Place]:
    return Reference.open().search(text, limit)


def names(text: str, limit: int = 10) -> list[str]:
    return [place.name for place in search(text, limit)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("evry courcouronnes", "Évry-Courcouronnes"),
        ("COURCOURONNES ÉVRY", "Évry-Courcouronnes"),
        ("l'hay les roses", "L’Haÿ-les-Roses"),
        ("l’haÿ", "L’Haÿ-les-Roses"),
        ("st etienne", "Saint-Étienne Métropole"),
        ("ste marie", "Sainte-Marie"),
        ("91228", "Évry-Courcouronnes"),
        ("200059228", "CA Grand Paris Sud Seine Essonne Sénart"),
        ("2a004", "Ajaccio"),
        ("plaine com", "Plaine Commune"),
        ("lyon", "Métropole de Lyon"),
        ("eurometropole", "Eurométropole de Strasbourg"),
        ("la ville de Bron", "Bron"),
        ("commune d’Aubervilliers", "Aubervilliers"),
        ("Ville-d’Avray", "Ville-d’Avray"),
        ("Pantin 93500", "Pantin"),
        ("93200 Saint-Denis", "Saint-Denis"),
    ],
)
def test_a_name_is_found_however_it_is_typed(text: str, first: str) -> None:
    assert names(text)[0] == first


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("besanson", "CU Grand Besançon Métropole"),
        ("grenobel", "Grenoble-Alpes-Métropole"),
        ("marseile", "Marseille"),
        ("montpelier mediteranée", "Montpellier Méditerranée Métropole"),
        ("strasboug", "Eurométropole de Strasbourg"),
    ],
)
def test_one_wrong_letter_is_forgiven_when_nothing_else_matches(text: str, found: str) -> None:
    assert found in names(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("sant denis", "Saint-Denis"),
        ("mont saint agnan", "Mont-Saint-Aignan"),
        ("bive la gaillarde", "Brive-la-Gaillarde"),
        ("e marin", "Le Marin"),
    ],
)
def test_a_wrong_letter_that_makes_the_beginning_of_another_name_is_forgiven(text: str, found: str) -> None:
    assert found in names(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("200 059 228", "CA Grand Paris Sud Seine Essonne Sénart"),
        ("2a 004", "Ajaccio"),
        ("200083525", "Évry-Courcouronnes"),
    ],
)
def test_a_code_is_found_with_spaces_and_a_commune_by_its_siren(text: str, name: str) -> None:
    assert names(text) == [name]


def test_the_place_whose_code_is_typed_comes_before_longer_codes_that_begin_so() -> None:
    reference = Reference.open()
    codes = [code for code in reference.all_codes("commune") if code.startswith(("20", "24"))]

    first = [reference.search(code, limit=1)[0].code for code in codes]

    assert first == codes


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("communauté de communes du pays d’ancenis", "CC du Pays d’Ancenis"),
        ("communauté d’agglomération paris-saclay", "CA Communauté Paris-Saclay"),
        ("communauté urbaine d’arras", "CU d’Arras"),
        ("EPT Plaine Commune", "Plaine Commune"),
    ],
)
def test_the_kind_of_a_grouping_may_be_written_in_full(text: str, name: str) -> None:
    assert names(text)[0] == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("saint étienne loire", "Saint-Étienne (42218)"),
        ("Saint-Étienne (Loire)", "Saint-Étienne (42218)"),
        ("loire saint etienne", "Saint-Étienne (42218)"),
        ("st etienne 42", "Saint-Étienne (42218)"),
        ("saint denis seine saint denis", "Saint-Denis (93066)"),
        ("st denis seine st denis", "Saint-Denis (93066)"),
        ("saint denis reunion", "Saint-Denis (97411)"),
        ("saint denis la reunion", "Saint-Denis (97411)"),
        ("ajaccio corse du sud", "Ajaccio (2A004)"),
        ("cergy val d'oise", "Cergy (95127)"),
        ("chelles seine et marne", "Chelles (77108)"),
        ("plaine commune 93", "Plaine Commune (200057867)"),
    ],
)
def test_a_place_is_found_with_the_name_or_the_number_of_its_departement(text: str, name: str) -> None:
    places = Reference.open().search(text)

    assert name in [f"{place.name} ({place.code})" for place in places]
    assert len({place.departement for place in places}) == 1


def test_a_name_that_holds_the_name_of_a_departement_is_found_as_before() -> None:
    assert names("champigny marne") == ["Champigny-sur-Marne"]


@pytest.mark.parametrize(
    ("text", "commune"),
    [
        ("lyon 8e", "Lyon"),
        ("Lyon 8ème", "Lyon"),
        ("lyon 08", "Lyon"),
        ("8e arrondissement de Lyon", "Lyon"),
        ("paris 18", "Paris"),
        ("Paris 1er arrondissement", "Paris"),
        ("paris 20e", "Paris"),
        ("marseille 16 e", "Marseille"),
        ("69388", "Lyon"),
        ("75118", "Paris"),
        ("13213", "Marseille"),
    ],
)
def test_an_arrondissement_finds_its_commune(text: str, commune: str) -> None:
    assert names(text) == [commune]


def test_every_arrondissement_is_one_of_the_reference() -> None:
    communes = {
        place.name for code in ARRONDISSEMENTS for place in search(code) if f"({code})" in place.reason
    }

    assert communes == {"Paris", "Lyon", "Marseille"}
    assert len(ARRONDISSEMENTS) == 20 + 9 + 16


def test_the_commune_of_an_arrondissement_comes_before_longer_names() -> None:
    assert names("marseille 11") == ["Marseille", "Marseillette"]


@pytest.mark.parametrize("text", ["lyon 10e", "paris 21e", "marseille 17e", "lyon 0", "paris 18 e lyon"])
def test_an_arrondissement_that_does_not_exist_is_none(text: str) -> None:
    assert not {"Lyon", "Paris", "Marseille"} & set(names(text))


def test_a_postal_code_is_not_taken_for_a_former_code_of_the_same_digits() -> None:
    assert "Charenton-le-Pont" not in names("75018")


def test_groupings_come_before_communes_and_larger_before_smaller() -> None:
    places = Reference.open().search("saint", limit=200)

    kinds = [place.kind for place in places]
    epci = [place.population or 0 for place in places if place.kind == "epci"]

    assert kinds == sorted(kinds, key=["epci", "ept", "commune"].index)
    assert epci == sorted(epci, reverse=True)


@pytest.mark.parametrize("name", ["Y", "Eu", "Paris", "Sens", "Troyes"])
def test_a_commune_named_exactly_so_is_among_the_first(name: str) -> None:
    assert name in names(name)


@pytest.mark.parametrize("text", ["", "   ", "%", "_", '"', "*", "NEAR(zzzzz", "zzzzzzz", "AND OR NOT"])
def test_what_names_nothing_finds_nothing(text: str) -> None:
    assert names(text) == []


@settings(max_examples=100, deadline=None)
@given(text=st.text(max_size=150), limit=st.integers(-1, 50))
def test_any_text_is_answered(text: str, limit: int) -> None:
    assert len(names(text, limit)) <= max(limit, 0)


def test_the_limit_is_kept_and_nothing_comes_twice() -> None:
    codes = [place.code for place in Reference.open().search("sainte marie", limit=30)]

    assert len(codes) == len(set(codes)) == 30


def found(text: str, limit: int = 10) -> list[tuple[str, str]]:
    """What a search finds, with the reason why."""
    return [
        (place.name, place.reason.replace("\u00a0", " ")) for place in Reference.open().search(text, limit)
    ]


@pytest.mark.parametrize(
    ("text", "commune", "reason"),
    [
        ("Pierrefitte-sur-Seine", "Saint-Denis", "ancienne commune : Pierrefitte-sur-Seine"),
        ("93059", "Saint-Denis", "ancienne commune : Pierrefitte-sur-Seine (93059)"),
        ("cherbourg octeville", "Cherbourg-en-Cotentin", "ancienne commune : Cherbourg-Octeville"),
        ("annecy le vieux", "Annecy", "ancienne commune : Annecy-le-Vieux"),
        ("seynod", "Annecy", "ancienne commune : Seynod"),
        ("seynod haute savoie", "Annecy", "ancienne commune : Seynod"),
        ("pierrefite sur seine", "Saint-Denis", "ancienne commune : Pierrefitte-sur-Seine"),
        ("01126", "Valserhône", "ancien code 01126"),
        ("lyon 8e", "Lyon", "Lyon 8e Arrondissement (69388)"),
        ("69100", "Villeurbanne", "code postal 69100"),
        ("93200", "Saint-Denis", "code postal 93200"),
    ],
)
def test_what_is_no_longer_a_commune_finds_the_commune_of_today_and_says_why(
    text: str, commune: str, reason: str
) -> None:
    assert (commune, reason) in found(text)


@pytest.mark.parametrize(
    ("text", "grouping"),
    [
        ("Grand Lyon", "Métropole de Lyon"),
        ("MEL", "Métropole Européenne de Lille"),
        ("EPT 6", "Plaine Commune"),
        ("ept6", "Plaine Commune"),
        ("T6", "Plaine Commune"),
        ("GOSB", "Grand-Orly Seine Bièvre"),
        ("T12", "Grand-Orly Seine Bièvre"),
        ("CACEM", "CA du Centre de la Martinique"),
    ],
)
def test_the_usual_name_of_a_grouping_finds_it_first(text: str, grouping: str) -> None:
    name, reason = found(text)[0]

    assert name == grouping
    assert reason.casefold() == f"aussi appelé : {text}".casefold()


def test_every_usual_name_finds_its_grouping_first_and_belongs_to_one() -> None:
    reference = Reference.open()

    first = {(name, reference.search(name, 1)[0].code) for names in USUAL_NAMES.values() for name in names}

    assert first == {(name, code) for code, names in USUAL_NAMES.items() for name in names}
    assert len({name.casefold() for name, _code in first}) == len(first)


def test_a_place_that_has_the_name_comes_before_one_that_had_it() -> None:
    reasons = [reason for name, reason in found("saint martin", 200)]

    assert reasons[0] == ""
    assert sorted(reasons, key=bool) == reasons


def test_an_insee_code_comes_before_the_same_postal_code() -> None:
    assert found("69100") == [("Irigny", ""), ("Villeurbanne", "code postal 69100")]


def test_a_postal_code_beside_a_name_chooses_among_namesakes() -> None:
    assert [place.code for place in search("Saint-Denis 93200")] == ["93066"]
    assert [place.code for place in search("Saint-Denis 97400")] == ["97411"]


def test_the_initials_of_a_grouping_find_it_after_the_names_that_begin_so() -> None:
    found = search("CASA")

    assert [place.code for place in found if place.kind == "epci"] == ["240600585"]
    assert found[0].name.startswith("Casa")
    assert search("CASA", 5)[-1].code == "240600585"


def test_the_number_of_an_ept_is_no_number_in_a_name() -> None:
    assert [place.name for place in search("EPT 6")] == ["Plaine Commune"]
