"""A contract made elsewhere, as a Word file: paragraphs, tables, and the page on which each begins."""

from io import BytesIO

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from app.domain.takeover import Block, Cell, Original, SetAsideKind
from app.formats import FileRefused
from app.formats.foreign import read_word, with_pages
from app.formats.foreign.pages import squash


def saved(document) -> bytes:
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def test_headings_bold_labels_items_and_cells_are_known():
    document = docx.Document()
    document.add_heading("Axe 1", 2)
    paragraph = document.add_paragraph()
    paragraph.add_run("Pilote").bold = True
    paragraph.add_run(" Ville")
    document.add_paragraph("CAF", "List Bullet")
    document.add_table(1, 2).cell(0, 1).text = "une case"

    blocks = read_word(saved(document), "x").blocks

    assert [(one.text, one.level, one.strong) for one in blocks[:2]] == [
        ("Axe 1", 2, 5),
        ("Pilote Ville", 0, 6),
    ]
    assert blocks[2].is_item
    assert (blocks[3].text, blocks[3].cell and blocks[3].cell.column) == ("une case", 1)


def test_what_a_cell_spans_counts_for_its_columns():
    document = docx.Document()
    table = document.add_table(2, 3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "deux colonnes"
    table.cell(0, 2).text = "fin"
    table.cell(1, 2).text = "dessous"

    blocks = read_word(saved(document), "x").blocks

    assert [one.cell and one.cell.column for one in blocks] == [0, 2, 2]


def test_a_cell_that_is_merged_with_those_below_spans_their_rows():
    document = docx.Document()
    table = document.add_table(3, 2)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "deux lignes"
    table.cell(2, 0).text = "une"

    cells = [one.cell for one in read_word(saved(document), "x").blocks if one.cell]

    assert [one.rows for one in cells] == [2, 1]


def test_a_sign_typed_before_a_paragraph_makes_it_an_element_of_a_list():
    document = docx.Document()
    for text in ("- CAF", "• ARS", "Ville – service"):
        document.add_paragraph(text)

    blocks = read_word(saved(document), "x").blocks

    assert [(one.text, one.is_item) for one in blocks] == [
        ("CAF", True),
        ("ARS", True),
        ("Ville – service", False),
    ]


def test_a_box_of_a_font_of_signs_is_a_box():
    document = docx.Document()
    run = document.add_paragraph().add_run()
    for code, text in (("F0FE", " Mornay "), ("F0A8", " Bourg")):
        sign = OxmlElement("w:sym")
        sign.set(qn("w:char"), code)
        run._r.append(sign)
        run.add_text(text)

    assert [one.text for one in read_word(saved(document), "x").blocks] == ["☑ Mornay ☐ Bourg"]


def test_a_text_box_stands_where_its_anchor_does():
    document = docx.Document()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = "avant"
    picture = OxmlElement("w:pict")
    box = OxmlElement("w:txbxContent")
    inside = OxmlElement("w:p")
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "encadré"
    for outer, inner in ((run, text), (inside, run), (box, inside), (picture, box)):
        outer.append(inner)
    cell.paragraphs[0].add_run()._r.append(picture)

    blocks = read_word(saved(document), "x").blocks

    assert [(one.text, one.cell is not None) for one in blocks] == [("avant", True), ("encadré", True)]


def test_headers_footers_and_contents_are_set_aside():
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Contrat de ville"
    document.styles.add_style("TM 1", 1)
    document.add_paragraph("Le diagnostic 3", "TM 1")
    document.add_paragraph("Le texte")

    read = read_word(saved(document), "x")

    assert {one.kind: one.text for one in read.set_aside} == {
        SetAsideKind.HEADER: "Contrat de ville",
        SetAsideKind.CONTENTS: "Le diagnostic 3",
    }
    assert [block.text for block in read.blocks] == ["Le texte"]


def test_a_damaged_file_is_refused_in_one_sentence():
    with pytest.raises(FileRefused, match="incomplet ou abîmé"):
        read_word(b"PK\x03\x04 cut short", "x")


def test_a_paragraph_stands_on_the_page_where_it_begins_be_it_cut():
    long = "Un centre de santé ouvre près de la gare, avec quatre médecins et une infirmière qui reçoit."
    blocks = [Block(1, 0, "Les actions"), Block(2, 0, long), Block(3, 0, "Le bilan est rendu chaque année.")]
    pages = [
        squash(f"Sommaire Les actions {long[:40]} 1"),
        squash(f"{long[40:]} Le bilan est rendu chaque année. 2"),
    ]

    placed = with_pages(Original("x", tuple(blocks)), pages)

    assert [block.page for block in placed.blocks] == [1, 1, 2]


def test_the_cells_of_a_row_are_looked_for_from_the_beginning_of_the_row():
    cells = [
        Block(1, 0, "Le contenu de l’action", cell=Cell(0, 0, 0)),
        Block(2, 0, "Ville de Mornay", cell=Cell(0, 0, 1)),
    ]
    pages = [squash("Ville de Mornay Le contenu de"), squash("l’action Ville de Mornay")]

    placed = with_pages(Original("x", tuple(cells)), pages)

    assert [block.page for block in placed.blocks] == [1, 1]
