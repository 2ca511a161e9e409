"""What was typed in a contract and stands in no part of its document: it is kept, and it is said.

Whatever is typed in a profile is either in the document or in this list; a property test holds the two
together. Blank texts show nothing and are not listed; nor is a state alone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from app.domain.catalogue import Commitment
from app.domain.conditions import Outcome
from app.domain.diff.statements import adaptation_texts, portrait_texts, signatory_texts
from app.domain.draft import Draft
from app.domain.field_text import labels_of
from app.domain.french import typeset
from app.domain.names import Names, short_name
from app.domain.outlines import QUARTIER_PLACE
from app.domain.profile import NO_ADAPTATION, Adaptation
from app.domain.rules import Partner
from app.domain.text import is_blank


class Reason(StrEnum):
    """Why something is kept and not printed."""

    BY_CHOICE = "by_choice"
    NOT_LEFT_OUT = "not_left_out"
    HISTORICAL = "historical"
    NATIONAL = "national"
    EXCLUDED = "excluded"
    UNKNOWN = "unknown"
    NO_VOLET = "no_volet"
    NO_QUARTIER = "no_quartier"
    NO_QUARTIERS = "no_quartiers"
    NO_PLACE = "no_place"
    NOT_SIGNING = "not_signing"
    NOT_OVERRULED = "not_overruled"


_SENTENCES: Mapping[Reason, str] = {
    Reason.BY_CHOICE: "Vous avez écarté cet engagement du contrat : l’annexe n’en donne que le motif.",
    Reason.NOT_LEFT_OUT: "L’engagement n’est pas écarté : le motif ne s’imprime pas.",
    Reason.HISTORICAL: (
        "Vous avez placé cet engagement en annexe « Pour mémoire » : elle n’en donne que le texte national."
    ),
    Reason.NATIONAL: (
        "Seul un acteur national peut tenir cet engagement : il est rappelé en annexe, sans action locale."
    ),
    Reason.UNKNOWN: "Le catalogue de ce contrat n’a pas cet engagement.",
    Reason.NO_VOLET: "Le catalogue de ce contrat n’a pas le volet où il était.",
    Reason.NO_QUARTIER: "Ce quartier n’est pas dans le contrat.",
    Reason.NO_QUARTIERS: "Le plan de ce contrat n’a pas de partie par quartier.",
    Reason.NO_PLACE: "Le plan de ce contrat n’a pas ce chapitre.",
    Reason.NOT_SIGNING: "Il ne figure pas parmi ceux qui signent ce contrat.",
    Reason.NOT_OVERRULED: "Aucun fait indiqué ne contredit la référence des territoires.",
}
"""What each reason says; why an engagement is EXCLUDED is said by the draft itself."""


class UnprintedKind(StrEnum):
    """What holds the text: the value begins the id of each member of the list."""

    COMMITMENT = "engagement"
    LOCAL = "local"
    SIGNATORY = "signataire"
    TEXT = "texte"
    PORTRAIT = "portrait"
    FACTS = "faits"


@dataclass(frozen=True, slots=True)
class Unprinted:
    """Something that is kept and not printed.

    `subject` is the id of what holds it: a commitment, a signatory, the place of a text. `said` are labels,
    each with its text; `amount` is in whole euros. `carriers` do not sign, and one of them would bring it
    back. `exclusion` is what the draft says of a commitment that is excluded.
    """

    kind: UnprintedKind
    subject: str
    name: str
    reason: Reason
    said: tuple[tuple[str, str], ...]
    amount: int = 0
    carriers: tuple[Partner, ...] = ()
    exclusion: str = ""

    @property
    def id(self) -> str:
        """Its identity in one contract."""
        return f"{self.kind}:{self.subject}"

    @property
    def because(self) -> str:
        """Why it is not printed, in a sentence."""
        return self.exclusion or typeset(_SENTENCES[self.reason])

    @property
    def by_choice(self) -> bool:
        """Whether its official left it out, or sent it out of the body."""
        return self.reason in {Reason.BY_CHOICE, Reason.HISTORICAL}

    @property
    def is_wanted(self) -> bool:
        """Whether it left by a change elsewhere, and nobody chose that it does not print."""
        return not self.by_choice and self.reason is not Reason.NOT_LEFT_OUT


def unprinted(draft: Draft) -> tuple[Unprinted, ...]:
    """All that is kept and not printed, in the order of the contract."""
    return (
        *_facts(draft),
        *_signatories(draft),
        *_commitments(draft),
        *_locals(draft),
        *_portraits(draft),
        *_texts(draft),
    )


def _facts(draft: Draft) -> Iterator[Unprinted]:
    reason = draft.profile.facts_reason
    if not is_blank(reason) and not any(fact.overruled for fact in draft.facts.values()):
        name = "Motif des faits indiqués"
        yield Unprinted(UnprintedKind.FACTS, "motif", name, Reason.NOT_OVERRULED, ((name, reason),))


def _signatories(draft: Draft) -> Iterator[Unprinted]:
    signing = {partner.id for partner in draft.partners}
    known = draft.catalogue.partner_by_id
    for signatory in draft.profile.signatories:
        if signatory.partner not in signing:
            back = (known[signatory.partner],) if signatory.partner in known else ()
            yield Unprinted(
                UnprintedKind.SIGNATORY,
                signatory.id,
                signatory.name,
                Reason.NOT_SIGNING,
                signatory_texts(signatory),
                carriers=back,
            )


def _commitments(draft: Draft) -> Iterator[Unprinted]:
    if not draft.profile.adaptations:
        return
    names = Names(draft.catalogue)
    why, label_of = _Reasons(draft), labels_of(draft.profile, titles=False)
    for commitment_id, adaptation in draft.profile.adaptations.items():
        reason = why.of(commitment_id)
        lost = _not_said(adaptation, reason)
        if said := adaptation_texts(lost, label_of):
            yield Unprinted(
                UnprintedKind.COMMITMENT,
                commitment_id,
                names.commitment(commitment_id)[0],
                reason,
                said,
                _amount(lost),
                carriers=why.carriers(commitment_id) if adaptation.included else (),
                exclusion=why.exclusion(commitment_id) if reason is Reason.EXCLUDED else "",
            )


class _Reasons:
    """Why what was written for a commitment is not printed."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._printed = {entry.commitment.id for entry in draft.entries()}
        self._historical = {entry.commitment.id for entry in draft.historical}
        self._national = {entry.commitment.id for entry in draft.national}
        self._out = {exclusion.commitment.id: exclusion for exclusion in draft.excluded}

    def of(self, commitment_id: str) -> Reason:
        """NOT_LEFT_OUT for one that is printed, but for the reason why it would not be."""
        if commitment_id in self._printed:
            return Reason.NOT_LEFT_OUT
        if commitment_id in self._historical:
            return Reason.HISTORICAL
        if exclusion := self._out.get(commitment_id):
            return Reason.BY_CHOICE if exclusion.by_choice else Reason.EXCLUDED
        return Reason.NATIONAL if commitment_id in self._national else Reason.UNKNOWN

    def exclusion(self, commitment_id: str) -> str:
        """Return what the draft says of a commitment that is excluded."""
        return self._out[commitment_id].reason

    def carriers(self, commitment_id: str) -> tuple[Partner, ...]:
        """Who could sign and carry a commitment that lacks a carrier and nothing else."""
        exclusion = self._out.get(commitment_id)
        if exclusion is None or exclusion.by_choice or self._does_not_apply(exclusion.commitment):
            return ()
        known = self._draft.catalogue.partners
        return tuple(partner for partner in known if partner.id in exclusion.commitment.carriers)

    def _does_not_apply(self, commitment: Commitment) -> bool:
        verdict = commitment.when.evaluate(self._draft.facts) if commitment.when else None
        return verdict is not None and verdict.outcome is Outcome.DOES_NOT_APPLY


