"""Lists of quartiers and exported profiles that are too long, too deep, or not what they say."""

import json
from collections.abc import Iterator

from benchmarks.hostile.attacks import Attack, Target

HEAD = "code_qp;nom_qp;code_insee\n"
ROW = "QN09101M;Les Pyramides;91228\n"


def list_attacks() -> Iterator[Attack]:
    """Attacks on the import of the list of quartiers."""
    for kind, name, content in _lists():
        yield Attack(Target.LIST, f"list: {kind}", name, content)


def profile_attacks(profile: dict[str, object]) -> Iterator[Attack]:
    """Attacks on the import of a profile, made from one that the site exported."""
    for kind, name, content in _profiles(profile):
        yield Attack(Target.PROFILE, f"profile: {kind}", name, content)


def _lists() -> Iterator[tuple[str, str, bytes]]:
    yield "bad lines", "1,200,000 short ones", (HEAD + "x;y;z\n" * 1_200_000).encode()
    yield "bad lines", "7,000,000 empty ones", (HEAD + ";\n" * 7_000_000).encode()[:14_900_000]
    yield "bad lines", "14 MB on one line", (HEAD + "x" * 14_000_000).encode()
    yield "bad lines", "a quote that never ends", (HEAD + '"' + ROW * 400_000).encode()
    yield (
        "bad lines",
        "100,000 columns",
        (";".join(f"c{rank}" for rank in range(100_000)) + "\n" + ROW).encode(),
    )
    yield "many quartiers", "300,000 of one code", (HEAD + ROW * 300_000).encode()
    coded = "".join(f"QN{rank:05d}M;Q;91228\n" for rank in range(99_999))
    yield "many quartiers", "99,999", (HEAD + coded).encode()
    yield "many quartiers", "one in 500,000 communes", (HEAD + "QN09101M;P;" + "91228," * 500_000).encode()
    yield "names", "of 5 MB", (HEAD + f"QN09101M;{'x' * 5_000_000};91228").encode()
    yield "names", "of spaces", (HEAD + f"QN09101M;{' ' * 5_000_000};91228").encode()
    yield "names", "of combining accents", (HEAD + "QN09101M;e" + "\u0301" * 2_000_000 + ";91228").encode()
    yield "encodings", "UTF-16", (HEAD + ROW).encode("utf-16")
    yield "encodings", "UTF-32", (HEAD + ROW).encode("utf-32")
    yield "encodings", "random", bytes(range(256)) * 1_000
    yield "encodings", "NUL", (HEAD + ROW).encode().replace(b"P", b"\0")
    yield "JSON", "100,000 levels", b"[" * 100_000
    yield "JSON", "1,000,000 empty records", json.dumps([{}] * 1_000_000).encode()
    yield "JSON", "a number of 100,000 digits", b'[{"code_qp": ' + b"9" * 100_000 + b"}]"
    yield "GeoJSON", "700,000 points", _outline(700_000)
    yield "GeoJSON", "200,000 empty features", _features(200_000)
    yield "not a list", "a zip", b"PK\x03\x04" + bytes(1_000)
    yield "not a list", "a page", b"<!DOCTYPE html><html>" + b"<td>QN09101M" * 50_000
    yield "not a list", "a workbook that is not one", b"PK\x05\x06" + bytes(18)
    yield "not a list", "XML entities", b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'


def _outline(points: int) -> bytes:
    shape = {"type": "Polygon", "coordinates": [[[2.4, 48.6]] * points]}
    properties = {"code_qp": "QN09101M", "nom_qp": "P", "insee_com": "91228"}
    feature = {"type": "Feature", "properties": properties, "geometry": shape}
    return json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()


def _features(number: int) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": [{"type": "Feature"}] * number}).encode()


def _profiles(profile: dict[str, object]) -> Iterator[tuple[str, str, bytes]]:
    def changed(**keys: object) -> bytes:
        return json.dumps({**profile, **keys}).encode()[:1_990_000]

    yield "unknown keys", "20,000", changed(**{f"k{rank}": 1 for rank in range(20_000)})
    yield "unknown keys", "130,000", json.dumps({f"k{rank}": 1 for rank in range(130_000)}).encode()
    yield "doubled keys", "130,000", b"{" + b",".join(b'"k":1' for _ in range(300_000)) + b"}"
    actions = {f"k{rank}": {"lead": "x"} for rank in range(50_000)}
    yield "unknown keys", "50,000 actions", changed(adaptations=actions)
    yield "unknown keys", "of 10,000 letters", changed(**{"k" * 10_000 + str(rank): 1 for rank in range(150)})
    associated = {"interieur-2013-1-1": {"associated": ["x"] * 400_000}}
    yield "long lists", "400,000 associates", changed(adaptations=associated)
    yield "long lists", "100,000 partners", changed(partners=["x"] * 100_000)
    yield "long lists", "100,000 communes", changed(territory={"kind": "epci", "communes": [{}] * 100_000})
    yield "long texts", "a name of 1.9 MB", changed(name="x" * 1_900_000)
    yield "long texts", "a name of spaces", changed(name=" " * 1_900_000)
    yield "long texts", "controls", changed(name="\x00" * 300_000)
    yield "long texts", "surrogates", changed(name="\ud800" * 300_000)
    for sign in ("[", '{"a":'):
        yield "deep JSON", f"500,000 times {sign}", (sign * 500_000).encode()[:1_990_000]
    yield "numbers", "100,000 digits", b'{"schema": ' + b"1" * 100_000 + b"}"
    yield "numbers", "an exponent", b'{"schema": 1e999999}'
    for name, content in (
        ("empty", b""),
        ("a list", b"[]"),
        ("a word", b"null"),
        ("NaN", b"NaN"),
        ("cut", b'{"name": "x'),
    ):
        yield "not a profile", name, content
