"""The recovery codes of the accounts: kept as hashes, each used once."""

from sqlalchemy import Connection, delete, func, insert, select

from app.access.recovery import new_codes, plain
from app.store.account_tables import RECOVERY_CODES
from app.store.audit import Event, note
from app.store.engine import Repository
from app.store.profile_rows import token_digest


class RecoveryCodes(Repository):
    """The recovery codes of one database."""

    def renew(self, account_id: int) -> tuple[str, ...]:
        """Give an account new codes, which are shown once; those of before open nothing any more."""
        codes = new_codes()
        rows = [{"token": token_digest(plain(code)), "account_id": account_id} for code in codes]
        with self._writing() as connection:
            remove_codes(connection, account_id)
            connection.execute(insert(RECOVERY_CODES), rows)
            note(connection, self._now(), Event.RECOVERY_MADE, account_id)
        return codes

    def use(self, account_id: int, typed: str) -> bool:
        """Use a code of an account up. False for what is none of its codes."""
        known = (
            RECOVERY_CODES.c.account_id == account_id,
            RECOVERY_CODES.c.token == token_digest(plain(typed)),
        )
        with self._writing() as connection:
            is_used = connection.execute(delete(RECOVERY_CODES).where(*known)).rowcount == 1
            if is_used:
                note(connection, self._now(), Event.RECOVERY_USED, account_id)
        return is_used

    def left(self, account_id: int) -> int:
        """Count the codes that an account can still use."""
        mine = (
            select(func.count()).select_from(RECOVERY_CODES).where(RECOVERY_CODES.c.account_id == account_id)
        )
        with self._reading() as connection:
            return connection.scalar(mine) or 0


def remove_codes(connection: Connection, account_id: int) -> None:
    """Have the recovery codes of an account open nothing any more."""
    connection.execute(delete(RECOVERY_CODES).where(RECOVERY_CODES.c.account_id == account_id))
