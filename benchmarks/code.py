"""How large the code is and how it hangs together: `python -m benchmarks.code`.

With `--check`, as `make check` runs it: only what must be zero, each line that is too long by its place.

Code lines are those that hold a token which is neither a comment nor a docstring.
"""

import ast
import io
import re
import sys
import tokenize
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).parent.parent
MOST_IN_A_TEMPLATE_LINE = 160
_NO_CODE = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENCODING,
}
_PRIVATE_IMPORT = re.compile(r"from [\w.]+ import [^\n]*\b_[a-z]\w*")


def code_lines(source: str) -> int:
    """The number of lines of a module without blank lines, comments and docstrings."""
    lines: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type not in _NO_CODE and token.type != tokenize.ENDMARKER:
            lines.update(range(token.start[0], token.end[0] + 1))
    return len(lines - set(_docstring_lines(ast.parse(source))))


def _docstring_lines(tree: ast.AST) -> Iterator[int]:
    for node in ast.walk(tree):
        for statement in getattr(node, "body", []) if not isinstance(node, ast.Lambda | ast.IfExp) else []:
            if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
                yield from range(statement.lineno, (statement.end_lineno or statement.lineno) + 1)


def modules() -> dict[str, str]:
    """The source of each module of the application by its dotted name."""
    files = sorted((ROOT / "app").rglob("*.py"))
    return {_dotted(file): file.read_text(encoding="utf-8") for file in files}


def _dotted(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def import_cycle(sources: dict[str, str]) -> list[str]:
    """The modules of one cycle of imports at the top of modules; none where there is no cycle."""
    graph = {name: set(_imported(source, sources)) - {name} for name, source in sources.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as cycle:
        return list(cycle.args[1])
    return []


def _imported(source: str, known: dict[str, str]) -> Iterator[str]:
    for node in ast.parse(source).body:
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            found = [name if name in known else node.module for name in names]
            yield from (name for name in found if name in known)


def long_lines() -> list[str]:
    """Where a line of a template is too long, as `file:line`."""
    return [
        f"{file.relative_to(ROOT)}:{number}"
        for file in sorted((ROOT / "templates").rglob("*.html"))
        for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1)
        if len(line) > MOST_IN_A_TEMPLATE_LINE
    ]


def faults(sources: dict[str, str]) -> dict[str, list[str]]:
    """What must not be there, by its name in the table."""
    return {
        "modules in a cycle of imports": import_cycle(sources),
        "private names imported by another module": [
            found for source in sources.values() for found in _PRIVATE_IMPORT.findall(source)
        ],
        f"template lines over {MOST_IN_A_TEMPLATE_LINE} characters": long_lines(),
    }


def main() -> None:
    sources = modules()
    found = faults(sources)
    if "--check" in sys.argv:
        sys.exit("\n".join(f"{name}: {', '.join(places)}" for name, places in found.items() if places) or 0)
    written = {name: source for name, source in sources.items() if ".migrations.versions" not in name}
    rows = {
        "code lines in app": sum(map(code_lines, sources.values())),
        "modules in app": len(sources),
        "modules in app, migrations left out": len(written),
        **{name: len(places) for name, places in found.items()},
    }
    print("| figure | now |\n|---|---:|")
    for name, number in rows.items():
        print(f"| {name} | {number:,} |")


if __name__ == "__main__":
    main()
