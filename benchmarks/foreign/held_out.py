"""Four contracts that were written after the reader was finished, and that it was never tuned on."""

import re
from collections.abc import Iterable
from itertools import groupby

from docx.enum.text import WD_BREAK

from benchmarks.foreign import parts
from benchmarks.foreign.content import ANNEX, CHAPTERS, QUARTIERS, TERRITORY, Contracts, Sheet, sheets
from benchmarks.foreign.varied import MEASURED, VARIED
from benchmarks.foreign.writer import Cell, Writer

_SPECIFIC = ("BOP 147", "FIPD", "ANRU", "TFPB")
"""What tells the credits of the politique de la ville from those of the droit commun."""
_ANNEXES = (
    "Liste et cartographie des quartiers prioritaires",
    "Synthèse de la concertation citoyenne",
    "Conventions d’utilisation de l’abattement de TFPB",
    "Charte des conseils citoyens",
    "Convention intercommunale d’attribution",
    "Stratégie territoriale de sécurité et de prévention de la délinquance",
    "Plan territorial de lutte contre les discriminations",
    "Contrat local de santé",
    "Projet éducatif de territoire",
    "Cités éducatives : convention triennale",
    "Convention pluriannuelle de renouvellement urbain",
    "Plan climat-air-énergie territorial",
    "Règlement du fonds de participation des habitants",
    "Délibérations des collectivités signataires",
)
_ACRONYMS = (
    ("ANRU", "Agence nationale pour la rénovation urbaine"),
    ("ARS", "Agence régionale de santé"),
    ("BOP", "Budget opérationnel de programme"),
    ("CAF", "Caisse d’allocations familiales"),
    ("CLS", "Contrat local de santé"),
    ("FIPD", "Fonds interministériel de prévention de la délinquance"),
    ("NPNRU", "Nouveau programme national de renouvellement urbain"),
    ("QPV", "Quartier prioritaire de la politique de la ville"),
    ("TFPB", "Taxe foncière sur les propriétés bâties"),
)


def contracts() -> Contracts:
    """Yield the four contracts."""
    yield "quartiers par commune, droit commun et crédits spécifiques", "docx", *_credits_apart()
    yield "tableaux à l’italienne, têtes de colonnes sur deux lignes", "odt", *_heads_of_two_rows()
    yield "fiches en deux colonnes, repères en regard du texte", "pdf", *_text_and_facts()
    yield "grille d’une page, libellés au-dessus, 120 pages", "pdf", *_grids()


def _credits_apart() -> tuple[bytes, tuple[Sheet, ...]]:
    """Axes with their stakes, a heading and a table for each fiche, two rows for what it costs."""
    fiches = tuple(sheets(28, seed=701, bank=MEASURED))
    writer = Writer("Carlito", 10.5, header=f"{TERRITORY} – Contrat de ville", footer="Page ")
    writer.styled("Contrat de ville 2024-2030", 28, colour="000091")
    writer.styled("Engagements Quartiers 2030", 18, colour="E1000F")
    writer.styled(TERRITORY, 14, bold=False)
    writer.page()
    writer.heading("Préambule", 1)
    parts.write_paragraphs(writer, CHAPTERS[0][1])
    writer.heading("Les partenaires signataires", 1)
    parts.write_signatories(writer, "{name}, représenté par {person}, {title}", "List Bullet")
    writer.heading("La géographie prioritaire du contrat", 1)
    parts.tabulate_quartiers(writer, (6, 6, 4.5), town="Commune", name="Nom du quartier", code="Code du QPV")
    writer.heading("La déclinaison opérationnelle", 1)
    for rank, axis, several in parts.by_axis(fiches):
        writer.heading(f"Axe {rank} – {axis}", 1)
        writer.text(CHAPTERS[0][1][rank % 3])
        for place, (objective, group) in enumerate(groupby(several, key=lambda one: one.objective), start=1):
            writer.heading(f"Objectif stratégique {rank}.{place} – {objective}", 2)
            for sheet in group:
                _write_credits_apart(writer, sheet)
    writer.heading("La gouvernance et l’évaluation", 1)
    for _, paragraphs in CHAPTERS[1:]:
        parts.write_paragraphs(writer, paragraphs)
    return writer.finish(), fiches


