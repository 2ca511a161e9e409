"""Every acronym that an official reads is written out, in the source's own words where it has them."""

import re
from itertools import pairwise

from app.domain.catalogue import Catalogue
from app.domain.french import explained, written_in
from app.domain.text import without_accents
from app.settings import resource
from tests.acronyms import OF_THE_TEXTS


def folded(text: str) -> list[str]:
    """The words without accents, capitals or the mark of the plural."""
    words = re.findall(r"[a-z0-9]+", without_accents(text).lower().replace("œ", "oe"))
    return [word.rstrip("sx") for word in words]


def texts(catalogue: Catalogue) -> list[str]:
    spoken = [" ".join((*leaf.lead_in, leaf.commitment.text)) for leaf in catalogue.leaves]
    spoken += [f"{one.title} {one.legal_basis} {one.summary} {one.to_verify}" for one in catalogue.sections]
    spoken += [f"{one.title} {one.legal_basis} {one.remark}" for one in catalogue.partners]
    spoken += [f"{one.question} {one.help}" for one in catalogue.facts]
    chapters = [chapter for outline in catalogue.outlines for chapter in outline.chapters]
    places = [place for chapter in chapters for place in chapter.places]
    spoken += [f"{one.title} {one.asked}" for one in chapters]
    spoken += [f"{one.label} {one.help}" for one in places]
    spoken += [asked.source for one in places for asked in one.requirements]
    spoken += [f"{one.full_name} {one.successor} {one.since}" for one in catalogue.schemes.values()]
    return spoken


def test_every_acronym_of_the_catalogue_is_in_the_glossary(catalogue: Catalogue) -> None:
    known = {entry.acronym for entry in catalogue.glossary}

    met = {word for text in texts(catalogue) for word in written_in(text)}

    assert met - known - set(OF_THE_TEXTS) == set()


def test_no_exception_outlives_its_reason(catalogue: Catalogue) -> None:
    met = {word for text in texts(catalogue) for word in written_in(text)}

    assert set(OF_THE_TEXTS) <= met
    assert not set(OF_THE_TEXTS) & {entry.acronym for entry in catalogue.glossary}


def test_an_expansion_that_cites_the_source_is_in_its_words(catalogue: Catalogue) -> None:
    document = resource("commitments") / "sources/annexe-conventions-2013-2014.txt"
    source = document.read_text(encoding="utf-8").split("\n")

    for entry in catalogue.glossary:
        if entry.lines:
            first, last = entry.lines
            passage = " ".join(source[first - 1 : last])
            assert " ".join(folded(entry.meaning)) in " ".join(folded(passage)), entry
            assert entry.acronym in written_in(passage)


def test_the_glossary_is_in_alphabetical_order(catalogue: Catalogue) -> None:
    order = [without_accents(entry.acronym).replace("-", " ") for entry in catalogue.glossary]

    assert all(first < second for first, second in pairwise(order))


def test_an_acronym_made_of_two_is_explained_by_both(catalogue: Catalogue) -> None:
    found = explained("l’enveloppe FEDER-FSE et le SG-CIV, puis de nouveau le FSE", catalogue.glossary)

    assert [entry.acronym for entry in found] == ["FEDER", "FSE", "SG-CIV"]
