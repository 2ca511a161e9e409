"""LibreOffice accepts and rejects what is tracked; five more files by `benchmarks/redline.py`."""

from dataclasses import replace
from pathlib import Path

from app.documents.word import write_draft
from app.domain.draft import Draft
from app.domain.profile import Adaptation, Quartier
from tests.documents.word.reading import root
from tests.documents.word.redline.conftest import Changed
from tests.documents.word.redline.libreoffice import resolve, shown
from tests.documents.word.redline.reading import OPTIONS, compare

FILLED, EMPTIED, LEFT_OUT = "droits-des-femmes-2013-2-1", "droits-des-femmes-2013-1-2", "culture-2014-2-1-4"


def test_libreoffice_gives_both_versions_back(before: Draft, changed: Changed, tmp_path: Path) -> None:
    former, territory = before.profile.adaptations, before.profile.territory
    written = {
        FILLED: Adaptation(local_action="Une cellule d’écoute.\n\n- le lundi\n- le jeudi"),
        EMPTIED: replace(former[EMPTIED], indicator="", lead="Ville de Valexemple"),
        LEFT_OUT: Adaptation(included=False, reason_excluded="Hors du périmètre"),
    }
    moulin = Quartier("QN99009M", "Le Moulin", (territory.communes[0].code,))
    quartiers = replace(territory, quartiers=(*territory.quartiers[1:], moulin))
    after = changed(profile={"adaptations": {**former, **written}, "territory": quartiers})

    [(accepted, rejected)] = resolve([compare(before, after)], tmp_path)

    for found, version in ((accepted, after), (rejected, before)):
        line = next(text for text in found if text.startswith("Version 0"))
        expected = shown(root(write_draft(version, replace(OPTIONS, data=False))))
        assert [text for text in found if text != line] == expected
