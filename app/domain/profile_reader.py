"""Reads the values of a profile document one by one; every problem is noted with its path."""

from dataclasses import dataclass, field, fields
from typing import Any

from app.domain.profile import (
    TERRITORY_KINDS,
    Adaptation,
    Commune,
    Profile,
    Quartier,
    Signatory,
    Territory,
)
from app.domain.text import MAX_NAME, MAX_TEXT, clean, is_blank

SCHEMA = 1
MAX_MEMBERS = 2_000
"""Most communes, quartiers or adaptations in one profile; the largest grouping has 158 communes."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, in French, and where: a path such as `territory.communes[3].code`."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path} : {self.message}" if self.path else self.message


class ProfileRefused(ValueError):
    """A document that is not a profile. `problems` names every one of its faults."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


@dataclass
class ProfileReader:
    """Reads a document value by value, and goes on after a problem to find the next one."""

    problems: list[Problem] = field(default_factory=list)

    def finish(self, profile: Profile) -> Profile:
        """The profile, or ProfileRefused when something was noted."""
        self.raise_if_any()
        return profile

    def raise_if_any(self) -> None:
        """Raises ProfileRefused when something was noted."""
        if self.problems:
            raise ProfileRefused(tuple(self.problems))

    def refuse(self, path: str, message: str) -> None:
        """Notes a problem."""
        self.problems.append(Problem(path, message))

    def profile(self, document: object) -> Profile:
        """The whole document."""
        keys = (
            "schema",
            "name",
            "territory",
            "facts",
            "facts_reason",
            "partners",
            "signatories",
            "adaptations",
        )
        values = self.mapping(document, "", keys, required=("schema", "name", "territory"))
        if "schema" in values and (values["schema"] != SCHEMA or values["schema"] is True):
            self.refuse("schema", f"version inconnue ; attendu : {SCHEMA}")
        return Profile(
            name=self.name(values.get("name", ""), "name"),
            territory=self.territory(values.get("territory", {}), "territory"),
            facts=self.facts(values.get("facts", {})),
            partners=self.partners(values.get("partners", [])),
            adaptations=self.adaptations(values.get("adaptations", {})),
            facts_reason=self.text(values.get("facts_reason", ""), "facts_reason", MAX_TEXT),
            signatories=tuple(
                self.signatory(value, place)
                for place, value in self.sequence(values.get("signatories", []), "signatories")
            ),
        )

    def territory(self, document: object, path: str) -> Territory:
        """The perimeter."""
        keys = ("kind", "code", "name", "grouping", "communes", "quartiers")
        values = self.mapping(document, path, keys, required=("kind", "code", "name"))
        kind = self.text(values.get("kind", "epci"), f"{path}.kind", MAX_NAME)
        if kind not in TERRITORY_KINDS:
            self.refuse(f"{path}.kind", f"attendu : {', '.join(TERRITORY_KINDS)}")
        grouping = values.get("grouping")
        return Territory(
            kind=kind,
            code=self.name(values.get("code", ""), f"{path}.code"),
            name=self.name(values.get("name", ""), f"{path}.name"),
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
            code=self.name(values.get("code", ""), f"{path}.code"),
            name=self.name(values.get("name", ""), f"{path}.name"),
            population=population,
        )

    def quartier(self, document: object, path: str) -> Quartier:
        """One quartier prioritaire."""
        values = self.mapping(document, path, ("code", "name", "communes"), required=("code", "name"))
        return Quartier(
            code=self.name(values.get("code", ""), f"{path}.code"),
            name=self.name(values.get("name", ""), f"{path}.name"),
            communes=tuple(
                self.name(value, place)
                for place, value in self.sequence(values.get("communes", []), f"{path}.communes")
            ),
        )

    def facts(self, document: object) -> dict[str, bool]:
        """The facts that were stated; null means unknown."""
        stated: dict[str, bool] = {}
        for fact, value in self.mapping(document, "facts", None).items():
            if isinstance(value, bool):
                stated[fact] = value
            elif value is not None:
                self.refuse(f"facts.{fact}", "true, false ou null attendu")
        return stated

    def partners(self, document: object) -> tuple[str, ...]:
        """The ids of the signatories, each once."""
        partners = [self.name(value, place) for place, value in self.sequence(document, "partners")]
        for index, partner in enumerate(partners):
            if partner in partners[:index]:
                self.refuse(f"partners[{index}]", f"« {partner} » figure déjà dans la liste")
        return tuple(partners)

    def signatory(self, document: object, path: str) -> Signatory:
        """One signatory by name."""
        values = self.mapping(document, path, ("partner", "name"), required=("partner", "name"))
        return Signatory(
            partner=self.name(values.get("partner", ""), f"{path}.partner"),
            name=self.name(values.get("name", ""), f"{path}.name"),
        )

    def adaptations(self, document: object) -> dict[str, Adaptation]:
        """The adaptations by commitment id."""
        values = self.mapping(document, "adaptations", None)
        if len(values) > MAX_MEMBERS:
            self.refuse("adaptations", f"{MAX_MEMBERS} au plus")
            return {}
        return {
            commitment_id: self.adaptation(value, f"adaptations.{commitment_id}")
            for commitment_id, value in values.items()
        }

    def adaptation(self, document: object, path: str) -> Adaptation:
        """What the official says of one commitment; null is empty."""
        names = tuple(attribute.name for attribute in fields(Adaptation))
        values = self.mapping(document, path, names)
        included = values.pop("included", True)
        if not isinstance(included, bool):
            self.refuse(f"{path}.included", "true ou false attendu")
            included = True
        texts = {
            key: self.text(value, f"{path}.{key}", MAX_TEXT)
            for key, value in values.items()
            if value is not None
        }
        return Adaptation(included=included, **texts)

    def mapping(
        self,
        document: object,
        path: str,
        keys: tuple[str, ...] | None,
        required: tuple[str, ...] = (),
    ) -> dict[str, Any]:
        """The document's own keys; None for `keys` means that any key is allowed."""
        if not isinstance(document, dict):
            self.refuse(path, "objet JSON attendu, entre accolades")
            return {}
        prefix = f"{path}." if path else ""
        known = document.keys() if keys is None else keys
        for key in document.keys() - set(known):
            self.refuse(f"{prefix}{key}", f"clé inconnue ; clés possibles : {', '.join(known)}")
        for key in required:
            if key not in document:
                self.refuse(f"{prefix}{key}", "valeur manquante")
        return {key: document[key] for key in document if key in known}

    def sequence(self, document: object, path: str) -> list[tuple[str, object]]:
        """The values of a list, each with its path."""
        if not isinstance(document, list):
            self.refuse(path, "liste JSON attendue, entre crochets")
            return []
        if len(document) > MAX_MEMBERS:
            self.refuse(path, f"{MAX_MEMBERS} éléments au plus")
            return []
        return [(f"{path}[{index}]", value) for index, value in enumerate(document)]

    def name(self, value: object, path: str) -> str:
        """A text of one line that shows something."""
        text = self.text(value, path, MAX_NAME)
        if isinstance(value, str) and is_blank(text):
            self.refuse(path, "texte vide")
        return " ".join(text.split("\n")).strip()

    def text(self, value: object, path: str, longest: int) -> str:
        """A cleaned text, at most `longest` characters."""
        if not isinstance(value, str):
            self.refuse(path, "texte attendu, entre guillemets")
            return ""
        if any("\ud800" <= char <= "\udfff" for char in value):
            self.refuse(path, "caractère illisible (demi-codet Unicode isolé) : retapez ce texte")
        text = clean(value).text
        if len(text) > longest:
            self.refuse(path, f"{len(text)} caractères ; {longest} au plus")
        return text
