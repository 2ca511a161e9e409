"""Four contracts that were held out at a fifth trial: 61 of their 130 fiches were recognised.

The reader was changed after that, so that they count among those that it was tuned on.
"""

from benchmarks.foreign import parts
from benchmarks.foreign.content import TERRITORY, Contracts, Sheet, sheets
from benchmarks.foreign.writer import Writer


def contracts() -> Contracts:
    """Yield the four contracts."""
    yield "rubriques numérotées dans chaque fiche", "docx", *_numbered()
    yield "libellés en gras puis tabulation", "odt", *_tabs()
    yield "grand tableau par axe, autres têtes de colonnes", "pdf", *_other_heads()
    yield "bandeaux entre les lignes des fiches, 120 pages", "pdf", *_bands()


def _numbered() -> tuple[bytes, tuple[Sheet, ...]]:
    """Each heading of a fiche has its number, « 1. Pilote », and its text below."""
    fiches = tuple(sheets(24, seed=307))
    writer = Writer("Carlito", 11, header="Contrat de ville", footer="page ")
    writer.heading("Contrat de ville", 0)
    writer.text(f"{TERRITORY}, 2024-2030")
    writer.heading("I – Parties signataires", 1)
    parts.write_signatories(writer, "{name}, représenté(e) par {person}, {title}")
    writer.heading("II – Géographie prioritaire", 1)
    parts.tabulate_quartiers(
        writer, (6, 6, 4), head=False, name="Quartier prioritaire", town="Commune", code="Code"
    )
    writer.heading("III – Fiches opérationnelles", 1)
    for sheet in fiches:
        writer.heading(f"Fiche n° {sheet.number} – {sheet.title}", 2)
        for rank, (label, text) in enumerate(
            parts.eight_fields(
                sheet,
                "Contexte et enjeux",
                "Présentation de l’action",
                "Pilote de l’action",
                "Partenaires de l’action",
                "Quartiers bénéficiaires",
                "Échéances de réalisation",
                "Plan de financement",
                "Indicateurs de réussite",
            ),
            start=1,
        ):
            writer.heading(f"{rank}. {label}", 3)
            writer.text(text)
    return writer.finish(), fiches


def _tabs() -> tuple[bytes, tuple[Sheet, ...]]:
    """A bold label, a tabulation, then what it says."""
    fiches = tuple(sheets(22, seed=311))
    writer = Writer("Liberation Sans", 10.5, footer="Contrat de ville – ")
    writer.heading(f"Contrat de ville de la {TERRITORY}", 0)
    writer.heading("Les signataires du contrat", 1)
    parts.write_signatories(writer, "{name}, représenté par {person}, {title}", "List Bullet")
    writer.heading("Les quartiers du contrat", 1)
    parts.write_quartiers(writer, "{name} (code {code}), commune de {town}", "List Bullet")
    for rank, axis, several in parts.by_axis(fiches):
        writer.heading(f"Pilier {rank} : {axis}", 1)
        for sheet in several:
            writer.heading(f"Fiche action n° {sheet.number} : {sheet.title}", 2)
            for label, text in parts.eight_fields(
                sheet,
                "Constat",
                "Action proposée",
                "Pilote",
                "Partenaires",
                "Lieu",
                "Calendrier",
                "Budget",
                "Indicateur",
            ):
                writer.labelled(label, text, "\t")
    return writer.finish(), fiches


def _other_heads() -> tuple[bytes, tuple[Sheet, ...]]:
    """A table across for each axis, its heads in other words."""
    fiches = tuple(sheets(36, seed=313))
    writer = Writer("Liberation Sans Narrow", 9.5, header=TERRITORY, footer="– ")
    writer.heading("Contrat de ville – programme d’intervention", 0)
    writer.text(TERRITORY)
    parts.write_signatories(writer, "{name}, représenté par {person}, {title},")
    parts.tabulate_quartiers(writer, (4, 6, 6), code="Code QPV", name="Nom du QPV", town="Commune")
    writer.landscape()
    for rank, axis, several in parts.by_axis(fiches):
        writer.heading(f"Axe {rank} – {axis}", 1)
        rows = parts.action_rows(
            several,
            numbered_title="Intitulé de l’action",
            content="Descriptif sommaire",
            lead="Structure porteuse",
            partners="Structures partenaires",
            quartiers="Territoires",
            deadline="Échéancier",
            budget="Montant prévisionnel",
            indicator="Critères d’évaluation",
        )
        writer.table(rows, (3.4, 6.2, 2.8, 3.2, 2.6, 2.1, 2.6, 2.7), head=True)
    return writer.finish(), fiches


def _bands() -> tuple[bytes, tuple[Sheet, ...]]:
    """Bands that part the rows of each fiche; long prose before, annexes after."""
    fiches = tuple(sheets(48, seed=317))
    writer = Writer("Caladea", 10.5, header="Engagements Quartiers 2030", footer="")
    writer.heading("Contrat de ville « Engagements Quartiers 2030 »", 0)
    writer.text(TERRITORY)
    parts.write_chapters(writer, times=6)
    writer.heading("Signataires", 1)
    parts.tabulate_signatories(writer, ("Institution", "Représentée par"), (8, 8))
    parts.tabulate_quartiers(writer, (6, 4, 6), name="Nom", code="Code", town="Ville")
    for sheet in fiches:
        axis = parts.axis_rank(sheet)
        writer.table(
            [
                (f"Fiche-action {sheet.number} : {sheet.title}",),
                ("IDENTIFICATION",),
                ("Axe", f"{axis}. {sheet.axis}"),
                ("Porteur", sheet.lead),
                ("Partenaires", ", ".join(sheet.partners)),
                ("MISE EN ŒUVRE",),
                *parts.labelled_fields(
                    sheet,
                    context="Constats",
                    content="Description",
                    quartiers="Quartiers",
                    deadline="Échéance",
                ),
                ("FINANCEMENT ET ÉVALUATION",),
                ("Budget", sheet.budget),
                ("Indicateurs", sheet.indicator),
            ],
            (4.5, 12),
            bold_first=True,
        )
        writer.page()
    parts.write_annexes(writer, 25, 11, pattern="Annexe {number} – Délibérations")
    return writer.finish(), fiches
