"""The drafting workspace: who, when, with what; local commitments, chapters, trame, signatories by name."""

import re
from dataclasses import replace
from html import unescape

import pytest

from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.profile import Adaptation, LocalCommitment, Means, MeansKind, Signatory, State
from app.domain.typed_values import ends_with_amount, is_only_amount, out_of_order, read_euros, read_year
from app.domain.views import matrix_of
from app.store import Profiles, SavedProfile
from app.web.filters import period
from tests.web.conftest import Visitor
from tests.web.pages import page_of

COMMITMENT = "interieur-2013-1-1"
OTHER = "interieur-2013-1-2"
CHAPTER = "/apercu/securite-tranquillite-publique-et-prevention-de-la-delinquance"


@pytest.fixture
def address(saved: SavedProfile) -> str:
    return f"/profils/{saved.id}/engagements/{COMMITMENT}"


def test_everything_that_is_said_of_an_action_is_saved(
    visitor: Visitor, saved: SavedProfile, store: Profiles, address: str
) -> None:
    answer = visitor.send(
        address,
        local_action="Réunir le **CLSPD**.",
        state="agreed",
        quartiers=["QN09101M"],
        lead="La commune",
        associated="CAF\r\n\r\nMission locale\r\nCAF",
        start="01/01/2027",
        deadline="31/12/2028",
        indicator="Réunions",
        indicator_baseline="0",
        indicator_target="4",
        indicator_year="2028",
        indicator_source="Ville",
        indicator_by_sex="oui",
        means_1_funder="Ville",
        means_1_amount="12\u202f500 €",
        means_2_kind="specific",
        means_2_funder="État",
    )

    assert answer.status_code == 303
    assert store.get(saved.id).profile.adaptations[COMMITMENT] == Adaptation(
        local_action="Réunir le **CLSPD**.",
        state=State.AGREED,
        quartiers=("QN09101M",),
        lead="La commune",
        associated=("CAF", "Mission locale"),
        start="2027-01-01",
        deadline="2028-12-31",
        indicator="Réunions",
        indicator_baseline="0",
        indicator_target="4",
        indicator_year="2028",
        indicator_source="Ville",
        indicator_by_sex=True,
        means=(Means(MeansKind.COMMON_LAW, "Ville", 12_500), Means(MeansKind.SPECIFIC, "État")),
    )


def test_nobody_has_answered_whether_an_untouched_indicator_is_followed_by_sex(
    visitor: Visitor, saved: SavedProfile, store: Profiles, address: str
) -> None:
    untouched = page_of(visitor.client.get(address)).fields
    visitor.send(address, indicator="Réunions", indicator_by_sex="oui")
    ticked = store.get(saved.id).profile.adaptations[COMMITMENT]
    visitor.send(address, indicator_by_sex=[])

    assert "indicator_by_sex" not in untouched
    assert ticked.indicator_by_sex
    assert store.get(saved.id).profile.adaptations[COMMITMENT] == Adaptation(indicator="Réunions")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"means_1_funder": "Ville", "means_1_amount": "12,50"}, "means_1_amount"),
        ({"means_1_funder": "Ville", "means_1_amount": "-5"}, "means_1_amount"),
        ({"means_1_funder": "Ville", "means_1_amount": "NaN"}, "means_1_amount"),
        ({"means_1_amount": "500"}, "means_1_funder"),
        ({"start": "01/01/2029", "deadline": "31/12/2028"}, "start"),
        ({"start": "01/01/2029", "deadline": "31/12/2028"}, "deadline"),
        ({"indicator_year": "30/02/2028"}, "indicator_year"),
        ({"indicator_year": "n'importe quoi"}, "indicator_year"),
        ({"means_1_funder": "12 000"}, "means_1_funder"),
        ({"means_1_funder": "douze mille", "means_1_amount": "500"}, "means_1_funder"),
        ({"means_1_funder": "Région 12\u202f000 €"}, "means_1_funder"),
        ({"associated": "CAF\n" + "x" * 201}, "associated"),
        ({"quartiers": ["QN00000X"]}, "quartiers"),
        ({"state": "finie"}, "state"),
    ],
)
def test_a_wrong_value_is_named_at_its_field_and_nothing_is_saved(
    visitor: Visitor, saved: SavedProfile, store: Profiles, address: str, typed: dict[str, object], field: str
) -> None:
    answer = visitor.send(address, **typed)

    page = page_of(answer)
    assert answer.status_code == 422
    assert f"{field}-error" in {attributes.get("id") for _, attributes in page.elements}
    assert store.get(saved.id) == saved


