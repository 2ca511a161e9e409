"""A contract made elsewhere as it is received: read within its limits, and kept with what was recognised."""

from collections.abc import Callable
from functools import partial
from hashlib import sha256

from app.documents.foreign import read_foreign
from app.domain.problems import UserError
from app.domain.takeover import Original, recognise
from app.formats.returned import contract_named
from app.territories.takeover_lists import lists_of
from app.web.returns.receiving import name_of
from app.web.services import catalogue, profiles, reference, services


class OurOwnContract(UserError):
    """A copy of a contract of this application: `profile_id`, where the person may see it here."""

    def __init__(self, profile_id: int | None) -> None:
        super().__init__("Ce fichier vient de cette application.")
        self.profile_id = profile_id


def receive(name: str, content: bytes, *, whatever: bool = False) -> int:
    """Read and keep a file: the number of its takeover. `whatever`: take a contract of this application too.

    Raises AlreadyTaken, OurOwnContract, or UserError for a file that cannot be read.
    """
    takeovers = profiles().takeovers
    takeovers.refuse_again(content)
    if not whatever and (contract := contract_named(content)):
        raise OurOwnContract(profiles().id_of(contract))
    original = _read(name_of(name), content)
    lists = lists_of(catalogue(), reference(), profiles().quartiers.of_communes)
    return takeovers.receive(content, recognise(original, lists))


def _read(name: str, content: bytes) -> Original:
    """Read a file in the order of the queue of LibreOffice, where there is one: a few at a time."""
    numbering = services().numbering
    if numbering is None:
        return read_foreign(content, name, None)
    read: Callable[[], Original] = partial(read_foreign, content, name, numbering.office.command)
    return numbering.queue.result(sha256(b"reprise" + name.encode() + content).digest(), read)
