"""Workbooks that a spreadsheet opens and that a library expands, and what is wrong in their packages."""

from collections.abc import Iterator

from benchmarks.hostile.attacks import Attack, Target
from benchmarks.hostile.packages import broken_packages, parts_of, with_part

SHEET = "xl/worksheets/sheet1.xml"
STYLES = "xl/styles.xml"
WHOLE = "A1:XFD1048576"
COLUMN = "B2:B1048576"


def workbook_attacks(content: bytes) -> Iterator[Attack]:
    """Attacks made from a workbook of the site itself."""
    sheet = parts_of(content)[SHEET].decode()
    for kind, name, changed in _sheets(sheet):
        hostile = with_part(content, SHEET, changed.encode())
        yield Attack(Target.WORKBOOK, f"workbook: {kind}", name, hostile)
    styles = parts_of(content)[STYLES].decode()
    for name, changed in _styles(styles):
        yield Attack(Target.WORKBOOK, "workbook: styles", name, with_part(content, STYLES, changed.encode()))
    for kind, name, hostile in broken_packages(content, SHEET):
        yield Attack(Target.WORKBOOK, f"workbook: {kind}", name, hostile)


def _sheets(sheet: str) -> Iterator[tuple[str, str, str]]:
    """Kind, name and XML of sheets with something added after their rows, or in them."""
    for area in (WHOLE, COLUMN, "A1:XFD1", "A2:B1048576"):
        merged = f'<mergeCells count="1"><mergeCell ref="{area}"/></mergeCells>'
        yield "merged ranges", area, _after_rows(sheet, merged)
        linked = f'<hyperlinks><hyperlink ref="{area}" location="A1"/></hyperlinks>'
        yield "links on ranges", area, _after_rows(sheet, linked)
        rule = f'<dataValidation type="list" sqref="{area}"><formula1>"a"</formula1></dataValidation>'
        yield "validations on ranges", area, _after_rows(sheet, f"<dataValidations>{rule}</dataValidations>")
        rule = '<cfRule type="expression" priority="1"><formula>TRUE</formula></cfRule>'
        coloured = f'<conditionalFormatting sqref="{area}">{rule}</conditionalFormatting>'
        yield "formats on ranges", area, _after_rows(sheet, coloured)
    many = "".join(f'<mergeCell ref="A{rank}:B{rank + 1}"/>' for rank in range(1, 200_000))
    yield "merged ranges", "200,000 that overlap", _after_rows(sheet, f"<mergeCells>{many}</mergeCells>")
    yield "merged ranges", "no range", _after_rows(sheet, '<mergeCells><mergeCell ref="x"/></mergeCells>')
    for reference in ("A1048576", "XFD2", "A99999999999", "ZZZZZZ1", "A0", ""):
        cell = f'<row r="1048576"><c r="{reference}" t="inlineStr"><is><t>x</t></is></c></row>'
        yield "cells far away", reference or "nowhere", _in_rows(sheet, cell)
    rows = "".join(f'<row r="{rank}"><c r="A{rank}"><v>1</v></c></row>' for rank in range(5_000, 255_000))
    yield "cells far away", "250,000 rows", _in_rows(sheet, rows)
    for name, value in (
        ("of 10 MB", "x" * 10_000_000),
        ("of controls", "_x0000_" * 5_000),
        ("of figures", "9" * 300_000),
    ):
        cell = f'<row r="3"><c r="D3" t="inlineStr"><is><t>{value}</t></is></c></row>'
        yield "long cells", name, _in_rows(sheet, cell)
    for name, formula in (
        ("web service", 'WEBSERVICE("http://127.0.0.1:{port}/f")'),
        ("other file", "'[\\\\127.0.0.1\\x.xlsx]A'!A1"),
    ):
        cell = f'<row r="3"><c r="D3"><f>{formula}</f><v>1</v></c></row>'
        yield "formulas", name, _in_rows(sheet, cell)


def _after_rows(sheet: str, more: str) -> str:
    return sheet.replace("</sheetData>", f"</sheetData>{more}", 1)


def _in_rows(sheet: str, more: str) -> str:
    return sheet.replace("</sheetData>", f"{more}</sheetData>", 1)


def _styles(styles: str) -> Iterator[tuple[str, str]]:
    """Number formats that a reader goes through again and again."""
    for name, code in (
        ("20,000 quotes", "&quot;" * 20_000),
        ("100,000 quotes and a percent", "&quot;" * 100_001 + "%"),
        ("100,000 brackets", "[" * 100_000),
        ("100,000 colours", "[Red]" * 100_000),
    ):
        formats = f'<numFmts count="1"><numFmt numFmtId="200" formatCode="{code}"/></numFmts>'
        yield name, _first_child(styles, formats).replace('numFmtId="0"', 'numFmtId="200"')
    yield (
        "300,000 cell formats",
        styles.replace("</cellXfs>", '<xf numFmtId="0"/>' * 300_000 + "</cellXfs>", 1),
    )


def _first_child(styles: str, more: str) -> str:
    end = styles.index(">", styles.index("<styleSheet")) + 1
    return styles[:end] + more + styles[end:]
