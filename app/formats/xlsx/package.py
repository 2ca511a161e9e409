"""The parts of an .xlsx: its sheets by name, its shared texts, its number formats.

Parts are found by their relationships, as Excel does, and read element by element: openpyxl makes a cell of
each one in a merged range, a link or a validation, and `A1:XFD1048576` holds seventeen billion.
"""

from dataclasses import dataclass
from posixpath import dirname, join, normpath
from urllib.parse import unquote

from openpyxl.styles.numbers import BUILTIN_FORMATS

from app.domain.french import typeset
from app.domain.problems import Problem, Refused
from app.formats import ArchiveLimits, read_archive
from app.formats.xlsx.cells import GENERAL, MAX_CELL, MAX_FORMAT, decode_escapes
from app.formats.xml_parts import XmlLimits, XmlReader, parse_xml

MAX_FILE = 15_000_000
"""Bytes of a workbook."""

PARTS = ArchiveLimits(total=40_000_000, members=500)
SMALL = XmlLimits(elements=20_000, attributes=100_000)
LARGE = XmlLimits(elements=400_000, attributes=1_000_000)
"""Above 5,000 rows of 22 columns, coloured to the last one. A million attributes take 2.5 s of CPU."""

NOT_A_WORKBOOK = "ce n’est pas un classeur .xlsx : choisissez le fichier exporté depuis ce contrat"
OLD = (
    "c’est un ancien classeur .xls, ou un classeur protégé par un mot de passe : "
    "enregistrez-le au format .xlsx, sans mot de passe"
)
OPEN_DOCUMENT = "c’est un classeur LibreOffice .ods : enregistrez-le au format .xlsx"
BINARY = "c’est un classeur binaire .xlsb : enregistrez-le au format .xlsx"
_OLE = b"\xd0\xcf\x11\xe0"


class WorkbookRefused(Refused):
    """A file that cannot be taken over. Its problems have the path of their cell, where they have one."""

    @classmethod
    def because(cls, message: str) -> "WorkbookRefused":
        """Return the refusal of a whole file, for one reason."""
        return cls((Problem("", typeset(message)),))


@dataclass(frozen=True)
class Package:
    """A workbook: the XML of its sheets by name, and what their cells refer to by number.

    `formats` holds the number format of each style of a cell, `comments` the cells that have one by sheet.
    """

    sheets: dict[str, bytes]
    texts: list[str]
    formats: list[str]
    from_1904: bool
    comments: dict[str, list[str]]


def open_package(content: bytes) -> Package:
    """Return the parts of a file.

    Raises WorkbookRefused for what is no such workbook, FileRefused over a limit.
    """
    if len(content) > MAX_FILE:
        raise WorkbookRefused.because("classeur de plus de 15 Mo : retirez-en les images")
    if content.startswith(_OLE):
        raise WorkbookRefused.because(OLD)
    if not content.startswith(b"PK"):
        raise WorkbookRefused.because(NOT_A_WORKBOOK)
    return _Opener(read_archive(content, PARTS)).package()


