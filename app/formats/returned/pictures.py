"""The pictures of a file, by what they are called: the application sets none but those of its template."""

from collections.abc import Iterator

from app.formats.returned.contents import Contents
from app.formats.returned.paragraphs import Paragraph


def pictures_of(contents: Contents) -> Iterator[str]:
    """Yield what the pictures of the body are called."""
    yield from (picture for one in contents.document.paragraphs for picture in one.pictures)


def pictures_added(contents: Contents, known: frozenset[str]) -> Iterator[tuple[Paragraph, str]]:
    """Yield the pictures that the draft has not, each with its paragraph."""
    for one in contents.document.paragraphs:
        yield from ((one, picture) for picture in one.pictures if picture not in known)
