"""The file of sources of a contract: its commitments, what became of their schemes, the texts that ask.

Lines, addresses and confidence stand here and on the pages; the contract cites its conventions alone.
"""

from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from app.domain.catalogue import Commitment, Convention
from app.domain.draft import Draft, Entry
from app.domain.flags import WHAT_HAPPENED
from app.domain.french import format_lines, typeset
from app.domain.outlines import STRENGTHS
from app.domain.rules import Confidence, Scheme
from app.domain.standing import STANDINGS
from app.formats.xlsx.writing import write_headers, write_text

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
    for chapter in draft.outline.chapters:
        for place in chapter.places:
            asked = place.requirement(draft.facts, draft.profile.partners)
            if asked:
                what = f"{chapter.title} : {place.label}"
                yield (what, STRENGTHS[asked.strength], asked.source, "")
    for visa in draft.outline.visas:
        if visa.holds(draft.facts):
            yield ("Visa", "", visa.text, "Référence à vérifier." if visa.to_verify else "")
