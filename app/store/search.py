"""The list of the saved profiles, and its search: as quick among 100,000 as among 100."""

from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from app.domain.text import MAX_NAME, clean
from app.store.models import ProfileRow, ProfileWordRow
from app.store.rows import search_key
from app.store.saved import MOST_COUNTED, Page, ProfileSummary
from app.store.words import begins, is_whole, words_of

PRESENT = ProfileRow.deleted_at.is_(None)

# A list never reads the documents, which may be long.
_COLUMNS = (ProfileRow.id, ProfileRow.name, ProfileRow.territory_name, ProfileRow.updated_at)
_LATEST = select(*_COLUMNS).order_by(ProfileRow.updated_at.desc(), ProfileRow.id.desc())


def search(session: Session, query: str, page: int, size: int) -> Page:
    """The profiles in which a word begins with each word of the query, last saved first.

    A page past the last one is the last one. What is counted must be read: so no more than MOST_COUNTED is.
    """
    typed = search_key(clean(query).text[:MAX_NAME]).split()
    found = {word: _ids(session, word) for word in words_of(" ".join(typed))}
    signs = [word for word in typed if not is_whole(word)]
    conditions = [PRESENT, *_having(found), *map(_holding, signs)]
    if len(found) == 1 and not signs:
        (ids,) = found.values()
        counted = len(ids)
    else:
        counted = _count(session, conditions)
    total = min(counted, MOST_COUNTED)
    number = min(max(page, 1), max(1, -(-total // size)))
    rows = session.execute(_LATEST.where(*conditions).limit(size).offset((number - 1) * size))
    return Page(tuple(ProfileSummary(*row) for row in rows), total, number, size, more=counted > total)


def _ids(session: Session, word: str) -> set[int]:
    """The profiles of a word, or one more than are counted."""
    found = select(ProfileWordRow.profile_id).where(begins(word)).distinct().limit(MOST_COUNTED + 1)
    return set(session.scalars(found))


def _having(found: Mapping[str, set[int]]) -> Iterator[ColumnElement[bool]]:
    """The profiles of rare words are few: they are read one by one. The others are met among the latest."""
    rare = [ids for ids in found.values() if len(ids) <= MOST_COUNTED]
    if rare:
        yield ProfileRow.id.in_(set.intersection(*rare))
    for word, ids in found.items():
        if len(ids) > MOST_COUNTED:
            yield exists().where(ProfileWordRow.profile_id == ProfileRow.id, begins(word))


def _holding(word: str) -> ColumnElement[bool]:
    """The profiles with these very signs, which no index keeps."""
    return ProfileRow.search_key.contains(word, autoescape=True)


def _count(session: Session, conditions: Iterable[ColumnElement[bool]]) -> int:
    some = select(ProfileRow.id).where(*conditions).limit(MOST_COUNTED + 1)
    return session.scalar(select(func.count()).select_from(some.subquery())) or 0
