"""Page, Word file, preview, workbook, JSON and completeness of random contracts say the same of them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from io import BytesIO
from itertools import count

import pytest
from flask.testing import FlaskClient
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from app import create_app
from app.documents.word import RenderOptions, write_draft
from app.domain.assembly import assemble
from app.domain.draft import Draft
from app.domain.export import draft_document
from app.domain.french import format_euros
from app.domain.profile import NO_ADAPTATION, Profile
from app.domain.views import budget_of
from app.formats.xlsx import Origin, write_workbook
from app.settings.config import Settings
from app.store import Profiles
from tests.documents.word.reading import controls, headings, rows, tables, whole_text
from tests.former import former_catalogue
from tests.random_contracts import EXAMPLES, on_random_contracts, random_contracts
from tests.test_random_contracts import CATALOGUE, DAY, commitments_of, contract_of_rare_findings, typed_in
from tests.web.pages import page_of
from tests.web.test_preview import whole_preview

NUMBERED = re.compile(r"Engagement(?: local)?\u00a0\d+")
ROW = re.compile('<tr id="([^"]+)">')
LINKED = re.compile(r'href="[^"]*/engagements(?:-locaux)?/([^"/]+)">(Engagement(?: local)? \d+)<')
NAMES = count(1)
NOT_SHRUNK = [Phase.explicit, Phase.reuse, Phase.generate]
"""A site answers slowly: what fails is shown as it was found."""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A site that stays open for all the contracts of a test."""
    folder = tmp_path_factory.mktemp("site")
    address = f"sqlite:///{folder / 'profiles.sqlite3'}"
    app = create_app(
        Settings(instance_folder=folder, database_url=address, secret_key="0f3b8e7c5a9d4c21b6f0")
    )
    yield app.test_client()
    app.extensions["contrat_de_ville"].profiles.close()


def numbers_of(draft: Draft, commitments: Iterable[str]) -> list[str]:
    """What each of these commitments is called."""
    local = {known: f"Engagement local\u00a0{number}" for known, number in draft.local_numbers.items()}
    national = {known: f"Engagement\u00a0{number}" for known, number in draft.numbers.items()}
    return [(national | local)[known] for known in commitments]


def in_document(draft: Draft) -> tuple[list[str], list[str]]:
    """The commitments in the order of the document, and those that have a fiche there.

    The clauses of a volet for which nothing is written stand in one table after its fiches.
    """
    order, fiches = [], []
    for section in draft.sections:
        others = [one.commitment.id for one in section.entries if one.adaptation == NO_ADAPTATION]
        written = [known for known, _ in section.written if known not in others]
        order += [*written, *others]
        fiches += written
    return order, fiches


def actions_of(draft: Draft) -> list[object]:
    """What is written for each commitment of the contract, but for the reason that would leave it out."""
    return [
        replace(adaptation, reason_excluded="")
        for section in draft.sections
        for adaptation in section.adaptations
    ]


@on_random_contracts
@given(profile=random_contracts(CATALOGUE))
def test_word_preview_workbook_and_json_have_all_commitments_with_their_texts_and_money(
    profile: Profile,
) -> None:
    draft = assemble(CATALOGUE, profile)
    order, typed = commitments_of(draft), typed_in(*actions_of(draft))
    document = draft_document(draft)
    content = write_draft(draft, RenderOptions(on=DAY))
    book = load_workbook(BytesIO(write_workbook(draft, Origin.of(1, 1, profile))))
    preview = whole_preview(content)

    in_json = [
        [*(entry["commitment"] for entry in volet["entries"]), *(local["id"] for local in volet["local"])]
        for volet in document["sections"]
    ]
    assert [known for volet in in_json for known in volet] == order
    in_word, fiches = in_document(draft)
    assert [tag for tag in controls(content) if tag in set(order)] == in_word
    cells = [[str(cell or "") for cell in row] for row in book.worksheets[0].iter_rows(2, values_only=True)]
    assert [row[0] for row in cells][: len(order)] == order
    shown = [NUMBERED.match(text) for text in headings(content, "Heading3")]
    assert [found[0] for found in shown if found] == numbers_of(draft, fiches)
    previewed = re.findall(r"<h4[^>]*>(?:<span[^>]*></span>)*(Engagement(?: local)?\u00a0\d+)", preview)
    assert previewed == numbers_of(draft, fiches)
    for said in (document["sections"], whole_text(content), str(preview), cells):
        assert typed <= typed_in(said)


