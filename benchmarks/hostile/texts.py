"""Texts typed into forms, and addresses, that a page must answer quickly."""

from collections.abc import Iterator

from benchmarks.hostile.attacks import Attack, Target

ACTION = "/profils/{id}/engagements/interieur-2013-1-1"
_TEXTS = {
    "spaces": " " * 60_000,
    "no-break spaces": "\u00a0" * 20_000,
    "figures and points": "1." * 10_000 + "a",
    "figures and spaces": "1 " * 10_000,
    "stars": "*a " * 6_600,
    "brackets": "[" * 20_000,
    "links": "[a](http://" * 1_800,
    "capitals": "A-" * 10_000 + "é",
    "combining": "e" + "\u0301" * 19_000,
    "emoji": "👩‍👩‍👧" * 2_500,
    "right to left": "\u202e" * 20_000,
    "zero width": "\u200b" * 20_000,
    "percent": "%" * 20_000,
    "formula": "=" * 20_000,
    "template": "{{7*7}}" * 2_800,
    "markup": '"><svg onload=alert(1)>' * 800,
    "lines": "\n" * 20_000,
    "bullets": "- a\n" * 5_000,
}
_FIELDS = (
    "local_action",
    "lead",
    "deadline",
    "associated",
    "indicator_year",
    "means_1_funder",
    "means_1_amount",
)


def text_attacks() -> Iterator[Attack]:
    """Attacks on forms and addresses of a saved contract."""
    for name, text in _TEXTS.items():
        for field in _FIELDS:
            yield Attack(Target.FORM, f"form: {field}", name, path=ACTION, fields={field: text})
        for field in ("communes", "quartiers", "name"):
            typed = {field: f"91228 {text}" if field == "communes" else f"QN09101M {text}"}
            yield Attack(
                Target.FORM, f"territory: {field}", name, path="/profils/{id}/territoire", fields=typed
            )
    differing = {letter: " ".join(f"{letter}{rank:x}" for rank in range(3_300)) for letter in ("a", "a z")}
    for letter, text in differing.items():
        typed = {"local_action": text[:20_000]}
        yield Attack(Target.FORM, "form: rewritten text", letter, path=ACTION, fields=typed)
    yield Attack(
        Target.ADDRESS, "comparison", "of all versions", path="/profils/{id}/versions/comparer?de=1&a=2"
    )
    for rank in range(3, 12):
        path = f"/profils/{{id}}/versions/comparer?de=1&a={rank}"
        yield Attack(Target.ADDRESS, "comparison", f"of version {rank}", path=path)
    for query in (
        "a" * 5_000,
        "st+" * 1_000,
        "%25" * 500,
        "%00",
        "%FF",
        "%F0%9F%98%80" * 300,
        '"' * 500,
        "*" * 500,
    ):
        yield Attack(Target.ADDRESS, "search", query[:12], path=f"/?q={query}")
        yield Attack(Target.ADDRESS, "search", f"territory {query[:12]}", path=f"/territoires?q={query}")
    for path in (
        "/profils/" + "9" * 5_000,
        "/profils/-1",
        "/" + "a/" * 2_000,
        "/%2e%2e/%2e%2e/etc/passwd",
        "/quartiers/x",
    ):
        yield Attack(Target.ADDRESS, "odd address", path[:20], path=path)
    page = {f"f{rank}": "x" for rank in range(5_000)}
    yield Attack(Target.FORM, "form: many fields", "5,000", path=ACTION, fields=page)
    yield Attack(
        Target.FORM, "form: many fields", "one of 1.9 MB", path=ACTION, fields={"x": "y" * 1_900_000}
    )
