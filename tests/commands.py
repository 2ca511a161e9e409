"""The commands as a script runs them, inside the process of the tests."""

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from app.cli import main


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def printed_json(*arguments: str | Path) -> Any:
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)