@pytest.mark.parametrize(
    ("typed", "euros"),
    [("", None), (" ", None), ("0", 0), ("12 500", 12_500), ("12\u202f500,00 €", 12_500), ("300 euros", 300)],
)
def test_amounts_are_read_as_they_are_written_in_france(typed: str, euros: int | None) -> None:
    assert read_euros(typed) == euros


@pytest.mark.parametrize("typed", ["1_000", "١٢", "1E+9", "Infinity", "12.5", "9" * 20, "12,5", "quatre"])
def test_what_is_not_a_whole_amount_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=re.escape(typed)):
        read_euros(typed)


@pytest.mark.parametrize(
    "name",
    ["", "État", "ANRU 2", "CAF 77", "Plan 2030", "FSE+ 2021-2027", "Métropole", "Cent pour cent ville"],
)
def test_a_name_is_not_taken_for_an_amount(name: str) -> None:
    assert not is_only_amount(name)
    assert not ends_with_amount(name)


@pytest.mark.parametrize("typed", ["", "2028", "fin 2027", "rentrée 2027, puis 2028"])
def test_the_year_of_a_target_may_be_said_in_words(typed: str) -> None:
    assert read_year(typed) == typed


def test_dates_and_years_are_compared_and_words_are_not() -> None:
    assert out_of_order("2029", "2028")
    assert out_of_order("2029-01-01", "2028-12-31")
    assert not out_of_order("2028", "fin 2027")
    assert out_of_order("2028-01-01", "2027")


