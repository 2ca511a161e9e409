"""The whole reading of a returned file: changes, comments, and what found no place."""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any

from app.domain.markup import plain_words
from app.formats import FileRefused
from app.formats.returned.changes import Comparison, signature, signed
from app.formats.returned.clauses import Block, Parts, cut, name_blocks, number_of
from app.formats.returned.comments import Comment, read_comments, thread_by_range
from app.formats.returned.document import NOT_MARKED, Change, Document, Mark, Paragraph, Piece, Reader, View
from app.formats.returned.fields import TAGS, FieldReader, Fields, field_labelled, is_ours, together
from app.formats.returned.package import Package, open_package
from app.formats.returned.said import PLACE, Said, key_of
from app.formats.returned.sent import Sent
from app.formats.xml_parts import W

NOT_A_COPY = "Ce fichier n’est pas un exemplaire de ce contrat : rien n’y a été reconnu."
_LEAST_FOUND = 3
_SAME_LAYOUT = 0.8
"""Of the texts of a file, the share that stands in a draft made now: else it was made otherwise."""
_DATED = re.compile(r"\d+(?:er)? \w+ \d{4}")
_PAGE = re.compile(r"page\s+\d+(?:\s+sur\s+\d+)?")
_NUMBERS = re.compile(
    r"(?:engagements?(?: locaux| local)?|n°)\s+\d+(?:\s*(?:,|;|à|et)\s*\d+)*", re.IGNORECASE
)
"""The numbers of clauses, which another draft may give otherwise."""
_RANKS = re.compile(r"[\d,]+")
_DATES = ("projet", "territoire")
"""The controls of the margins and of the cover, which are compared with these."""
_SIGNATORIES = ("representant.", "signataire.", "signature.")
_ALIKE = 0.6
_AFTER_QUOTATION = re.compile(r'"(?:\((?:[^()]|\([^()]*\))*\))?(?:Nomsd\'aujourd\'hui)?')
"""As `key_of` writes what follows a quotation: its source, and a link."""
Known = Counter[str]
Row = dict[str, Any]
Drafts = Iterable[Callable[[], bytes]]
Original = tuple[Known, Mapping[str, int], "_Reading | None"]


def read_returned(package: Package, sent: Sent, drafts: Drafts = ()) -> Row:
    """Return the changes, the comments, what found no place and the number of changes of form.

    `drafts` make the contract as it was sent, in the editions there are: what nobody tracked outside the
    fields is seen by them. Raises FileRefused for what is no copy of this contract.
    """
    return _Reading(package, sent).read(drafts)


