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
from app.formats.returned import ASSISTANT, Package, Sent, SentDraft, format_of, read_draft, reopen
from app.formats.returned.rtf import restore_authors

OTHERS = {"odt", "doc", "rtf"}


def as_docx(content: bytes, soffice: Path | None) -> bytes:
    """Return a .odt, a .doc or a .rtf as .docx; any other file, and these without LibreOffice, as it is."""
    kind = format_of(content)
    if kind not in OTHERS or soffice is None:
        return content
    made = Office(soffice).as_docx(content, kind)
    return restore_authors(made, content) if kind == "rtf" else made


class DraftsOnce:
    """The drafts that the files of one sending may be copies of, each made and read once."""

    def __init__(self) -> None:
        self._made: dict[tuple[int, str], SentDraft] = {}

    def likely(
        self, package: Package, draft: Draft, today: date, known: RenderOptions | None = None
    ) -> Iterator[Callable[[Sent], SentDraft]]:
        """Yield the same as `likely_drafts`; files of one draft are to be compared with the same `Sent`."""
        for make in likely_drafts(package, draft, today, known):
            yield partial(self._once, make)

    def _once(self, make: "partial[SentDraft]", sent: Sent) -> SentDraft:
        key = id(sent), repr(make.args[1:])
        if key not in self._made:
            self._made[key] = make(sent)
        return self._made[key]


def likely_drafts(
    package: Package, draft: Draft, today: date, known: RenderOptions | None = None
) -> Iterator["partial[SentDraft]"]:
    """Yield what makes the documents that a returned file may be a copy of, the likeliest first.

    They bear the day, the version and the signature that the file names, else today and none. `known`: what
    else is known of how it was made, and the signature of today.
    """
    day = today
    with suppress(ValueError):
        day = date.fromisoformat(package.made_on)
    version = int(package.version) if package.version.isdecimal() else None
    comments = package.has_remarks_of(ASSISTANT)
    made = replace(known or RenderOptions(day), on=day, version=version, comments=comments, data=False)
    if package.signature_note is not None:  # what is signed since, or was then, is not what is signed today
        made = replace(made, signature_note=package.signature_note)
    editions = (Edition.WORKING,) if package.has_places else (Edition.SIGNING, Edition.WORKING)
    for edition in editions:
        options = replace(made, edition=edition)
        if package.is_fiche:
            yield from _fiches(package, draft, options)
        else:
            yield partial(_written, draft, options)


def _fiches(package: Package, draft: Draft, options: RenderOptions) -> Iterator["partial[SentDraft]"]:
    for share in signing_shares(draft).values():
        if share.name in package.opening:
            yield partial(_written, extract(draft, share), replace(options, signatory=share.name))


def _written(draft: Draft, options: RenderOptions, sent: Sent) -> SentDraft:
    return read_draft(reopen(write_draft(draft, options)), sent)
