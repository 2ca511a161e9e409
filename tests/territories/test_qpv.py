"""The official lists of quartiers prioritaires, in the forms in which they are published."""

import io
import json
import time
import zipfile
from contextlib import suppress

import pytest

from app.domain.profile import Figure, Quartier
from app.domain.text import MAX_NAME
from app.territories import QuartiersRefused, ReadQuartiers, quartiers_csv, read_quartiers
from app.territories.qpv import columns
from app.territories.search import key

TARTERETS = Quartier("QN09102M", "Les Tarterêts", ("91174",))
COURBES = Quartier("QN00103M", "Les Courbes de l’Albarine", ("01004",))
TAILLIS = Quartier("QN06901M", "Taillis", ("69029", "69256"))
MORTENOL = Quartier("QN97113I", "Mortenol - Georges Roux", ("97120", "97101"))


def read(content: str | bytes, file: str = "qpv.csv") -> ReadQuartiers:
    return read_quartiers(content if isinstance(content, bytes) else content.encode(), file)


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
    assert read(content).quartiers == (TARTERETS,)


@pytest.mark.parametrize("communes", ["91174", 91174, ["91174"], ["91174", "91174"]])
def test_a_geojson_may_list_its_communes_and_name_its_properties_in_capitals(communes: object) -> None:
    properties = {"CODE_QP": "QN09102M", "LIB_QP": "Les Tarterêts", "INSEE_COM": communes}

    content = json.dumps({"features": [{"properties": properties}]}).encode()

    assert read(content, "qpv.geojson").quartiers == (TARTERETS,)


def test_the_unicode_text_of_a_spreadsheet_is_read() -> None:
    content = "code_qp\tlib_qp\tinsee_com\r\nQN09102M\tLes Tarterêts\t91174\r\n".encode("utf-16")

    assert read(content, "qpv.txt").quartiers == (TARTERETS,)


@pytest.mark.parametrize("odd", ["\u2028", "\u2029", "\x0b", "\x0c", "\x85"])
def test_an_odd_line_end_inside_a_name_does_not_cut_the_row(odd: str) -> None:
    content = f"code_qp;lib_qp;insee_com\nQN09102M;Les{odd}Tarterêts;91174\nXX1;Après;91174\n".encode()

    assert refusal(content) == ["qpv.csv:3: code de quartier « XX1 » ; attendu : QN09125M ou QP091025"]


def test_a_name_that_begins_with_an_equals_sign_keeps_it() -> None:
    quartiers = (Quartier("QN09102M", "=A1", ("91174",)),)

    assert read(quartiers_csv(ReadQuartiers(quartiers, (), ()))).quartiers == quartiers


def test_a_commune_of_corsica_in_small_letters_is_read() -> None:
    content = b"code_qp;lib_qp;insee_com\nQN02A01M;B;2a004\n"

    assert read(content, "qpv.csv").quartiers[0].communes == ("2A004",)


def test_an_unclosed_quote_is_named_where_it_opens() -> None:
    content = b'code_qp;lib_qp;insee_com\nQN09102M;"Un;91174\nQN09103M;Deux;91174\nQN09104M;Trois;91174\n'

    assert refusal(content) == ["qpv.csv:2: guillemets mal fermés : corrigez cette ligne"]


def test_windows_1252_is_read() -> None:
    content = "code_qp;lib_qp;insee_com\nQN09102M;Les Tarterêts;91174\n".encode("cp1252")

    assert read(content, "qpv.csv").quartiers == (TARTERETS,)


def test_a_code_that_begins_with_zero_keeps_it() -> None:
    content = 'code_qp;lib_qp;insee_com\nQN00103M;Les Courbes de l’Albarine;="01004"\n'.encode()

    assert read(content, "qpv.csv").quartiers == (COURBES,)


@pytest.mark.parametrize("cell", ['"97120,97101"', "97120|97101", '"97120;97101"', '="97120, 97101"'])
def test_several_communes_stand_in_one_cell(cell: str) -> None:
    quoted = cell if cell.startswith('"') else f'"{cell.replace(chr(34), chr(34) * 2)}"'
    content = f"code_qp;lib_qp;insee_com\nQN97113I;Mortenol - Georges Roux;{quoted}\n".encode()

    assert read(content, "qpv.csv").quartiers == (MORTENOL,)


