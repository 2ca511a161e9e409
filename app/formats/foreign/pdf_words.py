"""Prints the words and the ruled lines of a PDF as JSON: `python -I pdf_words.py MOST_PAGES < FILE`.

A page gives a line; the first line says how many pages there are, or why the file is refused. Lengths are in
points, from the top left corner of the page. A program of its own, which imports nothing of the application:
PDFium is C++, and what makes it fail, or take all memory, ends this process alone.
"""

import ctypes
import json
import math
import resource
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

CPU_SECONDS = 30
MEMORY = 320 * 1024 * 1024
MOST_CHARACTERS = 1_500_000
"""200 pages of 7,500: twice the fullest page of a contract."""
MOST_ON_PAGE = 30_000
"""A text that is printed over itself has more."""
MOST_RULES = 2_000
"""Of one page; a drawing has more, a table some hundreds."""

_SAMPLE = 200
"""Letters of a page that tell which way it is turned."""
_LINE_END = "\r\n"
_HYPHEN = "\u0002"
_ASCENT, _DESCENT = 0.75, 0.25
_GAP = 0.11
"""Sizes of type between two words: the narrow no-break space of LibreOffice takes 0.13."""
_THIN, _SHORT = 3.0, 6.0
_SIDES = 6
"""Segments of a rectangle, its closing ones included."""
_BOLD = 600
_BOLD_NAMES = ("bold", "black", "heavy", "demi")
_NAME_SIZE = 128

Word = list[Any]
"""Its text, left, top, right, bottom, size of type, 1 for bold."""


def main() -> None:
    """Read the file on stdin, and print its pages."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
    except pypdfium2.PdfiumError as error:
        _print({"refused": "protected" if error.err_code == pdfium.FPDF_ERR_PASSWORD else "damaged"})
        return
    number, most = len(document), int(sys.argv[1])
    _print({"pages": number, "refused": "pages" if number > most else None})
    if number <= most:
        _print_pages(document)


def _print_pages(document: Any) -> None:
    if _is_too_full(document):
        _print({"refused": "characters"})
        return
    for page in document:
        text = page.get_textpage()
        characters = pdfium.FPDFText_CountChars(text)
        width, height = page.get_size()
        turned = _turned(text, characters)
        if (turned % 180 != 0) != (page.get_rotation() % 180 != 0):
            width, height = height, width
        sheet = _Sheet(turned, width, height)
        words = list(_words(text, characters, sheet))
        _print({"width": width, "height": height, "words": words, "rules": _rules(page, sheet)})
        text.close()
        page.close()


def _is_too_full(document: Any) -> bool:
    """Return whether a page, or all of them, have more letters than can be read in time: counted first."""
    left = MOST_CHARACTERS
    for page in document:
        text = page.get_textpage()
        characters = pdfium.FPDFText_CountChars(text)
        text.close()
        page.close()
        left -= characters
        if left < 0 or characters > MOST_ON_PAGE:
            return True
    return False


def _print(value: object) -> None:
    print(json.dumps(value), flush=True)


def _turned(text: Any, characters: int) -> int:
    """Return by how many degrees, clockwise, a page is to be turned so that its text is upright.

    The letters tell, not the page: some are kept turned, and some hold text that lies on its side.
    """
    directions: Counter[int] = Counter()
    matrix = pdfium.FS_MATRIX()
    for index in range(0, characters, max(characters // _SAMPLE, 1)):
        if pdfium.FPDFText_GetMatrix(text, index, matrix):
            directions[round(math.degrees(math.atan2(matrix.b, matrix.a)) / 90) % 4 * 90] += 1
    return directions.most_common(1)[0][0] if directions else 0


class _Sheet:
    """A page as it is read: turned by 90, 180 or 270 degrees, clockwise, so that its text is upright.

    `width` and `height` are those of the page once it is turned.
    """

    def __init__(self, turned: int, width: float, height: float) -> None:
        self._turned, self._width, self._height = turned, width, height

    def seen(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point of the file is seen, from the top left corner."""
        match self._turned:
            case 90:
                return y, x
            case 180:
                return self._width - x, y
            case 270:
                return self._width - y, self._height - x
            case _:
                return x, self._height - y

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """Return where a rectangle of the file is seen: its left, top, right and bottom."""
        (x, y), (other_x, other_y) = self.seen(left, bottom), self.seen(right, top)
        return min(x, other_x), min(y, other_y), max(x, other_x), max(y, other_y)


