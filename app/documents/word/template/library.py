"""The templates that a collectivité put into its folder."""

from pathlib import Path

KINDS = (".docx", ".dotx")


def templates_in(folder: Path | None) -> tuple[Path, ...]:
    """Return the Word files of the folder, by name; none when there is no such folder."""
    if folder is None:
        return ()
    try:
        found = sorted(folder.iterdir())
    except OSError:
        return ()
    # « ~$ » and « . » open the names that Word and LibreOffice give to their locks.
    shown = (path for path in found if not path.name.startswith(("~$", ".")))
    return tuple(path for path in shown if path.suffix.lower() in KINDS)


def shown_name(path: Path) -> str:
    """Return the name of a file as text. That of an old system is no UTF-8: it is read as Latin-1.

    Two such names stay different from each other and from any UTF-8 name.
    """
    try:
        path.name.encode()
    except UnicodeEncodeError:
        return path.name.encode("utf-8", "surrogateescape").decode("latin-1")
    return path.name
