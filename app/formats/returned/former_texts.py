"""What a file of version 52aeb19 lacks of its fixed texts: no draft of today has its layout.

What that version wrote in every contract is known word for word, and so is what it wrote at each clause. The
tables of its annexes are not looked at.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.formats.returned.contents import Contents, Loose
from app.formats.returned.paragraphs import View
from app.formats.returned.said import are_alike, fixed_key
from app.formats.returned.sent import Clause

_SAME_LAYOUT = 0.8
"""Of what that version wrote in every contract, the share that stands in a file that it made."""
_CARRIED = "Porté ici par"
_OBJECTIVE = "Objectif chiffré :"
_VOLET = (fixed_key("Loi n° 2014-173 du 21 février 2014, art."), fixed_key("Décret n° 2024-1037"))
"""How the text below the title of a volet begins."""
_ASKED = "Enjeux du quartier, projet partagé avec ses habitants, actions qui lui sont propres."
_OF_LOCAL = "Engagement propre à ce contrat ; il ne répond à aucun engagement national cité."
_QUOTES = (
    "Ce qui en est cité est reproduit mot pour mot et appartient à l’histoire : les noms des ministères, des "
    "organismes et des dispositifs, ainsi que les échéances, sont ceux de leur époque.",
    "Ce projet ne cite aucune convention nationale.",
)
_LAW = "décret n° 2024-1037, art. 2 (auparavant loi n° 2014-173, art. 6, IV)."
_EVERYWHERE: tuple[tuple[str, ...], ...] = (
    _QUOTES,
    _QUOTES,  # on the cover, then in the preamble
    (
        "Vu la loi n° 2014-173 du 21 février 2014 de programmation pour la ville et la cohésion urbaine, "
        "notamment ses articles 1ᵉʳ, 6 et 7 ;",
    ),
    (
        "Vu le décret n° 2024-1037 du 15 novembre 2024, notamment son article 2 (auparavant loi n° 2014-173, "
        "art. 6, IV) ;",
    ),
    ("Vu le décret qui fixe la liste des quartiers prioritaires",),
    ("Vu les instructions et circulaires en vigueur",),
    (
        "Le présent contrat fixe, pour le territoire de « {territory} », les engagements que ses signataires "
        "prennent en faveur des habitants des quartiers prioritaires.",
    ),
    (
        "Chaque engagement national est présenté entre guillemets, avec sa source en note. Le texte placé "
        "autour, les remarques et les places à compléter n’appartiennent pas à la citation.",
    ),
    ("Ce que les dispositifs cités sont devenus est dit dans la table de concordance.",),
    (
        "Situation des quartiers prioritaires, bilan du contrat précédent, enjeux partagés par les "
        "signataires.",
    ),
    ("Faits retenus pour choisir les engagements nationaux :", "À préciser par les signataires :"),
    ("Le présent contrat est conclu entre :",),
    (
        "Objectifs chiffrés des engagements nationaux retenus",
        "Aucun engagement retenu ne comporte d’objectif chiffré.",
    ),
    (
        "Le contrat fixe ses propres objectifs, avec une valeur et une échéance (décret n° 2024-1037, art. "
        "2, auparavant loi n° 2014-173, art. 6, IV).",
    ),
    (
        "Le contrat indique les moyens humains et financiers, le droit commun étant distingué des "
        f"instruments spécifiques de la politique de la ville, et les moyens d’ingénierie : {_LAW}",
    ),
    (
        "Le contrat fixe ses indicateurs, nationaux pour chaque quartier prioritaire et locaux, et la "
        f"structure locale d’évaluation : {_LAW}",
    ),
    (
        "Ces engagements relèvent d’acteurs nationaux : un contrat local ne peut pas les porter. Ils sont "
        "rappelés parce qu’ils complètent ceux du contrat.",
        "Aucun engagement n’est rappelé pour mémoire.",
    ),
    (
        "Ces engagements des conventions nationales ne figurent pas dans le projet. Ils sont rappelés par "
        "leurs premiers mots, sous le motif qui les écarte ; ceux que les rédacteurs ont écartés le sont en "
        "entier.",
        "Aucun engagement n’a été écarté.",
    ),
    (
        "Les textes cités nomment les dispositifs et les organismes de leur époque. Seul ce qui a été "
        "vérifié dans une source est affirmé. Les noms d’aujourd’hui sont des propositions.",
        "Aucun engagement du projet ne nomme de dispositif ni d’organisme.",
    ),
    (
        "Chaque engagement renvoie à la convention et aux lignes de sa source :",
        "Le projet ne comporte aucun engagement national.",
    ),
)
"""Texts of every contract that it made: each line one text, and what stands there in its stead."""
_TITLES = (
    *("Préambule", "Visas", "Objet du contrat", "Textes nationaux cités", "Diagnostic et enjeux"),
    *("Le territoire", "Périmètre", "Situation", "Quartiers prioritaires de la politique de la ville"),
    *("Les signataires", "Objectifs chiffrés", "Objectifs des textes nationaux", "Objectifs du territoire"),
    *("Gouvernance, participation et évaluation", "Moyens", "Suivi et évaluation"),
)


@dataclass(frozen=True, slots=True)
class Missing:
    """A fixed text that a file lacks, the clause that it stood in, and what somebody made of it if known."""

    old: str
    clause: str = ""
    now: Loose | None = None


def missing_texts(contents: Contents, texts: Sequence[Loose]) -> list[Missing]:
    """Return what a file of the former layout lacks of its fixed texts; nothing for one of another layout.

    `texts`: those of the file that stand in no field. What was deleted with tracking is not missing.
    """
    if contents.package.is_fiche:
        return []
    missing = list(_missing_everywhere(contents))
    if len(missing) > (1 - _SAME_LAYOUT) * len(_EVERYWHERE):
        return []
    missing += [*_missing_of_contract(contents), *_missing_of_clauses(contents)]
    untracked = [one for one in texts if one.said.text.strip() and not one.marks()]
    return [*_paired(missing, untracked)]


def _missing_everywhere(contents: Contents) -> Iterator[Missing]:
    everything, name = _whole(contents), contents.sent.profile.territory.name
    for one_of, number in Counter(_EVERYWHERE).items():
        texts = [text.replace("{territory}", name) for text in one_of]
        found = max(everything.count(fixed_key(text)) for text in texts)
        yield from [Missing(texts[0])] * (number - found)


def _whole(contents: Contents) -> str:
    return "".join(fixed_key(one.text(View.ORIGINAL)) for one in contents.document.paragraphs)


def _missing_of_contract(contents: Contents) -> Iterator[Missing]:
    """Yield the titles that are gone, and what stood below those of the volets and of the quartiers."""
    everything, sent = _whole(contents), contents.sent
    # Google Docs makes texts of the headings.
    paragraphs = (one for one in contents.document.paragraphs if not one.cell)
    here = {fixed_key(one.text(View.ORIGINAL)) for one in paragraphs}
    found = (sent.clauses[block.clause].volet for block in contents.blocks)
    volets = dict.fromkeys(volet for volet in found if volet is not None)
    parts = dict.fromkeys(volet.part for volet in volets if volet.part)
    gone = [title for title in parts if fixed_key(title) not in here]
    # Where most are not there, the plan of the contract was another one.
    yield from map(Missing, gone if len(gone) * 2 < len(parts) else ())
    for title in (*_TITLES, *(volet.title for volet in volets)):
        if fixed_key(title) not in here:
            yield Missing(title)
    first = dict(_below_titles(contents))
    for volet in volets:
        # What follows the name of the law was worded anew since.
        if not first.get(fixed_key(volet.title), _VOLET[0]).startswith(_VOLET):
            yield Missing(f"{volet.legal_basis}.")
    territory = sent.profile.territory
    titles = ((f"{one.name} ({one.code})", territory.quartier_title(one.code)) for one in territory.quartiers)
    shown = sum(any(fixed_key(title) in here for title in either) for either in titles)
    yield from [Missing(_ASKED)] * (shown - everything.count(fixed_key(_ASKED)))
    for one in sent.profile.signatories:
        visa = f"Vu la délibération n° {one.deliberation}"
        if one.partner in sent.profile.partners and one.deliberation and fixed_key(visa) not in everything:
            yield Missing(visa)


def _below_titles(contents: Contents) -> Iterator[tuple[str, str]]:
    """Yield each title with the first text below it."""
    title = ""
    for one in contents.document.paragraphs:
        text = fixed_key(one.text(View.ORIGINAL))
        if text and title:
            yield title, text
        title = text if one.level else title if not text else ""


def _missing_of_clauses(contents: Contents) -> Iterator[Missing]:
    for block in contents.blocks:
        said = fixed_key(block.text(View.ORIGINAL))
        if block.in_row or not said:
            continue
        clause = contents.sent.clauses[block.clause]
        for text, begins in _texts_of(clause):
            if fixed_key(begins) not in said:
                yield Missing(text, block.clause)
        counted = [f"{_OBJECTIVE} {of}" for of in clause.objectives]
        gone = [text for text in counted if fixed_key(text) not in said] or counted
        for text in gone[: max(0, len(counted) - said.count(fixed_key(_OBJECTIVE)))]:
            yield Missing(text, block.clause)


def _texts_of(clause: Clause) -> Iterator[tuple[str, str]]:
    """Yield what stood at a clause, and the words by which it is found: who carries it may be named anew."""
    if clause.is_local:
        yield _OF_LOCAL, _OF_LOCAL
        return
    yield from ((text, text) for text in clause.lead_in)
    yield clause.because if clause.because.startswith(_CARRIED) else _CARRIED, _CARRIED


def _paired(missing: Sequence[Missing], texts: Sequence[Loose]) -> Iterator[Missing]:
    """Yield what is missing, each with the text that somebody made of it: one that is much like it."""
    left = [*texts]
    for one in missing:
        key = fixed_key(one.old)
        near = (loose for loose in left if loose.clause == one.clause)
        now = next((loose for loose in near if are_alike(fixed_key(loose.said.text), key)), None)
        if now is not None:
            left.remove(now)
        yield Missing(one.old, one.clause, now)
