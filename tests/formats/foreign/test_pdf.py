"""A contract made elsewhere, as a PDF: words with their places become paragraphs, tables and headings."""

import pymupdf
import pytest

from app.domain.takeover import SetAsideKind
from app.formats import FileRefused, FileTooHeavy
from app.formats.foreign import read_pdf
from tests.formats.foreign.pdfs import PROSE, Page, pdf, rule, write


def texts(content: bytes) -> list[str]:
    return [block.text for block in read_pdf(content, "contrat.pdf").blocks]


def test_lines_are_joined_as_paragraphs_and_the_hyphens_that_break_words_are_set_aside():
    def draw(page: Page) -> None:
        write(
            page,
            60,
            300,
            "Le contrat de ville est signé par la commu-",
            "nauté et pour les habitants par Bourg-",
        )
        write(page, 60, 324, "d'Exemple et la Ville, dans les rues de police-", "population.")
        write(page, 60, 400, "Il est question de la police.", "Et de la population.")
        write(page, 60, 450, "Bourg-d'Exemple.")

    found = texts(pdf(draw))

    assert found[0] == (
        "Le contrat de ville est signé par la communauté et pour les habitants par Bourg-d'Exemple "
        "et la Ville, dans les rues de police-population."
    )


def test_a_label_alone_on_its_line_ends_the_paragraph_above():
    def draw(page: Page) -> None:
        write(page, 60, 100, *PROSE, "Porteur de projet", "Ville de Mornay")

    assert texts(pdf(draw))[-2:] == ["Porteur de projet", "Ville de Mornay"]


def test_a_ruled_table_is_read_by_rows_and_columns_across_two_pages():
    def first(page: Page) -> None:
        write(page, 60, 100, *PROSE)
        rule(page, [60, 200, 500], [700, 730, 800])
        write(page, 65, 718, "Pilote", bold=True)
        write(page, 205, 718, "Ville de Mornay")
        write(page, 65, 748, "Contenu", bold=True)
        write(page, 205, 748, "Un lieu ouvre dans chaque quartier, avec deux médecins qui")

    def second(page: Page) -> None:
        rule(page, [60, 200, 500], [60, 90, 120])
        write(page, 205, 78, "reçoivent chaque jour.")
        write(page, 65, 108, "Budget", bold=True)
        write(page, 205, 108, "12 000")

    blocks = [block for block in read_pdf(pdf(first, second), "x").blocks if block.cell]

    assert [(one.page, one.cell.row, one.cell.column, one.text) for one in blocks if one.cell] == [
        (1, 0, 0, "Pilote"),
        (1, 0, 1, "Ville de Mornay"),
        (1, 1, 0, "Contenu"),
        (1, 1, 1, "Un lieu ouvre dans chaque quartier, avec deux médecins qui reçoivent chaque jour."),
        (2, 2, 0, "Budget"),
        (2, 2, 1, "12 000"),
    ]


def test_a_cell_knows_its_rows_and_where_its_lines_break():
    def draw(page: Page) -> None:
        write(page, 60, 100, *PROSE)
        rule(page, [60, 130, 200], [300, 400])
        page.draw_line((130, 350), (200, 350))
        write(page, 65, 320, "Ville de Mornay", "CAF, ARS, ADIL")
        write(page, 135, 320, "2025")
        write(page, 135, 370, "2026")

    cells = [one for one in read_pdf(pdf(draw), "x").blocks if one.cell]

    assert [(one.text, one.cell and one.cell.rows, one.breaks) for one in cells] == [
        ("Ville de Mornay CAF, ARS, ADIL", 2, (16,)),
        ("2025", 1, ()),
        ("2026", 1, ()),
    ]


def test_what_repeats_on_the_pages_and_their_numbers_are_set_aside_and_said():
    def draw(number: int):
        def page(page: Page) -> None:
            write(page, 60, 40, "Contrat de ville des Deux Rivières")
            write(page, 60, 300, f"La page {number} de ce contrat est écrite.", *PROSE)
            write(page, 280, 810, f"{number}")

        return page

    read = read_pdf(pdf(*map(draw, range(1, 5))), "x")

    kinds = {one.kind: one.times for one in read.set_aside}
    assert kinds == {SetAsideKind.HEADER: 4, SetAsideKind.PAGE_NUMBER: 4}
    assert not any("Deux Rivières" in block.text for block in read.blocks)


def test_the_contents_are_set_aside():
    def draw(page: Page) -> None:
        write(
            page,
            60,
            100,
            "Sommaire",
            "1. Le diagnostic ........................ 3",
            "2. Les actions ......................... 12",
        )
        write(page, 60, 300, *PROSE)

    read = read_pdf(pdf(draw), "x")

    assert [one.text[:8] for one in read.set_aside] == ["Sommaire", "1. Le di", "2. Les a"]


