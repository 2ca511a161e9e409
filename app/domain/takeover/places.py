"""The territory of a contract made elsewhere, and its quartiers, matched with the list."""

import re
from collections.abc import Iterator, Mapping, Sequence

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
_COMMUNE_AFTER = re.compile(r"\s*(?:\([^()]*\)?|\s[–—-]\s[^–—]+)$")
_SHORTEST, _LONGEST = 2, 80
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

    def read(self, blocks: Sequence[Block]) -> Iterator[Piece]:
        """Yield a piece for each quartier, where it is first named."""
        rows: dict[tuple[int, int], list[Block]] = {}
        for block in blocks:
            if block.cell:
                rows.setdefault((block.cell.table, block.cell.row), []).append(block)
        for block in sorted(blocks, key=lambda one: one.cell is None):
            for found in CODE.finditer(block.text):
                code = found[0].replace(" ", "")
                row = rows[block.cell.table, block.cell.row] if block.cell else [block]
                name, passages = self._name(code, block, found, row)
                if code not in self._found and name:
                    self._found[code] = name
                    communes = list(self._listed[code].communes) if code in self._listed else []
                    value = {"code": code, "name": name, "communes": communes}
                    yield piece_of(Target.QUARTIER, code, "name", value, passages)
        yield from self._by_name(blocks)
        self._names = dict(_short_names(self._found)) | {
            folded(name): code for code, name in self._found.items()
        }

    def _name(
        self, code: str, block: Block, found: re.Match[str], row: Sequence[Block]
    ) -> tuple[str, list[Passage]]:
        """Return the name beside a code, in its cell or in the next one; else that of the list."""
        before, after = block.text[: found.start()], block.text[found.end() :]
        alone = not _AROUND.sub("", before) and not _AROUND.sub("", after)
        if alone and block.cell:
            column = block.cell.column
            near = [one for one in row if one.cell and abs(one.cell.column - column) == 1]
            named = sorted(
                near, key=lambda one: (one.cell is None or one.cell.column < column) == (column == 0)
            )
            for one in named:
                if not CODE.search(one.text) and re.search(r"[^\W\d]", one.text):
                    return one.text.strip(), [whole(block), whole(one)]
        for side in (
            re.split(r"[;,:]\s", before.rstrip(" :"))[-1],
            re.split(r"[;,(]", after.lstrip(" :–—-)"))[0],
        ):
            name = _AROUND.sub("", _NUMBERED.sub("", side))
            if _SHORTEST < len(name) <= _LONGEST and folded(name) not in _WHOLE and not CODE.search(name):
                start = block.text.find(name)
                first, last = min(start, found.start()), max(start + len(name), found.end())
                return name, [Passage(block, first, last)]
        known = self._listed.get(code)
        return (known.name if known else ""), [Passage(block, found.start(), found.end())]

    def _by_name(self, blocks: Sequence[Block]) -> Iterator[Piece]:
        """Yield the quartiers of the list that stand alone in a paragraph, by their name."""
        names = {folded(one.name): one for one in self._listed.values()}
        for block in blocks:
            quartier = names.get(folded(block.text))
            if quartier and quartier.code not in self._found:
                self._found[quartier.code] = quartier.name
                value = {"code": quartier.code, "name": quartier.name, "communes": list(quartier.communes)}
                yield piece_of(Target.QUARTIER, quartier.code, "name", value, [whole(block)])

    @property
    def names(self) -> Mapping[str, str]:
        """The codes of the quartiers by their folded names."""
        return self._names

    def matched(self, text: str) -> tuple[list[str], str]:
        """Return the codes of the quartiers that a text names, and the words that it leaves."""
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


def _short_names(found: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield names without the commune that stands after them, « Les Acacias – Mornay », each of one code."""
    short = {code: _COMMUNE_AFTER.sub("", name) for code, name in found.items()}
    folded_names = [folded(name) for name in short.values()]
    for code, name in short.items():
        if name != found[code] and folded_names.count(folded(name)) == 1:
            yield folded(name), code
