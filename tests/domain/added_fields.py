"""Prints what a contract with a field of each new kind says in JSON, workbook, Word, comparison and copy.

Run with a copy of `app` first on the path, in which these fields were added.
"""

import json
import sys
from datetime import date

from app.catalogue import load
from app.documents.word import RenderOptions, write_draft
from app.domain.assembly import assemble
from app.domain.diff.changes import changes_between
from app.domain.profile import Profile, Territory
from app.domain.profile_json import profile_document, read_profile
from app.domain.reuse import with_copied
from app.formats.xlsx.merging import import_table
from app.formats.xlsx.sheet import Origin
from app.formats.xlsx.table import open_table
from app.formats.xlsx.writing import write_workbook
from app.resources import resource
from tests.documents.word.reading import whole_text

HEALTH = "affaires-sociales-sante-2013-3"


def main() -> None:
    """Print each place with what it shows of the values on the command line."""
    catalogue = load(resource("commitments"))
    blank = Profile("Contrat", Territory("epci", "200059228", "Grand Paris Sud"), partners=("etat",))
    typed = {**profile_document(blank), "adaptations": {HEALTH: json.loads(sys.argv[1])}}
    filled = read_profile(typed, catalogue)
    copied = with_copied(blank, filled, {section.id for section in catalogue.sections}, catalogue).profile
    sheet = open_table(write_workbook(assemble(catalogue, filled), Origin.of(1, 1, filled)))
    imported = import_table(sheet, blank, blank, catalogue).profile
    changes = changes_between(blank, filled, catalogue)
    word = write_draft(assemble(catalogue, filled), RenderOptions(on=date(2026, 11, 28)))
    shown = {
        "word": whole_text(word),
        "json": profile_document(filled)["adaptations"][HEALTH],
        "comparison": {change.field: [change.label, change.after] for change in changes},
        "copy": profile_document(copied)["adaptations"][HEALTH],
        "workbook": profile_document(imported)["adaptations"][HEALTH],
    }
    print(json.dumps(shown))


main()
