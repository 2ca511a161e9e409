"""The form of a territory: its name, its kind, what is known of it; its communes and quartiers by lines."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, ClassVar, Self, TypeVar

from wtforms import RadioField, SelectField
from wtforms.validators import Regexp, ValidationError

from app.domain.conditions import Facts, derive
from app.domain.diff import labels
from app.domain.french import format_number, typeset
from app.domain.profile import Commune, Profile, Quartier, Territory
from app.domain.rules import FactRule
from app.domain.text import MAX_NAME, is_blank
from app.store import SavedProfile
from app.web.contract_catalogue import catalogue_of
from app.web.forms import NOT_A_CHOICE, Checkboxes, CleanLine, CleanTextArea, CreationForm, Filled, NotTooLong
from app.web.profile_form import ProfileForm, base_versions
from app.web.services import catalogue
from app.web.territory.boxes import boxes_by_commune, offered_quartiers, with_ticks

T = TypeVar("T")
COMMUNE_EXAMPLE = "91228 Évry-Courcouronnes"
QUARTIER_EXAMPLE = "QN09101M Les Pyramides (91228)"

MAX_LINE = 1_000
"""Longest line, in characters: a name of MAX_NAME, its codes, and those of a hundred communes."""

_SPACES = " \u00a0\u202f\t"
_INSEE = r"[0-9][0-9AB][0-9]{3}"
_COMMUNE = re.compile(
    rf"(?P<code>{_INSEE})[{_SPACES}]+(?P<name>.*?)"
    rf"(?:[{_SPACES}]*\((?P<population>[0-9][0-9{_SPACES}]*)[{_SPACES}]*hab(?:itants|\.)?\))?"
)
_QUARTIER = re.compile(
    rf"(?P<code>Q[NP][0-9AB]{{5}}[0-9A-Z])[{_SPACES}]+(?P<name>.*?)"
    rf"(?:[{_SPACES}]*\((?P<communes>{_INSEE}(?:[,;{_SPACES}]+{_INSEE})*)\))?"
)


class LinesRefused(ValueError):
    """Lines that cannot be read. `problems` has one French sentence for each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def read_communes(text: str) -> tuple[Commune, ...]:
    """Return the communes of a text such as « 91228 Évry-Courcouronnes (67 000 hab.) », one per line.

    Raises LinesRefused with every line that is not one.
    """

    def read(found: re.Match[str]) -> Commune:
        return Commune(found["code"], found["name"], _population(found["population"]))

    expected = _not_a_line("le code INSEE à cinq caractères", COMMUNE_EXAMPLE)
    return _read(text, _COMMUNE, read, expected, "la commune")


def read_quartiers(text: str) -> tuple[Quartier, ...]:
    """Return the quartiers of a text such as « QN09101M Les Pyramides (91228) », one per line.

    Raises LinesRefused with every line that is not one.
    """

    def read(found: re.Match[str]) -> Quartier:
        return Quartier(found["code"], found["name"], tuple(re.findall(_INSEE, found["communes"] or "")))

    return _read(text, _QUARTIER, read, _not_a_line("le code du quartier", QUARTIER_EXAMPLE), "le quartier")


def _read(
    text: str, pattern: re.Pattern[str], read: Callable[[re.Match[str]], T], expected: str, what: str
) -> tuple[T, ...]:
    """Return what each line says, by its code. `expected`: what a line that is none should be."""
    known: dict[str, T] = {}
    problems = []
    for number, line in _lines(text):
        found = pattern.fullmatch(line) if len(line) <= MAX_LINE else None
        if found is None or not _is_name(found["name"]):
            start = line if len(line) <= 40 else f"{line[:40]}…"  # noqa: PLR2004 — enough to recognise it
            problems.append(f"Ligne {number} (« {start} ») : {expected}")
        elif found["code"] in known:
            problems.append(f"Ligne {number} : {what} {found['code']} est déjà dans la liste.")
        else:
            known[found["code"]] = read(found)
    if problems:
        raise LinesRefused(problems)
    return tuple(known.values())


def commune_lines(communes: tuple[Commune, ...]) -> str:
    """Return the communes as they are typed."""
    return "\n".join(
        f"{commune.code} {commune.name}"
        + (f" ({format_number(commune.population)} hab.)" if commune.population is not None else "")
        for commune in communes
    )


def quartier_lines(quartiers: tuple[Quartier, ...]) -> str:
    """Return the quartiers as they are typed."""
    return "\n".join(
        f"{quartier.code} {quartier.name}"
        + (f" ({', '.join(quartier.communes)})" if quartier.communes else "")
        for quartier in quartiers
    )


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not is_blank(line):
            yield number, line.strip(_SPACES)


def _is_name(name: str) -> bool:
    return not is_blank(name) and len(name) <= MAX_NAME


def _population(digits: str | None) -> int | None:
    return int(re.sub(rf"[{_SPACES}]", "", digits)) if digits else None


def _not_a_line(first: str, example: str) -> str:
    return f"écrivez {first}, une espace, puis le nom. Exemple : {example}."


