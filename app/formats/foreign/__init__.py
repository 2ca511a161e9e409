"""A contract made elsewhere, read within limits: Word, or a PDF with a text layer."""

from app.formats.foreign.pages import with_pages
from app.formats.foreign.pdf import TOO_MANY_PAGES, page_texts, read_pdf
from app.formats.foreign.word import read_word

LARGEST = 30_000_000
"""Bytes of a file."""

__all__ = ["LARGEST", "TOO_MANY_PAGES", "page_texts", "read_pdf", "read_word", "with_pages"]
