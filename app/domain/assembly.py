"""A draft is a pure function of a catalogue and a profile."""

from collections.abc import Iterator
from dataclasses import replace

from app.domain.catalogue import Catalogue, Leaf, Scope
from app.domain.checks import findings
from app.domain.conditions import Facts, Outcome, Verdict, resolve_facts
from app.domain.draft import Draft, DraftSection, Entry, Exclusion, Flag, keep_shown_numbers
from app.domain.flags import flags_of, flags_of_reading
from app.domain.french import typeset
from app.domain.outlines import Term
from app.domain.profile import NO_ADAPTATION, Adaptation, ClausePlace, Profile
from app.domain.rules import DefaultPlace, Partner, Scheme, Section

NOTHING_APPLIES = typeset(
    "Volet sans engagement national : aucun ne s’applique ici avec les signataires choisis ; "
    "il reste à écrire localement."
)
NATIONAL_BECAUSE = "Engagement que seul un acteur national peut tenir : rappelé en annexe."
DECIDED = "Placé en annexe par les rédacteurs."


def assemble(catalogue: Catalogue, profile: Profile) -> Draft:
    """Return the draft of a contract with its findings, as every output shows it."""
    draft = assemble_unchecked(catalogue, profile)
    return replace(draft, checks=tuple(findings(draft)))


def assemble_unchecked(catalogue: Catalogue, profile: Profile) -> Draft:
    """Return the draft of a contract: every leaf is included, historical, national, or excluded.

    Without its findings, which take most of the time, for those who compare two drafts and show none. The ids
    of the profile must be known to the catalogue (see `profile_json.read_profile`).
    """
    facts = resolve_facts(catalogue.facts, profile)
    partners = tuple(partner for partner in catalogue.partners if partner.id in profile.partners)
    assembly = _Assembly(catalogue, profile, facts, partners)
    included: list[Entry] = []
    historical: list[Entry] = []
    national: list[Entry] = []
    excluded: list[Exclusion] = []
    for leaf in catalogue.leaves:
        place = assembly.place_of(leaf)
        if place is DefaultPlace.NATIONAL:
            national.append(assembly.national(leaf))
        elif isinstance(kept := assembly.kept(leaf), Exclusion):
            excluded.append(kept)
        elif place is DefaultPlace.HISTORICAL:
            historical.append(assembly.historical(kept))
        else:
            included.append(kept)
    sections = tuple(_sections(catalogue, profile, included))
    return Draft(
        catalogue=catalogue,
        profile=profile,
        facts=facts,
        partners=partners,
        sections=sections,
        national=tuple(national),
        excluded=tuple(excluded),
        historical=tuple(historical),
        checks=(),
    )


def assemble_numbered(catalogue: Catalogue, profile: Profile, base: Draft | None = None) -> Draft:
    """Return the draft of a contract to save, with a number for each commitment, without its findings.

    `base`: the contract as it was until now, whose document showed numbers, be they stored or not.
    """
    known = keep_shown_numbers(profile, {**base.numbers, **base.local_numbers}) if base else profile
    draft = assemble_unchecked(catalogue, known)
    return replace(draft, profile=keep_shown_numbers(known, {**draft.numbers, **draft.local_numbers}))


def term_of(catalogue: Catalogue, profile: Profile) -> Term:
    """Return the years of a contract, by its trame and its territory."""
    outline = catalogue.outline_by_id.get(profile.outline, catalogue.outline)
    return outline.term(resolve_facts(catalogue.facts, profile))


