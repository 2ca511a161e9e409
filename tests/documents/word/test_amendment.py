"""The amendment: what changed since a version, before and after, and nothing of the rest."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from lxml import etree

from app.documents.word import Amended, RenderOptions, write_draft
from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.diff.contract import contract_changes, untouched
from app.domain.profile import Adaptation, IndicatorValue, Profile, Quartier, Signatory, State
from tests.documents.word.conftest import DAY
from tests.documents.word.reading import W, paragraphs, root, rows, tables, whole_text
from tests.documents.word.structure import faults
from tests.examples import contract

HEALTH, SAFETY = "affaires-sociales-sante-2013-3", "interieur-2013-1-1"


def amendment(catalogue: Catalogue, before: Profile, after: Profile) -> bytes:
    signed, present = assemble(catalogue, before), assemble(catalogue, after)
    changes = contract_changes(signed, present)
    amended = Amended(4, "signée", date(2024, 6, 30), changes, untouched(changes, signed, present))
    return write_draft(present, RenderOptions(on=DAY, version=9, comments=False, amends=amended))


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


def test_nothing_is_said_by_yes_or_no_and_no_label_is_that_of_a_form(catalogue: Catalogue) -> None:
    town = Signatory("commune", "la Ville d’Aval", representative="Mme Exemple")
    written = {HEALTH: Adaptation(local_action="Ouvrir.", indicator_by_sex=True)}
    out = {SAFETY: Adaptation(included=False, reason_excluded="Sans objet.")}
    content = amendment(
        catalogue,
        contract(facts={"zsp": False}, adaptations=written),
        contract(facts={"zsp": True}, adaptations=out, signatories=(town,)),
    )

    said = [row for table in tables(content, "Modifications") for row in rows(table)]

    assert not {"oui", "non"} & {cell for row in said for cell in row}
    assert ["Nom du signataire", "(rien)", "la Ville d’Aval"] in said
    assert ["Suivi par sexe", "L’indicateur est suivi par sexe.", "(supprimé)"] in said
    assert ["Motif du retrait", "(rien)", "Sans objet."] in said


def test_long_lists_say_only_what_they_lose_and_gain(catalogue: Catalogue) -> None:
    text = whole_text(amendment(catalogue, contract("etat epci caf"), contract("etat epci ars")))

    changed = text.partition("restent en vigueur")[2]
    assert "Retiré\u00a0:\nCaisse d’allocations familiales (CAF)" in changed
    assert "Ajouté\u00a0:\nAgence régionale de santé (ARS)" in changed
    assert "État (préfet)" not in changed.partition("Engagements nationaux")[0]


def test_texts_read_as_in_the_contract_and_quartiers_by_their_names(catalogue: Catalogue) -> None:
    action = Adaptation(local_action="Un **lieu** :\n- ouvert", quartiers=("QN06901M",), state=State.AGREED)
    quartier = Quartier("QN06901M", "La Plaine", ())
    before = contract(territory=replace(contract().territory, quartiers=(quartier,)))

    text = whole_text(amendment(catalogue, before, replace(before, adaptations={HEALTH: action})))

    assert "Un lieu :\n•\u00a0ouvert" in text
    assert "La Plaine" in text
    assert "QN06901M" not in text
    assert "convenue" not in text


def test_an_amendment_quotes_the_clauses_that_a_new_signatory_brings(catalogue: Catalogue) -> None:
    before, after = contract(), contract("etat epci commune departement region caisse-des-depots")
    known = {entry.commitment.id for entry in assemble(catalogue, before).entries()}
    brought = [one for one in assemble(catalogue, after).entries() if one.commitment.id not in known]

    content = amendment(catalogue, before, after)

    changed = whole_text(content).partition("restent en vigueur")[2]
    assert brought
    assert all(entry.commitment.text in changed for entry in brought)
    assert f"dont {len(known) - 1} engagements nationaux" in whole_text(content).replace("\u00a0", " ")
    assert faults(content) == []


def test_a_short_table_is_not_cut_by_the_end_of_a_page_and_a_long_one_is(catalogue: Catalogue) -> None:
    short = {HEALTH: Adaptation(local_action="Ouvrir.", lead="Ville", deadline="2028")}
    long = {SAFETY: Adaptation(local_action="Réunir. " * 150, lead="Ville", deadline="2028")}
    content = amendment(catalogue, contract(), contract(adaptations={**short, **long}))

    safety, health = tables(content, "Modifications")

    assert [is_kept_with_the_next(row) for row in health.iter(f"{W}tr")] == [True, True, True, False]
    assert [is_kept_with_the_next(row) for row in safety.iter(f"{W}tr")] == [True, False, False, False]


def captions(content: bytes) -> list[tuple[str, str]]:
    said = ((style, text.replace("\u00a0", " ")) for style, text in paragraphs(content))
    return [(style, text) for style, text in said if style == "Caption"]


def test_each_point_has_its_number_and_that_of_the_commitment_that_it_changes(catalogue: Catalogue) -> None:
    before = contract(
        adaptations={SAFETY: Adaptation(local_action="Réunir."), HEALTH: Adaptation(lead="Ville")}
    )
    town = Signatory("commune", "la Ville d’Aval")
    after = contract(adaptations={HEALTH: Adaptation(lead="État")}, signatories=(town,))
    numbers = assemble(catalogue, after).numbers

    said = [text for _, text in captions(amendment(catalogue, before, after))]

    assert said[0] == "4.1 : le signataire « la Ville d’Aval » (Communes) est ajouté"
    assert [one.partition(" «")[0] for one in said[1:]] == [
        f"5.1 : l’engagement {numbers[SAFETY]}",
        f"5.2 : l’engagement {numbers[HEALTH]}",
    ]
    assert all(one.endswith(") est modifié comme suit") for one in said[1:])


def test_a_clause_that_a_new_signatory_brings_is_added(catalogue: Catalogue) -> None:
    content = amendment(catalogue, contract("etat epci"), contract("etat epci caisse-des-depots"))

    brought = [text for _, text in captions(content) if ": l’engagement" in text]

    assert any(one.endswith(" est ajouté") for one in brought)
    assert not any("Engagement" in one for one in brought)
    assert not any(one.endswith(" est retiré") for one in brought)


def test_the_words_that_go_are_struck_out_and_those_that_come_are_bold(catalogue: Catalogue) -> None:
    before = contract(adaptations={HEALTH: Adaptation(local_action="Ouvrir une maison à Aval.")})
    after = contract(adaptations={HEALTH: Adaptation(local_action="Ouvrir deux maisons à Aval.")})

    (changed,) = tables(amendment(catalogue, before, after), "Modifications")

    runs = [(run, "".join(run.itertext())) for run in changed.iter(f"{W}r")]
    struck = [text for run, text in runs if run.find(f"{W}rPr/{W}strike") is not None]
    bold = [text for run, text in runs if run.find(f"{W}rPr/{W}rStyle") is not None]
    assert struck == ["une maison"]
    assert bold == ["deux maisons"]


@pytest.mark.parametrize(("before", "after"), [("Ouvrir une maison.", ""), ("", "Ouvrir une maison.")])
def test_a_text_that_goes_is_struck_out_and_one_that_comes_is_bold(
    catalogue: Catalogue, before: str, after: str
) -> None:
    drafts = [
        contract(adaptations={HEALTH: Adaptation(local_action=text, lead="ARS")}) for text in (before, after)
    ]

    (changed,) = tables(amendment(catalogue, *drafts), "Modifications")

    runs = [(run, "".join(run.itertext())) for run in changed.iter(f"{W}r")]
    assert [text for run, text in runs if run.find(f"{W}rPr/{W}strike") is not None] == [before] * bool(
        before
    )
    bold = [text for run, text in runs if run.find(f"{W}rPr/{W}rStyle") is not None]
    assert bold == [after] * bool(after)


def is_kept_with_the_next(row: etree._Element) -> bool:
    return all(cell.find(f"{W}p/{W}pPr/{W}keepNext") is not None for cell in row.iter(f"{W}tc"))


def test_an_amendment_cites_what_those_who_sign_it_rely_on(catalogue: Catalogue) -> None:
    town = Signatory("commune", "la Ville d’Aval", body="conseil municipal", deliberation="2027-014")
    text = whole_text(amendment(catalogue, contract(), contract("etat commune", signatories=(town,))))

    assert "Vu la loi n°\u00a02014-173" in text
    assert "Vu les délibérations des collectivités signataires" in text
    assert "Vu la délibération n°" not in text.replace("\u00a0", " ")


def test_an_amendment_is_a_sound_file_with_its_own_title(catalogue: Catalogue) -> None:
    content = amendment(catalogue, contract(), contract(texts={"evaluation": "Un comité."}))

    assert paragraphs(content)[0] == ("Title", "Avenant au contrat de ville")
    assert faults(content) == []


def test_the_texts_of_a_chapter_stand_under_its_title(catalogue: Catalogue) -> None:
    texts = {"evaluation": "Un comité.", "indicateurs-locaux": "Dix indicateurs."}
    content = amendment(catalogue, contract(), contract(texts=texts))

    (chapter,) = tables(content, "Modifications")

    assert ("Caption", "4.1 : le texte « Suivi et évaluation » est modifié comme suit") in captions(content)
    assert [row[0] for row in rows(chapter)] == ["Structure locale d’évaluation", "Indicateurs locaux"]


def test_an_amendment_without_a_change_says_so(catalogue: Catalogue) -> None:
    assert "Aucune disposition n’est modifiée." in whole_text(amendment(catalogue, contract(), contract()))


def test_a_signatory_that_joins_makes_one_point_of_the_clauses_that_it_carries_too(
    catalogue: Catalogue,
) -> None:
    before, after = contract("etat epci"), contract("etat epci procureur recteur")
    known = {entry.commitment.id: entry for entry in assemble(catalogue, before).entries()}
    numbers = assemble(catalogue, before).numbers
    joined = sorted(
        numbers[one.commitment.id]
        for one in assemble(catalogue, after).entries()
        if one.commitment.id in known
        and {partner.id for partner in one.carried_by}
        == {*(partner.id for partner in known[one.commitment.id].carried_by), "procureur"}
    )

    content = amendment(catalogue, before, after)

    said = [text.replace("\u00a0", " ") for _, text in paragraphs(content)]
    article = f"{len(joined)} engagements sont aussi portés par : Procureur de la République"
    assert len(joined) > 1
    assert [text.partition(" : ")[2] for text in said if text.endswith(": Procureur de la République")] == [
        article
    ]
    assert f"Engagements {', '.join(map(str, joined))}." in said


def test_the_footer_of_an_amendment_says_what_it_is(catalogue: Catalogue) -> None:
    content = amendment(catalogue, contract(), contract("etat epci"))

    footers = [name for name in ZipFile(BytesIO(content)).namelist() if name.startswith("word/footer")]
    said = "".join("".join(root(content, name).itertext()) for name in footers)

    assert said.startswith("Avenant au contrat de ville")


def articles(content: bytes) -> list[str]:
    said = [(style, text.replace("\u00a0", " ")) for style, text in paragraphs(content)]
    return [text for style, text in said if text.startswith("Article ") and not style.startswith("TOC")]


def test_an_amendment_is_made_of_numbered_articles(catalogue: Catalogue) -> None:
    town = Signatory("commune", "la Ville d’Aval", representative="Mme Exemple", title="maire")
    before = contract(adaptations={HEALTH: Adaptation(local_action="Ouvrir.")})
    after = contract(adaptations={HEALTH: Adaptation(local_action="Ouvrir deux lieux.")}, signatories=(town,))

    content = amendment(catalogue, before, after)

    assert articles(content) == [
        "Article 1 — Objet",
        "Article 2 — Bilan à mi-parcours des actions",
        "Article 3 — Dispositions maintenues",
        "Article 4 — Dispositions modifiées : Signataires",
        "Article 5 — Dispositions modifiées : Déclinaison des engagements nationaux",
    ]
    said = whole_text(content).replace("\u00a0", " ")
    assert "Signent désormais le contrat :" in said
    assert "la Ville d’Aval, représenté par Mme Exemple, maire" in said


def test_the_review_says_how_far_each_action_is_and_what_was_reached(catalogue: Catalogue) -> None:
    reached = Adaptation(
        local_action="Ouvrir une maison de santé.",
        state=State.DONE,
        indicator_baseline="60",
        indicator_target="100",
        indicator_values=(IndicatorValue("2025", "71"), IndicatorValue("2026", "80")),
        review="Ouverte en mars.",
    )
    given_up = Adaptation(local_action="Réunir.", state=State.GIVEN_UP)
    profile = contract(adaptations={HEALTH: reached, SAFETY: given_up})
    numbers = assemble(catalogue, profile).numbers

    content = amendment(catalogue, profile, profile)

    (review,) = tables(content, "Bilan à mi-parcours des actions")
    shown = [[cell.replace("\u00a0", " ") for cell in row] for row in rows(review)]
    assert shown == [
        [
            str(numbers[HEALTH]),
            "Ouvrir une maison de santé",
            "réalisée",
            "2025 : 71\n2026 : 80\nDépart : 60\nCible : 100",
            "Ouverte en mars.",
        ],
        [str(numbers[SAFETY]), "Réunir", "abandonnée", "–", "–"],
    ]
    said = whole_text(content).replace("\u00a0", " ")
    assert "2 actions suivies : 1 réalisée et 1 abandonnée." in said
    assert f"Les actions des engagements {numbers[SAFETY]} et {numbers[HEALTH]} restent inchangées." in said


def test_an_action_without_a_state_is_named_and_a_review_without_any_is_a_place_to_fill(
    catalogue: Catalogue,
) -> None:
    written = {HEALTH: Adaptation(local_action="Ouvrir.")}
    followed = {**written, SAFETY: Adaptation(local_action="Réunir.", state=State.UNDER_WAY)}
    number = assemble(catalogue, contract(adaptations=followed)).numbers[HEALTH]

    bare = whole_text(amendment(catalogue, contract(), contract(adaptations=written)))
    told = whole_text(amendment(catalogue, contract(), contract(adaptations=followed)))

    assert "valeurs atteintes par leurs indicateurs" in bare
    assert f"Aucun état n’est indiqué pour l’engagement {number}." in told.replace("\u00a0", " ")
