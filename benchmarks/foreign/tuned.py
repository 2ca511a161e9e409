"""The four contracts that the reader was tuned on."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from benchmarks.foreign.content import ANNEX, CHAPTERS, QUARTIERS, SIGNATORIES, TERRITORY, Sheet, sheets
from benchmarks.foreign.writer import Writer

Made = tuple[str, str, bytes, tuple[Sheet, ...]]
"""A name, a format, the .docx to turn into that format, and the fiches that it holds."""

Contracts = Iterator[Made]


def contracts() -> Contracts:
    """Yield the four contracts."""
    yield "fiches en tableaux par axe", "docx", *_by_axis()
    yield "fiches en prose", "pdf", *_in_prose()
    yield "lignes d’un grand tableau à l’italienne", "pdf", *_in_rows()
    yield "deux colonnes et annexes, 120 pages", "pdf", *_two_columns()


def _parties(writer: Writer) -> None:
    writer.text("Entre")
    for name, person, title in SIGNATORIES:
        writer.text(f"{name}, représenté par {person}, {title},")


def _quartiers(writer: Writer) -> None:
    writer.table([("Code", "Quartier", "Commune"), *QUARTIERS], (4, 6, 6), head=True)


def _chapters(writer: Writer, chapters: Sequence[tuple[str, tuple[str, ...]]] = CHAPTERS) -> None:
    for title, paragraphs in chapters:
        writer.heading(title, 2)
        for paragraph in paragraphs:
            writer.text(paragraph)


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
    _chapters(writer)
    writer.heading("Les fiches-actions", 1)
    for rank, (axis, several) in enumerate(groupby(fiches, key=lambda one: one.axis), start=1):
        writer.heading(f"Axe {rank} : {axis}", 1)
        for sheet in several:
            rows: list[tuple[str, ...]] = [
                (f"Fiche action n° {sheet.number} : {sheet.title}",),
                ("Objectif opérationnel", sheet.objective),
                ("Contexte", sheet.context),
                ("Description de l’action", sheet.content),
                ("Pilote", sheet.lead),
                ("Partenaires", ", ".join(sheet.partners)),
                ("Public visé", sheet.public),
                ("Quartiers concernés", ", ".join(sheet.quartiers)),
                ("Calendrier", sheet.deadline),
                ("Indicateurs", sheet.indicator),
                ("Moyens", sheet.budget),
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
    for paragraph in CHAPTERS[0][1]:
        writer.text(paragraph)
    for code, name, town in QUARTIERS:
        writer.text(f"{name} ({code}), à {town}", "List Bullet")
    for rank, (axis, several) in enumerate(groupby(fiches, key=lambda one: one.axis), start=1):
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
    for paragraph in CHAPTERS[1][1]:
        writer.text(paragraph)
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
    _chapters(writer)
    writer.landscape()
    head = (
        "Objectif opérationnel",
        "N°",
        "Action",
        "Contenu",
        "Maître d’ouvrage",
        "Partenaires",
        "Calendrier",
        "QPV",
        "Financement",
        "Indicateurs de suivi",
    )
    for rank, (axis, several) in enumerate(groupby(fiches, key=lambda one: one.axis), start=1):
        writer.heading(f"Orientation {rank} : {axis}", 1)
        rows: list[tuple[str, ...]] = [head]
        rows += [
            (
                one.objective,
                one.number,
                one.title,
                one.content,
                one.lead,
                "\n".join(one.partners),
                one.deadline,
                ", ".join(one.quartiers),
                one.budget,
                one.indicator,
            )
            for one in several
        ]
        writer.table(rows, (2.5, 1.2, 3.2, 5.4, 2.4, 2.6, 2.0, 2.4, 2.4, 2.4), head=True)
    return writer.finish(), fiches


def _two_columns() -> tuple[bytes, tuple[Sheet, ...]]:
    """Prose in two columns, fiches of four columns with other labels, and long annexes."""
    fiches = tuple(sheets(48, seed=11))
    writer = Writer(size=10, header="Engagements Quartiers 2030", footer="Deux Rivières ")
    writer.heading("Engagements Quartiers 2030", 0)
    writer.text(TERRITORY)
    writer.heading("Préambule", 1)
    writer.columns(2)
    for _ in range(6):
        for _, paragraphs in CHAPTERS:
            for paragraph in paragraphs:
                writer.text(paragraph)
    writer.columns(1)
    _quartiers(writer)
    _parties(writer)
    for rank, (axis, several) in enumerate(groupby(fiches, key=lambda one: one.axis), start=1):
        writer.heading(f"Axe stratégique {rank} : {axis}", 1)
        for sheet in several:
            writer.heading(f"Fiche {sheet.number}. {sheet.title}", 2)
            rows = [
                ("Structure porteuse", sheet.lead, "Échéancier", sheet.deadline),
                ("Partenaires mobilisés", ", ".join(sheet.partners), "Public cible", sheet.public),
                ("Plan de financement", sheet.budget, "Localisation", ", ".join(sheet.quartiers)),
            ]
            writer.table(rows, (3.5, 5, 3, 5), bold_first=True)
            texts = [
                ("Constats", sheet.context),
                ("Modalités de mise en œuvre", sheet.content),
                ("Effets attendus", sheet.result),
                ("Critères d’évaluation", sheet.indicator),
            ]
            writer.table(texts, (3.5, 13), bold_first=True)
            writer.page()
    writer.heading("Annexes", 1)
    for number in range(1, 25):
        writer.heading(f"Annexe {number}", 2)
        for _ in range(12):
            for paragraph in ANNEX:
                writer.text(paragraph)
        writer.page()
    return writer.finish(), fiches
