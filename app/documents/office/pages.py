"""On which page each heading of a PDF made by LibreOffice stands."""

import re
from collections.abc import Iterator, Mapping
from io import BytesIO

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from app.documents.office.conversion import ConversionFailed

_ESCAPED = re.compile("/([0-9A-F]{2})")


def pages_of(pdf: bytes) -> Mapping[str, int]:
    """The page of every bookmark of the document, from 1. Raises ConversionFailed for a broken PDF."""
    try:
        reader = PdfReader(BytesIO(pdf))
        found = {
            _unescaped(name): reader.get_destination_page_number(place)
            for name, place in reader.named_destinations.items()
        }
    except PyPdfError as broken:
        raise ConversionFailed(f"Le PDF fait par LibreOffice est illisible ({broken}).") from None
    return {name: page + 1 for name, page in found.items() if page is not None}


def _unescaped(name: str) -> str:
    """LibreOffice writes « _Toc1 » as « /5FToc1 »."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), name)


class EveryPageAlike(Mapping[str, int]):
    """Every heading on a page of two figures: a draft made so has the lines of the numbered one."""

    def __getitem__(self, bookmark: str) -> int:
        return 88

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0
