"""Returned files for a site that has something on each of its pages."""

from app.domain.proposals import Proposal, ProposalKind
from app.domain.returned import LossKind, Reading, Remark, Thread, Unplaced
from app.store import BaseKind, FileState, Profiles, Received, SavedProfile


def receive_some(profiles: Profiles, saved: SavedProfile, clause: str) -> None:
    """Receive files in each state: two partners for one clause, one to confirm, one of elsewhere."""
    for who, read in (("CAF", _reading(clause, "CAF")), ("Préfecture", _reading(clause, "Préfecture"))):
        file = Received(f"{who}.docx", who.encode(), who, FileState.RECEIVED, BaseKind.VERSION, 1, read)
        number = profiles.returns.receive(saved.id, file)
        profiles.returns.confirm(saved.id, {number: who})
    nothing = Received("rien.docx", b"rien", "ARS", FileState.RECEIVED)
    profiles.returns.confirm(saved.id, {profiles.returns.receive(saved.id, nothing): "ARS"})
    asked = Received("a-confirmer.docx", b"a", "M. A", FileState.RECEIVED, reading=_reading(clause, "M. A"))
    profiles.returns.receive(saved.id, asked)
    profiles.returns.receive(saved.id, Received("ailleurs.docx", b"b", "", FileState.OTHER))


def _reading(clause: str, who: str) -> Reading:
    sent, signed = "Deux marches par an, avec les bailleurs.", {"author": who, "date": "2026-12-03"}

    def change(field: str, kind: ProposalKind, base: str, returned: str) -> Proposal:
        return Proposal("", clause, field, kind, base, returned, tracked=True, **signed)

    return Reading(
        (
            change("local_action", ProposalKind.MODIFIED, sent, sent.replace("bailleurs", who)),
            change("lead", ProposalKind.FILLED, "", "La Ville"),
            change("included", ProposalKind.CLAUSE_DELETED, "oui", "non"),
            change("national", ProposalKind.NATIONAL_TEXT_CHANGED, "Des mots.", "D’autres mots."),
            change("position", ProposalKind.CLAUSE_MOVED, "", "à la fin"),
        ),
        (
            Thread(who, "2026-12-03", "Est-ce sûr ?", clause, "lead", replies=(Remark("M. B", "", "Oui."),)),
            Thread(who, "2026-12-03", "Où est le préambule ?", resolved=True),
            Thread(who, "2026-12-03", "Et le calendrier ?"),
        ),
        (
            Unplaced(LossKind.ADDED_TEXT, "Un mot de plus.", near=clause, **signed),
            Unplaced(LossKind.FIXED_TEXT_CHANGED, "Les engagements, ici.", "Les engagements."),
        ),
        formatting=2,
        compared=False,
        tool="Word",
    )