def test_both_generations_and_corsica_are_read() -> None:
    content = b"code_qp;lib_qp;insee_com\nQP091025;A;91174\nQN02A01M;B;2A004\n"

    assert [one.code for one in read(content, "qpv.csv").quartiers] == ["QN02A01M", "QP091025"]


def test_a_list_written_by_us_is_read_back() -> None:
    quartiers = (COURBES, TARTERETS, MORTENOL)

    assert read(quartiers_csv(ReadQuartiers(quartiers, (), ()))).quartiers == quartiers


def test_each_bad_line_is_named_and_all_come_at_once() -> None:
    content = (
        "code_qp;lib_qp;insee_com\n"
        "QN09102M;Les Tarterêts;91174\n"
        "XX1;Sans code;91174\n"
        "QN09103M;;91174\n"
        "QN09105M\n"
    ).encode()

    assert refusal(content) == [
        "qpv.csv:3: code de quartier « XX1 » ; attendu : QN09125M ou QP091025",
        "qpv.csv:4: nom de quartier absent ou de plus de 200 caractères (QN09103M)",
        "qpv.csv:5: nom de quartier absent ou de plus de 200 caractères (QN09105M)",
    ]


def test_commune_codes_that_the_separator_cut_are_put_together() -> None:
    assert read("code_qp,lib_qp,insee_com\nQN06901M,Taillis,69029,69256\n").quartiers == (TAILLIS,)


def test_a_name_that_the_separator_cut_is_not_guessed() -> None:
    content = b"code_qp,lib_qp,insee_com\nQN04205M,Le Dorlay, Les Pins,42103\n"

    assert refusal(content) == [
        "qpv.csv:2: 4 cellules pour 3 titres : mettez entre guillemets ce qui contient le séparateur"
    ]


def test_reading_stops_at_a_hundred_problems_and_says_that_there_are_others() -> None:
    content = b"code_qp;lib_qp;insee_com\nQN06901M;A;69029\n" + b"x1;y;z\n" * 50_000

    with pytest.raises(QuartiersRefused) as refused:
        read(content)

    assert len(refused.value.problems[:-1]) == 100
    assert str(refused.value).endswith("Et d’autres : seuls les 100 premiers problèmes sont montrés.")


@pytest.mark.parametrize(
    "content",
    [
        "code_qp;lib_qp;insee_com\nQN06901M;Taillis;69029\nQN06901M;Taillis;69256\n",
        "sep=;\r\ncode_qp;lib_qp;insee_com\r\nQN06901M;Taillis;69029, 69256\r\n",
        '"sep=,"\ncode_qp,lib_qp,insee_com\nQN06901M,Taillis,"69029;69256"\n',
        "Liste des quartiers 2024;;\n;;\nArrêtée le 1er janvier, au journal officiel;;\n"
        "code_qp;lib_qp;insee_com\nQN06901M;Taillis;69029-69256\n",
        "CODE_QP|NOM_QP|COMMUNE_QP\nQN06901M|Taillis|Bron, Vaulx-en-Velin\n",
        "Code du quartier prioritaire;Nom du quartier;Communes\nQN06901M;Taillis;BRON / VAULX EN VELIN\n",
        "Quartier prioritaire;Code QPV;Dpt;Code INSEE;Commune\nTaillis;QN06901M;69;69029 et 69256;Bron\n",
        "insee_reg;lib_reg;insee_dep;siren_epci;code_qp;lib_qp;insee_com;lib_com\n"
        "84;ARA;69;200046977;QN06901M;Taillis;69029.0 69256.0;Bron - Vaulx-en-Velin\n",
        "code_qp;lib_qp;insee_com;lib_com\nQN06901M;Taillis;;Bron et Vaulx-en-Velin\n",
        "code_qp;lib_qp;insee_com\nqn 069 01m ;Taillis;['69029', '69256']\nTotal;1;\n;;2\nSource : ANCT\n",
        "code_qp;lib_qp;insee_com\nQN06901M;Taillis;69029 (Bron) & 69256\ncode_qp;lib_qp;insee_com\n",
        "QN06901M;Taillis;69029,69256\n",
        "code_qp\rQN06901M\r".replace("code_qp", "code_qp;lib_qp;insee_com").replace(
            "QN06901M", "QN06901M;Taillis;69029,69256"
        ),
        json.dumps(
            [{"nom": "Taillis", "code": "QN06901M", "communes": ["Bron", "Vaulx-en-Velin"], "contour": None}]
        ),
        json.dumps(
            [
                {
                    "code": "QN06901M",
                    "nom": "Taillis",
                    "communes": [{"code": "69029"}, {"nom": "Vaulx-en-Velin"}],
                }
            ]
        ),
        json.dumps(
            {
                "total": 1,
                "results": [{"code_qp": "QN06901M", "lib_qp": "Taillis", "insee_com": "69029|69256"}],
            }
        ),
        json.dumps(
            {
                "records": [
                    {"fields": {"code_qp": "QN06901M", "nom_qp": "Taillis", "commune": "Bron,Vaulx en Velin"}}
                ]
            }
        ),
        json.dumps([["code_qp", "lib_qp", "insee_com"], ["QN06901M", "Taillis", "69029 69256"]]),
        json.dumps(
            {
                "displayFieldName": "Lib_QP",
                "fieldAliases": {},
                "features": [
                    {
                        "attributes": {
                            "Code_QP": "QN06901M",
                            "Lib_QP": "Taillis",
                            "Insee_com": "69029,69256",
                        },
                        "geometry": {"rings": [[[1.5, 2], [3e-5, -4]]]},
                    }
                ],
            }
        ),
        '{"code_qp": "QN06901M", "lib_qp": "Taillis", "insee_com": 69029}\n'
        '{"code_qp": "QN06901M", "lib_qp": "Taillis", "insee_com": 69256}\n',
    ],
)
def test_published_forms_are_read(content: str) -> None:
    assert read(content).quartiers == (TAILLIS,)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_every_usual_encoding_is_read(encoding: str) -> None:
    content = "code_qp;lib_qp;insee_com\nQN09102M;Les Tarterêts;91174\n".encode(encoding)

    assert read(content).quartiers == (TARTERETS,)


