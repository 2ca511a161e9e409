"""What a reader will miss in a template of a collectivité, and what its author can do about it."""

from collections.abc import Iterator, Mapping

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
_SHOWN = ("word/document.xml", "word/header", "word/footer")


def shortcomings(parts: Mapping[str, bytes]) -> Iterator[str]:
    """Each one as a French sentence. `parts`: the content of a prepared template by name."""
    shown = [etree.fromstring(content) for name, content in parts.items() if name.startswith(_SHOWN)]
    silent = sum(map(_is_silent, (picture for part in shown for picture in part.iter(_DRAWN))))
    if silent:
        yield (
            f"Images sans texte de remplacement : {silent}. Un lecteur d’écran ne les dira pas : donnez-leur "
            "un texte, ou marquez-les comme décoratives."
        )
    fields = "".join(str(node.text) for part in shown for node in part.iter(f"{W}instrText"))
    fields += "".join(str(node.get(f"{W}instr")) for part in shown for node in part.iter(f"{W}fldSimple"))
    if "NUMPAGES" not in fields:
        yield "Pas de « page X sur Y » : ajoutez les champs PAGE et NUMPAGES au pied de page."


def _is_silent(picture: etree._Element) -> bool:
    decorative = any(node.get("val") == "1" for node in picture.iter(_DECORATIVE))
    return not picture.get("descr") and not decorative
