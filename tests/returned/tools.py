"""What the tools of the partners do to a file that they save."""

import re

from lxml import etree

from app.formats.xml_parts import W
from tests.returned.edits import run
from tests.returned.word_file import WordFile


def word(file: WordFile) -> None:
    """Word numbers its sessions, cuts runs in two and marks what it takes for mistakes."""
    for rank, paragraph in enumerate(file.body.iter(f"{W}p")):
        paragraph.set(f"{W}rsidR", f"00A{rank:05X}")
        for one in list(paragraph.iter(f"{W}r")):
            _cut(one)
    _tool(file, "Microsoft Office Word")


def _cut(one: etree._Element) -> None:
    words = one.find(f"{W}t")
    length = 40
    others = [child for child in one if child.tag not in {f"{W}t", f"{W}rPr"}]
    if words is None or others or len(one.findall(f"{W}t")) > 1 or len(words.text or "") < length:
        return
    text = words.text or ""
    half = len(text) // 2
    words.text = text[:half]
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    one.addnext(run(text[half:], one.find(f"{W}rPr")))
    one.addnext(etree.Element(f"{W}proofErr", {f"{W}type": "spellStart"}))


def without_controls(file: WordFile) -> None:
    """Every control is taken away, and its text stays."""
    for control in list(file.body.iter(f"{W}sdt")):
        if control.find(f"{W}sdtPr/{W}docPartObj") is None:
            unwrap(control)


def without_bookmarks(file: WordFile) -> None:
    """No bookmark is left."""
    for one in [*file.body.iter(f"{W}bookmarkStart"), *file.body.iter(f"{W}bookmarkEnd")]:
        one.getparent().remove(one)


def google(file: WordFile) -> None:
    """Google Docs loses our controls, puts its own around runs, and makes plain text of the headings."""
    without_controls(file)
    for rank, one in enumerate(list(file.body.iter(f"{W}r"))):
        if rank % 3:
            _wrap(one, f"goog_rdk_{rank}")
    for style in file.body.iter(f"{W}pStyle"):
        if style.get(f"{W}val", "").startswith("Heading"):
            style.set(f"{W}val", "Normal")
    for name in [one for one in file.parts if "commentsExtended" in one or "people" in one]:
        del file.parts[name]
    _tool(file, "")


def shrunk_controls(file: WordFile) -> None:
    """LibreOffice leaves the first paragraph alone in a control that held several."""
    for control in list(file.body.iter(f"{W}sdt")):
        content = control.find(f"{W}sdtContent")
        if control.find(f"{W}sdtPr/{W}docPartObj") is None and content is not None:
            for one in reversed(content.findall(f"{W}p")[1:]):
                control.addnext(one)
    _tool(file, "LibreOffice/25.2.3.2$Linux_X86_64")


def renamed_styles(file: WordFile) -> None:
    """LibreOffice names styles after their titles."""
    names = {}
    for style in file.tree("word/styles.xml").iter(f"{W}style"):
        name = style.find(f"{W}name").get(f"{W}val", "")
        names[style.get(f"{W}styleId")] = re.sub(r"[^A-Za-z0-9]", "", name) or style.get(f"{W}styleId")
        style.set(f"{W}styleId", names[style.get(f"{W}styleId")])
    for one in file.body.iter(f"{W}pStyle", f"{W}rStyle"):
        one.set(f"{W}val", names.get(one.get(f"{W}val"), one.get(f"{W}val")))
    _style_as_headings(file)
    shrunk_controls(file)


def _style_as_headings(file: WordFile) -> None:
    """Give what is deleted with a heading the style of the heading."""
    heading = None
    for one in file.body.iterchildren(f"{W}p"):
        style = one.find(f"{W}pPr/{W}pStyle")
        name = "" if style is None else style.get(f"{W}val", "")
        if one.find(f"{W}pPr/{W}rPr/{W}del") is None:
            heading = None
        elif name.startswith(("Heading", "heading")):
            heading = name
        elif heading is not None and style is not None:
            style.set(f"{W}val", heading)


def only_office(file: WordFile) -> None:
    """OnlyOffice makes text boxes of the controls of whole paragraphs, in a .odt (DocumentServer 2543)."""
    for control in list(file.body.iter(f"{W}sdt")):
        content = control.find(f"{W}sdtContent")
        if control.find(f"{W}sdtPr/{W}docPartObj") is not None or content.find(f"{W}p") is None:
            continue
        box = etree.fromstring(
            f'<w:p xmlns:w="{W[1:-1]}" xmlns:wps="http://schemas.microsoft.com/office/word/2010/'
            'wordprocessingShape"><w:r><w:drawing><wps:wsp><wps:txbx><w:txbxContent/></wps:txbx></wps:wsp>'
            "</w:drawing></w:r></w:p>"
        )
        box.find(f".//{W}txbxContent").extend(content.findall(f"{W}p"))
        control.addprevious(box)
        control.getparent().remove(control)
    without_controls(file)
    _tool(file, "ONLYOFFICE/8.1")


def unwrap(control: etree._Element) -> None:
    """Take a control away, and leave what it holds."""
    content = control.find(f"{W}sdtContent")
    for one in list(content if content is not None else ()):
        control.addprevious(one)
    control.getparent().remove(control)


def _wrap(one: etree._Element, tag: str) -> None:
    control = etree.Element(f"{W}sdt")
    one.addprevious(control)
    properties = etree.SubElement(control, f"{W}sdtPr")
    etree.SubElement(properties, f"{W}lock").set(f"{W}val", "contentLocked")
    etree.SubElement(properties, f"{W}tag").set(f"{W}val", tag)
    etree.SubElement(control, f"{W}sdtContent").append(one)


def _tool(file: WordFile, name: str) -> None:
    namespace = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    application = f'<Properties xmlns="{namespace}"><Application>{name}</Application></Properties>'
    file.parts["docProps/app.xml"] = application.encode()