def test_two_columns_are_read_one_after_the_other():
    def draw(page: Page) -> None:
        for rank in range(12):
            write(page, 60, 200 + rank * 12, f"gauche {rank} le contrat de ville est dans le")
            write(page, 320, 200 + rank * 12, f"droite {rank} le contrat de ville est dans le")

    found = " ".join(texts(pdf(draw)))

    assert found.index("gauche 11") < found.index("droite 0")


def test_a_larger_line_is_a_heading():
    def draw(page: Page) -> None:
        write(page, 60, 100, "Les actions", size=18)
        write(page, 60, 200, *PROSE)

    assert [block.level for block in read_pdf(pdf(draw), "x").blocks] == [1, 0, 0]


def protected() -> bytes:
    with pymupdf.open() as document:
        write(document.new_page(), 60, 100, *PROSE)
        return bytes(document.tobytes(encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="secret", owner_pw="x"))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (pdf(lambda page: page.draw_rect((50, 50, 300, 300))), "il a été numérisé"),
        (protected(), "protégé par un mot de passe"),
        (b"%PDF-1.7\nnothing", "incomplet ou abîmé"),
        (pdf(lambda page: write(page, 60, 100, *["qsd fgh jkl mwx"] * 60)), "ne se lisent pas"),
    ],
    ids=["scanned", "protected", "damaged", "unknown letters"],
)
def test_a_pdf_that_cannot_be_read_is_refused_in_one_sentence(content, words):
    with pytest.raises(FileRefused, match=words):
        read_pdf(content, "contrat.pdf")


def test_a_pdf_of_more_than_two_hundred_pages_is_refused():
    with pytest.raises(FileTooHeavy, match="plus de 200 pages"):
        read_pdf(pdf(*[lambda page: None] * 201), "contrat.pdf")


def test_a_page_whose_text_is_printed_over_itself_is_refused_before_it_is_read():
    def draw(page: Page) -> None:
        for _ in range(10):
            write(page, 60, 100, *PROSE * 20)

    with pytest.raises(FileTooHeavy, match="trop de texte"):
        read_pdf(pdf(draw), "contrat.pdf")


def lying(page: Page) -> None:
    """Lines written from the bottom to the top of a page."""
    for rank, line in enumerate(PROSE):
        page.insert_text((100 + 14 * rank, 760), line, fontsize=10, rotate=90)


def turned(content: bytes, degrees: int) -> bytes:
    with pymupdf.open("pdf", content) as document:
        for page in document:
            page.set_rotation(degrees)
        return bytes(document.tobytes())


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
@pytest.mark.parametrize("draw", [lying, lambda page: write(page, 60, 100, *PROSE)], ids=["lying", "upright"])
def test_the_letters_tell_how_a_page_is_turned(draw, degrees):
    said = " ".join(texts(turned(pdf(draw), degrees)))

    assert " ".join(PROSE) == said


def test_bold_labels_beside_what_they_name_are_a_table_without_lines():
    def draw(page: Page) -> None:
        for rank, label in enumerate(
            ("Porteur de l'action", "Partenaires associés", "Quartiers concernés") * 2
        ):
            write(page, 60, 200 + 24 * rank, label, bold=True)
            write(page, 200, 200 + 24 * rank, f"La Ville et les habitants du quartier numéro {rank}")

    blocks = read_pdf(pdf(draw), "x").blocks

    assert [one.cell.column for one in blocks if one.cell] == [0, 1] * 6


def test_a_bold_title_that_begins_a_page_ends_the_row_of_the_page_before():
    def first(page: Page) -> None:
        write(page, 60, 100, *PROSE)
        rule(page, [60, 200, 500], [700, 730, 760])
        for rank, (label, text) in enumerate((("Pilote", "Ville"), ("Indicateur", "Habitants"))):
            write(page, 65, 718 + 30 * rank, label, bold=True)
            write(page, 205, 718 + 30 * rank, text)

    def second(page: Page) -> None:
        rule(page, [60, 200, 500], [60, 90, 120])
        write(page, 65, 78, "Fiche-action 2", bold=True)
        write(page, 65, 108, "Pilote", bold=True)
        write(page, 205, 108, "Région")

    cells = [(one.cell.row, one.text) for one in read_pdf(pdf(first, second), "x").blocks if one.cell]

    assert cells[-3:] == [(2, "Fiche-action 2"), (3, "Pilote"), (3, "Région")]
