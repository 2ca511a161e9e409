"""Contracts made elsewhere, half taken over, for a site that has something on each of its pages."""

from dataclasses import replace

from app.domain.takeover import Block, Original, Piece, Recognition, Remainder, Target
from app.domain.takeover.review import Outcome
from app.store import Profiles


def take_some_over(profiles: Profiles) -> None:
    """Receive a contract that waits to be reviewed, and one of which all is decided."""
    profiles.takeovers.receive(b"%PDF waits", _read("contrat-2024.pdf"))
    decided = profiles.takeovers.receive(b"%PDF decided", _read("contrat-2023.pdf"))
    pieces = (replace(one, outcome=Outcome.ACCEPTED) for one in profiles.takeovers.pieces(decided))
    rest = (replace(one, outcome=Outcome.SEEN) for one in profiles.takeovers.remainders(decided))
    profiles.takeovers.review(decided, pieces, rest)


def _read(name: str) -> Recognition:
    blocks = (Block(1, 3, "Ouvrir une maison de santé", level=2), Block(2, 3, "Pilote : Ville"))
    pieces = (
        Piece(Target.TERRITORY, "", "name", "Ville d’Évry", "Ville d’Évry", 3, ()),
        Piece(Target.ACTION, "local-1", "text", blocks[0].text, blocks[0].text, 3, ((1, 0, 26),)),
        Piece(Target.ACTION, "local-1", "lead", "Ville", "Ville", 3, ((2, 0, 14),)),
    )
    return Recognition(Original(name, blocks, (), 12), pieces, (Remainder(4, 9, "Un mot.", "Divers"),))
