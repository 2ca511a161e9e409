"""The columns of a list of quartiers by their titles, and the communes that a cell names."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.domain.text import without_accents
from app.territories.qpv.tables import Row
from app.territories.reference import Reference
from app.territories.search import code_of_arrondissement, key, words

QUARTIER = re.compile(r"Q[NP][0-9A-Z]{6}")
INSEE = re.compile(r"(?<!\w)(?:\d[0-9ABab]\d{3}|\d{4})(?:\.0+)?(?!\w)")
"""An INSEE code; four digits are one whose zero at the head a spreadsheet took."""

_LONGEST_TITLE = 100
_ELSEWHERE = re.compile(r"dep(?!com)|dept|region|reg(?:$|ion)|epci|siren|postal|iris|academi|canton|arrond")
_COMMUNE = re.compile(r"commune|insee|depcom|codgeo|com$|^com$|^(?:nom|lib\w*|code)?(?:de|la)*villes?$")
_CODE = re.compile(r"code?|insee|^id|^num|depcom|codgeo")
_QUARTIER = re.compile(r"qpv|qp|quartier")
_NAME = re.compile(r"nom|lib|name|intitule|label|denomination|designation")
_PLAIN_CODES = {"code", "codes", "qp", "qpv", "id", "identifiant"}
_PLAIN_NAMES = {"nom", "lib", "libelle", "name", "label", "intitule", "quartier", "quartiers", "qpv", "qp"}
_PLAIN_NAMES |= {"libgeo", "quartierprioritaire", "quartiersprioritaires", "denomination", "designation"}


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the columns stand; those of the communes in the order in which they are read, codes first."""

    code: int
    name: int
    communes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FigureColumn:
    """A column of figures: where it stands, what it counts, and the year that its title names."""

    place: int
    label: str
    year: str


_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_COUNTED = (
    ("Population", re.compile(r"pop(?:ulation)?(?:muni?(?:cipale)?|tot(?:ale)?|qp|qpv|quartier)?")),
    (
        "Revenu médian",
        re.compile(r"(?:rev(?:enu)?|niveaudevie|nivvie)\w*med\w*|med\w*(?:rev|niveaudevie)\w*"),
    ),
    ("Taux de pauvreté", re.compile(r"(?:taux|tx|tp|t)?(?:de)?pauv(?:rete)?\w*")),
)


def figure_columns(titles: Sequence[str], known: Columns) -> tuple[FigureColumn, ...]:
    """Return the columns of figures among those that say neither code, name nor communes; each kind once."""
    taken = {known.code, known.name, *known.communes}
    found: dict[str, FigureColumn] = {}
    for place, title in enumerate(titles):
        year = _YEAR.search(title[:_LONGEST_TITLE].replace("_", " "))
        words = re.sub(r"[^a-z]", "", without_accents(title[:_LONGEST_TITLE]).lower())
        label = next((label for label, counted in _COUNTED if counted.fullmatch(words)), "")
        if label and place not in taken:
            found.setdefault(label, FigureColumn(place, label, year[0] if year else ""))
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class Found:
    """The columns that a row of titles has; None, or nothing, where it has none of a kind."""

    code: int | None
    name: int | None
    communes: tuple[int, ...]

    @property
    def count(self) -> int:
        """How many of the three kinds were found."""
        return (self.code is not None) + (self.name is not None) + bool(self.communes)

    @property
    def columns(self) -> Columns | None:
        """The columns, when none lacks."""
        if self.code is None or self.name is None or not self.communes:
            return None
        return Columns(self.code, self.name, self.communes)


def find_titles(sample: Sequence[Row]) -> tuple[int, Found]:
    """Which row of the sample has the titles (-1 for a list without any), and the columns that it names.

    Titles of a document, empty rows and the like may stand above it.
    """
    coded = _columns_with_codes([cells for _, cells in sample])
    named = [_named(cells, coded) for _, cells in sample]
    best = max(range(len(sample)), key=lambda row: (named[row].count, -row))
    found = named[best]
    if found.columns is None:
        untitled = _columns_by_content([cells for _, cells in sample])
        if untitled.columns:
            return -1, untitled
    return best, found


def code_of_quartier(cell: str) -> str:
    """Return the cell as a code: capitals, without spaces, points or hyphens."""
    return re.sub(r"[\W_]+", "", cell).upper()


