"""The four contracts that the reader was tuned on."""

from benchmarks.foreign import parts
from benchmarks.foreign.content import CHAPTERS, SIGNATORIES, TERRITORY, Contracts, Sheet, sheets
from benchmarks.foreign.parts import Rows
from benchmarks.foreign.writer import Writer


def contracts() -> Contracts:
    """Yield the four contracts."""
    yield "fiches en tableaux par axe", "docx", *_by_axis()
    yield "fiches en prose", "pdf", *_in_prose()
    yield "lignes d’un grand tableau à l’italienne", "pdf", *_in_rows()
    yield "deux colonnes et annexes, 120 pages", "pdf", *_two_columns()


def _parties(writer: Writer) -> None:
    writer.text("Entre")
    parts.write_signatories(writer, "{name}, représenté par {person}, {title},")


def _quartiers(writer: Writer) -> None:
    parts.tabulate_quartiers(writer, (4, 6, 6), code="Code", name="Quartier", town="Commune")


def _by_axis() -> tuple[bytes, tuple[Sheet, ...]]:
    """Word styles; a table of two columns for each fiche, its title in the first row."""
    fiches = tuple(sheets(24))
    writer = Writer(header=f"Contrat de ville 2024-2030 – {TERRITORY}", footer="Page ")
    writer.heading("Contrat de ville 2024-2030", 0)
    writer.text(TERRITORY)
    writer.page()
    writer.heading("Les signataires", 1)
    _parties(writer)
    writer.heading("Les quartiers prioritaires", 1)
    _quartiers(writer)
    parts.write_chapters(writer, 2)
    writer.heading("Les fiches-actions", 1)
    for rank, axis, several in parts.by_axis(fiches):
        writer.heading(f"Axe {rank} : {axis}", 1)
        for sheet in several:
            rows: Rows = [
                (f"Fiche action n° {sheet.number} : {sheet.title}",),
                *parts.labelled_fields(
                    sheet,
                    objective="Objectif opérationnel",
                    context="Contexte",
                    content="Description de l’action",
                    lead="Pilote",
                    partners="Partenaires",
                    public="Public visé",
                    quartiers="Quartiers concernés",
                    deadline="Calendrier",
                    indicator="Indicateurs",
                    budget="Moyens",
                ),
            ]
            writer.table(rows, (4.5, 12), bold_first=True)
    return writer.finish(), fiches


def _in_prose() -> tuple[bytes, tuple[Sheet, ...]]:
    """Headings by hand, and labels in bold in the prose."""
    fiches = tuple(sheets(20, seed=3))
    writer = Writer("Liberation Serif", 11.5, header="Contrat de ville", footer=f"{TERRITORY} – ")
    writer.styled("CONTRAT DE VILLE", 26)
    writer.styled(TERRITORY, 18, bold=False)
    writer.styled("2024-2030", 16)
    writer.page()
    writer.styled("Les parties au contrat", 16)
    _parties(writer)
    writer.styled("1. Diagnostic et enjeux", 16)
    parts.write_paragraphs(writer, CHAPTERS[0][1])
    parts.write_quartiers(writer, "{name} ({code}), à {town}", "List Bullet")
    for rank, axis, several in parts.by_axis(fiches):
        writer.styled(f"Pilier {rank} – {axis}", 16, colour="1F3864")
        for sheet in several:
            writer.styled(f"Action {sheet.number} – {sheet.title}", 13, colour="2E74B5")
            writer.text(sheet.context)
            writer.labelled("Contenu", sheet.content)
            writer.labelled("Porteur", sheet.lead)
            writer.labelled("Partenaires associés", " ; ".join(sheet.partners))
            writer.labelled("Échéance", sheet.deadline)
            writer.labelled("Territoires concernés", ", ".join(sheet.quartiers))
            writer.labelled("Indicateurs d’évaluation", sheet.indicator)
            writer.labelled("Résultats attendus", sheet.result)
            writer.labelled("Budget prévisionnel", sheet.budget)
    writer.styled("3. Gouvernance", 16)
    parts.write_paragraphs(writer, CHAPTERS[1][1])
    return writer.finish(), fiches


def _in_rows() -> tuple[bytes, tuple[Sheet, ...]]:
    """A table across the page for each axis, an action a row; its head repeats on each page."""
    fiches = tuple(sheets(32, seed=5))
    writer = Writer("Liberation Sans Narrow", 10, footer="Contrat de ville – page ")
    writer.heading(f"Contrat de ville de la {TERRITORY}", 0)
    writer.heading("Signataires", 1)
    for name, _, _ in SIGNATORIES:
        writer.text(name, "List Bullet")
    _quartiers(writer)
    parts.write_chapters(writer, 2)
    writer.landscape()
    for rank, axis, several in parts.by_axis(fiches):
        writer.heading(f"Orientation {rank} : {axis}", 1)
        rows = parts.action_rows(
            several,
            joiner="\n",
            objective="Objectif opérationnel",
            number="N°",
            title="Action",
            content="Contenu",
            lead="Maître d’ouvrage",
            partners="Partenaires",
            deadline="Calendrier",
            quartiers="QPV",
            budget="Financement",
            indicator="Indicateurs de suivi",
        )
        writer.table(rows, (2.5, 1.2, 3.2, 5.4, 2.4, 2.6, 2.0, 2.4, 2.4, 2.4), head=True)
    return writer.finish(), fiches


def _two_columns() -> tuple[bytes, tuple[Sheet, ...]]:
    """Prose in two columns, fiches of four columns with other labels, and long annexes."""
    fiches = tuple(sheets(48, seed=11))
    writer = Writer(size=10, header="Engagements Quartiers 2030", footer="Deux Rivières ")
    writer.heading("Engagements Quartiers 2030", 0)
    writer.text(TERRITORY)
    writer.heading("Préambule", 1)
    parts.write_columns(writer, 6)
    _quartiers(writer)
    _parties(writer)
    for rank, axis, several in parts.by_axis(fiches):
        writer.heading(f"Axe stratégique {rank} : {axis}", 1)
        for sheet in several:
            writer.heading(f"Fiche {sheet.number}. {sheet.title}", 2)
            rows = [
                ("Structure porteuse", sheet.lead, "Échéancier", sheet.deadline),
                ("Partenaires mobilisés", ", ".join(sheet.partners), "Public cible", sheet.public),
                ("Plan de financement", sheet.budget, "Localisation", ", ".join(sheet.quartiers)),
            ]
            writer.table(rows, (3.5, 5, 3, 5), bold_first=True)
            texts = parts.labelled_fields(
                sheet,
                context="Constats",
                content="Modalités de mise en œuvre",
                result="Effets attendus",
                indicator="Critères d’évaluation",
            )
            writer.table(texts, (3.5, 13), bold_first=True)
            writer.page()
    writer.heading("Annexes", 1)
    parts.write_annexes(writer, 24, 12, level=2)
    return writer.finish(), fiches
