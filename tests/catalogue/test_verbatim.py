"""The national text is quoted, never rewritten: the catalogue and its source say the same words."""

import shutil
from collections import Counter
from pathlib import Path

import pytest

from app.catalogue import CatalogueRefused, load
from app.catalogue.rules import fold
from app.documents.word.parts.citation import full_source
from app.domain.catalogue import NO_LINES, Catalogue, Convention
from app.domain.french import format_lines
from app.settings import resource
from tests.commands import run

SOURCE = resource("commitments") / "sources" / "annexe-conventions-2013-2014.txt"
LINES = SOURCE.read_text(encoding="utf-8").split("\n")
TITLES = """Annexes Principaux engagements pris dans le cadre des conventions interministérielles
Pôle ministériel Date de signature de la convention Principaux engagements pris
Principaux engagements pris dans le cadre des conventions avec les partenaires et opérateurs
Partenaires et opérateurs Date de signature de la convention Principaux engagements pris"""
SHIPPED = "annexe-conventions-2013-2014"
"""The source of the national conventions: what is counted below is counted in it alone."""


def shipped(catalogue: Catalogue) -> list[Convention]:
    """The conventions of the annexe: an installation may add its own."""
    return [convention for convention in catalogue.conventions if convention.document == SHIPPED]


def test_every_text_of_the_catalogue_is_that_of_its_source_word_for_word() -> None:
    load(resource("commitments"), compare=True)


SPOILED = {
    "a word more": ("les diagnostics partagés de", "tous les diagnostics partagés de"),
    "a word less": ("les diagnostics partagés de", "les diagnostics de"),
}


@pytest.mark.parametrize("name", SPOILED)
def test_a_text_that_is_not_its_source_is_refused_with_its_place_and_both_words(
    tmp_path: Path, name: str
) -> None:
    folder = copied(tmp_path)
    path = folder / "conventions" / "sports-jeunesse-2013.yaml"
    old, new = SPOILED[name]
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")

    with pytest.raises(CatalogueRefused) as refused:
        load(folder, compare=True)

    said = str(refused.value).splitlines()
    assert all(line.startswith("conventions/sports-jeunesse-2013.yaml:") for line in said)
    assert "ce n’est pas le texte de sa source, à ces lignes : ici « " in said[0]
    assert load(folder).conventions, "a catalogue that was accepted once is only read"


def test_a_passage_of_the_source_that_no_commitment_quotes_is_refused(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    with_its_own_source(folder, source="Convention régionale\n3 mars 2025\n- Un engagement ;\n- Un oublié.\n")

    with pytest.raises(CatalogueRefused, match=r"là « .*oublié"):
        load(folder, compare=True)


def test_a_convention_names_its_own_source_and_address(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    with_its_own_source(folder, source="Convention régionale\n3 mars 2025\n- Un engagement ;\n", last=3)

    read = load(folder, compare=True)

    convention = own(read)
    assert convention.lines == (1, 3)
    assert convention.address == "https://region.example.org/convention.pdf"
    assert read.source_titles[convention.document] == "Convention régionale de 2025"


def test_a_convention_without_a_source_file_says_so_and_names_no_line(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    with_its_own_source(folder, source=None)

    convention = own(load(folder, compare=True))
    checked = run("catalogue", "check", folder)

    assert convention.lines == convention.commitments[0].lines == NO_LINES
    assert format_lines(convention.lines) == "sans fichier source"
    assert "essai : sans fichier source, son texte n’est comparé avec rien." in checked.stdout
    assert full_source(convention) == "Région, convention du 3 mars 2025, sans fichier source"


def test_a_line_of_no_source_is_refused(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    path = with_its_own_source(folder, source=None)
    path.write_text(f"{path.read_text(encoding='utf-8')}lines: [1, 1]\n", encoding="utf-8")

    with pytest.raises(CatalogueRefused, match="cette convention n’a pas de fichier source"):
        load(folder)


def own(catalogue: Catalogue) -> Convention:
    return next(convention for convention in catalogue.conventions if convention.id == "essai")


def copied(folder: Path) -> Path:
    return Path(shutil.copytree(resource("commitments"), folder / "commitments"))


def with_its_own_source(folder: Path, source: str | None, last: int = 4) -> Path:
    """Adds a convention of one's own, with the source file that it names, if any."""
    file = lines = of_node = ""
    if source is not None:
        (folder / "sources" / "essai.txt").write_text(source, encoding="utf-8")
        file, lines, of_node = "\n  file: sources/essai.txt", f"\nlines: [1, {last}]", "\n    lines: [3, 3]"
    path = folder / "conventions" / "essai.yaml"
    path.write_text(OWN.format(file=file, lines=lines, of_node=of_node), encoding="utf-8")
    return path


OWN = """id: essai
title: "Région"
heading: "Convention régionale"
parties: ["Région"]
kind: partner
signed_on: "2025-03-03"
date_text: "3 mars 2025"
source:
  title: "Convention régionale de 2025"
  address: "https://region.example.org/convention.pdf"{file}{lines}
carriers: [region]
commitments:
  - id: essai-1{of_node}
    level: 1
    text: "Un engagement ;"
    section: sante
    reading: {{standing: in_force, place: body}}
"""


def test_what_no_convention_quotes_is_only_the_titles_of_the_source(catalogue: Catalogue) -> None:
    quoted = {
        line
        for convention in shipped(catalogue)
        for line in range(convention.lines[0], convention.lines[1] + 1)
    }

    left = "\n".join(text for number, text in enumerate(LINES, 1) if number not in quoted)

    assert fold(left) == fold(TITLES)


def test_the_parties_of_a_convention_are_its_heading(catalogue: Catalogue) -> None:
    for convention in shipped(catalogue):
        joined = convention.heading.replace(") et Association", ") Association")
        assert " ".join(convention.parties) == joined, convention.id


def test_the_catalogue_is_complete(catalogue: Catalogue) -> None:
    levels = Counter(node.level for convention in shipped(catalogue) for node in convention.walk())
    kinds = Counter(convention.kind.value for convention in shipped(catalogue))
    leaves = [leaf for leaf in catalogue.leaves if leaf.convention.document == SHIPPED]

    assert kinds == {"ministry": 12, "partner": 10}
    assert levels == {0: 5, 1: 74, 2: 127, 3: 19}
    assert len(leaves) == 176


def test_the_two_passages_that_lost_their_beginning_say_so(catalogue: Catalogue) -> None:
    lacunas = [node for convention in shipped(catalogue) for node in convention.walk() if node.lacuna]

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
