"""The page of the documents that says who may do what, from what the program follows.

`python -m app.web.rights_document > docs/droits.md` writes it anew; a test compares the two.
"""

from collections.abc import Iterator

import click

from app.access import Action, Role
from app.access.rights import IN_A_PART, OF_THE_SITE, RIGHTS, ROLES_IN_A_PART
from app.web.permissions import NEEDS, Needs
from app.web.roles import EXPLAINED, ROLES

ACTIONS = {
    Action.READ: "lire et télécharger",
    Action.COMMENT: "lire et écrire les commentaires d’un engagement",
    Action.PROPOSE: "proposer l’action d’un engagement",
    Action.WRITE: "rédiger l’action d’un engagement",
    Action.EDIT: "rédiger tout le reste, convenir, écarter",
    Action.DECIDE: "décider des retours",
    Action.MANAGE: "partager, mettre à la corbeille, restaurer, marquer comme signé",
    Action.OPEN: "tout le monde, sans se connecter",
    Action.USE: "tout compte",
    Action.CREATE: "tout compte ; il possède ce qu’il crée",
    Action.ADMINISTER: "un compte qui administre le site",
}
_HEAD = """# Qui peut quoi

Cette page est faite par `python -m app.web.rights_document` de ce que le programme suit : `RIGHTS`
(`app/access/rights.py`) et `NEEDS` (`app/web/permissions.py`). Un site sans comptes ne refuse rien.

## Les rôles sur un contrat
"""
_IN_A_PART = """
Un rôle peut être donné sur une partie du contrat : les engagements qu’un organisme pilote ou auxquels il est
associé, tels que le contrat les nomme au moment de la demande, ou ceux de quelques numéros. Il laisse lire le
tout. Ce qu’on y saisit est une proposition, que décide qui rédige le contrat entier ; hors de la partie, rien
ne s’envoie (403).

"""
_ROLES_SAID = """
Un rôle est donné à un compte, ou à un organisme pour tous ses membres ; le plus haut compte. Un contrat a
toujours un propriétaire. Qui n’a aucun rôle ne sait pas qu’il existe (404) ; ce qu’un rôle ne permet pas est
refusé (403). Qui administre le site n’a par là aucun rôle sur un contrat.
"""
_ADDRESSES = """
## Les adresses

« Lire » : ouvrir la page ; « envoyer » : son formulaire. « Redemandé » : le mot de passe, après dix minutes.
Pour « {managing} » et pour administrer le site, un compte sans code à usage unique est conduit à en mettre
un (`SECOND_FACTOR`, d’origine « proprietaires » ; « tous » : pour toute page ; « libre » : jamais).

| page | lire | envoyer | redemandé |
|---|---|---|---|
"""


def rights_document() -> str:
    """Return the page, in Markdown."""
    return "".join((_HEAD, "\n", *_roles(), _ROLES_SAID, _addresses_said(), *_addresses()))


def _roles() -> Iterator[str]:
    yield "| | " + " | ".join(ROLES[role] for role in Role) + " |\n"
    yield "|---|" + "---|" * len(Role) + "\n"
    for action in Action:
        if action not in OF_THE_SITE:
            marks = ("✓" if action in RIGHTS[role] else "–" for role in Role)
            yield f"| {ACTIONS[action]} | {' | '.join(marks)} |\n"
    yield "\n" + " ; ".join(f"{ROLES[role].lower()} : {EXPLAINED[role]}" for role in Role) + ".\n"
    yield _IN_A_PART
    yield "| | " + " | ".join(ROLES[role] for role in ROLES_IN_A_PART) + " |\n"
    yield "|---|" + "---|" * len(ROLES_IN_A_PART) + "\n"
    for action in Action:
        if action in IN_A_PART:
            marks = ("✓" if action in RIGHTS[role] else "–" for role in ROLES_IN_A_PART)
            yield f"| {ACTIONS[action]} | {' | '.join(marks)} |\n"


def _addresses_said() -> str:
    return _ADDRESSES.format(managing=ACTIONS[Action.MANAGE])


def _addresses() -> Iterator[str]:
    for endpoint, needs in sorted(NEEDS.items()):
        asked = "oui" if needs.recent else "non"
        yield f"| `{endpoint}` | {ACTIONS[needs.read]} | {_sending(needs)} | {asked} |\n"


def _sending(needs: Needs) -> str:
    if needs.clause:
        return f"{ACTIONS[needs.send]}, dans sa partie s’il en a une"
    return "de même" if needs.send is needs.read else ACTIONS[needs.send]


if __name__ == "__main__":
    click.echo(rights_document(), nl=False)
