"""Four contracts that were held out at a fifth trial: 61 of their 130 fiches were recognised.

The reader was changed after that, so that they count among those that it was tuned on.
"""

from itertools import groupby

from benchmarks.foreign.content import ANNEX, AXES, CHAPTERS, QUARTIERS, SIGNATORIES, TERRITORY, Sheet, sheets
from benchmarks.foreign.tuned import Contracts
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
    for name, person, title in SIGNATORIES:
        writer.text(f"{name}, représenté(e) par {person}, {title}")
    writer.heading("II – Géographie prioritaire", 1)
    writer.table(
        [("Quartier prioritaire", "Commune", "Code")] + [(n, t, c) for c, n, t in QUARTIERS], (6, 6, 4)
    )
    writer.heading("III – Fiches opérationnelles", 1)
    for sheet in fiches:
        writer.heading(f"Fiche n° {sheet.number} – {sheet.title}", 2)
        for rank, (label, text) in enumerate(
            (
                ("Contexte et enjeux", sheet.context),
                ("Présentation de l’action", sheet.content),
                ("Pilote de l’action", sheet.lead),
                ("Partenaires de l’action", ", ".join(sheet.partners)),
                ("Quartiers bénéficiaires", ", ".join(sheet.quartiers)),
                ("Échéances de réalisation", sheet.deadline),
                ("Plan de financement", sheet.budget),
                ("Indicateurs de réussite", sheet.indicator),
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
    for name, person, title in SIGNATORIES:
        writer.text(f"{name}, représenté par {person}, {title}", "List Bullet")
    writer.heading("Les quartiers du contrat", 1)
    for code, name, town in QUARTIERS:
        writer.text(f"{name} (code {code}), commune de {town}", "List Bullet")
    for rank, (axis, several) in enumerate(groupby(fiches, key=lambda one: one.axis), start=1):
        writer.heading(f"Pilier {rank} : {axis}", 1)
        for sheet in several:
            writer.heading(f"Fiche action n° {sheet.number} : {sheet.title}", 2)
            for label, text in (
                ("Constat", sheet.context),
                ("Action proposée", sheet.content),
                ("Pilote", sheet.lead),
                ("Partenaires", ", ".join(sheet.partners)),
                ("Lieu", ", ".join(sheet.quartiers)),
                ("Calendrier", sheet.deadline),
                ("Budget", sheet.budget),
                ("Indicateur", sheet.indicator),
            ):
                writer.labelled(label, text, "\t")
    return writer.finish(), fiches


def _other_heads() -> tuple[bytes, tuple[Sheet, ...]]:
    """A table across for each axis, its heads in other words."""
    fiches = tuple(sheets(36, seed=313))
    writer = Writer("Liberation Sans Narrow", 9.5, header=TERRITORY, footer="– ")
    writer.heading("Contrat de ville – programme d’intervention", 0)
    writer.text(TERRITORY)
    for name, person, title in SIGNATORIES:
        writer.text(f"{name}, représenté par {person}, {title},")
    writer.table([("Code QPV", "Nom du QPV", "Commune"), *QUARTIERS], (4, 6, 6), head=True)
    writer.landscape()
    for rank, (axis, several) in enumerate(groupby(fiches, key=lambda one: one.axis), start=1):
        writer.heading(f"Axe {rank} – {axis}", 1)
        rows: list[tuple[str, ...]] = [
            (
                "Intitulé de l’action",
                "Descriptif sommaire",
                "Structure porteuse",
                "Structures partenaires",
                "Territoires",
                "Échéancier",
                "Montant prévisionnel",
                "Critères d’évaluation",
            )
        ]
        rows += [
            (
                f"{one.number} {one.title}",
                one.content,
                one.lead,
                ", ".join(one.partners),
                ", ".join(one.quartiers),
                one.deadline,
                one.budget,
                one.indicator,
            )
            for one in several
        ]
        writer.table(rows, (3.4, 6.2, 2.8, 3.2, 2.6, 2.1, 2.6, 2.7), head=True)
    return writer.finish(), fiches


def _bands() -> tuple[bytes, tuple[Sheet, ...]]:
    """Bands that part the rows of each fiche; long prose before, annexes after."""
    fiches = tuple(sheets(48, seed=317))
    writer = Writer("Caladea", 10.5, header="Engagements Quartiers 2030", footer="")
    writer.heading("Contrat de ville « Engagements Quartiers 2030 »", 0)
    writer.text(TERRITORY)
    for title, paragraphs in CHAPTERS:
        writer.heading(title, 1)
        for _ in range(6):
            for paragraph in paragraphs:
                writer.text(paragraph)
    rows = [("Institution", "Représentée par")]
    writer.heading("Signataires", 1)
    writer.table(
        rows + [(name, f"{person}, {title}") for name, person, title in SIGNATORIES], (8, 8), head=True
    )
    writer.table([("Nom", "Code", "Ville")] + [(n, c, t) for c, n, t in QUARTIERS], (6, 4, 6), head=True)
    for sheet in fiches:
        axis = [one for one, _ in AXES].index(sheet.axis) + 1
        writer.table(
            [
                (f"Fiche-action {sheet.number} : {sheet.title}",),
                ("IDENTIFICATION",),
                ("Axe", f"{axis}. {sheet.axis}"),
                ("Porteur", sheet.lead),
                ("Partenaires", ", ".join(sheet.partners)),
                ("MISE EN ŒUVRE",),
                ("Constats", sheet.context),
                ("Description", sheet.content),
                ("Quartiers", ", ".join(sheet.quartiers)),
                ("Échéance", sheet.deadline),
                ("FINANCEMENT ET ÉVALUATION",),
                ("Budget", sheet.budget),
                ("Indicateurs", sheet.indicator),
            ],
            (4.5, 12),
            bold_first=True,
        )
        writer.page()
    _annexes(writer)
    return writer.finish(), fiches


def _annexes(writer: Writer) -> None:
    for number in range(1, 26):
        writer.heading(f"Annexe {number} – Délibérations", 1)
        for _ in range(11):
            for paragraph in ANNEX:
                writer.text(paragraph)
        writer.page()
