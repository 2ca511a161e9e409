"""Sends the mail of the site over SMTP: what a person waits for at once, the rest in its turn.

Nothing is kept: a letter that does not leave is said, to the person or to the log, and the link that it held
can be made again.
"""

import smtplib
import ssl
from collections.abc import Callable
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid
from queue import Full, Queue
from threading import Lock, Thread

from app.domain.problems import UserError
from app.mail.letters import Letter, one_line
from app.outgoing import within
from app.settings.mail import MailSettings, Security

SECONDS = 15.0
"""For the whole of a letter: finding the server, greeting it, handing the letter over."""

MOST_WAITING = 100
"""Letters that wait for their turn; those that come after are not sent, and it is logged."""

LAST = 5.0
"""Seconds that the letters which wait have when the process ends."""


class MailNotSent(UserError):
    """A letter that did not leave. The message, in French, says why, without any address."""


Work = Callable[[], Letter | None]


class Mailer:
    """Sends the mail of one installation. `name`: in whose name; `report`: told why one did not leave."""

    def __init__(
        self, settings: MailSettings, name: str, report: Callable[[str], None], seconds: float = SECONDS
    ) -> None:
        self._settings = settings
        self._name = one_line(name) or "Contrat de ville"
        self._report = report
        self._seconds = seconds
        self._waiting: Queue[Work | None] = Queue(MOST_WAITING)
        self._thread: Thread | None = None
        self._starting = Lock()

    def send(self, letter: Letter) -> None:
        """Hand a letter over to the server. Raises MailNotSent."""
        message = self._message(letter)
        try:
            within(self._seconds, lambda: self._hand_over(message, letter.to), lambda: None)
        except (OSError, ValueError) as failure:  # what smtplib and ssl raise are OSErrors as well
            raise MailNotSent(_why(failure)) from failure

    def send_later(self, work: Work) -> None:
        """Send the letter that `work` makes, if it makes one, after the answer of the page, in its turn."""
        self._start()
        try:
            self._waiting.put_nowait(work)
        except Full:
            self._report("trop de courriels attendent : celui-ci n’est pas envoyé")

    def close(self) -> None:
        """Send what waits, for a few seconds at most, and no more."""
        with self._starting:
            if self._thread is None:
                return
        try:
            self._waiting.put(None, timeout=LAST)
        except Full:
            return
        self._thread.join(LAST)

    def _start(self) -> None:
        with self._starting:
            if self._thread is None:
                self._thread = Thread(target=self._work_off, name="mail", daemon=True)
                self._thread.start()

    def _work_off(self) -> None:
        while (work := self._waiting.get()) is not None:
            try:
                if letter := work():
                    self.send(letter)
            except MailNotSent as failure:
                self._report(str(failure))
            except Exception as failure:
                self._report(f"courriel non fait : {type(failure).__name__}")

    def _message(self, letter: Letter) -> EmailMessage:
        message = EmailMessage(policy=SMTP)
        try:
            message["To"] = Address(addr_spec=letter.to)
        except (MessageError, ValueError, IndexError) as failure:
            raise MailNotSent("cette adresse n’est pas de celles qu’un courriel peut porter") from failure
        message["From"] = Address(self._name, addr_spec=self._settings.sender)
        message["Subject"] = letter.subject
        message["Date"] = formatdate(usegmt=True)
        message["Message-ID"] = make_msgid(domain=self._domain)
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers
        message.set_content(letter.text, charset="utf-8", cte="quoted-printable")
        return message

    @property
    def _domain(self) -> str:
        return self._settings.sender.partition("@")[2]

    def _hand_over(self, message: EmailMessage, to: str) -> None:
        known, secured = self._settings, ssl.create_default_context()
        # The name is given: smtplib would look up that of this machine, for as long as that takes.
        if known.security is Security.TLS:
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                known.host, known.port, self._domain, timeout=self._seconds, context=secured
            )
        else:
            server = smtplib.SMTP(known.host, known.port, self._domain, timeout=self._seconds)
        with server:
            if known.security is Security.STARTTLS:
                server.starttls(context=secured)
            if known.user:
                server.login(known.user, known.password)
            server.send_message(message, known.sender, [to])


_WHY: tuple[tuple[type[Exception], str], ...] = (
    (smtplib.SMTPAuthenticationError, "le serveur de courriel refuse le compte du site (SMTP_USER)"),
    (smtplib.SMTPRecipientsRefused, "le serveur de courriel refuse cette adresse"),
    (smtplib.SMTPNotSupportedError, "le serveur de courriel ne sait pas faire ce que dit SMTP_SECURITY"),
    (smtplib.SMTPException, "le serveur de courriel refuse l’envoi"),
    (ssl.SSLError, "le certificat du serveur de courriel n’est pas reconnu (SSL_CERT_FILE)"),
)
"""What is said of a failure: of the first kind that it is."""


def _why(failure: Exception) -> str:
    known = (said for kind, said in _WHY if isinstance(failure, kind))
    return next(known, "le serveur de courriel ne répond pas")
