"""What a person does on a page: writes in a field, ticks a box, adds a line. A number says which."""

from collections.abc import Callable, Mapping
from io import BytesIO

from openpyxl import load_workbook

from app.formats.xlsx.columns import HEADERS
from tests.former import CHANGED, GONE, NEW
from tests.web.contract_model import OpenPage

SAFETY = "interieur-2013-1-1"
ACTION = HEADERS.index("Action locale")
QUARTIERS = ("QN09101M Les Pyramides (91228)", "QN09102M Le Parc aux Lièvres (91228)")
WRITTEN = ("local_action", "local_action", "lead", "indicator")
PARTNERS = ("ars", "caf", "region")
OUTLINES = ("2014-2020", "2024-2030")
SIGNED = ("name", "representative", "body")
CLAUSES = (CHANGED, GONE, NEW)


def type_in(page: OpenPage, choice: int, word: str) -> None:
    """Do one thing on a page. Where there is nothing to type, nothing is done."""
    if page.kind in _TYPING:
        _TYPING[page.kind](page, choice, word)


def filled_in(content: bytes, word: str) -> BytesIO:
    """A workbook with one cell written: the action of the first clause."""
    book = load_workbook(BytesIO(content))
    row = next(row for row in book["Engagements"].iter_rows(min_row=2) if row[0].value == SAFETY)
    row[ACTION].value = word
    target = BytesIO()
    book.save(target)
    return BytesIO(target.getvalue())


def _type_text(page: OpenPage, choice: int, word: str) -> None:
    places = sorted(name for name in page.form if name.startswith("text_"))
    about_quartiers = [name for name in places if "quartier" in name]
    likely = (about_quartiers or places) if choice % 2 else places
    page.type(likely[choice // 2 % len(likely)], word)


def _type_territory(page: OpenPage, choice: int, word: str) -> None:
    facts = sorted(name for name in page.form if name.startswith("fact_"))
    if choice % 6 == 0:
        page.type("facts_reason", word)
    elif choice % 6 == 1 and facts:
        page.type(facts[choice // 6 % len(facts)], ("oui", "non", "")[choice // 12 % 3])
    elif choice % 6 == 2:
        page.type("name", word)
    else:
        lines = [line for line in page.form["quartiers"].split("\n") if line]
        toggled = QUARTIERS[choice // 6 % len(QUARTIERS)]
        others = [line for line in lines if line != toggled]
        page.type("quartiers", "\n".join(others if toggled in lines else [*others, toggled]))


def _tick_partner(page: OpenPage, choice: int, word: str) -> None:
    ticked = set(page.form.get("partners", ()))
    page.type("partners", sorted(ticked ^ {PARTNERS[choice % len(PARTNERS)]}))


def _choose_outline(page: OpenPage, choice: int, word: str) -> None:
    page.type("outline", next(other for other in OUTLINES if other != page.form["outline"]))


def _tick_clause(page: OpenPage, choice: int, word: str) -> None:
    ticked = set(page.form.get("taken", ()))
    page.form["taken"] = sorted(ticked ^ {CLAUSES[choice % len(CLAUSES)]})


def _rename(page: OpenPage, choice: int, word: str) -> None:
    page.type("name", word)


def _type_signatory(page: OpenPage, choice: int, word: str) -> None:
    page.type(SIGNED[choice % len(SIGNED)], word)


def _type_new(page: OpenPage, choice: int, word: str) -> None:
    write = _type_signatory if page.address.startswith("signataires/") else _type_action
    write(page, choice, word)


SITUATIONS = ("", "acquired", "requested", "sought")


def _type_action(page: OpenPage, choice: int, word: str) -> None:
    if choice % 6 < len(WRITTEN):
        page.type(WRITTEN[choice % 6], word)
    elif choice % 6 == len(WRITTEN):
        free = next(number for number in range(1, 13) if not page.form.get(f"means_{number}_funder"))
        line = 1 + choice // 6 % free
        page.form[f"means_{line}_kind"] = page.form.get(f"means_{line}_kind") or "droit_commun"
        page.form[f"means_{line}_state"] = SITUATIONS[choice % len(SITUATIONS)]
        page.type(f"means_{line}_funder", word)
        page.type(f"means_{line}_amount", str(choice))
    elif "QN09101M" in page.seen.get("contrat/quartiers", ""):  # a box that the page has
        ticked = set(page.form.get("quartiers", ()))
        page.type("quartiers", sorted(ticked ^ {"QN09101M"}))


_TYPING: Mapping[str, Callable[[OpenPage, int, str], None]] = {
    "textes": _type_text,
    "territoire": _type_territory,
    "partenaires": _tick_partner,
    "trame": _choose_outline,
    "catalogue": _tick_clause,
    "renommer": _rename,
    "signataires": _type_signatory,
    "engagements": _type_action,
    "engagements-locaux": _type_action,
    "ajouter": _type_new,
}