def _write_credits_apart(writer: Writer, sheet: Sheet) -> None:
    writer.heading(f"Fiche-action {sheet.number} – {sheet.title}", 3)
    first, target = sheet.values
    specific = [one for one in sheet.funders if any(word in one[0] for word in _SPECIFIC)]
    common = [one for one in sheet.funders if one not in specific]
    measured = f"{sheet.indicator}\n(valeur 2024 : {first} ; cible 2030 : {target})"
    rows = [
        _wide("Enjeux identifiés", sheet.context),
        _wide("Effets recherchés", sheet.result),
        _wide("Déroulé de l’action", "\n".join(re.split(r"(?<=\.) ", sheet.content))),
        _wide("Structure chef de file", sheet.lead),
        _wide("Partenaires techniques et financiers", "\n".join(f"- {one}" for one in sheet.partners)),
        _wide("Publics prioritaires", sheet.public),
        _wide("Quartiers d’intervention", _by_town(sheet)),
        _wide("Phasage", sheet.deadline),
        [_label("Moyens mobilisés"), _label("Droit commun"), Cell(_sums(common))],
        [Cell("", 1, "DDDDF5"), _label("Crédits spécifiques"), Cell(_sums(specific))],
        _wide("Indicateurs d’évaluation", measured),
    ]
    table = writer.grid(rows, (4.2, 3.3, 9))
    table.cell(8, 0).merge(table.cell(9, 0))


def _wide(label: str, text: str) -> list[Cell]:
    return [_label(label), Cell(text, 2)]


def _label(text: str) -> Cell:
    return Cell(f"**{text}**", 1, "DDDDF5")


def _by_town(sheet: Sheet) -> str:
    """Return a line a town, with its quartiers; « Tous les QPV » where the fiche has them all."""
    if len(sheet.quartiers) == len(QUARTIERS):
        return "Tous les QPV"
    chosen = [(town, name) for _, name, town in QUARTIERS if name in sheet.quartiers]
    towns = groupby(chosen, key=lambda one: one[0])
    return "\n".join(f"{town} : {', '.join(name for _, name in names)}" for town, names in towns)


def _sums(funders: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"{name} : {amount}" for name, amount in funders) or "Sans objet"


def _heads_of_two_rows() -> tuple[bytes, tuple[Sheet, ...]]:
    """A table across for each objective; groups of columns above the heads of the columns."""
    fiches = tuple(sheets(30, seed=709, bank=VARIED))
    writer = Writer("Liberation Sans", 8.5, footer="Contrat de ville 2024-2030 – programme d’actions – ")
    writer.heading("Contrat de ville 2024-2030", 0)
    writer.text(f"{TERRITORY} – programme d’actions adopté par le comité de pilotage")
    writer.heading("Signataires du contrat", 1)
    parts.tabulate_signatories(writer, ("Signataire", "Représentant", "Fonction"), (8, 5, 3.5))
    writer.heading("Quartiers prioritaires", 1)
    parts.tabulate_quartiers(writer, (4, 6, 6), code="Code", name="Quartier", town="Commune")
    writer.landscape()
    groups = [
        Cell("**L’action**", 3, "BDD6EE"),
        Cell("**La mise en œuvre**", 4, "C5E0B3"),
        Cell("**Le suivi**", 2, "FFE599"),
    ]
    heads = (
        "N°",
        "Libellé de l’action",
        "Descriptif synthétique",
        "Pilotage",
        "Partenariats",
        "QPV",
        "Période",
        "Financements prévisionnels",
        "Indicateurs",
    )
    for rank, axis, several in parts.by_axis(fiches):
        writer.heading(f"Axe {rank} : {axis}", 1)
        for objective, group in groupby(several, key=lambda one: one.objective):
            writer.heading(f"Objectif opérationnel : {objective}", 2)
            rows = [groups, [Cell(f"**{head}**", 1, "F2F2F2") for head in heads]]
            for sheet in group:
                everywhere = len(sheet.quartiers) == len(QUARTIERS)
                rows.append(
                    [
                        Cell(sheet.number),
                        Cell(f"**{sheet.title}**"),
                        Cell(sheet.content),
                        Cell(sheet.lead),
                        Cell(", ".join(sheet.partners)),
                        Cell("Tous les QPV" if everywhere else "\n".join(sheet.quartiers)),
                        Cell(sheet.deadline),
                        Cell(_sums(sheet.funders)),
                        Cell(sheet.indicator),
                    ]
                )
            writer.grid(rows, (1.3, 3.4, 6, 3, 3, 2.4, 2.1, 3, 2.6))
    return writer.finish(), fiches


