"""The workbooks made of a draft: its commitments, to be edited and sent back; and its sources, to be read.

The first has a row for each commitment of the contract, of its annexes, or left out by choice. The second has
lines and addresses, what became of schemes, the texts that ask: the contract cites its conventions alone.
"""

from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from app.domain.catalogue import Commitment, Convention, Scope
from app.domain.draft import Draft, Entry
from app.domain.fields import MEANS, MEANS_KINDS, MEANS_STATES, WHOLE_TERM, by_id
from app.domain.flags import WHAT_HAPPENED
from app.domain.french import format_lines, typeset
from app.domain.names import named_signatories
from app.domain.orientations import orientation_numbers
from app.domain.outlines import STRENGTHS
from app.domain.profile import NO_ADAPTATION, Adaptation, MeansKind
from app.domain.rules import STANDINGS, Confidence, Scheme
from app.domain.text import is_blank
from app.domain.views import Budget, budget_of
from app.formats.xlsx.cells import encode_escapes
from app.formats.xlsx.columns import (
    ACTIONS,
    BUDGET,
    COLUMNS,
    FIGURES,
    GUIDE,
    HEADERS,
    INDICATORS,
    NATIONAL_COLUMNS,
    OBJECTIVES,
    ORIENTATIONS,
    PORTRAITS,
    SHEET,
    SheetColumns,
    numbered_columns,
    said,
)
from app.formats.xlsx.orientations import orientation_rows
from app.formats.xlsx.portraits import figure_rows, portrait_rows
from app.formats.xlsx.sheet import Origin, write_origin
from app.formats.xlsx.summaries import (
    ACTION_COLUMNS,
    AMOUNT,
    INDICATOR_COLUMNS,
    SUMMARY_NOT_READ,
    action_rows,
    indicator_rows,
)

NOT_READ = "Totaux des moyens chiffrés, en euros, à la date de l’export. Cette feuille n’est pas relue."
GUIDE_LINES = (
    "Une ligne par engagement. Les colonnes à partir de « Au contrat » sont relues.",
    "L’identifiant relie la ligne à l’engagement : ne le modifiez pas.",
    "La source commence par le numéro de l’engagement dans le document : elle n’est pas relue.",
    "Une ligne sans identifiant, avec un volet et un engagement, ajoute un engagement local.",
    "Sur la ligne d’un engagement local, le volet et l’engagement sont relus aussi.",
    "Au retour, seules les cellules changées ici sont reprises ; ce que le site a changé depuis reste.",
    "Une cellule changée des deux côtés est montrée avec ses deux textes, pour choisir.",
    "Une ligne supprimée ici laisse l’engagement tel qu’il est dans l’application.",
    "Place : « corps du contrat », « pour mémoire » (en annexe), ou « selon notre lecture ».",
    "Dates : 31/12/2028, 2028 ou quelques mots. Plusieurs partenaires : un par ligne.",
    "Objectifs : leurs numéros (1.1), un par ligne ; la feuille « Orientations » les donne, et est relue.",
    "Une ligne de « Orientations » sans identifiant ajoute une orientation, un objectif, ou les deux.",
    "Quartiers : le code ou le nom de ceux du contrat, un par ligne ; aucun pour tout le territoire.",
    "Moyens : un financeur par ligne, avec son montant en euros entiers. Exemple : Ville : 12 500.",
    "Feuille « Quartiers » : enjeux et priorités de chacun. Feuille « Chiffres » : une ligne par chiffre.",
    "Les chiffres d’un quartier forment un tout ; un quartier sans aucune ligne ici garde les siens.",
    "Feuilles « Actions », « Budget » et « Indicateurs » : à lire ; elles ne sont pas relues.",
    "Une ligne vide sépare deux paragraphes, « - » commence une puce, **gras**, *italique*.",
)
FUNDER = by_id(MEANS)["funder"].label
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
    _keep_numbers_as_text(sheet)
    sheet.freeze_panes = "E2"
    sheet.auto_filter.ref = sheet.dimensions
    _beside(book, ORIENTATIONS, orientation_rows(draft.profile.orientations))
    _beside(book, PORTRAITS, portrait_rows(draft))
    _beside(book, FIGURES, figure_rows(draft))
    _guide(book.create_sheet(GUIDE))
    _summary(book.create_sheet(ACTIONS), ACTION_COLUMNS, action_rows(draft))
    _budget(book.create_sheet(BUDGET), budget_of(draft))
    _summary(book.create_sheet(INDICATORS), INDICATOR_COLUMNS, indicator_rows(draft))
    write_origin(book, origin)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _beside(book: Workbook, columns: SheetColumns, rows: Iterable[tuple[str, ...]]) -> None:
    """Add a sheet whose first columns are quoted: what names a row. The rest is read again."""
    sheet = book.create_sheet(columns.title)
    write_headers(sheet, [(column.title, column.width) for column in columns.columns])
    for number, row in enumerate(rows, start=2):
        for column, text in enumerate(row, start=1):
            write_text(sheet.cell(number, column), text, quoted=column <= QUOTED)
    sheet.freeze_panes = "C2"