KINDS = {kind: f"{words[:1].upper()}{words[1:]}" for kind, words in labels.KINDS.items()}
GROUPINGS = {"": "Je ne sais pas, ou sans objet"}
GROUPINGS |= {kind: f"{words[:1].upper()}{words[1:]}" for kind, words in labels.GROUPINGS.items()}
YES, NO, UNSTATED = "oui", "non", ""
NOT_ASKED = (
    "«\u00a0{}\u00a0»\u00a0: le catalogue du contrat ne pose plus cette question. "
    "Votre réponse («\u00a0{}\u00a0») n’y change rien."
)
_ANSWERS = {True: YES, False: NO, None: UNSTATED}


class TerritoryForm(ProfileForm, CreationForm):
    """The fields that every territory has; `territory_form` adds one for each fact of the catalogue."""

    rules: tuple[FactRule, ...] = ()
    no_longer_asked: tuple[FactRule, ...] = ()
    told: Mapping[str, str] = {}
    """What the territory tells of some facts, in a sentence, by their id."""

    name = CleanLine(
        "Nom du contrat (obligatoire)",
        [
            Filled("Donnez un nom au contrat, par exemple « Grand Paris Sud, contrat de ville »."),
            NotTooLong(),
        ],
    )
    kind = SelectField(
        "Nature du territoire (obligatoire)", choices=KINDS, invalid_choice_message=NOT_A_CHOICE
    )
    territory_name = CleanLine(
        "Nom du territoire (obligatoire)",
        [Filled("Donnez le nom du territoire, par exemple « CA Grand Paris Sud »."), NotTooLong()],
    )
    code = CleanLine(
        "Code du territoire (obligatoire)",
        [
            Filled("Donnez le code du territoire, par exemple 200059228 (SIREN) ou 91228 (INSEE)."),
            Regexp(
                r"[0-9]{9}( \+ [0-9]{9}){0,9}|[0-9][0-9AB][0-9]{3}|T[0-9]{1,2}",
                message="Code du territoire : neuf chiffres (SIREN, exemple 200059228) "
                "pour un groupement, cinq caractères (INSEE, exemple 91228) pour une commune.",
            ),
        ],
    )
    grouping = SelectField(
        "Catégorie juridique du groupement", choices=GROUPINGS, invalid_choice_message=NOT_A_CHOICE
    )
    communes = CleanTextArea("Communes", [NotTooLong()])
    quartiers = CleanTextArea("Quartiers prioritaires (QPV)", [NotTooLong()])
    ticked = Checkboxes("Quartiers du contrat", choices={}, invalid_choice_message=NOT_A_CHOICE)
    boxes: Mapping[str, Mapping[str, str]] = {}
    """What the boxes of `ticked` say, by commune."""

    _offered: tuple[Quartier, ...] = ()
    _ticked_before: frozenset[str] = frozenset()

    facts_reason = CleanTextArea("Motif, si une réponse contredit ce que dit le territoire", [NotTooLong()])

    def validate_communes(self, field: CleanTextArea) -> None:
        """Refuse lines that are not communes."""
        _refuse_lines(read_communes, field)

    def validate_quartiers(self, field: CleanTextArea) -> None:
        """Refuse lines that are not quartiers."""
        _refuse_lines(read_quartiers, field)

    @classmethod
    def of(cls, saved: SavedProfile, **kwargs: Any) -> Self:
        """Return the form for a contract, with the boxes of its quartiers and of the list in use."""
        form = super().of(saved, **kwargs)
        shown = (*base_versions(saved), saved)
        if form.base == saved.version:  # a page that came back, and shows the present contract since
            shown = (saved, *shown)
        form.offer_quartiers(*(contract.profile for contract in shown))
        return form

    def offer_quartiers(self, shown: Profile, *others: Profile) -> None:
        """Give a box to each quartier that the contract or the list has; `shown`: as the page showed it."""
        self._offered = offered_quartiers((shown, *others))
        self._ticked_before = frozenset(one.code for one in shown.territory.quartiers)
        self.boxes = boxes_by_commune((others or (shown,))[-1].territory, self._offered)
        self.ticked.choices = {code: said for boxes in self.boxes.values() for code, said in boxes.items()}

    @classmethod
    def values(cls, profile: Profile) -> dict[str, Any]:
        """Return what the fields show for a profile."""
        territory = profile.territory
        return {
            "name": profile.name,
            "kind": territory.kind,
            "territory_name": territory.name,
            "code": territory.code,
            "grouping": territory.grouping or "",
            "communes": commune_lines(territory.communes),
            "quartiers": quartier_lines(territory.quartiers),
            "ticked": [quartier.code for quartier in territory.quartiers],
            "facts_reason": profile.facts_reason,
            **{_field_name(rule): _ANSWERS[profile.facts.get(rule.id)] for rule in cls.rules},
        }

    def territory(self, present: Territory) -> Territory:
        """Return the present territory with what was typed. Call on an accepted form only."""
        return replace(
            present,
            kind=self.kind.data,
            code=self.code.data,
            name=self.territory_name.data,
            communes=read_communes(self.communes.data),
            quartiers=with_ticks(
                read_quartiers(self.quartiers.data),
                self.ticked.data or (),
                self._ticked_before,
                self._offered,
            ),
            grouping=self.grouping.data or None,
        )

    def facts(self, present: Mapping[str, bool]) -> dict[str, bool]:
        """Only what was stated; the rest is derived, or unknown. What was not asked about stays as it was."""
        answers = {rule.id: self[_field_name(rule)].data for rule in self.rules}
        kept = {fact: value for fact, value in present.items() if fact not in answers}
        return kept | {fact: answer == YES for fact, answer in answers.items() if answer in {YES, NO}}

    def without_place(self, present: SavedProfile) -> Iterator[str]:
        """Name the questions that were answered here and that the catalogue does not ask any more."""
        asked, stated = catalogue_of(present).fact_by_id, present.profile.facts
        for rule in self.rules:
            field = self[_field_name(rule)]
            if rule.id not in asked and field.data != _ANSWERS[stated.get(rule.id)]:
                yield NOT_ASKED.format(rule.question, field.choices[field.data])

    @property
    def fact_fields(self) -> list[Any]:
        """The questions of the contract's catalogue, in its order, but those that the territory answers."""
        return [self[_field_name(rule)] for rule in self._asked() if not self._is_told(rule)]

    @property
    def told_fields(self) -> list[tuple[str, Any]]:
        """Return what the territory tells, and the question by which somebody may contradict it."""
        told = (rule for rule in self._asked() if self._is_told(rule))
        return [(self.told[rule.id], self[_field_name(rule)]) for rule in told]

    @property
    def is_open(self) -> bool:
        """Whether everything is shown open: it was sent and is to be corrected, or nothing is known yet."""
        return bool(self.is_submitted() or not self.territory_name.data)

    def _asked(self) -> Iterator[FactRule]:
        return (rule for rule in self.rules if rule not in self.no_longer_asked)

    def _is_told(self, rule: FactRule) -> bool:
        return rule.id in self.told and self[_field_name(rule)].data == UNSTATED


