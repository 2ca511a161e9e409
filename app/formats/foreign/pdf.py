"""A PDF with a text layer, read by a process of its own, within limits."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Timer
from typing import IO, Any

from app.domain.takeover.original import Original
from app.formats import FileRefused, FileTooHeavy
from app.formats.foreign.layout import Page, read_layout, read_page
from app.formats.foreign.pages import squash

MOST_PAGES = 200
LONGEST = 60.0
"""Seconds after which the reading process is killed."""
_READER = Path(__file__).with_name("pdf_words.py")
"""Not imported: PDFium takes a tenth of the time in which the site starts."""
_LEAST_LETTERS = 40
"""Letters of a page in the mean under which a PDF is made of pictures."""
_LEAST_KNOWN = 0.02
_ENOUGH_WORDS = 200
_LEAST_READ = 0.9
_COMMON = frozenset(
    [
        "le",
        "la",
        "les",
        "de",
        "des",
        "du",
        "et",
        "à",
        "en",
        "un",
        "une",
        "pour",
        "dans",
        "sur",
        "par",
        "au",
        "est",
        "qui",
    ]
)
_WORD = re.compile(r"[^\W\d_]+")

PROTECTED = "Ce PDF est protégé par un mot de passe : enregistrez-le sans mot de passe."
DAMAGED = "Ce PDF est incomplet ou abîmé : ouvrez-le et enregistrez-le de nouveau."
TOO_MANY_PAGES = f"plus de {MOST_PAGES} pages"
TOO_MUCH_TEXT = "ses pages contiennent trop de texte"
TOO_LONG = "sa lecture prend trop de temps ou de mémoire"
SCANNED = (
    "Ce PDF est une image, sans texte : il a été numérisé. Demandez le fichier Word, ou un PDF enregistré "
    "depuis celui-ci."
)
ENCODING = (
    "Les caractères de ce PDF ne se lisent pas : son texte n’a pas de codage connu. Demandez le fichier Word."
)


def read_pdf(content: bytes, name: str) -> Original:
    """Return what a PDF says. Raises FileRefused for one without readable text, FileTooHeavy over a limit."""
    pages = [read_page(page) for page in _printed(content)]
    texts = [word.text for page in pages for word in _words(page)]
    letters = sum(map(len, texts))
    if letters < _LEAST_LETTERS * max(len(pages), 1):
        raise FileRefused(SCANNED)
    if not _is_readable(texts, letters):
        raise FileRefused(ENCODING)
    return read_layout(name, pages)


def _words(page: Page) -> Iterator[Any]:
    for line in page.lines:
        yield from line.words
    for _, cells in page.grids:
        for words in cells.values():
            yield from words


def _is_readable(texts: list[str], letters: int) -> bool:
    """Return whether the letters are those of French: a font without its table gives other ones."""
    strange = sum(
        1 for text in texts for one in text if one in "\x00\ufffd\ufffe" or "\ue000" <= one <= "\uf8ff"
    )
    if letters - strange < letters * _LEAST_READ:
        return False
    words = [word.casefold() for text in texts for word in _WORD.findall(text)]
    known = sum(word in _COMMON for word in words)
    return len(words) < _ENOUGH_WORDS or known >= len(words) * _LEAST_KNOWN


def _printed(content: bytes) -> Iterator[dict[str, Any]]:
    """Yield the pages that the reading process prints. Raises FileRefused and FileTooHeavy."""
    command = [sys.executable, "-I", str(_READER), str(MOST_PAGES)]
    with subprocess.Popen(  # noqa: S603 — our own program
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        timer = Timer(LONGEST, process.kill)
        timer.start()
        try:
            if process.stdin is None or process.stdout is None:
                raise FileTooHeavy(TOO_LONG)
            with suppress(BrokenPipeError):
                process.stdin.write(content)
                process.stdin.close()
            yield from _pages(process.stdout)
            if process.wait():
                raise FileTooHeavy(TOO_LONG)
        finally:
            timer.cancel()
            process.kill()


def _pages(lines: IO[bytes]) -> Iterator[dict[str, Any]]:
    for line in lines:
        page = json.loads(line)
        match page.get("refused"):
            case None:
                if "words" in page:
                    yield page
            case "protected":
                raise FileRefused(PROTECTED)
            case "damaged":
                raise FileRefused(DAMAGED)
            case "pages":
                raise FileTooHeavy(TOO_MANY_PAGES)
            case _:
                raise FileTooHeavy(TOO_MUCH_TEXT)


def page_texts(content: bytes) -> list[str]:
    """Return the letters of each page of a PDF, in the order of the file. Raises what `read_pdf` raises."""
    return [squash(word[0] for word in page["words"]) for page in _printed(content)]
