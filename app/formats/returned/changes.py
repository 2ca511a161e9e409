"""What a file changes in the fields of the clauses, by comparison with what was sent."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from app.domain.fields import Kind
from app.domain.proposals import ProposalKind
from app.formats.returned.budget import budget_changes
from app.formats.returned.fields import Fields
from app.formats.returned.notation import as_typed, noted, prose_key
from app.formats.returned.said import Said, key_of
from app.formats.returned.sent import KINDS, Sent
from app.formats.returned.signatures import signed
from app.formats.returned.typed import (
    DATES,
    QUARTIER_CODE,
    comparable,
    name_key,
    names_of,
    quartiers_of,
    read_date,
    read_names,
    read_value,
)
from app.formats.returned.values import Change


class Comparison:
    """Compares the fields of a clause, as they are and as they were, with what was sent."""

    def __init__(self, sent: Sent) -> None:
        self._sent = sent
        self._quartiers = quartiers_of(sent.profile.territory)
        self._names = names_of(sent.profile, sent.catalogue)

    def changes(
        self, clause: str, final: Fields, original: Fields, picked: Mapping[str, str]
    ) -> Iterator[Change]:
        """Yield what is changed in a clause. `picked`: the day that the control of each date holds."""
        found = [*self._compared(clause, final, original)]
        shown = dict(self._sent.shown(clause))
        for change in found:
            emptied = change.kind is ProposalKind.EMPTIED and change.field in shown
            if emptied and _is_elsewhere(shown[change.field], change, found, final):
                continue
            day = picked.get(change.field, "")
            stale = day if KINDS.get(change.field) is Kind.DATE and day != change.new else ""
            yield replace(change, stale=stale, unknown=self._unknown(change))

    def _unknown(self, change: Change) -> tuple[str, ...]:
        """Return the names that stand for no quartier of the contract, nor for a body that it names."""
        if change.field == "quartiers" and isinstance(change.new, tuple):
            return tuple(one for one in change.new if not QUARTIER_CODE.fullmatch(one))
        if change.field in {"lead", "associated"}:
            names = change.new if isinstance(change.new, tuple) else read_names(str(change.new))
            return tuple(one for one in names if name_key(one) not in self._names)
        return ()

    def _compared(self, clause: str, final: Fields, original: Fields) -> Iterator[Change]:
        for name, shown in self._sent.shown(clause):
            now = final.said.get(name, Said())
            if _is_prose(name):
                same = prose_key(noted(now)) == prose_key(shown)
            else:
                kind = KINDS.get(name)
                same = comparable(kind, now.text) == comparable(kind, shown)
            if not same:
                yield self._change(clause, name, shown, now, original.said.get(name, Said()))
        adaptation = self._sent.clauses[clause].adaptation
        now, before = (fields.said.get("resources", Said()) for fields in (final, original))
        yield from budget_changes(clause, adaptation, now, before)

    def _change(self, clause: str, name: str, shown: str, now: Said, before: Said) -> Change:
        known = self._sent.clauses[clause]
        kind = KINDS.get(name)
        old = known.text if name == "text" else getattr(known.adaptation, name)
        text = as_typed(str(old) if _is_prose(name) else shown, noted(now) if _is_prose(name) else now.text)
        return Change(
            clause,
            name,
            kind_of(shown, now.text),
            shown if kind is Kind.VALUES else old,  # the lines as they are read, on both sides
            read_value(kind, text, self._quartiers),
            signed(now, before),
            now.text if kind in DATES and read_date(now.text) != now.text else "",
        )


def _is_elsewhere(shown: str, emptied: Change, changes: Sequence[Change], final: Fields) -> bool:
    """Whether what a field said is there without its label, in which somebody typed.

    It ends another field of the same paragraph; else it is a cell of its own, which belongs to no field.
    """
    said = without_separators(shown)
    others = (str(one.new) for one in changes if one is not emptied)
    if any(without_separators(text).endswith(f":{said}") for text in others):
        return True
    return any(without_separators(text.text) == said for _, text in final.rest)


def without_separators(text: str) -> str:
    """Return the letters of a text: names stand on lines of their own, or one after the other."""
    return key_of(text).translate({ord(sign): None for sign in ",;"})


def _is_prose(name: str) -> bool:
    return KINDS.get(name) is Kind.PROSE or name == "text"


def kind_of(old: str, new: str) -> ProposalKind:
    """Return what became of a text."""
    if not new:
        return ProposalKind.EMPTIED
    return ProposalKind.MODIFIED if old else ProposalKind.FILLED
