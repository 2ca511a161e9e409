"""Comments: threads both ways, answers to the remarks of the application, remarks that were deleted."""

from lxml import etree

from app.formats.xml_parts import W
from tests.returned.cases import BOTH, Cases
from tests.returned.edits import CAF, PREFECTURE, By, run
from tests.returned.expected import Expected, expect, reply, said
from tests.returned.field_cases import BLANK, FICHE
from tests.returned.word_file import WordFile, text_of

COMMENTS = Cases("commentaires", [])
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_PART = "word/comments.xml"
_EXTENDED = "word/commentsExtended.xml"


def comment(file: WordFile, place: etree._Element, number: int, by: By, text: str) -> str:
    """Add a comment on the words of a paragraph; return the number of its paragraph."""
    made = etree.SubElement(_comments(file), f"{W}comment")
    made.set(f"{W}id", str(number))
    made.set(f"{W}author", by.author)
    made.set(f"{W}date", by.date)
    words = etree.SubElement(made, f"{W}p")
    words.set(f"{W14}paraId", f"00FF{number:04X}")
    words.append(run(text))
    start, end = etree.Element(f"{W}commentRangeStart"), etree.Element(f"{W}commentRangeEnd")
    reference = etree.Element(f"{W}r")
    etree.SubElement(reference, f"{W}commentReference").set(f"{W}id", str(number))
    for one in (start, end):
        one.set(f"{W}id", str(number))
    at = 1 if place.find(f"{W}pPr") is not None else 0
    place.insert(at, start)
    place.append(end)
    place.append(reference)
    return f"00FF{number:04X}"


def thread(file: WordFile, paragraph: str, parent: str = "", *, done: bool = False) -> None:
    """Say that a comment answers another, or is resolved."""
    extended = file.tree(_EXTENDED)
    made = etree.SubElement(extended, f"{W15}commentEx")
    made.set(f"{W15}paraId", paragraph)
    made.set(f"{W15}done", "1" if done else "0")
    if parent:
        made.set(f"{W15}paraIdParent", parent)


def _comments(file: WordFile) -> etree._Element:
    if _PART not in file.parts:
        file.parts[_PART] = f'<w:comments xmlns:w="{W[1:-1]}"/>'.encode()
    if _EXTENDED not in file.parts:
        file.parts[_EXTENDED] = f'<w15:commentsEx xmlns:w15="{W15[1:-1]}"/>'.encode()
    return file.tree(_PART)


def _ours(file: WordFile) -> list[etree._Element]:
    if _PART not in file.parts:
        return []
    return [one for one in file.tree(_PART) if one.get(f"{W}author") == "Assistant de rédaction"]


@COMMENTS.add("fil de Word")
def threaded(file: WordFile) -> Expected:
    place = file.paragraph("Deux marches", file.clause(FICHE))
    first = comment(file, place, 801, CAF, "La caisse peut cofinancer.")
    second = comment(file, place, 802, PREFECTURE, "Merci, à confirmer.")
    thread(file, first)
    thread(file, second, first)
    answer = reply(PREFECTURE, "Merci, à confirmer.")
    return expect(comments=[said(FICHE, "local_action", CAF, "La caisse peut cofinancer.", answer)])


@COMMENTS.add("fil de Google, par plages")
def by_range(file: WordFile) -> Expected:
    place = file.paragraph("Deux marches", file.clause(FICHE))
    comment(file, place, 801, CAF, "La caisse peut cofinancer.")
    comment(file, place, 802, PREFECTURE, "Merci, à confirmer.")
    answer = reply(PREFECTURE, "Merci, à confirmer.")
    return expect(comments=[said(FICHE, "local_action", CAF, "La caisse peut cofinancer.", answer)])


@COMMENTS.add("résolu")
def resolved(file: WordFile) -> Expected:
    place = file.paragraph("les territoires d’excellence", file.clause(BLANK))
    thread(file, comment(file, place, 801, CAF, "Doublon ?"), done=True)
    return expect(comments=[said(BLANK, "national", CAF, "Doublon ?", resolved=True)])


@COMMENTS.add("hors des clauses")
def outside(file: WordFile) -> Expected:
    comment(file, file.paragraph("Le présent contrat fixe"), 801, CAF, "Et les communes ?")
    return expect(comments=[said(None, None, CAF, "Et les communes ?")])


@COMMENTS.add("réponse à une remarque", bases=BOTH)
def answered(file: WordFile) -> Expected:
    remark = _ours(file)[2]
    number = remark.get(f"{W}id")
    start = next(one for one in file.body.iter(f"{W}commentRangeStart") if one.get(f"{W}id") == number)
    first = list(remark.iter(f"{W}p"))[-1]
    first.set(f"{W14}paraId", first.get(f"{W14}paraId") or "00EE0001")
    place = next(start.iterancestors(f"{W}p"))
    answer = comment(file, place, 801, CAF, "Vu, nous gardons l’ancien nom.")
    thread(file, answer, first.get(f"{W14}paraId"))
    row = {"author": CAF.author, "text": "Vu, nous gardons l’ancien nom.", "reply": True}
    return expect(comments=[row | {"answers": text_of(remark)}])


@COMMENTS.add("remarque supprimée", bases=BOTH)
def remark_deleted(file: WordFile) -> Expected:
    remark = _ours(file)[2]
    number = remark.get(f"{W}id")
    for one in list(file.body.iter(f"{W}commentRangeStart", f"{W}commentRangeEnd", f"{W}commentReference")):
        if one.get(f"{W}id") == number:
            one.getparent().remove(one)
    remark.getparent().remove(remark)
    return expect(assistant_comments_deleted=[number])
