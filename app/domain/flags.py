"""The remarks that the application puts beside a clause, and where a clause names a scheme.

They never change the national text.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from app.domain.catalogue import Commitment, Target
from app.domain.conditions import Facts, Outcome, PartialCondition
from app.domain.draft import Flag, FlagKind
from app.domain.french import typeset
from app.domain.profile import Adaptation, ClausePlace
from app.domain.rules import Confidence, DefaultPlace, Reading, Scheme, Standing

_ASIDE = re.compile(r"\s*\([^)]*\)")
_WORD = re.compile(r"\w+")


def mention(scheme: Scheme, text: str) -> str:
    """Return the words by which a text names a scheme, as they stand in it.

    Empty when it says it otherwise.
    """
    found = next((one for pattern in _patterns(scheme) if (one := pattern.search(text))), None)
    return found[0] if found else ""


@lru_cache(maxsize=1024)
def _patterns(scheme: Scheme) -> tuple[re.Pattern[str], ...]:
    """Return the name without what stands in brackets, then the acronym.

    Each word may be singular or plural.
    """
    words = _WORD.findall(_ASIDE.sub("", scheme.name))
    name = r"\W+".join(f"{re.escape(word.rstrip('s'))}s?" for word in words)
    acronym = [re.compile(rf"\b{re.escape(scheme.acronym)}\b")] if scheme.acronym else []
    return (re.compile(rf"\b{name}\b", re.IGNORECASE), *acronym)


LACUNA = "Début du texte manquant dans la source."
TO_DECIDE = {
    DefaultPlace.HISTORICAL: (
        "À décider : cet engagement est achevé, et quelque chose y est écrit. Il reste dans le corps du "
        "contrat tant que vous ne le placez pas en annexe « Pour mémoire »."
    ),
    DefaultPlace.NATIONAL: (
        "À décider : selon notre lecture, cet engagement relève d’un acteur national, et quelque chose y est "
        "écrit. Il reste dans le corps du contrat tant que vous ne le placez pas en annexe « Pour mémoire »."
    ),
}
_NO_FIGURE = {Standing.FIGURE_EXPIRED, Standing.ENDED, Standing.SPENT}
WHAT_HAPPENED = {"renamed": "changement de nom", "replaced": "remplacement", "ended": "fin"}
"""What became of a scheme, by its status: nouns, which agree with no scheme's gender."""


def flags_of(commitment: Commitment, schemes: tuple[Scheme, ...], facts: Facts, on: date) -> Iterator[Flag]:
    """Yield the remarks about one clause, the most serious first. `on` decides what is past."""
    if commitment.lacuna:
        yield _flag(FlagKind.LACUNA, LACUNA)
    if commitment.when:
        verdict = commitment.when.evaluate(facts)
        if verdict.outcome is Outcome.UNKNOWN:
            yield _flag(FlagKind.UNKNOWN_FACT, f"À vérifier. {verdict.because}")
    for part in commitment.parts:
        yield from _flag_of_part(part, facts)
    for target in commitment.targets:
        if is_past(target, on):
            yield _flag(
                FlagKind.EXPIRED, f"Échéance passée ({target.horizon}) : « {target.quote} ».", target.quote
            )
    for scheme in schemes:
        if flag := _flag_of_scheme(scheme, commitment.text):
            yield flag


def flags_of_reading(commitment: Commitment, adaptation: Adaptation) -> Iterator[Flag]:
    """Yield the remarks on what a clause of the body is worth today, and the decision that it waits for."""
    reading = commitment.reading
    if reading.reason:
        yield _flag(FlagKind.READING, reading_in_words(reading))
    if is_to_decide(reading, adaptation):
        yield _flag(FlagKind.TO_DECIDE, TO_DECIDE[reading.place])


def is_to_decide(reading: Reading, adaptation: Adaptation) -> bool:
    """Whether what was typed keeps a clause in the body that would leave it by our reading."""
    undecided = adaptation.included and adaptation.place is ClausePlace.USUAL
    return not reading.place.in_body and undecided and adaptation.holds_something


def reading_in_words(reading: Reading) -> str:
    """Return the reason, then the passages that are over, as they stand in the text."""
    passages = " ; ".join(f"« {passage} »" for passage in reading.over)
    over = f" Est achevé : {passages}." if passages else ""
    return f"{reading.reason}{over}"


def is_to_verify(said: str) -> bool:
    """Whether a sentence of ours says that it was not verified, whole or in part.

    The catalogue refuses a reading that was not verified and does not say so.
    """
    return "à vérifier" in said.casefold()


def _flag(kind: FlagKind, message: str, words: str = "") -> Flag:
    return Flag(kind, typeset(message), words)


def is_past(target: Target, on: date) -> bool:
    """Whether the year that the text gives is over. False when the text gives none."""
    return target.horizon is not None and target.horizon < on.year


def is_over(target: Target, standing: Standing, on: date) -> bool:
    """Whether a figure is no objective any more: its year, its convention or its clause is over."""
    last = target.last_year
    return standing in _NO_FIGURE or (last is not None and last < on.year)


def _flag_of_part(part: PartialCondition, facts: Facts) -> Iterator[Flag]:
    verdict = part.when.evaluate(facts)
    if verdict.outcome is Outcome.DOES_NOT_APPLY:
        message = f"Le passage « {part.fragment} » ne concerne pas ce territoire. {verdict.because}"
        yield _flag(FlagKind.PART_NOT_APPLICABLE, message, part.fragment)
    elif verdict.outcome is Outcome.UNKNOWN:
        message = f"À vérifier pour le passage « {part.fragment} ». {verdict.because}"
        yield _flag(FlagKind.UNKNOWN_FACT, message, part.fragment)


@lru_cache(maxsize=4096)
def _flag_of_scheme(scheme: Scheme, text: str) -> Flag | None:
    """Only what was read in a source is stated; general knowledge is to be checked, the rest is silent.

    Kept from one draft to the next: it was half of the time that one takes to assemble.
    """
    if not scheme.changed or scheme.confidence is Confidence.UNSURE:
        return None
    name, words = scheme.full_name, mention(scheme, text)
    if scheme.confidence is Confidence.GENERAL_KNOWLEDGE:
        message = f"{name} : à vérifier, la situation a pu changer depuis le texte."
        return _flag(FlagKind.SCHEME, message, words)
    since = f", {scheme.since}" if scheme.since else ""
    successor = f" Proposition : {scheme.successor}." if scheme.successor else ""
    return _flag(FlagKind.SCHEME, f"{name} : {WHAT_HAPPENED[scheme.status]}{since}.{successor}", words)
