"""Four contracts that were held out at a first trial: 41 of their 106 fiches were recognised.

The reader was changed after that, so that they count among those that it was tuned on.
"""

from itertools import groupby

from benchmarks.foreign import parts
from benchmarks.foreign.content import ANNEX, CHAPTERS, TERRITORY, Contracts, Sheet, sheets
from benchmarks.foreign.parts import Rows
from benchmarks.foreign.writer import Writer


def contracts() -> Contracts:
    """Yield the four contracts."""
    yield "libellés dans leurs cases", "odt", *_labels_in_cells()
    yield "questions en titres", "docx", *_questions()
    yield "une fiche par page à l’italienne", "pdf", *_sheet_by_page()
    yield "tableaux par quartier et fiches sans filets, annexes", "pdf", *_by_quartier()


def _labels_in_cells() -> tuple[bytes, tuple[Sheet, ...]]:
    """Each cell has its label, then what it says; the number of the fiche stands beside its title."""
    fiches = tuple(sheets(26, seed=17))
    writer = Writer("Carlito", 11, header=f"{TERRITORY} – Contrat de ville « Quartiers 2030 »", footer="- ")
    writer.styled("Contrat de ville « Quartiers 2030 »", 28, colour="7030A0")
    writer.styled(TERRITORY, 20, colour="7030A0")
    writer.page()
    writer.heading("Partie 1 – Le cadre", 1)
    writer.heading("1.1 Les signataires du contrat", 2)
    parts.tabulate_signatories(writer, ("Institution signataire", "Représentée par"), (8, 8.5))
    writer.heading("1.2 La géographie prioritaire", 2)
    parts.write_quartiers(writer, "{code} – {name} ({town})", "List Bullet")
    writer.heading("1.3 Éléments de diagnostic", 2)
    parts.write_paragraphs(writer, CHAPTERS[0][1])
    writer.heading("Partie 2 – Le programme d’actions", 1)
    for rank, axis, several in parts.by_axis(fiches):
        writer.heading(f"Enjeu {rank} – {axis}", 2)
        for place, sheet in enumerate(several, start=1):
            writer.table(
                [
                    (f"FICHE ACTION N° {rank}.{place}", sheet.title),
                    (f"Chef de file :\n{sheet.lead}", f"Acteurs associés :\n{', '.join(sheet.partners)}"),
                    (
                        f"Planning :\n{sheet.deadline}",
                        f"Périmètre géographique :\n{', '.join(sheet.quartiers)}",
                    ),
                    (f"Enjeux et constats :\n{sheet.context}",),
                    (f"Contenu de l’action :\n{sheet.content}",),
                    (
                        f"Indicateurs de réalisation :\n{sheet.indicator}",
                        f"Ressources mobilisées :\n{sheet.budget}",
                    ),
                ],
                (7, 9.5),
            )
    writer.heading("Partie 3 – La gouvernance", 1)
    parts.write_paragraphs(writer, CHAPTERS[1][1])
    return writer.finish(), fiches


def _questions() -> tuple[bytes, tuple[Sheet, ...]]:
    """Headings that are questions, lists of partners, an introduction in prose."""
    fiches = tuple(sheets(18, seed=23))
    writer = Writer("Caladea", 11)
    writer.heading("Notre contrat de ville", 0)
    writer.text(f"{TERRITORY}, 2024 - 2030")
    writer.heading("Qui s’engage ?", 1)
    parts.write_signatories(writer, "{name}, représentée par {person}, {title} ;", "List Bullet")
    writer.heading("Nos quartiers", 1)
    parts.tabulate_quartiers(writer, (6, 4, 6), name="Quartier prioritaire", code="N° national", town="Ville")
    for _, axis, several in parts.by_axis(fiches):
        writer.heading(axis, 1)
        writer.text(
            "Les signataires ont retenu les actions suivantes, issues des ateliers tenus avec les habitants."
        )
        for sheet in several:
            writer.heading(f"Action – {sheet.title}", 2)
            writer.heading("Pourquoi cette action ?", 3)
            writer.text(sheet.context)
            writer.heading("En quoi consiste l’action ?", 3)
            writer.text(sheet.content)
            writer.heading("Qui pilote ?", 3)
            writer.text(sheet.lead)
            writer.heading("Avec qui ?", 3)
            for partner in sheet.partners:
                writer.text(partner, "List Bullet")
            writer.heading("Où ?", 3)
            writer.text(", ".join(sheet.quartiers))
            writer.heading("Quand ?", 3)
            writer.text(sheet.deadline)
            writer.heading("Avec quels moyens ?", 3)
            writer.text(sheet.budget)
            writer.heading("Comment mesurer les effets ?", 3)
            writer.text(sheet.indicator)
    writer.heading("Comment le contrat est-il piloté ?", 1)
    parts.write_paragraphs(writer, (*CHAPTERS[1][1], *CHAPTERS[3][1]))
    return writer.finish(), fiches


