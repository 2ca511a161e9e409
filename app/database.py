"""The database that the settings name: made at a first start, never in the place of one that is gone."""

from app import store
from app.settings.config import DATABASE_FILE, Settings, default_database
from app.settings.instance import make_writable


def open_database(settings: Settings, *, may_create: bool, catalogue: str = "") -> store.Profiles:
    """Return the saved profiles, their tables brought up to date; `catalogue` is the hash of the one in use.

    `may_create`: whether a database that is not there is made, with the instance folder if it is in it.
    Raises ConfigRefused and StoreUnavailable.
    """
    folder = settings.instance_folder
    is_ours = settings.database_url == default_database(folder)
    if may_create and is_ours and not (folder / DATABASE_FILE).exists():  # else, it may be read where it is
        make_writable(folder)
    return store.open_store(settings.database_url, catalogue=catalogue, may_create=may_create)
