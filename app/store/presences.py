"""Who has a page of a contract open: an account is there as long as its page says so, then forgotten."""

from datetime import timedelta

from sqlalchemy import delete, insert, select, update

from app.store.account_tables import ACCOUNTS
from app.store.contribution_tables import PRESENCES
from app.store.engine import Repository
from app.store.visibility import is_visible

LASTS = timedelta(minutes=2)
"""After so long without a word from a page, nobody is there."""

SAID_EVERY = timedelta(seconds=30)
"""A page that is opened again does not write it, unless the last time was so long ago."""

LONGEST_PAGE = 300


class Presences(Repository):
    """Who has which page open, of one database."""

    def others(self, profile_id: int, page: str, account: int) -> tuple[str, ...]:
        """Return the names of the other accounts that have a page open, by name; this one has it from now on.

        Those that may not see the contract any more are not named.
        """
        now, page = self._now(), page[:LONGEST_PAGE]
        here = (PRESENCES.c.profile_id == profile_id, PRESENCES.c.page == page)
        mine = PRESENCES.c.account_id == account
        with self._reading() as connection:
            seen = {one.account_id: one.seen_at for one in connection.execute(select(PRESENCES).where(*here))}
            there = [one for one, at in seen.items() if one != account and at > now - LASTS]
            shown = [one for one in there if is_visible(connection, profile_id, one)]
            named = select(ACCOUNTS.c.name).where(ACCOUNTS.c.id.in_(shown), ACCOUNTS.c.closed_at.is_(None))
            names = tuple(connection.scalars(named.order_by(ACCOUNTS.c.name))) if shown else ()
        if account not in seen or seen[account] < now - SAID_EVERY:
            with self._writing() as connection:
                connection.execute(delete(PRESENCES).where(PRESENCES.c.seen_at < now - LASTS))
                if not connection.execute(update(PRESENCES).where(*here, mine).values(seen_at=now)).rowcount:
                    row = {"profile_id": profile_id, "page": page, "account_id": account, "seen_at": now}
                    connection.execute(insert(PRESENCES), row)
        return names