def _sheet_by_page() -> tuple[bytes, tuple[Sheet, ...]]:
    """A fiche a page, across: bands of labels above what they say, labels beside the longer texts."""
    fiches = tuple(sheets(22, seed=31))
    writer = Writer("Liberation Sans", 10, footer="Fiches-actions du contrat de ville – ")
    writer.styled("ANNEXE 2 – FICHES-ACTIONS DU CONTRAT DE VILLE", 20)
    writer.text(TERRITORY)
    parts.tabulate_quartiers(writer, (6, 4, 6), name="Nom du QPV", code="Code", town="Commune")
    writer.landscape()
    for rank, sheet in enumerate(fiches, start=1):
        axis = parts.axis_rank(sheet)
        writer.styled(f"Axe {axis} : {sheet.axis}", 12, colour="C00000")
        writer.table(
            [
                (f"Fiche-action {rank} – {sheet.title}",),
                ("Orientation", "Maître d’ouvrage / porteur", "Co-pilotes et partenaires", "Échéances"),
                (sheet.objective, sheet.lead, ", ".join(sheet.partners), sheet.deadline),
                ("Secteurs d’intervention", "Bénéficiaires", "Coût et financements", "Indicateurs"),
                (", ".join(sheet.quartiers), sheet.public, sheet.budget, sheet.indicator),
            ],
            (6.2, 6.2, 6.2, 6.2),
        )
        rows = [("Rappel des constats", sheet.context), ("Description opérationnelle", sheet.content)]
        writer.table(rows, (5, 19.8), bold_first=True)
        writer.text(f"Fiche mise à jour le 12 mars 2024 – version {rank % 3 + 1}")
        writer.page()
    return writer.finish(), fiches


def _by_quartier() -> tuple[bytes, tuple[Sheet, ...]]:
    """Rows with a section for each objective, then fiches without ruled lines, then many pages of annexes."""
    fiches = tuple(sheets(40, seed=41))
    rows, others = fiches[:24], fiches[24:]
    writer = Writer("Liberation Serif", 11, header="Contrat de ville – annexes comprises", footer="page ")
    writer.styled("CONVENTION CADRE DU CONTRAT DE VILLE", 22)
    writer.styled(TERRITORY.upper(), 16)
    writer.page()
    writer.styled("ENTRE LES SOUSSIGNÉS", 13)
    parts.write_signatories(writer, "– {name}, ci-après désigné, représenté par {quality} {person},")
    writer.styled("I. DIAGNOSTIC", 14)
    for _ in range(4):
        parts.write_paragraphs(writer, CHAPTERS[0][1])
    parts.write_quartiers(writer, "Le quartier {name} ({code}) se situe à {town}.")
    writer.styled("II. PLAN D’ACTION", 14)
    writer.landscape()
    table: Rows = [
        (
            "Intitulé",
            "Descriptif",
            "Opérateur",
            "Partenariat",
            "Année(s)",
            "QPV concerné(s)",
            "Coût prévisionnel",
            "Évaluation",
        )
    ]
    for objective, several in groupby(rows, key=lambda one: one.objective):
        table.append((f"Objectif : {objective}",))
        table += [
            (
                one.title,
                one.content,
                one.lead,
                ", ".join(one.partners),
                one.deadline,
                ", ".join(one.quartiers),
                one.budget,
                one.indicator,
            )
            for one in several
        ]
    writer.table(table, (3.2, 7, 2.8, 2.9, 2, 2.4, 2.5, 2.4), head=True)
    writer.landscape(on=False)
    writer.styled("III. PROJETS STRUCTURANTS", 14)
    for sheet in others:
        writer.styled(f"Projet n° {sheet.number} : {sheet.title}", 12)
        lines = parts.labelled_fields(
            sheet,
            content="Description",
            lead="Porteur du projet",
            partners="Partenaires",
            deadline="Calendrier",
            quartiers="Quartiers",
            budget="Financement",
            indicator="Suivi",
        )
        writer.table(lines, (4, 12.5), borders=False)
    for number in range(1, 26):
        writer.styled(f"ANNEXE {number}", 14)
        for _ in range(10):
            parts.write_paragraphs(writer, ANNEX)
        writer.page()
    return writer.finish(), fiches
