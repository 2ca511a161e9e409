"""The whole reading of a returned file: changes, comments, and what found no place."""

import re
from collections import defaultdict
from collections.abc import Collection

from app.domain.returned import LossKind
from app.formats import FileRefused
from app.formats.returned.changes import Comparison, without_separators
from app.formats.returned.clauses import Block
from app.formats.returned.contents import Contents, Loose, contents_of
from app.formats.returned.fields import LABELS, FieldReader, Fields, picked_dates
from app.formats.returned.fixed_text import Drafts, SentDraft, draft_of, list_loose
from app.formats.returned.losses import Losses
from app.formats.returned.margins import list_boxes, list_margins, list_pictures
from app.formats.returned.order import absences, deleted_with_tracking, moves
from app.formats.returned.package import Package
from app.formats.returned.paragraphs import View
from app.formats.returned.places import Places, is_answered, place_change, sent_text
from app.formats.returned.quotations import quotation_change, quotation_of
from app.formats.returned.said import key_of
from app.formats.returned.sent import Sent
from app.formats.returned.signatures import signature
from app.formats.returned.threads import comments_of, remarks_deleted
from app.formats.returned.values import Change, Returned

NOT_A_COPY = "Ce fichier n’est pas un exemplaire de ce contrat : rien n’y a été reconnu."
ANOTHER_CONTRACT = "Ce fichier est celui d’un autre contrat : ni son titre ni ses en-têtes ne nomment {name}."
_LEAST_FOUND = 3
_BETWEEN_FIELDS = re.compile(r"\s·\s|\n|\s{2,}")
"""What parts the fields that stand in one paragraph."""


def read_returned(
    package: Package, sent: Sent, drafts: Drafts = (), *, whatever_contract: bool = False
) -> Returned:
    """Return the changes, the comments, what found no place and the number of changes of form.

    `drafts` make the contract as it was sent, in the editions there are: what nobody tracked outside the
    fields is seen by them. Raises FileRefused for what is no copy of this contract, and for a copy of
    another, unless it is to be read `whatever_contract` it is of.
    """
    contents = contents_of(package, sent)
    if len(contents.blocks) < min(_LEAST_FOUND, len(sent.clauses)) or not contents.blocks:
        raise FileRefused(NOT_A_COPY)
    name = sent.profile.territory.name
    if not whatever_contract and key_of(name) not in key_of(contents.opening()):
        raise FileRefused(ANOTHER_CONTRACT.format(name=f"«\u00a0{name}\u00a0»"))
    return _Reading(contents).read(drafts)


