"""French typography in what the application writes; what is quoted or typed stays as it is."""

import re
from collections.abc import Iterator
from dataclasses import astuple

from app.documents.word import RenderOptions, write_draft
from app.documents.word.ooxml.controls import LONGEST_NAME
from app.domain.draft import Draft, Entry, Exclusion
from tests.documents.word.conftest import DAY
from tests.documents.word.reading import W, comments, parts, root, text_of

FAULTS = {
    "a sign without its narrow no-break space": re.compile(r"(?<![\u202f!?])[;!?](?=\s|$)"),
    "a colon without its no-break space": re.compile(r"(?<!\u00a0):(?=\s|$)"),
    "an opening guillemet without its no-break space": re.compile(r"«(?!\u00a0)"),
    "a closing guillemet without its no-break space": re.compile(r"(?<!\u00a0)»"),
    "a straight apostrophe": re.compile(r"\w'\w"),
    "a straight quotation mark": re.compile(r'"'),
    "three dots": re.compile(r"\.\.\."),
    "an ordinal": re.compile(r"\b1er\b"),
    "a ligature": re.compile(r"\b(oeuvre|coeur|soeur|voeu|noeud|oeil)", re.IGNORECASE),
    "a date in figures": re.compile(r"\b\d{1,2}/\d{1,2}/\d{2,4}\b|\b\d{4}-\d{2}-\d{2}\b"),
    "a number whose thousands run on": re.compile(r"(?<![\d-])[1-9]\d{4,}(?![\d-])"),
    "a number that a line end may cut": re.compile(r"\b(n°|ligne|lignes|page|Annexe|Engagement) \d"),
    "a percent sign that a line end may cut": re.compile(r"\d %"),
    "two spaces": re.compile(r"  "),
    "a space before a full stop": re.compile(r"\s[.,](?=\s|$)"),
}


def test_every_text_of_the_writer_is_set_as_french_is(sample: tuple[Draft, bytes]) -> None:
    one, content = sample
    without_margin = write_draft(one, RenderOptions(on=DAY, comments=False))
    quoted = sorted(set(_not_ours(one)), key=len, reverse=True)

    found = {
        (fault, text)
        for text in {*_texts(content), *_texts(without_margin)}
        for fault, pattern in FAULTS.items()
        if pattern.search(text) and pattern.search(_ours(text, quoted))
    }

    assert found == set()


def _texts(content: bytes) -> Iterator[str]:
    """Every paragraph of every part, every comment, every name of a control and description of a table."""
    for name in parts(content):
        if name.startswith("word/") and name.endswith(".xml"):
            tree = root(content, name)
            yield from (text_of(node) for node in tree.iter(f"{W}p"))
            yield from (node.get(f"{W}val") for node in tree.iter(f"{W}tblDescription"))
            names = [node.get(f"{W}val") for node in tree.iter(f"{W}alias")]
            yield from (name for name in names if len(name) < LONGEST_NAME - 1)
    if "word/comments.xml" in parts(content):
        yield from (said for said, _ in comments(content))


def _ours(text: str, quoted: list[str]) -> str:
    """The text without what others wrote; a mark stands for it, that spaces around it are still seen."""
    for words in quoted:
        text = text.replace(words, "§")
    return text


def _not_ours(one: Draft) -> Iterator[str]:
    for entry in (*one.entries(), *one.national, *one.excluded):
        yield from _quoted(entry)
    place = one.territory
    yield from (place.name, place.code)
    for where in (*place.communes, *place.quartiers):
        yield from (where.name, where.code)
    yield from (code for quartier in place.quartiers for code in quartier.communes)
    yield from _sources(one)
    yield from (signatory.name for signatory in one.profile.signatories)
    for adaptation in one.profile.adaptations.values():
        typed = [value for value in astuple(adaptation) if isinstance(value, str)]
        yield from (line for text in typed for line in text.split("\n") if line)


def _quoted(entry: Entry | Exclusion) -> Iterator[str]:
    commitment = entry.commitment
    yield from (commitment.text, *entry.lead_in, *(target.quote for target in commitment.targets))
    yield from (part.fragment for part in commitment.parts)


def _sources(one: Draft) -> Iterator[str]:
    yield from (scheme.source for scheme in one.catalogue.schemes.values() if scheme.source)
