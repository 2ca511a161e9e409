"""What the signatories write: in its place, with its notation, its figures and its quartiers."""

from dataclasses import replace

import pytest

from app.documents import Edition
from app.documents.word import RenderOptions, write_draft
from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.profile import (
    Adaptation,
    Commune,
    IndicatorValue,
    LocalCommitment,
    Means,
    MeansKind,
    MeansState,
    Profile,
    Quartier,
    State,
)
from app.domain.text import clean
from tests.documents.word.conftest import DAY
from tests.documents.word.reading import (
    W,
    control_text,
    controls,
    paragraphs,
    rows,
    tables,
    text_of,
    whole_text,
)
from tests.examples import contract

HEALTH = "affaires-sociales-sante-2013-3"
ACTION = Adaptation(
    local_action="Nous **ouvrons** :\n- *gratuit*\n- voir [le site](https://exemple.fr)\n\nEn 2027.",
    lead="La commune",
    associated=("CAF", "Mission locale"),
    start="2027-01-01",
    deadline="2028-12-31",
    indicator="Personnes accueillies",
    indicator_baseline="0",
    indicator_target="300",
    indicator_by_sex=True,
    means=(Means(MeansKind.COMMON_LAW, "Ville", 12_500), Means(MeansKind.SPECIFIC, "État", 30_000)),
    state=State.AGREED,
)


def written(catalogue: Catalogue, profile: Profile) -> bytes:
    return write_draft(assemble(catalogue, profile), RenderOptions(on=DAY))


def test_the_notation_becomes_paragraphs_lists_and_looks(catalogue: Catalogue) -> None:
    content = written(catalogue, contract(adaptations={HEALTH: ACTION}))

    block = controls(content)[f"{HEALTH}.action"].find(f"{W}sdtContent")
    styles = [one.find(f"{W}pPr/{W}pStyle").get(f"{W}val") for one in block.iter(f"{W}p")]
    looks = {text_of(run): run.find(f"{W}rPr") for run in block.iter(f"{W}r") if text_of(run)}
    assert styles == ["PlaceToFill", "ListBullet", "ListBullet", "PlaceToFill"]
    assert looks["ouvrons"].find(f"{W}rStyle").get(f"{W}val") == "Strong"
    assert looks["gratuit"].find(f"{W}i") is not None
    assert 'HYPERLINK "https://exemple.fr"' in "".join(block.itertext())


def test_items_pasted_from_word_stand_at_their_level_with_their_numbers(catalogue: Catalogue) -> None:
    typed = clean("\uf0b7\tun\no\tdeux\n\n3. trois").text
    content = written(catalogue, contract(adaptations={HEALTH: Adaptation(local_action=typed)}))

    block = controls(content)[f"{HEALTH}.action"].find(f"{W}sdtContent")
    items = [
        (one.find(f"{W}pPr/{W}pStyle").get(f"{W}val"), "".join(one.itertext()), one.find(f"{W}pPr/{W}ind"))
        for one in block.iter(f"{W}p")
    ]
    assert [
        (style, text, 0 if indent is None else int(indent.get(f"{W}left"))) for style, text, indent in items
    ] == [
        ("ListBullet", "un", 0),
        ("ListBullet", "deux", 680),
        ("PlaceToFill", "3.trois", 340),
    ]


def test_who_when_how_and_with_what_stand_in_one_table(catalogue: Catalogue) -> None:
    text = whole_text(written(catalogue, contract(adaptations={HEALTH: ACTION})))

    assert "La commune · Avec\u00a0: CAF, Mission locale" in text
    assert "Début\u00a0: 1ᵉʳ\u00a0janvier 2027\u00a0\u00a0 Fin\u00a0: 31\u00a0décembre 2028" in text
    assert "Personnes accueillies · Départ\u00a0: 0 · Cible\u00a0: 300 · Suivi par sexe" in text
    assert (
        "Droit commun, Ville\u00a0: 12\u202f500\u00a0€\nCrédits spécifiques, État\u00a0: 30\u202f000\u00a0€"
        in text
    )
    assert "Action locale (convenue)" in text


