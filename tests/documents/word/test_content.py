from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from app.cli.profiles import DEMONSTRATION
from app.documents import Edition
from app.documents.word import RenderOptions, write_draft
from app.documents.word.ooxml.controls import TO_FILL
from app.domain.actions import actions_of
from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.draft import Draft
from app.domain.french import without_lines
from app.domain.outlines import Outline
from app.domain.profile import Adaptation, Signatory
from app.domain.profile_json import parse_json, read_profile
from app.domain.text import cut_at_word
from app.domain.views import budget_of
from tests.documents.word.conftest import DAY
from tests.documents.word.reading import (
    W,
    control_text,
    controls,
    headings,
    links,
    paragraphs,
    root,
    rows,
    sources_said,
    tables,
    text_of,
    whole_text,
)
from tests.documents.word.samples import draft
from tests.examples import NAMES, contract, example_path, small_territory

PAST = "Objectifs chiffrés des conventions — période achevée"
HEADINGS = {"Heading1", "AnnexHeading", "PlainHeading", "Heading2"}


def test_every_clause_stands_verbatim_in_a_locked_control_that_bears_its_id(
    sample: tuple[Draft, bytes],
) -> None:
    one, content = sample
    by_tag = controls(content)

    for entry in one.entries():
        clause = by_tag[entry.commitment.id]
        expected = f"[…] {entry.commitment.text}" if entry.commitment.lacuna else entry.commitment.text
        assert text_of(clause.find(f"{W}sdtContent")) == expected
        assert clause.find(f"{W}sdtPr/{W}lock").get(f"{W}val") == "sdtLocked"


def test_the_parts_come_in_the_order_of_a_contract(sample: tuple[Draft, bytes]) -> None:
    draft, content = sample
    chapters = headings(content, "Heading1", "AnnexHeading", "PlainHeading")
    all_in_body = draft.outline.all_in_body
    acting = any(True for _ in actions_of(draft))
    today = {
        "L’essentiel": acting or draft.profile.orientations or budget_of(draft).lines,
        "Tableau d’ensemble des actions": acting,
        "Pour mémoire\u00a0: engagements achevés": draft.historical,
        PAST: not all_in_body and any(one.targets for one in draft.entries()),
    }

    expected = [
        *("Les signataires", "L’essentiel", "Préambule", "Le territoire", "Tableau d’ensemble des actions"),
        "Volets toujours présents",
        "Objectifs chiffrés",
        "Gouvernance, participation et évaluation",
        "Moyens",
        "Signatures",
        "Pour mémoire\u00a0: engagements achevés",
        "Engagements des acteurs nationaux",
        "Engagements non retenus",
        PAST,
        "Table de concordance",
        "Conventions citées",
    ]
    there = [title for title in expected if today.get(title, True)]
    assert [title for title in chapters if title in expected] == there


def test_the_volets_come_in_the_order_of_the_draft(sample: tuple[Draft, bytes]) -> None:
    one, content = sample
    titles = [volet.section.title for volet in one.sections]

    found = [text for text in headings(content, "Heading2") if text in titles]

    assert found == titles


def test_the_contents_list_every_heading_with_the_number_that_word_counts(
    sample: tuple[Draft, bytes],
) -> None:
    listed = [text for style, text in paragraphs(sample[1]) if style in {"TOC1", "TOC2"}]

    assert listed == numbered_headings(sample[1])


def numbered_headings(content: bytes) -> list[str]:
    """The headings as Word shows them, counted anew from the lists of the template."""
    chapter = section = annex = 0
    shown = []
    for style, text in paragraphs(content):
        if style == "Heading1":
            chapter, section = chapter + 1, 0
            shown.append(f"{chapter}.\t{text}")
        elif style == "Heading2":
            section += 1
            shown.append(f"{chapter}.{section}\t{text}")
        elif style == "AnnexHeading":
            annex += 1
            shown.append(f"Annexe\u00a0{'ABCDEFG'[annex - 1]} — {text}")
        elif style == "PlainHeading":
            shown.append(text)
    return shown


