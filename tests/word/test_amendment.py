"""The amendment: what changed since a version, before and after, and nothing of the rest."""

from datetime import date

from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.changes import changes_between
from app.domain.profile import Adaptation, Profile
from app.word import Amended, Edition, write_draft
from tests.examples import contract
from tests.word.conftest import DAY
from tests.word.reading import paragraphs, whole_text
from tests.word.structure import faults

HEALTH, SAFETY = "affaires-sociales-sante-2013-3", "interieur-2013-1-1"


def amendment(catalogue: Catalogue, before: Profile, after: Profile) -> bytes:
    changes = changes_between(before, after, catalogue)
    amended = Amended(4, "signée", date(2024, 6, 30), changes)
    edition = Edition(on=DAY, version=9, comments=False, amends=amended)
    return write_draft(assemble(catalogue, after), edition)


def test_what_changed_stands_before_and_after(catalogue: Catalogue) -> None:
    before = contract(adaptations={HEALTH: Adaptation(local_action="Ouvrir une maison.", lead="Ville")})
    after = contract(adaptations={HEALTH: Adaptation(local_action="Ouvrir deux maisons.", lead="Ville")})

    text = whole_text(amendment(catalogue, before, after))

    assert "Ouvrir une maison." in text
    assert "Ouvrir deux maisons." in text
    assert "dans sa version 4 du 30 juin 2024, « signée »" in text.replace("\u00a0", " ")
    assert "Pilote" not in text.split("Dispositions modifiées")[-1]


def test_what_was_added_or_taken_away_is_said(catalogue: Catalogue) -> None:
    before = contract(adaptations={HEALTH: Adaptation(local_action="Ouvrir.")})
    after = contract(adaptations={SAFETY: Adaptation(local_action="Réunir.")})

    text = whole_text(amendment(catalogue, before, after))

    assert "(supprimé)" in text
    assert "(rien)" in text


def test_an_amendment_is_a_sound_file_with_its_own_title(catalogue: Catalogue) -> None:
    content = amendment(catalogue, contract(), contract(texts={"evaluation": "Un comité."}))

    assert paragraphs(content)[0] == ("Title", "Avenant au contrat de ville")
    assert faults(content) == []


def test_an_amendment_without_a_change_says_so(catalogue: Catalogue) -> None:
    assert "Aucune disposition n’est modifiée." in whole_text(amendment(catalogue, contract(), contract()))
