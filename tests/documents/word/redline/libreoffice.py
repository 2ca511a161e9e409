"""What LibreOffice makes of tracked changes when it accepts them all, or rejects them all.

A macro of a profile of its own asks it to: a conversion keeps the marks as they are.
"""

import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

from lxml import etree

from app.documents.word.redline.revisions import texts
from app.documents.word.redline.words import plain
from tests.documents.word.reading import W, root

LONGEST = 240
_MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script"
 script:name="Redline" script:language="StarBasic">
Sub Resolve(folder As String, files As Integer)
  For file = 0 To files - 1
    Save(folder, file, "AcceptAllTrackedChanges", "accepted")
    Save(folder, file, "RejectAllTrackedChanges", "rejected")
  Next
  StarDesktop.terminate()
End Sub
Sub Save(folder As String, file As Integer, command As String, name As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  address = ConvertToUrl(folder &amp; "/" &amp; file)
  document = StarDesktop.loadComponentFromURL(address &amp; ".docx", "_blank", 0, hidden())
  dispatcher = createUnoService("com.sun.star.frame.DispatchHelper")
  dispatcher.executeDispatch(document.CurrentController.Frame, ".uno:" &amp; command, "", 0, Array())
  Dim kind(0) As New com.sun.star.beans.PropertyValue
  kind(0).Name = "FilterName"
  kind(0).Value = "MS Word 2007 XML"
  document.storeToURL(address &amp; "-" &amp; name &amp; ".docx", kind())
  document.close(True)
End Sub
</script:module>"""
_LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard"
 library:readonly="false" library:passwordprotected="false">
<library:element library:name="Redline"/></library:library>"""
_LIBRARIES = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:libraries PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "libraries.dtd">
<library:libraries xmlns:library="http://openoffice.org/2000/library" xmlns:xlink="http://www.w3.org/1999/xlink">
<library:library library:name="Standard" xlink:href="$(USER)/basic/Standard/script.xlb/" xlink:type="simple"
 library:link="false"/></library:libraries>"""


def resolve(redlines: Sequence[bytes], folder: Path) -> list[tuple[list[str], list[str]]]:
    """What each file says once LibreOffice accepted all, and once it rejected all."""
    for rank, content in enumerate(redlines):
        (folder / f"{rank}.docx").write_bytes(content)
    profile = folder / "profile"
    _run(profile, "--terminate_after_init")  # a profile takes macros once it is there
    library = profile / "user" / "basic" / "Standard"
    library.mkdir(parents=True, exist_ok=True)
    for name, content in (("Redline.xba", _MODULE), ("script.xlb", _LIBRARY), ("../script.xlc", _LIBRARIES)):
        (library / name).write_text(content, encoding="utf-8")
    _run(profile, f'macro:///Standard.Redline.Resolve("{folder}",{len(redlines)})')
    made = (
        (folder / f"{rank}-{kind}.docx" for kind in ("accepted", "rejected")) for rank in range(len(redlines))
    )
    return [(_said(accepted), _said(rejected)) for accepted, rejected in made]


def shown(document: etree._Element) -> list[str]:
    """What each paragraph that is not empty says, but for numbers and the contents.

    LibreOffice renames the styles of these.
    """
    return [
        re.sub(r"\d+", "0", text)
        for paragraph in document.iter(f"{W}p")
        if not _is_in_contents(paragraph) and (text := plain(texts(paragraph)[0]).strip())
    ]


def _said(path: Path) -> list[str]:
    return shown(root(path.read_bytes()))


def _is_in_contents(paragraph: etree._Element) -> bool:
    leads = paragraph.find(f".//{W}hyperlink")
    in_contents = leads is not None and (leads.get(f"{W}anchor") or "").startswith("_Toc")
    return in_contents or plain(texts(paragraph)[0]) == "Sommaire"


def _run(profile: Path, command: str) -> None:
    subprocess.run(
        ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", command],
        check=True,
        capture_output=True,
        timeout=LONGEST,
    )
