import subprocess
import sys
from datetime import date
from importlib import metadata
from io import BytesIO
from pathlib import Path

import docx
import pytest
from openxml_audit import OpenXmlValidator

from app.documents.word import RenderOptions, write_draft
from app.domain.catalogue import Catalogue
from app.domain.draft import Draft
from app.settings import resource
from tests.documents.word.conftest import DAY
from tests.documents.word.reading import W, root
from tests.documents.word.samples import draft
from tests.documents.word.structure import faults


def test_every_kind_of_draft_is_sound(sample: tuple[Draft, bytes]) -> None:
    _, content = sample

    assert faults(content) == []


@pytest.mark.parametrize("kind", ["commune-outre-mer", "nobody signs", "hostile", "named"])
def test_the_schemas_accept_the_drafts_that_differ_most(
    written: dict[str, tuple[Draft, bytes]], kind: str, tmp_path: Path
) -> None:
    path = tmp_path / "contrat.docx"
    path.write_bytes(written[kind][1])

    result = OpenXmlValidator().validate(str(path))

    assert [str(error) for error in result.errors] == []


def test_python_docx_opens_every_kind_of_draft(sample: tuple[Draft, bytes]) -> None:
    document = docx.Document(BytesIO(sample[1]))

    assert document.core_properties.title.startswith("Contrat de ville — ")
    assert document.core_properties.created.date() == DAY
    assert not document.core_properties.comments


@pytest.mark.parametrize("comments", [True, False])
def test_the_same_draft_and_day_give_the_same_bytes(catalogue: Catalogue, comments: bool) -> None:
    options = RenderOptions(on=DAY, version=2, comments=comments)

    first = write_draft(draft("epci-ile-de-france", catalogue), options)
    again = write_draft(draft("epci-ile-de-france", catalogue), options)

    assert first == again


def test_another_day_gives_another_document(catalogue: Catalogue) -> None:
    one = draft("one partner", catalogue)

    assert write_draft(one, RenderOptions(on=date(2026, 12, 1))) != write_draft(one, RenderOptions(on=DAY))


@pytest.mark.parametrize(("version", "said"), [(12, "12"), (None, "non enregistré")])
def test_the_document_says_what_it_was_made_from(
    catalogue: Catalogue, version: int | None, said: str
) -> None:
    content = write_draft(draft("one partner", catalogue), RenderOptions(on=DAY, version=version))

    properties = {node.get("name"): node[0].text for node in root(content, "docProps/custom.xml")}

    assert len(properties.pop("Empreinte des données")) == 64
    assert properties == {
        "Cadre": catalogue.framework,
        "Catalogue": catalogue.version,
        "Empreinte du catalogue": catalogue.hash,
        "Version du profil": said,
        "Application": metadata.version("contrat-de-ville"),
    }


def test_the_template_in_the_repository_is_the_one_that_its_script_builds(tmp_path: Path) -> None:
    folder = resource("docx_templates")
    built = tmp_path / "contrat.docx"

    subprocess.run([sys.executable, str(folder / "build.py"), str(built)], check=True, timeout=60)

    assert built.read_bytes() == (folder / "contrat.docx").read_bytes()


@pytest.mark.parametrize("style", ["Heading1", "AnnexHeading"])
def test_the_first_chapter_and_the_first_annexe_alone_begin_a_page(catalogue: Catalogue, style: str) -> None:
    content = write_draft(draft("everybody signs", catalogue), RenderOptions(on=DAY))

    begins = [
        node.find(f"{W}pPr/{W}pageBreakBefore").get(f"{W}val")
        for node in root(content).iter(f"{W}p")
        if (named := node.find(f"{W}pPr/{W}pStyle")) is not None and named.get(f"{W}val") == style
    ]

    assert begins == ["1", *["0"] * (len(begins) - 1)]
    assert len(begins) > 2
