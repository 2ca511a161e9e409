"""Which files may be the list of quartiers: those of the official dataset; what else a file may be."""

import io
import json
import re
import zipfile
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from app.domain.problems import MAX_PROBLEMS, Problem, Problems, Refused

OFFICIAL_SOURCE = (
    "https://www.data.gouv.fr/api/1/datasets/quartiers-prioritaires-de-la-politique-de-la-ville-qpv/"
)
"""The description of the dataset, in the API of data.gouv.fr."""

_HTTPS = 443


def is_source(address: str) -> bool:
    """Whether an address may be the source: https, with a host, without a name or a password."""
    try:
        parts = urlsplit(address)
        return parts.scheme == "https" and bool(parts.hostname) and parts.username is None and parts.port != 0
    except ValueError:
        return False


def belongs_to(address: str, source: str) -> bool:
    """Whether the administrator who configured a source configured that address with it.

    data.gouv.fr answers from static.data.gouv.fr: the host of the source counts with the hosts under it, its
    « www. » set aside, on the same port. Any other host would let whoever writes a dataset, or breaks into
    it, choose whom this server asks.
    """
    if not is_source(address):
        return False
    there, here = urlsplit(address), urlsplit(source)
    return _port(there) == _port(here) and f".{there.hostname}".endswith(f".{_domain(here)}")


def _port(parts: SplitResult) -> int:
    return parts.port or _HTTPS


def _domain(parts: SplitResult) -> str:
    return (parts.hostname or "").removeprefix("www.")


MAX_DESCRIPTION = 2_000_000
MAX_CANDIDATES = 3
_FORMATS = ("csv", "geojson", "json")
_NOT_THE_LIST = re.compile(r"meta|dictionn|lexique|document|correspond|passage|notice|readme", re.IGNORECASE)
_YEAR = re.compile(r"20\d\d")


def file_name(address: str) -> str:
    """Return the name of the file at an address; that of its host where it has none."""
    parts = urlsplit(address)
    return unquote(parts.path.rstrip("/").rsplit("/", 1)[-1]) or parts.hostname or address


def read_resources(content: bytes) -> list[Mapping[str, Any]] | None:
    """Return the resources of a dataset.

    None for what is no description of one, which may be a list itself.
    """
    if len(content) > MAX_DESCRIPTION or content.lstrip()[:1] != b"{":
        return None
    try:
        document = json.loads(content)
    except (ValueError, RecursionError):
        return None
    resources = document.get("resources")
    if not isinstance(resources, list):
        return None
    return [resource for resource in resources if isinstance(resource, dict)]


def likely_files(resources: list[Mapping[str, Any]]) -> list[str]:
    """Return the addresses of the files that may be the list: CSV first, then « liste » in the name."""
    possible = [resource for resource in resources if _may_be_the_list(resource)]
    return [str(resource["url"]) for resource in sorted(possible, key=_rank, reverse=True)[:MAX_CANDIDATES]]


def _may_be_the_list(resource: Mapping[str, Any]) -> bool:
    size = resource.get("filesize")
    too_long = isinstance(size, int) and size > MAX_BYTES
    said = f"{resource.get('title')} {file_name(str(resource.get('url')))}"
    return _format(resource) in _FORMATS and not too_long and not _NOT_THE_LIST.search(said)


def _format(resource: Mapping[str, Any]) -> str:
    said = str(resource.get("format") or "").lower()
    return said if said in _FORMATS else str(resource.get("url")).lower().rsplit(".", 1)[-1]


def _rank(resource: Mapping[str, Any]) -> tuple[int, bool, int, str]:
    said = f"{resource.get('title')} {file_name(str(resource.get('url')))}".lower()
    latest = max(map(int, _YEAR.findall(said)), default=0)
    preferred = len(_FORMATS) - _FORMATS.index(_format(resource))
    return preferred, "liste" in said, latest, str(resource.get("last_modified") or "")


MAX_BYTES = 15_000_000
OTHERS = f"Et d’autres : seuls les {MAX_PROBLEMS} premiers problèmes sont montrés."


class QuartiersRefused(Refused):
    """A file that is not a list of quartiers prioritaires."""


