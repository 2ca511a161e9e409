"""What is wrong with a list of quartiers: what else the file is, or a hundred problems at most."""

import io
import zipfile
from pathlib import PurePath

from app.domain.problems import MAX_PROBLEMS, Problem, Problems, Refused

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
