"""A draft as a sheet: one row for each commitment of the contract, of its annexes, or left out by choice."""

from collections.abc import Iterable, Iterator
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from app.domain.catalogue import Commitment, Convention, Scope
from app.domain.draft import Draft
from app.domain.profile import NO_ADAPTATION, Adaptation
from app.formats.xlsx.cells import encode_escapes
from app.formats.xlsx.columns import COLUMNS, HEADERS, NATIONAL_COLUMNS, SHEET, said
from app.formats.xlsx.sheet import Origin, write_origin

GUIDE = "Mode d’emploi"
GUIDE_LINES = (
    "Une ligne par engagement. Les colonnes à partir de « Au contrat » sont relues.",
    "L’identifiant relie la ligne à l’engagement : ne le modifiez pas.",
    "Une ligne sans identifiant, avec un volet et un engagement, ajoute un engagement local.",
    "Sur la ligne d’un engagement local, le volet et l’engagement sont relus aussi.",
    "Au retour, seules les cellules changées ici sont reprises ; ce que le site a changé depuis reste.",
    "Une cellule changée des deux côtés est montrée avec ses deux textes, pour choisir.",
    "Une ligne supprimée ici laisse l’engagement tel qu’il est dans l’application.",
    "Place : « corps du contrat », « pour mémoire » (en annexe), ou « selon notre lecture ».",
    "Dates : 31/12/2028, 2028 ou quelques mots. Plusieurs partenaires : un par ligne.",
    "Quartiers : le code ou le nom de ceux du contrat, un par ligne ; aucun pour tout le territoire.",
    "Moyens : un financeur par ligne, avec son montant en euros entiers. Exemple : Ville : 12 500.",
    "Une ligne vide sépare deux paragraphes, « - » commence une puce, **gras**, *italique*.",
)
_HEAD = PatternFill("solid", fgColor="1D5C63")
_QUOTED = PatternFill("solid", fgColor="F1EEE6")


def write_workbook(draft: Draft, origin: Origin) -> bytes:
    """Return the .xlsx of a draft. Every cell is text: a formula typed in a form stays words."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)  # noqa: S101 — a new workbook has a sheet
    sheet.title = SHEET
    columns = (*NATIONAL_COLUMNS, *COLUMNS)
    write_headers(sheet, [(title, one.width) for title, one in zip(HEADERS, columns, strict=True)])
    for number, row in enumerate(_rows(draft), start=2):
        for column, text in enumerate(row, start=1):
            write_text(sheet.cell(number, column), text, quoted=column <= len(NATIONAL_COLUMNS))
    _choices(sheet)
    sheet.freeze_panes = "E2"
    sheet.auto_filter.ref = sheet.dimensions
    _guide(book.create_sheet(GUIDE))
    write_origin(book, origin)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _rows(draft: Draft) -> Iterator[tuple[str, ...]]:
    for section in draft.sections:
        for entry in section.entries:
            yield _national(entry.commitment, entry.convention, section.section.title, entry.adaptation)
        for local in section.local:
            quoted = (local.id, section.section.title, "Engagement local", local.text)
            yield quoted + _adaptation(local.adaptation)
    local_scope = (one for one in draft.national if one.commitment.scope is Scope.LOCAL)
    for entry in (*draft.historical, *local_scope):
        title = draft.catalogue.section_by_id[entry.commitment.section].title
        yield _national(entry.commitment, entry.convention, title, entry.adaptation)
    for out in draft.excluded:
        if out.by_choice:
            title = draft.catalogue.section_by_id[out.commitment.section].title
            adaptation = draft.profile.adaptations.get(out.commitment.id, NO_ADAPTATION)
            yield _national(out.commitment, out.convention, title, adaptation)


def _national(
    commitment: Commitment, convention: Convention, section: str, adaptation: Adaptation
) -> tuple[str, ...]:
    source = f"{convention.title}, {convention.date_text}"
    text = f"[…] {commitment.text}" if commitment.lacuna else commitment.text
    return (commitment.id, section, source, text, *_adaptation(adaptation))


def _adaptation(adaptation: Adaptation) -> tuple[str, ...]:
    return tuple(column.show(said(adaptation, column.field)) for column in COLUMNS)


def write_headers(sheet: Worksheet, columns: Iterable[tuple[str, float]]) -> None:
    """Write the first row: the title of each column and its width."""
    for number, (title, width) in enumerate(columns, start=1):
        cell = sheet.cell(1, number, title)
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), _HEAD
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[get_column_letter(number)].width = width


def write_text(cell: Cell | MergedCell, text: str, *, quoted: bool = False) -> None:
    """Write text and nothing else: « =1+1 » is what somebody wrote, not a sum to make."""
    cell.value = encode_escapes(text) or None
    if text:
        cell.data_type = "s"
        cell.quotePrefix = text[0] in "=+-@\t\r"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if quoted:
        cell.fill = _QUOTED


def _choices(sheet: Worksheet) -> None:
    for number, column in enumerate(COLUMNS, start=len(NATIONAL_COLUMNS) + 1):
        if column.choices:
            allowed = DataValidation(type="list", formula1=f'"{",".join(column.choices)}"', allow_blank=True)
            letter = get_column_letter(number)
            allowed.add(f"{letter}2:{letter}{max(sheet.max_row, 2)}")
            sheet.add_data_validation(allowed)


def _guide(sheet: Worksheet) -> None:
    sheet.column_dimensions["A"].width = 110
    for number, line in enumerate(GUIDE_LINES, start=1):
        cell = sheet.cell(number, 1, line)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
