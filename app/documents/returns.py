"""Returned files: those of other formats made .docx by LibreOffice, and the drafts they may be copies of."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from app.documents import Edition, RenderOptions
from app.documents.office import Office
from app.documents.word import write_draft
from app.domain.draft import Draft
from app.domain.views import extract, signing_shares
from app.formats.returned import ASSISTANT, Package, format_of

OTHERS = {"odt", "doc", "rtf"}


def as_docx(content: bytes, soffice: Path | None) -> bytes:
    """Return a .odt, a .doc or a .rtf as .docx; any other file, and these without LibreOffice, as it is."""
    kind = format_of(content)
    if kind not in OTHERS or soffice is None:
        return content
    return Office(soffice).as_docx(content, kind)


def likely_drafts(
    package: Package, draft: Draft, today: date, known: RenderOptions | None = None
) -> Iterator[Callable[[], bytes]]:
    """Yield what makes the documents that a returned file may be a copy of, the likeliest first.

    They bear the day and the version that the file names, else today and none. `known`: what else is known of
    how it was made.
    """
    day = today
    with suppress(ValueError):
        day = date.fromisoformat(package.made_on)
    version = int(package.version) if package.version.isdecimal() else None
    made = replace(known or RenderOptions(day), on=day, version=version, data=False)
    remarks = (True,) if package.has_remarks_of(ASSISTANT) else (False, True)
    editions = (Edition.WORKING,) if package.has_places else (Edition.SIGNING, Edition.WORKING)
    for edition in editions:
        for comments in remarks:
            options = replace(made, edition=edition, comments=comments)
            if package.is_fiche:
                yield from _fiches(package, draft, options)
            else:
                yield partial(write_draft, draft, options)


def _fiches(package: Package, draft: Draft, options: RenderOptions) -> Iterator[Callable[[], bytes]]:
    for share in signing_shares(draft).values():
        if share.name in package.opening:
            yield partial(write_draft, extract(draft, share), replace(options, signatory=share.name))
