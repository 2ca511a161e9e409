"""Reads an official list of quartiers prioritaires, in the forms in which it is published.

CSV (`;`, `,` or tab, UTF-8 or Windows-1252, cells wrapped as Excel does: ="01004") or GeoJSON, with
the ANCT's columns `code_qp`, `lib_qp`, `insee_com`, or `code`, `nom`, `communes`.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from app.domain.file_problem import FileProblem
from app.domain.profile import Quartier
from app.domain.text import MAX_NAME, clean

MAX_BYTES = 15_000_000
_ZIP = b"PK\x03\x04"  # how an .xlsx and an .ods begin
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_COLUMNS = {"code": ("code_qp", "code"), "name": ("lib_qp", "nom"), "communes": ("insee_com", "communes")}
_EXCEL = re.compile(r'="([^"]*)"')
_QUARTIER = re.compile(r"Q[NP][0-9A-Z]{6}")
_COMMUNE = re.compile(r"\d[0-9AB]\d{3}")
_SEPARATORS = re.compile(r"[\s,;|]+")

Row = tuple[int, Mapping[str, str]]


class QuartiersRefused(ValueError):
    """A file that is not a list of quartiers prioritaires. `problems` names every one of its faults."""

    def __init__(self, problems: tuple[FileProblem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def read_quartiers(content: bytes, file: str) -> tuple[Quartier, ...]:
    """The quartiers of a file, sorted by code. Raises QuartiersRefused with every problem of every line."""
    return _ListReader(file).read(content)


def quartiers_csv(quartiers: Iterable[Quartier]) -> str:
    """The same quartiers as a CSV that `read_quartiers` reads back."""
    lines = io.StringIO()
    writer = csv.writer(lines, delimiter=";", lineterminator="\n")
    writer.writerow(("code_qp", "lib_qp", "insee_com"))
    writer.writerows((one.code, one.name, ",".join(one.communes)) for one in quartiers)
    return lines.getvalue()


class _ListReader:
    """Reads the rows one by one, and goes on after a problem to find the next one."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[FileProblem] = []
        self.lines: dict[str, int] = {}

    def read(self, content: bytes) -> tuple[Quartier, ...]:
        if len(content) > MAX_BYTES:
            self.refuse(1, f"fichier de plus de {MAX_BYTES // 1_000_000} Mo")
            self.raise_if_any()
        if content.startswith(_ZIP):
            self.refuse(1, "c’est un classeur ou une archive : enregistrez la liste en CSV (UTF-8)")
            self.raise_if_any()
        text = _decoded(content)
        rows = self.geojson_rows(text) if text.lstrip().startswith("{") else self.csv_rows(text)
        quartiers = [self.quartier(line, row) for line, row in rows]
        if not quartiers and not self.problems:
            self.refuse(1, "aucun quartier dans ce fichier")
        self.raise_if_any()
        return tuple(sorted(quartiers, key=lambda quartier: quartier.code))

    def refuse(self, line: int, message: str) -> None:
        self.problems.append(FileProblem(self.file, line, message))

    def raise_if_any(self) -> None:
        if self.problems:
            raise QuartiersRefused(tuple(sorted(self.problems)))

    def csv_rows(self, text: str) -> Iterator[Row]:
        # Only \r and \n end a line here: splitlines() would also cut at U+2028 and VT, inside a name.
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
        first_line = 1
        try:
            header = [_cell(name).lower() for name in next(lines, [])]
            places = self.places(header)
            while places:
                first_line = lines.line_num + 1
                cells = next(lines, None)
                if cells is None:
                    return
                if any(cell.strip() for cell in cells):
                    yield from self.csv_row(first_line, cells, places)
        except csv.Error:
            self.refuse(first_line, "guillemets mal fermés ou cellule trop longue : corrigez cette ligne")

    def csv_row(self, line: int, cells: list[str], places: dict[str, int]) -> Iterator[Row]:
        if len(cells) <= max(places.values()):
            self.refuse(line, f"{len(cells)} colonnes ; {max(places.values()) + 1} attendues au moins")
            return
        yield line, {key: _cell(cells[place]) for key, place in places.items()}

    def places(self, header: list[str]) -> dict[str, int]:
        """Where each column stands; empty, with the problem noted, when one lacks."""
        found = {
            key: header.index(name) for key, names in _COLUMNS.items() for name in names if name in header
        }
        for key, names in _COLUMNS.items():
            if key not in found:
                self.refuse(1, f"colonne manquante : {' ou '.join(names)}")
        return found if len(found) == len(_COLUMNS) else {}

    def geojson_rows(self, text: str) -> Iterator[Row]:
        """The features' properties; a feature's place in the list stands for its line."""
        try:
            features: Any = json.loads(text).get("features", [])
        except (ValueError, RecursionError):
            self.refuse(1, "ce n’est ni un CSV ni un GeoJSON lisible")
            return
        for number, feature in enumerate(features if isinstance(features, list) else [], start=1):
            properties = feature.get("properties") if isinstance(feature, dict) else None
            if not isinstance(properties, dict):
                self.refuse(number, "élément sans « properties »")
                continue
            yield (
                number,
                _row(properties),
            )

    def quartier(self, line: int, row: Mapping[str, str]) -> Quartier:
        code, name = row["code"].upper(), " ".join(clean(row["name"]).text.split())
        if not _QUARTIER.fullmatch(code):
            self.refuse(line, f"code de quartier « {code[:20]} » ; attendu : QN09125M ou QP091025")
        elif code in self.lines:
            self.refuse(line, f"le quartier {code} figure déjà à la ligne {self.lines[code]}")
        self.lines.setdefault(code, line)
        if not name or len(name) > MAX_NAME:
            self.refuse(line, f"nom de quartier absent ou de plus de {MAX_NAME} caractères")
        return Quartier(code, name, tuple(dict.fromkeys(self.communes(line, row["communes"]))))

    def communes(self, line: int, cell: str) -> Iterator[str]:
        codes = [code for code in _SEPARATORS.split(cell.upper().replace('"', "").replace("=", "")) if code]
        if not codes:
            self.refuse(line, "code de commune manquant")
        for code in codes:
            if not _COMMUNE.fullmatch(code):
                lost = " (zéro de tête perdu : gardez la colonne en texte)" if len(code) == 4 else ""  # noqa: PLR2004 — one digit less than a code
                self.refuse(line, f"code de commune « {code[:20]} » ; attendu : 01004{lost}")
            yield code


def _row(properties: Mapping[str, Any]) -> dict[str, str]:
    """A feature's values as the cells of a CSV, its property names in any case."""
    cells = {
        name.lower(): ",".join(map(str, value)) if isinstance(value, list) else str(value)
        for name, value in properties.items()
        if value is not None
    }
    return {
        key: next((cells[name] for name in names if cells.get(name)), "") for key, names in _COLUMNS.items()
    }


def _decoded(content: bytes) -> str:
    if content.startswith(_UTF_16):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _delimiter(text: str) -> str:
    header = text.split("\n", 1)[0]
    return max(";,\t", key=header.count)


def _cell(value: str) -> str:
    """A cell without the ="…" that keeps Excel from reading a code as a number."""
    stripped = value.strip()
    wrapped = _EXCEL.fullmatch(stripped)
    return wrapped[1].strip() if wrapped else stripped