class _Opener:
    def __init__(self, parts: dict[str, bytes]) -> None:
        self._parts = {name.replace("\\", "/").casefold(): part for name, part in parts.items()}

    def package(self) -> Package:
        main = next(iter(self._related("", "/officeDocument").values()), "xl/workbook.xml")
        if "mimetype" in self._parts and "content.xml" in self._parts:
            raise WorkbookRefused.because(OPEN_DOCUMENT)
        if main.endswith(".bin"):
            raise WorkbookRefused.because(BINARY)
        if not self._part(main):
            raise WorkbookRefused.because(NOT_A_WORKBOOK)
        book = parse_xml(self._part(main), SMALL)
        targets = self._related(main, "/worksheet")
        sheets: dict[str, bytes] = {}
        comments: dict[str, list[str]] = {}
        for sheet in book.iter("{*}sheet"):
            key = next((value for known, value in sheet.attrib.items() if known.endswith("}id")), "")
            name, target = sheet.get("name", ""), targets.get(key, "")
            if name not in sheets:
                sheets[name], comments[name] = self._part(target), self._commented(target)
        texts, styles = _Texts(), _Styles()
        for kind, reader in (("/sharedStrings", texts), ("/styles", styles)):
            for target in self._related(main, kind).values():
                reader.read(self._part(target) or b"<empty/>")
        from_1904 = any(one.get("date1904") in {"1", "true"} for one in book.iter("{*}workbookPr"))
        named = {name: part for name, part in sheets.items() if part}
        return Package(named, texts.texts, styles.formats, from_1904, comments)

    def _part(self, name: str) -> bytes:
        """Return a part; the target of a relationship may be written as in an address, « feuille%201 »."""
        return self._parts.get(name.casefold()) or self._parts.get(unquote(name).casefold(), b"")

    def _commented(self, sheet: str) -> list[str]:
        """Return the cells of a sheet that have a comment."""
        parts = map(self._part, self._related(sheet, "/comments").values())
        return [
            one.get("ref", "") for part in parts if part for one in parse_xml(part, LARGE).iter("{*}comment")
        ]

    def _related(self, name: str, kind: str) -> dict[str, str]:
        """Return the parts that a part refers to by relationships of a kind, by the id of each."""
        folder, _, own = name.rpartition("/")
        content = self._part(join(folder, "_rels", f"{own}.rels"))
        if not content:
            return {}
        return {
            one.get("Id", ""): normpath(join("/", dirname(name), one.get("Target", ""))).lstrip("/")
            for one in parse_xml(content, SMALL).iter("{*}Relationship")
            if one.get("TargetMode") != "External" and one.get("Type", "").endswith(kind)
        }


def local_name(name: str) -> str:
    """Return the name of an element without its namespace, which differs in the strict form of the format."""
    return name.rpartition(" ")[2]


class _Texts(XmlReader):
    """The shared texts, without the readings of East Asian words, which stand beside them."""

    def __init__(self) -> None:
        super().__init__(LARGE)
        self.texts: list[str] = []
        self._pieces: list[str] = []
        self._takes = self._aside = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        kind = local_name(name)
        if kind == "si":
            self._pieces = []
        self._aside = self._aside or kind == "rPh"
        self._takes = kind == "t" and not self._aside

    def end(self, name: str) -> None:
        kind = local_name(name)
        self._takes = False
        self._aside = self._aside and kind != "rPh"
        if kind == "si":
            self.texts.append(cell_text(self._pieces))

    def text(self, text: str) -> None:
        if self._takes:
            self._pieces.append(text)


class _Styles(XmlReader):
    def __init__(self) -> None:
        super().__init__(LARGE)
        self.formats: list[str] = []
        self._own: dict[str, str] = {}
        self._in_cells = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        kind = local_name(name)
        if kind == "numFmt":
            code = attributes.get("formatCode", "")
            self._own[attributes.get("numFmtId", "")] = code if len(code) <= MAX_FORMAT else GENERAL
        elif kind == "cellXfs":
            self._in_cells = True
        elif kind == "xf" and self._in_cells:
            number = attributes.get("numFmtId", "0")
            known = BUILTIN_FORMATS.get(int(number), GENERAL) if _is_short_number(number) else GENERAL
            self.formats.append(self._own.get(number, known))

    def end(self, name: str) -> None:
        if local_name(name) == "cellXfs":
            self._in_cells = False


def cell_text(pieces: list[str]) -> str:
    """Return the text of a cell from its pieces, a little more than Excel allows at most."""
    return decode_escapes("".join(pieces)[: MAX_CELL + 1])


def number_of(text: str | None) -> int | None:
    """Return the number that an attribute holds; None for anything else."""
    return int(text) if text is not None and _is_short_number(text) else None


def _is_short_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10  # noqa: PLR2004 — nine digits, more than any row
