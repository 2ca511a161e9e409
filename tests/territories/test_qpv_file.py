"""The official lists of quartiers prioritaires, in the forms in which they are published."""

import json

import pytest

from app.domain.profile import Quartier
from app.territories import QuartiersRefused, quartiers_csv, read_quartiers

TARTERETS = Quartier("QN09102M", "Les Tarterêts", ("91174",))
COURBES = Quartier("QN00103M", "Les Courbes de l’Albarine", ("01004",))
MORTENOL = Quartier("QN97113I", "Mortenol - Georges Roux", ("97120", "97101"))


def refusal(content: bytes) -> list[str]:
    with pytest.raises(QuartiersRefused) as refused:
        read_quartiers(content, "qpv.csv")
    return [str(problem) for problem in refused.value.problems]


@pytest.mark.parametrize(
    "content",
    [
        "code_qp;lib_qp;insee_com\nQN09102M;Les Tarterêts;91174\n",
        "code_qp,lib_qp,insee_com\nQN09102M,Les Tarterêts,91174\n",
        "code\tnom\tcommunes\nQN09102M\tLes Tarterêts\t91174",
        "﻿code_qp;lib_qp;insee_com\r\nQN09102M;Les Tarterêts;91174\r\n",
        "lib_com;INSEE_COM;LIB_QP;siren_epci;CODE_QP\nCorbeil;91174;Les Tarterêts;200059228;qn09102m\n",
        'code_qp;lib_qp;insee_com\n="QN09102M";"Les\nTarterêts";="91174"\n\n',
        json.dumps(
            {
                "type": "FeatureCollection",
                "features": [
                    {
                        "geometry": None,
                        "properties": {
                            "code_qp": "QN09102M",
                            "lib_qp": "Les Tarterêts",
                            "insee_com": "91174",
                        },
                    }
                ],
            }
        ),
    ],
)
def test_one_quartier_is_read_from_every_form(content: str) -> None:
    assert read_quartiers(content.encode(), "qpv") == (TARTERETS,)


@pytest.mark.parametrize("communes", ["91174", 91174, ["91174"], ["91174", "91174"]])
def test_a_geojson_may_list_its_communes_and_name_its_properties_in_capitals(communes: object) -> None:
    properties = {"CODE_QP": "QN09102M", "LIB_QP": "Les Tarterêts", "INSEE_COM": communes}

    content = json.dumps({"features": [{"properties": properties}]}).encode()

    assert read_quartiers(content, "qpv.geojson") == (TARTERETS,)


def test_the_unicode_text_of_a_spreadsheet_is_read() -> None:
    content = "code_qp\tlib_qp\tinsee_com\r\nQN09102M\tLes Tarterêts\t91174\r\n".encode("utf-16")

    assert read_quartiers(content, "qpv.txt") == (TARTERETS,)


@pytest.mark.parametrize("odd", ["\u2028", "\u2029", "\x0b", "\x0c", "\x85"])
def test_an_odd_line_end_inside_a_name_does_not_cut_the_row(odd: str) -> None:
    content = f"code_qp;lib_qp;insee_com\nQN09102M;Les{odd}Tarterêts;91174\nXX1;Après;91174\n".encode()

    assert refusal(content) == ["qpv.csv:3: code de quartier « XX1 » ; attendu : QN09125M ou QP091025"]


def test_a_name_that_begins_with_an_equals_sign_keeps_it() -> None:
    quartiers = (Quartier("QN09102M", "=A1", ("91174",)),)

    assert read_quartiers(quartiers_csv(quartiers).encode(), "liste") == quartiers


def test_a_commune_of_corsica_in_small_letters_is_read() -> None:
    content = b"code_qp;lib_qp;insee_com\nQN02A01M;B;2a004\n"

    assert read_quartiers(content, "qpv.csv")[0].communes == ("2A004",)


