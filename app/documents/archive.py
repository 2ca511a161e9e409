"""The fiches of all the signatories of a contract, or of all its quartiers, in one zip of Word files.

Written file by file, up to a limit of number and of size: neither time nor memory goes beyond it. Their
contents, where they are long enough to have some, are without page numbers: LibreOffice would take minutes.
"""

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum
from itertools import count
from pathlib import Path
from typing import BinaryIO

from app.documents import Document, RenderOptions
from app.documents.word import write_draft
from app.domain.awaited import brought_by
from app.domain.draft import Draft
from app.domain.problems import UserError
from app.domain.text import file_slug
from app.domain.views import extract, signing_shares

MOST_FILES = 200
MOST_BYTES = 30_000_000
"""Of one archive. 53 communes and 25 partners: 3 MB, made in three seconds (measured)."""

_STAMP = (1980, 1, 1, 0, 0, 0)


class Collection(StrEnum):
    """What an archive holds one file of each of; the value names it in an address and in a command."""

    SIGNATORIES = "signataires"
    QUARTIERS = "quartiers"


class ArchiveRefused(UserError):
    """There is nothing to put in an archive, or too much. The message is one French sentence."""


EMPTY = {
    Collection.SIGNATORIES: "Aucun signataire n’a encore d’engagement ni de moyen dans ce contrat.",
    Collection.QUARTIERS: "Ce contrat n’a pas de quartier.",
}
TOO_LARGE = "Une archive compte {} fiches au plus, et {} Mo : prenez celles-ci une à une."


def write_archive(
    draft: Draft, options: RenderOptions, collection: Collection, template: Path | None, target: BinaryIO
) -> int:
    """Write the zip to `target`, and return how many files it holds.

    Raises ArchiveRefused, or TemplateRefused when the template cannot be used.
    """
    taken: set[str] = set()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, part, chosen in _FILES[collection](draft, options):
            if len(taken) == MOST_FILES or target.tell() > MOST_BYTES:
                raise ArchiveRefused(TOO_LARGE.format(MOST_FILES, MOST_BYTES // 1_000_000))
            stem = next(each for each in _stems(name) if each not in taken)
            taken.add(stem)
            # A Word file is compressed already. A fixed date: the same contract gives the same bytes.
            content = write_draft(part, chosen, template)
            archive.writestr(zipfile.ZipInfo(f"{stem}.docx", _STAMP), content)
    if not taken:
        raise ArchiveRefused(EMPTY[collection])
    return len(taken)


def _stems(name: str) -> Iterator[str]:
    """« evry », then « evry-2 », « evry-3 »."""
    yield name
    yield from (f"{name}-{rank}" for rank in count(2))


File = tuple[str, Draft, RenderOptions]
"""The name of a file, what is written of the contract, and how."""


def _of_signatories(draft: Draft, options: RenderOptions) -> Iterator[File]:
    """Yield a fiche for each signature of who carries or brings something."""
    for share in signing_shares(draft).values():
        part = extract(draft, share)
        if part.sections or brought_by(part, share.ids):
            yield file_slug(share.name, "signataire"), part, replace(options, signatory=share.name)


def _of_quartiers(draft: Draft, options: RenderOptions) -> Iterator[File]:
    for quartier in draft.territory.quartiers:
        chosen = replace(options, document=Document.QUARTIER, quartier=quartier.code)
        yield file_slug(f"{quartier.code} {quartier.name}", "quartier"), draft, chosen


_FILES = {Collection.SIGNATORIES: _of_signatories, Collection.QUARTIERS: _of_quartiers}
