"""Four contracts that were held out at a second trial: 76 of their 112 fiches were recognised.

The reader was changed after that, so that they count among those that it was tuned on.
"""

from benchmarks.foreign import parts
from benchmarks.foreign.content import CHAPTERS, QUARTIERS, TERRITORY, Contracts, Sheet, sheets
from benchmarks.foreign.parts import Rows
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
    parts.write_signatories(writer, "{name}, représenté par {person}, {title}", "List Number")
    writer.heading("Les périmètres", 1)
    writer.table([("QPV", "Commune")] + [(f"{n} ({c})", t) for c, n, t in QUARTIERS], (9, 7), head=True)
    parts.write_chapters(writer, times=3)
    writer.heading("Les fiches", 1)
    for rank, sheet in enumerate(fiches, start=1):
        axis = parts.axis_rank(sheet)
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
    parts.tabulate_signatories(writer, ("Organisme", "Représentant", "Qualité"), (8, 5, 4))
    writer.heading("Quartiers", 1)
    parts.write_quartiers(writer, "{town} : {name} {code}")
    writer.landscape()
    table: Rows = [
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
    for rank, axis, several in parts.by_axis(fiches):
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
    parts.write_signatories(writer, "{name}, représentée par {person}, {title},")
    writer.styled("2 – Les quartiers", 15)
    parts.tabulate_quartiers(writer, (5, 6, 5), town="Commune", name="Quartier", code="Code QPV")
    for number, (title, paragraphs) in enumerate(CHAPTERS, start=3):
        writer.styled(f"{number} – {title}", 15)
        parts.write_paragraphs(writer, paragraphs)
    writer.styled("7 – Les actions", 15)
    for _, axis, several in parts.by_axis(fiches):
        writer.styled(f"Ambition : {axis}", 13, colour="385623")
        for sheet in several:
            writer.styled(f"7.{sheet.number} {sheet.title}", 11.5)
            writer.text(sheet.content)
            for label, text in parts.labelled_fields(
                sheet,
                lead="Porteur(s) de l’action",
                partners="Partenaires impliqués",
                public="Public",
                quartiers="Territoires prioritaires concernés",
                deadline="Calendrier prévisionnel",
                budget="Moyens mobilisés",
                indicator="Indicateur(s) de suivi",
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
    parts.write_columns(writer, 8)
    writer.table(
        [("Quartier", "Code", "Population")] + [(n, c, "3 200") for c, n, _ in QUARTIERS],
        (6, 5, 5),
        head=True,
    )
    for rank, axis, several in parts.by_axis(fiches):
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
    parts.write_signatories(writer, "Pour {name}, {title}, {person}")
    parts.write_annexes(writer, 30, 13)
    return writer.finish(), fiches