QUOTED = 2
"""Columns of a sheet beside that of the commitments that are quoted."""


def _keep_numbers_as_text(sheet: Worksheet) -> None:
    """Make text of the numbers of objectives: as a figure, « 1.10 » would lose its last digit."""
    column = next(rank for rank, one in enumerate(COLUMNS, start=1) if one.field == OBJECTIVES)
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, len(NATIONAL_COLUMNS) + column).number_format = "@"


def _rows(draft: Draft) -> Iterator[tuple[str, ...]]:
    columns = numbered_columns(orientation_numbers(draft.profile.orientations))
    for quoted, adaptation in _quoted_rows(draft):
        yield (*quoted, *(column.show(said(adaptation, column.field)) for column in columns))


def _quoted_rows(draft: Draft) -> Iterator[tuple[tuple[str, ...], Adaptation]]:
    """Yield what the sheet quotes of each commitment, with its adaptation."""
    numbers, local_numbers = draft.numbers, draft.local_numbers
    for section in draft.sections:
        for entry in section.entries:
            title, number = section.section.title, f"Engagement {numbers[entry.commitment.id]} — "
            yield _national(entry.commitment, entry.convention, title, number), entry.adaptation
        for local in section.local:
            number = f"Engagement local {local_numbers[local.id]}"
            yield (local.id, section.section.title, number, local.text), local.adaptation
    local_scope = (one for one in draft.national if one.commitment.scope is Scope.LOCAL)
    for entry in (*draft.historical, *local_scope):
        title = draft.catalogue.section_by_id[entry.commitment.section].title
        yield _national(entry.commitment, entry.convention, title), entry.adaptation
    for out in draft.excluded:
        if out.by_choice:
            title = draft.catalogue.section_by_id[out.commitment.section].title
            adaptation = draft.profile.adaptations.get(out.commitment.id, NO_ADAPTATION)
            yield _national(out.commitment, out.convention, title), adaptation


def _national(
    commitment: Commitment, convention: Convention, section: str, number: str = ""
) -> tuple[str, ...]:
    source = f"{number}{convention.title}, {convention.date_text}"
    text = f"[…] {commitment.text}" if commitment.lacuna else commitment.text
    return commitment.id, section, source, text


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


def _budget(sheet: Worksheet, budget: Budget) -> None:
    """Write what each funder brings, by year and by kind: totals to read, which nobody reads back."""
    years = budget.years
    titles = [FUNDER, *(year or WHOLE_TERM for year in years), "Total", *MEANS_KINDS.values()]
    write_headers(sheet, [(title, 34 if title == FUNDER else 18) for title in titles])
    number = 1
    for number, line in enumerate((*budget.lines, budget.sum) if budget.lines else (), start=2):
        write_text(sheet.cell(number, 1), line.funder)
        amounts = [*map(line.of_year, years), line.total, *map(line.of_kind, MeansKind)]
        for column, amount in enumerate(amounts, start=2):
            sheet.cell(number, column, amount).number_format = "# ##0"
    for state in budget.states:
        number += 1
        write_text(sheet.cell(number, 1), f"Dont {MEANS_STATES[state]}")
        sheet.cell(number, 2 + len(years), budget.sum.of_state(state)).number_format = "# ##0"
    write_text(sheet.cell(number + 2, 1), NOT_READ)
    sheet.freeze_panes = "B2"


def _summary(
    sheet: Worksheet, columns: tuple[tuple[str, int], ...], rows: Iterable[tuple[str | int, ...]]
) -> None:
    """Write what is only read; numbers and amounts are figures, so that they sort and add up.

    The number of a commitment is no amount: it is shown as it is.
    """
    write_headers(sheet, columns)
    number = 1
    for number, row in enumerate(rows, start=2):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(number, column)
            if isinstance(value, int):
                cell.value, cell.alignment = value, Alignment(vertical="top")
                if columns[column - 1][0] == AMOUNT:
                    cell.number_format = "# ##0"
            else:
                write_text(cell, value)
    write_text(sheet.cell(number + 2, 1), SUMMARY_NOT_READ)
    sheet.cell(number + 2, 1).alignment = Alignment(wrap_text=False)
    sheet.freeze_panes = "B2"


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


CONFIDENCE: Mapping[Confidence | None, str] = {
    Confidence.VERIFIED: "lu dans une source",
    Confidence.GENERAL_KNOWLEDGE: "à vérifier",
    Confidence.UNSURE: "incertain, à vérifier",
    None: "",
}
STATES = {**WHAT_HAPPENED, "in force": "en vigueur", "unknown": "situation inconnue"}

