"""Reads a profile out of a JSON document; every problem is noted with its path."""

import re
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import Any

from app.domain.document_reader import MAX_MEMBERS, MISSING, OrientationReader, ProfileRefused
from app.domain.fields import ADAPTATION, FIGURE, MEANS, PORTRAIT, SIGNATORY, VALUES, Field, Kind, by_id
from app.domain.problems import Problem, quote
from app.domain.profile import (
    LOCAL_ID,
    NO_ADAPTATION,
    SIGNATORY_ID,
    TERRITORY_KINDS,
    Adaptation,
    ClausePlace,
    Commune,
    Figure,
    IndicatorValue,
    LocalCommitment,
    Means,
    MeansKind,
    Portrait,
    Profile,
    Quartier,
    Signatory,
    Territory,
)
from app.domain.text import MAX_NAME, MAX_TEXT, is_blank

__all__ = ["SCHEMA", "ProfileReader", "ProfileRefused"]

SCHEMA = 2
"""The shape of the documents that are written. All that it adds to the first one is optional."""

READABLE_SCHEMAS = (1, SCHEMA)

MAX_AMOUNT = 10**12
"""Most euros in one line of a budget: a thousand billion is a slip of the keyboard."""

MAX_MEANS = 40
"""Most lines in the budget of one action: five or six funders over seven years."""

MAX_VALUES = 10
"""Most yearly values of one indicator."""

A_YEAR = re.compile("20[0-9]{2}")
NO_YEAR = 'une année est attendue, entre guillemets : "2025"'
NO_VALUE = "aucune valeur : indiquez-en une, ou retirez cette ligne"

MAX_FIGURES = 20
"""Most figures in the portrait of one quartier."""

LOCAL_PLACE = "un engagement local n’a pas d’autre place que son volet"
"""What is said of a place that was chosen for one."""

MAX_NUMBER = 999_999
"""Greatest number of a commitment."""


