"""Zip packages that are wrong in one way each: workbooks and templates share them."""

import struct
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from io import BytesIO

BILLION_LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + rank)} "{f"&{chr(97 + rank)};" * 10}">' for rank in range(9))
    + "]>"
)
ENTITY_OF_A_FILE = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'


def parts_of(content: bytes) -> dict[str, bytes]:
    """The parts of a package by name."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def package(parts: Mapping[str, bytes]) -> bytes:
    """A package with those parts."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The package with a part added or put in the place of another."""
    return package({**parts_of(content), name: part})


def broken_packages(content: bytes, main: str) -> Iterator[tuple[str, str, bytes]]:
    """Kind, name and bytes of packages that no reader should trust. `main`: the name of their main part."""
    parts = parts_of(content)
    yield "not a package", "empty file", b""
    yield "not a package", "zeros", bytes(100_000)
    yield "not a package", "an old Word or Excel file", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096)
    yield "not a package", "a PDF", b"%PDF-1.7\n" + b"x" * 10_000
    yield "not a package", "an HTML page", b"<html><table>" + b"<tr><td>x" * 10_000
    for share in (0.1, 0.5, 0.9, 0.99):
        yield "cut", f"the first {share:.0%}", content[: int(len(content) * share)]
    for place in range(30, len(content), max(1, len(content) // 12)):
        yield "bytes changed", f"at {place}", content[:place] + b"\xff\x00\xff" + content[place + 3 :]
    yield "bomb", "one part of 300 MB", with_part(content, "xl/media/zeros.bin", bytes(300_000_000))
    yield "bomb", "the main part of 100 MB", with_part(content, main, parts[main] + b" " * 100_000_000)
    yield "bomb", "20,000 parts", package({**parts, **{f"x/{rank}.xml": b"<x/>" for rank in range(20_000)}})
    yield "bomb", "a size that lies", _lying_size(content)
    head, _, rest = parts[main].partition(b"?>")
    for name, doctype in (("entities", BILLION_LAUGHS), ("a file", ENTITY_OF_A_FILE)):
        yield "DOCTYPE", name, with_part(content, main, head + b"?>" + doctype.encode() + rest)
    yield "deep XML", "100,000 levels", with_part(content, main, b"<a>" * 100_000 + b"</a>" * 100_000)
    yield "wide XML", "2,000,000 elements", with_part(content, main, b"<a>" + b"<b/>" * 2_000_000 + b"</a>")
    yield (
        "wide XML",
        "one attribute of 20 MB",
        with_part(content, main, b'<a b="' + b"x" * 20_000_000 + b'"/>'),
    )
    yield "wide XML", "100,000 namespaces", with_part(content, main, _namespaces(100_000))
    yield "encodings", "UTF-7", with_part(content, main, b'<?xml version="1.0" encoding="UTF-7"?>' + rest)
    yield "encodings", "UTF-16", with_part(content, main, parts[main].decode().encode("utf-16"))
    yield "encodings", "not UTF-8", with_part(content, main, b"<a>\xff\xfe\xfd</a>")
    for name in parts:
        yield "a part missing", name, package({kept: part for kept, part in parts.items() if kept != name})
    for name in list(parts)[:6]:
        yield "a part empty", name, with_part(content, name, b"")
    yield "names of parts", "two of one name", _doubled(parts, main)
    yield "names of parts", "outside", package({**parts, "../../../tmp/x.xml": b"<x/>", "/etc/x": b"x"})
    yield "names of parts", "of 60,000 letters", package({**parts, "x" * 60_000: b"<x/>"})


def _lying_size(content: bytes) -> bytes:
    """A central directory that says 10 bytes for parts that hold more."""
    changed = bytearray(content)
    place = changed.find(b"PK\x01\x02")
    while place != -1:
        changed[place + 24 : place + 28] = struct.pack("<I", 10)
        place = changed.find(b"PK\x01\x02", place + 4)
    return bytes(changed)


def _namespaces(number: int) -> bytes:
    return b"<a " + b" ".join(b'xmlns:n%d="u%d"' % (rank, rank) for rank in range(number)) + b"/>"


def _doubled(parts: Mapping[str, bytes], name: str) -> bytes:
    target = BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")  # zipfile says that the name is there twice: it is meant
        for known, content in (*parts.items(), (name, b"<x/>")):
            archive.writestr(known, content)
    return target.getvalue()
