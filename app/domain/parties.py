"""Whom a name means among those who sign: a lead and the associated are references to them, or free words.

A name is matched whatever its articles, case, accents, apostrophes and hyphens: « Ville d'Evry » is
« la Ville d’Évry ». What is kept stays as it was typed.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from app.domain.draft import Draft
from app.domain.names import Signing, signings
from app.domain.profile import Adaptation, Profile, Signatory
from app.domain.rules import Partner
from app.domain.text import SHORT_FORMS, name_key, without_accents

_WORDS = re.compile(r"\w+")
_SMALL_WORDS = frozenset(["le", "la", "les", "l", "de", "du", "des", "d"])
_SAME_BODY = {"ville": "commune", "mairie": "commune"}
"""What begins the name of a commune, and what it stands for."""

COMMUNE = "commune"
"""The id of the partner that stands for every commune that signs."""

OTHER = "autre"
"""The id of the partner that stands for every body that the catalogue has no kind for."""

_ACRONYM = re.compile(r"(?P<title>.+) \((?P<acronym>[^ ]+)\)")
# « la Ville d’Évry et la CAF », « Ville d’Évry, service jeunesse », « Ville / CAF »
_SEVERAL = re.compile(r"[,;:/+&()\n]|\s[-–—]\s|\s(?:et|avec|puis)\s", re.IGNORECASE)


@lru_cache(4096)
def party_key(name: str) -> str:
    """Equal for the names by which people call one body; empty where nothing is named."""
    found = _WORDS.findall(without_accents(name_key(name)).replace("_", " "))
    words = [SHORT_FORMS.get(word, word) for word in found if word not in _SMALL_WORDS]
    if len(words) > 1:
        words[0] = _SAME_BODY.get(words[0], words[0])
    return " ".join(words)


def partner_names(partner: Partner) -> Iterator[str]:
    """Yield what a kind of signatory is called.

    Its title with and without its acronym, the acronym, the id.
    """
    yield from (partner.title, partner.id)
    if found := _ACRONYM.fullmatch(partner.title):
        yield from (found["title"], found["acronym"])


@dataclass(frozen=True, slots=True)
class Recognised:
    """What was read of the names of an action: those of signatories, as they are called, and free words."""

    signatories: tuple[str, ...]
    others: tuple[str, ...]


class Parties:
    """Those who sign a draft, by what they are called."""

    def __init__(self, draft: Draft) -> None:
        self.signings = signings(draft)
        self._meant: dict[str, dict[str, Signing]] = {}
        for signing in self.signings:
            self._call(signing, signing.name)
            for partner in signing.partners:
                if partner.id != OTHER:  # « autre organisme » names nobody
                    for name in partner_names(partner):
                        self._call(signing, name)

    def meant(self, text: str) -> tuple[Signing, ...]:
        """Return the signatures of those whom a text names; empty for free words.

        A text that is no name may hold several: each is looked for. Two namesakes are both meant.
        """
        if not (names := self._meant.get(party_key(text))):
            names = {}
            for part in _SEVERAL.split(text):
                names |= self._meant.get(party_key(part), {})
        return tuple(names.values())

    def bound_by(self, adaptation: Adaptation) -> frozenset[str]:
        """Return the ids of the signatures of those who lead an action or are associated with it."""
        named = (adaptation.lead, *adaptation.associated)
        return frozenset(signing.id for name in named for signing in self.meant(name))

    def recognised(self, adaptation: Adaptation) -> Recognised:
        """Whom the lead and the associated mean, each once, and the names that mean nobody who signs."""
        named = [name for name in (adaptation.lead, *adaptation.associated) if party_key(name)]
        meant = (signing.name for name in named for signing in self.meant(name))
        others = (name for name in named if not self.meant(name))
        return Recognised(tuple(dict.fromkeys(meant)), tuple(dict.fromkeys(others)))

    def _call(self, signing: Signing, name: str) -> None:
        if key := party_key(name):
            self._meant.setdefault(key, {})[signing.id] = signing


@dataclass(frozen=True, slots=True)
class Followed:
    """A profile that says a signatory's new name wherever it said the former one, in so many actions."""

    profile: Profile
    actions: int


def unnamed_communes(draft: Draft) -> tuple[str, ...]:
    """Return the communes that have a quartier, hence sign, and that no named signatory is.

    Loi n° 2014-173, art. 6, I: the contract is made with them. None where the communes do not sign. A named
    signatory is the commune of the territory whose name it holds; of several, the longest name.
    """
    if not any(partner.id == COMMUNE for partner in draft.partners):
        return ()
    territory = draft.territory
    with_quartier = {code for quartier in territory.quartiers for code in quartier.communes}
    keys = {commune.code: party_key(commune.name) for commune in territory.communes}
    known, longest = set(keys.values()), max((len(key.split()) for key in keys.values()), default=0)
    named: set[str] = set()
    for signatory in draft.profile.signatories:
        if signatory.partner == COMMUNE:
            held = known.intersection(_runs_of_words(party_key(signatory.name).split(), longest))
            named |= {max(held, key=len)} if held else set()
    communes = (commune for commune in territory.communes if commune.code in with_quartier)
    return tuple(commune.name for commune in communes if keys[commune.code] not in named)


def _runs_of_words(words: Sequence[str], longest: int) -> Iterator[str]:
    """Every run of at most so many words that stand one after the other."""
    for first in range(len(words)):
        for number in range(1, longest + 1):
            yield " ".join(words[first : first + number])


def follow_name(profile: Profile, former: Signatory, renamed: Signatory) -> Followed:
    """Return the profile where leads and associated partners follow a signatory to its new name.

    `profile` holds the renamed one already. A name that still means it stays as typed; so does one that
    means another signatory too.
    """
    key = party_key(former.name)
    if key in {"", *(party_key(signatory.name) for signatory in profile.signatories)}:
        return Followed(profile, 0)

    def followed(adaptation: Adaptation) -> Adaptation:
        lead = renamed.name if party_key(adaptation.lead) == key else adaptation.lead
        names = _renamed(adaptation.associated, key, renamed.name)
        same = (lead, names) == (adaptation.lead, adaptation.associated)
        return adaptation if same else replace(adaptation, lead=lead, associated=names)

    adaptations = {known: followed(one) for known, one in profile.adaptations.items()}
    local = tuple(replace(one, adaptation=followed(one.adaptation)) for one in profile.local_commitments)
    changed = sum(adaptations[known] is not one for known, one in profile.adaptations.items())
    pairs = zip(local, profile.local_commitments, strict=True)
    changed += sum(now.adaptation is not then.adaptation for now, then in pairs)
    return Followed(replace(profile, adaptations=adaptations, local_commitments=local), changed)


def _renamed(names: Iterable[str], key: str, name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name if party_key(known) == key else known for known in names))
