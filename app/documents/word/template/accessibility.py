"""What a reader will miss in a template of a collectivité, and what its author can do about it."""

from collections.abc import Iterator

from lxml import etree

from app.documents.word.template.parts import FOOTER, HEADER, MAIN, Template
from app.documents.word.template.xml import W

_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"


def shortcomings(template: Template) -> Iterator[str]:
    """Yield each one as a French sentence."""
    shown = list(template.roots(MAIN, HEADER, FOOTER))
    silent = sum(_is_silent(picture) for root in shown for picture in root.iter(_DRAWN))
    if silent:
        yield (
            f"Images sans texte de remplacement : {silent}. Un lecteur d’écran ne les dira pas : donnez-leur "
            "un texte, ou marquez-les comme décoratives."
        )
    fields = [str(node.text) for root in shown for node in root.iter(f"{W}instrText")]
    fields += [node.get(f"{W}instr", "") for root in shown for node in root.iter(f"{W}fldSimple")]
    if "NUMPAGES" not in "".join(fields):
        yield "Pas de « page X sur Y » : ajoutez les champs PAGE et NUMPAGES au pied de page."


def _is_silent(picture: etree._Element) -> bool:
    decorative = any(node.get("val") == "1" for node in picture.iter(_DECORATIVE))
    return not picture.get("descr") and not decorative