def _not_said(adaptation: Adaptation, reason: Reason) -> Adaptation:
    """Return what the document does not say of it.

    A clause says all but the reason, the annexe only the reason.
    """
    if reason is Reason.NOT_LEFT_OUT:
        return replace(NO_ADAPTATION, reason_excluded=adaptation.reason_excluded)
    return replace(adaptation, reason_excluded="") if reason is Reason.BY_CHOICE else adaptation


def _locals(draft: Draft) -> Iterator[Unprinted]:
    printed = {local.id for section in draft.sections for local in section.local}
    label_of = labels_of(draft.profile, titles=False)
    for local in draft.profile.local_commitments:
        reason = Reason.NOT_LEFT_OUT if local.id in printed else Reason.NO_VOLET
        lost = _not_said(local.adaptation, reason)
        said = adaptation_texts(lost, label_of)
        if reason is Reason.NO_VOLET:
            said = (("Engagement", local.text), *said)
        if said:
            name = short_name(local.text)
            yield Unprinted(UnprintedKind.LOCAL, local.id, name, reason, said, _amount(lost))


def _amount(adaptation: Adaptation) -> int:
    return sum(means.amount or 0 for means in adaptation.means)


def _portraits(draft: Draft) -> Iterator[Unprinted]:
    for code, portrait in draft.profile.portraits.items():
        if code not in draft.portraits and (said := portrait_texts(portrait)):
            label, reason = _quartier(draft, code)
            yield Unprinted(UnprintedKind.PORTRAIT, code, f"Portrait du quartier {label}", reason, said)


def _quartier(draft: Draft, code: str) -> tuple[str, Reason]:
    """Return what a quartier is called, and why the document has no part for it."""
    labels = draft.territory.quartier_labels
    return labels.get(code, code), Reason.NO_QUARTIERS if code in labels else Reason.NO_QUARTIER


def _texts(draft: Draft) -> Iterator[Unprinted]:
    printed = draft.texts
    for place, text in draft.profile.texts.items():
        if place in printed or is_blank(text):
            continue
        name, reason = _place(draft, place)
        yield Unprinted(UnprintedKind.TEXT, place, name, reason, (("Texte", text),))


def _place(draft: Draft, place: str) -> tuple[str, Reason]:
    """Return what a place without a part of the document is called, and why it has none."""
    if place.startswith(QUARTIER_PLACE):
        label, reason = _quartier(draft, place.removeprefix(QUARTIER_PLACE))
        return f"Projet du quartier {label}", reason
    _, chapter, label = Names(draft.catalogue).text(place)
    return " : ".join(filter(None, (chapter, label))) or place, Reason.NO_PLACE
