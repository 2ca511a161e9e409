"""What the contracts of other makes say: axes, fiches-actions, quartiers, signatories. All imaginary."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

QUARTIERS = (
    ("QN06901M", "Les Acacias", "Rivière-Haute"),
    ("QN06902M", "Le Grand Pré", "Rivière-Haute"),
    ("QN06903M", "La Tannerie", "Mornay"),
    ("QN06904M", "Bel-Air – Les Forges", "Mornay"),
    ("QN06905M", "Centre ancien", "Saint-Aubin-le-Vieux"),
)
TERRITORY = "Communauté d’agglomération des Deux Rivières"
SIGNATORIES = (
    ("L’État", "Monsieur Étienne Fontanel", "préfet du département"),
    (f"La {TERRITORY}", "Madame Louise Bertaud", "présidente"),
    ("La Ville de Rivière-Haute", "Monsieur Paul Granger", "maire"),
    ("La Ville de Mornay", "Madame Inès Delorme", "maire"),
    ("La Ville de Saint-Aubin-le-Vieux", "Monsieur Hugues Petit", "maire"),
    ("Le Conseil départemental", "Madame Anne Rousset", "présidente"),
    ("Le Conseil régional", "Monsieur Marc Vial", "président"),
    ("La Caisse d’allocations familiales", "Madame Sophie Lemoine", "directrice"),
    ("L’Agence régionale de santé", "Monsieur Yves Carlier", "directeur général"),
    ("L’Office public de l’habitat des Deux Rivières", "Madame Claire Nodier", "directrice générale"),
)
AXES = (
    ("Garantir la réussite éducative et l’accès à la santé", (
        "Prévenir le décrochage dès l’école primaire", "Faciliter l’accès aux soins de premier recours")),
    ("Favoriser l’emploi et le développement économique des quartiers", (
        "Lever les freins à l’emploi", "Soutenir la création d’activités")),
    ("Améliorer le cadre de vie et la tranquillité publique", (
        "Associer les habitants à la gestion de leur quartier",
        "Prévenir les conflits dans l’espace public")),
    ("Accompagner la transition écologique dans les quartiers", (
        "Réduire la précarité énergétique", "Rendre la nature accessible à tous")),
)  # fmt: skip
_TITLES = (
    "Créer un lieu d’accueil des parents", "Développer le programme de réussite éducative",
    "Ouvrir un accueil de loisirs le mercredi", "Installer un centre de santé pluriprofessionnel",
    "Former des médiateurs en santé", "Organiser des ateliers sociolinguistiques",
    "Accompagner les jeunes sans qualification", "Tenir un forum de l’apprentissage",
    "Renforcer les clauses d’insertion dans les marchés", "Soutenir les porteurs de projet",
    "Ouvrir une pépinière d’entreprises", "Animer le commerce de proximité",
    "Mettre en place une gestion urbaine de proximité", "Réaménager les pieds d’immeubles",
    "Créer un jardin partagé", "Organiser des marches exploratoires de femmes",
    "Renforcer la présence des médiateurs de rue", "Installer un point d’accès au droit",
    "Rénover les logements énergivores", "Former les habitants aux économies d’énergie",
    "Planter des îlots de fraîcheur", "Ouvrir une ressourcerie de quartier",
    "Créer une maison du projet", "Développer le budget participatif",
    "Ouvrir une maison France services", "Lutter contre l’illectronisme",
    "Favoriser l’accès des filles au sport", "Développer l’éducation artistique à l’école",
    "Accompagner les familles monoparentales", "Ouvrir un espace de coworking solidaire",
    "Mettre en place un bus de l’emploi", "Développer la garde d’enfants à horaires décalés",
    "Créer une école de la deuxième chance", "Lutter contre les discriminations à l’embauche",
    "Améliorer la desserte en transports", "Développer l’usage du vélo",
    "Réhabiliter le gymnase des Acacias", "Créer une maison des associations",
    "Organiser les conseils citoyens", "Observer les quartiers et évaluer le contrat",
)  # fmt: skip
_LEADS = (
    "Ville de Rivière-Haute", "Ville de Mornay", TERRITORY, "CCAS de Mornay",
    "Mission locale des Deux Rivières",
    "Centre social La Passerelle", "Agence régionale de santé", "Caisse d’allocations familiales",
    "Office public de l’habitat des Deux Rivières", "Conseil départemental", "Éducation nationale (DSDEN)",
)  # fmt: skip
_PARTNERS = (
    "Mission locale", "CAF", "Centre social", "Conseil départemental", "Éducation nationale",
    "Bailleurs sociaux",
    "Associations locales", "France Travail", "Préfecture", "Conseil citoyen",
    "Chambre de commerce et d’industrie",
    "ADIL", "Police nationale", "Région",
)  # fmt: skip
_CONTEXTS = (
    "Le diagnostic partagé a montré que l’offre existante reste concentrée dans le centre-ville et qu’elle "
    "est peu "
    "connue des habitants.",
    "Les acteurs de terrain signalent un besoin croissant, en particulier parmi les familles monoparentales "
    "et les "
    "jeunes de seize à vingt-cinq ans.",
    "Les données de l’observatoire confirment un écart important entre les quartiers prioritaires et le "
    "reste de "
    "l’agglomération.",
    "Le bilan du contrat précédent invite à poursuivre cette intervention en l’ancrant davantage dans "
    "chaque quartier.",
)  # fmt: skip
_CONTENTS = (
    "L’action consiste à proposer un accueil régulier, au plus près des habitants, animé par deux "
    "professionnels et "
    "des bénévoles formés. Des permanences seront tenues chaque semaine dans les locaux associatifs.",
    "Une équipe dédiée ira à la rencontre des publics qui ne fréquentent pas les structures. Elle orientera "
    "chaque "
    "personne vers le service compétent et assurera le suivi de son parcours.",
    "Un appel à projets annuel permettra de soutenir les initiatives locales. Un comité associant les "
    "habitants "
    "examinera les candidatures et rendra compte de ses choix.",
    "Les travaux seront précédés d’une concertation avec les habitants. Un chantier d’insertion sera "
    "mobilisé pour "
    "une partie des aménagements.",
    "Un cycle d’ateliers collectifs, suivi d’entretiens individuels, sera organisé dans chaque quartier. "
    "Les horaires "
    "seront adaptés aux contraintes des participants.",
)  # fmt: skip
_INDICATORS = (
    "Nombre de personnes accueillies par an", "Nombre d’ateliers organisés et taux de participation",
    "Part des femmes parmi les bénéficiaires", "Nombre de sorties positives à six mois",
    "Nombre de logements rénovés", "Taux de satisfaction des habitants", "Nombre de projets accompagnés",
)  # fmt: skip
_RESULTS = (
    "Une meilleure connaissance des droits par les habitants", "Une baisse du nombre de jeunes sans solution",
    "Un recours plus fréquent aux services publics", "Une participation plus large des habitantes",
)  # fmt: skip
_PUBLICS = ("Habitants des quartiers prioritaires", "Jeunes de 16 à 25 ans", "Familles monoparentales",
            "Demandeurs d’emploi de longue durée", "Élèves du premier degré et leurs parents")  # fmt: skip
CHAPTERS = (
    ("Diagnostic du territoire", (
        "L’agglomération compte soixante-deux mille habitants, dont un sur six vit dans un quartier "
        "prioritaire.",
        "Le taux de pauvreté y atteint quarante-quatre pour cent, contre seize pour cent dans l’ensemble du "
        "territoire.",
        "Les habitants consultés soulignent la qualité des équipements scolaires et regrettent "
        "l’éloignement des services.",
    )),
    ("Gouvernance du contrat", (
        "Le comité de pilotage, coprésidé par le préfet et la présidente de l’agglomération, se réunit deux "
        "fois par an.",
        "Un comité technique prépare ses décisions et suit la programmation annuelle.",
    )),
    ("Participation des habitants", (
        "Un conseil citoyen est installé dans chaque quartier ; il dispose d’un local et d’un budget de "
        "fonctionnement.",
    )),
    ("Évaluation du contrat", (
        "Une évaluation à mi-parcours sera conduite avec le centre de ressources, puis une évaluation "
        "finale en 2030.",
    )),
)  # fmt: skip
ANNEX = (
    "La présente annexe rappelle les principales dispositions applicables aux quartiers prioritaires de la "
    "politique "
    "de la ville, ainsi que les conventions auxquelles les signataires se réfèrent pour l’exécution du "
    "contrat.",
    "Les engagements des signataires s’inscrivent dans la durée du contrat. Ils sont mis en œuvre dans le "
    "respect des "
    "compétences de chacun et des crédits ouverts par les lois de finances et les budgets des collectivités.",
    "Chaque année, la programmation est arrêtée par le comité de pilotage sur proposition du comité "
    "technique, après "
    "avis des conseils citoyens et examen des bilans transmis par les porteurs.",
)


_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A fiche-action as somebody wrote it."""

    number: str
    title: str
    axis: str
    objective: str
    context: str
    content: str
    lead: str
    partners: tuple[str, ...]
    public: str
    deadline: str
    indicator: str
    result: str
    budget: str
    quartiers: tuple[str, ...]
    funders: tuple[tuple[str, str], ...] = ()
    """Who pays, and how much, where a table may tell it; `budget` says the same in a line."""
    values: tuple[str, ...] = ()
    """The first value of the indicator and its target, where the fiche gives them."""


