"""Four contracts that were held out at a sixth trial: 86 of their 116 fiches were recognised.

The reader was changed after that, so that they count among those that it was tuned on.
"""

from benchmarks.foreign import parts
from benchmarks.foreign.content import TERRITORY, Contracts, Sheet, sheets
from benchmarks.foreign.parts import Rows
from benchmarks.foreign.writer import Writer


def contracts() -> Contracts:
    """Yield the four contracts."""
    yield "lignes numérotées à trois colonnes", "docx", *_three_columns()
    yield "libellés suivis d’un point", "odt", *_periods()
    yield "pilote et partenaires dans une même case", "pdf", *_shared_cells()
    yield "nom et numéro de la fiche en lignes, annexes", "pdf", *_named_in_rows()


def _start(writer: Writer, title: str) -> None:
    writer.heading(title, 0)
    writer.text(TERRITORY)
    writer.heading("Les signataires", 1)
    parts.write_signatories(writer, "{name}, représenté par {person}, {title}")
    writer.heading("Les quartiers prioritaires", 1)
    parts.tabulate_quartiers(writer, (4, 6, 6), code="Code", name="Quartier", town="Commune")


def _three_columns() -> tuple[bytes, tuple[Sheet, ...]]:
    """Each row of a fiche has its rank, its label and its text."""
    fiches = tuple(sheets(24, seed=401))
    writer = Writer("Carlito", 10.5, header="Contrat de ville", footer="")
    _start(writer, "Contrat de ville 2024-2030")
    for rank, axis, several in parts.by_axis(fiches):
        writer.heading(f"Orientation {rank} – {axis}", 1)
        for sheet in several:
            writer.heading(f"Fiche action {sheet.number} : {sheet.title}", 2)
            rows = parts.eight_fields(
                sheet,
                "Contexte",
                "Description de l’action",
                "Pilote",
                "Partenaires associés",
                "Territoire concerné",
                "Calendrier",
                "Financement",
                "Indicateurs d’évaluation",
            )
            writer.table([(f"{place}", *row) for place, row in enumerate(rows, start=1)], (1, 4.5, 11))
    return writer.finish(), fiches


def _periods() -> tuple[bytes, tuple[Sheet, ...]]:
    """A bold label and a full stop begin each paragraph."""
    fiches = tuple(sheets(22, seed=409))
    writer = Writer("Caladea", 11, footer="– ")
    _start(writer, "Contrat de ville")
    for rank, axis, several in parts.by_axis(fiches):
        writer.heading(f"Axe {rank}. {axis}", 1)
        for sheet in several:
            writer.heading(f"Action {sheet.number}. {sheet.title}", 2)
            for label, text in parts.eight_fields(
                sheet,
                "Diagnostic",
                "Contenu",
                "Porteur",
                "Partenaires",
                "Quartiers concernés",
                "Échéance",
                "Budget prévisionnel",
                "Indicateurs de suivi",
            ):
                writer.labelled(label, text, ". ")
    return writer.finish(), fiches


def _shared_cells() -> tuple[bytes, tuple[Sheet, ...]]:
    """An action a row, across; who leads and who helps share a cell, as when and where do."""
    fiches = tuple(sheets(30, seed=419))
    writer = Writer("Liberation Sans", 9, header="Plan d’actions", footer="page ")
    _start(writer, "Plan d’actions du contrat de ville")
    writer.landscape()
    for rank, axis, several in parts.by_axis(fiches):
        writer.heading(f"Priorité {rank} : {axis}", 1)
        head = ("Action", "Contenu", "Acteurs", "Quand et où", "Budget", "Indicateurs")
        rows: Rows = [head]
        for one in several:
            actors = f"Pilote : {one.lead}\nPartenaires : {', '.join(one.partners)}"
            when = f"Échéance : {one.deadline}\nQuartiers : {', '.join(one.quartiers)}"
            rows.append((one.title, one.content, actors, when, one.budget, one.indicator))
        writer.table(rows, (4, 7, 5, 4, 2.6, 3), head=True)
    return writer.finish(), fiches


def _named_in_rows() -> tuple[bytes, tuple[Sheet, ...]]:
    """The number and the name of each fiche are rows of its table; annexes follow."""
    fiches = tuple(sheets(40, seed=421))
    writer = Writer("Liberation Serif", 11, header=TERRITORY, footer="")
    _start(writer, "Contrat de ville – fiches-actions")
    parts.write_chapters(writer)
    for sheet in fiches:
        rows = parts.labelled_fields(
            sheet,
            number="N° de la fiche",
            title="Nom de l’action",
            axis="Axe",
            context="Constats et enjeux",
            content="Contenu de l’action",
            lead="Maître d’ouvrage",
            partners="Partenaires mobilisés",
            quartiers="Quartiers concernés",
            deadline="Calendrier prévisionnel",
            budget="Moyens mobilisés",
            indicator="Critères d’évaluation",
        )
        writer.table(rows, (5, 11.5), bold_first=True)
        writer.page()
    parts.write_annexes(writer, 15, 11)
    return writer.finish(), fiches
