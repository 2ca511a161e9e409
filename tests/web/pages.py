"""Reads a page as a browser does: its forms, and the text that one sees."""

import re
from copy import deepcopy
from functools import cached_property

from lxml import etree, html
from werkzeug.test import TestResponse

PLAIN_SPACE = re.compile(r".{0,30}(?:« | »| [;!?](?=\s|$)| :(?=\s|$)).{0,30}")
"""Where a text has a plain space that French typography wants not to break."""


class Page:
    """The fields of the posted forms, the visible text, the title and the elements of a page."""

    def __init__(self, markup: str) -> None:
        self._root = html.document_fromstring(markup if markup.strip() else "<html></html>")

    @cached_property
    def fields(self) -> dict[str, str | list[str]]:
        """What a browser would send, all posted forms taken together."""
        fields: dict[str, str | list[str]] = {}
        for form in self._root.iter("form"):
            if form.get("method") == "post":
                for element in form.iter("input", "textarea", "select"):
                    _add(fields, element)
        return fields

    @cached_property
    def elements(self) -> list[tuple[str, dict[str, str]]]:
        """Every element with its attributes, in their order; one that only is or is not says nothing."""
        return [
            (
                element.tag,
                {name: "" if value == name != "name" else value for name, value in element.attrib.items()},
            )
            for element in self._root.iter()
            if isinstance(element.tag, str)
        ]

    @cached_property
    def text(self) -> str:
        """What one sees."""
        shown = deepcopy(self._root)
        etree.strip_elements(shown, "script", "style", etree.Comment, with_tail=False)
        return str(etree.tostring(shown, method="text", encoding="unicode"))

    @cached_property
    def title(self) -> str:
        """What the tab of a browser says."""
        return "".join("".join(title.itertext()) for title in self._root.iter("title"))

    def element(self, element_id: str) -> dict[str, str]:
        """The attributes of the element with this id."""
        return next(attributes for _, attributes in self.elements if attributes.get("id") == element_id)

    def links(self) -> list[str]:
        """The addresses of the links."""
        return [attributes["href"] for tag, attributes in self.elements if tag == "a"]


def _add(fields: dict[str, str | list[str]], element: html.HtmlElement) -> None:
    name, kind, value = element.get("name", ""), element.get("type", "text"), element.get("value", "")
    is_checked = element.get("checked") is not None
    if element.tag == "textarea":
        fields[name] = (element.text or "").removeprefix("\n")
    elif element.tag == "select":
        for option in element.iter("option"):
            if "selected" in option.attrib:
                fields[name] = option.get("value", "")
    elif kind in {"hidden", "text"} or (kind == "radio" and is_checked):
        fields[name] = value
    elif kind == "checkbox" and is_checked:
        ticked = fields.setdefault(name, [])
        assert isinstance(ticked, list)
        ticked.append(value)


def page_of(response: TestResponse) -> Page:
    """The page of an answer."""
    return Page(response.get_data(as_text=True))
