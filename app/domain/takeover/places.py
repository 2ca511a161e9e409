"""The territory of a contract made elsewhere, and its quartiers, matched with the list."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from app.domain.profile import Quartier
from app.domain.takeover.labels import folded
from app.domain.takeover.original import Block
from app.domain.takeover.passages import Passage, whole
from app.domain.takeover.recognition import Piece, Target, piece_of

CODE = re.compile(r"\bQ[PN]\s?(?:\d{5}[A-Z]|\d{6}|2[AB]\d{3}[A-Z]?)\b")
_SIREN = re.compile(r"\b(?:code|siren)\s*(?:n°)?\s*:?\s*(\d{9})\b", re.IGNORECASE)
_COMMUNE = re.compile(r"([A-ZÉÈÎÔÂ][^,;:()0-9]{1,60}?)\s*\((\d{5}|2[AB]\d{3})\)")
_GROUPING = re.compile(
    r"\b((?:communauté (?:d[’']agglomération|de communes|urbaine)|(?:euro)?métropole|"
    r"établissement public territorial)\s[^,;:.()\n]{3,90})",
    re.IGNORECASE,
)
_TOWN = re.compile(r"\b((?:ville|commune) (?:de |d[’']|des |du )[A-ZÉÈ][^,;:.()\n]{2,60})", re.IGNORECASE)
_COVER_PAGES = 3
_COVER_BLOCKS = 60
_AROUND = re.compile(r"^[\s:;,.\-–—()/·•]+|[\s:;,.\-–—()/·•]+$")
_NUMBERED = re.compile(
    r"^\W*(?:\d+(?:\.\d+)*\.?\s+)?"
    r"(?:(?:le |les )?(?:quartiers?|qpv)(?: prioritaires?)?\s+(?:de la |du |des |de )?)?",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s+[–—-]\s+|\s*[(),/]\s*|\s+à\s+")
_NAMES_CODE = re.compile(
    r"[\s,;(–—-]*\b(?:code(?: officiel)?|numéro|n°|réf\.?|référence)(?: qpv| du quartier| n°)?\s*:?\s*$",
    re.IGNORECASE,
)
"""What stands before a code: « Les Acacias, n° QN06901M »."""
_OF_COMMUNE = re.compile(
    r"\b(?:[Vv]illes?|[Cc]ommunes?|[Mm]airie) (?:de |d[’'])([A-ZÉÈ][\w’'-]+(?: [A-ZÉÈ][\w’'-]+)*)"
)
_COMMUNE_HEADS = ("commune", "ville")
_QUARTIER_HEADS = ("quartier", "nom", "qpv", "intitule", "denomination", "perimetre")
_ALL = re.compile(
    r"(?:tous|toutes|ensemble|l ensemble|totalite|la totalite)(?: (?:les|des|de))*(?: \d+)?"
    r" (?:qpv|quartiers(?: prioritaires)?(?: de la politique de la ville| de la ville)?)"
    r"(?: (?:du territoire|de l agglomeration|de la commune|du contrat(?: de ville)?|concernes))?"
)
"""« Ensemble des quartiers prioritaires », folded."""
_SHORTEST, _LONGEST = 2, 80
"""Characters of the name of a quartier: more than the first, as many as the second at most."""
_LETTER = re.compile(r"[^\W\d]")
_WHOLE = ("quartier prioritaire", "quartier", "qpv")
TO_FILL = "à compléter"
"""What stands for a code or a name that the contract does not say: a profile needs one."""


def territory_passage(blocks: Sequence[Block]) -> tuple[str, Passage] | None:
    """Return the name of the grouping, else of the town, that the first pages name, and where."""
    first = [one for one in blocks[:_COVER_BLOCKS] if one.page <= _COVER_PAGES]
    for pattern in (_GROUPING, _TOWN):
        for block in first:
            if found := pattern.search(block.text):
                name = found[1].strip()
                return name[0].upper() + name[1:], Passage(block, found.start(1), found.end(1))
    return None


def territory_code(blocks: Sequence[Block]) -> tuple[str, Passage] | None:
    """Return the SIREN that the contract gives of its territory."""
    for block in blocks:
        if found := _SIREN.search(block.text):
            return found[1], Passage(block, found.start(), found.end())
    return None


def named_communes(blocks: Sequence[Block]) -> tuple[list[dict[str, str]], list[Passage]]:
    """Return the communes whose INSEE codes the contract gives, and where."""
    communes: dict[str, str] = {}
    passages = []
    for block in blocks:
        found = _COMMUNE.findall(block.text)
        if found and any(code not in communes for _, code in found):
            passages.append(whole(block))
            for name, code in found:
                communes.setdefault(code, name.strip())
    return [{"code": code, "name": name} for code, name in communes.items()], passages


class Quartiers:
    """The quartiers that a contract names, those of the list by name too."""

    def __init__(self, listed: Sequence[Quartier]) -> None:
        self._listed = {one.code: one for one in listed}
        self._found: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._names_columns: Mapping[int, int] = {}

    def read(self, blocks: Sequence[Block], within: Sequence[Block] = ()) -> Iterator[Piece]:
        """Yield a piece for each quartier, where it is first named: in some paragraphs, else in others."""
        unnamed: dict[str, Passage] = {}
        for some in (blocks, within):
            rows: dict[tuple[int, int], list[Block]] = {}
            for block in some:
                if block.cell:
                    rows.setdefault((block.cell.table, block.cell.row), []).append(block)
            self._names_columns = _columns_of_names(rows.values())
            for block in sorted(some, key=lambda one: one.cell is None):
                for found in CODE.finditer(block.text):
                    code = found[0].replace(" ", "")
                    row = rows[block.cell.table, block.cell.row] if block.cell else [block]
                    name, passages = self._name(code, block, found, row)
                    unnamed.setdefault(code, Passage(block, found.start(), found.end()))
                    if code not in self._found and name:
                        yield self._piece(code, name, passages)
        yield from self._by_name(blocks)
        for code, passage in unnamed.items():
            if code not in self._found:
                yield self._piece(code, code, [passage])
        communes = {folded(name) for block in (*blocks, *within) for name in _OF_COMMUNE.findall(block.text)}
        self._names = _other_names(self._found, communes) | {
            folded(name): code for code, name in self._found.items()
        }

    def _piece(self, code: str, name: str, passages: Sequence[Passage]) -> Piece:
        self._found[code] = name
        communes = list(self._listed[code].communes) if code in self._listed else []
        value = {"code": code, "name": name, "communes": communes}
        return piece_of(Target.QUARTIER, code, "name", value, passages)

    def _name(
        self, code: str, block: Block, found: re.Match[str], row: Sequence[Block]
    ) -> tuple[str, list[Passage]]:
        """Return the name beside a code, in another cell of its row or in its own; else that of the list."""
        if named := self._name_in_row(block, found, row) or _name_around(block, found):
            return named
        known = self._listed.get(code)
        return (known.name if known else ""), [Passage(block, found.start(), found.end())]

    def _name_in_row(
        self, block: Block, found: re.Match[str], row: Sequence[Block]
    ) -> tuple[str, list[Passage]] | None:
        """Return the name of a code that is alone in its cell: in the column of names, else just beside."""
        before, after = block.text[: found.start()], block.text[found.end() :]
        if block.cell is None or _AROUND.sub("", before) or _AROUND.sub("", after):
            return None
        column, named = block.cell.column, self._names_columns.get(block.cell.table)
        columns = (column - 1, column + 1) if named is None else (named,)
        for near in columns:
            for one in row:
                is_near = one.cell is not None and one.cell.column == near
                if is_near and not CODE.search(one.text) and _LETTER.search(one.text):
                    return one.text.strip(), [whole(block), whole(one)]
        return None

    def _by_name(self, blocks: Sequence[Block]) -> Iterator[Piece]:
        """Yield the quartiers of the list that stand alone in a paragraph, by their name."""
        names = {folded(one.name): one for one in self._listed.values()}
        for block in blocks:
            quartier = names.get(folded(block.text))
            if quartier and quartier.code not in self._found:
                yield self._piece(quartier.code, quartier.name, [whole(block)])

    @property
    def names(self) -> Mapping[str, str]:
        """The codes of the quartiers by their folded names."""
        return self._names

    def matched(self, text: str) -> tuple[list[str], str]:
        """Return the codes of the quartiers that a text names, and the words that it leaves."""
        if _ALL.fullmatch(folded(text)):
            return list(self._found), ""
        codes = [code.replace(" ", "") for code in CODE.findall(text)]
        left = CODE.sub(" ", text)
        words = f" {folded(left)} "
        for name in sorted(self._names, key=len, reverse=True):
            if name and f" {name} " in words:
                codes.append(self._names[name])
                words = words.replace(f" {name} ", "  ")
        known = [code for code in dict.fromkeys(codes) if code in self._found]
        rest = [
            word
            for word in words.split()
            if word not in {"et", "qpv", "quartier", "quartiers", "de", "la", "le"}
        ]
        return known, " ".join(rest)


def _name_around(block: Block, found: re.Match[str]) -> tuple[str, list[Passage]] | None:
    """Return the name before or after a code, in its paragraph."""
    before, after = block.text[: found.start()], block.text[found.end() :]
    for side in (
        re.split(r"[;:]\s", _NAMES_CODE.sub("", before[-_LONGEST * 2 :]).rstrip(" :,"))[-1],
        re.split(r"[;,:]\s", before.rstrip(" :"))[-1],
        re.split(r"[;,(]", after.lstrip(" :–—-)"))[0],
    ):
        name = _AROUND.sub("", _NUMBERED.sub("", side))
        if _SHORTEST < len(name) <= _LONGEST and folded(name) not in _WHOLE and not CODE.search(name):
            start = block.text.find(name)
            first, last = min(start, found.start()), max(start + len(name), found.end())
            return name, [Passage(block, first, last)]
    return None


def _columns_of_names(rows: Iterable[Sequence[Block]]) -> dict[int, int]:
    """Return the column of the names of each table of quartiers that says which one it is.

    By its head, « Quartier », else as the one beside that of the communes, which come again or are titled.
    """
    tables: dict[int, dict[int, list[str]]] = {}
    for row in rows:
        for block in row:
            if block.cell and block.text:
                tables.setdefault(block.cell.table, {}).setdefault(block.cell.column, []).append(
                    folded(block.text)
                )
    found = {}
    for table, columns in tables.items():
        texts = {
            column: said
            for column, said in columns.items()
            if not any(CODE.search(one.upper()) for one in said)
        }
        titled = [column for column, said in texts.items() if said[0].startswith(_QUARTIER_HEADS)]
        others = [
            column
            for column, said in texts.items()
            if not said[0].startswith(_COMMUNE_HEADS) and len(set(said)) == len(said)
        ]
        if len(titled) == 1 or len(others) == 1:
            found[table] = (titled if len(titled) == 1 else others)[0]
    return found


def _other_names(found: Mapping[str, str], communes: Collection[str]) -> dict[str, str]:
    """Return the codes of quartiers by their names without their commune, each of one code.

    The commune stands before or after: « Mornay – Les Acacias », « Les Acacias (Mornay) ». It is the side
    that several have alike, or that the contract names as a commune; where neither shows, what stands after.
    """
    parts = {code: [one for one in _PARTS.split(name) if one] for code, name in found.items()}
    several = {code: said for code, said in parts.items() if len(said) > 1}
    firsts, lasts = ([folded(said[side]) for said in several.values()] for side in (0, -1))
    before = _are_communes(firsts, communes) and not _are_communes(lasts, communes)
    names: dict[str, set[str]] = {}
    for code, said in several.items():
        commune, own = (said[0], said[1:]) if before else (said[-1], said[:-1])
        for words in ([*own], [*own, commune], [commune, *own]):
            names.setdefault(folded(" ".join(words)), set()).add(code)
    return {name: codes.pop() for name, codes in names.items() if len(codes) == 1}


def _are_communes(sides: Sequence[str], communes: Collection[str]) -> bool:
    return len(set(sides)) < len(sides) or any(side in communes for side in sides)
