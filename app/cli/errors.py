"""How a command ends: every refusal as a message on stderr."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from app.domain.errors import UserError
from app.domain.profile_json import ProfileRefused


class Refused(click.ClickException):
    """An input that cannot be used: exit code 1, one line per problem on stderr."""

    exit_code = 1

    def show(self, file: Any = None) -> None:
        """Prints the problems alone, so that a script reads `file:line: message`."""
        click.echo(self.message, file=file or sys.stderr)


@contextmanager
def refusals(prefix: str = "") -> Iterator[None]:
    """Turns every refusal of the application into a message on stderr."""
    try:
        yield
    except ProfileRefused as refused:
        raise Refused("\n".join(f"{prefix}{problem}" for problem in refused.problems)) from None
    except UserError as refused:
        raise Refused(f"{prefix}{refused}") from None
    except OSError as error:
        raise Refused(f"{prefix}{error.filename or 'fichier'} : {error.strerror}") from None


def print_json(document: object) -> None:
    """Prints a document as JSON on stdout."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))
