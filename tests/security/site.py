"""The site as a robot sees it: every address that a link reaches, every form that a page shows.

Nothing is listed by hand, so that a new page or a new form cannot be forgotten by a sweep.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.test import TestResponse

from app.formats.xlsx.columns import HEADERS, SHEET
from app.web.permissions import WITH_ACCOUNTS
from tests.examples import example_path

TYPED = {"text", "textarea", "search", "email", "number", "tel", "url", "date", "password"}
"""The kinds of field that a person types in."""

QUARTIERS = "code_qp;lib_qp;insee_com\nQN09102M;Les Tarterêts;91174\n".encode()


def _workbook() -> bytes:
    """A workbook that does not say where it comes from, whose action is not the one of the furnished site."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = SHEET
    sheet.append(HEADERS)
    row = {"Identifiant": "interieur-2013-1-1", "Pilote": "CAF", "Action locale": "Une autre action."}
    sheet.append(row.get(title) for title in HEADERS)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


UPLOADS = (
    ("qpv-2024.csv", QUARTIERS),
    ("profil.json", example_path("commune-outre-mer").read_bytes()),
    ("contrat.xlsx", _workbook()),
)
"""Files of which one at least makes a form that takes a file answer with its next page."""

SEARCHED = "Grand Paris Sud"
"""What the robot types in a search: a territory of the reference, and a word of the saved profile."""

Values = dict[str, list[str]]


FORMER_ADDRESSES = {"signatories.edit_by_number", "signatories.remove_by_number"}
"""What answers at addresses that no page has any longer: they lead to those that replaced them."""


@dataclass(frozen=True)
class Form:
    """A form of a page: where it is sent, what a browser would send, and the kind of each field."""

    page: str
    address: str
    method: str
    values: Values
    kinds: dict[str, str]

    @property
    def identity(self) -> tuple[str, ...]:
        """Two forms with the same are one form seen twice."""
        parts = urlsplit(self.address)
        return self.method, parts.path, *sorted(parse_qs(parts.query)), "?", *sorted(self.kinds)

    @property
    def typed(self) -> list[str]:
        """The names of the fields that a person types in."""
        return [name for name, kind in self.kinds.items() if kind in TYPED]

    def __str__(self) -> str:
        return f"{self.method} {self.address} ({self.page})"


@dataclass
class Site:
    """What a robot found: one address for each endpoint and set of query fields, and every form."""

    addresses: dict[tuple[str, tuple[str, ...]], str] = field(default_factory=dict)
    forms: dict[tuple[str, ...], Form] = field(default_factory=dict)

    @property
    def endpoints(self) -> set[str]:
        """The endpoints that were reached."""
        return {endpoint for endpoint, _ in self.addresses}

    @property
    def posted(self) -> list[Form]:
        """The forms that change something."""
        return [form for form in self.forms.values() if form.method == "POST"]


def explored(app: Flask, client: FlaskClient, first: str = "/") -> Site:
    """The whole site, from an address, from the home page and from each address without a variable part."""
    site = Site()
    there = [rule for rule in app.url_map.iter_rules() if rule.endpoint not in WITH_ACCOUNTS]
    plain = [rule.rule for rule in there if not rule.arguments and "GET" in (rule.methods or ())]
    waiting = [first, "/", *plain]
    while waiting:
        address = waiting.pop(0)
        key = _key(app, address)
        if key is None or key in site.addresses:
            continue
        site.addresses[key] = address
        with client.get(address) as answer:
            if answer.mimetype == "text/html":
                waiting.extend(_read(site, answer, address))
    _read_previews(app, site, client)
    return site


def forms_of(answer: TestResponse, page: str) -> list[Form]:
    """The forms of a page."""
    return [_form(element, page) for element in _document(answer).forms]


def shown(answer: TestResponse, name: str) -> list[str]:
    """What the fields of this name hold on a page, whichever form they stand in."""
    return [value for form in forms_of(answer, "") for value in form.values.get(name, [])]


def unexplained(answer: TestResponse) -> list[str]:
    """The fields of a page, searches apart, that no sentence explains, alone or as a group."""
    page = _document(answer)
    sentences = {one.get("id"): one.text_content().strip() for one in page.iter() if one.get("id")}
    fields = page.xpath("//form[not(parent::search)]//*[self::input or self::select or self::textarea]")
    return [
        str(field.get("name"))
        for field in fields
        if field.get("type") != "hidden" and not any(map(sentences.get, _described_by(field)))
    ]