class ListProblems(Problems):
    """Collects the problems of one file: a hundred at most, for a file of another kind has millions."""

    def __init__(self, file: str) -> None:
        super().__init__(QuartiersRefused, OTHERS)
        self._file = file

    def note(self, line: int, message: str) -> None:
        """Keep a problem of a line. Raises QuartiersRefused when there are enough of them."""
        self.add(self._file, message, line)

    def refuse(self, message: str, line: int = 1) -> QuartiersRefused:
        """Return the refusal of the whole file, in one sentence."""
        return QuartiersRefused((Problem(self._file, message, line),))


_CSV = "enregistrez la feuille de la liste au format CSV (UTF-8), puis choisissez ce fichier"
_DOWNLOAD = "téléchargez plutôt le CSV ou le GeoJSON du même jeu de données"
_STARTS = (
    (b"%PDF", f"c’est un document PDF : {_DOWNLOAD}"),
    (b"\xd0\xcf\x11\xe0", f"c’est un ancien classeur Excel (.xls) : ouvrez-le, {_CSV}"),
    (b"SQLite format 3", f"c’est une base GeoPackage ou SQLite : {_DOWNLOAD}"),
    (b"PAR1", f"c’est un fichier Parquet : {_DOWNLOAD}"),
    (b"\x00\x00\x27\x0a", f"c’est une partie de shapefile (carte) : {_DOWNLOAD}"),
    (b"\x1f\x8b", "c’est une archive .gz : décompressez-la, puis choisissez le fichier qu’elle contient"),
    (b"7z\xbc\xaf", "c’est une archive .7z : décompressez-la, puis choisissez le fichier qu’elle contient"),
    (b"Rar!", "c’est une archive .rar : décompressez-la, puis choisissez le fichier qu’elle contient"),
    (b"\x89PNG", f"c’est une image : {_DOWNLOAD}"),
    (b"\xff\xd8\xff", f"c’est une image : {_DOWNLOAD}"),
)
_PARTS_OF_A_SHAPEFILE = {".shp", ".shx", ".dbf", ".prj", ".cpg"}
_ZIP_CONTENTS = (
    ((".shp", ".dbf"), f"c’est l’archive d’un shapefile (carte) : {_DOWNLOAD}"),
    (("xl/workbook.xml", "xl/workbook.bin"), f"c’est un classeur Excel : ouvrez-le, {_CSV}"),
    (("word/document.xml",), f"c’est un document Word : {_DOWNLOAD}"),
    (("content.xml",), f"c’est un document LibreOffice : ouvrez-le, {_CSV}"),
    (
        (".csv", ".geojson", ".json"),
        "c’est une archive .zip : décompressez-la, puis choisissez le CSV ou le GeoJSON qu’elle contient",
    ),
)
_MAX_ENTRIES = 10_000


def foreign_kind(content: bytes, file: str) -> str | None:
    """Return what the file is, in a sentence, when it is of a kind that is known and not read; else None."""
    if not content.strip():
        return "le fichier est vide"
    if content.startswith(b"PK\x03\x04"):
        return _kind_of_zip(content)
    for start, sentence in _STARTS:
        if content.startswith(start):
            return sentence
    if PurePath(file).suffix.lower() in _PARTS_OF_A_SHAPEFILE:
        return f"c’est une partie de shapefile (carte) : {_DOWNLOAD}"
    return None


def foreign_text(text: str) -> str | None:
    """Return the same for a file that is text."""
    start = text[:2_000].lstrip().lower()
    if start.startswith("<"):
        kind = (
            "une page web" if "<html" in start or "<!doctype html" in start else "un fichier XML, KML ou GML"
        )
        return f"c’est {kind} : {_DOWNLOAD}"
    if "\x00" in text:
        return f"ce n’est pas un fichier de texte : {_DOWNLOAD}"
    return None


def _kind_of_zip(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = [name.lower() for name in archive.namelist()[:_MAX_ENTRIES]]
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        names = []
    for ends, sentence in _ZIP_CONTENTS:
        if any(name.endswith(ends) for name in names):
            return sentence
    return f"c’est un classeur ou une archive : ouvrez-le, {_CSV}"