class _Reading:
    """Gathers what a file says. `_loose`: the texts that stand in no field."""

    def __init__(self, contents: Contents) -> None:
        self._contents = contents
        self._comparison = Comparison(contents.sent)
        self._places = Places(contents)
        self._losses = Losses(contents)
        self._changes: list[Change] = []
        self._loose: list[Loose] = []

    def read(self, drafts: Drafts) -> Returned:
        contents, losses = self._contents, self._losses
        for block in contents.blocks:
            self._read_clause(block.settled() if block.is_brought else block)
        self._read_outside()
        self._list_repeated()
        draft = draft_of(self._loose, contents.sent, drafts)
        self._compare_places(draft)
        copied = draft is not None and draft.is_copied
        order = draft.order if draft is not None and copied else {}
        self._changes += [*moves(contents, order), *absences(contents, order)]
        list_loose(contents, self._loose, draft, losses)
        list_margins(contents, draft, losses)
        list_boxes(contents, losses)
        list_pictures(contents, draft, losses)
        return Returned(
            tuple(self._changes),
            tuple(comments_of(contents, draft.remarks if draft is not None else ())),
            losses.found(),
            contents.document.formatting,
            remarks_deleted(contents, draft.remarks if draft is not None and copied else None),
            fixed_text_compared=copied,
        )

    def _read_clause(self, block: Block) -> None:
        if block.is_deleted:
            self._changes.append(deleted_with_tracking(block))
            return
        clause, titles = block.clause, self._contents.parts.titles
        final = FieldReader(block, titles, View.FINAL).read()
        original = FieldReader(block, titles, View.ORIGINAL).read() if block.is_tracked else final
        for change in self._comparison.changes(clause, final, original, picked_dates(block)):
            self._changes.append(change)
            for name in change.unknown if change.field == "quartiers" else ():
                self._losses.add(LossKind.ADDED_TEXT, name, block.paragraphs[0], clause, field="quartiers")
        self._keep_loose(block, final, original)

    def _keep_loose(self, block: Block, final: Fields, original: Fields) -> None:
        """Keep what stands in no field of a clause for later, and list what was deleted of it whole."""
        sent, clause = self._contents.sent, block.clause
        quoted = quotation_of(block, sent)
        retyped = _retyped(final, original)
        values = {part for _, text in sent.shown(clause) for part in (text, *text.split("\n"))}
        values = {without_separators(part) for part in values}
        for one, said in final.rest:
            # What a field says, and whose label somebody changed, is not a text of its own.
            if one is not quoted and (said.changed() or not is_said(said.text, values)):
                kept = said.settled() if id(one) in retyped else said
                self._loose.append(Loose(one, kept, clause))
        shown = {id(one) for one, _ in final.rest} | retyped
        for one, said in original.rest:
            # What was deleted whole stands in the original alone.
            if one is not quoted and id(one) not in shown and said.changed():
                self._losses.add_tracked(Loose(one, said, clause))
        if quoted is not None:
            change = quotation_change(quoted, clause, sent.clauses[clause].text)
            self._changes += [] if change is None else [change]

    def _read_outside(self) -> None:
        """Take what stands in no clause."""
        self._loose += self._places.loose
        deleted = {block.clause for block in self._contents.blocks if block.is_deleted}
        for loose in self._places.before:
            # LibreOffice gives what was deleted with a clause another style: it looks cut off from it.
            if self._contents.near(loose.paragraph) not in deleted:
                self._losses.add_tracked(loose)

    def _list_repeated(self) -> None:
        for block in self._contents.repeated:
            text = block.text(View.FINAL)
            if block.is_left:
                kind = LossKind.DUPLICATE_CLAUSE if block.clause else LossKind.ADDED_HEADING
                self._losses.add(kind, text, block.paragraphs[0], block.clause)

    def _compare_places(self, draft: SentDraft | None) -> None:
        """Compare the texts of the chapters and what is said of the signatories."""
        places, sent = self._places, self._contents.sent
        others = None if draft is None else draft.places
        copied = draft is not None and draft.is_copied
        for tag in places:
            now = places.said(tag, View.FINAL)
            old = sent_text(tag, sent, others, copied=copied)
            if key_of(now.text) == key_of(old):
                continue
            if is_answered(tag, sent):
                self._changes.append(place_change(tag, places, sent, old))
            else:
                first, signed = places.first(tag), signature(now.changed())
                self._losses.add(LossKind.FIXED_TEXT_CHANGED, now.text, first, signed=signed, old=old)


def is_said(text: str, values: Collection[str]) -> bool:
    """Whether the fields of a clause say all of a text, and it no more than them, but for their labels."""
    if without_separators(text) in values:
        return True
    parts = [part for part in _BETWEEN_FIELDS.split(text) if part.strip()]
    return bool(parts) and all(without_separators(_unlabelled(part)) in values for part in parts)


def _unlabelled(text: str) -> str:
    label, _, after = text.partition(":")
    return after if label.strip() in LABELS else text


def _retyped(final: Fields, original: Fields) -> set[int]:
    """Return the paragraphs whose labels are the same before and after, be they typed again."""
    now: dict[int, str] = defaultdict(str)
    before: dict[int, str] = defaultdict(str)
    for texts, fields in ((now, final), (before, original)):
        for one, said in fields.rest:
            texts[id(one)] += key_of(said.text)
    return {one for one, text in now.items() if text == before.get(one)}
