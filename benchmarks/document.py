"""What the contract looks like, in figures: pages, blanks, headings, words that lack. In Markdown.

python -m benchmarks.document                       four contracts in both editions
python -m benchmarks.document --quick               the first contract, to work on, in a few seconds
python -m benchmarks.document demonstration outremer --edition signer
python -m benchmarks.document --list                names what lacks, what is repeated, where a page is blank
python -m benchmarks.document --keep FOLDER         leaves the .docx and the .pdf there

Contracts: demonstration; metropole (the 53 communes of Saint-Étienne Métropole, every partner signs);
outremer (a commune overseas, with an example); etat (the same métropole, the State alone signs).

How each figure is computed, on the files that an official downloads, without comments, LibreOffice's PDF:
- pages: those of the PDF without « apart »; apart: the signatures and the chapters of quartiers, from the
  page of their heading to the page before the next heading of their rank;
- blank: heights without any mark over runs of more than three lines of 14 points, as a share of the bodies
  of pages (the height between the margins, drawn at one pixel a point), « apart » and the cover left out;
- distinct: different headings for one heading, all digits left aside;
- « à compléter »: how often it is written;
- lead-ins: how often one is said again for the clause that follows one of the same lead-in;
- texts, tags: clauses quoted and texts typed that the document does not say, that no control of their tag
  holds;
- margin: the least of all margins, in centimetres.
"""

import argparse
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

from lxml import etree

from app.documents import Edition
from app.documents.office import Kind, Office, find_libreoffice
from app.documents.office.conversion_queue import EveryPageAlike, pages_of
from app.documents.word import RenderOptions, write_draft
from app.domain.assembly import assemble
from app.domain.draft import Draft
from app.domain.profile import Profile
from app.domain.profile_json import parse_json, read_profile
from app.territories import Reference
from app.territories.proposals import territory_profile
from benchmarks import layout
from benchmarks.drafts import catalogue
from benchmarks.presence import missing_in_controls, missing_texts, repeated_lead_ins, said_in

ROOT = Path(__file__).parent.parent
METROPOLE = "244200770"
"""The SIREN of Saint-Étienne Métropole."""

DAY = date(2026, 11, 23)
CENTIMETRE = 72 / 2.54
MOSTLY_BLANK = 0.35
"""The share of a page from which `--list` names it."""


def _saved(file: str) -> Profile:
    return read_profile(parse_json((ROOT / file).read_bytes()), catalogue())


def _metropole() -> Profile:
    everybody = tuple(partner.id for partner in catalogue().partners)
    return replace(territory_profile(METROPOLE, Reference.open()), partners=everybody)


def _state_alone() -> Profile:
    return replace(_metropole(), partners=("etat",), signatories=())


CONTRACTS: Mapping[str, Callable[[], Profile]] = {
    "demonstration": lambda: _saved("app/demo/contrat.json"),
    "metropole": _metropole,
    "outremer": lambda: _saved("tests/profiles/commune-outre-mer.json"),
    "etat": _state_alone,
}


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one file; the lists behind them, for who mends it."""

    row: Mapping[str, str]
    faults: Mapping[str, list[str]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("contracts", nargs="*", metavar="contract", help=", ".join(CONTRACTS))
    parser.add_argument("--edition", choices=[str(edition) for edition in Edition])
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--list", action="store_true", dest="listed")
    parser.add_argument("--keep", type=Path)
    chosen = parser.parse_args()
    soffice = find_libreoffice()
    if soffice is None:
        sys.exit("LibreOffice est nécessaire : .ci/system-packages l’installe.")
    contracts = chosen.contracts or ([next(iter(CONTRACTS))] if chosen.quick else list(CONTRACTS))
    editions = [Edition(chosen.edition)] if chosen.edition else [*Edition][: 1 if chosen.quick else None]
    titled = False
    for contract in contracts:
        draft = assemble(catalogue(), CONTRACTS[contract]())
        for edition in editions:
            found = measure(draft, edition, Office(soffice, longest=120), chosen.keep, contract)
            if not titled:
                print(f"| contract, edition | {' | '.join(found.row)} |\n|---|{'---:|' * len(found.row)}")
                titled = True
            print(f"| {contract}, {edition} | {' | '.join(found.row.values())} |", flush=True)
            for name, places in found.faults.items() if chosen.listed else ():
                print(f"  {name}: {'; '.join(places)}" if places else "", end="\n" if places else "")


def measure(draft: Draft, edition: Edition, office: Office, keep: Path | None, name: str) -> Figures:
    """Return the figures of a contract in an edition, written and converted once."""
    options = RenderOptions(DAY, version=1, comments=False, edition=edition, pages=EveryPageAlike())
    with TemporaryDirectory() as folder:
        work = Path(folder)
        word, pdf = work / "contrat.docx", work / "contrat.pdf"
        word.write_bytes(write_draft(draft, options))
        pdf.write_bytes(office.convert(word.read_bytes(), Kind.PDF))
        if keep:
            keep.mkdir(parents=True, exist_ok=True)
            for file in (word, pdf):
                (keep / f"{name}-{edition}{file.suffix}").write_bytes(file.read_bytes())
        return _figures(draft, word, pdf, work)


def _figures(draft: Draft, word: Path, pdf: Path, work: Path) -> Figures:
    with ZipFile(word) as archive:
        document = etree.fromstring(archive.read("word/document.xml"))
    margins = layout.margins_of(document)
    top, bottom = (max(side) for side in list(zip(*margins, strict=True))[:2])
    shares = layout.blank_shares(pdf, (top, bottom), work)
    titles = layout.titles_of(document, pages_of(pdf.read_bytes()))
    quartiers = (quartier.name for quartier in draft.territory.quartiers)
    apart = layout.pages_apart(titles, len(shares), quartiers)
    counted = {page: share for page, share in enumerate(shares, 1) if page not in apart}
    bodies = {page: share for page, share in counted.items() if page > 1}
    said = list(said_in(draft))
    texts, tags = missing_texts(document, said), missing_in_controls(document, said)
    lead_ins = repeated_lead_ins(document, list(draft.entries()))
    row = {
        "pages": str(len(counted)),
        "apart": str(len(apart)),
        "blank": f"{sum(bodies.values()) / max(len(bodies), 1):.1%}",
        "distinct": f"{layout.distinct_share(titles):.1%}",
        "headings": str(len(titles)),
        "« à compléter »": str(layout.text_of(document).replace("\u00a0", " ").count("à compléter")),
        "lead-ins": str(lead_ins),
        "texts": str(len(texts)),
        "tags": str(len(tags)),
        "margin": f"{min(min(sides) for sides in margins) / CENTIMETRE:.1f}",
    }
    blank = [f"{page} ({share:.0%})" for page, share in bodies.items() if share > MOSTLY_BLANK]
    return Figures(
        row,
        {
            "blank pages": blank,
            "repeated headings": layout.repeated(titles),
            "texts": [f"{one.about} « {one.wordings[0][:60]} »" for one in texts],
            "tags": [one.tag for one in tags],
        },
    )


if __name__ == "__main__":
    main()
