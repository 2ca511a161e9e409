"""Other ways to a Word file, each on our own template, with the clauses and a table for each of them.

Their document is far simpler than ours: no contents, notes, links, bookmarks, content controls or annexes.
"""

import html
import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from subprocess import PIPE
from typing import Any

import docx

from app.domain.draft import Draft
from app.settings import resource

ROWS = ("Action locale", "Pilote", "Échéance", "Indicateur", "Moyens")
TO_FILL = "[à compléter]"
NODE_FOLDER = Path(__file__).parent.parent / ".bench"
TEMPLATE = resource("docx_templates") / "contrat.docx"
_NODE = """
const {readFileSync} = require("fs"), PizZip = require("pizzip"), Docxtemplater = require("docxtemplater");
const template = readFileSync(process.argv[1]), data = JSON.parse(readFileSync(process.argv[2]));
require("readline").createInterface({input: process.stdin}).on("line", () => {
  const start = process.hrtime.bigint();
  const made = new Docxtemplater(new PizZip(template), {paragraphLoop: true, linebreaks: true});
  made.render(data);
  made.getZip().generate({type: "nodebuffer", compression: "DEFLATE"});
  console.log(Number(process.hrtime.bigint() - start) / 1e9);
});
"""


def simple(draft: Draft) -> list[dict[str, Any]]:
    """What every contestant writes of a clause."""
    return [
        {
            "title": f"Engagement {rank} — {entry.convention.title}",
            "lead_in": list(entry.lead_in),
            "text": entry.commitment.text,
            "because": entry.because,
            "rows": [{"label": label, "value": TO_FILL} for label in ROWS],
        }
        for rank, entry in enumerate(draft.entries(), start=1)
    ]


def python_docx(clauses: list[dict[str, Any]]) -> Callable[[], None]:
    """As its documentation shows."""

    def write() -> None:
        document = docx.Document(str(TEMPLATE))
        for clause in clauses:
            document.add_paragraph(clause["title"], style="Heading 3")
            for text in clause["lead_in"]:
                document.add_paragraph(text, style="Normal")
            document.add_paragraph(clause["text"], style="Visa")
            document.add_paragraph(clause["because"], style="Normal")
            table = document.add_table(rows=0, cols=2)
            for row in clause["rows"]:
                cells = table.add_row().cells
                cells[0].text, cells[1].text = row["label"], row["value"]
        document.save(BytesIO())

    return write


def docxtpl(clauses: list[dict[str, Any]], folder: Path) -> Callable[[], None] | None:
    """Jinja inside Word; the template is opened at each draft, as it must be."""
    try:
        from docxtpl import DocxTemplate  # noqa: PLC0415 — only where `.[bench]` is installed
    except ImportError:
        return None
    path = folder / "docxtpl.docx"
    before = [
        "{%p for c in clauses %}",
        "{{ c.title }}",
        "{%p for t in c.lead_in %}",
        "{{ t }}",
        "{%p endfor %}",
    ]
    rows = [("{%tr for r in c.rows %}", ""), ("{{ r.label }}", "{{ r.value }}"), ("{%tr endfor %}", "")]
    _template(path, [*before, "{{ c.text }}", "{{ c.because }}"], rows, "{%p endfor %}")

    def write() -> None:
        template = DocxTemplate(path)
        template.render({"clauses": clauses}, autoescape=True)
        template.save(BytesIO())

    return write


@contextmanager
def docxtemplater(clauses: list[dict[str, Any]], folder: Path) -> Iterator[Callable[[], float] | None]:
    """In Node, kept running and warm; it times itself, so that its start is not counted."""
    if not (shutil.which("node") and (NODE_FOLDER / "node_modules" / "docxtemplater").is_dir()):
        yield None
        return
    path, content = folder / "docxtemplater.docx", folder / "clauses.json"
    before = ["{#clauses}", "{title}", "{#lead_in}", "{.}", "{/lead_in}", "{text}", "{because}"]
    _template(path, before, [("{#rows}{label}", "{value}{/rows}")], "{/clauses}")
    content.write_text(json.dumps({"clauses": clauses}), encoding="utf-8")
    command = ["node", "-e", _NODE, str(path), str(content)]
    with subprocess.Popen(command, stdin=PIPE, stdout=PIPE, text=True, bufsize=1, cwd=NODE_FOLDER) as node:
        assert node.stdin is not None
        assert node.stdout is not None
        stdin, stdout = node.stdin, node.stdout

        def seconds() -> float:
            stdin.write("\n")
            return float(stdout.readline())

        yield seconds
        stdin.close()


def pandoc(clauses: list[dict[str, Any]], folder: Path) -> Callable[[], None] | None:
    """One run of the program for each draft, from HTML."""
    try:
        from pypandoc import get_pandoc_path  # noqa: PLC0415 — only where `.[bench]` is installed
    except ImportError:
        return None
    source, target = folder / "clauses.html", folder / "pandoc.docx"
    source.write_text("".join(map(_html, clauses)), encoding="utf-8")
    command = [get_pandoc_path(), str(source), "-o", str(target), f"--reference-doc={TEMPLATE}"]
    return lambda: _run(command)


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True)


def _html(clause: dict[str, Any]) -> str:
    lead_in = "".join(f"<p>{html.escape(text)}</p>" for text in clause["lead_in"])
    rows = "".join(f"<tr><td>{row['label']}</td><td>{row['value']}</td></tr>" for row in clause["rows"])
    return (
        f"<h3>{html.escape(clause['title'])}</h3>{lead_in}<blockquote>{html.escape(clause['text'])}</blockquote>"
        f"<p>{html.escape(clause['because'])}</p><table>{rows}</table>"
    )


def _template(path: Path, before: list[str], rows: list[tuple[str, str]], after: str) -> None:
    """Our template with the tags of another engine: paragraphs, a table, a last paragraph."""
    document = docx.Document(str(TEMPLATE))
    for text in before:
        document.add_paragraph(text, style="Heading 3" if "title" in text else "Normal")
    table = document.add_table(rows=0, cols=2)
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.add_paragraph(after)
    document.save(str(path))