@pytest.mark.parametrize("encoding", ["mac_roman", "cp850"])
def test_the_encodings_of_old_macs_and_of_dos_are_read(encoding: str) -> None:
    content = "code_qp;lib_qp;insee_com\nQN09102M;Cité des Évêques à Forêt;91174\n".encode(encoding)

    assert [quartier.name for quartier in read(content).quartiers] == ["Cité des Évêques à Forêt"]


def test_an_outline_of_a_megabyte_in_a_cell_does_not_hide_its_quartier() -> None:
    outline = '"' + "[1.5, 2.5], " * 100_000 + '"'

    content = f"geo_shape;code_qp;lib_qp;insee_com\n{outline};QN09102M;Les Tarterêts;91174\n"

    assert read(content).quartiers == (TARTERETS,)


def test_a_commune_whose_zero_was_lost_gets_it_back_and_it_is_said() -> None:
    found = read("code_qp;lib_qp;insee_com\nQN00103M;Les Courbes de l’Albarine;1004\n")

    assert found.quartiers == (COURBES,)
    assert found.remarks == ("Le zéro de tête manquait à des codes de communes ; il est rétabli : 01004.",)


@pytest.mark.parametrize(
    ("commune", "today"),
    [
        ("93059", "93066"),
        ("75118", "75056"),
        ("69388", "69123"),
        ("13203", "13055"),
        ("Pierrefitte-sur-Seine", "93066"),
        ("SAINT DENIS", "93066"),
        ("L'Île-Saint-Denis", "93039"),
        ("Île-Saint-Denis (L’)", "93039"),
    ],
)
def test_a_former_commune_an_arrondissement_or_a_name_leads_to_today_s_commune(
    commune: str, today: str
) -> None:
    found = read(f"code_qp;lib_qp;insee_com\nQN09305M;Centre-ville de Pierrefitte;{commune}\n")

    assert [quartier.communes for quartier in found.quartiers] == [(today,)]
    assert found.unattached == ()


def test_a_name_is_looked_for_in_the_departement_of_the_quartier_only() -> None:
    content = "code_qp;lib_qp;insee_com\nQP974001;A;Saint-Denis\nQP02A001;B;Ajaccio\nQP093001;C;Saint-Denis\n"

    assert [quartier.communes for quartier in read(content).quartiers] == [("2A004",), ("93066",), ("97411",)]


