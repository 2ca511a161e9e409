"""Prints what a contract says wherever the application shows its fields, as JSON.

Run with a copy of `app` first on the path, in which fields were added or named otherwise. Its standard input:
what is said of an action, of a means line and of a signatory, as in a profile (`said`) and as in a form
(`typed`); a workbook to read, in base 64 (`workbook`).
"""

import base64
import json
import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from app import create_app
from app.catalogue import load
from app.documents.word import Amended, RenderOptions, write_draft
from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.diff.contract import contract_changes
from app.domain.profile import Profile, Territory
from app.domain.profile_json import profile_document, read_profile
from app.domain.reuse import copy_adaptations
from app.formats.xlsx.merging import import_table
from app.formats.xlsx.sheet import Origin
from app.formats.xlsx.table import open_table
from app.formats.xlsx.writing import write_workbook
from app.settings import resource
from app.settings.config import Settings
from tests.documents.word.reading import whole_text
from tests.web.pages import Page

HEALTH = "affaires-sociales-sante-2013-3"
BLANK = Profile("Contrat", Territory("epci", "200059228", "Grand Paris Sud"), partners=("etat",))
TODAY = date(2026, 11, 28)


def main() -> None:
    """Print each place with what it shows."""
    asked = json.load(sys.stdin)
    catalogue, said = load(resource("commitments")), asked["said"]
    action = {**said["action"], "means": [{"kind": "specific", "funder": "Ville", **said["means"]}]}
    signing = {"partner": "etat", "name": "l’État", **said["signatory"]}
    typed = {**profile_document(BLANK), "adaptations": {HEALTH: action}, "signatories": [signing]}
    filled = read_profile(typed, catalogue)
    sheet = write_workbook(assemble(catalogue, filled), Origin.of(1, 1, filled))
    shown = {
        **documents(catalogue, filled),
        "json": of_profile(filled),
        "copy": copied(filled, catalogue),
        "workbook": imported(asked.get("workbook") or base64.b64encode(sheet).decode(), catalogue),
        "file": base64.b64encode(sheet).decode(),
        **pages(asked["typed"]),
    }
    print(json.dumps(shown))


def of_profile(profile: Profile) -> dict[str, Any]:
    """Return what is said of the action, of its first means line and of the first signatory."""
    document = profile_document(profile)
    action = document["adaptations"][HEALTH]
    signatory = (document.get("signatories") or [{}])[0]
    signatory.pop("id", None)
    return {"action": action, "means": action["means"][0], "signatory": signatory}


def copied(filled: Profile, catalogue: Catalogue) -> dict[str, Any]:
    """Return what a contract that said nothing says once it has taken over all the volets of another."""
    volets = {section.id for section in catalogue.sections}
    return of_profile(copy_adaptations(BLANK, filled, volets, catalogue).profile)


def imported(sheet: str, catalogue: Catalogue) -> dict[str, Any]:
    """Return what is said once a workbook is taken over by a contract that says nothing."""
    return of_profile(import_table(open_table(base64.b64decode(sheet)), BLANK, BLANK, catalogue).profile)


def documents(catalogue: Catalogue, filled: Profile) -> dict[str, Any]:
    """Return the comparison with a contract that says nothing, and the texts of the two Word files."""
    before, after = assemble(catalogue, BLANK), assemble(catalogue, filled)
    changes = contract_changes(before, after)
    amended = RenderOptions(on=TODAY, amends=Amended(1, "", TODAY, changes, 0))
    return {
        "comparison": {
            f"{change.subject}.{change.field}": [change.label, change.after] for change in changes
        },
        "word": whole_text(write_draft(after, RenderOptions(on=TODAY))),
        "amendment": whole_text(write_draft(after, amended)).partition("restent en vigueur")[2],
    }


def pages(typed: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Return the texts of the forms, what is saved when they are sent filled in, the texts of the pages."""
    with TemporaryDirectory() as folder:
        key = "0f3b8e7c5a9d4c21b6f0"
        site = create_app(Settings(Path(folder), f"sqlite:///{folder}/contrats.sqlite", key))
        store, visitor = site.extensions["contrat_de_ville"].profiles, site.test_client()
        saved = store.create(BLANK)
        means = {f"means_1_{name}": value for name, value in typed["means"].items()}
        forms = {
            f"/profils/{saved.id}/engagements/{HEALTH}": {
                **typed["action"],
                "means_1_kind": "specific",
                "means_1_funder": "Ville",
                **means,
            },
            f"/profils/{saved.id}/signataires/etat/ajouter": {"name": "l’État", **typed["signatory"]},
        }
        asked = ""
        for address, answers in forms.items():
            page = Page(visitor.get(address).text)
            asked += page.text
            answer = visitor.post(address, data={**page.fields, **answers})
            assert answer.status_code == 303, Page(answer.text).text
        read = (f"/profils/{saved.id}/apercu/sante", f"/profils/{saved.id}/signataires")
        shown = "".join(Page(visitor.get(address).text).text for address in read)
        document = of_profile(store.get(saved.id).profile)
        store.close()
        return {"form": document, "asked": asked, "page": shown}


main()
