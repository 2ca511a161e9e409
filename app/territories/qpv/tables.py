"""A list of quartiers as rows of cells: from CSV whatever its separator, from JSON whatever its shape."""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from app.territories.qpv.dataset import MAX_BYTES, ListProblems

MAX_ROWS = 100_000
"""The two generations together have 3,100 quartiers; with one row for each commune, some thousands."""

MAX_ELEMENTS = 1_000_000
"""Values of a JSON file, its outlines not counted."""

MAX_COLUMNS = 500

SAMPLE = 200
"""How many rows are looked at to find the separator, the titles and the columns."""

Row = tuple[int, Sequence[str]]

_SEP = re.compile(r'\s*"?sep=([;,\t|])"?[;,\t|]*\r?\n', re.IGNORECASE)
_DELIMITERS = ";,\t|"
_EXCEL = re.compile(r'="([^"]*)"')
# The outline of a quartier, which a list does not need, is most of a GeoJSON.
_OUTLINES = re.compile(r'("(?:coordinates|rings|paths|points|bbox)"\s*:\s*)\[[\[\]\d\s.,eE+-]*\]')
_OWN_VALUES = ("properties", "attributes", "fields")
_DEEPEST = 4

# A cell of a list may hold an outline: the size of the file bounds it, not the reader.
csv.field_size_limit(MAX_BYTES)


def decode_text(content: bytes) -> str:
    """Return the text of a file: UTF-8, UTF-16 or UTF-32, or else of Windows, Mac OS or DOS.

    UTF-8 that was read as Windows-1252 and written again is repaired.
    """
    encoding = json.detect_encoding(content)
    if not encoding.startswith("utf-8"):
        return content.decode(encoding, errors="replace").removeprefix("\ufeff")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = _decoded_by_line(content)
    # Files that were put one after the other have a mark at the head of each.
    return _TWICE_ENCODED.sub(_decoded_once, text.replace("\ufeff", ""))


def _decoded_by_line(content: bytes) -> str:
    """Return a text that is not all in UTF-8: a line that is not may have been typed into it afterwards."""
    lines: list[str | bytes] = []
    # More lines are no list: the last piece is all that follows.
    for line in content.split(b"\n", MAX_ROWS):
        try:
            lines.append(line.decode("utf-8"))
        except UnicodeDecodeError:
            lines.append(line)
    encoding = _likeliest_encoding(b"".join(line for line in lines if isinstance(line, bytes)))
    return "\n".join(line if isinstance(line, str) else line.decode(encoding, "replace") for line in lines)


# é, É, œ, ’ and the no-break space, as Windows-1252 shows their bytes in UTF-8.
_TWICE_ENCODED = re.compile("Ã[\u00a0-\u00bf€-™Œ-žˆ˜ƒ‚]|Å[“’]|â€[˜™œ“”¦¢]|Â[\u00a0«»°²·]")


def _decoded_once(found: re.Match[str]) -> str:
    try:
        return found[0].encode("cp1252").decode("utf-8")
    except UnicodeError:
        return found[0]


def _weight(sign: str) -> int:
    if sign in _USUAL:
        return 4 if sign == "é" else 2
    return 1 if sign in _POSSIBLE else -2


_ONE_BYTE = ("cp1252", "mac_roman", "cp850")
_USUAL = "éèêëàâîïôöûùüçœæ"
_POSSIBLE = f"{_USUAL.upper()}äÿñÄÑ’‘“”«»–—…°²·€\u00a0"


def _likeliest_encoding(content: bytes) -> str:
    """Return which of Windows, Mac OS and DOS gives the letters of French, the first of those that do."""
    counts = Counter(content.translate(None, bytes(range(0x80))))

    def french(encoding: str) -> int:
        signs = ((bytes([byte]).decode(encoding, "replace"), count) for byte, count in counts.items())
        return sum(count * _weight(sign) for sign, count in signs)

    return max(_ONE_BYTE, key=french)


def rows_of(text: str, problems: ListProblems) -> Iterator[Row]:
    """Yield the rows of a list, the row of titles among them, each with its number in the file.

    Raises QuartiersRefused for a text that is neither CSV nor JSON, or that is too long.
    """
    rows = _json_rows(text, problems) if text.lstrip()[:1] in {"{", "["} else _csv_rows(text, problems)
    for count, row in enumerate(rows):
        if count > MAX_ROWS:
            raise problems.refuse(
                f"plus de {MAX_ROWS} lignes : ce n’est pas la liste des quartiers prioritaires", row[0]
            )
        if len(row[1]) > MAX_COLUMNS:
            raise problems.refuse(f"plus de {MAX_COLUMNS} colonnes : ce n’est pas la liste", row[0])
        yield row


def _csv_rows(text: str, problems: ListProblems) -> Iterator[Row]:
    said = _SEP.match(text)
    first_line = 2 if said else 1
    body = _unwrapped(text[said.end() :] if said else text)
    delimiter = said[1] if said else _delimiter(body)
    # Only \r and \n end a line here: splitlines() would also cut at U+2028 and VT, inside a name.
    lines = csv.reader(_bounded_lines(body, delimiter, problems), delimiter=delimiter, strict=True)
    line = first_line
    try:
        for cells in lines:
            yield line, [_cell(cell) for cell in cells]
            line = first_line + lines.line_num
    except csv.Error:
        problems.note(line, "guillemets mal fermés : corrigez cette ligne")


