"""The annexe that says what became of the schemes that this draft names."""

import pytest

from app.documents.word import RenderOptions, write_draft
from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.draft import Draft
from app.domain.rules import Confidence, Scheme
from tests.documents.word.conftest import DAY
from tests.documents.word.reading import links, paragraphs, rows, tables, whole_text
from tests.documents.word.samples import draft
from tests.examples import contract

HAPPENED = {
    "renamed": "Changement de nom",
    "replaced": "Remplacement",
    "ended": "Fin",
    "in force": "En vigueur",
}


@pytest.fixture(scope="module")
def everybody(written: dict[str, tuple[Draft, bytes]]) -> tuple[Draft, bytes]:
    return written["everybody signs"]


def named(one: Draft) -> dict[Scheme, list[int]]:
    found: dict[Scheme, list[int]] = {}
    for rank, entry in enumerate(one.entries(), start=1):
        for scheme in entry.schemes:
            found.setdefault(scheme, []).append(rank)
    return found


def known(scheme: Scheme) -> bool:
    return scheme.confidence is Confidence.VERIFIED and scheme.status in HAPPENED


def test_what_was_verified_is_told_with_its_date_and_a_proposal(
    everybody: tuple[Draft, bytes],
) -> None:
    one, content = everybody
    shown = {row[0]: row[1:] for row in rows(tables(content, "Table de concordance")[0])}

    expected = {
        scheme.full_name: [
            HAPPENED[scheme.status]
            + (f", {scheme.since}" if scheme.since else "")
            + (f". Proposition\u00a0: {scheme.successor}" if scheme.successor else ""),
            ", ".join(map(str, ranks)),
        ]
        for scheme, ranks in named(one).items()
        if known(scheme) and scheme.changed
    }

    assert expected
    assert shown == expected


def test_what_is_still_in_force_under_its_name_is_listed_and_nothing_unverified_is(
    everybody: tuple[Draft, bytes],
) -> None:
    one, content = everybody
    texts = [text for _, text in paragraphs(content)]
    start = next(rank for rank, text in enumerate(texts) if text.startswith("En vigueur, sous le nom"))

    listed = texts[start + 1 : texts.index("Conventions citées", start)]

    expected = [
        f"{scheme.full_name}, {'engagement' if len(ranks) == 1 else 'engagements'}\u00a0"
        f"{', '.join(map(str, ranks))}"
        for scheme, ranks in named(one).items()
        if known(scheme) and not scheme.changed
    ]
    assert expected
    assert sorted(listed) == sorted(expected)


def test_names_come_in_the_order_of_a_french_dictionary(catalogue: Catalogue) -> None:
    shown = [row[0] for row in rows(tables(written_for("everybody signs", catalogue), "Table de")[0])]

    first = [
        next(rank for rank, name in enumerate(shown) if start in name)
        for start in (
            "ABCD",
            "Conseils de citoyens",
            "Emplois d’avenir",
            "Établissement public",
            "Pôle emploi",
        )
    ]
    assert first == sorted(first)


def written_for(kind: str, catalogue: Catalogue) -> bytes:
    return write_draft(draft(kind, catalogue), RenderOptions(on=DAY))


def test_each_row_leads_to_its_clauses_and_each_volet_to_those_of_others(
    everybody: tuple[Draft, bytes],
) -> None:
    one, content = everybody
    numbered = [(anchor, text) for anchor, text in links(content) if text.isdigit()]

    others = [one.numbers[id_] for volet in one.sections for id_ in volet.see_also if id_ in one.numbers]
    ranks = [*others, *one.numbers.values()]  # of « Conventions citées »
    ranks += [rank for scheme, naming in named(one).items() if known(scheme) for rank in naming]
    assert others
    assert sorted(numbered) == sorted((f"engagement_{rank}", str(rank)) for rank in ranks)


def test_only_the_schemes_of_this_draft_are_listed(catalogue: Catalogue) -> None:
    text = whole_text(written_for("one partner", catalogue))

    assert "Agence régionale" in text
    assert "ABCD de l’égalité" not in text.rpartition("Table de concordance")[2]


def test_a_draft_without_clauses_says_that_nothing_is_named(catalogue: Catalogue) -> None:
    content = write_draft(assemble(catalogue, contract("")), RenderOptions(on=DAY))

    assert tables(content, "Table de concordance") == []
    assert "Aucun engagement du projet ne nomme de dispositif" in whole_text(content)


def test_the_preamble_and_the_clauses_lead_to_it(everybody: tuple[Draft, bytes]) -> None:
    one, content = everybody
    changed = [entry for entry in one.entries() if any(scheme.changed for scheme in entry.schemes)]

    assert ("concordance", "table de concordance") in links(content)
    assert links(content).count(("concordance", "Noms d’aujourd’hui")) == len(changed)