class _Reading:
    def __init__(self, package: Package, sent: Sent) -> None:
        reader = Reader(package)
        self._package, self._sent = package, sent
        self._document: Document = reader.document()
        self._parts: Parts = cut(self._document.paragraphs)
        self._margins = {
            name: list(reader.paragraphs(root))
            for name, root in package.others.items()
            if name.startswith(("word/header", "word/footer", "word/footnotes", "word/endnotes"))
        }
        self._duplicates = name_blocks(self._parts, sent)
        self._changes: list[Row] = []
        self._unplaced: list[Row] = []
        self._deleted: set[str] = set()
        self._near: dict[int, str] = {}
        self._rest: list[tuple[Paragraph, Said, str]] = []
        self._places: dict[str, list[tuple[Paragraph, list[Piece]]]] = defaultdict(list)
        self._comparison = Comparison(sent)

    def read(self, drafts: Drafts) -> Row:
        blocks = [one for one in self._parts.blocks if one.clause and not self._repeats(one)]
        if len(blocks) < min(_LEAST_FOUND, len(self._sent.clauses)) or not blocks:
            raise FileRefused(NOT_A_COPY)
        self._locate()
        for block in blocks:
            self._compare(block.settled() if block.is_brought else block)
        for one in self._parts.outside:
            self._outside(one)
        for block in self._duplicates:
            if block.text(View.FINAL).strip():
                kind = "duplicate_clause" if block.clause else "added_heading"
                self._lose(kind, block.text(View.FINAL), block.paragraphs[0], block.clause)
        known, order, other = self._known(drafts)
        compared = other is not None
        self._compare_places(other)
        self._moved([one for one in blocks if one.text(View.FINAL).strip()], order)
        self._absent(blocks, order)
        self._untracked(known, compared=compared)
        self._margins_changed(known, compared=compared)
        self._boxes()
        return {
            "changes": self._changes,
            "comments": list(self._comments()),
            "unplaced": self._unplaced,
            "formatting": self._document.formatting,
            "fixed_text_compared": compared,
        }

    def _repeats(self, block: Block) -> bool:
        return any(block is one for one in self._duplicates)

    def _locate(self) -> None:
        """Keep, for each paragraph, the clause that it stands in, else the one before it."""
        owners = {id(one): block.clause for block in self._parts.blocks for one in block.paragraphs}
        near = ""
        for one in self._document.paragraphs:
            near = owners.get(id(one)) or near
            self._near[id(one)] = near

    def _compare(self, block: Block) -> None:
        clause = block.clause
        if not block.text(View.FINAL).strip() and block.text(View.ORIGINAL).strip():
            marks = [piece.mark for one in block.paragraphs for piece in one.changed(Change.DELETED)]
            deleted = {"clause": clause, "field": "included", "kind": "clause_deleted"}
            self._changes.append(deleted | {"old": True, "new": False} | signature(marks))
            self._deleted.add(clause)
            return
        final, original = (
            FieldReader(block, self._parts.titles, view).read() for view in (View.FINAL, View.ORIGINAL)
        )
        for change in self._comparison.changes(clause, final, original):
            self._changes.append(change)
            if change["field"] == "quartiers":
                for name in self._comparison.unknown_quartiers(change["new"]):
                    self._lose("added_text", name, block.paragraphs[0], clause, field="quartiers")
        quoted = None if self._sent.clauses[clause].is_local else self._quotation(block)
        self._keep_rest(clause, final, original, quoted)
        if quoted is not None:
            self._national(quoted, clause)

    def _keep_rest(self, clause: str, final: Fields, original: Fields, quoted: Paragraph | None) -> None:
        """Keep what stands in no field of a clause for later, and list what was deleted of it whole."""
        retyped = _retyped(final, original)
        for one, said in final.rest:
            if one is not quoted:
                kept = Said(said.text, [NOT_MARKED] * len(said.marks)) if id(one) in retyped else said
                self._rest.append((one, kept, clause))
        shown = {id(one) for one, _ in final.rest} | retyped
        for one, said in original.rest:
            # What was deleted whole stands in the original alone.
            if one is not quoted and id(one) not in shown and said.changed():
                self._tracked(one, said, clause)

    def _quotation(self, block: Block) -> Paragraph | None:
        for one in block.paragraphs:
            if block.clause in one.tags:
                return one
        said = key_of(self._sent.clauses[block.clause].text)
        quoted = [one for one in block.paragraphs if one.whole().strip().startswith("«")]
        return next(
            (one for one in block.paragraphs if said in key_of(one.whole())), quoted[0] if quoted else None
        )

    def _national(self, one: Paragraph, clause: str) -> None:
        text, now, before = self._sent.clauses[clause].text, one.text(View.FINAL), one.text(View.ORIGINAL)
        inside, _, after = key_of(now).partition(key_of(text))
        plain = inside in {'"', '"[...]'} and _AFTER_QUOTATION.fullmatch(after)
        marks = [
            piece.mark for piece in one.pieces if piece.mark.change is not Change.KEPT and piece.text.strip()
        ]
        if plain and not marks:
            return
        if plain and key_of(now) == key_of(before):
            return
        change = {"clause": clause, "field": "national", "kind": "national_text_changed"}
        self._changes.append(change | {"old": text, "new": now.strip()} | signature(marks))

    def _outside(self, one: Paragraph) -> None:
        """Take a paragraph that stands in no clause: what is in controls, and the rest."""
        tags = {piece.tag: None for piece in one.pieces if self._is_place(piece.tag)}
        for tag in tags:
            self._places[tag].append((one, [piece for piece in one.pieces if piece.tag == tag]))
        others = [piece for piece in one.pieces if piece.tag not in tags]
        now = Said.of_pieces(others, View.FINAL)
        self._rest.append((one, now, ""))
        before = Said.of_pieces(others, View.ORIGINAL)
        # LibreOffice gives what was deleted with a clause another style: it looks cut off from it.
        if not now.text.strip() and before.changed() and self._near.get(id(one), "") not in self._deleted:
            self._tracked(one, before, "")

    def _is_place(self, tag: str) -> bool:
        return bool(tag) and tag.partition(".")[0] not in self._sent.clauses and tag not in _DATES

    def place(self, tag: str, view: View) -> Said:
        """Return what stands in the controls of a tag outside the clauses."""
        parts = ((one, Said.of_pieces(pieces, view)) for one, pieces in self._places[tag])
        return together(parts).without_places()

    def _compare_places(self, other: "_Reading | None") -> None:
        """Compare the texts of the chapters and what is said of the signatories."""
        for tag in self._places:
            now, before = self.place(tag, View.FINAL), self.place(tag, View.ORIGINAL)
            one = self._places[tag][0][0]
            if other is not None and tag in other._places:
                old = other.place(tag, View.FINAL).text
            elif tag in self._sent.places:
                old = plain_words(self._sent.texts.get(tag, ""))
            else:
                old = before.text
            if key_of(now.text) == key_of(old) or (other and self._shrunk(tag, now, other)):
                continue
            chapter = tag in self._sent.places
            if not chapter and not tag.startswith(_SIGNATORIES):
                self._lose("fixed_text_changed", now.text, one, **signature(now.changed()), old=old)
                continue
            clause = "textes" if chapter else "signataires"
            known = self._sent.texts.get(tag, "") if chapter else old
            kind = "emptied" if not now.text else "modified" if old else "filled"
            change = {"clause": clause, "field": tag, "kind": kind, "old": known, "new": now.text}
            self._changes.append(change | signed(now, before))

    def _shrunk(self, tag: str, now: Said, other: "_Reading") -> bool:
        """Whether a control has lost its last paragraphs, which still follow it: LibreOffice does so."""
        sent = [Said.of_pieces(pieces, View.FINAL).text for _, pieces in other._places.get(tag, ())]
        here = {key_of(said.text) for _, said, _ in self._rest}
        kept = next((n for n in range(len(sent)) if key_of("\n".join(sent[:n])) == key_of(now.text)), 0)
        return kept > 0 and all(key_of(text) in here for text in sent[kept:])

    def _tracked(self, one: Paragraph, said: Said, clause: str) -> None:
        marks = said.changed()
        whole = all(mark.change is Change.INSERTED for mark in said.marks) and bool(said.marks)
        kind = "fixed_text_changed"
        if whole and not one.text(View.ORIGINAL).strip():
            kind = "added_heading" if one.level else "added_table" if one.cell else "added_text"
        self._lose(kind, one.text(View.FINAL), one, clause, **signature(marks), old=one.text(View.ORIGINAL))

    def _lose(self, kind: str, text: str, one: Paragraph, clause: str = "", **more: Any) -> None:
        near = clause or self._near.get(id(one), "")
        row: Row = {"kind": kind, "text": text.strip(), "near": near or None, "author": None, "date": None}
        row |= more
        if not any(row == known for known in self._unplaced):
            self._unplaced.append(row)

    def _moved(self, found: Sequence[Block], order: Mapping[str, int]) -> None:
        """List the clauses that do not stand in the order that was sent: the fewest that explain it."""
        ranks = {one.clause: order.get(one.clause) or number_of(one) for one in found}
        brought = {one.clause: _inserted(one) for one in found if one.is_brought}
        placed = [(clause, rank) for clause, rank in ranks.items() if rank]
        kept = set(_longest_rising([rank for _, rank in placed]))
        for (clause, rank), after in zip_longest(placed, placed[1:]):
            if rank not in kept:
                moved = {"clause": clause, "field": "position", "kind": "clause_moved", "old": None}
                new = f"avant {after[0]}" if after else "à la fin"
                self._changes.append(moved | {"new": new} | signature(brought.get(clause, [])))

    def _absent(self, blocks: Sequence[Block], order: Mapping[str, int]) -> None:
        """List the clauses that are not there any more, unless the file is a part of the contract."""
        found = {one.clause for one in blocks}
        if self._package.is_fiche:
            return
        if order:
            absent = [clause for clause in order if clause not in found]
            if len(absent) * 2 > len(order):
                return
        else:
            everything = key_of("".join(one.whole() for one in self._parts.outside))
            absent = [
                c
                for c, said in self._sent.clauses.items()
                if c not in found and key_of(said.text) not in everything
            ]
            if len(absent) * 5 > len(self._sent.clauses):
                return
        for clause in absent:
            deleted = {"clause": clause, "field": "included", "kind": "clause_deleted"}
            self._changes.append(deleted | {"old": True, "new": False} | signature([]))

    def _known(self, drafts: Drafts) -> Original:
        """Return the texts of the draft that this file is a copy of, the ranks of its clauses, and itself.

        A file that is a copy of none of them was made otherwise: nothing is known of it.
        """
        here = [_loose(said.text) for _, said, _ in self._rest if said.text.strip()]
        best: tuple[float, Original] = (_SAME_LAYOUT, (Counter(), {}, None))
        for make in drafts:
            other = _Reading(open_package(make()), self._sent)
            known: Known = Counter(_loose(one) for one in other.fixed())
            left, seen = known.copy(), 0
            for text in here:
                seen += left[text] > 0
                left[text] -= 1
            share = seen / max(len(here), 1)
            if share > best[0]:
                clauses = [one.clause for one in other._parts.blocks if one.clause]
                best = (share, (known, {clause: rank for rank, clause in enumerate(clauses, 1)}, other))
            if seen == len(here):
                break
        return best[1]

    def fixed(self) -> Iterator[str]:
        """Yield the texts of a file that are in no field, those of its margins and notes included."""
        for block in self._parts.blocks:
            quoted = None
            if block.clause and not self._sent.clauses[block.clause].is_local:
                quoted = self._quotation(block)
            for one, said in FieldReader(block, self._parts.titles, View.FINAL).read().rest:
                if one is not quoted:
                    yield said.text
        for one in self._parts.outside:
            self._outside(one)
        yield from (said.text for _, said, _ in self._rest)
        # Where the controls are lost, a place is a paragraph like another.
        for parts in self._places.values():
            yield from (one.text(View.FINAL) for one, _ in parts)
        for paragraphs in self._margins.values():
            for one in paragraphs:
                yield one.text(View.FINAL)

    def _untracked(self, known: Known, *, compared: bool) -> None:
        """List what nobody tracked: a text that the draft has not, or that no clause has."""
        left = known.copy()
        unknown: list[tuple[Paragraph, Said, str]] = []
        ours = {key_of(text) for clause in self._sent.clauses.values() for text in clause.lead_in}
        for one, said, clause in self._rest:
            text = _loose(said.text)
            if said.changed():
                self._tracked(one, said, clause)
            elif self._package.is_fiche and _RANKS.fullmatch(text):
                continue  # its data give other numbers to the clauses than the whole contract
            elif text and ((not left[text]) if compared else self._is_foreign(one, said, clause, ours)):
                unknown.append((one, said, clause))
            left[text] -= 1
        gone = [text for text, number in left.items() if number > 0 and text]
        for one, said, clause in unknown:
            text = _loose(said.text)
            alike = any(_similar(text, other) for other in gone)
            kind = "fixed_text_changed" if alike else "added_heading" if one.level else "added_text"
            self._lose(kind, said.text, one, clause, **signature([]))

    def _is_foreign(self, one: Paragraph, said: Said, clause: str, ours: set[str]) -> bool:
        """Whether a paragraph of a clause is none that the application writes, in a file made otherwise."""
        text = said.text.strip()
        if not clause or one.cell or one.level or one.boxes:
            return False
        return not (is_ours(text) or text.startswith("«") or key_of(text) in ours)

    def _margins_changed(self, known: Known, *, compared: bool) -> None:
        territory = key_of(self._sent.profile.territory.name)
        for name, paragraphs in self._margins.items():
            note = "notes" in name
            kind = "footnote_changed" if note else "header_changed"
            for at, one in enumerate(paragraphs):
                text = one.text(View.FINAL)
                marks = [p.mark for p in one.pieces if p.mark.change is not Change.KEPT and p.text.strip()]
                new = compared and _loose(text) and not known[_loose(text)]
                if not compared and note:
                    new = bool(re.search(r"\(traçabilité\)\.\s*\S", text))
                elif not compared and territory in key_of(text):
                    # A header says the territory and the day, be its controls kept or not.
                    new = bool(_loose(text).replace(territory, "").replace("Projetdu", ""))
                if new or marks:
                    near = self._noted(at, paragraphs) if note else ""
                    self._lose(kind, text, one, near, **signature(marks))

    def _noted(self, at: int, notes: Sequence[Paragraph]) -> str:
        ids = [one for one in self._document.paragraphs if one.notes]
        root = self._package.part("footnotes")
        numbers = [] if root is None else [note.get(f"{W}id", "") for note in root]
        if len(numbers) != len(notes):
            return ""
        return next((self._near.get(id(one), "") for one in ids if numbers[at] in one.notes), "")

    def _boxes(self) -> None:
        for one in self._document.paragraphs:
            text = "\n".join(box.text(View.FINAL) for box in one.boxes).strip()
            if text:
                marks = [p.mark for box in one.boxes for p in box.changed(Change.INSERTED)]
                self._lose("text_box", text, one, **signature(marks))

    def _comments(self) -> Iterator[Row]:
        places: dict[str, Paragraph] = {}
        for one in self._document.paragraphs:
            for name in one.comments:
                places.setdefault(name, one)
        comments = read_comments(self._package)
        ranges = {
            name: (id(one), *span)
            for one in self._document.paragraphs
            for name, span in one.ranges.items()
            if len(span) > 1
        }
        thread_by_range(comments, ranges)
        for comment in comments:
            if comment.ours or (comment.parent is not None and not comment.parent.ours):
                continue
            thread = comment.parent or comment
            place = places.get(thread.id) or places.get(comment.id)
            row: Row = {"clause": self._near.get(id(place)) or None if place else None}
            row |= {"field": self._field(place) if place else None}
            row |= comment.shown() | {"resolved": comment.resolved}
            row["replies"] = [one.shown() for one in _replies(comment)]
            if comment.parent is not None:
                row |= {"reply": True, "on_assistant_comment": comment.parent.id}
                row["answers"] = comment.parent.text
            yield row

    def _field(self, place: Paragraph) -> str | None:
        for tag in place.tags:
            if tag in self._sent.clauses:
                return "text" if self._sent.clauses[tag].is_local else "national"
            end = tag.partition(".")[2].partition(".")[0]
            if end in TAGS:
                return TAGS[end]
        clause = self._sent.clauses.get(self._near.get(id(place), ""))
        if clause and not clause.is_local and key_of(clause.text) in key_of(place.whole()):
            return "national"
        return field_labelled(place.whole())


