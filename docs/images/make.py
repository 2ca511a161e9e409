"""Make the pictures of the README again, from the contract of demonstration: `make screenshots`.

Chromium, LibreOffice and poppler-utils are those of the tests (.ci/system-packages).
"""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.error import URLError
from urllib.request import urlopen

HERE = Path(__file__).parent
PAGES = {"accueil.png": "/profils/1", "chiffres.png": "/profils/1/chiffres"}
WORDS = "marches exploratoires"
"""On the page of the Word file that is shown: clauses with actions, quartiers and means."""

WINDOW = "1280,900"
RESOLUTION = "70"
START_LIMIT = 60.0
COMMAND = [sys.executable, "-m", "app"]


@contextmanager
def demonstration(folder: Path) -> Iterator[str]:
    """Serve the contract of demonstration from a folder; yield the address of the site."""
    environment = {**os.environ, "CONTRAT_INSTANCE": str(folder)}
    environment.pop("DATABASE_URL", None)
    subprocess.run([*COMMAND, "demo"], env=environment, check=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    site = subprocess.Popen([*COMMAND, "serve", "--port", str(port)], env=environment)
    try:
        _wait(f"{address}/sante")
        yield address
    finally:
        site.terminate()
        site.wait()


def _wait(address: str) -> None:
    deadline = time.monotonic() + START_LIMIT
    while time.monotonic() < deadline:
        try:
            urlopen(address).close()
        except URLError:
            time.sleep(0.2)
        else:
            return
    sys.exit("The site did not start.")


def shoot(address: str, picture: Path) -> None:
    """Take the picture of a page, as a window shows it before anybody scrolls."""
    options = ["--headless", "--no-sandbox", "--hide-scrollbars", f"--window-size={WINDOW}"]
    subprocess.run(
        ["chromium-headless-shell", *options, f"--screenshot={picture}", address],
        check=True,
        capture_output=True,
    )


def draw_page(pdf: Path, picture: Path) -> None:
    """Draw the page of the PDF on which the words stand."""
    text = subprocess.run(["pdftotext", pdf, "-"], check=True, capture_output=True, text=True).stdout
    pages = [re.sub(r"\s+", " ", page) for page in text.split("\f")]
    number = next(at for at, page in enumerate(pages, 1) if WORDS in page and "Engagement" in page)
    chosen = ["-f", str(number), "-l", str(number), "-r", RESOLUTION, "-singlefile", "-png"]
    subprocess.run(["pdftoppm", *chosen, pdf, picture.with_suffix("")], check=True)


def main() -> None:
    """Make every picture."""
    with TemporaryDirectory() as folder, demonstration(Path(folder) / "instance") as site:
        for name, address in PAGES.items():
            shoot(f"{site}{address}", HERE / name)
        pdf = Path(folder) / "contrat.pdf"
        with urlopen(f"{site}/profils/1/telecharger/fichier?format=pdf") as answer:
            pdf.write_bytes(answer.read())
        draw_page(pdf, HERE / "contrat.png")


if __name__ == "__main__":
    main()
