"""The form of a territory: its name, its kind, its communes, its quartiers and what is known of it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, ClassVar, TypeVar

from wtforms import RadioField, SelectField
from wtforms.validators import Regexp, ValidationError

from app.domain.conditions import Facts, derive
from app.domain.diff import labels
from app.domain.french import typeset
from app.domain.profile import Profile, Territory
from app.domain.rules import FactRule
from app.store import SavedProfile
from app.web.contract_catalogue import catalogue_of
from app.web.forms import NOT_A_CHOICE, CleanLine, CleanTextArea, CreationForm, Filled, NotTooLong
from app.web.profile_form import ProfileForm, base_versions
from app.web.services import catalogue
from app.web.territory.lines import (
    LinesRefused,
    commune_lines,
    quartier_lines,
    read_communes,
    read_quartiers,
)

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

    facts_reason = CleanTextArea("Motif, si une réponse contredit ce qui est déduit", [NotTooLong()])

    def validate_communes(self, field: CleanTextArea) -> None:
        """Refuse lines that are not communes."""
        _refuse_lines(read_communes, field)

    def validate_quartiers(self, field: CleanTextArea) -> None:
        """Refuse lines that are not quartiers."""
        _refuse_lines(read_quartiers, field)

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
            quartiers=read_quartiers(self.quartiers.data),
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
        """The questions of the contract's catalogue, in its order."""
        return [self[_field_name(rule)] for rule in self.rules if rule not in self.no_longer_asked]


class NewTerritoryForm(TerritoryForm):
    """The territory of a contract that begins, and the trame that it will follow."""

    outline = RadioField("Trame du contrat", invalid_choice_message=NOT_A_CHOICE)
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
    return type("CatalogueTerritoryForm", (form,), {"rules": rules, **questions})


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
        return "Déduit du territoire"
    fact = derive(rule, territory)
    if fact.value is None:
        return "Déduit du territoire (rien à déduire pour l’instant)"
    return f"Déduit du territoire : {fact.sentence}"


def _field_name(rule: FactRule) -> str:
    return f"fact_{rule.id}"


def _refuse_lines(read: Callable[[str], Iterable[object]], field: CleanTextArea) -> None:
    try:
        read(field.data)
    except LinesRefused as refused:
        raise ValidationError(" ".join(refused.problems)) from None