def _described_by(field: html.HtmlElement) -> list[str]:
    """The ids of what describes a field or a group of fields around it."""
    around = (field, *field.iterancestors("fieldset"))
    return [name for one in around for name in one.get("aria-describedby", "").split()]


def send(client: FlaskClient, form: Form, values: Values, **files: tuple[str, bytes]) -> TestResponse:
    """Send a form with these values."""
    sent: dict[str, object] = {**values}
    for name, (filename, content) in files.items():
        sent[name] = (io.BytesIO(content), filename)
    if form.method == "GET":
        return client.get(urlsplit(form.address).path, query_string=values)
    return client.post(form.address, data=sent)


def _key(app: Flask, address: str) -> tuple[str, tuple[str, ...]] | None:
    parts = urlsplit(address)
    if parts.netloc not in {"", "localhost"}:
        return None
    try:
        endpoint, _ = app.url_map.bind("localhost").match(parts.path, method="GET")
    except (HTTPException, RequestRedirect):
        return None
    return endpoint, tuple(sorted(parse_qs(parts.query, keep_blank_values=True)))


def _read(site: Site, answer: TestResponse, address: str) -> Iterator[str]:
    for form in forms_of(answer, address):
        site.forms.setdefault(form.identity, form)
        if form.method == "GET":
            searched = {**form.values, **dict.fromkeys(form.typed, SEARCHED)}
            yield f"{urlsplit(form.address).path}?{urlencode(searched, doseq=True)}"
    for element in _document(answer).iter():
        for name, value in element.attrib.items():
            if name in {"href", "src", "action"} or (name.startswith("data-") and value.startswith("/")):
                yield urljoin(address, value)


def _read_previews(app: Flask, site: Site, client: FlaskClient) -> None:
    """Some forms stand on the page that answers another: a file is sent, its preview is confirmed.

    A form with a token makes a contract at once, and could not make it again.
    """
    for form in site.posted:
        if _key(app, form.address) is None:  # its address shows no page of its own
            endpoint, _ = app.url_map.bind("localhost").match(urlsplit(form.address).path, method="POST")
            site.addresses.setdefault((endpoint, ()), form.address)
    for form in [form for form in site.posted if "token" not in form.kinds]:
        files = [name for name, kind in form.kinds.items() if kind == "file"]
        for upload in UPLOADS if files else ():
            answer = send(client, form, form.values, **dict.fromkeys(files, upload))
            if answer.status_code in {200, 409}:
                for found in forms_of(answer, form.address):
                    site.forms.setdefault(found.identity, found)
                    site.addresses.setdefault(
                        (app.url_map.bind("localhost").match(found.address, method="POST")[0], ()),
                        found.address,
                    )


def _document(answer: TestResponse) -> html.HtmlElement:
    return html.document_fromstring(answer.get_data(as_text=True))


def _form(element: html.FormElement, page: str) -> Form:
    values: Values = {}
    kinds: dict[str, str] = {}
    for control in element.iter("input", "textarea", "select", "button"):
        name = control.get("name")
        if not name:
            continue
        kind = control.get("type", "text") if control.tag == "input" else control.tag
        kinds[name] = kind
        if value := _successful(control, kind):
            values.setdefault(name, []).extend(value)
    address = urljoin(page, element.get("action") or "") or page
    return Form(page, address, element.get("method", "get").upper(), values, kinds)


def _successful(control: html.HtmlElement, kind: str) -> list[str]:
    """What a browser would send of a control when no button was pressed."""
    if kind in {"button", "submit", "reset", "image", "file"}:
        return []
    if kind in {"radio", "checkbox"}:
        return [control.get("value", "on")] if control.get("checked") is not None else []
    if kind == "select":
        options = control.findall(".//option")
        chosen = [option for option in options if option.get("selected") is not None] or options[:1]
        return [option.get("value", "") for option in chosen]
    if kind == "textarea":
        return [(control.text or "").removeprefix("\n")]
    return [control.get("value", "")]
