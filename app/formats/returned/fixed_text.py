"""What nobody tracked outside the fields: seen by comparison with the draft that the file is a copy of."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from app.domain.returned import LossKind
from app.formats.returned.comments import read_comments
from app.formats.returned.contents import Contents, Loose, contents_of
from app.formats.returned.fields import FieldReader
from app.formats.returned.former import PHRASES
from app.formats.returned.former_texts import missing_texts
from app.formats.returned.losses import Losses, added
from app.formats.returned.order import Order
from app.formats.returned.package import Package
from app.formats.returned.paragraphs import View
from app.formats.returned.phrases import Phrases, phrases_of, strings_in
from app.formats.returned.pictures import pictures_of
from app.formats.returned.places import Places
from app.formats.returned.quotations import quotation_of
from app.formats.returned.said import are_alike, fixed_key
from app.formats.returned.sent import Sent
from app.formats.returned.values import Deleted

_SAME_LAYOUT = 0.8
"""Of the texts of a file, the share that stands in a draft made now: else it was made otherwise."""
_RANKS = re.compile(r"[\d,]+")
_SHORTEST = 30
"""Characters of a text of the draft that is missed: a shorter one may be a title that a tool makes anew."""
_OF_PLACES = "textes"
_AROUND_PLACES = re.compile("\n|[ \u00a0\u202f]{2,}")
"""Between the lines of a text, and where a place of it was empty: its words are read as that place."""


@dataclass(frozen=True, slots=True)
class SentDraft:
    """A draft that a file may be a copy of: its loose texts, the order of its clauses, its places.

    `is_copied`: whether the file is a copy of it; else it was made otherwise, by a former version.
    """

    texts: Mapping[str, Sequence[str]]
    owners: Mapping[str, set[str]]
    """The clauses that each text stands in; "" for outside, _OF_PLACES for what is read apart."""
    order: Order
    places: Places
    remarks: tuple[Deleted, ...]
    pictures: frozenset[str]
    is_copied: bool = True

    def is_title(self, text: str, clause: str) -> bool:
        """Whether a text is the heading of a clause."""
        return self.owners.get(text) == {clause} and self.texts[text][0].startswith("Engagement")


Drafts = Iterable[Callable[[Sent], SentDraft]]


def draft_of(texts: Sequence[Loose], sent: Sent, drafts: Drafts) -> SentDraft | None:
    """Return the draft that a file is most like, by the texts of it that are in no field."""
    here = Counter(fixed_key(one.said.text) for one in texts if one.said.text.strip())
    best, likeliest = -1, None
    for make in drafts:
        draft = make(sent)
        seen = sum(min(number, len(draft.texts.get(text, ()))) for text, number in here.items())
        if seen > best:
            best, likeliest = seen, draft
        if seen == here.total():
            break
    if likeliest is None or best > _SAME_LAYOUT * here.total():
        return likeliest
    return replace(likeliest, is_copied=False)


def read_draft(package: Package, sent: Sent) -> SentDraft:
    """Return a draft as a file that is a copy of it is compared with it."""
    contents = contents_of(package, sent)
    clauses = [one.clause for one in contents.parts.blocks if one.clause]
    places = Places(contents)
    texts: dict[str, list[str]] = {}
    owners: dict[str, set[str]] = {}
    for clause, text in _fixed_texts(contents, places):
        texts.setdefault(fixed_key(text), []).append(text)
        owners.setdefault(fixed_key(text), set()).add(clause)
    order = {clause: rank for rank, clause in enumerate(clauses, 1)}
    remarks = tuple(Deleted(one.id, one.text) for one in read_comments(contents.package) if one.ours)
    return SentDraft(texts, owners, order, places, remarks, frozenset(pictures_of(contents)))


def _fixed_texts(contents: Contents, places: Places) -> Iterator[tuple[str, str]]:
    """Yield the texts of a file that are in no field, each with its clause, those of its margins included."""
    for block in contents.parts.blocks:
        quoted = quotation_of(block, contents.sent)
        for one, said in FieldReader(block, contents.parts.titles, View.FINAL).read().rest:
            if one is not quoted:
                yield block.clause, said.text
    outside = [loose.said.text for loose in places.loose]
    outside += [one.text(View.FINAL) for paragraphs in contents.margins.values() for one in paragraphs]
    yield from (("", text) for text in outside)
    # Where the controls are lost, a place is a paragraph like another.
    yield from ((_OF_PLACES, one.text(View.FINAL)) for one in places.paragraphs())


def list_loose(contents: Contents, texts: Sequence[Loose], draft: SentDraft | None, losses: Losses) -> None:
    """List the texts outside the fields that somebody tracked, then those that nobody did."""
    for one in texts:
        if one.marks():
            losses.add_tracked(one)
    if draft is not None and draft.is_copied:
        _list_differences(contents, texts, draft, losses)
    else:
        _list_unknown(contents, texts, draft, losses)


def _list_differences(contents: Contents, texts: Sequence[Loose], draft: SentDraft, losses: Losses) -> None:
    """List the texts that the draft has not, and those of the draft that the file has not."""
    left = Counter({text: len(said) for text, said in draft.texts.items()})
    unknown: list[Loose] = []
    for one in texts:
        text = fixed_key(one.said.text)
        tracked = bool(one.marks())
        known = left[text] or (contents.package.is_fiche and _RANKS.fullmatch(text))
        if text and not tracked and not known:
            unknown.append(one)
        # What was tracked stands for what it was before, where that is a text of the same clause.
        before = fixed_key(one.paragraph.text(View.ORIGINAL)) if tracked else text
        if not (tracked and one.clause and one.clause not in draft.owners.get(before, ())):
            left[before] -= 1
    gone = {text: None for text, number in left.items() if number > 0 and text}
    for one in unknown:
        text = fixed_key(one.said.text)
        titled = contents.begins_clause(one.paragraph)
        title = (other for other in gone if titled and draft.is_title(other, one.clause))
        here = (other for other in gone if draft.owners.get(other, set()) & {one.clause, "", _OF_PLACES})
        old = next(title, "") or next((other for other in here if are_alike(text, other)), "")
        gone.pop(old, None)
        said = draft.texts[old][0].strip() if old else ""
        losses.add(_kind(contents, one, old), one.said.text, one.paragraph, one.clause, old=said)
    _list_gone(contents, gone, draft, losses)


def _list_gone(contents: Contents, gone: Collection[str], draft: SentDraft, losses: Losses) -> None:
    """List the texts of the draft that somebody took away untracked, those of whole clauses left out."""
    here = {block.clause for block in contents.blocks if block.is_left}
    said = {fixed_key(loss.old) for loss in losses.found()}
    long = [text for text in gone if len(text) > _SHORTEST and text not in said]
    if not long or contents.package.is_fiche:
        return
    margins = (one for paragraphs in contents.margins.values() for one in paragraphs)
    # Cut otherwise, or in a place that is read apart, it stands there all the same.
    everything = fixed_key("\n".join(one.whole() for one in (*contents.document.paragraphs, *margins)))
    for text in long:
        old = draft.texts[text][0].strip()
        stands = all(fixed_key(piece) in everything for piece in _AROUND_PLACES.split(old))
        if draft.owners.get(text, here) & (here | {""}) and not stands:
            losses.add(LossKind.FIXED_TEXT_CHANGED, "", None, old=old)


def _list_unknown(
    contents: Contents, texts: Sequence[Loose], draft: SentDraft | None, losses: Losses
) -> None:
    """List the texts with a phrase that the application does not write, and those that a former one wrote."""
    sent = contents.sent
    written = () if draft is None else (texts[0] for texts in draft.texts.values())
    known = Phrases((*strings_in((sent.catalogue, sent.profile)), *written, *PHRASES))
    missing = missing_texts(contents, texts)
    before = {id(one.now): one.old for one in missing if one.now is not None}
    for one in texts:
        if id(one) in before:
            changed = LossKind.FIXED_TEXT_CHANGED
            losses.add(changed, one.said.text, one.paragraph, one.clause, old=before[id(one)])
            continue
        new = () if one.marks() else known.unknown(one.said.text)
        if new:
            old = "" if len(new) == len([*phrases_of(one.said.text)]) else "x"
            losses.add(_kind(contents, one, old), one.said.text, one.paragraph, one.clause)
    for gone in missing:
        if gone.now is None:
            losses.add(LossKind.FIXED_TEXT_CHANGED, "", None, gone.clause, old=gone.old)


def _kind(contents: Contents, loose: Loose, old: str) -> LossKind:
    """Return whether a text was changed or added. `old`: what it was before, empty for nothing known."""
    one = loose.paragraph
    if old or contents.begins_clause(one):
        return LossKind.FIXED_TEXT_CHANGED
    return added(one)