def test_what_was_typed_is_in_its_place_and_the_rest_is_to_fill(catalogue: Catalogue) -> None:
    identifier = next(
        leaf.commitment.id for leaf in catalogue.leaves if leaf.commitment.section == "egalite-femmes-hommes"
    )
    typed = Adaptation(local_action="Deux marches.\nUn bilan.", lead="CAF", deadline="2028-12-31")
    one = assemble(catalogue, contract(adaptations={identifier: typed}))

    content = write_draft(one, RenderOptions(on=DAY))

    assert control_text(content, f"{identifier}.action") == "Deux marches.\nUn bilan."
    assert control_text(content, f"{identifier}.pilote") == "CAF"
    assert control_text(content, f"{identifier}.echeance") == "31\u00a0décembre 2028"
    assert control_text(content, f"{identifier}.indicateur") == TO_FILL
    assert control_text(content, f"{identifier}.moyens") == TO_FILL


def test_a_deadline_that_is_not_a_date_is_kept_as_typed(catalogue: Catalogue) -> None:
    identifier = next(
        leaf.commitment.id for leaf in catalogue.leaves if leaf.commitment.section == "egalite-femmes-hommes"
    )
    one = assemble(catalogue, contract(adaptations={identifier: Adaptation(deadline="fin 2028")}))

    content = write_draft(one, RenderOptions(on=DAY))

    assert control_text(content, f"{identifier}.echeance") == "fin 2028"


def test_the_lead_is_chosen_among_the_signatories_of_this_contract_by_name(catalogue: Catalogue) -> None:
    named = (Signatory("commune", "la Ville d’Aval"), Signatory("commune", "la Ville d’Amont"))
    one = assemble(catalogue, contract("etat commune", signatories=named))
    entry = next(one.entries())

    control = controls(write_draft(one, RenderOptions(on=DAY)))[f"{entry.commitment.id}.pilote"]

    offered = [node.get(f"{W}displayText") for node in control.iter(f"{W}listItem")]
    assert offered == ["État (préfet)", "la Ville d’Aval", "la Ville d’Amont"]


def test_a_fiche_stays_on_one_page_or_leaves_several_rows_on_each(
    written: dict[str, tuple[Draft, bytes]],
) -> None:
    fiches = [
        table.findall(f"{W}tr")
        for _, content in written.values()
        for table in root(content).iter(f"{W}tbl")
        if "Fiche de" in table.find(f"{W}tblPr/{W}tblDescription").get(f"{W}val")
    ]
    short = [rows for rows in fiches if sum(len(text_of(row)) for row in rows[2:]) < 400]

    assert short
    assert [row for rows in short for row in rows[:-1] if not kept_with_next(row)] == []
    assert [row for rows in fiches for row in (rows[0], *rows[-3:-1]) if not kept_with_next(row)] == []


def kept_with_next(row: etree._Element) -> bool:
    return row.find(f"{W}trPr/{W}cantSplit") is not None and all(
        paragraph.find(f"{W}pPr/{W}keepNext") is not None for paragraph in row.iter(f"{W}p")
    )


def test_a_lacuna_is_shown_and_said(written: dict[str, tuple[Draft, bytes]]) -> None:
    one, content = written["everybody signs"]
    lacunas = [entry for entry in one.entries() if entry.commitment.lacuna]

    text = whole_text(content)

    assert lacunas
    for entry in lacunas:
        assert f"«\u00a0[…] {entry.commitment.text}\u00a0»" in text
    assert text.count("Début du texte manquant dans la source") == len(lacunas)


def test_a_contract_to_sign_still_says_what_the_source_lost_and_no_other_remark(
    written: dict[str, tuple[Draft, bytes]],
) -> None:
    one, _ = written["everybody signs"]
    lacunas = [entry for entry in one.entries() if entry.commitment.lacuna]

    to_sign = whole_text(write_draft(one, RenderOptions(on=DAY, comments=False, edition=Edition.SIGNING)))

    assert to_sign.count("Remarque\u00a0:") == len(lacunas)
    assert to_sign.count("Début du texte manquant dans la source") == len(lacunas)


