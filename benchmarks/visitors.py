"""Visitors who ask again as soon as they are answered: a closed loop, in a process of its own.

`python -m benchmarks.visitors` reads what to ask on its input, and writes the times of the answers.
"""

import asyncio
import json
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from urllib.parse import urlencode

HOST = "127.0.0.1"
_LENGTH = re.compile(rb"(?i)\r\ncontent-length: *([0-9]+)")
_SLOW_BYTE = 0.2
"""Seconds between two bytes of a slow client."""


@dataclass(frozen=True)
class Asked:
    """What each visitor asks again and again: the texts take turns, visitor by visitor.

    `status` is the only right answer; `forms` are sent by POST, one for each visitor, with its version
    one higher each time. `requests` limits the whole; so does `seconds`.
    """

    port: int
    addresses: Sequence[str]
    seconds: float
    visitors: int = 8
    status: int = 200
    cookies: Sequence[str] = ()
    forms: Sequence[dict[str, str]] = ()
    requests: int = sys.maxsize
    slow: int = 0


@dataclass
class Heard:
    """The seconds that each right answer took, and what came instead."""

    seconds: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)
    lasted: float = 0.0


def ask(asked: Asked) -> Heard:
    """Lets the visitors ask from another process, which takes its share of the processors."""
    command = [sys.executable, "-m", "benchmarks.visitors"]
    given = json.dumps(asdict(asked))
    heard = subprocess.run(command, input=given, check=True, stdout=subprocess.PIPE, text=True).stdout
    found = json.loads(heard)
    return Heard(found["seconds"], Counter(found["errors"]), found["lasted"])


class Visitors:
    """The loops of the visitors of one process."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.heard = Heard()
        self._until = time.perf_counter() + asked.seconds
        self._left = asked.requests

    async def ask(self) -> Heard:
        """Runs until the time or the requests are over."""
        began = time.perf_counter()
        slow = [asyncio.create_task(self._dawdle()) for _ in range(self.asked.slow)]
        await asyncio.gather(*map(self._visit, range(self.asked.visitors)))
        self.heard.lasted = time.perf_counter() - began
        for task in slow:
            task.cancel()
        return self.heard

    async def _visit(self, who: int) -> None:
        reader, writer = await asyncio.open_connection(HOST, self.asked.port)
        turn = who
        # Each asks once at least: on a busy machine, to connect may take all the time.
        while self._left > 0 and (turn == who or time.perf_counter() < self._until):
            self._left -= 1
            began = time.perf_counter()
            writer.write(self._request(who, turn))
            status = await _answer(reader)
            if status == self.asked.status:
                self.heard.seconds.append(time.perf_counter() - began)
            else:
                self.heard.errors[str(status)] += 1
            turn += 1
        writer.close()

    def _request(self, who: int, turn: int) -> bytes:
        asked = self.asked
        address = asked.addresses[(who if asked.forms else turn) % len(asked.addresses)]
        cookie = f"Cookie: {asked.cookies[who]}\r\n" if asked.cookies else ""
        if not asked.forms:
            return f"GET {address} HTTP/1.1\r\nHost: {HOST}\r\n{cookie}\r\n".encode()
        version = int(asked.forms[who]["version"]) + turn - who
        body = urlencode({**asked.forms[who], "version": str(version)})
        kind = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        return f"POST {address} HTTP/1.1\r\nHost: {HOST}\r\n{cookie}{kind}\r\n{body}".encode()

    async def _dawdle(self) -> None:
        """Holds a connection with a request that never ends."""
        _, writer = await asyncio.open_connection(HOST, self.asked.port)
        with suppress(OSError):
            writer.write(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
            while True:
                writer.write(b"x")
                await asyncio.sleep(_SLOW_BYTE)


async def _answer(reader: asyncio.StreamReader) -> int:
    head = await reader.readuntil(b"\r\n\r\n")
    length = _LENGTH.search(head)
    await reader.readexactly(int(length[1]) if length else 0)
    return int(head[9:12])


def main() -> None:
    heard = asyncio.run(Visitors(Asked(**json.load(sys.stdin))).ask())
    # Not `asdict`: it makes a Counter of the pairs of another.
    json.dump(vars(heard), sys.stdout)


if __name__ == "__main__":
    main()
