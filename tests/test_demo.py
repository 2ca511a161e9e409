"""The contract of demonstration: complete, read without a problem, loaded once, and of nobody."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from app import create_app
from app.cli import main
from app.cli.profiles import DEMONSTRATION, SIGNED
from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.draft import Draft, Level
from app.domain.orientations import objectives_of
from app.domain.parties import OTHER
from app.domain.profile_json import parse_json, read_profile
from app.domain.quartiers import quartier_parts
from app.domain.unprinted import unprinted
from app.territories import Reference

TERM = range(2024, 2031)


@pytest.fixture
def draft(catalogue: Catalogue) -> Draft:
    return assemble(catalogue, read_profile(parse_json(DEMONSTRATION.read_bytes()), catalogue))


def test_it_lacks_nothing_that_a_text_requires(draft: Draft) -> None:
    assert [finding.message for finding in draft.checks if finding.level is Level.ERROR] == []


def test_every_volet_of_the_national_conventions_has_an_action(draft: Draft) -> None:
    national = draft.catalogue.conventions[0].document
    empty = [
        section.section.id
        for section in draft.sections
        if any(entry.convention.document == national for entry in section.entries)
        and not any(adaptation.local_action for adaptation in section.adaptations)
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


def test_it_shows_what_a_contract_of_today_holds(draft: Draft) -> None:
    written = [adaptation for section in draft.sections for adaptation in section.adaptations]
    served = {objective for adaptation in written for objective in adaptation.objectives}
    parts = quartier_parts(draft)

    assert served == {objective.id for objective in objectives_of(draft.profile.orientations)}
    assert len(parts) == 4
    assert all(part.portrait.figures and part.portrait.challenges and part.actions for part in parts)
    assert [one.name for one in draft.profile.signatories if one.partner == OTHER and one.ground]
    assert {means.year for adaptation in written for means in adaptation.means} >= set(map(str, TERM))
    assert all(adaptation.state.is_carried_out for adaptation in written if adaptation.local_action)
    assert any(value.women for adaptation in written for value in adaptation.indicator_values)
    assert unprinted(draft) == ()


def test_the_command_saves_it_signed_and_numbered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONTRAT_INSTANCE", str(tmp_path))
    CliRunner().invoke(main, ["demo"])

    site = create_app()
    profiles = site.extensions["contrat_de_ville"].profiles
    version, saved = profiles.versions.signed(1), profiles.get(1)
    profiles.close()

    assert version is not None
    assert (version.number, version.signature) == (saved.version, SIGNED)
    assert saved.profile.last_number > 0


def test_the_command_loads_it_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONTRAT_INSTANCE", str(tmp_path))

    first, second = (CliRunner().invoke(main, ["demo"]) for _ in range(2))

    assert first.exit_code == 0
    assert "/profils/1" in first.output
    assert second.exit_code == 1
    assert "est déjà enregistré" in second.output
