"""A database as each released version left it, with something in every table."""

import json
import zlib
from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import Connection, MetaData, insert, select

from app.domain.profile_json import profile_document
from app.store import database_address
from app.store.engine import make_engine
from app.store.schema import revisions, upgrade
from tests.store.conftest import make_profile

REVISIONS = revisions()
Row = Mapping[str, object]
Content = dict[str, list[Row]]

_CREATED, _SAVED, _DELETED = (f"2026-0{month}-01T10:00:00.123456+00:00" for month in (1, 2, 3))


def _document(name: str, text: str, outline: str = "2014-2020") -> str:
    profile = replace(make_profile(name, local_action=text), outline=outline)
    return json.dumps(profile_document(profile), ensure_ascii=False)


def _without_outline(document: str) -> str:
    """A document as it was before each contract said its trame."""
    said = {key: value for key, value in json.loads(document).items() if key != "outline"}
    return json.dumps(said, ensure_ascii=False)


def _profile(number: int, name: str, words: str, **others: object) -> Row:
    known = {"id": number, "name": name, "name_key": name.casefold(), "territory_name": "Évry", "owner": None}
    kept = {"document": _document(name, f"Écrire « l’œuvre »\n{number} 🏘"), "token": None, "version": number}
    times = {"created_at": _CREATED, "updated_at": _SAVED, "deleted_at": None}
    return {**known, **kept, **times, "search_key": words, "catalogue": "a" * 64, **others}


_SINCE: Row = {"base": None, "downloaded_at": None, "signed_on": None, "signed_by": None}
"""What a version that was saved before these columns has in them."""


def _version(profile: Row, number: object, **others: object) -> Row:
    text = str(profile["document"])
    is_last = number == profile["version"]
    document = zlib.compress((text if is_last else _without_outline(text)).encode())
    kept = {"profile_id": profile["id"], "number": number, "saved_at": profile["updated_at"]}
    said = {"label": None, "catalogue": "a" * 64, "author": None}
    return {**kept, **said, "document": document, **_SINCE, **others}


def _former(table: str, row: Row, revision: str) -> Row:
    """A row as it was at a revision: without a trame, its search key a line for each of three texts."""
    if revision < "0013" and table == "profiles":
        row = {**row, "document": _without_outline(str(row["document"]))}
    if revision < "0013" and table == "profile_versions":
        text = zlib.decompress(bytes(row["document"])).decode()  # type: ignore[arg-type]  # bytes
        row = {**row, "document": zlib.compress(_without_outline(text).encode())}
    if table != "profiles" or revision >= "0011":
        return row
    return {**row, "search_key": _FORMER_KEYS[row["id"]]}


PRESENT = _profile(1, "St-Évry-Courcouronnes", " saint evry courcouronnes evry 200059228")
OFTEN_SAVED = _profile(
    3, "Lyon ⚖ 2024/2030", " lyon ⚖ 2024 / 2030 evry 200046977", token="0" * 64, owner="La métropole"
)
TRASHED = _profile(7, "Ancien", " ancien evry 200059228", name_key="\u200b7", deleted_at=_DELETED)
_FORMER_KEYS: dict[object, str] = {
    1: "st evry courcouronnes\nevry\n200059228",
    3: "lyon ⚖ 2024/2030\nevry\n200046977",
    7: "ancien\nevry\n200059228",
}

