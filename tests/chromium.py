"""The browser of the tests: Chromium, without its windows where Debian has it so."""

import shutil

# The same engine; the whole browser takes twice the time of the processor.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]


def find_chromium() -> str:
    """Return the path of the browser. Without one its tests fail: nothing else shows a page."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    assert found, "Chromium is needed: apt-get install chromium-headless-shell"
    return found