class _Assembly:
    """What each leaf becomes for one profile."""

    def __init__(
        self, catalogue: Catalogue, profile: Profile, facts: Facts, partners: tuple[Partner, ...]
    ) -> None:
        self.catalogue = catalogue
        self.profile = profile
        self.facts = facts
        self.partners = partners
        self.outline = catalogue.outline_by_id.get(profile.outline, catalogue.outline)

    def place_of(self, leaf: Leaf) -> DefaultPlace:
        """Return where a clause stands, if it is in the contract at all: as decided, else by our reading.

        What was typed never moves by itself: a clause that holds something stays in the body.
        """
        if leaf.commitment.scope is Scope.NATIONAL:
            return DefaultPlace.NATIONAL
        adaptation = self._adaptation(leaf)
        if adaptation.place is ClausePlace.HISTORICAL:
            return DefaultPlace.HISTORICAL
        if adaptation.place is ClausePlace.BODY or self.outline.all_in_body:
            return DefaultPlace.BODY
        if adaptation.holds_something or not adaptation.included:
            return DefaultPlace.BODY
        return leaf.commitment.reading.place

    def _adaptation(self, leaf: Leaf) -> Adaptation:
        return self.profile.adaptations.get(leaf.commitment.id, NO_ADAPTATION)

    def national(self, leaf: Leaf) -> Entry:
        """Return the entry of a clause that only a national body can keep."""
        return self.entry(leaf, leaf.commitment.reading.reason or NATIONAL_BECAUSE, ())

    def historical(self, entry: Entry) -> Entry:
        """Return the entry of a clause that would be in the body, with the reason why it is not."""
        decided = entry.adaptation.place is ClausePlace.HISTORICAL
        reason = entry.commitment.reading.reason
        because = f"{DECIDED} {reason}".strip() if decided else reason
        return replace(entry, because=typeset(because), flags=())

    def kept(self, leaf: Leaf) -> Entry | Exclusion:
        """Return the entry of a leaf, or why it is left out. An unknown fact never leaves out."""
        commitment = leaf.commitment
        verdict = commitment.when.evaluate(self.facts) if commitment.when else None
        if verdict and verdict.outcome is Outcome.DOES_NOT_APPLY:
            return _excluded(leaf, typeset(verdict.because))
        carriers = tuple([partner for partner in self.partners if partner.id in commitment.carriers])
        if not carriers:
            titles = [self.catalogue.partner_by_id[partner].title for partner in commitment.carriers]
            reason = f"Aucun de ses porteurs ne signe le contrat : {' ; '.join(titles)}."
            return _excluded(leaf, typeset(reason))
        adaptation = self._adaptation(leaf)
        if not adaptation.included:
            reason = adaptation.reason_excluded or "Écarté sans motif indiqué."
            return _excluded(leaf, reason, by_choice=True)
        return self.entry(leaf, _because(carriers, verdict), carriers)

    def entry(self, leaf: Leaf, because: str, carriers: tuple[Partner, ...]) -> Entry:
        commitment = leaf.commitment
        schemes: tuple[Scheme, ...] = tuple(self.catalogue.schemes[scheme] for scheme in commitment.schemes)
        adaptation = self._adaptation(leaf)
        remarks: tuple[Flag, ...] = ()
        told: tuple[str, ...] = ()
        if not self.outline.all_in_body:
            # What the reading tells of a scheme is not told again.
            remarks, told = tuple(flags_of_reading(commitment, adaptation)), commitment.reading.schemes
        untold = tuple([scheme for scheme in schemes if scheme.id not in told]) if told else schemes
        return Entry(
            commitment=commitment,
            convention=leaf.convention,
            lead_in=leaf.lead_in,
            because=typeset(because),
            carried_by=carriers,
            flags=(*remarks, *flags_of(commitment, untold, self.facts, self.catalogue.reviewed_on)),
            schemes=schemes,
            adaptation=adaptation,
        )


def _because(carriers: tuple[Partner, ...], verdict: Verdict | None) -> str:
    because = f"Porté ici par : {' ; '.join([partner.title for partner in carriers])}."
    return f"{because} {verdict.because}" if verdict else because


def _excluded(leaf: Leaf, reason: str, *, by_choice: bool = False) -> Exclusion:
    return Exclusion(leaf.commitment, leaf.convention, leaf.lead_in, reason, by_choice)


def _sections(catalogue: Catalogue, profile: Profile, included: list[Entry]) -> Iterator[DraftSection]:
    """Every mandatory section, and the others that hold or point at something."""
    outline = catalogue.outline_by_id.get(profile.outline, catalogue.outline)
    of_section: dict[str, list[Entry]] = {}
    pointing_at: dict[str, list[str]] = {}
    for entry in included:
        of_section.setdefault(entry.commitment.section, []).append(entry)
        for section_id in entry.commitment.see_also:
            pointing_at.setdefault(section_id, []).append(entry.commitment.id)
    bases = dict(outline.legal_bases)
    for known in catalogue.sections_in(outline):
        section = replace(known, legal_basis=bases[known.id]) if known.id in bases else known
        entries, see_also = tuple(of_section.get(section.id, ())), tuple(pointing_at.get(section.id, ()))
        local = tuple(one for one in profile.local_commitments if one.section == section.id)
        if section.mandatory or entries or see_also or local:
            yield DraftSection(
                section=section,
                part=outline.part_of(section.id),
                entries=entries,
                see_also=see_also,
                warnings=_warnings(section, entries),
                local=local,
            )


def _warnings(section: Section, entries: tuple[Entry, ...]) -> tuple[str, ...]:
    return (NOTHING_APPLIES,) if section.mandatory and not entries else ()
