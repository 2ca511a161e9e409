"""What the site writes to people: plain text, in French, a link to this site alone, nothing that tracks."""

from dataclasses import dataclass

from app.domain.french import typeset
from app.domain.text import clean

_LONGEST_NAME = 120
_UNASKED = (
    "Si vous n’attendiez pas ce courriel, ne faites rien : le lien s’éteint de lui-même. Ne le transmettez à "
    "personne."
)


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter to one address."""

    to: str
    subject: str
    text: str


def one_line(text: str) -> str:
    """Return a text as a header may bear it: on one line, without what does not show, not too long."""
    return " ".join(clean(text).text.split())[:_LONGEST_NAME]


def invitation(to: str, site: str, by: str, contract: str, role: str, link: str) -> Letter:
    """Return the invitation to a contract. `site` is the name of the collectivité, or empty."""
    by, contract = one_line(by), one_line(contract)
    return _letter(
        to,
        f"Invitation au contrat « {contract} »",
        f"{by} vous invite à « {contract} »{_on(site)}, comme {one_line(role).lower()}.",
        "Pour accepter, ouvrez ce lien ; il sert une fois, et vaut trente jours :",
        link,
    )


def password_link(to: str, site: str, name: str, link: str, *, is_first: bool) -> Letter:
    """Return the letter with the link that lets an account choose its password."""
    asked = (
        "Un compte vous attend"
        if is_first
        else "Quelqu’un, vous sans doute, a demandé un nouveau mot de passe"
    )
    lasts = "sept jours" if is_first else "une heure"
    return _letter(
        to,
        "Votre compte" if is_first else "Choisir un nouveau mot de passe",
        f"{one_line(name)}, bonjour.\n\n{asked}{_on(site)}.",
        f"Pour choisir votre mot de passe, ouvrez ce lien ; il sert une fois, et vaut {lasts} :",
        link,
    )


def _on(site: str) -> str:
    shown = one_line(site)
    return f" sur le site des contrats de ville ({shown})" if shown else " sur le site des contrats de ville"


def _letter(to: str, subject: str, first: str, before: str, link: str) -> Letter:
    said = [typeset(first), typeset(before), link, typeset(_UNASKED)]
    return Letter(to, typeset(subject), "\n\n".join(said) + "\n")