def _inserted(block: Block) -> list[Mark]:
    return [piece.mark for one in block.paragraphs for piece in one.changed(Change.INSERTED)]


def _replies(comment: Comment) -> Iterator[Comment]:
    for one in comment.replies:
        yield one
        yield from _replies(one)


def _retyped(final: Fields, original: Fields) -> set[int]:
    """Return the paragraphs whose labels are the same before and after, be they typed again."""
    now: dict[int, str] = defaultdict(str)
    before: dict[int, str] = defaultdict(str)
    for texts, fields in ((now, final), (before, original)):
        for one, said in fields.rest:
            texts[id(one)] += key_of(said.text)
    return {one for one, text in now.items() if text == before.get(one)}


def _similar(one: str, other: str) -> bool:
    match = SequenceMatcher(None, one, other, autojunk=False)
    return match.real_quick_ratio() > _ALIKE and match.quick_ratio() > _ALIKE and match.ratio() > _ALIKE


def _loose(text: str) -> str:
    """Return what is compared of a fixed text: neither dates, numbers of clauses nor places to fill."""
    plain = PLACE.sub("", text.replace("\u00a0", " "))
    for generated in (_DATED, _PAGE, _NUMBERS):
        plain = generated.sub("", plain)
    return key_of(plain)


def _longest_rising(numbers: Sequence[int]) -> list[int]:
    """Return the longest part of a list that rises."""
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for number in numbers:
        at = bisect_left(ends, number)
        before[number] = ends[at - 1] if at else None
        ends[at : at + 1] = [number]
    made: list[int] = []
    last = ends[-1] if ends else None
    while last is not None:
        made.append(last)
        last = before[last]
    return made