def test_a_commune_that_nobody_knows_is_named_with_its_quartier_which_stays_in_the_list() -> None:
    content = (
        "code_qp;lib_qp;insee_com\nQN09102M;Les Tarterêts;91174\nQN09103M;Ailleurs;99999\n"
        "QN09104M;Nulle part;\nQN09105M;À moitié;91174,Atlantide\n"
    )

    found = read(content)

    assert [quartier.code for quartier in found.quartiers] == ["QN09102M", "QN09103M", "QN09104M", "QN09105M"]
    assert [quartier.code for quartier in found.unattached] == ["QN09103M", "QN09104M"]
    assert found.remarks == (
        "Ligne 3 : QN09103M Ailleurs, commune inconnue : « 99999 ».",
        "Ligne 4 : QN09104M Nulle part, aucune commune n’est indiquée.",
        "Ligne 5 : QN09105M À moitié, commune inconnue : « Atlantide ».",
    )


def test_a_total_and_a_note_are_set_aside_and_it_is_said() -> None:
    found = read(
        "code_qp;lib_qp;insee_com\nQN09102M;Les Tarterêts;91174\nTotal général;1;\nSource : ANCT;;\n"
    )

    assert found.remarks == (
        "Ligne 3 mise de côté : « Total général » n’est pas un quartier.",
        "Ligne 4 mise de côté : « Source : ANCT » n’est pas un quartier.",
    )


def test_one_code_under_two_names_keeps_the_first_and_says_so() -> None:
    found = read("code_qp;lib_qp;insee_com\nQN06901M;Taillis;69029\nQN06901M;Les Taillis;69256\n")

    assert found.quartiers == (TAILLIS,)
    assert found.remarks == (
        "Ligne 3 : QN06901M s’appelle « Les Taillis », et « Taillis » à la ligne 2 ; "
        "le premier nom est gardé.",
    )


MANY_COMMUNES = b"QN09102M;X;" + b"Nul," * 400 + b"\n"


def archive(*names: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for name in names:
            made.writestr(name, b"x")
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "le fichier est vide"),
        (b" \n\n", "le fichier est vide"),
        (b"code_qp;lib_qp;insee_com\n", "aucun quartier dans ce fichier"),
        (
            b"code_qp;lib_qp\nQN09102M;X\n",
            "il manque une colonne avec le code INSEE de ses communes (insee_com)",
        ),
        (b"code_qp;insee_com\nQN09102M;91174\n", "il manque une colonne avec son nom (lib_qp)"),
        (b"code_qp;lib_qp;insee_com\nQN09102M;X;\n", "la colonne des communes est vide"),
        (b"CODE_QP;NOM_QP;COMMUNE_QP\nQP091001;X;Atlantide\n", "ajoutez une colonne insee_com"),
        (b"prenom;age\nAnne;12\n", "ce n’est pas une liste de quartiers prioritaires"),
        (
            b"code_qp;lib_qp;insee_com\n" + b"8201010;A;69029\n" * 300,
            "aucun code de quartier prioritaire (QN09125M ou QP091025) dans la colonne « code_qp »",
        ),
        (b"{", "ni un CSV ni un JSON lisible"),
        (b"[" * 100_000, "ni un CSV ni un JSON lisible"),
        (b'{"features": 3}', "ne contient pas de liste de quartiers"),
        (b'{"features": [1]}', "ne contient pas de liste de quartiers"),
        (b'{"features": [{"properties": {}}]}', "le fichier est vide"),
        (b"[" + b"{}," * 600_000 + b"{}]", "trop lourd à lire"),
        (json.dumps([{f"k{n}": n} for n in range(20_000)]).encode(), "plus de 500 colonnes"),
        (b'code_qp;lib_qp;insee_com\n"QN', "guillemets mal fermés"),
        (b"code_qp;lib_qp;insee_com\n" + b";;\n" * 100_001, "plus de 100000 lignes"),
        (b"code_qp;lib_qp;insee_com\n" + MANY_COMMUNES * 200, "plus de 50000 communes nommées"),
        (b";" * 2_000_000, "plus de 1000000 cellules"),
        (b"%PDF-1.7 \x00\xff", "c’est un document PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "c’est un ancien classeur Excel (.xls)"),
        (b"<!DOCTYPE html><html>", "c’est une page web"),
        (b"<?xml version='1.0'?><kml>", "c’est un fichier XML, KML ou GML"),
        (archive("[Content_Types].xml", "xl/workbook.xml"), "c’est un classeur Excel"),
        (archive("QP.shp", "QP.dbf"), "c’est l’archive d’un shapefile"),
        (archive("liste.csv"), "c’est une archive .zip : décompressez-la"),
        (b"PK\x03\x04\x14\x00", "enregistrez la feuille de la liste au format CSV"),
        (b"x" * 15_000_001, "plus de 15 Mo"),
    ],
)
def test_what_is_not_a_list_is_refused_in_one_sentence_that_says_what_it_is(
    content: bytes, message: str
) -> None:
    (sentence,) = refusal(content)

    assert message in sentence


