"""Four contracts that were held out at a fourth trial: 100 of their 130 fiches were recognised.

The reader was changed after that, so that they count among those that it was tuned on.
"""

from benchmarks.foreign import parts
from benchmarks.foreign.content import CHAPTERS, TERRITORY, Contracts, Sheet, sheets
from benchmarks.foreign.parts import Rows
from benchmarks.foreign.writer import Writer


def contracts() -> Contracts:
    """Yield the four contracts."""
    yield "libellés en capitales, bandeau d’identité", "docx", *_capitals()
    yield "un tableau par quartier, questions en têtes de colonnes", "odt", *_by_quartier()
    yield "fiches sans filets, deux par page", "pdf", *_without_rules()
    yield "cadre d’identité puis texte à intertitres, 120 pages", "pdf", *_identity_then_text()


def _capitals() -> tuple[bytes, tuple[Sheet, ...]]:
    """Labels in capitals; the number and the axis in a band above each table."""
    fiches = tuple(sheets(26, seed=211))
    writer = Writer("Carlito", 10.5, header=f"Contrat de ville de la {TERRITORY}", footer="p. ")
    writer.heading("CONTRAT DE VILLE 2024 – 2030", 0)
    writer.text(TERRITORY)
    writer.heading("TITRE 1 – LES PARTENAIRES DU CONTRAT", 1)
    parts.tabulate_signatories(writer, ("Structure", "Représentant", "Fonction"), (7, 5, 4))
    writer.heading("TITRE 2 – LES QUARTIERS", 1)
    parts.write_quartiers(writer, "{name} ({town}), {code}", "List Bullet")
    writer.heading("TITRE 3 – LE CATALOGUE DES ACTIONS", 1)
    for rank, axis, several in parts.by_axis(fiches):
        writer.heading(f"AXE {rank} – {axis.upper()}", 2)
        for sheet in several:
            rows_of_fiche: Rows = [
                (f"ACTION N° {sheet.number}",),
                *parts.labelled_fields(
                    sheet,
                    title="INTITULÉ",
                    lead="STRUCTURE PILOTE",
                    partners="PARTENAIRES",
                    context="CONSTATS",
                    content="DESCRIPTIF",
                    quartiers="TERRITOIRE(S) D’INTERVENTION",
                    deadline="CALENDRIER PRÉVISIONNEL",
                    budget="FINANCEMENT PRÉVISIONNEL",
                    indicator="INDICATEUR(S) D’ÉVALUATION",
                ),
            ]
            writer.table(rows_of_fiche, (5, 11.5), bold_first=True)
    writer.heading("TITRE 4 – LE PILOTAGE", 1)
    parts.write_paragraphs(writer, CHAPTERS[1][1])
    return writer.finish(), fiches


def _by_quartier() -> tuple[bytes, tuple[Sheet, ...]]:
    """A table across for each axis; the heads of the columns are questions."""
    fiches = tuple(sheets(28, seed=223))
    writer = Writer("Liberation Sans", 9, footer="Programme d’actions ")
    writer.heading("Programme d’actions du contrat de ville", 0)
    writer.text(TERRITORY)
    writer.heading("Signataires", 1)
    parts.write_signatories(writer, "{name}, représenté par {person}, {title}")
    parts.tabulate_quartiers(writer, (6, 4, 6), name="QPV", code="Code", town="Commune")
    writer.landscape()
    for rank, axis, several in parts.by_axis(fiches):
        writer.heading(f"Enjeu {rank} : {axis}", 1)
        rows = parts.action_rows(
            several,
            title="Action",
            content="Quoi ?",
            lead="Qui pilote ?",
            partners="Avec qui ?",
            quartiers="Où ?",
            deadline="Quand ?",
            budget="Combien ?",
            indicator="Suivi",
        )
        writer.table(rows, (3.2, 6, 2.8, 3.2, 2.6, 2.1, 2.6, 2.6), head=True)
    return writer.finish(), fiches


def _without_rules() -> tuple[bytes, tuple[Sheet, ...]]:
    """Tables without a rule, two fiches on each page, a heading by hand above each."""
    fiches = tuple(sheets(30, seed=227))
    writer = Writer("Liberation Serif", 10.5, header="Quartiers 2030", footer=f"{TERRITORY} – ")
    writer.styled("Contrat de ville – Quartiers 2030", 24, colour="1F4E79")
    writer.styled(TERRITORY, 16)
    writer.page()
    parts.write_signatories(writer, "{name}, représenté par {person}, {title},")
    parts.tabulate_quartiers(writer, (4, 6, 6), code="Code", name="Quartier", town="Commune")
    for rank, sheet in enumerate(fiches, start=1):
        axis = parts.axis_rank(sheet)
        writer.styled(f"Fiche {axis}.{rank} : {sheet.title}", 13, colour="2E75B6")
        writer.table(
            parts.labelled_fields(
                sheet,
                axis="Orientation",
                context="Diagnostic",
                content="Contenu de l’action",
                lead="Porteur de l’action",
                partners="Partenaires associés",
                quartiers="Quartiers prioritaires concernés",
                deadline="Échéance",
                budget="Moyens financiers",
                indicator="Indicateurs de suivi",
            ),
            (4.5, 12),
            bold_first=True,
            borders=False,
        )
        if rank % 2 == 0:
            writer.page()
    return writer.finish(), fiches


def _identity_then_text() -> tuple[bytes, tuple[Sheet, ...]]:
    """A box of four cells for who, when, where and how much; then a text under headings of its own."""
    fiches = tuple(sheets(46, seed=229))
    writer = Writer("Caladea", 11, header="Contrat de ville – version signée", footer="")
    writer.heading("Contrat de ville", 0)
    writer.text(f"{TERRITORY} – 2024-2030")
    writer.heading("Préambule", 1)
    parts.write_columns(writer, 5)
    parts.write_signatories(writer, "{name}, représenté par {person}, {title} ;", "List Bullet")
    parts.write_quartiers(writer, "{code} – {name} – {town}", "List Bullet")
    for rank, axis, several in parts.by_axis(fiches):
        writer.heading(f"Ambition {rank} – {axis}", 1)
        for sheet in several:
            writer.heading(f"Fiche action {sheet.number} – {sheet.title}", 2)
            writer.table(
                [
                    (f"Pilote : {sheet.lead}", f"Partenaires : {', '.join(sheet.partners)}"),
                    (f"Échéances : {sheet.deadline}", f"Quartiers : {', '.join(sheet.quartiers)}"),
                    (f"Budget : {sheet.budget}", f"Public : {sheet.public}"),
                ],
                (8.2, 8.2),
            )
            writer.heading("Éléments de diagnostic", 3)
            writer.text(sheet.context)
            writer.heading("Description de l’action", 3)
            writer.text(sheet.content)
            writer.heading("Indicateurs", 3)
            writer.text(sheet.indicator, "List Bullet")
            writer.page()
    parts.write_annexes(writer, 25, 11)
    return writer.finish(), fiches
