"""The official list, fetched from a local server that answers as data.gouv.fr does."""

import json
import socket

import pytest

from app.territories import QuartiersRefused, ReadQuartiers, read_quartiers
from app.territories.qpv.dataset import OFFICIAL_SOURCE
from app.territories.qpv.official import OfficialListUnavailable, fetch_list
from tests.territories.official_server import (
    CSV,
    CSV_ADDRESS,
    DATASET,
    Answer,
    Authority,
    OfficialServer,
    Write,
)

SOURCE_ADDRESS = f"https://www.data.gouv.fr{DATASET}"
FILE_ADDRESS = "https://www.data.gouv.fr/liste.csv"


def fetched(source: str = OFFICIAL_SOURCE, seconds: float = 20) -> ReadQuartiers:
    return fetch_list(source, read_quartiers, seconds)


def failure(source: str = OFFICIAL_SOURCE, seconds: float = 20) -> str:
    with pytest.raises(OfficialListUnavailable) as refused:
        fetched(source, seconds)
    return str(refused.value).replace("\u00a0", " ").replace("\u202f", " ")


def test_the_csv_of_the_dataset_is_found_and_read(official: OfficialServer) -> None:
    official.publish_list()

    found = fetched()

    assert [quartier.code for quartier in found.quartiers] == ["QN09102M", "QN09117M"]
    assert official.asked == [SOURCE_ADDRESS, CSV_ADDRESS]


def test_a_source_that_is_a_file_is_read_itself(official: OfficialServer) -> None:
    official.answers[FILE_ADDRESS] = Answer(CSV)

    assert len(fetched(FILE_ADDRESS).quartiers) == 2


def test_a_geojson_is_read_where_there_is_no_csv(official: OfficialServer) -> None:
    properties = {"code_qp": "QN09102M", "lib_qp": "Les Tarterêts", "insee_com": "91174"}
    address = "https://static.data.gouv.fr/qp.geojson"
    official.publish({"title": "QP", "format": "geojson", "url": address})
    official.answers[address] = Answer(json.dumps({"features": [{"properties": properties}]}).encode())

    assert len(fetched().quartiers) == 1


def test_a_csv_that_is_no_list_gives_way_to_the_next_file(official: OfficialServer) -> None:
    official.publish_list()
    official.publish(
        {
            "title": "liste 2030 des communes",
            "format": "csv",
            "url": "https://static.data.gouv.fr/communes.csv",
        },
        {"title": "listeqp2024-cog2024.csv", "format": "csv", "url": CSV_ADDRESS},
    )
    official.answers["https://static.data.gouv.fr/communes.csv"] = Answer(b"code;commune\n91174;Corbeil\n")

    assert len(fetched().quartiers) == 2


def test_when_no_file_is_a_list_the_reason_is_that_of_the_likeliest(official: OfficialServer) -> None:
    official.publish_list()
    official.answers[CSV_ADDRESS] = Answer(b"<!doctype html><html>")

    with pytest.raises(QuartiersRefused, match="c’est une page web"):
        fetched()


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_inside_the_domain_is_followed(official: OfficialServer, status: int) -> None:
    official.answers[FILE_ADDRESS] = Answer(status=status, headers={"Location": CSV_ADDRESS})
    official.answers[CSV_ADDRESS] = Answer(CSV)

    assert len(fetched(FILE_ADDRESS).quartiers) == 2


@pytest.mark.parametrize(
    "location",
    [
        "https://ailleurs.example.org/liste.csv",
        "http://static.data.gouv.fr/liste.csv",
        "https://www.data.gouv.fr:8443/liste.csv",
        "https://moi:secret@www.data.gouv.fr/liste.csv",
        "https://data.gouv.fr.example.org/liste.csv",
        "https://127.0.0.1/liste.csv",
        "file:///etc/passwd",
        "//ailleurs.example.org/liste.csv",
    ],
)
def test_no_address_that_was_not_configured_is_asked(official: OfficialServer, location: str) -> None:
    official.answers[FILE_ADDRESS] = Answer(status=302, headers={"Location": location})

    assert "hors du domaine que l’administrateur a indiqué (QPV_SOURCE)" in failure(FILE_ADDRESS)
    assert official.asked == [FILE_ADDRESS]
    assert set(official.connected) == {"www.data.gouv.fr:443"}


