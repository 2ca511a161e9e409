"""Search while typing: words in any order, each a prefix; failing that, in a département, or mistyped.

The arrondissements municipaux are known by their codes alone (INSEE, Code officiel géographique).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import islice, product
from string import ascii_lowercase

from app.domain.french import typeset
from app.domain.text import SHORT_FORMS, search_terms
from app.territories.shared_connection import SharedConnection


def words(text: str) -> tuple[str, ...]:
    """Return the words of a name or of a query, folded: « St-Étienne » gives ("saint", "etienne")."""
    return tuple(SHORT_FORMS.get(term, term) for term in search_terms(text) if term.isalnum())


def key(text: str) -> str:
    """Return the folded words in their order, one space between two."""
    return " ".join(words(text))


_KINDS = frozenset(["ca", "cc", "cu"])
_SMALL_WORDS = frozenset(["a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les"])


def initials(named: Iterable[str]) -> str:
    """Return the initials of folded words: « ca de sophia antipolis » gives « casa »."""
    return "".join(word if word in _KINDS else word[0] for word in named if word not in _SMALL_WORDS)


MAX_NEAR = 3
_MAYBE_A_CODE = re.compile(r"[0-9AB]{4,10}")


def near_codes(code: str, connection: SharedConnection) -> tuple[str, ...]:
    """At most MAX_NEAR existing codes one character away, the likeliest mistakes first.

    A spreadsheet takes the zero at the head of 01004; fingers swap two digits; the rest comes last.
    """
    if not _MAYBE_A_CODE.fullmatch(code):
        return ()
    ranks = {}
    for candidate in one_letter_away(code, "0123456789AB"):
        row = connection.first("SELECT rank FROM places WHERE code = ?", (candidate,))
        if row:
            ranks[candidate] = row[0]
    return tuple(sorted(ranks, key=lambda near: (_unlikely(code, near), ranks[near])))[:MAX_NEAR]


def _unlikely(code: str, near: str) -> int:
    if near == f"0{code}":
        return 0
    return 1 if sorted(near) == sorted(code) else 2


def one_letter_away(word: str, letters: str = ascii_lowercase) -> set[str]:
    """Every spelling with one letter missing, added, changed, or two neighbours swapped."""
    halves = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    missing = {left + right[1:] for left, right in halves if right}
    swapped = {left + right[1] + right[0] + right[2:] for left, right in halves if len(right) > 1}
    changed = {left + letter + right[1:] for left, right in halves if right for letter in letters}
    added = {left + letter + right for left, right in halves for letter in letters}
    return missing | swapped | changed | added


_CODES = {"paris": range(75101, 75121), "lyon": range(69381, 69390), "marseille": range(13201, 13217)}
ARRONDISSEMENTS = {str(code) for codes in _CODES.values() for code in codes}
_ORDINAL = re.compile(r"0?([1-9][0-9]?) ?(?:e|er|eme|nd)?")
_SAID_AROUND = {"arrondissement", "arr", "de"}


def code_of_arrondissement(sought: tuple[str, ...]) -> str:
    """Return the code that « 69388 », « lyon 8e » or « 8e arrondissement de lyon » say.

    Empty for anything else.
    """
    if len(sought) == 1:
        return sought[0] if sought[0] in ARRONDISSEMENTS else ""
    if _CODES.keys().isdisjoint(sought):
        return ""
    city = next(word for word in sought if word in _CODES)
    codes = _CODES[city]
    ordinal = _ORDINAL.fullmatch(" ".join(word for word in sought if word not in {city, *_SAID_AROUND}))
    return str(codes[int(ordinal[1]) - 1]) if ordinal and int(ordinal[1]) <= len(codes) else ""


MAX_RESULTS = 1_000
MAX_QUERY = 100
_MAX_WORDS = 8
_SHORTEST_MISTYPED = 4
_MAX_READINGS = 24
INITIALS = "sigle"
MOST_WITH_INITIALS = 3
_CODE = re.compile(r"[0-9][0-9ab][0-9]{3}|[0-9]{9}")
_INSEE_CODE = re.compile("[0-9][0-9AB][0-9]{3}")
# Said in full, a kind is what the names of groupings shorten: « CA du Boulonnais ». An EPT's name has none.
_KINDS_IN_FULL = (
    (re.compile(r"^communaute de communes?\b"), "cc"),
    (re.compile(r"^communaute d ?agglo\w*"), "ca"),
    (re.compile(r"^communaute urb\w*"), "cu"),
    (re.compile(r"^(ept|etablissement public territorial)\b(?=.)"), ""),
)
# Left out only when nothing is found with them: « Ville-d’Avray » is a name.
_COMMUNE_OF = re.compile(r"^(la )?(ville|commune|mairie) (de la|de l|des|de|du|d) (?=.)")
_POSTAL_CODE = re.compile(r"\b[0-9]{5}\b")


class Search:
    """Finds the ranks of places by their names. Ranks are already in the order to show.

    Ranks after those of the places are other names: former communes and usual names (see schema.sql).
    """

    def __init__(self, connection: SharedConnection) -> None:
        self._connection = connection
        self._vocabulary = {row[0] for row in connection.execute("SELECT term FROM vocabulary")}
        self._departements = dict(_departements(connection))
        (self._places,) = connection.first("SELECT max(rank) FROM places")

    def find(self, text: str, limit: int) -> dict[int, str]:
        """Return the ranks of the best places first, each with the reason why it is found.

        « » stands for its own name.
        EPCI, EPT, communes, larger before smaller, then those found by another name. A place whose code or
        usual name it is comes first, or the communes of a postal code, of a former code or of an
        arrondissement. Among communes, one that is named exactly so comes before those that only begin so.
        """
        sought = _sought(text)
        if not sought or limit < 1:
            return {}
        first = dict.fromkeys(self._coded("".join(sought)), "")
        for rank, reason in self._otherwise_coded(text, sought):
            first.setdefault(rank, reason)
        is_number = bool(first) and all(map(str.isdigit, sought))  # « EPT 6 » is no « 6 » in a name
        found = list(first) if is_number else self._matching(sought, limit) or list(first)
        last = self._with_initials(sought)
        found = found or self._in_departement(sought, limit) or last or self._mistyped(sought, limit)
        for rank, reason in self._reasons([*found[: limit - len(last)], *last]):
            first.setdefault(rank, INITIALS if rank in last else reason)
        return dict(islice(first.items(), limit)) or self._without_trimmings(text, limit)

    def _with_initials(self, sought: tuple[str, ...]) -> list[int]:
        """Return the groupings whose initials are the one word that is sought: « CASA », « GPSO »."""
        return self._by_initials.get(sought[0], [])[:MOST_WITH_INITIALS] if len(sought) == 1 else []

    @cached_property
    def _by_initials(self) -> dict[str, list[int]]:
        known: defaultdict[str, list[int]] = defaultdict(list)
        chosen = "SELECT rank, name FROM places WHERE kind <> 'commune' ORDER BY rank"
        for rank, name in self._connection.execute(chosen):
            known[initials(words(name))].append(rank)
        return known

    def _without_trimmings(self, text: str, limit: int) -> dict[int, str]:
        """« la ville de Bron » finds Bron; « Lille 59000 », what that postal code has of this name first."""
        folded = " ".join(words(text[:MAX_QUERY]))
        bare = " ".join(_POSTAL_CODE.sub(" ", _COMMUNE_OF.sub("", folded)).split())
        if not bare or bare == folded:
            return {}
        found = self.find(bare, MAX_RESULTS)
        posted = {rank for code in _POSTAL_CODE.findall(folded) for rank in self._posted(code)}
        there = {rank: reason for rank, reason in found.items() if rank in posted}
        return dict(islice((there or found).items(), limit))

    def _posted(self, code: str) -> list[int]:
        """Return the ranks of the communes of a postal code."""
        chosen = "SELECT communes FROM postal_codes WHERE code = ?"
        return [int(rank) for (found,) in self._connection.execute(chosen, (code,)) for rank in found.split()]

    def _otherwise_coded(self, text: str, sought: tuple[str, ...]) -> Iterator[tuple[int, str]]:
        """Yield what a whole usual name, a postal code, a former code or an arrondissement leads to."""
        usual = "SELECT place, reason FROM other_names WHERE usual = 1 AND name = ?"
        yield from self._connection.execute(usual, (key(text[:MAX_QUERY]),))
        code = code_of_arrondissement(sought) or "".join(sought).upper()
        if not _INSEE_CODE.fullmatch(code):
            return
        ranks = self._posted(code)
        yield from ((rank, f"code postal {code}") for rank in ranks)
        former = "SELECT commune, name FROM former_codes WHERE code = ?"
        for rank, name in self._connection.execute(former, (code,)):
            # The codes of the Seine before 1968 are postal codes of Paris today, and typed as such.
            if name or not ranks:
                yield rank, _reason_of_code(code, name)

    def _reasons(self, ranks: list[int]) -> Iterator[tuple[int, str]]:
        """Yield the places of those ranks, each once by its own name before any other."""
        others = "SELECT place, reason FROM other_names WHERE rank = ?"
        for rank in ranks:
            if rank <= self._places:
                yield rank, ""
            else:
                yield from self._connection.execute(others, (rank,))

    def _coded(self, code: str) -> list[int]:
        """Return the place of an INSEE code or a SIREN, typed with or without spaces."""
        if not _CODE.fullmatch(code):
            return []
        row = self._connection.first(
            "SELECT rank FROM places WHERE code = ? OR siren = ?", (code.upper(), code)
        )
        return [row[0]] if row else []

    def _matching(self, sought: tuple[str, ...], limit: int) -> list[int]:
        """With `detail=none`, FTS5 knows neither phrases nor order: words in any order, as wanted."""
        rows = self._connection.execute(
            "SELECT rowid FROM names WHERE names MATCH ? ORDER BY rowid LIMIT ?", (_beginnings(sought), limit)
        )
        found = [row[0] for row in rows]
        return self._with_exact_names_first(sought, found, limit) if len(found) == limit else found

    def _with_exact_names_first(self, sought: tuple[str, ...], found: list[int], limit: int) -> list[int]:
        """Return the exact namesakes first: a small commune must not drown under longer names."""
        chosen = "SELECT rank FROM communes_by_name WHERE name = ? ORDER BY rank LIMIT ?"
        named_so = [row[0] for row in self._connection.execute(chosen, (" ".join(sought), limit))]
        if not named_so:
            return found
        groupings = self._groupings(found)
        rest = [rank for rank in found if rank not in groupings and rank not in named_so]
        kept = groupings[: max(limit - len(named_so), limit // 2)]
        return [*kept, *named_so, *rest][:limit]

    def _groupings(self, ranks: list[int]) -> list[int]:
        marks = ",".join("?" * len(ranks))
        chosen = f"SELECT rank FROM places WHERE rank IN ({marks}) AND kind <> 'commune' ORDER BY rank"  # noqa: S608 — question marks
        return [row[0] for row in self._connection.execute(chosen, ranks)]

    def _in_departement(self, sought: tuple[str, ...], limit: int) -> list[int]:
        """« saint etienne loire »: the places of the département that the last words name, or the first."""
        for place in range(1, len(sought)):
            before, after = sought[:place], sought[place:]
            for named, departement in ((before, after), (after, before)):
                code = self._departements.get(" ".join(departement))
                found = self._matching_there(named, code, limit) if code else []
                if found:
                    return found
        return []

    def _matching_there(self, sought: tuple[str, ...], departement: str, limit: int) -> list[int]:
        rows = self._connection.execute(
            "SELECT names.rowid FROM names LEFT JOIN other_names ON other_names.rank = names.rowid"
            " CROSS JOIN places ON places.rank = coalesce(other_names.place, names.rowid)"
            " WHERE names MATCH ? AND places.departement = ? ORDER BY names.rowid LIMIT ?",
            (_beginnings(sought), departement, limit),
        )
        return [row[0] for row in rows]

    def _mistyped(self, sought: tuple[str, ...], limit: int) -> list[int]:
        """Return the places that one wrong letter per unknown word would explain."""
        readings = [tuple(self._readings(word)) for word in sought]
        found: set[int] = set()
        for reading in list(product(*readings))[:_MAX_READINGS]:
            found.update(self._matching(reading, limit))
        return sorted(found)[:limit] or self._one_known_word_mistyped(sought, limit)

    def _one_known_word_mistyped(self, sought: tuple[str, ...], limit: int) -> list[int]:
        """« sant denis »: some name begins with each word, but none with both."""
        found: set[int] = set()
        for place, word in enumerate(sought):
            others = [f'"{other}"*' for index, other in enumerate(sought) if index != place]
            near = " OR ".join(f'"{one}"' for one in sorted(one_letter_away(word) & self._vocabulary))
            if others and near:
                query = " AND ".join([*others, f"({near})"])
                rows = self._connection.execute(
                    "SELECT rowid FROM names WHERE names MATCH ? ORDER BY rowid LIMIT ?", (query, limit)
                )
                found.update(row[0] for row in rows)
        return sorted(found)[:limit]

    def _readings(self, word: str) -> Iterator[str]:
        """Yield the word itself when some name begins so, else the known words one letter away."""
        if len(word) < _SHORTEST_MISTYPED or self._matching((word,), 1):
            yield word
            return
        yield from sorted(one_letter_away(word) & self._vocabulary)[:_MAX_READINGS]


def _sought(text: str) -> tuple[str, ...]:
    """Return the words to look for, the kind of a grouping as its name writes it."""
    folded = " ".join(words(text[:MAX_QUERY]))
    for in_full, short in _KINDS_IN_FULL:
        folded = in_full.sub(short, folded)
    return tuple(folded.split())[:_MAX_WORDS]


def _reason_of_code(code: str, name: str) -> str:
    if code in ARRONDISSEMENTS:
        return typeset(f"{name} ({code})")
    return typeset(f"ancienne commune : {name} ({code})") if name else f"ancien code {code}"


def _beginnings(sought: tuple[str, ...]) -> str:
    """Return what asks FTS5 for a word with each beginning."""
    return " ".join(f'"{word}"*' for word in sought)


def _departements(connection: SharedConnection) -> Iterator[tuple[str, str]]:
    """Yield the code of each département, then its folded names, with the article and without."""
    for code, name in connection.execute("SELECT code, name FROM departements"):
        folded = key(name)
        yield from ((said, code) for said in (code.lower(), folded, folded.removeprefix("la ")))
