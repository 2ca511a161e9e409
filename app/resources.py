"""Where the files that are not Python live: in a checkout at the top level, in a wheel inside the package."""

from pathlib import Path

_PACKAGED = Path(__file__).parent / "_resources"
_ROOT = _PACKAGED if _PACKAGED.is_dir() else Path(__file__).parent.parent


def resource(name: str) -> Path:
    """Return the folder `templates`, `commitments` or `docx_templates`, wherever it was installed."""
    return _ROOT / name
