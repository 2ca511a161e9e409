"""The national text is quoted, never rewritten: the catalogue and its source say the same words."""

from collections import Counter
from pathlib import Path

import pytest

from app.domain.catalogue import Catalogue, Convention
from app.settings import resource
from tests.catalogue.folding import fold, marker

SOURCE = resource("commitments") / "sources" / "annexe-conventions-2013-2014.txt"
LINES = SOURCE.read_text(encoding="utf-8").split("\n")
TITLES = """Annexes Principaux engagements pris dans le cadre des conventions interministérielles
Pôle ministériel Date de signature de la convention Principaux engagements pris
Principaux engagements pris dans le cadre des conventions avec les partenaires et opérateurs
Partenaires et opérateurs Date de signature de la convention Principaux engagements pris"""
CONVENTIONS = sorted(path.stem for path in (resource("commitments") / "conventions").glob("*.yaml"))


def source_text(first: int, last: int) -> str:
    return "\n".join(LINES[first - 1 : last])


def rebuilt(convention: Convention) -> str:
    commitments = [f"{marker(node.level, lacuna=node.lacuna)} {node.text}" for node in convention.walk()]
    return "\n".join((convention.heading, convention.date_text, *commitments))


@pytest.mark.parametrize("convention_id", CONVENTIONS)
def test_a_convention_rebuilt_from_its_file_is_its_source_word_for_word(
    catalogue: Catalogue, convention_id: str
) -> None:
    convention = next(one for one in catalogue.conventions if one.id == convention_id)

    assert fold(rebuilt(convention)) == fold(source_text(*convention.lines))


@pytest.mark.parametrize("convention_id", CONVENTIONS)
def test_every_commitment_stands_at_the_lines_that_it_names(catalogue: Catalogue, convention_id: str) -> None:
    convention = next(one for one in catalogue.conventions if one.id == convention_id)

    for node in convention.walk():
        first_line = fold(source_text(*node.lines))
        bullet = marker(node.level, lacuna=node.lacuna)
        assert first_line.endswith(fold(f"{bullet} {node.text}")), node.id


def test_what_no_convention_quotes_is_only_the_titles_of_the_source(catalogue: Catalogue) -> None:
    quoted = {
        line
        for convention in catalogue.conventions
        for line in range(convention.lines[0], convention.lines[1] + 1)
    }

    left = "\n".join(text for number, text in enumerate(LINES, 1) if number not in quoted)

    assert fold(left) == fold(TITLES)


def test_the_parties_of_a_convention_are_its_heading(catalogue: Catalogue) -> None:
    for convention in catalogue.conventions:
        joined = convention.heading.replace(") et Association", ") Association")
        assert " ".join(convention.parties) == joined, convention.id


def test_the_catalogue_is_complete(catalogue: Catalogue) -> None:
    levels = Counter(node.level for convention in catalogue.conventions for node in convention.walk())
    kinds = Counter(convention.kind.value for convention in catalogue.conventions)

    assert kinds == {"ministry": 12, "partner": 10}
    assert levels == {0: 5, 1: 74, 2: 127, 3: 19}
    assert len(catalogue.leaves) == 176


def test_the_two_passages_that_lost_their_beginning_say_so(catalogue: Catalogue) -> None:
    lacunas = [node for convention in catalogue.conventions for node in convention.walk() if node.lacuna]

    assert [node.lines[0] for node in lacunas] == [1165, 1258]
    assert lacunas[0].text.startswith("politique de la ville et de l’éducation prioritaire, mise en œuvre")
    assert lacunas[1].text.startswith("les services aux publics d’ici 2020")


def test_the_slips_of_the_source_are_kept(catalogue: Catalogue) -> None:
    texts = [node.text for convention in catalogue.conventions for node in convention.walk()]

    for slip in ("dés 2013", "dans les dans les", "et et de l’emploi"):
        assert any(slip in text for text in texts), slip


def test_an_id_once_published_never_goes_away(catalogue: Catalogue) -> None:
    published = (Path(__file__).parent / "published_ids.txt").read_text(encoding="utf-8").split()

    assert set(published) <= set(catalogue.commitments)
