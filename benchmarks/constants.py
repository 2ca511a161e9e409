"""The pages of the site from constants: their templates, rendered with values made once, and nothing else.

`python -m benchmarks.constants --port P --saved FILE ADDRESS…`: each address is asked once of the whole
application; from then on its template alone is rendered, by a bare application under the same server. What is
posted saves the document of FILE in bare SQL.
"""

from pathlib import Path
from typing import Any

import click
from flask import Flask, redirect, render_template, request, template_rendered
from flask.typing import ResponseReturnValue

from app import create_app
from app.cli.serve import LARGEST_BODY
from app.server import serve_until_stopped
from benchmarks.limits import BareSaves

Constants = tuple[str, dict[str, Any]]


@click.command()
@click.argument("addresses", nargs=-1)
@click.option("--port", type=int, required=True)
@click.option("--saved", type=click.Path(path_type=Path), required=True)
def main(addresses: tuple[str, ...], port: int, saved: Path) -> None:
    application = create_app()
    pages = {address: _constants(application, address) for address in addresses}
    saves = BareSaves(saved.with_suffix(".sqlite3"), saved.read_text(encoding="utf-8"))
    serve_until_stopped(_bare(application, pages, saves), "127.0.0.1", port, LARGEST_BODY)


def _constants(application: Flask, address: str) -> Constants:
    """The template of a page, and all that it was given."""
    found: list[Constants] = []

    def note(_: Flask, template: Any, context: dict[str, Any], **__: object) -> None:
        found.append((template.name, {**context}))

    with template_rendered.connected_to(note, application):
        assert application.test_client().get(address).status_code == 200
    ((template, context),) = found
    for own in ("request", "session", "g"):
        context.pop(own, None)
    return template, context


def _bare(application: Flask, pages: dict[str, Constants], saves: BareSaves) -> Flask:
    """An application that knows the same addresses, for the links, and does nothing but render.

    What a template asks for by name answers 0: no count of the site is made.
    """
    bare = Flask("bare", template_folder=application.template_folder, static_folder=None)
    bare.url_map = application.url_map
    bare.jinja_env.filters.update(application.jinja_env.filters)
    named = application.jinja_env.globals
    own = {name: lambda *_: 0 for name in set(named) - set(bare.jinja_env.globals)}
    bare.jinja_env.globals |= own | {
        "contract_steps": named["contract_steps"],
        "pending_changes": lambda _: (),
    }

    @bare.before_request
    def answer() -> ResponseReturnValue:
        if request.method == "POST":
            saves.save()
            return redirect("/", 303)
        query = request.environ["QUERY_STRING"]
        template, context = pages.get(f"{request.path}?{query}" if query else request.path, (None, {}))
        return render_template(template, **context) if template else "Vide"

    return bare


if __name__ == "__main__":
    main()
