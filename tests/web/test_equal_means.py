"""Two equal lines of one funder are two lines wherever a contract goes: none is taken for a repetition."""

from dataclasses import replace

from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.diff import changes_between
from app.domain.diff.contract import contract_changes
from app.domain.profile import Adaptation, Means, MeansKind, Profile
from app.domain.profile_json import profile_document, read_profile
from app.domain.reuse import copy_adaptations
from app.domain.views import budget_of
from app.formats.xlsx import import_table, open_table
from app.store import Profiles
from tests.examples import contract
from tests.formats.xlsx.test_reading import HEALTH, column, edited, row_of, written
from tests.web.conftest import Visitor

LINE = Means(MeansKind.SPECIFIC, "ANCT", 5_000)
ONCE, TWICE = (
    contract(adaptations={HEALTH: Adaptation(local_action="Ouvrir.", means=(LINE,) * times)})
    for times in (1, 2)
)
SHOWN = "ANCT\u00a0: 5\u202f000"


def lines_of(profile: Profile) -> tuple[Means, ...]:
    return profile.adaptations[HEALTH].means


def test_a_line_that_comes_or_goes_beside_an_equal_one_is_said(catalogue: Catalogue) -> None:
    for before, after in ((ONCE, TWICE), (TWICE, ONCE)):
        compared = changes_between(before, after, catalogue)
        amended = contract_changes(assemble(catalogue, before), assemble(catalogue, after))

        for changes in (compared, amended):
            ((was, now),) = ((change.before, change.after) for change in changes)
            assert (was.count("ANCT"), now.count("ANCT")) == (len(lines_of(before)), len(lines_of(after)))
    assert budget_of(assemble(catalogue, TWICE)).sum.of_kind(MeansKind.SPECIFIC) == 10_000


def test_equal_lines_go_through_json_a_copy_and_a_workbook(catalogue: Catalogue) -> None:
    read = read_profile(profile_document(TWICE), catalogue)
    copied = copy_adaptations(contract(), TWICE, catalogue.section_by_id, catalogue).profile
    same = import_table(open_table(written(TWICE, catalogue)), TWICE, TWICE, catalogue)
    title = "Crédits spécifiques (€)"
    content = edited(
        written(TWICE, catalogue),
        lambda sheet: setattr(
            sheet.cell(row_of(sheet, HEALTH), column(title)), "value", f"{SHOWN}\n{SHOWN}\nCAF : 10"
        ),
    )
    more = import_table(open_table(content), TWICE, TWICE, catalogue)

    assert lines_of(read) == lines_of(copied) == lines_of(same.profile) == (LINE, LINE)
    assert lines_of(more.profile) == (LINE, LINE, Means(MeansKind.SPECIFIC, "CAF", 10))


def test_equal_lines_go_through_the_form(visitor: Visitor, store: Profiles) -> None:
    saved = store.create(replace(ONCE, name="Contrat"))
    address = f"/profils/{saved.id}/engagements/{HEALTH}"
    second = {"means_2_kind": "specific", "means_2_funder": "ANCT", "means_2_amount": "5 000"}

    typed = visitor.send(address, **second)
    again = visitor.send(address, lead="CAF")

    assert (typed.status_code, again.status_code) == (303, 303)
    assert lines_of(store.get(saved.id).profile) == (LINE, LINE)
