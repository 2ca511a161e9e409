"""The four contracts of `more_makes` that are read as PDF."""

import re
from itertools import groupby, islice

from benchmarks.foreign import parts
from benchmarks.foreign.content import TERRITORY, Contracts, Sheet, sheets
from benchmarks.foreign.varied import MEASURED, VARIED
from benchmarks.foreign.writer import Cell, Writer

_CONTACTS = ("Mme Nadia Ferrand", "M. Julien Costa", "Mme Élodie Marchal")
_YEARS = range(2024, 2031)


def contracts() -> Contracts:
    """Yield the four contracts."""
    yield "une action par colonne à l’italienne", "pdf", *_actions_in_columns()
    yield "rubriques numérotées, plan de financement en tableau", "pdf", *_numbered_parts()
    yield "colonnes étroites, chef de file et partenaires ensemble, cases à cocher", "pdf", *_narrow_columns()
    yield "formulaire, libellés dans les cases, années à cocher", "pdf", *_forms()


def _actions_in_columns() -> tuple[bytes, tuple[Sheet, ...]]:
    """Labels in the first column, then an action a column, three at most in each table."""
    fiches = tuple(sheets(24, seed=641, bank=VARIED))
    writer = Writer("Liberation Sans Narrow", 9.5, header="Contrat de ville 2024-2030", footer="Page ")
    writer.heading("Contrat de ville : feuille de route partenariale", 0)
    writer.text(TERRITORY)
    parts.write_signatories(writer, "{name}, représenté par {person}, {title},")
    parts.tabulate_quartiers(writer, (6, 4, 6), name="Quartier", code="Code", town="Commune")
    writer.landscape()
    for rank, axis, several in parts.by_axis(fiches):
        writer.heading(f"Axe {rank} – {axis}", 1)
        while chosen := list(islice(several, 3)):
            columns = [
                parts.labelled_fields(
                    sheet,
                    objective="Objectif",
                    context="Constat",
                    content="Descriptif",
                    lead="Service référent",
                    partners="Partenaires",
                    quartiers="Quartiers",
                    deadline="Calendrier",
                    budget="Financement",
                    indicator="Indicateurs",
                )
                for sheet in chosen
            ]
            titles = [Cell(f"**Action {sheet.number}**\n**{sheet.title}**", 1, "DEEAF6") for sheet in chosen]
            rows = [
                [Cell(f"**{fields[0][0]}**"), *(Cell(text) for _, text in fields)]
                for fields in zip(*columns, strict=True)
            ]
            writer.grid([[Cell("", 1, "DEEAF6"), *titles], *rows], (3, *(7.2 for _ in chosen)))
            writer.page()
    return writer.finish(), fiches


def _numbered_parts() -> tuple[bytes, tuple[Sheet, ...]]:
    """The number of the fiche above its title, numbered parts, a table of funders and one of indicators."""
    fiches = tuple(sheets(26, seed=643, bank=MEASURED))
    writer = Writer("Liberation Serif", 10, header=TERRITORY, footer="Contrat de ville 2024-2030 – ")
    writer.styled("Contrat de ville 2024-2030", 24)
    writer.styled("Annexe 1 : fiches-actions", 16)
    parts.write_signatories(writer, "– {quality} : {person}, pour {name}")
    parts.write_quartiers(writer, "{code} : {name}, {town}", "List Bullet")
    for rank, sheet in enumerate(fiches, start=1):
        writer.page()
        writer.text(f"AXE {parts.axis_rank(sheet)} – {sheet.axis}")
        writer.heading(f"FICHE ACTION {rank}", 1)
        writer.styled(sheet.title, 13, colour="2F5496")
        for place, (label, text) in enumerate(
            parts.labelled_fields(
                sheet, context="Contexte et enjeux", objective="Objectif visé", content="Contenu de l’action"
            ),
            start=1,
        ):
            writer.styled(f"{place}. {label}", 11.5)
            writer.text(text)
        writer.styled("4. Pilotage et partenariat", 11.5)
        writer.marked(f"**Portage de l’action :** {sheet.lead}")
        writer.marked(f"**Référent :** {_CONTACTS[rank % 3]}")
        writer.marked(f"**Partenaires mobilisés :** {' ; '.join(sheet.partners)}")
        writer.styled("5. Territoire et public", 11.5)
        writer.marked(f"**QPV :** {' ; '.join(sheet.quartiers)}")
        writer.marked(f"**Bénéficiaires :** {sheet.public}")
        writer.styled("6. Calendrier", 11.5)
        writer.text(sheet.deadline)
        writer.styled("7. Plan de financement", 11.5)
        writer.table([("Financeur", "Montant annuel"), *sheet.funders], (8, 4), head=True)
        writer.styled("8. Suivi et évaluation", 11.5)
        writer.table(
            [("Indicateur", "Situation initiale", "Objectif 2030"), (sheet.indicator, *sheet.values)],
            (8.5, 4, 4),
            head=True,
        )
    return writer.finish(), fiches