_SENT = {"purpose": "classeur", "name": "é.xlsx", "content": b"PK\0", "size": 3, "uploaded_at": _SAVED}
KEPT: Row = {"key": "f" * 64, "profile_id": 1, "version": 2, "content": b"%PDF", "size": 4, "kept_at": _SAVED}
TAKEOVER: Row = {
    "id": 1,
    "profile_id": 1,
    "account_id": None,
    "sha256": "c" * 64,
    "name": "contrat-2024.pdf",
    "content": zlib.compress(b"%PDF"),
    "size": 4,
    "pages": 12,
    "original": zlib.compress(b"{}"),
    "received_at": _SAVED,
    "touched_at": _SAVED,
    "removed_at": None,
}
PIECE: Row = {
    "id": 1,
    "takeover_id": 1,
    "rank": 0,
    "target": "action",
    "record": "local-1",
    "field": "lead",
    "value": '"Ville"',
    "text": "Ville",
    "page": 4,
    "spans": "[]",
    "outcome": "corrected",
    "corrected": '"La Ville"',
}
REMAINDER: Row = {
    "id": 1,
    "takeover_id": 1,
    "rank": 0,
    "page": 5,
    "paragraph": 9,
    "text": "Un mot.",
    "near": "Divers",
    "outcome": "seen",
    "destination": None,
}
RETURNED: Row = {
    **{"id": 1, "profile_id": 1, "sha256": "e" * 64, "name": "é.docx", "content": b"x\x9c", "size": 2},
    **{"received_at": _SAVED, "received_by": "C. Martin", "returned_by": "CAF", "tool": "Word"},
    **{"base_version": 1, "base_kind": "version", "state": "open", "formatting": 0, "compared": 1},
}
_LINE: Row = {"file_id": 1, "rank": 0, "field": "lead", "author": "CAF", "date": "2026-12-03"}
_TAKEN: Row = {"decision": "taken", "decided_by": "C. Martin", "decided_at": _SAVED, "version": 2}
_CHANGED: Row = {"clause": "c", "kind": "filled", "old": "", "new": "é", "current_at_read": "", "tracked": 1}
_COMMENTED: Row = {"parent": None, "clause": "c", "text": "Où ?", "answers": "", "resolved": 0}
_LOST: Row = {"kind": "text_box", "text": "Là.", "old": "", "near": "c"}
UPLOAD: Row = {"token": "0" * 64, **_SENT}

_ROLE: Row = {"profile_id": 1, "role": "editor", "scope": "", "given_at": _SAVED, "revoked_at": None}
_SECRETS: Row = {"password_hash": "$argon2id$", "totp_secret": None, "totp_step": 7, "closed_at": None}
_OPENED: Row = {"opened_at": _SAVED, "seen_at": _SAVED, "confirmed_at": _SAVED, "expires_at": _SAVED}
_INVITED: Row = {
    "email": None,
    "role": "reader",
    "scope": "",
    "made_by": 1,
    "made_at": _SAVED,
    "expires_at": _SAVED,
}
_DONE: Row = {"at": _SAVED, "account_id": 1, "event": "login", "profile_id": None, "other_account_id": None}
_UNKNOWN: Row = {"provider": "", "id_token": "", "has_second_factor": 0}
_BEGUN: Row = {"provider": "1", "purpose": "login", "nonce": "n", "verifier": "v", "account_id": None}
_LEFT: Row = {"next": "/", "kept": "", "identity": ""}
SIGN_ONS: Content = {
    "sign_ons": [{"token": "5" * 64, "browser": "6" * 64, **_BEGUN, **_LEFT, "expires_at": _SAVED}],
    "membership_requests": [
        {"account_id": 1, "siret": "20005922800011", "asked_at": _SAVED, "refused_at": None}
    ],
}
"""What the tables of providers of identities hold since they are there."""

ACCESS: Content = {
    "accounts": [
        {"id": 1, "email": "a@ville.fr", "name": "A", "is_administrator": 1, "created_at": _SAVED, **_SECRETS}
    ],
    "organisations": [{"id": 1, "name": "CAF", "name_key": "caf", "siret": None, "kind": "caf"}],
    "identities": [{"issuer": "https://id.example", "subject": "7", "account_id": 1}],
    "memberships": [{"account_id": 1, "organisation_id": 1, "role": "member"}],
    "grants": [
        {"id": 1, "account_id": 1, "organisation_id": None, **_ROLE},
        {"id": 2, "account_id": None, "organisation_id": 1, **_ROLE},
    ],
    "invitations": [{"token": "1" * 64, "profile_id": 1, **_INVITED, "used_at": None, "revoked_at": None}],
    "access_links": [{"token": "2" * 64, "account_id": 1, "expires_at": _SAVED}],
    "logins": [{"token": "3" * 64, "account_id": 1, **_OPENED, "agent": "Firefox", **_UNKNOWN}],
    "login_failures": [{"source": "4" * 64, "failures": 2, "failed_at": _SAVED}],
    "audit": [{"id": 1, **_DONE, "detail": ""}],
}
"""What the tables of accounts hold since they are there."""

_SAID: Row = {"profile_id": 1, "account_id": 1, "clause": "c", "author": "A", "made_at": _SAVED}
_UNSETTLED: Row = {"edited_at": None, "deleted_at": None, "resolved_at": None, "resolved_by": None}
CONTRIBUTED: Content = {
    "proposals": [
        {**_SAID, **_TAKEN, "id": 1, "who": "CAF", "field": "lead", "kind": "filled", "old": "", "new": "é"}
        | {"closed_at": None}
    ],
    "comments": [
        {**_SAID, **_UNSETTLED, "id": 1, "parent": None, "text": "Où ?"},
        {**_SAID, **_UNSETTLED, "id": 2, "parent": 1, "text": "Là."},
    ],
    "presences": [{"profile_id": 1, "page": "/profils/1", "account_id": 1, "seen_at": _SAVED}],
}
"""What the tables of what people say on the site hold since they are there."""


