"""What is saved on the page of a commitment: the contract, or what a partner proposes to change in it.

The page is the same one; to a partner it shows the contract with what she proposes already. What she saves is
proposed, and somebody who has the whole contract decides. Two pages of hers that propose for the same fields
meet as those of two people do: nothing is written over unseen.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

from flask import abort, flash

from app.access import Action, may
from app.domain.fields import ADAPTATION
from app.domain.french import count_noun
from app.domain.profile import Profile
from app.domain.proposed_fields import TEXT, FieldRefused, is_local, is_proposable, put_text, text_of
from app.domain.text import is_same_text
from app.store import SavedProfile
from app.store.comments import Discussion
from app.store.site_proposals import ProposedMeanwhile, Proposer, SiteProposal, Texts, TooManyProposals
from app.web.adaptation.forms import AdaptationFields
from app.web.discussions import discussions_of
from app.web.forms import version_number
from app.web.profile_form import version_at
from app.web.saving import save_form
from app.web.scopes import carrier_of, may_in
from app.web.services import actor, profiles

MOST_SEEN = 100
"""Proposals that a page may show: more than an action has fields."""

MEANWHILE = "Vos propositions ont changé entre-temps, ou elles ont été tranchées"
NOTHING = "Rien à proposer\u00a0: ce que vous avez saisi est ce que la page montrait."
Change = Callable[[Profile], Profile]
"""Puts what was typed of a commitment in a contract."""

Text = tuple[str, tuple[str, str | None]]
"""A field, the text of the contract, and the one proposed in its place."""

FormOf = TypeVar("FormOf", bound=AdaptationFields)


@dataclass(frozen=True)
class Desk:
    """The page of a commitment for who asks: what may be done there, and how it is saved."""

    saved: SavedProfile
    clause: str

    @cached_property
    def writes(self) -> bool:
        """Whether what is typed is saved in the contract."""
        return may(actor(), Action.WRITE, self.saved.id)

    @cached_property
    def proposes(self) -> bool:
        """Whether what is typed is proposed."""
        return not self.writes and may_in(Action.PROPOSE, self.saved, self.clause)

    @property
    def reads(self) -> bool:
        """Whether nothing can be typed."""
        return not (self.writes or self.proposes)

    @cached_property
    def to_decide(self) -> int:
        """How much was typed on the site by others and waits for a decision of who asks."""
        decides = may(actor(), Action.DECIDE, self.saved.id)
        return profiles().site_proposals.count(self.saved.id, self.clause) if decides else 0

    @cached_property
    def discussions(self) -> tuple[Discussion, ...] | None:
        """What is said of the commitment; None for who may not know."""
        return discussions_of(self.saved, self.clause)

    def form_of(self, form: type[FormOf]) -> FormOf:
        """Return the form of the commitment: what was sent, else what there is, and what is proposed."""
        made = form.of(self.shown if self.proposes else self.saved)
        made.proposes, made.reads = self.proposes, self.reads
        if self.proposes and not made.is_submitted():
            made.proposed.data = _numbers(self.waiting)
        return made

    def save(self, form: AdaptationFields, change: Change) -> bool:
        """Whether what was typed is now saved, or proposed; if not, the form carries the reason.

        403 for who may do neither.
        """
        if self.writes:
            return save_form(form, self.saved, change(self.saved.profile))
        if not self.proposes:
            abort(403)
        return self._propose(form, change)

    @cached_property
    def waiting(self) -> tuple[SiteProposal, ...]:
        """What the partner proposes for the commitment, and nobody has decided."""
        return profiles().site_proposals.waiting(self.saved.id, actor().account or 0, self.clause)

    @property
    def shown(self) -> SavedProfile:
        """The contract with what the partner proposes."""
        return replace(self.saved, profile=_with(self.saved.profile, self.waiting))

    def _propose(self, form: AdaptationFields, change: Change) -> bool:
        store, account = profiles().site_proposals, actor().account or 0
        numbers = set(filter(None, map(version_number, str(form.proposed.data or "").split()[:MOST_SEEN])))
        seen = [one for one in store.some(self.saved.id, account, numbers) if self._is_here(one)]
        base = version_at(self.saved.id, form.base)
        contract = base.profile if base else self.saved.profile
        texts = dict(self._texts(contract, _with(contract, seen), change))
        if not texts:
            flash(NOTHING, "info")
            return True
        try:
            store.put(self.saved.id, self._proposer(), self.clause, texts, {one.number for one in seen})
        except ProposedMeanwhile:
            self._show_meanwhile(form, replace(self.saved, profile=_with(contract, seen)))
            return False
        except TooManyProposals as refused:
            form.refusals, form.status = [str(refused)], 422
            return False
        form.say_what_was_removed()
        _say(texts)
        return True

    def _is_here(self, one: SiteProposal) -> bool:
        return one.proposal.clause == self.clause

    def _texts(self, contract: Profile, before: Profile, change: Change) -> Iterator[Text]:
        """Yield each field in which something else was typed than what the page showed."""
        typed = change(before)
        for field in _fields_of(self.clause):
            old, was, now = (text_of(one, self.clause, field) or "" for one in (contract, before, typed))
            if not is_same_text(now, was):
                yield field, (old, None if is_same_text(now, old) else now.strip())

    def _proposer(self) -> Proposer:
        me, carrier = actor(), carrier_of(self.saved, self.clause)
        return Proposer(me.account or 0, carrier.name if carrier else me.name, me.name)

    def _show_meanwhile(self, form: AdaptationFields, base: SavedProfile) -> None:
        present = Desk(self.saved, self.clause)
        forms = (type(form).of(one, formdata=None) for one in (present.shown, base))
        form.show_conflict(next(forms), self.saved.version, next(forms))
        form.conflict_title = MEANWHILE
        form.proposed.data = _numbers(present.waiting)


def _fields_of(clause: str) -> Iterator[str]:
    if is_local(clause):
        yield TEXT
    yield from (field.id for field in ADAPTATION if is_proposable(field))


def _with(profile: Profile, proposed: Iterable[SiteProposal]) -> Profile:
    """Return a contract with what is proposed; what it has no place for any more is left out."""
    for one in proposed:
        with suppress(FieldRefused):
            profile = put_text(profile, one.proposal.clause, one.proposal.field, one.proposal.returned)
    return profile


def _numbers(proposed: Iterable[SiteProposal]) -> str:
    return " ".join(str(one.number) for one in proposed)


def _say(texts: Texts) -> None:
    made = sum(new is not None for _, new in texts.values())
    withdrawn = len(texts) - made
    said = [count_noun(made, "proposition enregistrée", "propositions enregistrées")] if made else []
    said += [count_noun(withdrawn, "proposition retirée", "propositions retirées")] if withdrawn else []
    flash(f"{', '.join(said)}\u00a0: la rédaction du contrat décide de ce qu’elle en reprend.", "success")