class ProfileReader(OrientationReader):
    """Reads a profile value by value."""

    def finish(self, profile: Profile) -> Profile:
        """Return the profile, or ProfileRefused when something was noted."""
        self.raise_if_any()
        return profile

    def profile(self, document: object) -> Profile:
        """Return the whole document."""
        keys = ("schema", *(attribute.name for attribute in fields(Profile)), "catalogue")
        values = self.mapping(document, "", keys, required=("schema", "name", "territory"))
        self.schema(values["schema"])
        self.line(values.get("catalogue", ""), "catalogue")
        return Profile(
            name=self.name(values["name"], "name"),
            territory=self.territory(values["territory"], "territory"),
            facts=self.facts(values.get("facts", {})),
            partners=self.names(values.get("partners", []), "partners"),
            adaptations=self.adaptations(values.get("adaptations", {})),
            facts_reason=self.text(values.get("facts_reason", ""), "facts_reason", MAX_TEXT),
            signatories=self.signatories(values.get("signatories", [])),
            local_commitments=self.local_commitments(values.get("local_commitments", [])),
            outline=self.line(values.get("outline", ""), "outline"),
            texts=self.texts(values.get("texts", {})),
            last_local=self.last("last_local", values),
            portraits=self.portraits(values.get("portraits", {})),
            numbers=self.numbers(values.get("numbers", {}), values),
            last_number=self.last("last_number", values),
            orientations=self.orientations(values.get("orientations", [])),
        )

    def schema(self, value: object) -> None:
        """Raise ProfileRefused at once for another version: whatever else is wrong comes from it."""
        if value is not MISSING and (value not in READABLE_SCHEMAS or value is True):
            readable = " ou ".join(map(str, READABLE_SCHEMAS))
            raise ProfileRefused((Problem("schema", f"version inconnue ; attendu : {readable}"),))

    def territory(self, document: object, path: str) -> Territory:
        """Return the perimeter."""
        keys = ("kind", "code", "name", "grouping", "communes", "quartiers")
        values = self.mapping(document, path, keys, required=("kind", "code", "name"))
        kind = self.text(values["kind"], f"{path}.kind", MAX_NAME)
        if isinstance(values["kind"], str) and kind not in TERRITORY_KINDS:
            self.refuse(f"{path}.kind", f"attendu : {', '.join(TERRITORY_KINDS)}")
        grouping = values.get("grouping")
        return Territory(
            kind=kind,
            code=self.name(values["code"], f"{path}.code"),
            name=self.name(values["name"], f"{path}.name"),
            communes=tuple(
                self.commune(value, place)
                for place, value in self.sequence(values.get("communes", []), f"{path}.communes")
            ),
            quartiers=tuple(
                self.quartier(value, place)
                for place, value in self.sequence(values.get("quartiers", []), f"{path}.quartiers")
            ),
            grouping=None if grouping is None else self.name(grouping, f"{path}.grouping"),
        )

    def commune(self, document: object, path: str) -> Commune:
        """One commune of the perimeter."""
        values = self.mapping(document, path, ("code", "name", "population"), required=("code", "name"))
        population = values.get("population")
        if population is not None and (type(population) is not int or population < 0):
            self.refuse(f"{path}.population", "nombre entier d’habitants attendu")
            population = None
        return Commune(
            code=self.name(values["code"], f"{path}.code"),
            name=self.name(values["name"], f"{path}.name"),
            population=population,
        )

    def quartier(self, document: object, path: str) -> Quartier:
        """One quartier prioritaire."""
        values = self.mapping(document, path, ("code", "name", "communes"), required=("code", "name"))
        return Quartier(
            code=self.name(values["code"], f"{path}.code"),
            name=self.name(values["name"], f"{path}.name"),
            communes=tuple(
                self.name(value, place)
                for place, value in self.sequence(values.get("communes", []), f"{path}.communes")
            ),
        )

    def facts(self, document: object) -> dict[str, bool]:
        """Return the facts that were stated; null means unknown."""
        stated: dict[str, bool] = {}
        for fact, value in self.mapping(document, "facts", None).items():
            if isinstance(value, bool):
                stated[fact] = value
            elif value is not None:
                self.refuse(f"facts.{quote(fact)}", "true, false ou null attendu")
        return stated

    def texts(self, document: object) -> dict[str, str]:
        """Return the chapters by the id of their place; an empty one is not kept."""
        values = self.mapping(document, "texts", None)
        texts = {
            place: self.text(value, f"texts.{quote(place)}", MAX_TEXT) for place, value in values.items()
        }
        return {place: text for place, text in texts.items() if text}

    def portraits(self, document: object) -> dict[str, Portrait]:
        """Return the portraits by the code of their quartier."""
        values = self.mapping(document, "portraits", None)
        if len(values) > MAX_MEMBERS:
            self.refuse("portraits", f"{MAX_MEMBERS} au plus")
            return {}
        return {code: self.portrait(value, f"portraits.{quote(code)}") for code, value in values.items()}

    def portrait(self, document: object, path: str) -> Portrait:
        """Return what is said of a quartier; null is empty."""
        values = self.mapping(document, path, tuple(field.id for field in PORTRAIT))
        read = {key: value for key, value in values.items() if value is not None}
        texts = {
            key: self.text(value, f"{path}.{key}", MAX_TEXT)
            for key, value in read.items()
            if key != "figures"
        }
        return Portrait(self._figures(read.get("figures", []), f"{path}.figures"), **texts)

    def figure(self, document: object, path: str) -> Figure:
        """Return one figure of a portrait, which has a label and a value."""
        required = ("label", "value")
        values = self.mapping(document, path, tuple(field.id for field in FIGURE), required=required)
        read = {
            key: (self.name if key in required else self.line)(value, f"{path}.{key}")
            for key, value in values.items()
            if value is not None or key in required
        }
        return Figure(**read)

    def _figures(self, document: object, path: str) -> tuple[Figure, ...]:
        lines = self.sequence(document, path)
        if len(lines) > MAX_FIGURES:
            self.refuse(path, f"{MAX_FIGURES} chiffres au plus")
        return tuple(self.figure(line, place) for place, line in lines[:MAX_FIGURES])

    def last(self, key: str, values: Mapping[str, object]) -> int:
        """Return the greatest number that was ever given, in an id of a local commitment or to a clause."""
        value = values.get(key, 0)
        if type(value) is int and 0 <= value <= MAX_NUMBER:
            return value
        self.refuse(key, f"nombre entier de 0 à {MAX_NUMBER} attendu")
        return 0

    def numbers(self, document: object, values: Mapping[str, object]) -> dict[str, int]:
        """Return the numbers of commitments by id: each given once, none over the last one."""
        numbers: dict[str, int] = {}
        holders: dict[tuple[bool, int], str] = {}
        last = values.get("last_number")
        for commitment_id, number in self.mapping(document, "numbers", None).items():
            path, local = f"numbers.{quote(commitment_id)}", bool(LOCAL_ID.fullmatch(commitment_id))
            if type(number) is not int or not 0 < number <= MAX_NUMBER:
                self.refuse(path, f"nombre entier de 1 à {MAX_NUMBER} attendu")
                continue
            holder = holders.setdefault((local, number), commitment_id)
            if holder != commitment_id:
                message = f"numéro {number} déjà donné à « {quote(holder)} » ; un numéro ne sert qu’une fois"
                self.refuse(path, message)
            if not local and type(last) is int and number > last:
                self.refuse(path, f"le numéro {number} dépasse last_number, qui est {last}")
            numbers[commitment_id] = number
        return numbers

    def signatories(self, document: object) -> tuple[Signatory, ...]:
        """Return the signatories by name, each id once."""
        read = [self.signatory(value, place) for place, value in self.sequence(document, "signatories")]
        self.refuse_doubles([signatory.id for signatory in read], "signatories", ".id")
        return tuple(read)

    def signatory(self, document: object, path: str) -> Signatory:
        """One signatory by name."""
        names = tuple(attribute.name for attribute in fields(Signatory))
        values = self.mapping(document, path, names, required=("partner", "name"))
        described = (field for field in SIGNATORY if field.id in values and field.id != "name")
        details = {
            field.id: self._of_signatory(field, values[field.id], f"{path}.{field.id}") for field in described
        }
        if "id" in values:
            details["id"] = self.line(values["id"], f"{path}.id")
        if "id" in details and not SIGNATORY_ID.fullmatch(details["id"]):
            self.refuse(f"{path}.id", "identifiant illisible ; sans cette clé, le contrat en donne un")
        return Signatory(
            partner=self.name(values["partner"], f"{path}.partner"),
            name=self.name(values["name"], f"{path}.name"),
            **details,
        )

    def _of_signatory(self, field: Field, value: object, path: str) -> Any:
        usual = getattr(Signatory("", ""), field.id)
        return self.line(value, path) if usual == "" else self._value(field, value, path, usual)

    def local_commitments(self, document: object) -> tuple[LocalCommitment, ...]:
        """Return the commitments of this contract alone, each id once."""
        read = [
            self.local_commitment(value, place)
            for place, value in self.sequence(document, "local_commitments")
        ]
        self.refuse_doubles([commitment.id for commitment in read], "local_commitments", ".id")
        return tuple(read)

    def local_commitment(self, document: object, path: str) -> LocalCommitment:
        """One commitment of this contract alone."""
        keys = ("id", "section", "text")
        values = self.mapping(document, path, (*keys, "adaptation"), required=keys)
        identifier = self.name(values["id"], f"{path}.id")
        if identifier and not LOCAL_ID.fullmatch(identifier):
            self.refuse(f"{path}.id", "« local- » suivi d’un nombre attendu : local-1")
        text = self.text(values["text"], f"{path}.text", MAX_TEXT)
        if isinstance(values["text"], str) and is_blank(text):
            self.refuse(f"{path}.text", "texte vide")
        adaptation = self.adaptation(values.get("adaptation", {}), f"{path}.adaptation")
        if adaptation.place is not ClausePlace.USUAL:
            self.refuse(f"{path}.adaptation.place", LOCAL_PLACE)
        return LocalCommitment(
            id=identifier,
            section=self.name(values["section"], f"{path}.section"),
            text=text,
            adaptation=adaptation,
        )

    def adaptations(self, document: object) -> dict[str, Adaptation]:
        """Return the adaptations by commitment id."""
        values = self.mapping(document, "adaptations", None)
        if len(values) > MAX_MEMBERS:
            self.refuse("adaptations", f"{MAX_MEMBERS} au plus")
            return {}
        return {
            commitment_id: self.adaptation(value, f"adaptations.{quote(commitment_id)}")
            for commitment_id, value in values.items()
        }

    def adaptation(self, document: object, path: str) -> Adaptation:
        """Return what the official says of one commitment; null is empty."""
        known = by_id(ADAPTATION)
        values = self.mapping(document, path, tuple(attribute.name for attribute in fields(Adaptation)))
        read = {
            key: self._value(known[key], value, f"{path}.{key}", getattr(NO_ADAPTATION, key))
            for key, value in values.items()
            if value is not None
        }
        return replace(NO_ADAPTATION, **read)

    def means(self, document: object, path: str) -> Means:
        """Return one line of a budget, in whole euros."""
        keys, required = tuple(field.id for field in MEANS), ("kind", "funder")
        values = self.mapping(document, path, keys, required=required)
        nobody = Means(MeansKind.COMMON_LAW, "")
        described = ((field, values.get(field.id)) for field in MEANS if field.id != "funder")
        read = {
            field.id: self._value(field, value, f"{path}.{field.id}", getattr(nobody, field.id))
            for field, value in described
            if value is not None or field.id in required
        }
        return replace(nobody, funder=self.name(values["funder"], f"{path}.funder"), **read)

    def _amount(self, value: object, path: str) -> int | None:
        if value is None or (type(value) is int and 0 <= value <= MAX_AMOUNT):
            return value
        self.refuse(path, "nombre entier d’euros attendu")
        return None

    def _budget(self, document: object, path: str) -> tuple[Means, ...]:
        lines = self.sequence(document, path)
        if len(lines) > MAX_MEANS:
            self.refuse(path, f"{MAX_MEANS} lignes au plus")
        return tuple(self.means(line, place) for place, line in lines[:MAX_MEANS])

    def indicator_values(self, document: object, path: str) -> tuple[IndicatorValue, ...]:
        """Return what an indicator was worth in each year, each year once."""
        lines = self.sequence(document, path)
        if len(lines) > MAX_VALUES:
            self.refuse(path, f"{MAX_VALUES} lignes au plus")
        read = tuple(self._indicator_value(line, place) for place, line in lines[:MAX_VALUES])
        self.refuse_doubles([value.year for value in read], path, ".year")
        return read

    def _indicator_value(self, document: object, path: str) -> IndicatorValue:
        values = self.mapping(document, path, tuple(field.id for field in VALUES), required=("year",))
        said = {
            key: self.line(text, f"{path}.{key}")
            for key, text in values.items()
            if key != "year" and text is not None
        }
        if values["year"] == "":
            self.refuse(f"{path}.year", NO_YEAR)
        if all(map(is_blank, said.values())):
            self.refuse(path, NO_VALUE)
        return IndicatorValue(self._year(values["year"], f"{path}.year"), **said)

    def _year(self, value: object, path: str) -> str:
        """Return a year, or an empty text. Those of a contract are known with its trame."""
        year = self.text(value, path, MAX_NAME).strip()
        if year and not A_YEAR.fullmatch(year):
            self.refuse(path, NO_YEAR)
            return ""
        return year

    def _value(self, field: Field, value: object, path: str, usual: Any) -> Any:
        if field.kind is Kind.FLAG:
            return self.flag(value, path, usual)
        if field.kind is Kind.CHOICE:
            return self.choice(value, path, usual)
        readers: dict[Kind, Callable[[object, str], Any]] = {
            Kind.AMOUNT: self._amount,
            Kind.TERM_YEAR: self._year,
            Kind.MEANS: self._budget,
            Kind.VALUES: self.indicator_values,
            Kind.NAMES: self.names,
            Kind.QUARTIERS: self.names,
            Kind.OBJECTIVES: self.served,
        }
        read = readers.get(field.kind)
        return read(value, path) if read else self.text(value, path, MAX_TEXT)
