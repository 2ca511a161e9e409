"""Builds the returned files: today's drafts and the former one, edited, then saved by some tool."""

import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from tempfile import TemporaryDirectory

from app.documents import Document, Edition, RenderOptions
from app.documents.word import write_draft
from app.domain.assembly import assemble
from app.domain.draft import Draft
from app.domain.profile_json import parse_json, read_new_profile
from app.domain.views import extract, share_of
from app.formats.returned import open_package
from benchmarks.returned import DAY, FILES, sent_draft
from tests.returned.cases import BARE, FICHE, FORMER, SIGNING, TODAY, Case
from tests.returned.clause_cases import CLAUSES, OUTSIDE
from tests.returned.comment_cases import COMMENTS
from tests.returned.expected import Expected
from tests.returned.field_cases import CHAPTERS, FIELDS, FILLED, FORMS, MARKUP
from tests.returned.refused_cases import refused_files, strict, with_macros
from tests.returned.saved_cases import MIXED, UNCHANGED, saved_by_libreoffice, saved_by_tools
from tests.returned.word_file import WordFile

EDITED: tuple[Case, ...] = tuple(
    case
    for cases in (UNCHANGED, FIELDS, FILLED, FORMS, MARKUP, CHAPTERS, CLAUSES, OUTSIDE, COMMENTS, MIXED)
    for case in cases.found
)
SAVED: tuple[Case, ...] = tuple(saved_by_tools())
BY_LIBREOFFICE: tuple[Case, ...] = tuple(saved_by_libreoffice())


NOTHING: Expected = {"changes": [], "comments": [], "unplaced": []}


@dataclass(frozen=True, slots=True)
class File:
    """A returned file and what should be read in it."""

    title: str
    kind: str
    content: bytes
    expected: Expected
    sent: Draft
    is_weak: bool = False
    ending: str = "docx"


class Corpus:
    """The drafts that were sent, and the files made of them."""

    @cached_property
    def sent(self) -> Draft:
        return sent_draft(FILES)

    @cached_property
    def bases(self) -> Mapping[str, bytes]:
        """The drafts by their names, as they were sent."""
        options = RenderOptions(DAY)
        share = share_of(self.sent, "caf")
        return {
            TODAY: write_draft(self.sent, options),
            BARE: write_draft(self.sent, replace(options, data=False)),
            SIGNING: write_draft(self.sent, replace(options, edition=Edition.SIGNING)),
            FICHE: write_draft(extract(self.sent, share), replace(options, signatory=share.name)),
            FORMER: (FILES / "v1.docx").read_bytes(),
        }

    def groups(self, command: Path | None) -> Mapping[str, Callable[[], Sequence[Callable[[], File]]]]:
        """Return what makes the files of each group; those that LibreOffice saves where it is."""
        groups: dict[str, Callable[[], Sequence[Callable[[], File]]]] = {
            "edited": lambda: [partial(self.make, case) for case in EDITED],
            "saved": lambda: [partial(self.make, case) for case in SAVED],
            "package": lambda: list(map(_maker, self._packages())),
        }
        for ending in dict.fromkeys(case.office for case in BY_LIBREOFFICE) if command else ():
            groups[ending] = partial(self._saved_as, ending, command)
        return groups

    def _packages(self) -> Iterator[File]:
        yield from self.refused()
        yield from self.strange()
        yield from self.with_their_data()

    def _saved_as(self, ending: str, command: Path) -> Sequence[Callable[[], File]]:
        cases = [case for case in BY_LIBREOFFICE if case.office == ending]
        return list(map(_maker, self.through_libreoffice(cases, command)))

    def with_their_data(self) -> Iterator[File]:
        """Yield drafts that are compared with the data joined to them, and not with what was sent."""
        joined = RenderOptions(DAY, edition=Edition.SIGNING, data=True)  # it carries none unless asked
        drafts = {**self.bases, SIGNING: write_draft(self.sent, joined)}
        for base in (TODAY, FICHE, SIGNING):
            content = drafts[base]
            profile = read_new_profile(parse_json(open_package(content).profile), self.sent.catalogue)
            draft = assemble(self.sent.catalogue, profile)
            yield File(f"{base} / données jointes", "données jointes", content, NOTHING, draft)

    def make(self, case: Case) -> File:
        """Return a file that no LibreOffice is needed for."""
        file = WordFile(self.bases[case.base])
        expected = case.edit(file)
        for save in case.saves:
            save(file)
        return File(case.title, case.kind, file.save(), expected, self.sent, case.is_weak)

    def refused(self) -> Iterator[File]:
        """Yield the files that are refused."""
        other = write_draft(_of_another_contract(self.sent), RenderOptions(DAY, data=False))
        synthesis = write_draft(self.sent, RenderOptions(DAY, document=Document.SYNTHESIS))
        for name, content in refused_files(self.bases[TODAY], other, synthesis).items():
            yield File(f"refusé / {name}", "refusé", content, {"must_refuse": name}, self.sent)

    def strange(self) -> Iterator[File]:
        """Yield files that are read although their package is another."""
        for base in (TODAY, FORMER):
            yield File(f"{base} / strict", "paquet", strict(self.bases[base]), NOTHING, self.sent)
            yield File(f"{base} / .docm", "paquet", with_macros(self.bases[base]), NOTHING, self.sent)

    def through_libreoffice(self, cases: Sequence[Case], command: Path) -> Iterator[File]:
        """Yield what LibreOffice saves, all the files of one format in one run."""
        for ending in dict.fromkeys(case.office for case in cases):
            some = [case for case in cases if case.office == ending]
            made = [self.make(case) for case in some]
            for file, content in zip(
                made, _saved([one.content for one in made], ending, command), strict=True
            ):
                yield replace(file, content=content, ending=ending, expected=_kept_in(ending, file.expected))


def _kept_in(ending: str, expected: Expected) -> Expected:
    """Return what should be read in a format: a .doc of LibreOffice does not say who added the last text."""
    if ending != "doc":
        return expected
    named = ("author", "date")
    unplaced = [{key: row[key] for key in row if key not in named} for row in expected["unplaced"]]
    return expected | {"unplaced": unplaced}


def _maker(file: File) -> Callable[[], File]:
    return lambda: file


def _of_another_contract(draft: Draft) -> Draft:
    profile = draft.profile
    territory = replace(profile.territory, code="990000009", name="Communauté d’agglomération d’Ailleurs")
    return assemble(draft.catalogue, replace(profile, territory=territory, adaptations={}))


def _saved(contents: Sequence[bytes], ending: str, command: Path) -> Iterator[bytes]:
    filters = {"docx": "docx:MS Word 2007 XML", "odt": "odt", "doc": "doc:MS Word 97", "rtf": "rtf"}
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "saved").mkdir()
        for rank, content in enumerate(contents):
            (folder / f"{rank}.docx").write_bytes(content)
        subprocess.run(
            [
                str(command),
                f"-env:UserInstallation={(folder / 'profile').as_uri()}",
                *("--headless", "--convert-to", filters[ending], "--outdir", str(folder / "saved")),
                *(str(folder / f"{rank}.docx") for rank in range(len(contents))),
            ],
            check=True,
            capture_output=True,
            timeout=3_600,
        )
        for rank in range(len(contents)):
            yield (folder / "saved" / f"{rank}.{ending}").read_bytes()
