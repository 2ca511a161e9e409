"""The folder of one conversion, with LibreOffice's settings and the document as LibreOffice reads it well.

It is locked while it is used, removed afterwards, or at the next start. By its settings nothing of a document
runs, and nothing is fetched for it.
"""

import fcntl
import os
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path
from tempfile import gettempdir, mkdtemp

from lxml import etree

from app.formats.xml_parts import W

PREFIX = "contrat-de-ville-"


@contextmanager
def work_folder() -> Iterator[Path]:
    """Return a new folder, for this process alone."""
    folder, lock = _new_folder()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def sweep() -> None:
    """Remove the folders of processes that died before they could; those in use are locked, and stay."""
    for folder in Path(gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError):  # another account's, in use, or removed meanwhile
            lock = _opened(folder)
            try:
                if os.fstat(lock).st_uid == os.geteuid():
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    shutil.rmtree(folder, ignore_errors=True)
            finally:
                os.close(lock)


def _new_folder() -> tuple[Path, int]:
    """Return a folder and its lock: another one when a process that sweeps was faster than the lock."""
    while True:
        folder = Path(mkdtemp(prefix=PREFIX))
        with suppress(FileNotFoundError):
            lock = _opened(folder)
            fcntl.flock(lock, fcntl.LOCK_EX)
            if folder.exists():
                return folder, lock
            os.close(lock)


def _opened(folder: Path) -> int:
    return os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)


_ITEM = (
    '<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
    "<value>{value}</value></prop></item>"
)
SETTINGS = (
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),  # since 24.2; unknown before
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Office.Writer/Content/Update", "Field", "false"),
    ("Office.Java/VirtualMachine", "Enable", "false"),
    ("Office.Common/Misc", "FirstRun", "false"),
    ("Office.Common/Misc", "CrashReport", "false"),
    ("Office.Common/Misc", "UseOpenCL", "false"),
)
"""By path and name. « Link » 0: links are never updated."""


def write_profile(folder: Path) -> None:
    """Make a profile with these settings in a folder that does not exist."""
    user = folder / "user"
    user.mkdir(parents=True)
    items = "".join(_ITEM.format(path=path, name=name, value=value) for path, name, value in SETTINGS)
    namespaces = 'xmlns:oor="http://openoffice.org/2001/registry"'
    content = f'<?xml version="1.0" encoding="UTF-8"?>\n<oor:items {namespaces}>{items}</oor:items>\n'
    (user / "registrymodifications.xcu").write_text(content, encoding="utf-8")


_DOCUMENT = "word/document.xml"


def unwrap_paragraphs(document: bytes) -> bytes:
    """Return the .docx without its controls around whole paragraphs, whose content stays.

    LibreOffice 7.4 drops the bold, italics and links of the last paragraph of such a control (measured). What
    is no zip is given back as it is: LibreOffice says better what is wrong with it.
    """
    if not zipfile.is_zipfile(BytesIO(document)):
        return document
    result = BytesIO()
    with zipfile.ZipFile(BytesIO(document)) as source, zipfile.ZipFile(result, "w") as target:
        for member in source.infolist():
            content = source.read(member)
            target.writestr(member, _without_blocks(content) if member.filename == _DOCUMENT else content)
    return result.getvalue()


def _without_blocks(xml: bytes) -> bytes:
    root = etree.fromstring(xml)
    for control in list(root.iter(f"{W}sdt")):
        content, parent = control.find(f"{W}sdtContent"), control.getparent()
        if content is not None and parent is not None and _is_block(control, content):
            place = parent.index(control)
            parent[place : place + 1] = list(content)
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True))


def _is_block(control: etree._Element, content: etree._Element) -> bool:
    """Around paragraphs, and not the table of contents, which LibreOffice knows by its control."""
    return content.find(f"{W}p") is not None and control.find(f"{W}sdtPr/{W}docPartObj") is None