class NewTerritoryForm(TerritoryForm):
    """The territory of a contract that begins, and the trame that it will follow."""

    outline = RadioField("Plan du contrat", invalid_choice_message=NOT_A_CHOICE)
    derived: ClassVar[Facts | None] = None
    """What the proposed territory tells; None without one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        latest_first = sorted(catalogue().outline_by_id.values(), key=lambda one: one.id, reverse=True)
        self.outline.choices = {one.id: typeset(one.title_for(self.derived)) for one in latest_first}

    @classmethod
    def values(cls, profile: Profile) -> dict[str, Any]:
        """Return what the fields show; the trame is that of the generation that is being written."""
        return {**super().values(profile), "outline": profile.outline or catalogue().latest_outline.id}


Asking = TypeVar("Asking", bound=TerritoryForm)


def territory_form(saved: SavedProfile) -> type[TerritoryForm]:
    """Return the form with one question for each fact, those of the page that was sent included."""
    asked = catalogue_of(saved).fact_by_id
    shown = {rule.id: rule for contract in base_versions(saved) for rule in catalogue_of(contract).facts}
    former = tuple(rule for rule in shown.values() if rule.id not in asked)
    form = _asking(TerritoryForm, (*catalogue_of(saved).facts, *former), saved.profile.territory)
    form.no_longer_asked = former
    return form


def new_territory_form(rules: tuple[FactRule, ...], territory: Territory | None) -> type[NewTerritoryForm]:
    """Return the form for a contract that begins; `territory` tells what would be derived."""
    form = _asking(NewTerritoryForm, rules, territory)
    form.derived = {rule.id: derive(rule, territory) for rule in rules} if territory else None
    return form


def _asking(form: type[Asking], rules: tuple[FactRule, ...], territory: Territory | None) -> type[Asking]:
    questions = {_field_name(rule): _question(rule, territory) for rule in rules}
    facts = {rule.id: derive(rule, territory) for rule in rules if rule.derivable} if territory else {}
    told = {known: fact.sentence for known, fact in facts.items() if fact.value is not None}
    return type("CatalogueTerritoryForm", (form,), {"rules": rules, "told": told, **questions})


def _question(rule: FactRule, territory: Territory | None) -> RadioField:
    choices = {YES: "Oui", NO: "Non", UNSTATED: _unstated(rule, territory)}
    return RadioField(
        rule.question,
        choices=choices,
        default=UNSTATED,
        description=rule.help,
        invalid_choice_message=NOT_A_CHOICE,
    )


def _unstated(rule: FactRule, territory: Territory | None) -> str:
    if not rule.derivable:
        return "Ne sait pas"
    if territory is None:
        return "D’après le territoire"
    fact = derive(rule, territory)
    if fact.value is None:
        return "D’après le territoire (il ne dit rien pour l’instant)"
    return f"D’après le territoire : {fact.sentence}"


def _field_name(rule: FactRule) -> str:
    return f"fact_{rule.id}"


def _refuse_lines(read: Callable[[str], Iterable[object]], field: CleanTextArea) -> None:
    try:
        read(field.data)
    except LinesRefused as refused:
        raise ValidationError(" ".join(refused.problems)) from None
