"""What every address of the site owes, whatever it shows: swept over the URL map and the links."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import app
from app.settings import resource
from app.web.security import HEADERS
from tests.security.conftest import Place
from tests.security.site import send

UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
RUNS = re.compile(r"import (pickle|marshal|shelve|ctypes)\b|os\.(system|popen|exec\w+)\(|shell=True")
"""What would run, or make an object of, something received."""

SHOWN = {"text/html", "text/css", "text/javascript", "image/svg+xml", "application/json"}
"""What a browser may show: everything else is downloaded."""

UPLOAD = ("profil.json", b"{}")


def test_nothing_is_changed_by_a_form_without_its_token(place: Place) -> None:
    before = place.dump()
    statuses = {}

    for form in place.site.posted:
        for token in ([], ["forged"], [form.values["csrf_token"][0][::-1]]):
            files = {name: UPLOAD for name, kind in form.kinds.items() if kind == "file"}
            with send(place.client, form, {**form.values, "csrf_token": token}, **files) as answer:
                statuses[f"{form}, {token}"] = answer.status_code

    assert set(statuses.values()) == {400}, statuses
    assert place.dump() == before


def test_nothing_is_changed_by_an_unsafe_method_without_a_form(place: Place) -> None:
    before = place.dump()
    statuses = set()

    for address in place.site.addresses.values():
        for method in UNSAFE:
            with place.client.open(address, method=method) as answer:
                statuses.add(answer.status_code)

    assert statuses <= {400, 405}
    assert place.dump() == before


def test_reading_changes_nothing(place: Place) -> None:
    before = place.dump()

    for address in place.site.addresses.values():
        for method in ("GET", "HEAD", "OPTIONS"):
            place.client.open(address, method=method).close()

    assert place.dump() == before


def test_every_answer_carries_the_security_headers(place: Place) -> None:
    for address in place.site.addresses.values():
        for method in ("GET", "HEAD", "POST", "DELETE", "OPTIONS", "TRACE"):
            with place.client.open(address, method=method) as answer:
                assert HEADERS.items() <= dict(answer.headers).items(), (method, address)
                assert "unsafe" not in answer.headers["Content-Security-Policy"]
                assert "Access-Control-Allow-Origin" not in answer.headers
                assert "Server" not in answer.headers
                if not (answer.status_code == 200 and address.startswith(("/static/", "/identite/"))):
                    assert answer.headers["Cache-Control"] == "no-store", (method, address)


def test_every_address_says_what_it_sends(place: Place) -> None:
    for address in place.site.addresses.values():
        with place.client.get(address) as answer:
            assert answer.mimetype, address
            if answer.mimetype in {"text/html", "text/css", "text/javascript"}:
                assert answer.content_type.endswith("charset=utf-8"), address
            if answer.mimetype not in SHOWN:
                assert answer.headers["Content-Disposition"].startswith("attachment; filename"), address


def test_no_address_of_the_site_sends_one_elsewhere(place: Place) -> None:
    elsewhere = ("//mechant.example", "https:mechant.example", "/\\mechant.example", "javascript:alert(1)")

    for form in place.site.forms.values():
        for target in elsewhere:
            names = ("next", "url", "return_to", "retour", "redirect", *form.kinds.keys() - form.typed)
            extra = {name: [target] for name in names if name != "csrf_token"}
            with send(place.client, form, {**form.values, **extra}) as answer:
                assert urlsplit(answer.headers.get("Location", "/")).netloc == "", str(form)
                assert "mechant" not in answer.headers.get("Location", ""), str(form)
        place.restore()


def test_the_cookie_is_small_and_holds_nothing_that_was_typed(place: Place) -> None:
    text = "Une phrase confidentielle. " * 500

    for form in place.site.posted:
        answer = send(place.client, form, {**form.values, **{name: [text] for name in form.typed}})
        assert len(answer.headers.get("Set-Cookie", "")) < 1_000, str(form)
        answer.close()
        place.restore()


def test_no_template_switches_escaping_off() -> None:
    off = re.compile(r"\|\s*safe\b|\bautoescape\b")
    templates = list(resource("templates").rglob("*.html"))

    assert templates
    assert [path.name for path in templates if off.search(path.read_text(encoding="utf-8"))] == []


def test_the_application_runs_nothing_that_was_typed() -> None:
    package = Path(app.__file__).parent
    sources = {path.relative_to(package): path.read_text(encoding="utf-8") for path in package.rglob("*.py")}

    called = {name for text in sources.values() for name in re.findall(r"(?<![.\w])(\w+)\(", text)}
    starting = {path.parts[0] for path, text in sources.items() if re.search(r"\bsubprocess\b", text)}

    assert called & {"eval", "exec", "compile", "__import__"} == set()
    # ctypes isolates LibreOffice and tells the C library to give memory back: no kept-up library does either.
    # It also holds what PDFium answers, in a process of its own.
    running = {str(path) for path, text in sources.items() if RUNS.search(text)}
    assert running == {"documents/office/sandbox.py", "formats/foreign/pdf_words.py", "server.py"}
    # LibreOffice, on a file that the application named, and our own reader of PDF, on its standard input.
    assert starting <= {"documents", "formats"}


@pytest.mark.parametrize("name", ["site.js", "drafts.js"])
def test_a_script_writes_text_and_never_markup(name: str) -> None:
    script = (Path(app.__file__).parent / "web" / "static" / name).read_text(encoding="utf-8")

    assert "textContent" in script
    assert (
        re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|Function\(", script)
        == []
    )