def test_a_local_commitment_is_added_changed_and_removed(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    base = f"/profils/{saved.id}"

    added = visitor.send(f"{base}/volets/sante/ajouter", text="Ouvrir un centre.", local_action="Bâtir.")
    changed = visitor.send(
        f"{base}/engagements-locaux/local-1", text="Ouvrir deux centres.", section="securite"
    )
    (local,) = store.get(saved.id).profile.local_commitments
    removed = visitor.send(f"{base}/engagements-locaux/local-1/retirer")

    assert [answer.status_code for answer in (added, changed, removed)] == [303, 303, 303]
    assert local == LocalCommitment(
        "local-1", "securite", "Ouvrir deux centres.", Adaptation(local_action="Bâtir.")
    )
    assert store.get(saved.id).profile.local_commitments == ()


def test_an_empty_local_commitment_is_refused_and_its_action_stays_on_the_page(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    answer = visitor.send(f"/profils/{saved.id}/volets/sante/ajouter", text="\u200b", local_action="Bâtir.")

    assert answer.status_code == 422
    assert page_of(answer).fields["local_action"] == "Bâtir."
    assert store.get(saved.id) == saved


@pytest.mark.parametrize(
    "path",
    [
        "volets/absent/ajouter",
        "engagements-locaux/local-9",
        "signataires/absent/ajouter",
        "signataires/etat/9",
    ],
)
def test_what_does_not_exist_is_an_unknown_page(visitor: Visitor, saved: SavedProfile, path: str) -> None:
    assert visitor.client.get(f"/profils/{saved.id}/{path}").status_code == 404


def test_the_chapters_are_folded_under_what_is_written_and_open_where_there_is_something_to_correct(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    texts = {"evaluation": "Un comité."}
    store.save(saved.id, saved.version, replace(saved.profile, texts=texts))
    address = f"/profils/{saved.id}/textes"

    folded = visitor.client.get(address).get_data(as_text=True)
    refused = visitor.send(address, text_evaluation="x" * 100_000).get_data(as_text=True)

    chapters = re.findall(r'<details class="rows" id="chapitre-[^"]*"([^>]*)>', folded)
    assert chapters
    assert set(chapters) == {' name="chapitre"'}
    assert re.search(r"Suivi et évaluation</h2>\s*<span class=\"tally\">1/", folded)
    assert set(re.findall(r'<details class="rows" id="chapitre-[^"]*"([^>]*)>', refused)) == {" open"}


def test_texts_are_saved_and_those_of_another_trame_are_kept(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    base = f"/profils/{saved.id}"

    visitor.send(f"{base}/textes", text_evaluation="Un comité.", text_periode="2025-2030")
    visitor.send(f"{base}/trame", outline="2024-2030")
    visitor.send(f"{base}/textes", text_revision_2027="En 2027.", text_quartier_QN09101M="Un projet.")
    visitor.send(f"{base}/trame", outline="2014-2020")

    profile = store.get(saved.id).profile
    assert profile.outline == "2014-2020"
    assert profile.texts == {
        "evaluation": "Un comité.",
        "periode": "2025-2030",
        "revision-2027": "En 2027.",
        "quartier.QN09101M": "Un projet.",
    }


def test_a_signatory_is_named_with_its_deliberation_and_removed(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    base = f"/profils/{saved.id}/signataires/commune"
    typed = {
        "name": "la Ville d’Évry-Courcouronnes",
        "representative": "M. Exemple",
        "title": "maire",
        "body": "conseil municipal",
        "deliberated_on": "12/03/2027",
        "deliberation": "2027-014",
    }

    visitor.send(f"{base}/ajouter", **typed)
    visitor.send(f"{base}/ajouter", name="la Ville de Grigny")
    visitor.send(f"{base}/2", title="maire")
    named = store.get(saved.id).profile.signatories
    visitor.send(f"{base}/1/retirer")

    assert named == (
        Signatory("commune", **{**typed, "deliberated_on": "2027-03-12"}),
        Signatory("commune", "la Ville de Grigny", title="maire"),
    )
    assert store.get(saved.id).profile.signatories == named[1:]


def test_of_two_signatories_that_say_the_same_only_one_is_removed(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    twins = (Signatory("commune", "la Ville"), Signatory("commune", "la Ville"))
    store.save(saved.id, saved.version, replace(saved.profile, signatories=twins))

    visitor.send(f"/profils/{saved.id}/signataires/commune/2/retirer")

    assert store.get(saved.id).profile.signatories == twins[:1]


def test_the_completeness_says_what_is_missing_why_and_where(visitor: Visitor, saved: SavedProfile) -> None:
    page = page_of(visitor.client.get(f"/profils/{saved.id}/completude"))

    assert "Structure locale d’évaluation" in page.text
    assert "Loi n°\u00a02014-173, art. 6, IV, 6°" in page.text
    assert f"/profils/{saved.id}/textes#text_evaluation" in page.links()


def test_every_place_to_mend_is_a_page_of_the_site(visitor: Visitor, saved: SavedProfile) -> None:
    page = page_of(visitor.client.get(f"/profils/{saved.id}/completude"))

    addresses = {link.partition("#")[0] for link in page.links() if link.startswith("/")}

    assert {visitor.client.get(address).status_code for address in addresses} == {200}


def test_the_findings_are_given_as_json(visitor: Visitor, saved: SavedProfile) -> None:
    checks = visitor.client.get(f"/profils/{saved.id}/completude.json").get_json()["checks"]

    assert all(set(check) == {"id", "level", "message", "why", "place", "commitments"} for check in checks)
    assert {check["level"] for check in checks} >= {"error", "info"}


def test_the_notation_is_shown_and_nothing_else_becomes_markup(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    action = "**Oui** <b>non</b>\n- [le site](https://exemple.fr)\n- [piège](javascript:alert(1))"
    adapted = replace(saved.profile, adaptations={COMMITMENT: Adaptation(local_action=action)})
    store.save(saved.id, saved.version, adapted)

    markup = visitor.client.get(f"/profils/{saved.id}{CHAPTER}").get_data(as_text=True)

    assert "<strong>Oui</strong> &lt;b&gt;non&lt;/b&gt;" in markup
    assert '<a href="https://exemple.fr" rel="noreferrer">le site</a>' in markup
    assert "[piège](javascript:alert(1))" in markup


def test_a_finding_about_actions_leads_to_the_form_of_each(
    visitor: Visitor, saved: SavedProfile, store: Profiles, address: str
) -> None:
    local = LocalCommitment("local-1", "securite", "Éclairer.", Adaptation(local_action="Éclairer."))
    adapted = {COMMITMENT: Adaptation(local_action="Réunir."), OTHER: Adaptation(included=False)}
    written = replace(saved.profile, adaptations=adapted, local_commitments=(local,))
    store.save(saved.id, saved.version, written)

    page = page_of(visitor.client.get(f"/profils/{saved.id}/completude"))

    assert address in page.links()
    assert f"/profils/{saved.id}/engagements-locaux/local-1" in page.links()
    assert f"/profils/{saved.id}/engagements/{OTHER}" in page.links()
    assert "Engagement local 1" in page.text


def test_the_text_of_a_quartier_that_has_left_stays_readable_and_can_be_emptied(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    texts = {"quartier.QN99001M": "Un projet d’ailleurs."}
    store.save(saved.id, saved.version, replace(saved.profile, outline="2024-2030", texts=texts))
    address = f"/profils/{saved.id}/textes"

    page = page_of(visitor.client.get(address))
    visitor.send(address)
    kept = store.get(saved.id).profile.texts
    visitor.send(address, text_quartier_QN99001M="")

    assert page.fields["text_quartier_QN99001M"] == "Un projet d’ailleurs."
    assert "QN99001M (hors du contrat)" in page.text
    assert kept == texts
    assert store.get(saved.id).profile.texts == {}


def test_the_figures_show_who_carries_what_under_their_whole_names(
    visitor: Visitor, saved: SavedProfile, catalogue: Catalogue
) -> None:
    matrix = matrix_of(assemble(catalogue, saved.profile))
    markup = visitor.client.get(f"/profils/{saved.id}/chiffres").get_data(as_text=True)

    cells = re.findall(r'<td data-label="([^"]+)" class="shade-\d">\s*(\d*)\s*</td>', markup)

    shown = [
        (partner.title, str(counts[row] or ""))
        for row in range(len(matrix.sections))
        for partner, counts in matrix.rows
    ]
    assert [(unescape(title), count) for title, count in cells] == shown


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("2025-01-01", "2028-12-31", "du 1ᵉʳ\u00a0janvier 2025 au 31\u00a0décembre 2028"),
        ("2025", "2028", "de 2025 à 2028"),
        ("", "2028-12-31", "31\u00a0décembre 2028"),
        ("2025", "", "Début\u00a0: 2025"),
        ("dès la signature", "2028", "Début\u00a0: dès la signature\nÉchéance\u00a0: 2028"),
    ],
)
def test_an_action_is_said_from_when_to_when(start: str, end: str, said: str) -> None:
    assert period(start, end) == said


def test_only_those_whose_assembly_deliberates_have_a_deliberation_to_give(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    named = (Signatory("etat", "l’État"), Signatory("commune", "la Ville d’Évry"))
    store.save(saved.id, saved.version, replace(saved.profile, signatories=named))

    page = page_of(visitor.client.get(f"/profils/{saved.id}/signataires"))

    state, town = store.get(saved.id).profile.signatories
    asked = {name for name in page.fields if name.endswith(("_body", "_deliberated_on"))}
    assert not {f"{state.id}_body", f"{state.id}_deliberated_on"} & asked
    assert {f"{town.id}_body", f"{town.id}_deliberated_on"} <= asked
