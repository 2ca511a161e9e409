"""What others did with an account, told to its owner at each login for a week."""

from flask import flash

from app.store.audit import Entry, Event
from app.web.filters import moment
from app.web.services import services

_BY_COMMAND = "une commande, sur la machine du site,"
_SAID = {
    Event.TOTP_OFF: "{who} a retiré le code à usage unique de votre compte.",
    Event.SESSIONS_CLOSED: "{who} a fermé vos sessions.",
    Event.ACCOUNT_REOPENED: "{who} a rouvert votre compte.",
    Event.PASSWORD_SET: "votre mot de passe a été choisi par un lien.",
}
_LINK = "{who} a fait un lien qui laisse choisir votre mot de passe."
_LINK_OF_OWNER = (
    "{who} a fait un lien qui laisse choisir le mot de passe de {other}, propriétaire avec vous d’un contrat."
)


def announce(account: int) -> None:
    """Show, on the next page, what an administrator or a command did with an account lately."""
    for entry in services().profiles.audit.announced(account):
        flash(f"{moment(entry.at)}\u00a0: {_sentence(entry, account)}", "warning")


def _sentence(entry: Entry, account: int) -> str:
    who = entry.who or _BY_COMMAND
    if entry.event is Event.LINK_MADE:
        return (_LINK if entry.about == account else _LINK_OF_OWNER).format(who=who, other=entry.other)
    return _SAID[entry.event].format(who=who)
