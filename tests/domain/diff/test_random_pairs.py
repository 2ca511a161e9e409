"""Over random pairs: what differs in the document is said once, and what is equal is not said."""

import re
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents.word import RenderOptions, write_draft
from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.diff import Change, labels
from app.domain.diff.contract import contract_changes, version_changes
from app.domain.draft import Draft
from app.domain.profile import NO_ADAPTATION, Profile
from tests.random_contracts import on_random_contracts
from tests.random_pairs import random_pairs

Said = list[tuple[str, str, str]]


def document(draft: Draft) -> list[str]:
    """All that one reads in the Word file, the notes included."""
    content = write_draft(draft, RenderOptions(on=date(2026, 11, 28), comments=False))
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = [archive.read(f"word/{name}.xml").decode() for name in ("document", "footnotes")]
    return re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", "".join(parts))


def said(changes: tuple[Change, ...]) -> Said:
    return [(change.subject, change.id, change.field) for change in changes]


def meant(profile: Profile, catalogue: Catalogue) -> Profile:
    """What a profile says: no adaptation that says nothing, the usual trame by its name, in any order."""
    return replace(
        profile,
        adaptations={known: one for known, one in profile.adaptations.items() if one != NO_ADAPTATION},
        outline=profile.outline or catalogue.outline.id,
        partners=tuple(sorted(profile.partners)),
        signatories=tuple(sorted(profile.signatories, key=lambda one: one.id)),
        local_commitments=tuple(sorted(profile.local_commitments, key=lambda one: one.id)),
        last_local=0,
    )


@on_random_contracts
@given(data=st.data())
def test_the_amendment_says_once_what_differs_in_the_document(
    catalogue: Catalogue, data: st.DataObject
) -> None:
    before, after = (assemble(catalogue, one) for one in data.draw(random_pairs(catalogue)))

    for old, new in ((before, after), (after, before)):
        changes = contract_changes(old, new)

        assert bool(changes) == (document(old) != document(new))
        assert len(set(said(changes))) == len(changes)
        assert not [change for change in changes if change.before == change.after]


@on_random_contracts
@given(data=st.data())
def test_whatever_was_typed_is_compared_once_and_all_that_is_amended_with_it(
    catalogue: Catalogue, data: st.DataObject
) -> None:
    before, after = data.draw(random_pairs(catalogue))

    changes = version_changes(assemble(catalogue, before), assemble(catalogue, after))
    amended = contract_changes(assemble(catalogue, before), assemble(catalogue, after))

    assert changes or meant(before, catalogue) == meant(after, catalogue)
    assert before != after or not changes
    assert len(set(said(changes))) == len(changes)
    assert set(said(amended)) <= set(said(changes))


@on_random_contracts
@given(data=st.data())
def test_no_label_is_read_by_the_comparison(catalogue: Catalogue, data: st.DataObject) -> None:
    before, after = (assemble(catalogue, one) for one in data.draw(random_pairs(catalogue)))
    known = said(version_changes(before, after)), said(contract_changes(before, after))

    with pytest.MonkeyPatch.context() as patched:
        for name, table in vars(labels).items():
            if isinstance(table, Mapping) and name.isupper():
                patched.setattr(labels, name, dict.fromkeys(table, "x"))
        same = said(version_changes(before, after)), said(contract_changes(before, after))

    assert same == known
