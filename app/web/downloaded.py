"""Which versions left the site: they are kept for ever."""

from contextlib import suppress

from app.store import StoreUnavailable
from app.web.services import profiles


def mark_downloaded(profile_id: int, *numbers: int) -> None:
    """Remember that these versions were downloaded. A database that cannot write now costs no download."""
    with suppress(StoreUnavailable):
        for number in numbers:
            profiles().versions.mark_downloaded(profile_id, number)
