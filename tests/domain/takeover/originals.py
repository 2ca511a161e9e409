"""Small contracts made elsewhere: paragraphs and tables, without a file."""

from collections.abc import Collection, Mapping, Sequence

from app.domain.profile import Quartier
from app.domain.takeover import Block, Cell, Lists, Original, Recognition, Target, recognise

QUARTIERS = (Quartier("QN06901M", "Les Acacias"), Quartier("QN06902M", "Le Grand Pré"))
LISTS = Lists(
    quartiers=lambda _communes: QUARTIERS,
    years={str(year) for year in range(2024, 2031)},
    places={"diagnostic", "pilotage", "periode"},
    sections={"sante": "Santé", "sport-vacances": "Sport, loisirs et vacances"},
)


class Contract:
    """Writes a original part by part."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._tables = 0
        self.page = 1

    def _add(self, text: str, **more: object) -> None:
        self.blocks.append(Block(len(self.blocks) + 1, self.page, text, **more))  # type: ignore[arg-type]  # keyword arguments of Block

    def heading(self, text: str, level: int = 1) -> "Contract":
        self._add(text, level=level)
        return self

    def text(self, *texts: str, strong: int = 0) -> "Contract":
        for text in texts:
            self._add(text, strong=strong)
        return self

    def item(self, *texts: str) -> "Contract":
        for text in texts:
            self._add(text, is_item=True)
        return self

    def bold(self, *texts: str) -> "Contract":
        """Write paragraphs in bold: headings by hand."""
        for text in texts:
            self._add(text, strong=len(text), level=7)
        return self

    def table(
        self,
        *rows: Sequence[str],
        bold: Collection[tuple[int, int]] = (),
        merged: Mapping[tuple[int, int], int] | None = None,
    ) -> "Contract":
        """Write a table; `merged` is how many rows a cell spans."""
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                place = Cell(self._tables, row, column, (merged or {}).get((row, column), 1))
                for line in filter(None, cell.split("\n")):
                    self._add(line, cell=place, strong=len(line) if (row, column) in bold else 0)
        self._tables += 1
        return self

    def taken(self) -> Recognition:
        return recognise(Original("contrat.pdf", tuple(self.blocks)), LISTS)


def actions(recognition: Recognition) -> list[dict[str, object]]:
    """Return the fields of each action that was found."""
    found: dict[str, dict[str, object]] = {}
    for piece in recognition.pieces:
        if piece.target is Target.ACTION and piece.field != "section":
            found.setdefault(piece.key, {})[piece.field] = piece.value
    return list(found.values())


def values(recognition: Recognition, target: Target) -> list[object]:
    return [piece.value for piece in recognition.pieces if piece.target is target]
