"""Files saved by the tools of the partners, and several edits at once."""

from tests.returned import tools
from tests.returned.cases import ANYBODY, BARE, BOTH, FICHE, SIGNING, Case, Cases, Save, saved
from tests.returned.clause_cases import deleted_blank, moved_fiche, text_added
from tests.returned.comment_cases import threaded
from tests.returned.edits import By
from tests.returned.expected import Expected
from tests.returned.field_cases import action, associated, bullet_added, filled_fields, lead
from tests.returned.word_file import WordFile

UNCHANGED = Cases("enregistré sans changement", [])
MIXED = Cases("plusieurs changements", [])

TOOLS: dict[str, tuple[bool, tuple[Save, ...]]] = {
    "Word": (False, (tools.word,)),
    "tous les contrôles retirés": (True, (tools.without_controls,)),
    "tous les signets retirés": (False, (tools.without_bookmarks,)),
    "plus aucun repère": (True, (tools.without_controls, tools.without_bookmarks)),
    "Google Docs (imité)": (True, (tools.google,)),
    "OnlyOffice (imité)": (True, (tools.only_office,)),
    "LibreOffice 25.2 (imité)": (False, (tools.renamed_styles,)),
}
"""By its name, whether all the controls are lost, and what it does."""


@UNCHANGED.add("tel quel", bases=(*BOTH, BARE, SIGNING, FICHE))
def unchanged(file: WordFile) -> Expected:
    del file
    return {"changes": [], "comments": [], "unplaced": []}


def _together(*edits: Expected) -> Expected:
    return {
        key: [row for one in edits for row in one.get(key, [])] for key in ("changes", "comments", "unplaced")
    }


@MIXED.add("plusieurs champs", by=ANYBODY)
def several(file: WordFile, by: By | None) -> Expected:
    return _together(
        action(file, by), lead(file, by), associated(file, by), filled_fields(file, by), text_added(file, by)
    )


@MIXED.add("une liste et un commentaire", by=ANYBODY)
def listed(file: WordFile, by: By | None) -> Expected:
    return _together(bullet_added(file, by), threaded(file))


@MIXED.add("une clause déplacée, une supprimée", by=ANYBODY)
def moved_and_deleted(file: WordFile, by: By | None) -> Expected:
    found = _together(deleted_blank(file, by), moved_fiche(file, by))
    return found | {"changes": found["changes"]}


def saved_by_tools() -> list[Case]:
    """Return what each tool saves, imitated."""
    cases = [*UNCHANGED.found, *MIXED.found]
    return [one for name, (bare, saves) in TOOLS.items() for one in saved(cases, name, *saves, bare=bare)]


def saved_by_libreoffice() -> list[Case]:
    """Return what LibreOffice itself saves, in each of its formats."""
    cases = [one for one in (*UNCHANGED.found, *MIXED.found) if one.base in {*BOTH, FICHE}]
    return [
        one
        for ending in ("docx", "odt", "doc", "rtf")
        for one in saved(cases, f"LibreOffice, .{ending}", office=ending)
    ]
