"""The leads and associated partners of an action follow the signatories that were renamed before.

Until now a signatory that got another name left its former one in the actions: they were in nobody's extract.
The versions of a contract tell who was renamed: from one to the next a name of a partner went, one came, and
there were as many. Where a name of an action was such a one, and names nobody who signs now, it becomes the
present name, in a version of its own, which says so; what was typed stays in the version before it.

Nothing is guessed. Where two names went at once, where two signatories had that name, or where it is found in
no version, the action is left as it is: completeness and the page of downloads say what is in no extract.
"""

import json
import re
import unicodedata
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

LABEL = "Pilotes rattachés aux signataires renommés"

_PROFILES = sa.table("profiles", *(sa.column(name) for name in ("id", "document", "version", "catalogue")))
_VERSIONS = sa.table(
    "profile_versions",
    *(
        sa.column(name)
        for name in ("profile_id", "number", "saved_at", "label", "catalogue", "document", "author")
    ),
)
_BATCH = 100
_SMALL_WORDS = {"le", "la", "les", "l", "de", "du", "des", "d"}
_SAME_BODY = {"ville": "commune", "mairie": "commune"}

Document = dict[str, Any]
Renamed = dict[str, str]
"""The present name of a signatory, by the folded former one."""


def upgrade() -> None:
    connection = op.get_bind()
    for row in _profiles(connection):
        try:
            followed = _up_to_date(connection, row)
        except (AttributeError, KeyError, TypeError):
            continue  # somebody changed it by hand: it is left as it is
        if followed:
            _save(connection, row, followed)


def downgrade() -> None:
    """Keep the versions that were made: they are versions as any other."""


def _up_to_date(connection: sa.Connection, row: sa.Row[Any]) -> Document | None:
    """The document with the present names; None where nothing changes."""
    document = _read(row.document)
    if not _strange_names(document):
        return None
    followed = _followed(document, _renamed(_versions(connection, row.id), document))
    return None if followed == document else followed


def _profiles(connection: sa.Connection) -> Iterator[sa.Row[Any]]:
    last_id = 0
    chosen = sa.select(_PROFILES).order_by(_PROFILES.c.id).limit(_BATCH)
    while batch := connection.execute(chosen.where(_PROFILES.c.id > last_id)).all():
        yield from batch
        last_id = batch[-1].id


def _versions(connection: sa.Connection, profile_id: int) -> list[Document]:
    chosen = sa.select(_VERSIONS.c.document).where(_VERSIONS.c.profile_id == profile_id)
    rows = connection.execute(chosen.order_by(_VERSIONS.c.number))
    return [_read(_inflated(row.document)) for row in rows]


def _save(connection: sa.Connection, row: sa.Row[Any], document: Document) -> None:
    """One more version, as the application makes it."""
    text, number = json.dumps(document, ensure_ascii=False), row.version + 1
    changed = _PROFILES.update().where(_PROFILES.c.id == row.id).values(document=text, version=number)
    connection.execute(changed)
    kept = {
        "profile_id": row.id,
        "number": number,
        "label": LABEL,
        "catalogue": row.catalogue,
        "author": None,
    }
    now = datetime.now(UTC).isoformat(timespec="microseconds")
    made = {**kept, "saved_at": now, "document": zlib.compress(text.encode())}
    connection.execute(_VERSIONS.insert(), made)


def _renamed(versions: list[Document], present: Document) -> Renamed:
    """Who had which name before: followed from version to version, and sure of it."""
    renamed: Renamed = {}
    for before, after in pairwise([*versions, present]):
        for went, came in _changes(before, after):
            renamed = {former: came if _key(now) == _key(went) else now for former, now in renamed.items()}
            renamed[_key(went)] = came
    now = [_key(name) for name in _names(present)]
    return {former: name for former, name in renamed.items() if now.count(_key(name)) == 1}


def _changes(before: Document, after: Document) -> Iterator[tuple[str, str]]:
    """For each partner of which one name went and one came, in as many: the two names."""
    for partner in {signatory["partner"] for signatory in before.get("signatories", [])}:
        then, now = _names(before, partner), _names(after, partner)
        went = [name for name in then if name not in now]
        came = [name for name in now if name not in then]
        if len(then) == len(now) and len(went) == len(came) == 1:
            yield went[0], came[0]


def _followed(document: Document, renamed: Renamed) -> Document:
    """The document with the present names in its actions."""
    strange = _strange_names(document)

    def now(name: str) -> str:
        return renamed.get(_key(name), name) if name in strange else name

    def action(adaptation: Document) -> Document:
        changed = dict(adaptation)
        if "lead" in changed:
            changed["lead"] = now(changed["lead"])
        if "associated" in changed:
            changed["associated"] = list(dict.fromkeys(map(now, changed["associated"])))
        return changed

    changed = dict(document)
    if document.get("adaptations"):
        changed["adaptations"] = {known: action(said) for known, said in document["adaptations"].items()}
    if document.get("local_commitments"):
        changed["local_commitments"] = [
            {**local, "adaptation": action(local.get("adaptation", {}))}
            for local in document["local_commitments"]
        ]
    return changed


def _strange_names(document: Document) -> set[str]:
    """The names in actions that are not those of a signatory."""
    signing = {_key(name) for name in _names(document)}
    actions = [*document.get("adaptations", {}).values()]
    actions += [local.get("adaptation", {}) for local in document.get("local_commitments", [])]
    named = {name for action in actions for name in (action.get("lead", ""), *action.get("associated", []))}
    return {name for name in named if name and _key(name) not in signing} if signing else set()


def _names(document: Document, partner: str = "") -> list[str]:
    signatories = document.get("signatories", [])
    return [one["name"] for one in signatories if partner in {"", one["partner"]}]


def _key(name: str) -> str:
    """Equal for the ways to write one name, as the application folded them on the day of this migration."""
    decomposed = unicodedata.normalize("NFKD", name.replace("œ", "oe").replace("Œ", "OE"))
    letters = "".join(
        letter
        for letter in decomposed
        if not unicodedata.combining(letter) and unicodedata.category(letter) != "Cf"
    )
    words = [word for word in re.findall(r"\w+", letters.casefold()) if word not in _SMALL_WORDS]
    return " ".join([_SAME_BODY.get(words[0], words[0]), *words[1:]] if len(words) > 1 else words)


def _read(text: str) -> Document:
    """The document; nothing for one that cannot be read, which is left alone."""
    try:
        document = json.loads(text)
    except ValueError:
        return {}
    return document if isinstance(document, dict) else {}


def _inflated(document: bytes) -> str:
    try:
        return zlib.decompress(document).decode()
    except (ValueError, zlib.error):
        return ""
