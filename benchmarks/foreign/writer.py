"""A small writer of Word files in the manner of others: python-docx, with what it lacks."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor


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
