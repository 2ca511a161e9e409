"""What is shipped: its version, and where the files that are not Python live.

In a checkout they are at the top level, in a wheel inside the package.
"""

from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_PACKAGED = Path(__file__).parent / "_resources"
_ROOT = _PACKAGED if _PACKAGED.is_dir() else Path(__file__).parent.parent


def resource(name: str) -> Path:
    """Return the folder `templates`, `commitments` or `docx_templates`, wherever it was installed."""
    return _ROOT / name


@cache
def application_version() -> str:
    """Return the version of this application, as installed."""
    try:
        return version("contrat-de-ville")
    except PackageNotFoundError:
        return "inconnue"