def test_the_amounts_of_the_actions_are_added_up_by_funder_common_law_apart(catalogue: Catalogue) -> None:
    other = Adaptation(means=(Means(MeansKind.SPECIFIC, "ville", 500), Means(MeansKind.SPECIFIC, "CAF")))
    local = LocalCommitment("local-1", "sante", "Ouvrir.", other)

    content = written(catalogue, contract(adaptations={HEALTH: ACTION}, local_commitments=(local,)))

    assert rows(tables(content, "Moyens chiffrés")[0]) == [
        ["Droit commun"],
        ["Ville", "12\u202f500\u00a0€"],
        ["Crédits spécifiques"],
        ["État", "30\u202f000\u00a0€"],
        ["Ville", "500\u00a0€"],
        ["Ensemble\u00a0: crédits spécifiques", "30\u202f500\u00a0€"],
        ["Total", "43\u202f000\u00a0€"],
    ]


def test_amounts_stand_one_under_the_other(catalogue: Catalogue) -> None:
    content = written(catalogue, contract(outline="2024-2030", adaptations={HEALTH: ACTION}))

    budget, *_ = tables(content, "Moyens chiffrés")
    sides = [
        [cell.find(f"{W}p/{W}pPr/{W}jc") for cell in row.iter(f"{W}tc")] for row in budget.iter(f"{W}tr")
    ]
    shown = [["left" if side is None else side.get(f"{W}val") for side in row] for row in sides]
    assert [row for row in shown if len(row) > 1] == [["left", "right"]] * 4


def test_the_amounts_of_seven_years_stand_in_tables_that_fit_the_page(catalogue: Catalogue) -> None:
    years = (*map(str, range(2024, 2031)), "")
    means = [Means(MeansKind.SPECIFIC, "État", 1_000 + rank, year) for rank, year in enumerate(years)]
    means.append(Means(MeansKind.SPECIFIC, "CAF", 5, "2030"))
    means[0] = replace(means[0], state=MeansState.ACQUIRED)
    action = replace(ACTION, means=tuple(means))

    content = written(catalogue, contract(outline="2024-2030", adaptations={HEALTH: action}))

    first, second = (rows(table) for table in tables(content, "Moyens chiffrés"))
    assert first[1] == ["État", *(f"1\u202f00{rank}\u00a0€" for rank in range(4))]
    given = (f"1\u202f00{rank}\u00a0€" for rank in range(4, 8))
    assert second[1] == ["État", *given, "8\u202f028\u00a0€"]
    assert [[row[0] for row in table] for table in (first, second)] == [
        ["Crédits spécifiques", "État", "Total"],
        ["Crédits spécifiques", "État", "CAF", "Ensemble\u00a0: crédits spécifiques", "Total"],
    ]
    situation = "Situation de ces moyens\u00a0: 1\u202f000\u00a0€ acquis, 7\u202f033\u00a0€ non précisé."
    assert situation in whole_text(content)


def test_what_was_reached_by_whom_and_the_annual_review_are_said_and_nothing_empty(
    catalogue: Catalogue,
) -> None:
    said = Adaptation(
        local_action="Ouvrir.",
        indicator="Personnes",
        indicator_target_women="60",
        indicator_values=(IndicatorValue("2015", "100", "55"),),
        state=State.DONE,
        review="Ouvert en mai.",
    )

    text = whole_text(written(catalogue, contract(adaptations={HEALTH: said})))

    assert "Action locale (réalisée)" in text
    assert "Revue annuelle\nOuvert en mai." in text
    assert "Personnes · Cible, femmes\u00a0: 60 · Atteint en 2015\u00a0: 100 (femmes\u00a0: 55)\n" in text
    assert "hommes" not in text.partition("Atteint en 2015")[2].partition("\n")[0]


