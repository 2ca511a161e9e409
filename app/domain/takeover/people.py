"""Those who sign a contract made elsewhere: in a table, in a list, or « X, représenté par Y, maire »."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from app.domain.takeover.labels import folded, is_placeholder
from app.domain.takeover.original import Block
from app.domain.takeover.passages import Passage, whole
from app.domain.takeover.recognition import Piece, Target, piece_of
from app.domain.takeover.table_rows import Row, rows_of
from app.domain.text import MAX_NAME

SIGNATORIES = (
    "signataire",
    "les parties",
    "partenaires signataires",
    "entre les soussignés",
    "parties au contrat",
)

PARTNERS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (partner, re.compile(words))
    for partner, words in (
        ("procureur", r"\bprocureure?\b|\bparquet\b"),
        ("recteur", r"\brecteur|\brectrice|\brectorat|\bdasen\b|\bdsden\b|education nationale|academie\b"),
        ("ars", r"\bars\b|agence regionale de sante"),
        ("caf", r"\bcaf\b|allocations familiales"),
        ("cpam", r"\bcpam\b|assurance maladie"),
        ("cma", r"\bcma\b|chambre des? metiers"),
        ("cci", r"\bcci\b|chambre de commerce"),
        ("caisse-des-depots", r"caisse des depots|banque des territoires"),
        ("france-travail", r"france travail|pole emploi"),
        ("mission-locale", r"mission locale"),
        ("defenseur-des-droits", r"defenseure? des droits"),
        ("bailleurs", r"bailleur|\bhlm\b|office public de l habitat|\boph\b|habitat\b|logement"),
        ("region", r"conseil regional|^(?:la )?region\b"),
        ("departement", r"conseil departemental|^(?:le )?departement\b"),
        ("epci", r"communaute (?:d agglomeration|de communes|urbaine)|\bmetropole\b|agglomeration\b|"
                 r"etablissement public territorial|\bept\b|\bepci\b|intercommunalite"),
        ("commune", r"^(?:la )?(?:ville|commune|mairie)\b"),
        ("etat", r"^l etat\b|^etat\b|\bprefecture\b|\bprefete?\b"),
    )
)  # fmt: skip
"""The kind of a signatory by words of its name, folded; the first that fits."""

_PERSON = r"(?:M\.|MM\.|Mme|Mmes|Monsieur|Madame|Mr)\s[^,;:()]{3,80}"
_REPRESENTED = re.compile(
    rf"^\W*(?:et |entre |d[’']une part,? |d[’']autre part,? )*"
    rf"(?P<name>[^,;:]{{3,160}}?),?\s*(?:ci-après[^,]*,\s*)?"
    rf"représentée?s?\s+par\s+(?:(?:son|sa|le|la|leur)\s(?P<before>[^,;]{{3,60}}?),\s*)?(?P<person>{_PERSON})"
    rf"(?:,\s*(?P<title>[^;]{{3,150}}?))?\s*[;,.]?(?:\s+(?:et|d[’']une part|d[’']autre part))?\s*[;,.]?$",
    re.IGNORECASE,
)
_NAMED = re.compile(rf"^(?P<person>{_PERSON})(?:,\s*(?P<title>.+))?$")
_LONGEST_TITLE = 120
_AUTHOR = ("signataire", "institution", "organisme", "partenaire", "structure")
_WHO = ("representant", "represente", "nom et qualite", "qualite")


class Signatories:
    """Collects those who sign, each once, with the id of their kind."""

    def __init__(self) -> None:
        self._known: set[str] = set()
        self._title: list[Passage] = []
        """The heading « Les signataires », until somebody is found under it."""

    def pieces(self, blocks: Sequence[Block]) -> Iterator[Piece]:
        """Yield a piece for each signatory, where it is first named as such."""
        within = False
        for number, group in groupby(blocks, key=lambda block: block.cell.table if block.cell else None):
            listed = list(group)
            if number is not None:
                yield from self._table(listed, within)
                continue
            for block in listed:
                if block.level or _is_title(block):
                    within = _is_title(block)
                    self._title = [whole(block)] if within and block.level else []
                yield from self._paragraph(block, within)

    def _paragraph(self, block: Block, within: bool) -> Iterator[Piece]:
        """Yield who is « représenté par » somebody, or an element of the list of those who sign."""
        found = _REPRESENTED.match(" ".join(block.text.split()))
        if found:
            title = (found["title"] or found["before"] or "").strip(" ,.")
            yield from self._signatory(found["name"], found["person"], title, [whole(block)])
        elif within and block.is_item and len(block.text) <= MAX_NAME:
            name = block.text.strip(" ;.,")
            if partner_of(name):
                yield from self._signatory(name, "", "", [whole(block)])

    def _table(self, blocks: Sequence[Block], within: bool) -> Iterator[Piece]:
        """Yield those whom the rows of a table name, where its first row says in which column."""
        head, *rows = rows_of(blocks)
        name, who = _columns(head, within)
        if name is None:
            return
        labels = [whole(block) for cell in head.values() for block in cell]
        for row in rows:
            if name not in row:
                continue
            said = "" if who is None or who not in row else _text(row[who])
            person, title = _person(said)
            cells = [row[name], row[who]] if who is not None and person else [row[name]]
            passages = [whole(block) for cell in cells for block in cell]
            yield from self._signatory(_text(row[name]), person, title, [*labels, *passages])
            labels = []

    def _signatory(self, name: str, person: str, title: str, passages: Sequence[Passage]) -> Iterator[Piece]:
        name = " ".join(name.split()).strip(" ,;:.")
        key = folded(name)
        if not key or key in self._known or max(map(len, (name, person, title))) > MAX_NAME:
            return
        self._known.add(key)
        value = {"partner": partner_of(name) or "autre", "name": name}
        value |= {"representative": person.strip()} if person else {}
        value |= {"title": title.strip(" .")} if title else {}
        yield piece_of(Target.SIGNATORY, str(len(self._known)), "name", value, passages, self._title)
        self._title = []


def _columns(head: Row, within: bool) -> tuple[int | None, int | None]:
    """Return the columns of those who sign and of who does so for them, by the head of their table.

    `within`: it stands under the heading « Les signataires ».
    """
    titles = {column: folded(cell[0].text) for column, cell in head.items()}
    name = next((column for column, text in titles.items() if text.startswith(_AUTHOR[0])), None)
    who = next((column for column, text in titles.items() if any(word in text for word in _WHO)), None)
    if name is None and within and who is not None:
        name = next((column for column, text in titles.items() if text.startswith(_AUTHOR)), None)
    return name, who


def _person(text: str) -> tuple[str, str]:
    """Return who signs and their title; nothing of a place to fill."""
    if is_placeholder(text):
        return "", ""
    found = _NAMED.match(text)
    return (found["person"], found["title"] or "") if found else (text, "")


def _text(cell: Sequence[Block]) -> str:
    return " ".join(block.text for block in cell)


def _is_title(block: Block) -> bool:
    """Return whether a paragraph is the heading of those who sign."""
    words = folded(block.text)
    return len(block.text) <= _LONGEST_TITLE and any(folded(one) in words for one in SIGNATORIES)


def partner_of(name: str) -> str:
    """Return the kind of a signatory; empty where nothing tells it."""
    words = folded(name)
    return next((partner for partner, pattern in PARTNERS if pattern.search(words)), "")
