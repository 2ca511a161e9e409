"""A real SMTP server on this machine, and what it took."""

import asyncio
import email
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

from app.mail import Mailer
from app.settings.mail import MailSettings, Security

SENDER = "ne-pas-repondre@ville.fr"
USER, SECRET = "contrats", "un secret de courriel"


@dataclass
class Box:
    """What came: to whom, the letter, whether it came encrypted."""

    port: int
    to: list[list[str]] = field(default_factory=list)
    letters: list[EmailMessage] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    refused: str = ""

    async def handle_RCPT(  # noqa: N802 — as aiosmtpd names it
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if self.refused:
            return self.refused
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 — the same
        self.to.append(envelope.rcpt_tos)
        self.letters.append(email.message_from_bytes(envelope.content, policy=default))  # type: ignore[arg-type]  # the policy makes it one
        self.encrypted.append(server.transport.get_extra_info("sslcontext") is not None)
        return "250 OK"

    def settings(self, security: Security = Security.NONE, **other: str) -> MailSettings:
        return MailSettings("localhost", self.port, SENDER, security, **other)

    def mailer(self, report: Callable[[str], None] = lambda _why: None) -> Mailer:
        return Mailer(self.settings(), "Métropole de Lyon", report)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _knows(_server: Any, _session: Any, _envelope: Any, _kind: str, given: Any) -> AuthResult:
    return AuthResult(
        success=(given.login, given.password) == (USER.encode(), SECRET.encode()), handled=False
    )


READY = 60.0
"""Seconds in which the server starts, on a machine that others keep busy."""


class _Server(Controller):
    """Ends the connections that are open when it stops: those who speak may leave after it."""

    def __init__(self, box: Box, **options: Any) -> None:
        super().__init__(box, ready_timeout=READY, **options)
        self._spoken_to: list[SMTP] = []

    def factory(self) -> SMTP:
        self._spoken_to.append(made := super().factory())
        return made

    def stop(self, no_assert: bool = False) -> None:
        asyncio.run_coroutine_threadsafe(self._end_connections(), self.loop).result()
        super().stop(no_assert)

    async def _end_connections(self) -> None:
        self.server.close()
        await asyncio.sleep(0)  # who has just been let in is spoken to
        for one in self._spoken_to:
            if one.transport is not None:
                one.transport.abort()
        if spoken := asyncio.all_tasks() - {asyncio.current_task()}:
            await asyncio.wait(spoken)


@contextmanager
def mail_server(certificate: Path | None = None, *, from_the_start: bool = False) -> Iterator[Box]:
    """A server that asks for STARTTLS and a password where it has a certificate."""
    box = Box(free_port())
    options: dict[str, Any] = {"hostname": "127.0.0.1", "port": box.port}
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        secured = (
            {"ssl_context": context} if from_the_start else {"tls_context": context, "require_starttls": True}
        )
        options |= {**secured, "authenticator": _knows, "auth_required": not from_the_start}
    controller = _Server(box, **options)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()
