"""YAML with its line numbers: values are read one by one, and every wrong one is reported.

PyYAML alone keeps the last of two equal keys, reads `01004` as 516 and `no` as False, and lets a
« # » cut a text in two. Reading the node graph instead shows each of these, with its line.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeVar

import yaml

from app.domain.problems import Problems, Refused

MAX_BYTES = 2_000_000
MAX_DEPTH = 30
_STRING = "tag:yaml.org,2002:str"
_QUOTES = "mettez la valeur entre guillemets"
_TOO_DEEP = f"imbrication trop profonde ; {MAX_DEPTH} niveaux au plus"
_LIBYAML_TOO_DEEP = "exceeded maximum nesting depth"
"""Recent versions of libyaml refuse 1,000 levels themselves, before they tell of the first one."""

_NOT_YAML = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")


Kind = TypeVar("Kind", bound=StrEnum)


class CatalogueRefused(Refused):
    """A catalogue that cannot be used: every problem of every file."""


@dataclass(frozen=True, slots=True)
class Place:
    """A value of a file, with the place to name when it is wrong."""

    file: str
    node: yaml.Node
    report: Problems = field(repr=False)

    @property
    def line(self) -> int:
        """The line of the value, counted from 1."""
        return int(self.node.start_mark.line) + 1

    def refuse(self, message: str) -> None:
        """Report a problem at this place."""
        self.report.add(self.file, message, self.line)

    def mapping(self, required: tuple[str, ...], optional: tuple[str, ...] = ()) -> "Values":
        """Return the values by key. Missing, unknown and doubled keys are reported."""
        found = Values()
        if not isinstance(self.node, yaml.MappingNode):
            self.refuse(f"« clé : valeur » attendu, avec les clés {', '.join(required)}")
            return found
        for key_node, value_node in self.node.value:
            key = Place(self.file, key_node, self.report)
            name = str(key_node.value)
            if key_node.tag != _STRING:
                key.refuse(f"clé « {name} » lue comme autre chose qu’un texte : {_QUOTES}")
            elif name in found:
                key.refuse(f"clé « {name} » en double : gardez-en une seule")
            elif name not in (*required, *optional):
                key.refuse(f"clé inconnue « {name} » ; clés possibles : {', '.join((*required, *optional))}")
            else:
                found[name] = Place(self.file, value_node, self.report)
        for name in required:
            if name not in found:
                self.refuse(f"clé manquante « {name} »")
        return found

    def sequence(self) -> list["Place"]:
        """Return the values of a list."""
        if not isinstance(self.node, yaml.SequenceNode):
            self.refuse("liste attendue")
            return []
        return [Place(self.file, node, self.report) for node in self.node.value]

    def text(self) -> str:
        """Return a text that is not empty. YAML's other readings of it (no, 01004, a date) are refused."""
        if not isinstance(self.node, yaml.ScalarNode):
            self.refuse("texte attendu")
            return ""
        value = str(self.node.value)
        if self.node.tag != _STRING:
            self.refuse(f"« {value} » n’est pas lu comme un texte : {_QUOTES}")
        elif not value.strip():
            self.refuse("texte vide")
        return value

    def texts(self) -> tuple[str, ...]:
        """Return a list of texts."""
        return tuple(place.text() for place in self.sequence())

    def integer(self) -> int:
        """Return a whole number written in plain decimal digits."""
        value = str(self.node.value)
        if not self._is_plain_scalar() or not _is_plain_integer(value):
            self.refuse("nombre entier attendu, sans guillemets ni zéro de tête")
            return 0
        return int(value)

    def boolean(self) -> bool:
        """Return whether `true` or `false` is written, spelled so."""
        if self.node.value not in ("true", "false") or not self._is_plain_scalar():
            self.refuse("true ou false attendu, sans guillemets")
        return bool(self.node.value == "true")

    def _is_plain_scalar(self) -> bool:
        return isinstance(self.node, yaml.ScalarNode) and not self.node.style

    def date(self) -> date:
        """Return a day written "2013-07-08", between quotes."""
        try:
            return date.fromisoformat(self.text())
        except ValueError:
            self.refuse('date attendue entre guillemets : "2013-07-08"')
            return date.min

    def one_of(self, known: tuple[str, ...], what: str) -> str:
        """Return a text among known ones; `what` names the thing in the message."""
        value = self.text()
        if value and value not in known:
            self.refuse(f"{what} « {value} » ; possibles : {', '.join(known)}")
        return value


