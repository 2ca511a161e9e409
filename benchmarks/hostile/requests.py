"""Requests that no browser sends: forged tokens, odd choices, headers and bodies that are at odds."""

from collections.abc import Iterator

from benchmarks.hostile.attacks import Attack, Target

_HOST = b"Host: 127.0.0.1\r\nConnection: close\r\n"
_FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"
_PARTS = b"Content-Type: multipart/form-data; boundary=x\r\n"
_PART = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n'
_CHOICES = (
    "format=exe",
    "format=docx&signataire=" + "x" * 3_000,
    "format=docx&modele=..%2F..%2Fetc%2Fpasswd",
    "format=docx&modele=%00",
    "format=pdf&signataire=commune.99999999999999999999",
    "format=docx&format=pdf&modele=",
)


def request_attacks() -> Iterator[Attack]:
    """Attacks on the server itself and on addresses that a page builds."""
    for name, content in _requests():
        yield Attack(Target.SERVER, "request: not as HTTP says", name, content)
    for choice in _CHOICES:
        path = f"/profils/{{id}}/telecharger/fichier?{choice}"
        yield Attack(Target.ADDRESS, "download: odd choices", choice[:24], path=path)
    for name in ("upload", "choice", "token"):
        for text in ("", "x" * 3_000, "\u202e", "../../etc/passwd"):
            path = "/quartiers"
            yield Attack(
                Target.FORM, "form: forged tokens", f"{name} {text[:9]}", path=path, fields={name: text}
            )
    for version in ("0", "-1", "9" * 400, "1e9", "x", "\u0661"):
        fields = {"version": version, "local_action": "x"}
        path = "/profils/{id}/engagements/interieur-2013-1-1"
        yield Attack(Target.FORM, "form: forged versions", version[:9], path=path, fields=fields)


def _requests() -> Iterator[tuple[str, bytes]]:
    yield "two lengths", _post(_FORM + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", b"0\r\n\r\n")
    yield "a length that is no number", _post(_FORM + b"Content-Length: x\r\n", b"")
    yield "a negative length", _post(_FORM + b"Content-Length: -1\r\n", b"")
    yield "a length of 1 TB", _post(_FORM + b"Content-Length: 1000000000000\r\n", b"")
    yield "an unknown coding", _post(_FORM + b"Transfer-Encoding: gzip\r\n", b"")
    yield "headers of 1 MB", b"GET / HTTP/1.1\r\nX: " + b"x" * 1_000_000 + b"\r\n\r\n"
    yield "30,000 headers", b"GET / HTTP/1.1\r\n" + b"X: x\r\n" * 30_000 + b"\r\n"
    yield "a cookie of 60 kB", b"GET / HTTP/1.1\r\n" + _HOST + b"Cookie: a=" + b"x" * 60_000 + b"\r\n\r\n"
    yield "no HTTP", b"\x16\x03\x01" + bytes(200) + b"\r\n\r\n"
    yield "another host", b"GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
    for name, body in (
        (
            "2,000 parts",
            b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n' * 2_000 + b"--x--\r\n",
        ),
        ("a part without end", b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'),
        ("headers of a part of 1 MB", b"--x\r\nX: " + b"x" * 1_000_000 + b"\r\n\r\n--x--\r\n"),
        ("1,900,000 dashes", b"-" * 1_900_000),
        ("no part", b""),
    ):
        yield name, _post(_PARTS + b"Content-Length: %d\r\n" % len(body), body)
    body = b"&" * 1_900_000
    yield "1,900,000 empty fields", _post(_FORM + b"Content-Length: %d\r\n" % len(body), body)


def _post(headers: bytes, body: bytes) -> bytes:
    return b"POST /profils/importer HTTP/1.1\r\n" + _HOST + headers + b"\r\n" + body