_SINCE_REVISION = {
    "0022": tuple(SIGN_ONS),
    "0021": ("takeovers", "takeover_pieces", "takeover_remainders"),
    "0020": tuple(CONTRIBUTED),
    "0019": ("recovery_codes",),
    "0017": tuple(ACCESS),
    "0016": ("contract_files", "file_changes", "file_comments", "file_losses"),
    "0015": ("kept_files",),
}
"""The tables that came last, by the revision that made them."""


def content_at(revision: str) -> Content:
    """What the tables of a revision held, in the columns of today: what is made of it."""
    profiles = [PRESENT, OFTEN_SAVED, TRASHED]
    content: Content = {
        "profiles": profiles,
        "quartier_lists": [{"generation": "QN", "source": "qpv.csv", "imported_at": _SAVED}],
        "quartiers": [
            {"code": "QN09101M", "generation": "QN", "name": "Pyramides", "communes": "91228", "figures": ""}
        ],
        "profile_versions": [
            _version(PRESENT, 1, author="C. Martin"),
            _version(OFTEN_SAVED, 1, label="transmise", catalogue="b" * 64),
            _version(OFTEN_SAVED, 3),
            _version(TRASHED, 7),
        ],
        "catalogues": [{"hash": "a" * 64, "version": "2026.1", "files": b"PK"}],
        "uploads": [UPLOAD],
        "kept_files": [KEPT],
        "contract_files": [RETURNED],
        "file_changes": [{**_LINE, **_TAKEN, **_CHANGED, "id": "1" * 32}],
        "file_comments": [{**_LINE, **_COMMENTED, "id": "2" * 32}],
        "file_losses": [{**_LINE, **_TAKEN, **_LOST, "id": "3" * 32}],
        "takeovers": [TAKEOVER],
        "takeover_pieces": [PIECE],
        "takeover_remainders": [REMAINDER],
        **ACCESS,
        **CONTRIBUTED,
        **SIGN_ONS,
        "recovery_codes": [{"token": "5" * 64, "account_id": 1}],
    }
    for since, tables in _SINCE_REVISION.items():
        if revision < since:
            content |= {table: [] for table in tables}
    if revision < "0008":
        content["uploads"] = []
    if revision < "0006":
        content["catalogues"] = []
    if revision < "0005":
        content["profile_versions"] = [{**row, "author": None} for row in content["profile_versions"]]
    if revision < "0003":
        content["profiles"] = [{**row, "deleted_at": None, "catalogue": ""} for row in profiles]
        content["profile_versions"] = [_version(row, row["version"], catalogue="") for row in profiles]
    if revision < "0002":
        content["quartier_lists"] = content["quartiers"] = []
    return content


_WORDS: list[Row] = [{"profile_id": 1, "word": "courcouronnes"}, {"profile_id": 1, "word": "evry"}]
GIVEN_UP: dict[tuple[str, str], list[Row]] = {
    ("0005", "catalogues"): [{"hash": "a" * 64, "version": "2026.1", "clauses": zlib.compress(b"[]")}],
    **{(revision, "profile_words"): _WORDS for revision in REVISIONS if "0004" <= revision < "0011"},
}
"""What a table of a revision held of which nothing can be made today: its migration says that it goes."""


def make_released(url: str, revision: str) -> None:
    """Makes the database as this revision left it, when it was used."""
    engine = make_engine(database_address(url), patience=1)
    upgrade(engine, lambda _connection: None, revision)
    with engine.begin() as connection:
        for table in _tables(connection).sorted_tables:
            held = content_at(revision).get(table.name, [])
            rows = held or GIVEN_UP.get((revision, table.name), [])
            if rows:
                known = [column.name for column in table.c]
                connection.execute(
                    insert(table), [_columns(known, _former(table.name, row, revision)) for row in rows]
                )
    engine.dispose()


def _columns(names: list[str], row: Row) -> Row:
    return {name: row[name] for name in names}


def content_of(connection: Connection) -> Content:
    """Every row of every table, as the database has it."""
    return {
        table.name: [dict(row._mapping) for row in connection.execute(select(table))]
        for table in _tables(connection).sorted_tables
    }


def _tables(connection: Connection) -> MetaData:
    found = MetaData()
    found.reflect(connection)
    return found