Made = tuple[str, str, bytes, tuple[Sheet, ...]]
"""A name, a format, the .docx to turn into that format, and the fiches that it holds."""

Contracts = Iterator[Made]

_DEADLINES = ("2024-2026", "2025", "31 décembre 2027", "Premier semestre 2026", "2030", "septembre 2025")
_BUDGETS = (
    "25 000 € par an", "État (BOP 147) : 12 000 € ; Ville : 8 000 €", "140 000 €",
    "Droit commun, CAF : 15 000 €",
    "30 000 € (Département) et 10 000 € (Région)",
)  # fmt: skip


class Bank(NamedTuple):
    """The texts that fiches are made of."""

    titles: tuple[str, ...]
    contexts: tuple[str, ...]
    contents: tuple[str, ...]
    leads: tuple[str, ...]
    partners: tuple[str, ...]
    publics: tuple[str, ...]
    deadlines: tuple[str, ...]
    indicators: tuple[str, ...]
    results: tuple[str, ...]
    budgets: tuple[str | tuple[tuple[str, str], ...], ...]
    values: tuple[tuple[str, ...], ...] = ((),)
    everywhere: int = 0
    """One fiche in so many is for all quartiers; none with 0."""


PLAIN = Bank(
    _TITLES,
    _CONTEXTS,
    _CONTENTS,
    _LEADS,
    _PARTNERS,
    _PUBLICS,
    _DEADLINES,
    _INDICATORS,
    _RESULTS,
    _BUDGETS,
)


