"""What a page was about, when the contract's catalogue has it no more."""

from app.domain.catalogue import Leaf
from app.store import SavedProfile


class ClauseGone(Exception):
    """The page of a commitment was sent, and the contract's catalogue has it no more.

    `leaf` is the commitment as it was when the page was opened, `saved` the present contract.
    """

    def __init__(self, leaf: Leaf, saved: SavedProfile) -> None:
        self.leaf = leaf
        self.saved = saved
        super().__init__(leaf.commitment.id)
