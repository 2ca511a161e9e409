"""The communes of today that the codes and names of a list lead to, by the embedded reference."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from app.territories.qpv.columns import INSEE
from app.territories.reference import Reference
from app.territories.spelling import code_of_arrondissement, key, words

_BETWEEN = re.compile(r"[,;|/\n\t+&]+")
_BETWEEN_NAMES = re.compile(r"\s+(?:et|-|–|—)\s+")
_AROUND = " \"'[]{}="
_ARTICLE_LAST = re.compile(r"(?P<name>.+?)\s*\((?P<article>le|la|les|l['’])\)", re.IGNORECASE)


@dataclass(slots=True)
class NamedCommunes:
    """What a cell names: the INSEE codes of today's communes, and what leads to none."""

    codes: dict[str, None] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)


class CommuneFinder:
    """Finds communes by code, former code or name.

    `former` keeps the former codes that it met, `restored` those that had lost their zero, `looked_up` counts
    the codes and names that it was asked for.
    """

    def __init__(self, reference: Reference) -> None:
        self._reference = reference
        self._today = reference.communes_by_any_code()
        self._names: dict[str, Mapping[str, str]] = {}
        self.former: dict[str, str] = {}
        self.restored: set[str] = set()
        self.looked_up = 0

    def communes_of(self, cell: str, departement: str) -> NamedCommunes:
        """Return the communes of a cell: codes, names of that département, or both, with any separator."""
        named = NamedCommunes()
        for part in filter(None, (part.strip(_AROUND) for part in _BETWEEN.split(cell))):
            codes = INSEE.findall(part)
            for code in codes:
                self._keep(named, self._by_code(code), code)
            if not codes:
                for name, found in self._by_name(part, departement):
                    self._keep(named, found, name)
        return named

    def _keep(self, named: NamedCommunes, found: str | None, text: str) -> None:
        self.looked_up += 1
        if found:
            named.codes[found] = None
        else:
            named.unknown.append(text)

    def _by_code(self, text: str) -> str | None:
        digits = text.split(".", maxsplit=1)[0].upper()
        code = digits.zfill(5)
        today = self._today.get(code)
        if today and code != digits:
            self.restored.add(code)
        if today and today != code:
            self.former[code] = today
        return today

    def _by_name(self, text: str, departement: str) -> Iterator[tuple[str, str | None]]:
        whole = self._named(text, departement)
        if whole:
            yield text, whole
            return
        for name in _BETWEEN_NAMES.split(text):
            yield name, self._named(name, departement)

    def _named(self, name: str, departement: str) -> str | None:
        if departement not in self._names:
            communes = self._reference.commune_names(departement)
            self._names[departement] = {key(known): code for known, code in communes}
        known = self._names[departement]
        turned = _ARTICLE_LAST.fullmatch(name)
        usual = f"{turned['article']} {turned['name']}" if turned else name
        return known.get(key(usual)) or self._today.get(code_of_arrondissement(words(name)))


def departement_of(code: str) -> str:
    """Return the département of a quartier by its code: QP069001 and QN06901M are in 69, QN02A01M in 2A."""
    written = code[2:5]
    if written.startswith(("97", "98")):
        return written
    return written[1:] if written.startswith("0") else written[:2]
