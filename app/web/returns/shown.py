"""The questions of a page of decisions, as they are shown: the texts beside one another, and the choices."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256

from app.domain.decisions import Ruling
from app.domain.diff.edit_script import Budget
from app.domain.diff.text import Words, lines_between, values_between, words_between
from app.domain.fields import Kind
from app.domain.french import date_or_words, typeset
from app.domain.merging import AuthoredWords
from app.domain.profile import Profile
from app.domain.proposals import Answer, Decision, Proposal, ProposalKind, Question, SourceKind
from app.domain.proposed_fields import INCLUDED, NATIONAL, POSITION, is_local, kind_of, typed_text
from app.domain.returned import Thread
from app.web.returns.subjects import Subjects

LATER = ""
TAKE, MERGE, LEAVE, WRITE, DONE = "prendre", "reunir", "laisser", "ecrire", "fait"
OUT, LOCAL, COMMENT, SEEN = "ecarter", "local", "commentaire", "vu"
"""What a form sends of a decision; TAKE and MERGE are followed by the digest of their text."""

MOST_SHOWN, LONGEST_SHOWN = 40, 150_000
"""Questions of a page, and characters of their texts, after which another page follows."""

_LISTS = {Kind.NAMES, Kind.QUARTIERS, Kind.OBJECTIVES, Kind.VALUES, Kind.MEANS}
_WORDS = {Kind.PROSE, Kind.TEXT}


@dataclass(frozen=True)
class ShownQuestion:
    """A question as its page shows it. `budget`: what the comparisons of the whole page may cost."""

    question: Question
    subjects: Subjects
    budget: Budget

    @property
    def id(self) -> str:
        """What names it in the form: always the same for one field of one clause."""
        return _digest(f"{self.question.clause}\n{self.question.field}")

    @property
    def label(self) -> str:
        """What the field is called."""
        return self.subjects.label(self.question.clause, self.question.field)

    @property
    def sent(self) -> Sequence[str]:
        """The text that was sent; several where partners had different versions."""
        return [self._words(one) for one in self.question.bases]

    @property
    def now(self) -> str | None:
        """What the contract says today, where that is not what was sent."""
        return self._words(self.question.current) if self.question.has_moved else None

    @property
    def has_texts(self) -> bool:
        """Whether its texts are shown beside one another: not of a clause that is deleted or moved."""
        return self.question.field not in {INCLUDED, POSITION}

    @property
    def writes(self) -> bool:
        """Whether a text may be typed instead."""
        return self.question.field not in {INCLUDED, POSITION} and not self.question.is_done

    @property
    def asks_reason(self) -> bool:
        """Whether a reason is asked for: a clause would be left out."""
        return self.question.field == INCLUDED and not self.question.is_done

    def edits(self, answer: Answer) -> Sequence[Words]:
        """Return a text that came back, with what was added to the one sent and removed from it."""
        before, after = self._words(answer.proposals[0].base), self._words(answer.text)
        kind = kind_of(self.question.clause, self.question.field)
        if kind in _LISTS:
            return lines_between(before, after, self.budget)
        prose = kind in _WORDS or self.question.field == NATIONAL
        return words_between(before, after, self.budget) if prose else values_between(before, after)

    @cached_property
    def together(self) -> Sequence[AuthoredWords]:
        """What the texts make together, with who made which change; nothing where they do not go together."""
        merged = self.question.merged
        if merged is None:
            return ()
        kind = kind_of(self.question.clause, self.question.field)
        if kind not in {Kind.QUARTIERS, Kind.OBJECTIVES}:
            return merged.words
        return [replace(one, text=f"{self._words(one.text.strip())}\n") for one in merged.words]

    def whose(self, answer: Answer) -> str:
        """Return who proposes a text; by which file, where one sent two."""
        same = [one for one in self.question.answers if one.names == answer.names]
        by = f" ({answer.proposals[0].source.name})" if len(same) > 1 else ""
        return f"{_listed(answer.names)}{by}"

    def origin(self, answer: Answer) -> str:
        """Return how a text came: tracked or not, by whom, on which day."""
        return " ; ".join(dict.fromkeys(map(_tracked, answer.proposals)))

    @property
    def choices(self) -> Mapping[str, str]:
        """What can be decided, by what the form sends."""
        about = self.question
        if about.is_done:
            return {LATER: "Décider plus tard", DONE: "Le contrat le dit déjà\u00a0: rien à faire"}
        offered = dict(_APART.get(about.field, {})) or dict(self._texts())
        if about.field == INCLUDED and is_local(about.clause):
            offered[OUT] = "Retirer cet engagement local du contrat"
        return {LATER: "Décider plus tard", **offered}

    @property
    def usual(self) -> str:
        """What is chosen before anybody chooses."""
        return DONE if self.question.is_done else LATER

    def typed(self, profile: Profile) -> str:
        """Return the text that may be changed before it is taken, as a person types it."""
        about = self.question
        text = about.answers[0].text if about.answers else about.current
        if about.merged and about.merged.text is not None:
            text = about.merged.text
        return typed_text(profile, about.clause, about.field, text)

    @property
    def hint(self) -> str:
        """What is proposed, in a sentence."""
        about = self.question
        names = _listed(sorted({one.who for one in about.proposals}))
        several = len({one.who for one in about.proposals}) > 1
        if about.is_done:
            return f"Proposé par {names}\u00a0: le contrat le dit déjà."
        if about.field in _HINTS:
            return _HINTS[about.field].format(names, "ont" if several else "a", self._new_place)
        moved = " Le contrat a changé depuis l’envoi." if about.has_moved else ""
        return self._said_of_texts(names, several=several) + moved

    @property
    def _new_place(self) -> str:
        """Where the clause stands in the files: before which one, or at the end."""
        places = (one.text.partition(" ") for one in self.question.answers)
        return ", ou ".join(
            f"avant «\u00a0{self.subjects.title(clause)}\u00a0»" if word == "avant" else f"{word} {clause}"
            for word, _, clause in places
        )

    def _said_of_texts(self, names: str, *, several: bool) -> str:
        about = self.question
        if about.is_conflict:
            return "Ces textes ne vont pas ensemble\u00a0: choisissez."
        if about.merged:
            return "Ces modifications ne se touchent pas\u00a0: elles peuvent être réunies."
        if any(one.kind is ProposalKind.EMPTIED for one in about.proposals):
            return f"{names} {'ont' if several else 'a'} vidé ce champ. Rien n’est effacé sans votre accord."
        if several:
            return f"{names} proposent le même texte."
        return f"{names} {'modifie' if about.bases[0] else 'remplit'} ce champ."

    @property
    def badge(self) -> str:
        """What a reader who goes through the page must not miss, in a word or two."""
        about = self.question
        if about.is_done:
            return "Déjà fait"
        if about.is_conflict:
            return "Conflit"
        if about.asks_apart:
            return "À confirmer"
        return "À réunir" if about.merged else ""

    def ruling(self, choice: str, text: str, reason: str) -> Ruling | None:
        """Return what a choice decides; None for one that waits."""
        about, kind = self.question, choice.partition("-")[0]
        merged = about.merged.text if about.merged else None
        made = {
            TAKE: lambda: Ruling(about, Decision.TAKEN, self._answers[choice].text),
            MERGE: lambda: Ruling(about, Decision.MERGED, merged or ""),
            WRITE: lambda: Ruling(about, Decision.EDITED, text),
            OUT: lambda: Ruling(about, Decision.TAKEN, about.answers[0].text, reason=reason),
            LOCAL: lambda: Ruling(about, Decision.LOCAL, text, section=self.subjects.section(about.clause)),
            LEAVE: lambda: Ruling(about, Decision.LEFT),
            DONE: lambda: Ruling(about, Decision.DONE),
            COMMENT: lambda: Ruling(about, Decision.COMMENT),
            SEEN: lambda: Ruling(about, Decision.SEEN),
        }
        return made[kind]() if kind in made else None

    @cached_property
    def _answers(self) -> Mapping[str, Answer]:
        return {f"{TAKE}-{_digest(one.text)}": one for one in self.question.answers}

    def _texts(self) -> Iterator[tuple[str, str]]:
        about = self.question
        if about.merged and about.merged.text is not None:
            yield f"{MERGE}-{_digest(about.merged.text)}", "Réunir leurs modifications"
        for value, one in self._answers.items():
            whose = f" le texte de {self.whose(one)}" if len(self._answers) > 1 or about.has_moved else ""
            yield value, f"Prendre{whose}" if one.text else f"Vider ce champ, comme {self.whose(one)}"
        yield LEAVE, "Laisser" if not about.has_moved else "Laisser\u00a0: garder le texte d’aujourd’hui"
        yield WRITE, "Reprendre en modifiant"

    def _words(self, text: str) -> str:
        return self.subjects.words(self.question.clause, self.question.field, text)


_APART: Mapping[str, Mapping[str, str]] = {
    INCLUDED: {
        LEAVE: "Garder cet engagement au contrat",
        OUT: "Écarter cet engagement, pour le motif ci-dessous",
    },
    NATIONAL: {
        LEAVE: "Laisser\u00a0: le texte national reste tel qu’il est",
        LOCAL: "En faire un engagement local",
        COMMENT: "Le garder en commentaire de l’engagement",
    },
    POSITION: {SEEN: "Vu\u00a0: l’ordre du contrat ne change pas"},
}
_HINTS = {
    INCLUDED: "{0} {1} supprimé cet engagement du fichier. Il n’est écarté qu’avec un motif.",
    NATIONAL: "{0} {1} modifié le texte national, qui ne change pas\u00a0: il est cité mot pour mot.",
    POSITION: "{0} {1} déplacé cet engagement dans le fichier, {2}. L’application range les engagements par "
    "volet, dans l’ordre des textes nationaux\u00a0: cet ordre ne se choisit pas.",
}


@dataclass(frozen=True, slots=True)
class ClauseGroup:
    """What is to be decided of one clause: its questions, and the threads about it."""

    clause: str
    title: str
    address: str
    questions: tuple[ShownQuestion, ...]
    threads: tuple[Thread, ...]


def groups_of(
    questions: Sequence[Question], threads: Sequence[Thread], subjects: Subjects
) -> tuple[ClauseGroup, ...]:
    """Return the clauses about which something is to be decided, in the order of the contract."""
    budget = Budget()
    clauses = dict.fromkeys(one.clause for one in questions)
    clauses |= dict.fromkeys(one.clause for one in threads if one.clause)
    ranks = {clause: rank for rank, clause in enumerate(subjects.order)}
    ordered = sorted(clauses, key=lambda clause: (ranks.get(clause, len(ranks)), clause))
    return tuple(
        ClauseGroup(
            clause,
            subjects.title(clause),
            subjects.address(clause),
            tuple(ShownQuestion(one, subjects, budget) for one in questions if one.clause == clause),
            tuple(one for one in threads if one.clause == clause),
        )
        for clause in ordered
    )


def pages_of(groups: Sequence[ClauseGroup]) -> list[list[ClauseGroup]]:
    """Return the clauses of each page, whole: one at least, so many questions and characters at most."""
    pages: list[list[ClauseGroup]] = [[]]
    number = size = 0
    for group in groups:
        count = max(len(group.questions), 1)
        length = sum(len(one.returned) for shown in group.questions for one in shown.question.proposals)
        if pages[-1] and (number + count > MOST_SHOWN or size + length > LONGEST_SHOWN):
            pages.append([])
            number = size = 0
        pages[-1].append(group)
        number, size = number + count, size + length
    return pages


def _tracked(proposal: Proposal) -> str:
    if proposal.source.kind is SourceKind.PERSON:
        return typeset(f"saisi sur le site par {proposal.author}, le {date_or_words(proposal.date)}")
    if not proposal.tracked:
        return "modification non suivie\u00a0: son auteur n’est pas connu"
    by = f" par {proposal.author}" if proposal.author else ""
    day = date_or_words(proposal.date[:10])
    return typeset(f"modification suivie{by}{f', le {day}' if day else ''}")


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} et {names[-1]}" if len(names) > 1 else "".join(names)


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:12]