@on_random_contracts
@given(profile=random_contracts(CATALOGUE))
def test_the_money_of_the_actions_is_one_sum_everywhere(profile: Profile) -> None:
    draft = assemble(CATALOGUE, profile)
    content = write_draft(draft, RenderOptions(on=DAY))
    amounts = [
        means.amount or 0
        for section in draft.sections
        for adaptation in section.adaptations
        for means in adaptation.means
    ]

    in_json = [
        means.get("amount") or 0
        for volet in draft_document(draft)["sections"]
        for member in (*volet["entries"], *volet["local"])
        for means in member["adaptation"].get("means", [])
    ]
    assert sorted(in_json) == sorted(amounts)
    assert budget_of(draft).sum.total == sum(amounts)
    totals = [rows(table)[-1][-1] for table in tables(content, "Moyens chiffrés dans les actions")]
    # Many years are cut into several tables, of which the last one has the sum of all.
    assert totals[-1:] == ([format_euros(sum(amounts))] if sum(amounts) else [])


@on_random_contracts
@given(profile=random_contracts(CATALOGUE))
def test_the_page_and_completeness_number_the_commitments_as_the_document_does(
    profile: Profile, client: FlaskClient
) -> None:
    store = client.application.extensions["contrat_de_ville"].profiles
    assert isinstance(store, Profiles)
    draft = assemble(CATALOGUE, profile)
    saved = store.create(replace(profile, name=f"Contrat {next(NAMES)}"))

    listed = client.get(f"/profils/{saved.id}/engagements").get_data(as_text=True)
    complete = client.get(f"/profils/{saved.id}/completude").get_data(as_text=True)

    order = commitments_of(draft)
    ids = [known for known in ROW.findall(listed) if known in set(order)]
    assert ids == order
    numbers = dict(zip(order, numbers_of(draft, order), strict=True))
    for known, words in LINKED.findall(complete):
        assert words == numbers[known].replace("\u00a0", " ")


@settings(on_random_contracts, max_examples=max(EXAMPLES // 3, 1), phases=NOT_SHRUNK)
@example(profile=contract_of_rare_findings(), made_with="today")
@example(profile=contract_of_rare_findings(), made_with="unknown")
@given(profile=random_contracts(CATALOGUE), made_with=st.sampled_from(["today", "former", "unknown"]))
def test_an_export_comes_back_the_same_and_says_so_when_its_catalogue_is_not_here(
    profile: Profile, made_with: str, client: FlaskClient
) -> None:
    store = client.application.extensions["contrat_de_ville"].profiles
    store.catalogues.keep(former_catalogue())
    hash_ = former_catalogue().hash if made_with == "former" else ""
    saved = store.create(replace(profile, name=f"Contrat {next(NAMES)}"), catalogue=hash_)
    exported = client.get(f"/profils/{saved.id}/profil.json").data
    if made_with == "unknown":
        exported = exported.replace(saved.catalogue.encode(), b"0" * 64)
    form = page_of(client.get("/profils/importer")).fields
    sent = {**form, "file": (BytesIO(exported), "contrat.json"), "name": f"Contrat {next(NAMES)}"}

    answer = client.post("/profils/importer", data=sent)

    assert answer.status_code == 303, page_of(answer).text
    back = store.get(int(answer.location.rpartition("/")[2]))
    shown = page_of(client.get(answer.location)).text
    assert replace(back.profile, name=saved.profile.name) == saved.profile
    assert back.catalogue == saved.catalogue
    assert ("fait avec un autre catalogue" in shown) == (made_with == "unknown")


@settings(on_random_contracts, max_examples=max(EXAMPLES // 3, 1), phases=NOT_SHRUNK)
@given(profile=random_contracts(CATALOGUE), is_former=st.booleans())
def test_a_workbook_that_comes_back_as_it_went_changes_nothing(
    profile: Profile, is_former: bool, client: FlaskClient
) -> None:
    store = client.application.extensions["contrat_de_ville"].profiles
    store.catalogues.keep(former_catalogue())
    hash_ = former_catalogue().hash if is_former else ""
    saved = store.create(replace(profile, name=f"Contrat {next(NAMES)}"), catalogue=hash_)
    exported = client.get(f"/profils/{saved.id}/engagements.xlsx").data
    address = f"/profils/{saved.id}/classeur"
    form = page_of(client.get(address)).fields

    answer = client.post(address, data={**form, "file": (BytesIO(exported), "c.xlsx")})

    assert answer.status_code == 303
    assert "ne change rien" in page_of(client.get(answer.location)).text
    assert store.get(saved.id) == saved