FIGURES = (
    "code_qp;lib_qp;insee_com;Population municipale 2021;revenu_median;Taux de pauvreté (%);pop_com\n"
    "QN09101M;Les Pyramides;91228;5230;14800;42,1;66700\n"
    "QN09102M;Les Tarterêts;91174;;;;52000\n"
)


def test_the_figures_of_a_list_are_read_with_the_year_of_their_column_and_written_back() -> None:
    result = read(FIGURES)

    assert result.figures == {
        "QN09101M": (
            Figure("Population", "5230", "2021"),
            Figure("Revenu médian", "14800"),
            Figure("Taux de pauvreté", "42,1"),
        )
    }
    assert read(quartiers_csv(result)).figures == result.figures


@pytest.mark.parametrize(
    "content",
    [
        "code_qp;lib_qp;insee_com1;insee_com2;insee_com3\nQN06901M;Taillis;69029;69256;\n",
        "Code QP;Nom QP;Commune 1;Commune 2\nQN06901M;Taillis;Bron;Vaulx-en-Velin\n",
        "code_qp;lib_qp;commune principale;autres communes\nQN06901M;Taillis;Bron;Vaulx-en-Velin\n",
        '"code_qp,lib_qp,insee_com"\n"QN06901M,""Taillis"",""69029,69256"""\n',
        "code_qp;lib_qp;insee_com\nQN06901M;Taillis;6,9029E+04 / 6.9256E4\n",
        "code_quartier;nom_quartier;nom_com_qp\nQN06901M (1);Taillis;Bron et Vaulx-en-Velin\n",
        "code_qp;lib_qp;insee_com\nQN06901M;Taillis;69 029 / 69\u202f256\n",
        "code_qp;lib_qp;insee_com\nQN06901M;Taillis;69029,0 | 69256,00\n",
        "code_qp;lib_qp;commune\nQN06901M;Taillis;69500 Bron, Vaulx-en-Velin (69120)\n",
        "code_qp;lib_qp;commune\nQN06901M;Taillis;Commune de Bron et Vaulx-en-Velin (Rhône)\n",
        "lib_qp_2015;code_qp_2015;code_qp_2024;lib_qp_2024;insee_com\n"
        "Ancien;QP069001;QN06901M;Taillis;69029 69256\nSorti;QP069002;;;69029\n",
    ],
)
def test_no_commune_is_lost_in_unusual_columns_and_cells(content: str) -> None:
    assert read(content).quartiers == (TAILLIS,)


def test_of_two_generations_side_by_side_the_one_that_is_not_read_is_said() -> None:
    found = read(
        "code_qp_2015;lib_qp;code_qp_2024;insee_com\nQP069001;Taillis;QN06901M;69029\nQP069002;Sorti;;69029\n"
    )

    assert found.remarks == (
        "Plusieurs colonnes ont des codes de quartiers : « code_qp_2024 » est lue, "
        "« code_qp_2015 » ne l’est pas.",
        "Ligne 3 mise de côté : « QP069002 » n’a pas de code dans la colonne lue.",
    )


def test_a_commune_whose_figures_a_spreadsheet_cut_is_named() -> None:
    found = read("code_qp;lib_qp;insee_com\nQN06901M;Taillis;69029\nQN06902M;Autre;6,90E+04\n")

    assert [quartier.code for quartier in found.unattached] == ["QN06902M"]
    assert found.remarks == ("Ligne 3 : QN06902M Autre, commune inconnue : « 6,90E+04 ».",)


@pytest.mark.parametrize("commune", ["Havre", "Havre (Le)", "Havre, Le", "Ville du Havre", "Le Havre (76)"])
def test_a_commune_is_found_whatever_stands_around_its_name(commune: str) -> None:
    (quartier,) = read(f'code_qp;lib_qp;commune\nQN07601M;Caucriauville;"{commune}"\n').quartiers

    assert quartier.communes == ("76351",)


def test_accents_that_were_encoded_twice_are_restored_and_lost_ones_are_said() -> None:
    found = read("code_qp;lib_qp;insee_com\nQN09102M;Les TarterÃªts;91174\nQN09103M;L’Ermitag\ufffd;91174\n")

    assert found.quartiers[0] == TARTERETS
    assert found.remarks == (
        "Ligne 3 : des lettres du nom « L’Ermitag\ufffd » (QN09103M) sont illisibles dans ce fichier.",
    )


