"""The links that are handed over: by mail where the site sends some, else shown once, to be copied."""

from flask import session

from app.mail import MailNotSent
from app.mail.letters import Letter
from app.web.services import services


def hand_over(letter: Letter | None, link: str, shown_under: str, done: str) -> str:
    """Send a letter with a link, or have the next page show the link once: what to say, after `done`.

    `letter`: None where nobody's address is known. `shown_under`: where the cookie keeps the link.
    """
    mailer = services().mailer
    if mailer is None or letter is None:
        session[shown_under] = link
        return f"{done} : le lien est ci-dessous."
    try:
        mailer.send(letter)
    except MailNotSent as failure:
        session[shown_under] = link
        return f"{done}, mais le courriel n’est pas parti ({failure}). Donnez vous-même le lien ci-dessous."
    return f"{done} : le lien est envoyé à {letter.to}."


def site_name() -> str:
    """Return the name of the collectivité, for a letter; empty where it gave none."""
    return services().identity.name or ""
