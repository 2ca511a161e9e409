"""The profile as JSON, both ways. Every problem is found at once, each with its path in the document."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from enum import StrEnum
from functools import cache
from itertools import chain, repeat
from typing import Any, NoReturn

from app.domain.assembly import term_of
from app.domain.catalogue import Catalogue
from app.domain.draft import last_local_number
from app.domain.limits import too_many
from app.domain.problems import Problem, quote
from app.domain.profile import (
    LOCAL_ID,
    NO_ADAPTATION,
    Adaptation,
    LocalCommitment,
    Orientation,
    Portrait,
    Profile,
    Signatory,
    Territory,
    usual_signatory_ids,
)
from app.domain.profile_reader import SCHEMA, ProfileReader, ProfileRefused

MAX_DIGITS = 18
# The keys of an adaptation that its first documents had: always written, be they empty.
_ALWAYS_SAID = ("included", "local_action", "lead", "deadline", "indicator", "resources", "reason_excluded")

MAX_NUMBER_IN_A_FILE = 900_000
"""The greatest number that a file gives; the reader of what is saved takes 99,999 more."""

UNKNOWN_COMMITMENT = "engagement inconnu ; les identifiants se lisent avec « catalogue export »"
NO_OTHER: Mapping[str, Catalogue] = {}

__all__ = ["SCHEMA", "ProfileRefused"]


def profile_document(profile: Profile, catalogue: str = "") -> dict[str, Any]:
    """Return the profile in the shape of the interface, ready for json.dumps.

    What was added to the shape since its first documents is left out where nothing was said. `catalogue`: the
    hash of the one that the contract stands on, for a file that leaves the house.
    """
    document: dict[str, Any] = {
        "schema": SCHEMA,
        "name": profile.name,
        "territory": territory_document(profile.territory),
        "facts": dict(profile.facts),
        "partners": list(profile.partners),
    }
    optional: dict[str, Any] = {
        "facts_reason": profile.facts_reason,
        "signatories": list(_signatories(profile.signatories)),
        "outline": profile.outline,
        "orientations": [orientation_document(one) for one in profile.orientations],
    }
    document |= _without_empty(optional)
    document["adaptations"] = {
        commitment_id: adaptation_document(adaptation)
        for commitment_id, adaptation in profile.adaptations.items()
    }
    optional = {
        "local_commitments": [local_document(local) for local in profile.local_commitments],
        "texts": dict(profile.texts),
        "portraits": {code: portrait_document(portrait) for code, portrait in profile.portraits.items()},
    }
    document |= {key: value for key, value in optional.items() if value}
    if profile.last_local > replace(profile, last_local=0).last_local:
        document["last_local"] = profile.last_local
    if profile.numbers or profile.last_number:
        document["numbers"] = dict(profile.numbers)
        document["last_number"] = profile.last_number
    if catalogue:
        document["catalogue"] = catalogue
    return document


def territory_document(territory: Territory) -> dict[str, Any]:
    """Return a territory in the shape of the interface; what is not known is left out."""
    document: dict[str, Any] = {
        "kind": territory.kind,
        "code": territory.code,
        "name": territory.name,
    }
    if territory.grouping:
        document["grouping"] = territory.grouping
    document["communes"] = [_without_none(_members(commune)) for commune in territory.communes]
    document["quartiers"] = [
        {"code": quartier.code, "name": quartier.name, "communes": list(quartier.communes)}
        for quartier in territory.quartiers
    ]
    return document


def adaptation_document(adaptation: Adaptation) -> dict[str, Any]:
    """Return an adaptation in the shape of the interface; an empty reason is null."""
    first = {key: getattr(adaptation, key) for key in _ALWAYS_SAID}
    later = {
        key: _plain(value)
        for key, value in _members(adaptation).items()
        if key not in first and value != getattr(NO_ADAPTATION, key)
    }
    return {**first, **later, "reason_excluded": adaptation.reason_excluded or None}


def portrait_document(portrait: Portrait) -> dict[str, Any]:
    """Return what is said of a quartier, ready for json.dumps; what is not said is left out."""
    figures = [_without_empty(_members(figure)) for figure in portrait.figures]
    return _without_empty({**_members(portrait), "figures": figures})


def orientation_document(orientation: Orientation) -> dict[str, Any]:
    """Return an orientation with its objectives; what is empty is left out."""
    objectives = [_without_empty(_members(objective)) for objective in orientation.objectives]
    return _without_empty({**_members(orientation), "objectives": objectives})


def local_document(local: LocalCommitment) -> dict[str, Any]:
    """Return a local commitment, ready for json.dumps."""
    return {
        "id": local.id,
        "section": local.section,
        "text": local.text,
        "adaptation": adaptation_document(local.adaptation),
    }


def read_profile(document: object, catalogue: Catalogue) -> Profile:
    """Return the profile that a JSON document holds, its ids checked against the catalogue.

    A document that says its catalogue was made by this application: it may hold what that catalogue has lost,
    or what this one does not have, which is kept and said among what the contract lacks.

    Raises ProfileRefused with every problem found.
    """
    reader = ProfileReader()
    profile = reader.profile(document)
    if not any(catalogues_of(document)):
        for problem in (*_unknown_ids(profile, catalogue), *years_outside(profile, catalogue)):
            reader.problems.add(problem.path, problem.message)
    for problem in (*too_many(profile), *_numbers_used_up(profile)):
        reader.problems.add(problem.path, problem.message)
    return reader.finish(profile)


def read_new_profile(document: object, catalogue: Catalogue) -> Profile:
    """Return the profile of a new contract, in the trame of the present generation unless it names one.

    A document that says its catalogue was written by this application from a saved contract: where it names
    no trame, it has that of the contracts that were saved before there were several.

    Raises ProfileRefused with every problem found.
    """
    profile = read_profile(document, catalogue)
    if profile.outline or any(catalogues_of(document)):
        return profile
    return replace(profile, outline=catalogue.latest_outline.id)


def read_profile_shape(document: object) -> Profile:
    """Return the profile that a JSON document holds; ids are not checked. Raises ProfileRefused."""
    reader = ProfileReader()
    return reader.finish(reader.profile(document))


def profiles_document(profiles: Iterable[Profile], catalogues: Iterable[str] = ()) -> dict[str, Any]:
    """Several profiles in one document, in their order; `catalogues`: the hash of that of each."""
    known = chain(catalogues, repeat(""))
    return {
        "schema": SCHEMA,
        "profiles": [profile_document(*pair) for pair in zip(profiles, known, strict=False)],
    }


def catalogues_of(document: object) -> tuple[str, ...]:
    """Return the hash of the catalogue that each profile of a document stands on, or an empty text."""
    several = document.get("profiles") if isinstance(document, dict) else None
    listed = several if isinstance(several, list) else [document]
    said = (one.get("catalogue") if isinstance(one, dict) else None for one in listed)
    return tuple(known if isinstance(known, str) else "" for known in said)


def read_profiles(
    document: object, catalogue: Catalogue, former: Mapping[str, Catalogue] = NO_OTHER
) -> tuple[Profile, ...]:
    """Return the profiles of an export, or the new one of a document that holds one.

    Raises ProfileRefused with every problem.

    `former`: by hash, the catalogues that profiles may stand on; the others are read with `catalogue`.
    """
    standing = [former.get(known, catalogue) for known in catalogues_of(document)]
    if not (isinstance(document, dict) and "profiles" in document):
        return (read_new_profile(document, standing[0]),)
    reader = ProfileReader()
    keys = ("schema", "profiles", "catalogues")
    values = reader.mapping(document, "", keys, required=keys[:2])
    profiles: list[Profile] = []
    reader.schema(values["schema"])
    for rank, (path, value) in enumerate(reader.sequence(values["profiles"], "profiles")):
        try:
            profiles.append(read_profile(value, standing[rank]))
        except ProfileRefused as refused:
            for problem in refused.problems:
                reader.refuse(f"{path}.{problem.path}".rstrip("."), problem.message)
    reader.raise_if_any()
    return tuple(profiles)


def parse_json(content: bytes) -> object:
    """Return the value that a JSON file holds. Raises ProfileRefused, with the line where there is one.

    Doubled keys and numbers that are not (NaN, Infinity) are refused: Python's reader takes both.
    """
    try:
        return json.loads(
            content.decode("utf-8-sig"),
            object_pairs_hook=_each_key_once,
            parse_constant=_refuse_constant,
            parse_int=_short_integer,
        )
    except UnicodeDecodeError:
        raise _refused("le fichier n’est pas en UTF-8 : enregistrez-le en UTF-8") from None
    except json.JSONDecodeError as error:
        message = f"ligne {error.lineno}, colonne {error.colno} : ce n’est pas du JSON"
        raise _refused(message) from None
    except RecursionError:
        raise _refused("imbrication trop profonde : ce n’est pas un contrat") from None
    except ValueError as error:
        raise _refused(str(error)) from None


def _refused(message: str) -> ProfileRefused:
    return ProfileRefused((Problem("", message),))


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read: dict[str, Any] = {}
    for key, value in pairs:
        if key in read:
            raise ValueError(f"clé « {quote(key)} » en double : gardez-en une seule")
        read[key] = value
    return read


def _short_integer(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise ValueError(f"nombre de plus de {MAX_DIGITS} chiffres")
    return int(digits)


def _refuse_constant(constant: str) -> NoReturn:
    raise ValueError(f"« {constant} » n’est pas un nombre")


def _members(value: Any) -> dict[str, Any]:
    """Return the fields of a dataclass as they are.

    `dataclasses.asdict` would copy each of their values deeply.
    """
    return {name: getattr(value, name) for name in _names(value.__class__)}


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


@cache
def _usual(kind: type) -> dict[str, Any]:
    return {field.name: field.default for field in fields(kind)}


def _signatories(signatories: Sequence[Signatory]) -> Iterator[dict[str, Any]]:
    """Yield the signatories; an id that follows from the rest is left out."""
    usual = usual_signatory_ids((one.partner, one.name) for one in signatories)
    for signatory, own in zip(signatories, usual, strict=True):
        document = _without_empty({key: _plain(value) for key, value in _members(signatory).items()})
        if signatory.id == own:
            document.pop("id", None)
        yield document


def _plain(value: Any) -> Any:
    """Return enumerations as their value, tuples as lists, dataclasses without what is not said."""
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if is_dataclass(value):
        usual = _usual(value.__class__)
        return {key: _plain(one) for key, one in _members(value).items() if one != usual[key]}
    return str(value) if isinstance(value, StrEnum) else value


def _without_empty(document: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: value for key, value in document.items() if value not in ("", None, []) and value is not False
    }


def _without_none(document: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in document.items() if value is not None}


def _unknown_ids(profile: Profile, catalogue: Catalogue) -> Iterator[Problem]:
    yield from _unknown_partners(profile, catalogue)
    for fact in profile.facts:
        if fact not in catalogue.fact_by_id:
            known = ", ".join(catalogue.fact_by_id)
            yield Problem(f"facts.{quote(fact)}", f"fait inconnu ; connus : {known}")
    for commitment_id in profile.adaptations:
        if commitment_id not in catalogue.leaf_by_id:
            yield Problem(
                f"adaptations.{quote(commitment_id)}",
                UNKNOWN_COMMITMENT,
            )
    for commitment_id in profile.numbers:
        if commitment_id not in catalogue.leaf_by_id and not LOCAL_ID.fullmatch(commitment_id):
            yield Problem(f"numbers.{quote(commitment_id)}", UNKNOWN_COMMITMENT)
    for index, local in enumerate(profile.local_commitments):
        if local.section and local.section not in catalogue.section_by_id:
            known = ", ".join(catalogue.section_by_id)
            yield Problem(f"local_commitments[{index}].section", f"volet inconnu ; connus : {known}")
    if profile.outline and profile.outline not in catalogue.outline_by_id:
        known = ", ".join(catalogue.outline_by_id)
        yield Problem("outline", f"trame inconnue ; connues : {known}")


def years_outside(profile: Profile, catalogue: Catalogue) -> Iterator[Problem]:
    """Yield the years of means and of indicators that are outside the term of a contract, by their path."""
    term = term_of(catalogue, profile)
    written = {f"adaptations.{quote(known)}": said for known, said in profile.adaptations.items()}
    written |= {
        f"local_commitments[{rank}].adaptation": local.adaptation
        for rank, local in enumerate(profile.local_commitments)
    }
    for path, adaptation in written.items():
        for place, year in adaptation.years:
            if year and year not in term:
                yield Problem(f"{path}.{place}", term.refusal(year))


def _numbers_used_up(profile: Profile) -> Iterator[Problem]:
    """Yield each last number of a file after which too few are left: nothing could be added, nor saved."""
    local = last_local_number(profile.numbers)
    last = {"last_local": profile.last_local, "last_number": profile.last_number, "numbers": local}
    for path, number in last.items():
        if number > MAX_NUMBER_IN_A_FILE:
            yield Problem(path, f"numéro {number} ; dans un fichier, {MAX_NUMBER_IN_A_FILE} au plus")


def _unknown_partners(profile: Profile, catalogue: Catalogue) -> Iterator[Problem]:
    named = [(f"partners[{index}]", partner) for index, partner in enumerate(profile.partners)]
    named += [
        (f"signatories[{index}].partner", signatory.partner)
        for index, signatory in enumerate(profile.signatories)
    ]
    for path, partner in named:
        if partner and partner not in catalogue.partner_by_id:
            known = ", ".join(catalogue.partner_by_id)
            yield Problem(path, f"partenaire inconnu « {quote(partner)} » ; connus : {known}")
