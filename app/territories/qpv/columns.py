"""The columns of a list of quartiers by their titles, and the communes that a cell names."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.domain.text import MAX_NAME, without_accents
from app.territories.qpv.tables import Row
from app.territories.reference import Reference
from app.territories.search import code_of_arrondissement, key, words

QUARTIER = re.compile(r"Q[NP][0-9A-Z]{6}")
INSEE = re.compile(r"(?<!\w)(?:\d[0-9ABab]\d{3}|\d{4})(?:\.0+)?(?!\w)")
"""An INSEE code; four digits are one whose zero at the head a spreadsheet took."""

_LONGEST_TITLE = 100
_YEAR_IN_TITLE = re.compile(r"20\d\d")
_NUMBER_IN_TITLE = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
_ELSEWHERE = re.compile(
    r"dep(?!com)|dept|region|reg(?:$|ion)|epci|siren|postal|iris|academi|canton|arrond|cheflieu|siege"
)
_COMMUNE = re.compile(
    r"commune|insee|depcom|codgeo|com$|^com$|^(?:nom|lib|code)comqpv?$|^(?:nom|lib\w*|code)?(?:de|la)*villes?$"
)
_CODE = re.compile(r"code?|insee|^id|^num|depcom|codgeo")
_QUARTIER = re.compile(r"qpv|qp|quartier")
_NAME = re.compile(r"nom|lib|name|intitule|label|denomination|designation")
_PLAIN_CODES = {"code", "codes", "qp", "qpv", "id", "identifiant"}
_PLAIN_NAMES = {"nom", "lib", "libelle", "name", "label", "intitule", "quartier", "quartiers", "qpv", "qp"}
_PLAIN_NAMES |= {"libgeo", "quartierprioritaire", "quartiersprioritaires", "denomination", "designation"}


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the columns stand; those of the communes in the order in which they are read, codes first.

    Columns that only a number tells apart (« Commune 1 », « Commune 2 ») are one group.
    """

    code: int
    name: int
    communes: tuple[tuple[int, ...], ...]

    @property
    def last(self) -> int:
        """The last of them."""
        return max(self.code, self.name, *(place for group in self.communes for place in group))


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
    """Return the columns of figures among those that say neither code, name nor communes.

    Each kind once, of its latest year.
    """
    taken = {known.code, known.name, *(place for group in known.communes for place in group)}
    found: dict[str, FigureColumn] = {}
    for place, title in enumerate(titles):
        year = _YEAR.search(title[:_LONGEST_TITLE].replace("_", " "))
        words = re.sub(r"[^a-z]", "", without_accents(title[:_LONGEST_TITLE]).lower())
        label = next((label for label, counted in _COUNTED if counted.fullmatch(words)), "")
        column = FigureColumn(place, label, year[0] if year else "")
        if label and place not in taken and (label not in found or found[label].year < column.year):
            found[label] = column
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class Found:
    """The columns that a row of titles has; None, or nothing, where it has none of a kind."""

    code: int | None
    name: int | None
    communes: tuple[tuple[int, ...], ...]

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
    coded = columns_with_codes(sample)
    named = [_named(cells, coded) for _, cells in sample]
    best = max(range(len(sample)), key=lambda row: (named[row].count, -row))
    found = named[best]
    if found.columns is None:
        untitled = _columns_by_content(sample)
        if untitled.columns:
            return -1, untitled
    return best, found


def code_of_quartier(cell: str) -> str:
    """Return the cell as a code: capitals, without spaces, points, hyphens or the number of a note."""
    return re.sub(r"\s*\(\d*\)|[\W_]+", "", cell).upper()


def _named(titles: Sequence[str], coded: Sequence[int]) -> Found:
    """Return the columns that a row of titles names. `coded` are those that hold codes of quartiers."""
    keys = [re.sub(r"[^a-z0-9]", "", without_accents(title[:_LONGEST_TITLE]).lower()) for title in titles]
    code_titles = [place for place, key in enumerate(keys) if _is_of_quartier(key, _CODE, _PLAIN_CODES)]
    code = next(
        (place for place in (*(one for one in coded if one in code_titles), *coded, *code_titles)), None
    )
    years = [_YEAR_IN_TITLE.findall(key) for key in keys]
    meant = years[code] if code is not None and code < len(keys) else []
    named = ((key, place) for place, key in enumerate(keys) if _is_of_quartier(key, _NAME, _PLAIN_NAMES))
    names = sorted((key in _PLAIN_NAMES, years[place] != meant, place) for key, place in named)
    name = next((place for *_, place in names if place != code), None)
    unnumbered = [_NUMBER_IN_TITLE.sub("", key) for key in keys]
    communes: dict[str, list[int]] = {}
    for place, title in enumerate(unnumbered):
        if _is_commune(title) and place != code:
            communes.setdefault(title, []).append(place)
    codes_first = sorted(communes, key=lambda title: (not _CODE.search(title), bool(_NAME.search(title))))
    if not (code_titles or name is not None or communes):
        return Found(None, None, ())
    return Found(code, name, tuple(tuple(communes[title]) for title in codes_first))


def _is_commune(key: str) -> bool:
    return bool(_COMMUNE.search(key)) and not _ELSEWHERE.search(key)


def _is_of_quartier(key: str, kind: re.Pattern[str], plain: set[str]) -> bool:
    """Whether a title is that of the code or of the name of a quartier."""
    named = bool(_QUARTIER.search(key) and kind.search(key)) or key in plain
    return named and not _is_commune(key) and not _ELSEWHERE.search(key)


