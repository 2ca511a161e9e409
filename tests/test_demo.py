"""The contract of demonstration: complete, read without a problem, loaded once, and of nobody."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli import main
from app.cli.profiles import DEMONSTRATION
from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.draft import Draft, Level
from app.domain.profile_json import parse_json, read_profile
from app.territories import Reference


@pytest.fixture
def draft(catalogue: Catalogue) -> Draft:
    return assemble(catalogue, read_profile(parse_json(DEMONSTRATION.read_bytes()), catalogue))


def test_it_lacks_nothing_that_a_text_requires(draft: Draft) -> None:
    assert [finding.message for finding in draft.checks if finding.level is Level.ERROR] == []


def test_every_volet_has_an_action(draft: Draft) -> None:
    empty = [
        section.section.id
        for section in draft.sections
        if not any(adaptation.local_action for adaptation in section.adaptations)
    ]

    assert empty == []


def test_no_adaptation_is_out_of_the_draft(draft: Draft) -> None:
    shown = {entry.commitment.id for entry in draft.entries()}

    kept = {name for name, adaptation in draft.profile.adaptations.items() if adaptation.included}

    assert kept <= shown


def test_its_territory_is_nobody_s(draft: Draft) -> None:
    reference = Reference.open()
    names = {commune.code for commune in draft.territory.communes} | {draft.territory.code}

    assert all(not reference.search(code) for code in names)
    assert "imaginaire" in draft.profile.name


def test_the_command_loads_it_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONTRAT_INSTANCE", str(tmp_path))

    first, second = (CliRunner().invoke(main, ["demo"]) for _ in range(2))

    assert first.exit_code == 0
    assert "/profils/1" in first.output
    assert second.exit_code == 1
    assert "est déjà enregistré" in second.output
