"""Random contracts over a real catalogue, for the properties that every contract has.

Each text is unlike every other one (« action-17 ») and holds no mark of the notation, so that a test can look
for it in a page, a file or a list. Names come from a few, with the ways in which people write them.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, replace
from itertools import count
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from app.domain.catalogue import Catalogue
from app.domain.outlines import quartier_place
from app.domain.profile import (
    Adaptation,
    ClausePlace,
    Commune,
    Figure,
    IndicatorValue,
    LocalCommitment,
    Means,
    MeansKind,
    MeansState,
    Objective,
    Orientation,
    Portrait,
    Profile,
    Quartier,
    Signatory,
    State,
    Territory,
)

EXAMPLES = int(os.environ.get("RANDOM_CONTRACTS", "9"))
"""How many contracts each property is tried on; `RANDOM_CONTRACTS=2000 pytest …` tries more."""

on_random_contracts = settings(max_examples=EXAMPLES, deadline=None)
"""What a test over random contracts is decorated with, under `given`."""

GONE = "engagement-parti-1"
"""A commitment that the catalogue does not have: a contract may have been written with another one."""

NAMES: Mapping[str, tuple[str, ...]] = {
    "etat": ("l’État", "la préfète du Rhône"),
    "epci": ("la métropole de Lyon", "la communauté d’agglomération d’Évry"),
    "commune": ("la Ville d’Évry", "la commune de Saint-Denis", "la Ville de L’Haÿ-les-Roses"),
    "departement": ("la métropole de Lyon", "le département de l’Essonne"),
    "region": ("la région Île-de-France", "la collectivité de Corse"),
    "caf": ("la CAF du Rhône",),
    "autre": ("le CCAS d’Évry", "la métropole de Lyon"),
}
"""Who signs as each kind of partner; one body signs as two of them."""

FREE_NAMES = ("Association Les Amis du Bourg", "Direction de la ville", "VILLE D'EVRY", "Métropole de Lyon")
COMMUNES = (
    Commune("91228", "Évry-Courcouronnes", 66_000),
    Commune("69123", "Lyon", 520_000),
    Commune("97101", "Les Abymes", 53_000),
    Commune("01004", "Ambérieu-en-Bugey"),
)
QUARTIERS = (
    Quartier("QN09101M", "Les Pyramides", ("91228",)),
    Quartier("QN06902M", "Les Pyramides", ("69123",)),
    Quartier("QN97103M", "Le Bourg", ("97101", "97999")),
)

ORIENTATION_IDS = ("o1", "o2", "o3")
OBJECTIVE_IDS = ("b1a", "b1b", "b2a", "b2b", "b3a")
"""Those of an orientation begin with its number."""

Draw = Callable[[st.SearchStrategy[Any]], Any]


def random_contracts(catalogue: Catalogue) -> st.SearchStrategy[Profile]:
    """Contracts that the JSON reader accepts, but for commitments and volets that the catalogue has lost."""
    return st.composite(lambda draw: _Writer(draw, catalogue).contract())()


def texts_of(value: object) -> Iterator[str]:
    """Every text in a value, whatever holds it: a profile, a mapping, a tuple."""
    if isinstance(value, str):
        yield str(value)
    elif isinstance(value, Mapping):
        for member in value.values():
            yield from texts_of(member)
    elif isinstance(value, tuple | list):
        for member in value:
            yield from texts_of(member)
    elif hasattr(value, "__dataclass_fields__"):
        for attribute in fields(value):  # type: ignore[arg-type]  # it has its fields
            yield from texts_of(getattr(value, attribute.name))


class _Writer:
    """Writes one contract: draws what it holds, and numbers its texts."""

    def __init__(self, draw: Draw, catalogue: Catalogue) -> None:
        self.draw = draw
        self.catalogue = catalogue
        self.number = count(1)

    def contract(self) -> Profile:
        signatories = self.signatories()
        outline = self.draw(st.sampled_from(["", *self.catalogue.outline_by_id]))
        self.years = self.catalogue.outline_by_id.get(outline, self.catalogue.outline).terms[0].years
        return Profile(
            name=self.text("contrat"),
            territory=self.territory(),
            facts=self.draw(
                st.dictionaries(self.one_of(rule.id for rule in self.catalogue.facts), st.booleans())
            ),
            partners=self.partners(),
            adaptations=self.adaptations(),
            signatories=signatories,
            facts_reason=self.maybe("motif"),
            local_commitments=self.local_commitments(),
            outline=outline,
            texts=self.texts(),
            portraits=self.portraits(),
            numbers=self.numbers(),
            orientations=self.orientations(),
        )

    def numbers(self) -> dict[str, int]:
        """Numbers that were given to some commitments, present or not, each once."""
        known = (
            *(leaf.commitment.id for leaf in self.catalogue.leaves),
            *map("local-{}".format, range(1, 9)),
        )
        numbered = self.draw(st.lists(st.sampled_from(known), unique=True, max_size=6))
        numbers = st.lists(st.integers(1, 400), unique=True, min_size=len(numbered), max_size=len(numbered))
        return dict(zip(numbered, self.draw(numbers), strict=True))

    def text(self, kind: str) -> str:
        """A text that stands nowhere else."""
        return f"{kind}-{next(self.number)}-fin"

    def maybe(self, kind: str) -> str:
        """The same, or nothing."""
        return self.text(kind) if self.draw(st.booleans()) else ""

    def one_of(self, known: Iterator[str]) -> st.SearchStrategy[str]:
        return st.sampled_from(list(known))

    def some(self, known: tuple[Any, ...], most: int | None = None) -> tuple[Any, ...]:
        """A few of those, each once, in any order."""
        return tuple(self.draw(st.lists(st.sampled_from(known), unique=True, max_size=most or len(known))))

    def territory(self) -> Territory:
        kind, grouping = self.draw(
            st.sampled_from([("epci", "CA"), ("epci", None), ("ept", "EPT"), ("commune", None)])
        )
        name = self.text("territoire")
        return Territory(kind, "200000001", name, self.some(COMMUNES), self.some(QUARTIERS), grouping)

    def partners(self) -> tuple[str, ...]:
        """Any of them; more often those who sign by name, who carry most."""
        known = [partner.id for partner in self.catalogue.partners]
        ticked = {one for one in known if one in NAMES and self.draw(st.booleans())}
        ticked |= set(self.some(tuple(known), most=3))
        return tuple(one for one in known if one in ticked)

    def signatories(self) -> tuple[Signatory, ...]:
        chosen = self.some(
            tuple((partner, name) for partner, names in NAMES.items() for name in names), most=6
        )
        return tuple(self.signatory(partner, name) for partner, name in chosen)

    def signatory(self, partner: str, name: str) -> Signatory:
        said = ("representative", "title", "body", "deliberated_on", "deliberation", "fondement")
        return Signatory(partner, name, *(self.maybe(kind) for kind in said))

    def name(self) -> str:
        """A name as people type it: that of a signatory or of a kind, or any other."""
        named = [name for names in NAMES.values() for name in names]
        titles = [partner.title for partner in self.catalogue.partners]
        return str(self.draw(st.sampled_from([*named, *titles, *FREE_NAMES])))

    def adaptations(self) -> dict[str, Adaptation]:
        known = [leaf.commitment.id for leaf in self.catalogue.leaves]
        chosen = self.some((*known, GONE), most=6)
        return {
            one: self.adaptation(included=self.draw(st.sampled_from([True, True, False]))) for one in chosen
        }

    def adaptation(self, *, included: bool = True) -> Adaptation:
        written = Adaptation(
            local_action=self.maybe("action"),
            lead=self.name() if self.draw(st.booleans()) else "",
            deadline=self.draw(st.sampled_from(["", "2028-12-31", "2029", "fin 2030"])),
            indicator=self.maybe("indicateur"),
            resources=self.maybe("ressources"),
            reason_excluded=self.maybe("ecarte"),
            place=self.draw(st.sampled_from(ClausePlace)),
            state=self.draw(st.sampled_from(State)),
            associated=tuple(dict.fromkeys(self.name() for _ in range(self.draw(st.integers(0, 2))))),
            objectives=self.some(OBJECTIVE_IDS),
            quartiers=self.some(tuple(quartier.code for quartier in QUARTIERS)),
            start=self.draw(st.sampled_from(["", "2027-01-01", "2027"])),
            indicator_baseline=self.maybe("depart"),
            indicator_target=self.maybe("cible"),
            indicator_year=self.draw(st.sampled_from(["", "2028"])),
            indicator_source=self.maybe("source"),
            indicator_by_sex=self.draw(st.booleans()),
            indicator_baseline_women=self.maybe("depart-femmes"),
            indicator_baseline_men=self.maybe("depart-hommes"),
            indicator_target_women=self.maybe("cible-femmes"),
            indicator_target_men=self.maybe("cible-hommes"),
            indicator_values=tuple(map(self.indicator_value, self.some(self.years, most=2))),
            review=self.maybe("revue"),
            means=tuple(self.means() for _ in range(self.draw(st.integers(0, 3)))),
        )
        return replace(written, included=included)

    def local_adaptation(self) -> Adaptation:
        """What is said of a local commitment, which has no other place than its volet."""
        return replace(self.adaptation(), place=ClausePlace.USUAL)

    def means(self) -> Means:
        kind, amount = self.draw(st.sampled_from(MeansKind)), self.draw(st.none() | st.integers(0, 10**7))
        funder = self.name() if self.draw(st.booleans()) else self.text("financeur")
        year = self.draw(st.sampled_from(["", *self.years]))
        return Means(kind, funder, amount, year, self.draw(st.sampled_from(MeansState)))

    def indicator_value(self, year: str) -> IndicatorValue:
        whole, women = self.maybe("valeur"), self.maybe("femmes")
        return IndicatorValue(year, whole, women, self.maybe("hommes") if whole or women else self.text("h"))

    def local_commitments(self) -> tuple[LocalCommitment, ...]:
        numbers = self.draw(st.lists(st.integers(1, 99), unique=True, max_size=4))
        sections = [*(section.id for section in self.catalogue.sections), "volet-parti"]
        return tuple(
            LocalCommitment(
                f"local-{number}",
                self.draw(st.sampled_from(sections)),
                self.text("local"),
                self.local_adaptation(),
            )
            for number in numbers
        )

    def orientations(self) -> tuple[Orientation, ...]:
        """A few, each with objectives of its own; actions may serve one that is not there."""
        return tuple(
            Orientation(one, self.text("orientation"), self.maybe("enjeu"), self.objectives(one))
            for one in self.some(ORIENTATION_IDS)
        )

    def objectives(self, orientation: str) -> tuple[Objective, ...]:
        own = tuple(one for one in OBJECTIVE_IDS if one.startswith(orientation.replace("o", "b")))
        kinds = ("attendu", "mesure", "valeur", "vise")
        years = st.sampled_from(["", "2028", "2030"])
        return tuple(
            Objective(one, self.text("objectif"), *map(self.maybe, kinds), self.draw(years))
            for one in self.some(own)
        )

    def texts(self) -> dict[str, str]:
        """What was written in the places of any trame, of any quartier, or of a trame that has gone."""
        places = dict.fromkeys(
            place.id
            for outline in self.catalogue.outline_by_id.values()
            for chapter in outline.chapters
            for place in chapter.places
        )
        quartiers = [quartier_place(one.code) for one in QUARTIERS]
        return {
            place: self.text("texte") for place in self.some((*places, *quartiers, "place-partie"), most=8)
        }

    def portraits(self) -> dict[str, Portrait]:
        """What was written of some quartiers, of which one may have left."""
        codes = self.some((*(quartier.code for quartier in QUARTIERS), "QN99999M"))
        return {code: self.portrait() for code in codes}

    def portrait(self) -> Portrait:
        figures = tuple(self.figure() for _ in range(self.draw(st.integers(0, 2))))
        return Portrait(figures, self.maybe("enjeux"), self.maybe("priorites"))

    def figure(self) -> Figure:
        return Figure(self.text("chiffre"), self.text("valeur"), self.maybe("annee"), self.maybe("source"))
