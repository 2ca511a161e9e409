"""The short form of several benchmarks, one after the other in one process: it starts once for all of them.

`python -m benchmarks.quick [NAME…]`, all of them without a name. Each begins with a line « # NAME »; one that
fails says why there, and the others run all the same.
"""

import sys
import traceback
from importlib import import_module

NAMES = (
    *("document", "batch", "growth", "journeys", "login", "pages", "storage", "search", "start"),
    *("team", "web", "word"),
)
"""Those that have a short form."""


def main() -> None:
    """Run the named benchmarks; exit 1 where one failed."""
    failed = False
    for name in sys.argv[1:] or NAMES:
        print(f"# {name}", flush=True)
        failed = not _is_run(name) or failed
    sys.exit(failed)


def _is_run(name: str) -> bool:
    given, sys.argv = sys.argv, [name, "--quick"]
    try:
        import_module(f"benchmarks.{name}").main()
    except SystemExit as ended:
        print(ended.code or "", end="")
        return not ended.code
    except Exception:
        traceback.print_exc(file=sys.stdout)
        return False
    finally:
        sys.argv = given
    return True


if __name__ == "__main__":
    main()
