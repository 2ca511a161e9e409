"""Four contracts that were held out at a second trial: 76 of their 112 fiches were recognised.

The reader was changed after that, so that they count among those that it was tuned on.
"""

from itertools import groupby

from benchmarks.foreign.content import ANNEX, AXES, CHAPTERS, QUARTIERS, SIGNATORIES, TERRITORY, Sheet, sheets
from benchmarks.foreign.tuned import Contracts
from benchmarks.foreign.writer import Writer


def contracts() -> Contracts:
    """Yield the four contracts."""
    yield "cadre long, fiches à six colonnes", "docx", *_six_columns()
    yield "plan d’action en lignes, financeurs en colonnes", "odt", *_funders_in_columns()
    yield "fiches en listes à puces", "pdf", *_in_lists()
    yield "deux colonnes, fiches encadrées, 120 pages", "pdf", *_boxed()


def _six_columns() -> tuple[bytes, tuple[Sheet, ...]]:
    """Three pairs of a label and its text in each row; the number and the theme in a band."""
    fiches = tuple(sheets(22, seed=53))
    writer = Writer("Carlito", 10.5, header="Contrat de ville 2024/2030", footer="Deux Rivières | ")
    writer.heading("CONTRAT DE VILLE 2024/2030", 0)
    writer.heading("Les engagements pour les quartiers", 1)
    writer.text("Le présent contrat est signé par :")
    for name, person, title in SIGNATORIES:
        writer.text(f"{name}, représenté par {person}, {title}", "List Number")
    writer.heading("Les périmètres", 1)
    writer.table([("QPV", "Commune")] + [(f"{n} ({c})", t) for c, n, t in QUARTIERS], (9, 7), head=True)
    for title, paragraphs in CHAPTERS:
        writer.heading(title, 1)
        for _ in range(3):
            for paragraph in paragraphs:
                writer.text(paragraph)
    writer.heading("Les fiches", 1)
    for rank, sheet in enumerate(fiches, start=1):
        axis = [one for one, _ in AXES].index(sheet.axis) + 1
        writer.table(
            [
                (f"Fiche n°{rank:02d} | Thématique {axis}",),
                ("Nom de l’action", sheet.title, "Porteur", sheet.lead, "Démarrage / fin", sheet.deadline),
                (
                    "Partenaires",
                    ", ".join(sheet.partners),
                    "QPV",
                    ", ".join(sheet.quartiers),
                    "Budget total",
                    sheet.budget,
                ),
            ],
            (2.2, 4, 2, 3.6, 2, 3),
            bold_first=True,
        )
        writer.labelled("Objectifs poursuivis", sheet.context)
        writer.labelled("Description", sheet.content)
        writer.labelled("Indicateurs d’évaluation", sheet.indicator)
    return writer.finish(), fiches


def _funders_in_columns() -> tuple[bytes, tuple[Sheet, ...]]:
    """An action a row; the axis in a merged first column, the amounts under each funder."""
    fiches = tuple(sheets(30, seed=61))
    writer = Writer("Caladea", 10, footer="Plan d’action – ")
    writer.heading(f"Plan d’action du contrat de ville – {TERRITORY}", 0)
    writer.heading("Signataires", 1)
    rows = [("Organisme", "Représentant", "Qualité")]
    writer.table(rows + [(name, person, title) for name, person, title in SIGNATORIES], (8, 5, 4), head=True)
    writer.heading("Quartiers", 1)
    for code, name, town in QUARTIERS:
        writer.text(f"{town} : {name} {code}")
    writer.landscape()
    table: list[tuple[str, ...]] = [
        (
            "Axe",
            "Actions",
            "Description",
            "Pilote(s)",
            "Partenaires",
            "Délais",
            "Quartiers",
            "Financements",
            "Indicateurs de résultat",
        )
    ]
    for rank, (axis, several) in enumerate(groupby(fiches, key=lambda one: one.axis), start=1):
        for place, one in enumerate(several):
            table.append(
                (
                    f"Axe {rank} – {axis}" if not place else "",
                    f"{one.number} {one.title}",
                    one.content,
                    one.lead,
                    " / ".join(one.partners),
                    one.deadline,
                    ", ".join(one.quartiers),
                    one.budget,
                    one.indicator,
                )
            )
    writer.table(table, (2.4, 3.2, 4.8, 2.5, 2.8, 2, 2.4, 2.4, 2.4), head=True)
    return writer.finish(), fiches


