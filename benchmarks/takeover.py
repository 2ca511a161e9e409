"""How much of a contract made elsewhere is taken over: `python -m benchmarks.takeover [FOLDER] [SET…]`.

The application's own drafts, both editions, as .docx, .odt and .pdf, without any mark; then the contracts
of other makes of `benchmarks.foreign`: those that the reader was tuned on, those of seven trials after which
it was changed, more makes on which it was tuned, and those that it was never tuned on. FOLDER keeps what was
made; with names of SETs, `own` or modules of `benchmarks.foreign`, only these are read. `--wrong`, anywhere
among them, says below each fiche what a wrong field should hold and what it holds.
"""

import re
import resource
import sys
import time
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pymupdf
from lxml import etree

from app.catalogue import load
from app.documents import Edition, RenderOptions
from app.documents.foreign import read_foreign
from app.documents.office import Kind, Office, find_libreoffice
from app.documents.word import write_draft
from app.domain.assembly import assemble
from app.domain.profile import Profile
from app.domain.profile_json import parse_json, profile_document, read_new_profile
from app.domain.takeover import Lists, Recognition, Target, profile_of, recognise
from app.formats.xml_parts import W
from app.settings import resource as shipped
from benchmarks.foreign import (
    fifth_trial,
    first_trial,
    fourth_trial,
    held_out,
    more_makes,
    second_trial,
    seventh_trial,
    sixth_trial,
    third_trial,
    tuned,
)
from benchmarks.foreign.content import QUARTIERS, Made, Sheet

DAY = date(2026, 11, 28)
DEMO = Path(__file__).parent.parent / "app" / "demo" / "contrat.json"
LONGEST = 120.0
_KEY = 24
_WORDS = 2
_SPREAD = 2
"""Pages that a fiche takes after the one on which it begins."""
_AMOUNT = re.compile(r"\d{1,3}(?:\s\d{3})+")
"""Thousands parted by spaces, so that « BOP 147 » before an amount, or a year, is none of it."""
_TEXTS = ("local_action", "lead", "start", "deadline", "indicator", "indicator_baseline", "indicator_target",
          "indicator_year", "indicator_source", "indicator_by_sex", "indicator_baseline_women",
          "indicator_baseline_men", "indicator_target_women", "indicator_target_men", "resources",
          "review")  # fmt: skip
_LISTS = ("associated", "quartiers", "objectives", "means", "indicator_values")


@dataclass(slots=True)
class Score:
    """What is right of a file, and what is not."""

    fields: int = 0
    placed: int = 0
    pages: int = 0
    right_pages: int = 0
    lost: int = 0
    fiches: int = 0
    recognised: int = 0
    false: int = 0
    wrong: list[str] = field(default_factory=list)
    details: dict[str, list[str]] = field(default_factory=dict)
    """What each wrong field should hold and what it holds, by the line of `wrong`."""

    def __str__(self) -> str:
        fiches = f"{_share(self.recognised, self.fiches)} fiches, {self.false} false, " if self.fiches else ""
        return (
            f"{fiches}{_share(self.placed, self.fields)} fields, {_share(self.right_pages, self.pages)} "
            f"pages, "
            f"{self.lost} words lost"
        )

    def add(self, other: "Score") -> None:
        """Add what another file gives."""
        for name in ("fields", "placed", "pages", "right_pages", "lost", "fiches", "recognised", "false"):
            setattr(self, name, getattr(self, name) + getattr(other, name))


def _share(part: int, whole: int) -> str:
    return f"{part / max(whole, 1):.1%} ({part} of {whole})"


