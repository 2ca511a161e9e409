"""What nobody tracked outside the fields: seen by comparison with the draft that the file is a copy of."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from app.formats.returned.contents import Contents, Loose, contents_of
from app.formats.returned.fields import FieldReader, is_ours
from app.formats.returned.losses import Losses, added
from app.formats.returned.order import Order
from app.formats.returned.package import open_package
from app.formats.returned.paragraphs import View
from app.formats.returned.places import Places
from app.formats.returned.quotations import quotation_of
from app.formats.returned.said import PLACE, key_of
from app.formats.returned.sent import Sent
from app.formats.returned.values import LossKind

_SAME_LAYOUT = 0.8
"""Of the texts of a file, the share that stands in a draft made now: else it was made otherwise."""
_DATED = re.compile(r"\d+(?:er)? \w+ \d{4}")
_PAGE = re.compile(r"page\s+\d+(?:\s+sur\s+\d+)?")
_NUMBERS = re.compile(
    r"(?:engagements?(?: locaux| local)?|n°)\s+\d+(?:\s*(?:,|;|à|et)\s*\d+)*", re.IGNORECASE
)
"""The numbers of clauses, which another draft may give otherwise."""
_RANKS = re.compile(r"[\d,]+")
_ALIKE = 0.6
Known = Counter[str]
Drafts = Iterable[Callable[[], bytes]]


@dataclass(frozen=True, slots=True)
class SentDraft:
    """The draft that a file is a copy of: its loose texts, the order of its clauses, its places."""

    texts: Known
    order: Order
    places: Places


def fixed_key(text: str) -> str:
    """Return what is compared of a fixed text: neither dates, numbers of clauses nor places to fill."""
    plain = PLACE.sub("", text.replace("\u00a0", " "))
    for generated in (_DATED, _PAGE, _NUMBERS):
        plain = generated.sub("", plain)
    return key_of(plain)


def draft_of(texts: Sequence[Loose], sent: Sent, drafts: Drafts) -> SentDraft | None:
    """Return the draft that a file is a copy of, by the texts of it that are in no field.

    A file that is a copy of none of them was made otherwise: nothing is known of it.
    """
    here = [fixed_key(one.said.text) for one in texts if one.said.text.strip()]
    best, likeliest = _SAME_LAYOUT, None
    for make in drafts:
        draft = _read_draft(contents_of(open_package(make()), sent))
        seen = (Counter(here) & draft.texts).total()
        if seen > best * max(len(here), 1):
            best, likeliest = seen / max(len(here), 1), draft
        if seen == len(here):
            break
    return likeliest


def _read_draft(contents: Contents) -> SentDraft:
    clauses = [one.clause for one in contents.parts.blocks if one.clause]
    places = Places(contents)
    known = Counter(fixed_key(text) for text in _fixed_texts(contents, places))
    return SentDraft(known, {clause: rank for rank, clause in enumerate(clauses, 1)}, places)


def _fixed_texts(contents: Contents, places: Places) -> Iterator[str]:
    """Yield the texts of a file that are in no field, those of its margins and notes included."""
    for block in contents.parts.blocks:
        quoted = quotation_of(block, contents.sent)
        for one, said in FieldReader(block, contents.parts.titles, View.FINAL).read().rest:
            if one is not quoted:
                yield said.text
    yield from (loose.said.text for loose in places.loose)
    # Where the controls are lost, a place is a paragraph like another.
    yield from (one.text(View.FINAL) for one in places.paragraphs())
    for paragraphs in contents.margins.values():
        yield from (one.text(View.FINAL) for one in paragraphs)


def list_untracked(
    contents: Contents, texts: Sequence[Loose], draft: SentDraft | None, losses: Losses
) -> None:
    """List the texts that the draft has not; without a draft, those that no clause has. Tracked ones too."""
    left: Known = Counter() if draft is None else draft.texts.copy()
    unknown: list[Loose] = []
    ours = {key_of(text) for clause in contents.sent.clauses.values() for text in clause.lead_in}
    for one in texts:
        text = fixed_key(one.said.text)
        if one.said.changed():
            losses.add_tracked(one)
        elif contents.package.is_fiche and _RANKS.fullmatch(text):
            continue  # its data give other numbers to the clauses than the whole contract
        elif text and ((not left[text]) if draft is not None else _is_foreign(one, ours)):
            unknown.append(one)
        left[text] -= 1
    gone = [text for text, number in left.items() if number > 0 and text]
    for one in unknown:
        text = fixed_key(one.said.text)
        alike = any(_similar(text, other) for other in gone)
        kind = LossKind.FIXED_TEXT_CHANGED if alike else added(one.paragraph)
        losses.add(kind, one.said.text, one.paragraph, one.clause)


def _is_foreign(loose: Loose, ours: set[str]) -> bool:
    """Whether a paragraph of a clause is none that the application writes, in a file made otherwise."""
    one, text = loose.paragraph, loose.said.text.strip()
    if not loose.clause or one.cell or one.level or one.boxes:
        return False
    return not (is_ours(text) or text.startswith("«") or key_of(text) in ours)


def _similar(one: str, other: str) -> bool:
    match = SequenceMatcher(None, one, other, autojunk=False)
    return match.real_quick_ratio() > _ALIKE and match.quick_ratio() > _ALIKE and match.ratio() > _ALIKE