def _text_and_facts() -> tuple[bytes, tuple[Sheet, ...]]:
    """A heading across the page, then two columns: prose on the left, a list of facts on the right."""
    fiches = tuple(sheets(26, seed=719, bank=VARIED))
    writer = Writer("Liberation Serif", 10.5, header="Contrat de ville des Deux Rivières", footer="")
    writer.styled("Contrat de ville « Engagements Quartiers 2030 »", 24, colour="385623")
    writer.styled(TERRITORY, 16, bold=False)
    writer.heading("Les institutions engagées", 1)
    parts.write_signatories(writer, "Pour {name} : {person}, {title}", "List Bullet")
    writer.heading("Les quartiers concernés", 1)
    parts.write_quartiers(writer, "{name}, commune de {town} ({code})", "List Bullet")
    parts.write_chapters(writer)
    for rank, axis, several in parts.by_axis(fiches):
        writer.page()
        writer.heading(f"Orientation {rank} : {axis}", 1)
        for place, sheet in enumerate(several, start=1):
            writer.heading(f"Fiche {rank}.{place} : {sheet.title}", 2)
            writer.columns(2)
            writer.styled("Constats", 11, colour="385623")
            writer.text(sheet.context)
            writer.styled("Objectif", 11, colour="385623")
            writer.text(sheet.objective)
            writer.styled("Présentation de l’action", 11, colour="385623")
            writer.text(sheet.content)
            writer.document.paragraphs[-1].add_run().add_break(WD_BREAK.COLUMN)
            for label, text in parts.labelled_fields(
                sheet,
                lead="Portage",
                partners="Partenariat",
                quartiers="Lieux d’intervention",
                public="Public",
                deadline="Durée",
                budget="Budget et cofinancements",
                indicator="Indicateurs retenus",
            ):
                writer.labelled(label, text)
            writer.columns(1)
            if place % 2 == 0:
                writer.page()
    return writer.finish(), fiches


def _grids() -> tuple[bytes, tuple[Sheet, ...]]:
    """One table a page whose labels stand above what they say, one to three a row; annexes of all kinds."""
    fiches = tuple(sheets(32, seed=727, bank=MEASURED))
    writer = Writer("Caladea", 10, header="Contrat de ville 2024-2030", footer=f"{TERRITORY} – ")
    writer.heading(f"Contrat de ville de la {TERRITORY}", 0)
    writer.page()
    parts.write_chapters(writer, times=5)
    writer.heading("Signataires", 1)
    parts.tabulate_signatories(writer, ("Partenaire signataire", "Représenté par"), (8, 8.5))
    writer.heading("Quartiers prioritaires de la politique de la ville", 1)
    parts.tabulate_quartiers(writer, (6, 6, 4.5), name="Quartier", town="Commune", code="Code")
    writer.heading("Fiches-actions", 1)
    for rank, sheet in enumerate(fiches, start=1):
        writer.page()
        _write_grid(writer, rank, sheet)
    writer.page()
    writer.heading("Annexe 1 : récapitulatif des actions", 1)
    recap = [(str(rank), sheet.title, sheet.lead) for rank, sheet in enumerate(fiches, start=1)]
    writer.table([("N°", "Action", "Pilote"), *recap], (1.5, 9, 6), head=True)
    writer.heading("Annexe 2 : glossaire", 1)
    writer.table([("Sigle", "Signification"), *_ACRONYMS], (3, 13.5), head=True)
    for number, title in enumerate(_ANNEXES, start=3):
        writer.page()
        writer.heading(f"Annexe {number} : {title}", 1)
        for _ in range(25):
            parts.write_paragraphs(writer, ANNEX)
    return writer.finish(), fiches


def _write_grid(writer: Writer, rank: int, sheet: Sheet) -> None:
    first, target = sheet.values
    everywhere = len(sheet.quartiers) == len(QUARTIERS)
    where = "L’ensemble des quartiers prioritaires" if everywhere else "\n".join(sheet.quartiers)
    measured = f"{sheet.indicator}\nRéférence 2024 : {first}\nCible 2030 : {target}"
    rows = [
        [Cell(f"**Fiche-action {rank}**", 2, "1F3864", "FFFFFF"), Cell(f"**{sheet.title}**", 4, "D9E2F3")],
        [
            Cell(f"**Axe {parts.axis_rank(sheet)} :** {sheet.axis}", 3),
            Cell(f"**Objectif opérationnel :** {sheet.objective}", 3),
        ],
        *_above(("Diagnostic partagé", sheet.context), ("Résultats attendus", sheet.result)),
        *_above(("Contenu et mise en œuvre de l’action", sheet.content)),
        *_above(
            ("Pilote de l’action", sheet.lead),
            ("Partenaires opérationnels", "\n".join(sheet.partners)),
            ("Quartiers bénéficiaires", where),
        ),
        *_above(
            ("Calendrier d’exécution", sheet.deadline),
            ("Plan de financement", _sums(sheet.funders)),
            ("Indicateurs de suivi et de résultat", measured),
        ),
    ]
    writer.grid(rows, (2.8,) * 6, gap=False)


def _above(*fields: tuple[str, str]) -> tuple[list[Cell], list[Cell]]:
    span = 6 // len(fields)
    heads = [Cell(f"**{label}**", span, "D9E2F3") for label, _ in fields]
    return heads, [Cell(text, span) for _, text in fields]