# From the beginning of a line alone: a line may be nothing but quotes.
_WRAPPED = re.compile(r'^"((?:[^"\r\n]|"")*)"[;,\t|]*(?=\r?$)', re.MULTILINE)


def _unwrapped(text: str) -> str:
    """Return a text whose lines were each put whole between quotes, as Excel does, without these."""
    head = [line.strip() for line in islice(io.StringIO(text), SAMPLE)]
    lines = [_WRAPPED.fullmatch(line) for line in head if line]
    if not lines or not all(line and re.search("[;,\t|]", line[1]) for line in lines):
        return text
    return _WRAPPED.sub(lambda line: line[1].replace('""', '"'), text)


def _bounded_lines(text: str, delimiter: str, problems: ListProblems) -> Iterator[str]:
    """Yield the lines of a text, refused where the cells of one would take all the memory."""
    for number, line in enumerate(io.StringIO(text, newline=""), start=1):
        if line.count(delimiter) > MAX_ELEMENTS:
            raise problems.refuse(
                f"plus de {MAX_ELEMENTS} cellules sur une ligne : ce n’est pas la liste", number
            )
        yield line


def _delimiter(text: str) -> str:
    """Return the separator that cuts most of the first lines into as many cells, three at least."""
    head = list(islice(io.StringIO(text, newline=""), SAMPLE))

    def columns(delimiter: str) -> tuple[int, int]:
        counts = [line.count(delimiter) for line in head if line.count(delimiter) > 1]
        usual = max(set(counts), key=counts.count, default=0)
        return counts.count(usual), usual

    return max(_DELIMITERS, key=columns)


def _cell(value: str) -> str:
    """Return a cell without the ="…" that keeps Excel from reading a code as a number."""
    stripped = value.strip()
    wrapped = _EXCEL.fullmatch(stripped)
    return wrapped[1].strip() if wrapped else stripped


def _json_rows(text: str, problems: ListProblems) -> Iterator[Row]:
    records = _records(_loaded(_OUTLINES.sub(r"\1null", text), problems))
    if records is None:
        raise problems.refuse(
            "ce JSON ne contient pas de liste de quartiers : une liste d’objets est attendue, "
            "chacun avec le code, le nom et les communes d’un quartier"
        )
    if all(isinstance(record, list) for record in records):
        yield from ((number, [shown(cell) for cell in row]) for number, row in enumerate(records, start=1))
        return
    properties = [_properties(record) for record in records]
    titles = _titles(properties)
    yield 1, titles
    for number, values in enumerate(properties, start=1):
        yield number, [shown(values.get(title)) for title in titles]


def _titles(properties: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the keys that the objects have, each once; no more than it takes to refuse them."""
    titles: dict[str, None] = {}
    for values in properties:
        titles |= dict.fromkeys(values)
        if len(titles) > MAX_COLUMNS:
            break
    return list(titles)


def _loaded(text: str, problems: ListProblems) -> Any:
    if sum(map(text.count, "[{,")) > MAX_ELEMENTS:
        raise problems.refuse(
            "ce fichier est trop lourd à lire : téléchargez plutôt le CSV du même jeu de données"
        )
    try:
        return json.loads(text)
    except RecursionError:
        pass
    except ValueError:
        # One object on each line, as « GeoJSON en lignes » and NDJSON have it.
        try:
            return [json.loads(line) for line in text.split("\n") if line.strip(" \r\t\x1e")]
        except (ValueError, RecursionError):
            pass
    raise problems.refuse(
        "ce n’est ni un CSV ni un JSON lisible : téléchargez de nouveau le fichier, il est abîmé"
    )


def _records(document: Any, depth: int = 0) -> list[Any] | None:
    """Return the first list of objects or rows of a document: its `features`, its `results`, or itself."""
    if isinstance(document, list):
        return document if document and all(isinstance(one, dict | list) for one in document) else None
    if not isinstance(document, dict) or depth == _DEEPEST:
        return None
    if any(isinstance(document.get(key), dict) for key in _OWN_VALUES) and document.get("type") == "Feature":
        return [document]
    found = (_records(value, depth + 1) for value in document.values())
    return next((records for records in found if records), None)


def _properties(record: Any) -> Mapping[str, Any]:
    """Return the values of an object.

    Its own, or those of « properties » (GeoJSON), « attributes » (ArcGIS).
    """
    if not isinstance(record, dict):
        return {}
    nested = (record[key] for key in _OWN_VALUES if isinstance(record.get(key), dict))
    return next(nested, record)


def shown(value: Any, depth: int = 0) -> str:
    """Return a value of JSON as the cell of a table; of a list, its values with a comma between two."""
    if value is None or isinstance(value, bool) or depth == _DEEPEST:
        return ""
    if isinstance(value, list):
        return ", ".join(filter(None, (shown(one, depth + 1) for one in value)))
    if isinstance(value, dict):
        named = (
            value[key] for key in ("code", "insee", "code_insee", "nom", "name", "libelle") if value.get(key)
        )
        return shown(next(named, None), depth + 1)
    return _cell(str(value))


def sample_rows(rows: Iterable[Row]) -> tuple[list[Row], Iterator[Row]]:
    """Return the first rows that hold something, and the iterator of those that follow."""
    filled = (row for row in rows if any(row[1]))
    return list(islice(filled, SAMPLE)), filled