def test_every_figure_is_in_the_table_of_objectives(written: dict[str, tuple[Draft, bytes]]) -> None:
    one, content = written["everybody signs"]

    shown = rows(tables(content, "Objectifs chiffrés")[0])

    targets = [target for entry in one.entries() for target in entry.targets]
    assert [row[1] for row in shown] == [target.of for target in targets]
    assert [row[4] for row in shown] == [
        "échéance passée"
        if target.horizon
        else "sans échéance dans le texte" + (f", période achevée ({target.term})" if target.term else "")
        for target in targets
    ]


def test_a_clause_its_figures_and_its_source_lead_to_one_another(
    written: dict[str, tuple[Draft, bytes]],
) -> None:
    one, content = written["everybody signs"]
    body = links(content)

    figured = {rank: len(entry.targets) for rank, entry in enumerate(one.entries(), start=1)}

    assert any(figured.values())
    for rank, figures in figured.items():
        assert body.count((f"objectif_{rank}", f"tableau des objectifs, n°\u00a0{rank}")) == figures
        assert body.count((f"engagement_{rank}", f"Engagement\u00a0{rank}")) >= figures
        assert (f"engagement_{rank}", str(rank)) in body


def test_every_clause_is_listed_once_beside_its_convention_named_in_full(
    written: dict[str, tuple[Draft, bytes]],
) -> None:
    one, content = written["everybody signs"]
    numbers: dict[str, list[str]] = {}
    for entry in one.entries():
        source = f"{entry.convention.title}, convention du {entry.convention.date_text}"
        numbers.setdefault(source, []).append(str(one.numbers[entry.commitment.id]))

    shown = [row for row in rows(tables(content, "Conventions citées")[0]) if row[1] != "en annexe"]

    assert [row[1] for row in shown] == [", ".join(listed) for listed in numbers.values()]
    assert all(row[0].startswith(source) for row, source in zip(shown, numbers, strict=True))


@pytest.mark.parametrize(("year", "state"), [(2015, "échéance à venir"), (2016, "échéance passée")])
def test_a_target_is_past_when_its_year_is_over(catalogue: Catalogue, year: int, state: str) -> None:
    one = draft("everybody signs", catalogue)
    dated = next(entry for entry in one.entries() for target in entry.targets if target.horizon == 2015)
    sections = tuple(
        replace(volet, entries=tuple(entry for entry in volet.entries if entry is dated))
        for volet in one.sections
    )

    text = whole_text(write_draft(replace(one, sections=sections), RenderOptions(on=date(year, 6, 1))))

    assert f"2015, {state} (" in text


def test_each_clause_says_why_it_is_there(sample: tuple[Draft, bytes]) -> None:
    one, content = sample

    reasons = {number: reason for table in tables(content, "") for number, reason in reasons_in(table)}

    expected = {
        str(one.numbers[entry.commitment.id]): without_lines(entry.because).replace("\t", " ")
        for entry in one.entries()
    }
    assert reasons.keys() == expected.keys()
    assert [number for number, said in expected.items() if not reasons[number].startswith(said)] == []


