"""What each address of the site asks of whoever opens it: one line each, for reading and for sending.

The guard (`app/web/access.py`) refuses, on a site with accounts, an address that has no line here.
"""

from dataclasses import dataclass

from app.access import Action


@dataclass(frozen=True, slots=True)
class Needs:
    """What it takes to open an address (GET), and to send its form (POST).

    `recent`: whoever sends it has given the password a moment ago. `with_accounts`: the address is there
    only on a site that has accounts. `clause`: the part of the address that is a commitment, for what a role
    on a part of a contract allows in it.
    """

    read: Action
    send: Action
    recent: bool = False
    with_accounts: bool = False
    clause: str = ""

    def of(self, method: str) -> Action:
        """Return what a request of this method takes."""
        return self.send if method == "POST" else self.read


OPEN = Needs(Action.OPEN, Action.OPEN)
USE = Needs(Action.USE, Action.USE)
CREATE = Needs(Action.CREATE, Action.CREATE)
ADMINISTER = Needs(Action.ADMINISTER, Action.ADMINISTER)
READ = Needs(Action.READ, Action.READ)
SHOW = Needs(Action.READ, Action.EDIT)
OWN_PROPOSALS = Needs(Action.READ, Action.READ, with_accounts=True)
EDIT = Needs(Action.EDIT, Action.EDIT)
DECIDE = Needs(Action.READ, Action.DECIDE)
MANAGE = Needs(Action.MANAGE, Action.MANAGE)
SIGNING_IN = Needs(Action.OPEN, Action.OPEN, with_accounts=True)
OWN_ACCOUNT = Needs(Action.USE, Action.USE, with_accounts=True)
OWN_SECRETS = Needs(Action.USE, Action.USE, recent=True, with_accounts=True)
SHARE = Needs(Action.MANAGE, Action.MANAGE, recent=True, with_accounts=True)
ADMINISTRATION = Needs(Action.ADMINISTER, Action.ADMINISTER, recent=True, with_accounts=True)

NEEDS = {
    "static": OPEN,
    "identity.colour": OPEN,
    "identity.logo": OPEN,
    "help.health": OPEN,
    "help.guide": OPEN,
    "help.glossary": OPEN,
    "help.sources": OPEN,
    "help.accessibility": OPEN,
    "help.site_map": USE,
    "profiles.home": USE,
    "profiles.trash": USE,
    "profiles.import_": CREATE,
    "territory.choose": CREATE,
    "territory.create": CREATE,
    "territory.suggest": USE,
    "takeover.show": CREATE,
    "takeover.review": CREATE,
    "takeover.part": CREATE,
    "takeover.remainders": CREATE,
    "takeover.make": CREATE,
    "takeover.download": CREATE,
    "takeover.remove": CREATE,
    "my_commitments.show": USE,
    "versions.author": USE,
    "downloads.templates": USE,
    "quartiers.choose": Needs(Action.USE, Action.ADMINISTER),
    "quartiers.fetch": Needs(Action.USE, Action.ADMINISTER),
    "quartiers.apply": ADMINISTER,
    "task_list.show": READ,
    "my_commitments.edit": READ,
    "completeness.show": READ,
    "completeness.checks": READ,
    "figures.show": READ,
    "preview.show": READ,
    "preview.chapter": READ,
    "downloads.choose": READ,
    "downloads.chosen": READ,
    "downloads.archive": READ,
    "downloads.remaining": READ,
    "downloads.report": READ,
    "downloads.sources": READ,
    "downloads.word": READ,
    "profiles.export": READ,
    "committee.record": READ,
    "redline.download": READ,
    "versions.show": READ,
    "versions.compare": READ,
    "versions.download": READ,
    "versions.amendment": READ,
    "workbook_import.download": READ,
    "portraits.show": READ,
    "orientations.show": READ,
    "adaptation.edit": Needs(Action.READ, Action.PROPOSE, clause="commitment_id"),
    "proposals.show": OWN_PROPOSALS,
    "presence.show": Needs(Action.READ, Action.READ, with_accounts=True),
    "comments.show": Needs(Action.COMMENT, Action.COMMENT, clause="clause"),
    "comments.all_of_contract": READ,
    "commitments.show": SHOW,
    "committee.show": SHOW,
    "historical.show": SHOW,
    "unprinted.show": SHOW,
    "signatories.show": SHOW,
    "territory.edit": SHOW,
    "partners.edit": SHOW,
    "chapters.edit": SHOW,
    "chapters.outline": SHOW,
    "contract_quartiers.edit": SHOW,
    "portraits.edit": SHOW,
    "catalogue_update.review": SHOW,
    "workbook_import.workbook": EDIT,
    "workbook_import.resolve_conflicts": EDIT,
    "workbook_import.copy": EDIT,
    "returns.show": EDIT,
    "returns.confirm": EDIT,
    "returns.decide": EDIT,
    "returns.unplaced": EDIT,
    "returns.download": EDIT,
    "returns.remove": EDIT,
    "returns.reread": EDIT,
    "local_commitments.add": EDIT,
    "local_commitments.edit": Needs(Action.READ, Action.PROPOSE, clause="local_id"),
    "local_commitments.remove": EDIT,
    "orientations.add": EDIT,
    "orientations.add_objective": EDIT,
    "orientations.edit": SHOW,
    "orientations.edit_objective": SHOW,
    "orientations.move_one": EDIT,
    "orientations.move_one_objective": EDIT,
    "orientations.remove_one": EDIT,
    "orientations.remove_one_objective": EDIT,
    "signatories.add": EDIT,
    "signatories.edit": SHOW,
    "signatories.edit_by_number": SHOW,
    "signatories.remove": EDIT,
    "signatories.remove_by_number": EDIT,
    "versions.name": EDIT,
    "signature.mark": MANAGE,
    "signature.unmark": MANAGE,
    "profiles.rename": EDIT,
    "profiles.duplicate": Needs(Action.READ, Action.READ),
    "profiles.delete": MANAGE,
    "profiles.restore": MANAGE,
    "versions.restore": MANAGE,
    "login.login": SIGNING_IN,
    "login.choose_password": SIGNING_IN,
    "forgotten.ask": SIGNING_IN,
    "sign_on.start": SIGNING_IN,
    "sign_on.come_back": SIGNING_IN,
    "sign_on.signed_out": SIGNING_IN,
    "arrivals.finish": SIGNING_IN,
    "sign_on.link": OWN_SECRETS,
    "sign_on.unlink": OWN_SECRETS,
    "login.logout": OWN_ACCOUNT,
    "login.confirm": OWN_ACCOUNT,
    "account.show": OWN_ACCOUNT,
    "account.export": OWN_ACCOUNT,
    "account.close_sessions": OWN_SECRETS,
    "account.password": OWN_ACCOUNT,
    "account.second_factor": OWN_SECRETS,
    "account.recovery_codes": OWN_SECRETS,
    "account.erase": OWN_SECRETS,
    "sharing.show": SHARE,
    "sharing.invitation": SIGNING_IN,
    "administration.accounts": ADMINISTRATION,
    "administration.link": ADMINISTRATION,
    "administration.organisations": ADMINISTRATION,
    "administration.organisation": ADMINISTRATION,
    "memberships.requests": ADMINISTRATION,
    "administration.journal": Needs(Action.ADMINISTER, Action.ADMINISTER, with_accounts=True),
}
"""What each endpoint asks for. A contract is the one in the address; without one, it is about the site."""

WITH_ACCOUNTS = frozenset(endpoint for endpoint, needs in NEEDS.items() if needs.with_accounts)
