"""Eight contracts in the manner of real ones of 2024 to 2030, on which the reader was tuned.

Title bands, check boxes, labels underlined or above what they say, forms, tables of funders and indicators.
"""

from benchmarks.foreign import more_printed, parts
from benchmarks.foreign.content import CHAPTERS, QUARTIERS, TERRITORY, Contracts, Sheet, sheets
from benchmarks.foreign.varied import MEASURED, VARIED
from benchmarks.foreign.writer import Cell, Writer


def contracts() -> Contracts:
    """Yield the eight contracts."""
    yield "bandeau de titre, quartiers à cocher, indicateurs chiffrés", "docx", *_ticked_quartiers()
    yield "libellés soulignés au-dessus du texte, récapitulatif", "docx", *_underlined_labels()
    yield "petits tableaux empilés, financeurs par année", "docx", *_stacked_tables()
    yield "quoi, qui, où, quand ; deux fiches par page", "odt", *_who_does_what()
    yield from more_printed.contracts()


def _ticked_quartiers() -> tuple[bytes, tuple[Sheet, ...]]:
    """The number and the title in a band; pairs of labels; boxes to tick; a value and a target."""
    fiches = tuple(sheets(24, seed=601, bank=MEASURED))
    writer = Writer("Carlito", 10, header="Engagements Quartiers 2030", footer=f"{TERRITORY} – page ")
    writer.styled("CONTRAT DE VILLE 2024-2030", 26, colour="1F4E79")
    writer.styled("« Engagements Quartiers 2030 »", 18, colour="1F4E79")
    writer.text(TERRITORY)
    writer.page()
    writer.heading("Les signataires", 1)
    parts.tabulate_signatories(writer, ("Signataire", "Représentant", "Qualité"), (8, 5, 3.5))
    writer.heading("La géographie prioritaire", 1)
    parts.tabulate_quartiers(writer, (4, 6, 6), code="Code QPV", name="Quartier", town="Commune")
    parts.write_chapters(writer)
    writer.heading("Les fiches-actions", 1)
    for rank, axis, several in parts.by_axis(fiches):
        writer.heading(f"Axe {rank} : {axis}", 2)
        for place, sheet in enumerate(several, start=1):
            first, target = sheet.values
            ticked = "   ".join(parts.quartier_boxes(sheet))
            band = Cell(f"**Fiche action n° {rank}.{place} — {sheet.title}**", 4, "1F4E79", "FFFFFF")
            texts: list[list[Cell]] = []
            for label, text in parts.labelled_fields(
                sheet, context="Constat", content="Descriptif de l’action", result="Résultats attendus"
            ):
                texts += [[Cell(f"**{label}**", 4, "D9E2F3")], [Cell(text, 4)]]
            rows = [
                [band],
                [Cell("**Objectif opérationnel**"), Cell(sheet.objective, 3)],
                _pairs("Porteur / co-porteurs", sheet.lead, "Calendrier", sheet.deadline),
                _pairs("Partenaires", ", ".join(sheet.partners), "Public", sheet.public),
                [Cell("**Quartiers**"), Cell(ticked, 3)],
                *texts,
                [Cell("**Financement**"), Cell(sheet.budget, 3)],
                [Cell("**Indicateur**", 2), Cell("**Valeur initiale**"), Cell("**Cible 2030**")],
                [Cell(sheet.indicator, 2), Cell(first), Cell(target)],
            ]
            writer.grid(rows, (3.3, 5, 3.2, 5))
    return writer.finish(), fiches


def _pairs(*texts: str) -> list[Cell]:
    return [Cell(text if place % 2 else f"**{text}**") for place, text in enumerate(texts)]


def _underlined_labels() -> tuple[bytes, tuple[Sheet, ...]]:
    """A list of all the actions, then each in prose: underlined labels, the text on the next line."""
    fiches = tuple(sheets(26, seed=613, bank=VARIED))
    writer = Writer("Liberation Serif", 11.5, footer="Contrat de ville – ")
    writer.heading(f"Contrat de ville de la {TERRITORY}", 0)
    writer.heading("Préambule", 1)
    writer.text("Le présent contrat est conclu entre :")
    parts.write_signatories(writer, "{name}, représenté par {person}, {title} ;", "List Bullet")
    writer.heading("Territoires d’intervention", 1)
    parts.write_quartiers(writer, "{town} – {name} ({code})", "List Bullet")
    parts.write_paragraphs(writer, CHAPTERS[0][1])
    writer.heading("Programme d’actions", 1)
    writer.heading("Récapitulatif des actions", 2)
    writer.table(
        parts.action_rows(fiches, number="N°", title="Intitulé", lead="Porteur"), (2, 9, 5.5), head=True
    )
    towns = {name: f"{town} – {name} ({code})" for code, name, town in QUARTIERS}
    for rank, axis, several in parts.by_axis(fiches):
        writer.heading(f"Orientation {rank}. {axis}", 2)
        for sheet in several:
            writer.heading(f"Action {sheet.number} : {sheet.title}", 3)
            everywhere = len(sheet.quartiers) == len(QUARTIERS)
            for label, text in (
                ("Constats", sheet.context),
                ("Objectif", sheet.objective),
                ("Descriptif", sheet.content),
                ("Structure porteuse", sheet.lead),
                ("Partenaires associés", "\v".join(f"- {one}" for one in sheet.partners)),
                (
                    "Quartiers concernés",
                    "Ensemble des quartiers prioritaires"
                    if everywhere
                    else "\v".join(towns[name] for name in sheet.quartiers),
                ),
                ("Calendrier de mise en œuvre", sheet.deadline),
                ("Financements mobilisables", sheet.budget),
                ("Indicateurs d’évaluation", sheet.indicator),
            ):
                writer.marked(f"__{label}__\v{text}")
    writer.heading("Gouvernance", 1)
    parts.write_paragraphs(writer, CHAPTERS[1][1])
    return writer.finish(), fiches


