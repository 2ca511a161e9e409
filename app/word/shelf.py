"""The templates that a collectivité put into its folder."""

from pathlib import Path

KINDS = (".docx", ".dotx")


def templates_in(folder: Path | None) -> tuple[Path, ...]:
    """The Word files of the folder, by name; none when there is no such folder."""
    if folder is None or not folder.is_dir():
        return ()
    # « ~$ » and « . » open the names that Word and LibreOffice give to their locks.
    shown = (path for path in folder.iterdir() if not path.name.startswith(("~$", ".")))
    return tuple(sorted(path for path in shown if path.suffix.lower() in KINDS and path.is_file()))