def squash(text: str) -> str:
    """Return the letters and digits of a text, light markup and accents aside."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    return "".join(one for one in folded if one.isalnum())


def without_marks(document: bytes) -> bytes:
    """Return a .docx as Word would make it of the same words: no custom XML, no controls, no bookmarks."""
    result = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(document)) as source,
        zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for member in source.infolist():
            if member.filename.startswith("customXml/") or member.filename == "docProps/custom.xml":
                continue
            content = source.read(member)
            if member.filename.endswith(".rels") or member.filename == "[Content_Types].xml":
                content = re.sub(
                    rb"<(?:Relationship|Override)\b[^>]*(?:customXml|custom\.xml)[^>]*/>", b"", content
                )
            if member.filename == "word/document.xml":
                content = _bare(content)
            target.writestr(member.filename, content)
    return result.getvalue()


def _bare(xml: bytes) -> bytes:
    root = etree.fromstring(xml)
    for mark in list(root.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")):
        mark.getparent().remove(mark)
    for field_mark in list(root.iter(f"{W}fldChar", f"{W}instrText")):
        field_mark.getparent().remove(field_mark)  # what it showed stays: no bookmark is left to refer to
    for control in list(root.iter(f"{W}sdt")):
        content, parent = control.find(f"{W}sdtContent"), control.getparent()
        place = parent.index(control)
        parent[place : place + 1] = [] if content is None else list(content)
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True))


def page_texts(pdf: bytes) -> list[str]:
    """Return the letters of each page, by another reader than ours."""
    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        return [squash(page.get_text()) for page in document]


def lists() -> Lists:
    """Return what contracts are matched with: no list of quartiers, the plan of the present generation."""
    outline = load(shipped("commitments")).latest_outline
    places = {place.id for chapter in outline.chapters for place in chapter.places}
    return Lists(years={str(year) for year in range(2024, 2031)}, places=places)


def lost_words(recognition: Recognition) -> int:
    """Return how many words of the original are neither in a piece nor among what found no place."""
    said = Counter(_words(block.text for block in recognition.original.blocks))
    spans: dict[int, list[tuple[int, int]]] = {}
    for piece in recognition.pieces:
        for number, start, end in piece.spans:
            spans.setdefault(number, []).append((start, end))
    kept: Counter[str] = Counter(_words(one.text for one in recognition.remainders))
    for block in recognition.original.blocks:
        taken = "".join(
            char if any(start <= at < end for start, end in spans.get(block.number, ())) else " "
            for at, char in enumerate(block.text)
        )
        kept += Counter(_words([taken]))
    return sum((said - kept).values())


def unread_letters(recognition: Recognition, pages: Iterable[str]) -> int:
    """Return how many letters of the pages the original does not hold, what was set aside included."""
    said = sum(len(squash(block.text)) for block in recognition.original.blocks)
    aside = sum(len(squash(one.text)) * one.times for one in recognition.original.set_aside)
    return sum(map(len, pages)) - said - aside


def _words(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from re.findall(r"\w+", text)


def score_draft(recognition: Recognition, profile: Profile, pages: list[str]) -> Score:
    """Compare what was taken over of our own draft with the profile that it was made of."""
    score = Score(lost=lost_words(recognition))
    document = profile_document(profile)
    taken = profile_of(recognition.pieces, "contrat", profile.outline)
    actions = {
        squash(one["adaptation"]["local_action"])[:40]: one for one in taken.get("local_commitments", ())
    }
    ours = _titles(document)
    theirs = _titles(taken)
    wanted = [
        *document["adaptations"].values(),
        *(one["adaptation"] for one in document["local_commitments"]),
    ]
    for adaptation in wanted:
        if not adaptation["local_action"]:
            continue
        key = squash(adaptation["local_action"])[:40]
        found = actions.get(key, {"adaptation": {}, "id": ""})
        expected = dict(_said(adaptation, ours))
        said = dict(_said(found["adaptation"], theirs))
        score.fields += len(expected)
        for name, value in expected.items():
            if said.get(name) == value:
                score.placed += 1
            else:
                score.wrong.append(f"{key} {name}: {value!r} / {said.get(name)!r}")
        _score_pages(score, recognition, found["id"], pages)
    return score


def _titles(document: Mapping[str, Any]) -> dict[str, str]:
    return {
        one["id"]: squash(one["title"])
        for each in document.get("orientations", ())
        for one in each.get("objectives", ())
    }


def _said(adaptation: Mapping[str, Any], titles: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    for name in _TEXTS:
        if adaptation.get(name):
            yield name, squash(str(adaptation[name]))
    for name in _LISTS:
        values = adaptation.get(name) or ()
        if name == "objectives":
            values = [titles.get(one, one) for one in values]
        if values:
            yield (
                name,
                sorted(squash(str(sorted(one.items()) if isinstance(one, dict) else one)) for one in values),
            )


def _score_pages(score: Score, recognition: Recognition, action: str, pages: list[str]) -> None:
    pieces = [one for one in recognition.pieces if one.target is Target.ACTION and one.key == action]
    for piece in pieces:
        key = squash(piece.text)[:_KEY]
        words = [squash(word) for word in piece.text.split()[:_WORDS]]
        if len(key) < 8 or not any(all(word in page for word in words) for page in pages):
            continue  # LibreOffice prints nothing of what a table too wide has past the edge of its page
        score.pages += 1
        first = pieces[0].page
        right = 0 < piece.page <= len(pages) and all(word in pages[piece.page - 1] for word in words)
        if right and first <= piece.page <= first + _SPREAD:
            score.right_pages += 1
        else:
            score.wrong.append(f"page {piece.page} of {piece.field}: {piece.text[:60]!r}")


def score_foreign(recognition: Recognition, sheets: Iterable[Sheet], pages: list[str]) -> Score:
    """Compare what was taken over of a contract of another make with the fiches that it holds.

    A fiche is recognised by its title and its pilot, who stands alone in that field; another field is placed
    where its words are in it.
    """
    score = Score(lost=lost_words(recognition))
    actions = {
        one["id"]: one for one in profile_of(recognition.pieces, "contrat", "").get("local_commitments", ())
    }
    titles = {squash(one["text"]): key for key, one in actions.items()}
    known: set[str] = set()
    codes = {squash(name): code for code, name, _ in QUARTIERS}
    for sheet in sheets:
        score.fiches += 1
        key = titles.pop(squash(sheet.title), "")
        known.add(key)
        said = actions[key]["adaptation"] if key else {}
        expected = _expected(sheet)
        right = [name for name, words in expected.items() if _is_said(name, words, said)]
        quartiers = sorted(said.get("quartiers", ())) == sorted(codes[squash(one)] for one in sheet.quartiers)
        score.fields += len(expected) + 1
        score.placed += len(right) + quartiers
        score.recognised += bool(key) and "lead" in right
        if not key:
            score.wrong.append(f"missing: {sheet.title}")
        elif wrong := [
            *(name for name in expected if name not in right),
            *([] if quartiers else ["quartiers"]),
        ]:
            score.wrong.append(f"{sheet.title}: {', '.join(wrong)}")
            score.details[score.wrong[-1]] = [
                f"{name}: {expected.get(name, sheet.quartiers)} / {_held(name, said)}" for name in wrong
            ]
        if key:
            _score_pages(score, recognition, key, pages)
    false = [one["text"] for key, one in actions.items() if key not in known]
    score.false = len(false)
    score.wrong += [f"false: {title[:60]}" for title in false]
    return score


def _expected(sheet: Sheet) -> dict[str, list[str]]:
    return {
        "lead": [sheet.lead],
        "associated": list(sheet.partners),
        "deadline": re.findall(r"\d{4}", sheet.deadline),
        "indicator": [sheet.indicator, *sheet.values],
        "resources": [text for funder in sheet.funders for text in funder] or [sheet.budget],
        "local_action": [sheet.content],
    }


_FIELDS = {
    "deadline": ("start", "deadline"),
    "resources": ("resources", "means"),
    "indicator": ("indicator", "indicator_baseline", "indicator_target", "indicator_values"),
}


def _held(name: str, said: Mapping[str, Any]) -> str:
    values = (said.get(one) for one in _FIELDS.get(name, (name,)))
    return " | ".join(line for value in values if value for line in str(value).splitlines())


def _is_said(name: str, words: Iterable[str], said: Mapping[str, Any]) -> bool:
    text = squash(_held(name, said))
    if name == "lead":
        return [text] == list(map(squash, words))
    if name == "associated":
        return sorted(map(squash, said.get(name, ()))) == sorted(map(squash, words))
    if name == "resources" and said.get("means"):
        amounts = (one for text in words for one in re.findall(_AMOUNT, text))
        return all(squash(one) in text for one in amounts)
    return all(squash(one) in text for one in words)


def foreign_files(
    folder: Path, contracts: Iterable[Made]
) -> Iterator[tuple[str, Path, list[str], tuple[Sheet, ...]]]:
    """Make contracts of other makes; yield the name, the file, its pages and its fiches."""
    soffice = find_libreoffice()
    assert soffice is not None
    office = Office(soffice, LONGEST)
    for rank, (name, kind, document, sheets) in enumerate(contracts, start=1):
        pdf = office.as_pdf(document, "docx")
        content = {"docx": document, "pdf": pdf}.get(kind) or office.convert(document, Kind(kind))
        file = folder / f"autre-{rank}.{kind}"
        file.write_bytes(content)
        pages = page_texts(pdf if kind != "odt" else office.as_pdf(content, kind))
        yield f"{name} (.{kind}, {len(pages)} pages)", file, pages, sheets


def own_files(folder: Path) -> Iterator[tuple[str, Path, list[str]]]:
    """Make our own drafts in each edition and format; yield the name, the file and its pages."""
    catalogue = load(shipped("commitments"))
    profile = read_new_profile(parse_json(DEMO.read_bytes()), catalogue)
    soffice = find_libreoffice()
    assert soffice is not None
    office = Office(soffice, LONGEST)
    for edition in (Edition.SIGNING, Edition.WORKING):
        options = RenderOptions(DAY, edition=edition, comments=False, data=False)
        document = without_marks(write_draft(assemble(catalogue, profile), options))
        made = {
            "docx": document,
            "odt": office.convert(document, Kind.ODT),
            "pdf": office.as_pdf(document, "docx"),
        }
        for kind, content in made.items():
            file = folder / f"{edition}.{kind}"
            file.write_bytes(content)
            pages = page_texts(content if kind == "pdf" else office.as_pdf(content, kind))
            yield f"{edition} .{kind}", file, pages


_TRIALS = (
    ("Tuned on", tuned),
    ("Tuned on since a first trial", first_trial),
    ("Tuned on since a second trial", second_trial),
    ("Tuned on since a third trial", third_trial),
    ("Tuned on since a fourth trial", fourth_trial),
    ("Tuned on since a fifth trial", fifth_trial),
    ("Tuned on since a sixth trial", sixth_trial),
    ("Tuned on since a seventh trial", seventh_trial),
    ("Tuned on, more makes", more_makes),
    ("Never tuned on", held_out),
)


def main() -> None:
    """Print the score of each file, and of all."""
    with TemporaryDirectory() as made:
        arguments = [one for one in sys.argv[1:] if one != "--wrong"]
        folder = Path(arguments[0]) if arguments else Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        profile = read_new_profile(parse_json(DEMO.read_bytes()), load(shipped("commitments")))
        wanted = set(arguments[1:])
        own = ((name, file, pages, None) for name, file, pages in own_files(folder))
        if not wanted or "own" in wanted:
            _report("Our own drafts", own, profile)
        for title, module in _TRIALS:
            part = folder / module.__name__.rpartition(".")[2]
            if wanted and part.name not in wanted:
                continue
            part.mkdir(exist_ok=True)
            _report(title, foreign_files(part, module.contracts()), profile)


def _report(
    title: str, files: Iterable[tuple[str, Path, list[str], tuple[Sheet, ...] | None]], profile: Profile
) -> None:
    print(title)
    total = Score()
    for name, file, pages, sheets in files:
        start = _cpu()
        recognition = recognise(read_foreign(file.read_bytes(), file.name, find_libreoffice()), lists())
        taken = _cpu() - start
        score = (
            score_draft(recognition, profile, pages)
            if sheets is None
            else score_foreign(recognition, sheets, pages)
        )
        total.add(score)
        print(f"  {name}: {score}, {unread_letters(recognition, pages)} letters unread, {taken:.1f} s")
        for one in score.wrong:
            print(f"      {one[:200]}")
            if "--wrong" in sys.argv:
                print(*(f"          {detail}\n" for detail in score.details.get(one, ())), sep="", end="")
    print(f"  all: {total}")


def _cpu() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


if __name__ == "__main__":
    main()