def _narrow_columns() -> tuple[bytes, tuple[Sheet, ...]]:
    """An action a row; labels inside narrow cells, quartiers to tick, the objective in a merged cell."""
    fiches = tuple(sheets(30, seed=647, bank=VARIED))
    writer = Writer("Liberation Sans", 8.5, footer="Plan d’actions pluriannuel – ")
    writer.heading(f"Plan d’actions pluriannuel – {TERRITORY}", 0)
    parts.tabulate_signatories(writer, ("Partenaire", "Représenté par"), (8, 8.5))
    parts.tabulate_quartiers(writer, (4, 6, 6), code="Code", name="QPV", town="Ville")
    writer.landscape()
    heads = (
        "Objectif",
        "Action",
        "Description",
        "Acteurs",
        "Quartiers",
        "Calendrier et moyens",
        "Évaluation",
    )
    for rank, axis, several in parts.by_axis(fiches):
        writer.heading(f"Enjeu {rank} : {axis}", 1)
        rows = [[Cell(f"**{head}**", 1, "FFE599") for head in heads]]
        merges: list[tuple[int, int]] = []
        for objective, group in groupby(several, key=lambda sheet: sheet.objective):
            first = len(rows)
            for sheet in group:
                boxes = parts.quartier_boxes(sheet)
                rows.append(
                    [
                        Cell(objective if len(rows) == first else ""),
                        Cell(f"**{sheet.number}** {sheet.title}"),
                        Cell(sheet.content),
                        Cell(
                            f"__Chef de file__ : {sheet.lead}\n__Partenaires__ : {', '.join(sheet.partners)}"
                        ),
                        Cell("\n".join(boxes)),
                        Cell(f"__Calendrier__ : {sheet.deadline}\n__Budget__ : {sheet.budget}"),
                        Cell(sheet.indicator),
                    ]
                )
            merges.append((first, len(rows) - 1))
        table = writer.grid(rows, (2.4, 4, 6.2, 4.2, 3.2, 3.6, 2.6))
        for first, last in merges:
            table.cell(first, 0).merge(table.cell(last, 0))
    return writer.finish(), fiches


def _forms() -> tuple[bytes, tuple[Sheet, ...]]:
    """A form a page: label and text share a cell, boxes for quartiers and years, an inner table."""
    fiches = tuple(sheets(24, seed=653, bank=MEASURED))
    writer = Writer("Carlito", 10.5, footer="Fiche-action – ")
    writer.styled("Contrat de ville « Engagements Quartiers 2030 »", 24, colour="833C0B")
    writer.styled(f"{TERRITORY} – fiches-actions", 15)
    parts.write_signatories(writer, "{name}, représenté par {person}, {title}", "List Number")
    parts.tabulate_quartiers(writer, (6, 6, 4), town="Commune", name="Quartier prioritaire", code="N°")
    for rank, axis, several in parts.by_axis(fiches):
        for place, sheet in enumerate(several, start=1):
            writer.page()
            first, target = sheet.values
            ticks = "\n".join(parts.quartier_boxes(sheet, "{town} – {name}"))
            band = [
                Cell("**CONTRAT DE VILLE 2024-2030**", 1, "F7CAAC"),
                Cell(f"**Fiche n° {rank}.{place}**", 1, "F7CAAC"),
            ]
            contact = f"{_CONTACTS[place % 3]}, 04 00 00 00 1{place}"
            measure = f"**Valeur de départ :** {first}\n**Valeur à atteindre :** {target}"
            rows = [
                band,
                [Cell(f"**Intitulé de l’action :** {sheet.title}", 2)],
                [Cell(f"**Orientation stratégique :** {axis}", 2)],
                [Cell(f"**Priorité :** {sheet.objective}", 2)],
                [Cell(f"**Maître d’ouvrage :** {sheet.lead}"), Cell(f"**Contact :** {contact}")],
                [Cell(f"**Partenaires :** {', '.join(sheet.partners)}", 2)],
                [
                    Cell(f"**Territoires concernés :**\n{ticks}"),
                    Cell(f"**Période :**\n{_ticked_years(sheet)}"),
                ],
                [Cell(f"**Constats :**\n{sheet.context}", 2)],
                [Cell(f"**Description de l’action :**\n{sheet.content}", 2)],
                [Cell("**Budget prévisionnel :**", 2, inner=(("Financeur", "Montant"), *sheet.funders))],
                [Cell(f"**Indicateur de suivi :** {sheet.indicator}"), Cell(measure)],
            ]
            writer.grid(rows, (8.6, 8))
    return writer.finish(), fiches


def _ticked_years(sheet: Sheet) -> str:
    years = [int(year) for year in re.findall(r"\d{4}", sheet.deadline)]
    return "  ".join(f"{'☒' if years[0] <= year <= years[-1] else '☐'} {year}" for year in _YEARS)
