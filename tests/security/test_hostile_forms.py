"""Hostile values into every field of every form that the pages show.

No answer is a fault; what is refused stays on the screen and changes nothing; what is accepted is
clean, belongs to the form, and is shown literally wherever it stands.
"""

import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from io import BytesIO
from itertools import cycle
from urllib.parse import urlencode

import pytest
from werkzeug.test import TestResponse

from app.documents.publish import Format
from app.domain.profile_json import profile_document, read_profile
from app.domain.text import MAX_TEXT, clean
from app.store.tables import METADATA
from app.web.services import Services
from tests.documents.word.reading import whole_text
from tests.documents.word.structure import faults
from tests.security.conftest import Place
from tests.security.database import refusing
from tests.security.site import UPLOADS, Form, Values, explored, forms_of, send, shown

CANARY = "\"'><svg onload=x>]]>{{7191*7}}{% raw %}=1+1&amp;$(x)"
"""Breaks out of a text, an attribute, a CDATA section, a template, a cell, a shell."""

EVALUATED = str(7191 * 7)
MARKUP = "<svg onload"

TEXTS = {
    "controls": f"\x00\x01\x0b\x1f\x7f\x85\ufffe\uffff\u202e\u2066\u200b\u2028{CANARY}",
    "nothing visible": "\u200b\u2060\ufeff \u3164",
    "a number that explodes": "1E+999999",
    "a long number": "9" * 5_000,
    "digits of another script": "١٢",
    "a day that does not exist": "30/02/2028",
    "too long": "x" * (MAX_TEXT + 1),
    "a megabyte": "x" * 1_000_000,
    "combining marks": "é" + "\u0301" * 200,
    "a path": "../../etc/passwd\x00.json",
}
SEEN_BY_A_DATABASE = ("controls", "a number that explodes", "a long number", "a megabyte")
"""What an engine could take or refuse otherwise than another; of the rest, forms see all."""
FORGED_WITH = ("controls", "a long number")
"""What is sent in the fields that a page hides: a text, and what should be a number."""
ALONE = [what for what in TEXTS if what != "a megabyte"]
"""What the fields are sent alone, each its own: what is accepted in one place and refused in another."""


