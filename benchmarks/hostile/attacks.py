"""What an outsider sends: a file to a page that takes one, a text to a form, an address, a template."""

from dataclasses import dataclass, field
from enum import StrEnum


class Target(StrEnum):
    """Where a hostile thing is sent."""

    WORKBOOK = "workbook"
    LIST = "list of quartiers"
    PROFILE = "profile"
    FORM = "form"
    ADDRESS = "address"
    TEMPLATE = "template"
    SERVER = "server"


@dataclass(frozen=True)
class Attack:
    """One hostile thing. `path` may hold {id}.

    `content` is a file, or a whole request to the server; `fields` are those of a form.
    """

    target: Target
    kind: str
    name: str
    content: bytes = b""
    path: str = ""
    fields: dict[str, str] = field(default_factory=dict)
