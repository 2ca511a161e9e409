"""The contract of the returned files, and its draft of today."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest

from app.documents.word import RenderOptions, write_draft
from app.domain.draft import Draft
from benchmarks.returned import DAY, FILES, read, sent_draft

Edit = Callable[[str], str]
MARK = 'w:id="9000" w:author="CAF" w:date="2026-12-03T09:12:00Z"'


@pytest.fixture(scope="session")
def sent() -> Draft:
    return sent_draft(FILES)


@pytest.fixture(scope="session")
def today(sent: Draft) -> bytes:
    """Return the draft as the application writes it now."""
    return write_draft(sent, RenderOptions(date.fromisoformat(str(DAY))))


@pytest.fixture
def reread(sent: Draft, today: bytes) -> Callable[..., dict[str, Any]]:
    """Return what is read of the draft of today once a part of it was edited."""

    def edit_and_read(edit: Edit, part: str = "word/document.xml") -> dict[str, Any]:
        return read(edited(today, edit, part), sent)

    return edit_and_read


def edited(document: bytes, edit: Edit, part: str = "word/document.xml") -> bytes:
    """Return a Word file with a part changed; the edit must change something."""
    made = BytesIO()
    with ZipFile(BytesIO(document)) as source, ZipFile(made, "w") as target:
        for member in source.infolist():
            content = source.read(member)
            if member.filename == part:
                new = edit(content.decode()).encode()
                assert new != content
                content = new
            target.writestr(member.filename, content)
    return made.getvalue()