def test_an_unclosed_quote_is_named_where_it_opens() -> None:
    content = b'code_qp;lib_qp;insee_com\nQN09102M;"Un;91174\nQN09103M;Deux;91174\nQN09104M;Trois;91174\n'

    assert refusal(content) == [
        "qpv.csv:2: guillemets mal fermés ou cellule trop longue : corrigez cette ligne"
    ]


def test_windows_1252_is_read() -> None:
    content = "code_qp;lib_qp;insee_com\nQN09102M;Les Tarterêts;91174\n".encode("cp1252")

    assert read_quartiers(content, "qpv.csv") == (TARTERETS,)


def test_a_code_that_begins_with_zero_keeps_it() -> None:
    content = 'code_qp;lib_qp;insee_com\nQN00103M;Les Courbes de l’Albarine;="01004"\n'.encode()

    assert read_quartiers(content, "qpv.csv") == (COURBES,)


@pytest.mark.parametrize("cell", ['"97120,97101"', "97120|97101", '"97120;97101"', '="97120, 97101"'])
def test_several_communes_stand_in_one_cell(cell: str) -> None:
    quoted = cell if cell.startswith('"') else f'"{cell.replace(chr(34), chr(34) * 2)}"'
    content = f"code_qp;lib_qp;insee_com\nQN97113I;Mortenol - Georges Roux;{quoted}\n".encode()

    assert read_quartiers(content, "qpv.csv") == (MORTENOL,)


def test_both_generations_and_corsica_are_read() -> None:
    content = b"code_qp;lib_qp;insee_com\nQP091025;A;91174\nQN02A01M;B;2A004\n"

    assert [one.code for one in read_quartiers(content, "qpv.csv")] == ["QN02A01M", "QP091025"]


def test_a_list_written_by_us_is_read_back() -> None:
    quartiers = (COURBES, TARTERETS, MORTENOL)

    assert read_quartiers(quartiers_csv(quartiers).encode(), "liste") == quartiers


def test_each_bad_line_is_named_and_all_come_at_once() -> None:
    content = (
        "code_qp;lib_qp;insee_com\n"
        "QN09102M;Les Tarterêts;91174\n"
        "XX1;Sans code;91174\n"
        "QN00103M;Zéro perdu;1004\n"
        "QN09102M;Encore;91174\n"
        "QN09103M;;91174\n"
        "QN09104M;Sans commune;\n"
        "QN09105M\n"
    ).encode()

    assert refusal(content) == [
        "qpv.csv:3: code de quartier « XX1 » ; attendu : QN09125M ou QP091025",
        "qpv.csv:4: code de commune « 1004 » ; attendu : 01004 "
        "(zéro de tête perdu : gardez la colonne en texte)",
        "qpv.csv:5: le quartier QN09102M figure déjà à la ligne 2",
        "qpv.csv:6: nom de quartier absent ou de plus de 200 caractères",
        "qpv.csv:7: code de commune manquant",
        "qpv.csv:8: 1 colonnes ; 3 attendues au moins",
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "qpv.csv:1: colonne manquante : code_qp ou code"),
        (b"code_qp;lib_qp;insee_com\n", "aucun quartier"),
        (b"code_qp;lib_qp\nQN09102M;X\n", "colonne manquante : insee_com ou communes"),
        (b"{", "ni un CSV ni un GeoJSON"),
        (b'{"features": 3}', "aucun quartier"),
        (b'{"features": [1]}', "élément sans « properties »"),
        (b'{"features": [{"properties": {}}]}', "code de quartier"),
        (b'code_qp;lib_qp;insee_com\n"QN', "guillemets mal fermés"),
        (b"PK\x03\x04\x14\x00", "enregistrez la liste en CSV"),
        (b"%PDF-1.7 \x00\xff", "colonne manquante"),
        (b"x" * 15_000_001, "plus de 15 Mo"),
    ],
)
def test_what_is_not_a_list_is_refused(content: bytes, message: str) -> None:
    assert any(message in problem for problem in refusal(content))