class Values(dict[str, Place]):
    """The values of a mapping by key, read where they are there: what lacks is empty."""

    def text(self, key: str) -> str:
        """Return a text, or nothing."""
        return self[key].text() if key in self else ""

    def optional_text(self, key: str) -> str | None:
        """Return a text; None without it."""
        return self[key].text() if key in self else None

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts."""
        return self[key].texts() if key in self else ()

    def integer(self, key: str) -> int | None:
        """Return a whole number; None without it."""
        return self[key].integer() if key in self else None

    def flag(self, key: str) -> bool:
        """Return whether it says `true`."""
        return key in self and self[key].boolean()

    def date(self, key: str) -> date:
        """Return a day; the first of all without it."""
        return self[key].date() if key in self else date.min

    def list(self, key: str) -> list[Place]:
        """Return the values of a list."""
        return self[key].sequence() if key in self else []

    def one_of(self, key: str, known: tuple[str, ...], what: str) -> str:
        """Return a text among known ones, or nothing; `what` names the thing in the message."""
        return self[key].one_of(known, what) if key in self else ""

    def choice(self, key: str, kinds: type[Kind], what: str) -> Kind | None:
        """Return which of these kinds it names; None where it is absent or wrong."""
        name = self.one_of(key, tuple(kinds), what)
        return kinds(name) if name in tuple(kinds) else None


def _is_plain_integer(value: str) -> bool:
    return value.isascii() and value.isdigit() and (value == "0" or not value.startswith("0"))


def read_content(content: bytes, name: str, report: Problems) -> Place | None:
    """Return the root value of the content of a YAML file, or None with the problem reported."""
    text = _decoded(content, name, report)
    node = _composed(text, name, report) if text is not None else None
    if text is None or node is None:
        return None
    _refuse_cut_texts(node, text.split("\n"), name, report)
    return Place(name, node, report)


def _decoded(content: bytes, name: str, report: Problems) -> str | None:
    if len(content) > MAX_BYTES:
        report.add(name, f"fichier de plus de {MAX_BYTES} octets : découpez-le", 1)
        return None
    if content.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        report.add(name, "marque d’ordre des octets (BOM) : enregistrez en UTF-8 sans BOM", 1)
        return None
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        report.add(name, "octets qui ne sont pas de l’UTF-8 : enregistrez le fichier en UTF-8", line)
        return None


def _composed(text: str, name: str, report: Problems) -> yaml.Node | None:
    """Return the graph of a file's values; anchors and deep nesting are refused before they cost anything."""
    try:
        if fault := _forbidden(text):
            report.add(name, *fault)
            return None
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        report.add(name, _advice(error), mark.line + 1 if mark else 1)
        return None
    except yaml.YAMLError:
        line = text.count("\n", 0, _first_forbidden(text)) + 1
        report.add(name, "caractère que YAML n’admet pas : retapez cette ligne", line)
        return None
    if node is None:
        report.add(name, "fichier vide", 1)
    return node


def _forbidden(text: str) -> tuple[str, int] | None:
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            return "ancres et alias ne sont pas admis : recopiez la valeur", line
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            return _TOO_DEEP, line
    return None


def _advice(error: yaml.MarkedYAMLError) -> str:
    if error.problem == _LIBYAML_TOO_DEEP:
        return _TOO_DEEP
    return "YAML illisible : vérifiez le retrait, les guillemets, les tabulations et les deux-points"


def _first_forbidden(text: str) -> int:
    found = _NOT_YAML.search(text)
    return found.start() if found else 0


def _refuse_cut_texts(root: yaml.Node, lines: list[str], name: str, report: Problems) -> None:
    """Refuse an unquoted « Action #3 ».

    It is read as « Action », and the rest would be lost without a word.
    """
    waiting = [root]
    while waiting:
        node = waiting.pop()
        waiting.extend(_children(node))
        if isinstance(node, yaml.ScalarNode) and not node.style and node.tag == _STRING:
            rest = lines[node.end_mark.line][node.end_mark.column :] if node.end_mark else ""
            if rest.lstrip(" ").startswith("#"):
                report.add(name, f"un « # » coupe le texte : {_QUOTES}", node.start_mark.line + 1)


def _children(node: yaml.Node) -> Iterator[yaml.Node]:
    if isinstance(node, yaml.SequenceNode):
        yield from node.value
    elif isinstance(node, yaml.MappingNode):
        for pair in node.value:
            yield from pair