def _in_lists() -> tuple[bytes, tuple[Sheet, ...]]:
    """A numbered heading for each action, then a bullet for each label."""
    fiches = tuple(sheets(24, seed=71))
    writer = Writer("Liberation Serif", 11, header=TERRITORY, footer="Contrat de ville – p. ")
    writer.styled("Contrat de ville", 30)
    writer.styled("Engagements Quartiers 2030", 18)
    writer.page()
    writer.styled("1 – Les partenaires signataires", 15)
    for name, person, title in SIGNATORIES:
        writer.text(f"{name}, représentée par {person}, {title},")
    writer.styled("2 – Les quartiers", 15)
    writer.table(
        [("Commune", "Quartier", "Code QPV")] + [(t, n, c) for c, n, t in QUARTIERS], (5, 6, 5), head=True
    )
    for number, (title, paragraphs) in enumerate(CHAPTERS, start=3):
        writer.styled(f"{number} – {title}", 15)
        for paragraph in paragraphs:
            writer.text(paragraph)
    writer.styled("7 – Les actions", 15)
    for axis, several in groupby(fiches, key=lambda one: one.axis):
        writer.styled(f"Ambition : {axis}", 13, colour="385623")
        for sheet in several:
            writer.styled(f"7.{sheet.number} {sheet.title}", 11.5)
            writer.text(sheet.content)
            for label, text in (
                ("Porteur(s) de l’action", sheet.lead),
                ("Partenaires impliqués", ", ".join(sheet.partners)),
                ("Public", sheet.public),
                ("Territoires prioritaires concernés", ", ".join(sheet.quartiers)),
                ("Calendrier prévisionnel", sheet.deadline),
                ("Moyens mobilisés", sheet.budget),
                ("Indicateur(s) de suivi", sheet.indicator),
            ):
                writer.text(f"{label} : {text}", "List Bullet")
    return writer.finish(), fiches


def _boxed() -> tuple[bytes, tuple[Sheet, ...]]:
    """Columns of prose, one cell of two columns for each fiche, its labels in capitals, then annexes."""
    fiches = tuple(sheets(36, seed=83))
    writer = Writer("Liberation Sans", 9.5, header="Contrat de ville – version signée", footer="")
    writer.heading("Contrat de ville", 0)
    writer.text(f"{TERRITORY} – 2024-2030")
    writer.heading("Constats et enjeux", 1)
    writer.columns(2)
    for _ in range(8):
        for _, paragraphs in CHAPTERS:
            for paragraph in paragraphs:
                writer.text(paragraph)
    writer.columns(1)
    writer.table(
        [("Quartier", "Code", "Population")] + [(n, c, "3 200") for c, n, _ in QUARTIERS],
        (6, 5, 5),
        head=True,
    )
    for rank, (axis, several) in enumerate(groupby(fiches, key=lambda one: one.axis), start=1):
        writer.heading(f"PILIER {rank}. {axis}", 1)
        for place, sheet in enumerate(several, start=1):
            writer.table(
                [
                    (f"ACTION {rank}.{place} : {sheet.title.upper()}",),
                    (
                        f"PILOTAGE\n{sheet.lead}\nPARTENARIAT\n{', '.join(sheet.partners)}",
                        f"CALENDRIER\n{sheet.deadline}\nQUARTIERS\n{', '.join(sheet.quartiers)}",
                    ),
                    (f"DESCRIPTION\n{sheet.content}",),
                    (f"FINANCEMENT\n{sheet.budget}", f"INDICATEURS\n{sheet.indicator}"),
                ],
                (8.2, 8.2),
            )
            if place % 2 == 0:
                writer.page()
    writer.heading("Signatures", 1)
    for name, person, title in SIGNATORIES:
        writer.text(f"Pour {name}, {title}, {person}")
    _annexes(writer)
    return writer.finish(), fiches


def _annexes(writer: Writer) -> None:
    for number in range(1, 31):
        writer.heading(f"Annexe {number}", 1)
        for _ in range(13):
            for paragraph in ANNEX:
                writer.text(paragraph)
        writer.page()
