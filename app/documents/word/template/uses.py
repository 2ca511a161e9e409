"""How the text of a part uses its relationships: the use decides, not the type that a relationship declares.

A picture whose relationship is typed « hyperlink » would be fetched all the same.
"""

from collections.abc import Callable, Mapping

from lxml import etree

from app.documents.word.template.fields import is_followed, scheme_of
from app.documents.word.template.package import OFFICE, Package, Relationship
from app.documents.word.template.parts import USED, Part, PartKind
from app.documents.word.template.xml import ELSEWHERE, LOST_PICTURE, Removals, Unusable, remove, unwrap
from app.formats.xml_parts import COMPATIBILITY, A, R, W

AddPart = Callable[[str, PartKind], Part | None]
"""Adds the part of that name in the source to the template; None where it is not what its kind says."""

# (element, attribute) -> the kind of part that it shows.
_SHOWN: Mapping[tuple[str, str], str] = {
    ("headerReference", "id"): "header",
    ("footerReference", "id"): "footer",
    ("chart", "id"): "chart",
    ("relIds", "dm"): "diagramData",
    ("relIds", "lo"): "diagramLayout",
    ("relIds", "qs"): "diagramQuickStyle",
    ("relIds", "cs"): "diagramColors",
    ("blip", "embed"): "image",
    ("svgBlip", "embed"): "image",
    ("imagedata", "id"): "image",
    ("fill", "id"): "image",
    ("stroke", "id"): "image",
    ("embedRegular", "id"): "font",
    ("embedBold", "id"): "font",
    ("embedItalic", "id"): "font",
    ("embedBoldItalic", "id"): "font",
}
# A linked picture may also be held by the file: the link, and what then shows it.
_TWINS = {f"{R}link": f"{R}embed", f"{R}href": f"{R}id", f"{R}pict": f"{R}id"}
_LINKS = ("hyperlink", "hlinkClick", "hlinkHover", "hlinkMouseOver")
# An external relationship of these types shows content, whoever uses it.
_SHOWING = ("image", "video", "audio", "subDocument", "frame")
_WHOLE = (f"{A}ext", f"{W}drawing", f"{W}pict", f"{W}object")
_USES = etree.XPath("//*[@r:*]", namespaces={"r": R[1:-1]})


class Uses:
    """The uses of relationships in one part: each is kept under a new id, or taken out with what it shows."""

    def __init__(self, package: Package, source: str, part: Part, removals: Removals, add: AddPart) -> None:
        self._package, self._source, self._add = package, source, add
        self._part, self._removals = part, removals
        self._known: dict[str, Relationship] = {}
        for relationship in package.relationships(source):
            self._known.setdefault(relationship.id, relationship)

    def keep_allowed(self) -> None:
        """Go through the part. Raises Unusable for what shows content of elsewhere, or a lost picture."""
        unused = dict(self._known)
        for element in _USES(self._part.root):
            for attribute in [name for name in element.attrib if name.startswith(R)]:
                used = self._known.get(element.get(attribute))
                self._judge(element, attribute, used)
                if used:
                    unused.pop(used.id, None)
        for relationship in unused.values():
            self._refuse_shown_elsewhere(relationship)

    def _judge(self, element: etree._Element, attribute: str, used: Relationship | None) -> None:
        local = etree.QName(element).localname
        if element.getparent() is None and element is not self._part.root:
            return  # it went with the drawing around it
        if local in _LINKS:
            self._keep_link(element, attribute, used)
        elif not element.get(attribute):
            del element.attrib[attribute]
        elif attribute in _TWINS and element.get(_TWINS[attribute]):
            del element.attrib[attribute]
            self._removals.pictures_unlinked = True
        elif used and used.external:
            raise Unusable(ELSEWHERE)
        elif not self._show(element, attribute, used):
            self._drop(element, local)

    def _show(self, element: etree._Element, attribute: str, used: Relationship | None) -> bool:
        """Relate the element to the part that it shows; whether there is one."""
        shown = _SHOWN.get((etree.QName(element).localname, attribute.removeprefix(R)))
        kind = USED.get(shown or "")
        target = self._package.resolve(self._source, used) if used else None
        part = self._add(target, kind) if used and kind and target and used.kind == shown else None
        if part is None and shown == "image":
            raise Unusable(LOST_PICTURE)
        if part is None or kind is None:
            return False
        element.set(attribute, self._part.relate(OFFICE + kind.relationship, f"/{part.name}"))
        return True

    def _keep_link(self, element: etree._Element, attribute: str, used: Relationship | None) -> None:
        for name in ("action", "invalidUrl"):
            element.attrib.pop(name, None)
        if used and used.external and is_followed(used.target):
            id_ = self._part.relate(f"{OFFICE}hyperlink", used.target.strip(), external=True)
            element.set(attribute, id_)
            return
        if used:
            self._removals.links[scheme_of(used.target)] += 1
        del element.attrib[attribute]
        if element.tag != f"{W}hyperlink":
            remove(element)
        elif element.get(f"{W}anchor") is None:
            unwrap(element)

    def _drop(self, element: etree._Element, local: str) -> None:
        """Remove what shows a part that is not allowed: the drawing around it, else the element itself."""
        whole = next(element.iterancestors(*_WHOLE), element)
        if whole.tag == f"{A}ext":
            remove(whole)  # an effect of a picture that is there without it
            return
        self._removals.note_content(local)
        choice = whole.getparent()
        remove(whole)
        if choice is not None and choice.tag == f"{COMPATIBILITY}Choice":
            _fall_back(choice)

    def _refuse_shown_elsewhere(self, unused: Relationship) -> None:
        if unused.external and unused.kind in _SHOWING:
            raise Unusable(ELSEWHERE)


def _fall_back(choice: etree._Element) -> None:
    """Show what stands for a drawing of a newer Word, since the drawing is gone."""
    alternatives = choice.getparent()
    fallback = alternatives.find(f"{COMPATIBILITY}Fallback")
    if fallback is not None:
        unwrap(fallback)
    for other in list(alternatives.iterchildren(f"{COMPATIBILITY}Choice", f"{COMPATIBILITY}Fallback")):
        remove(other)
    unwrap(alternatives)
