"""What other programs make of the files: the validator of Microsoft's SDK, pandoc, mammoth, docx-preview.

`make test` installs them, by tests/readers/package-lock.json; without them these tests fail.
"""

import json
import re
import subprocess
from base64 import b64encode
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import sync_playwright

from app.cli.profiles import DEMONSTRATION
from app.documents import Edition
from app.documents.word import Amended, RenderOptions, write_draft
from app.documents.word.redline import Comparison, redline
from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.diff.contract import contract_changes, untouched
from app.domain.profile_json import parse_json, read_profile
from app.domain.views import extract, share_of
from tests.chromium import ARGUMENTS, find_chromium
from tests.documents.word.conftest import DAY
from tests.documents.word.reading import paragraphs

READERS = Path(__file__).parents[2] / "readers"
VERSIONS = ("Office2013", "Microsoft365")
KINDS = ("travail", "signer", "extrait", "avenant", "comparaison")
DIFFERENT = ("travail", "avenant", "comparaison")
"""Those that are no part of another one."""


@pytest.fixture(scope="module")
def files(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The contract of demonstration as each kind of document that is made of it."""
    profile = read_profile(parse_json(DEMONSTRATION.read_bytes()), catalogue)
    draft = assemble(catalogue, profile)
    usual = RenderOptions(on=DAY, version=2)
    before = assemble(catalogue, replace(profile, adaptations={}))
    changes = contract_changes(before, draft)
    amends = Amended(1, "signée", date(2025, 6, 30), changes, untouched(changes, before, draft))
    made = {
        "travail": write_draft(draft, replace(usual, edition=Edition.WORKING)),
        "signer": write_draft(draft, replace(usual, edition=Edition.SIGNING, comments=False)),
        "extrait": write_draft(extract(draft, share_of(draft, "caf")), replace(usual, comments=False)),
        "avenant": write_draft(draft, replace(usual, comments=False, amends=amends)),
        "comparaison": redline(before, draft, usual, Comparison("Version 1 → 2", DAY, "Comparaison.")),
    }
    folder = tmp_path_factory.mktemp("readers")
    for kind, content in made.items():
        (folder / f"{kind}.docx").write_bytes(content)
    return {kind: folder / f"{kind}.docx" for kind in made}


@pytest.fixture(scope="module")
def read(files: dict[str, Path]) -> dict[str, Any]:
    """What the validator says of each kind, and the text that mammoth finds in it.

    The working document, which has all that is ever written, is validated for the oldest version of Word.
    """
    command = ["node", "read.mjs", ",".join(VERSIONS), *map(str, files.values())]
    said = subprocess.run(command, cwd=READERS, check=True, capture_output=True, timeout=300)
    found = json.loads(said.stdout)
    return {kind: found[str(file)] for kind, file in files.items()}


def folded(text: str) -> str:
    """Without the spaces and the tabs, which each reader sets as it likes."""
    return re.sub(r"\s+", "", text.replace("ᵉʳ", "er"))


def lost(file: Path, text: str) -> list[str]:
    """The paragraphs of a Word file that are not in the text that a reader shows."""
    shown = folded(text)
    return [said for _, said in paragraphs(file.read_bytes()) if folded(said) not in shown]


@pytest.mark.parametrize("kind", KINDS)
def test_the_sdk_finds_no_error(read: dict[str, Any], kind: str) -> None:
    assert read[kind]["errors"] == []


@pytest.mark.parametrize("kind", KINDS)
def test_mammoth_loses_no_text(read: dict[str, Any], files: dict[str, Path], kind: str) -> None:
    assert lost(files[kind], read[kind]["text"]) == []


@pytest.mark.parametrize("kind", DIFFERENT)
def test_pandoc_loses_no_text(files: dict[str, Path], kind: str) -> None:
    command = ["pandoc", "--from=docx", "--to=html", "--standalone", "--wrap=none", str(files[kind])]
    said = subprocess.run(command, check=True, capture_output=True, timeout=120)

    shown = re.sub(r'<a [^>]*class="footnote-ref".*?</a>|<[^>]*>', "", said.stdout.decode())
    assert lost(files[kind], unescape(shown)) == []


def test_docx_preview_loses_no_text_in_a_browser(files: dict[str, Path]) -> None:
    scripts = ("jszip/dist/jszip.min.js", "docx-preview/dist/docx-preview.min.js")
    # It shows no tracked change unless its page asks it to.
    files = {kind: file for kind, file in files.items() if kind != "comparaison"}
    shown = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        page = browser.new_page()
        for script in scripts:
            page.add_script_tag(path=READERS / "node_modules" / script)
        for kind, file in files.items():
            content = b64encode(file.read_bytes()).decode()
            shown[kind] = page.evaluate(_PREVIEW, content)
        browser.close()

    assert {kind: lost(file, shown[kind]) for kind, file in files.items()} == {kind: [] for kind in files}


_PREVIEW = """async (content) => {
  const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0))
  document.body.replaceChildren()
  await docx.renderAsync(new Blob([bytes]), document.body)
  return document.body.textContent
}"""
