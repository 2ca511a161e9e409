"""By hand, as root: fills a real disk of 300 kB under a site that runs, then makes room.

`python -m tests.faults.full_disk`
"""

import subprocess
import tempfile
from collections import Counter
from pathlib import Path

from app.store import open_store
from tests.faults.server import Site, Visitor
from tests.store.conftest import make_profile

SIZE = "300k"
ADDRESS = "/profils/1/dupliquer"
SAVES = 100


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        disk = Path(folder) / "disque"
        disk.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", disk], check=True)
        try:
            print(fill(Site(disk, Path(folder) / "log"), disk))
        finally:
            subprocess.run(["umount", disk], check=True)


def fill(site: Site, disk: Path) -> str:
    """Saves until the disk is full, and after there is room again: what the site answered."""
    profiles = open_store(f"sqlite:///{site.database}")
    profiles.create(make_profile("Contrat", local_action="Ouvrir une permanence. " * 200))
    profiles.close()
    site.start()
    visitor = Visitor(site.port)
    full = Counter(visitor.send(ADDRESS, name=f"Copie {number}").status for number in range(SAVES))
    reading = visitor.get("/profils/1").status
    subprocess.run(["mount", "-o", "remount,size=3m", disk], check=True)
    after = Counter(visitor.send(ADDRESS, name=f"Suite {number}").status for number in range(5))
    site.stop()
    profiles = open_store(f"sqlite:///{site.database}")
    kept = profiles.search().total
    profiles.close()
    traces = site.said.count("Traceback")
    return f"{SIZE}: {dict(full)}, reading {reading}; with room: {dict(after)}; {kept} kept, {traces} traces"


if __name__ == "__main__":
    main()
