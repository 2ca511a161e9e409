"""The actions of a contract: what is done about its commitments, and its commitments of its own."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.draft import Draft, DraftSection
from app.domain.french import NBSP
from app.domain.markup import excerpt
from app.domain.profile import Adaptation
from app.domain.text import cut_at_word, is_blank

LONGEST_ACTION = 110
"""Characters of an action in a list."""

FIRST_LINES = 10


@dataclass(frozen=True, slots=True)
class Action:
    """What is done about a commitment, or a commitment of the contract alone.

    `number` is that of the commitment among the national ones, or among the local ones if `is_local`.
    """

    id: str
    number: int
    is_local: bool
    text: str
    adaptation: Adaptation

    @property
    def name(self) -> str:
        """What the contract calls it: « Engagement 12 », « Engagement local 2 »."""
        return f"Engagement{' local' if self.is_local else ''}{NBSP}{self.number}"

    @property
    def label(self) -> str:
        """Its number as a list says it: « 12 », « L2 » for one of the contract alone."""
        return f"L{self.number}" if self.is_local else str(self.number)

    @property
    def words(self) -> str:
        """Its first words, without notation. Of a long text, the first lines are read alone."""
        words = excerpt("\n".join(self.text.split("\n", FIRST_LINES)[:FIRST_LINES]))
        return cut_at_word(words if len(words) > LONGEST_ACTION else excerpt(self.text), LONGEST_ACTION)


def actions_by_volet(draft: Draft) -> Iterator[tuple[DraftSection, tuple[Action, ...]]]:
    """Yield each volet with its actions, in the order of the document, be there any or not."""
    numbers, local_numbers = draft.numbers, draft.local_numbers
    for volet in draft.sections:
        national = (
            Action(known, numbers[known], False, said.local_action, said)
            for known, said in ((entry.commitment.id, entry.adaptation) for entry in volet.entries)
            if not is_blank(said.local_action)
        )
        local = (
            Action(one.id, local_numbers[one.id], True, _said(one.adaptation) or one.text, one.adaptation)
            for one in volet.local
        )
        yield volet, (*national, *local)


def actions_of(draft: Draft) -> Iterator[Action]:
    """Yield every action, in the order of the document."""
    for _, actions in actions_by_volet(draft):
        yield from actions


def _said(adaptation: Adaptation) -> str:
    return "" if is_blank(adaptation.local_action) else adaptation.local_action
