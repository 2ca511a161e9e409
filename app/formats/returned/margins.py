"""What a file changes in its headers, its footers, its notes and its text boxes."""

import re
from collections.abc import Sequence

from app.domain.returned import LossKind
from app.formats.returned.contents import Contents
from app.formats.returned.fixed_text import SentDraft
from app.formats.returned.losses import Losses
from app.formats.returned.paragraphs import Paragraph, Revision, View
from app.formats.returned.pictures import pictures_added
from app.formats.returned.said import fixed_key, key_of
from app.formats.returned.signatures import signature
from app.formats.xml_parts import W

_AFTER_SOURCE = re.compile(r"\(traçabilité\)\.\s*\S")
"""What follows the last words of a note."""


def list_margins(contents: Contents, draft: SentDraft | None, losses: Losses) -> None:
    """List the headers, footers and notes that say something else than the draft, or that were tracked."""
    for name, paragraphs in contents.margins.items():
        note = "notes" in name
        for at, one in enumerate(paragraphs):
            text = one.text(View.FINAL)
            marks = [p.mark for p in one.pieces if p.mark.revision is not Revision.KEPT and p.text.strip()]
            if marks or _is_new(contents, text, draft, note=note):
                near = _noted(contents, at, paragraphs) if note else ""
                kind = LossKind.FOOTNOTE_CHANGED if note else LossKind.HEADER_CHANGED
                losses.add(kind, text, one, near, signed=signature(marks))


def _is_new(contents: Contents, text: str, draft: SentDraft | None, *, note: bool) -> bool:
    said = fixed_key(text)
    if draft is not None and draft.is_copied:
        return bool(said) and said not in draft.texts
    if note:
        return bool(_AFTER_SOURCE.search(text))
    territory = key_of(contents.sent.profile.territory.name)
    # A header says the territory and the day, be its controls kept or not.
    return territory in key_of(text) and bool(said.replace(territory, "").replace("Projetdu", ""))


def _noted(contents: Contents, at: int, notes: Sequence[Paragraph]) -> str:
    """Return the clause that a note is about."""
    root = contents.package.part("footnotes")
    numbers = [] if root is None else [note.get(f"{W}id", "") for note in root]
    if len(numbers) != len(notes):
        return ""
    places = (one for one in contents.document.paragraphs if numbers[at] in one.notes)
    return contents.near(next(places, None))


def list_pictures(contents: Contents, draft: SentDraft | None, losses: Losses) -> None:
    """List the pictures that the draft has not."""
    known = frozenset[str]() if draft is None else draft.pictures
    for one, picture in pictures_added(contents, known):
        losses.add(LossKind.PICTURE, picture, one)


def list_boxes(contents: Contents, losses: Losses) -> None:
    """List the text boxes: the application writes none."""
    for one in contents.document.paragraphs:
        text = "\n".join(box.text(View.FINAL) for box in one.boxes).strip()
        if text:
            marks = [p.mark for box in one.boxes for p in box.changed(Revision.INSERTED)]
            losses.add(LossKind.TEXT_BOX, text, one, signed=signature(marks))
