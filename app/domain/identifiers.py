"""Ids of what people add to a contract: each names one record for ever, and is never given again."""

import re
import secrets
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256

LOCAL_ID = re.compile("local-[1-9][0-9]{0,5}")
"""The id of a local commitment: it can never be that of a national one."""

SIGNATORY_ID = re.compile("s[0-9a-f]{16}")
"""The id of a named signatory."""

Signer = tuple[str, str]
"""A partner's id, and the name under which it signs."""


def local_number(local_id: str) -> int:
    """Return the number in the id of a local commitment; 0 for what is not such an id."""
    return int(local_id.removeprefix("local-")) if LOCAL_ID.fullmatch(local_id) else 0


def new_signatory_id() -> str:
    """Return an id that nobody had before: it is drawn, so that a removed signatory's never comes back."""
    return f"s{secrets.token_hex(8)}"


def usual_signatory_ids(signers: Iterable[Signer]) -> Iterator[str]:
    """Return the id of each signatory that was never given one, in the order of the contract.

    It follows from what the signatory is, not from its rank: an old document gives the same one in each of
    its versions, whoever was removed between two of them.
    """
    met: Counter[Signer] = Counter()
    for signer in signers:
        met[signer] += 1
        yield _usual(signer, met[signer])


def complete_signatory_ids(known: Sequence[tuple[str, str, str]]) -> tuple[str, ...]:
    """Return one id for each signatory, each once: the one that it was given, else its usual one.

    `known` are the partner, the name and the id of each, empty where none was given.
    """
    given = Counter(own for *_, own in known)
    taken, met = set(given), Counter[Signer]()
    ids = []
    for partner, name, own in known:
        met[partner, name] += 1
        ids.append(own if given[own] == 1 and own else _free((partner, name), met[partner, name], taken))
    return tuple(ids)


def _free(signer: Signer, number: int, taken: set[str]) -> str:
    """Return the usual id of a signatory; where a renamed one has it, the next one that nobody has."""
    while (found := _usual(signer, number)) in taken:
        number += 1
    taken.add(found)
    return found


def _usual(signer: Signer, number: int) -> str:
    return f"s{sha256(repr((*signer, number)).encode()).hexdigest()[:16]}"
