"""A small writer of Word files in the manner of others: python-docx, with what it lacks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from lxml import etree

_MARKS = re.compile(r"(\*\*|__|\v|[☐☒])")
"""Bold, underlined, a line break, a check box."""
_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that takes so many columns; its text may hold `**bold**`, `__underlined__` and check boxes."""

    text: str
    span: int = 1
    fill: str = ""
    colour: str = ""
    inner: tuple[tuple[str, ...], ...] = ()
    """Rows of a table inside the cell, below its text."""


class Writer:
    """Writes a contract."""

    def __init__(
        self, font: str = "Liberation Sans", size: float = 10.5, *, header: str = "", footer: str = ""
    ) -> None:
        self.document = docx.Document()
        style = self.document.styles["Normal"]
        style.font.name = font
        style.font.size = Pt(size)
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.2)
        section.header.paragraphs[0].text = header
        foot = section.footer.paragraphs[0]
        foot.add_run(footer)
        if footer:
            self._page_number(foot)

    @staticmethod
    def _page_number(paragraph: Any) -> None:
        for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
            run = paragraph.add_run()
            if kind:
                mark = OxmlElement("w:fldChar")
                mark.set(qn("w:fldCharType"), kind)
            else:
                mark = OxmlElement("w:instrText")
                mark.text = text
            run._r.append(mark)

    def heading(self, text: str, level: int) -> None:
        """Write a heading with the style of its level."""
        self.document.add_heading(text, level)

    def styled(self, text: str, size: float, *, bold: bool = True, colour: str = "") -> None:
        """Write a heading by hand: larger, bold, perhaps in a colour."""
        run = self.document.add_paragraph().add_run(text)
        run.bold = bold
        run.font.size = Pt(size)
        if colour:
            run.font.color.rgb = RGBColor.from_string(colour)

    def text(self, text: str, style: str | None = None) -> None:
        """Write a paragraph."""
        self.document.add_paragraph(text, style)

    def labelled(self, label: str, text: str, sign: str = "\u00a0: ") -> None:
        """Write a paragraph that a bold label begins."""
        paragraph = self.document.add_paragraph()
        paragraph.add_run(label + sign).bold = True
        paragraph.add_run(text)

    def table(
        self,
        rows: Sequence[Sequence[str]],
        widths: Sequence[float],
        *,
        head: bool = False,
        bold_first: bool = False,
        borders: bool = True,
    ) -> Any:
        """Write a table, a row of which with one text spans it all."""
        columns = len(widths)
        table = self.document.add_table(0, columns)
        if borders:
            table.style = "Table Grid"
        table.autofit = False
        for rank, row in enumerate(rows):
            cells = table.add_row().cells
            if len(row) == 1:
                cells[0].merge(cells[-1])
            for place, text in enumerate(row):
                self._fill(
                    cells[place],
                    text,
                    bold=(head and rank == 0) or (bold_first and place % 2 == 0) or len(row) == 1,
                )
        for place, width in enumerate(widths):
            table.columns[place].width = Cm(width)
        for row in table.rows:
            for place, width in enumerate(widths):
                row.cells[place].width = Cm(width)
        if head:
            mark = OxmlElement("w:tblHeader")
            table.rows[0]._tr.get_or_add_trPr().append(mark)
        self.document.add_paragraph()
        return table

    @staticmethod
    def _fill(cell: Any, text: str, *, bold: bool) -> None:
        first, *others = text.split("\n")
        cell.paragraphs[0].add_run(first).bold = bold
        for other in others:
            cell.add_paragraph(other)

    def marked(self, text: str, style: str | None = None) -> None:
        """Write a paragraph that may hold the marks of a `Cell`, a line break as `\\v`."""
        _write_marked(self.document.add_paragraph(style=style), text)

    def grid(self, rows: Sequence[Sequence[Cell]], widths: Sequence[float], *, gap: bool = True) -> Any:
        """Write a table whose cells span columns; `gap` leaves a paragraph below."""
        table = self.document.add_table(len(rows), len(widths))
        table.style = "Table Grid"
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
        for row, cells in zip(table.rows, rows, strict=True):
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = Cm(width)
            at = 0
            for said in cells:
                cell = row.cells[at]
                if said.span > 1:
                    cell = cell.merge(row.cells[at + said.span - 1])
                at += said.span
                _fill_cell(cell, said)
        if gap:
            self.document.add_paragraph()
        return table

    def page(self) -> None:
        """Begin a page."""
        self.document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    def landscape(self, *, on: bool = True) -> None:
        """Begin a section across, or upright again."""
        section = self.document.add_section()
        section.orientation = WD_ORIENT.LANDSCAPE if on else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (Cm(29.7), Cm(21)) if on else (Cm(21), Cm(29.7))

    def columns(self, number: int) -> None:
        """Begin a section of so many columns on the same page."""
        section = self.document.add_section(WD_SECTION.CONTINUOUS)
        columns = section._sectPr.find(qn("w:cols"))
        if columns is None:
            columns = OxmlElement("w:cols")
            section._sectPr.append(columns)
        columns.set(qn("w:num"), str(number))
        columns.set(qn("w:space"), "600")

    def finish(self) -> bytes:
        """Return the file."""
        made = BytesIO()
        self.document.save(made)
        return made.getvalue()


def _fill_cell(cell: Any, said: Cell) -> None:
    for place, line in enumerate(said.text.split("\n")):
        paragraph = cell.add_paragraph() if place else cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(2)
        _write_marked(paragraph, line, said.colour)
    if said.fill:
        shade = OxmlElement("w:shd")
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", said.fill)):
            shade.set(qn(f"w:{name}"), value)
        cell._tc.get_or_add_tcPr().append(shade)
    if said.inner:
        table = cell.add_table(len(said.inner), len(said.inner[0]))
        table.style = "Table Grid"
        for row, texts in zip(table.rows, said.inner, strict=True):
            for inner, text in zip(row.cells, texts, strict=True):
                _write_marked(inner.paragraphs[0], text)
        cell.add_paragraph()  # Word wants a paragraph after a table that ends a cell


def _write_marked(paragraph: Any, text: str, colour: str = "") -> None:
    bold = underlined = False
    for piece in _MARKS.split(text):
        if piece == "**":
            bold = not bold
        elif piece == "__":
            underlined = not underlined
        elif piece in ("☐", "☒"):
            _write_check_box(paragraph, ticked=piece == "☒")
        elif piece:
            run = paragraph.add_run("" if piece == "\v" else piece)
            if piece == "\v":
                run.add_break()
            run.bold, run.underline = bold, underlined
            if colour:
                run.font.color.rgb = RGBColor.from_string(colour)


def _write_check_box(paragraph: Any, *, ticked: bool) -> None:
    """Write a check box as Word makes it: a control around one character."""
    run = paragraph.add_run("☒" if ticked else "☐")
    run.font.name = "MS Gothic"
    control, properties, content = (OxmlElement(f"w:{name}") for name in ("sdt", "sdtPr", "sdtContent"))
    box = etree.SubElement(properties, f"{{{_W14}}}checkbox", nsmap={"w14": _W14})
    etree.SubElement(box, f"{{{_W14}}}checked").set(f"{{{_W14}}}val", str(int(ticked)))
    run._r.addprevious(control)
    content.append(run._r)
    control.append(properties)
    control.append(content)
