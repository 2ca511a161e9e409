"""Four contracts that were held out at a third trial: 100 of their 120 fiches were recognised.

The reader was changed after that, so that they count among those that it was tuned on.
"""

from benchmarks.foreign import parts
from benchmarks.foreign.content import CHAPTERS, TERRITORY, Contracts, Sheet, sheets
from benchmarks.foreign.parts import Rows
from benchmarks.foreign.writer import Writer


def contracts() -> Contracts:
    """Yield the four contracts."""
    yield "trois colonnes dont une d’observations", "docx", *_observations()
    yield "libellés suivis d’un tiret", "odt", *_dashes()
    yield "feuille de route en lignes", "pdf", *_roadmap()
    yield "libellés seuls sur leur ligne, 150 pages", "pdf", *_labels_alone()


def _observations() -> tuple[bytes, tuple[Sheet, ...]]:
    """A label, its text and a column that stays empty; the title stands in the heading."""
    fiches = tuple(sheets(20, seed=97))
    writer = Writer("Carlito", 11, header="Contrat de ville – document cadre", footer="")
    writer.heading("Contrat de ville 2024-2030", 0)
    writer.text(f"{TERRITORY} et communes signataires")
    writer.heading("I. Les parties", 1)
    parts.write_signatories(writer, "{name}, représentée par {person}, en qualité de {title}")
    writer.heading("II. Le diagnostic", 1)
    for _ in range(2):
        parts.write_paragraphs(writer, CHAPTERS[0][1])
    parts.tabulate_quartiers(
        writer, (6, 4, 6), name="Dénomination", code="Code officiel", town="Commune de rattachement"
    )
    writer.heading("III. Les actions", 1)
    for rank, axis, several in parts.by_axis(fiches):
        writer.heading(f"Priorité {rank} : {axis}", 2)
        for place, sheet in enumerate(several, start=1):
            writer.heading(f"{rank}.{place} {sheet.title}", 3)
            rows = [("Rubrique", "Contenu de la fiche", "Observations du comité")]
            rows += [
                (label, text, "")
                for label, text in parts.eight_fields(
                    sheet,
                    "Éléments de contexte",
                    "Descriptif de l’action",
                    "Institution pilote",
                    "Acteurs mobilisés",
                    "Quartiers ciblés",
                    "Calendrier de réalisation",
                    "Coût et financement",
                    "Indicateurs de réussite",
                )
            ]
            writer.table(rows, (4, 9, 3.5), head=True)
    return writer.finish(), fiches


def _dashes() -> tuple[bytes, tuple[Sheet, ...]]:
    """Labels that a dash follows, in the prose of each action."""
    fiches = tuple(sheets(22, seed=103))
    writer = Writer("Caladea", 11.5, footer="Convention – ")
    writer.heading("Convention du contrat de ville", 0)
    writer.heading("Signataires", 1)
    parts.write_signatories(writer, "{name}, représenté par {person}, {title}", "List Bullet")
    writer.heading("Quartiers prioritaires", 1)
    parts.write_quartiers(writer, "{name} – {code}", "List Bullet")
    parts.write_chapters(writer)
    for rank, axis, several in parts.by_axis(fiches):
        writer.heading(f"Axe {rank} – {axis}", 1)
        for sheet in several:
            writer.heading(f"Action n°{sheet.number} – {sheet.title}", 2)
            writer.labelled("Finalité", sheet.context, " – ")
            writer.labelled("Mise en œuvre", sheet.content, " – ")
            writer.labelled("Pilotage", sheet.lead, " – ")
            writer.labelled("Partenaires à mobiliser", ", ".join(sheet.partners), " – ")
            writer.labelled("Périmètre", ", ".join(sheet.quartiers), " – ")
            writer.labelled("Échéancier", sheet.deadline, " – ")
            writer.labelled("Financements envisagés", sheet.budget, " – ")
            writer.labelled("Mesure de l’impact", sheet.indicator, " – ")
    return writer.finish(), fiches


def _roadmap() -> tuple[bytes, tuple[Sheet, ...]]:
    """A large table across for the whole roadmap, with rows that announce each axis."""
    fiches = tuple(sheets(34, seed=113))
    writer = Writer("Liberation Sans Narrow", 9.5, header="Feuille de route", footer="Page ")
    writer.styled("Feuille de route du contrat de ville", 24)
    writer.styled(TERRITORY, 16)
    parts.tabulate_quartiers(writer, (4, 6, 6), code="Code", name="Nom du quartier", town="Ville")
    writer.landscape()
    table: Rows = [
        (
            "Réf.",
            "Engagement",
            "Modalités de mise en œuvre",
            "Responsable",
            "Contributeurs",
            "Territoire",
            "Horizon",
            "Budget estimé",
            "Indicateur",
        )
    ]
    for rank, axis, several in parts.by_axis(fiches):
        table.append((f"AXE {rank} – {axis}",))
        table += [
            (
                f"{rank}.{place}",
                one.title,
                one.content,
                one.lead,
                "; ".join(one.partners),
                ", ".join(one.quartiers),
                one.deadline,
                one.budget,
                one.indicator,
            )
            for place, one in enumerate(several, start=1)
        ]
    writer.table(table, (1.2, 3.3, 6, 2.6, 3, 2.4, 1.9, 2.3, 2.4), head=True)
    return writer.finish(), fiches


def _labels_alone() -> tuple[bytes, tuple[Sheet, ...]]:
    """Each label in bold on a line of its own; columns of prose before, annexes after."""
    fiches = tuple(sheets(44, seed=127))
    writer = Writer("Liberation Serif", 11, header=f"{TERRITORY} – contrat de ville", footer="– ")
    writer.heading("Contrat de ville « Engagements Quartiers 2030 »", 0)
    writer.heading("Portrait du territoire", 1)
    parts.write_columns(writer, 7)
    parts.write_signatories(writer, "{name}, représenté par {person}, {title} ;")
    parts.tabulate_quartiers(writer, (8, 8), name="Quartier", code="Code")
    for sheet in fiches:
        axis = parts.axis_rank(sheet)
        writer.styled(f"FICHE ACTION {sheet.number}", 14, colour="C55A11")
        writer.styled(sheet.title, 13)
        writer.text(f"Axe {axis} : {sheet.axis}")
        for label, text in parts.eight_fields(
            sheet,
            "Contexte",
            "Contenu détaillé",
            "Maître d’ouvrage",
            "Partenaires",
            "Localisation",
            "Date de réalisation",
            "Budget prévisionnel",
            "Critères de réussite",
        ):
            writer.styled(label, 11)
            writer.text(text)
        writer.page()
    parts.write_annexes(writer, 35, 11, pattern="Annexe {number} – Textes de référence")
    return writer.finish(), fiches
