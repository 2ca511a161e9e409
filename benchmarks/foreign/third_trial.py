"""Four contracts that were held out at a third trial: 100 of their 120 fiches were recognised.

The reader was changed after that, so that they count among those that it was tuned on.
"""

from itertools import groupby

from benchmarks.foreign.content import ANNEX, AXES, CHAPTERS, QUARTIERS, SIGNATORIES, TERRITORY, Sheet, sheets
from benchmarks.foreign.tuned import Contracts
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
    for name, person, title in SIGNATORIES:
        writer.text(f"{name}, représentée par {person}, en qualité de {title}")
    writer.heading("II. Le diagnostic", 1)
    for _ in range(2):
        for paragraph in CHAPTERS[0][1]:
            writer.text(paragraph)
    writer.table(
        [("Dénomination", "Code officiel", "Commune de rattachement")] + [(n, c, t) for c, n, t in QUARTIERS],
        (6, 4, 6),
        head=True,
    )
    writer.heading("III. Les actions", 1)
    for rank, (axis, several) in enumerate(groupby(fiches, key=lambda one: one.axis), start=1):
        writer.heading(f"Priorité {rank} : {axis}", 2)
        for place, sheet in enumerate(several, start=1):
            writer.heading(f"{rank}.{place} {sheet.title}", 3)
            rows = [("Rubrique", "Contenu de la fiche", "Observations du comité")]
            rows += [
                (label, text, "")
                for label, text in (
                    ("Éléments de contexte", sheet.context),
                    ("Descriptif de l’action", sheet.content),
                    ("Institution pilote", sheet.lead),
                    ("Acteurs mobilisés", ", ".join(sheet.partners)),
                    ("Quartiers ciblés", ", ".join(sheet.quartiers)),
                    ("Calendrier de réalisation", sheet.deadline),
                    ("Coût et financement", sheet.budget),
                    ("Indicateurs de réussite", sheet.indicator),
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
    for name, person, title in SIGNATORIES:
        writer.text(f"{name}, représenté par {person}, {title}", "List Bullet")
    writer.heading("Quartiers prioritaires", 1)
    for code, name, _ in QUARTIERS:
        writer.text(f"{name} – {code}", "List Bullet")
    for title, paragraphs in CHAPTERS:
        writer.heading(title, 1)
        for paragraph in paragraphs:
            writer.text(paragraph)
    for rank, (axis, several) in enumerate(groupby(fiches, key=lambda one: one.axis), start=1):
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
    writer.table([("Code", "Nom du quartier", "Ville"), *QUARTIERS], (4, 6, 6), head=True)
    writer.landscape()
    table: list[tuple[str, ...]] = [
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
    for rank, (axis, several) in enumerate(groupby(fiches, key=lambda one: one.axis), start=1):
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
    writer.columns(2)
    for _ in range(7):
        for _, paragraphs in CHAPTERS:
            for paragraph in paragraphs:
                writer.text(paragraph)
    writer.columns(1)
    for name, person, title in SIGNATORIES:
        writer.text(f"{name}, représenté par {person}, {title} ;")
    writer.table([("Quartier", "Code")] + [(n, c) for c, n, _ in QUARTIERS], (8, 8), head=True)
    for sheet in fiches:
        axis = [one for one, _ in AXES].index(sheet.axis) + 1
        writer.styled(f"FICHE ACTION {sheet.number}", 14, colour="C55A11")
        writer.styled(sheet.title, 13)
        writer.text(f"Axe {axis} : {sheet.axis}")
        for label, text in (
            ("Contexte", sheet.context),
            ("Contenu détaillé", sheet.content),
            ("Maître d’ouvrage", sheet.lead),
            ("Partenaires", ", ".join(sheet.partners)),
            ("Localisation", ", ".join(sheet.quartiers)),
            ("Date de réalisation", sheet.deadline),
            ("Budget prévisionnel", sheet.budget),
            ("Critères de réussite", sheet.indicator),
        ):
            writer.styled(label, 11)
            writer.text(text)
        writer.page()
    for number in range(1, 36):
        writer.heading(f"Annexe {number} – Textes de référence", 1)
        for _ in range(11):
            for paragraph in ANNEX:
                writer.text(paragraph)
        writer.page()
    return writer.finish(), fiches
