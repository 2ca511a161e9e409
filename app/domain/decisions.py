"""What applying a decision does to a contract: on a question, or on a text that found no place.

No decision changes a national text or says that an action is agreed; a clause is left out for a reason alone.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.domain.french import typeset
from app.domain.profile import Profile
from app.domain.proposals import Decision, Proposal, ProposalKind, Question, SourceKind, Standing
from app.domain.proposed_fields import INCLUDED, add_local, add_under, leave_out, put_text
from app.domain.returned import Unplaced
from app.domain.text import MAX_NAME, first_words, is_same_text

CHANGING = {Decision.TAKEN, Decision.MERGED, Decision.EDITED}
"""The decisions on a question that put a text in its field."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What is decided of a question: the text that its field takes, and for a clause left out, the reason.

    LOCAL makes of the text a commitment of the contract, in the volet `section`.
    """

    question: Question
    decision: Decision
    text: str = ""
    reason: str = ""
    section: str = ""

    def applied_to(self, profile: Profile) -> Profile:
        """Return the contract as decided. Raises FieldRefused."""
        about = self.question
        if self.decision is Decision.LOCAL:
            return add_local(profile, self.section, self.text)
        if self.decision not in CHANGING:
            return profile
        if about.field == INCLUDED:
            return leave_out(profile, about.clause, self.reason)
        return put_text(profile, about.clause, about.field, self.text)

    def decisions(self) -> Iterator[tuple[Proposal, Decision]]:
        """Yield what becomes of each proposal of the question."""
        for one in self.question.proposals:
            yield one, self._of(one)

    @property
    def followed(self) -> tuple[Proposal, ...]:
        """The proposals of which something enters the contract."""
        if self.decision is Decision.LOCAL:
            return self.question.proposals
        kept = CHANGING if self.decision in CHANGING else set()
        return tuple(one for one, decided in self.decisions() if decided in kept)

    def _of(self, proposal: Proposal) -> Decision:
        if proposal.standing is Standing.DONE:
            return Decision.DONE
        if self.decision in CHANGING and is_same_text(proposal.returned, self.text):
            return Decision.TAKEN
        return Decision.LEFT if self.decision is Decision.TAKEN else self.decision


def taken_whole(question: Question) -> Ruling:
    """Return the decision to take the one text of a question that is plain."""
    return Ruling(question, Decision.TAKEN, question.answers[0].text)


def taken_from(questions: Iterable[Question], who: str) -> tuple[Ruling, ...]:
    """Return the decisions to take all that one partner proposes without conflict; the rest waits."""
    return tuple(taken_whole(one) for one in questions if one.is_plain and who in one.answers[0].names)


@dataclass(frozen=True, slots=True)
class Filing:
    """What is decided of a text that found no place: filed under a field, made a commitment, or seen."""

    unplaced: Unplaced
    decision: Decision
    text: str = ""
    clause: str = ""
    field: str = ""
    section: str = ""

    @property
    def changes(self) -> bool:
        """Whether it puts its text in the contract."""
        return self.decision in {Decision.FILED, Decision.LOCAL}

    def applied_to(self, profile: Profile) -> Profile:
        """Return the contract as decided. Raises FieldRefused."""
        match self.decision:
            case Decision.FILED:
                return add_under(profile, self.clause, self.field, self.text)
            case Decision.LOCAL:
                return add_local(profile, self.section, self.text)
            case _:
                return profile


def author_line(followed: Sequence[Proposal | Unplaced], files: dict[int, str], decided_by: str) -> str:
    """Return who made a version: whose proposals entered it, by which files, and who decided.

    « CAF (contrat-CAF.docx), repris par C. Martin », in the length of a name.
    """
    origins = dict.fromkeys(_origin(one, files) for one in followed)
    said = ", ".join(f"{who} ({name})" if name else who for who, name in origins)
    end = f", repris par {decided_by}" if decided_by else ""
    return typeset(first_words(said, max(MAX_NAME - len(end) - 2, 1)) + end)[:MAX_NAME]


def _origin(one: Proposal | Unplaced, files: dict[int, str]) -> tuple[str, str]:
    if isinstance(one, Proposal):
        is_typed = one.source.kind is SourceKind.PERSON and one.source.name
        return one.who, typed_by(one) if is_typed else one.source.name
    return one.who, files.get(one.file, "")


def typed_by(one: Proposal) -> str:
    """Return that a proposal was typed on the site, and by whom where that is not who proposes."""
    by = f"{one.source.name}, " if one.source.name != one.who else ""
    return f"{by}saisi sur le site"


def refuses_to_be_taken(question: Question) -> bool:
    """Whether no text of the question can enter its field: a national text, and the place of a clause."""
    unplaceable = {ProposalKind.NATIONAL_TEXT_CHANGED, ProposalKind.CLAUSE_MOVED}
    return any(one.kind in unplaceable for one in question.proposals)