def sheets(count: int, seed: int = 0, bank: Bank = PLAIN) -> Iterator[Sheet]:
    """Yield so many fiches; another `seed` gives others in another order."""
    objectives = [
        (axis, rank, objective) for axis, several in AXES for rank, objective in enumerate(several, start=1)
    ]
    for rank in range(count):
        at = rank + seed
        axis, place, objective = objectives[rank * len(objectives) // count]
        number = 1 + at % 3
        if bank.everywhere and at % bank.everywhere == 0:
            number = len(QUARTIERS)
        names = [QUARTIERS[(at + step) % len(QUARTIERS)][1] for step in range(number)]
        partners = [_pick(bank.partners, at * 3 + step) for step in range(2 + at % 3)]
        again = "" if rank < len(bank.titles) else f" (phase {rank // len(bank.titles) + 1})"
        budget = _pick(bank.budgets, at)
        funders = () if isinstance(budget, str) else budget
        yield Sheet(
            f"{[one for one, _ in AXES].index(axis) + 1}.{place}.{rank + 1}",
            _pick(bank.titles, at * 7) + again,
            axis,
            objective,
            _pick(bank.contexts, at),
            f"{_pick(bank.contents, at)} {_pick(bank.contents, at * 2 + 1)}",
            _pick(bank.leads, at),
            tuple(dict.fromkeys(partners)),
            _pick(bank.publics, at),
            _pick(bank.deadlines, at),
            _pick(bank.indicators, at),
            _pick(bank.results, at),
            budget if isinstance(budget, str) else " ; ".join(f"{name} : {sum_}" for name, sum_ in budget),
            tuple(names),
            funders,
            _pick(bank.values, at),
        )


def _pick(values: Sequence[_Value], at: int) -> _Value:
    return values[at % len(values)]
