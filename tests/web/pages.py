"""Reads a page as a browser does: its forms, and the text that one sees."""

import re
from html.parser import HTMLParser

from werkzeug.test import TestResponse

PLAIN_SPACE = re.compile(r".{0,30}(?:« | »| [;!?](?=\s|$)| :(?=\s|$)).{0,30}")
"""Where a text has a plain space that French typography wants not to break."""

VOID = {"input", "meta", "link", "br", "hr", "img"}


class Page(HTMLParser):
    """The fields of the first posted form, the visible text, the title and the elements of a page."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.fields: dict[str, str | list[str]] = {}
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.title = ""
        self._open: list[str] = []
        self._in_form = False
        self._textarea: str | None = None
        self._select: str | None = None
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.elements.append((tag, attributes))
        if tag not in VOID:
            self._open.append(tag)
        if tag == "form":
            self._in_form = attributes.get("method") == "post"
        if self._in_form:
            self._field(tag, attributes)

    def _field(self, tag: str, attributes: dict[str, str]) -> None:
        name, kind = attributes.get("name", ""), attributes.get("type", "text")
        if tag == "input" and kind in {"hidden", "text"}:
            self.fields[name] = attributes.get("value", "")
        elif tag == "input" and kind == "radio" and "checked" in attributes:
            self.fields[name] = attributes["value"]
        elif tag == "input" and kind == "checkbox" and "checked" in attributes:
            ticked = self.fields.setdefault(name, [])
            assert isinstance(ticked, list)
            ticked.append(attributes["value"])
        elif tag == "textarea":
            self._textarea, self.fields[name] = name, ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in attributes:
            self.fields[self._select] = attributes["value"]

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass
        if tag == "form":
            self._in_form = False
        if tag == "textarea" and self._textarea:
            typed = self.fields[self._textarea]
            assert isinstance(typed, str)
            self.fields[self._textarea] = typed.removeprefix("\n")
            self._textarea = None
        if tag == "select":
            self._select = None

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self.fields[self._textarea] = f"{self.fields[self._textarea]}{data}"
        if "title" in self._open:
            self.title += data
        if not {"script", "style"} & set(self._open):
            self.text += data

    def element(self, element_id: str) -> dict[str, str]:
        """The attributes of the element with this id."""
        return next(attributes for _, attributes in self.elements if attributes.get("id") == element_id)

    def links(self) -> list[str]:
        """The addresses of the links."""
        return [attributes["href"] for tag, attributes in self.elements if tag == "a"]


def page_of(response: TestResponse) -> Page:
    """The page of an answer."""
    return Page(response.get_data(as_text=True))