def test_a_local_commitment_stands_in_its_volet_and_can_be_read_back(catalogue: Catalogue) -> None:
    local = LocalCommitment("local-1", "sante", "Ouvrir un centre de santé.", ACTION)

    content = written(catalogue, contract(local_commitments=(local,)))

    assert control_text(content, "local-1") == "Ouvrir un centre de santé."
    assert controls(content)["local-1"].find(f"{W}sdtPr/{W}lock").get(f"{W}val") == "sdtLocked"
    assert ("Heading3", "Engagement local\u00a01 — Ouvrir un centre de santé") in paragraphs(content)


def test_two_quartiers_of_one_name_are_told_apart_in_the_action(catalogue: Catalogue) -> None:
    profile = contract(adaptations={HEALTH: Adaptation(local_action="Ouvrir.", quartiers=("QN04209M",))})
    twins = (
        Quartier("QN04208M", "Centre Ville", ("42186",)),
        Quartier("QN04209M", "Centre Ville", ("42207",)),
    )
    communes = (Commune("42186", "Rive-de-Gier"), Commune("42207", "Saint-Chamond"))
    territory = replace(profile.territory, communes=communes, quartiers=twins)

    content = written(catalogue, replace(profile, territory=territory))

    assert control_text(content, f"{HEALTH}.quartiers") == "Centre Ville (Saint-Chamond)"


@pytest.mark.parametrize(("outline", "shown"), [("2024-2030", True), ("2014-2020", False)])
def test_only_the_contract_of_2024_has_a_part_by_quartier(
    catalogue: Catalogue, outline: str, shown: bool
) -> None:
    profile = contract(
        outline=outline,
        adaptations={HEALTH: Adaptation(local_action="Ouvrir.", quartiers=("QN06901M",))},
        texts={"quartier.QN06901M": "Un projet avec ses habitants."},
    )
    territory = replace(profile.territory, quartiers=(Quartier("QN06901M", "Les Tilleuls"),))

    content = written(catalogue, replace(profile, territory=territory))

    assert (("Heading2", "Les Tilleuls (QN06901M)") in paragraphs(content)) is shown
    assert ("Un projet avec ses habitants." in whole_text(content)) is shown


def test_a_quartier_that_the_contract_does_not_have_is_said_to_be_outside(catalogue: Catalogue) -> None:
    profile = contract(adaptations={HEALTH: Adaptation(local_action="Ouvrir.", quartiers=("QN99001M",))})

    assert "QN99001M (hors du contrat)" in whole_text(written(catalogue, profile))


def test_a_text_of_a_chapter_stands_in_its_place(catalogue: Catalogue) -> None:
    texts = {
        "evaluation": "Un comité associe l’université.",
        "periode": "2025-2030",
        "diagnostic": "Constat.",
    }

    content = written(catalogue, contract(texts=texts))

    assert {place: control_text(content, place) for place in texts} == texts


def test_amounts_leave_no_empty_place_before_them(catalogue: Catalogue) -> None:
    content = written(catalogue, contract(adaptations={HEALTH: ACTION}))

    assert f"{HEALTH}.moyens" not in controls(content)
    assert f"{HEALTH}.indicateur" in controls(content)


def test_the_edition_to_sign_prints_no_label_without_words(catalogue: Catalogue) -> None:
    started = Adaptation(local_action="Ouvrir.", start="2027-01-01")
    draft = assemble(catalogue, contract(adaptations={HEALTH: started}))

    signed = write_draft(draft, RenderOptions(on=DAY, edition=Edition.SIGNING))

    places = {tag for tag in controls(signed) if tag.endswith((".action", ".pilote", ".echeance"))}
    assert places == {f"{HEALTH}.action"}
    assert "Début\u00a0: 1ᵉʳ\u00a0janvier 2027" in whole_text(signed)
    assert "Fin\u00a0:" not in whole_text(signed)