def zipped(name: str, content: bytes) -> bytes:
    """An archive of one member."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return target.getvalue()


FILES = {
    "nothing": (f"{CANARY}.json", b""),
    "no UTF-8": ("../../etc/passwd", b"\xff\xfe\x00\xd8"),
    "deep": ("profil.json", b'{"a":' * 50_000),
    "markup": ("profil.json", f'{{"schema": 1, "name": "{CANARY!r}"}}'.encode()),
    "an archive that swells": ("classeur.xlsx", zipped("xl/worksheets/sheet1.xml", bytes(50_000_000))),
    "an archive that climbs": ("modele.docx", zipped("../../../etc/cron.d/x", b"x")),
    "an old document": ("modele.docx", b"\xd0\xcf\x11\xe0" + bytes(5_000)),
    "half an archive": ("classeur.xlsx", zipped("[Content_Types].xml", b"<Types/>")[:-30]),
    "a bomb": ("liste.csv", b"code_qp;lib_qp;insee_com\n" + b"=cmd|' /C calc'!A0;\n" * 20_000),
}
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
"""What no saved text may hold, whatever cleans it."""

FORGED = "739173917"
"""A number that fits every column, and that nothing else on the site is."""

FORM = "application/x-www-form-urlencoded"
KEPT = "Gardé à l’écran"
IN_THE_SESSION = ("/votre-nom", "/mon-organisme")
"""How the addresses end whose form writes in no database."""
NOBODY_ANSWERS = 502
"""The official list is asked for at an address where nothing listens."""
REFUSED = {400, 409, 410, 413, 415, 422, NOBODY_ANSWERS}


def each_alone(form: Form) -> Iterator[tuple[str, Values]]:
    """A hostile value in each field in turn, the others as the page showed them.

    Every value in every field alone would take ten times longer: what a field reads as a number, a date
    or a choice is refused by that field, whatever its neighbours hold. Of the rows of a list, the first.
    """
    named = [name for name, kind in form.kinds.items() if kind != "file"]
    fields = {re.sub("[0-9]+", "", name): name for name in reversed(named)}.values()
    for name, what in zip(fields, cycle(ALONE), strict=False):
        yield f"{name}: {what}", {**form.values, name: [TEXTS[what]]}


def all_at_once(form: Form, texts: Mapping[str, str]) -> Iterator[tuple[str, Values]]:
    """One of these texts in all the fields that a person fills; then in all that the page hides but one.

    Each field of a person twice, then as an array.
    """
    guard = "csrf_token"  # with a bad one, nothing else is read
    seen = [name for name, kind in form.kinds.items() if kind not in {"file", "hidden"}]
    hidden = [name for name, kind in form.kinds.items() if kind == "hidden" and name != guard]
    for what, text in texts.items():
        forged = hidden if what in FORGED_WITH else []
        for fields in (seen[:1] if what == "a megabyte" else seen, forged):
            if fields:
                yield f"{fields}: {what}", {**form.values, **{name: [text] for name in fields}}
    twice = {name: [*form.values.get(name, ["a"]), CANARY] for name in seen}
    yield "twice", {**form.values, **twice}
    others = {name: value for name, value in form.values.items() if name not in seen}
    arrays = {f"{name}[]": ["a"] for name in seen} | {f"{name}[0]": ["b"] for name in seen}
    yield "arrays", {**others, **arrays}


def complaints(place: Place, form: Form, values: Values, answer: TestResponse, before: str) -> Iterator[str]:
    """What is wrong with an answer."""
    page = answer.get_data(as_text=True) if answer.mimetype == "text/html" else ""
    if answer.status_code not in {200, 303, *REFUSED}:
        yield f"answers {answer.status_code}"
    if MARKUP in page or EVALUATED in page:
        yield "shows markup, or evaluates it"
    if answer.status_code in REFUSED and place.dump() != before:
        yield "refuses, and changes something"
    if form.method == "POST" and answer.status_code in REFUSED - {413}:
        yield from (f"loses {name}" for name in form.typed if not kept(answer, name, values))


def kept(answer: TestResponse, name: str, values: Values) -> bool:
    """Whether what was typed in a field is still on the page, but for what cannot be seen."""
    typed = values.get(name, [""])[0]
    return visible(typed) == "" or visible(typed) in map(visible, shown(answer, name))


def visible(text: str) -> str:
    return " ".join(clean(text).text.split())


def unsound(place: Place) -> Iterator[str]:
    """What should not be saved: a text with something invisible, a profile that the readers refuse."""
    parts: Services = place.app.extensions["contrat_de_ville"]
    for saved in place.store.all():
        exported = profile_document(saved.profile, saved.catalogue)
        if read_profile(exported, parts.catalogue) != saved.profile:
            yield f"profile {saved.id} is not what it reads as"
        yield from (f"keeps {text!r}" for text in texts(asdict(saved.profile)) if UNSEEN.search(text))
        yield from (
            f"keeps {len(text)} characters" for text in texts(asdict(saved.profile)) if len(text) > MAX_TEXT
        )


def texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from texts(key)
            yield from texts(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from texts(inner)


def swept(place: Place, attempts: Callable[[Form], Iterable[tuple[str, Values]]]) -> Iterator[str]:
    """What is wrong after each attempt on each form; what it may have changed is put back."""
    before = place.dump()
    for form in place.site.forms.values():
        for what, values in attempts(form):
            with send(place.client, form, values) as answer:
                wrong = list(complaints(place, form, values, answer, before))
                if form.method == "POST" and answer.status_code in {200, 303}:
                    wrong.extend(unsound(place))
                    place.restore()
                yield from (f"{form}, {what}: {one}" for one in wrong)


def test_no_hostile_value_in_any_field_is_a_fault_or_is_lost(place: Place) -> None:
    # On one engine: which field holds a value is nothing that a database sees.
    assert "\n".join(swept(place, each_alone)) == ""


@pytest.mark.stricter_engine
def test_no_hostile_value_in_all_fields_at_once_is_a_fault_or_is_lost(place: Place) -> None:
    # The other texts are tried in each field alone, above.
    sent = {what: TEXTS[what] for what in SEEN_BY_A_DATABASE}
    assert "\n".join(swept(place, lambda form: all_at_once(form, sent))) == ""


def test_no_hostile_file_is_a_fault_or_changes_anything(place: Place) -> None:
    before = place.dump()
    found = []

    taking = [form for form in place.site.posted if "file" in form.kinds.values()]
    for form in taking:
        (name,) = [name for name, kind in form.kinds.items() if kind == "file"]
        for what, file in FILES.items():
            with send(place.client, form, form.values, **{name: file}) as answer:
                wrong = list(complaints(place, form, form.values, answer, before))
                found.extend(f"{form}, {what}: {one}" for one in wrong)
                if answer.status_code not in REFUSED:
                    found.append(f"{form}, {what}: is accepted")

    assert taking
    assert "\n".join(found) == ""


def test_no_form_writes_a_column_that_it_does_not_show(place: Place) -> None:
    columns = {column.name for table in METADATA.tables.values() for column in table.columns}
    found = []

    for form in place.site.posted:
        forged = {column: [FORGED] for column in columns - form.kinds.keys()}
        send(place.client, form, {**form.values, **forged}).close()
        if FORGED in place.dump():
            found.append(str(form))
        place.restore()

    assert found == []


def test_no_form_takes_what_is_not_utf8(place: Place) -> None:
    # The body is decoded before any field is looked for: each field is sent one kind of bad octets.
    bad = cycle([b"%ED%A0%80", b"%FF", b"%C3", b"%F5%80%80%80"])
    before = place.dump()
    answers = {}

    for form in place.site.posted:
        body = urlencode({**form.values, "x": ["y"]}, doseq=True).encode()
        for name, octets in zip(form.kinds, bad, strict=False):
            spoiled = re.sub(rb"(^|&)" + name.encode() + rb"=[^&]*", b"", body)
            sent = b"&".join((spoiled, name.encode() + b"=" + octets))
            answer = place.client.post(form.address, data=sent, content_type=FORM)
            answers[f"{form}, {name}, {octets!r}"] = answer.status_code

    assert set(answers.values()) == {400}
    assert place.dump() == before


def test_what_was_accepted_is_shown_literally_wherever_it_stands(place: Place) -> None:
    accepted = []

    for form in [form for form in place.site.posted if form.typed]:
        with place.client.get(form.page) as page:
            now = next((one for one in forms_of(page, form.page) if one.identity == form.identity), form)
        with send(place.client, now, taken(place, now, CANARY)) as answer:
            accepted += [str(form)] * (answer.status_code == 303)
    for address in explored(place.app, place.client).addresses.values():
        with place.client.get(address) as answer:
            assert list(literally(answer)) == [], address

    assert len(accepted) >= 4
    assert place.dump().count(MARKUP) >= 20


def taken(place: Place, form: Form, text: str) -> Values:
    """The values of a form, with this text in every field that takes it."""
    typed = {name: [text] for name in form.typed}
    with send(place.client, form, {**form.values, **typed}) as answer:
        wrong = set(re.findall(r'name="(\w+)"[^>]*aria-invalid', answer.text))
    return {**form.values, **{name: typed[name] for name in typed.keys() - wrong}}


def literally(answer: TestResponse) -> Iterator[str]:
    """What is wrong with an answer that holds the canary."""
    if answer.mimetype == "text/html" and (MARKUP in answer.text or EVALUATED in answer.text):
        yield "markup on the page"
    if MARKUP in str(answer.headers) or EVALUATED in str(answer.headers):
        yield "markup in a header"
    if answer.mimetype == Format.WORD.mimetype:
        yield from map(str, faults(answer.data))
        if EVALUATED in whole_text(answer.data):
            yield "a template in the Word file"


@pytest.mark.stricter_engine
def test_what_no_database_takes_is_given_back_whole_and_sent_again_without_loss(place: Place) -> None:
    given_back = []

    for form in [
        form for form in place.site.posted if form.typed and not form.address.endswith(IN_THE_SESSION)
    ]:
        files = {name: UPLOADS[1] for name, kind in form.kinds.items() if kind == "file"}
        with refusing(place.database):
            values = taken(place, form, KEPT)
            answer = send(place.client, form, values, **files)
        if answer.status_code != 503:
            # The page shows an empty form to be completed, or says that nobody answers.
            assert answer.status_code in {422, NOBODY_ANSWERS}, str(form)
            continue
        given_back.append(again := forms_of(answer, form.address)[0])

        assert [name for name in form.typed if values[name] != again.values.get(name)] == [], str(form)
        assert [name for name in form.typed if f">{name}<" in answer.text] == [], f"{form}: no label"
        assert send(place.client, again, again.values, **files).status_code == 303, str(form)
        place.restore()

    assert len(given_back) >= 4