def _stacked_tables() -> tuple[bytes, tuple[Sheet, ...]]:
    """A small table for each part of a fiche, « FA 12 » beside its title; amounts under their years."""
    fiches = tuple(sheets(24, seed=619, bank=MEASURED))
    writer = Writer("Liberation Sans", 10, header="Contrat de ville – cahier des fiches-actions")
    writer.heading("Cahier des fiches-actions", 0)
    writer.text(f"Contrat de ville de la {TERRITORY}")
    parts.write_signatories(writer, "Pour {name} : {person}, {title}")
    parts.tabulate_quartiers(writer, (6, 6, 4.5), name="QPV", town="Commune", code="Code INSEE du QPV")
    for rank, sheet in enumerate(fiches, start=1):
        writer.page()
        writer.text(f"Axe {parts.axis_rank(sheet)} – {sheet.axis}")
        writer.grid(
            [[Cell(f"**FA {rank}**", 1, "C6E0B4"), Cell(f"**{sheet.title}**", 1, "E2EFD9")]], (2.5, 14)
        )
        for label, text in (
            ("Constat", sheet.context),
            ("Objectifs", f"• {sheet.objective}\n• {sheet.result}"),
            ("Descriptif", sheet.content),
        ):
            writer.grid([[Cell(f"**{label}**", 1, "E2EFD9")], [Cell(text)]], (16.5,))
        who = [sheet.lead, "\n".join(sheet.partners), sheet.deadline]
        _headed(writer, ["Pilote", "Partenaires", "Calendrier"], [who], (6, 6, 4.5))
        places = [sheet.public, "\n".join(f"QPV {name}" for name in sheet.quartiers)]
        _headed(writer, ["Public ciblé", "Quartiers"], [places], (8, 8.5))
        amounts = [
            [name, *(amount if year == (rank + place) % 3 else "–" for year in range(3))]
            for place, (name, amount) in enumerate(sheet.funders)
        ]
        _headed(writer, ["Financeur", "2025", "2026", "2027"], amounts, (7.5, 3, 3, 3))
        measures = [sheet.indicator, *sheet.values]
        _headed(writer, ["Indicateur", "Valeur initiale", "Valeur cible"], [measures], (8.5, 4, 4))
    return writer.finish(), fiches


def _headed(writer: Writer, heads: list[str], rows: list[list[str]], widths: tuple[float, ...]) -> None:
    cells = [[Cell(f"**{head}**", 1, "E2EFD9") for head in heads]]
    writer.grid([*cells, *([Cell(text) for text in row] for row in rows)], widths)


def _who_does_what() -> tuple[bytes, tuple[Sheet, ...]]:
    """Questions for labels, two fiches a page, « QPV » before each quartier."""
    fiches = tuple(sheets(28, seed=631, bank=VARIED))
    writer = Writer("Caladea", 9.5, header=f"{TERRITORY} – Quartiers 2030", footer="")
    writer.heading("Le contrat de ville en actions", 0)
    writer.heading("Les partenaires engagés", 1)
    parts.write_signatories(writer, "{name} – {person}, {title}", "List Bullet")
    writer.heading("Les quartiers", 1)
    parts.write_quartiers(writer, "QPV {name} à {town}, n° {code}", "List Bullet")
    for rank, axis, several in parts.by_axis(fiches):
        writer.page()
        writer.heading(f"Ambition {rank} — {axis}", 1)
        for place, sheet in enumerate(several, start=1):
            where = ", ".join(f"QPV {name}" for name in sheet.quartiers)
            writer.grid(
                [
                    [
                        Cell(f"**Action {rank}.{place}**", 1, "F4B083"),
                        Cell(f"**{sheet.title}**", 3, "FBE4D5"),
                    ],
                    [Cell("**Pourquoi ?**"), Cell(sheet.context, 3)],
                    [Cell("**Quoi ?**"), Cell(sheet.content, 3)],
                    _pairs("Animation", sheet.lead, "Avec qui ?", ", ".join(sheet.partners)),
                    _pairs("Où ?", where, "Quand ?", sheet.deadline),
                    _pairs("Avec quels moyens ?", sheet.budget, "Comment évaluer ?", sheet.indicator),
                ],
                (2.8, 5.6, 2.6, 5.6),
            )
            if place % 2 == 0:
                writer.page()
    return writer.finish(), fiches