Row = tuple[str, ...]
COMMITMENTS = (
    ("Où", 34), ("Numéro", 9), ("Engagement", 60), ("Convention", 40), ("Document source", 40),
    ("Lignes", 16), ("Notre lecture", 20), ("Confiance", 18), ("Motif", 40), ("Dispositifs nommés", 40),
)  # fmt: skip
SCHEMES = (
    ("Nom dans le texte", 44), ("Ce qu’il est devenu", 22), ("Depuis", 22), ("Nom proposé", 44),
    ("Source", 60), ("Confiance", 20), ("Engagements", 20),
)  # fmt: skip
TEXTS = (("Ce qui est demandé", 50), ("Force", 22), ("Texte qui le demande", 80), ("À vérifier", 60))


def write_sources(draft: Draft) -> bytes:
    """Return the .xlsx: a sheet of the commitments, one of their schemes, one of the texts that ask."""
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)  # noqa: S101 — a new workbook has a sheet
    first.title = "Engagements"
    _fill(first, COMMITMENTS, _commitments(draft))
    _fill(book.create_sheet("Dispositifs"), SCHEMES, _schemes(draft))
    _fill(book.create_sheet("Textes"), TEXTS, (tuple(map(typeset, row)) for row in _texts(draft)))
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _fill(sheet: Worksheet, columns: tuple[tuple[str, int], ...], rows: Iterable[Row]) -> None:
    write_headers(sheet, columns)
    for number, row in enumerate(rows, start=2):
        for column, text in enumerate(row, start=1):
            write_text(sheet.cell(number, column), text)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions


def _commitments(draft: Draft) -> Iterator[Row]:
    """Yield every commitment of the catalogue, in the body, in the annexes, or left out."""
    numbers = draft.numbers
    for section in draft.sections:
        for entry in section.entries:
            yield _commitment(draft, entry, section.section.title, str(numbers[entry.commitment.id]))
    for entry in draft.historical:
        yield _commitment(draft, entry, "Annexe : engagements achevés", "")
    for entry in draft.national:
        yield _commitment(draft, entry, "Annexe : acteurs nationaux", "")
    for out in draft.excluded:
        quoted = _quoted(draft, out.commitment, out.convention)
        yield ("Annexe : non retenus", "", *quoted, "", "", out.reason, "")


def _commitment(draft: Draft, entry: Entry, where: str, number: str) -> Row:
    reading, quoted = entry.commitment.reading, _quoted(draft, entry.commitment, entry.convention)
    schemes = "\n".join(scheme.full_name for scheme in entry.schemes)
    read = (STANDINGS[entry.standing], CONFIDENCE[reading.confidence], typeset(reading.reason))
    return (where, number, *quoted, *read, schemes)


def _quoted(draft: Draft, commitment: Commitment, convention: Convention) -> Row:
    """Return the national text and where it stands: convention, document, lines."""
    text = f"[…] {commitment.text}" if commitment.lacuna else commitment.text
    document = draft.catalogue.source_titles.get(convention.document, convention.document)
    source = f"{convention.title}, {convention.date_text}"
    return (text, source, document, format_lines(commitment.lines))


def _schemes(draft: Draft) -> Iterator[Row]:
    """Yield what became of each scheme that the contract names, with its source, verified or not."""
    named: dict[str, tuple[Scheme, list[str]]] = {}
    numbers = draft.numbers
    for entry in (*draft.entries(), *draft.historical, *draft.national):
        for scheme in entry.schemes:
            ranks = named.setdefault(scheme.id, (scheme, []))[1]
            if entry.commitment.id in numbers:
                ranks.append(str(numbers[entry.commitment.id]))
    for scheme, ranks in named.values():
        became = (STATES[scheme.status], scheme.since or "", scheme.successor or "", scheme.source or "")
        yield (scheme.full_name, *became, CONFIDENCE[scheme.confidence], ", ".join(ranks))


def _texts(draft: Draft) -> Iterator[Row]:
    """Yield the texts on which the volets, the signatories, the chapters and the visas rest."""
    for section in draft.sections:
        volet = section.section
        yield (f"Volet : {volet.title}", "", f"{volet.legal_basis}. {volet.summary}".strip(), volet.to_verify)
    for partner in draft.partners:
        _, basis = partner.capacity_in(draft.territory)
        yield (f"Signataire : {partner.title}", "", basis, partner.remark)
    for _, signatory in named_signatories(draft):
        if not is_blank(signatory.ground):
            yield (f"Signataire : {signatory.name}", "", signatory.ground, "Fondement saisi dans le contrat.")
    for chapter in draft.outline.chapters:
        for place in chapter.places:
            asked = place.requirement(draft.facts, draft.profile.partners)
            if asked:
                what = f"{chapter.title} : {place.label}"
                yield (what, STRENGTHS[asked.strength], asked.source, "")
    for visa in draft.outline.visas:
        if visa.holds(draft.facts):
            yield ("Visa", "", visa.text, "Référence à vérifier." if visa.to_verify else "")
