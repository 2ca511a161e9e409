"""The process dies, or is told to end, while people save."""

import socket
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

from app.store import SavedProfile
from tests.faults.kills import kill_often
from tests.faults.server import START_LIMIT, Site, Visitor

SLOWEST_RECOVERY = 5.0
KILLS = (2, 1)


def test_no_acknowledged_save_is_lost_when_the_process_is_killed(tmp_path: Path) -> None:
    sites = [Site(tmp_path / f"instance-{n}", tmp_path / f"log-{n}") for n in range(len(KILLS))]
    for site in sites:
        site.instance.mkdir()

    with ThreadPoolExecutor(len(sites)) as both:
        tallies = list(both.map(kill_often, sites, KILLS, range(len(sites))))

    assert [(tally.kills, tally.lost, tally.half, tally.damaged) for tally in tallies] == [
        (kills, 0, 0, 0) for kills in KILLS
    ]
    assert all(tally.acknowledged > 0 for tally in tallies)
    # The first start follows no kill. A difference: other tests may use the processors meanwhile.
    clean = max(tally.starts[0] for tally in tallies)
    assert max(start for tally in tallies for start in tally.starts[1:]) - clean < SLOWEST_RECOVERY


def test_a_site_that_is_told_to_stop_ends_the_saves_that_run(
    site: Site, saved: SavedProfile, browser: Visitor
) -> None:
    address = f"/profils/{saved.id}/renommer"
    fields = browser.get(address).page.fields
    with closing(sqlite3.connect(site.database, isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        with browser.sending(address, {**fields, "name": "Après"}) as connection:
            browser.get("/sante")  # answered after what was sent before it was read
            assert site.process is not None
            process = site.process
            process.terminate()
            _wait_until_nobody_listens(site)
            holder.execute("ROLLBACK")
            with connection.makefile("rb") as received:
                answer = received.readline()
    code = process.wait(START_LIMIT)

    with closing(sqlite3.connect(site.database)) as connection_after:
        names = connection_after.execute("SELECT name FROM profiles").fetchall()
    assert answer.startswith(b"HTTP/1.1 303")
    assert names == [("Après",)]
    assert code == 0
    assert "Traceback" not in site.said


def test_a_site_that_is_stopped_leaves_a_database_in_one_file(site: Site, browser: Visitor) -> None:
    browser.get("/")

    site.stop()

    assert {path.name for path in site.instance.iterdir()} == {site.database.name, "secret-key"}


def _wait_until_nobody_listens(site: Site) -> None:
    while True:
        try:
            socket.create_connection(("127.0.0.1", site.port)).close()
        except ConnectionError:
            return
