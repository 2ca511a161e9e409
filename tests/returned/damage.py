"""Random damage of a returned file: what people do to one that nobody planned, many things at once."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from copy import deepcopy
from functools import cached_property
from random import Random

from lxml import etree

from app.formats.xml_parts import W
from tests.returned import edits
from tests.returned.comment_cases import comment
from tests.returned.edits import CAF, PREFECTURE, By
from tests.returned.tools import unwrap
from tests.returned.word_file import WordFile, is_row_of_clauses, text_of

WORD = re.compile(r"mot\d+x\d+")
OUTSIDE = ""
"""What stands in no clause."""
_LONGEST_LABEL = 60
_TRACKED = {f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo")}
_GONE = {f"{W}del", f"{W}moveFrom"}


class Damage:
    """Edits of a file, and what they did. `seed` gives the edits and is in each word that they type.

    `touched`: the clauses in or after which something was done, OUTSIDE included; `texts`: what the
    paragraphs in which it was done said before.
    """

    def __init__(self, file: WordFile, clauses: Collection[str], seed: int) -> None:
        self.file = file
        self.chance = Random(seed)
        self.touched: set[str] = set()
        self.texts: set[str] = set()
        self.deleted: set[str] = set()
        self.moved: set[str] = set()
        self.remarks: list[str] = []
        self._seed = seed
        self._typed = 0
        self.elements = dict(_elements(file, clauses))
        self._sent = {one: text_of(one) for one in file.body.iter(f"{W}p")}

    @cached_property
    def _places(self) -> Mapping[etree._Element, tuple[str, str]]:
        """The clause of each paragraph that was sent, and the one that it stands in or after."""
        owners = {
            one: clause
            for clause, elements in self.elements.items()
            for element in elements
            for one in element.iter(f"{W}p")
        }
        places, near = {}, OUTSIDE
        for one in self.file.body.iter(f"{W}p"):
            clause = owners.get(one, OUTSIDE)
            near = clause or near
            places[one] = (clause, near)
        return places

    def was_sent(self, paragraph: etree._Element) -> bool:
        """Whether a paragraph is one of those that were sent."""
        return paragraph in self._places

    def word(self) -> str:
        """Return a word that stands nowhere else."""
        self._typed += 1
        return f"mot{self._typed}x{self._seed}"

    def by(self) -> By | None:
        """Return who tracks the next edit, often nobody."""
        return self.chance.choice((None, CAF, PREFECTURE))

    def touch(self, *elements: etree._Element) -> None:
        """Note where something is done."""
        for element in elements:
            for one in element.iter(f"{W}p"):
                self.touched.update(self._places.get(one, ()))
                self.texts.add(self._sent.get(one, ""))

    def paragraph(self) -> etree._Element:
        """Return a paragraph with words, outside the contents, which Word makes anew."""
        return self.chance.choice([one for one in self._written if self._is_there(one)])

    @cached_property
    def _written(self) -> list[etree._Element]:
        listed = (
            one
            for control in self.file.body.iter(f"{W}sdt")
            if control.find(f"{W}sdtPr/{W}docPartObj") is not None
            for one in control.iter(f"{W}p")
        )
        contents = set(listed)
        return [one for one in self._places if one not in contents and text_of(one).strip()]

    def _is_there(self, paragraph: etree._Element) -> bool:
        return bool(self.runs(paragraph)) and self.file.body in paragraph.iterancestors()

    def runs(self, paragraph: etree._Element) -> list[etree._Element]:
        """Return the runs of words that are not deleted."""
        return [
            one
            for one in paragraph.iter(f"{W}r")
            if one.find(f"{W}t") is not None and not {each.tag for each in one.iterancestors()} & _GONE
        ]

    def final_words(self) -> set[str]:
        """Return the words that were typed and still stand in the text as it is now."""
        said = (
            one.text or ""
            for one in self.file.body.iter(f"{W}t")
            if not {each.tag for each in one.iterancestors()} & _GONE
        )
        return {word for text in said for word in WORD.findall(text)}


def _elements(file: WordFile, clauses: Collection[str]) -> Iterator[tuple[str, list[etree._Element]]]:
    """Yield what each clause is made of; of one that an annex recalls, the row alone that quotes it."""
    tags = {one.get(f"{W}val") for one in file.body.iter(f"{W}tag")}
    for clause in clauses:
        if clause in tags:
            elements = file.clause(clause)
            recalled = elements[0].tag == f"{W}p" and not text_of(elements[0]).startswith("Engagement")
            row = next(file.control(clause).iterancestors(f"{W}tr"), None) if recalled else None
            yield clause, elements if row is None else [row]


def type_a_word(damage: Damage) -> None:
    """Type a word after a run, tracked or not."""
    paragraph = damage.paragraph()
    place = damage.chance.choice(damage.runs(paragraph))
    while place.getparent().tag in _TRACKED:
        place = place.getparent()
    place.addnext(edits.inserted(f" {damage.word()} ", damage.by()))
    damage.touch(paragraph)


def delete_words(damage: Damage) -> None:
    """Delete a run."""
    paragraph = damage.paragraph()
    edits.strike(damage.chance.choice(damage.runs(paragraph)), damage.by())
    damage.touch(paragraph)


def delete_label(damage: Damage) -> None:
    """Delete a run that says what follows it."""
    for _ in range(20):
        paragraph = damage.paragraph()
        labels = [one for one in damage.runs(paragraph) if _is_label(text_of(one))]
        if labels:
            edits.strike(labels[0], damage.by())
            damage.touch(paragraph)
            return


def _is_label(text: str) -> bool:
    return text.strip().endswith(":") and len(text) < _LONGEST_LABEL


def join_paragraphs(damage: Damage) -> None:
    """Delete the mark of a paragraph."""
    paragraph, by = damage.paragraph(), damage.by()
    following = paragraph.getnext()
    if following is None or following.tag != f"{W}p":
        return
    damage.touch(paragraph, following)
    if by is not None:
        edits.strike_mark(paragraph, by)
        return
    paragraph.extend(one for one in list(following) if one.tag != f"{W}pPr")
    following.getparent().remove(following)


def split_paragraph(damage: Damage) -> None:
    """Begin a new paragraph after a run, with a word."""
    paragraph, by = damage.paragraph(), damage.by()
    inner = [one for one in paragraph if one.tag == f"{W}r"]
    if not inner:
        return
    place = damage.chance.choice(inner)
    properties = paragraph.find(f"{W}pPr")
    made = etree.Element(f"{W}p")
    if properties is not None:
        made.append(deepcopy(properties))
    made.append(edits.inserted(f"{damage.word()} ", by))
    made.extend(list(place.itersiblings()))
    if by is not None:
        if properties is None:
            properties = etree.Element(f"{W}pPr")
            paragraph.insert(0, properties)
        etree.SubElement(properties, f"{W}rPr").append(by.mark("ins"))
    paragraph.addnext(made)
    damage.touch(paragraph)


def paste_table(damage: Damage) -> None:
    """Paste a table after a paragraph of the body."""
    outside = [one for one in damage.file.body.iterchildren(f"{W}p") if damage.was_sent(one)]
    place = damage.chance.choice(outside)
    table = etree.Element(f"{W}tbl")
    etree.SubElement(table, f"{W}tblPr")
    grid = etree.SubElement(table, f"{W}tblGrid")
    for _ in range(2):
        etree.SubElement(grid, f"{W}gridCol")
        row = etree.SubElement(table, f"{W}tr")
        for _ in range(2):
            etree.SubElement(row, f"{W}tc").append(edits.paragraph(damage.word()))
    place.addnext(table)
    damage.touch(place)


def move_clause(damage: Damage) -> None:
    """Cut a clause and paste it before another of the same form."""
    found = _whole_clause(damage)
    if found is None:
        return
    clause, elements = found
    others = [
        other[0]
        for name, other in damage.elements.items()
        if name not in damage.moved | damage.deleted | {clause} and other[0].tag == elements[0].tag
    ]
    place = damage.chance.choice(others)
    if place.getparent() is not None:
        damage.touch(*elements)
        edits.move(elements, place, damage.by())
        # Among the clauses that the contract leaves out, it is not in the contract any more.
        (damage.moved if _is_in_contract(place) else damage.deleted).add(clause)


def _is_in_contract(place: etree._Element) -> bool:
    return place.tag == f"{W}p" or is_row_of_clauses(place)


def delete_clause(damage: Damage) -> None:
    """Delete a whole clause."""
    found = _whole_clause(damage)
    if found is not None:
        clause, elements = found
        damage.touch(*elements)
        edits.strike_elements(elements, damage.by())
        damage.deleted.add(clause)


def _whole_clause(damage: Damage) -> tuple[str, list[etree._Element]] | None:
    clause = damage.chance.choice(sorted(damage.elements))
    elements = damage.elements[clause]
    if clause in damage.moved | damage.deleted or any(one.getparent() is None for one in elements):
        return None
    return clause, elements


def nest_changes(damage: Damage) -> None:
    """Type two words, of which somebody else deletes the second."""
    paragraph = damage.paragraph()
    place = damage.chance.choice(damage.runs(paragraph))
    while place.getparent().tag in _TRACKED:
        place = place.getparent()
    insertion = edits.inserted(f" {damage.word()} ", CAF)
    second = edits.run(f" {damage.word()} ")
    insertion.append(second)
    edits.strike(second, PREFECTURE)
    place.addnext(insertion)
    damage.touch(paragraph)


def remark_on_deletion(damage: Damage) -> None:
    """Delete a run, and say why in a comment over it."""
    paragraph = damage.paragraph()
    edits.strike(damage.chance.choice(damage.runs(paragraph)), CAF)
    damage.remarks.append(damage.word())
    comment(damage.file, paragraph, 900 + len(damage.remarks), CAF, damage.remarks[-1])
    damage.touch(paragraph)


def remove_control(damage: Damage) -> None:
    """Take a control away; its words stay."""
    controls = [
        one for one in damage.file.body.iter(f"{W}sdt") if one.find(f"{W}sdtPr/{W}docPartObj") is None
    ]
    if controls:
        unwrap(damage.chance.choice(controls))


Edit = Callable[[Damage], None]
TYPED: Mapping[Edit, int] = {type_a_word: 1}
MIXED: Mapping[Edit, int] = {
    type_a_word: 8,
    delete_words: 3,
    delete_label: 2,
    join_paragraphs: 2,
    split_paragraph: 2,
    nest_changes: 2,
    remark_on_deletion: 2,
    remove_control: 2,
    paste_table: 1,
    move_clause: 1,
    delete_clause: 1,
}
"""Each kind of edit, and how often it is made."""


def damaged(
    file: WordFile, clauses: Collection[str], seed: int, kinds: Mapping[Edit, int], edits_made: int = 30
) -> Damage:
    """Edit a file at random."""
    damage = Damage(file, clauses, seed)
    for edit in damage.chance.choices([*kinds], [*kinds.values()], k=edits_made):
        edit(damage)
    return damage