def test_a_redirect_to_no_address_at_all_is_said(official: OfficialServer) -> None:
    official.answers[FILE_ADDRESS] = Answer(status=302, headers={"Location": "https://["})

    assert "ne parvient pas à joindre www.data.gouv.fr" in failure(FILE_ADDRESS)


def test_a_dataset_that_points_elsewhere_is_not_followed(official: OfficialServer) -> None:
    official.publish({"title": "liste", "format": "csv", "url": "https://ailleurs.example.org/liste.csv"})

    assert "« https://ailleurs.example.org/liste.csv »" in failure()
    assert official.asked == [SOURCE_ADDRESS]


def test_redirects_without_end_are_given_up(official: OfficialServer) -> None:
    official.answers[FILE_ADDRESS] = Answer(status=302, headers={"Location": FILE_ADDRESS})

    assert "renvoie sans fin" in failure(FILE_ADDRESS)


@pytest.mark.parametrize("status", [403, 404, 429, 500, 503])
def test_an_error_of_the_server_is_said_with_what_to_do(official: OfficialServer, status: int) -> None:
    official.answers[SOURCE_ADDRESS] = Answer(status=status)

    assert failure() == (
        f"www.data.gouv.fr a répondu par l’erreur {status}. Téléchargez la liste depuis un poste qui a "
        "accès à internet, puis importez ce fichier."
    )


def test_a_dataset_without_a_readable_file_is_said(official: OfficialServer) -> None:
    official.publish({"title": "carte", "format": "shp", "url": "https://static.data.gouv.fr/qp.zip"})

    assert "n’a aucune liste de quartiers en CSV ou GeoJSON" in failure()


def test_a_server_that_does_not_answer_is_given_up_in_time(official: OfficialServer) -> None:
    official.answers[FILE_ADDRESS] = Answer(stream=lambda _write: official.over.wait() and None)

    assert "www.data.gouv.fr n’a pas tout envoyé en 0.5 secondes" in failure(FILE_ADDRESS, seconds=0.5)


def test_a_server_that_does_not_answer_is_said_so_whichever_clock_is_first(
    official: OfficialServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    official.answers[FILE_ADDRESS] = Answer(stream=lambda _write: official.over.wait() and None)
    monkeypatch.setattr("app.territories.qpv.official.within", lambda _seconds, work, _abandon: work())

    assert "www.data.gouv.fr n’a pas tout envoyé en 0.2 secondes" in failure(FILE_ADDRESS, seconds=0.2)


def test_a_server_that_sends_a_letter_at_a_time_is_given_up_in_time(official: OfficialServer) -> None:
    def trickle(write: Write) -> None:
        while not official.over.wait(0.02):
            write(b"x")

    official.answers[FILE_ADDRESS] = Answer(stream=trickle)

    assert "n’a pas tout envoyé" in failure(FILE_ADDRESS, seconds=0.5)


def test_a_file_of_more_than_fifteen_megabytes_is_given_up_on_the_way(official: OfficialServer) -> None:
    def endless(write: Write) -> None:
        while not official.over.is_set():
            write(b"x" * 1_000_000)

    official.answers[FILE_ADDRESS] = Answer(stream=endless)

    assert "fait plus de 15 Mo" in failure(FILE_ADDRESS)


def test_a_file_that_is_cut_short_is_not_taken_for_the_list(official: OfficialServer) -> None:
    official.answers[FILE_ADDRESS] = Answer(CSV, headers={"Content-Length": str(len(CSV) + 1_000)})

    assert "a interrompu l’envoi" in failure(FILE_ADDRESS)


def test_a_certificate_of_an_unknown_authority_is_refused(
    official: OfficialServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")

    assert "Le certificat de www.data.gouv.fr n’est pas reconnu par ce serveur" in failure()
    assert official.asked == []


def test_a_private_authority_may_be_said_as_openssl_reads_it(
    official: OfficialServer, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    official.publish_list()
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.bundle))

    assert len(fetched().quartiers) == 2


def test_without_a_way_out_a_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        for name in ("https_proxy", "HTTPS_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{nobody.getsockname()[1]}")
        for name in ("no_proxy", "NO_PROXY"):
            monkeypatch.delenv(name, raising=False)

        said = failure()

    assert "ne permet pas de joindre www.data.gouv.fr" in said
    assert "Téléchargez la liste depuis un poste qui a accès à internet" in said
