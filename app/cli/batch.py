"""The drafts of many profiles, on all the cores."""

import os
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import click
from tqdm import tqdm

from app.cli import COMMANDS
from app.cli.batch_workers import Made, Outcome, count_sources, on_stop, produce, sources
from app.cli.common import Refused, open_catalogue, refusals
from app.domain.french import count_noun, typeset

BY_SIGNAL = 128
"""What the exit code of an interrupted batch adds to the signal's number, as shells do: 130 after Ctrl-C."""

HELP = typeset(f"""{COMMANDS["batch"]}

Les profils sont les fichiers .json d’un dossier, ou les lignes d’un fichier NDJSON. Un projet prend le
nom du fichier de son profil, ou le nom du profil quand il vient d’un fichier NDJSON ; si deux profils
donnent le même nom, le second reçoit « -2 », et ainsi de suite, dans l’ordre de la source.

La commande se relance sans risque après une interruption ou une correction : chaque projet porte dans
ses propriétés l’empreinte de son profil et celle du catalogue ; s’il est déjà là avec les mêmes, il
n’est pas refait. Un fichier modifié depuis, ou venu d’ailleurs, n’est jamais remplacé.
""")


@click.command(help=HELP)
@click.argument("source", metavar="DOSSIER_OU_NDJSON", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--output", required=True, type=click.Path(file_okay=False, path_type=Path), help="Dossier des projets."
)
@click.option(
    "--jobs", type=click.IntRange(1, 256), help="Nombre de processus ; par défaut, un par cœur de la machine."
)
def batch(source: Path, output: Path, jobs: int | None) -> None:
    """Write the drafts of many profiles; exit 1 when one was skipped, 130 after Ctrl-C, 143 after SIGTERM."""
    open_catalogue()
    with refusals():
        output.mkdir(parents=True, exist_ok=True)
        total = count_sources(source)
    heard: list[int] = []
    with on_stop(lambda number, _frame: heard.append(number)):  # noted: a draft that is begun is finished
        made = produce(sources(source, output), jobs or _cores(), lambda: bool(heard))
        outcomes = _counted(made, total)
        _conclude(outcomes, total, heard)


def _cores() -> int:
    """Return the cores that this process may use; fewer than the machine's in a container."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _counted(made: Iterator[Made], total: int) -> Counter[Outcome]:
    outcomes: Counter[Outcome] = Counter()
    with tqdm(total=total, unit="projet", file=sys.stderr) as bar:
        try:
            for one in made:
                outcomes[one.outcome] += 1
                bar.update()
                if one.message:
                    tqdm.write(one.message, file=sys.stderr)
        except BrokenProcessPool:
            raise Refused(
                f"Un processus a été arrêté, peut-être faute de mémoire : {_said(outcomes)}. "
                "Relancez la même commande, au besoin avec --jobs 1."
            ) from None
    return outcomes


def _said(outcomes: Counter[Outcome]) -> str:
    written = count_noun(outcomes[Outcome.WRITTEN], "projet écrit", "projets écrits")
    skipped = count_noun(outcomes[Outcome.SKIPPED], "profil passé", "profils passés")
    return f"{written}, {outcomes[Outcome.ALREADY_THERE]} déjà à jour, {skipped}"


def _conclude(outcomes: Counter[Outcome], total: int, heard: list[int]) -> None:
    if heard:
        said = f"Interrompu : {_said(outcomes)}, sur {total}. Relancez la même commande pour finir."
        click.echo(said, err=True)
        sys.exit(BY_SIGNAL + heard[0])
    if outcomes[Outcome.SKIPPED]:
        raise Refused(f"{_said(outcomes)}, sur {total}.")
    click.echo(f"{_said(outcomes)}.")