def test_a_total_that_is_called_otherwise_is_set_aside_and_the_latest_population_is_read() -> None:
    found = read(
        "code_qp;lib_qp;insee_com;pop_2018;pop_2021\nQN09102M;Les Tarterêts;91174;7000;7100\n"
        "Ensemble;1;;7000;7100\n* Source : Insee;;;;\n"
    )

    assert found.quartiers == (TARTERETS,)
    assert found.figures["QN09102M"] == (Figure("Population", "7100", "2021"),)
    assert len(found.remarks) == 2


def test_titles_in_other_words_are_set_aside_and_a_row_without_a_code_is_not() -> None:
    titles = "code_qp;lib_qp;lib_com\nCode du quartier;Libellé;Commune\nQN06901M;Taillis;Bron\n"

    assert read(titles).remarks == ("Ligne 2 mise de côté : « Code du quartier » n’est pas un quartier.",)
    assert refusal(f"{titles};Parilly;Bron\n".encode()) == [
        "qpv.csv:4: code de quartier «  » ; attendu : QN09125M ou QP091025"
    ]


def test_a_line_that_was_added_in_another_encoding_does_not_spoil_the_others() -> None:
    added = "QN09103M;La Forêt;91174\n".encode("cp1252")

    content = "code_qp;lib_qp;insee_com\nQN09102M;Les Tarterêts;91174\n".encode() + added

    assert [quartier.name for quartier in read(content).quartiers] == ["Les Tarterêts", "La Forêt"]


def test_a_name_with_the_entities_of_a_page_is_read_and_one_that_shows_nothing_is_refused() -> None:
    found = read("code_qp,lib_qp,insee_com\nQN09102M,L&#39;&Eacute;toile &amp; le Parc,91174\n")

    assert found.quartiers[0].name == "L'Étoile & le Parc"
    assert (
        "nom de quartier absent" in refusal("code_qp;lib_qp;insee_com\nQN09102M;\u200b;91174\n".encode())[0]
    )


def test_a_code_of_a_commune_that_was_cut_is_never_completed() -> None:
    found = read("code_qp;lib_qp;insee_com\nQN06901M;Taillis;69029\nQN00103M;Les Courbes;010")

    assert [quartier.code for quartier in found.unattached] == ["QN00103M"]


def test_a_code_under_no_title_is_said_by_the_number_of_its_column() -> None:
    content = b"lib_qp;insee_com;note\nLes Pyramides;91228;QP091025;QN09125M\n"

    assert refusal(content) == [
        "qpv.csv:2: 4 cellules pour 3 titres : mettez entre guillemets ce qui contient le séparateur"
    ]


def cost(content: str) -> float:
    """Seconds of processor that a list takes, read or refused."""
    start = time.process_time()
    with suppress(QuartiersRefused):
        read(content)
    return time.process_time() - start


@pytest.mark.parametrize("cell", ["a", "a ", "a" + " " * 8, "1 ", "(", "1.1"])
def test_four_times_the_text_of_a_cell_costs_no_sixteen_times(cell: str) -> None:
    def rows(length: int) -> str:
        communes = (cell * length)[: length - 1] + "b"
        rows = "".join(f"QN{number:05d}M;Nom;{communes}\n" for number in range(100))
        return f"code_qp;lib_qp;lib_com\nQN09102M;Les Tarterêts;91174\n{rows}"

    cost(rows(100))

    assert cost(rows(2_000)) < 10 * cost(rows(500))


def test_a_cell_that_is_no_name_is_not_searched_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    searched: list[str] = []

    def key_of(text: str) -> str:
        searched.append(text)
        return key(text)

    monkeypatch.setattr(columns, "key", key_of)

    found = read(f"code_qp;lib_qp;lib_com\nQN06901M;T;Bron\nQN06902M;U;{'(' * 1_900}\n")

    assert [quartier.code for quartier in found.unattached] == ["QN06902M"]
    assert max(map(len, searched)) <= MAX_NAME


def test_four_times_a_line_of_quotes_costs_no_sixteen_times() -> None:
    between_quotes = '"code_qp;lib_qp;insee_com"\n' + '"QN09102M;Les Tarterêts;91174"\n' * 300
    cost(between_quotes)

    assert cost(between_quotes + '"' * 20_000 + "x") < 10 * cost(between_quotes + '"' * 5_000 + "x")
