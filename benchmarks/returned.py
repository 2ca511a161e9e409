"""How many of the changes of returned files are read right: `python -m benchmarks.returned [FOLDER]`.

Each Word file of the folder has beside it a JSON that says what was done to it. `base.json` is the profile
that was sent.
"""

import json
import sys
import time
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from app.catalogue import load
from app.documents.returns import likely_drafts
from app.domain.assembly import assemble
from app.domain.draft import Draft
from app.domain.problems import UserError
from app.domain.profile_json import parse_json, read_new_profile
from app.formats.returned import open_package, read_returned, returned_document, sent_of
from app.settings import resource

FILES = Path(__file__).parent.parent / "tests" / "formats" / "returned" / "files"
DAY = date(2026, 11, 28)
_COMPARED = ("clause", "field", "kind", "old", "new", "author", "date", "tracked")


def sent_draft(folder: Path) -> Draft:
    """Return the draft of the profile that was sent."""
    catalogue = load(resource("commitments"))
    return assemble(catalogue, read_new_profile(parse_json((folder / "base.json").read_bytes()), catalogue))


def read(content: bytes, draft: Draft) -> dict[str, Any]:
    """Return what a returned file says, and why if it is refused."""
    try:
        package = open_package(content)
        return returned_document(read_returned(package, sent_of(draft), likely_drafts(package, draft, DAY)))
    except UserError as refused:
        return {"refused": str(refused)}


def differences(found: Mapping[str, Any], expected: Mapping[str, Any]) -> list[str]:
    """Return what is missing from the reading of a file, and what is too much in it."""
    if "must_refuse" in expected:
        return [] if found.get("refused") else ["should have been refused"]
    if found.get("refused"):
        return [f"refused: {found['refused']}"]
    left = [tuple(_plain(one.get(key)) for key in _COMPARED) for one in found["changes"]]
    said = []
    for one in expected["changes"]:
        wanted = tuple(_plain(one.get(key)) for key in _COMPARED)
        if wanted in left:
            left.remove(wanted)
        else:
            said.append(f"missing change: {wanted}")
    said += [f"false change: {one}" for one in left]
    said += _comments(found["comments"], expected["comments"])
    return said + _unplaced(found["unplaced"], expected["unplaced"])


def _plain(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _comments(found: list[dict[str, Any]], expected: list[dict[str, Any]]) -> list[str]:
    keys = ("clause", "field", "author", "text", "resolved", "replies", "reply")
    said = [] if len(found) == len(expected) else [f"{len(found)} comments for {len(expected)}"]
    for one in expected:
        wanted = {key: one[key] for key in keys if key in one}
        if not any(all(each.get(key) == value for key, value in wanted.items()) for each in found):
            said.append(f"missing comment: {wanted}")
    return said


def _unplaced(found: list[dict[str, Any]], expected: list[dict[str, Any]]) -> list[str]:
    said = [] if len(found) == len(expected) else [f"{len(found)} unplaced for {len(expected)}"]
    for one in expected:
        words = one.get("text") or one.get("text_contains") or one.get("new_contains")
        same = {key: one[key] for key in ("kind", "near", "author", "date") if key in one}
        if not any(words in each["text"] and same.items() <= each.items() for each in found):
            said.append(f"missing unplaced: {one}")
    return said


def main() -> None:
    """Print the score of each file, and of all."""
    folder = Path(sys.argv[1]) if sys.argv[1:] else FILES
    draft = sent_draft(folder)
    right = 0
    oracles = sorted(one for one in folder.glob("*.json") if one.name != "base.json")
    for oracle in oracles:
        start = time.process_time()
        found = read(oracle.with_suffix(".docx").read_bytes(), draft)
        taken = time.process_time() - start
        wrong = differences(found, json.loads(oracle.read_text(encoding="utf-8")))
        right += not wrong
        print(f"{'right' if not wrong else 'WRONG'}  {taken:.2f} s  {oracle.stem}", *wrong, sep="\n    ")
    print(f"{right} of {len(oracles)} files read right")


if __name__ == "__main__":
    main()
