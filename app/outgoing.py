"""What is asked of other machines: by the way out that the environment says, within a time.

The proxy (HTTPS_PROXY, NO_PROXY) and the certificate authorities (REQUESTS_CA_BUNDLE, SSL_CERT_FILE) are
those of the environment, as the collectivité's network wants them.
"""

import os
import threading
from collections.abc import Callable
from queue import Empty, Queue
from typing import TypeVar

import requests

Made = TypeVar("Made")


def session_of_environment() -> requests.Session:
    """Return a session that goes out as the environment says, and sends no password of its own."""
    session = requests.Session()
    session.headers.update({"Accept-Encoding": "identity", "User-Agent": "contrat-de-ville"})
    # Without this, requests would send the password that ~/.netrc has for the host.
    session.auth = lambda request: request
    # requests reads REQUESTS_CA_BUNDLE and CURL_CA_BUNDLE itself; SSL_CERT_FILE is OpenSSL's own.
    session.verify = os.environ.get("SSL_CERT_FILE") or True
    return session


def within(seconds: float, work: Callable[[], Made], abandon: Callable[[], None]) -> Made:
    """Return what `work` makes, in a thread of its own, or raise what it raises.

    A socket's own timeouts count each wait apart, and finding a host has none: this one counts them all.
    Once the seconds have passed, `abandon` is called, and TimeoutError raised.
    """
    answers: Queue[Made | Exception] = Queue()

    def answer() -> None:
        try:
            answers.put(work())
        except Exception as failure:
            answers.put(failure)

    threading.Thread(target=answer, name="outgoing", daemon=True).start()
    try:
        made = answers.get(timeout=seconds)
    except Empty:
        abandon()
        raise TimeoutError from None
    if isinstance(made, Exception):
        raise made
    return made
