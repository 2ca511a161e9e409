"""The profile as JSON, both ways: loss-free, and every problem named with its path."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.catalogue import Catalogue
from app.domain.document_reader import DocumentReader
from app.domain.problems import MAX_PROBLEMS, OTHERS
from app.domain.profile import (
    Adaptation,
    Commune,
    LocalCommitment,
    Means,
    MeansKind,
    Profile,
    Quartier,
    Signatory,
    State,
    Territory,
)
from app.domain.profile_json import (
    ProfileRefused,
    parse_json,
    profile_document,
    profiles_document,
    read_new_profile,
    read_profile,
    read_profile_shape,
    read_profiles,
)
from app.domain.text import MAX_TEXT, clean
from tests.examples import NAMES, contract, example

# A mark that combines makes one letter with the N: what is expected is clean as a whole.
NAME = st.text(min_size=1, max_size=40).map(lambda text: clean(f"N{text}").text.strip())
LINE = NAME.map(lambda text: " ".join(text.split("\n")).strip())
HEALTH, SAFETY = "affaires-sociales-sante-2013-3", "interieur-2013-1-1"
TEXT = st.text(max_size=60).map(lambda text: clean(text).text)
NAMES_ONCE = st.lists(LINE, unique=True, max_size=2).map(tuple)
ADAPTATIONS = st.builds(
    Adaptation,
    included=st.booleans(),
    local_action=TEXT,
    lead=TEXT,
    deadline=TEXT,
    indicator=TEXT,
    resources=TEXT,
    reason_excluded=TEXT,
    state=st.sampled_from(State),
    associated=NAMES_ONCE,
    quartiers=NAMES_ONCE,
    start=TEXT,
    indicator_baseline=TEXT,
    indicator_target=TEXT,
    indicator_year=TEXT,
    indicator_source=TEXT,
    indicator_by_sex=st.booleans(),
    means=st.lists(
        st.builds(Means, st.sampled_from(MeansKind), LINE, st.none() | st.integers(0, 10**9)), max_size=2
    ).map(tuple),
)
PROFILES = st.builds(
    Profile,
    name=LINE,
    territory=st.builds(
        Territory,
        kind=st.sampled_from(["epci", "ept", "commune"]),
        code=LINE,
        name=LINE,
        communes=st.lists(st.builds(Commune, LINE, LINE, st.none() | st.integers(0, 10**7)), max_size=3).map(
            tuple
        ),
        quartiers=st.lists(
            st.builds(Quartier, LINE, LINE, st.lists(LINE, max_size=2).map(tuple)), max_size=3
        ).map(tuple),
        grouping=st.none() | LINE,
    ),
    facts=st.dictionaries(LINE, st.booleans(), max_size=3),
    facts_reason=TEXT,
    partners=st.lists(LINE, unique=True, max_size=3).map(tuple),
    adaptations=st.dictionaries(LINE, ADAPTATIONS, max_size=2),
    signatories=st.lists(st.builds(Signatory, LINE, LINE, LINE, LINE, LINE, LINE, LINE), max_size=3).map(
        tuple
    ),
    local_commitments=st.lists(
        st.builds(LocalCommitment, st.integers(1, 999).map("local-{}".format), LINE, LINE, ADAPTATIONS),
        unique_by=lambda commitment: commitment.id,
        max_size=2,
    ).map(tuple),
    outline=LINE,
    texts=st.dictionaries(LINE, LINE, max_size=2),
)


def refusal(document: object) -> list[str]:
    with pytest.raises(ProfileRefused) as refused:
        read_profile_shape(document)
    return [str(problem) for problem in refused.value.problems]


def small(**changes: object) -> dict[str, object]:
    return {**profile_document(contract()), **changes}


@settings(max_examples=200, deadline=None)
@given(profile=PROFILES)
def test_a_profile_goes_to_json_and_back_without_loss(profile: Profile) -> None:
    written = json.dumps(profile_document(profile)).encode()

    assert read_profile_shape(parse_json(written)) == profile


@pytest.mark.parametrize("name", NAMES)
def test_the_example_profiles_are_read(catalogue: Catalogue, name: str) -> None:
    profile = example(name, catalogue)

    assert read_profile(profile_document(profile), catalogue) == profile


def test_several_profiles_keep_their_order(catalogue: Catalogue) -> None:
    profiles = tuple(example(name, catalogue) for name in NAMES)

    assert read_profiles(profiles_document(profiles), catalogue) == profiles


def test_a_new_profile_takes_the_trame_of_its_time_unless_it_names_one(catalogue: Catalogue) -> None:
    document = profile_document(contract(outline=""))

    assert read_new_profile(document, catalogue).outline == "2024-2030"
    assert read_new_profile({**document, "outline": "2014-2020"}, catalogue).outline == "2014-2020"
    assert [one.outline for one in read_profiles(document, catalogue)] == ["2024-2030"]


def test_an_export_of_a_contract_that_never_had_a_trame_keeps_it_so(catalogue: Catalogue) -> None:
    profile = contract(outline="")

    assert read_new_profile(profile_document(profile, catalogue.hash), catalogue) == profile
    assert read_profiles(profiles_document([profile]), catalogue) == (profile,)


def test_a_fault_in_one_of_several_profiles_names_its_place(catalogue: Catalogue) -> None:
    document = profiles_document([contract()])
    document["profiles"][0]["partners"] = ["juge"]

    with pytest.raises(ProfileRefused, match=r"profiles\[0\].partners\[0\] : partenaire inconnu « juge »"):
        read_profiles(document, catalogue)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"schema": 3}, "schema : version inconnue ; attendu : 1 ou 2"),
        ({"schema": True}, "schema : version inconnue"),
        ({"name": 3}, "name : texte attendu, entre guillemets"),
        ({"name": "\u200b \ufeff"}, "name : texte vide"),
        ({"name": "x" * 201}, "name : 201 caractères ; 200 au plus"),
        ({"name": "a\ud800"}, "name : caractère illisible"),
        ({"auteur": "moi"}, "auteur : clé inconnue ; clés possibles : schema, name"),
        ({"territory": []}, "territory : objet JSON attendu, entre accolades"),
        ({"territory": {"kind": "epci", "code": "1"}}, "territory.name : valeur manquante"),
        ({"territory": {"kind": "pays", "code": "1", "name": "F"}}, "territory.kind : attendu : epci, ept"),
        ({"facts": {"zsp": "oui"}}, "facts.zsp : true, false ou null attendu"),
        ({"partners": "etat"}, "partners : liste JSON attendue, entre crochets"),
        ({"partners": ["etat", "etat"]}, "partners[1] : « etat » figure déjà dans la liste"),
        ({"signatories": {}}, "signatories : liste JSON attendue, entre crochets"),
        ({"signatories": ["x"]}, "signatories[0] : objet JSON attendu, entre accolades"),
        ({"signatories": [{"partner": "etat"}]}, "signatories[0].name : valeur manquante"),
        ({"signatories": [{"partner": "etat", "name": " "}]}, "signatories[0].name : texte vide"),
        (
            {"signatories": [{"partner": "etat", "name": "x" * 201}]},
            "signatories[0].name : 201 caractères ; 200 au plus",
        ),
        (
            {"signatories": [{"partner": "etat", "name": "l’État", "rang": 1}]},
            "signatories[0].rang : clé inconnue",
        ),
        ({"adaptations": {"x": {"included": 1}}}, "adaptations.x.included : true ou false attendu"),
        ({"adaptations": {"x": {"lead": 1}}}, "adaptations.x.lead : texte attendu"),
        (
            {"adaptations": {"x": {"local_action": "a" * (MAX_TEXT + 1)}}},
            "adaptations.x.local_action : 20001 caractères ; 20000 au plus",
        ),
    ],
)
def test_a_faulty_value_is_named_with_its_path(changes: dict[str, object], message: str) -> None:
    assert any(problem.startswith(message) for problem in refusal(small(**changes)))


def test_all_problems_come_at_once() -> None:
    found = refusal(small(name=3, partners=[4], facts=[]))

    assert [problem.split(" : ")[0] for problem in found] == ["name", "facts", "partners[0]"]


def test_each_fault_is_said_once(catalogue: Catalogue) -> None:
    document = small(
        territory={"communes": [{}], "quartiers": [{}]},
        partners=["", ""],
        signatories=[{}],
        local_commitments=[{}, {}],
        adaptations={"x": {"means": [{}]}},
    )
    del document["name"]

    with pytest.raises(ProfileRefused) as refused:
        read_profile(document, catalogue)

    paths = [problem.path for problem in refused.value.problems]
    assert len(set(paths)) == len(paths)
    assert {"name", "territory.code", "partners[1]", "local_commitments[1].text"} <= set(paths)


def test_a_missing_territory_is_one_fault() -> None:
    document = small()
    del document["territory"]

    assert refusal(document) == ["territory : valeur manquante"]


@pytest.mark.parametrize("several", [False, True])
def test_an_unknown_version_is_said_alone(catalogue: Catalogue, several: bool) -> None:
    document = small(schema=3, name=3, nouveau=True)

    with pytest.raises(ProfileRefused) as refused:
        read_profiles({"schema": 3, "profiles": [document]} if several else document, catalogue)

    assert str(refused.value) == "schema : version inconnue ; attendu : 1 ou 2"


@pytest.mark.parametrize("schema", [1, 2])
def test_both_shapes_are_read_and_the_second_is_written(schema: int) -> None:
    document = small(schema=schema, outline="2024-2030")

    profile = read_profile_shape(document)

    assert profile_document(profile) == {**document, "schema": 2}


def test_an_export_of_the_first_shape_is_read(catalogue: Catalogue) -> None:
    export = {"schema": 1, "profiles": [small(schema=1), small(schema=2)]}

    assert read_profiles(export, catalogue) == (contract(), contract())


def test_a_document_older_than_the_names_of_signatories_is_read_and_written_as_it_was() -> None:
    document = small()

    profile = read_profile_shape(document)

    assert "signatories" not in document
    assert profile.signatories == ()
    assert profile_document(profile) == document


def test_ids_that_the_catalogue_does_not_know_are_refused(catalogue: Catalogue) -> None:
    document = small(
        partners=["etat", "juge"],
        facts={"meteo": True},
        adaptations={"x": {}, "justice-2013-2": {}},
        signatories=[{"partner": "notaire", "name": "Maître X"}],
    )

    with pytest.raises(ProfileRefused) as refused:
        read_profile(document, catalogue)

    assert [problem.path for problem in refused.value.problems] == [
        "partners[1]",
        "signatories[0].partner",
        "facts.meteo",
        "adaptations.x",
        "adaptations.justice-2013-2",
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{", "ligne 1, colonne 2 : ce n’est pas du JSON"),
        (b'{"a": 1, "a": 2}', "clé « a » en double"),
        (b'{"a": NaN}', "« NaN » n’est pas un nombre"),
        ("é".encode("latin-1"), "enregistrez-le en UTF-8"),
        (b"[" * 100_000, "imbrication trop profonde"),
        (b'{"a": ' + b"9" * 5_000 + b"}", "nombre de plus de 18 chiffres"),
    ],
)
def test_a_file_that_is_not_json_is_one_sentence(content: bytes, message: str) -> None:
    with pytest.raises(ProfileRefused) as refused:
        parse_json(content)

    assert message in str(refused.value)


def test_typed_text_is_cleaned_on_its_way_in() -> None:
    profile = read_profile_shape(small(adaptations={"x": {"local_action": "E\u0301tape\r\nun\x00\x0bdeux"}}))

    assert profile.adaptations["x"].local_action == "Étape\nun\ndeux"


def test_what_an_older_document_did_not_say_is_not_written() -> None:
    document = profile_document(contract(adaptations={"x": Adaptation(local_action="Ouvrir.")}))

    assert {"local_commitments", "outline", "texts", "signatories"}.isdisjoint(document)
    assert list(document["adaptations"]["x"]) == [
        "included",
        "local_action",
        "lead",
        "deadline",
        "indicator",
        "resources",
        "reason_excluded",
    ]


@pytest.mark.parametrize(
    ("adaptation", "problem"),
    [
        (
            {"state": "fini"},
            "adaptations.x.state : attendu : todo, drafted, agreed, to_start, under_way, done, given_up",
        ),
        ({"indicator_by_sex": "oui"}, "adaptations.x.indicator_by_sex : true ou false attendu"),
        ({"associated": "CAF"}, "adaptations.x.associated : liste JSON attendue, entre crochets"),
        (
            {"means": [{"kind": "don", "funder": "Ville"}]},
            "adaptations.x.means[0].kind : attendu : droit_commun, specific",
        ),
        (
            {"means": [{"kind": "specific", "funder": "État", "amount": 12.5}]},
            "adaptations.x.means[0].amount : nombre entier d’euros attendu",
        ),
        (
            {"means": [{"kind": "specific", "funder": "État", "amount": True}]},
            "adaptations.x.means[0].amount : nombre entier d’euros attendu",
        ),
        (
            {"means": [{"kind": "specific", "funder": "État", "year": "25"}]},
            'adaptations.x.means[0].year : une année est attendue, entre guillemets : "2025"',
        ),
        (
            {"means": [{"kind": "specific", "funder": "État", "state": "promis"}]},
            "adaptations.x.means[0].state : attendu : acquired, requested, sought",
        ),
        (
            {"indicator_values": [{"year": "2015", "value": "1"}, {"year": "2015", "men": "2"}]},
            "adaptations.x.indicator_values[1].year : « 2015 » figure déjà dans la liste",
        ),
        ({"indicator_values": [{"value": "1"}]}, "adaptations.x.indicator_values[0].year : valeur manquante"),
        (
            {"indicator_values": [{"year": "2015"}]},
            "adaptations.x.indicator_values[0] : aucune valeur : indiquez-en une, ou retirez cette ligne",
        ),
        ({"means": [{"kind": "specific"}]}, "adaptations.x.means[0].funder : valeur manquante"),
    ],
)
def test_a_wrong_value_of_an_adaptation_is_named(adaptation: dict[str, object], problem: str) -> None:
    assert problem in refusal(small(adaptations={"x": adaptation}))


def test_numbers_are_written_and_read(catalogue: Catalogue) -> None:
    numbers = {HEALTH: 12, "local-1": 12, "local-4": 2}

    document = profile_document(contract(numbers=numbers, last_number=15))
    read = read_profile(document, catalogue)

    assert (document["numbers"], document["last_number"]) == (numbers, 15)
    assert (read.numbers, read.last_number) == (numbers, 15)


@pytest.mark.parametrize(
    "said",
    [
        {"last_number": 900_001},
        {"last_local": 900_001},
        {"numbers": {HEALTH: 999_999}},
        {"numbers": {"local-1": 999_999}},
        {"local_commitments": [{"id": "local-999999", "section": "sante", "text": "Soigner."}]},
    ],
)
def test_a_number_after_which_none_is_left_is_refused(catalogue: Catalogue, said: dict[str, object]) -> None:
    document = small(**said)

    with pytest.raises(ProfileRefused, match="dans un fichier, 900000 au plus"):
        read_profile(document, catalogue)


def test_a_number_is_refused_to_an_unknown_commitment_but_in_an_export(catalogue: Catalogue) -> None:
    document = small(numbers={"parti-2013-1": 4})

    with pytest.raises(ProfileRefused, match=r"^numbers\.parti-2013-1 : engagement inconnu"):
        read_profile(document, catalogue)

    exported = {**document, "catalogue": "0" * 64}
    assert read_profile(exported, catalogue).numbers == {"parti-2013-1": 4}


@pytest.mark.parametrize(
    ("outline", "overseas", "year", "expected"),
    [
        ("2014-2020", False, "2021", "2014 à 2020"),
        ("2024-2030", False, "2023", "2024 à 2030"),
        ("2024-2030", True, "2024", "2025 à 2030"),
    ],
)
def test_a_year_outside_the_term_of_the_contract_is_named(
    outline: str, overseas: bool, year: str, expected: str, catalogue: Catalogue
) -> None:
    means = [{"kind": "specific", "funder": "État", "year": known} for known in (year, "2020", "2025")]
    reached = [{"year": year, "value": "1"}]
    local = {"id": "local-1", "section": "sante", "text": "Ouvrir."}
    action = {"means": means[: 1 if outline == "2024-2030" else 2], "indicator_values": reached}
    document = small(
        outline=outline,
        facts={"outre_mer": overseas},
        local_commitments=[{**local, "adaptation": action}],
    )

    with pytest.raises(ProfileRefused) as refused:
        read_profile(document, catalogue)

    path, sentence = "local_commitments[0].adaptation", f"{year} est hors de la durée du contrat"
    assert list(map(str, refused.value.problems)) == [
        f"{path}.{place}[0].year : {sentence} ; attendu : une année de {expected}"
        for place in ("means", "indicator_values")
    ]


def test_two_local_commitments_never_have_one_id() -> None:
    local = {"id": "local-1", "section": "sante", "text": "Ouvrir une maison de santé."}

    problems = refusal(small(local_commitments=[local, local]))

    assert problems == ["local_commitments[1].id : « local-1 » figure déjà dans la liste"]


@pytest.mark.parametrize("identifier", ["local-0", "justice-2013-1", "local-x"])
def test_the_id_of_a_local_commitment_is_never_that_of_a_national_one(identifier: str) -> None:
    local = {"id": identifier, "section": "sante", "text": "Ouvrir."}

    problems = refusal(small(local_commitments=[local]))

    assert problems == ["local_commitments[0].id : « local- » suivi d’un nombre attendu : local-1"]


def test_an_unknown_volet_or_trame_is_refused(catalogue: Catalogue) -> None:
    local = {"id": "local-1", "section": "absent", "text": "Ouvrir."}

    with pytest.raises(ProfileRefused) as refused:
        read_profile(small(local_commitments=[local], outline="1999"), catalogue)

    paths = [problem.path for problem in refused.value.problems]
    assert paths == ["local_commitments[0].section", "outline"]


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        (
            {"signatories": [{"partner": "etat", "name": "L’État", "id": "1"}]},
            "signatories[0].id : identifiant illisible ; sans cette clé, le contrat en donne un",
        ),
        (
            {"signatories": [{"partner": "etat", "name": "L’État", "id": f"s{'0' * 16}"}] * 2},
            f"signatories[1].id : « s{'0' * 16} » figure déjà dans la liste",
        ),
        ({"last_local": -1}, "last_local : nombre entier de 0 à 999999 attendu"),
        ({"last_number": "3"}, "last_number : nombre entier de 0 à 999999 attendu"),
        ({"numbers": [1]}, "numbers : objet JSON attendu, entre accolades"),
        ({"numbers": {HEALTH: "1"}}, f"numbers.{HEALTH} : nombre entier de 1 à 999999 attendu"),
        ({"numbers": {HEALTH: True}}, f"numbers.{HEALTH} : nombre entier de 1 à 999999 attendu"),
        ({"numbers": {HEALTH: 0}}, f"numbers.{HEALTH} : nombre entier de 1 à 999999 attendu"),
        (
            {"numbers": {HEALTH: 3, SAFETY: 3}},
            f"numbers.{SAFETY} : numéro 3 déjà donné à « {HEALTH} » ; un numéro ne sert qu’une fois",
        ),
        (
            {"numbers": {"local-1": 3, "local-2": 3}},
            "numbers.local-2 : numéro 3 déjà donné à « local-1 » ; un numéro ne sert qu’une fois",
        ),
        (
            {"numbers": {HEALTH: 13}, "last_number": 12},
            f"numbers.{HEALTH} : le numéro 13 dépasse last_number, qui est 12",
        ),
        ({"last_local": True}, "last_local : nombre entier de 0 à 999999 attendu"),
    ],
)
def test_an_id_that_is_none_or_comes_twice_is_refused(document: dict[str, object], problem: str) -> None:
    with pytest.raises(ProfileRefused) as refused:
        read_profile_shape({**profile_document(contract()), **document})

    assert [str(one) for one in refused.value.problems] == [problem]


def test_of_very_many_problems_the_first_hundred_are_said() -> None:
    problems = refusal(small(**{f"clé {number}": None for number in range(20_000)}))

    assert len(problems) == MAX_PROBLEMS + 1
    assert problems[-1] == OTHERS


def test_a_hundred_problems_are_all_said() -> None:
    problems = refusal(small(**{f"clé {number}": None for number in range(MAX_PROBLEMS)}))

    assert len(problems) == MAX_PROBLEMS
    assert OTHERS not in problems


def test_the_problems_of_many_profiles_are_as_few(catalogue: Catalogue) -> None:
    bad = {"schema": 1, **{f"clé {number}": None for number in range(200)}}

    with pytest.raises(ProfileRefused) as refused:
        read_profiles({"schema": 1, "profiles": [bad] * 2_000}, catalogue)

    assert len(refused.value.problems) == MAX_PROBLEMS + 1


@pytest.mark.parametrize("key", ["x" * 1_000_000, "\ud800" * 300, "é\u202e\x00"])
def test_a_key_of_a_file_is_quoted_short_and_fit_to_be_shown(key: str) -> None:
    for document in (
        small(**{key: 1}),
        small(facts={key: 1}),
        small(texts={key: 1}),
        small(adaptations={key: 1}),
    ):
        said = "\n".join(refusal(document))

        said.encode()
        assert len(said) < 2_000


def test_doubled_names_are_found_in_one_pass() -> None:
    compared: list[object] = []

    class Name(str):
        def __eq__(self, other: object) -> bool:
            compared.append(other)
            return str.__eq__(self, other)

        __hash__ = str.__hash__

    reader = DocumentReader()
    reader.refuse_doubles([Name(f"nom {number}") for number in range(2_000)], "partners")

    assert len(compared) < 2_000


def test_a_local_commitment_has_no_other_place_than_its_volet(catalogue: Catalogue) -> None:
    local = {"id": "local-1", "section": "sante", "text": "Agir.", "adaptation": {"place": "historical"}}
    document = {**profile_document(contract()), "local_commitments": [local]}

    with pytest.raises(ProfileRefused) as refused:
        read_profile(document, catalogue)

    (problem,) = refused.value.problems
    assert problem.path == "local_commitments[0].adaptation.place"
    assert "n’a pas d’autre place que son volet" in problem.message
