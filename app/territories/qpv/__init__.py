"""Reads a list of quartiers prioritaires: liberal in its form, strict in saying what was not read.

No quartier is lost in silence: each one that a file names is attached to a commune of today, or is listed.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape

from app.domain.problems import MAX_PROBLEMS
from app.domain.profile import Figure, Quartier
from app.domain.text import MAX_NAME, clean, is_blank, name_key
from app.formats import READING_TURN
from app.territories.qpv.columns import (
    INSEE,
    QUARTIER,
    Columns,
    CommuneFinder,
    FigureColumn,
    Found,
    NamedCommunes,
    code_of_quartier,
    columns_with_codes,
    departement_of,
    figure_columns,
    find_titles,
)
from app.territories.qpv.dataset import MAX_BYTES, ListProblems, foreign_kind, foreign_text
from app.territories.qpv.tables import Row, decode_text, rows_of, sample_rows
from app.territories.reference import Reference

MAX_QUARTIERS = 10_000
"""Three times the two generations together."""

MAX_COMMUNES = 50_000
"""Communes that the rows of a list name, all in all; the official one names 1,800."""

LONGEST_CELL = 2_000
"""Of communes, in characters; the quartier with the most of them has six."""

MOST_UNKNOWN = 20
"""How many unknown communes of one quartier are kept."""

_NOT_A_QUARTIER = re.compile(
    r"\W*(?:(?:sous-)?tota(?:l|ux)|ensemble|source|note|nombre|nb|champ|lecture)\b", re.I
)
_UNREADABLE = re.compile(r"\ufffd|[^\W\d]\?[^\W\d]")
_WANTED = {
    "code": "le code du quartier (code_qp)",
    "name": "son nom (lib_qp)",
    "communes": "le code INSEE de ses communes (insee_com)",
}


@dataclass(frozen=True, slots=True)
class ReadQuartiers:
    """The quartiers of a file, by code. `unattached` are those of them whose communes nobody knows.

    `remarks` are French sentences about what was corrected, set aside or not understood: MAX_PROBLEMS, and
    one that counts the others. `figures`: what the file says of quartiers besides, by code, without source.
    """

    quartiers: tuple[Quartier, ...]
    unattached: tuple[Quartier, ...]
    remarks: tuple[str, ...]
    figures: Mapping[str, tuple[Figure, ...]] = field(default_factory=dict)

    @property
    def counted(self) -> tuple[str, ...]:
        """What its figures count, each once."""
        return tuple(dict.fromkeys(figure.label for figures in self.figures.values() for figure in figures))


def read_quartiers(content: bytes, file: str, reference: Reference | None = None) -> ReadQuartiers:
    """Return the quartiers of a file, their communes those of today in the reference.

    Raises QuartiersRefused: with one sentence for a file that is no list, else with each line at fault.
    """
    problems = ListProblems(file)
    if len(content) > MAX_BYTES:
        raise problems.refuse(f"fichier de plus de {MAX_BYTES // 1_000_000} Mo : ce n’est pas la liste")
    finder = CommuneFinder(reference or Reference.open())
    with READING_TURN:
        text = decode_text(content)
        foreign = foreign_kind(content, file) or foreign_text(text)
        if foreign:
            raise problems.refuse(foreign)
        return _ListReader(problems, finder).read(text)


def quartiers_csv(read: ReadQuartiers) -> str:
    """Return what was read as a CSV that `read_quartiers` reads back."""
    lines = io.StringIO()
    writer = csv.writer(lines, delimiter=";", lineterminator="\n")
    figures = {(figure.label, figure.year): None for said in read.figures.values() for figure in said}
    writer.writerow(("code_qp", "lib_qp", "insee_com", *(" ".join(title).strip() for title in figures)))
    for quartier in read.quartiers:
        said = {(one.label, one.year): one.value for one in read.figures.get(quartier.code, ())}
        named = (quartier.code, quartier.name, ",".join(quartier.communes))
        writer.writerow((*named, *(said.get(title, "") for title in figures)))
    return lines.getvalue()


@dataclass(slots=True)
class _Entry:
    """What the rows of one quartier say of it."""

    line: int
    name: str
    communes: dict[str, None] = field(default_factory=dict)
    unknown: dict[str, None] = field(default_factory=dict)
    figures: tuple[Figure, ...] = ()


class _ListReader:
    """Reads the rows one by one, and goes on after a problem to find the next one."""

    def __init__(self, problems: ListProblems, finder: CommuneFinder) -> None:
        self.problems = problems
        self.finder = finder
        self.entries: dict[str, _Entry] = {}
        self.remarks: list[str] = []
        self.unsaid = 0
        self.has_communes = False
        self.figures: tuple[FigureColumn, ...] = ()

    def read(self, text: str) -> ReadQuartiers:
        sample, rest = sample_rows(rows_of(text, self.problems))
        self.problems.raise_if_any()
        if not sample:
            raise self.problems.refuse("le fichier est vide")
        first, found = find_titles(sample)
        columns = found.columns
        if columns is None:
            raise self.problems.refuse(_missing(found, sample[first][1]), sample[first][0])
        titles = sample[first][1] if first >= 0 else ()
        self.check_codes(sample[first + 1 :], titles, columns.code)
        self.figures = figure_columns(titles, columns)
        for rows in (sample[first + 1 :], rest):
            for line, cells in rows:
                if cells != titles:
                    self.row(line, self.rejoin_cells(line, cells, titles, columns), columns)
        self.problems.raise_if_any()
        self.refuse_without_quartiers(titles, columns)
        return self.result()

    def check_codes(self, rows: Sequence[Row], titles: Sequence[str], column: int) -> None:
        """Refuse a list without any code of a quartier; say which column is read where two have some."""
        coded = columns_with_codes(rows)
        codes = [cells[column] for _, cells in rows if column < len(cells) and cells[column]]
        if codes and column not in coded:
            raise self.problems.refuse(
                f"aucun code de quartier prioritaire (QN09125M ou QP091025) dans la colonne "
                f"{_title(titles, column)}, qui a par exemple « {codes[0][:20]} »",
                rows[0][0],
            )
        others = [_title(titles, place) for place in coded if titles and place != column]
        if others:
            self.remark(
                f"Plusieurs colonnes ont des codes de quartiers : {_title(titles, column)} est lue, "
                f"{', '.join(others)} {'ne l’est' if len(others) == 1 else 'ne le sont'} pas."
            )

    def rejoin_cells(
        self, line: int, cells: Sequence[str], titles: Sequence[str], columns: Columns
    ) -> Sequence[str]:
        """Return the cells under the titles.

        Several codes of communes in the last one may have been cut apart.
        """
        last = len(titles) - 1
        if not titles or not any(cells[last + 1 :]):
            return cells
        if (last,) in columns.communes and all(map(INSEE.fullmatch, cells[last:])):
            return [*cells[:last], ", ".join(cells[last:])]
        self.problems.note(
            line,
            f"{len(cells)} cellules pour {len(titles)} titres : mettez entre guillemets ce qui contient "
            "le séparateur",
        )
        return ()

    def row(self, line: int, cells: Sequence[str], columns: Columns) -> None:
        if not any(cells):
            return
        padded = [*cells, *[""] * (columns.last + 1 - len(cells))]
        code = code_of_quartier(padded[columns.code])
        if not QUARTIER.fullmatch(code):
            self.not_a_quartier(line, padded, padded[columns.code])
            return
        name = " ".join(clean(unescape(padded[columns.name])).text.split())
        if is_blank(name) or len(name) > MAX_NAME:
            self.problems.note(line, f"nom de quartier absent ou de plus de {MAX_NAME} caractères ({code})")
            return
        groups = [", ".join(filter(None, (padded[one] for one in group))) for group in columns.communes]
        if max(map(len, groups)) > LONGEST_CELL:
            self.problems.note(line, f"communes sur plus de {LONGEST_CELL} caractères ({code})")
            return
        entry = self.entry(line, code, name)
        entry.figures = entry.figures or tuple(self.figures_in(padded))
        named = self.communes(groups, departement_of(code))
        if self.finder.looked_up > MAX_COMMUNES:
            raise self.problems.refuse(
                f"plus de {MAX_COMMUNES} communes nommées : ce n’est pas la liste", line
            )
        entry.communes |= named.codes
        entry.unknown |= dict.fromkeys(named.unknown[: MOST_UNKNOWN - len(entry.unknown)])

    def figures_in(self, cells: Sequence[str]) -> Iterator[Figure]:
        """Yield the figures of a row; what is longer than a name is none."""
        for column in self.figures:
            value = " ".join(clean(cells[column.place]).text.split()) if column.place < len(cells) else ""
            if value and len(value) <= MAX_NAME:
                yield Figure(column.label, value, column.year)

    def not_a_quartier(self, line: int, cells: Sequence[str], code: str) -> None:
        """Set a total or a note aside; anything else that has no code is a quartier with a wrong one."""
        filled = [cell for cell in cells if cell]
        others = (cell for cell in filled if len(cell) <= MAX_NAME)
        explained = bool(code) and not any(map(str.isdigit, "".join(filled)))  # the titles in other words
        if not code and any(QUARTIER.fullmatch(code_of_quartier(cell)) for cell in others):
            self.remark(
                f"Ligne {line} mise de côté : « {filled[0][:60]} » n’a pas de code dans la colonne lue."
            )
        elif (
            explained
            or any(map(_NOT_A_QUARTIER.match, filled))
            or (len(filled) == 1 and not code.upper().startswith("Q"))
        ):
            self.remark(f"Ligne {line} mise de côté : « {filled[0][:60]} » n’est pas un quartier.")
        else:
            self.problems.note(line, f"code de quartier « {code[:20]} » ; attendu : QN09125M ou QP091025")

    def entry(self, line: int, code: str, name: str) -> _Entry:
        if code not in self.entries and _UNREADABLE.search(name):
            self.remark(
                f"Ligne {line} : des lettres du nom « {name} » ({code}) sont illisibles dans ce fichier."
            )
        entry = self.entries.setdefault(code, _Entry(line, name))
        if len(self.entries) > MAX_QUARTIERS:
            raise self.problems.refuse(
                f"plus de {MAX_QUARTIERS} quartiers : ce n’est pas la liste des quartiers prioritaires", line
            )
        if name_key(entry.name) != name_key(name):
            self.remark(
                f"Ligne {line} : {code} s’appelle « {name} », et « {entry.name} » à la ligne {entry.line} ; "
                "le premier nom est gardé."
            )
        return entry

    def communes(self, cells: Sequence[str], departement: str) -> NamedCommunes:
        """Return the communes that the columns name.

        What is unknown counts up to the first column that names one: codes and names say the same twice.
        """
        found = NamedCommunes()
        for cell in filter(None, cells):
            self.has_communes = True
            named = self.finder.communes_of(cell, departement)
            if not found.codes:
                found.unknown = [*named.unknown] if named.codes else [*found.unknown, *named.unknown]
            found.codes |= named.codes
        return found

    def remark(self, sentence: str) -> None:
        if len(self.remarks) < MAX_PROBLEMS:
            self.remarks.append(sentence)
        else:
            self.unsaid += 1

    def refuse_without_quartiers(self, titles: Sequence[str], columns: Columns) -> None:
        if not self.entries:
            raise self.problems.refuse("aucun quartier dans ce fichier")
        if not self.has_communes:
            raise self.problems.refuse(
                "la colonne des communes est vide : le code INSEE des communes (insee_com) est attendu"
            )
        attached = any(entry.communes for entry in self.entries.values())
        unknown = [text for entry in self.entries.values() for text in entry.unknown]
        if not attached and not any(text[:1].isdigit() for text in unknown):
            title = titles[columns.communes[0][0]] if titles else "communes"
            raise self.problems.refuse(
                f"aucun nom de la colonne « {title} » n’est celui d’une commune du département du quartier "
                f"(exemple : « {unknown[0][:40]} ») : ajoutez une colonne insee_com avec leur code INSEE"
            )

    def result(self) -> ReadQuartiers:
        quartiers = {
            code: Quartier(code, entry.name, tuple(entry.communes) or _codes(entry.unknown))
            for code, entry in sorted(self.entries.items())
        }
        unattached = [quartier for code, quartier in quartiers.items() if not self.entries[code].communes]
        for code, entry in sorted(self.entries.items(), key=lambda found: found[1].line):
            if entry.unknown:
                unknown = ", ".join(f"« {text[:40]} »" for text in list(entry.unknown)[:5])
                self.remark(f"Ligne {entry.line} : {code} {entry.name}, commune inconnue : {unknown}.")
            elif not entry.communes:
                self.remark(f"Ligne {entry.line} : {code} {entry.name}, aucune commune n’est indiquée.")
        figures = {code: entry.figures for code, entry in sorted(self.entries.items()) if entry.figures}
        return ReadQuartiers(tuple(quartiers.values()), tuple(unattached), self.sentences(), figures)

    def sentences(self) -> tuple[str, ...]:
        """Return the remarks, MAX_PROBLEMS at most, after what is said once for all the lines."""
        said = [
            f"Commune ancienne ou arrondissement : {former} est aujourd’hui {today}."
            for former, today in sorted(self.finder.former.items())
        ]
        if self.finder.restored:
            said.append(
                "Le zéro de tête manquait à des codes de communes ; il est rétabli : "
                f"{', '.join(sorted(self.finder.restored)[:20])}."
            )
        every = [*said, *self.remarks]
        unsaid = self.unsaid + len(every[MAX_PROBLEMS:])
        more = [f"Et d’autres remarques, non montrées : {unsaid}."] if unsaid else []
        return (*every[:MAX_PROBLEMS], *more)


def _codes(unknown: Iterable[str]) -> tuple[str, ...]:
    """Return the unknown communes that are written as codes: they are kept as they are."""
    return tuple(text.split(".", maxsplit=1)[0].zfill(5) for text in unknown if INSEE.fullmatch(text))


def _title(titles: Sequence[str], column: int) -> str:
    """Return what a column is called: its title, or its number where a row has more cells than titles."""
    return f"« {titles[column][:30]} »" if column < len(titles) else f"n° {column + 1}"


def _missing(found: Found, titles: Sequence[str]) -> str:
    """One sentence on the columns that lack, with the titles that the file has."""
    lacking = [words for key, words in _WANTED.items() if getattr(found, key) in (None, ())]
    if len(lacking) == len(_WANTED):
        return (
            "ce n’est pas une liste de quartiers prioritaires : une ligne de titres avec le code, le nom et "
            "les communes de chaque quartier est attendue (code_qp, lib_qp, insee_com)"
        )
    shown = ", ".join(f"« {title[:30]} »" for title in titles[:12] if title)
    return f"il manque une colonne avec {' et '.join(lacking)} ; colonnes du fichier : {shown}"
