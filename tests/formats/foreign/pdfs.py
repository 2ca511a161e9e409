"""Small PDFs, drawn word by word: what LibreOffice and Word make is made of the same."""

from collections.abc import Callable

import pymupdf

Page = pymupdf.Page


def pdf(*draw: Callable[[Page], object]) -> bytes:
    """Return a PDF of one page for each function that draws it."""
    with pymupdf.open() as document:
        for each in draw:
            each(document.new_page())
        return bytes(document.tobytes())


def write(page: Page, x: float, y: float, *lines: str, size: float = 10, bold: bool = False) -> None:
    """Write lines one under another."""
    for rank, line in enumerate(lines):
        page.insert_text((x, y + rank * size * 1.2), line, fontsize=size, fontname="hebo" if bold else "helv")


def rule(page: Page, columns: list[float], rows: list[float]) -> None:
    """Draw the lines of a table."""
    for x in columns:
        page.draw_line((x, rows[0]), (x, rows[-1]))
    for y in rows:
        page.draw_line((columns[0], y), (columns[-1], y))


PROSE = (
    "Le quartier de la gare est au sud de la commune et sa population est la plus jeune du territoire.",
    "Les habitants et les associations demandent que le bus passe plus souvent et plus tard dans la soirée.",
)