def reasons_in(table: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield the number of each clause with its reason: in its row, else in the row above its group."""
    above = ""
    for line in [[text_of(cell) for cell in row.findall(f"{W}tc")] for row in table.findall(f"{W}tr")]:
        if len(line) == 1:
            above = line[0]
        elif line[0].startswith("Engagement\u00a0") and "Porté ici par" in line[1]:
            yield line[0].removeprefix("Engagement\u00a0"), line[1]
        elif line[0].isdecimal() and "Porté ici par" in line[1] + above:
            held = line[1] if "Porté ici par" in line[1] else above
            reason = "Porté ici par" + held.rpartition("Porté ici par")[2]
            yield line[0], reason.partition("\u00a0 Action locale")[0]


@pytest.mark.parametrize(
    ("partners", "said"),
    [
        (
            "cidff",
            "Ce projet cite 1\u00a0convention nationale de la politique de la ville, signée en 2013 pour",
        ),
        ("", "Ce projet ne cite aucune convention nationale."),
    ],
)
def test_the_cover_and_the_preamble_count_the_conventions_that_the_draft_quotes(
    catalogue: Catalogue, partners: str, said: str
) -> None:
    one = replace(assemble(catalogue, contract(partners)), national=())

    text = whole_text(write_draft(one, RenderOptions(on=DAY)))

    assert text.count(said) == 2


def test_national_and_excluded_commitments_are_in_their_annexes(sample: tuple[Draft, bytes]) -> None:
    one, content = sample
    _, _, after = whole_text(content).rpartition("Pour mémoire\u00a0: engagements nationaux\n")

    for entry in one.national:
        assert entry.commitment.text in after
    for exclusion in one.excluded:
        assert without_lines(exclusion.reason) in after
        assert cut_at_word(exclusion.commitment.text, 75).rstrip("…") in after


def test_a_reason_that_leaves_out_many_is_said_once(written: dict[str, tuple[Draft, bytes]]) -> None:
    one, content = written["one partner"]
    reasons = {without_lines(exclusion.reason) for exclusion in one.excluded}

    captions = [text for style, text in paragraphs(content) if style == "Caption"]

    assert len(reasons) < len(one.excluded) / 2
    assert [reason for reason in reasons if captions.count(reason) != 1] == []


def test_what_the_writers_left_out_is_quoted_in_full_with_their_reason(catalogue: Catalogue) -> None:
    local = [
        leaf for leaf in catalogue.leaves if leaf.commitment.scope == "local" and not leaf.commitment.when
    ]
    leaf = max(local, key=lambda leaf: len(leaf.commitment.text))
    everybody = " ".join(partner.id for partner in catalogue.partners)
    left_out = {leaf.commitment.id: Adaptation(included=False, reason_excluded="Déjà fait.")}

    text = whole_text(
        write_draft(assemble(catalogue, contract(everybody, adaptations=left_out)), RenderOptions(on=DAY))
    )

    assert "Choix des rédacteurs\u00a0: Déjà fait.\n" in text
    assert f"«\u00a0{leaf.commitment.text}\u00a0»" in text.rpartition("Choix des rédacteurs")[2]


def test_an_empty_mandatory_volet_leaves_a_place_to_fill(
    written: dict[str, tuple[Draft, bytes]],
) -> None:
    one, content = written["nobody signs"]

    assert one.sections
    for volet in one.sections:
        assert control_text(content, f"volet.{volet.section.id}") == TO_FILL
    assert control_text(content, "quartiers") == TO_FILL
    assert control_text(content, "signataires") == TO_FILL


def test_the_first_of_the_month_is_written_in_french(catalogue: Catalogue) -> None:
    text = whole_text(write_draft(draft("one partner", catalogue), RenderOptions(on=date(2027, 3, 1))))

    assert "Projet du 1ᵉʳ\u00a0mars 2027" in text


def test_the_header_names_the_territory_and_the_day_and_the_footer_the_page(
    written: dict[str, tuple[Draft, bytes]],
) -> None:
    one, content = written["epci-ile-de-france"]

    header = text_of(root(content, "word/header1.xml"))
    footer = text_of(root(content, "word/footer1.xml"))

    assert header == f"{one.territory.name}\tProjet du 23\u00a0novembre 2026"
    assert footer == "Contrat de ville\tpage\u00a01 sur\u00a01"


def test_a_long_name_is_whole_on_the_cover_and_cut_in_the_header(catalogue: Catalogue) -> None:
    one = draft("one partner", catalogue)
    name = "Communauté d’agglomération de la Vallée, " * 4 + "du Plateau"
    profile = replace(one.profile, territory=replace(one.territory, name=name))

    content = write_draft(replace(one, profile=profile), RenderOptions(on=DAY))

    assert ("Subtitle", name) in paragraphs(content)
    assert text_of(root(content, "word/header1.xml")) == (
        "Communauté d’agglomération de la Vallée, Communauté…\tProjet du 23\u00a0novembre 2026"
    )


def test_a_saved_profile_gives_its_version_on_the_cover_and_in_the_header(catalogue: Catalogue) -> None:
    content = write_draft(draft("one partner", catalogue), RenderOptions(on=DAY, version=7))

    named = "Projet — version\u00a07 du 23\u00a0novembre 2026"

    assert ("CoverText", named) in paragraphs(content)
    assert text_of(root(content, "word/header1.xml")).endswith(f"\t{named}")


def test_a_fact_that_the_official_overruled_stands_in_the_situation(catalogue: Catalogue) -> None:
    profile = contract(facts={"ile_de_france": True}, facts_reason="Rattachement en cours.")

    text = whole_text(write_draft(assemble(catalogue, profile), RenderOptions(on=DAY)))

    assert "(contre la référence des territoires\u00a0: " in text
    assert "motif\u00a0: Rattachement en cours.)" in text


@pytest.mark.parametrize("comments", [True, False])
@pytest.mark.parametrize("path", [*map(example_path, NAMES), DEMONSTRATION], ids=lambda path: path.stem)
def test_no_example_names_a_line_of_our_file_or_a_site(
    catalogue: Catalogue, path: Path, comments: bool
) -> None:
    profile = read_profile(parse_json(path.read_bytes()), catalogue)

    for outline in catalogue.outline_by_id:
        draft = assemble(catalogue, replace(profile, outline=outline))
        assert sources_said(write_draft(draft, RenderOptions(on=DAY, comments=comments))) == []


VISAS = {
    ("2014-2020", "69"): [
        "la loi n° 2014-173",
        "les décrets n° 2014-1750",
        "les instructions",
        "la délibération",
    ],
    ("2024-2030", "69"): [
        "la loi n° 2014-173",
        "le décret n° 2024-1037",
        "le décret n° 2023-1314, corrigé par le décret n° 2024-806",
        "la circulaire du 31 août 2023",
        "la délibération",
    ],
    ("2024-2030", "971"): [
        "la loi n° 2014-173",
        "le décret n° 2024-1037",
        "le décret n° 2024-1212",
        "les instructions",
        "la délibération",
    ],
}


@pytest.mark.parametrize(("generation", "departement"), VISAS)
def test_the_visas_go_from_the_law_to_the_deliberations_in_the_words_of_the_generation(
    catalogue: Catalogue, generation: str, departement: str
) -> None:
    named = (Signatory("epci", "l’agglomération", body="conseil communautaire", deliberated_on="2025-01-07"),)
    profile = contract("epci", outline=generation, territory=small_territory(departement), signatories=named)

    content = write_draft(assemble(catalogue, profile), RenderOptions(on=DAY, comments=False))

    visas = [text.replace("\u00a0", " ") for style, text in paragraphs(content) if style == "Visa"]
    assert len(visas) == len(VISAS[generation, departement])
    for visa, begins in zip(visas, VISAS[generation, departement], strict=True):
        assert visa.startswith(f"Vu {begins}")
    assert ("2024-1037" in whole_text(content)) is (generation == "2024-2030")


def test_a_trame_that_names_no_visa_relies_on_the_law(catalogue: Catalogue) -> None:
    bare = Outline("2014-2020", "Trame", catalogue.outline.parts)
    kept = replace(catalogue, outline=bare, outlines=(bare,))

    text = whole_text(write_draft(assemble(kept, contract()), RenderOptions(on=DAY)))

    assert "Vu la loi n° 2014-173 du 21 février 2014" in text.replace("\u00a0", " ")