def _named(titles: Sequence[str], coded: Sequence[int]) -> Found:
    """Return the columns that a row of titles names. `coded` are those that hold codes of quartiers."""
    keys = [re.sub(r"[^a-z0-9]", "", without_accents(title[:_LONGEST_TITLE]).lower()) for title in titles]
    code_titles = [place for place, key in enumerate(keys) if _is_of_quartier(key, _CODE, _PLAIN_CODES)]
    code = next(
        (place for place in (*(one for one in code_titles if one in coded), *coded, *code_titles)), None
    )
    named = ((key, place) for place, key in enumerate(keys) if _is_of_quartier(key, _NAME, _PLAIN_NAMES))
    names = sorted((key in _PLAIN_NAMES, place) for key, place in named)
    name = next((place for _, place in names if place != code), None)
    communes = [place for place, key in enumerate(keys) if _is_commune(key) and place != code]
    codes_first = sorted(
        communes, key=lambda place: (not _CODE.search(keys[place]), bool(_NAME.search(keys[place])))
    )
    if not (code_titles or name is not None or communes):
        return Found(None, None, ())
    return Found(code, name, tuple(codes_first))


def _is_commune(key: str) -> bool:
    return bool(_COMMUNE.search(key)) and not _ELSEWHERE.search(key)


def _is_of_quartier(key: str, kind: re.Pattern[str], plain: set[str]) -> bool:
    """Whether a title is that of the code or of the name of a quartier."""
    named = bool(_QUARTIER.search(key) and kind.search(key)) or key in plain
    return named and not _is_commune(key) and not _ELSEWHERE.search(key)


def _columns_with_codes(rows: Sequence[Sequence[str]]) -> list[int]:
    found = {
        place
        for cells in rows
        for place, cell in enumerate(cells)
        if len(cell) < _LONGEST_TITLE and QUARTIER.fullmatch(code_of_quartier(cell))
    }
    return sorted(found)


def _columns_by_content(rows: Sequence[Sequence[str]]) -> Found:
    """Return the columns of a list without titles: three, told apart by what they hold."""
    if not rows or {len(cells) for cells in rows} != {3}:
        return Found(None, None, ())
    code = next(iter(_columns_with_codes(rows)), None)
    others = [place for place in range(3) if place != code]
    communes = [place for place in others if all(INSEE.match(cells[place]) for cells in rows)]
    if code is None or len(communes) != 1:
        return Found(None, None, ())
    return Found(code, next(place for place in others if place not in communes), tuple(communes))


_BETWEEN = re.compile(r"[,;|/\n\t+&]+")
_BETWEEN_NAMES = re.compile(r"\s+(?:et|-|–|—)\s+")
_AROUND = " \"'[]{}="
_ARTICLE_LAST = re.compile(r"(?P<name>.+?)\s*\((?P<article>le|la|les|l['’])\)", re.IGNORECASE)


@dataclass(slots=True)
class NamedCommunes:
    """What a cell names: the INSEE codes of today's communes, and what leads to none."""

    codes: dict[str, None] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)


class CommuneFinder:
    """Finds communes by code, former code or name.

    `former` keeps the former codes that it met, `restored` those that had lost their zero, `looked_up` counts
    the codes and names that it was asked for.
    """

    def __init__(self, reference: Reference) -> None:
        self._reference = reference
        self._today = reference.communes_by_any_code
        self._names: dict[str, Mapping[str, str]] = {}
        self.former: dict[str, str] = {}
        self.restored: set[str] = set()
        self.looked_up = 0

    def communes_of(self, cell: str, departement: str) -> NamedCommunes:
        """Return the communes of a cell: codes, names of that département, or both, with any separator."""
        named = NamedCommunes()
        for part in filter(None, (part.strip(_AROUND) for part in _BETWEEN.split(cell))):
            codes = INSEE.findall(part)
            for code in codes:
                self._keep(named, self._by_code(code), code)
            if not codes:
                for name, found in self._by_name(part, departement):
                    self._keep(named, found, name)
        return named

    def _keep(self, named: NamedCommunes, found: str | None, text: str) -> None:
        self.looked_up += 1
        if found:
            named.codes[found] = None
        else:
            named.unknown.append(text)

    def _by_code(self, text: str) -> str | None:
        digits = text.split(".", maxsplit=1)[0].upper()
        code = digits.zfill(5)
        today = self._today.get(code)
        if today and code != digits:
            self.restored.add(code)
        if today and today != code:
            self.former[code] = today
        return today

    def _by_name(self, text: str, departement: str) -> Iterator[tuple[str, str | None]]:
        whole = self._named(text, departement)
        if whole:
            yield text, whole
            return
        for name in _BETWEEN_NAMES.split(text):
            yield name, self._named(name, departement)

    def _named(self, name: str, departement: str) -> str | None:
        if departement not in self._names:
            communes = self._reference.commune_names(departement)
            self._names[departement] = {key(known): code for known, code in communes}
        known = self._names[departement]
        turned = _ARTICLE_LAST.fullmatch(name)
        usual = f"{turned['article']} {turned['name']}" if turned else name
        return known.get(key(usual)) or self._today.get(code_of_arrondissement(words(name)))


def departement_of(code: str) -> str:
    """Return the département of a quartier by its code: QP069001 and QN06901M are in 69, QN02A01M in 2A."""
    written = code[2:5]
    if written.startswith(("97", "98")):
        return written
    return written[1:] if written.startswith("0") else written[:2]