def _words(page: Any, characters: int, sheet: _Sheet) -> Iterator[Word]:
    """Yield the words of a page in the order of the file."""
    word: Word | None = None
    for index in range(characters):
        letter = chr(pdfium.FPDFText_GetUnicode(page, index))
        if letter.isspace() or letter in _LINE_END:
            if word is not None:
                yield _rounded(word)
            word = None
            continue
        left, right, baseline = _place(page, index, sheet)
        if word is not None and _is_apart(word, left, baseline):
            yield _rounded(word)
            word = None
        if word is None:
            size = _size(page, index)
            word = ["", left, baseline - size * _ASCENT, right, baseline + size * _DESCENT, size]
            word.append(_is_bold(page, index))
        word[0] += "-" if letter == _HYPHEN else letter
        word[3] = max(word[3], right)
    if word is not None:
        yield _rounded(word)


def _place(page: Any, index: int, sheet: _Sheet) -> tuple[float, float, float]:
    """Return where a letter begins and ends, and the line that it stands on."""
    box = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(page, index, box)
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(page, index, x, y)
    left, _, right, _ = sheet.box(box.left, box.bottom, box.right, box.top)
    origin, baseline = sheet.seen(x.value, y.value)
    return min(left, origin), right, baseline


def _size(page: Any, index: int) -> float:
    """Return the size of type as it is seen: that of the font, scaled."""
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(page, index, matrix)
    return max(float(pdfium.FPDFText_GetFontSize(page, index)) * math.hypot(matrix.c, matrix.d), 1.0)


def _rounded(word: Word) -> Word:
    return [word[0], *(round(one, 1) for one in word[1:6]), word[6]]


def _is_apart(word: Word, left: float, baseline: float) -> bool:
    """Return whether a letter is of another word: after a gap, or on another line."""
    size = word[5]
    return (
        left - word[3] > size * _GAP or left < word[3] - size or not word[2] <= baseline - size / 4 <= word[4]
    )


def _is_bold(page: Any, index: int) -> int:
    if pdfium.FPDFText_GetFontWeight(page, index) >= _BOLD:
        return 1
    name = ctypes.create_string_buffer(_NAME_SIZE)
    flags = ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(page, index, name, _NAME_SIZE, flags)
    said = name.value.decode("utf-8", "replace").lower()
    return int(any(one in said for one in _BOLD_NAMES))


def _rules(page: Any, sheet: _Sheet) -> list[list[float]]:
    """Return the straight lines of a page, and the sides of the rectangles that are drawn as a frame."""
    rules: list[list[float]] = []
    for drawn in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_PATH,), max_depth=3):
        left, high, right, low = sheet.box(*drawn.get_bounds())
        width, tall = right - left, low - high
        if min(width, tall) <= _THIN:
            if max(width, tall) >= _SHORT:
                rules.append([left, high, right, low])
        elif _is_frame(drawn) and min(width, tall) > _SHORT:
            rules += [[left, high, right, high], [left, low, right, low]]
            rules += [[left, high, left, low], [right, high, right, low]]
        if len(rules) > MOST_RULES:
            return []
    return [[round(one, 1) for one in rule] for rule in rules]


def _is_frame(drawn: Any) -> bool:
    """Return whether a rectangle has its sides drawn: cells of Word and of browsers."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(drawn, fill, stroke)
    return bool(stroke.value) and pdfium.FPDFPath_CountSegments(drawn) <= _SIDES


if __name__ == "__main__":
    main()