def columns_with_codes(rows: Sequence[Row]) -> list[int]:
    """Return the columns that hold codes of quartiers, those of the generation in force (QN…) first."""
    found: dict[int, int] = {}
    for _, cells in rows:
        for place, cell in enumerate(cells):
            code = code_of_quartier(cell) if len(cell) < _LONGEST_TITLE else ""
            if QUARTIER.fullmatch(code):
                found[place] = found.get(place, 0) + code.startswith("QN")
    return sorted(found, key=lambda place: (not found[place], place))


def _columns_by_content(sample: Sequence[Row]) -> Found:
    """Return the columns of a list without titles: three, told apart by what they hold."""
    rows = [cells for _, cells in sample]
    if not rows or {len(cells) for cells in rows} != {3}:
        return Found(None, None, ())
    code = next(iter(columns_with_codes(sample)), None)
    others = [place for place in range(3) if place != code]
    communes = [place for place in others if all(INSEE.match(cells[place]) for cells in rows)]
    if code is None or len(communes) != 1:
        return Found(None, None, ())
    return Found(code, next(place for place in others if place not in communes), (tuple(communes),))


_SPACES = re.compile(r"[^\S\n\t]{2,}")
_BETWEEN = re.compile(r"[,;|/\n\t+&]+")
_BETWEEN_NAMES = re.compile(r"\s+(?:et|-|–|—)\s+")
_AROUND = " \"'[]{}="
_ARTICLE_LAST = re.compile(r"(?P<name>.+?) ?\((?P<article>le|la|les|l['’])\)", re.IGNORECASE)
# Each part of a cell is read once, from its beginning: a cell may hold anything.
_ARTICLE_AFTER_COMMA = re.compile(
    r"(?:^|(?<=[,;|/\n\t+&]))([^,;|/\n\t+&]+),[ \u00a0]*(le|la|les|l['’])[ \u00a0]*(?=$|[,;|/\n\t+&])",
    re.IGNORECASE,
)
_ARTICLES = re.compile(r"^(?:le|la|les|l) ")
_TRIMMINGS = re.compile(r"^(?:la )?(?:ville|commune) (?:de la|de l|des|de|du|d) ")
_IN_BRACKETS = re.compile(r"\([^()]*\)")
# What a spreadsheet makes of a code when it takes it for a number.
_AS_DECIMAL = re.compile(r"(?<![\d,.])(\d{4,5}),0+(?![\d,.])")
_AS_POWER = re.compile(r"(?<![\w,.])(\d)[.,](\d+)E\+?0*(\d)(?!\w)", re.IGNORECASE)
_AS_THOUSANDS = re.compile(r"\d{1,2}\s\d{3}")


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
        cell = _ARTICLE_AFTER_COMMA.sub(r"\2 \1", _AS_DECIMAL.sub(r"\1", _SPACES.sub(" ", cell)))
        for power in _AS_POWER.finditer(cell):
            unit, decimals, exponent = power.groups()
            # With fewer figures than the code has, the others are lost: 6,90E+04.
            found = self._by_code(unit + decimals) if len(decimals) == int(exponent) else None
            self._keep(named, found, power[0])
        for part in filter(None, (part.strip(_AROUND) for part in _BETWEEN.split(_AS_POWER.sub(",", cell)))):
            codes = ["".join(part.split())] if _AS_THOUSANDS.fullmatch(part) else INSEE.findall(part)
            beside = self._named(INSEE.sub(" ", part), departement) if codes else None
            for code in codes:
                self._keep(named, self._by_code_or_name(code, beside), code)
            if not codes:
                for name, found in self._by_name(part, departement):
                    self._keep(named, found, name)
        return named

    def _by_code_or_name(self, code: str, beside: str | None) -> str | None:
        """Return the commune of a code; the one that is named beside it where the code is a postal code."""
        posted = (place.code for place in self._reference.posted_under(code)) if beside else ()
        return beside if beside in posted else self._by_code(code)

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
        """Return the commune of a name; its article may stand last, or lack."""
        if len(name) > MAX_NAME:
            return None
        if departement not in self._names:
            self._names[departement] = _by_key(self._reference.commune_names(departement))
        known = self._names[departement]
        name = " ".join(name.split())
        turned = _ARTICLE_LAST.fullmatch(name)
        usual = f"{turned['article']} {turned['name']}" if turned else name
        for said in (key(usual), key(_IN_BRACKETS.sub(" ", name))):
            found = known.get(said) or known.get(_TRIMMINGS.sub("", said))
            if found:
                return found
        return self._today.get(code_of_arrondissement(words(name)))


def _by_key(communes: Sequence[tuple[str, str]]) -> Mapping[str, str]:
    """Return the codes of communes by their folded names; without the article where that means only one."""
    known = {key(name): code for name, code in communes}
    bare: dict[str, set[str]] = {}
    for name, code in known.items():
        bare.setdefault(_ARTICLES.sub("", name), set()).add(code)
    return {name: code for name, codes in bare.items() if len(codes) == 1 for code in codes} | known


def departement_of(code: str) -> str:
    """Return the département of a quartier by its code: QP069001 and QN06901M are in 69, QN02A01M in 2A."""
    written = code[2:5]
    if written.startswith(("97", "98")):
        return written
    return written[1:] if written.startswith("0") else written[:2]
